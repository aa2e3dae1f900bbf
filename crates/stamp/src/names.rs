//! The English names of months and days of the week.

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

/// The month, from 1, of a name, whole or from three letters on.
pub(crate) fn month(word: &str) -> Option<i8> {
    i8::try_from(beginning(&MONTHS, word)? + 1).ok()
}

pub(crate) fn is_weekday(word: &str) -> bool {
    beginning(&WEEKDAYS, word).is_some()
}

fn beginning(names: &[&str], word: &str) -> Option<usize> {
    let lower = word.to_ascii_lowercase();
    if lower.len() < 3 {
        return None;
    }
    names.iter().position(|name| name.starts_with(&lower))
}
