//! A value as runs of digits, runs of letters, and marks.

/// A run of digits or letters, or a mark.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Digits,
    Letters,
    Mark(char),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'t> {
    kind: Kind,
    text: &'t str,
    /// Where it begins.
    at: usize,
    /// White space stands ahead of it.
    spaced: bool,
}

pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out: Vec<Token<'_>> = Vec::new();
    let mut spaced = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let is_same: fn(char) -> bool = match c {
            c if c.is_whitespace() => char::is_whitespace,
            '0'..='9' => |c| c.is_ascii_digit(),
            c if c.is_alphabetic() => char::is_alphabetic,
            _ => |_| false,
        };
        let end = rest.find(|c| !is_same(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end.max(c.len_utf8()));
        let at = text.len() - rest.len();
        rest = after;
        if c.is_whitespace() {
            spaced = true;
            continue;
        }
        let kind = match c {
            '0'..='9' => Kind::Digits,
            c if c.is_alphabetic() => Kind::Letters,
            c => Kind::Mark(c),
        };
        out.push(Token {
            kind,
            text: run,
            at,
            spaced,
        });
        spaced = false;
    }
    out
}

/// A place in a value. What it is asked for lies so many tokens ahead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'t> {
    text: &'t str,
    tokens: &'t [Token<'t>],
}

impl<'t> Cursor<'t> {
    pub(crate) fn new(text: &'t str, tokens: &'t [Token<'t>]) -> Self {
        Self { text, tokens }
    }

    pub(crate) fn left(&self) -> usize {
        self.tokens.len()
    }

    pub(crate) fn step(&mut self, count: usize) {
        self.tokens = self.tokens.get(count..).unwrap_or_default();
    }

    pub(crate) fn digits(&self, ahead: usize) -> Option<&'t str> {
        self.tokens
            .get(ahead)
            .filter(|t| matches!(t.kind, Kind::Digits))
            .map(|t| t.text)
    }

    pub(crate) fn letters(&self, ahead: usize) -> Option<&'t str> {
        self.tokens
            .get(ahead)
            .filter(|t| matches!(t.kind, Kind::Letters))
            .map(|t| t.text)
    }

    pub(crate) fn mark(&self, ahead: usize) -> Option<char> {
        match self.tokens.get(ahead)?.kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    /// Whether no white space parts a token from the one before it.
    pub(crate) fn is_joined(&self, ahead: usize) -> bool {
        self.tokens.get(ahead).is_some_and(|t| !t.spaced)
    }

    /// Steps over all up to the next white space or comma.
    pub(crate) fn word(&mut self) -> Option<&'t str> {
        let start = self.tokens.first()?.at;
        let rest = self.text.get(start..)?;
        let len = rest
            .find(|c: char| c.is_whitespace() || c == ',')
            .unwrap_or(rest.len());
        let count = self.tokens.iter().take_while(|t| t.at < start + len).count();
        self.step(count);
        rest.get(..len)
    }
}
