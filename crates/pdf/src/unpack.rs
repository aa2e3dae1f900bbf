//! How large packed bytes are, unpacked.

use crate::Unreadable;
use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::Filter;
use hayro_syntax::object::Stream;
use hayro_syntax::reader::{Reader, ReaderContext, ReaderExt as _};
use std::borrow::Cow;
use std::io::Read;

/// Deflate makes at most this many bytes of one.
const MOST: u64 = 1032;
/// A stream that is damaged may come to so much, by the most that its rest may hold.
const DAMAGED: u64 = 64 << 20;

/// The size behind the last filter, or the largest on the way to it.
pub(crate) fn size(data: &[u8], filters: &[Filter], limit: u64) -> Result<u64, Unreadable> {
    let mut data = Cow::Borrowed(data);
    let mut largest = 0;
    for (n, filter) in filters.iter().enumerate() {
        let length = data.len() as u64;
        let (size, name) = match filter {
            Filter::Crypt if n == 0 => continue,
            Filter::AsciiHexDecode => (length.div_ceil(2), "AHx"),
            // five letters or one make four bytes
            Filter::Ascii85Decode => (ascii85(&data), "A85"),
            Filter::RunLengthDecode => (run_length(&data), "RL"),
            Filter::LzwDecode => (lzw(&data, 1, limit).max(lzw(&data, 0, limit)), "LZW"),
            Filter::FlateDecode => (flate(&data, limit)?, "Fl"),
            // what does not unpack needs no bounds
            _ => break,
        };
        largest = largest.max(size);
        if size > limit {
            return Err(Unreadable::TooLarge("can be unpacked"));
        }
        if n + 1 < filters.len() {
            let Some(unpacked) = unpacked(&data, name) else {
                break;
            };
            data = Cow::Owned(unpacked);
        }
    }
    Ok(largest)
}

/// Undoes one filter, exactly as it is undone later.
fn unpacked(data: &[u8], filter: &str) -> Option<Vec<u8>> {
    let mut all = format!("<</Filter/{filter}/Length {}>>stream\n", data.len()).into_bytes();
    all.extend(data);
    all.extend(b"\nendstream");
    let stream = Reader::new(&all).read::<Stream<'_>>(&ReaderContext::dummy())?;
    stream.decoded_data().ok().map(Cow::into_owned)
}

fn ascii85(data: &[u8]) -> u64 {
    let ends = memchr::memmem::find(data, b"~>").unwrap_or(data.len());
    let zeros = memchr::memchr_iter(b'z', &data[..ends]).count() as u64;
    4 * zeros + ends as u64
}

fn run_length(mut data: &[u8]) -> u64 {
    let mut size = 0;
    while let [length, rest @ ..] = data {
        let (taken, made) = match length {
            128 => break,
            0..128 => (usize::from(*length) + 1, u64::from(*length) + 1),
            129.. => (1, 257 - u64::from(*length)),
        };
        size += made;
        data = rest.get(taken..).unwrap_or_default();
    }
    size
}

/// `early` is one where codes grow one entry before they have to.
fn lzw(data: &[u8], early: usize, limit: u64) -> u64 {
    const CLEAR: usize = 256;
    const END: usize = 257;
    const FIRST: usize = 258;
    const ENTRIES: usize = 4096;
    let mut lengths: Vec<u64> = vec![1; FIRST];
    let (mut bits, mut held) = (0u32, 0u32);
    let mut before: Option<usize> = None;
    let mut size = 0;
    for byte in data {
        bits = bits << 8 | u32::from(*byte);
        held += 8;
        let width = match lengths.len() + early {
            ..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
        if held < width {
            continue;
        }
        held -= width;
        let code = (bits >> held & ((1 << width) - 1)) as usize;
        bits &= (1 << held) - 1;
        match code {
            CLEAR => {
                lengths.truncate(FIRST);
                before = None;
                continue;
            }
            END => break,
            _ => {}
        }
        if let Some(before) = before
            && lengths.len() < ENTRIES
        {
            lengths.push(lengths[before] + 1);
        }
        let Some(length) = lengths.get(code) else { break };
        size += length;
        before = Some(code);
        if size > limit {
            break;
        }
    }
    size
}

/// Counts what comes out, up to a bound.
struct Count {
    size: u64,
    /// Whether it came to its end, or to the bound.
    whole: bool,
}

fn count(out: impl Read, limit: u64) -> Count {
    let mut out = out.take(limit + 1);
    let mut room = vec![0; 64 << 10];
    let mut size = 0;
    loop {
        match out.read(&mut room) {
            Ok(0) => return Count { size, whole: true },
            Ok(got) => size += got as u64,
            Err(_) => return Count { size, whole: false },
        }
    }
}

fn flate(data: &[u8], limit: u64) -> Result<u64, Unreadable> {
    let mut zlib = ZlibDecoder::new(data);
    let first = count(&mut zlib, limit);
    if first.whole {
        return Ok(first.size);
    }
    let mut bare = DeflateDecoder::new(data);
    let second = count(&mut bare, limit);
    if second.whole && first.size <= limit {
        return Ok(second.size.max(first.size));
    }
    // a decoder that forgives goes on behind the damage
    let left = data.len() as u64 - zlib.total_in().min(bare.total_in()).min(data.len() as u64);
    let most = first.size.max(second.size) + left * MOST;
    match most <= limit.min(DAMAGED) {
        true => Ok(most),
        false => Err(Unreadable::Unmeasured),
    }
}

/// What a whole stream unpacks to.
pub(crate) fn inflate(data: &[u8], limit: u64) -> Result<Vec<u8>, Unreadable> {
    let mut out = Vec::new();
    match ZlibDecoder::new(data).take(limit).read_to_end(&mut out) {
        Ok(_) => Ok(out),
        Err(_) => Err(Unreadable::Unmeasured),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_those_of_what_comes_out() {
        // the example of the PDF specification, 7.4.4.2
        let lzw = [0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];
        assert_eq!(size(&lzw, &[Filter::LzwDecode], 1000), Ok(10));
        assert_eq!(unpacked(&lzw, "LZW").as_deref(), Some(&b"-----A---B"[..]));
        assert_eq!(
            size(&[2, 1, 2, 3, 254, 9, 128, 7], &[Filter::RunLengthDecode], 1000),
            Ok(6)
        );
        assert!(size(b"zzzz~>", &[Filter::Ascii85Decode], 100).is_ok_and(|size| (16..=24).contains(&size)));
        assert_eq!(
            size(
                b"82 01 82 01>",
                &[Filter::AsciiHexDecode, Filter::RunLengthDecode],
                1000
            ),
            Ok(254)
        );
        assert!(size(&[129; 1000], &[Filter::RunLengthDecode], 1000).is_err());
    }
}
