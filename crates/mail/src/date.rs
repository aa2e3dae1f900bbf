//! When a message was written: its `Date` in ISO 8601.

use onrecord_stamp::{Extent, Zone};

/// A date that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Date {
    /// With its offset from UTC, or a day only.
    Told(String),
    /// Its zone is no known one; local time without an offset, and the zone.
    Local(String, String),
}

/// Zones in letters that RFC 5322 knows; the letters of the military do not count, they were often used wrongly. Nor do others, though
/// they may be known elsewhere.
const ZONES: [&str; 12] = [
    "UT", "GMT", "Z", "UTC", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT",
];

/// Reads `Tue, 5 May 2026 10:00:00 +0200` and what comes close to it.
pub(crate) fn read(value: &str) -> Option<Date> {
    let value = without_comments(value);
    let value = value.trim();
    let Some(stamp) = onrecord_stamp::read(value) else {
        return with_long_zone(value);
    };
    let letters = match stamp.zone() {
        Zone::Absent if matches!(stamp.extent(), Extent::Time(_)) => String::new(),
        Zone::Known {
            letters: Some(letters),
            ..
        } if !ZONES.contains(&letters.as_str()) => letters.clone(),
        Zone::Unknown { letters } => letters.clone(),
        Zone::Absent | Zone::Known { .. } => return Some(Date::Told(stamp.to_string())),
    };
    Some(Date::Local(stamp.local(), letters))
}

/// Some programs write the whole name of a zone, which is longer than letters for zones are.
fn with_long_zone(value: &str) -> Option<Date> {
    let (time, zone) = value.rsplit_once(' ')?;
    let is_name = zone.len() > 5 && zone.bytes().all(|b| b.is_ascii_alphabetic());
    let stamp = onrecord_stamp::read(time).filter(|_| is_name)?;
    let is_bare = *stamp.zone() == Zone::Absent && matches!(stamp.extent(), Extent::Time(_));
    is_bare.then(|| Date::Local(stamp.local(), zone.to_ascii_uppercase()))
}

/// Takes comments in brackets out: `+0200 (CEST)`.
fn without_comments(value: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::new();
    for c in value.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '\r' | '\n' | '\t' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_their_offset() {
        let told = |value: &str| match read(value) {
            Some(Date::Told(date)) => date,
            other => panic!("{value}: {other:?}"),
        };
        assert_eq!(
            told("Tue, 5 May 2026 10:00:00 +0200 (CEST)"),
            "2026-05-05T10:00:00+02:00"
        );
        assert_eq!(told("5 May 2026 10:00 -0330"), "2026-05-05T10:00:00-03:30");
        assert_eq!(told("Mon, 5 May 2026 10:00:00 GMT"), "2026-05-05T10:00:00Z");
        assert_eq!(told("Tue, 05 May 2026 10:00:00 -0000"), "2026-05-05T10:00:00Z");
        assert_eq!(told("Tue, 05 May 26 10:00:00 EST"), "2026-05-05T10:00:00-05:00");
        assert_eq!(
            told("Tue, 05 May 2026 10:00:00 GMT+0100"),
            "2026-05-05T10:00:00+01:00"
        );
        assert_eq!(
            told("Tue,\r\n 5 May 2026 10:00:00 +02:00"),
            "2026-05-05T10:00:00+02:00"
        );
        let local = Date::Local("2026-05-05T10:00:00".to_owned(), "CEST".to_owned());
        assert_eq!(read("Tue, 5 May 2026 10:00:00 CEST"), Some(local));
        assert!(matches!(read("Tue, 5 May 2026 10:00:00"), Some(Date::Local(..))));
        let local = Date::Local("2026-05-05T10:00:00".to_owned(), "MITTELEUROPA".to_owned());
        assert_eq!(read("Tue, 5 May 2026 10:00:00 Mitteleuropa"), Some(local));
        assert_eq!(told("Tue, 5 May 2026 (a day)"), "2026-05-05");
        assert_eq!(read("yesterday at noon"), None);
        assert_eq!(read("31 Feb 2026 10:00:00 +0000"), None);
    }
}
