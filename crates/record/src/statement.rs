//! Statements: what is given to a source, by which words, and who stands behind it.

use crate::span::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the words are rendered; derived from the quotation marks around the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// All of the content stands in quotation marks (or is a transcript turn).
    Direct,
    /// None of it does.
    Indirect,
    /// Some of it does.
    Mixed,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Direct, Self::Indirect, Self::Mixed];

    /// The word that the record prints.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
        }
    }
}

/// What the source does with the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Says it.
    Said,
    /// Says that it is not so.
    Denied,
    /// The text says that the source did not say it.
    Declined,
    /// Requests, orders, calls on, or asks.
    Asked,
    /// Will do it, agrees to it, vows it.
    Promised,
    /// Believes, hopes, fears, expects, plans it.
    Thought,
    /// Would say it, is due to say it.
    Hypothetical,
}

impl Mode {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Said,
        Self::Denied,
        Self::Declined,
        Self::Asked,
        Self::Promised,
        Self::Thought,
        Self::Hypothetical,
    ];

    /// The word that the record prints.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::Denied => "denied",
            Self::Declined => "declined",
            Self::Asked => "asked",
            Self::Promised => "promised",
            Self::Thought => "thought",
            Self::Hypothetical => "hypothetical",
        }
    }
}

/// What a speaker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerType {
    /// A named human being.
    Person,
    /// A named body.
    Organization,
    /// Several people taken together ("officials", "residents").
    Group,
    /// A text: report, poll, law, letter.
    Document,
    /// A government named by its capital or country.
    Place,
    /// Somebody whom the text does not name.
    Unnamed,
}

impl SpeakerType {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Person,
        Self::Organization,
        Self::Group,
        Self::Document,
        Self::Place,
        Self::Unnamed,
    ];

    /// The word that the record prints.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Group => "group",
            Self::Document => "document",
            Self::Place => "place",
            Self::Unnamed => "unnamed",
        }
    }
}

/// Who a statement is given to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Speaker {
    /// Id of the entry in `people`, when there is one.
    pub person: Option<String>,
    /// Fullest name that the article prints; null when it prints none.
    pub name: Option<String>,
    /// What the speaker is.
    #[serde(rename = "type")]
    pub kind: SpeakerType,
    /// Role exactly as printed.
    pub role: Option<String>,
    /// Body or country that the role belongs to, exactly as printed.
    pub org: Option<String>,
    /// Probability that this is the speaker, 0 to 1.
    pub confidence: f32,
    /// The text means somebody in particular, and who it is stays open: no candidate is likely enough. Not the same as
    /// somebody whom the text itself leaves unnamed ("an official").
    #[serde(default)]
    pub open: bool,
}

/// One hop of a reporting chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Via {
    /// The body's name as printed, without article.
    pub name: String,
    /// What the body is.
    #[serde(rename = "type")]
    pub kind: SpeakerType,
    /// First code point of the mention.
    pub start: u32,
    /// One past the last code point of the mention.
    pub end: u32,
    /// The mention, exactly as stored.
    pub text: String,
}

/// When a statement was made, and the phrase that tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SaidOn {
    /// ISO 8601 date, possibly shortened to a month or a year.
    pub date: String,
    /// First code point of the phrase.
    pub start: u32,
    /// One past the last code point of the phrase.
    pub end: u32,
    /// The phrase, exactly as stored.
    pub text: String,
}

/// Words or a paraphrase that the text gives to a source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Statement {
    /// Unique within the article: `s1`, `s2`, … in text order.
    pub id: String,
    /// Direct, indirect or mixed.
    pub kind: Kind,
    /// What the source does with the content.
    pub mode: Mode,
    /// What is given to the source: one or more fragments, in text order.
    pub content: Vec<Span>,
    /// The words that mark the attribution; empty when there are none.
    pub cue: Vec<Span>,
    /// The source as printed nearest the cue; empty when the text gives none.
    pub source: Vec<Span>,
    /// Who that is.
    pub speakers: Vec<Speaker>,
    /// Whom else it could be, when the speaker is left open.
    pub candidates: Vec<Speaker>,
    /// Who was told.
    pub addressee: Option<Span>,
    /// In what: "in a statement", "on social media".
    pub medium: Option<Span>,
    /// On what occasion, in the fullest words that the article has for it.
    pub event: Option<Span>,
    /// Id of that occasion in `events`.
    #[serde(default)]
    pub event_id: Option<String>,
    /// Bodies that passed the words on, outermost first.
    pub via: Vec<Via>,
    /// Id of the statement whose content holds this one.
    pub parent: Option<String>,
    /// When it was said.
    pub said_on: Option<SaidOn>,
    /// Ids of earlier statements of this article that it repeats.
    pub same_as: Vec<String>,
    /// Calibrated probability that this is a statement with this source, 0 to 1.
    pub confidence: f32,
    /// The reasons, in words.
    pub why: Vec<String>,
}
