//! From drafts to the record: spans in code points, ids, people, reasons.

use crate::boundary::quoted_share;
use crate::confidence::calibrated;
use crate::continuation::Orphan;
use crate::draft::{Draft, Side};
use crate::engine::ReadOptions;
use crate::occasion::Occasions;
use crate::{hop, repeat};
use onrecord_model::{Attribute, ModeLabel, ModelName};
use onrecord_people::{Attributed, Entity, EntityId, People};
use onrecord_record::{
    ArticleRecord, CodePointIndex, Event, Kind, Mode, Person, PersonRole, SaidOn, Span, Speaker, Statement,
    Unattributed, Via,
};
use onrecord_text::Layout;
use std::collections::BTreeMap;
use std::ops::Range;

/// What has been written of one article so far.
#[derive(Debug, Default)]
pub(crate) struct Written {
    statements: Vec<Statement>,
    events: Vec<Event>,
    unattributed: Vec<Unattributed>,
    /// Entities that speak, in the order of their first statement.
    speaking: Vec<EntityId>,
    ids: BTreeMap<EntityId, usize>,
    /// For every speaker of every statement, in order: who it is.
    who: Vec<Option<EntityId>>,
    /// For every statement: whom an open speaker could be.
    candidates: Vec<Vec<(EntityId, f32)>>,
    left_out: u32,
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
        self.index
            .span(self.base + bytes.start..self.base + bytes.end)
            .filter(|s| s.start < s.end)
    }

    fn spans(&self, tokens: &[Range<usize>]) -> Vec<Span> {
        tokens.iter().filter_map(|r| self.span(r)).collect()
    }
}

impl Written {
    /// Appends a section's statements, in text order, a statement before those inside it. Which draft became which.
    pub(crate) fn add(
        &mut self,
        place: &Place<'_, '_>,
        model: ModelName,
        options: &ReadOptions,
        drafts: &[Draft],
        speakers: &[Vec<Attributed>],
        orphans: &[Orphan],
    ) -> Vec<(usize, usize)> {
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
        let mut held = Vec::new();
        for d in order {
            let draft = &drafts[d];
            let confidence = calibrated(model, options.guideline, &draft.evidence);
            let content = place.spans(&draft.content);
            let unsure = confidence < options.min_confidence;
            self.left_out += u32::from(unsure && !content.is_empty());
            if unsure || content.is_empty() {
                // its children go to the next one outside
                ids[d] = draft.parent.and_then(|p| ids[p].clone());
                continue;
            }
            let id = format!("s{}", self.statements.len() + 1);
            let mut candidates: Vec<(EntityId, f32)> = Vec::new();
            let speakers_of = speakers[d].iter();
            let shown = speakers_of
                .map(|who| self.speaker(who, &mut candidates))
                .collect();
            self.candidates.push(candidates);
            let statement = Statement {
                id: id.clone(),
                kind: kind(place.layout, draft),
                mode: mode(draft.mode),
                content,
                cue: place.spans(&draft.cue),
                source: place.spans(&draft.source),
                speakers: shown,
                candidates: Vec::new(),
                addressee: side(place, draft, Attribute::Addressee),
                medium: side(place, draft, Attribute::Medium),
                event: None,
                event_id: None,
                via: draft
                    .sides
                    .iter()
                    .filter(|s| s.attribute == Attribute::Via)
                    .filter_map(|s| via(place, s))
                    .collect(),
                parent: draft.parent.and_then(|p| ids[p].clone()),
                said_on: said_on(place, draft),
                same_as: Vec::new(),
                confidence,
                why: reasons(draft, &speakers[d]),
            };
            ids[d] = Some(id);
            held.push((self.statements.len(), d));
            self.statements.push(statement);
        }
        for orphan in orphans {
            if let Some(Span { start, end, text }) = place.span(&orphan.tokens) {
                self.unattributed.push(Unattributed {
                    start,
                    end,
                    text,
                    reason: orphan.reason.to_owned(),
                });
            }
        }
        held
    }

    /// Lists the occasions of a section's statements (and their drafts), in the order of their first mention.
    pub(crate) fn occasions(
        &mut self,
        place: &Place<'_, '_>,
        occasions: &Occasions,
        added: &[(usize, usize)],
    ) {
        let held: Vec<(usize, usize)> = (added.iter())
            .filter_map(|&(statement, draft)| Some((statement, occasions.of[draft]?)))
            .collect();
        let mut used: Vec<usize> = held.iter().map(|h| h.1).collect();
        used.sort_unstable();
        used.dedup();
        used.sort_by_key(|&o| occasions.list[o].mentions.first().map_or(0, |m| m.start));
        for number in used {
            let occasion = &occasions.list[number];
            let Some(name) = place.span(&occasion.name) else {
                continue;
            };
            let id = format!("e{}", self.events.len() + 1);
            for &(statement, _) in held.iter().filter(|h| h.1 == number) {
                let statement = &mut self.statements[statement];
                statement.event = Some(name.clone());
                statement.event_id = Some(id.clone());
            }
            self.events.push(Event {
                id,
                name,
                organisers: place.spans(&occasion.organisers),
                place: occasion.place.as_ref().and_then(|r| place.span(r)),
                participants: place.spans(&occasion.participants),
                mentions: place.spans(&occasion.mentions),
            });
        }
    }

