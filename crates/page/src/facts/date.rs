//! Dates and times as pages declare and show them: "2023-12-22T05:03:18-05:00", "Fri, 22 Dec 2023 10:03:18 GMT",
//! "December 22, 2023 5:03 PM EST", "22/12/2023", milliseconds since 1970.

mod clock;
mod day;
mod words;

use super::token::{Cursor, tokens};
use clock::{joint, time};
use day::day;
use jiff::civil::Date;
use std::ops::Range;
pub(crate) use words::month;
use words::zone;

/// Which of two numbers is the month, where both could be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum DayOrder {
    /// Not known: such dates are not read.
    #[default]
    Unknown,
    /// As in the United States.
    MonthFirst,
    /// As in most other places.
    DayFirst,
}

impl DayOrder {
    /// What a language tag tells: `en-US`, `en_GB`, `de`. English without a country tells nothing.
    pub(crate) fn of_language(tag: &str) -> Self {
        let mut parts = tag.split(['-', '_']).map(str::to_ascii_lowercase);
        let language = parts.next().unwrap_or_default();
        let region = parts.find(|p| p.len() == 2);
        match (language.as_str(), region.as_deref()) {
            (_, Some("us" | "ph" | "fm" | "pr")) => Self::MonthFirst,
            // both are usual there
            ("en", None | Some("ca")) | ("", _) => Self::Unknown,
            (l, _) if l.len() == 2 || l.len() == 3 => Self::DayFirst,
            _ => Self::Unknown,
        }
    }
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Time {
    hour: u8,
    minute: u8,
    second: Option<u8>,
}

/// A date or time, as it was written: nothing is moved to another time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct When {
    /// The day.
    pub(crate) day: Date,
    /// The time of day.
    pub(crate) time: Option<Time>,
    /// Minutes ahead of UTC.
    pub(crate) offset: Option<i16>,
}

impl When {
    /// ISO 8601.
    pub(crate) fn iso(&self) -> String {
        let mut out = self.day.to_string();
        let Some(time) = self.time else { return out };
        out.push_str(&format!("T{:02}:{:02}", time.hour, time.minute));
        if let Some(second) = time.second {
            out.push_str(&format!(":{second:02}"));
        }
        match self.offset {
            None => {}
            Some(0) => out.push('Z'),
            Some(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                let minutes = minutes.unsigned_abs();
                out.push_str(&format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60));
            }
        }
        out
    }

    /// Days from this one to another.
    pub(crate) fn days_to(&self, other: &Self) -> i32 {
        (other.day - self.day).get_days()
    }

    /// What content systems write when they have no date: the zero of some clock.
    fn is_zero(&self) -> bool {
        let (year, month, day) = (self.day.year(), self.day.month(), self.day.day());
        matches!(
            (year, month, day),
            (1970 | 1900 | 1601 | 1980, 1, 1) | (1969 | 1899, 12, 31)
        )
    }
}

/// A date found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// What it says.
    pub(crate) when: When,
    /// Where it stands.
    pub(crate) range: Range<usize>,
}

/// Longer values are no dates.
const LONGEST: usize = 160;

/// The date that a declared value gives: all of it is a date, but for a label and a day of the week.
pub(crate) fn read(value: &str, order: DayOrder) -> Option<When> {
    let value = value.trim();
    if value.len() > LONGEST {
        return None;
    }
    if value.bytes().all(|b| b.is_ascii_digit())
        && let Some(when) = epoch(value)
    {
        return Some(when);
    }
    let found = find(value, order);
    let first = found.first()?;
    // not a sentence with a date in it
    (first.range.len() * 3 >= value.len() || value.len() < 40).then_some(first.when)
}

