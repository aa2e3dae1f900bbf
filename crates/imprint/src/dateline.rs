//! The place and date line that opens a report, in the house styles of news agencies.

use crate::cursor::Cursor;
use crate::day::Day;
use crate::lexicon::{is_agency, is_city, is_kicker, is_no_place};
use crate::place::{Place, place};
use crate::stamp::stamp_at;
use std::ops::Range;

/// No dateline is longer.
const LONGEST: usize = 240;

/// A dateline, relative to its line.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) range: Range<usize>,
    pub(crate) place: Option<Range<usize>>,
    pub(crate) day: Option<Day>,
    pub(crate) agency: Option<Range<usize>>,
    /// Where the words of the article begin.
    pub(crate) body: usize,
    /// Whether its form alone tells; another is believed only where the body begins.
    pub(crate) strong: bool,
}

/// What ends a dateline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Dash,
    Colon,
    Stop,
    /// Nothing but a blank.
    Blank,
    /// The line's end.
    Line,
}

/// What the line's surroundings tell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Around {
    /// Whether other lines open with a label and a colon too, as in a transcript.
    pub(crate) labels: bool,
    /// Whether the line reads as prose.
    pub(crate) prose: bool,
    /// Whether more lines follow.
    pub(crate) followed: bool,
}

/// The elements read so far.
#[derive(Clone, Debug, Default)]
struct Elements {
    day: Option<Day>,
    agency: Option<Range<usize>>,
    bracketed: bool,
    /// Whether one of them stands behind a dash.
    dashed: bool,
    end: usize,
}

/// The dateline that opens `line`.
pub(crate) fn dateline(line: &str, around: Around) -> Option<Found> {
    let line = line
        .get(..line.floor_char_boundary(LONGEST * 2))
        .unwrap_or_default();
    let mut c = Cursor::new(line);
    skip_kicker(&mut c);
    let start = c.at;
    let lead = leading_agency(&mut c);
    let from = c.at;
    let Some(mut place) = place(&mut c) else {
        return if lead.is_none() {
            without_place(line, start)
        } else {
            None
        };
    };
    let mut lead = lead;
    if lead.is_none() && place.ends.len() == 2 {
        // "KhabarNet, MIRZABAD. ", "AKIpress, Bishkek. "
        let first = from..place.ends[0];
        let name = line.get(first.clone()).unwrap_or_default();
        let mut second = Cursor::new(line);
        second.at = place.ends[0];
        second.eat(",");
        second.spaces();
        if let Some(other) = crate::place::place(&mut second)
            && (is_agency(name)
                || (other.capitals && !place.capitals && !name.contains(' ') && !is_city(name)))
        {
            lead = Some(first);
            place = other;
        }
    }
    // the longest reading that something ends; a part behind a comma may be an agency and not a country
    let ends = place.ends.clone();
    for &end in ends.iter().rev() {
        c.at = end;
        place.range.end = end;
        for elements in readings(c, line) {
            let mut after = Cursor::new(line);
            after.at = elements.end;
            let (ending, body) = ending(&mut after, &elements)?;
            let with_lead = Elements {
                agency: elements.agency.clone().or(lead.clone()),
                bracketed: elements.bracketed || lead.is_some(),
                ..elements.clone()
            };
            if let Some(strong) = accept(line, &place, &with_lead, ending, body, around) {
                return Some(Found {
                    range: start..elements.end,
                    place: Some(place.range),
                    day: elements.day,
                    agency: with_lead.agency,
                    body,
                    strong,
                });
            }
        }
    }
    None
}

/// The sign of an agency that opens a line without a dateline: "/BARSYN/ The harvest …".
pub(crate) fn slug(line: &str) -> Option<Range<usize>> {
    let mut c = Cursor::new(line);
    let slash = c.peek() == Some('/');
    let found = enclosed(&mut c)?;
    let name = line.get(found.clone())?;
    (is_agency(name) || (slash && !name.chars().any(char::is_lowercase))).then_some(found)
}

/// Reads a remark of the desk in brackets: "(Adds details) LONDON …".
fn skip_kicker(c: &mut Cursor<'_>) {
    let mut ahead = *c;
    if ahead.eat("(") {
        let word = ahead.letters();
        if crate::note::is_desk_word(word)
            && let Some(end) = ahead.rest().find(')')
        {
            ahead.at += end + 1;
            ahead.eat(".");
            ahead.spaces();
            *c = ahead;
        }
    }
}

