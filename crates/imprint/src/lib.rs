//! What an article prints about itself: the dateline, the title, who wrote and who published it and when, and notes on the
//! text's own history.
//!
//! ```
//! use onrecord_imprint::{Given, read};
//! let text = "Old bridge to be lit again\n\nCAIRO, Jan. 4 (Reuters) - Lamps on the old bridge will be lit, the city said.\n";
//! let given = Given { published: Some("2019-01-05".to_owned()), ..Given::default() };
//! let imprint = read(text, &given);
//! let line = imprint.dateline.expect("there is one");
//! assert_eq!(&text[line.place.expect("it names a place")], "CAIRO");
//! assert_eq!(line.date.as_deref(), Some("2019-01-04"));
//! assert_eq!(&text[line.agency.expect("and an agency")], "Reuters");
//! ```
//!
//! Text rules, no model. Only the first and the last lines are looked at, and once the beginning of every line, for notes.
//! All places are byte ranges of the text. Nothing is made up: a date is printed or handed in, a year that is nowhere stays
//! open (`--01-04`), and numbers that may be day and month or month and day (`03/04/2019`) give no date unless a weekday,
//! another date of the same text or the article's date decides.

mod byline;
mod cursor;
mod dateline;
mod dates;
mod day;
mod head;
mod history;
mod lexicon;
mod line;
mod note;
mod outlet;
mod place;
mod resolve;
mod stamp;
mod title;

pub use jiff::civil::Date;
use onrecord_record::NoteKind;
use std::ops::Range;

/// Facts handed in with the text; they win over printed ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// ISO 8601 date or time of publication; see [`check_date`]. Another form is kept as it is and decides nothing.
    pub published: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
}

/// A fact, and where the text prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The fact: words of the text or, of dates, ISO 8601.
    pub value: String,
    /// The words that print it; nothing when it was handed in and the text does not say so too.
    pub at: Option<Range<usize>>,
}

/// The line of place, date and agency that opens a report, or the date line above one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// From its first to its last element, with their brackets, without the dash or stop that ends it.
    pub range: Range<usize>,
    /// The place as printed: "BAKU, Azerbaijan".
    pub place: Option<Range<usize>>,
    /// ISO 8601; `--01-04` when no year is known.
    pub date: Option<String>,
    /// The agency's name or sign, without brackets.
    pub agency: Option<Range<usize>>,
}

/// The line that names the writers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Byline {
    /// The line.
    pub range: Range<usize>,
    /// Each writer's name.
    pub authors: Vec<Range<usize>>,
}

/// A note on the text's own history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The note.
    pub range: Range<usize>,
    /// What it says.
    pub kind: NoteKind,
}

/// Days that expressions like "Wednesday" count from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anchors {
    /// The dateline's day, when its year is known.
    pub dateline: Option<Date>,
    /// The day of publication, handed in or printed.
    pub published: Option<Date>,
    /// The day of the last change, as printed.
    pub modified: Option<Date>,
}

impl Anchors {
    /// The day on which the report was written, as well as it is known: the dateline's, else that of publication.
    pub fn written(&self) -> Option<Date> {
        self.dateline.or(self.published)
    }
}

/// What an article prints about itself, with what was handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imprint {
    /// The headline.
    pub title: Option<Fact>,
    /// The line that names the writers.
    pub byline: Option<Byline>,
    /// Who published it.
    pub outlet: Option<Fact>,
    /// ISO 8601 date or time of publication.
    pub published: Option<Fact>,
    /// ISO 8601 date or time of the last change.
    pub modified: Option<Fact>,
    /// ISO 8601 date or time, or time of day, of the first appearance.
    pub first_published: Option<Fact>,
    /// The dateline.
    pub dateline: Option<Dateline>,
    /// Notes on the text's own history, in text order; they do not overlap.
    pub notes: Vec<Note>,
    /// Where the words of the article begin, behind all that is set above them.
    pub body: usize,
    /// Days to count from.
    pub anchors: Anchors,
}

/// Not a date in ISO 8601.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateError;

impl std::fmt::Display for DateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("expected a date like 2019-01-04 or a time like 2019-01-04T12:42Z")
    }
}

impl std::error::Error for DateError {}

/// The day of an ISO 8601 date or time: `2019-01-04`, `2019-01-04T12:42`, `2019-01-04T12:42:00+03:00`.
///
/// # Errors
/// [`DateError`] for anything else, and for days that no calendar has.
pub fn check_date(text: &str) -> Result<Date, DateError> {
    let shape = text.get(..10).is_some_and(|d| {
        d.bytes().enumerate().all(|(i, b)| {
            if matches!(i, 4 | 7) {
                b == b'-'
            } else {
                b.is_ascii_digit()
            }
        })
    });
    let stamp = stamp::stamp_at(text).ok_or(DateError)?;
    let timed = stamp.len == 10 || (text.get(10..11) == Some("T") && stamp.time.is_some());
    match stamp.day.and_then(|d| d.in_year(None)) {
        Some(day) if shape && timed && stamp.len == text.len() => Ok(day),
        _ => Err(DateError),
    }
}

/// Reads what `text` prints about itself.
pub fn read(text: &str, given: &Given) -> Imprint {
    resolve::resolve(text, given, head::read(text, given.title.is_some()))
}
