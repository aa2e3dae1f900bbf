//! Reading sources: bytes of any encoding to text, with what was assumed.
//!
//! [`read_path`] and [`read_from`] fetch the bytes without ever holding more than the limit, [`decode()`] turns
//! them into text. Nothing is cut off and nothing is guessed in silence: a [`Decoded`] says which encoding was
//! assumed, why, how sure that is, and how many byte sequences could not be read.
//!
//! ```
//! let decoded = onrecord_source::decode(b"caf\xe9 owner said \x93no\x94".to_vec())?;
//! assert_eq!(decoded.text, "café owner said “no”");
//! assert_eq!(decoded.encoding, "windows-1252");
//! assert!(decoded.assumed.is_some());
//! # Ok::<(), onrecord_source::Problem>(())
//! ```
//!
//! What it does not do: it does not normalise (no NFC, line ends stay as they are), it does not take markup
//! apart, and it does not unpack archives; those are refused or noted, with what to do instead.

mod binary;
mod decode;
mod detect;
mod document;
mod error;
mod limit;
mod read;
mod utf16;

pub use binary::BinaryKind;
pub use decode::{Assumed, Decoded, Place, Replaced, Sureness, decode, decode_declared};
pub use detect::encoding_of;
pub use document::{Block, Body, Document, Entry, Found, Reader, Run, Skip, fact};
pub use error::{InputName, Problem, SourceError};
pub use limit::Limit;
pub use read::{bytes_from, read_from, read_path, read_stdin};
