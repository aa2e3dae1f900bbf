//! Records out to, and in from, the formats that other tools use.
//!
//! [`Exporter`] takes checked records one at a time and writes them in a [`Format`]; an [`Excerpt`] policy says how many of an article's
//! words may leave. A [`Context`] adds what is known beyond a record; without one, plain records go out all the same. [`read`] makes
//! records of what other tools have annotated.
//!
//! ```
//! use onrecord_exchange::{Excerpt, Exporter, Format, Options, Target};
//! use onrecord_record::{ArticleRecord, CheckedRecord, EngineInfo};
//!
//! let engine = EngineInfo { version: "0.1.0".into(), model: "none".into() };
//! let record = CheckedRecord::new(ArticleRecord::new(engine, "Rain is expected, the harbour master said."))?;
//! let options = Options { excerpt: Excerpt::Offsets, ..Options::default() };
//! let mut out = Vec::new();
//! let mut exporter = Exporter::begin(Format::Json, Target::stream(&mut out), options)?;
//! exporter.article(&record, None)?;
//! exporter.end()?;
//! let out = String::from_utf8(out)?;
//! assert!(!out.contains("harbour master") && out.contains(&record.article.text_sha256));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What each format holds and loses: `docs/exchange.md`. What it does not do: it knows no store and no engine, and reads no articles
//! that nobody has annotated.

mod context;
mod error;
mod excerpt;
mod export;
mod folder;
mod format;
mod out;
pub mod read;
mod select;
mod standoff;
mod units;

pub use context::{ArticleVersion, Context, Identifier, KnownPerson, ReadHop, StatementContext};
pub use error::ExportError;
pub use excerpt::{Excerpt, UnknownExcerpt};
pub use export::{Exporter, Options, Summary, Target};
pub use folder::{Directory, Folder};
pub use format::{Format, UnknownFormat};
pub use out::{EXTRA_COLUMNS, csv_columns};
pub use select::{Around, select};
