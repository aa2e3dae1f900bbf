//! Tables of articles: JSON Lines, lists of JSON objects, CSV and its relatives, Parquet.
//!
//! Which column holds what is told by [`Columns`] or guessed from usual names; [`Articles::mapping`] says what was taken for
//! what, as does a note on the first article. Rows are read one at a time: no more than a row (at most the
//! [limit](Options::limit)) and a window is held, of Parquet a page of each column that is needed.
//!
//! ```
//! use onrecord_source::{Body, Found};
//! use onrecord_table::{Kind, Options, read};
//!
//! let table = "date;headline;body\n05.03.2024;Ferries stop;\"Rain, he said.\nIt rained.\"\n";
//! let articles = read(table.as_bytes(), Kind::Delimited, &Options::default())?;
//! for found in articles {
//!     let Found::Entry(entry) = found else { continue };
//!     assert_eq!(entry.origin.within, ["row 1"]);
//!     assert_eq!(entry.facts[1].value, "2024-03-05");
//!     assert!(matches!(entry.body, Body::Document(article) if article.text == "Rain, he said.\nIt rained."));
//! }
//! # Ok::<(), onrecord_table::TableError>(())
//! ```
//!
//! Text is kept as it stands, dates are written in ISO 8601 where they can be read, everything else is trimmed. A row that
//! cannot be read is [`Found::Damaged`], one without text [`Found::Skipped`]. Onrecord's own records are recognised by their
//! `schema`, and give their article.
//!
//! What it does not do: it reads no tables without a row of names, no spreadsheets, and no statements of Onrecord's own
//! `--format jsonl` or CSV, which hold no articles.

mod article;
mod columns;
mod date;
mod delimited;
mod error;
mod field;
mod input;
mod json;
mod mapping;
mod near;
mod own;
mod parquet;
mod recognise;
mod value;

pub use columns::Columns;
pub use error::TableError;
pub use field::Field;
pub use mapping::Mapping;
pub use parquet::ParquetInput;
pub use recognise::{Kind, looks_like};

use article::{Row, of_row};
use input::Input;
use onrecord_source::{Found, Limit};
use serde_json::Value;
use std::collections::VecDeque;
use std::io::Read;

/// How a table is to be read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Which columns hold what.
    pub columns: Columns,
    /// How large a row may be, and a text in Parquet.
    pub limit: Limit,
    /// What stands between the columns of a [`Kind::Delimited`] table; told from the first rows when not given.
    pub delimiter: Option<u8>,
}

/// The articles of a table.
pub struct Articles<'a> {
    rows: Box<dyn Iterator<Item = Result<Row, Found>> + Send + 'a>,
    mapping: Mapping,
    limit: Limit,
    kind: &'static str,
    /// Notes for the first article.
    notes: Vec<String>,
}

impl Articles<'_> {
    /// Which columns were taken for what.
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }
}

impl Iterator for Articles<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        let found = match self.rows.next()? {
            Ok(row) => of_row(row, &self.mapping, self.limit),
            Err(found) => found,
        };
        Some(match found {
            Found::Entry(mut entry) => {
                self.kind.clone_into(&mut entry.origin.kind);
                entry.notes.append(&mut self.notes);
                Found::Entry(entry)
            }
            other => other,
        })
    }
}

/// Reads the table in `input`. For [`Kind::Parquet`] all of it is fetched first; [`read_parquet`] does not need that.
///
/// # Errors
/// [`TableError`] when no row can be read: it is no text, a column that was told is not there, or none is known to hold the text.
pub fn read<'a>(
    input: impl Read + Send + 'a,
    kind: Kind,
    options: &Options,
) -> Result<Articles<'a>, TableError> {
    match kind {
        Kind::Parquet => {
            let bytes = onrecord_source::bytes_from(input, Limit::HIGHEST)?;
            read_parquet(ParquetInput::Bytes(bytes), options)
        }
        Kind::Delimited => {
            let rows = delimited::Rows::new(Input::open(input)?, options.delimiter, options.limit)?;
            let mapping = Mapping::of_columns(&options.columns, &rows.names)?;
            let kind = if rows.delimiter == b'\t' { "tsv" } else { "csv" };
            let notes = rows.note().into_iter().chain([mapping.to_string()]).collect();
            Ok(Articles {
                rows: Box::new(rows),
                mapping,
                limit: options.limit,
                kind,
                notes,
            })
        }
        Kind::Json => objects(Input::open(input)?, options),
    }
}

/// Reads the table in a Parquet file.
///
/// # Errors
/// [`TableError`] as for [`read`], and when the file's own description cannot be read.
pub fn read_parquet(input: ParquetInput, options: &Options) -> Result<Articles<'static>, TableError> {
    let (rows, mapping) = parquet::Rows::open(input, &options.columns, options.limit)?;
    Ok(Articles {
        rows: Box::new(rows),
        notes: vec![mapping.to_string()],
        mapping,
        limit: options.limit,
        kind: "parquet",
    })
}

/// Looks at the first objects for their keys, then reads them all.
fn objects<'a>(input: Input<'a>, options: &Options) -> Result<Articles<'a>, TableError> {
    const LOOKED_AT: usize = 100;
    const LOOKED_AT_BYTES: usize = 1 << 20;
    let mut objects = json::Objects::new(input, options.limit);
    let mut first: VecDeque<Result<Row, Found>> = VecDeque::new();
    let mut keys: Vec<String> = Vec::new();
    let (mut own, mut bytes) = (false, 0);
    while first.len() < LOOKED_AT && bytes < LOOKED_AT_BYTES {
        let Some(row) = objects.next() else { break };
        if let Ok(Row {
            value: Value::Object(fields),
            ..
        }) = &row
        {
            own |= first_own(&row);
            for (key, value) in fields {
                bytes += key.len() + value.as_str().map_or(16, str::len);
                if !keys.contains(key) && keys.len() < 1000 {
                    keys.push(key.clone());
                }
            }
        }
        first.push_back(row);
    }
    let rows = || first.iter().filter_map(|row| row.as_ref().ok());
    let mapping = if own && rows().all(|row| own::is_own(&row.value)) {
        Mapping::default()
    } else if rows().next().is_none() {
        // Every row is damaged; that says more than that there is no column.
        if first.is_empty() {
            return Err(TableError::NoRows);
        }
        Mapping::default()
    } else {
        let there = |path: &value::Path| rows().any(|row| path.of(&row.value).is_some());
        Mapping::of_rows(&options.columns, &keys, there)?
    };
    let note = Some(mapping.to_string()).filter(|note| !note.is_empty());
    Ok(Articles {
        kind: objects.kind(),
        notes: objects.note().into_iter().chain(note).collect(),
        rows: Box::new(first.into_iter().chain(objects)),
        mapping,
        limit: options.limit,
    })
}

fn first_own(row: &Result<Row, Found>) -> bool {
    row.as_ref().is_ok_and(|row| own::is_own(&row.value))
}
