//! Words and single marks, with byte offsets.

/// A word (a run of letters and digits) or a single other character, as a byte range of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What it looks like.
    pub shape: Shape,
    /// Whether white space (or the start of the text) stands before it.
    pub spaced: bool,
}

impl Token {
    /// The token's characters.
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start as usize..self.end as usize]
    }

    /// The token's byte range.
    pub fn range(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether it is a word (not a punctuation mark or symbol).
    pub fn is_word(&self) -> bool {
        self.shape != Shape::Mark
    }
}

/// What a token looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Shape {
    /// All letters small.
    Lower = 0,
    /// First letter large, the others small.
    Capitalised = 1,
    /// All letters large, two at least.
    Upper = 2,
    /// Large and small letters mixed.
    Mixed = 3,
    /// Digits, possibly with letters.
    Digits = 4,
    /// A punctuation mark or symbol.
    Mark = 5,
    /// One large letter.
    Initial = 6,
    /// Letters without case.
    Uncased = 7,
}

impl Shape {
    /// Number of shapes.
    pub const COUNT: usize = 8;

    fn of_word(word: &str) -> Self {
        let (mut upper, mut lower, mut digits, mut first_upper, mut letters) = (0, 0, 0, false, 0);
        for c in word.chars() {
            if c.is_numeric() {
                digits += 1;
            } else if c.is_uppercase() {
                first_upper |= letters == 0;
                letters += 1;
                upper += 1;
            } else if c.is_lowercase() {
                letters += 1;
                lower += 1;
            }
        }
        match (digits > 0, upper, lower) {
            (true, _, _) => Self::Digits,
            (_, 0, 0) => Self::Uncased,
            (_, 0, _) => Self::Lower,
            (_, 1, 0) => Self::Initial,
            (_, _, 0) => Self::Upper,
            (_, 1, _) if first_upper => Self::Capitalised,
            _ => Self::Mixed,
        }
    }
}

/// Characters that print nothing: zero-width and bidirectional controls, byte order marks, other control characters.
/// They belong to no token, except inside a word, where they do not split it.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}'
        | '\u{FEFF}' | '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{FE00}'..='\u{FE0F}')
        || (c.is_control() && !c.is_whitespace())
}

fn joins_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_combining(c)
}

/// Combining marks of the scripts that news in Latin letters uses, and of the neighbours' scripts.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05BD}' | '\u{0610}'..='\u{061A}'
        | '\u{064B}'..='\u{065F}' | '\u{0900}'..='\u{0903}' | '\u{093A}'..='\u{094F}' | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Chinese characters and kana stand for themselves: there are no spaces to tell words by.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{2FA1F}')
}

/// Splits `text` into tokens. Doubled single marks (`''`, ` `` `) are one token.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5);
    let mut spaced = true;
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            spaced = true;
            continue;
        }
        if is_invisible(c) {
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut shape = Shape::Mark;
        if is_ideograph(c) {
            shape = Shape::Uncased;
        } else if joins_word(c) {
            // an invisible character joins a word only when more of the word follows
            let mut reach = end;
            while let Some(&(at, next)) = chars.peek() {
                if joins_word(next) && !is_ideograph(next) {
                    end = at + next.len_utf8();
                } else if !is_invisible(next) {
                    break;
                }
                reach = at + next.len_utf8();
                chars.next();
            }
            debug_assert!(reach >= end);
            shape = Shape::of_word(&text[start..end]);
        } else if matches!(c, '\'' | '`' | '´') && chars.peek().is_some_and(|&(_, next)| next == c) {
            chars.next();
            end += c.len_utf8();
        }
        out.push(Token {
            start: start as u32,
            end: end as u32,
            shape,
            spaced,
        });
        spaced = false;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|t| t.text(text)).collect()
    }

    #[test]
    fn splits_words_and_marks() {
        assert_eq!(
            words("Don't, Mr. O’Neil!"),
            ["Don", "'", "t", ",", "Mr", ".", "O", "’", "Neil", "!"]
        );
        assert_eq!(words("``Yes,'' he said"), ["``", "Yes", ",", "''", "he", "said"]);
        assert_eq!(words("e\u{301}te\u{301}"), ["e\u{301}te\u{301}"]);
        assert_eq!(words("so\u{AD}lar\u{200B} “x”"), ["so\u{AD}lar", "“", "x", "”"]);
        assert_eq!(words("\u{FEFF}😀a"), ["😀", "a"]);
    }

    #[test]
    fn tells_shapes() {
        let shapes = |text: &str| tokens(text).iter().map(|t| t.shape).collect::<Vec<_>>();
        use Shape::*;
        assert_eq!(
            shapes("the Bank NATO McCoy 5th A . 好"),
            [Lower, Capitalised, Upper, Mixed, Digits, Initial, Mark, Uncased]
        );
    }

    proptest! {
        #[test]
        fn tokens_cover_every_visible_character(text in "\\PC*|[a-zA-Z'\"“”., \\n\u{200B}\u{AD}é😀]{0,60}") {
            let tokens = tokens(&text);
            let mut last = 0;
            for token in &tokens {
                prop_assert!(token.start as usize >= last && token.end > token.start);
                let gap = &text[last..token.start as usize];
                prop_assert!(gap.chars().all(|c| c.is_whitespace() || is_invisible(c)));
                last = token.end as usize;
            }
            prop_assert!(text[last..].chars().all(|c| c.is_whitespace() || is_invisible(c)));
        }
    }
}
