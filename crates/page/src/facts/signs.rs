//! What classes, identifiers and links say of the element that they stand on.

use std::ops::{BitOr, BitOrAssign};

/// A set of things that a class may say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sign(u8);

impl Sign {
    /// It names the writers, with the words around their names.
    pub(crate) const BYLINE: Self = Self(1);
    /// It names a writer.
    pub(crate) const AUTHOR: Self = Self(2);
    /// It tells a date.
    pub(crate) const DATE: Self = Self(4);
    /// It belongs to a paywall.
    pub(crate) const WALL: Self = Self(8);
    /// It stands beside the article: related stories, comments, newsletters.
    pub(crate) const BESIDE: Self = Self(16);
    /// It is the foot of something.
    pub(crate) const FOOT: Self = Self(32);

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Sign {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Sign {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// Longer attributes are lists of utility classes, whose rest says no more.
const LONGEST: usize = 600;

/// What a word says, in small letters.
fn word(word: &[u8]) -> Sign {
    match word {
        b"byline" | b"bylines" => Sign::BYLINE,
        b"author" | b"authors" | b"contributor" | b"writer" => Sign::AUTHOR,
        b"date" | b"dateline" | b"time" | b"timestamp" | b"published" | b"publish" | b"pubdate"
        | b"updated" | b"posted" | b"datetime" | b"modified" | b"dtstamp" => Sign::DATE,
        b"paywall" | b"regwall" | b"metered" => Sign::WALL,
        b"related" | b"recommended" | b"recommendations" | b"recirc" | b"trending" | b"popular"
        | b"sidebar" | b"newsletter" | b"comments" | b"comment" | b"promo" | b"teaser" | b"teasers"
        | b"carousel" | b"latest" | b"outbrain" | b"taboola" | b"menu" | b"nav" => Sign::BESIDE,
        b"footer" => Sign::FOOT,
        _ => Sign::default(),
    }
}

/// What two words beside each other say.
fn pair(first: &[u8], second: &[u8]) -> Sign {
    match (first, second) {
        (b"by" | b"author", b"line") | (b"credits", b"author") => Sign::BYLINE,
        (b"subscriber", b"wall") | (b"piano", b"offer") => Sign::WALL,
        (b"more", b"stories") | (b"most", b"read") | (b"read" | b"up", b"next") => Sign::BESIDE,
        _ => Sign::default(),
    }
}

/// What a `class` or `id` says.
pub(crate) fn of(attribute: &str) -> Sign {
    let mut sign = Sign::default();
    let mut end = attribute.len().min(LONGEST);
    while !attribute.is_char_boundary(end) {
        end -= 1;
    }
    let mut words = Words::default();
    for b in attribute[..end].bytes() {
        match b {
            b'A'..=b'Z' => {
                if words.lower {
                    words.part(&mut sign, true);
                }
                words.letter(b.to_ascii_lowercase());
                words.lower = false;
            }
            b'a'..=b'z' => {
                words.letter(b);
                words.lower = true;
            }
            b'0'..=b'9' => {
                words.digits = true;
                words.lower = true;
            }
            _ => {
                words.part(&mut sign, !b.is_ascii_whitespace());
                words.lower = false;
            }
        }
    }
    words.part(&mut sign, false);
    sign
}

/// The longest word that says something, and one letter.
const LETTERS: usize = 16;

/// The words of a class, one after the other: `articleByline_3x` is "article", "byline", "3x". Digits behind a word are none
/// of it.
#[derive(Default)]
struct Words {
    word: [u8; LETTERS],
    length: usize,
    /// Digits came in this word.
    digits: bool,
    /// The last character was a small letter or digit.
    lower: bool,
    /// The word ahead, when it has letters only.
    before: [u8; LETTERS],
    before_length: usize,
}

impl Words {
    fn letter(&mut self, letter: u8) {
        if self.digits {
            // what stands ahead of digits is the word: "date2x"; what begins with them is none: "3x"
            return;
        }
        if let Some(slot) = self.word.get_mut(self.length) {
            *slot = letter;
            self.length += 1;
        }
    }

    /// A word ends; whether the next one belongs to the same class.
    fn part(&mut self, sign: &mut Sign, on: bool) {
        let whole = self.word.get(..self.length).filter(|w| w.len() < LETTERS);
        let now = whole.unwrap_or_default();
        if !now.is_empty() {
            *sign |= word(now);
            let before = self.before.get(..self.before_length).unwrap_or_default();
            if !before.is_empty() {
                *sign |= pair(before, now);
            }
        }
        self.before_length = 0;
        if on && !self.digits && !now.is_empty() {
            self.before_length = self.length;
            self.before = self.word;
        }
        self.length = 0;
        self.digits = false;
    }
}

/// Whether a link leads to the page of a writer.
pub(crate) fn is_author_page(href: &str) -> bool {
    const PARTS: [&str; 12] = [
        "/author/",
        "/authors/",
        "/by/",
        "/staff/",
        "/people/",
        "/profile/",
        "/profiles/",
        "/contributor/",
        "/contributors/",
        "/writers/",
        "/journalist/",
        "/reporters/",
    ];
    href.len() < 500 && PARTS.iter().any(|part| href.contains(part))
}

/// Whether a text may begin with words that lead in a byline; a cheap look ahead of a thorough one.
pub(crate) fn may_lead(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let first = first.trim_matches(|c: char| !c.is_alphabetic());
    [
        "by",
        "written",
        "story",
        "words",
        "posted",
        "reported",
        "reporting",
        "report",
        "from",
        "author",
        "authors",
    ]
    .iter()
    .any(|word| word.eq_ignore_ascii_case(first))
}

/// Whether a text is nothing but such words: the names stand in the elements behind it.
pub(crate) fn is_lead(text: &str) -> bool {
    let text = text.trim().trim_end_matches(':').trim_end();
    [
        "by",
        "written by",
        "story by",
        "words by",
        "posted by",
        "reported by",
        "reporting by",
        "report by",
        "author",
        "authors",
    ]
    .iter()
    .any(|lead| lead.eq_ignore_ascii_case(text))
}

/// Whether a text may tell a date: it has digits, and the name of a month or the signs of a numeric date.
pub(crate) fn may_date(text: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    let numeric = lower
        .as_bytes()
        .windows(3)
        .any(|w| w[0].is_ascii_digit() && matches!(w[1], b'/' | b'-' | b'.') && w[2].is_ascii_digit());
    numeric || MONTHS.iter().any(|month| lower.contains(month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_say_what_they_hold() {
        assert!(of("story-byline big").has(Sign::BYLINE));
        assert!(of("articleAuthor").has(Sign::AUTHOR));
        assert!(of("ArticleHeader_publishDate__x1").has(Sign::DATE));
        assert!(of("c-related-links").has(Sign::BESIDE));
        assert!(!of("updateds authority timeline").has(Sign::DATE));
        assert!(!of("authority").has(Sign::AUTHOR));
        assert!(of("").0 == 0);
        assert!(of("by-line").has(Sign::BYLINE) && of("pageAuthorLine").has(Sign::BYLINE));
        assert!(
            !of("by line").has(Sign::BYLINE) && !of("2date").has(Sign::DATE) && of("date2x").has(Sign::DATE)
        );
        assert!(of("x__most-read").has(Sign::BESIDE) && of("piano-offer-3").has(Sign::WALL));
        assert!(!of("recommendationsandmore").has(Sign::BESIDE) && of("b\u{e9}-related").has(Sign::BESIDE));
    }

    #[test]
    fn leads_and_dates() {
        assert!(may_lead("By Jane Doe") && is_lead("Written by:") && !is_lead("By Jane"));
        assert!(
            may_date("May 5, 2023") && may_date("05/05/2023") && !may_date("12 people") && !may_date("May")
        );
        assert!(is_author_page("https://paper.example/author/jane-doe") && !is_author_page("/news/1"));
    }
}
