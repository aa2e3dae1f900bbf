//! Archives written by the tests, sound and damaged, and what the reader makes of them.

use flate2::{Compression, write::GzEncoder};
use onrecord_source::{Body, Found, Limit, Skip};
use onrecord_warc::{Kind, looks_like, read};
use proptest::prelude::*;
use std::io::{BufReader, Read, Write};

fn record(kind: &str, name: &str, block: &[u8]) -> Vec<u8> {
    let mut out = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:x:{name}>\r\nWARC-Target-URI: http://north.example/{name}\r\n\
         WARC-Date: 2021-03-04T05:06:07Z\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
        block.len()
    )
    .into_bytes();
    out.extend_from_slice(block);
    out.extend_from_slice(b"\r\n\r\n");
    out
}

fn page(name: &str, body: &str) -> Vec<u8> {
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}");
    record("response", name, block.as_bytes())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// One word for each thing found: the text of an entry, `-reason`, `!` for a damage; `*` marks notes.
fn found(bytes: &[u8]) -> Vec<String> {
    let word = |found| match found {
        Found::Entry(entry) => {
            let Body::Bytes { bytes, .. } = entry.body else {
                panic!()
            };
            let noted = if entry.notes.is_empty() { "" } else { "*" };
            String::from_utf8_lossy(&bytes).into_owned() + noted
        }
        Found::Skipped { reason, .. } => format!("-{reason:?}"),
        Found::Damaged { .. } => "!".to_owned(),
    };
    read(bytes, Limit::new(1 << 20).unwrap()).map(word).collect()
}

#[test]
fn an_entry_says_where_it_comes_from() {
    let file = [
        record("request", "q", b"GET / HTTP/1.1\r\n\r\n"),
        page("a", "<p>One</p>"),
    ];
    for (bytes, offset) in [
        (file.concat(), file[0].len()),
        ([gzip(&file[0]), gzip(&file[1])].concat(), gzip(&file[0]).len()),
        (gzip(&file.concat()), 0),
    ] {
        assert_eq!(looks_like(&bytes), Some(Kind::Warc));
        let all: Vec<Found> = read(&bytes[..], Limit::DEFAULT).collect();
        let [
            Found::Skipped {
                reason: Skip::OtherKind,
                what,
                ..
            },
            Found::Entry(entry),
        ] = &all[..]
        else {
            panic!("{all:?}")
        };
        assert_eq!(what, "request record");
        let archived = entry.origin.record.as_ref().unwrap();
        assert_eq!(archived.offset, offset as u64);
        assert_eq!(archived.id.as_deref(), Some("urn:x:a"));
        assert_eq!(entry.origin.within, ["urn:x:a"]);
        assert_eq!(entry.origin.address.as_deref(), Some("http://north.example/a"));
        assert_eq!(entry.origin.fetched.as_deref(), Some("2021-03-04T05:06:07Z"));
        assert!(
            matches!(&entry.body, Body::Bytes { media_type: Some(m), charset: Some(c), .. } if m == "text/html" && c == "utf-8")
        );
    }
}

