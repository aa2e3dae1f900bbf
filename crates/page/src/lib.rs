//! HTML pages to articles.
//!
//! A page is parsed once, into a [`tree::Tree`] in which everything knows its place.

mod decode;
pub mod tree;
