//! Onrecord's own records, read again as articles.

use crate::article::{damaged, too_large};
use onrecord_record::{Article, ByteIndex, DeclaredBy, DeclaredField, SCHEMA};
use onrecord_source::{Block, Body, Document, Entry, Found, Limit, fact};
use serde_json::Value;

/// Whether `row` is an article's record as Onrecord prints it.
pub(crate) fn is_own(row: &Value) -> bool {
    row.get("schema").and_then(Value::as_str) == Some(SCHEMA)
}

/// The article of a record: text, parts and facts. Its statements are left; they are found anew.
pub(crate) fn of_record(
    place: String,
    mut record: Value,
    encoding: Option<&'static str>,
    notes: Vec<String>,
    limit: Limit,
) -> Found {
    let article = record.get_mut("article").map(Value::take).unwrap_or_default();
    let article: Article = match serde_json::from_value(article) {
        Ok(article) => article,
        Err(error) => {
            let problem = format!("a record of Onrecord whose article cannot be read: {error}");
            return damaged(place, problem, "have Onrecord write it again");
        }
    };
    if article.text.len() as u64 > limit.bytes() {
        return too_large(place, limit);
    }
    let mut facts = article.declared;
    let more = [
        (
            DeclaredField::ProviderId,
            article.provider_id,
            "article.provider_id",
        ),
        (DeclaredField::Version, article.version, "article.version"),
        (DeclaredField::Url, article.url, "article.url"),
        (DeclaredField::Title, article.title, "article.title"),
        (DeclaredField::Outlet, article.outlet, "article.outlet"),
        (DeclaredField::Byline, article.byline, "article.byline"),
        (DeclaredField::Published, article.published, "article.published"),
        (DeclaredField::Modified, article.modified, "article.modified"),
        (DeclaredField::Language, article.lang, "article.lang"),
    ];
    let authors = article
        .authors
        .into_iter()
        .map(|a| (DeclaredField::Author, Some(a), "article.authors"));
    let declared: Vec<_> = facts.iter().map(|f| f.field).collect();
    let rest = more
        .into_iter()
        .chain(authors)
        .filter(|(field, ..)| !declared.contains(field));
    facts.extend(rest.filter_map(|(field, value, key)| Some(fact(field, value?, DeclaredBy::Column, key))));
    let index = ByteIndex::new(&article.text);
    let blocks = article.blocks.iter().filter_map(|block| {
        Some(Block {
            range: index.byte(block.start)?..index.byte(block.end).filter(|_| block.start <= block.end)?,
            kind: block.kind,
        })
    });
    let blocks = blocks.collect();
    let mut entry = Entry::new(Body::Document(Document {
        text: article.text,
        blocks,
        extent: article.extent,
        status: article.status,
        encoding,
        ..Document::default()
    }));
    entry.facts = facts;
    entry.status = article.status;
    entry.extent = article.extent;
    entry.origin.within.push(place);
    entry.notes = notes;
    Found::Entry(Box::new(entry))
}
