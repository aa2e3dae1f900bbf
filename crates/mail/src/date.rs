//! When a message was written: its `Date` in ISO 8601.

use jiff::civil::DateTime;
use jiff::fmt::rfc2822::DateTimeParser;

/// A date that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Date {
    /// With its offset from UTC.
    Told(String),
    /// Its zone is no known one; local time without an offset, and the zone.
    Local(String, String),
}

/// Zones in letters that RFC 5322 knows; the letters of the military do not count, they were often used wrongly.
const ZONES: [&str; 12] = [
    "UT", "GMT", "Z", "UTC", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT",
];

/// Reads `Tue, 5 May 2026 10:00:00 +0200` and what comes close to it.
pub(crate) fn read(value: &str) -> Option<Date> {
    const PARSER: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);
    let value = without_comments(value);
    let value = value.trim();
    if value.len() > 200 {
        return None;
    }
    let (time, zone) = value.rsplit_once(' ')?;
    let zone = zone.trim_start_matches("GMT").trim_start_matches("UTC");
    let (zone, known) = match zone {
        // `GMT` itself
        "" => ("+0000".to_owned(), true),
        _ if zone.starts_with(['+', '-']) => (zone.replace(':', ""), true),
        // no zone at all
        _ if zone.contains(':') => {
            let parsed = PARSER.parse_zoned_datetime(format!("{value} +0000")).ok()?;
            return Some(Date::Local(iso(parsed.datetime()), String::new()));
        }
        _ => (
            zone.to_ascii_uppercase(),
            ZONES.contains(&zone.to_ascii_uppercase().as_str()),
        ),
    };
    let time = time.trim_end().trim_end_matches(" GMT").trim_end_matches(" UTC");
    if !known {
        if !zone.chars().all(|c| c.is_ascii_alphabetic()) {
            return None;
        }
        let parsed = PARSER.parse_zoned_datetime(format!("{time} +0000")).ok()?;
        return Some(Date::Local(iso(parsed.datetime()), zone));
    }
    let zone = if zone == "UTC" || zone == "Z" {
        "GMT".to_owned()
    } else {
        zone
    };
    let parsed = PARSER.parse_zoned_datetime(format!("{time} {zone}")).ok()?;
    let seconds = parsed.offset().seconds();
    let offset = match seconds {
        0 => "Z".to_owned(),
        _ => {
            let sign = if seconds < 0 { '-' } else { '+' };
            let minutes = seconds.abs() / 60;
            format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
        }
    };
    Some(Date::Told(iso(parsed.datetime()) + &offset))
}

fn iso(time: DateTime) -> String {
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
        time.year(),
        time.month(),
        time.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
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
        assert_eq!(read("yesterday at noon"), None);
        assert_eq!(read("31 Feb 2026 10:00:00 +0000"), None);
    }
}
