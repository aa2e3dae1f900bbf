//! The place that opens a dateline: "LONDON", "BAKU, Azerbaijan", "WASHINGTON, D.C.", "Geneva/New York".

use crate::cursor::Cursor;
use crate::day::day_at;
use crate::lexicon::{is_acronym, is_agency, is_city, is_kicker, is_no_place, is_short};
use std::ops::Range;

/// Longer than this is no place.
const LONGEST: usize = 90;
const SEGMENTS: usize = 4;
const WORDS: usize = 6;

/// A place as printed, relative to the line.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) range: Range<usize>,
    /// Whether its first part is printed in capitals.
    pub(crate) capitals: bool,
    /// Whether a city of the list is in its first part.
    pub(crate) known: bool,
    /// Whether a label, a body or a person would be printed in the same way.
    pub(crate) doubtful: bool,
    /// Whether it begins with a city and goes on, as bodies of a city do.
    pub(crate) of_city: bool,
    /// Words of its first part.
    pub(crate) words: usize,
    /// Where its parts, parted by commas, end.
    pub(crate) ends: Vec<usize>,
}

/// Reads the place that stands here, and leaves the cursor at its end.
pub(crate) fn place(c: &mut Cursor<'_>) -> Option<Place> {
    let start = c.at;
    let first = part(c)?;
    let words = &first.words;
    let mut ends = vec![c.at];
    let name = c.since(start);
    let known = is_city(name) || first.names.iter().any(|n| is_city(n));
    let single = words.len() == 1;
    // "HELSINKI PHILHARMONIC - …" is a body of the city
    let of_city = !known && (1..words.len()).any(|n| is_city(&words[..n].join(" ")));
    let doubtful = words.iter().any(|w| is_kicker(w)) && !known
        || words
            .iter()
            .skip(1)
            .any(|w| is_no_place(w) && !w.eq_ignore_ascii_case("and") && !w.eq_ignore_ascii_case("of"))
            && (!first.capitals || !known && words.iter().any(|w| is_verb(w)))
        || (single && !known && is_acronym(words[0]));
    while ends.len() < SEGMENTS {
        let mut ahead = *c;
        if !(ahead.eat(",") && ahead.spaces()) || day_at(ahead.rest()).is_some() {
            break;
        }
        let from = ahead.at;
        let Some(_) = part(&mut ahead) else { break };
        if is_agency(ahead.since(from)) {
            break;
        }
        *c = ahead;
        ends.push(c.at);
    }
    // "New Delhi [India], June 19 (ANI)"
    let mut ahead = *c;
    ahead.spaces();
    if ahead.eat("[") {
        let from = ahead.at;
        if part(&mut ahead).is_some() && !is_agency(ahead.since(from)) && ahead.eat("]") {
            *c = ahead;
            ends.push(c.at);
        }
    }
    (c.at - start <= LONGEST).then_some(Place {
        range: start..c.at,
        capitals: first.capitals,
        known,
        doubtful,
        of_city,
        words: words.len(),
        ends,
    })
}

struct Part<'t> {
    words: Vec<&'t str>,
    /// Names joined by "and" or a slash.
    names: Vec<&'t str>,
    capitals: bool,
}

