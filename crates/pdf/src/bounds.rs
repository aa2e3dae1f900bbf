//! What a file unpacks to, measured before anything unpacks it.
//!
//! Whatever can be a stream stands behind the word `obj`; each is read there with the parser that reads it later, whether or not
//! the file's tables name it. What cannot be measured (filters that are named elsewhere, streams inside object streams) is
//! refused.

use crate::Unreadable;
use crate::unpack;
use hayro_syntax::Filter;
use hayro_syntax::object::{Dict, MaybeRef, Name, Object, Stream};
use hayro_syntax::reader::{Reader, ReaderContext, ReaderExt as _};
use std::time::Instant;

/// Most bytes of a file.
const FILE: usize = 256 << 20;
/// Most bytes that a stream may unpack to.
const STREAM: u64 = 64 << 20;
/// Most bytes that all streams may unpack to, but for pictures.
const ALL: u64 = 512 << 20;
/// Pictures are large and are not looked at.
const PICTURE: u64 = 256 << 20;
const PICTURES: u64 = 4 << 30;
/// Most bytes of a stream that lists or holds objects: what is kept of them takes several times as much.
const LIST: u64 = 16 << 20;
/// Most objects that stand in the file itself.
const OBJECTS: usize = 2_000_000;
/// Most streams.
const STREAMS: usize = 200_000;
/// Most filters on one stream.
const FILTERS: usize = 4;
/// Widest row that a predictor may work on; a row is set aside before there is data for it.
const COLUMNS: u64 = 1 << 20;

pub(crate) fn check(bytes: &[u8], until: Instant) -> Result<(), Unreadable> {
    if bytes.len() > FILE {
        return Err(Unreadable::TooLarge("256 MiB"));
    }
    if is_encrypted(bytes) {
        return Err(Unreadable::Encrypted);
    }
    if has_wide_rows(bytes) {
        return Err(Unreadable::Unmeasured);
    }
    let (mut all, mut pictures, mut count) = (0u64, 0u64, 0usize);
    let mut objects = 0;
    for at in memchr::memmem::find_iter(bytes, b"obj") {
        if bytes[..at].ends_with(b"end") {
            continue;
        }
        objects += 1;
        if objects > OBJECTS {
            return Err(Unreadable::TooLarge("2000000 objects"));
        }
        if Instant::now() > until {
            return Err(Unreadable::TooSlow);
        }
        let mut reader = Reader::new(bytes);
        reader.jump(at + b"obj".len());
        reader.skip_white_spaces_and_comments();
        if !bytes[reader.offset()..].starts_with(b"<<") {
            continue;
        }
        let Some(stream) = reader.read::<Stream<'_>>(&ReaderContext::dummy()) else {
            continue;
        };
        count += 1;
        if count > STREAMS {
            return Err(Unreadable::TooLarge("200000 streams"));
        }
        let dict = stream.dict();
        let is_picture = dict
            .get::<Name<'_>>("Subtype")
            .is_some_and(|kind| &*kind == b"Image")
            && !is_list(dict);
        let (one, left, total) = match is_picture {
            true => (PICTURE, PICTURES - pictures, &mut pictures),
            false if is_list(dict) => (LIST, ALL - all, &mut all),
            false => (STREAM, ALL - all, &mut all),
        };
        let most = match (is_picture, left < one) {
            (false, false) if is_list(dict) => "16 MiB of objects in one stream",
            (false, false) => "64 MiB in one stream",
            (false, true) => "512 MiB in its streams",
            (true, false) => "256 MiB in one picture",
            (true, true) => "4 GiB in its pictures",
        };
        *total += measure(bytes, &stream, one.min(left)).map_err(|why| match why {
            Unreadable::TooLarge(_) => Unreadable::TooLarge(most),
            why => why,
        })?;
    }
    Ok(())
}

fn measure(bytes: &[u8], stream: &Stream<'_>, limit: u64) -> Result<u64, Unreadable> {
    let dict = stream.dict();
    let filters = filters(dict)?;
    // what pictures are coded with is never decoded here
    if filters.iter().any(is_of_pictures) || (filters.is_empty() && !holds_objects(dict)) {
        return Ok(0);
    }
    let has_params = ["DecodeParms", "DP"].iter().any(|key| dict.contains_key(key));
    if filters.len() > FILTERS || (filters.len() > 1 && has_params) {
        return Err(Unreadable::Unmeasured);
    }
    let short = stream.raw_data();
    let start = short.as_ptr().addr().wrapping_sub(bytes.as_ptr().addr());
    let data = match is_reference(dict, "Length") {
        // it may end anywhere; what is packed says itself where it ends
        true => bytes.get(start..).ok_or(Unreadable::Unmeasured)?,
        false => &*short,
    };
    let size = unpack::size(data, &filters, limit)?;
    if holds_objects(dict) {
        let refers = ["DecodeParms", "DP"].iter().any(|key| is_reference(dict, key));
        let objects = match (is_reference(dict, "Length"), refers) {
            (false, false) => stream.decoded_data().ok().map(|data| data.into_owned()),
            (true, _) if !has_params && filters == [Filter::FlateDecode] => {
                Some(unpack::inflate(data, limit)?)
            }
            _ => return Err(Unreadable::Unmeasured),
        };
        // streams do not belong there, but would be taken
        let objects = objects.unwrap_or_default();
        let streams = memchr::memmem::find_iter(&objects, b"stream");
        let mut behind = streams.filter_map(|at| objects.get(at + b"stream".len()));
        if behind.any(|byte| matches!(byte, b'\r' | b'\n')) || has_wide_rows(&objects) {
            return Err(Unreadable::Unmeasured);
        }
    }
    Ok(size)
}

