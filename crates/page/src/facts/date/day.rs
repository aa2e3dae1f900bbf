//! Days in all their forms.

use super::super::token::Cursor;
use super::clock::{clock_time, joint, time};
use super::words::{is_weekday, month, zone};
use super::{DayOrder, Time};
use jiff::civil::Date;

/// A day, and what was written into it.
pub(super) struct Day {
    pub(super) date: Option<Date>,
    pub(super) time: Option<Time>,
    pub(super) offset: Option<i16>,
    /// Written in the ISO order, so that what follows is a time of ISO 8601.
    pub(super) iso: bool,
    /// Written as mail does, so that letters of a time zone mean what they mean there.
    pub(super) mail: bool,
}

pub(super) fn day(c: &mut Cursor<'_>, order: DayOrder, after_time: bool) -> Option<Day> {
    let plain = |date: Option<Date>| Day {
        date,
        time: None,
        offset: None,
        iso: false,
        mail: false,
    };
    let mut mail = false;
    if c.word().is_some_and(is_weekday) {
        c.step();
        mail = c.eat(',');
        c.eat('.');
        if !mail {
            c.eat(',');
        }
    }
    if let Some((number, digits)) = c.number() {
        return match digits {
            8 => compact(c, number),
            4 => year_first(c, number),
            1 | 2 => {
                let ahead = *c;
                if let Some(date) = numbers(c, number, order, after_time) {
                    return Some(plain(Some(date)));
                }
                *c = ahead;
                let date = day_first(c, number)?;
                Some(Day {
                    mail,
                    ..plain(Some(date))
                })
            }
            _ => None,
        };
    }
    month_first(c)
}

/// `20231222`, `20231222T100318Z`.
fn compact(c: &mut Cursor<'_>, number: u64) -> Option<Day> {
    c.step();
    let year = i16::try_from(number / 10_000)
        .ok()
        .filter(|y| (1600..=2199).contains(y))?;
    let month = i8::try_from(number / 100 % 100).ok()?;
    let date = Date::new(year, month, i8::try_from(number % 100).ok()?).ok();
    date?;
    let mut day = Day {
        date,
        time: None,
        offset: None,
        iso: true,
        mail: false,
    };
    let mut ahead = *c;
    if ahead.word() == Some("t") {
        ahead.step();
        if let Some((clock, 6)) = ahead.number() {
            ahead.step();
            day.time = clock_time(clock / 10_000, clock / 100 % 100, Some(clock % 100));
            if day.time.is_some() {
                *c = ahead;
                day.offset = zone(c, true);
            }
        }
    }
    Some(day)
}

/// `2023-12-22`, `2023/12/22`, `2023.12.22`, `2023 December 22`.
fn year_first(c: &mut Cursor<'_>, number: u64) -> Option<Day> {
    let year = year(number)?;
    c.step();
    let sign = ['-', '/', '.', '–'].into_iter().find(|s| c.eat(*s));
    if sign.is_none() {
        let month = c.word().and_then(month)?;
        c.step();
        let (day, digits) = c.number()?;
        c.step();
        ordinal(c);
        let date = (digits <= 2).then(|| Date::new(year, month, i8::try_from(day).ok()?).ok())?;
        return Some(Day {
            date,
            time: None,
            offset: None,
            iso: false,
            mail: false,
        })
        .filter(|d| d.date.is_some());
    }
    let (second, digits) = c.number().filter(|n| n.1 <= 2)?;
    c.step();
    c.eat(sign?).then_some(())?;
    let (third, last) = c.number().filter(|n| n.1 <= 2)?;
    c.step();
    let _ = (digits, last);
    let date = Date::new(year, i8::try_from(second).ok()?, i8::try_from(third).ok()?).ok();
    date?;
    Some(Day {
        date,
        time: None,
        offset: None,
        iso: true,
        mail: false,
    })
}

