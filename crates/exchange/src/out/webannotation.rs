//! W3C Web Annotation (<https://www.w3.org/TR/annotation-model/>), JSON-LD: one annotation a statement, one target a fragment of its
//! content.
//!
//! The model leaves open what a `TextPositionSelector` counts (w3c/web-annotation issue 206). Here it is Unicode code points of the
//! text that `textSha256` names; each selector says so, and gives UTF-8 bytes and UTF-16 code units beside them.

use super::{Out, iri};
use crate::error::ExportError;
use crate::export::{Item, Summary, Writer};
use crate::units::Units;
use onrecord_record::{Span, Speaker, Statement};
use serde_json::{Map, Value, json};
use std::io::Write;

/// Code points of the text ahead of and behind a fragment that help to find it again.
const SURROUNDINGS: u32 = 32;
/// The terms of the extension: none of them is defined by the standard.
const CONTEXT: &str = r#"["http://www.w3.org/ns/anno.jsonld",{"onrecord":"urn:onrecord:vocabulary:"}]"#;

pub(crate) struct Collection<'a> {
    out: Out<'a>,
    annotations: u64,
}

impl<'a> Collection<'a> {
    pub(crate) fn begin(mut out: Out<'a>) -> Result<Self, ExportError> {
        write!(
            out,
            "{{\"@context\":{CONTEXT},\"id\":\"urn:onrecord:annotations\",\"type\":\"AnnotationCollection\",\
             \"label\":\"Statements in news articles\",\"first\":{{\"id\":\"urn:onrecord:annotations:page:1\",\
             \"type\":\"AnnotationPage\",\"partOf\":\"urn:onrecord:annotations\",\"startIndex\":0,\"items\":["
        )?;
        Ok(Self { out, annotations: 0 })
    }
}

impl Writer for Collection<'_> {
    fn article(&mut self, item: &Item<'_>, summary: &mut Summary) -> Result<(), ExportError> {
        let units = Units::new(&item.full.article.text);
        for statement in &item.record.statements {
            self.out
                .write_all(if self.annotations == 0 { b"\n" } else { b",\n" })?;
            serde_json::to_writer(&mut self.out, &annotation(item, &units, statement))
                .map_err(std::io::Error::from)?;
            self.annotations += 1;
        }
        summary.leave_out(
            "quotations without a source, which make no annotation",
            item.record.unattributed.len() as u64,
        );
        Ok(())
    }

    fn end(&mut self, _: &mut Summary) -> Result<(), ExportError> {
        writeln!(self.out, "\n]}},\"total\":{}}}", self.annotations)?;
        Ok(self.out.flush()?)
    }
}

fn annotation(item: &Item<'_>, units: &Units<'_>, s: &Statement) -> Value {
    let article = &item.record.article;
    let targets: Vec<Value> = s.content.iter().map(|span| target(item, units, span)).collect();
    let mut statement = json!({
        "onrecord:id": s.id,
        "onrecord:kind": s.kind.as_str(),
        "onrecord:mode": s.mode.as_str(),
        "onrecord:confidence": s.confidence,
        "onrecord:cue": spans(units, &s.cue),
        "onrecord:sourcePhrase": spans(units, &s.source),
        "onrecord:speaker": s.speakers.iter().map(|x| speaker(item, x)).collect::<Vec<_>>(),
    });
    if let Value::Object(fields) = &mut statement {
        let via = s
            .via
            .iter()
            .map(|v| json!({"onrecord:name": v.name, "onrecord:type": v.kind.as_str()}));
        let mut put =
            |key: &str, value: Option<Value>| drop(value.map(|value| fields.insert(key.to_owned(), value)));
        put(
            "onrecord:via",
            Some(json!({"@list": via.collect::<Vec<_>>()})).filter(|_| !s.via.is_empty()),
        );
        put("onrecord:saidOn", s.said_on.as_ref().map(|said| json!(said.date)));
        for (key, span) in [
            ("addressee", &s.addressee),
            ("medium", &s.medium),
            ("occasion", &s.event),
        ] {
            let place = span
                .as_ref()
                .map(|span| spans(units, std::slice::from_ref(span)).into());
            put(&format!("onrecord:{key}"), place);
        }
        put(
            "onrecord:parent",
            s.parent
                .as_deref()
                .map(|parent| json!({"id": iri::statement(item, parent)})),
        );
        put(
            "onrecord:reviewed",
            item.context.and_then(|c| c.is_reviewed(&s.id)).map(Value::from),
        );
        let known = item.context.and_then(|c| c.statement(&s.id));
        put(
            "onrecord:group",
            known.and_then(|known| known.group.clone()).map(Value::from),
        );
        put(
            "onrecord:dispute",
            known
                .filter(|known| !known.disputes.is_empty())
                .map(|known| json!(known.disputes)),
        );
        put(
            "onrecord:excerpt",
            item.excerpt_if_any().map(|excerpt| json!(excerpt)),
        );
        put("onrecord:articleId", Some(json!(article.id)));
        put("onrecord:textSha256", Some(json!(article.text_sha256)));
    }
    json!({
        "id": iri::statement(item, &s.id),
        "type": "Annotation",
        "motivation": ["identifying", "classifying"],
        "generator": {
            "id": format!("urn:onrecord:engine:{}", env!("CARGO_PKG_VERSION")),
            "type": "Software",
            "name": format!("Onrecord {}, model {}", item.record.engine.version, item.record.engine.model),
        },
        "body": bodies(s),
        "target": targets,
        "onrecord:statement": statement,
    })
}

