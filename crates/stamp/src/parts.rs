//! The parts of a date, in whatever order they come.

use crate::clock::{Ahead, clock, of_digits};
use crate::day::{self, day, small, year, year_of_mail};
use crate::names::{is_weekday, month};
use crate::token::{Cursor, tokens};
use crate::zone::{Zone, zone};
use crate::{Extent, Stamp};
use jiff::civil::{DateTime, Time};

/// Reads a value without comments.
pub(crate) fn read(text: &str) -> Option<Stamp> {
    let tokens = tokens(text);
    let mut c = Cursor::new(text, &tokens);
    if let Some(extent) = cut_short(&c) {
        return Some(Stamp::of(extent));
    }
    let mut parts = Parts::default();
    while c.left() > 0 {
        parts.take(&mut c)?;
    }
    parts.stamp()
}

/// A year or a month and nothing else, which ISO 8601 may stop at.
fn cut_short(c: &Cursor<'_>) -> Option<Extent> {
    let year = year(c.digits(0)?)?;
    match c.left() {
        1 => Some(Extent::Year(year)),
        3 if c.is_joined(1) && c.is_joined(2) && matches!(c.mark(1), Some('-' | '/' | '.')) => {
            let month = small(c.digits(2)?).filter(|month| (1..=12).contains(month))?;
            Some(Extent::Month(year, month))
        }
        _ => None,
    }
}

struct Parts {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    /// The day is written in the order of ISO 8601.
    iso: bool,
    time: Option<Time>,
    zone: Zone,
}

impl Default for Parts {
    fn default() -> Self {
        Self {
            year: None,
            month: None,
            day: None,
            iso: false,
            time: None,
            zone: Zone::Absent,
        }
    }
}

impl Parts {
    fn ahead(&self) -> Ahead {
        match (self.year, self.month, self.day) {
            (Some(_), Some(_), Some(_)) if self.iso => Ahead::Iso,
            (Some(_), Some(_), Some(_)) => Ahead::Day,
            _ => Ahead::Part,
        }
    }

    fn is_undated(&self) -> bool {
        self.year.is_none() && self.month.is_none() && self.day.is_none()
    }

    /// Takes the next part; nothing where it has no place in a date.
    fn take(&mut self, c: &mut Cursor<'_>) -> Option<()> {
        if let Some(mark) = c.mark(0) {
            let is_dated = self.ahead() != Ahead::Part;
            match mark {
                ',' | '.' => c.step(1),
                '_' if is_dated && self.time.is_none() => c.step(1),
                '-' | '/' if !is_dated && self.time.is_none() => c.step(1),
                '+' | '-' => self.take_zone(c)?,
                _ => return None,
            }
            return Some(());
        }
        if self.is_undated()
            && let Some(found) = day(c)
        {
            self.set(&found?);
            return Some(());
        }
        match c.letters(0) {
            Some(word) => self.take_word(c, word),
            None => self.take_digits(c),
        }
    }

    fn set(&mut self, day: &day::Day) {
        self.year = Some(day.date.year());
        self.month = Some(day.date.month());
        self.day = Some(day.date.day());
        self.iso = day.iso;
    }

    fn take_word(&mut self, c: &mut Cursor<'_>, word: &str) -> Option<()> {
        if let Some(month) = month(word) {
            if self.month.replace(month).is_some() {
                return None;
            }
        } else if !is_weekday(word) {
            let is_joint = word.eq_ignore_ascii_case("at")
                || (word.eq_ignore_ascii_case("t") && self.ahead() != Ahead::Part);
            let is_before_time = is_joint && c.digits(1).is_some() && self.time.is_none();
            // behind a time, "AT" is the zone of the Atlantic
            if !is_before_time {
                return self.take_zone(c);
            }
        }
        c.step(1);
        Some(())
    }

    fn take_zone(&mut self, c: &mut Cursor<'_>) -> Option<()> {
        // ahead of everything it would be a word that is not known
        if self.month.is_none() && self.day.is_none() && self.time.is_none() {
            return None;
        }
        let zone = zone(c.word()?)?;
        self.zone = std::mem::replace(&mut self.zone, Zone::Absent).with(zone)?;
        Some(())
    }

    fn take_digits(&mut self, c: &mut Cursor<'_>) -> Option<()> {
        if self.time.is_none()
            && let Some(found) = clock(c, self.ahead())
        {
            self.time = Some(found?);
            return Some(());
        }
        let digits = c.digits(0)?;
        let is_ordinal = c.is_joined(1)
            && c.letters(1).is_some_and(|end| {
                ["st", "nd", "rd", "th"]
                    .iter()
                    .any(|o| end.eq_ignore_ascii_case(o))
            });
        match digits.len() {
            1 | 2 if self.day.is_none() => self.day = Some(small(digits)?),
            _ if is_ordinal => return None,
            // short ones only where a day and a month are there: "5 May 23"
            2 | 3 if self.ahead() == Ahead::Part && self.month.is_some() && self.day.is_some() => {
                self.year = Some(year_of_mail(digits)?);
            }
            4 if self.year.is_none() => self.year = Some(year_of_mail(digits)?),
            8 | 14 if self.is_undated() => {
                let (day, time) = digits.split_at_checked(8)?;
                let date = day::compact(day)?;
                self.set(&day::Day { date, iso: true });
                if !time.is_empty() {
                    self.time = Some(of_digits(time, 0).filter(|_| self.time.is_none())?);
                }
            }
            _ => return None,
        }
        c.step(if is_ordinal { 2 } else { 1 });
        Some(())
    }

    fn stamp(self) -> Option<Stamp> {
        let date = day::ymd(self.year, self.month, self.day)?;
        let Some(time) = self.time else {
            return Some(Stamp::of(Extent::Day(date)));
        };
        Some(Stamp {
            extent: Extent::Time(DateTime::from_parts(date, time)),
            zone: self.zone,
        })
    }
}
