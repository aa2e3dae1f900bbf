//! Dates and times as machines and their makers write them, to ISO 8601.
//!
//! [`read`] takes a declared value, all of which is a date: RFC 3339, W3CDTF and ISO 8601 with what is usually wrong in them, RFC 822 and
//! its successors with theirs, `asctime`, days in English words, days in numbers. [`number`] takes the numbers that programs count time
//! in. Nothing is moved to another time zone, and nothing is read that may be read in two ways (`05/06/2023`), or that does not exist.
//!
//! ```
//! use onrecord_stamp::{Zone, read};
//! let iso = |text| read(text).map(|stamp| stamp.to_string());
//! assert_eq!(iso("Fri, 5 May 23 09:30 EST").as_deref(), Some("2023-05-05T09:30:00-05:00"));
//! assert_eq!(iso("25/12/2024").as_deref(), Some("2024-12-25"));
//! assert_eq!(iso("05/06/2024"), None);
//! let stamp = read("5 May 2023 09:30 XYZ").expect("a time");
//! assert_eq!(stamp.to_string(), "2023-05-05T09:30:00");
//! assert_eq!(stamp.zone(), &Zone::Unknown { letters: "XYZ".to_owned() });
//! ```
//!
//! What it does not do: it finds no dates in running text, and reads no other language than English.

mod clock;
mod day;
mod names;
mod order;
mod parts;
mod token;
mod zone;

pub use zone::Zone;

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, tz::Offset};
use std::fmt;

/// What is longer, in bytes, is no date.
pub const LONGEST: usize = 100;

/// How much of a moment is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// A year.
    Year(i16),
    /// A year, and a month from 1.
    Month(i16, i8),
    /// A day.
    Day(Date),
    /// A day and a time of it.
    Time(DateTime),
}

/// A date or a time that was read, as it was written. Its `Display` is ISO 8601, with the offset where one is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    extent: Extent,
    zone: Zone,
}

impl Stamp {
    pub(crate) fn of(extent: Extent) -> Self {
        Self {
            extent,
            zone: Zone::Absent,
        }
    }

    /// How much is told, as clocks there show it.
    pub fn extent(&self) -> Extent {
        self.extent
    }

    /// The time zone; [`Zone::Absent`] for all that is no time.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Whether a zone is written that is not known, or stands for several, so that ISO 8601 does without.
    pub fn zone_left_off(&self) -> bool {
        matches!(self.zone, Zone::Unknown { .. })
    }

    /// ISO 8601 without an offset, even where one is known.
    pub fn local(&self) -> String {
        match self.extent {
            Extent::Year(year) => format!("{year:04}"),
            Extent::Month(year, month) => format!("{year:04}-{month:02}"),
            Extent::Day(day) => day.to_string(),
            Extent::Time(time) => time.to_string(),
        }
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.local())?;
        let Zone::Known { minutes, .. } = self.zone else {
            return Ok(());
        };
        if minutes == 0 {
            return f.write_str("Z");
        }
        let sign = if minutes < 0 { '-' } else { '+' };
        let minutes = minutes.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// Reads a date, or a date with a time.
///
/// A wrong day of the week does not matter, nor does a comment in brackets at the end. Years of two digits are 1950 to 2049. Of two
/// numbers the first is the day where points part them; otherwise one of them must be too large for a month.
pub fn read(text: &str) -> Option<Stamp> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    let text = match text.split_once('(') {
        Some((ahead, _)) if text.ends_with(')') => ahead,
        _ => text,
    };
    parts::read(text)
}

/// Seconds, milliseconds, microseconds or nanoseconds since 1970, between 1980 and 2100; or the eight digits of a day.
pub fn number(n: i64) -> Option<Stamp> {
    const FROM: i64 = 315_532_800;
    const TO: i64 = 4_102_444_800;
    if (19_000_101..=21_001_231).contains(&n) {
        return day::compact(&n.to_string()).map(|day| Stamp::of(Extent::Day(day)));
    }
    let per_second = [1_i64, 1_000, 1_000_000, 1_000_000_000]
        .into_iter()
        .find(|per_second| (FROM..TO).contains(&n.div_euclid(*per_second)))?;
    let nanoseconds = n.rem_euclid(per_second) * (1_000_000_000 / per_second);
    let moment = Timestamp::new(n.div_euclid(per_second), i32::try_from(nanoseconds).ok()?).ok()?;
    Some(Stamp {
        extent: Extent::Time(Offset::UTC.to_datetime(moment)),
        zone: Zone::Known {
            minutes: 0,
            letters: None,
        },
    })
}
