//! What is known of an article, in words: outlet, dates, dateline, notes on its history.

use onrecord_record::{
    Article, ArticleRecord, DeclaredBy, DeclaredField, Extent, FactField, NoteKind, Status,
};

/// A fact and what it is called.
pub(crate) struct Fact {
    pub(crate) label: &'static str,
    pub(crate) value: String,
    /// Whether it is a note on the text's own history.
    pub(crate) note: bool,
}

/// Everything but the title, in the order in which it is shown.
pub(crate) fn facts(article: &Article) -> Vec<Fact> {
    let mut out = Vec::new();
    let mut fact = |label, value, note| out.push(Fact { label, value, note });
    match article.status {
        Status::Usable => {}
        Status::Withheld => fact(
            "status",
            "withheld by its provider: its text is not kept".to_owned(),
            true,
        ),
        Status::Canceled => fact(
            "status",
            "killed by its provider: its text is not kept".to_owned(),
            true,
        ),
    }
    if let Some(what) = extent(article.extent) {
        fact("extent", what.to_owned(), true);
    }
    if !article.authors.is_empty() {
        let authors = article.authors.join("; ");
        fact("written by", sourced(article, FactField::Byline, &authors), false);
    } else if let Some(byline) = &article.byline {
        fact("byline", byline.clone(), false);
    }
    for (label, field, value) in [
        ("outlet", FactField::Outlet, &article.outlet),
        ("published", FactField::Published, &article.published),
        ("changed", FactField::Modified, &article.modified),
        (
            "first published",
            FactField::FirstPublished,
            &article.first_published,
        ),
    ] {
        if let Some(value) = value {
            fact(label, sourced(article, field, value), false);
        }
    }
    if let Some(line) = &article.dateline {
        let mut parts = Vec::new();
        for (label, part) in [
            ("place", &line.place),
            ("date", &line.date),
            ("agency", &line.agency),
        ] {
            parts.extend(part.as_ref().map(|part| format!("{label}: {part}")));
        }
        let read = if parts.is_empty() {
            String::new()
        } else {
            format!(" ({})", parts.join("; "))
        };
        fact("dateline", format!("{}{read}", line.text), false);
    }
    for (label, field) in [
        ("written in", DeclaredField::Located),
        ("based on", DeclaredField::InfoSource),
        ("note to editors", DeclaredField::EditorialNote),
    ] {
        for declared in article.declared.iter().filter(|d| d.field == field) {
            let value = format!("{} (from {})", declared.value, place(declared.by));
            fact(label, value, field == DeclaredField::EditorialNote);
        }
    }
    if let Some(url) = &article.url {
        fact("address", url.clone(), false);
    }
    if let Some(id) = &article.provider_id {
        let version = article.version.as_ref();
        let version = version.map(|v| format!(", version {v}")).unwrap_or_default();
        fact("provider's id", format!("{id}{version}"), false);
    }
    if let Some(lang) = article.lang.as_ref().filter(|lang| lang.as_str() != "en") {
        fact("language", lang.clone(), false);
    }
    let record = article.origin.as_ref().and_then(|origin| origin.record.as_ref());
    if let Some(record) = record {
        let date = record.date.as_ref().map(|date| format!("on {date}"));
        let id = record.id.as_ref().map(|id| format!("as {id}"));
        let parts: Vec<String> = date.into_iter().chain(id).collect();
        fact("archived", parts.join(" "), false);
    }
    for note in &article.notes {
        fact(note_label(note.kind), note.text.clone(), true);
    }
    out
}

/// The value, and how the text prints it, where that differs; or that the text does not print it.
fn sourced(article: &Article, field: FactField, value: &str) -> String {
    let printed: Vec<&str> = article
        .printed
        .iter()
        .filter(|fact| fact.field == field)
        .map(|fact| fact.text.as_str())
        .collect();
    match printed.as_slice() {
        [] => {
            let declared = article
                .declared
                .iter()
                .find(|d| declared_as(d.field) == Some(field) && d.by != DeclaredBy::User);
            match declared {
                Some(declared) if handed_in(article, field).is_none() => {
                    format!("{value} (from {}: {})", place(declared.by), declared.key)
                }
                _ => format!("{value} (not printed in the text)"),
            }
        }
        words if words.contains(&value) => value.to_owned(),
        words => format!("{value} (printed: {})", words.join("; ")),
    }
}

fn handed_in(article: &Article, field: FactField) -> Option<&str> {
    let by_user =
        |d: &&onrecord_record::DeclaredFact| declared_as(d.field) == Some(field) && d.by == DeclaredBy::User;
    article.declared.iter().find(by_user).map(|d| d.value.as_str())
}

/// The fact that a text may print, for one that was declared.
fn declared_as(field: DeclaredField) -> Option<FactField> {
    Some(match field {
        DeclaredField::Title => FactField::Title,
        DeclaredField::Byline | DeclaredField::Author => FactField::Byline,
        DeclaredField::Outlet => FactField::Outlet,
        DeclaredField::Published => FactField::Published,
        DeclaredField::Modified => FactField::Modified,
        _ => return None,
    })
}

/// What a place is called where facts are declared.
fn place(by: DeclaredBy) -> &'static str {
    match by {
        DeclaredBy::User => "whoever ran the program",
        DeclaredBy::JsonLd => "JSON-LD",
        DeclaredBy::OpenGraph => "OpenGraph",
        DeclaredBy::Meta => "a meta element",
        DeclaredBy::Microdata => "microdata",
        DeclaredBy::Link => "a link element",
        DeclaredBy::Visible => "the page as shown",
        DeclaredBy::Address => "the address",
        DeclaredBy::Feed => "the feed",
        DeclaredBy::Sitemap => "the sitemap",
        DeclaredBy::Http => "the server's answer",
        DeclaredBy::Warc => "the archived record",
        DeclaredBy::NewsMl => "NewsML-G2",
        DeclaredBy::Ninjs => "ninjs",
        DeclaredBy::Nitf => "NITF",
        DeclaredBy::Column => "the table",
        DeclaredBy::Mail => "the message's head",
        DeclaredBy::Properties => "the file's properties",
    }
}

/// What is missing of the text, if anything is.
fn extent(extent: Extent) -> Option<&'static str> {
    match extent {
        Extent::Full | Extent::Withdrawn => None,
        Extent::Summary => Some("a summary, not the article"),
        Extent::Paywalled => Some("only what stands ahead of a paywall"),
        Extent::Consent => Some("nothing: a page that asks for consent came in the article's place"),
        Extent::Error => Some("nothing: an error page, a check or a refusal came in the article's place"),
        Extent::Locator => Some("nothing but where the article is to be found"),
    }
}

pub(crate) fn note_label(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Update => "update",
        NoteKind::Correction => "correction",
        NoteKind::Clarification => "clarification",
        NoteKind::Retraction => "retraction",
        NoteKind::FirstPublished => "first published",
    }
}

pub(crate) fn field_label(field: FactField) -> &'static str {
    match field {
        FactField::Title => "title",
        FactField::Byline => "byline",
        FactField::Outlet => "outlet",
        FactField::Published => "date of publication",
        FactField::Modified => "date of the last change",
        FactField::FirstPublished => "when it first appeared",
    }
}

/// What is said in the place of statements when there are none.
pub(crate) fn none(record: &ArticleRecord) -> String {
    match &record.unread {
        Some(unread) => format!("No statements were looked for: {}.", unread.detail),
        None => "No statements found.".to_owned(),
    }
}
