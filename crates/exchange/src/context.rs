//! What is known of an article beyond its record: its version, its people beyond it, what was reviewed and what is disputed.

use serde::Serialize;
use std::collections::BTreeMap;

/// What whoever keeps records knows of one of them. Everything is optional; what is not known is not written.
///
/// ```
/// use onrecord_exchange::{ArticleVersion, Context, Identifier, KnownPerson, StatementContext};
/// let mut context = Context {
///     version: Some(ArticleVersion { number: 2, seen: Some("2025-03-04T08:00:00Z".into()), revises: Some(1) }),
///     ..Context::default()
/// };
/// context.people.insert("p1".into(), KnownPerson {
///     id: "quill".into(),
///     name: Some("Ada Quill".into()),
///     identifiers: vec![Identifier { scheme: "wikidata".into(), value: "Q0".into() }],
/// });
/// context.statements.insert("s1".into(), StatementContext { reviewed: Some(true), ..StatementContext::default() });
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Context {
    /// Which version of the article this is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<ArticleVersion>,
    /// Id of the group of copies that the article belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Whether a person has reviewed the record as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<bool>,
    /// Who the people of the record are beyond it, by their ids in the record (`p1`).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub people: BTreeMap<String, KnownPerson>,
    /// What is known of its statements, by their ids in the record (`s1`).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub statements: BTreeMap<String, StatementContext>,
}

/// One version of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ArticleVersion {
    /// Its number; the first is 1.
    pub number: u32,
    /// When it was seen, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen: Option<String>,
    /// The number of the version that it revises, where one was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revises: Option<u32>,
}

/// Somebody who is known beyond one article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct KnownPerson {
    /// Id across articles.
    pub id: String,
    /// Name across articles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What others call them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier>,
}

/// An id that somebody else keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Identifier {
    /// Who keeps it: `wikidata`, `viaf`, ….
    pub scheme: String,
    /// The id: `Q42`. Where it is an address (`https://…`), it is taken as one.
    pub value: String,
}

impl Identifier {
    /// The address that stands for it, when there is one.
    pub fn address(&self) -> Option<String> {
        let plain = |c: char| c.is_ascii_alphanumeric();
        if self.value.starts_with("https://") || self.value.starts_with("http://") {
            return Some(self.value.clone());
        }
        (self.scheme.eq_ignore_ascii_case("wikidata")
            && self.value.starts_with('Q')
            && self.value.chars().all(plain))
        .then(|| format!("http://www.wikidata.org/entity/{}", self.value))
    }
}

/// What is known of one statement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StatementContext {
    /// Whether a person has reviewed it; where nothing is said here, [`Context::reviewed`] holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<bool>,
    /// Id of the group of statements that repeat each other across articles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// What is disputed about it, in the words of whoever disputes it. No excerpt policy shortens these: they are no words of the article.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disputes: Vec<String>,
    /// Which hops of its reporting chain were themselves read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<ReadHop>,
}

/// A hop of a reporting chain whose own report was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReadHop {
    /// Its place in the statement's `via`, from 0.
    pub hop: usize,
    /// Where the report was read.
    pub address: String,
}

impl Context {
    /// What is known of the statement with this id.
    pub fn statement(&self, id: &str) -> Option<&StatementContext> {
        self.statements.get(id)
    }

    /// Whether the statement was reviewed: as said of itself, else of the record.
    pub fn is_reviewed(&self, id: &str) -> Option<bool> {
        self.statement(id).and_then(|s| s.reviewed).or(self.reviewed)
    }

    /// The part of it that concerns one statement by these people.
    pub(crate) fn about<'a>(&self, id: &str, people: impl Iterator<Item = &'a str>) -> Self {
        Self {
            version: self.version.clone(),
            group: self.group.clone(),
            reviewed: self.reviewed,
            people: people
                .filter_map(|id| Some((id.to_owned(), self.people.get(id)?.clone())))
                .collect(),
            statements: self
                .statement(id)
                .map(|s| BTreeMap::from([(id.to_owned(), s.clone())]))
                .unwrap_or_default(),
        }
    }
}
