//! What of an article is kept as JSON, beside the columns and the text.

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

/// A `null` that is there tells that there is none.
fn told<'de, D: Deserializer<'de>>(of: D) -> Result<Option<Option<Cow<'static, str>>>, D::Error> {
    let told = Option::<String>::deserialize(of)?;
    Ok(Some(told.map(Cow::Owned)))
}

/// The fields without a column of their own. Empty ones are left out, and of [`Named`] what the article's row says too.
#[derive(Serialize, Deserialize)]
pub(crate) struct Rest<'a> {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    id: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "told")]
    url: Option<Option<Cow<'a, str>>>,
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "told")]
    outlet: Option<Option<Cow<'a, str>>>,
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
    pub(crate) fn of(article: &'a Article, row: &Named) -> Self {
        // whoever adds a field to the article has to say here where it is kept
        let Article {
            id,
            url,
            outlet,
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
        let differs = |own: &'a Option<String>, row: &Option<String>| {
            (own != row).then(|| own.as_deref().map(Cow::Borrowed))
        };
        Self {
            id: (*id != row.id).then_some(Cow::Borrowed(id)),
            url: differs(url, &row.url),
            outlet: differs(outlet, &row.outlet),
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
            id: self.id.map_or(row.id, Cow::into_owned),
            url: self.url.map_or(row.url, |url| url.map(Cow::into_owned)),
            outlet: self
                .outlet
                .map_or(row.outlet, |outlet| outlet.map(Cow::into_owned)),
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
