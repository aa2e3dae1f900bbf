//! Sends gigabytes of records through the reader without a file, and prints memory and processor time as it goes.
//!
//! `cargo run --release -p onrecord-warc --example flat_memory -- [GIGABYTES] [gzip]`

#![allow(clippy::print_stdout)]
#![allow(missing_docs)]

#[path = "../tests/archive/mod.rs"]
mod archive;

use onrecord_source::{Found, Limit};
use std::cell::Cell;
use std::io::{BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes of the picture that comes with each round: far more than may be held.
const PICTURE: usize = 48 << 20;

/// Rounds of the same records, one after the other; a large picture, and a page whose length is wrong, are in each.
struct Rounds {
    /// Bytes as stored, how often they are repeated, and how many bytes they unpack to.
    parts: Vec<(Vec<u8>, usize, u64)>,
    part: usize,
    time: usize,
    at: usize,
    left: u64,
    unpacked: Arc<AtomicU64>,
}

impl Rounds {
    fn new(bytes: u64, packed: bool, unpacked: Arc<AtomicU64>) -> Self {
        let pack = |bytes: &[u8]| {
            if packed {
                archive::gzip(bytes)
            } else {
                bytes.to_vec()
            }
        };
        let mut parts: Vec<(Vec<u8>, usize, u64)> = Vec::new();
        let records = archive::records(600);
        for record in &records {
            parts.push((pack(record), 1, record.len() as u64));
        }
        let wrong = String::from_utf8_lossy(&records[1]).replace("Content-Length: ", "Content-Length: 9");
        parts.push((pack(wrong.as_bytes()), 1, wrong.len() as u64));
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:large>\r\nContent-Type: application/http\r\n\
             Content-Length: {}\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: image/tiff\r\n\r\n",
            PICTURE + 45
        );
        // a record may lie in several members
        parts.push((pack(head.as_bytes()), 1, head.len() as u64));
        parts.push((pack(&[7; 1 << 16]), PICTURE >> 16, 1 << 16));
        parts.push((pack(b"\r\n\r\n"), 1, 4));
        Self {
            parts,
            part: 0,
            time: 0,
            at: 0,
            left: bytes,
            unpacked,
        }
    }
}

impl Read for Rounds {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let (bytes, times, unpacked) = &self.parts[self.part];
        if self.at == 0 {
            if self.part == 0 && self.left == 0 {
                return Ok(0);
            }
            self.left = self.left.saturating_sub(*unpacked);
            self.unpacked.fetch_add(*unpacked, Ordering::Relaxed);
        }
        let count = out.len().min(bytes.len() - self.at);
        out[..count].copy_from_slice(&bytes[self.at..self.at + count]);
        self.at += count;
        if self.at == bytes.len() {
            self.at = 0;
            self.time += 1;
            if self.time == *times {
                self.time = 0;
                self.part = (self.part + 1) % self.parts.len();
            }
        }
        Ok(count)
    }
}

/// A line of `/proc/self/status`, in KiB.
fn status(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0)
}

/// Processor time in seconds; a tick is a hundredth.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<u64> = stat.split_whitespace().filter_map(|f| f.parse().ok()).collect();
    // pid is the first number, then those from the fourth field on
    fields.iter().skip(11).take(2).sum::<u64>() as f64 / 100.0
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let gigabytes: u64 = arguments.next().and_then(|a| a.parse().ok()).unwrap_or(5);
    let packed = arguments.next().is_some_and(|a| a == "gzip");
    let unpacked = Arc::new(AtomicU64::new(0));
    let rounds = Rounds::new(gigabytes * 1_000_000_000, packed, Arc::clone(&unpacked));
    let begin = processor();
    let [entries, skipped, damaged] = [(); 3].map(|()| Cell::new(0_u64));
    let mut next = 0;
    let say = || {
        let bytes = unpacked.load(Ordering::Relaxed);
        println!(
            "{:5.2} GB  {:8} entries {:8} passed {:5} damaged  RSS {:6} KiB, peak {:6} KiB  {:6.2} s",
            bytes as f64 / 1e9,
            entries.get(),
            skipped.get(),
            damaged.get(),
            status("VmRSS:"),
            status("VmHWM:"),
            processor() - begin
        );
    };
    for found in onrecord_warc::read(BufReader::with_capacity(1 << 16, rounds), Limit::DEFAULT) {
        let count = match found {
            Found::Entry(_) => &entries,
            Found::Skipped { .. } => &skipped,
            Found::Damaged { .. } => &damaged,
        };
        count.set(count.get() + 1);
        if unpacked.load(Ordering::Relaxed) >= next {
            say();
            next += 500_000_000;
        }
    }
    say();
}
