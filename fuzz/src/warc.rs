//! Any bytes as a web archive, and the same bytes as one compressed member.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_source::{Body, Found, Limit};
use onrecord_warc::{looks_like, read};
use std::io::{BufReader, Read};

/// Hands on a few bytes at a time.
struct Drip<'a>(&'a [u8]);

impl Read for Drip<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = out.len().min(97);
        self.0.read(&mut out[..count])
    }
}

fuzz_target!(|bytes: &[u8]| {
    let limit = Limit::new(1 << 20).expect("a limit within bounds");
    looks_like(bytes);
    let found: Vec<Found> = read(bytes, limit).collect();
    assert!(found.len() <= bytes.len() + 1);
    for one in &found {
        match one {
            Found::Entry(entry) => {
                let archived = entry.origin.record.as_ref().expect("what is read comes from a record");
                assert!(archived.offset < bytes.len() as u64);
                let Body::Bytes { bytes, .. } = &entry.body else {
                    panic!("records hold bytes")
                };
                assert!(bytes.len() as u64 <= limit.bytes());
            }
            Found::Skipped { within, .. } => assert!(!within.is_empty()),
            Found::Damaged { problem, remedy, .. } => assert!(!problem.is_empty() && !remedy.is_empty()),
        }
    }
    // however the bytes come in
    let dripped: Vec<Found> = read(BufReader::with_capacity(97, Drip(bytes)), limit).collect();
    if bytes.starts_with(b"WARC/") {
        assert_eq!(dripped, found);
    }
});
