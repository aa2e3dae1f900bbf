//! From drafts to the record: spans in code points, ids, people, reasons.

use crate::boundary::quoted_share;
use crate::confidence::calibrated;
use crate::continuation::Orphan;
use crate::draft::{Draft, Side};
use crate::speaker::Named;
use onrecord_model::{Attribute, ModeLabel, ModelName};
use onrecord_record::{
    CodePointIndex, Kind, Mode, Person, Span, Speaker, SpeakerType, Statement, Unattributed, Via,
};
use onrecord_text::Layout;
use std::collections::BTreeMap;
use std::ops::Range;

/// What has been written of one article so far.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) people: Vec<Person>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) unattributed: Vec<Unattributed>,
    ids: BTreeMap<(String, SpeakerType), usize>,
}

/// A section's place in its article.
pub(crate) struct Place<'a, 't> {
    pub(crate) layout: &'a Layout<'t>,
    pub(crate) index: &'a CodePointIndex<'a>,
    /// Bytes of the article before the section.
    pub(crate) base: usize,
}

impl Place<'_, '_> {
    fn span(&self, tokens: &Range<usize>) -> Option<Span> {
        let bytes = self.layout.bytes(tokens.clone());
        self.index.span(self.base + bytes.start..self.base + bytes.end).filter(|s| s.start < s.end)
    }

    fn spans(&self, tokens: &[Range<usize>]) -> Vec<Span> {
        tokens.iter().filter_map(|r| self.span(r)).collect()
    }
}

impl Written {
    /// Appends a section's statements, in text order, a statement before those inside it.
    pub(crate) fn add(
        &mut self,
        place: &Place<'_, '_>,
        model: ModelName,
        min_confidence: f32,
        drafts: &[Draft],
        speakers: &[Vec<Named>],
        orphans: &[Orphan],
    ) {
        let mut order: Vec<usize> = (0..drafts.len()).collect();
        let depth = |mut d: usize| {
            let mut n = 0;
            while let Some(p) = drafts[d].parent {
                (d, n) = (p, n + 1);
            }
            n
        };
        order.sort_by_key(|&d| (drafts[d].start(), depth(d), drafts[d].anchor(), d));
        let mut ids: Vec<Option<String>> = vec![None; drafts.len()];
        for d in order {
            let draft = &drafts[d];
            let confidence = calibrated(model, &draft.evidence);
            let content = place.spans(&draft.content);
            if confidence < min_confidence || content.is_empty() {
                // its children go to the next one outside
                ids[d] = draft.parent.and_then(|p| ids[p].clone());
                continue;
            }
            let id = format!("s{}", self.statements.len() + 1);
            let statement = Statement {
                id: id.clone(),
                kind: kind(place.layout, draft),
                mode: mode(draft.mode),
                content,
                cue: place.spans(&draft.cue),
                source: place.spans(&draft.source),
                speakers: speakers[d].iter().map(|n| self.speaker(place, n)).collect(),
                candidates: Vec::new(),
                addressee: side(place, draft, Attribute::Addressee),
                medium: side(place, draft, Attribute::Medium),
                event: side(place, draft, Attribute::Event),
                via: draft.sides.iter().filter(|s| s.attribute == Attribute::Via).filter_map(|s| via(place, s)).collect(),
                parent: draft.parent.and_then(|p| ids[p].clone()),
                said_on: None,
                same_as: Vec::new(),
                confidence,
                why: draft.why.clone(),
            };
            ids[d] = Some(id);
            self.statements.push(statement);
        }
        for orphan in orphans {
            if let Some(Span { start, end, text }) = place.span(&orphan.tokens) {
                self.unattributed.push(Unattributed { start, end, text, reason: orphan.reason.to_owned() });
            }
        }
    }

    fn speaker(&mut self, place: &Place<'_, '_>, named: &Named) -> Speaker {
        let person = named.name.as_ref().map(|name| {
            let number = *self.ids.entry((name.clone(), named.kind)).or_insert_with(|| {
                let id = format!("p{}", self.people.len() + 1);
                let (name, kind) = (Some(name.clone()), named.kind);
                self.people.push(Person { id, name, kind, roles: Vec::new(), mentions: Vec::new() });
                self.people.len() - 1
            });
            let person = &mut self.people[number];
            if let Some(span) = named.mention.as_ref().and_then(|m| place.span(m))
                && !person.mentions.contains(&span)
            {
                person.mentions.push(span);
            }
            person.id.clone()
        });
        Speaker {
            person,
            name: named.name.clone(),
            kind: named.kind,
            role: None,
            org: None,
            confidence: (named.confidence * 1000.0).round() / 1000.0,
        }
    }
}

fn kind(layout: &Layout<'_>, draft: &Draft) -> Kind {
    let quoted = quoted_share(layout, &draft.content);
    if draft.turn || quoted > 0.97 {
        Kind::Direct
    } else if quoted > 0.0 {
        Kind::Mixed
    } else {
        Kind::Indirect
    }
}

fn mode(label: ModeLabel) -> Mode {
    match label {
        ModeLabel::Said => Mode::Said,
        ModeLabel::Denied => Mode::Denied,
        ModeLabel::Declined => Mode::Declined,
        ModeLabel::Asked => Mode::Asked,
        ModeLabel::Promised => Mode::Promised,
        ModeLabel::Thought => Mode::Thought,
        ModeLabel::Hypothetical => Mode::Hypothetical,
    }
}

fn side(place: &Place<'_, '_>, draft: &Draft, attribute: Attribute) -> Option<Span> {
    draft.sides.iter().find(|s| s.attribute == attribute).and_then(|s| place.span(&s.tokens))
}

fn via(place: &Place<'_, '_>, side: &Side) -> Option<Via> {
    let Span { start, end, text } = place.span(&side.tokens)?;
    let name = ["the ", "The ", "a ", "an "].iter().find_map(|a| text.strip_prefix(a)).unwrap_or(&text).to_owned();
    Some(Via { name, kind: SpeakerType::Organization, start, end, text })
}
