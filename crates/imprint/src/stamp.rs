//! Days with times of day: "12:42, 4 January 2019", "Jan. 4, 2019 at 2:05 p.m. GMT", "14:05".

use crate::cursor::Cursor;
use crate::day::{Day, day_at};
use jiff::civil::Date;

/// A time of day as printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Time {
    pub(crate) len: usize,
    hour: u8,
    minute: u8,
    second: Option<u8>,
    /// Minutes ahead of UTC, where the text says so in numbers or as GMT or UTC.
    offset: Option<i16>,
}

impl Time {
    /// ISO 8601.
    pub(crate) fn iso(&self) -> String {
        let mut out = format!("{:02}:{:02}", self.hour, self.minute);
        if let Some(second) = self.second {
            out.push_str(&format!(":{second:02}"));
        }
        match self.offset {
            None => {}
            Some(0) => out.push('Z'),
            Some(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                let minutes = minutes.abs();
                out.push_str(&format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60));
            }
        }
        out
    }
}

/// A day, a time of day, or both, as printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) len: usize,
    pub(crate) day: Option<Day>,
    pub(crate) time: Option<Time>,
}

impl Stamp {
    /// ISO 8601, on the day that its own was found to be.
    pub(crate) fn iso(&self, date: Option<Date>) -> Option<String> {
        match (date, self.time) {
            (Some(date), Some(time)) => Some(format!("{date}T{}", time.iso())),
            (Some(date), None) => Some(date.to_string()),
            (None, Some(time)) if self.day.is_none() => Some(time.iso()),
            _ => None,
        }
    }
}

/// The time of day printed at the beginning of `text`.
pub(crate) fn time_at(text: &str) -> Option<Time> {
    let mut c = Cursor::new(text);
    let (first, len) = c.number(4)?;
    let (mut hour, mut minute, mut second) = (first, 0, None);
    let mut certain = false;
    if len == 4 {
        (hour, minute) = (first / 100, first % 100);
    } else if len > 2 {
        return None;
    } else {
        let sign = c.peek();
        let mut ahead = c;
        if matches!(sign, Some(':' | '.' | 'h'))
            && {
                ahead.take(|_| true);
                true
            }
            && let Some((m, 2)) = ahead.number(2)
        {
            minute = m;
            certain = sign != Some('.');
            c = ahead;
            let mut seconds = c;
            if sign == Some(':')
                && seconds.eat(":")
                && let Some((s, 2)) = seconds.number(2)
            {
                second = Some(s);
                c = seconds;
                let mut fraction = c;
                if fraction.eat(".") && fraction.number(9).is_some() {
                    c = fraction;
                }
            }
        }
    }
    let bare = c;
    c.spaces();
    let half = ["a.m.", "p.m.", "am", "pm", "a.m", "p.m"]
        .iter()
        .find(|h| {
            let mut ahead = c;
            let is = if h.ends_with('.') {
                ahead
                    .rest()
                    .get(..h.len())
                    .is_some_and(|r| r.eq_ignore_ascii_case(h))
                    && {
                        ahead.at += h.len();
                        true
                    }
            } else {
                ahead.eat_word(h)
            };
            if is {
                c = ahead;
            }
            is
        })
        .map(|h| h.starts_with('p'));
    if let Some(afternoon) = half {
        if len > 2 || !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if afternoon { 12 } else { 0 };
        certain = true;
    } else {
        c = bare;
    }
    let mut zoned = c;
    let (zone, offset) = zone(&mut zoned);
    if zone {
        c = zoned;
        certain = true;
    }
    let minute = u8::try_from(minute).ok().filter(|m| *m < 60)?;
    let hour = u8::try_from(hour).ok().filter(|h| *h < 24)?;
    let second = second.and_then(|s| u8::try_from(s).ok()).filter(|s| *s < 61);
    (certain && c.at_boundary()).then_some(Time {
        len: c.at,
        hour,
        minute,
        second,
        offset,
    })
}

/// Reads a time zone; whether there is one, and how far ahead of UTC it is where the text says.
fn zone(c: &mut Cursor<'_>) -> (bool, Option<i16>) {
    // what these letters stand for depends on where they are read, so they give no offset
    const LETTERS: [&str; 37] = [
        "IST", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "ET", "CT", "MT", "PT", "BST", "CET",
        "CEST", "EET", "EEST", "MSK", "JST", "KST", "HKT", "SGT", "PKT", "NPT", "WIB", "WAT", "CAT", "EAT",
        "SAST", "AEST", "AEDT", "NZST", "NZDT", "AST", "hrs", "hours",
    ];
    let start = *c;
    c.spaces();
    let bracket = c.eat("(");
    let mut found = (false, None);
    let zulu = c.peek() == Some('Z') && c.eat_word("Z");
    if zulu || c.eat_word("GMT") || c.eat_word("UTC") {
        found = (true, Some(offset(c).unwrap_or(0)));
    } else if LETTERS.iter().any(|zone| c.eat_word(zone)) || c.eat("local time") {
        found = (true, None);
    } else if !bracket
        && c.at == start.at
        && let Some(minutes) = offset(c)
    {
        found = (true, Some(minutes));
    }
    if bracket && !c.eat(")") {
        found.0 = false;
    }
    if !found.0 {
        *c = start;
        return (false, None);
    }
    found
}

/// Reads "+3", "+0300", "-05:30".
fn offset(c: &mut Cursor<'_>) -> Option<i16> {
    let mut ahead = *c;
    let sign = match ahead.take(|s| matches!(s, '+' | '-' | '−'))? {
        '+' => 1,
        _ => -1,
    };
    let (n, len) = ahead.number(4)?;
    let minutes = if len > 2 {
        n / 100 * 60 + n % 100
    } else {
        let mut more = ahead;
        let minutes = if more.eat(":") {
            more.number(2).filter(|m| m.1 == 2)
        } else {
            None
        };
        if minutes.is_some() {
            ahead = more;
        }
        n * 60 + minutes.map_or(0, |m| m.0)
    };
    let minutes = i16::try_from(minutes).ok().filter(|m| *m <= 14 * 60)?;
    *c = ahead;
    Some(sign * minutes)
}

/// The day, time, or both that are printed at the beginning of `text`.
pub(crate) fn stamp_at(text: &str) -> Option<Stamp> {
    if let Some(day) = day_at(text) {
        let mut c = Cursor::new(text);
        c.at = day.len;
        let time = joined(&mut c, &["at", "@"]).and_then(|()| time_at(c.rest()));
        return Some(Stamp {
            len: time.map_or(day.len, |t| c.at + t.len),
            day: Some(day),
            time,
        });
    }
    let time = time_at(text)?;
    let mut c = Cursor::new(text);
    c.at = time.len;
    let day = joined(&mut c, &["on"]).and_then(|()| day_at(c.rest()));
    Some(Stamp {
        len: day.map_or(time.len, |d| c.at + d.len),
        day,
        time: Some(time),
    })
}

/// Reads what may stand between a day and a time.
fn joined(c: &mut Cursor<'_>, words: &[&str]) -> Option<()> {
    if c.eat("T") {
        return Some(());
    }
    let comma = c.eat(",");
    let blank = c.spaces();
    if words.iter().any(|w| c.eat_word(w))
        || c.take(|s| matches!(s, '|' | '-' | '–' | '—' | '•' | '·'))
            .is_some()
    {
        c.spaces();
        return Some(());
    }
    (comma || blank).then_some(())
}
