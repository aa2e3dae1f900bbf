//! When a statement was made: the time expressions of an article, the days that they stand for, and which of them dates
//! which statement.
//!
//! [`expressions`] finds and resolves the phrases; [`date`] says which of them belongs to the act of saying and not to
//! what is said. Days are never made up: what the text and the [`Anchors`] do not tell stays without a date.

mod carry;
mod clause;
mod days;
mod expression;
mod lexicon;
mod phrase;
mod resolve;
mod scene;
mod statement;

pub use days::{Anchors, Days, Precision};
pub use expression::{Expression, Kind, expressions};
pub use statement::{Dated, Reported, date};
