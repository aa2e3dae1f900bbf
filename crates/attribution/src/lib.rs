//! From tagged text to statements: linking, nesting, kinds, modes, reasons.
//!
//! ```no_run
//! use onrecord_attribution::{Engine, ModelKind, ReadOptions};
//! let engine = Engine::new(ModelKind::Standard)?;
//! let record = engine.worker().read("“It works,” the engineer said.", &ReadOptions::default())?;
//! assert_eq!(record.statements.len(), 1);
//! # Ok::<(), onrecord_attribution::EngineError>(())
//! ```
//!
//! The order of work: `article` notes what the text prints about itself, `section` cuts long texts, the tagger marks sources, cues and contents, `link` joins them to drafts
//! of statements, `boundary`, `continuation` and `transcript` put right what marks and lay-out tell for certain, `chain`
//! says who passed the words on, `outer` and `nest` find the statements inside statements, `addressee` whom they were told
//! to, the crate `onrecord-people` who the sources are; `render` writes the record.

mod addressee;
mod article;
mod boundary;
mod chain;
mod confidence;
mod continuation;
mod dated;
mod draft;
mod engine;
mod hop;
mod link;
mod nest;
mod occasion;
mod outer;
mod render;
mod repeat;
mod section;
mod transcript;

pub use onrecord_imprint::check_date;
pub use onrecord_when::Anchors;

pub use engine::{Engine, EngineError, Guideline, ModelKind, ReadOptions, Worker};