/// Reads an agency ahead of the place: "(ANSA) - Rome, …", "BUSINESS WIRE – HOUSTON".
fn leading_agency(c: &mut Cursor<'_>) -> Option<Range<usize>> {
    let mut ahead = *c;
    let found = enclosed(&mut ahead)?;
    separator(&mut ahead);
    *c = ahead;
    Some(found)
}

/// Reads "(X)", "/X/" or "[X]" where X may be an agency; its range without the signs.
fn enclosed(c: &mut Cursor<'_>) -> Option<Range<usize>> {
    let mut ahead = *c;
    let close = match ahead.take(|s| matches!(s, '(' | '/' | '['))? {
        '(' => ')',
        '[' => ']',
        sign => sign,
    };
    ahead.spaces();
    let start = ahead.at;
    let mut name = start;
    loop {
        match ahead.peek()? {
            s if s == close => {
                // "ANTARA/PRNewswire" between slashes
                let mut more = ahead;
                more.take(|_| true);
                let glued = close == '/' && more.letters().len() > 2 && more.eat("/");
                if !glued {
                    break;
                }
                ahead = more;
                ahead.at -= 1;
            }
            '(' | '[' | '\n' => return None,
            _ => {
                ahead.take(|_| true);
            }
        }
        if ahead.at - start > 44 {
            return None;
        }
        if ahead.last().is_some_and(|s| !crate::cursor::is_space(s)) {
            name = ahead.at;
        }
    }
    let words = ahead.since(start).trim();
    ahead.take(|s| s == close)?;
    if !is_name_of_agency(words) {
        return None;
    }
    *c = ahead;
    Some(start..name)
}

/// Whether these words between brackets may name an agency.
fn is_name_of_agency(words: &str) -> bool {
    if is_agency(words) {
        return true;
    }
    const SMALL: [&str; 8] = ["of", "and", "the", "de", "for", "via", "&", "dpa"];
    let mut any = false;
    for (i, word) in words.split([' ', '\u{a0}', '/']).enumerate() {
        let bare = word.trim_end_matches(['.', ',']);
        let capital = bare
            .chars()
            .next()
            .is_some_and(|f| f.is_uppercase() || f.is_ascii_digit());
        if (i == 0
            && (is_kicker(bare) && !matches!(bare, "News" | "Press") || crate::note::is_desk_word(bare)))
            || i > 4
        {
            return false;
        }
        if !capital && !SMALL.contains(&bare) && !bare.contains('.') {
            return false;
        }
        any |= bare.chars().any(char::is_uppercase);
    }
    any && crate::day::day_at(words).is_none()
}

/// Reads an agency without brackets, which must be known or stand in capitals.
fn bare_agency(c: &mut Cursor<'_>, capitals: bool) -> Option<Range<usize>> {
    let start = c.at;
    let mut ahead = *c;
    let mut best = None;
    for _ in 0..4 {
        let from = ahead.at;
        while ahead
            .take(|s| s.is_alphanumeric() || matches!(s, '-' | '.' | '&' | '\''))
            .is_some()
        {
            // a stop that ends the dateline is not the agency's
            if ahead.last() == Some('.') && !ahead.peek().is_some_and(char::is_alphanumeric) {
                ahead.at -= 1;
                break;
            }
            if ahead.last() == Some('-') && !ahead.peek().is_some_and(char::is_alphanumeric) {
                ahead.at -= 1;
                break;
            }
        }
        if ahead.at == from {
            break;
        }
        let name = ahead.since(start);
        if is_agency(name) {
            best = Some(ahead);
        } else if capitals && from == start {
            let letters = name.chars().filter(|l| l.is_alphabetic()).count();
            if letters >= 3 && !name.chars().any(char::is_lowercase) && !is_no_place(name) && !is_kicker(name)
            {
                best = Some(ahead);
            }
        }
        if !ahead.spaces() {
            break;
        }
    }
    *c = best?;
    Some(start..c.at)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    Blank,
    Sign,
    Dash,
}

/// Reads what may part the elements of a dateline.
fn separator(c: &mut Cursor<'_>) -> Option<Separator> {
    let start = c.at;
    c.spaces();
    let mut found = Separator::Blank;
    if c.take(|s| matches!(s, ',' | '.' | ';' | '|')).is_some() {
        found = Separator::Sign;
        c.spaces();
    }
    if dash(c) {
        found = Separator::Dash;
        c.spaces();
    }
    (c.at > start).then_some(found)
}

