//! Dates as feeds write them.

/// A date that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// ISO 8601: a year, a month, a day, or a time, with its offset where one is known.
    pub iso: String,
    /// A zone that is not known, or stands for several, was left off.
    pub zone_left_off: bool,
}

/// Reads a date: RFC 3339, W3CDTF and ISO 8601 with what is usually wrong in them, RFC 822 and its successors with theirs, and `asctime`.
///
/// A wrong day of the week does not matter. Years of two digits are 1950 to 2049. Nothing for any other form, for dates that do not
/// exist, and for those that may be read in two ways (`05/06/2023`).
pub fn date(text: &str) -> Option<Dated> {
    let text = text.trim();
    if text.len() > 100 {
        return None;
    }
    iso(text).or_else(|| words(text))
}

#[derive(Clone, Copy)]
enum Zone {
    Minutes(i32),
    Unknown,
    None,
}

/// `2023-05-05T09:30:00.5+02:00` and shorter forms, with or without hyphens and colons.
fn iso(text: &str) -> Option<Dated> {
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '/' | '.')))
        .unwrap_or(text.len());
    let (day, rest) = text.split_at(end);
    let numbers: Vec<&str> = day.split(['-', '/', '.']).collect();
    let (year, month, day) = match numbers.as_slice() {
        [all] if all.len() == 8 => (&all[..4], Some(&all[4..6]), Some(&all[6..])),
        [year] => (*year, None, None),
        [year, month] => (*year, Some(*month), None),
        [year, month, day] => (*year, Some(*month), Some(*day)),
        _ => return None,
    };
    if year.len() != 4 {
        return None;
    }
    let year: i32 = year.parse().ok()?;
    let Some(month) = month else {
        return rest.is_empty().then(|| plain(format!("{year:04}")));
    };
    if day.is_none() && month.len() == 3 {
        let (month, day) = of_year(year, small(month, 3)?)?;
        return rest
            .is_empty()
            .then(|| plain(format!("{year:04}-{month:02}-{day:02}")));
    }
    let month = small(month, 2).filter(|m| (1..=12).contains(m))?;
    let Some(day) = day else {
        return rest.is_empty().then(|| plain(format!("{year:04}-{month:02}")));
    };
    let day = small(day, 2)?;
    if !exists(year, month, day) {
        return None;
    }
    let rest = rest
        .strip_prefix(['T', 't', ' ', '_'])
        .unwrap_or(rest)
        .trim_start();
    if rest.is_empty() {
        return Some(plain(format!("{year:04}-{month:02}-{day:02}")));
    }
    let zoned = rest
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ',')))
        .unwrap_or(rest.len());
    let (time, zone) = rest.split_at(zoned);
    let time = clock(time)?;
    let mut parts = zone.split_whitespace();
    let zone = match (parts.next(), parts.next()) {
        (None, _) => Zone::None,
        (Some(one), None) => self::zone(one)?,
        _ => return None,
    };
    Some(timed(year, month, day, &time, zone))
}

