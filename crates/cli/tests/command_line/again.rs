//! Addresses that are asked for again: after a failure, and after work was cut off.

use crate::support::{ended, folder, read, record, records, stderr};
use crate::web::{Answer, HTML, Server, page};
use std::collections::BTreeMap;
use std::fs;
use std::process::Output;

fn answer(head: &'static str, body: Vec<u8>) -> Answer {
    Answer {
        status: "200 OK",
        head,
        body,
    }
}

fn failing(status: &'static str) -> Answer {
    Answer {
        status,
        head: "",
        body: Vec::new(),
    }
}

/// A server with these pages.
fn pages(paths: &[&'static str]) -> Server {
    let of = |path: &&'static str| (*path, answer(HTML, page(path, "The roof cannot wait")));
    Server::start(paths.iter().map(of).collect::<BTreeMap<_, _>>())
}

/// A feed that points to these pages.
fn feed(server: &Server, paths: &[&str]) -> Vec<u8> {
    let items: String = paths
        .iter()
        .map(|path| {
            format!(
                "<item><title>{path}</title><link>{}</link></item>",
                server.url(path)
            )
        })
        .collect();
    format!("<rss version='2.0'><channel><title>Bay Radio</title>{items}</channel></rss>").into_bytes()
}

const FEED: &str = "Content-Type: application/rss+xml\r\nETag: \"f1\"\r\n";

fn titles(output: &Output) -> Vec<String> {
    let title = |record: onrecord_record::ArticleRecord| record.article.title.unwrap_or_default();
    records(output).into_iter().map(title).collect()
}

const WEB: [&str; 5] = ["--allow-private", "--delay", "0", "--validators", "seen.json"];

#[test]
fn what_was_fetched_and_not_written_is_fetched_again() {
    let server = pages(&["/a", "/b", "/c"]);
    let list = |paths: &[&str]| paths.iter().map(|p| server.url(p) + "\n").collect::<String>();
    let place = folder(&[("list", list(&["/a", "/gone", "/b", "/c"]).as_bytes())]);
    let output = read(place.path(), &[&["list", "--strict"][..], &WEB].concat());
    ended(&output, 1);
    assert_eq!(titles(&output), ["/a"]);
    let seen = fs::read_to_string(place.path().join("seen.json")).unwrap();
    assert!(seen.contains(&server.url("/a")), "{seen}");
    assert!(!seen.contains(&server.url("/b")), "{seen}");

    fs::write(place.path().join("list"), list(&["/a", "/b", "/c"])).unwrap();
    let output = read(place.path(), &[&["list"][..], &WEB].concat());
    ended(&output, 0);
    assert_eq!(titles(&output), ["/b", "/c"]);
}

#[test]
fn an_answer_that_cannot_be_read_is_asked_for_again() {
    let server = pages(&[]);
    server.set(
        "/a.pdf",
        answer(
            "Content-Type: application/pdf\r\nETag: \"1\"\r\n",
            b"%PDF-1.4 no".to_vec(),
        ),
    );
    let place = folder(&[]);
    let address = server.url("/a.pdf");
    for _ in 0..2 {
        let output = read(place.path(), &[&[address.as_str()][..], &WEB].concat());
        ended(&output, 1);
        assert!(!stderr(&output).contains("unchanged"), "{}", stderr(&output));
    }
}

#[test]
fn a_feed_is_asked_for_again_until_its_pages_have_come() {
    let server = pages(&["/a", "/c"]);
    server.set("/feed", answer(FEED, feed(&server, &["/a", "/b", "/c"])));
    server.set("/b", failing("410 Gone"));
    let place = folder(&[]);
    let address = server.url("/feed");
    let arguments = [&[address.as_str(), "--follow"][..], &WEB].concat();
    let output = read(place.path(), &arguments);
    ended(&output, 3);
    assert_eq!(titles(&output), ["/a", "/c"]);

    server.set("/b", answer(HTML, page("/b", "It is back")));
    let output = read(place.path(), &arguments);
    ended(&output, 0);
    assert_eq!(titles(&output), ["/b"], "{}", stderr(&output));

    // now all of it is known
    server.asked();
    let output = read(place.path(), &arguments);
    ended(&output, 0);
    let asked: Vec<String> = server
        .asked()
        .into_iter()
        .filter(|p| p != "/robots.txt")
        .collect();
    assert_eq!(asked, ["/feed"]);
}

const STATE: [&str; 6] = ["--state", "state", "--state-every", "0", "--output", "out.json"];

/// The titles in the output that goes with a state.
fn written(place: &std::path::Path) -> Vec<String> {
    let text = fs::read_to_string(place.join("out.json")).unwrap();
    text.lines()
        .map(|line| record(line).article.title.unwrap_or_default())
        .collect()
}

#[test]
fn work_goes_on_inside_a_feed_that_has_new_items_since() {
    let server = pages(&["/i5", "/i4", "/i3", "/i2"]);
    server.set("/feed", answer(FEED, feed(&server, &["/i3", "/i2", "/i1"])));
    server.set("/i1", failing("410 Gone"));
    let place = folder(&[]);
    let address = server.url("/feed");
    let arguments = [&[address.as_str(), "--follow"][..], &WEB, &STATE].concat();
    // stopped by the third page, as if it had been killed there
    ended(&read(place.path(), &[&arguments[..], &["--strict"]].concat()), 1);
    assert_eq!(written(place.path()), ["/i3", "/i2"]);
    let seen = fs::read_to_string(place.path().join("seen.json")).unwrap();
    assert!(seen.contains("/i2") && !seen.contains("/feed"), "{seen}");

    let all = ["/i5", "/i4", "/i3", "/i2", "/i1"];
    server.set(
        "/feed",
        answer(
            "Content-Type: application/rss+xml\r\nETag: \"f2\"\r\n",
            feed(&server, &all),
        ),
    );
    server.set("/i1", answer(HTML, page("/i1", "It is back")));
    for validators in [true, false] {
        let arguments: Vec<&str> = match validators {
            true => arguments.clone(),
            // another place, without validators: pages that were kept come again
            false => [&[address.as_str(), "--follow"][..], &WEB[..3], &STATE].concat(),
        };
        let place = match validators {
            true => &place,
            false => &{
                let other = folder(&[]);
                server.set("/feed", answer(FEED, feed(&server, &["/i3", "/i2", "/gone"])));
                ended(&read(other.path(), &[&arguments[..], &["--strict"]].concat()), 1);
                server.set("/feed", answer(FEED, feed(&server, &all)));
                other
            },
        };
        server.asked();
        let output = read(place.path(), &arguments);
        let asked = server.asked();
        assert!(
            !asked.iter().any(|path| path == "/i3" || path == "/i2"),
            "no page is asked for twice: {asked:?}"
        );
        let said = stderr(&output);
        assert!(
            said.contains("its answer has changed since the work was cut off"),
            "{said}"
        );
        assert_eq!(
            written(place.path()),
            ["/i3", "/i2", "/i5", "/i4", "/i1"],
            "{said}"
        );
    }
}

#[test]
fn work_goes_on_inside_an_answer_whose_articles_have_moved() {
    let item = |n: u32| {
        format!(r#"{{"id": "{n}", "title": "i{n}", "content_text": "\u201cRain {n},\u201d Bo Reed said."}}"#)
    };
    // without names: known by what they are, one of them twice
    let bare =
        |n: u32| format!(r#"{{"title": "i{n}", "content_text": "\u201cRain {n},\u201d Bo Reed said."}}"#);
    let feed = |items: &[String]| {
        let items = items.join(", ");
        format!(r#"{{"version": "https://jsonfeed.org/version/1.1", "title": "Bay", "items": [{items}]}}"#)
            .into_bytes()
    };
    let json = "Content-Type: application/feed+json\r\n";
    let server = pages(&[]);
    let address = server.url("/feed");
    for item in [&item as &dyn Fn(u32) -> String, &bare] {
        let place = folder(&[]);
        let arguments = [&[address.as_str()][..], &WEB[..3], &STATE].concat();
        server.set(
            "/feed",
            answer(json, feed(&[item(3), item(2), "5".to_owned(), item(1)])),
        );
        ended(&read(place.path(), &[&arguments[..], &["--strict"]].concat()), 1);
        assert_eq!(written(place.path()), ["i3", "i2"]);
        server.set(
            "/feed",
            answer(json, feed(&[item(5), item(4), item(3), item(2), item(1)])),
        );
        let output = read(place.path(), &arguments);
        assert!(stderr(&output).contains("has changed"), "{}", stderr(&output));
        assert_eq!(written(place.path()), ["i3", "i2", "i5", "i4", "i1"]);
    }
}
