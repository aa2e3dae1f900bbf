//! Any bytes as a mailbox: read whole or a byte at a time, the same messages.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_source::Limit;
use std::io::{BufReader, Read};

struct Drip<'a>(&'a [u8]);

impl Read for Drip<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = out.len().min(1);
        self.0.read(&mut out[..count])
    }
}

fuzz_target!(|bytes: &[u8]| {
    let limit = Limit::new(2000).expect("not zero");
    let whole: Vec<_> = onrecord_mail::mailbox(bytes, limit).collect();
    let dripped: Vec<_> = onrecord_mail::mailbox(BufReader::with_capacity(1, Drip(bytes)), limit).collect();
    assert_eq!(whole, dripped);
});
