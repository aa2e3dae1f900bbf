//! Akoma Ntoso 3.0 (OASIS LegalDocML), XML: a collection of debates, a debate an article, a speech a statement.
//!
//! `by` is the speaker, `as` the role under which they speak, `to` whom they address, each a reference to the list at the head of the
//! debate. What the vocabulary has no attribute for stands in attributes of a namespace of our own, which the schema allows.

mod head;

use crate::error::ExportError;
use crate::export::{Item, Summary, Writer};
use crate::out::Out;
use head::{NO_DAY, Xml, day_of};
use onrecord_record::{Speaker, SpeakerType, Statement};
use std::collections::BTreeMap;
use std::io::Write;

const NAMESPACE: &str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";

pub(crate) struct Documents<'a> {
    out: Out<'a>,
    /// Articles looked at, for ids that are unique in the whole collection.
    articles: u64,
    begun: bool,
}

impl<'a> Documents<'a> {
    pub(crate) fn begin(out: Out<'a>) -> Self {
        Self {
            out,
            articles: 0,
            begun: false,
        }
    }

    /// The head waits for the first article, whose day it bears.
    fn head(&mut self, day: (&str, &str)) -> Result<(), ExportError> {
        self.begun = true;
        let mut head = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<akomaNtoso xmlns=\"{NAMESPACE}\" \
             xmlns:onrecord=\"urn:onrecord:vocabulary\">\n<documentCollection name=\"statements\">\n"
        );
        let mut xml = Xml {
            out: String::new(),
            lost: 0,
        };
        xml.meta("onrecord", "statements", day, "und", "#onrecord");
        head.push_str(&xml.out);
        head.push_str(
            "<references source=\"#onrecord\"><TLCOrganization eId=\"onrecord\" href=\"/ontology/organization/onrecord\" \
             showAs=\"Onrecord\"/></references></meta>\n<collectionBody>\n",
        );
        Ok(self.out.write_all(head.as_bytes())?)
    }
}

impl Writer for Documents<'_> {
    fn article(&mut self, item: &Item<'_>, summary: &mut Summary) -> Result<(), ExportError> {
        self.articles += 1;
        summary.leave_out(
            "quotations without a source, which make no speech",
            item.record.unattributed.len() as u64,
        );
        if item.record.statements.is_empty() {
            summary.leave_out("articles without statements, which make no debate", 1);
            return Ok(());
        }
        let day = day_of(item);
        let day = (day.0.as_str(), day.1);
        if !self.begun {
            self.head(day)?;
        }
        let mut debate = Debate::new(item, format!("a{}", self.articles));
        let body = debate.body();
        let head = debate.head(day);
        summary.leave_out(
            "characters that XML cannot hold, replaced by U+FFFD",
            debate.xml.lost,
        );
        self.out.write_all(head.as_bytes())?;
        self.out.write_all(body.as_bytes())?;
        Ok(())
    }

    fn end(&mut self, _: &mut Summary) -> Result<(), ExportError> {
        if !self.begun {
            self.head(NO_DAY)?;
        }
        self.out
            .write_all(b"</collectionBody>\n</documentCollection>\n</akomaNtoso>\n")?;
        Ok(self.out.flush()?)
    }
}

/// Somebody or something that the debate refers to.
struct Reference {
    element: &'static str,
    id: String,
    href: String,
    show: String,
}

struct Debate<'i, 'a> {
    item: &'i Item<'a>,
    /// Ahead of every id.
    prefix: String,
    references: Vec<Reference>,
    /// Their ids, by element, address and name.
    ids: BTreeMap<(&'static str, String, String), String>,
    xml: Xml,
}

impl<'i, 'a> Debate<'i, 'a> {
    fn new(item: &'i Item<'a>, prefix: String) -> Self {
        Self {
            item,
            prefix,
            references: Vec::new(),
            ids: BTreeMap::new(),
            xml: Xml {
                out: String::new(),
                lost: 0,
            },
        }
    }

