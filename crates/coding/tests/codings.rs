//! What holds for every coding.

#![allow(clippy::unwrap_used)]

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use onrecord_coding::{Coding, End, Fault, Unknown, undo, undo_all};
use proptest::prelude::*;
use std::io::Write;

fn coded(name: &str, bytes: &[u8]) -> Vec<u8> {
    let level = Compression::default();
    match name {
        "gzip" => {
            let mut encoder = GzEncoder::new(Vec::new(), level);
            encoder.write_all(bytes).unwrap();
            encoder.finish().unwrap()
        }
        "zlib" => {
            let mut encoder = ZlibEncoder::new(Vec::new(), level);
            encoder.write_all(bytes).unwrap();
            encoder.finish().unwrap()
        }
        "raw" => {
            let mut encoder = DeflateEncoder::new(Vec::new(), level);
            encoder.write_all(bytes).unwrap();
            encoder.finish().unwrap()
        }
        "br" => {
            let mut out = Vec::new();
            let mut encoder = brotli::CompressorWriter::new(&mut out, 4096, 5, 20);
            encoder.write_all(bytes).unwrap();
            drop(encoder);
            out
        }
        _ => zstd::stream::encode_all(bytes, 3).unwrap(),
    }
}

fn header(name: &str) -> &str {
    match name {
        "zlib" | "raw" => "deflate",
        other => other,
    }
}

const ALL: [&str; 5] = ["gzip", "zlib", "raw", "br", "zstd"];

fn text() -> Vec<u8> {
    (0..4000u32)
        .flat_map(|n| format!("line {} of a page\n", n * n).into_bytes())
        .collect()
}

#[test]
fn every_coding_comes_back_and_breaking_it_off_is_noticed() {
    let text = text();
    for name in ALL {
        let bytes = coded(name, &text);
        let whole = undo_all([header(name)], bytes.clone(), 1 << 20).unwrap();
        assert_eq!(whole.bytes, text, "{name}");
        assert!(!whole.over && whole.behind == 0, "{name}");
        for left in [1, 2, bytes.len() / 2, bytes.len() - 1] {
            let part = undo_all([header(name)], bytes[..left].to_vec(), 1 << 20);
            assert_eq!(part, Err(Fault::BrokenOff), "{name}, {left} bytes");
        }
    }
}

#[test]
fn a_bomb_stops_at_the_limit() {
    let zeros = vec![0; 10 << 20];
    for name in ALL {
        let bytes = coded(name, &zeros);
        let part = undo_all([header(name)], bytes.clone(), 1000).unwrap();
        assert!(part.over && part.bytes.len() == 1000, "{name}");
        let whole = undo_all([header(name)], bytes, zeros.len()).unwrap();
        assert!(!whole.over && whole.bytes.len() == zeros.len(), "{name}");
    }
}

#[test]
fn codings_on_top_of_each_other_lies_and_unknown_ones() {
    let text = text();
    let twice = coded("gzip", &coded("br", &text));
    let named = ["br", "identity, x-gzip"];
    assert_eq!(undo_all(named, twice, 1 << 20).unwrap().bytes, text);
    for name in ["gzip", "deflate", "br", "zstd"] {
        let result = undo_all(
            [name],
            b"<!doctype html><p>Not compressed at all.".to_vec(),
            1 << 20,
        );
        assert!(matches!(result, Err(Fault::Damaged(_))), "{name}: {result:?}");
    }
    let many = undo_all(["gzip,gzip,gzip,gzip"], vec![1], 10);
    assert_eq!(many, Err(Fault::TooDeep));
    let unknown = undo_all(["compress"], vec![1], 10);
    let name = "compress".to_owned();
    assert_eq!(unknown, Err(Fault::Unknown(Unknown { name })));
    assert_eq!(
        unknown.unwrap_err().to_string(),
        "its coding compress is not known"
    );
    let hostile = undo_all(["\u{1b}[31m"], vec![1], 10).unwrap_err();
    assert_eq!(hostile.to_string(), "its coding \\u{1b}[31m is not known");
    assert_eq!(undo_all(["gzip"], Vec::new(), 10).unwrap().bytes, b"");
}

