//! What the networks see of a text: a row of features for every token.
//!
//! The training code reads the same features (written by `onrecord-dev features`), so that training and reading
//! can never differ.

use crate::wordpiece::{WordPieces, plain};
use onrecord_text::{Layout, QuoteState, Shape};

/// What a sequence is read as. Each is a row of its own in the models' tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Reading {
    /// A stretch of an article, by Onrecord's guide: the outermost statements.
    Article = 0,
    /// A stretch of an article, by PolNeAR's guidelines.
    Polnear = 1,
    /// The content of a statement: the statements inside it.
    Content = 2,
}

impl Reading {
    /// Number of readings.
    pub const COUNT: usize = 3;
}

/// Rows of the encoder's extra table: shapes, then breaks, then quotation states, then readings.
pub const EXTRA_ROWS: usize = Shape::COUNT + Break::COUNT + QuoteState::COUNT + Reading::COUNT;

/// Extra rows added to every piece.
pub const EXTRAS: usize = 4;

/// What begins at a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Break {
    /// Nothing.
    None = 0,
    /// A sentence.
    Sentence = 1,
    /// A paragraph.
    Paragraph = 2,
}

impl Break {
    /// Number of kinds.
    pub const COUNT: usize = 3;
}

/// Rows of the small model's hashed tables.
pub const WORD_ROWS: u32 = 16_384;
/// Rows for beginnings of words.
pub const PREFIX_ROWS: u32 = 4_096;
/// Rows for ends of words.
pub const SUFFIX_ROWS: u32 = 4_096;
/// Rows for patterns of letters and digits.
pub const SHAPE_ROWS: u32 = 512;
/// Rows for break, quotation state and reading together.
pub const STATE_ROWS: u32 = (Break::COUNT * QuoteState::COUNT * Reading::COUNT) as u32;
/// Features of the small model: word, prefix, suffix, pattern, first piece, last piece, state.
pub const SMALL_FEATURES: usize = 7;

/// The features of every token of a text.
#[derive(Clone, Debug, Default)]
pub struct Features {
    /// Word pieces of all tokens, one after the other.
    pub pieces: Vec<u32>,
    /// Index into `pieces` of each token's first piece, and the total at the end.
    pub first: Vec<u32>,
    /// Each token's shape.
    pub shape: Vec<u8>,
    /// What begins at each token.
    pub breaks: Vec<u8>,
    /// Where each token stands with regard to quotation marks.
    pub quote: Vec<u8>,
    /// Rows of the hashed tables for each token: word, prefix, suffix, pattern.
    pub hashed: Vec<[u32; 4]>,
}

impl Features {
    /// Computes the features of a text laid out. Linear in its length.
    pub fn new(layout: &Layout<'_>, words: &WordPieces) -> Self {
        let tokens = layout.tokens();
        let mut out = Self {
            pieces: Vec::with_capacity(tokens.len() * 5 / 4),
            first: Vec::with_capacity(tokens.len() + 1),
            shape: Vec::with_capacity(tokens.len()),
            breaks: vec![Break::None as u8; tokens.len()],
            quote: layout.quote_states().iter().map(|&s| s as u8).collect(),
            hashed: Vec::with_capacity(tokens.len()),
        };
        for token in tokens {
            let printed = token.text(layout.text());
            let plain = plain(printed);
            out.first.push(out.pieces.len() as u32);
            words.encode_plain(&plain, &mut out.pieces);
            out.shape.push(token.shape as u8);
            out.hashed.push([
                hash(&plain, 1) % WORD_ROWS,
                hash(head(&plain, 3), 2) % PREFIX_ROWS,
                hash(tail(&plain, 3), 3) % SUFFIX_ROWS,
                hash(&pattern(printed), 4) % SHAPE_ROWS,
            ]);
        }
        out.first.push(out.pieces.len() as u32);
        for sentence in layout.sentences() {
            out.breaks[sentence.tokens.start] = Break::Sentence as u8;
        }
        for paragraph in layout.paragraphs() {
            out.breaks[paragraph.start] = Break::Paragraph as u8;
        }
        out
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.shape.len()
    }

