//! Time zones: offsets, and the letters that stand for them.

use crate::day::small;

/// The time zone of a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zone {
    /// None is written.
    Absent,
    /// One whose offset is known.
    Known {
        /// Minutes ahead of UTC.
        minutes: i16,
        /// Its letters, as capitals, where it is not written in numbers.
        letters: Option<String>,
    },
    /// Letters that stand for no zone that is known, or for several.
    Unknown {
        /// The letters, as capitals.
        letters: String,
    },
}

impl Zone {
    /// What two zones say that are written one behind the other; nothing where they say different things.
    pub(crate) fn with(self, next: Self) -> Option<Self> {
        match (&self, &next) {
            (Self::Absent, _) => Some(next),
            // numbers tell all: "+0300 XYZ"
            (Self::Known { letters: None, .. }, Self::Unknown { .. }) => Some(self),
            (Self::Unknown { .. }, Self::Known { letters: None, .. }) => Some(next),
            (Self::Known { minutes: a, .. }, Self::Known { minutes: b, .. }) if a == b => Some(self),
            // "GMT +0200"
            (
                Self::Known {
                    minutes: 0,
                    letters: Some(letters),
                },
                Self::Known { letters: None, .. },
            ) if letters != "Z" => Some(next),
            _ => None,
        }
    }
}

/// `Z`, `+02:00`, `+0200`, `+2`, `GMT+2`, `EST`, `Etc/GMT`. Nothing for what is no zone at all.
pub(crate) fn zone(word: &str) -> Option<Zone> {
    let upper = word.trim_end_matches('.').to_ascii_uppercase();
    let name = upper.strip_prefix("ETC/").unwrap_or(&upper);
    let numbers = ["GMT", "UTC"]
        .iter()
        .find_map(|utc| name.strip_prefix(utc))
        .unwrap_or(name);
    if numbers.starts_with(['+', '-']) {
        return Some(Zone::Known {
            minutes: offset(numbers)?,
            letters: None,
        });
    }
    let letters = name.to_owned();
    if let Some((_, minutes)) = LETTERS.iter().find(|(known, _)| *known == name) {
        return Some(Zone::Known {
            minutes: *minutes,
            letters: Some(letters),
        });
    }
    let is_name = (1..=5).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_uppercase());
    is_name.then_some(Zone::Unknown { letters })
}

/// Minutes of a sign and hours, or hours and minutes.
fn offset(numbers: &str) -> Option<i16> {
    let sign = if numbers.starts_with('-') { -1 } else { 1 };
    let digits = numbers.get(1..)?;
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, "0"),
    };
    let (hours, minutes) = (i16::from(small(hours)?), i16::from(small(minutes)?));
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// Minutes ahead of UTC. Letters that stand for several zones alike are not among them.
const LETTERS: [(&str, i16); 57] = [
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
    ("AEST", 600),
    ("AEDT", 660),
    ("ACST", 570),
    ("ACDT", 630),
    ("AWST", 480),
    ("BRT", -180),
    ("ART", -180),
];
