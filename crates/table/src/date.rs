//! Dates as tables write them, in ISO 8601.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use serde_json::Value;

/// The date or time that `value` tells, in ISO 8601; `None` when it is in no known form, or may be read in two ways.
pub(crate) fn iso(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => from_text(s.trim()),
        Value::Number(n) => from_number(n.as_i64().or_else(|| n.as_f64().map(|f| f as i64))?),
        Value::Array(items) if items.len() == 1 => iso(items.first()?),
        // MongoDB's export.
        Value::Object(fields) => iso(fields.get("$date")?),
        _ => None,
    }
}

/// Seconds, milliseconds, microseconds or nanoseconds since 1970, between 1980 and 2100; or eight digits of a day.
fn from_number(n: i64) -> Option<String> {
    const FROM: i64 = 315_532_800;
    const TO: i64 = 4_102_444_800;
    if (19_000_101..=21_001_231).contains(&n) {
        return digits(&n.to_string());
    }
    for per_second in [1_i64, 1_000, 1_000_000, 1_000_000_000] {
        let seconds = n.div_euclid(per_second);
        if (FROM..TO).contains(&seconds) {
            let nanoseconds = n.rem_euclid(per_second) * (1_000_000_000 / per_second);
            return Timestamp::new(seconds, i32::try_from(nanoseconds).ok()?)
                .ok()
                .map(|t| t.to_string());
        }
    }
    None
}

fn from_text(s: &str) -> Option<String> {
    const LONGEST: usize = 80;
    if s.len() > LONGEST || !s.is_char_boundary(4.min(s.len())) {
        return None;
    }
    if s.bytes().all(|b| b.is_ascii_digit()) {
        return if s.len() == 8 || s.len() == 14 {
            digits(s)
        } else {
            from_number(s.parse().ok()?).filter(|_| s.len() >= 9)
        };
    }
    if let Some(kept) = partial(s) {
        return Some(kept);
    }
    let lower = s.to_ascii_lowercase();
    let (date, rest) = day(&lower)?;
    let rest = rest.trim_start_matches(|c: char| c == ',' || c == 't' || c.is_whitespace());
    let rest = rest.strip_prefix("at ").unwrap_or(rest);
    if rest.is_empty() {
        return Some(date.to_string());
    }
    time(date, rest)
}

/// A year or a month, which ISO 8601 may stop at.
fn partial(s: &str) -> Option<String> {
    let (year, month) = s.split_once('-')?;
    let is_month = month.len() == 2 && month.parse::<u8>().is_ok_and(|m| (1..=12).contains(&m));
    (year.len() == 4 && year.parse::<u16>().is_ok() && is_month).then(|| s.to_owned())
}

/// `20240305` and `20240305102233`.
fn digits(s: &str) -> Option<String> {
    let part = |range: std::ops::Range<usize>| s.get(range)?.parse::<i16>().ok();
    let small = |range| part(range).and_then(|n| i8::try_from(n).ok());
    let date = Date::new(part(0..4)?, small(4..6)?, small(6..8)?).ok()?;
    if s.len() == 8 {
        return Some(date.to_string());
    }
    let time = Time::new(small(8..10)?, small(10..12)?, small(12..14)?, 0).ok()?;
    Some(DateTime::from_parts(date, time).to_string())
}

/// What ends `1st`, `2nd`, `3rd` and `4th`.
const ORDINALS: [&str; 4] = ["st", "nd", "rd", "th"];

