//! Addresses, fetched from a server of this machine.

use crate::support::{ended, folder, read, records, stderr};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// Serves these answers by path; an answer with an `ETag` is not sent again to whoever shows it.
pub(crate) struct Server {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    answers: Arc<Mutex<Answers>>,
}

type Answers = BTreeMap<&'static str, Answer>;

pub(crate) struct Answer {
    pub(crate) status: &'static str,
    pub(crate) head: &'static str,
    pub(crate) body: Vec<u8>,
}

impl Server {
    pub(crate) fn start(answers: Answers) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let seen = asked.clone();
        let answers = Arc::new(Mutex::new(answers));
        let served = answers.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                serve(stream.unwrap(), &served.lock().unwrap(), &seen);
            }
        });
        Self {
            address,
            asked,
            answers,
        }
    }

    /// From now on answers like this.
    pub(crate) fn set(&self, path: &'static str, answer: Answer) {
        self.answers.lock().unwrap().insert(path, answer);
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

/// One request to a connection.
fn serve(mut stream: TcpStream, answers: &Answers, seen: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let head: Vec<String> = lines
        .by_ref()
        .map_while(Result::ok)
        .take_while(|l| !l.is_empty())
        .collect();
    let Some(path) = head.first().and_then(|line| line.split(' ').nth(1)) else {
        return;
    };
    seen.lock().unwrap().push(path.to_owned());
    let reply = match answers.get(path) {
        None => b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec(),
        Some(answer)
            if answer.head.contains("ETag")
                && head.iter().filter_map(|l| l.split_once(": ")).any(|(name, tag)| {
                    name.eq_ignore_ascii_case("if-none-match") && answer.head.contains(tag)
                }) =>
        {
            b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n".to_vec()
        }
        Some(answer) => {
            let length = answer.body.len();
            let (status, head) = (answer.status, answer.head);
            let mut bytes =
                format!("HTTP/1.1 {status}\r\n{head}Content-Length: {length}\r\nConnection: close\r\n\r\n")
                    .into_bytes();
            bytes.extend(&answer.body);
            bytes
        }
    };
    let _ = stream.write_all(&reply);
}

pub(crate) fn page(title: &str, said: &str) -> Vec<u8> {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>{title}</title></head><body><article><h1>{title}</h1>\
         <p>The council of Harrow Bay met on Thursday to talk about the ice rink and its roof.</p>\
         <p>“{said},” Mayor Ada Quill told the council.</p></article></body></html>"
    )
    .into_bytes()
}

pub(crate) const HTML: &str = "Content-Type: text/html; charset=utf-8\r\nETag: \"1\"\r\n";

fn site() -> Server {
    let answer = |status, head, body| Answer { status, head, body };
    Server::start(BTreeMap::from([
        (
            "/robots.txt",
            answer(
                "200 OK",
                "Content-Type: text/plain\r\n",
                b"User-agent: *\nDisallow: /private/\n".to_vec(),
            ),
        ),
        (
            "/rink",
            answer("200 OK", HTML, page("Ice rink to close", "The roof cannot wait")),
        ),
        (
            "/moved",
            answer("301 Moved Permanently", "Location: /rink\r\n", Vec::new()),
        ),
        (
            "/private/rink",
            answer("200 OK", HTML, page("Minutes", "This is not for the public")),
        ),
    ]))
}

#[test]
fn a_list_of_addresses_is_fetched_politely_and_asked_for_anew_only_if_changed() {
    let server = site();
    let list = format!(
        "# pages of the bay\n{}\n{}\n{}\nnot an address\n",
        server.url("/rink"),
        server.url("/private/rink"),
        server.url("/gone")
    );
    let place = folder(&[("pages.urls", list.as_bytes())]);
    let arguments = [
        "pages.urls",
        "--as",
        "urls",
        "--allow-private",
        "--delay",
        "0",
        "--validators",
        "seen.json",
    ];
    let output = read(place.path(), &arguments);
    ended(&output, 3);
    let found = records(&output);
    assert_eq!(found.len(), 1, "{}", stderr(&output));
    let article = &found[0].article;
    assert_eq!(article.title.as_deref(), Some("Ice rink to close"));
    assert!(
        article
            .text
            .contains("“The roof cannot wait,” Mayor Ada Quill told")
    );
    let origin = article.origin.as_ref().unwrap();
    assert_eq!(origin.address.as_deref(), Some(server.url("/rink").as_str()));
    assert!(origin.fetched.is_some());
    let who = |record: &onrecord_record::ArticleRecord| {
        let said = record.statements.iter().flat_map(|s| &s.speakers);
        said.filter_map(|s| s.name.clone()).collect::<Vec<_>>()
    };
    assert!(who(&found[0]).contains(&"Ada Quill".to_owned()));
    let said = stderr(&output);
    assert!(said.contains("forbidden by robots.txt"), "{said}");
    assert!(said.contains("404"), "{said}");
    assert!(
        said.contains(&format!("pages.urls, line 4, {}: ", server.url("/gone"))),
        "{said}"
    );
    assert!(said.contains("pages.urls, line 5: "), "{said}");
    assert!(!server.asked().contains(&"/private/rink".to_owned()));

    let again = read(place.path(), &arguments);
    assert!(records(&again).is_empty());
    assert!(stderr(&again).contains("unchanged"), "{}", stderr(&again));

    // the ending tells the same, with a line that is none in it
    let plain: Vec<&str> = arguments
        .into_iter()
        .filter(|a| !matches!(*a, "--as" | "urls"))
        .collect();
    let said = stderr(&read(place.path(), &plain));
    assert!(said.contains("pages.urls, line 5: "), "{said}");
    assert!(said.contains("unchanged"), "{said}");
}