/// `Fri, 5 May 2023 09:30:00 +0200`, in whatever order.
fn words(text: &str) -> Option<Dated> {
    let (mut day, mut month, mut year, mut time) = (None, None, None, None);
    let mut zone = Zone::None;
    let mut afternoon = None;
    let text = match (text.split_once('('), text.ends_with(')')) {
        (Some((before, _)), true) => before,
        _ => text,
    };
    for word in text.split(|c: char| c.is_whitespace() || c == ',') {
        let word = word.trim_end_matches('.');
        if word.is_empty() {
            continue;
        }
        let parts: Vec<&str> = word.split('-').collect();
        if let [d, m, y] = parts.as_slice()
            && let Some(m) = month_of(m)
        {
            (day, month, year) = (small(d, 2), Some(m), year_of(y));
            continue;
        }
        if let [y, m, d] = word.split('/').collect::<Vec<_>>().as_slice()
            && y.len() == 4
        {
            (day, month, year) = (
                small(d, 2),
                small(m, 2).filter(|m| (1..=12).contains(m)),
                year_of(y),
            );
            continue;
        }
        if word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit()) {
            let end = word
                .find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.')))
                .unwrap_or(word.len());
            let (clocked, rest) = word.split_at(end);
            if time.is_some() {
                return None;
            }
            time = Some(clock(clocked)?);
            match rest.to_ascii_lowercase().as_str() {
                "" => {}
                "am" => afternoon = Some(false),
                "pm" => afternoon = Some(true),
                _ => zone = self::zone(rest)?,
            }
        } else if word.bytes().all(|b| b.is_ascii_digit()) {
            match word.len() {
                1 | 2 if day.is_none() => day = small(word, 2),
                2..=4 if year.is_none() => year = year_of(word),
                _ => return None,
            }
        } else if let Some(found) = month_of(word) {
            if month.is_some() {
                return None;
            }
            month = Some(found);
        } else if matches!(word.to_ascii_lowercase().as_str(), "am" | "pm" | "a.m" | "p.m") {
            afternoon = Some(word.starts_with(['p', 'P']));
        } else if let Some(ordinal) = ordinal(word).filter(|_| day.is_none()) {
            day = Some(ordinal);
        } else if !is_weekday(word) {
            // a zone comes behind the day; ahead of it, it would be a word that is not known
            if day.is_none() && month.is_none() {
                return None;
            }
            zone = match (zone, self::zone(word)?) {
                // "GMT +0200"
                (Zone::Minutes(0), Zone::Minutes(more)) => Zone::Minutes(more),
                (_, zone) => zone,
            };
        }
    }
    let (year, month, day) = (year?, month?, day?);
    if !exists(year, month, day) {
        return None;
    }
    match time {
        Some(mut time) => {
            if let Some(afternoon) = afternoon {
                if !(1..=12).contains(&time.hour) {
                    return None;
                }
                time.hour = time.hour % 12 + if afternoon { 12 } else { 0 };
            }
            Some(timed(year, month, day, &time, zone))
        }
        None => Some(plain(format!("{year:04}-{month:02}-{day:02}"))),
    }
}

struct Clock {
    hour: u32,
    minute: u32,
    second: u32,
    /// With its point.
    fraction: String,
}

/// `09:30`, `9:30:05.25`, `093005`.
fn clock(text: &str) -> Option<Clock> {
    let (whole, fraction) = match text.split_once(['.', ',']) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let parts: Vec<&str> = match whole.len() {
        4 | 6 if !whole.contains(':') => (0..whole.len())
            .step_by(2)
            .filter_map(|at| whole.get(at..at + 2))
            .collect(),
        _ => whole.split(':').collect(),
    };
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] => (small(hour, 2)?, small(minute, 2)?, 0),
        [hour, minute, second] => (small(hour, 2)?, small(minute, 2)?, small(second, 2)?),
        _ => return None,
    };
    let fraction = match fraction {
        Some(digits) if digits.is_empty() || digits.bytes().all(|b| b == b'0') => String::new(),
        Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => {
            format!(".{}", &digits[..digits.len().min(9)])
        }
        Some(_) => return None,
        None => String::new(),
    };
    // a leap second is not told from the one before it
    let second = if second == 60 { 59 } else { second };
    (hour < 24 && minute < 60 && second < 60).then_some(Clock {
        hour,
        minute,
        second,
        fraction,
    })
}

