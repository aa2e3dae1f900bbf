//! The rows of the five files.

use crate::error::ListError;
use crate::table::Column;

/// A row, and the line of the file that it begins on; 0 for one that comes from no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<R> {
    /// The row.
    pub row: R,
    /// From 1.
    pub line: u64,
}

/// A row of one of the files.
pub trait Row: Sized + Clone + PartialEq {
    /// The file's name.
    const FILE: &'static str;
    /// Its columns, in the order in which they are written.
    const COLUMNS: &'static [Column];

    /// The fields, in the order of the columns.
    fn fields(&self) -> Vec<&str>;

    /// Reads a row; the column that is wrong, what is wrong with it, and what to do.
    ///
    /// # Errors
    /// A field is missing or is not one of those that can be there.
    fn of(fields: &[String]) -> Result<Self, (&'static str, String, String)>;

    /// What the row is about: there is one row for each.
    fn about(&self) -> String;

    /// Who decided it.
    fn who(&self) -> &str;

    /// Why.
    fn why(&self) -> &str;

    /// The same row, decided by somebody for a reason.
    #[must_use]
    fn by(self, who: &str, why: &str) -> Self;

    /// An error about a row of this file.
    fn error(line: u64, column: &str, problem: impl Into<String>, remedy: impl Into<String>) -> ListError {
        ListError::of(Self::FILE, problem, remedy).at(line, Some(column))
    }
}

/// Who decided a row, and why.
macro_rules! decided {
    () => {
        fn who(&self) -> &str {
            &self.who
        }

        fn why(&self) -> &str {
            &self.why
        }

        fn by(self, who: &str, why: &str) -> Self {
            Self {
                who: who.to_owned(),
                why: why.to_owned(),
                ..self
            }
        }
    };
}

type Wrong = (&'static str, String, String);

const fn needed(name: &'static str) -> Column {
    Column { name, needed: true }
}

const fn free(name: &'static str) -> Column {
    Column { name, needed: false }
}

/// A field, without the blanks around it.
fn field(fields: &[String], at: usize) -> String {
    fields.get(at).map(|f| f.trim().to_owned()).unwrap_or_default()
}

/// A field that must not be empty.
fn filled(fields: &[String], at: usize, column: &'static str) -> Result<String, Wrong> {
    let value = field(fields, at);
    if value.is_empty() {
        return Err((
            column,
            "it is empty".to_owned(),
            "fill it in, or take the row out".to_owned(),
        ));
    }
    Ok(value)
}

/// One of the words that can stand in a column.
fn word<T: Copy>(value: &str, column: &'static str, words: &[(&'static str, T)]) -> Result<T, Wrong> {
    let found = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(value));
    found.map(|(_, meaning)| *meaning).ok_or_else(|| {
        let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        (
            column,
            format!("{value:?} is none of its words"),
            format!("write one of: {}", words.join(", ")),
        )
    })
}

fn name_of<T: PartialEq>(words: &'static [(&'static str, T)], meaning: &T) -> &'static str {
    words
        .iter()
        .find(|(_, other)| other == meaning)
        .map_or("", |(word, _)| word)
}

macro_rules! words {
    ($type:ident, $all:ident) => {
        impl $type {
            /// The word for it in the file.
            pub fn as_str(self) -> &'static str {
                name_of($all, &self)
            }
        }
    };
}

mod kept;
mod name;
mod person;

pub use kept::{Barred, Hidden, Suppressed, What};
pub use name::{Alias, Outlet};
pub use person::{Decision, PersonRow};
