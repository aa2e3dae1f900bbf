//! Feeds and sitemaps, and the pages that they point to, from a server on this machine.

use flate2::Compression;
use flate2::write::GzEncoder;
use onrecord_fetch::{Fetcher, Options, Validators};
use onrecord_intake::{Answered, Cursor, Intake, Opener, Passed, Place, Unit, Web, What, finish, name_of};
use onrecord_record::{Article, Extent};
use onrecord_source::Skip;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use url::Url;

const PARAGRAPHS: &str = "<p>The ferry to Unst will sail again on Monday, the harbour master said on Friday morning.</p>\
    <p>Repairs had taken two weeks longer than planned, according to the council, and will cost more.</p>\
    <p>“We are sorry for the long wait,” said Ailsa Drever, who runs the service for the islands.</p>";

/// A server, and the paths that it was asked for.
struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Serves these, `PORT` in them replaced by its own; everything else is not there.
    fn start(answers: &[(&str, &str, &[u8])]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let answers: BTreeMap<String, (String, Vec<u8>)> = answers
            .iter()
            .map(|(path, media, body)| ((*path).to_owned(), ((*media).to_owned(), body.to_vec())))
            .collect();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let seen = asked.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let Some(Ok(first)) = lines.next() else { continue };
                while lines.next().is_some_and(|line| !line.unwrap().is_empty()) {}
                let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
                let (status, media, body) = match answers.get(&path) {
                    Some((media, body)) => ("200 OK", media.as_str(), fill(body, port)),
                    None => ("404 Not Found", "text/plain", Vec::new()),
                };
                seen.lock().unwrap().push(path);
                let head = format!(
                    "HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    body.len()
                );
                let _ = stream.write_all(&[head.into_bytes(), body].concat());
            }
        });
        Self { port, asked }
    }

    fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://127.0.0.1:{}{path}", self.port)).unwrap()
    }

    fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap().clone();
        asked.into_iter().filter(|path| path != "/robots.txt").collect()
    }
}

fn fill(body: &[u8], port: u16) -> Vec<u8> {
    match std::str::from_utf8(body) {
        Ok(text) => text.replace("PORT", &port.to_string()).into_bytes(),
        Err(_) => body.to_vec(),
    }
}

fn page(title: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang='en'><head><title>{title}</title></head><body><article><h1>{title}</h1>{PARAGRAPHS}</article></body></html>"
    )
}

/// What came out: articles, and damages as they are said.
struct Came {
    articles: Vec<Article>,
    damages: Vec<String>,
    passed: Passed,
}

fn read(place: Place, follow: bool) -> Came {
    let options = Options {
        allow_private: true,
        delay: Duration::ZERO,
        ..Options::default()
    };
    let fetcher = Fetcher::new(options, Validators::default()).unwrap();
    let web = Web::new(fetcher, Answered::default());
    let units = vec![Unit::named(place)];
    let mut came = Came {
        articles: Vec::new(),
        damages: Vec::new(),
        passed: Passed::default(),
    };
    for arrival in Intake::new(units, Opener::default(), web, follow, Cursor::default()) {
        came.passed.add(arrival.passed);
        match arrival.what {
            What::Entry(entry) => came.articles.push(finish(*entry, &[]).unwrap().article),
            What::Damaged { name, problem, .. } => came.damages.push(format!("{name}: {problem}")),
            What::End | What::Passed => {}
        }
    }
    came
}

fn file(folder: &Path, name: &str, text: &str) -> Place {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    Place::File(path)
}

fn feed(port: u16) -> String {
    format!(
        "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>\
         <title>Shetland Courier</title><link>http://127.0.0.1:{port}/</link><language>en</language>\
         <item><title>Ferry sails again</title><link>http://127.0.0.1:{port}/whole</link><guid isPermaLink='false'>sc-1</guid>\
         <pubDate>Fri, 05 May 2023 09:30:00 GMT</pubDate><description>Short.</description>\
         <content:encoded><![CDATA[{PARAGRAPHS}]]></content:encoded></item>\
         <item><title>Bridge closed</title><link>http://127.0.0.1:{port}/page</link><description>A bridge is closed.</description></item>\
         <item><title>Gone</title><link>http://127.0.0.1:{port}/gone</link></item>\
         </channel></rss>"
    )
}

#[test]
fn a_feed_gives_what_it_brings_and_points_to_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let came = read(file(folder.path(), "news.xml", &feed(9)), false);
    assert_eq!(came.damages, [] as [String; 0]);
    let [whole, pointer, gone] = came.articles.as_slice() else {
        panic!("{} articles", came.articles.len())
    };
    assert!(
        whole
            .text
            .starts_with("The ferry to Unst will sail again on Monday")
    );
    assert_eq!(whole.blocks.len(), 3);
    assert_eq!(whole.title.as_deref(), Some("Ferry sails again"));
    assert_eq!(whole.outlet.as_deref(), Some("Shetland Courier"));
    assert_eq!(whole.published.as_deref(), Some("2023-05-05T09:30:00Z"));
    assert_eq!(whole.provider_id.as_deref(), Some("sc-1"));
    assert_eq!(whole.extent, Extent::Full);
    let origin = whole.origin.as_ref().unwrap();
    assert_eq!(
        (origin.kind.as_str(), origin.within.as_slice()),
        ("feed", &["item 1".to_owned()][..])
    );
    assert_eq!((pointer.text.as_str(), pointer.extent), ("", Extent::Locator));
    assert_eq!(pointer.url.as_deref(), Some("http://127.0.0.1:9/page"));
    assert_eq!(gone.extent, Extent::Locator);
}

