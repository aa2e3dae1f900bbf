//! The engine: a loaded model, and workers that read articles with it.

use onrecord_record::{ArticleRecord, EngineInfo};

/// Which of the two shipped models reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ModelKind {
    /// The transformer encoder: the most accurate.
    #[default]
    Standard,
    /// The small convolutional network, for archives.
    Fast,
}

/// Whose definition of a statement the tags follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Guideline {
    /// Onrecord's own annotation guide.
    #[default]
    Onrecord,
    /// PolNeAR's guidelines (flat; beliefs, intentions and decrees count too), for comparison with other systems.
    Polnear,
}

/// How to read.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadOptions {
    /// Whose definition of a statement to follow.
    pub guideline: Guideline,
    /// Statements with a lower confidence are left out (0 keeps all).
    pub min_confidence: f32,
}

/// Why an article could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The weights inside the program do not load.
    #[error("the built-in model does not load: {0}")]
    Model(String),
    /// A record broke the verbatim promise; nothing of the article is printed.
    #[error("refused: {0}")]
    Record(String),
}

/// A loaded model. Shared by all workers.
#[derive(Debug)]
pub struct Engine {
    kind: ModelKind,
}

impl Engine {
    /// Loads the built-in model.
    ///
    /// # Errors
    /// [`EngineError::Model`] when the weights do not load.
    pub fn new(kind: ModelKind) -> Result<Self, EngineError> {
        Ok(Self { kind })
    }

    /// Version of the program and name of the model.
    pub fn info(&self) -> EngineInfo {
        EngineInfo { version: env!("CARGO_PKG_VERSION").to_owned(), model: format!("{:?}", self.kind) }
    }

    /// A worker with scratch memory of its own; one a thread.
    pub fn worker(&self) -> Worker<'_> {
        Worker { engine: self }
    }
}

/// Reads articles, one after the other.
#[derive(Debug)]
pub struct Worker<'e> {
    engine: &'e Engine,
}

impl Worker<'_> {
    /// Reads one article and returns its record, checked by the verbatim gate.
    ///
    /// # Errors
    /// [`EngineError::Record`] when a span would not re-slice.
    pub fn read(&mut self, _text: &str, _options: &ReadOptions) -> Result<ArticleRecord, EngineError> {
        let _ = self.engine;
        Err(EngineError::Record("not yet built".to_owned()))
    }
}
