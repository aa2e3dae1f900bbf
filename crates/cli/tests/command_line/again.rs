//! Addresses that are asked for again: after a failure, and after work was cut off.

use crate::support::{ended, folder, read, records, stderr};
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