    fn speaker(&mut self, who: &Attributed, candidates: &mut Vec<(EntityId, f32)>) -> Speaker {
        if who.open {
            // of joint speakers left open, a candidate is listed once, with its higher score
            for &(id, probability) in &who.alternatives {
                match candidates.iter_mut().find(|(known, _)| *known == id) {
                    Some((_, known)) => *known = known.max(probability),
                    None => candidates.push((id, probability)),
                }
            }
            self.who.push(None);
            return Speaker {
                person: None,
                name: None,
                kind: who.kind,
                role: None,
                org: None,
                // how likely it is that none of the candidates is meant
                confidence: rounded(1.0 - who.alternatives.iter().map(|(_, p)| p).sum::<f32>()),
                open: true,
            };
        }
        let person = who.entity.map(|entity| {
            let number = *self.ids.entry(entity).or_insert_with(|| {
                self.speaking.push(entity);
                self.speaking.len() - 1
            });
            format!("p{}", number + 1)
        });
        self.who.push(who.entity);
        Speaker {
            person,
            name: None,
            kind: who.kind,
            role: who.role.clone(),
            org: who.org.clone(),
            confidence: rounded(who.confidence),
            open: false,
        }
    }

    /// Hands everything over to the record. Names are the fullest that any section printed.
    pub(crate) fn finish(mut self, people: &People, index: &CodePointIndex<'_>, record: &mut ArticleRecord) {
        let speakers = self.statements.iter_mut().flat_map(|s| &mut s.speakers);
        for (speaker, who) in speakers.zip(&self.who) {
            if let Some(entity) = who.map(|id| people.entity(id)) {
                speaker.name = Some(entity.name.clone());
                speaker.kind = entity.kind;
                // the office may be printed later than the statement
                if speaker.role.is_none()
                    && let Some((role, org)) = who.and_then(|id| people.office(id))
                {
                    speaker.role = Some(role.to_owned());
                    speaker.org = org.map(str::to_owned);
                }
            }
        }
        let ids = &self.ids;
        for (statement, candidates) in self.statements.iter_mut().zip(&self.candidates) {
            statement.candidates = candidates
                .iter()
                .map(|&(id, probability)| {
                    let entity = people.entity(id);
                    let (role, org) = people.office(id).map_or((None, None), |(r, o)| (Some(r), o));
                    Speaker {
                        person: ids.get(&id).map(|n| format!("p{}", n + 1)),
                        name: Some(entity.name.clone()),
                        kind: entity.kind,
                        role: role.map(str::to_owned),
                        org: org.map(str::to_owned),
                        confidence: rounded(probability),
                        open: false,
                    }
                })
                .collect();
        }
        record.people = self
            .speaking
            .iter()
            .enumerate()
            .map(|(n, &id)| person(n, people.entity(id), index))
            .collect();
        record.events = self.events;
        repeat::link(&mut self.statements, repeat::headline(&record.article.text));
        record.statements = self.statements;
        record.unattributed = self.unattributed;
        record.left_out = self.left_out;
    }
}

fn rounded(probability: f32) -> f32 {
    (probability.clamp(0.0, 1.0) * 1000.0).round() / 1000.0
}

fn person(number: usize, entity: &Entity, index: &CodePointIndex<'_>) -> Person {
    let roles = entity.roles.iter().filter_map(|(role, org)| {
        let span = index.span(role.bytes.clone())?;
        Some(PersonRole {
            role: span.text,
            org: org.clone(),
            start: span.start,
            end: span.end,
        })
    });
    Person {
        id: format!("p{}", number + 1),
        name: Some(entity.name.clone()),
        kind: entity.kind,
        roles: roles.collect(),
        mentions: entity
            .mentions
            .iter()
            .filter_map(|bytes| index.span(bytes.clone()))
            .collect(),
    }
}

/// What the engine went by, and who the speakers are when that is more than the words of the source.
fn reasons(draft: &Draft, speakers: &[Attributed]) -> Vec<String> {
    let mut out = draft.why.clone();
    for why in speakers.iter().filter_map(|who| who.why.as_ref()) {
        if !out.contains(why) {
            out.push(why.clone());
        }
    }
    out
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
    draft
        .sides
        .iter()
        .find(|s| s.attribute == attribute)
        .and_then(|s| place.span(&s.tokens))
}

fn said_on(place: &Place<'_, '_>, draft: &Draft) -> Option<SaidOn> {
    let said = draft.said_on.as_ref()?;
    let Span { start, end, text } = place.span(&said.tokens)?;
    Some(SaidOn {
        date: said.date.clone(),
        start,
        end,
        text,
    })
}

fn via(place: &Place<'_, '_>, side: &Side) -> Option<Via> {
    let Span { start, end, text } = place.span(&side.tokens)?;
    let name = ["the ", "The ", "a ", "an "]
        .iter()
        .find_map(|a| text.strip_prefix(a))
        .unwrap_or(&text)
        .to_owned();
    Some(Via {
        kind: hop::kind(&text),
        name,
        start,
        end,
        text,
    })
}
