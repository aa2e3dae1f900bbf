//! Codings of HTTP undone: chunks, and compression, never beyond a limit.

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use std::io::Read;

/// How much is decompressed at a time.
const PIECE: usize = 64 * 1024;

/// The output would grow larger than the limit.
pub(crate) struct TooLarge;

/// Undoes `Transfer-Encoding: chunked`. Bytes that are no chunks stay as they are.
pub(crate) fn dechunk(bytes: &[u8], notes: &mut Vec<String>) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        let line = memchr::memchr(b'\n', rest).filter(|&at| at < 1024);
        let size = line.and_then(|at| {
            let digits = std::str::from_utf8(&rest[..at]).ok()?.split(';').next()?.trim();
            usize::from_str_radix(digits, 16).ok().map(|size| (at + 1, size))
        });
        let Some((at, size)) = size else {
            if rest.len() == bytes.len() {
                return bytes.to_vec();
            }
            if !rest.is_empty() {
                notes.push("its chunks are damaged: what follows them is kept as it is".to_owned());
                out.extend_from_slice(rest);
            } else {
                notes.push("its chunks break off: something may be missing at its end".to_owned());
            }
            return out;
        };
        if size == 0 {
            return out;
        }
        let body = &rest[at..];
        let (chunk, after) = body.split_at(size.min(body.len()));
        let next = after.strip_prefix(b"\r\n").or(after.strip_prefix(b"\n"));
        match next {
            Some(next) => {
                out.extend_from_slice(chunk);
                rest = next;
            }
            None if after.is_empty() => {
                notes.push("its chunks break off: something may be missing at its end".to_owned());
                out.extend_from_slice(chunk);
                return out;
            }
            // a first line that only looks like the size of a chunk
            None if rest.len() == bytes.len() => return bytes.to_vec(),
            None => {
                notes.push("its chunks are damaged: what follows them is kept as it is".to_owned());
                out.extend_from_slice(rest);
                return out;
            }
        }
    }
}

/// The largest window of zstd in HTTP (RFC 9659): 8 MiB.
const ZSTD_WINDOW: u32 = 23;

/// Undoes `Content-Encoding`. What is not coded as declared stays as it is; what breaks off is kept up to there.
pub(crate) fn decompress(
    bytes: Vec<u8>,
    codings: &str,
    limit: u64,
    notes: &mut Vec<String>,
) -> Result<Vec<u8>, TooLarge> {
    let mut bytes = bytes;
    for coding in codings.rsplit(',').take(4) {
        let coding = coding.trim().to_ascii_lowercase();
        let gzip = bytes.starts_with(&[0x1f, 0x8b]);
        let zlib =
            matches!(bytes[..], [a, b, ..] if a & 15 == 8 && (u16::from(a) << 8 | u16::from(b)) % 31 == 0);
        let (out, whole) = match coding.as_str() {
            "gzip" | "x-gzip" | "deflate" if gzip => {
                taken(flate2::bufread::MultiGzDecoder::new(&bytes[..]), limit)
            }
            "deflate" => inflate(&bytes, zlib, limit),
            "br" => unbrotli(&bytes, limit),
            "zstd" if bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) => unzstd(&bytes, limit),
            "" | "identity" | "none" => continue,
            "gzip" | "x-gzip" | "zstd" => {
                notes.push(format!("declared as {coding}, but not compressed"));
                continue;
            }
            _ => {
                notes.push(format!("its coding {} is not known", coding.escape_default()));
                continue;
            }
        };
        if out.len() as u64 > limit {
            return Err(TooLarge);
        }
        if !whole && looks_like_text(&bytes) {
            notes.push(format!("declared as {coding}, but not compressed"));
            continue;
        }
        if !whole {
            notes.push(format!(
                "its {coding} coding breaks off after {} bytes: what follows is missing",
                out.len()
            ));
        }
        bytes = out;
    }
    Ok(bytes)
}

/// What can be read, up to one byte above the limit, and whether that is all.
fn taken(read: impl Read, limit: u64) -> (Vec<u8>, bool) {
    let mut out = Vec::new();
    let whole = read.take(limit.saturating_add(1)).read_to_end(&mut out).is_ok();
    (out, whole)
}

fn unzstd(bytes: &[u8], limit: u64) -> (Vec<u8>, bool) {
    let decoder = zstd::stream::read::Decoder::with_buffer(bytes).and_then(|mut decoder| {
        decoder.window_log_max(ZSTD_WINDOW)?;
        Ok(decoder)
    });
    decoder.map_or((Vec::new(), false), |decoder| taken(decoder, limit))
}

/// By hand, since the reader takes what breaks off for whole.
fn inflate(bytes: &[u8], zlib: bool, limit: u64) -> (Vec<u8>, bool) {
    let mut state = flate2::Decompress::new(zlib);
    let mut out = Vec::new();
    loop {
        let used = usize::try_from(state.total_in()).unwrap_or(usize::MAX);
        let before = out.len();
        out.reserve(PIECE);
        let status = state.decompress_vec(
            bytes.get(used..).unwrap_or_default(),
            &mut out,
            flate2::FlushDecompress::None,
        );
        match status {
            Ok(flate2::Status::StreamEnd) => return (out, true),
            Ok(_) if out.len() as u64 > limit => return (out, false),
            Ok(_) if out.len() > before || state.total_in() > used as u64 => {}
            Ok(_) | Err(_) => return (out, false),
        }
    }
}

/// By hand, since the reader takes windows of up to 1 GiB.
fn unbrotli(bytes: &[u8], limit: u64) -> (Vec<u8>, bool) {
    let memory = StandardAlloc::default;
    let mut state = BrotliState::new_strict(memory(), memory(), memory());
    let mut out = Vec::new();
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
        match result {
            BrotliResult::ResultSuccess => return (out, true),
            BrotliResult::NeedsMoreOutput if out.len() as u64 <= limit => {}
            _ => return (out, false),
        }
    }
}

/// No control characters in the first bytes.
pub(crate) fn looks_like_text(bytes: &[u8]) -> bool {
    !bytes.iter().take(256).any(|&b| b < 9 || (14..27).contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined_and_what_is_none_stays() {
        for (chunks, joined, noted) in [
            (&b"4\r\n1234\r\n0\r\n\r\n"[..], &b"1234"[..], false),
            (b"xyz123!@#", b"xyz123!@#", false),
            (b"1\r\nxyz123!@#", b"1\r\nxyz123!@#", false),
            (b"4\r\n1234\r\n4\r\n12", b"123412", true),
            (b"4\n1234\nzz", b"1234zz", true),
            (b"0\r\n\r\n", b"", false),
            (b"ffffffffffffffff\r\n1", b"1", true),
        ] {
            let mut notes = Vec::new();
            assert_eq!(dechunk(chunks, &mut notes), joined);
            assert_eq!(!notes.is_empty(), noted, "{chunks:?}");
        }
    }
}