fn dash(c: &mut Cursor<'_>) -> bool {
    let start = c.at;
    while c
        .take(|s| matches!(s, '-' | '–' | '—' | '―' | '‒' | '−' | '\u{2011}'))
        .is_some()
    {}
    c.at > start && c.at - start <= 9
}

/// All readings of what follows the place, the longest first.
fn readings(mut c: Cursor<'_>, line: &str) -> Vec<Elements> {
    let mut found = vec![Elements {
        end: c.at,
        ..Elements::default()
    }];
    for _ in 0..4 {
        let mut ahead = c;
        let mut now = found.last().cloned().unwrap_or_default();
        let sep = separator(&mut ahead);
        now.dashed |= sep == Some(Separator::Dash);
        if now.day.is_none()
            && sep.is_some()
            && let Some(stamp) = date_element(&mut ahead)
        {
            now.day = Some(stamp);
        } else if now.agency.is_none()
            && let Some(range) = enclosed(&mut ahead)
        {
            now.agency = Some(range);
            now.bracketed = true;
            now.dashed &= now.day.is_some();
        } else if now.agency.is_none()
            && matches!(sep, Some(Separator::Sign | Separator::Dash))
            && let Some(range) = bare_agency(&mut ahead, true)
        {
            now.agency = Some(range);
        } else {
            break;
        }
        now.end = ahead.at;
        if now.end > LONGEST || !line.is_char_boundary(now.end) {
            break;
        }
        c = ahead;
        found.push(now);
    }
    found.reverse();
    found
}

/// Reads a day, with the time of day and the year in brackets that some houses add.
fn date_element(c: &mut Cursor<'_>) -> Option<Day> {
    let mut ahead = *c;
    let bracket = ahead.eat("(");
    let stamp = stamp_at(ahead.rest())?;
    let day = stamp.day?;
    ahead.at += stamp.len;
    if bracket && !ahead.eat(")") {
        return None;
    }
    *c = ahead;
    Some(day)
}

/// What stands after the elements, and where the words begin.
fn ending(c: &mut Cursor<'_>, elements: &Elements) -> Option<(Ending, usize)> {
    let start = *c;
    c.spaces();
    if c.is_end() {
        return Some((Ending::Line, c.at));
    }
    let mut ahead = *c;
    let blank = c.at > start.at;
    let sign = ahead.take(|s| matches!(s, '.' | ':' | ',' | ';'));
    let spaced = ahead.spaces();
    let mark = ahead.at;
    if dash(&mut ahead) {
        let long = ahead.since(mark) != "-";
        let gap = ahead.spaces();
        // a single hyphen without blanks is inside a word, unless brackets end before it
        if long || blank || spaced || gap || elements.bracketed || sign.is_some() {
            return Some((Ending::Dash, ahead.at));
        }
        return Some((Ending::Blank, start.at));
    }
    match sign {
        _ if ahead.is_end() => Some((Ending::Line, ahead.at)),
        Some(':' | ';') if spaced => Some((Ending::Colon, mark)),
        Some('.') if spaced || elements.bracketed => Some((Ending::Stop, mark)),
        Some(',') if elements.bracketed && spaced => Some((Ending::Colon, mark)),
        _ => Some((Ending::Blank, c.at)),
    }
}

