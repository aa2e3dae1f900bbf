//! Gold: its forms, and how they are loaded.

mod folder;
mod polnear_lines;

pub use folder::load_folder;
pub use polnear_lines::{load_polnear, parse_polnear};

use crate::code_points::CodePoints;
use onrecord_record::{Mode, SpeakerType};
use serde::{Deserialize, Deserializer};
use std::path::PathBuf;

/// A half-open range of code points; `[start, end]` in gold files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "(u32, u32)")]
pub struct Extent {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

impl From<(u32, u32)> for Extent {
    fn from((start, end): (u32, u32)) -> Self {
        Self { start, end }
    }
}

impl From<&[Extent]> for CodePoints {
    fn from(extents: &[Extent]) -> Self {
        CodePoints::new(extents.iter().map(|extent| (extent.start, extent.end)))
    }
}

/// An article and the statements that annotators found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldArticle {
    /// Name of the document: that of its files, without ending.
    pub doc: String,
    /// The text.
    pub text: String,
    /// What is said in it.
    pub statements: Vec<GoldStatement>,
}

/// A statement as annotated; see the annotation guide for each field.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct GoldStatement {
    /// Unique within the article.
    pub id: String,
    /// What is given to the source.
    pub content: Vec<Extent>,
    /// The words that mark the attribution.
    #[serde(default, deserialize_with = "null_is_default")]
    pub cue: Vec<Extent>,
    /// The source as printed nearest the cue.
    #[serde(default, deserialize_with = "null_is_default")]
    pub source: Vec<Extent>,
    /// Who that is.
    #[serde(default, deserialize_with = "null_is_default")]
    pub speakers: Vec<GoldSpeaker>,
    /// The other annotator's answer, where the two differ.
    #[serde(default, deserialize_with = "present")]
    pub alt_speakers: Option<Vec<GoldSpeaker>>,
    /// Who was told, as printed.
    #[serde(default)]
    pub addressee: Option<String>,
    /// In what, as printed.
    #[serde(default)]
    pub medium: Option<String>,
    /// On what occasion, as printed.
    #[serde(default)]
    pub event: Option<String>,
    /// Bodies that passed the words on, outermost first.
    #[serde(default, deserialize_with = "null_is_default")]
    pub via: Vec<String>,
    /// Id of the statement whose content holds this one.
    #[serde(default)]
    pub parent: Option<String>,
    /// What the source does with the content.
    #[serde(default)]
    pub mode: Option<Mode>,
    /// When it was said, as an ISO 8601 date.
    #[serde(default)]
    pub said_date: Option<String>,
    /// Only one of two annotators had it: neither asked for nor held against a prediction.
    #[serde(default)]
    pub optional: bool,
}

/// A speaker as annotated.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct GoldSpeaker {
    /// Fullest name printed; null when unnamed.
    #[serde(default)]
    pub name: Option<String>,
    /// What the speaker is.
    #[serde(default, rename = "type")]
    pub kind: Option<SpeakerType>,
    /// Role as printed.
    #[serde(default)]
    pub role: Option<String>,
    /// Body or country of the role, as printed.
    #[serde(default)]
    pub org: Option<String>,
}

/// An article of PolNeAR.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PolnearArticle {
    /// Name of the document.
    pub doc: String,
    /// The text.
    pub text: String,
    /// What is given to whom in it.
    pub attributions: Vec<PolnearAttribution>,
}

/// An attribution of PolNeAR: flat, three span sets.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PolnearAttribution {
    /// Who says it; empty when the text gives none.
    #[serde(default, deserialize_with = "null_is_default")]
    pub source: Vec<Extent>,
    /// The words that mark it.
    #[serde(default, deserialize_with = "null_is_default")]
    pub cue: Vec<Extent>,
    /// What is said.
    #[serde(default, deserialize_with = "null_is_default")]
    pub content: Vec<Extent>,
}

/// Why gold cannot be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GoldError {
    /// A file or folder cannot be read.
    #[error("{}: cannot be read: {source}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A folder or file holds no gold.
    #[error("{}: holds no gold; expected {expected}", path.display())]
    Empty {
        /// The folder or file.
        path: PathBuf,
        /// What was expected there.
        expected: &'static str,
    },
    /// Something is not JSON of the expected form.
    #[error("{}{}: {source}; compare it with the annotation guide", path.display(), line_note(*line))]
    Form {
        /// The file.
        path: PathBuf,
        /// The line of a JSON Lines file, from 1; for other files the message names it.
        line: Option<usize>,
        /// What is wrong.
        source: serde_json::Error,
    },
    /// The text is not the one that was annotated.
    #[error(
        "{}: SHA-256 is {found}, the annotation is of a text with {expected}; restore the file as annotated \
         (line ends included)", path.display()
    )]
    OtherText {
        /// The text file.
        path: PathBuf,
        /// SHA-256 of the text that was annotated.
        expected: String,
        /// SHA-256 of the text found.
        found: String,
    },
    /// A span is empty, reversed or out of bounds.
    #[error(
        "{}{}: {field} is [{start}, {end}], expected start < end <= {len}, the text's code points; \
         are these offsets of bytes or of another text?", path.display(), line_note(*line)
    )]
    Span {
        /// The file.
        path: PathBuf,
        /// The line of a JSON Lines file, from 1.
        line: Option<usize>,
        /// The field: `s3.content[1]`, `attributions[4].cue[0]`.
        field: String,
        /// First code point.
        start: u32,
        /// One past the last.
        end: u32,
        /// Code points in the text.
        len: u32,
    },
    /// An id is given twice, or a parent does not exist.
    #[error("{}: {field} is {id:?}: {problem}", path.display())]
    Reference {
        /// The file.
        path: PathBuf,
        /// The field: `statements[3].id`, `s3.parent`.
        field: String,
        /// The id.
        id: String,
        /// What is wrong with it, and the remedy.
        problem: &'static str,
    },
}

fn line_note(line: Option<usize>) -> String {
    line.map(|line| format!(", line {line}")).unwrap_or_default()
}

/// The first of `extents` that is no proper slice of a text of `len` code points.
fn first_bad(extents: &[Extent], len: u32) -> Option<(usize, Extent)> {
    extents
        .iter()
        .copied()
        .enumerate()
        .find(|(_, extent)| extent.start >= extent.end || extent.end > len)
}

fn null_is_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(from: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// A field that is there, be it null, is `Some`.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(from: D) -> Result<Option<T>, D::Error> {
    null_is_default(from).map(Some)
}
