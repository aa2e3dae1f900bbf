//! Content codings undone, never more than a limit: gzip, deflate, Brotli and Zstandard, as HTTP lays them over an answer.
//!
//! [`undo`] undoes one coding and says how that ended; what came out before a break is handed on, for readers of archives that keep what
//! there is. [`undo_all`] undoes all that `Content-Encoding` names, and takes whole answers only.
//!
//! ```
//! use onrecord_coding::{Coding, End, Fault, undo, undo_all};
//! let brotli = b"\x8b\x02\x80packed\x03";
//! let undone = undo(Coding::Brotli, brotli, 1000);
//! assert_eq!((undone.bytes.as_slice(), undone.end), (&b"packed"[..], End::Whole));
//! assert_eq!(undo(Coding::Brotli, brotli, 4).end, End::Over);
//! assert_eq!(undo_all(["br"], brotli[..5].to_vec(), 1000), Err(Fault::BrokenOff));
//! ```
//!
//! What it does not do: it joins no chunks of `Transfer-Encoding`, and reads from no stream: all bytes as they came are there.

mod undo;

pub use undo::undo;

use std::fmt;

/// What is offered to servers: the value of `Accept-Encoding`.
pub const ACCEPTED: &str = "gzip, deflate, br, zstd";
/// How many codings may be laid over each other.
pub const DEEPEST: usize = 3;

/// A coding that can be undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// `gzip` (RFC 1952).
    Gzip,
    /// `deflate`: zlib data (RFC 1950), or what is sent in their place: bare deflate data (RFC 1951), or gzip.
    Deflate,
    /// `br` (RFC 7932).
    Brotli,
    /// `zstd` (RFC 8878), with windows as RFC 9659 allows them.
    Zstd,
}

impl Coding {
    /// The name in HTTP.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Deflate => "deflate",
            Self::Brotli => "br",
            Self::Zstd => "zstd",
        }
    }
}

impl fmt::Display for Coding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A coding that is not known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("its coding {name} is not known")]
pub struct Unknown {
    /// Its name: the first characters, in small letters, control characters escaped.
    pub name: String,
}

/// How the undoing of a coding ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// All is there.
    Whole,
    /// There is more than the limit.
    Over,
    /// The bytes end before the coding does.
    BrokenOff,
    /// Something is wrong in them.
    Damaged,
    /// They do not begin as this coding begins.
    Foreign,
}

/// One coding undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// What came out, at most as much as the limit. Of what is damaged or broken off, what stands ahead of that.
    pub bytes: Vec<u8>,
    /// How it ended.
    pub end: End,
    /// Bytes behind the end of the coding, which say nothing; of what is not whole, none.
    pub behind: usize,
}

/// All codings of an answer undone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inflated {
    /// At most as many as the limit.
    pub bytes: Vec<u8>,
    /// Whether there are more than the limit.
    pub over: bool,
    /// Bytes behind the end of the compressed data, which say nothing.
    pub behind: usize,
}

/// Why the codings of an answer cannot be undone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// One is not known.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// There are more than [`DEEPEST`].
    #[error("it is compressed too many times over")]
    TooDeep,
    /// The bytes are damaged, or not in this coding.
    #[error("it is damaged, or not {0} as it says")]
    Damaged(Coding),
    /// The bytes end before the coding does.
    #[error("it breaks off")]
    BrokenOff,
}

/// The codings that a value of `Content-Encoding` names, in the order in which they were laid on; those that change nothing are left out.
pub fn named(value: &str) -> impl DoubleEndedIterator<Item = Result<Coding, Unknown>> {
    value.split(',').filter_map(|name| {
        let name = name.trim().to_ascii_lowercase();
        Some(Ok(match name.as_str() {
            "" | "identity" | "none" => return None,
            "gzip" | "x-gzip" => Coding::Gzip,
            "deflate" => Coding::Deflate,
            "br" => Coding::Brotli,
            "zstd" => Coding::Zstd,
            _ => {
                let name = name.chars().take(60).flat_map(char::escape_default).collect();
                return Some(Err(Unknown { name }));
            }
        }))
    })
}

/// Undoes the codings that the values of `Content-Encoding` name, the last one first. An empty answer is empty, whatever they are.
pub fn undo_all<'a>(
    values: impl IntoIterator<Item = &'a str>,
    bytes: Vec<u8>,
    limit: usize,
) -> Result<Inflated, Fault> {
    let mut codings = Vec::new();
    for coding in values.into_iter().flat_map(named) {
        codings.push(coding?);
        if codings.len() > DEEPEST {
            return Err(Fault::TooDeep);
        }
    }
    let mut inflated = Inflated {
        bytes,
        ..Inflated::default()
    };
    for coding in codings.into_iter().rev() {
        let undone = undo(coding, &inflated.bytes, limit);
        inflated = Inflated {
            over: match undone.end {
                End::Whole => false,
                End::Over => true,
                End::BrokenOff => return Err(Fault::BrokenOff),
                End::Damaged | End::Foreign => return Err(Fault::Damaged(coding)),
            },
            behind: inflated.behind.saturating_add(undone.behind),
            bytes: undone.bytes,
        };
        if inflated.over {
            break;
        }
    }
    Ok(inflated)
}
