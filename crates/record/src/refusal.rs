//! Why the gate refuses a record: what is wrong, and where.

use crate::statement::Statement;
use std::fmt;

/// Where in a record something is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Id of the statement, when it is inside one.
    pub statement: Option<String>,
    /// The field, as a path: `content[1]`, `people[0].mentions[2]`, `article.dateline`.
    pub field: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.statement {
            Some(id) => write!(f, "statement {id}, {}", self.field),
            None => f.write_str(&self.field),
        }
    }
}

/// What is wrong there, and what was expected.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// A fixed field of the printed form has another value.
    #[error("is {found:?}, expected {expected:?}")]
    Header {
        /// The value that the form prescribes.
        expected: &'static str,
        /// The value found.
        found: String,
    },
    /// The fingerprint is not that of the text.
    #[error("is {found}, the text's is {expected}")]
    TextHash {
        /// SHA-256 of the text.
        expected: String,
        /// The fingerprint found.
        found: String,
    },
    /// A span holds nothing.
    #[error("{start}..{end} is empty or reversed, expected start < end")]
    Empty {
        /// First code point.
        start: u32,
        /// One past the last.
        end: u32,
    },
    /// A span ends after the text.
    #[error("{start}..{end} is out of bounds, the text has {len} code points")]
    OutOfBounds {
        /// First code point.
        start: u32,
        /// One past the last.
        end: u32,
        /// Code points in the text.
        len: u32,
    },
    /// A span's words are not those of the text.
    #[error("{start}..{end} reads {found:?}, expected {expected:?} as in the text")]
    NotVerbatim {
        /// First code point.
        start: u32,
        /// One past the last.
        end: u32,
        /// The words that the text has there.
        expected: String,
        /// The words that the record has.
        found: String,
    },
    /// A name or role stands nowhere in the text.
    #[error("{found:?} is printed nowhere in the text")]
    NotPrinted {
        /// The words that the record has.
        found: String,
    },
    /// A statement says nothing.
    #[error("is empty, expected one or more fragments")]
    NoContent,
    /// A content fragment begins before the one ahead of it ends.
    #[error(
        "{start}..{end} begins before {previous_end}, where the fragment ahead of it ends, expected text order"
    )]
    Order {
        /// First code point.
        start: u32,
        /// One past the last.
        end: u32,
        /// Where the fragment ahead of it ends.
        previous_end: u32,
    },
    /// An id is given twice.
    #[error("{id:?} is given twice, expected unique ids")]
    DuplicateId {
        /// The id.
        id: String,
    },
    /// A reference leads nowhere.
    #[error("{id:?} is not in `{list}`")]
    Unknown {
        /// The id referred to.
        id: String,
        /// The list in which it was expected.
        list: &'static str,
    },
    /// A statement repeats one that does not come before it.
    #[error("{id:?} does not come before this statement, expected an earlier one")]
    NotEarlier {
        /// The id referred to.
        id: String,
    },
    /// A statement is its own ancestor.
    #[error("leads back to the statement itself")]
    Cycle,
    /// A statement stands outside its parent's content.
    #[error(
        "{parent:?} spans {parent_start}..{parent_end}, expected it to cover this statement's content {start}..{end}"
    )]
    OutsideParent {
        /// The parent's id.
        parent: String,
        /// Where the parent's content begins.
        parent_start: u32,
        /// Where the parent's content ends.
        parent_end: u32,
        /// Where this statement's content begins.
        start: u32,
        /// Where this statement's content ends.
        end: u32,
    },
    /// The bytes of a mapped run cannot be shared out among its code points.
    #[error("maps {points} code points to {bytes} bytes, expected the same number of bytes for each")]
    Uneven {
        /// Code points of the run.
        points: u32,
        /// Bytes that they stand for.
        bytes: u64,
    },
    /// A confidence is no probability.
    #[error("is {value}, expected a number from 0 to 1")]
    Confidence {
        /// The value found.
        value: f32,
    },
}

/// Why a record is refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("record refused: {at}: {problem}")]
pub struct GateError {
    /// Where.
    pub at: Place,
    /// What.
    pub problem: Problem,
}

/// A place that is only spelt out when something is wrong there.
#[derive(Clone, Copy)]
pub(crate) struct At<'r> {
    statement: Option<&'r str>,
    field: &'static str,
    position: Option<usize>,
    inner: &'static str,
    inner_position: Option<usize>,
}

impl<'r> At<'r> {
    pub(crate) fn top(field: &'static str) -> Self {
        Self {
            statement: None,
            field,
            position: None,
            inner: "",
            inner_position: None,
        }
    }

    pub(crate) fn of(statement: &'r Statement, field: &'static str) -> Self {
        Self {
            statement: Some(&statement.id),
            ..Self::top(field)
        }
    }

    pub(crate) fn nth(self, position: usize) -> Self {
        Self {
            position: Some(position),
            ..self
        }
    }

    pub(crate) fn inner(self, inner: &'static str) -> Self {
        Self { inner, ..self }
    }

    pub(crate) fn inner_nth(self, position: usize) -> Self {
        Self {
            inner_position: Some(position),
            ..self
        }
    }

    pub(crate) fn err<T>(self, problem: Problem) -> Result<T, GateError> {
        let mut field = self.field.to_owned();
        if let Some(i) = self.position {
            field += &format!("[{i}]");
        }
        if !self.inner.is_empty() {
            field += &format!(".{}", self.inner);
        }
        if let Some(i) = self.inner_position {
            field += &format!("[{i}]");
        }
        Err(GateError {
            at: Place {
                statement: self.statement.map(str::to_owned),
                field,
            },
            problem,
        })
    }
}

/// At most 80 characters, for messages.
pub(crate) fn excerpt(words: &str) -> String {
    match words.char_indices().nth(80) {
        Some((byte, _)) => format!("{}…", &words[..byte]),
        None => words.to_owned(),
    }
}
