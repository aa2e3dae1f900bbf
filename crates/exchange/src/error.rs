//! Why records cannot go out.

use crate::format::Format;
use std::io;

/// Why records cannot go out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The format holds all words of the article, and not all may leave.
    #[error(
        "{format} holds the whole text of each article, which the excerpt policy {excerpt:?} keeps back; \
         allow full text, or write jsonl, csv or parquet, which keep offsets without words"
    )]
    NeedsText {
        /// The format.
        format: Format,
        /// The policy, by its name.
        excerpt: String,
    },
    /// The format goes into a folder, or does not.
    #[error("{format} is written into {}", if format.is_folder() { "a folder; name one that is new or empty" } else { "one file; name a file" })]
    WrongTarget {
        /// The format.
        format: Format,
    },
    /// The folder holds something already.
    #[error(
        "the folder for {format} is not empty; name a new one, so that articles of two runs are not mixed up"
    )]
    FolderNotEmpty {
        /// The format.
        format: Format,
    },
    /// Too many files want the same name.
    #[error(
        "article {article}: more than {limit} files want the name {name}; write smaller parts into folders of their own"
    )]
    TooManyOfOneName {
        /// The article's id.
        article: String,
        /// The name.
        name: String,
        /// How many there may be.
        limit: u32,
    },
    /// An article would make a table that Parquet cannot hold.
    #[error("article {article}: Parquet cannot hold it: {problem}; write jsonl instead")]
    Parquet {
        /// The article's id, or the part of the file.
        article: String,
        /// What the library says.
        problem: String,
    },
    /// The output cannot be written.
    #[error("the output cannot be written: {0}")]
    Write(#[from] io::Error),
}