/// Speakers, cue and kind as plain texts, for tools that show nothing else.
fn bodies(s: &Statement) -> Vec<Value> {
    let textual = |purpose: &str, value: &str| json!({"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value});
    let mut bodies: Vec<Value> = s
        .speakers
        .iter()
        .map(|speaker| match (&speaker.name, speaker.open) {
            (Some(name), _) => textual("identifying", name),
            (None, true) => textual("identifying", "speaker left open"),
            (None, false) => textual("identifying", "unnamed in the text"),
        })
        .collect();
    let cue: Vec<&str> = s
        .cue
        .iter()
        .map(|span| span.text.as_str())
        .filter(|text| !text.is_empty())
        .collect();
    if !cue.is_empty() {
        bodies.push(textual("describing", &cue.join(" ")));
    }
    bodies.push(textual("classifying", s.kind.as_str()));
    bodies.push(textual("classifying", s.mode.as_str()));
    bodies
}

fn target(item: &Item<'_>, units: &Units<'_>, span: &Span) -> Value {
    let mut selectors = Vec::new();
    // A quote that is cut off would select something else.
    let whole = item.excerpt.is_full() || span.text.chars().count() == (span.end - span.start) as usize;
    if whole {
        let mut quote = Map::from_iter([
            ("type".to_owned(), json!("TextQuoteSelector")),
            ("exact".to_owned(), json!(span.text)),
        ]);
        if item.excerpt.is_full() {
            let text = units.index();
            let ahead = text.slice(span.start.saturating_sub(SURROUNDINGS), span.start);
            let behind = text.slice(span.end, span.end.saturating_add(SURROUNDINGS).min(text.len()));
            quote.insert("prefix".to_owned(), json!(ahead.unwrap_or("")));
            quote.insert("suffix".to_owned(), json!(behind.unwrap_or("")));
        }
        selectors.push(Value::Object(quote));
    }
    let mut position = place(units, span.start, span.end);
    if let Value::Object(fields) = &mut position {
        fields.insert("type".to_owned(), json!("TextPositionSelector"));
        fields.insert("start".to_owned(), json!(span.start));
        fields.insert("end".to_owned(), json!(span.end));
    }
    selectors.push(position);
    let mut target = json!({
        "type": "SpecificResource",
        "source": iri::article(&item.record.article),
        "selector": selectors,
    });
    if let Value::Object(fields) = &mut target {
        if !whole && !span.text.is_empty() {
            fields.insert("onrecord:beginning".to_owned(), json!(span.text));
        }
        let version = item.context.and_then(|c| c.version.as_ref());
        if let Some(seen) = version.and_then(|v| v.seen.as_ref()) {
            fields.insert(
                "state".to_owned(),
                json!({"type": "TimeState", "sourceDate": seen}),
            );
        }
    }
    target
}

/// A place in the three units.
fn place(units: &Units<'_>, start: u32, end: u32) -> Value {
    json!({
        "onrecord:unit": "codepoint",
        "onrecord:utf8Start": units.utf8(start),
        "onrecord:utf8End": units.utf8(end),
        "onrecord:utf16Start": units.utf16(start),
        "onrecord:utf16End": units.utf16(end),
    })
}

fn spans(units: &Units<'_>, spans: &[Span]) -> Vec<Value> {
    let each = spans.iter().map(|span| {
        let mut value = place(units, span.start, span.end);
        if let Value::Object(fields) = &mut value {
            fields.insert("onrecord:start".to_owned(), json!(span.start));
            fields.insert("onrecord:end".to_owned(), json!(span.end));
            if !span.text.is_empty() {
                fields.insert("onrecord:exact".to_owned(), json!(span.text));
            }
        }
        value
    });
    each.collect()
}

/// Who stands behind the statement, under which role; the role is the statement's, not the person's.
fn speaker(item: &Item<'_>, speaker: &Speaker) -> Value {
    let known = speaker
        .person
        .as_deref()
        .and_then(|id| item.context?.people.get(id));
    let mut person = Map::new();
    if let Some(id) = &speaker.person {
        person.insert("id".to_owned(), json!(iri::person(item, id)));
    }
    if let Some(name) = &speaker.name {
        person.insert("onrecord:name".to_owned(), json!(name));
    }
    let addresses = known.map_or(&[][..], |known| &known.identifiers).iter();
    let same: Vec<Value> = addresses
        .filter_map(|i| iri::absolute(&i.address()?))
        .map(|id| json!({"id": id}))
        .collect();
    if !same.is_empty() {
        person.insert("onrecord:sameAs".to_owned(), same.into());
    }
    let mut fields = Map::new();
    let mut put =
        |key: &str, value: Option<Value>| drop(value.map(|value| fields.insert(key.to_owned(), value)));
    put(
        "onrecord:who",
        Some(Value::Object(person)).filter(|_| speaker.name.is_some()),
    );
    put("onrecord:type", Some(json!(speaker.kind.as_str())));
    put("onrecord:role", speaker.role.as_deref().map(Value::from));
    put("onrecord:org", speaker.org.as_deref().map(Value::from));
    put("onrecord:confidence", Some(json!(speaker.confidence)));
    put("onrecord:open", Some(json!(true)).filter(|_| speaker.open));
    Value::Object(fields)
}
