//! IPTC ninjs 3.x (<https://www.iptc.org/std/ninjs/userguide/>), one item a line, with statements under the key `onrecord`.
//!
//! ninjs allows keys of others through a schema that extends its own (`allOf`); against the bare schema, which closes its objects, an
//! item with `onrecord` is one key too many.

use super::jsonl::line;
use super::{Out, iri};
use crate::error::ExportError;
use crate::export::{Item, Summary, Writer};
use onrecord_record::{SpeakerType, Status};
use serde_json::{Map, Value, json};
use std::io::Write;

/// The version of ninjs that is written.
const VERSION: &str = "3.2";

pub(crate) struct Items<'a> {
    pub(crate) out: Out<'a>,
}

impl Writer for Items<'_> {
    fn article(&mut self, item: &Item<'_>, _: &mut Summary) -> Result<(), ExportError> {
        Ok(line(&mut self.out, &news_item(item))?)
    }

    fn end(&mut self, _: &mut Summary) -> Result<(), ExportError> {
        Ok(self.out.flush()?)
    }
}

/// Whether it is a date with a time and an offset, as ninjs wants its times.
fn is_moment(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shape = bytes.get(..19).is_some_and(|head| {
        head.iter().zip(b"0000-00-00T00:00:00").all(|(have, want)| {
            if *want == b'0' {
                have.is_ascii_digit()
            } else {
                have == want
            }
        })
    });
    let zone = text
        .get(19..)
        .map(|rest| rest.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit()));
    shape
        && zone.is_some_and(|zone| {
            zone == "Z" || zone.len() == 6 && zone.starts_with(['+', '-']) && zone.get(3..4) == Some(":")
        })
}

fn news_item(item: &Item<'_>) -> Value {
    let (record, article) = (item.record, &item.record.article);
    let mut fields = Map::new();
    let mut put =
        |key: &str, value: Option<Value>| drop(value.map(|value| fields.insert(key.to_owned(), value)));
    put("uri", Some(json!(iri::article(article))));
    put("type", Some(json!("text")));
    put("standard", Some(json!({"name": "ninjs", "version": VERSION})));
    put("profile", Some(json!("onrecord")));
    let complete = item.excerpt.is_full();
    put(
        "representationType",
        Some(json!(if complete { "full" } else { "partial" })),
    );
    let status = match article.status {
        Status::Usable => "usable",
        Status::Withheld => "withheld",
        Status::Canceled => "canceled",
    };
    put("pubStatus", Some(json!(status)));
    let known = item
        .context
        .and_then(|context| context.version.as_ref())
        .map(|v| v.number.to_string());
    put(
        "version",
        known.or_else(|| article.version.clone()).map(Value::from),
    );
    let moment = |text: &Option<String>| text.clone().filter(|text| is_moment(text)).map(Value::from);
    put("contentCreated", moment(&article.published));
    put(
        "versionCreated",
        moment(&article.modified).or_else(|| moment(&article.published)),
    );
    put("language", article.lang.clone().map(Value::from));
    put(
        "headlines",
        article
            .title
            .as_ref()
            .map(|title| json!([{"role": "main", "value": title}])),
    );
    put(
        "by",
        article
            .byline
            .clone()
            .or_else(|| Some(article.authors.join(", ")))
            .filter(|by| !by.is_empty())
            .map(Value::from),
    );
    put(
        "located",
        article
            .dateline
            .as_ref()
            .and_then(|line| line.place.clone())
            .map(Value::from),
    );
    let body = json!([{
        "role": "main", "contentType": "text/plain", "charCount": article.text.chars().count(), "value": article.text,
    }]);
    put(
        "bodies",
        Some(body).filter(|_| complete && !article.text.is_empty()),
    );
    put(
        "infoSources",
        article
            .outlet
            .as_ref()
            .map(|name| json!([{"name": name, "role": "provider"}])),
    );
    let named = |kinds: &[SpeakerType]| {
        let people = record.people.iter().filter(|person| kinds.contains(&person.kind));
        let all: Vec<Value> = people
            .filter_map(|person| {
                let known = item.context.and_then(|context| context.people.get(&person.id));
                let address = known.and_then(|known| {
                    known
                        .identifiers
                        .iter()
                        .find_map(|i| iri::absolute(&i.address()?))
                });
                let mut one = json!({"name": person.name.as_ref()?, "rel": "speaks", "literal": person.id});
                if let (Some(address), Value::Object(fields)) = (address, &mut one) {
                    fields.insert("uri".to_owned(), address.into());
                }
                Some(one)
            })
            .collect();
        Some(Value::from(all)).filter(|all| all.as_array().is_some_and(|all| !all.is_empty()))
    };
    put("people", named(&[SpeakerType::Person]));
    put("organisations", named(&[SpeakerType::Organization]));
    let mut ids = vec![json!({"role": "onrecord", "value": article.id})];
    ids.extend(
        article
            .provider_id
            .iter()
            .map(|id| json!({"role": "provider", "value": id})),
    );
    put("altIds", Some(ids.into()));
    put("onrecord", Some(extension(item)));
    Value::Object(fields)
}

/// What ninjs has no place for: the record without the article's text, which is the body.
fn extension(item: &Item<'_>) -> Value {
    let record = item.record;
    let mut own = json!({
        "schema": record.schema,
        "offsets": record.offsets,
        "text_sha256": record.article.text_sha256,
        "engine": record.engine,
        "published": record.article.published,
        "extent": record.article.extent,
        "people": record.people,
        "events": record.events,
        "statements": record.statements,
        "unattributed": record.unattributed,
        "left_out": record.left_out,
        "unread": record.unread,
    });
    if let Value::Object(fields) = &mut own {
        fields.extend(item.context.map(|context| ("context".to_owned(), json!(context))));
        fields.extend(
            item.excerpt_if_any()
                .map(|excerpt| ("excerpt".to_owned(), json!(excerpt))),
        );
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_moments_are_ninjs_times() {
        assert!(is_moment("2025-03-03T09:15:00Z"));
        assert!(is_moment("2025-03-03T09:15:00.25+02:00"));
        for other in ["2025-03-03", "2025-03-03T09:15:00", "2025-03-03T09:15Z", "é"] {
            assert!(!is_moment(other), "{other}");
        }
    }
}
