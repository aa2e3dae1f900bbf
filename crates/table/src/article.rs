//! A row to an article.

use crate::date;
use crate::error::short;
use crate::field::Field;
use crate::mapping::Mapping;
use crate::own;
use crate::value::{self, is_empty, kind, strings};
use onrecord_record::{BlockKind, DeclaredBy, DeclaredFact, Extent, Status};
use onrecord_source::{Block, Body, Document, Entry, Found, Limit, Skip, fact};
use serde_json::Value;
use std::borrow::Cow;

/// A row, before it is looked into.
#[derive(Debug)]
pub(crate) struct Row {
    /// Where it stands: `row 12`, `line 12`.
    pub(crate) place: String,
    pub(crate) value: Value,
    /// The encoding that it was read in, when its table is kept as text.
    pub(crate) encoding: Option<&'static str>,
    pub(crate) notes: Vec<String>,
}

/// The article in `row`, or why there is none.
pub(crate) fn of_row(row: Row, mapping: &Mapping, limit: Limit) -> Found {
    let Row {
        place,
        value,
        encoding,
        notes,
    } = row;
    if own::is_own(&value) {
        return own::of_record(place, value, encoding, notes, limit);
    }
    if !value.is_object() {
        return damaged(
            place,
            format!("{} stands where an object is expected", kind(&value)),
            "write one object a row, with a key for each column",
        );
    }
    let mut entry = Entry::new(Body::Locator);
    entry.notes = notes;
    entry.status = status(&value, mapping, &mut entry.notes);
    entry.facts = facts(&value, mapping, &mut entry.notes);
    entry.origin.within.push(place.clone());
    if entry.status != Status::Usable {
        entry.extent = Extent::Withdrawn;
        entry.body = Body::Document(Document {
            extent: Extent::Withdrawn,
            status: entry.status,
            ..Document::default()
        });
        return Found::Entry(Box::new(entry));
    }
    match body(&value, mapping, encoding, &mut entry.notes) {
        Ok(Some(Body::Document(document))) if document.text.len() as u64 > limit.bytes() => {
            too_large(place, limit)
        }
        Ok(Some(body)) => {
            entry.body = body;
            Found::Entry(Box::new(entry))
        }
        Ok(None) => Found::Skipped {
            within: vec![place],
            reason: Skip::NoContent,
            what: "a row without text".to_owned(),
        },
        Err(problem) => damaged(
            place,
            problem,
            "say which column holds the text: --columns text=COLUMN",
        ),
    }
}

pub(crate) fn too_large(place: String, limit: Limit) -> Found {
    damaged(
        place,
        format!("its text is larger than the limit of {limit} for one article"),
        "split it, or raise the limit: --max-size",
    )
}

pub(crate) fn damaged(place: String, problem: String, remedy: &str) -> Found {
    Found::Damaged {
        within: vec![place],
        problem,
        remedy: remedy.to_owned(),
    }
}

/// What is to be read: the text as it stands, else the HTML.
fn body(
    row: &Value,
    mapping: &Mapping,
    encoding: Option<&'static str>,
    notes: &mut Vec<String>,
) -> Result<Option<Body>, String> {
    for field in [Field::Text, Field::Html] {
        let Some(taken) = mapping.get(field) else { continue };
        let Some(value) = taken.path.of(row).filter(|value| !is_empty(value)) else {
            continue;
        };
        let Some((text, blocks)) = text(&value) else {
            let name = short(&taken.path.name);
            return Err(format!(
                "{} stands in “{name}”, where the {field} is expected",
                kind(&value)
            ));
        };
        if field == Field::Html {
            return Ok(Some(Body::Html(text)));
        }
        if is_markup(&text) {
            let name = short(&taken.path.name);
            notes.push(format!(
                "“{name}” holds HTML and was read as plain text; to have it read as HTML: --columns html={name}"
            ));
        }
        return Ok(Some(Body::Document(Document {
            text,
            blocks,
            encoding,
            ..Document::default()
        })));
    }
    Ok(None)
}

