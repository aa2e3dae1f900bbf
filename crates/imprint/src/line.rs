//! The lines of a text that are looked at: the first ones, the last ones, and all of them once, shortly.

use std::ops::Range;

/// Lines with something in them that may stand ahead of the body.
const HEAD_LINES: usize = 30;
/// Bytes in which they stand.
const HEAD_BYTES: usize = 8 << 10;
/// Lines that may stand after the body.
const TAIL_LINES: usize = 12;
/// Bytes in which they stand.
const TAIL_BYTES: usize = 6 << 10;

/// A line with something in it, without the blanks around it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'t> {
    pub(crate) text: &'t str,
    /// Bytes of the text before it.
    pub(crate) start: usize,
    /// Whether an empty line, or the text's beginning, stands before it.
    pub(crate) opens: bool,
    /// Whether an empty line, or the text's end, stands after it.
    pub(crate) closes: bool,
}

impl Line<'_> {
    pub(crate) fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// Whether it reads as a sentence of the body, not as something set above or below it.
    pub(crate) fn is_prose(&self) -> bool {
        let ends = self
            .text
            .trim_end_matches(['"', '”', '’', '\'', ')', '»'])
            .ends_with(['.', '!', '?', ':', '…']);
        self.text.len() >= 180 || (ends && self.text.len() >= 50)
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

/// All lines with something in them.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut at = 0;
    let mut blank = true;
    let raw = memchr::memchr_iter(b'\n', text.as_bytes()).chain(std::iter::once(text.len()));
    raw.filter_map(move |end| {
        let line = text.get(at..end).unwrap_or_default();
        let left = line.trim_start_matches(is_blank);
        let start = at + line.len() - left.len();
        let found = left.trim_end_matches(is_blank);
        at = end + 1;
        let opens = std::mem::replace(&mut blank, found.is_empty());
        if found.is_empty() {
            return None;
        }
        let closes = text.get(end + 1..).is_none_or(|after| {
            after
                .trim_start_matches([' ', '\t', '\r', '\u{a0}'])
                .starts_with('\n')
                || after.is_empty()
        });
        Some(Line {
            text: found,
            start,
            opens,
            closes,
        })
    })
}

/// The first lines.
pub(crate) fn head(text: &str) -> Vec<Line<'_>> {
    lines(text)
        .take(HEAD_LINES)
        .take_while(|line| line.start <= HEAD_BYTES)
        .collect()
}

/// The last lines, none of which begins before `from`.
pub(crate) fn tail(text: &str, from: usize) -> Vec<Line<'_>> {
    let mut first = text.len().saturating_sub(TAIL_BYTES);
    // a line that has begun earlier is not one of the last
    if first > 0 {
        first = memchr::memchr(b'\n', text.as_bytes().get(first..).unwrap_or_default())
            .map_or(text.len(), |at| first + at + 1);
    }
    let first = first.max(from.min(text.len()));
    let mut found: Vec<Line<'_>> = lines(text.get(first..).unwrap_or_default())
        .map(|line| Line {
            start: first + line.start,
            ..line
        })
        .collect();
    found.split_off(found.len().saturating_sub(TAIL_LINES))
}
