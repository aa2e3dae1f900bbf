//! A place in a line of text, moved on by what stands there.

#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'t> {
    text: &'t str,
    /// Bytes read; on a character's boundary.
    pub(crate) at: usize,
}

/// Blanks inside a line, the ones that do not break included.
pub(crate) fn is_space(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\u{a0}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{3000}'
    )
}

impl<'t> Cursor<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    pub(crate) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(crate) fn since(&self, start: usize) -> &'t str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The character just read.
    pub(crate) fn last(&self) -> Option<char> {
        self.since(0).chars().next_back()
    }

    pub(crate) fn is_end(&self) -> bool {
        self.rest().is_empty()
    }

    /// Reads one character that is wanted.
    pub(crate) fn take(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let c = self.peek().filter(|&c| wanted(c))?;
        self.at += c.len_utf8();
        Some(c)
    }

    pub(crate) fn eat(&mut self, words: &str) -> bool {
        let is = self.rest().starts_with(words);
        if is {
            self.at += words.len();
        }
        is
    }

    /// Reads ASCII words, in capitals or not.
    pub(crate) fn eat_word(&mut self, word: &str) -> bool {
        let Some(found) = self.rest().get(..word.len()) else {
            return false;
        };
        let ends = !self
            .rest()
            .get(word.len()..)
            .is_some_and(|r| r.starts_with(char::is_alphanumeric));
        let is = found.eq_ignore_ascii_case(word) && ends;
        if is {
            self.at += word.len();
        }
        is
    }

    pub(crate) fn spaces(&mut self) -> bool {
        let start = self.at;
        while self.take(is_space).is_some() {}
        self.at > start
    }

    /// Reads the letters that stand here.
    pub(crate) fn letters(&mut self) -> &'t str {
        let start = self.at;
        while self.take(char::is_alphabetic).is_some() {}
        self.since(start)
    }

    /// Reads a number of at most `most` ASCII digits that no further digit follows; its value and how many digits it has.
    pub(crate) fn number(&mut self, most: usize) -> Option<(u32, usize)> {
        let start = *self;
        while self.take(|c| c.is_ascii_digit()).is_some() {}
        let digits = self.since(start.at);
        if digits.is_empty() || digits.len() > most {
            *self = start;
            return None;
        }
        Some((digits.parse().ok()?, digits.len()))
    }

    /// Whether a word or number could not go on here.
    pub(crate) fn at_boundary(&self) -> bool {
        self.peek().is_none_or(|c| !c.is_alphanumeric())
    }
}
