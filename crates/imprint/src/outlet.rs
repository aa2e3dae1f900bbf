//! Who published it, where the text prints that: "© 2020 The Harbour Post", "Source: …".

use crate::cursor::{Cursor, is_space};
use std::ops::Range;

/// Longer names are none.
const LONGEST: usize = 70;

/// The outlet that a line at the text's head or tail names, relative to the line.
pub(crate) fn outlet(line: &str) -> Option<Range<usize>> {
    if line.len() > 200 {
        return None;
    }
    copyright(line).or_else(|| source(line))
}

/// "© 2020 X", "Copyright 2020 X. All rights reserved.", "(c) Copyright X 2020."
fn copyright(line: &str) -> Option<Range<usize>> {
    let mut c = Cursor::new(line);
    let mut signed = false;
    loop {
        c.spaces();
        if ["©", "(c)", "(C)"].iter().any(|s| c.eat(s)) || c.eat_word("copyright") {
            signed = true;
        } else {
            break;
        }
    }
    if !signed {
        return None;
    }
    c.eat("by ");
    years(&mut c);
    c.eat("by ");
    named(line, c.at)
}

/// Reads "2020", "2019-2020".
fn years(c: &mut Cursor<'_>) {
    while c.number(4).is_some_and(|n| n.1 == 4) {
        c.take(|s| matches!(s, '-' | '–' | ','));
        c.spaces();
    }
}

/// "Source: X" as a line of its own.
fn source(line: &str) -> Option<Range<usize>> {
    let mut c = Cursor::new(line);
    (c.eat_word("source") && c.eat(":")).then_some(())?;
    c.spaces();
    let found = named(line, c.at)?;
    let rest = line.get(found.end..)?.trim_matches(['.', ' ', ')']);
    rest.is_empty().then_some(found)
}

/// The name that stands from `at` on, up to a stop, a bar or a year.
fn named(line: &str, at: usize) -> Option<Range<usize>> {
    let rest = line.get(at..)?;
    let mut end = rest.len();
    let mut from = 0;
    while let Some(next) = rest.get(from..)?.find(['.', '|', ';', '(', '·', '•']) {
        let stop = from + next;
        // bars of several bytes are no part of a name either
        let after = rest.get(stop + 1..).unwrap_or_default();
        // the stop of "Co. Ltd" or "example.org" is the name's own
        let word = rest.get(..stop)?.rsplit(' ').next().unwrap_or_default();
        let own = rest.get(stop..)?.starts_with('.')
            && (after.starts_with(char::is_alphanumeric)
                || matches!(word, "Co" | "St" | "Inc" | "Ltd" | "Corp"));
        if !own {
            end = stop;
            break;
        }
        from = stop + 1;
    }
    let lower = rest.get(..end)?.to_ascii_lowercase();
    if let Some(all) = lower.find("all rights") {
        end = all;
    }
    let beside = |c: char| c.is_whitespace() || is_space(c) || matches!(c, ',' | '-' | '–' | '—');
    let name = rest
        .get(..end)?
        .trim_end_matches(beside)
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .trim_end_matches(beside);
    let capital = name.starts_with(|f: char| f.is_uppercase() || f.is_ascii_digit())
        || name.split(' ').next().is_some_and(|w| w.contains('.'));
    let words = name.split(' ').count();
    let small = name
        .split(' ')
        .filter(|w| w.starts_with(char::is_lowercase) && w.len() > 3)
        .count();
    (capital && !name.is_empty() && name.len() <= LONGEST && words <= 8 && small <= 1)
        .then(|| at..at + name.len())
}
