//! Measuring statements against gold: everything that `onrecord eval` prints.
//!
//! Two kinds of gold, two scorers:
//!
//! - [`gold::load_folder`] and [`statements::score`]: Onrecord's own gold, with nesting, named speakers, roles,
//!   reporting chains and dates. The figures are those of the reference scorer that comes with the gold, to its rounding.
//! - [`gold::load_polnear`] and [`polnear::score`]: PolNeAR, flat attributions of source, cue and content spans, for
//!   comparison with other systems.
//!
//! Both take records as the engine prints them, give serialisable reports that [`Display`](std::fmt::Display) as
//! plain tables, and list every miss for reading. Intervals are 95 % bootstrap intervals over articles, from a seeded
//! generator: the same input gives the same figures.
//!
//! What it does not do: it runs no engine and, the loaders apart, touches no files.

mod bootstrap;
mod code_points;
pub mod figures;
pub mod gap;
pub mod gold;
pub mod groups;
mod matching;
pub mod polnear;
mod predictions;
pub mod statements;
mod table;

pub use bootstrap::Resampling;
pub use code_points::CodePoints;
pub use predictions::{PredictionError, load_prediction};

/// Why predictions cannot be scored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScoreError {
    /// The record is of another text than the gold, so its offsets mean nothing there.
    #[error(
        "{doc}: the record's text is not the gold's text, so offsets cannot be compared; \
         read the gold's own text file again"
    )]
    TextDiffers {
        /// The gold document.
        doc: String,
    },
}

pub(crate) fn same_text(
    doc: &str,
    text: &str,
    predicted: Option<&onrecord_record::ArticleRecord>,
) -> Result<(), ScoreError> {
    match predicted {
        Some(record) if record.article.text != text => Err(ScoreError::TextDiffers { doc: doc.to_owned() }),
        _ => Ok(()),
    }
}
