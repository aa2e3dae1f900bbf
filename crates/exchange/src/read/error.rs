//! Why what others annotated cannot be read.

use onrecord_record::GateError;
use std::path::PathBuf;

/// Why a file of annotations cannot be read. Nothing is read in part.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// A file or folder cannot be read.
    #[error("{}: cannot be read: {source}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is too large.
    #[error("{}: is larger than {limit} bytes; split it", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// How large it may be, in bytes.
        limit: u64,
    },
    /// The annotations of one text mark far more than it holds.
    #[error("{}, line {line}: all that is marked of this text is more than {limit} code points; split the file", path.display())]
    TooMuch {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// How much may be marked, in code points.
        limit: u64,
    },
    /// A folder or file holds no annotations.
    #[error("{}: holds no annotations; expected {expected}", path.display())]
    Empty {
        /// The folder or file.
        path: PathBuf,
        /// What was expected there.
        expected: &'static str,
    },
    /// The text that annotations belong to is not there.
    #[error("{}: its text is missing; expected {expected}", path.display())]
    NoText {
        /// The file of annotations.
        path: PathBuf,
        /// Where the text was looked for.
        expected: String,
    },
    /// A line is not written as its format asks.
    #[error("{}, line {line}: {problem}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong and what was expected.
        problem: String,
    },
    /// A span is empty, reversed or out of bounds.
    #[error(
        "{}, line {line}: {field} is {start}..{end}, expected start < end <= {len}, the text's code points; are these \
         offsets of bytes, or of another text?", path.display()
    )]
    Span {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// Which span.
        field: String,
        /// Its beginning.
        start: u64,
        /// Its end.
        end: u64,
        /// Code points in the text.
        len: u32,
    },
    /// A span's words are not those of the text.
    #[error(
        "{}, line {line}: {field} reads {found:?}, the text has {expected:?} there; are these offsets of bytes or UTF-16 \
         units, or were line ends changed?", path.display()
    )]
    Words {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// Which span.
        field: String,
        /// The beginning of what the text has.
        expected: String,
        /// The beginning of what the file has.
        found: String,
    },
    /// Something is referred to that is not there.
    #[error("{}, line {line}: refers to {id}, which {problem}", path.display())]
    Reference {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The id.
        id: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// What was read makes no record that keeps its promises.
    #[error("{}: {source}", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// The promise that would be broken.
        source: Box<GateError>,
    },
}

/// The beginning of words, for messages.
pub(super) fn short(words: &str) -> String {
    const LONGEST: usize = 60;
    let mut out: String = words.chars().take(LONGEST).collect();
    if words.chars().nth(LONGEST).is_some() {
        out.push('…');
    }
    out
}
