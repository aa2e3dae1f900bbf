//! Text with offsets: words, sentences, paragraphs and quotation marks.
//!
//! Everything here works on byte ranges of a `&str` and never copies or changes the text.
//!
//! ```
//! use onrecord_text::Layout;
//! let layout = Layout::new("“It works,” she said. “It does.”");
//! assert_eq!(layout.sentences().len(), 2);
//! assert_eq!(layout.quotations().len(), 2);
//! ```
//!
//! It does not know grammar: who speaks is for the tagger and for what follows it.

mod abbreviation;
mod layout;
mod mark;
mod paragraph;
mod quotation;
mod sentence;
mod token;

pub use layout::{Layout, Sentence};
pub use mark::{Mark, MarkShape};
pub use paragraph::{Paragraph, paragraphs};
pub use quotation::{Quotation, QuoteState};
pub use token::{Shape, Token, is_invisible, tokens};
