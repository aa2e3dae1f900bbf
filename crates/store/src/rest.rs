//! What of an article is kept as JSON, beside the columns and the text.

use crate::add::json;
use onrecord_record::{
    Article, Dateline, DeclaredFact, Extent, MappedRun, Note, Origin, PrintedFact, Status, TextBlock,
};
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;

/// What a version says of its article: id, address and outlet. Only where that is not what the article's row says, a version has it of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) id: String,
    pub(crate) url: Option<String>,
    pub(crate) outlet: Option<String>,
}

/// What of [`Named`] is told apart from the article's row: nothing where both say the same.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Own {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "told")]
    url: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "told")]
    outlet: Option<Option<String>>,
}

/// A `null` that is there tells that there is none.
fn told<'de, D: Deserializer<'de>>(of: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(of).map(Some)
}

impl Own {
    /// What an article says in another way than its row.
    pub(crate) fn of(article: &Article, row: &Named) -> Self {
        let differs = |own: &Option<String>, row: &Option<String>| (own != row).then(|| own.clone());
        Self {
            id: (article.id != row.id).then(|| article.id.clone()),
            url: differs(&article.url, &row.url),
            outlet: differs(&article.outlet, &row.outlet),
        }
    }

    /// These ahead of the other fields, as one JSON object.
    pub(crate) fn ahead_of(&self, rest: &str) -> rusqlite::Result<String> {
        let own = json(self)?;
        Ok(match (own.strip_suffix('}'), rest.strip_prefix('{')) {
            (Some("{"), _) | (None, _) | (_, None) => rest.to_owned(),
            (_, Some("}")) => own,
            (Some(own), Some(rest)) => format!("{own},{rest}"),
        })
    }
}

/// The fields without a column of their own. Empty ones are left out.
#[derive(Serialize, Deserialize)]
pub(crate) struct Rest<'a> {
    #[serde(flatten, skip_serializing)]
    own: Own,
    #[serde(skip_serializing_if = "empty", default)]
    authors: Cow<'a, [String]>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    dateline: Option<Cow<'a, Dateline>>,
    #[serde(skip_serializing_if = "empty", default)]
    notes: Cow<'a, [Note]>,
    #[serde(skip_serializing_if = "empty", default)]
    printed: Cow<'a, [PrintedFact]>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    provider_id: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "empty", default)]
    declared: Cow<'a, [DeclaredFact]>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    origin: Option<Cow<'a, Origin>>,
    #[serde(skip_serializing_if = "empty", default)]
    blocks: Cow<'a, [TextBlock]>,
    #[serde(skip_serializing_if = "empty", default)]
    source_map: Cow<'a, [MappedRun]>,
}

fn empty<T>(list: &[T]) -> bool {
    list.is_empty()
}

/// The fields with columns of their own, and the text.
#[derive(Default)]
pub(crate) struct Columns {
    pub(crate) title: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) lang: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) first_published: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) extent: Extent,
    pub(crate) status: Status,
    pub(crate) text: String,
    pub(crate) text_sha256: String,
}

impl<'a> Rest<'a> {
    pub(crate) fn of(article: &'a Article) -> Self {
        // whoever adds a field to the article has to say here where it is kept
        let Article {
            id: _,
            url: _,
            outlet: _,
            title: _,
            byline: _,
            authors,
            lang: _,
            text: _,
            text_sha256: _,
            published: _,
            modified: _,
            first_published: _,
            dateline,
            notes,
            printed,
            provider_id,
            version: _,
            status: _,
            extent: _,
            declared,
            origin,
            blocks,
            source_map,
        } = article;
        Self {
            own: Own::default(),
            authors: Cow::Borrowed(authors),
            dateline: dateline.as_ref().map(Cow::Borrowed),
            notes: Cow::Borrowed(notes),
            printed: Cow::Borrowed(printed),
            provider_id: provider_id.as_deref().map(Cow::Borrowed),
            declared: Cow::Borrowed(declared),
            origin: origin.as_ref().map(Cow::Borrowed),
            blocks: Cow::Borrowed(blocks),
            source_map: Cow::Borrowed(source_map),
        }
    }

    /// The article, whole again.
    pub(crate) fn into_article(self, columns: Columns, row: Named) -> Article {
        Article {
            id: self.own.id.unwrap_or(row.id),
            url: self.own.url.unwrap_or(row.url),
            outlet: self.own.outlet.unwrap_or(row.outlet),
            title: columns.title,
            byline: columns.byline,
            authors: self.authors.into_owned(),
            lang: columns.lang,
            text: columns.text,
            text_sha256: columns.text_sha256,
            published: columns.published,
            modified: columns.modified,
            first_published: columns.first_published,
            dateline: self.dateline.map(Cow::into_owned),
            notes: self.notes.into_owned(),
            printed: self.printed.into_owned(),
            provider_id: self.provider_id.map(Cow::into_owned),
            version: columns.version,
            status: columns.status,
            extent: columns.extent,
            declared: self.declared.into_owned(),
            origin: self.origin.map(Cow::into_owned),
            blocks: self.blocks.into_owned(),
            source_map: self.source_map.into_owned(),
        }
    }
}
