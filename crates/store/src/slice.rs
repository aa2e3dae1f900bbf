//! Columns as the values that they stand for: places as words of the text, names as what is printed by them.

use crate::error::StoreError;
use onrecord_record::{ByteIndex, Span};
use serde::de::DeserializeOwned;

/// Cuts words out of a text.
pub(crate) struct Slices<'t> {
    index: ByteIndex<'t>,
    place: &'t str,
}

impl<'t> Slices<'t> {
    /// Cuts out of `text`; errors say `place`.
    pub(crate) fn new(text: &'t str, place: &'t str) -> Self {
        Self {
            index: ByteIndex::new(text),
            place,
        }
    }

    pub(crate) fn span(&self, start: u32, end: u32) -> Result<Span, StoreError> {
        let text = self
            .index
            .slice(start, end)
            .ok_or_else(|| self.damaged(format!("{start}-{end} lies outside the text")))?;
        Ok(Span {
            start,
            end,
            text: text.to_owned(),
        })
    }

    pub(crate) fn damaged(&self, problem: String) -> StoreError {
        StoreError::Damaged {
            place: self.place.to_owned(),
            problem,
        }
    }
}

/// A word of a column, as the value that is printed by it.
pub(crate) fn quoted<T: DeserializeOwned>(word: &str) -> Result<T, String> {
    let word = serde::de::value::StrDeserializer::<serde::de::value::Error>::new(word);
    T::deserialize(word).map_err(|error| error.to_string())
}

/// A column of JSON, read.
pub(crate) fn parsed<T: DeserializeOwned>(json: &str) -> Result<T, String> {
    serde_json::from_str(json).map_err(|error| format!("a stored list cannot be read: {error}"))
}
