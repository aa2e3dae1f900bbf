//! A text as words that can be compared, each with the bytes that it stands for.

use crate::fold::{fold, is_apostrophe, is_diacritic};
use std::ops::Range;

/// The words of a text in order, folded for comparison.
///
/// Case, diacritics and typographic variants are folded away, punctuation is dropped. Numbers are one word each, without thousands
/// separators (`1,200.50` is `1200.50`). Signs that change what is meant are words: currencies, `%`, `&`, `°`, `+`, `=`, and a minus
/// sign ahead of a number belongs to it. An apostrophe inside a word is kept as `'`, hyphens part words, letters with points are one word
/// (`U.S.` is `us`). Where a script sets no blanks between words (Han, kana, Thai, Lao, Khmer, Burmese), every character is one.
///
/// ```
/// use onrecord_compare::Words;
/// let words = Words::of("“We’ve PAID €1,200,” Mélanie said.");
/// let folded: Vec<&str> = words.iter().map(|word| word.folded).collect();
/// assert_eq!(folded, ["we've", "paid", "€", "1200", "melanie", "said"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    folded: String,
    places: Vec<Place>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    range: Range<usize>,
    /// End of its letters in `folded`; they begin where those of the word before end.
    end: usize,
}

/// One word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// The bytes that it stands for.
    pub range: Range<usize>,
    /// How it is compared.
    pub folded: &'a str,
}

impl Words {
    /// Reads all words of `text`. Takes time and memory in proportion to it.
    pub fn of(text: &str) -> Self {
        let mut words = Self::default();
        words.read(text);
        words
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The word with that number, from 0.
    pub fn get(&self, n: usize) -> Option<Word<'_>> {
        let place = self.places.get(n)?;
        Some(Word {
            range: place.range.clone(),
            folded: self.folded.get(self.start(n)..place.end)?,
        })
    }

    /// All words in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Word<'_>> + Clone {
        (0..self.len()).map(|n| Word {
            range: self.places[n].range.clone(),
            folded: self.folded(n),
        })
    }

    /// The bytes from the first word of `words` to its last; the empty range behind the word before when there is none.
    pub fn bytes(&self, words: Range<usize>) -> Range<usize> {
        let before = |n: usize| n.checked_sub(1).and_then(|n| self.places.get(n));
        let Some(first) = self.places.get(words.start).filter(|_| words.start < words.end) else {
            let at = before(words.start.min(self.len())).map_or(0, |place| place.range.end);
            return at..at;
        };
        let last = before(words.end.min(self.len())).map_or(first.range.end, |place| place.range.end);
        first.range.start..last
    }

    /// How word `n` is compared; nothing when there is no such word.
    pub(crate) fn folded(&self, n: usize) -> &str {
        match self.places.get(n) {
            Some(place) => &self.folded[self.start(n)..place.end],
            None => "",
        }
    }

    fn start(&self, n: usize) -> usize {
        n.checked_sub(1).map_or(0, |before| self.places[before].end)
    }

    fn read(&mut self, text: &str) {
        let mut chars = text.char_indices().peekable();
        let mut before = ' ';
        while let Some((start, c)) = chars.next() {
            let minus = matches!(c, '-' | '\u{2212}')
                && !before.is_alphanumeric()
                && chars.peek().is_some_and(|&(_, next)| next.is_ascii_digit());
            before = c;
            if is_sign(c) || minus {
                if minus {
                    self.folded.push('-');
                } else {
                    fold(c, &mut self.folded);
                }
                self.close(start..start + c.len_utf8());
                continue;
            }
            if !c.is_alphanumeric() {
                continue;
            }
            let end = if stands_alone(c) {
                fold(c, &mut self.folded);
                start + c.len_utf8()
            } else {
                self.read_word(&text[start..]) + start
            };
            self.close(start..end);
            while let Some((_, c)) = chars.next_if(|&(at, _)| at < end) {
                before = c;
            }
        }
    }

    /// Folds the word that `text` begins with; how many bytes it has.
    fn read_word(&mut self, text: &str) -> usize {
        let from = self.folded.len();
        let mut pointed = false; // letters with points: "U.S."
        let mut length = 0;
        let mut chars = text.char_indices().peekable();
        let mut before = ' ';
        let mut letters = 0; // since the last point
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|&(_, c)| c);
            if c.is_alphanumeric() && !stands_alone(c) {
                fold(c, &mut self.folded);
                letters += 1;
            } else if is_diacritic(c) || is_invisible(c) || is_vowel_sign(c) {
                if is_vowel_sign(c) {
                    self.folded.push(c);
                }
            } else if is_apostrophe(c) && before.is_alphabetic() && next.is_some_and(char::is_alphabetic) {
                self.folded.push('\'');
            } else if before.is_ascii_digit()
                && next.is_some_and(|c| c.is_ascii_digit())
                && matches!(c, '.' | ',' | ':')
            {
                if c != ',' || !is_thousands(&text[at + 1..]) {
                    self.folded.push(c);
                }
            } else if c == '.'
                && letters == 1
                && before.is_alphabetic()
                && next.is_some_and(char::is_alphabetic)
                && single(&text[at + 1..])
            {
                pointed = true;
                letters = 0;
            } else {
                if pointed && c == '.' {
                    length = at + 1;
                }
                break;
            }
            before = c;
            length = at + c.len_utf8();
        }
        if self.folded.len() == from {
            // nothing is left of letters that are all marks: the word is compared as printed
            self.folded.push_str(&text[..length]);
        }
        length
    }

    fn close(&mut self, range: Range<usize>) {
        self.places.push(Place {
            range,
            end: self.folded.len(),
        });
    }
}

