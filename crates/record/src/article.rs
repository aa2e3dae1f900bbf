//! Articles and the object that is printed for each.

use crate::identity::{article_id, text_sha256};
use crate::span::Span;
use crate::statement::{SpeakerType, Statement};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Name and version of the printed form.
pub const SCHEMA: &str = "onrecord/article/1";

/// What offsets count: Unicode code points.
pub const OFFSETS: &str = "codepoint";

/// Which engine read the article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EngineInfo {
    /// Version of the program.
    pub version: String,
    /// Name and version of the model.
    pub model: String,
}

/// Place and date line that opens a wire report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dateline {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The line, exactly as stored.
    pub text: String,
    /// The place as printed.
    pub place: Option<String>,
    /// ISO 8601 date.
    pub date: Option<String>,
}

/// What a note says about the text's own history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// The text was added to.
    Update,
    /// The text was put right.
    Correction,
    /// The text was withdrawn.
    Retraction,
    /// When it first appeared.
    FirstPublished,
}

/// A printed note on the text's own history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The note, exactly as stored.
    pub text: String,
    /// What it says.
    pub kind: NoteKind,
}

/// The text and what is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Article {
    /// Stable id: derived from the address or, without one, from the text.
    pub id: String,
    /// Where it was published.
    pub url: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// ISO 639-1 language code.
    pub lang: Option<String>,
    /// The text that all offsets refer to.
    pub text: String,
    /// SHA-256 of the text's UTF-8 bytes, in hexadecimal.
    pub text_sha256: String,
    /// ISO 8601 date or time of publication.
    pub published: Option<String>,
    /// ISO 8601 date or time of the last change.
    pub modified: Option<String>,
    /// When it first appeared, as printed.
    pub first_published: Option<String>,
    /// The dateline, when there is one.
    pub dateline: Option<Dateline>,
    /// Notes on the text's own history.
    pub notes: Vec<Note>,
}

/// A role that the text gives to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PersonRole {
    /// The role as printed.
    pub role: String,
    /// The body or country that it belongs to, as printed.
    pub org: Option<String>,
    /// First code point of the printed role.
    pub start: u32,
    /// One past the last code point of the printed role.
    pub end: u32,
}

/// Somebody, or some body, that speaks in the article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Person {
    /// Unique within the article: `p1`, `p2`, ….
    pub id: String,
    /// Fullest name that the article prints.
    pub name: Option<String>,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: SpeakerType,
    /// Roles as printed.
    pub roles: Vec<PersonRole>,
    /// Where the text names it.
    pub mentions: Vec<Span>,
}

/// A quotation for which no source can be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unattributed {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The quotation, exactly as stored.
    pub text: String,
    /// Why it has no source.
    pub reason: String,
}

/// What `onrecord read` prints for one article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleRecord {
    /// Always [`SCHEMA`].
    #[schemars(extend("const" = SCHEMA))]
    pub schema: String,
    /// Always `codepoint` ([`OFFSETS`]).
    #[schemars(extend("const" = OFFSETS))]
    pub offsets: String,
    /// Which engine read it.
    pub engine: EngineInfo,
    /// The text and what is known of it.
    pub article: Article,
    /// Who speaks in it.
    pub people: Vec<Person>,
    /// What is said, in text order.
    pub statements: Vec<Statement>,
    /// Quotations without a source.
    pub unattributed: Vec<Unattributed>,
    /// How many statements were found and left out, because their confidence was below what was asked for.
    #[serde(default)]
    pub left_out: u32,
}

impl ArticleRecord {
    /// A record of `text` in which nothing is known yet: no address, no people, no statements.
    ///
    /// The article's id is derived from the text; [`ArticleRecord::set_url`] derives it anew from an address.
    pub fn new(engine: EngineInfo, text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            schema: SCHEMA.to_owned(),
            offsets: OFFSETS.to_owned(),
            engine,
            article: Article {
                id: article_id(None, &text),
                url: None,
                outlet: None,
                title: None,
                lang: None,
                text_sha256: text_sha256(&text),
                text,
                published: None,
                modified: None,
                first_published: None,
                dateline: None,
                notes: Vec::new(),
            },
            people: Vec::new(),
            statements: Vec::new(),
            unattributed: Vec::new(),
            left_out: 0,
        }
    }

    /// Sets the address and derives the article's id from it (from the text when there is none).
    pub fn set_url(&mut self, url: Option<String>) {
        self.article.id = article_id(url.as_deref(), &self.article.text);
        self.article.url = url;
    }
}
