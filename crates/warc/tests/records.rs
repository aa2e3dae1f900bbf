//! Archives written by the tests, sound and damaged, and what the reader makes of them.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

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

/// A record with one more field.
fn with_field(record: &[u8], field: &str) -> Vec<u8> {
    [&record[..10], field.as_bytes(), b"\r\n", &record[10..]].concat()
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
        let end = at + text[at..].find(['\r', '\n']).unwrap();
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
    // line ends changed behind the writer's back: the lengths hold no longer
    let lf_block = lf(&a).trim_end().len() - lf(&a).find("HTTP/1.1").unwrap();
    let lf_right = length(lf(&a).as_bytes(), &lf_block.to_string());
    let line_ends_missing = |record: &[u8]| record[..record.len() - 4].to_vec();
    let large = |size: usize, to: &str| length(&page("l", &"wide words ".repeat(size / 11)), to);
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
            &["!", "Bb"],
        ),
        (
            "large, length too long",
            [&large(700_000, "20000000")[..], &b, &a].concat(),
            &["!", "Bb", "Aa"],
        ),
        (
            "large, length too long by another record",
            [&large(700_000, &(700_050 + b.len()).to_string())[..], &b, &a].concat(),
            &["!", "Bb", "Aa"],
        ),
        (
            "large, length too short",
            [&large(700_000, "400000")[..], &b].concat(),
            &["!", "Bb"],
        ),
        (
            "large, length too long, gzip",
            [gzip(&large(700_000, "20000000")), gzip(&b), gzip(&a)].concat(),
            &["!", "Bb", "Aa"],
        ),
        (
            "large, length too long, all in one member",
            gzip(&[&large(700_000, "20000000")[..], &b].concat()),
            &["!", "Bb"],
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
            &["Aa*", "!", "Bb"],
        ),
        (
            "no version line",
            [no_version(&a), b.clone()].concat(),
            &["Aa*", "Bb"],
        ),
        (
            "LF only, lengths of before",
            [lf(&a).into_bytes(), lf(&b).into_bytes(), b.clone()].concat(),
            &["!", "!", "Bb"],
        ),
        (
            "LF only, lengths right",
            [lf_right.clone(), lf_right, b.clone()].concat(),
            &["Aa", "Aa", "Bb"],
        ),
        (
            "no line ends between",
            [line_ends_missing(&a), line_ends_missing(&b), a.clone()].concat(),
            &["Aa", "Bb", "Aa"],
        ),
        (
            "bad version line",
            [b"WRC/1.0".to_vec(), a[8..].to_vec(), b.clone()].concat(),
            &["!", "Bb"],
        ),
        (
            "unknown version",
            [b"WARC/7.3".to_vec(), a[8..].to_vec(), b.clone()].concat(),
            &["Aa*", "Bb"],
        ),
        (
            "head that does not end",
            [&a[..60], b"\r\n", &b].concat(),
            &["!", "Bb"],
        ),
        ("all in one member", gzip(&[&a[..], &b].concat()), &["Aa", "Bb"]),
        (
            "one member, cut",
            {
                let all = gzip(&[&a[..], &b, &page("z", "never comes")].concat());
                all[..all.len() - 24].to_vec()
            },
            &["Aa", "Bb", "!"],
        ),
        ("length of another sign", [&length(&a, "-5")[..], &b].concat(), &["!", "Bb"]),
        ("empty record", [record("response", "e", b""), b.clone()].concat(), &["-NoContent", "Bb"]),
        (
            "the answer has no empty line",
            [
                record("response", "h", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n<p>Hh"),
                b.clone(),
            ]
            .concat(),
            &["<p>Hh*", "Bb"],
        ),
        (
            "fields without colon, not in ASCII, folded",
            [
                record(
                    "response",
                    "caf\u{e9}",
                    b"HTTP/1.1 200 Tr\xe8s bien\r\nno colon here\r\nX-Titre: \xe9t\xe9\r\n  plus\r\nContent-Type: text/html\r\n\r\nHh",
                ),
                b.clone(),
            ]
            .concat(),
            &["Hh", "Bb"],
        ),
        (
            "wrong digest",
            [with_field(&a, "WARC-Payload-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), b.clone()].concat(),
            &["Aa*", "Bb"],
        ),
        (
            "right digest",
            [with_field(&a, "WARC-Payload-Digest: sha1:FRAZ5TESOZDUH5SHITGN226LQXRU4WXI"), b.clone()].concat(),
            &["Aa", "Bb"],
        ),
        (
            "an archive inside",
            [record("resource", "w", &[&a[..], &b].concat()), b.clone()].concat(),
            &["-OtherKind", "Bb"],
        ),
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
        let found: Vec<String> = found(bytes)
            .iter()
            .map(|f| f.chars().take(40).collect())
            .collect();
        eprintln!("{name}: {found:?}, not {wanted:?}");
    }
    assert!(wrong.is_empty());
}

#[test]
fn what_is_passed_over_is_told_and_counted_by_what_it_is() {
    let revisit = |fields: &str| with_field(&record("revisit", "r", b"HTTP/1.1 200 OK\r\n\r\n"), fields);
    let netpreserve = "WARC-Profile: http://netpreserve.org/warc/1.0/revisit";
    let typed = |status: &str, media: &str| {
        record(
            "response",
            "t",
            format!("HTTP/1.1 {status}\r\nContent-Type: {media}\r\n\r\nx").as_bytes(),
        )
    };
    for (bytes, within, reason, what) in [
        (
            revisit(&format!(
                "{netpreserve}/identical-payload-digest\r\nWARC-Refers-To: <urn:x:a>"
            )),
            &["urn:x:r", "which repeats urn:x:a"][..],
            Skip::Unchanged,
            "revisit record (identical payload)",
        ),
        (
            revisit(&format!(
                "{netpreserve}/server-not-modified\r\nWARC-Refers-To-Target-URI: http://north.example/b\r\n\
                 WARC-Refers-To-Date: 2020-01-02T03:04:05Z"
            )),
            &[
                "urn:x:r",
                "which repeats http://north.example/b of 2020-01-02T03:04:05Z",
            ],
            Skip::Unchanged,
            "revisit record (not modified, the server said)",
        ),
        (
            revisit("WARC-Payload-Digest: sha1:XYZ"),
            &["urn:x:r", "which repeats sha1:XYZ"],
            Skip::Unchanged,
            "revisit record",
        ),
        (
            typed("404 Not Found", "text/html"),
            &["urn:x:t"],
            Skip::NoContent,
            "HTTP 404",
        ),
        (
            typed("301 Moved", "text/html"),
            &["urn:x:t"],
            Skip::NoContent,
            "HTTP 301",
        ),
        (
            typed("206 Partial", "text/html"),
            &["urn:x:t"],
            Skip::NoContent,
            "HTTP 206",
        ),
        (
            typed("200 OK", "Image/PNG; q=1"),
            &["urn:x:t"],
            Skip::OtherKind,
            "image/png",
        ),
        (
            typed("200 OK", "application/json"),
            &["urn:x:t"],
            Skip::OtherKind,
            "application/json",
        ),
        (
            record("metadata", "m", b"a: b"),
            &["urn:x:m"],
            Skip::OtherKind,
            "metadata record",
        ),
        (
            record("response", "robots.txt", b"HTTP/1.1 200 OK\r\n\r\nx"),
            &["urn:x:robots.txt"],
            Skip::OtherKind,
            "robots.txt",
        ),
    ] {
        let found: Vec<Found> = read(&bytes[..], Limit::DEFAULT).collect();
        let wanted = Found::Skipped {
            within: within.iter().map(|&w| w.to_owned()).collect(),
            reason,
            what: what.to_owned(),
        };
        assert_eq!(found, [wanted]);
    }
}

#[test]
fn resources_and_conversions_are_read_by_their_own_type() {
    for kind in ["resource", "conversion"] {
        let of = |media: &str| {
            let record = String::from_utf8(record(kind, "o", b"Words: all of it")).unwrap();
            found(record.replace("application/http", media).as_bytes())
        };
        assert_eq!(of("text/plain; charset=utf-8"), ["Words: all of it"]);
        assert_eq!(of("application/xhtml+xml"), ["Words: all of it"]);
        assert_eq!(of("application/pdf"), ["-OtherKind"]);
    }
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
    let zstd = zstd::bulk::compress(b"packed", 1).unwrap();
    assert_eq!(found(&answer("Content-Encoding: zstd\r\n", &zstd)), ["packed"]);
    let mut deflate = flate2::write::DeflateEncoder::new(Vec::new(), Compression::fast());
    deflate.write_all(b"packed").unwrap();
    let deflate = deflate.finish().unwrap();
    assert_eq!(
        found(&answer("Content-Encoding: deflate\r\n", &deflate)),
        ["packed"]
    );
    // a stored block of Brotli (RFC 7932)
    let brotli = b"\x8b\x02\x80packed\x03".to_vec();
    let brotli = found(&answer("Content-Encoding: br\r\n", &brotli));
    assert_eq!(brotli, ["packed"]);
    let cut = gzip("many packed words ".repeat(99).as_bytes());
    let cut = found(&answer("Content-Encoding: gzip\r\n", &cut[..cut.len() - 9]));
    assert!(cut[0].starts_with("many") && cut[0].ends_with('*'), "{cut:?}");
    assert_eq!(found(&answer("Content-Encoding: gzip\r\n", b"not")), ["not*"]);
    assert_eq!(
        found(&answer("Transfer-Encoding: chunked\r\n", b"not chunked")),
        ["not chunked"]
    );
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