#[test]
fn damaged_files_are_read_on() {
    let (a, b) = (page("a", "Aa"), page("b", "Bb"));
    let length = |record: &[u8], to: &str| {
        let text = String::from_utf8(record.to_vec()).unwrap();
        let at = text.find("Content-Length: ").unwrap() + 16;
        let end = at + text[at..].find('\r').unwrap();
        [&text[..at], to, &text[end..]].concat().into_bytes()
    };
    let lf = |record: &[u8]| String::from_utf8(record.to_vec()).unwrap().replace("\r\n", "\n");
    let no_version = |record: &[u8]| record[10..].to_vec();
    let mut broken = gzip(&page("x", &"wandering words ".repeat(50)));
    let middle = broken.len() / 2;
    broken[middle..middle + 8].fill(0xff);
    let mut wrong_sum = gzip(&a);
    let sum = wrong_sum.len() - 8;
    wrong_sum[sum] ^= 1;
    let lf_length = lf(&a)
        .find("HTTP/1.1")
        .map(|at| lf(&a).trim_end().len() - at)
        .unwrap()
        .to_string();
    let lf_record = length(&lf(&a).replace('\n', "\r\n").into_bytes(), &lf_length);
    let arc = "filedesc://x.arc 0.0.0.0 20010203040506 text/plain 6\n1 0 X\n\n\
        http://south.example/a b 10.0.0.1 20010203040506 text/html 2\nAa\n";
    let bad_arc = "http://south.example/a 10.0.0.1 20010203040506 text/html -2\nlost\n\
        http://south.example/b 10.0.0.1 20010203040506 text/html 2\nBb\n";
    let cases: Vec<(&str, Vec<u8>, &[&str])> = vec![
        ("sound", [&a[..], &b].concat(), &["Aa", "Bb"]),
        (
            "length too short",
            [&length(&a, "20")[..], &b].concat(),
            &["!", "Bb"],
        ),
        (
            "length too long",
            [&length(&a, "90")[..], &b].concat(),
            &["!", "Bb"],
        ),
        (
            "length far too long",
            [&length(&a, "9000000")[..], &b].concat(),
            &["!"],
        ),
        (
            "length is no number",
            [&length(&a, "many")[..], &b].concat(),
            &["!", "Bb"],
        ),
        (
            "length too long, gzip",
            [gzip(&length(&a, "90")), gzip(&b)].concat(),
            &["!", "Bb"],
        ),
        (
            "far too long, gzip",
            [gzip(&length(&a, "9000000")), gzip(&b)].concat(),
            &["!", "Bb"],
        ),
        (
            "garbage between",
            [&a[..], b"stray words\r\n", &b].concat(),
            &["Aa", "!", "Bb"],
        ),
        (
            "no version line",
            [no_version(&a), b.clone()].concat(),
            &["Aa*", "Bb"],
        ),
        (
            "LF only",
            [length(lf(&a).as_bytes(), "x"), Vec::new()].concat(),
            &["!"],
        ),
        ("LF lengths", [lf_record, b.clone()].concat(), &["!", "Bb"]),
        (
            "zero padding",
            [&a[..], &[0; 700], &b, &[0; 300]].concat(),
            &["Aa", "Bb"],
        ),
        (
            "zero padding, gzip",
            [&gzip(&a)[..], &[0; 700], &gzip(&b), &[0; 9]].concat(),
            &["Aa", "Bb"],
        ),
        (
            "garbage, gzip",
            [&gzip(&a)[..], b"stray", &gzip(&b)].concat(),
            &["Aa", "!", "Bb"],
        ),
        (
            "damaged member",
            [&gzip(&a)[..], &broken, &gzip(&b)].concat(),
            &["Aa", "!", "Bb"],
        ),
        ("wrong check sum", [wrong_sum, gzip(&b)].concat(), &["Aa*", "Bb"]),
        (
            "last member cut",
            [gzip(&a), gzip(&b)[..60].to_vec()].concat(),
            &["Aa", "!"],
        ),
        (
            "cut in a record",
            [&a[..], &b[..b.len() - 5]].concat(),
            &["Aa", "!"],
        ),
        ("no record at all", b"plain words".to_vec(), &["!"]),
        ("nothing", Vec::new(), &[]),
        (
            "error",
            record("response", "e", b"HTTP/1.1 404 Not Found\r\n\r\nno"),
            &["-NoContent"],
        ),
        (
            "revisit",
            record("revisit", "r", b"HTTP/1.1 200 OK\r\n\r\n"),
            &["-Unchanged"],
        ),
        (
            "image",
            record(
                "response",
                "i",
                b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG",
            ),
            &["-OtherKind"],
        ),
        ("ARC", arc.into(), &["-OtherKind", "Aa"]),
        ("ARC with bad length", bad_arc.into(), &["!", "Bb"]),
    ];
    let wrong: Vec<_> = cases
        .iter()
        .filter(|(_, bytes, wanted)| found(bytes) != *wanted)
        .collect();
    for (name, bytes, wanted) in &wrong {
        eprintln!("{name}: {:?}, not {wanted:?}", found(bytes));
    }
    assert!(wrong.is_empty());
}

#[test]
fn codings_are_undone_within_the_limit() {
    let answer = |fields: &str, body: &[u8]| {
        record(
            "response",
            "c",
            &[
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n",
                fields.as_bytes(),
                b"\r\n",
                body,
            ]
            .concat(),
        )
    };
    let packed = gzip(b"packed");
    assert_eq!(found(&answer("Content-Encoding: gzip\r\n", &packed)), ["packed"]);
    assert_eq!(found(&answer("Content-Encoding: gzip\r\n", b"not")), ["not*"]);
    assert_eq!(
        found(&answer("Content-Encoding: br\r\n", b"not compressed")),
        ["not compressed*"]
    );
    assert_eq!(
        found(&answer("Content-Encoding: gzip\r\n", &gzip(&vec![b'a'; 2 << 20]))),
        ["!"]
    );
    assert_eq!(
        found(&answer(
            "Transfer-Encoding: chunked\r\n",
            b"3\r\none\r\n0\r\n\r\n"
        )),
        ["one"]
    );
    assert_eq!(found(&answer("", &vec![b'a'; 2 << 20])), ["!"]);
}

/// Hands on a few bytes at a time.
struct Drip<'a>(&'a [u8], usize);

impl Read for Drip<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = out.len().min(self.1);
        self.0.read(&mut out[..count])
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_is_read(pages in prop::collection::vec("[a-z][a-z \r\n]{0,400}", 1..9), how in 0..4, step in 1usize..5000, times in 1usize..900) {
        let mut bytes = Vec::new();
        let mut whole = Vec::new();
        let pages: Vec<String> = pages.iter().map(|p| p.repeat(times)).collect();
        for (at, text) in pages.iter().enumerate() {
            let record = page(&at.to_string(), text);
            match how {
                0 => bytes.extend(record),
                1 => bytes.extend(gzip(&record)),
                2 => bytes.extend(zstd::bulk::compress(&record, 1).unwrap()),
                _ => whole.extend(record),
            }
        }
        if how == 3 {
            bytes = gzip(&whole);
        }
        let input = BufReader::with_capacity(step, Drip(&bytes, step));
        let read: Vec<String> = read(input, Limit::DEFAULT).map(|found| match found {
            Found::Entry(entry) => match entry.body {
                Body::Bytes { bytes, .. } => String::from_utf8(bytes).unwrap(),
                _ => String::new(),
            },
            other => format!("{other:?}"),
        }).collect();
        prop_assert_eq!(read, pages);
    }

    #[test]
    fn any_bytes_are_survived(mut bytes in prop::collection::vec(any::<u8>(), 0..600), flip in 0usize..600) {
        prop_assert!(found(&bytes).len() <= 600);
        let mut file = gzip(&page("a", "Aa"));
        let at = flip % file.len();
        file[at] ^= 0x55;
        file.append(&mut bytes);
        found(&file);
    }
}
