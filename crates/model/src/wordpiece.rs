//! Word pieces of the base model (uncased BERT vocabulary).

use onrecord_text::{Mark, is_invisible};
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One piece a line; the line number is the piece's id. From all-MiniLM-L6-v2 (Apache-2.0), as BERT has it.
const VOCABULARY: &str = include_str!("../data/vocab.txt");

/// Longer words are one unknown piece, as in BERT's own tokeniser.
const MAX_CHARS: usize = 100;

/// Start of a sequence.
pub const CLS: u32 = 101;
/// End of a sequence.
pub const SEP: u32 = 102;
/// A word that the vocabulary cannot spell.
pub const UNKNOWN: u32 = 100;

/// Splits words into pieces.
#[derive(Debug)]
pub struct WordPieces {
    starts: HashMap<&'static str, u32>,
    inner: HashMap<&'static str, u32>,
    longest: usize,
}

impl Default for WordPieces {
    fn default() -> Self {
        Self::new()
    }
}

impl WordPieces {
    /// Builds the look-up tables.
    pub fn new() -> Self {
        let mut starts = HashMap::with_capacity(26_000);
        let mut inner = HashMap::with_capacity(6_000);
        let mut longest = 0;
        for (id, piece) in VOCABULARY.lines().enumerate() {
            let (table, piece) = match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => (&mut inner, rest),
                _ => (&mut starts, piece),
            };
            longest = longest.max(piece.len());
            table.insert(piece, id as u32);
        }
        Self {
            starts,
            inner,
            longest,
        }
    }

    /// Number of pieces in the vocabulary.
    pub fn len(&self) -> usize {
        self.starts.len() + self.inner.len()
    }

    /// Whether the vocabulary is empty (it never is).
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Appends the pieces of one token to `out`; at least one.
    pub fn encode(&self, token: &str, out: &mut Vec<u32>) {
        let plain = plain(token);
        self.encode_plain(&plain, out);
    }

    /// Appends the pieces of a token already made [`plain`].
    pub(crate) fn encode_plain(&self, word: &str, out: &mut Vec<u32>) {
        let from = out.len();
        let mut rest = word;
        if rest.is_empty() || rest.chars().count() > MAX_CHARS {
            out.push(UNKNOWN);
            return;
        }
        while !rest.is_empty() {
            let table = if out.len() == from {
                &self.starts
            } else {
                &self.inner
            };
            let mut end = rest.len().min(self.longest);
            while !rest.is_char_boundary(end) {
                end -= 1;
            }
            let hit = loop {
                if end == 0 {
                    break None;
                }
                if let Some(&id) = table.get(&rest[..end]) {
                    break Some(id);
                }
                end -= 1;
                while !rest.is_char_boundary(end) {
                    end -= 1;
                }
            };
            let Some(id) = hit else {
                out.truncate(from);
                out.push(UNKNOWN);
                return;
            };
            out.push(id);
            rest = &rest[end..];
        }
    }
}

/// The token in small letters, without accents and invisible characters; quotation marks of every kind become `"` or `'`.
pub(crate) fn plain(token: &str) -> String {
    if let Some(mark) = Mark::of(token) {
        return if mark.double { "\"" } else { "'" }.to_owned();
    }
    if token.is_ascii() {
        return token.to_ascii_lowercase();
    }
    token
        .to_lowercase()
        .nfd()
        .filter(|&c| !is_combining_mark(c) && !is_invisible(c))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encode(word: &str) -> Vec<u32> {
        let mut out = Vec::new();
        WordPieces::new().encode(word, &mut out);
        out
    }

    #[test]
    fn agrees_with_the_base_models_tokeniser() {
        // ids written down from the base model's own tokeniser
        assert_eq!(encode("the"), [1996]);
        assert_eq!(encode("Ambassador"), [6059]);
        assert_eq!(encode("unaffable"), [14477, 20961, 3468]);
        assert_eq!(encode("é"), encode("e"));
        assert_eq!(encode("“"), encode("\""));
        assert_eq!(encode("\u{1F600}"), [UNKNOWN]);
        assert_eq!(encode(&"a".repeat(101)), [UNKNOWN]);
    }

    proptest! {
        #[test]
        fn never_empty_never_panics(word in "\\PC{0,20}") {
            prop_assert!(!encode(&word).is_empty());
        }
    }
}
