//! PDF: the text that pages show, put back into paragraphs.
//!
//! A PDF holds letters at places, not words in sentences. [`read`] has the pages interpreted (`hayro-interpret`, which knows the
//! fonts and encodings), joins the letters to lines by where they stand, reads columns one after the other, joins lines to
//! paragraphs, and mends words broken at the ends of lines where the document itself shows how they are written. Running
//! heads and page numbers are left out, with a note.
//!
//! A file is hostile until shown otherwise: what its streams unpack to is measured before anything else looks at them; pages, letters
//! and time are bounded; the interpreter runs on a thread of its own, so that whatever goes wrong there is an error here.
//! Nothing outside the file is read.
//!
//! `hayro-interpret` and `hayro-syntax` 0.9.0 were released on 2026-11-02, under Apache-2.0 or MIT. They are built without build
//! scripts. `hayro-font`, which comes with them, holds the metrics and outlines of the 14 standard fonts, from PDFium, under
//! BSD-3-Clause; `hayro-cmap` holds Adobe's character maps.

mod bounds;
mod columns;
mod facts;
mod line;
mod page;
mod paragraph;
mod running;
mod unpack;

use onrecord_source::Document;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

/// How long a file may take.
const TIME: Duration = Duration::from_secs(30);
/// How much longer the thread is waited for: it looks at the clock itself.
const GRACE: Duration = Duration::from_secs(10);
/// Fonts, forms and patterns may stand inside each other; the interpreter goes down into them.
const STACK: usize = 32 << 20;

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
    /// More pages, letters or bytes than are read.
    #[error("this PDF holds more than {0}")]
    TooLarge(&'static str),
    /// Nothing tells beforehand how much it unpacks to.
    #[error("this PDF packs its content so that its size cannot be known beforehand")]
    Unmeasured,
    /// It takes too long.
    #[error("this PDF takes longer than {} seconds to read", TIME.as_secs())]
    TooSlow,
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
    bounds::check(&bytes, Instant::now() + TIME)?;
    let (send, receive) = sync_channel(1);
    let run = move || {
        let done = page::interpret(bytes, TIME);
        // nobody waits for what took too long
        let _ = send.send(done);
    };
    let thread = std::thread::Builder::new()
        .name("pdf".to_owned())
        .stack_size(STACK);
    thread.spawn(run).map_err(|_| Unreadable::Failed)?;
    let file = match receive.recv_timeout(TIME + GRACE) {
        Ok(file) => file?,
        Err(RecvTimeoutError::Timeout) => return Err(Unreadable::TooSlow),
        // the thread panicked
        Err(RecvTimeoutError::Disconnected) => return Err(Unreadable::Failed),
    };
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