    /// The head, when the body has told whom it refers to.
    fn head(&mut self, day: (&str, &str)) -> String {
        let article = &self.item.record.article;
        let prefix = self.prefix.clone();
        let xml = &mut self.xml;
        xml.raw(&format!("<component eId=\"{prefix}\"><debate name=\"article\">"));
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let name: String = article
            .id
            .chars()
            .map(|c| if plain(c) { c } else { '_' })
            .collect();
        let language = article.lang.as_deref().filter(|lang| {
            !lang.is_empty() && lang.len() <= 8 && lang.bytes().all(|b| b.is_ascii_alphabetic())
        });
        xml.meta(
            "debate",
            &name,
            day,
            language.unwrap_or("und"),
            &format!("#{prefix}__outlet"),
        );
        xml.raw("<references source=\"#onrecord\">");
        let outlet = Reference {
            element: "TLCOrganization",
            id: format!("{prefix}__outlet"),
            href: "/ontology/organization/outlet".to_owned(),
            show: article
                .outlet
                .clone()
                .unwrap_or_else(|| "outlet not known".to_owned()),
        };
        for reference in [&outlet].into_iter().chain(&self.references) {
            xml.raw("<");
            xml.raw(reference.element);
            xml.attribute("eId", &reference.id);
            xml.attribute("href", &reference.href);
            xml.attribute("showAs", &reference.show);
            xml.raw("/>");
        }
        xml.raw("</references><proprietary source=\"#onrecord\"><onrecord:article");
        xml.attribute("id", &article.id);
        if let Some(url) = &article.url {
            xml.attribute("url", url);
        }
        xml.attribute("textSha256", &article.text_sha256);
        xml.attribute("offsets", onrecord_record::OFFSETS);
        xml.attribute("excerpt", &self.item.excerpt.to_string());
        if let Some(version) = self.item.context.and_then(|context| context.version.as_ref()) {
            xml.attribute("version", &version.number.to_string());
            xml.attribute("seen", version.seen.as_deref().unwrap_or(""));
        }
        xml.raw("/></proprietary></meta>\n");
        std::mem::take(&mut xml.out)
    }

    fn body(&mut self) -> String {
        let section = format!("{}__statements", self.prefix);
        self.xml.raw(&format!(
            "<debateBody><debateSection eId=\"{section}\" name=\"statements\">"
        ));
        if let Some(title) = &self.item.record.article.title {
            self.xml.raw("<heading>");
            self.xml.text(title);
            self.xml.raw("</heading>");
        }
        self.xml.raw("\n");
        for (number, statement) in self.item.record.statements.iter().enumerate() {
            self.speech(number, statement);
        }
        self.xml
            .raw("</debateSection></debateBody></debate></component>\n");
        std::mem::take(&mut self.xml.out)
    }

