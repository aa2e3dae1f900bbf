//! Invented records of a crawl, always the same.

use flate2::{Compression, write::GzEncoder};
use sha1::Digest;
use std::fmt::Write as _;
use std::io::Write as _;

const WORDS: [&str; 16] = [
    "harbour", "council", "the", "of", "said", "on", "minister", "budget", "rain", "railway", "in", "and",
    "price", "teachers", "vote", "border",
];

/// Numbers from a fixed seed.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// A record around a block, with the digest of its payload.
pub(crate) fn record(kind: &str, at: usize, head: &str, payload: &[u8]) -> Vec<u8> {
    let digest: String = sha1::Sha1::digest(payload)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    let mut out = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{at:08x}-0000-4000-8000-000000000000>\r\n\
         WARC-Date: 2023-04-05T06:07:08Z\r\nWARC-Target-URI: https://daily.example/news/{at}.html\r\n\
         WARC-IP-Address: 192.0.2.7\r\nWARC-Payload-Digest: sha1:{digest}\r\n\
         Content-Type: application/http; msgtype={kind}\r\nContent-Length: {}\r\n\r\n{head}",
        head.len() + payload.len()
    )
    .into_bytes();
    out.extend_from_slice(payload);
    out.extend_from_slice(b"\r\n\r\n");
    out
}

/// Records as crawls have them: of each page its request, its answer, and the metadata; pictures and errors between.
pub(crate) fn records(count: usize) -> Vec<Vec<u8>> {
    let mut numbers = Numbers(7);
    let answer = |status: &str, media: &str| {
        format!(
            "HTTP/1.1 {status}\r\nServer: example\r\nDate: Wed, 05 Apr 2023 06:07:08 GMT\r\nContent-Type: {media}\r\n\
             Cache-Control: max-age=60\r\nConnection: close\r\n\r\n"
        )
    };
    let of = |at: usize| match at % 6 {
        0 | 3 => {
            let get = format!("GET /news/{at}.html HTTP/1.1\r\nHost: daily.example\r\nAccept: */*\r\n\r\n");
            record("request", at, &get, b"")
        }
        1 | 4 => {
            let mut page = format!("<!doctype html><html><head><title>News {at}</title></head><body>");
            while page.len() < 2500 {
                page += "<p>";
                for _ in 0..40 {
                    let _ = write!(page, "{} ", WORDS[numbers.below(16) as usize]);
                }
                page += "</p>\n";
            }
            record(
                "response",
                at,
                &answer("200 OK", "text/html; charset=utf-8"),
                page.as_bytes(),
            )
        }
        2 => record("metadata", at, "fetchTimeMs: 12\r\n", b""),
        _ if at % 12 == 5 => record(
            "response",
            at,
            &answer("404 Not Found", "text/html"),
            b"<p>Not here",
        ),
        _ => {
            let picture: Vec<u8> = (0..1500).map(|_| numbers.below(256) as u8).collect();
            record("response", at, &answer("200 OK", "image/jpeg"), &picture)
        }
    };
    (0..count).map(of).collect()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes everything");
    encoder.finish().expect("memory takes everything")
}
