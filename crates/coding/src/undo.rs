//! One coding undone.

use crate::{Coding, End, Undone};
use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use flate2::bufread::GzDecoder;
use flate2::{Decompress, FlushDecompress, Status};
use std::io::{self, ErrorKind, Read};

/// How much is decompressed at a time.
const PIECE: usize = 64 * 1024;
/// The largest window of zstd that RFC 9659 lets servers use: 8 MiB.
const ZSTD_WINDOW: u32 = 23;
/// How gzip members begin, and zstd frames.
const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// Undoes one coding. No bytes at all are whole, in every coding.
pub fn undo(coding: Coding, bytes: &[u8], limit: usize) -> Undone {
    if bytes.is_empty() {
        return Undone {
            bytes: Vec::new(),
            end: End::Whole,
            behind: 0,
        };
    }
    let mut out = Vec::new();
    let (end, behind) = match coding {
        Coding::Gzip if !begins(bytes, GZIP) => (End::Foreign, 0),
        Coding::Gzip => gzip(bytes, limit, &mut out),
        // some servers call gzip that; neither zlib nor bare deflate data begin so
        Coding::Deflate if bytes.starts_with(GZIP) => gzip(bytes, limit, &mut out),
        Coding::Deflate => deflate(bytes, limit, &mut out),
        Coding::Brotli => brotli(bytes, limit, &mut out),
        Coding::Zstd if !begins(bytes, ZSTD) && !is_skippable(bytes) => (End::Foreign, 0),
        Coding::Zstd => (zstd(bytes, limit, &mut out), 0),
    };
    let over = out.len() > limit;
    out.truncate(limit);
    Undone {
        bytes: out,
        end: if over { End::Over } else { end },
        behind: if over || end != End::Whole { 0 } else { behind },
    }
}

/// Whether bytes, or what is there of them, begin so. What is too short to tell has broken off.
fn begins(bytes: &[u8], sign: &[u8]) -> bool {
    let there = bytes.len().min(sign.len());
    bytes.get(..there) == sign.get(..there)
}

/// A frame of zstd that says nothing; others follow it.
fn is_skippable(bytes: &[u8]) -> bool {
    matches!(bytes, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// Reads up to one byte above the limit.
fn taken(read: impl Read, limit: usize, out: &mut Vec<u8>) -> End {
    let most = (limit as u64).saturating_add(1);
    let room = most.saturating_sub(out.len() as u64);
    match read.take(room).read_to_end(out) {
        Ok(_) => End::Whole,
        Err(error) => ended(&error),
    }
}

fn ended(error: &io::Error) -> End {
    match error.kind() {
        ErrorKind::UnexpectedEof => End::BrokenOff,
        _ => End::Damaged,
    }
}

/// Members follow each other; anything else behind one is padding.
fn gzip(bytes: &[u8], limit: usize, out: &mut Vec<u8>) -> (End, usize) {
    let mut rest = bytes;
    loop {
        let end = taken(GzDecoder::new(&mut rest), limit, out);
        if end != End::Whole || out.len() > limit || !rest.starts_with(GZIP) {
            return (end, rest.len());
        }
    }
}

fn zstd(bytes: &[u8], limit: usize, out: &mut Vec<u8>) -> End {
    let decoder = zstd::stream::read::Decoder::with_buffer(bytes).and_then(|mut decoder| {
        decoder.window_log_max(ZSTD_WINDOW)?;
        Ok(decoder)
    });
    match decoder {
        Ok(decoder) => taken(decoder, limit, out),
        Err(error) => ended(&error),
    }
}

/// Whether bytes begin as zlib data do. `deflate` means those, but some servers send bare deflate data.
fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [method, flags, ..]
        if method & 0x0f == 8 && method >> 4 <= 7 && u16::from_be_bytes([*method, *flags]) % 31 == 0)
}

/// By hand: `flate2`'s readers take data that end too early for whole ones.
fn deflate(bytes: &[u8], limit: usize, out: &mut Vec<u8>) -> (End, usize) {
    let mut state = Decompress::new(is_zlib(bytes));
    loop {
        let used = usize::try_from(state.total_in()).unwrap_or(usize::MAX);
        let before = out.len();
        let room = limit.saturating_sub(before).saturating_add(1);
        out.reserve(room.min(PIECE));
        let input = bytes.get(used..).unwrap_or_default();
        let Ok(status) = state.decompress_vec(input, out, FlushDecompress::None) else {
            return (End::Damaged, 0);
        };
        let used_now = usize::try_from(state.total_in()).unwrap_or(usize::MAX);
        if status == Status::StreamEnd || out.len() > limit {
            return (End::Whole, bytes.len().saturating_sub(used_now));
        }
        if used_now == used && out.len() == before {
            return (End::BrokenOff, 0);
        }
    }
}

/// By hand: the reader takes windows of up to 1 GiB.
fn brotli(bytes: &[u8], limit: usize, out: &mut Vec<u8>) -> (End, usize) {
    let memory = StandardAlloc::default;
    let mut state = BrotliState::new_strict(memory(), memory(), memory());
    let mut piece = vec![0; PIECE];
    let (mut left, mut used, mut total) = (bytes.len(), 0, 0);
    loop {
        let (mut room, mut filled) = (piece.len(), 0);
        let result = BrotliDecompressStream(
            &mut left,
            &mut used,
            bytes,
            &mut room,
            &mut filled,
            &mut piece,
            &mut total,
            &mut state,
        );
        out.extend_from_slice(piece.get(..filled).unwrap_or_default());
        let end = match result {
            _ if out.len() > limit => End::Over,
            BrotliResult::ResultSuccess => End::Whole,
            BrotliResult::NeedsMoreOutput => continue,
            BrotliResult::NeedsMoreInput => End::BrokenOff,
            BrotliResult::ResultFailure => End::Damaged,
        };
        return (end, bytes.len().saturating_sub(used));
    }
}
