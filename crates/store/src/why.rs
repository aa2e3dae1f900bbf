//! The reasons of a reading's statements, packed: they are read with a statement, never searched for.

use crate::add::json;
use std::cell::RefCell;
use std::io::Read;
use zstd::bulk::Compressor;

/// More than any reading has: what unpacks to more is damaged.
const LARGEST: u64 = 1 << 28;
const LEVEL: i32 = 3;

/// The reasons of each statement, in the order of the statements. Nothing when there are none.
pub(crate) fn packed<'a>(whys: impl Iterator<Item = &'a [String]>) -> rusqlite::Result<Option<Vec<u8>>> {
    let whys: Vec<&[String]> = whys.collect();
    if whys.is_empty() {
        return Ok(None);
    }
    compressed(json(&whys)?.as_bytes())
        .map(Some)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

fn compressed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    thread_local! {
        // making one takes longer than using it
        static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    }
    COMPRESSOR.with_borrow_mut(|kept| match kept {
        Some(compressor) => compressor.compress(bytes),
        None => kept.insert(Compressor::new(LEVEL)?).compress(bytes),
    })
}

/// What was packed.
pub(crate) fn unpacked(bytes: Option<&[u8]>) -> Result<Vec<Vec<String>>, String> {
    let Some(bytes) = bytes else {
        return Ok(Vec::new());
    };
    let unpack = || {
        let mut text = String::new();
        zstd::Decoder::new(bytes)?
            .take(LARGEST)
            .read_to_string(&mut text)?;
        Ok::<_, std::io::Error>(serde_json::from_str(&text)?)
    };
    unpack().map_err(|error| format!("the reasons of the statements cannot be unpacked: {error}"))
}