/// The day that `s` opens with, in lower case, and what follows.
fn day(s: &str) -> Option<(Date, &str)> {
    let s = s
        .split_once([',', ' '])
        .filter(|(word, _)| is_weekday(word.trim_end_matches('.')))
        .map_or(s, |(_, rest)| rest.trim_start_matches([',', ' ']));
    let (first, a) = word(s)?;
    let (second, b) = word(a)?;
    let (third, c) = word(b)?;
    let number = |w: &str| w.parse::<i16>().ok();
    let of_month = |w: &str| {
        let w = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|end| w.strip_suffix(end))
            .unwrap_or(w);
        w.parse::<i8>().ok().filter(|_| w.len() <= 2)
    };
    let year = |w: &str| number(w).filter(|_| w.len() == 4);
    let date = |y: Option<i16>, m: Option<i8>, d: Option<i8>| Date::new(y?, m?, d?).ok();
    let gap = |rest: &str| rest.chars().next();
    let found = if let Some(y) = year(first) {
        let m = month(second).or_else(|| of_month(second));
        matches!(gap(a), Some('-' | '/' | '.' | ' ')).then(|| date(Some(y), m, of_month(third)))?
    } else if let Some(m) = month(first) {
        date(year(third), Some(m), of_month(second))
    } else if let Some(m) = month(second) {
        date(year(third), Some(m), of_month(first))
    } else {
        let (one, two) = (of_month(first)?, of_month(second)?);
        match gap(a) {
            // Points between numbers put the day first wherever they are used.
            Some('.') => date(year(third), Some(two), Some(one)),
            // With strokes it may be the month; told only when one of them cannot be.
            Some('/' | '-') if one > 12 || one == two => date(year(third), Some(two), Some(one)),
            Some('/' | '-') if two > 12 => date(year(third), Some(one), Some(two)),
            _ => None,
        }
    }?;
    Some((found, c))
}

/// The next run of letters or digits, and what follows; at most three marks may stand before it.
fn word(s: &str) -> Option<(&str, &str)> {
    let start = s
        .find(|c: char| c.is_ascii_alphanumeric())
        .filter(|&at| at <= 3)?;
    let s = s.get(start..)?;
    let digit = s.starts_with(|c: char| c.is_ascii_digit());
    let other = |c: char| {
        if digit {
            !c.is_ascii_digit()
        } else {
            !c.is_ascii_alphabetic()
        }
    };
    let end = s.find(other).unwrap_or(s.len());
    let ordinal = digit
        && s.get(end..)
            .is_some_and(|rest| ORDINALS.iter().any(|o| rest.starts_with(o)));
    let end = if ordinal { end + 2 } else { end };
    Some(s.split_at(end))
}

fn is_weekday(word: &str) -> bool {
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .iter()
        .any(|day| word.starts_with(day))
        && (word.len() == 3 || word.ends_with("day") || matches!(word, "tues" | "thur" | "thurs"))
}

fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let named = |month: &&str| month.starts_with(word) && (word.len() == 3 || word.len() == month.len());
    let at = MONTHS
        .iter()
        .position(named)
        .or_else(|| (word == "sept").then_some(8))?;
    i8::try_from(at + 1).ok()
}

/// `10:22`, `10:22:33.5 +0100`, `9.05 pm`, `10:22 utc` on `date`.
fn time(date: Date, s: &str) -> Option<String> {
    let end = s
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ',')))
        .unwrap_or(s.len());
    let (clock, rest) = s.split_at(end);
    let mut parts = clock.split([':', '.', ',']);
    let mut next = || -> Option<Option<i8>> {
        match parts.next() {
            None => Some(None),
            Some(part) if part.len() <= 2 => part.parse().ok().map(Some),
            Some(_) => None,
        }
    };
    let (hour, minute, second) = (next()??, next()?, next()?);
    let fraction = parts.next().map_or(Some(0), |digits| {
        let digits: String = digits.chars().chain("000000000".chars()).take(9).collect();
        digits.parse::<i32>().ok()
    })?;
    let rest = rest.trim();
    let half = ["am", "a.m.", "pm", "p.m."]
        .iter()
        .find_map(|h| rest.strip_prefix(h).map(|rest| (*h, rest)));
    let (hour, rest) = match half {
        Some((half, rest)) if (1..=12).contains(&hour) => (
            hour % 12 + if half.starts_with('p') { 12 } else { 0 },
            rest.trim(),
        ),
        Some(_) => return None,
        None => (hour, rest),
    };
    if half.is_none() && minute.is_none() {
        return None;
    }
    let time = Time::new(hour, minute.unwrap_or(0), second.unwrap_or(0), fraction).ok()?;
    let moment = DateTime::from_parts(date, time);
    let zone = rest.split('(').next().unwrap_or_default().trim();
    match zone {
        "" if rest.is_empty() => Some(moment.to_string()),
        "z" | "ut" | "utc" | "gmt" | "" => Some(format!("{moment}Z")),
        _ => Some(format!("{moment}{}", offset(zone)?)),
    }
}

