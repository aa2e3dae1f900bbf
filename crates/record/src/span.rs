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
        let extra = self.text.as_bytes()[from..byte]
            .iter()
            .filter(|&&b| !is_continuation(b))
            .count();
        self.marks.get(block).copied().unwrap_or(0) + extra as u32
    }

    /// The span over the byte range `bytes`, or `None` when the range is not on character boundaries.
    pub fn span(&self, bytes: Range<usize>) -> Option<Span> {
        let text = self.text.get(bytes.clone())?;
        Some(Span {
            start: self.code_point(bytes.start),
            end: self.code_point(bytes.end),
            text: text.to_owned(),
        })
    }
}

/// Converts code point offsets of a text into byte offsets: the other way round.
///
/// Built once per text in one pass; every look-up walks at most [`ByteIndex::STEP`] characters.
#[derive(Clone, Debug)]
pub struct ByteIndex<'t> {
    text: &'t str,
    /// Byte offset of each code point whose number is a multiple of `STEP`; empty for ASCII text.
    marks: Vec<usize>,
    len: u32,
    ascii: bool,
}

impl<'t> ByteIndex<'t> {
    /// Code points between two stored byte offsets.
    pub const STEP: usize = 64;

    /// Indexes `text`. Code points past `u32::MAX` cannot be addressed.
    pub fn new(text: &'t str) -> Self {
        let ascii = text.is_ascii();
        let mut marks = Vec::new();
        let mut len = text.len();
        if !ascii {
            len = 0;
            for (byte, _) in text.char_indices() {
                if len.is_multiple_of(Self::STEP) {
                    marks.push(byte);
                }
                len += 1;
            }
            if len.is_multiple_of(Self::STEP) {
                marks.push(text.len());
            }
        }
        Self {
            text,
            marks,
            len: u32::try_from(len).unwrap_or(u32::MAX),
            ascii,
        }
    }

    /// The text that is indexed.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Code points in the text.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Byte offset of the code point numbered `code_point`; the text's length for the number one past the last;
    /// `None` beyond.
    pub fn byte(&self, code_point: u32) -> Option<usize> {
        if code_point > self.len {
            return None;
        }
        let number = code_point as usize;
        if self.ascii {
            return Some(number);
        }
        let from = *self.marks.get(number / Self::STEP)?;
        let rest = self.text.get(from..)?;
        let ahead = number % Self::STEP;
        rest.char_indices()
            .map(|(byte, _)| from + byte)
            .chain([self.text.len()])
            .nth(ahead)
    }

    /// The words between two code points, or `None` when the range is reversed or out of bounds.
    pub fn slice(&self, start: u32, end: u32) -> Option<&'t str> {
        if start > end {
            return None;
        }
        self.text.get(self.byte(start)?..self.byte(end)?)
    }

    /// The span between two code points, or `None` when the range is reversed or out of bounds.
    pub fn span(&self, start: u32, end: u32) -> Option<Span> {
        Some(Span {
            start,
            end,
            text: self.slice(start, end)?.to_owned(),
        })
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}