    fn speech(&mut self, number: usize, s: &Statement) {
        let speakers: Vec<String> = s.speakers.iter().map(|speaker| self.speaker(speaker)).collect();
        let first = s.speakers.first();
        let role = first
            .and_then(|x| x.role.as_deref())
            .map(|role| self.refer("TLCRole", "role", role));
        let org = first
            .and_then(|x| x.org.as_deref())
            .map(|org| self.refer("TLCOrganization", "org", org));
        let to = s.addressee.as_ref().and_then(|span| {
            let mut people = self.item.record.people.iter();
            let told = people.find(|p| {
                p.mentions
                    .iter()
                    .any(|m| m.start < span.end && span.start < m.end)
            });
            match told.and_then(|person| person.name.as_deref().map(|name| (person, name))) {
                Some((person, name)) => Some(self.person(&person.id, name, person.kind)),
                None if span.text.is_empty() => None,
                None => Some(self.refer("TLCConcept", "addressee", &span.text)),
            }
        });
        let by = match speakers.first() {
            Some(by) => by.clone(),
            None => self.refer("TLCConcept", "unknown", "not given in the text"),
        };
        let prefix = self.prefix.clone();
        let parent = s
            .parent
            .as_ref()
            .and_then(|id| self.item.record.statements.iter().position(|p| p.id == *id));
        let context = self.item.context;
        let xml = &mut self.xml;
        xml.raw(&format!("<speech eId=\"{prefix}__speech_{}\"", number + 1));
        xml.attribute("by", &format!("#{by}"));
        for (name, id) in [("as", role), ("to", to), ("onrecord:org", org)] {
            if let Some(id) = id {
                xml.attribute(name, &format!("#{id}"));
            }
        }
        if let Some(others) = speakers.get(1..).filter(|others| !others.is_empty()) {
            let others: Vec<String> = others.iter().map(|id| format!("#{id}")).collect();
            xml.attribute("onrecord:also", &others.join(" "));
        }
        xml.attribute("onrecord:id", &s.id);
        xml.attribute("onrecord:kind", s.kind.as_str());
        xml.attribute("onrecord:mode", s.mode.as_str());
        xml.attribute("onrecord:confidence", &s.confidence.to_string());
        if let Some(parent) = parent {
            xml.attribute("onrecord:parent", &format!("#{prefix}__speech_{}", parent + 1));
        }
        if let Some(said) = &s.said_on {
            xml.attribute("onrecord:saidOn", &said.date);
        }
        if !s.via.is_empty() {
            let names: Vec<&str> = s.via.iter().map(|via| via.name.as_str()).collect();
            xml.attribute("onrecord:via", &names.join(" > "));
        }
        if let Some(reviewed) = context.and_then(|context| context.is_reviewed(&s.id)) {
            xml.attribute("onrecord:reviewed", if reviewed { "true" } else { "false" });
        }
        let disputes = context
            .and_then(|c| c.statement(&s.id))
            .map_or(&[][..], |known| &known.disputes);
        if !disputes.is_empty() {
            xml.attribute("onrecord:disputes", &disputes.join("; "));
        }
        xml.raw(">");
        let source: Vec<&str> = s
            .source
            .iter()
            .map(|span| span.text.as_str())
            .filter(|t| !t.is_empty())
            .collect();
        if !source.is_empty() {
            xml.raw("<from>");
            xml.text(&source.join(" … "));
            xml.raw("</from>");
        }
        for span in &s.content {
            xml.raw("<p");
            xml.attribute("onrecord:start", &span.start.to_string());
            xml.attribute("onrecord:end", &span.end.to_string());
            xml.raw(">");
            xml.text(&span.text);
            xml.raw("</p>");
        }
        xml.raw("</speech>\n");
    }

    /// The id of a speaker's reference.
    fn speaker(&mut self, speaker: &Speaker) -> String {
        match (&speaker.name, &speaker.person) {
            (Some(name), Some(id)) => self.person(id, name, speaker.kind),
            (Some(name), None) => self.refer(element(speaker.kind), "speaker", name),
            (None, _) if speaker.open => self.refer("TLCConcept", "open", "speaker left open"),
            (None, _) => self.refer("TLCConcept", "unnamed", "unnamed in the text"),
        }
    }

    fn person(&mut self, id: &str, name: &str, kind: SpeakerType) -> String {
        let known = self.item.context.and_then(|context| context.people.get(id));
        let address = known.and_then(|known| {
            known
                .identifiers
                .iter()
                .find_map(|i| crate::out::iri::absolute(&i.address()?))
        });
        let href = address.unwrap_or_else(|| crate::out::iri::person(self.item, id));
        self.reference(element(kind), "person", href, name)
    }

    fn refer(&mut self, element: &'static str, kind: &str, show: &str) -> String {
        self.reference(element, kind, format!("/ontology/{kind}/onrecord"), show)
    }

    /// The id of a reference: the one that is there already, or a new one.
    fn reference(&mut self, element: &'static str, kind: &str, href: String, show: &str) -> String {
        let key = (element, href.clone(), show.to_owned());
        if let Some(id) = self.ids.get(&key) {
            return id.clone();
        }
        let id = format!("{}__{kind}_{}", self.prefix, self.references.len() + 1);
        self.ids.insert(key, id.clone());
        self.references.push(Reference {
            element,
            id: id.clone(),
            href,
            show: show.to_owned(),
        });
        id
    }
}

fn element(kind: SpeakerType) -> &'static str {
    match kind {
        SpeakerType::Person => "TLCPerson",
        SpeakerType::Organization | SpeakerType::Group => "TLCOrganization",
        SpeakerType::Document => "TLCObject",
        SpeakerType::Place => "TLCLocation",
        SpeakerType::Unnamed => "TLCConcept",
    }
}