/// `Z`, `+02:00`, `+0200`, `+2`, `GMT+2`, `EST`, `Etc/GMT`. Nothing for what is no zone at all.
fn zone(text: &str) -> Option<Zone> {
    let upper = text.to_ascii_uppercase();
    let name = upper.strip_prefix("ETC/").unwrap_or(&upper);
    let offset = name
        .strip_prefix("GMT")
        .or_else(|| name.strip_prefix("UTC"))
        .unwrap_or(name);
    if let Some(digits) = offset.strip_prefix(['+', '-']) {
        let sign = if offset.starts_with('-') { -1 } else { 1 };
        let (hours, minutes) = match digits.split_once(':') {
            Some(parts) => parts,
            None if digits.len() == 4 => digits.split_at_checked(2)?,
            None => (digits, "0"),
        };
        let (hours, minutes) = (small(hours, 2)?, small(minutes, 2)?);
        return (hours < 24 && minutes < 60).then(|| Zone::Minutes(sign * (hours * 60 + minutes) as i32));
    }
    const HOURS: [(&str, i32); 50] = [
        ("Z", 0),
        ("UT", 0),
        ("GMT", 0),
        ("UTC", 0),
        ("WET", 0),
        ("WEST", 60),
        ("BST", 60),
        ("CET", 60),
        ("MET", 60),
        ("CEST", 120),
        ("MEST", 120),
        ("MESZ", 120),
        ("MEZ", 60),
        ("EET", 120),
        ("EEST", 180),
        ("MSK", 180),
        ("TRT", 180),
        ("NST", -210),
        ("NDT", -150),
        ("AST", -240),
        ("ADT", -180),
        ("AT", -240),
        ("EST", -300),
        ("EDT", -240),
        ("ET", -300),
        ("CST", -360),
        ("CDT", -300),
        ("CT", -360),
        ("MST", -420),
        ("MDT", -360),
        ("MT", -420),
        ("PST", -480),
        ("PDT", -420),
        ("PT", -480),
        ("AKST", -540),
        ("AKDT", -480),
        ("HST", -600),
        ("WAT", 60),
        ("CAT", 120),
        ("SAST", 120),
        ("EAT", 180),
        ("PKT", 300),
        ("ICT", 420),
        ("WIB", 420),
        ("HKT", 480),
        ("SGT", 480),
        ("JST", 540),
        ("KST", 540),
        ("NZST", 720),
        ("NZDT", 780),
    ];
    const MORE: [(&str, i32); 7] = [
        ("AEST", 600),
        ("AEDT", 660),
        ("ACST", 570),
        ("ACDT", 630),
        ("AWST", 480),
        ("BRT", -180),
        ("ART", -180),
    ];
    if let Some(found) = HOURS.iter().chain(&MORE).find(|z| z.0 == name) {
        return Some(Zone::Minutes(found.1));
    }
    let is_name = (1..=5).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_uppercase());
    is_name.then_some(Zone::Unknown)
}

fn plain(iso: String) -> Dated {
    Dated {
        iso,
        zone_left_off: false,
    }
}

fn timed(year: i32, month: u32, day: u32, time: &Clock, zone: Zone) -> Dated {
    let Clock {
        hour,
        minute,
        second,
        fraction,
    } = time;
    let zone_text = match zone {
        Zone::Minutes(0) => "Z".to_owned(),
        Zone::Minutes(minutes) => {
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        }
        Zone::Unknown | Zone::None => String::new(),
    };
    Dated {
        iso: format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}{zone_text}"),
        zone_left_off: matches!(zone, Zone::Unknown),
    }
}

fn small(text: &str, longest: usize) -> Option<u32> {
    let fits = !text.is_empty() && text.len() <= longest && text.bytes().all(|b| b.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

fn year_of(text: &str) -> Option<i32> {
    let year = i32::try_from(small(text, 4)?).ok()?;
    match text.len() {
        2 if year < 50 => Some(2000 + year),
        // of three digits as well: programs that count from 1900
        2 | 3 => Some(1900 + year),
        4 => Some(year),
        _ => None,
    }
}

fn exists(year: i32, month: u32, day: u32) -> bool {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    year > 0 && (1..=12).contains(&month) && (1..=days).contains(&day)
}

/// Month and day of the day of a year that is counted from 1.
fn of_year(year: i32, mut day: u32) -> Option<(u32, u32)> {
    for month in 1..=12 {
        let last = (28..=31).rev().find(|d| exists(year, month, *d))?;
        if day <= last {
            return (day > 0).then_some((month, day));
        }
        day -= last;
    }
    None
}

fn ordinal(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| word.strip_suffix(end))?;
    small(digits, 2)
}

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
const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// English names, whole or from three letters on.
fn month_of(word: &str) -> Option<u32> {
    let at = starts_one(&MONTHS, word)?;
    u32::try_from(at + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    starts_one(&WEEKDAYS, word).is_some()
}

fn starts_one(names: &[&str], word: &str) -> Option<usize> {
    let lower = word.trim_end_matches('.').to_ascii_lowercase();
    if lower.len() < 3 {
        return None;
    }
    names.iter().position(|name| name.starts_with(&lower))
}