/// Seconds or milliseconds since 1970.
fn epoch(value: &str) -> Option<When> {
    let number: i64 = value.parse().ok()?;
    let seconds = match value.len() {
        9 | 10 => number,
        12 | 13 => number / 1000,
        15 | 16 => number / 1_000_000,
        _ => return None,
    };
    // before the web, and long after this was written
    if !(600_000_000..=4_700_000_000).contains(&seconds) {
        return None;
    }
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    let civil = jiff::tz::Offset::UTC.to_datetime(moment);
    Some(When {
        day: civil.date(),
        time: Some(Time {
            hour: u8::try_from(civil.hour()).ok()?,
            minute: u8::try_from(civil.minute()).ok()?,
            second: u8::try_from(civil.second()).ok(),
        }),
        offset: Some(0),
    })
}

/// All dates in a short text, in text order.
pub(crate) fn find(text: &str, order: DayOrder) -> Vec<Found> {
    let mut found = Vec::new();
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return found;
    }
    let tokens = tokens(text);
    let mut at = 0;
    while at < tokens.len() {
        let mut c = Cursor::new(&tokens, at);
        if let Some(when) = stamp(&mut c, order) {
            let last = tokens
                .get(c.at.saturating_sub(1))
                .map_or(text.len(), |t| t.range.end);
            let start = tokens.get(at).map_or(0, |t| t.range.start);
            if !when.is_zero() {
                found.push(Found {
                    when,
                    range: start..last,
                });
            }
            at = c.at.max(at + 1);
        } else {
            at += 1;
        }
    }
    found
}

