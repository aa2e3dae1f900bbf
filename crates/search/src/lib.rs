//! Search over a record.
//!
//! The record is the truth; the index beside it can be taken away at any time, and is made anew. [`Index::follow`] brings it
//! up to the record, [`Index::search`] answers questions, [`Index::check`] looks for quotations.

mod check;
mod day;
mod denied;
mod document;
mod earliest;
mod error;
mod facet;
mod fields;
mod follow;
mod holder;
mod plan;
mod query;
mod search;

pub use check::{Checked, Difference, Inquiry, Place, Run, Slice, Verdict};
pub use error::SearchError;
pub use follow::{Followed, Index};
pub use holder::{Holder, Named, Sourceless};
pub use search::{Answer, Counts, Facet, Question, Sort, Value};