#[test]
fn the_pages_of_a_feed_are_fetched_when_that_is_asked_for() {
    let bridge = page("Bridge closed for repairs");
    let server = Server::start(&[("/page", "text/html; charset=utf-8", bridge.as_bytes())]);
    let folder = tempfile::tempdir().unwrap();
    let came = read(file(folder.path(), "news.xml", &feed(server.port)), true);
    // what the feed brings whole is not fetched
    let asked = server.asked();
    assert_eq!(asked.first().map(String::as_str), Some("/page"));
    assert!(asked.iter().skip(1).all(|path| path == "/gone"), "{asked:?}");
    let [whole, followed] = came.articles.as_slice() else {
        panic!("{} articles", came.articles.len())
    };
    assert_eq!(whole.extent, Extent::Full);
    assert!(
        followed.text.contains("Repairs had taken two weeks"),
        "{}",
        followed.text
    );
    assert_eq!(followed.extent, Extent::Full);
    let origin = followed.origin.as_ref().unwrap();
    assert_eq!(origin.kind, "html");
    assert_eq!(origin.address.as_deref(), Some(server.url("/page").as_str()));
    assert!(
        origin.within.contains(&"item 2".to_owned()),
        "{:?}",
        origin.within
    );
    // the feed's facts stay with the page
    let facts = &followed.declared;
    assert!(
        facts
            .iter()
            .any(|f| f.key == "channel/title" && f.value == "Shetland Courier")
    );
    assert_eq!(came.damages.len(), 1, "{:?}", came.damages);
    assert!(came.damages[0].contains("404"), "{:?}", came.damages);
}

#[test]
fn lists_of_packed_sitemaps_lead_to_pages() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed
        .write_all(
            b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>\
            <url><loc>/page</loc><news:news><news:publication><news:name>Shetland Courier</news:name><news:language>en</news:language>\
            </news:publication><news:publication_date>2023-05-05</news:publication_date><news:title>Bridge closed</news:title></news:news></url></urlset>",
        )
        .unwrap();
    let packed = packed.finish().unwrap();
    let bridge = page("Bridge closed for repairs");
    let server = Server::start(&[
        (
            "/sitemap.xml",
            "application/xml",
            b"<sitemapindex><sitemap><loc>http://127.0.0.1:PORT/news.xml.gz</loc></sitemap></sitemapindex>",
        ),
        ("/news.xml.gz", "application/gzip", &packed),
        ("/page", "text/html; charset=utf-8", bridge.as_bytes()),
    ]);
    let came = read(Place::Address(server.url("/sitemap.xml")), true);
    assert_eq!(came.damages, [] as [String; 0]);
    assert_eq!(server.asked(), ["/sitemap.xml", "/news.xml.gz", "/page"]);
    let [article] = came.articles.as_slice() else {
        panic!("{} articles", came.articles.len())
    };
    assert!(
        article.text.contains("Repairs had taken two weeks"),
        "{}",
        article.text
    );
    assert!(
        article.declared.iter().any(|f| f.key == "news:name"),
        "{:?}",
        article.declared
    );
    let name = name_of(article.origin.as_ref().unwrap());
    assert!(name.contains("sitemap 1") && name.contains("url 1"), "{name}");

    // not followed, a list of sitemaps is passed over, and that is said
    let came = read(Place::Address(server.url("/sitemap.xml")), false);
    assert!(came.articles.is_empty() && came.damages.is_empty());
    let passed: Vec<_> = came.passed.skipped.keys().map(|key| key.0).collect();
    assert_eq!(passed, [Skip::Pointer]);
}

#[test]
fn relative_links_start_from_where_the_feed_was() {
    let server = Server::start(&[(
        "/feeds/all",
        "application/atom+xml",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>X</title><link href='../2023/1'/></entry></feed>",
    )]);
    let came = read(Place::Address(server.url("/feeds/all")), false);
    assert_eq!(
        came.articles[0].url.as_deref(),
        Some(server.url("/2023/1").as_str())
    );
}

#[test]
fn kinds_of_xml_and_json_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let kind = |name: &str, text: &str| {
        let came = read(file(folder.path(), name, text), false);
        let kinds: Vec<_> = came.passed.opened.keys().map(|kind| kind.name()).collect();
        kinds.join(" ")
    };
    assert_eq!(kind("a", "<rss><channel/></rss>"), "feed");
    assert_eq!(
        kind(
            "b.xml",
            "<urlset><url><loc>https://a.example/</loc></url></urlset>"
        ),
        "sitemap"
    );
    assert_eq!(
        kind(
            "c.json",
            r#"{"version": "https://jsonfeed.org/version/1.1", "items": []}"#
        ),
        "feed"
    );
    assert_eq!(kind("d.xml", "<nitf><body/></nitf>"), "nitf");
    assert_eq!(kind("e.xml", "<newsItem guid='x'/>"), "newsml");
    assert_eq!(
        kind("f.json", r#"{"text": "It rained.", "version": "1"}"#),
        "json"
    );
    assert_eq!(
        kind(
            "g.json",
            r#"{"uri": "urn:x", "pubstatus": "usable", "versioncreated": "2023-05-05T00:00:00Z", "body_text": "x"}"#
        ),
        "ninjs"
    );
    assert_eq!(kind("h.html", "<html><body><rss></html>"), "html");
    assert_eq!(kind("i.txt", "The element <rss> is old."), "text");
}

#[test]
fn a_feed_larger_than_an_article_may_be_is_refused_aloud() {
    let mut text = feed(9);
    text.insert_str(30, &" ".repeat(17 << 20));
    let folder = tempfile::tempdir().unwrap();
    let came = read(file(folder.path(), "news.xml", &text), false);
    assert!(came.articles.is_empty());
    assert_eq!(came.damages.len(), 1);
    assert!(
        came.damages[0].contains("16 MiB") || came.damages[0].contains("larger"),
        "{:?}",
        came.damages
    );
}