/// Whether exactly three digits follow: what stands before them parts thousands.
fn is_thousands(text: &str) -> bool {
    let digits = text.bytes().take(4).take_while(u8::is_ascii_digit).count();
    digits == 3
}

/// Whether `text` begins with one letter and no more: the next of "U.S.".
fn single(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_alphabetic) && !chars.next().is_some_and(char::is_alphanumeric)
}

/// Signs that change what is meant.
fn is_sign(c: char) -> bool {
    matches!(
        c,
        '%' | '‰' | '&' | '°' | '+' | '=' | '$' | '£' | '¥' | '¢' | '¤' | '№' | '\u{20a0}'
            ..='\u{20cf}' | '％' | '＄' | '￡' | '￥'
    )
}

/// Scripts that set no blanks between words.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Signs for vowels that are no letters by themselves and are no diacritics either.
fn is_vowel_sign(c: char) -> bool {
    matches!(c, '\u{0900}'..='\u{0dff}' | '\u{1b00}'..='\u{1bff}' | '\u{a800}'..='\u{abff}')
        && !c.is_alphanumeric()
        && !c.is_ascii()
        && !matches!(c, '\u{0964}' | '\u{0965}')
}

/// Characters that are printed as nothing: soft hyphens, joiners, marks of direction.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let words = Words::of(text);
        words.iter().map(|w| w.folded).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn words_as_they_are_compared() {
        assert_eq!(
            folded("It’s O'Neil’s 'well-known' café."),
            "it's|o'neil's|well|known|cafe"
        );
        assert_eq!(
            folded("U.S. aid of $1,234,567.5, up 3.5% (−4°)"),
            "us|aid|of|$|1234567.5|up|3.5|%|-|4|°"
        );
        assert_eq!(
            folded("2019-20 at 10:30, 3,50 and 5,6,7"),
            "2019|20|at|10:30|3,50|and|5,6,7"
        );
        assert_eq!(
            folded("co\u{ad}operate e.g. i.e. end.Of"),
            "cooperate|eg|ie|end|of"
        );
        assert_eq!(folded("東京 ok ไทย हिन्दी में"), "東|京|ok|ไ|ท|ย|हिन्दी|में");
        assert_eq!(folded("— … “” ' "), "");
    }

    #[test]
    fn ranges_of_words() {
        let text = "“U.S. aid”, she said";
        let words = Words::of(text);
        let printed: Vec<&str> = words.iter().map(|w| &text[w.range]).collect();
        assert_eq!(printed, ["U.S.", "aid", "she", "said"]);
        assert_eq!(&text[words.bytes(1..3)], "aid”, she");
        assert_eq!(words.bytes(1..1), words.bytes(0..1).end..words.bytes(0..1).end);
        assert_eq!(words.bytes(9..12), text.len()..text.len());
    }

    proptest::proptest! {
        /// Ranges are in order, apart, on character boundaries; no word is empty.
        #[test]
        fn ranges_are_disjoint(text in "\\PC{0,60}|[a-z.,'’ 0-9%-]{0,60}") {
            let words = Words::of(&text);
            let mut last = 0;
            for word in words.iter() {
                proptest::prop_assert!(word.range.start >= last && word.range.start < word.range.end);
                proptest::prop_assert!(text.get(word.range.clone()).is_some());
                proptest::prop_assert!(!word.folded.is_empty());
                last = word.range.end;
            }
        }

        /// Case and typography make no difference.
        #[test]
        fn case_makes_no_difference(text in "[a-zA-Zéü' .,0-9-]{0,60}") {
            let other = text.to_uppercase().replace('\'', "’");
            let (a, b) = (Words::of(&text), Words::of(&other));
            proptest::prop_assert!(a.iter().map(|w| w.folded).eq(b.iter().map(|w| w.folded)));
        }
    }
}
