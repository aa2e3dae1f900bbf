//! Content codings: bytes as they came to bytes as they were, never more than a limit.

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use flate2::bufread::GzDecoder;
use flate2::{Decompress, FlushDecompress, Status};
use std::io::{self, ErrorKind, Read};

/// What is offered to servers.
pub(crate) const ACCEPTED: &str = "gzip, deflate, br, zstd";
/// How many codings may be laid over each other.
const DEEPEST: usize = 3;
/// The largest window of zstd that RFC 9659 lets servers use: 8 MiB.
const ZSTD_WINDOW: u32 = 23;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

impl Coding {
    fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Deflate => "deflate",
            Self::Brotli => "br",
            Self::Zstd => "zstd",
        }
    }
}

/// Why bytes could not be decompressed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum CodingProblem {
    /// Not known, not what it says, or damaged.
    Bad(String),
    /// It ends before its end.
    BrokenOff,
}

/// Bytes as they were.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Inflated {
    /// At most as many as the limit.
    pub(crate) bytes: Vec<u8>,
    /// Whether there are more than the limit.
    pub(crate) over: bool,
    /// Bytes behind the end of the compressed data, which say nothing.
    pub(crate) behind: usize,
}

/// Undoes the codings that the values of `Content-Encoding` name, the last one first.
pub(crate) fn inflate<'a>(
    named: impl Iterator<Item = &'a str>,
    bytes: Vec<u8>,
    limit: usize,
) -> Result<Inflated, CodingProblem> {
    let mut codings = Vec::new();
    for name in named.flat_map(|value| value.split(',')) {
        codings.push(match name.trim().to_ascii_lowercase().as_str() {
            "" | "identity" | "none" => continue,
            "gzip" | "x-gzip" => Coding::Gzip,
            "deflate" => Coding::Deflate,
            "br" => Coding::Brotli,
            "zstd" => Coding::Zstd,
            other => {
                let name = crate::error::printable(other);
                return Err(CodingProblem::Bad(format!("its coding {name} is not known")));
            }
        });
        if codings.len() > DEEPEST {
            return Err(CodingProblem::Bad(
                "it is compressed too many times over".to_owned(),
            ));
        }
    }
    let mut inflated = Inflated {
        bytes,
        ..Inflated::default()
    };
    // An empty answer is empty, whatever coding it names.
    if inflated.bytes.is_empty() {
        return Ok(inflated);
    }
    for coding in codings.into_iter().rev() {
        let (bytes, behind) = undo(coding, &inflated.bytes, limit)?;
        inflated = Inflated {
            over: bytes.len() > limit,
            behind: inflated.behind + behind,
            bytes,
        };
        if inflated.over {
            inflated.bytes.truncate(limit);
            break;
        }
    }
    Ok(inflated)
}

/// Undoes one coding: at most `limit` bytes and one more, and how many bytes follow the compressed ones.
fn undo(coding: Coding, bytes: &[u8], limit: usize) -> Result<(Vec<u8>, usize), CodingProblem> {
    let problem = |error: io::Error| match error.kind() {
        ErrorKind::UnexpectedEof => CodingProblem::BrokenOff,
        _ => bad(coding),
    };
    let mut out = Vec::new();
    let most = limit as u64 + 1;
    let mut rest = bytes;
    match coding {
        // Too short a lie would look like a head that broke off.
        Coding::Gzip if bytes.len() > 1 && !bytes.starts_with(&[0x1f, 0x8b]) => return Err(bad(coding)),
        Coding::Gzip => loop {
            let room = most - out.len() as u64;
            GzDecoder::new(&mut rest)
                .take(room)
                .read_to_end(&mut out)
                .map_err(problem)?;
            // Members follow each other; anything else behind one is padding.
            if out.len() as u64 == most || !rest.starts_with(&[0x1f, 0x8b]) {
                break;
            }
        },
        Coding::Deflate => {
            let (inflated, used) = undo_deflate(bytes, is_zlib(bytes), limit)?;
            out = inflated;
            rest = bytes.get(used..).unwrap_or_default();
        }
        Coding::Brotli => {
            let (inflated, used) = undo_brotli(bytes, limit)?;
            out = inflated;
            rest = bytes.get(used..).unwrap_or_default();
        }
        Coding::Zstd => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(&mut rest).map_err(problem)?;
            decoder.window_log_max(ZSTD_WINDOW).map_err(problem)?;
            decoder.take(most).read_to_end(&mut out).map_err(problem)?;
        }
    }
    let whole = out.len() <= limit;
    Ok((out, if whole { rest.len() } else { 0 }))
}

fn bad(coding: Coding) -> CodingProblem {
    CodingProblem::Bad(format!("it is damaged, or not {} as it says", coding.name()))
}

