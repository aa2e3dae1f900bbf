//! Records that have passed the gate.

use crate::article::ArticleRecord;
use crate::gate::{self, GateError};
use serde::Serialize;
use std::ops::Deref;

/// A record that has passed the verbatim gate. The writers accept nothing else.
///
/// It cannot be changed; take it apart with [`CheckedRecord::into_inner`] and check it again.
///
/// ```
/// use onrecord_record::{ArticleRecord, CheckedRecord, EngineInfo};
/// let engine = EngineInfo { version: "0.1.0".into(), model: "none".into() };
/// let mut record = ArticleRecord::new(engine, "Rain is expected, the harbour master said.");
/// record.article.text.push('!'); // no longer the text that the fingerprint pins
/// let error = CheckedRecord::new(record).unwrap_err();
/// assert_eq!(error.at.field, "article.text_sha256");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct CheckedRecord(ArticleRecord);

impl CheckedRecord {
    /// Checks `record`.
    ///
    /// # Errors
    /// [`GateError`], the first promise that the record breaks.
    pub fn new(record: ArticleRecord) -> Result<Self, GateError> {
        gate::check(&record)?;
        Ok(Self(record))
    }

    /// The record, free to be changed again.
    pub fn into_inner(self) -> ArticleRecord {
        self.0
    }
}

impl Deref for CheckedRecord {
    type Target = ArticleRecord;

    fn deref(&self) -> &ArticleRecord {
        &self.0
    }
}

impl TryFrom<ArticleRecord> for CheckedRecord {
    type Error = GateError;

    fn try_from(record: ArticleRecord) -> Result<Self, GateError> {
        Self::new(record)
    }
}
