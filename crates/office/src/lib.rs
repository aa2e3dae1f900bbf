//! Word processors' files: DOCX (Office Open XML) and ODT (OpenDocument).
//!
//! [`read`] gives the text as its writer sees it, in paragraphs of known kinds, and what the file's properties declare.
//! Tracked changes are read as accepted: deletions are left out, insertions kept. Comments, notes at the foot or end, headers and
//! footers, tables of contents and hidden text are left out; a note says so wherever there was any. A text box is read once,
//! behind the paragraph that it is anchored to.
//!
//! A file is hostile until shown otherwise: how much each part may unpack to is bounded, and nothing outside it is fetched.
//!
//! What else comes as such a ZIP (spreadsheets, slides, books) is told apart by [`Form`] and refused by name.

mod docx;
mod form;
mod odt;
mod package;
mod properties;
mod style;
mod text;

pub use form::Form;

use onrecord_record::DeclaredField;
use onrecord_source::Document;
use package::Package;
use std::io::Cursor;

/// Why a file gives no article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct Unreadable {
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub remedy: &'static str,
}

impl Unreadable {
    fn new(problem: impl Into<String>, remedy: &'static str) -> Self {
        Self {
            problem: problem.into(),
            remedy,
        }
    }

    fn damaged(what: impl std::fmt::Display) -> Self {
        Self::new(
            format!("this word processor's file cannot be read: {what}"),
            "get it again, or open it in a word processor and save it anew",
        )
    }
}

/// Reads a whole DOCX or ODT file.
///
/// # Errors
/// [`Unreadable`], for a file that is damaged, encrypted, of another form, too large unpacked, or without words.
pub fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let mut package = Package::open(Cursor::new(bytes))?;
    let mut document = match package.form() {
        Some(Form::Docx) => docx::read(&mut package)?,
        Some(Form::Odt) => odt::read(&mut package)?,
        Some(other) => return Err(other.refusal()),
        None => return Err(Unreadable::damaged("it holds no document")),
    };
    if document.text.is_empty() {
        return Err(Unreadable::new(
            "this word processor's file holds no words",
            "check that it is the right file; pictures of text are not read",
        ));
    }
    if document
        .facts
        .iter()
        .any(|fact| fact.field == DeclaredField::Published)
    {
        let note = "its date is that of the file, which may not be that of publication";
        document.notes.push(note.to_owned());
    }
    Ok(document)
}
