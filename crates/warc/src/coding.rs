//! Codings of HTTP undone: chunks, and compression, never beyond a limit.

use onrecord_coding::{DEEPEST, End, Fault, undo};

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

/// Undoes `Content-Encoding`. What is not coded as declared stays as it is; what breaks off is kept up to there.
pub(crate) fn decompress(
    bytes: Vec<u8>,
    codings: &str,
    limit: u64,
    notes: &mut Vec<String>,
) -> Result<Vec<u8>, TooLarge> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut bytes = bytes;
    for (undone_before, coding) in onrecord_coding::named(codings).rev().enumerate() {
        if undone_before == DEEPEST {
            notes.push(Fault::TooDeep.to_string());
            break;
        }
        let coding = match coding {
            Ok(coding) => coding,
            Err(unknown) => {
                notes.push(unknown.to_string());
                continue;
            }
        };
        let undone = undo(coding, &bytes, limit);
        match undone.end {
            End::Whole => {}
            End::Over => return Err(TooLarge),
            End::BrokenOff | End::Damaged if !looks_like_text(&bytes) => {
                let broken = undone.end == End::BrokenOff;
                notes.push(format!(
                    "its {coding} coding {} after {} bytes: what follows is missing",
                    if broken { "breaks off" } else { "is damaged" },
                    undone.bytes.len()
                ));
            }
            End::BrokenOff | End::Damaged | End::Foreign => {
                notes.push(format!("declared as {coding}, but not compressed"));
                continue;
            }
        }
        if undone.behind > 0 {
            notes.push(format!(
                "{} bytes behind its compressed payload were left out",
                undone.behind
            ));
        }
        bytes = undone.bytes;
    }
    Ok(bytes)
}

/// No control characters in the first bytes.
pub(crate) fn looks_like_text(bytes: &[u8]) -> bool {
    !bytes.iter().take(256).any(|&b| b < 9 || (14..27).contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn what_cannot_be_undone_stays_and_is_said() {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(b"packed").unwrap();
        let packed = encoder.finish().unwrap();
        let mut wrong_sum = packed.clone();
        let sum = wrong_sum.len() - 6;
        wrong_sum[sum] ^= 1;
        for (codings, bytes, out, noted) in [
            ("gzip", packed.clone(), "packed", ""),
            (
                "sdch, deflate",
                packed.clone(),
                "packed",
                "its coding sdch is not known",
            ),
            (
                "gzip",
                [&packed[..], b"\0\0"].concat(),
                "packed",
                "2 bytes behind its compressed payload were left out",
            ),
            (
                "gzip",
                wrong_sum,
                "packed",
                "its gzip coding is damaged after 6 bytes: what follows is missing",
            ),
            (
                "gzip",
                packed[..packed.len() - 1].to_vec(),
                "packed",
                "its gzip coding breaks off after 6 bytes: what follows is missing",
            ),
            (
                "zstd",
                b"plain".to_vec(),
                "plain",
                "declared as zstd, but not compressed",
            ),
            (
                "zstd,gzip,gzip,gzip",
                b"plain".to_vec(),
                "plain",
                "declared as gzip, but not compressed",
            ),
        ] {
            let mut notes = Vec::new();
            let undone = decompress(bytes, codings, 100, &mut notes).unwrap_or_default();
            assert_eq!(
                (undone.as_slice(), notes.first().map_or("", String::as_str)),
                (out.as_bytes(), noted),
                "{codings}"
            );
        }
    }

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
