//! The words that time expressions are made of.

use jiff::civil::Weekday;
use onrecord_text::{Layout, Shape};

/// What a word is in a time expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// None of the others.
    Other,
    Weekday(Weekday),
    /// 1 to 12.
    Month(i8),
    /// Digits, four at most, or a number in words, and how it is written.
    Number(i16, Written),
    /// "a", "an".
    One,
    /// "several", "few", "some", "couple": how many is not said.
    Some,
    Unit(Unit),
    /// "morning", "night", and so on.
    Part,
    /// Days from the day of writing: "yesterday" is −1.
    Deictic(i8),
    /// "overnight": two days, and no telling which.
    Overnight,
    Ago,
    Earlier,
    Later,
    Before,
    After,
    Last,
    /// "the past week": a period that runs up to now.
    Past,
    Next,
    This,
    That,
    Same,
    Previous,
    Following,
    The,
    /// "of", "in", "on", "at".
    Of,
    /// "early", "late", "mid": nearer, but within.
    Within,
    /// "since", "until", "by": an end of a period, not the time of an act.
    Bound,
    /// "as": only in "as of Monday".
    As,
    /// "recently", "previously": some time, not which.
    Vague,
    /// "will", "due": what follows has yet to come.
    Future,
    /// A word after which the future no longer holds: "said", "told", and so on.
    Told,
    /// Full stop, comma, dash, slash: marks inside dates.
    Stop,
    Comma,
    Dash,
    Apostrophe,
}

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// "7"
    Digits,
    /// "07", "2019"
    Padded,
    /// "7th"
    Ordinal,
    /// "seven"
    Letters,
}

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Shorter than a day: hours and minutes.
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Year,
}

/// The longest word of the lexicon, in bytes.
const LONGEST: usize = 10;

/// What every token of `layout` is. Linear in the number of tokens.
pub(crate) fn words(layout: &Layout<'_>) -> Vec<Word> {
    let text = layout.text();
    layout
        .tokens()
        .iter()
        .map(|token| of(token.text(text), token.shape))
        .collect()
}

fn of(word: &str, shape: Shape) -> Word {
    match shape {
        Shape::Mark => mark(word),
        Shape::Digits => number(word),
        Shape::Uncased | Shape::Mixed | Shape::Initial if word != "A" => Word::Other,
        _ if word.len() > LONGEST || !word.is_ascii() => Word::Other,
        _ => {
            let mut folded = [0u8; LONGEST];
            let folded = &mut folded[..word.len()];
            folded.copy_from_slice(word.as_bytes());
            folded.make_ascii_lowercase();
            let folded = std::str::from_utf8(folded).unwrap_or("");
            match name(folded) {
                // "may" and "march" are verbs, "sat" and "sun" words
                Some(_) if shape == Shape::Lower => Word::Other,
                Some(name) => name,
                None => plain(folded),
            }
        }
    }
}

fn mark(mark: &str) -> Word {
    match mark {
        "." => Word::Stop,
        "," => Word::Comma,
        "-" | "–" | "—" | "/" => Word::Dash,
        "'" | "’" | "‘" => Word::Apostrophe,
        _ => Word::Other,
    }
}

fn number(word: &str) -> Word {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let written = match &word[digits..] {
        "" if digits == 4 || word.starts_with('0') => Written::Padded,
        "" => Written::Digits,
        "st" | "nd" | "rd" | "th" => Written::Ordinal,
        _ => return Word::Other,
    };
    match word[..digits].parse() {
        Ok(value) if digits <= 4 => Word::Number(value, written),
        _ => Word::Other,
    }
}

/// Weekdays and months, which are names.
fn name(folded: &str) -> Option<Word> {
    use Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    Some(match folded {
        "monday" | "mon" => Word::Weekday(Monday),
        "tuesday" | "tue" | "tues" => Word::Weekday(Tuesday),
        "wednesday" | "wed" => Word::Weekday(Wednesday),
        "thursday" | "thu" | "thur" | "thurs" => Word::Weekday(Thursday),
        "friday" | "fri" => Word::Weekday(Friday),
        "saturday" => Word::Weekday(Saturday),
        "sunday" => Word::Weekday(Sunday),
        "january" | "jan" => Word::Month(1),
        "february" | "feb" => Word::Month(2),
        "march" | "mar" => Word::Month(3),
        "april" | "apr" => Word::Month(4),
        "may" => Word::Month(5),
        "june" | "jun" => Word::Month(6),
        "july" | "jul" => Word::Month(7),
        "august" | "aug" => Word::Month(8),
        "september" | "sept" | "sep" => Word::Month(9),
        "october" | "oct" => Word::Month(10),
        "november" | "nov" => Word::Month(11),
        "december" | "dec" => Word::Month(12),
        _ => return None,
    })
}

