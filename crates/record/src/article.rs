//! Articles and the object that is printed for each.

use crate::arrival::{DeclaredFact, Extent, MappedRun, Origin, Status, TextBlock, Unread};
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
    /// ISO 8601 date; without a year when neither the line nor the article tells it (`--05-12`).
    pub date: Option<String>,
    /// The agency's name or slug as printed in the line ("Reuters", "AP").
    #[serde(default)]
    pub agency: Option<String>,
}

/// What a note says about the text's own history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// The text was added to.
    Update,
    /// The text was put right.
    Correction,
    /// The text was made clearer; nothing in it is said to have been wrong.
    Clarification,
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

/// A fact about the article that the text itself prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactField {
    /// `article.title`.
    Title,
    /// `article.byline` and `article.authors`.
    Byline,
    /// `article.outlet`.
    Outlet,
    /// `article.published`.
    Published,
    /// `article.modified`.
    Modified,
    /// `article.first_published`.
    FirstPublished,
}

/// Where the text prints a fact about the article; a fact without one was handed in with the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PrintedFact {
    /// Which fact.
    pub field: FactField,
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The words, exactly as stored.
    pub text: String,
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
    /// The line that names its writers, as printed ("By Jane Doe in Ankara").
    #[serde(default)]
    pub byline: Option<String>,
    /// The writers that the byline names, as printed.
    #[serde(default)]
    pub authors: Vec<String>,
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
    /// Where the text prints the title, the byline, the outlet and the dates, in text order.
    #[serde(default)]
    pub printed: Vec<PrintedFact>,
    /// What its provider calls it (`guid`, `uri`, `Message-ID`).
    #[serde(default)]
    pub provider_id: Option<String>,
    /// Its provider's version of it.
    #[serde(default)]
    pub version: Option<String>,
    /// Whether its provider lets it be used.
    #[serde(default)]
    pub status: Status,
    /// How much of its text there is.
    #[serde(default)]
    pub extent: Extent,
    /// What was declared about it outside its text, the most trusted first; the fields above are taken from here.
    #[serde(default)]
    pub declared: Vec<DeclaredFact>,
    /// Where it came from.
    #[serde(default)]
    pub origin: Option<Origin>,
    /// What the parts of the text were on the page, in text order; empty for plain text.
    #[serde(default)]
    pub blocks: Vec<TextBlock>,
    /// Which bytes of the source the text was read from: `[start, end, source_start, source_end]`, in text order. Code
    /// points of one run stand for the same number of bytes each; what is in no run was not in the source. Empty for plain
    /// text, and where the source keeps its words in another form.
    #[serde(default)]
    pub source_map: Vec<MappedRun>,
}

impl Article {
    /// An article of which nothing but its text is known. Its id is derived from the text.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            id: article_id(None, &text),
            url: None,
            outlet: None,
            title: None,
            byline: None,
            authors: Vec::new(),
            lang: None,
            text_sha256: text_sha256(&text),
            text,
            published: None,
            modified: None,
            first_published: None,
            dateline: None,
            notes: Vec::new(),
            printed: Vec::new(),
            provider_id: None,
            version: None,
            status: Status::default(),
            extent: Extent::default(),
            declared: Vec::new(),
            origin: None,
            blocks: Vec::new(),
            source_map: Vec::new(),
        }
    }

    /// Sets the address and derives the id anew: from the address, else from what the provider calls the article, else from
    /// the text.
    pub fn set_url(&mut self, url: Option<String>) {
        let named = url.as_deref().filter(|url| !url.trim().is_empty());
        self.id = article_id(named.or(self.provider_id.as_deref()), &self.text);
        self.url = url;
    }
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

/// An occasion on which something was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// Unique within the article: `e1`, `e2`, ….
    pub id: String,
    /// The fullest words that the article has for it.
    pub name: Span,
    /// Who holds it, as printed.
    pub organisers: Vec<Span>,
    /// Where it is held, as printed.
    pub place: Option<Span>,
    /// Who takes part, as printed.
    pub participants: Vec<Span>,
    /// Every place that speaks of it ("the event"), in text order.
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
    /// Occasions on which statements were made, in the order of their first mention.
    #[serde(default)]
    pub events: Vec<Event>,
    /// What is said, in text order.
    pub statements: Vec<Statement>,
    /// Quotations without a source.
    pub unattributed: Vec<Unattributed>,
    /// How many statements were found and left out, because their confidence was below what was asked for.
    #[serde(default)]
    pub left_out: u32,
    /// Why no statements were looked for; nothing when they were.
    #[serde(default)]
    pub unread: Option<Unread>,
}

impl ArticleRecord {
    /// A record of `text` in which nothing is known yet: no address, no people, no statements.
    ///
    /// The article's id is derived from the text; [`ArticleRecord::set_url`] derives it anew from an address.
    pub fn new(engine: EngineInfo, text: impl Into<String>) -> Self {
        Self::of(engine, Article::new(text))
    }

    /// A record of an article about whose statements nothing is known yet.
    pub fn of(engine: EngineInfo, article: Article) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            offsets: OFFSETS.to_owned(),
            engine,
            article,
            people: Vec::new(),
            events: Vec::new(),
            statements: Vec::new(),
            unattributed: Vec::new(),
            left_out: 0,
            unread: None,
        }
    }

    /// Sets the address and derives the article's id from it; see [`Article::set_url`].
    pub fn set_url(&mut self, url: Option<String>) {
        self.article.set_url(url);
    }
}