/// `22/12/2023`, `12/22/23`, `22.12.2023`.
fn numbers(c: &mut Cursor<'_>, first: u64, order: DayOrder, after_time: bool) -> Option<Date> {
    c.step();
    let sign = ['/', '.', '-'].into_iter().find(|s| c.eat(*s))?;
    let (second, digits) = c.number().filter(|n| n.1 <= 2)?;
    let _ = digits;
    c.step();
    c.eat(sign).then_some(())?;
    let (last, digits) = c.number()?;
    c.step();
    let year = match digits {
        4 => year(last)?,
        2 if sign == '/' => i16::try_from(2000 + last).ok().filter(|y| *y < 2070)?,
        _ => return None,
    };
    // a version number or an address goes on
    if sign == '.' && c.touches('.') && c.peek_after('.').is_some() {
        return None;
    }
    let order = match order {
        _ if sign == '.' => DayOrder::DayFirst,
        DayOrder::Unknown if !after_time && american_time_follows(c) => DayOrder::MonthFirst,
        other => other,
    };
    let (month, day) = match (first, second) {
        (1..=12, 13..=31) if sign != '.' => (first, second),
        (13..=31, 1..=12) => (second, first),
        (a, b) if a == b => (a, b),
        _ => match order {
            DayOrder::Unknown => return None,
            DayOrder::MonthFirst => (first, second),
            DayOrder::DayFirst => (second, first),
        },
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Whether a time in a zone of the United States follows, which says where the numbers were written.
fn american_time_follows(c: &Cursor<'_>) -> bool {
    let mut ahead = *c;
    joint(&mut ahead);
    time(&mut ahead, false).is_some() && {
        zone(&mut ahead, false);
        ahead.american
    }
}

/// `22 December 2023`, `22nd of Dec. 2023`, `22-Dec-2023`, `22 de diciembre de 2023`.
fn day_first(c: &mut Cursor<'_>, number: u64) -> Option<Date> {
    let day = i8::try_from(number).ok().filter(|d| (1..=31).contains(d))?;
    c.step();
    ordinal(c);
    let _ = c.eat('-') || c.eat('.') || c.eat(',') || c.eat('/');
    if matches!(c.word(), Some("of" | "de" | "di")) {
        c.step();
    }
    let month = c.word().and_then(month)?;
    c.step();
    let _ = c.eat('.');
    let _ = c.eat('-') || c.eat(',') || c.eat('/');
    if matches!(c.word(), Some("de" | "del" | "of")) {
        c.step();
    }
    let year = year_here(c)?;
    Date::new(year, month, day).ok()
}

/// `December 22, 2023`, `Dec. 22nd 2023`, `Dec 22 10:03:18 2023`.
fn month_first(c: &mut Cursor<'_>) -> Option<Day> {
    let month = c.word().and_then(month)?;
    c.step();
    c.eat('.');
    c.eat('-');
    let (day, digits) = c.number()?;
    if digits > 2 {
        return None;
    }
    c.step();
    ordinal(c);
    let _ = c.eat(',') || c.eat('-') || c.eat('.') || c.eat('/');
    let day = i8::try_from(day).ok()?;
    let mut out = Day {
        date: None,
        time: None,
        offset: None,
        iso: false,
        mail: false,
    };
    if let Some(year) = year_here(c) {
        out.date = Date::new(year, month, day).ok();
        out.date?;
        return Some(out);
    }
    let time = time(c, false)?;
    let offset = zone(c, false);
    c.eat(',');
    let year = year_here(c)?;
    out.date = Date::new(year, month, day).ok();
    out.date?;
    (out.time, out.offset) = (Some(time), offset);
    Some(out)
}

fn ordinal(c: &mut Cursor<'_>) {
    if matches!(c.word(), Some("st" | "nd" | "rd" | "th" | "er" | "º" | "ª")) {
        c.step();
    }
}

fn year(number: u64) -> Option<i16> {
    i16::try_from(number).ok().filter(|y| (1600..=2199).contains(y))
}

fn year_here(c: &mut Cursor<'_>) -> Option<i16> {
    let (number, digits) = c.number()?;
    let found = year(number).filter(|_| digits == 4)?;
    c.step();
    Some(found)
}
