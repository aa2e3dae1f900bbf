//! Sources that go by a description: "the minister", "a court in Orta", "the report".

use crate::entity::EntityId;
use crate::people::{Attributed, People, Reading, unnamed};
use crate::phrase::{RolePhrase, Sort, sort};
use crate::pronoun::Candidate;
use onrecord_record::SpeakerType;
use onrecord_text::{Layout, Shape};
use std::ops::Range;

impl People {
    pub(crate) fn described(
        &mut self,
        reading: &Reading<'_, '_>,
        head: usize,
        words: &Range<usize>,
        definite: bool,
        roles: Vec<RolePhrase>,
        candidates: &[Candidate],
    ) -> Attributed {
        let layout = reading.layout;
        let noun = layout.word(head).to_lowercase();
        let head_words = words.start..head + 1;
        let particular = head_words.len() > 1 || layout.tokens()[head].shape != Shape::Lower;
        match sort(&noun) {
            Sort::Group => unnamed(SpeakerType::Group, Some(reading.text(words)), None, 0.8),
            Sort::Document => {
                let capital = head_words
                    .clone()
                    .any(|i| layout.tokens()[i].shape != Shape::Lower && i > reading_start(layout, i));
                let plural = noun.ends_with('s') && !noun.ends_with("ss");
                if capital || particular && !plural {
                    let id = self
                        .entities
                        .describe(layout, &head_words, SpeakerType::Document, reading.base);
                    return Attributed {
                        role: None,
                        org: None,
                        ..self.named(id, 0.75, None)
                    };
                }
                unnamed(SpeakerType::Document, None, None, 0.7)
            }
            Sort::Body => {
                if definite && let Some(id) = self.body_with(&noun, words.start, reading) {
                    let why = format!(
                        "“{}” = {} (the body named with that word)",
                        reading.text(words),
                        self.entities.get(id).name
                    );
                    return self.named(id, 0.8, Some(why));
                }
                let id = self
                    .entities
                    .describe(layout, words, SpeakerType::Organization, reading.base);
                self.named(id, 0.75, None)
            }
            Sort::Somebody => {
                if let Some((id, role)) = self.holder(layout, &head_words, words.start, definite, candidates)
                {
                    let name = self.entities.get(id).name.clone();
                    let why = format!("“{}” = {name} (printed as {role})", reading.text(words));
                    return self.named(id, 0.8, Some(why));
                }
                match roles.into_iter().next() {
                    Some(RolePhrase { role, org }) => {
                        let org = org.map(|o| reading.text(&o));
                        unnamed(SpeakerType::Unnamed, Some(reading.text(&role)), org, 0.7)
                    }
                    None => unnamed(SpeakerType::Unnamed, Some(reading.text(words)), None, 0.6),
                }
            }
        }
    }

    /// The body last named before token `at` with this word in its name.
    fn body_with(&self, noun: &str, at: usize, reading: &Reading<'_, '_>) -> Option<EntityId> {
        let byte = reading.base + reading.layout.tokens()[at].start as usize;
        let last = |id: &EntityId| {
            let mentions = &self.entities.get(*id).mentions;
            mentions[..mentions.partition_point(|m| m.start < byte)]
                .last()
                .map(|m| m.start)
        };
        let bodies = self.entities.with_word(noun).filter(|id| {
            let entity = self.entities.get(*id);
            entity.kind == SpeakerType::Organization && entity.words.len() > 1
        });
        bodies
            .filter_map(|id| last(&id).map(|at| (at, id)))
            .max()
            .map(|(_, id)| id)
    }

    /// Whoever was last printed with the office that these words name, before token `at`; failing that, after it. Somebody
    /// new ("a federal judge") can only be somebody who is named later.
    fn holder(
        &self,
        layout: &Layout<'_>,
        words: &Range<usize>,
        at: usize,
        definite: bool,
        candidates: &[Candidate],
    ) -> Option<(EntityId, String)> {
        let wanted: Vec<String> = words
            .clone()
            .filter(|&i| layout.tokens()[i].is_word())
            .map(|i| layout.word(i).to_lowercase())
            .collect();
        let head = wanted.last()?;
        let fits = |id: EntityId, all_words: bool| -> Option<String> {
            let entity = self.entities.get(id);
            if entity.kind != SpeakerType::Person {
                return None;
            }
            entity.roles.iter().rev().find_map(|(role, org)| {
                let printed = role.text.to_lowercase();
                let other = printed.split_whitespace().any(|w| {
                    matches!(w, "deputy" | "vice" | "former" | "assistant") && !wanted.iter().any(|x| x == w)
                });
                if other {
                    return None;
                }
                let all = format!("{printed} {}", org.as_deref().unwrap_or_default().to_lowercase());
                let has = |w: &String| all.split(|c: char| !c.is_alphanumeric()).any(|x| x == w);
                let ends = printed.split_whitespace().next_back() == Some(head.as_str());
                (ends && (!all_words || wanted.iter().all(has))).then(|| role.text.clone())
            })
        };
        let upto = candidates.partition_point(|c| c.at < at);
        let (before, after) = candidates.split_at(upto);
        if definite {
            let near = before.iter().rev().take(400).chain(after.iter().take(100));
            let found = near
                .filter_map(|c| c.who.entity)
                .find_map(|id| fits(id, true).map(|role| (id, role)));
            if found.is_some() {
                return found;
            }
        }
        // the only one with such an office
        let known: Vec<EntityId> = before
            .iter()
            .rev()
            .take(400)
            .filter_map(|c| c.who.entity)
            .collect();
        let near = known
            .iter()
            .copied()
            .chain(after.iter().take(100).filter_map(|c| c.who.entity));
        let mut only: Option<(EntityId, String)> = None;
        for id in near {
            if let Some(role) = fits(id, false) {
                if only.as_ref().is_some_and(|(other, _)| *other != id) {
                    return None;
                }
                only = Some((id, role));
            }
        }
        only.filter(|(id, _)| definite || !known.contains(id))
    }
}

/// First token of the sentence that holds `i`.
fn reading_start(layout: &Layout<'_>, i: usize) -> usize {
    layout.sentences()[layout.sentence_of(i)].tokens.start
}
