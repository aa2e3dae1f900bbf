//! What has passed when something else begins.

use crate::{Extent, Stamp, Zone};
use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, ToSpan};

/// Hours that clocks on Earth are behind Greenwich, at most, and ahead of it.
const BEHIND: i64 = 12;
const AHEAD: i64 = 14;

impl Stamp {
    /// Whether all of this has passed when `other` begins: a day at its end, a time at once. Where a time zone is not known,
    /// it must be so in every zone, unless neither tells one: then both are taken to be of the same.
    ///
    /// ```
    /// use onrecord_stamp::read;
    /// let passed = |this, by| read(this).unwrap().has_passed_by(&read(by).unwrap());
    /// assert!(passed("2023-05-06T06:00:00Z", "2023-05-06T08:00:00+02:00"));
    /// assert!(!passed("2023-05-06T06:00:00Z", "2023-05-06T07:59:59+02:00"));
    /// assert!(passed("2023-05-05", "2023-05-06") && !passed("2023-05-06", "2023-05-06"));
    /// assert!(!passed("2023-05-06T06:00:00Z", "2023-05-06"));
    /// ```
    pub fn has_passed_by(&self, other: &Self) -> bool {
        let (Some(ends), Some(begins)) = (self.ends(), other.begins()) else {
            return false;
        };
        let alike = self.zone == other.zone && !matches!(self.zone, Zone::Known { .. });
        let moved = if alike {
            Some((ends, begins))
        } else {
            self.to_utc(ends, BEHIND).zip(other.to_utc(begins, -AHEAD))
        };
        moved.is_some_and(|(ends, begins)| ends <= begins)
    }

    /// In Greenwich; `unknown` is how many hours are added where no zone is known.
    fn to_utc(&self, local: DateTime, unknown: i64) -> Option<DateTime> {
        let shift = match self.zone {
            Zone::Known { minutes, .. } => SignedDuration::from_mins(-i64::from(minutes)),
            Zone::Absent | Zone::Unknown { .. } => SignedDuration::from_hours(unknown),
        };
        local.checked_add(shift).ok()
    }

    fn begins(&self) -> Option<DateTime> {
        let day = match self.extent {
            Extent::Year(year) => Date::new(year, 1, 1).ok()?,
            Extent::Month(year, month) => Date::new(year, month, 1).ok()?,
            Extent::Day(day) => day,
            Extent::Time(time) => return Some(time),
        };
        Some(day.to_datetime(Time::midnight()))
    }

    fn ends(&self) -> Option<DateTime> {
        let length = match self.extent {
            Extent::Year(_) => 1.year(),
            Extent::Month(..) => 1.month(),
            Extent::Day(_) => 1.day(),
            Extent::Time(time) => return Some(time),
        };
        self.begins()?.checked_add(length).ok()
    }
}

#[cfg(test)]
mod tests {
    use crate::read;

    #[test]
    fn what_has_passed() {
        let passed = |this: &str, by: &str| read(this).unwrap().has_passed_by(&read(by).unwrap());
        // the same moment, and a second more
        assert!(passed("2023-05-06T06:00:00Z", "2023-05-06T06:00:00Z"));
        assert!(!passed("2023-05-06T06:00:01Z", "2023-05-06T06:00:00Z"));
        // neither tells its zone
        assert!(passed("2023-05-06T06:00:00", "2023-05-06T06:00:00"));
        assert!(passed("2023-05-05", "2023-05-06T00:00:00"));
        assert!(!passed("2023-05-05", "2023-05-05T23:59:59"));
        // one of them does
        assert!(!passed("2023-05-06T06:00:00", "2023-05-06T17:59:59Z"));
        assert!(passed("2023-05-06T06:00:00", "2023-05-06T18:00:00Z"));
        assert!(!passed("2023-05-06T10:00:01Z", "2023-05-07"));
        assert!(passed("2023-05-06T10:00:00Z", "2023-05-07"));
        // letters that are not known may stand for any zone
        assert!(!passed("2023-05-06 06:00 XYZ", "2023-05-06T06:00:00Z"));
        // a month and a year at their ends
        assert!(passed("2023-05", "2023-06-01") && !passed("2023-05", "2023-05-31"));
        assert!(passed("2022", "2023") && !passed("2023", "2023"));
    }
}
