//! From what arrived to an article.

use crate::kind::Kind;
use onrecord_record::{Article, DeclaredFact, Extent, Origin, Status, bytes_sha256};
use onrecord_source::{Body, Decoded, Document, Entry, Problem, decode_declared};

/// An article, and what should be known about how it was read.
#[derive(Debug)]
pub struct Finished {
    /// The article.
    pub article: Article,
    /// How it was read, where that matters.
    pub notes: Vec<String>,
}

/// Why an entry is no article.
#[derive(Debug, thiserror::Error)]
#[error("{problem}")]
pub struct Unfinished {
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

impl From<Problem> for Unfinished {
    fn from(problem: Problem) -> Self {
        Self {
            remedy: problem.remedy(),
            problem: problem.to_string(),
        }
    }
}

impl From<onrecord_office::Unreadable> for Unfinished {
    fn from(unreadable: onrecord_office::Unreadable) -> Self {
        Self {
            problem: unreadable.problem,
            remedy: unreadable.remedy.to_owned(),
        }
    }
}

impl From<onrecord_pdf::Unreadable> for Unfinished {
    fn from(unreadable: onrecord_pdf::Unreadable) -> Self {
        Self {
            problem: unreadable.to_string(),
            remedy: unreadable.remedy().to_owned(),
        }
    }
}

/// Decodes, or takes the article out of its page, and joins what was declared: `given` first, then what the article itself
/// declares, then what its container does.
///
/// What is withheld or canceled keeps its facts and loses its text.
///
/// # Errors
/// [`Unfinished`], for bytes that are no article.
pub fn finish(entry: Entry, given: &[DeclaredFact]) -> Result<Finished, Unfinished> {
    let Entry {
        body,
        facts,
        status,
        extent,
        mut origin,
        notes,
    } = entry;
    let mut document = match body {
        Body::Document(document) => document,
        Body::Bytes { bytes, charset, .. } => of_bytes(bytes, charset.as_deref(), &mut origin)?,
        Body::Html(html) => onrecord_page::fragment(&html),
        Body::Locator => Document {
            extent: Extent::Locator,
            ..Document::default()
        },
    };
    document.status = document.status.max(status);
    if document.extent == Extent::Full {
        document.extent = extent;
    }
    if document.status != Status::Usable {
        document = Document {
            facts: document.facts,
            notes: document.notes,
            status: document.status,
            extent: Extent::Withdrawn,
            ..Document::default()
        };
    }
    let mut declared = given.to_vec();
    declared.append(&mut document.facts);
    for fact in facts {
        if !declared.contains(&fact) {
            declared.push(fact);
        }
    }
    document.facts = declared;
    let mut all = notes;
    all.append(&mut document.notes);
    origin.notes.clone_from(&all);
    Ok(Finished {
        article: document.into_article(origin),
        notes: all,
    })
}

fn of_bytes(bytes: Vec<u8>, charset: Option<&str>, origin: &mut Origin) -> Result<Document, Unfinished> {
    let is = |kind: Kind| origin.kind == kind.name();
    if is(Kind::Document) {
        return Ok(onrecord_office::read(&bytes)?);
    }
    if is(Kind::Pdf) {
        return Ok(onrecord_pdf::read(bytes)?);
    }
    if !is(Kind::Html) {
        return Ok(of_text(decode_declared(bytes, charset)?));
    }
    origin.sha256 = Some(bytes_sha256(&bytes));
    let hints = onrecord_page::Hints {
        charset: charset.map(str::to_owned),
        address: origin.address.clone(),
    };
    Ok(onrecord_page::read(&bytes, &hints).document)
}

/// Plain text, as it is.
fn of_text(decoded: Decoded) -> Document {
    let notes = notes(&decoded);
    Document {
        text: decoded.text,
        encoding: Some(decoded.encoding),
        notes,
        ..Document::default()
    }
}

/// What should be known about how a text was got.
fn notes(decoded: &Decoded) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(assumed) = decoded.assumed {
        notes.push(format!(
            "read as {} ({}; {})",
            decoded.encoding, assumed.reason, assumed.sureness
        ));
    }
    if let Some(first) = decoded.replaced.first {
        let count = decoded.replaced.count;
        let stands = if count == 1 {
            "sequence of bytes is no character and stands"
        } else {
            "sequences of bytes are no characters and stand"
        };
        notes.push(format!(
            "{count} {stands} as U+FFFD in the text, the first at line {}, column {}",
            first.line, first.column
        ));
    }
    if decoded.markup {
        notes.push(
            "this looks like HTML or XML, but it was to be read as plain text: its tags are read as words"
                .to_owned(),
        );
    }
    notes
}
