//! A short text as words, numbers and signs.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, made small.
    Word(String),
    /// Digits: their value, and how many there are.
    Number(u64, usize),
    /// Any other character that is no white space.
    Sign(char),
}

/// A token, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) range: Range<usize>,
}

/// Texts are read this far; what is looked for in them is short.
const MOST: usize = 400;

/// The first tokens of a text.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if out.len() >= MOST {
            break;
        }
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        let digit = c.is_ascii_digit();
        if !digit && !c.is_alphabetic() {
            out.push(Token {
                kind: Kind::Sign(c),
                range: start..end,
            });
            continue;
        }
        while let Some(&(at, next)) = chars.peek() {
            let same = if digit {
                next.is_ascii_digit()
            } else {
                next.is_alphabetic()
            };
            if !same {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        let piece = text.get(start..end).unwrap_or_default();
        let kind = if digit {
            // more digits than any date has: no value
            Kind::Number(piece.parse().unwrap_or(u64::MAX), piece.len())
        } else {
            Kind::Word(piece.to_lowercase())
        };
        out.push(Token {
            kind,
            range: start..end,
        });
    }
    out
}

/// A place in a row of tokens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'t> {
    tokens: &'t [Token],
    pub(crate) at: usize,
    /// A time zone of the United States was read.
    pub(crate) american: bool,
}

impl<'t> Cursor<'t> {
    pub(crate) fn new(tokens: &'t [Token], at: usize) -> Self {
        Self {
            tokens,
            at,
            american: false,
        }
    }

    fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.at)
    }

    pub(crate) fn step(&mut self) {
        self.at += 1;
    }

    /// The word that stands here, in small letters.
    pub(crate) fn word(&self) -> Option<&'t str> {
        match &self.peek()?.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The number that stands here, and its digits.
    pub(crate) fn number(&self) -> Option<(u64, usize)> {
        match self.peek()?.kind {
            Kind::Number(value, digits) => Some((value, digits)),
            _ => None,
        }
    }

    /// Reads a sign.
    pub(crate) fn eat(&mut self, sign: char) -> bool {
        let is = matches!(self.peek(), Some(Token { kind: Kind::Sign(c), .. }) if *c == sign);
        self.at += usize::from(is);
        is
    }

    /// Whether a sign stands here without a blank before it.
    pub(crate) fn touches(&self, sign: char) -> bool {
        let Some(token) = self.peek() else { return false };
        let before = self.at.checked_sub(1).and_then(|b| self.tokens.get(b));
        token.kind == Kind::Sign(sign) && before.is_some_and(|b| b.range.end == token.range.start)
    }

    /// The number right behind a sign that stands here.
    pub(crate) fn peek_after(&self, sign: char) -> Option<u64> {
        let mut ahead = *self;
        ahead.eat(sign).then_some(())?;
        let touching = ahead.peek()?.range.start == self.peek()?.range.end;
        ahead.number().filter(|_| touching).map(|n| n.0)
    }
}