#[test]
fn an_address_is_followed_to_where_it_moved() {
    let server = site();
    let place = folder(&[]);
    let address = server.url("/moved");
    let output = read(place.path(), &[&address, "--allow-private", "--delay", "0"]);
    ended(&output, 0);
    let article = &records(&output)[0].article;
    assert_eq!(
        article.origin.as_ref().unwrap().address.as_deref(),
        Some(server.url("/rink").as_str())
    );
}

#[test]
fn private_networks_are_left_alone_unless_allowed() {
    let server = site();
    let place = folder(&[]);
    let address = server.url("/rink");
    let output = read(place.path(), &[&address, "--delay", "0"]);
    ended(&output, 1);
    assert!(stderr(&output).contains("--allow-private"), "{}", stderr(&output));
    assert!(server.asked().is_empty());
}

#[test]
fn a_feed_says_what_it_only_points_to_and_its_pages_are_fetched_when_asked_for() {
    let server = site();
    let feed = format!(
        "<rss version='2.0'><channel><title>Bay Radio</title>\
         <item><title>In full</title><guid isPermaLink='false'>1</guid><description>“It rained,” Bo Reed said.</description></item>\
         <item><title>Roof of the rink</title><link>{}</link><description>In short.</description></item></channel></rss>",
        server.url("/rink")
    );
    let place = folder(&[("bay.xml", feed.as_bytes())]);
    let output = read(place.path(), &["bay.xml"]);
    ended(&output, 0);
    let found = records(&output);
    assert_eq!(found.len(), 2, "{}", stderr(&output));
    assert_eq!(found[0].article.text, "“It rained,” Bo Reed said.");
    assert_eq!(found[1].article.text, "");
    let said = stderr(&output);
    assert!(
        said.contains("1 without text, only an address: kept as such; --follow fetches what it points to"),
        "{said}"
    );
    assert!(server.asked().is_empty());

    let output = read(
        place.path(),
        &["bay.xml", "--follow", "--allow-private", "--delay", "0"],
    );
    ended(&output, 0);
    let found = records(&output);
    assert_eq!(found.len(), 2, "{}", stderr(&output));
    let article = &found[1].article;
    assert!(
        article
            .text
            .contains("“The roof cannot wait,” Mayor Ada Quill told")
    );
    let in_short = article.declared.iter().find(|f| f.key == "description");
    assert_eq!(in_short.map(|f| f.value.as_str()), Some("In short."));
    assert!(!stderr(&output).contains("--follow"), "{}", stderr(&output));
}

#[test]
fn only_lists_that_are_named_are_fetched_and_only_as_lists() {
    let server = site();
    let list = format!("{}\n{}\n", server.url("/rink"), server.url("/rink"));
    let beacon = format!(
        "From: a@b.example\nSubject: News\nDate: Tue, 5 May 2026 10:00:00 +0200\nMIME-Version: 1.0\n\
        Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nThe rink closes, the mayor said.\n\
        --x\nContent-Type: text/plain\nContent-Disposition: attachment; filename=l.txt\n\n{list}\n--x--\n"
    );
    let place = folder(&[("list.txt", list.as_bytes()), ("a.eml", beacon.as_bytes())]);
    let web = ["--allow-private", "--delay", "0"];
    let ask = |inputs: &[&str]| read(place.path(), &[inputs, &web].concat());

    for inputs in [&["."][..], &["a.eml"], &["list.txt", "--as", "text"]] {
        let output = ask(inputs);
        assert_eq!(
            server.asked(),
            Vec::<String>::new(),
            "{inputs:?}: {}",
            stderr(&output)
        );
    }
    for inputs in [&["list.txt"][..], &["list.txt", "--as", "urls"]] {
        let output = ask(inputs);
        ended(&output, 0);
        assert_eq!(records(&output).len(), 1, "{}", stderr(&output));
        assert_eq!(server.asked(), ["/robots.txt", "/rink"]);
        assert!(stderr(&output).contains("given twice"), "{}", stderr(&output));
    }
}
