//! schema.org `Quotation` and `NewsArticle` with PROV-O (<https://www.w3.org/TR/prov-o/>), JSON-LD with its context inside.
//!
//! A statement was quoted from a version of an article (`prov:wasQuotedFrom`), a version revises another (`prov:wasRevisionOf`). A
//! chain of reports is kept in order; only of a hop that was itself read is it said that it is the primary source
//! (`prov:hadPrimarySource`). Nothing here says that a statement is true or false: no `ClaimReview`, no rating.

use super::{Out, iri};
use crate::context::StatementContext;
use crate::error::ExportError;
use crate::export::{Item, Summary, Writer};
use onrecord_record::{Speaker, SpeakerType, Statement, Via};
use serde_json::{Map, Value, json};
use std::io::Write;

const CONTEXT: &str = r#"{"@vocab":"https://schema.org/","prov":"http://www.w3.org/ns/prov#","xsd":"http://www.w3.org/2001/XMLSchema#","onrecord":"urn:onrecord:vocabulary:","sameAs":{"@type":"@id"},"url":{"@type":"@id"},"isPartOf":{"@type":"@id"},"onrecord:via":{"@container":"@list"},"prov:wasQuotedFrom":{"@type":"@id"},"prov:wasRevisionOf":{"@type":"@id"},"prov:specializationOf":{"@type":"@id"},"prov:hadPrimarySource":{"@type":"@id"}}"#;

pub(crate) struct Graph<'a> {
    out: Out<'a>,
    nodes: u64,
}

impl<'a> Graph<'a> {
    pub(crate) fn begin(mut out: Out<'a>) -> Result<Self, ExportError> {
        write!(out, "{{\"@context\":{CONTEXT},\"@graph\":[")?;
        Ok(Self { out, nodes: 0 })
    }

    fn node(&mut self, node: &Value) -> Result<(), ExportError> {
        self.out.write_all(if self.nodes == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut self.out, node).map_err(std::io::Error::from)?;
        self.nodes += 1;
        Ok(())
    }
}

impl Writer for Graph<'_> {
    fn article(&mut self, item: &Item<'_>, summary: &mut Summary) -> Result<(), ExportError> {
        self.node(&article(item))?;
        self.node(&version(item))?;
        for statement in &item.record.statements {
            self.node(&quotation(item, statement))?;
        }
        summary.leave_out(
            "quotations without a source, which make no Quotation",
            item.record.unattributed.len() as u64,
        );
        Ok(())
    }

    fn end(&mut self, _: &mut Summary) -> Result<(), ExportError> {
        self.out.write_all(b"\n]}\n")?;
        Ok(self.out.flush()?)
    }
}

/// A node in the making: what is not there is not written.
struct Node(Map<String, Value>);

impl Node {
    fn new(kinds: Value) -> Self {
        Self(Map::from_iter([("@type".to_owned(), kinds)]))
    }

    fn put(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(key.to_owned(), value.into());
    }

    fn maybe(&mut self, key: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }

    /// A list of which nothing is written when it is empty.
    fn list(&mut self, key: &str, values: Vec<Value>) {
        if !values.is_empty() {
            self.put(key, values);
        }
    }
}

fn article(item: &Item<'_>) -> Value {
    let article = &item.record.article;
    let mut node = Node::new(json!("NewsArticle"));
    node.put("@id", iri::article(article));
    node.put("identifier", article.id.clone());
    node.maybe("url", article.url.as_deref().and_then(iri::absolute));
    node.maybe("headline", article.title.clone());
    node.maybe("datePublished", article.published.clone());
    node.maybe("dateModified", article.modified.clone());
    node.maybe("inLanguage", article.lang.clone());
    let writers = article
        .authors
        .iter()
        .map(|name| json!({"@type": "Person", "name": name}));
    node.list("author", writers.collect());
    node.maybe(
        "publisher",
        article
            .outlet
            .as_ref()
            .map(|name| json!({"@type": "Organization", "name": name})),
    );
    let line = article.dateline.as_ref();
    node.maybe(
        "dateline",
        line.map(|line| line.text.clone()).filter(|text| !text.is_empty()),
    );
    node.maybe(
        "locationCreated",
        line.and_then(|l| l.place.as_ref())
            .map(|name| json!({"@type": "Place", "name": name})),
    );
    let notes = article.notes.iter().filter(|note| !note.text.is_empty());
    node.list("correction", notes.map(|note| json!(note.text)).collect());
    Value::Object(node.0)
}

