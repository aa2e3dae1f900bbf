//! Printed days: "Friday, January 4, 2019", "4 Jan", "2019-01-04", "6.12.2021".

use crate::cursor::Cursor;
use jiff::civil::{Date, Weekday};

/// A day as printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    pub(crate) len: usize,
    pub(crate) year: Option<i16>,
    pub(crate) month: i8,
    pub(crate) day: i8,
    pub(crate) weekday: Option<Weekday>,
    /// Numbers that may be day and month or month and day; the fields hold day and month.
    pub(crate) either: bool,
    /// Whether numbers show that the month stands first, or that it does not.
    pub(crate) month_first: Option<bool>,
}

impl Day {
    /// The day, when its year is printed or known.
    pub(crate) fn in_year(&self, year: Option<i16>) -> Option<Date> {
        Date::new(self.year.or(year)?, self.month, self.day).ok()
    }

    /// The other reading of an ambiguous date.
    pub(crate) fn swapped(&self) -> Self {
        Self {
            month: self.day,
            day: self.month,
            either: false,
            ..*self
        }
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The month that a word names, in full or shortened; it begins with a capital.
pub(crate) fn month(word: &str) -> Option<i8> {
    if !word.starts_with(|c: char| c.is_ascii_uppercase()) || word.len() < 3 {
        return None;
    }
    let word = word.to_ascii_lowercase();
    if word == "sept" {
        return Some(9);
    }
    let at = MONTHS
        .iter()
        .position(|m| *m == word || (word.len() == 3 && m.starts_with(&word)))?;
    i8::try_from(at + 1).ok()
}

/// The day of the week that a word names, in full or shortened.
pub(crate) fn weekday(word: &str) -> Option<Weekday> {
    const DAYS: [(&str, &[&str], Weekday); 7] = [
        ("monday", &["mon"], Weekday::Monday),
        ("tuesday", &["tue", "tues"], Weekday::Tuesday),
        ("wednesday", &["wed", "weds"], Weekday::Wednesday),
        ("thursday", &["thu", "thur", "thurs"], Weekday::Thursday),
        ("friday", &["fri"], Weekday::Friday),
        ("saturday", &["sat"], Weekday::Saturday),
        ("sunday", &["sun"], Weekday::Sunday),
    ];
    if !word.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let word = word.to_ascii_lowercase();
    DAYS.iter()
        .find(|(full, short, _)| *full == word || short.contains(&word.as_str()))
        .map(|d| d.2)
}

/// The day printed at the beginning of `text`.
pub(crate) fn day_at(text: &str) -> Option<Day> {
    let first = text.chars().next()?;
    if !first.is_ascii_alphanumeric() {
        return None;
    }
    let mut c = Cursor::new(text);
    let mut named = None;
    if first.is_ascii_alphabetic() {
        let mut ahead = c;
        if let Some(day) = weekday(ahead.letters()) {
            ahead.eat(".");
            ahead.eat(",");
            ahead.spaces();
            named = Some(day);
            c = ahead;
        }
    }
    let parts = if c.peek()?.is_ascii_digit() {
        digits_first(&mut c)
    } else {
        month_first(&mut c)
    }?;
    let (year, month, day, either, month_first) = parts;
    // a leap year stands in for a year that is not printed
    Date::new(year.unwrap_or(2000), month, day).ok()?;
    let mut found = Day {
        len: c.at,
        year,
        month,
        day,
        weekday: named,
        either,
        month_first,
    };
    if let (true, Some(named)) = (either, named) {
        let fits = |d: &Day| d.in_year(None).is_some_and(|d| d.weekday() == named);
        let other = found.swapped();
        match (fits(&found), fits(&other)) {
            (true, false) => found.either = false,
            (false, true) => found = other,
            _ => {}
        }
    }
    Some(found)
}

type Parts = (Option<i16>, i8, i8, bool, Option<bool>);

fn month_first(c: &mut Cursor<'_>) -> Option<Parts> {
    let month = month(c.letters())?;
    let dot = c.eat(".");
    if !c.spaces() && !dot {
        return None;
    }
    let day = day_number(c)?;
    ends_day(c).then_some(())?;
    let year = year_after(c);
    Some((year, month, day, false, None))
}

fn digits_first(c: &mut Cursor<'_>) -> Option<Parts> {
    let start = *c;
    let (first, len) = c.number(4)?;
    if len == 4 {
        let year = year(first)?;
        let sign = c.take(|s| matches!(s, '-' | '/' | '.'))?;
        let (month, _) = c.number(2)?;
        c.take(|s| s == sign)?;
        let (day, _) = c.number(2)?;
        let ends = c.at_boundary() || c.rest().starts_with('T');
        return ends.then_some((
            Some(year),
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
            false,
            None,
        ));
    }
    if len > 2 {
        return None;
    }
    let numeric = *c;
    if let Some(sign) = c.take(|s| matches!(s, '-' | '/' | '.'))
        && let Some((second, _)) = c.number(2)
        && c.take(|s| s == sign).is_some()
        && let Some((last, 4)) = c.number(4)
    {
        let year = year(last)?;
        c.at_boundary().then_some(())?;
        let (first, second) = (i8::try_from(first).ok()?, i8::try_from(second).ok()?);
        if second > 12 {
            // only dots always put the day first
            return (sign != '.').then_some((Some(year), first, second, false, Some(true)));
        }
        let either = sign != '.' && first <= 12 && first != second;
        let shown = (sign != '.' && first > 12).then_some(false);
        return Some((Some(year), second, first, either, shown));
    }
    *c = numeric;
    if c.eat("-") {
        let month = month(c.letters())?;
        c.eat("-").then_some(())?;
        let (last, _) = c.number(4).filter(|n| n.1 == 4)?;
        return Some((Some(year(last)?), month, i8::try_from(first).ok()?, false, None));
    }
    *c = start;
    let day = day_number(c)?;
    c.eat(".");
    c.spaces();
    if c.eat_word("of") {
        c.spaces();
    }
    let month = month(c.letters())?;
    let dotted = *c;
    // the dot of "4 Jan. 2019", not the stop of "4 January. /AGENCY/"
    if c.eat(".") && year_after(&mut { *c }).is_none() && c.since(0).len() - start.at > 7 {
        *c = dotted;
    }
    let mut slash = *c;
    if slash.eat("/")
        && let Some((n, 4)) = slash.number(4)
        && let Some(y) = year(n)
    {
        *c = slash;
        return Some((Some(y), month, day, false, None));
    }
    c.at_boundary().then_some(())?;
    let year = year_after(c);
    Some((year, month, day, false, None))
}

/// A day of the month with or without its ordinal ending.
fn day_number(c: &mut Cursor<'_>) -> Option<i8> {
    let (day, _) = c.number(2)?;
    for ending in ["st", "nd", "rd", "th"] {
        if c.eat_word(ending) {
            break;
        }
    }
    i8::try_from(day).ok().filter(|d| (1..=31).contains(d))
}

/// Not the beginning of a range, an amount or a time of day.
fn ends_day(c: &Cursor<'_>) -> bool {
    let mut after = *c;
    if !after.at_boundary() {
        return false;
    }
    let sign = after.take(|s| matches!(s, '-' | '–' | ':' | '.' | '%'));
    sign.is_none() || !after.peek().is_some_and(|n| n.is_ascii_digit())
}

fn year(n: u32) -> Option<i16> {
    i16::try_from(n).ok().filter(|y| (1600..=2199).contains(y))
}

/// Reads a year, behind a comma, a blank or a slash.
fn year_after(c: &mut Cursor<'_>) -> Option<i16> {
    let mut ahead = *c;
    let comma = ahead.eat(",");
    let slash = !comma && ahead.eat("/");
    if !(ahead.spaces() || comma || slash) {
        return None;
    }
    let (n, _) = ahead.number(4).filter(|n| n.1 == 4)?;
    let found = year(n)?;
    // not "March 3, 2020-strong" nor "12 May 2000s"
    if !ahead.at_boundary() {
        return None;
    }
    *c = ahead;
    Some(found)
}