#[test]
fn members_are_joined_and_padding_is_counted() {
    let mut bytes = coded("gzip", b"one ");
    bytes.extend(coded("gzip", b"two"));
    bytes.extend([0; 5]);
    let inflated = undo_all(["gzip"], bytes, 100).unwrap();
    assert_eq!((inflated.bytes.as_slice(), inflated.behind), (&b"one two"[..], 5));
}

#[test]
fn what_stands_ahead_of_a_break_is_handed_on() {
    let text = text();
    for (name, coding) in ALL.into_iter().zip([
        Coding::Gzip,
        Coding::Deflate,
        Coding::Deflate,
        Coding::Brotli,
        Coding::Zstd,
    ]) {
        let bytes = coded(name, &text);
        let undone = undo(coding, &bytes[..bytes.len() - 1], 1 << 20);
        assert_eq!((undone.end, undone.behind), (End::BrokenOff, 0), "{name}");
        assert!(text.starts_with(&undone.bytes), "{name}");
        // zstd has nothing to hand on before a block is whole
        assert!(!undone.bytes.is_empty() || coding == Coding::Zstd, "{name}");
        let limited = undo(coding, &bytes, 10);
        assert_eq!(
            (limited.end, limited.bytes.as_slice()),
            (End::Over, &text[..10]),
            "{name}"
        );
    }
    let mut wrong_sum = coded("gzip", &text);
    let sum = wrong_sum.len() - 6;
    wrong_sum[sum] ^= 1;
    let undone = undo(Coding::Gzip, &wrong_sum, 1 << 20);
    assert_eq!((undone.end, undone.bytes), (End::Damaged, text));
}

#[test]
fn what_is_called_wrong() {
    assert_eq!(undo(Coding::Gzip, b"x", 10).end, End::Foreign);
    assert_eq!(undo(Coding::Gzip, b"\x1f", 10).end, End::BrokenOff);
    assert_eq!(undo(Coding::Zstd, b"<p>", 10).end, End::Foreign);
    assert_eq!(undo(Coding::Deflate, b"<p>Rain", 10).end, End::Damaged);
    // a frame that says nothing, ahead of one that does
    let frames = [&b"\x50\x2a\x4d\x18\x02\0\0\0xx"[..], &coded("zstd", b"rain")].concat();
    assert_eq!(undo(Coding::Zstd, &frames, 10).bytes, b"rain");
    // some servers send gzip and call it deflate
    let undone = undo(Coding::Deflate, &coded("gzip", b"rain"), usize::MAX);
    assert_eq!((undone.end, undone.bytes.as_slice()), (End::Whole, &b"rain"[..]));
}

proptest! {
    #[test]
    fn any_bytes_end_within_the_limit(bytes in proptest::collection::vec(any::<u8>(), 0..200), head in 0..4usize, limit in 0..300usize) {
        let head: &[u8] = [&b""[..], &[0x1f, 0x8b, 8, 0], &[0x78, 0x9c], &[0x28, 0xb5, 0x2f, 0xfd]][head];
        let bytes = [head, &bytes].concat();
        for coding in [Coding::Gzip, Coding::Deflate, Coding::Brotli, Coding::Zstd] {
            let undone = undo(coding, &bytes, limit);
            prop_assert!(undone.bytes.len() <= limit && undone.behind <= bytes.len());
            prop_assert!(undone.end != End::Over || undone.bytes.len() == limit);
        }
    }

    #[test]
    fn no_bytes_exceed_the_limit(bytes in proptest::collection::vec(any::<u8>(), 0..200), which in 0..5usize, cut in 0..200usize, limit in 0..300usize) {
        let mut coded = coded(ALL[which], &bytes);
        coded.truncate(coded.len().saturating_sub(cut % 7));
        if let Ok(inflated) = undo_all([header(ALL[which])], coded, limit) {
            prop_assert!(inflated.bytes.len() <= limit.max(bytes.len()));
            prop_assert_eq!(&bytes[..inflated.bytes.len()], &inflated.bytes[..]);
        }
    }
}