    /// Whether there are no tokens.
    pub fn is_empty(&self) -> bool {
        self.shape.is_empty()
    }

    /// Number of pieces of the tokens in `range`.
    pub fn piece_count(&self, range: std::ops::Range<usize>) -> usize {
        (self.first[range.end] - self.first[range.start]) as usize
    }

    /// Rows of the encoder's extra table for a token.
    pub fn extra_rows(&self, token: usize, reading: Reading) -> [u16; EXTRAS] {
        let breaks = Shape::COUNT;
        let quote = breaks + Break::COUNT;
        let readings = quote + QuoteState::COUNT;
        [
            u16::from(self.shape[token]),
            breaks as u16 + u16::from(self.breaks[token]),
            quote as u16 + u16::from(self.quote[token]),
            readings as u16 + reading as u16,
        ]
    }

    /// Rows of the small model's tables for a token.
    pub fn small_rows(&self, token: usize, reading: Reading) -> [u32; SMALL_FEATURES] {
        let [word, prefix, suffix, pattern] = self.hashed[token];
        let first = self.pieces[self.first[token] as usize];
        let last = self.pieces[self.first[token + 1] as usize - 1];
        let state = (u32::from(self.breaks[token]) * QuoteState::COUNT as u32 + u32::from(self.quote[token]))
            * Reading::COUNT as u32
            + reading as u32;
        [word, prefix, suffix, pattern, first, last, state]
    }
}

/// FNV-1a with a seed, folded to 32 bits: the same on every machine.
fn hash(word: &str, seed: u64) -> u32 {
    let mut h = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    for b in word.bytes() {
        h = (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
    }
    (h ^ (h >> 32)) as u32
}

fn head(word: &str, chars: usize) -> &str {
    word.char_indices().nth(chars).map_or(word, |(at, _)| &word[..at])
}

fn tail(word: &str, chars: usize) -> &str {
    word.char_indices()
        .rev()
        .nth(chars - 1)
        .map_or(word, |(at, _)| &word[at..])
}

/// "McCoy" → "XxXxx", "1999" → "dd", "—" → "—": runs are shortened to two.
fn pattern(word: &str) -> String {
    let mut out = String::new();
    let (mut last, mut run) = (' ', 0);
    for c in word.chars() {
        let class = match c {
            _ if c.is_numeric() => 'd',
            _ if c.is_uppercase() => 'X',
            _ if c.is_alphabetic() => 'x',
            _ => c,
        };
        run = if class == last { run + 1 } else { 1 };
        last = class;
        if run <= 2 && out.len() < 16 {
            out.push(class);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_has_a_row() {
        let layout = Layout::new("“It works,” she said.\n\nGood.");
        let features = Features::new(&layout, &WordPieces::new());
        assert_eq!(features.len(), layout.tokens().len());
        assert_eq!(features.first.len(), features.len() + 1);
        assert_eq!(features.breaks, [2, 0, 0, 0, 0, 0, 0, 0, 2, 0]);
        assert_eq!(features.quote, [2, 1, 1, 1, 3, 0, 0, 0, 0, 0]);
        for token in 0..features.len() {
            assert!(
                features
                    .extra_rows(token, Reading::Content)
                    .iter()
                    .all(|&r| usize::from(r) < EXTRA_ROWS)
            );
            assert!(features.small_rows(token, Reading::Content)[6] < STATE_ROWS);
        }
    }

    #[test]
    fn patterns_and_ends() {
        assert_eq!(pattern("McCoy"), "XxXxx");
        assert_eq!(pattern("19995"), "dd");
        assert_eq!(
            (head("élan", 3), tail("élan", 3), tail("é", 3)),
            ("éla", "lan", "é")
        );
    }
}
