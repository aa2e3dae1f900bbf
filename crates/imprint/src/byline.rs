//! Lines that name the writers: "By Jane Doe", "Jane Doe in Ankara", "(Reporting by Jane Doe; Editing by John Roe)".

use crate::cursor::Cursor;
use crate::lexicon::{is_city, is_kicker, is_no_place};
use std::ops::Range;

/// Longer lines name no writers.
const LONGEST: usize = 240;

/// A byline and the writers in it, relative to the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) range: Range<usize>,
    pub(crate) authors: Vec<Range<usize>>,
}

/// Words for what a writer is or writes for.
const JOBS: &[&str] = &[
    "writer",
    "correspondent",
    "reporter",
    "editor",
    "staff",
    "bureau",
    "chief",
    "columnist",
    "contributor",
    "journalist",
    "news",
    "press",
    "reuters",
    "ap",
    "afp",
    "bbc",
    "times",
    "herald",
    "post",
    "journal",
    "tribune",
    "gazette",
    "agency",
    "service",
    "media",
    "analyst",
    "special",
    "freelance",
    "intern",
    "desk",
    "photographer",
    "team",
    "newsroom",
    "producer",
    "guardian",
    "observer",
    "courier",
    "telegraph",
    "chronicle",
    "network",
    "radio",
    "tv",
    "associated",
    "mirror",
    "bulletin",
    "today",
];

/// A byline above the body. `titled` says that a title stands above it, which bylines without "By" need.
pub(crate) fn above(line: &str, titled: bool) -> Option<Found> {
    if line.len() > LONGEST || line.ends_with(['?', '!', ':', ';']) {
        return None;
    }
    let mut c = Cursor::new(line);
    let opened = [
        "written by",
        "story by",
        "words by",
        "reporting by",
        "report by",
        "author:",
        "authors:",
        "by:",
        "by",
        "text by",
    ]
    .iter()
    .any(|w| {
        if w.ends_with(':') {
            eat_label(&mut c, w)
        } else {
            c.eat_word(w)
        }
    });
    if opened {
        c.spaces();
        let authors = names(line, c.at, true)?;
        return (!authors.is_empty()).then_some(Found {
            range: 0..line.len(),
            authors,
        });
    }
    if !titled || line.len() > 120 {
        return None;
    }
    bare(line)
}

fn eat_label(c: &mut Cursor<'_>, label: &str) -> bool {
    let is = c
        .rest()
        .get(..label.len())
        .is_some_and(|r| r.eq_ignore_ascii_case(label));
    if is {
        c.at += label.len();
    }
    is
}

/// "Jane Doe in Ankara", "Jane Doe, Staff Writer", "Jane Doe | Reuters".
fn bare(line: &str) -> Option<Found> {
    let mut c = Cursor::new(line);
    let mut authors = vec![name(&mut c)?];
    loop {
        let mut ahead = c;
        let comma = ahead.eat(",");
        ahead.spaces();
        if !(ahead.eat("and ") || ahead.eat("& ") || comma) {
            break;
        }
        ahead.spaces();
        let Some(next) = name(&mut ahead) else { break };
        if is_job(line.get(next.clone())?) {
            break;
        }
        authors.push(next);
        c = ahead;
    }
    if authors
        .iter()
        .any(|a| line.get(a.clone()).is_none_or(|n| !n.contains(' ')))
    {
        return None;
    }
    let mut place = c;
    if place.spaces() && (place.eat("in ") || place.eat("at ")) {
        let rest = place.rest();
        let named = rest.split([' ', ',', '-']).filter(|w| !w.is_empty()).all(|w| {
            w.starts_with(char::is_uppercase) || matches!(w, "and" | "de" | "la" | "of" | "the" | "in" | "el")
        });
        let short = rest.split(' ').count() <= 6;
        let head = rest.split([',', ' ']).next().unwrap_or_default();
        let is = named && short && !rest.is_empty() && (is_city(rest) || is_city(head) || authors.len() <= 3);
        return is.then_some(Found {
            range: 0..line.len(),
            authors,
        });
    }
    let mut job = c;
    job.spaces();
    job.take(|s| matches!(s, ',' | '|' | '•' | '·' | '/' | '–' | '—' | '-' | '('))?;
    job.spaces();
    let rest = job.rest();
    let is = rest.len() <= 60 && authors.len() <= 3 && is_job(rest) && rest.split(' ').count() <= 6;
    is.then_some(Found {
        range: 0..line.len(),
        authors,
    })
}