/// Reads the words up to a comma: names, joined by "and" or a slash.
fn part<'t>(c: &mut Cursor<'t>) -> Option<Part<'t>> {
    let mut words = Vec::new();
    let mut names = Vec::new();
    let mut name = c.at;
    let mut ahead = *c;
    loop {
        let from = ahead.at;
        let Some(word) = word(&mut ahead) else { break };
        let bare = word.trim_end_matches('.');
        // of the cities with an article, news comes from one
        let article = words.is_empty()
            && bare.eq_ignore_ascii_case("the")
            && !ahead.rest().trim_start().to_lowercase().starts_with("hague");
        if article {
            break;
        }
        let title = words.is_empty() && (is_no_place(bare) || is_kicker(bare)) && !is_short(bare);
        if title
            || words.len() >= WORDS
            || (!words.is_empty() && day_at(word_and_rest(&ahead, from)).is_some())
        {
            break;
        }
        words.push(word);
        *c = ahead;
        // what joins this word to the next
        let slash = |ahead: &mut Cursor<'_>| {
            ahead.spaces();
            ahead.eat("/") && {
                ahead.spaces();
                // "/AGENCY/" is not a second place
                !ahead.rest().chars().take(24).any(|s| s == '/')
            }
        };
        let mut joined = ahead;
        if slash(&mut joined) {
            names.push(c.since(name));
            ahead = joined;
            name = ahead.at;
            continue;
        }
        if !ahead.spaces() {
            break;
        }
        let mut joined = ahead;
        if joined.eat("and ") || joined.eat("AND ") || joined.eat("& ") {
            names.push(c.since(name));
            ahead = joined;
            ahead.spaces();
            name = ahead.at;
            continue;
        }
        let mut small = ahead;
        while particle(&mut small) {
            ahead = small;
        }
    }
    if words.is_empty() {
        return None;
    }
    names.push(c.since(name));
    let capitals = words.iter().all(|w| in_capitals(w))
        && words
            .iter()
            .any(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 1);
    Some(Part {
        words,
        names,
        capitals,
    })
}

fn word_and_rest<'t>(c: &Cursor<'t>, from: usize) -> &'t str {
    let mut at = *c;
    at.at = from;
    at.rest()
}

/// Reads a small word inside a name and the blank after it.
fn particle(c: &mut Cursor<'_>) -> bool {
    const SMALL: [&str; 24] = [
        "de", "del", "de la", "la", "las", "los", "le", "les", "du", "des", "do", "da", "dos", "di", "of",
        "the", "upon", "on", "al", "el", "an", "am", "sur", "bin",
    ];
    SMALL.iter().any(|s| {
        let mut ahead = *c;
        let is = ahead.eat(s) && ahead.spaces();
        if is {
            *c = ahead;
        }
        is
    })
}

/// Reads a word with a capital: letters, hyphens and apostrophes inside, the stop of a shortened word.
fn word<'t>(c: &mut Cursor<'t>) -> Option<&'t str> {
    let start = c.at;
    c.peek().filter(|first| first.is_uppercase())?;
    loop {
        if c.letters().is_empty() {
            break;
        }
        let mut ahead = *c;
        let sign = ahead.take(|s| matches!(s, '-' | '\'' | '’' | '‘' | '`' | 'ʻ' | '.'));
        let letter = ahead.peek().is_some_and(char::is_alphabetic);
        match sign {
            Some('.') => {
                let part = c.since(start);
                let initial = part
                    .rsplit(['.', '-'])
                    .next()
                    .is_some_and(|p| p.chars().count() == 1);
                let short = part
                    .rsplit('.')
                    .next()
                    .is_some_and(|p| is_short(p) && p.len() < 6);
                if !(initial || short) {
                    break;
                }
                *c = ahead;
                if !letter {
                    break;
                }
            }
            // "Baghdad-INA: …"
            Some('-') if letter && ends_in_agency(ahead.rest()) => break,
            Some(_) if letter => *c = ahead,
            _ => break,
        }
    }
    Some(c.since(start)).filter(|w| !w.is_empty())
}

/// Words that stand in headlines and in no place.
fn is_verb(word: &str) -> bool {
    matches!(
        word,
        "IS" | "ARE"
            | "WAS"
            | "NOT"
            | "TO"
            | "FOR"
            | "WITH"
            | "HAS"
            | "WILL"
            | "IT"
            | "NO"
            | "YOU"
            | "WE"
            | "IN"
    )
}

fn ends_in_agency(text: &str) -> bool {
    let word = text
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    word.len() > 2 && !word.chars().any(char::is_lowercase) && is_agency(word)
}

/// In capitals, but for "Mc" and the like, and for shortened words.
fn in_capitals(word: &str) -> bool {
    let body = word
        .strip_prefix("Mc")
        .or_else(|| word.strip_prefix("Mac"))
        .or_else(|| word.strip_prefix("al-"))
        .unwrap_or(word);
    !body.is_empty() && !body.chars().any(char::is_lowercase) || matches!(word, "St." | "Ft." | "Mt.")
}
