//! Days of the calendar, and what they are counted from.

use jiff::civil::Date;
use std::fmt;

/// The dates that an article gives for itself; what "Monday" and "yesterday" are counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anchors {
    /// The date of the printed dateline.
    pub dateline: Option<Date>,
    /// The date on which the article was published, as printed in it or as given with it.
    pub published: Option<Date>,
}

impl Anchors {
    /// The day on which the text was written: the dateline's, else the publication's.
    pub fn written(&self) -> Option<Date> {
        self.dateline.or(self.published)
    }

    /// What [`Anchors::written`] goes by, in words.
    pub(crate) fn named(&self) -> &'static str {
        if self.dateline.is_some() {
            "the dateline"
        } else {
            "the article's date"
        }
    }
}

/// A run of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Days {
    first: Date,
    last: Date,
}

/// How closely a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// To the year.
    Year,
    /// To the month.
    Month,
    /// To the day.
    Day,
}

impl Days {
    /// A single day.
    pub fn day(date: Date) -> Self {
        Self {
            first: date,
            last: date,
        }
    }

    /// From `first` to `last`, which must not be earlier.
    pub(crate) fn new(first: Date, last: Date) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// A month; `None` outside the calendar.
    pub(crate) fn month(year: i16, month: i8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok()?;
        Self::new(first, first.last_of_month())
    }

    /// A year; `None` outside the calendar.
    pub(crate) fn year(year: i16) -> Option<Self> {
        Self::new(Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)
    }

    /// First day.
    pub fn first(&self) -> Date {
        self.first
    }

    /// Last day.
    pub fn last(&self) -> Date {
        self.last
    }

    /// The day, when it is only one.
    pub fn single(&self) -> Option<Date> {
        (self.first == self.last).then_some(self.first)
    }

    /// How closely the days can be given as one ISO date; `None` when they do not fall in one year.
    pub fn precision(&self) -> Option<Precision> {
        if self.first == self.last {
            Some(Precision::Day)
        } else if self.first.year() != self.last.year() {
            None
        } else if self.first.month() == self.last.month() {
            Some(Precision::Month)
        } else {
            Some(Precision::Year)
        }
    }

    /// The ISO 8601 date of the shortest of day, month and year that holds all the days ("2019-01-02", "2019-01",
    /// "2019"); `None` when they do not fall in one year.
    pub fn iso(&self) -> Option<String> {
        Some(match self.precision()? {
            Precision::Day => self.first.to_string(),
            Precision::Month => format!("{:04}-{:02}", self.first.year(), self.first.month()),
            Precision::Year => format!("{:04}", self.first.year()),
        })
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.iso() {
            Some(iso) => f.write_str(&iso),
            None => write!(f, "{} to {}", self.first, self.last),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_shortest_date_that_holds_the_days() {
        let iso = |a, b| Days::new(a, b).and_then(|d| d.iso());
        let d = date(2019, 1, 2);
        assert_eq!(iso(d, d).as_deref(), Some("2019-01-02"));
        assert_eq!(iso(d, date(2019, 1, 8)).as_deref(), Some("2019-01"));
        assert_eq!(iso(d, date(2019, 2, 1)).as_deref(), Some("2019"));
        assert_eq!(iso(d, date(2020, 1, 1)), None);
        assert_eq!(iso(d, date(2018, 1, 1)), None);
        assert_eq!(Days::month(2020, 2).map(|d| d.last()), Some(date(2020, 2, 29)));
        assert_eq!(Days::month(2020, 13), None);
    }
}