/// The string, a number or truth value as it is written, or the paragraphs of a list of those with empty lines between them.
fn text(value: &Value) -> Option<(String, Vec<Block>)> {
    match value {
        Value::String(text) => Some((text.clone(), Vec::new())),
        Value::Number(_) | Value::Bool(_) => Some((value.to_string(), Vec::new())),
        Value::Array(items) => {
            let mut text = String::new();
            let mut blocks = Vec::new();
            for item in items.iter().filter(|item| !is_empty(item)) {
                let paragraph = match item {
                    Value::String(text) => text.as_str().into(),
                    Value::Number(_) | Value::Bool(_) => Cow::from(item.to_string()),
                    _ => return None,
                };
                if !text.is_empty() {
                    text.push_str("\n\n");
                }
                let start = text.len();
                text.push_str(&paragraph);
                let range = start..text.len();
                blocks.push(Block {
                    range,
                    kind: BlockKind::Paragraph,
                });
            }
            Some((text, blocks))
        }
        _ => None,
    }
}

/// Whether a text is plainly HTML: it opens with a tag and closes paragraphs, or has many tags of blocks.
fn is_markup(text: &str) -> bool {
    let head: String = text
        .trim_start()
        .chars()
        .take(2000)
        .collect::<String>()
        .to_ascii_lowercase();
    let closes = [
        "</p>", "</div>", "<br>", "<br/>", "<br />", "</h1>", "</h2>", "</li>", "</html>",
    ];
    let opens = [
        "<p",
        "<div",
        "<h",
        "<!doctype",
        "<article",
        "<section",
        "<body",
        "<span",
        "<a ",
        "<ul",
        "<figure",
        "<img",
    ];
    let closed = closes.iter().any(|tag| head.contains(tag));
    closed && (opens.iter().any(|tag| head.starts_with(tag)) || head.matches("</p>").count() >= 2)
}

/// What the columns declare, in the order of the fields.
fn facts(row: &Value, mapping: &Mapping, notes: &mut Vec<String>) -> Vec<DeclaredFact> {
    let mut facts = Vec::new();
    for taken in mapping.iter() {
        let Some(declares) = taken.field.declares() else {
            continue;
        };
        let Some(value) = taken.path.of(row).filter(|value| !is_empty(value)) else {
            continue;
        };
        let key = taken.path.name.as_str();
        let values = match taken.field {
            Field::Published | Field::Modified => {
                let read = date::read(&value);
                match &read {
                    None => notes.push(format!("“{}” is in no known form of a date", short(key))),
                    Some(stamp) if stamp.zone_left_off() => notes.push(format!(
                        "“{}” has a time zone that is not known; it was left off",
                        short(key)
                    )),
                    Some(_) => {}
                }
                let kept = || strings(&value).into_iter().take(1).collect();
                read.map_or_else(kept, |stamp| vec![stamp.to_string()])
            }
            Field::Authors => strings(&value),
            _ => strings(&value).into_iter().take(1).collect(),
        };
        facts.extend(
            values
                .into_iter()
                .map(|v| fact(declares, v, DeclaredBy::Column, key)),
        );
    }
    facts
}

fn status(row: &Value, mapping: &Mapping, notes: &mut Vec<String>) -> Status {
    let value = mapping.get(Field::Status).and_then(|taken| taken.path.of(row));
    let Some(said) = value.and_then(|value| value::strings(&value).into_iter().next()) else {
        return Status::Usable;
    };
    let word = said.to_lowercase();
    match word.rsplit([':', '/']).next().unwrap_or(&word) {
        "usable" | "published" | "publish" | "live" | "active" => Status::Usable,
        "withheld" | "embargoed" | "hold" => Status::Withheld,
        "canceled" | "cancelled" | "killed" | "kill" | "withdrawn" | "retracted" | "deleted" => {
            Status::Canceled
        }
        _ => {
            notes.push(format!("status “{}” is not known; taken as usable", short(&said)));
            Status::Usable
        }
    }
}
