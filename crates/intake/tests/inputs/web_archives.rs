//! Web archives go in, articles come out.

use flate2::{Compression, write::GzEncoder};
use onrecord_intake::{Cursor, Intake, Opener, Passed, Web, What, finish, units};
use onrecord_record::Article;
use std::io::Write;
use std::path::Path;

fn record(kind: &str, name: &str, answer: &str) -> Vec<u8> {
    format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:x:{name}>\r\nWARC-Target-URI: http://news.example/{name}\r\n\
         WARC-Date: 2022-08-09T10:11:12Z\r\nWARC-Payload-Digest: sha1:NONE\r\nContent-Type: application/http;msgtype=response\r\n\
         Content-Length: {}\r\n\r\n{answer}\r\n\r\n",
        answer.len()
    )
    .into_bytes()
}

/// A page in Latin-1 that does not say so itself, a list of addresses, a picture, and the page again.
fn records() -> Vec<Vec<u8>> {
    let text =
        "The harbour stays closed until Friday, Iñaki Etxeberria of the port authority said on Tuesday. ";
    let page = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><head><title>Harbour closed</title></head>\
         <body><article><h1>Harbour closed</h1><p>{text}</p><p>{text}</p><p>{text}</p></article></body></html>"
    );
    vec![
        record("response", "page", &page),
        record(
            "response",
            "list",
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhttp://other.example/1\n",
        ),
        record(
            "response",
            "picture",
            "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG",
        ),
        record("revisit", "again", "HTTP/1.1 200 OK\r\n\r\n"),
    ]
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn read(path: &Path) -> (Vec<Article>, Vec<String>, Passed) {
    let found = units(&[path.to_owned()], &[], None);
    let intake = Intake::new(
        found.units,
        Opener::default(),
        Web::closed(),
        false,
        Cursor::default(),
    );
    let (mut articles, mut damaged, mut passed) = (Vec::new(), Vec::new(), Passed::default());
    for arrival in intake {
        passed.add(arrival.passed);
        match arrival.what {
            What::Entry(entry) => articles.push(finish(*entry, &[]).unwrap().article),
            What::Damaged { name, problem, .. } => damaged.push(format!("{name}: {problem}")),
            What::End | What::Passed => {}
        }
    }
    (articles, damaged, passed)
}

#[test]
fn articles_come_out_of_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let records = records();
    let plain = records.concat();
    let members: Vec<u8> = records.iter().flat_map(|r| gzip(r)).collect();
    let frames: Vec<u8> = records
        .iter()
        .flat_map(|r| zstd::bulk::compress(r, 1).unwrap())
        .collect();
    let mut tape = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(members.len() as u64);
    header.set_cksum();
    tape.append_data(&mut header, "crawl/part.warc.gz", &members[..])
        .unwrap();
    let tape = tape.into_inner().unwrap();
    let second = gzip(&records[0]).len() as u64;
    for (name, bytes, offset) in [
        ("a.warc", &plain, records[0].len() as u64),
        ("a.warc.gz", &members, second),
        ("whole.warc.gz", &gzip(&plain), 0),
        (
            "a.warc.zst",
            &frames,
            zstd::bulk::compress(&records[0], 1).unwrap().len() as u64,
        ),
        ("no ending", &members, second),
        ("a.tar", &tape, second),
        ("a.tar.gz", &gzip(&tape), second),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let (articles, damaged, passed) = read(&path);
        assert_eq!(damaged, Vec::<String>::new(), "{name}");
        let [page, list] = &articles[..] else {
            panic!("{name}: {articles:?}")
        };
        assert!(
            page.text.contains("Iñaki Etxeberria of the port authority said"),
            "{name}"
        );
        assert_eq!(page.title.as_deref(), Some("Harbour closed"));
        assert_eq!(page.url.as_deref(), Some("http://news.example/page"));
        let origin = page.origin.as_ref().unwrap();
        assert_eq!(origin.kind, "html");
        assert_eq!(origin.within.last().unwrap(), "urn:x:page");
        assert_eq!(origin.fetched.as_deref(), Some("2022-08-09T10:11:12Z"));
        let kept = origin.record.as_ref().unwrap();
        assert_eq!(kept.id.as_deref(), Some("urn:x:page"));
        assert_eq!(kept.target_uri.as_deref(), Some("http://news.example/page"));
        assert_eq!(kept.payload_digest.as_deref(), Some("sha1:NONE"));
        assert_eq!(
            list.text, "http://other.example/1\n",
            "a list in an archive is not fetched"
        );
        assert_eq!(
            list.origin.as_ref().unwrap().record.as_ref().unwrap().offset,
            offset
        );
        let skipped: Vec<String> = passed
            .skipped
            .iter()
            .map(|((reason, what), count)| format!("{} {what}: {reason}", count.count))
            .collect();
        assert_eq!(
            skipped,
            ["1 image/png: not an article", "1 revisit record: unchanged"],
            "{name}"
        );
    }
}

#[test]
fn an_old_archive_is_read_and_what_is_damaged_in_it_is_listed() {
    let mut file = tempfile::NamedTempFile::with_suffix(".arc.gz").unwrap();
    let head = "filedesc://x.arc 0.0.0.0 20010203040506 text/plain 6\n1 0 X\n\n";
    let article =
        "HTTP/1.0 200 OK\nContent-Type: text/plain\n\nRain fell in Tartu, the weather service said.";
    let sound = format!(
        "http://south.example/a 10.0.0.1 20010203040506 text/plain {}\n{article}\n",
        article.len()
    );
    let mut broken = gzip(sound.as_bytes());
    broken.truncate(40);
    file.write_all(&[gzip(head.as_bytes()), broken, gzip(sound.as_bytes())].concat())
        .unwrap();
    let (articles, damaged, _) = read(file.path());
    assert_eq!(articles.len(), 1);
    assert_eq!(articles[0].text, "Rain fell in Tartu, the weather service said.");
    let fetched = articles[0].origin.as_ref().unwrap().fetched.as_deref();
    assert_eq!(fetched, Some("2001-02-03T04:05:06Z"));
    // what a member that breaks off is taken to run on with, and where that ends
    assert_eq!(damaged.len(), 2, "{damaged:?}");
    assert!(
        damaged[0].contains("record at byte 76: no record begins here"),
        "{damaged:?}"
    );
    assert!(
        damaged[1].contains("neither a gzip member nor a zstd frame begins here"),
        "{damaged:?}"
    );
}
