//! Why a table cannot be read, or a column map is none.

use crate::field::Field;
use onrecord_source::Problem;

/// Why a table cannot be read at all, or a column map is none. A bad row is no such error, see
/// [`Found::Damaged`](onrecord_source::Found::Damaged).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// A part of a column map has no equals sign.
    #[error("“{given}” is not of the form FIELD=COLUMN")]
    NotAPair {
        /// The part.
        given: String,
    },
    /// A column map names a field that there is not.
    #[error("there is no field “{given}” for a column{}", meant(.nearest))]
    UnknownField {
        /// What was given.
        given: String,
        /// The field most like it.
        nearest: Option<String>,
    },
    /// A column map gives one field two columns.
    #[error("the column of {field} is given twice")]
    Twice {
        /// The field.
        field: Field,
    },
    /// The table has no column that was asked for.
    #[error("there is no column “{column}” to take for {field}{}; there are {}", meant(.nearest), list(.existing))]
    UnknownColumn {
        /// What it was to be taken for.
        field: Field,
        /// Its name or path as given.
        column: String,
        /// The column most like it.
        nearest: Option<String>,
        /// The columns that there are.
        existing: Vec<String>,
    },
    /// No column bears a usual name of the text.
    #[error("no column is known to hold the text{}; there are {}", meant(.nearest), list(.existing))]
    NoText {
        /// The column whose name is most like a usual one.
        nearest: Option<String>,
        /// The columns that there are.
        existing: Vec<String>,
    },
    /// There are no rows to tell the columns by.
    #[error("there are no rows")]
    NoRows,
    /// It is not text in a known encoding.
    #[error(transparent)]
    Source(#[from] Problem),
    /// It is no Parquet file, or a broken one.
    #[error("it cannot be read as Parquet: {0}")]
    Parquet(String),
}

impl TableError {
    /// What the user can do.
    pub fn remedy(&self) -> String {
        match self {
            Self::NotAPair { .. } => "write, for example, text=Body,published=Date".to_owned(),
            Self::UnknownField { .. } => {
                let names: Vec<_> = Field::ALL.iter().map(|f| f.name()).collect();
                format!("the fields are {}", names.join(", "))
            }
            Self::Twice { .. } => "name one column a field".to_owned(),
            Self::UnknownColumn { field, nearest, .. } => {
                let column = nearest.as_deref().map_or_else(|| "COLUMN".to_owned(), short);
                format!("name a column that there is: --columns {field}={column}")
            }
            Self::NoText { nearest, .. } => {
                let column = nearest.as_deref().map_or_else(|| "COLUMN".to_owned(), short);
                format!("say which column holds it: --columns text={column}, or html=COLUMN")
            }
            Self::NoRows => "check that the table was saved with its rows".to_owned(),
            Self::Source(problem) => problem.remedy(),
            Self::Parquet(_) => "check that the file was copied whole".to_owned(),
        }
    }
}

fn meant(nearest: &Option<String>) -> String {
    nearest
        .as_ref()
        .map_or_else(String::new, |name| format!("; “{name}” is meant?"))
}

/// Names in quotation marks; of very many, the first.
fn list(names: &[String]) -> String {
    const SHOWN: usize = 40;
    if names.is_empty() {
        return "none".to_owned();
    }
    let quoted: Vec<_> = names
        .iter()
        .take(SHOWN)
        .map(|n| format!("“{}”", short(n)))
        .collect();
    match names.len().saturating_sub(SHOWN) {
        0 => quoted.join(", "),
        more => format!("{} and {more} more", quoted.join(", ")),
    }
}

/// At most 80 characters of a name or message, controls escaped.
pub(crate) fn short(name: &str) -> String {
    const LONGEST: usize = 80;
    let mut shown = String::new();
    for (i, c) in name.chars().enumerate() {
        if i == LONGEST {
            shown.push('…');
            break;
        }
        if c.is_control() {
            shown.extend(c.escape_unicode())
        } else {
            shown.push(c)
        }
    }
    shown
}