/// Whether these parts make a dateline, and whether their form alone says so.
fn accept(
    line: &str,
    place: &Place,
    e: &Elements,
    ending: Ending,
    body: usize,
    around: Around,
) -> Option<bool> {
    let words = line.get(body..).unwrap_or_default();
    let first = words.chars().next();
    let capital = first.is_some_and(|f| {
        f.is_uppercase() || f.is_ascii_digit() || "“\"‘'«$€£¥#@".contains(f) || !f.is_lowercase()
    });
    let agency = e.agency.clone().and_then(|a| line.get(a));
    let known_agency = agency.is_some_and(is_agency);
    if place.doubtful && !(known_agency && e.day.is_some()) {
        return None;
    }
    // what is tied on with a dash must be closed again
    if e.dashed
        && !e.bracketed
        && !matches!(ending, Ending::Dash | Ending::Line | Ending::Colon | Ending::Stop)
    {
        return None;
    }
    if !e.bracketed && agency.is_some() && matches!(ending, Ending::Blank | Ending::Line) {
        // "NUR-SULTAN. KAZINFORM The steppe …"
        let slug = agency.is_some_and(|a| !a.chars().any(char::is_lowercase));
        return (known_agency
            && slug
            && place.known
            && capital
            && ending == Ending::Blank
            && first != Some('('))
        .then_some(true);
    }
    match (e.day, agency) {
        (Some(_), Some(_)) => match ending {
            Ending::Blank => (capital && (known_agency || place.capitals || place.known)).then_some(true),
            Ending::Line => around.followed.then_some(true),
            _ => Some(true),
        },
        (Some(day), None) => match ending {
            Ending::Dash => Some(true),
            Ending::Stop => (capital || place.capitals).then_some(true),
            Ending::Colon => (place.capitals || place.known).then_some(true),
            Ending::Line => {
                (around.followed && (place.capitals || place.known || day.year.is_some())).then_some(true)
            }
            Ending::Blank => None,
        },
        (None, Some(name)) => {
            let sure = known_agency && (place.capitals || place.known || place.words <= 3);
            let form = place.capitals || (place.known && !name.is_empty());
            match ending {
                Ending::Dash | Ending::Stop | Ending::Colon => (sure || form).then_some(true),
                Ending::Blank => (known_agency && (place.capitals || place.known) && capital).then_some(true),
                Ending::Line => {
                    (known_agency && (place.capitals || place.known) && around.followed).then_some(true)
                }
            }
        }
        (None, None) => {
            let long = words.len() >= 30 && words.chars().any(char::is_lowercase);
            if !long || !capital {
                return None;
            }
            let glued = line
                .get(place.range.end..)
                .is_some_and(|r| r.starts_with(['—', '–', '-']));
            let sure = ending == Ending::Dash && place.capitals && (place.known || place.ends.len() > 1);
            let is = bare_place(place, ending, words, around) && (place.known || !glued || place.words > 1);
            is.then_some(sure)
        }
    }
}

/// Whether a place without date and agency is a dateline.
fn bare_place(place: &Place, ending: Ending, words: &str, around: Around) -> bool {
    const PEOPLE: [&str; 3] = ["Nice", "Male", "Florence"];
    let next = words.split_whitespace().next().unwrap_or_default();
    if place.of_city {
        return false;
    }
    let shouted =
        next.chars().filter(|c| c.is_alphabetic()).count() > 1 && !next.chars().any(char::is_lowercase);
    let named = place.known && place.words <= 3 && !PEOPLE.contains(&next);
    match ending {
        Ending::Dash => around.prose && (place.capitals || named),
        Ending::Colon => {
            around.prose
                && !is_headline(words)
                && !around.labels
                && ((place.capitals && (place.known || place.words > 1 || words.len() > 60)) || named)
        }
        Ending::Stop => {
            around.prose
                && place.capitals
                && !shouted
                && (place.known || place.words > 1 || place.range.len() >= 6)
        }
        Ending::Blank | Ending::Line => false,
    }
}

/// Whether most words have capitals, as in "Tests Show The Bridge Is Safe".
fn is_headline(words: &str) -> bool {
    let long = words.split_whitespace().filter(|w| w.chars().count() > 3);
    let (all, capitals) = long.fold((0, 0), |(all, capitals), w| {
        (
            all + 1,
            capitals
                + usize::from(
                    w.chars()
                        .find(|c| c.is_alphabetic())
                        .is_some_and(char::is_uppercase),
                ),
        )
    });
    capitals * 5 > all * 3
}

/// "Oct 31 (Borsa Daily) - …", "22 March 2022 — …".
fn without_place(line: &str, start: usize) -> Option<Found> {
    let mut c = Cursor::new(line);
    c.at = start;
    let day = date_element(&mut c)?;
    let mut end = c.at;
    let mut ahead = c;
    ahead.spaces();
    let agency = enclosed(&mut ahead);
    if agency.is_some() {
        end = ahead.at;
        c = ahead;
    }
    let elements = Elements {
        bracketed: agency.is_some(),
        ..Elements::default()
    };
    let (ending, body) = ending(&mut c, &elements)?;
    let first = line.get(body..)?.chars().next();
    let capital = first.is_some_and(|f| !f.is_lowercase());
    let is = ending == Ending::Dash && capital && (agency.is_some() || day.year.is_some());
    is.then_some(Found {
        range: start..end,
        place: None,
        day: Some(day),
        agency,
        body,
        strong: false,
    })
}
