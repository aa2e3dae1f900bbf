//! What can go wrong with a search.

use onrecord_store::StoreError;
use std::path::PathBuf;

/// Why a search could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The record cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index cannot be read or written. It holds nothing that the record does not.
    #[error(
        "{path}: the search index failed: {detail}; it can be taken away: it is made anew from the record"
    )]
    Index {
        /// Its folder.
        path: PathBuf,
        /// What the index says.
        detail: String,
    },
    /// The query is not understood.
    #[error(
        "the query is not understood at {at}: {problem}; `onrecord search --help` shows what can be asked"
    )]
    Query {
        /// The code point of the query that it was noticed at.
        at: usize,
        /// What is wrong.
        problem: String,
    },
    /// A word that only begins so stands behind others, and too many words begin so.
    #[error(
        "more than {most} words begin with {prefix:?}, too many behind other words; write more of its letters"
    )]
    Wide {
        /// How the words begin.
        prefix: String,
        /// How many may.
        most: u32,
    },
    /// The quotation cannot be looked for.
    #[error("the quotation {0:?} {1}")]
    Quotation(String, &'static str),
    /// The cursor is none that a search gave.
    #[error(
        "{0:?} is no cursor of a search; give the `next` of an earlier answer, with the same query and order"
    )]
    Cursor(String),
}

/// An error of the index in folder `path`.
pub(crate) fn of(path: &std::path::Path) -> impl Fn(tantivy::TantivyError) -> SearchError {
    move |error| SearchError::Index {
        path: path.to_owned(),
        detail: error.to_string(),
    }
}
