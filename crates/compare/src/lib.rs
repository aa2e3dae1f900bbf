//! How alike two texts are, and where they differ.
mod fold;
mod word;
mod shingle;
mod sketch;
pub mod diff;
mod lexicon;
pub mod statements;
pub mod quotation;
pub use shingle::{SHINGLE_WORDS, Shingles};
pub use sketch::{ANCHORS, BANDS, CELLS, Sketch, SketchError};
pub use word::{Word, Words};
