//! The words that dates and times are written with.

use crate::facts::token::Cursor;

/// Reads "am", "p.m."; whether it is the afternoon.
pub(super) fn half_of_day(c: &mut Cursor<'_>) -> Option<bool> {
    let mut ahead = *c;
    match ahead.word()? {
        "am" => ahead.step(),
        "pm" => {
            ahead.step();
            *c = ahead;
            return Some(true);
        }
        first @ ("a" | "p") => {
            ahead.step();
            ahead.eat('.').then_some(())?;
            (ahead.word() == Some("m")).then_some(())?;
            ahead.step();
            ahead.eat('.');
            *c = ahead;
            return Some(first == "p");
        }
        _ => return None,
    }
    *c = ahead;
    Some(false)
}

/// Reads a time zone; minutes ahead of UTC where it tells them. Letters tell them in mail, and mean several things elsewhere.
pub(super) fn zone(c: &mut Cursor<'_>, mail: bool) -> Option<i16> {
    let mut ahead = *c;
    let bracket = ahead.eat('(');
    match ahead.word() {
        Some("z") => {
            *c = ahead;
            c.step();
            return Some(0);
        }
        Some("gmt" | "utc" | "ut") => {
            ahead.step();
            let more = offset(&mut ahead).unwrap_or(0);
            if bracket {
                ahead.eat(')');
            }
            *c = ahead;
            return Some(more);
        }
        Some(letters) => {
            let known = LETTERS.iter().find(|z| z.0 == letters)?;
            ahead.step();
            if bracket {
                ahead.eat(')');
            }
            ahead.american = known.1.is_some();
            *c = ahead;
            return known.1.filter(|h| mail && *h != 0).map(|h| h * 60);
        }
        None => {}
    }
    let minutes = offset(&mut ahead)?;
    *c = ahead;
    Some(minutes)
}

/// Letters of time zones; hours ahead of UTC for those of the United States (0: which of two is not said).
const LETTERS: [(&str, Option<i16>); 37] = [
    ("est", Some(-5)),
    ("edt", Some(-4)),
    ("cst", Some(-6)),
    ("cdt", Some(-5)),
    ("mst", Some(-7)),
    ("mdt", Some(-6)),
    ("pst", Some(-8)),
    ("pdt", Some(-7)),
    ("et", Some(0)),
    ("ct", Some(0)),
    ("mt", Some(0)),
    ("pt", Some(0)),
    ("ist", None),
    ("bst", None),
    ("cet", None),
    ("cest", None),
    ("eet", None),
    ("eest", None),
    ("msk", None),
    ("jst", None),
    ("kst", None),
    ("hkt", None),
    ("sgt", None),
    ("pkt", None),
    ("npt", None),
    ("wib", None),
    ("wat", None),
    ("cat", None),
    ("eat", None),
    ("sast", None),
    ("aest", None),
    ("aedt", None),
    ("nzst", None),
    ("nzdt", None),
    ("uhr", None),
    ("hrs", None),
    ("uk", None),
];

/// Reads "+03:00", "-0530", "+3".
fn offset(c: &mut Cursor<'_>) -> Option<i16> {
    let mut ahead = *c;
    let sign = if ahead.eat('+') {
        1
    } else if ahead.eat('-') || ahead.eat('−') {
        -1
    } else {
        return None;
    };
    let (number, digits) = ahead.number()?;
    ahead.step();
    let minutes = match digits {
        4 => number / 100 * 60 + number % 100,
        1 | 2 => {
            let mut more = ahead;
            let minutes = if more.eat(':') {
                more.number().filter(|n| n.1 == 2)
            } else {
                None
            };
            if minutes.is_some() {
                more.step();
                ahead = more;
            }
            number * 60 + minutes.map_or(0, |m| m.0)
        }
        _ => return None,
    };
    let minutes = i16::try_from(minutes).ok().filter(|m| *m <= 14 * 60)?;
    *c = ahead;
    Some(sign * minutes)
}

/// Whether a word in small letters names a day of the week.
pub(crate) fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 28] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "tues",
        "wed",
        "weds",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
        "lundi",
        "mardi",
        "vendredi",
    ];
    DAYS.contains(&word)
}

/// The month that a word in small letters names, in full or shortened.
pub(crate) fn month(word: &str) -> Option<i8> {
    const MONTHS: [&[&str]; 12] = [
        &[
            "january", "jan", "januar", "janvier", "enero", "gennaio", "janeiro", "januari",
        ],
        &[
            "february",
            "feb",
            "febr",
            "februar",
            "février",
            "febrero",
            "febbraio",
            "fevereiro",
            "februari",
        ],
        &["march", "mar", "märz", "mars", "marzo", "março", "maart"],
        &["april", "apr", "avril", "abril", "aprile"],
        &["may", "mai", "mayo", "maggio", "maio", "mei"],
        &["june", "jun", "juni", "juin", "junio", "giugno", "junho"],
        &["july", "jul", "juli", "juillet", "julio", "luglio", "julho"],
        &["august", "aug", "août", "agosto", "augustus"],
        &[
            "september",
            "sep",
            "sept",
            "septembre",
            "septiembre",
            "settembre",
            "setembro",
        ],
        &[
            "october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre", "outubro",
        ],
        &["november", "nov", "novembre", "noviembre", "novembro"],
        &[
            "december",
            "dec",
            "dezember",
            "dez",
            "décembre",
            "diciembre",
            "dicembre",
            "dezembro",
        ],
    ];
    let at = MONTHS.iter().position(|names| names.contains(&word))?;
    i8::try_from(at + 1).ok()
}
