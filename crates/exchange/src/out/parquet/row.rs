//! A statement as a row: the fields of its line, with what is known beyond the record in columns of its own.

use crate::error::ExportError;
use crate::export::Item;
use onrecord_record::write::Line;
use serde_json::{Map, Value, json};

/// The rows of an article, in the order of its lines.
pub(super) fn rows(item: &Item<'_>) -> Result<Vec<Value>, ExportError> {
    item.lines()
        .map(|known| {
            let id = match &known.line {
                Line::Statement(line) => Some(line.statement.id.clone()),
                Line::Unattributed(_) => None,
            };
            let mut row = serde_json::to_value(&known.line).map_err(std::io::Error::from)?;
            if let Value::Object(fields) = &mut row {
                match &id {
                    Some(id) => know(item, id, fields),
                    None => spread(fields),
                }
                add(item, id.as_deref(), fields);
            }
            Ok(row)
        })
        .collect()
}

/// A quotation without a source has its one fragment as its content, and its reason as the reason why.
fn spread(fields: &mut Map<String, Value>) {
    let [start, end, text, reason] = ["start", "end", "text", "reason"].map(|key| fields.remove(key));
    fields.insert(
        "content".into(),
        json!([{"start": start, "end": end, "text": text}]),
    );
    let reason = reason.filter(|reason| reason != "");
    fields.insert("why".into(), Value::Array(reason.into_iter().collect()));
}

/// Who the speakers are beyond the record.
fn know(item: &Item<'_>, _id: &str, fields: &mut Map<String, Value>) {
    let Some(context) = item.context else { return };
    for list in ["speakers", "candidates"] {
        let Some(Value::Array(speakers)) = fields.get_mut(list) else {
            continue;
        };
        for speaker in speakers {
            let Value::Object(speaker) = speaker else { continue };
            let id = speaker.get("person").and_then(Value::as_str).unwrap_or("");
            let Some(known) = context.people.get(id) else {
                continue;
            };
            speaker.insert("known_id".into(), known.id.clone().into());
            speaker.insert("known_name".into(), known.name.clone().into());
            let each = known
                .identifiers
                .iter()
                .map(|i| json!({"scheme": i.scheme, "value": i.value}));
            speaker.insert("identifiers".into(), each.collect());
        }
    }
}

/// What is known beyond the record, and how much of the words is there.
fn add(item: &Item<'_>, id: Option<&str>, fields: &mut Map<String, Value>) {
    fields.insert("excerpt".into(), item.excerpt.to_string().into());
    let Some(context) = item.context else { return };
    if let Some(version) = &context.version {
        fields.insert("article_version".into(), version.number.into());
        fields.insert("seen".into(), version.seen.clone().into());
    }
    fields.insert("article_group".into(), context.group.clone().into());
    let reviewed = id.map_or(context.reviewed, |id| context.is_reviewed(id));
    fields.insert("reviewed".into(), reviewed.into());
    if let Some(statement) = id.and_then(|id| context.statement(id)) {
        fields.insert("statement_group".into(), statement.group.clone().into());
        fields.insert("disputes".into(), statement.disputes.clone().into());
        let read = statement
            .read
            .iter()
            .map(|r| json!({"hop": r.hop, "address": r.address}));
        fields.insert("read".into(), read.collect());
    }
}