/// `+0100`, `-05:30` and the zones that RFC 822 names.
fn offset(zone: &str) -> Option<String> {
    let american = ["est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt"];
    let (sign, hours, minutes) = if let Some(at) = american.iter().position(|&name| name == zone) {
        // Each pair is an hour further west; summer time is an hour further east.
        ('-', 5 + at / 2 - at % 2, 0)
    } else {
        let sign = zone.chars().next().filter(|c| matches!(c, '+' | '-'))?;
        let numbers: String = zone.chars().skip(1).filter(|c| *c != ':').collect();
        let whole: usize = numbers
            .parse()
            .ok()
            .filter(|_| numbers.bytes().all(|b| b.is_ascii_digit()))?;
        match numbers.len() {
            1 | 2 => (sign, whole, 0),
            3 | 4 => (sign, whole / 100, whole % 100),
            _ => return None,
        }
    };
    match (hours, minutes) {
        (0, 0) => Some("Z".to_owned()),
        (0..=15, 0..=59) => Some(format!("{sign}{hours:02}:{minutes:02}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn forms_that_tables_write() {
        for (given, meant) in [
            ("2024-03-05", "2024-03-05"),
            ("2024-03", "2024-03"),
            ("2024-03-05T10:22:33Z", "2024-03-05T10:22:33Z"),
            ("2024-03-05T10:22:33.250+01:00", "2024-03-05T10:22:33.25+01:00"),
            ("2024-03-05 10:22:33", "2024-03-05T10:22:33"),
            ("2024-03-05 10:22:33+00:00", "2024-03-05T10:22:33Z"),
            ("2024-03-05 10:22:33 UTC", "2024-03-05T10:22:33Z"),
            ("2024-03-05 10:22 -0530", "2024-03-05T10:22:00-05:30"),
            ("20240305", "2024-03-05"),
            ("20240305102233", "2024-03-05T10:22:33"),
            ("2024/3/5", "2024-03-05"),
            ("Tue, 05 Mar 2024 10:22:33 +0100", "2024-03-05T10:22:33+01:00"),
            ("Tue, 05 Mar 2024 10:22:33 GMT", "2024-03-05T10:22:33Z"),
            ("Tue, 05 Mar 2024 10:22:33 EDT", "2024-03-05T10:22:33-04:00"),
            ("March 5, 2024", "2024-03-05"),
            ("Tuesday, March 5th, 2024", "2024-03-05"),
            ("5 Sept. 2024", "2024-09-05"),
            ("Mar 5, 2024, 9:05 p.m.", "2024-03-05T21:05:00"),
            ("05.03.2024", "2024-03-05"),
            ("25/12/2024", "2024-12-25"),
            ("12/25/2024 08:00", "2024-12-25T08:00:00"),
            ("1709634153", "2024-03-05T10:22:33Z"),
        ] {
            assert_eq!(iso(&json!(given)).as_deref(), Some(meant), "{given}");
        }
        assert_eq!(
            iso(&json!(1_709_634_153_250_i64)).as_deref(),
            Some("2024-03-05T10:22:33.25Z")
        );
        assert_eq!(
            iso(&json!({"$date": "2024-03-05"})).as_deref(),
            Some("2024-03-05")
        );
    }

    #[test]
    fn what_is_unclear_or_no_date_is_left() {
        for given in [
            "04/03/2024",
            "yesterday",
            "45356",
            "2024-13-05",
            "30 February 2024",
            "5 March",
            "2024",
            "12:30",
        ] {
            assert_eq!(iso(&json!(given)), None, "{given}");
        }
        assert_eq!(iso(&json!(45356)), None);
    }

    proptest! {
        #[test]
        fn nothing_panics_and_what_is_read_stays(s in "[0-9a-zA-Z:/.,+ äT-]{0,30}") {
            if let Some(read) = iso(&json!(s)) {
                prop_assert_eq!(iso(&json!(&read)), Some(read));
            }
        }
    }
}
