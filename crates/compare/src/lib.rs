//! How alike two texts are, and where they differ.
//!
//! - [`Words`] are what everything here compares: folded, with the bytes that they stand for.
//! - [`Shingles`] tell exactly how much two texts share; a [`Sketch`] is what is kept of them to find texts alike among millions.
//! - [`diff`] shows where two texts differ, word by word.
//! - [`quotation`] tells whether a quotation is in a text, and what was changed.
//! - [`statements`] tells whether two statements say the same in other words.
//!
//! ```
//! use onrecord_compare::{Shingles, quotation};
//! let (a, b) = ("The pier is safe, the mayor said on Monday.", "“The pier is safe”, said the mayor.");
//! assert!(Shingles::of(a).jaccard(&Shingles::of(b)) < 0.5);
//! assert_eq!(quotation::find("the pier is safe", b).score(), 1.0);
//! ```
//!
//! All ranges are bytes. Nothing here reads or keeps anything, and the same texts give the same result on every machine. What takes more than
//! time in proportion to the texts is bounded by counts. It does not know who speaks, and but for [`statements`] and the weights of small words it
//! knows no language.

pub mod diff;
mod fold;
mod lexicon;
pub mod quotation;
mod shingle;
mod sketch;
pub mod statements;
mod word;

pub use shingle::{SHINGLE_WORDS, Shingles};
pub use sketch::{ANCHORS, BANDS, CELLS, Sketch, SketchError};
pub use word::{Word, Words};