fn plain(folded: &str) -> Word {
    match folded {
        "today" | "tonight" => Word::Deictic(0),
        "yesterday" => Word::Deictic(-1),
        "tomorrow" => Word::Deictic(1),
        "overnight" => Word::Overnight,
        "ago" => Word::Ago,
        "earlier" => Word::Earlier,
        "later" => Word::Later,
        "before" => Word::Before,
        "after" => Word::After,
        "last" => Word::Last,
        "past" => Word::Past,
        "next" => Word::Next,
        "this" => Word::This,
        "that" => Word::That,
        "same" => Word::Same,
        "previous" | "preceding" => Word::Previous,
        "following" => Word::Following,
        "the" => Word::The,
        "of" | "in" | "on" | "at" => Word::Of,
        "early" | "late" | "mid" => Word::Within,
        "since" | "until" | "till" | "by" | "effective" | "starting" | "beginning" | "from" | "to"
        | "through" | "between" | "for" | "than" => Word::Bound,
        "as" => Word::As,
        "recently" | "previously" | "formerly" | "initially" | "originally" | "once" => Word::Vague,
        "will" | "ll" | "shall" | "due" | "scheduled" | "would" | "expected" | "going" | "plans"
        | "planned" | "set" | "upcoming" => Word::Future,
        "said" | "told" | "says" | "announced" | "reported" | "added" | "wrote" | "was" | "were" | "had"
        | "did" => Word::Told,
        "a" | "an" => Word::One,
        "two" => Word::Number(2, Written::Letters),
        "three" => Word::Number(3, Written::Letters),
        "four" => Word::Number(4, Written::Letters),
        "five" => Word::Number(5, Written::Letters),
        "six" => Word::Number(6, Written::Letters),
        "seven" => Word::Number(7, Written::Letters),
        "eight" => Word::Number(8, Written::Letters),
        "nine" => Word::Number(9, Written::Letters),
        "ten" => Word::Number(10, Written::Letters),
        "eleven" => Word::Number(11, Written::Letters),
        "twelve" => Word::Number(12, Written::Letters),
        "one" => Word::Number(1, Written::Letters),
        "few" | "several" | "some" | "couple" | "many" => Word::Some,
        "hour" | "hours" | "minute" | "minutes" | "moment" | "moments" => Word::Unit(Unit::Hour),
        "day" | "days" => Word::Unit(Unit::Day),
        "weekend" => Word::Unit(Unit::Weekend),
        "week" | "weeks" => Word::Unit(Unit::Week),
        "month" | "months" => Word::Unit(Unit::Month),
        "year" | "years" => Word::Unit(Unit::Year),
        "morning" | "afternoon" | "evening" | "night" | "midday" | "noon" | "lunchtime" => Word::Part,
        _ => Word::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_capitalised() {
        let layout = Layout::new("Perhaps he may march in May or on MONDAY the 3rd of 07 or 2019.");
        let words = words(&layout);
        let found: Vec<Word> = words.into_iter().filter(|w| !matches!(w, Word::Other)).collect();
        use Written::{Ordinal, Padded};
        assert_eq!(
            found,
            [
                Word::Of,
                Word::Month(5),
                Word::Of,
                Word::Weekday(Weekday::Monday),
                Word::The,
                Word::Number(3, Ordinal),
                Word::Of,
                Word::Number(7, Padded),
                Word::Number(2019, Padded),
                Word::Stop
            ]
        );
    }

    #[test]
    fn numbers_of_any_length_are_read_safely() {
        let layout = Layout::new("99999999999999999999 12345 00 4x ٣ ३rd");
        assert_eq!(
            words(&layout),
            [
                Word::Other,
                Word::Other,
                Word::Number(0, Written::Padded),
                Word::Other,
                Word::Other,
                Word::Other
            ]
        );
    }
}
