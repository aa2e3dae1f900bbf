//! What streams unpack to, measured without unpacking them into memory.

use crate::Unreadable;
use flate2::read::ZlibDecoder;
use std::io::Read as _;

/// Most bytes that a stream may unpack to.
const STREAM: u64 = 64 << 20;
/// Most bytes that all streams may unpack to, but for pictures.
const ALL: u64 = 512 << 20;
/// Pictures are large and are not looked at.
const PICTURE: u64 = 256 << 20;
const PICTURES: u64 = 4 << 30;
/// Most bytes in one stream, and in all, of old or stacked compressions, which cannot be measured.
const OLD: usize = 256 << 10;
const OLD_IN_ALL: usize = 4 << 20;
/// Most streams.
const STREAMS: usize = 200_000;
/// How far ahead of a stream its dictionary is looked for.
const DICTIONARY: usize = 2048;

pub(crate) fn check(bytes: &[u8]) -> Result<(), Unreadable> {
    let too_large = Unreadable::TooLarge("512 MiB, unpacked");
    if is_encrypted(bytes) {
        return Err(Unreadable::Encrypted);
    }
    let (mut all, mut pictures, mut old, mut count) = (0u64, 0u64, 0usize, 0usize);
    for at in positions(bytes, b"stream") {
        if bytes[..at].ends_with(b"end") {
            continue;
        }
        count += 1;
        if count > STREAMS {
            return Err(Unreadable::TooLarge("200000 streams"));
        }
        let start = at + b"stream".len();
        let data = match bytes.get(start..) {
            Some([b'\r', b'\n', data @ ..] | [b'\n' | b'\r', data @ ..]) => data,
            _ => continue,
        };
        let ahead = &bytes[at.saturating_sub(DICTIONARY)..at];
        let dictionary = &ahead[positions(ahead, b"obj").last().map_or(0, |at| at + 3)..];
        let has = |name: &[u8]| positions(dictionary, name).next().is_some();
        let filters: usize = [
            &b"/Fl"[..],
            b"/LZW",
            b"/A85",
            b"/ASCII",
            b"/AHx",
            b"/RunLength",
            b"/RL",
        ]
        .iter()
        .map(|name| positions(dictionary, name).count())
        .sum();
        let is_flate = looks_like_zlib(data);
        if filters > 1 || has(b"/LZW") || has(b"/Run") || (filters > 0 && !is_flate) {
            let length = positions(data, b"endstream").next().unwrap_or(data.len());
            old += length;
            if length > OLD || old > OLD_IN_ALL {
                return Err(too_large);
            }
        }
        if !is_flate {
            continue;
        }
        let picture = has(b"/Image") && !has(b"/ObjStm") && !has(b"/XRef");
        let (limit, total) = match picture {
            true => (PICTURE.min(PICTURES - pictures), &mut pictures),
            false => (STREAM.min(ALL - all), &mut all),
        };
        let size = unpacked(data, limit + 1);
        if size > limit {
            return Err(too_large);
        }
        *total += size;
    }
    Ok(())
}

fn looks_like_zlib(data: &[u8]) -> bool {
    match data {
        [first, second, ..] => {
            first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)).is_multiple_of(31)
        }
        _ => false,
    }
}

/// How many bytes come out, up to a bound.
fn unpacked(data: &[u8], most: u64) -> u64 {
    let mut out = ZlibDecoder::new(data).take(most);
    let mut room = vec![0; 64 << 10];
    let mut size = 0;
    // what is damaged ends where it is
    while let Ok(got @ 1..) = out.read(&mut room) {
        size += got as u64;
    }
    size
}

fn is_encrypted(bytes: &[u8]) -> bool {
    let key = b"/Encrypt";
    positions(bytes, key).any(|at| {
        let rest = bytes[at + key.len()..].trim_ascii_start();
        matches!(rest.first(), Some(b'0'..=b'9' | b'<'))
    })
}

fn positions<'a>(bytes: &'a [u8], needle: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    memchr::memmem::find_iter(bytes, needle)
}