/// A day with or without a time of day on either side of it.
fn stamp(c: &mut Cursor<'_>, order: DayOrder) -> Option<When> {
    let start = c.at;
    if let Some(day) = day(c, order, false) {
        let mut when = When {
            day: day.date?,
            time: day.time,
            offset: day.offset,
        };
        if when.time.is_none() {
            let mut ahead = *c;
            joint(&mut ahead);
            if let Some(time) = time(&mut ahead, day.iso) {
                when.time = Some(time);
                *c = ahead;
                when.offset = zone(c, day.iso || day.mail);
            }
        }
        return Some(when);
    }
    c.at = start;
    let time = time(c, false)?;
    let mut offset = zone(c, false);
    let american = c.american;
    joint(c);
    c.american = american;
    let day = day(c, order, true)?;
    offset = offset.or(day.offset);
    Some(When {
        day: day.date?,
        time: Some(time),
        offset,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(value: &str, order: DayOrder) -> Option<String> {
        read(value, order).map(|w| w.iso())
    }

    #[test]
    fn declared_dates_of_every_usual_form() {
        for (value, expected) in [
            ("2023-12-22", "2023-12-22"),
            ("2023-12-22T05:03:18-05:00", "2023-12-22T05:03:18-05:00"),
            ("2023-12-22T10:03:18.000Z", "2023-12-22T10:03:18Z"),
            ("2023-12-22T10:03:18.537007Z EST", "2023-12-22T10:03:18Z"),
            ("2023-12-22T15:55+0000", "2023-12-22T15:55Z"),
            ("2023-12-22T08:45-0500", "2023-12-22T08:45-05:00"),
            ("2023-12-22T10:03:18", "2023-12-22T10:03:18"),
            ("2023-12-22 08:57:25 -0500", "2023-12-22T08:57:25-05:00"),
            ("2023-12-22 11:35:04", "2023-12-22T11:35:04"),
            ("2023/12/22", "2023-12-22"),
            ("20231222", "2023-12-22"),
            ("20231222T100318Z", "2023-12-22T10:03:18Z"),
            ("1703239398", "2023-12-22T10:03:18Z"),
            ("1703239398000", "2023-12-22T10:03:18Z"),
            ("Fri, 22 Dec 2023 10:03:18 GMT", "2023-12-22T10:03:18Z"),
            ("Thu, 21 Dec 2023 09:45:16 PST", "2023-12-21T09:45:16-08:00"),
            ("Fri, 22 Dec 2023 10:03:18 +0530", "2023-12-22T10:03:18+05:30"),
            ("Fri Dec 22 2023 14:01:22 GMT+0000 (UTC)", "2023-12-22T14:01:22Z"),
            ("Fri Dec 22 14:01:22 2023", "2023-12-22T14:01:22"),
            ("Fri, 12/22/2023 - 05:00", "2023-12-22T05:00"),
            ("12/20/2023 20:41:43", "2023-12-20T20:41:43"),
            ("December 22, 2023 3:04 PM EST", "2023-12-22T15:04"),
            ("Thursday, December 21, 2023, 01:28 PM", "2023-12-21T13:28"),
            ("DECEMBER 22, 2023 at 8:48 p.m.", "2023-12-22T20:48"),
            ("December 23, 2023 — 5.30am", "2023-12-23T05:30"),
            ("22 Dec 2023", "2023-12-22"),
            ("22nd of December 2023", "2023-12-22"),
            ("22 December 2023 • 3:55pm", "2023-12-22T15:55"),
            ("22-Dec-2023", "2023-12-22"),
            ("8:00 PM EST, Tue December 19, 2023", "2023-12-19T20:00"),
            ("12:42, 4 January 2019", "2019-01-04T12:42"),
            ("Posted On : May 20, 2018", "2018-05-20"),
            ("Updated Dec. 12, 2023, at 3:28 p.m.", "2023-12-12T15:28"),
            ("22.12.2023", "2023-12-22"),
            ("04.01.2019, 14:05 Uhr", "2019-01-04T14:05"),
            ("22 de diciembre de 2023", "2023-12-22"),
            ("12/10/2023 05:00 AM EST", "2023-12-10T05:00"),
            ("12:00 AM, March 1, 2024", "2024-03-01T00:00"),
        ] {
            assert_eq!(
                iso(value, DayOrder::Unknown).as_deref(),
                Some(expected),
                "{value}"
            );
        }
    }

    #[test]
    fn two_numbers_are_read_only_when_it_is_known_which_is_the_month() {
        let value = "04/01/2019";
        assert_eq!(iso(value, DayOrder::Unknown), None);
        assert_eq!(iso(value, DayOrder::MonthFirst).as_deref(), Some("2019-04-01"));
        assert_eq!(iso(value, DayOrder::DayFirst).as_deref(), Some("2019-01-04"));
        assert_eq!(
            iso("25/12/2019", DayOrder::MonthFirst).as_deref(),
            Some("2019-12-25")
        );
        assert_eq!(DayOrder::of_language("en_US"), DayOrder::MonthFirst);
        assert_eq!(DayOrder::of_language("en-GB"), DayOrder::DayFirst);
        assert_eq!(DayOrder::of_language("en"), DayOrder::Unknown);
        assert_eq!(DayOrder::of_language("de"), DayOrder::DayFirst);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for value in [
            "",
            "0000-00-00T00:00:00",
            "0",
            "1970-01-01T00:00:00Z",
            "2023-02-30",
            "2023-13-01",
            "12",
            "1.2.3.4567",
            "10:15",
            "Dec 22",
            "December 2023",
            "2023",
            "99999999999999999999999999",
            "+05:00",
            "two hours ago",
            "In December 22, 2023 the council met and it decided many things about the town",
        ] {
            assert_eq!(iso(value, DayOrder::MonthFirst), None, "{value}");
        }
    }

    #[test]
    fn dates_in_a_line_have_their_places() {
        let line = "PUBLISHED: December 22, 2023 at 8:48 p.m. | UPDATED: December 23, 2023 at 10:54 a.m.";
        let found: Vec<_> = find(line, DayOrder::Unknown)
            .into_iter()
            .map(|f| (&line[f.range], f.when.iso()))
            .collect();
        assert_eq!(
            found,
            [
                ("December 22, 2023 at 8:48 p.m.", "2023-12-22T20:48".to_owned()),
                ("December 23, 2023 at 10:54 a.m.", "2023-12-23T10:54".to_owned()),
            ]
        );
    }
}
