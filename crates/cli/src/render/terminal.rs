//! Text on terminals: made harmless, measured, wrapped.

use std::borrow::Cow;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How a character is shown that could steer a terminal or reorder the words around it; `None` for all others.
pub(crate) fn stand_in(c: char) -> Option<Cow<'static, str>> {
    match c {
        '\n' | '\t' => None,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).map(|picture| picture.to_string().into()),
        '\u{7f}' => Some("␡".into()),
        '\u{80}'..='\u{9f}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFF9}'..='\u{FFFB}' => {
            Some(format!("<U+{:04X}>", c as u32).into())
        }
        _ => None,
    }
}

/// The text with every control character and bidirectional override made visible; `\r\n` and `\r` become `\n`.
pub fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\r' || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}') {
            if !(c == '\r' && chars.peek() == Some(&'\n')) {
                shown.push('\n');
            }
            continue;
        }
        match stand_in(c) {
            Some(picture) => shown.push_str(&picture),
            None => shown.push(c),
        }
    }
    shown
}

/// Escapes JSON on its way to a terminal; the value stays the same.
pub fn harmless_json(json: &str) -> Cow<'_, str> {
    let risky = |c: char| c != '\n' && stand_in(c).is_some();
    if !json.contains(risky) {
        return Cow::Borrowed(json);
    }
    let mut shown = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if risky(c) {
            shown.push_str(&format!("\\u{:04x}", c as u32))
        } else {
            shown.push(c)
        }
    }
    Cow::Owned(shown)
}

/// Columns that `text` takes.
pub(crate) fn columns(text: &str) -> usize {
    text.width()
}

/// Breaks `text` into lines of at most `width` columns; the first line has `first` columns fewer.
///
/// Words break only when they are longer than a line. Line ends inside a paragraph become spaces, empty lines
/// become line breaks, hard spaces hold. The result has at least one line.
pub(crate) fn wrap(text: &str, width: usize, first: usize) -> Vec<String> {
    let width = width.max(8);
    let mut lines = Lines {
        done: Vec::new(),
        line: String::new(),
        used: first.min(width),
        width,
        started: false,
    };
    let mut gap = Gap::None;
    let mut word = String::new();
    for c in harmless(text).chars().chain([' ']) {
        if !matches!(c, ' ' | '\n' | '\t' | '\u{3000}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200A}') {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            lines.add(&word, gap == Gap::Paragraph);
            word.clear();
            gap = Gap::None;
        }
        gap = match (c, gap) {
            ('\n', Gap::Line | Gap::Paragraph) | (_, Gap::Paragraph) => Gap::Paragraph,
            ('\n', _) | (_, Gap::Line) => Gap::Line,
            _ => Gap::Space,
        };
    }
    lines.finish()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Space,
    Line,
    Paragraph,
}

struct Lines {
    done: Vec<String>,
    line: String,
    used: usize,
    width: usize,
    /// Whether the current line holds a word.
    started: bool,
}

impl Lines {
    fn add(&mut self, word: &str, paragraph: bool) {
        let columns = columns(word);
        let space = usize::from(self.started);
        if self.started && (paragraph || self.used + space + columns > self.width) {
            self.end_line();
        } else if self.started {
            self.line.push(' ');
            self.used += 1;
        } else if self.used > 0 && self.used + columns > self.width && self.done.is_empty() {
            self.end_line();
        }
        if self.used + columns <= self.width {
            self.line.push_str(word);
            self.used += columns;
        } else {
            self.add_broken(word);
        }
        self.started = true;
    }

    /// A word longer than a line breaks wherever it must, never before a combining character.
    fn add_broken(&mut self, word: &str) {
        for c in word.chars() {
            let columns = c.width().unwrap_or(0);
            if columns > 0 && self.used + columns > self.width {
                self.end_line();
            }
            self.line.push(c);
            self.used += columns;
        }
    }

    fn end_line(&mut self) {
        self.done.push(std::mem::take(&mut self.line));
        self.used = 0;
        self.started = false;
    }

    fn finish(mut self) -> Vec<String> {
        if self.started || self.done.is_empty() {
            self.end_line();
        }
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_overrides_become_visible() {
        let shown = harmless("a\u{1b}[31mred\u{7} \u{9b}2J\u{202e}txt\u{2066}\r\nnext\rlast\u{7f}");
        assert_eq!(shown, "a␛[31mred␇ <U+009B>2J<U+202E>txt<U+2066>\nnext\nlast␡");
    }

    #[test]
    fn json_stays_the_same_value() {
        let json = serde_json::to_string("a\u{9b}b\u{202e}\u{1b}é").unwrap();
        let shown = harmless_json(&json);
        assert!(shown.chars().all(|c| stand_in(c).is_none()));
        assert_eq!(
            serde_json::from_str::<String>(&shown).unwrap(),
            "a\u{9b}b\u{202e}\u{1b}é"
        );
    }

    #[test]
    fn lines_fit_and_words_stay_whole() {
        assert_eq!(wrap("one two three four", 9, 0), ["one two", "three", "four"]);
        assert_eq!(wrap("one two", 9, 8), ["", "one two"]);
        assert_eq!(wrap("a\nb\n\nc", 20, 0), ["a b", "c"]);
        assert_eq!(wrap("", 20, 0), [""]);
        assert_eq!(wrap("ten\u{a0}years on", 9, 0), ["ten\u{a0}years", "on"]);
    }

    #[test]
    fn wide_and_combining_characters_are_measured() {
        assert_eq!(
            wrap("東京都の知事は述べた", 8, 0),
            ["東京都の", "知事は述", "べた"]
        );
        let accents = "e\u{301}".repeat(10);
        assert_eq!(wrap(&accents, 8, 0), ["e\u{301}".repeat(8), "e\u{301}".repeat(2)]);
    }

    #[test]
    fn a_million_character_word_wraps_in_linear_time() {
        let lines = wrap(&"x".repeat(1_000_000), 80, 0);
        assert_eq!(lines.len(), 12_500);
    }

    proptest::proptest! {
        #[test]
        fn nothing_but_white_space_is_lost(text in "\\PC{0,80}", width in 8usize..40, first in 0usize..50) {
            let bare = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let lines = wrap(&text, width, first);
            proptest::prop_assert_eq!(bare(&lines.concat()), bare(&harmless(&text)));
        }
    }
}
