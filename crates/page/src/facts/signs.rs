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

const BYLINE: [&str; 5] = ["byline", "by-line", "bylines", "credits-author", "author-line"];
const AUTHOR: [&str; 4] = ["author", "authors", "contributor", "writer"];
const DATE: [&str; 12] = [
    "date",
    "dateline",
    "time",
    "timestamp",
    "published",
    "publish",
    "pubdate",
    "updated",
    "posted",
    "datetime",
    "modified",
    "dtstamp",
];
const WALL: [&str; 5] = ["paywall", "regwall", "metered", "subscriber-wall", "piano-offer"];
const BESIDE: [&str; 24] = [
    "related",
    "recommended",
    "recommendations",
    "recirc",
    "trending",
    "popular",
    "sidebar",
    "newsletter",
    "comments",
    "comment",
    "promo",
    "teaser",
    "teasers",
    "carousel",
    "more-stories",
    "most-read",
    "latest",
    "read-next",
    "up-next",
    "outbrain",
    "taboola",
    "footer",
    "menu",
    "nav",
];

/// What a `class` or `id` says.
pub(crate) fn of(attribute: &str) -> Sign {
    let mut sign = Sign::default();
    let mut end = attribute.len().min(LONGEST);
    while !attribute.is_char_boundary(end) {
        end -= 1;
    }
    for class in attribute[..end].split_ascii_whitespace() {
        let class = spelled(class);
        for (words, says) in [
            (&BYLINE[..], Sign::BYLINE),
            (&AUTHOR[..], Sign::AUTHOR),
            (&DATE[..], Sign::DATE),
            (&WALL[..], Sign::WALL),
            (&BESIDE[..], Sign::BESIDE),
        ] {
            if words.iter().any(|word| holds(&class, word)) {
                sign |= says;
            }
        }
    }
    sign
}

/// A class in small letters with its words parted by `-`: `articleByline_3x` is `article-byline-3x`.
fn spelled(class: &str) -> String {
    let mut out = String::with_capacity(class.len() + 8);
    let mut lower = false;
    for c in class.chars() {
        if c.is_ascii_uppercase() && lower {
            out.push('-');
        }
        lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        out.push(if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        });
    }
    out
}

/// Whether a class has this word, whole.
fn holds(class: &str, word: &str) -> bool {
    class.match_indices(word).any(|(at, _)| {
        let before = class[..at].chars().next_back();
        let after = class[at + word.len()..].chars().next();
        before.is_none_or(|c| c == '-') && after.is_none_or(|c| c == '-' || c.is_ascii_digit())
    })
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