/// Whether it can be taken for an object stream.
fn holds_objects(dict: &Dict<'_>) -> bool {
    dict.contains_key("N") && dict.contains_key("First")
}

/// Whether it can be taken for an object stream or a cross-reference stream.
fn is_list(dict: &Dict<'_>) -> bool {
    holds_objects(dict) || dict.contains_key("W")
}

/// The filters of a stream, in the order in which they are undone.
///
/// Only what can be read in one way is: names, under one of the two keys.
fn filters(dict: &Dict<'_>) -> Result<Vec<Filter>, Unreadable> {
    let mut values = Vec::new();
    for key in ["F", "Filter"] {
        match dict.get_raw::<Object<'_>>(key) {
            Some(MaybeRef::NotRef(Object::Null(_))) | None => {}
            Some(MaybeRef::NotRef(value)) => values.push(value),
            Some(MaybeRef::Ref(_)) => return Err(Unreadable::Unmeasured),
        }
    }
    match values.as_slice() {
        [] => Ok(Vec::new()),
        [Object::Name(name)] => Ok(filter(name).into_iter().collect()),
        [Object::Array(names)] => {
            let mut filters = Vec::new();
            for name in names.raw_iter() {
                match name {
                    MaybeRef::NotRef(Object::Name(name)) => filters.extend(filter(&name)),
                    _ => return Err(Unreadable::Unmeasured),
                }
            }
            Ok(filters)
        }
        _ => Err(Unreadable::Unmeasured),
    }
}

fn filter(name: &Name<'_>) -> Option<Filter> {
    Some(match &**name {
        b"ASCIIHexDecode" | b"AHx" => Filter::AsciiHexDecode,
        b"ASCII85Decode" | b"A85" => Filter::Ascii85Decode,
        b"LZWDecode" | b"LZW" => Filter::LzwDecode,
        b"FlateDecode" | b"Fl" => Filter::FlateDecode,
        b"RunLengthDecode" | b"RL" => Filter::RunLengthDecode,
        b"CCITTFaxDecode" | b"CCF" => Filter::CcittFaxDecode,
        b"JBIG2Decode" => Filter::Jbig2Decode,
        b"DCTDecode" | b"DCT" => Filter::DctDecode,
        b"JPXDecode" => Filter::JpxDecode,
        b"Crypt" => Filter::Crypt,
        _ => return None,
    })
}

fn is_of_pictures(filter: &Filter) -> bool {
    matches!(
        filter,
        Filter::CcittFaxDecode | Filter::Jbig2Decode | Filter::DctDecode | Filter::JpxDecode
    )
}

fn is_reference(dict: &Dict<'_>, key: &str) -> bool {
    matches!(dict.get_raw::<Object<'_>>(key), Some(MaybeRef::Ref(_)))
}

fn is_encrypted(bytes: &[u8]) -> bool {
    named(bytes, b"Encrypt")
        .any(|rest| matches!(rest.trim_ascii_start().first(), Some(b'0'..=b'9' | b'<' | b'%')))
}

fn has_wide_rows(bytes: &[u8]) -> bool {
    named(bytes, b"Columns").any(|rest| {
        let rest = rest.trim_ascii_start();
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = std::str::from_utf8(&rest[..digits])
            .ok()
            .and_then(|digits| digits.parse().ok());
        // a second number makes it a reference
        let behind = rest[digits..].trim_ascii_start().first();
        number.is_none_or(|number: u64| number > COLUMNS)
            || behind.is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'%'))
    })
}

/// What stands behind a name, however it is written: `/Columns`, `/Col#75mns`.
fn named<'a>(bytes: &'a [u8], name: &'static [u8]) -> impl Iterator<Item = &'a [u8]> {
    memchr::memchr_iter(b'/', bytes).filter_map(move |at| {
        let mut rest = &bytes[at + 1..];
        for wanted in name {
            let (byte, behind) = character(rest)?;
            if byte != *wanted {
                return None;
            }
            rest = behind;
        }
        let ends = rest
            .first()
            .is_none_or(|byte| byte.is_ascii_whitespace() || b"\0/<>[](){}%".contains(byte));
        ends.then_some(rest)
    })
}

fn character(bytes: &[u8]) -> Option<(u8, &[u8])> {
    match bytes {
        [b'#', high, low, rest @ ..] => {
            let digit = |byte: &u8| char::from(*byte).to_digit(16);
            let value = digit(high)? * 16 + digit(low)?;
            Some((u8::try_from(value).ok()?, rest))
        }
        [byte, rest @ ..] => Some((*byte, rest)),
        [] => None,
    }
}