fn version(item: &Item<'_>) -> Value {
    let mut node = Node::new(json!(["NewsArticle", "prov:Entity"]));
    node.put("@id", iri::version(item));
    node.put("prov:specializationOf", iri::article(&item.record.article));
    node.put("onrecord:textSha256", item.record.article.text_sha256.clone());
    node.put("onrecord:offsets", onrecord_record::OFFSETS);
    if let Some(context) = item.context {
        if let Some(version) = &context.version {
            node.put("version", version.number);
            node.maybe("onrecord:seen", version.seen.clone());
            node.maybe(
                "prov:wasRevisionOf",
                version.revises.map(|number| iri::numbered(item, number)),
            );
        }
        node.maybe("onrecord:group", context.group.clone());
        node.maybe("onrecord:reviewed", context.reviewed);
    }
    Value::Object(node.0)
}

fn quotation(item: &Item<'_>, s: &Statement) -> Value {
    let known = item.context.and_then(|context| context.statement(&s.id));
    let mut node = Node::new(json!(["Quotation", "prov:Entity"]));
    node.put("@id", iri::statement(item, &s.id));
    let words: Vec<&str> = s
        .content
        .iter()
        .map(|span| span.text.as_str())
        .filter(|text| !text.is_empty())
        .collect();
    node.maybe(
        "text",
        Some(words.join(" […] ")).filter(|words| !words.is_empty()),
    );
    node.put("isPartOf", iri::version(item));
    node.put("prov:wasQuotedFrom", iri::version(item));
    let documents = |speaker: &&Speaker| speaker.kind == SpeakerType::Document;
    let speakers = s.speakers.iter().filter(|speaker| !documents(speaker));
    node.list(
        "spokenByCharacter",
        speakers.filter_map(|x| agent(item, x)).collect(),
    );
    node.list(
        "isBasedOn",
        s.speakers
            .iter()
            .filter(documents)
            .filter_map(|x| agent(item, x))
            .collect(),
    );
    node.list(
        "onrecord:attribution",
        s.speakers.iter().map(|x| attribution(item, s, x)).collect(),
    );
    let words = |words: &str| Some(words.to_owned()).filter(|words| !words.is_empty());
    let occasion = s.event.as_ref().and_then(|span| words(&span.text));
    node.maybe(
        "recordedIn",
        occasion.map(|name| json!({"@type": "Event", "name": name})),
    );
    node.put("onrecord:kind", s.kind.as_str());
    node.put("onrecord:mode", s.mode.as_str());
    node.maybe(
        "onrecord:saidOn",
        s.said_on.as_ref().map(|said| said.date.clone()),
    );
    let places = |spans: &[onrecord_record::Span]| {
        spans
            .iter()
            .map(|s| json!({"onrecord:start": s.start, "onrecord:end": s.end}))
            .collect::<Vec<_>>()
    };
    node.put("onrecord:content", json!({"@list": places(&s.content)}));
    node.maybe(
        "onrecord:addressee",
        s.addressee.as_ref().and_then(|span| words(&span.text)),
    );
    let medium = s.medium.as_ref().and_then(|span| words(&span.text));
    node.maybe("onrecord:medium", medium);
    node.maybe(
        "onrecord:parent",
        s.parent
            .as_deref()
            .map(|parent| json!({"@id": iri::statement(item, parent)})),
    );
    let same = s
        .same_as
        .iter()
        .map(|id| json!({"@id": iri::statement(item, id)}));
    node.list("onrecord:repeats", same.collect());
    node.put("onrecord:confidence", s.confidence);
    node.maybe(
        "onrecord:excerpt",
        item.excerpt_if_any().map(|excerpt| excerpt.to_string()),
    );
    node.list("onrecord:via", s.via.iter().map(hop).collect());
    let read = known.map_or(&[][..], |known| &known.read);
    let sources = read.iter().filter(|read| read.hop < s.via.len());
    node.list(
        "prov:hadPrimarySource",
        sources
            .filter_map(|read| iri::absolute(&read.address))
            .map(Value::from)
            .collect(),
    );
    node.maybe(
        "onrecord:reviewed",
        item.context.and_then(|context| context.is_reviewed(&s.id)),
    );
    node.maybe("onrecord:group", known.and_then(|known| known.group.clone()));
    let disputes = |known: &StatementContext| known.disputes.iter().map(|d| json!(d)).collect();
    node.list("onrecord:dispute", known.map_or_else(Vec::new, disputes));
    Value::Object(node.0)
}

