//! Fetching bytes, never more than the limit.

use crate::decode::{Decoded, decode};
use crate::error::{InputName, Problem, SourceError};
use crate::limit::Limit;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Reads and decodes the file at `path`.
///
/// The size is looked at before reading, and counted while reading, so that devices, pipes and growing files
/// stay within the limit too.
///
/// # Errors
/// [`SourceError`] names the path, the reason and the remedy.
pub fn read_path(path: &Path, limit: Limit) -> Result<Decoded, SourceError> {
    fetch(path, limit)
        .and_then(decode)
        .map_err(|problem| SourceError {
            input: InputName::from(path),
            problem,
        })
}

/// Reads and decodes the standard input to its end.
///
/// # Errors
/// [`SourceError`] names the standard input, the reason and the remedy.
pub fn read_stdin(limit: Limit) -> Result<Decoded, SourceError> {
    read_from(io::stdin().lock(), InputName::StandardInput, limit)
}

/// Reads and decodes `reader` to its end; `input` is what messages call it.
///
/// # Errors
/// [`SourceError`] names the input, the reason and the remedy.
pub fn read_from(reader: impl Read, input: InputName, limit: Limit) -> Result<Decoded, SourceError> {
    take(reader, 0, limit)
        .and_then(decode)
        .map_err(|problem| SourceError { input, problem })
}

fn fetch(path: &Path, limit: Limit) -> Result<Vec<u8>, Problem> {
    let about = fs::metadata(path).map_err(Problem::from)?;
    if about.is_dir() {
        return Err(Problem::Folder);
    }
    let size = if about.is_file() { about.len() } else { 0 };
    if size > limit.bytes() {
        return Err(Problem::TooLarge {
            size: Some(size),
            limit,
        });
    }
    take(File::open(path).map_err(Problem::from)?, size, limit)
}

/// All bytes of `reader`, without decoding them.
///
/// # Errors
/// [`Problem::TooLarge`] past the limit; [`Problem::Io`] and its relatives when the system fails.
pub fn bytes_from(reader: impl Read, limit: Limit) -> Result<Vec<u8>, Problem> {
    take(reader, 0, limit)
}

/// Reads to the end, or to one byte past the limit. `expected` bytes are made room for.
fn take(reader: impl Read, expected: u64, limit: Limit) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected).map_or(0, |e| e.saturating_add(1)));
    reader
        .take(limit.bytes() + 1)
        .read_to_end(&mut bytes)
        .map_err(Problem::from)?;
    if bytes.len() as u64 > limit.bytes() {
        return Err(Problem::TooLarge { size: None, limit });
    }
    Ok(bytes)
}