/// The bytes, and how many were used.
fn undo_brotli(bytes: &[u8], limit: usize) -> Result<(Vec<u8>, usize), CodingProblem> {
    let memory = StandardAlloc::default;
    let mut state = BrotliState::new_strict(memory(), memory(), memory());
    let mut out = Vec::new();
    let mut piece = vec![0; 64 * 1024];
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
        if out.len() > limit {
            out.truncate(limit + 1);
            return Ok((out, used));
        }
        match result {
            BrotliResult::ResultSuccess => return Ok((out, used)),
            BrotliResult::NeedsMoreOutput => {}
            BrotliResult::NeedsMoreInput => return Err(CodingProblem::BrokenOff),
            BrotliResult::ResultFailure => return Err(bad(Coding::Brotli)),
        }
    }
}

/// Whether bytes begin as zlib data do (RFC 1950). `deflate` means those, but some servers send raw deflate data (RFC 1951).
fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [method, flags, ..]
        if method & 0x0f == 8 && method >> 4 <= 7 && u16::from_be_bytes([*method, *flags]) % 31 == 0)
}

/// The bytes, and how many were used. `flate2`'s readers take data that end too early for whole ones; this does not.
fn undo_deflate(bytes: &[u8], zlib: bool, limit: usize) -> Result<(Vec<u8>, usize), CodingProblem> {
    let mut state = Decompress::new(zlib);
    let mut out = Vec::new();
    loop {
        let used = usize::try_from(state.total_in()).unwrap_or(usize::MAX);
        let room = (limit + 1 - out.len()).min(64 * 1024);
        out.reserve(room);
        let before = out.len();
        let input = bytes.get(used..).unwrap_or_default();
        let status = state
            .decompress_vec(input, &mut out, FlushDecompress::None)
            .map_err(|_| bad(Coding::Deflate))?;
        let used_now = usize::try_from(state.total_in()).unwrap_or(usize::MAX);
        if status == Status::StreamEnd || out.len() > limit {
            out.truncate(limit + 1);
            return Ok((out, used_now));
        }
        if used_now == used && out.len() == before {
            return Err(CodingProblem::BrokenOff);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
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
            let whole = inflate([header(name)].into_iter(), bytes.clone(), 1 << 20).unwrap();
            assert_eq!(whole.bytes, text, "{name}");
            assert!(!whole.over && whole.behind == 0, "{name}");
            for left in [1, 2, bytes.len() / 2, bytes.len() - 1] {
                let part = inflate([header(name)].into_iter(), bytes[..left].to_vec(), 1 << 20);
                assert_eq!(part, Err(CodingProblem::BrokenOff), "{name}, {left} bytes");
            }
        }
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let zeros = vec![0; 10 << 20];
        for name in ALL {
            let bytes = coded(name, &zeros);
            let part = inflate([header(name)].into_iter(), bytes.clone(), 1000).unwrap();
            assert!(part.over && part.bytes.len() == 1000, "{name}");
            let whole = inflate([header(name)].into_iter(), bytes, zeros.len()).unwrap();
            assert!(!whole.over && whole.bytes.len() == zeros.len(), "{name}");
        }
    }

    #[test]
    fn codings_on_top_of_each_other_lies_and_unknown_ones() {
        let text = text();
        let twice = coded("gzip", &coded("br", &text));
        let named = ["br", "identity, x-gzip"];
        assert_eq!(inflate(named.into_iter(), twice, 1 << 20).unwrap().bytes, text);
        for name in ["gzip", "deflate", "br", "zstd"] {
            let result = inflate(
                [name].into_iter(),
                b"<!doctype html><p>Not compressed at all.".to_vec(),
                1 << 20,
            );
            assert!(matches!(result, Err(CodingProblem::Bad(_))), "{name}: {result:?}");
        }
        let many = inflate(["gzip,gzip,gzip,gzip"].into_iter(), vec![1], 10);
        assert!(matches!(many, Err(CodingProblem::Bad(_))));
        let unknown = inflate(["compress"].into_iter(), vec![1], 10);
        assert_eq!(
            unknown,
            Err(CodingProblem::Bad("its coding compress is not known".to_owned()))
        );
        assert_eq!(inflate(["gzip"].into_iter(), Vec::new(), 10).unwrap().bytes, b"");
    }

    #[test]
    fn members_are_joined_and_padding_is_counted() {
        let mut bytes = coded("gzip", b"one ");
        bytes.extend(coded("gzip", b"two"));
        bytes.extend([0; 5]);
        let inflated = inflate(["gzip"].into_iter(), bytes, 100).unwrap();
        assert_eq!((inflated.bytes.as_slice(), inflated.behind), (&b"one two"[..], 5));
    }

    proptest! {
        #[test]
        fn no_bytes_exceed_the_limit(bytes in proptest::collection::vec(any::<u8>(), 0..200), which in 0..5usize, cut in 0..200usize, limit in 0..300usize) {
            let mut coded = coded(ALL[which], &bytes);
            coded.truncate(coded.len().saturating_sub(cut % 7));
            if let Ok(inflated) = inflate([header(ALL[which])].into_iter(), coded, limit) {
                prop_assert!(inflated.bytes.len() <= limit.max(bytes.len()));
                prop_assert_eq!(&bytes[..inflated.bytes.len()], &inflated.bytes[..]);
            }
        }
    }
}