/// A body that passed the words on.
fn hop(via: &Via) -> Value {
    let kinds = match via.kind {
        SpeakerType::Person => json!(["Person", "prov:Person"]),
        SpeakerType::Document => json!(["CreativeWork", "prov:Entity"]),
        _ => json!(["Organization", "prov:Agent"]),
    };
    json!({"@type": kinds, "name": via.name, "onrecord:start": via.start, "onrecord:end": via.end})
}

/// A speaker that the text names.
fn agent(item: &Item<'_>, speaker: &Speaker) -> Option<Value> {
    let name = speaker.name.as_ref()?;
    let mut node = Node::new(match speaker.kind {
        SpeakerType::Person => json!(["Person", "prov:Person"]),
        SpeakerType::Document => json!("CreativeWork"),
        SpeakerType::Unnamed => json!("prov:Agent"),
        SpeakerType::Organization | SpeakerType::Group | SpeakerType::Place => {
            json!(["Organization", "prov:Agent"])
        }
    });
    let known = speaker
        .person
        .as_deref()
        .and_then(|id| item.context?.people.get(id));
    node.maybe("@id", speaker.person.as_deref().map(|id| iri::person(item, id)));
    node.put("name", name.clone());
    node.maybe(
        "alternateName",
        known.and_then(|k| k.name.clone()).filter(|other| other != name),
    );
    let addresses = known.map_or(&[][..], |known| &known.identifiers).iter();
    node.list(
        "sameAs",
        addresses
            .filter_map(|i| iri::absolute(&i.address()?))
            .map(Value::from)
            .collect(),
    );
    Some(Value::Object(node.0))
}

/// Under which role, for which body and how certainly a speaker stands behind the statement. None of that is the speaker's own: the
/// same person has other roles elsewhere. Without `onrecord:who`, the text leaves the speaker unnamed, or open between candidates.
fn attribution(item: &Item<'_>, s: &Statement, speaker: &Speaker) -> Value {
    let mut node = Node::new(json!("onrecord:Attribution"));
    node.maybe("onrecord:who", who(item, speaker));
    node.put("onrecord:type", speaker.kind.as_str());
    node.maybe("onrecord:role", speaker.role.clone());
    node.maybe("onrecord:org", speaker.org.clone());
    node.put("onrecord:confidence", speaker.confidence);
    node.put("onrecord:open", speaker.open);
    if speaker.open {
        let candidate = |x: &Speaker| {
            let mut node = Node::new(json!("onrecord:Candidate"));
            node.maybe("onrecord:who", agent(item, x));
            node.maybe("onrecord:role", x.role.clone());
            node.maybe("onrecord:org", x.org.clone());
            node.put("onrecord:confidence", x.confidence);
            Value::Object(node.0)
        };
        node.list("onrecord:candidate", s.candidates.iter().map(candidate).collect());
    }
    Value::Object(node.0)
}

/// A named speaker: by address where there is one.
fn who(item: &Item<'_>, speaker: &Speaker) -> Option<Value> {
    let name = speaker.name.as_ref()?;
    Some(match &speaker.person {
        Some(id) => json!({"@id": iri::person(item, id)}),
        None => json!({"name": name}),
    })
}
