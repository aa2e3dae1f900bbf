//! Days whose parts are written together.

use crate::names::month;
use crate::token::Cursor;
use jiff::civil::Date;

/// A day, and whether it is written in the order of ISO 8601.
pub(crate) struct Day {
    pub(crate) date: Date,
    pub(crate) iso: bool,
}

/// `2023-05-05`, `2023-125`, `2023 05 05`, `05-May-23`, `05.03.2024`, `25/12/2024`. The outer nothing is for what is not written as a day,
/// the inner one for what is none, or may be two.
pub(crate) fn day(c: &mut Cursor<'_>) -> Option<Option<Day>> {
    let is_parted = |ahead: usize| {
        matches!(c.mark(ahead), Some('-' | '/' | '.')) && c.is_joined(ahead) && {
            // "05. 03. 2024"
            c.is_joined(ahead + 1) || c.mark(ahead) == Some('.')
        }
    };
    let iso = |date: Option<Date>| date.map(|date| Day { date, iso: true });
    if is_parted(1) && is_parted(3) {
        let found = joined(c)?;
        c.step(5);
        return Some(found);
    }
    let year = year(c.digits(0)?)?;
    if is_parted(1) {
        let of_year = c.digits(2).filter(|digits| digits.len() == 3)?;
        c.step(3);
        let date = of_year
            .parse()
            .ok()
            .and_then(|n| Date::new(year, 1, 1).ok()?.with().day_of_year(n).build().ok());
        return Some(iso(date));
    }
    let (month, day) = (c.digits(1)?, c.digits(2)?);
    if c.mark(3) == Some(':') {
        return None;
    }
    c.step(3);
    Some(iso(ymd(Some(year), small(month), small(day))))
}

/// Three parts with marks between them.
fn joined(c: &Cursor<'_>) -> Option<Option<Day>> {
    let last = c.digits(4)?;
    let month_at = |ahead| c.letters(ahead).and_then(month);
    let words = |date: Option<Date>| Some(date.map(|date| Day { date, iso: false }));
    match (c.digits(0), c.digits(2)) {
        (Some(first), Some(second)) => {
            if let Some(year) = year(first) {
                let date = ymd(Some(year), small(second), small(last));
                return Some(date.map(|date| Day { date, iso: true }));
            }
            let (Some(one), Some(two), Some(year)) = (small(first), small(second), year(last)) else {
                return Some(None);
            };
            let day_first = ymd(Some(year), Some(two), Some(one));
            words(match c.mark(1) {
                // points put the day first wherever they are used
                Some('.') => day_first,
                _ if one > 12 || one == two => day_first,
                _ if two > 12 => ymd(Some(year), Some(one), Some(two)),
                _ => None,
            })
        }
        (Some(first), None) => {
            let month = month_at(2)?;
            words(match year(first) {
                Some(year) => ymd(Some(year), Some(month), small(last)),
                None => ymd(year_of_mail(last), Some(month), small(first)),
            })
        }
        (None, Some(second)) => words(ymd(year(last), Some(month_at(0)?), small(second))),
        (None, None) => None,
    }
}

/// The day that eight digits tell.
pub(crate) fn compact(digits: &str) -> Option<Date> {
    let (year, month, day) = (digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?);
    ymd(self::year(year), small(month), small(day))
}

pub(crate) fn ymd(year: Option<i16>, month: Option<i8>, day: Option<i8>) -> Option<Date> {
    Date::new(year?, month?, day?).ok()
}

/// A number of one or two digits.
pub(crate) fn small(digits: &str) -> Option<i8> {
    let fits = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if fits { digits.parse().ok() } else { None }
}

/// A year of four digits.
pub(crate) fn year(digits: &str) -> Option<i16> {
    digits.parse().ok().filter(|year| digits.len() == 4 && *year > 0)
}

/// A year as RFC 5322 has it: of two digits from 1950 to 2049, of three digits counted from 1900 as some programs do.
/// Beside words, "0930" is a time rather.
pub(crate) fn year_of_mail(digits: &str) -> Option<i16> {
    let number: i16 = digits.parse().ok()?;
    match digits.len() {
        2 if number < 50 => Some(2000 + number),
        2 | 3 => Some(1900 + number),
        _ => year(digits).filter(|year| *year >= 1000),
    }
}
