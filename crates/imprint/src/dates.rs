//! Lines that say when the article appeared: "Friday, January 4, 2019", "Published: 4 Jan 2019 12:42 | Updated: …".

use crate::cursor::{Cursor, is_space};
use crate::stamp::{Stamp, stamp_at};
use std::ops::Range;

/// What a date is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Nothing is said; in a line of its own above the body it is the day of publication.
    Plain,
    Published,
    Modified,
    FirstPublished,
}

/// A date or time, relative to its line; the range has the label with it.
#[derive(Clone, Debug)]
pub(crate) struct Dated {
    pub(crate) meaning: Meaning,
    pub(crate) stamp: Stamp,
    pub(crate) range: Range<usize>,
    /// Of the date and time alone.
    pub(crate) printed: Range<usize>,
}

/// Longer lines are no such lines.
const LONGEST: usize = 220;

const LABELS: &[(&str, Meaning)] = &[
    ("first published", Meaning::FirstPublished),
    ("originally published", Meaning::FirstPublished),
    ("first posted", Meaning::FirstPublished),
    ("originally posted", Meaning::FirstPublished),
    ("date published", Meaning::Published),
    ("publication date", Meaning::Published),
    ("publish date", Meaning::Published),
    ("published date", Meaning::Published),
    ("date of publication", Meaning::Published),
    ("release date", Meaning::Published),
    ("published", Meaning::Published),
    ("posted", Meaning::Published),
    ("issued", Meaning::Published),
    ("filed", Meaning::Published),
    ("date", Meaning::Published),
    ("last updated", Meaning::Modified),
    ("last update", Meaning::Modified),
    ("last modified", Meaning::Modified),
    ("last edited", Meaning::Modified),
    ("date modified", Meaning::Modified),
    ("date updated", Meaning::Modified),
    ("updated", Meaning::Modified),
    ("modified", Meaning::Modified),
    ("amended", Meaning::Modified),
    ("revised", Meaning::Modified),
];

/// The dates in a line that holds nothing but dates, with or without what they are; or parts so divided by "|" and "·".
pub(crate) fn dates(line: &str) -> Vec<Dated> {
    let mut found = Vec::new();
    if line.len() > LONGEST || !line.bytes().any(|b| b.is_ascii_digit()) {
        return found;
    }
    let mut at = 0;
    while at < line.len() {
        let rest = line.get(at..).unwrap_or_default();
        let whole = part(line, at, &mut found);
        if whole == Some(line.len()) {
            break;
        }
        // the next part, where this one is a place, a name or the like
        let from = whole.unwrap_or(at);
        let Some(next) = rest
            .get(from - at..)
            .and_then(|r| r.char_indices().find(|(_, c)| matches!(c, '|' | '•' | '·' | '¦')))
        else {
            if whole.is_none() && (at == 0 || rest.len() > 60) {
                found.clear();
            }
            break;
        };
        at = from + next.0 + next.1.len_utf8();
    }
    found
}

/// Whether the dates take up the whole line.
pub(crate) fn fill(line: &str, dates: &[Dated]) -> bool {
    let end = dates.last().map_or(0, |d| d.range.end);
    dates.first().is_some_and(|d| d.range.start <= 1) && line.len() - end <= 2
}

/// Reads dates from `at` on; where they end, if that is the line's end or a bar.
fn part(line: &str, at: usize, found: &mut Vec<Dated>) -> Option<usize> {
    let before = found.len();
    let mut c = Cursor::new(line);
    c.at = at;
    loop {
        while c
            .take(|s| {
                is_space(s)
                    || matches!(
                        s,
                        ',' | ';' | '(' | ')' | '[' | ']' | '-' | '–' | '—' | '.' | '/' | '*'
                    )
            })
            .is_some()
        {}
        if c.is_end() {
            return (found.len() > before).then_some(line.len());
        }
        if found.len() > before && matches!(c.peek(), Some('|' | '•' | '·' | '¦')) {
            return Some(c.at);
        }
        let start = c.at;
        let meaning = LABELS
            .iter()
            .find(|(label, _)| c.eat_word(label))
            .map_or(Meaning::Plain, |l| l.1);
        if meaning != Meaning::Plain {
            c.eat(":");
            c.spaces();
            for word in ["on", "at"] {
                if c.eat_word(word) {
                    c.eat(":");
                    c.spaces();
                }
            }
        } else if found.len() > before {
            // a second date without a label may be anything
            found.truncate(before);
            return None;
        }
        let Some(stamp) = stamp_at(c.rest()).filter(|s| s.day.is_some() || meaning != Meaning::Plain) else {
            found.truncate(before);
            return None;
        };
        let printed = c.at..c.at + stamp.len;
        c.at = printed.end;
        found.push(Dated {
            meaning,
            stamp,
            range: start..printed.end,
            printed,
        });
    }
}
