//! Whatever news comes in: told apart, opened, and taken to articles.

mod archive;
mod input;
mod kind;
mod stream;

pub use input::{Missing, Place, Unit, Units, stamp, units};
pub use kind::Kind;
