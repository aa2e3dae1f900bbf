//! Times of day.

use crate::day::small;
use crate::token::Cursor;
use jiff::civil::Time;

/// What of the day has been read ahead of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ahead {
    /// Not all of a day: numbers may be of the day.
    Part,
    /// A day.
    Day,
    /// A day in the order of ISO 8601, so that its forms of times may follow.
    Iso,
}

/// `09:30`, `9:30:05.25`, `9.05 pm`, `9pm`; behind a day `9.05`, behind one of ISO 8601 `093005`. The outer nothing is for what is
/// not written as a time, the inner one for what cannot be one.
pub(crate) fn clock(c: &mut Cursor<'_>, ahead: Ahead) -> Option<Option<Time>> {
    let first = c.digits(0)?;
    if ahead == Ahead::Iso && matches!(first.len(), 4 | 6) && c.mark(1) != Some(':') {
        return Some(compact(c, first));
    }
    let parted = c
        .mark(1)
        .filter(|mark| matches!(mark, ':' | '.') && c.is_joined(1) && c.is_joined(2));
    let (Some(mark), Some(minute)) = (parted, c.digits(2)) else {
        // a single number is an hour only with its half of the day
        let mut after = *c;
        after.step(1);
        let afternoon = half(&mut after)?;
        *c = after;
        return Some(time(first, "0", "0", 0, Some(afternoon)));
    };
    let mut after = *c;
    after.step(3);
    let second = if after.mark(0) == Some(mark) && after.is_joined(0) && after.is_joined(1) {
        after.digits(1)
    } else {
        None
    };
    if second.is_some() {
        after.step(2);
    }
    let nanoseconds = fraction(&mut after, ahead, second.is_some());
    let afternoon = half(&mut after);
    if mark == '.' && afternoon.is_none() && ahead == Ahead::Part {
        return None;
    }
    *c = after;
    Some(nanoseconds.and_then(|n| time(first, minute, second.unwrap_or("0"), n, afternoon)))
}

/// `0930`, `093005.25`.
fn compact(c: &mut Cursor<'_>, digits: &str) -> Option<Time> {
    c.step(1);
    let nanoseconds = fraction(c, Ahead::Iso, digits.len() == 6)?;
    of_digits(digits, nanoseconds)
}

/// The time that four or six digits tell.
pub(crate) fn of_digits(digits: &str, nanoseconds: i32) -> Option<Time> {
    let (hour, minute, second) = (digits.get(..2)?, digits.get(2..4)?, digits.get(4..)?);
    let second = if second.is_empty() { "0" } else { second };
    time(hour, minute, second, nanoseconds, None)
}

/// Nanoseconds of a second. A part of a minute is none: it is written for seconds, too.
fn fraction(c: &mut Cursor<'_>, ahead: Ahead, of_second: bool) -> Option<i32> {
    let parted = match c.mark(0) {
        Some('.') => true,
        // elsewhere a year may follow
        Some(',') => ahead == Ahead::Iso,
        _ => false,
    };
    let digits = c.digits(1).filter(|_| parted && c.is_joined(0) && c.is_joined(1));
    let Some(digits) = digits else {
        return Some(0);
    };
    c.step(2);
    if digits.bytes().all(|b| b == b'0') {
        return Some(0);
    }
    let nine: String = digits.chars().chain("000000000".chars()).take(9).collect();
    nine.parse().ok().filter(|_| of_second)
}

/// Reads `am` or `p.m.`: whether it is the afternoon.
fn half(c: &mut Cursor<'_>) -> Option<bool> {
    let word = c.letters(0)?;
    let is = |word: &str, other: &str| word.eq_ignore_ascii_case(other);
    let afternoon = is(word, "pm") || is(word, "p");
    if is(word, "am") || is(word, "pm") {
        c.step(1);
        return Some(afternoon);
    }
    let is_apart =
        (is(word, "a") || afternoon) && c.mark(1) == Some('.') && c.letters(2).is_some_and(|m| is(m, "m"));
    is_apart.then(|| {
        c.step(3);
        afternoon
    })
}

fn time(hour: &str, minute: &str, second: &str, nanoseconds: i32, afternoon: Option<bool>) -> Option<Time> {
    let (hour, minute, second) = (small(hour)?, small(minute)?, small(second)?);
    let hour = match afternoon {
        Some(afternoon) if (1..=12).contains(&hour) => hour % 12 + if afternoon { 12 } else { 0 },
        Some(_) => return None,
        None => hour,
    };
    // a leap second is not told from the one before it
    let second = if second == 60 { 59 } else { second };
    Time::new(hour, minute, second, nanoseconds).ok()
}
