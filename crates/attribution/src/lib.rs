//! From tagged text to statements: linking, nesting, kinds, modes, reasons.

mod engine;

pub use engine::{Engine, EngineError, Guideline, ModelKind, ReadOptions, Worker};
