//! Spans: half-open code point ranges with the words they cover.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A slice of an article's text: where it stands and what it says.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// First code point of the slice.
    pub start: u32,
    /// One past the last code point of the slice.
    pub end: u32,
    /// The words of the slice, exactly as stored.
    pub text: String,
}

/// Converts byte offsets of a text into code point offsets.
///
/// Built once per text; every look-up costs a short scan of at most [`CodePointIndex::STEP`] bytes.
#[derive(Clone, Debug)]
pub struct CodePointIndex<'t> {
    text: &'t str,
    /// Code points before each multiple of `STEP` bytes; empty for ASCII text, where both offsets agree.
    marks: Vec<u32>,
    ascii: bool,
}

impl<'t> CodePointIndex<'t> {
    /// Bytes between two stored counts.
    pub const STEP: usize = 256;

    /// Indexes `text`. Texts of 4 GiB and more are not supported (offsets are `u32`).
    pub fn new(text: &'t str) -> Self {
        let ascii = text.is_ascii();
        let mut marks = Vec::new();
        if !ascii {
            let mut seen = 0u32;
            for chunk in text.as_bytes().chunks(Self::STEP) {
                marks.push(seen);
                seen += chunk.iter().filter(|&&b| !is_continuation(b)).count() as u32;
            }
        }
        Self { text, marks, ascii }
    }

    /// The text that is indexed.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Code points before the byte offset `byte`; offsets past the end count as the end.
    pub fn code_point(&self, byte: usize) -> u32 {
        let byte = byte.min(self.text.len());
        if self.ascii {
            return byte as u32;
        }
        let block = (byte / Self::STEP).min(self.marks.len().saturating_sub(1));
        let from = block * Self::STEP;
        let extra = self.text.as_bytes()[from..byte].iter().filter(|&&b| !is_continuation(b)).count();
        self.marks.get(block).copied().unwrap_or(0) + extra as u32
    }

    /// The span over the byte range `bytes`, or `None` when the range is not on character boundaries.
    pub fn span(&self, bytes: Range<usize>) -> Option<Span> {
        let text = self.text.get(bytes.clone())?;
        Some(Span { start: self.code_point(bytes.start), end: self.code_point(bytes.end), text: text.to_owned() })
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}
