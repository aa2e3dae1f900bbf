//! The model of the record: articles, spans, statements, and how they are written and checked.
//!
//! Every other crate speaks in these types. The contract they follow is `docs/record.md`; what counts as a
//! statement is `docs/annotation-guide.md`. All offsets here are half-open ranges of **Unicode code points**
//! over the article's text, exactly as stored.

mod article;
mod span;
mod statement;

pub use article::{Article, ArticleRecord, Dateline, EngineInfo, Note, NoteKind, Person, PersonRole, SCHEMA, Unattributed};
pub use span::{CodePointIndex, Span};
pub use statement::{Kind, Mode, SaidOn, Speaker, SpeakerType, Statement, Via};
