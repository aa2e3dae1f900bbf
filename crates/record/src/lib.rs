//! The model of the record: articles, spans, statements, and how they are written and checked.
//!
//! Every other crate speaks in these types. The contract they follow is `docs/record.md`; what counts as a
//! statement is `docs/annotation-guide.md`. All offsets here are half-open ranges of **Unicode code points**
//! over the article's text, exactly as stored.
//!
//! A record is filled in, passes the verbatim [`gate`] and is then written:
//!
//! ```
//! use onrecord_record::{ArticleRecord, CheckedRecord, EngineInfo, write};
//!
//! let engine = EngineInfo { version: "0.1.0".into(), model: "none".into() };
//! let record = ArticleRecord::new(engine, "Rain is expected, the harbour master said.");
//! let checked = CheckedRecord::new(record)?;
//! let mut out = Vec::new();
//! write::json(&mut out, &checked, write::Layout::Compact)?;
//! assert!(out.starts_with(br#"{"schema":"onrecord/article/1""#));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What it does not do: it reads no files, finds no statements, and stores nothing.

mod arrival;
mod article;
mod checked;
pub mod gate;
mod identity;
mod printed;
mod refusal;
pub mod schema;
mod span;
mod statement;
pub mod write;

pub use arrival::{
    ArchivedRecord, BlockKind, DeclaredBy, DeclaredFact, DeclaredField, Extent, MappedRun, Origin, Status,
    TextBlock, Unread, UnreadReason, source_bytes,
};
pub use article::{
    Article, ArticleRecord, Dateline, EngineInfo, Event, FactField, Note, NoteKind, OFFSETS, Person,
    PersonRole, PrintedFact, SCHEMA, Unattributed,
};
pub use checked::CheckedRecord;
pub use gate::{GateError, Place, Problem};
pub use identity::{article_id, bytes_sha256, text_sha256};
pub use span::{ByteIndex, CodePointIndex, Span};
pub use statement::{Kind, Mode, SaidOn, Speaker, SpeakerType, Statement, Via};
