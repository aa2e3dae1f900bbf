//! Invented archives: articles with their statements, as an engine would have read them, and the truth about what belongs
//! together across them.
//!
//! An [`Archive`] yields articles in the order of their days, from a seed alone: the same seed gives the same bytes. People,
//! bodies and outlets are drawn with frequencies as in news (Zipf); words are made of syllables, with the frequencies of a
//! vocabulary of 60,000, among the function words of English. A part of the articles are copies of agencies' reports (whole,
//! cut, with a paragraph of their own), and a part of the statements say in other words what another outlet reported before.
//!
//! ```
//! use onrecord_invented::{Archive, Options};
//! let mut archive = Archive::new(Options { seed: 1, ..Options::default() });
//! let article = archive.next().unwrap();
//! assert!(article.record.statements.len() > 3);
//! assert_eq!(article.said.len(), article.record.statements.len());
//! ```

mod archive;
mod people;
mod words;
mod writer;

pub use archive::{Archive, Invented, Options};