fn is_job(words: &str) -> bool {
    words
        .split(|c: char| !c.is_alphanumeric())
        .any(|w| JOBS.iter().any(|j| j.eq_ignore_ascii_case(w)))
}

/// A byline below the body: "(Reporting by Jane Doe in Ankara; Editing by John Roe)".
pub(crate) fn below(line: &str) -> Option<Found> {
    if line.len() > LONGEST * 2 {
        return None;
    }
    let mut c = Cursor::new(line);
    c.take(|s| matches!(s, '(' | '[' | '—' | '–'));
    c.spaces();
    let verbs = [
        "reporting by",
        "additional reporting by",
        "writing by",
        "written by",
        "reported by",
        "by",
    ];
    let at = verbs.iter().position(|v| c.eat_word(v))?;
    c.spaces();
    if at == 1 || (at == 5 && line.len() > 80) {
        return None;
    }
    let stop = c
        .rest()
        .find([';', ')', ']'])
        .map_or(line.len(), |end| c.at + end);
    let authors = names(line.get(..stop)?.trim_end_matches('.'), c.at, false)?;
    (!authors.is_empty()).then_some(Found {
        range: 0..line.len(),
        authors,
    })
}

/// The names from `at` to the end of `line`; none when something there reads like a sentence.
fn names(line: &str, at: usize, lone: bool) -> Option<Vec<Range<usize>>> {
    let mut c = Cursor::new(line);
    c.at = at;
    let mut found = Vec::new();
    let mut commas = 0;
    let listed = line.get(at..)?.contains(" and ")
        || line.get(at..)?.contains(" & ")
        || line.get(at..)?.contains(" AND ");
    loop {
        let start = c;
        let Some(next) = name(&mut c) else {
            c = start;
            break;
        };
        let words = line.get(next.clone())?;
        let aside = is_job(words) || (is_city(words) && !found.is_empty());
        // behind a lone comma may stand a second writer, a place or an outlet
        if !(aside || (commas > 0 && !listed && lone)) {
            found.push(next);
        } else if found.is_empty() {
            return None;
        }
        let mut ahead = c;
        if ahead.spaces() && ahead.eat("in ") {
            let _ = name(&mut ahead);
            c = ahead;
        }
        let mut ahead = c;
        let comma = ahead.eat(",");
        commas += usize::from(comma);
        ahead.spaces();
        let and = ahead.eat("and ") || ahead.eat("& ") || ahead.eat("AND ") || ahead.eat("with ");
        ahead.spaces();
        if !comma && !and {
            break;
        }
        c = ahead;
    }
    let rest = c.rest().trim_start();
    let closed = rest.is_empty()
        || rest.starts_with(['|', '•', '·', '/', '(', '–', '—', '-', '@', '<', '.', '['])
        || rest
            .trim_start_matches([',', ' '])
            .starts_with(|d: char| d.is_ascii_digit())
        || (rest.len() <= 60 && is_job(rest))
        || crate::stamp::stamp_at(rest.trim_start_matches([',', ' '])).is_some()
        || (c.since(at).ends_with([' ', ',']) && crate::stamp::stamp_at(rest).is_some());
    (closed && !found.is_empty()).then_some(found)
}

/// Reads a name: up to five words with capitals, small words of names between them.
fn name(c: &mut Cursor<'_>) -> Option<Range<usize>> {
    const SMALL: [&str; 22] = [
        "de", "da", "do", "dos", "del", "della", "di", "du", "la", "le", "van", "von", "der", "den", "ter",
        "ten", "bin", "ibn", "al", "el", "y", "zu",
    ];
    let start = c.at;
    let mut end = None;
    let mut ahead = *c;
    for i in 0..6 {
        let from = ahead.at;
        while ahead
            .take(|s| s.is_alphabetic() || matches!(s, '-' | '\'' | '’' | '‘' | '.' | 'ʻ') || is_mark(s))
            .is_some()
        {
            // initials and "Jr." keep their stops
            if ahead.last() == Some('.') && ahead.since(from).chars().count() > 3 {
                ahead.at -= 1;
                break;
            }
        }
        let word = ahead.since(from);
        if word.is_empty() {
            break;
        }
        let capital = word.starts_with(char::is_uppercase)
            || word.starts_with("al-")
            || word.starts_with("d’")
            || word.starts_with("d'");
        if capital {
            if i == 0 && (is_no_place(word) || is_kicker(word)) {
                return None;
            }
            end = Some(ahead.at);
        } else if !SMALL.contains(&word) || i == 0 {
            break;
        }
        if !ahead.spaces() {
            break;
        }
    }
    c.at = end?;
    Some(start..c.at)
}

/// Marks that stand over a letter.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}
