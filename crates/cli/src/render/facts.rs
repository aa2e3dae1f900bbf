//! What is known of an article, in words: outlet, dates, dateline, notes on its history.

use onrecord_record::{Article, FactField, NoteKind};

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
    if let Some(url) = &article.url {
        fact("address", url.clone(), false);
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
        [] => format!("{value} (not printed in the text)"),
        words if words.contains(&value) => value.to_owned(),
        words => format!("{value} (printed: {})", words.join("; ")),
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
