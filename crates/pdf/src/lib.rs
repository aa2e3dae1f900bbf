//! PDF: the text that pages show, put back into paragraphs.
//!
//! A PDF holds letters at places, not words in sentences. [`read`] has the pages interpreted (`hayro-interpret`, which knows the
//! fonts and encodings), joins the letters to lines by where they stand, reads columns one after the other, joins lines to
//! paragraphs, and mends words broken at the ends of lines where the document itself shows how they are written. Running
//! heads and page numbers are left out, with a note.
//!
//! A file is hostile until shown otherwise: what its streams unpack to is measured before anything else looks at them; pages, letters
//! and steps of drawing are bounded, and time where nothing else holds; the interpreter runs on a thread of its own, so that whatever
//! goes wrong there is an error here.
//! Nothing outside the file is read.
//!
//! `hayro-interpret` and `hayro-syntax` 0.9.0 were released on 2026-11-02, under Apache-2.0 or MIT. They are built without build
//! scripts. `hayro-font`, which comes with them, holds the metrics and outlines of the 14 standard fonts, from PDFium, under
//! BSD-3-Clause; `hayro-cmap` holds Adobe's character maps.

mod bounds;
mod columns;
mod content;
mod facts;
mod line;
mod page;
mod paragraph;
mod running;
mod unpack;
mod workers;

use onrecord_source::Document;
use std::time::{Duration, Instant};
use workers::Workers;

/// How long a file may take, if what it holds is not counted: how fast a machine is should not decide what is read.
const TIME: Duration = Duration::from_secs(60);
/// How much longer the thread is waited for: it looks at the clock itself.
const GRACE: Duration = Duration::from_secs(10);

/// Why a file gives no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// It is no PDF, or too damaged to be read.
    #[error("this PDF is damaged: its pages cannot be found")]
    Damaged,
    /// Reading it failed in a way that nobody foresaw.
    #[error("this PDF cannot be read: its pages cannot be interpreted")]
    Failed,
    /// It is encrypted, whether or not it opens without a password.
    #[error("this PDF is encrypted")]
    Encrypted,
    /// No letters.
    #[error("this PDF holds pictures of pages, not text")]
    Pictures,
    /// No letters and no pictures.
    #[error("this PDF holds no text")]
    Empty,
    /// Its fonts do not say which letters their glyphs are.
    #[error("this PDF does not say which letters its glyphs are")]
    Letters,
    /// More pages, letters, steps of drawing or bytes than are read.
    #[error("this PDF holds more than {0}")]
    TooLarge(&'static str),
    /// Nothing tells beforehand how much it unpacks to.
    #[error("this PDF packs its content so that its size cannot be known beforehand")]
    Unmeasured,
    /// It takes too long.
    #[error("this PDF takes longer than {} seconds to read", TIME.as_secs())]
    TooSlow,
    /// Others took too long before it, and have not ended.
    #[error(
        "this PDF was not read: {} others that took too long still run",
        workers::LOST
    )]
    Busy,
}

impl Unreadable {
    /// What to do.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Damaged | Self::Failed | Self::Empty => {
                "get it again, or take its text out with another program: pdftotext -layout FILE.pdf - | onrecord read -"
            }
            Self::Encrypted => "save it without a password, for example: qpdf --decrypt FILE.pdf OPEN.pdf",
            Self::Pictures | Self::Letters => {
                "run text recognition on it first, for example: ocrmypdf --force-ocr FILE.pdf TEXT.pdf"
            }
            Self::Unmeasured => {
                "write it anew, if you trust it, for example: qpdf --linearize FILE.pdf NEW.pdf"
            }
            Self::Busy => "read it again, without those that took too long",
            Self::TooLarge(_) | Self::TooSlow => {
                "take its text out first, if you trust it, for example: pdftotext -layout FILE.pdf - | onrecord read -"
            }
        }
    }
}

/// Reads a whole file.
///
/// # Errors
/// [`Unreadable`], for a file that is damaged, encrypted, without text, or beyond the bounds.
pub fn read(bytes: Vec<u8>) -> Result<Document, Unreadable> {
    static WORKERS: Workers = Workers::new();
    bounds::check(&bytes, Instant::now() + TIME)?;
    let file = WORKERS.run(TIME + GRACE, move || page::interpret(bytes, TIME))?;
    if file.letters == 0 {
        return Err(match file.pictures {
            0 => Unreadable::Empty,
            _ => Unreadable::Pictures,
        });
    }
    if file.unknown * 5 > file.letters {
        return Err(Unreadable::Letters);
    }
    let document = paragraph::document(file);
    match document.text.is_empty() {
        true => Err(Unreadable::Empty),
        false => Ok(document),
    }
}
