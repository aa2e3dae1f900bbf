//! The sources of an article's statements, one after the other, and who they are.

use crate::beside::{abbreviates, ages, honorific, is_part, is_rank, nouns, title};
use crate::description::Description;
use crate::entity::{Entities, Entity, EntityId, MOST_ROLES, Printed, words};
use crate::judge::{Judge, Judgement, NamePlace, Opinion};
use crate::lexicon::{is_pronoun, is_role, pronoun_of, pronoun_of_noun};
use crate::mention::{Joint, MOST_JOINT, Mention};
use crate::name::{Name, SmallWords, names};
use crate::phrase::{Part, RolePhrase, apposition, parse, parts, role_before};
use crate::rank::Observation;
use crate::reference::MOST_ALTERNATIVES;
use onrecord_record::SpeakerType;
use onrecord_text::{Layout, QuoteState, Shape};
use std::collections::BTreeSet;
use std::ops::Range;

/// The source of one statement.
#[derive(Clone, Debug)]
pub struct Source<'d> {
    /// Its printed fragments, as tokens.
    pub tokens: &'d [Range<usize>],
    /// The statement's content, as tokens: whom it names is hardly who says it ("Roe, he claimed, had left").
    pub content: &'d [Range<usize>],
    /// Index (in the same slice) of the statement whose content holds this one.
    pub parent: Option<usize>,
    /// Where the statement is anchored (its cue, else its source): sources are looked at in this order.
    pub anchor: usize,
}

/// What stands around a source.
#[derive(Clone, Copy, Default)]
pub(crate) struct Around<'d> {
    /// Who speaks the statement that holds this one.
    pub(crate) parent: Option<&'d [Attributed]>,
    /// The content of the statement itself.
    pub(crate) content: &'d [Range<usize>],
}

/// Who a source is.
#[derive(Clone, Debug, PartialEq)]
pub struct Attributed {
    /// The entity, when it has a name.
    pub entity: Option<EntityId>,
    /// What it is.
    pub kind: SpeakerType,
    /// Its office as printed, with this statement or elsewhere in the article.
    pub role: Option<String>,
    /// The body or country that the office belongs to, as printed.
    pub org: Option<String>,
    /// How sure the answer is, 0 to 1.
    pub confidence: f32,
    /// Why, in words, when it is more than the name as printed.
    pub why: Option<String>,
    /// Whom a pronoun, a description or a shared surname could stand for, with probabilities, the likeliest first. The
    /// answer itself is among them.
    pub alternatives: Vec<(EntityId, f32)>,
    /// The text means somebody in particular, and nobody named is the likeliest answer.
    pub open: bool,
}

impl Attributed {
    /// Takes the answer back: somebody in particular, one of the alternatives, and nobody is named.
    pub fn leave_open(&mut self) {
        self.open = true;
        self.entity = None;
        self.kind = SpeakerType::Unnamed;
        (self.role, self.org, self.why) = (None, None, None);
    }
}

/// Everybody that an article names.
#[derive(Clone, Debug, Default)]
pub struct People {
    pub(crate) entities: Entities,
    /// What was seen of every pointer, when asked for.
    pub(crate) observed: Option<Vec<Observation>>,
}

/// A section's names and who they are.
pub(crate) struct Reading<'p, 't> {
    pub(crate) layout: &'p Layout<'t>,
    pub(crate) names: &'p [Name],
    pub(crate) ids: &'p [Option<EntityId>],
    pub(crate) base: usize,
    pub(crate) judgement: &'p dyn Opinion,
    /// Names for the judge, and who they are.
    pub(crate) places: &'p [NamePlace],
    pub(crate) named: &'p [EntityId],
}

impl Reading<'_, '_> {
    pub(crate) fn text(&self, tokens: &Range<usize>) -> String {
        self.layout.text()[self.layout.bytes(tokens.clone())].to_owned()
    }

    /// Names inside a range of tokens.
    pub(crate) fn within(&self, range: &Range<usize>) -> &[Name] {
        let from = self.names.partition_point(|n| n.whole().start < range.start);
        let to = self.names.partition_point(|n| n.whole().start < range.end);
        &self.names[from..to.max(from)]
    }

    pub(crate) fn id_at(&self, token: usize) -> Option<EntityId> {
        let at = self.names.partition_point(|n| n.tokens.end <= token);
        self.names
            .get(at)
            .filter(|n| n.tokens.contains(&token))
            .and_then(|_| self.ids[at])
    }
}

impl People {
    /// An entity.
    pub fn entity(&self, id: EntityId) -> &Entity {
        self.entities.get(id)
    }

    /// The same, keeping what was seen of every pronoun and description: the training code learns from it.
    pub fn observing() -> Self {
        Self {
            observed: Some(Vec::new()),
            ..Self::default()
        }
    }

    /// What was seen, when this reader keeps it ([`People::observing`]).
    pub fn observations(&self) -> &[Observation] {
        self.observed.as_deref().unwrap_or_default()
    }

    /// Reads a section's names, then says who each source is. Sections come in text order; `base` is the section's first
    /// byte in the article. `judge`, where there is one, is asked about
    /// pronouns of which the ranking is not sure.
    pub fn read(
        &mut self,
        layout: &Layout<'_>,
        base: usize,
        sources: &[Source<'_>],
        judge: Option<&mut Judge<'_>>,
    ) -> Vec<Vec<Attributed>> {
        let small = SmallWords::of(layout);
        let whole: BTreeSet<usize> = sources
            .iter()
            .flat_map(|s| s.tokens.iter().cloned().flatten())
            .collect();
        let names = names(layout, &small, &whole);
        // names of several words first: what is short may stand for a full name printed later
        let mut ids: Vec<Option<EntityId>> = vec![None; names.len()];
        let several = |name: &Name| words(layout, &name.tokens).len() > 1;
        let (long, short): (Vec<usize>, Vec<usize>) = (0..names.len()).partition(|&n| several(&names[n]));
        for number in long.into_iter().chain(short) {
            let name = &names[number];
            // "Federal Safety Service (FSB)": the short form is printed right behind
            let full = number.checked_sub(1).filter(|&n| {
                let open = names[n].tokens.end;
                let close = name.tokens.end;
                name.tokens.len() == 1
                    && name.start == open + 1
                    && layout.word(open) == "("
                    && close < layout.tokens().len()
                    && layout.word(close) == ")"
                    && !names[n].titled
                    && (abbreviates(layout.word(name.tokens.start), layout, &names[n].tokens)
                        // another language's letters: "Federal Security Service (FSB)"
                        || names[n].body
                            && layout.tokens()[name.tokens.start].shape == Shape::Upper
                            && (2..=6).contains(&layout.word(name.tokens.start).chars().count()))
            });
            let alias = full.and_then(|n| ids[n]);
            ids[number] = match alias {
                Some(id) => Some(self.entities.note_alias(layout, name, base, id)),
                None => self.entities.note(layout, name, base, honorific(layout, name)),
            };
        }
        let (mut places, mut named) = (Vec::new(), Vec::new());
        for (name, id) in names.iter().zip(&ids) {
            if let Some(id) = id.filter(|_| !name.tokens.is_empty()) {
                named.push(id);
                places.push(NamePlace {
                    tokens: name.tokens.clone(),
                    group: u32::try_from(id.0).unwrap_or(u32::MAX),
                });
            }
        }
        let pronouns: BTreeSet<usize> = sources
            .iter()
            .flat_map(|s| s.tokens)
            .filter(|t| {
                t.len() == 1 && is_pronoun(layout.word(t.start)) && pronoun_of(layout.word(t.start)).is_some()
            })
            .map(|t| t.start)
            .collect();
        let judgement = Judgement::new(judge, pronouns.into_iter().collect());
        let reading = Reading {
            judgement: &judgement,
            places: &places,
            named: &named,
            layout,
            names: &names,
            ids: &ids,
            base,
        };
        for (name, id) in names.iter().zip(&ids) {
            if let Some(id) = id {
                self.note_roles(&reading, name, *id);
            }
        }
        let mut mentions = self.mentions(&reading);
        // joint sources and names printed together, for "they"
        let mut joints = self.joints(&reading);
        let mut order: Vec<usize> = (0..sources.len()).collect();
        order.sort_by_key(|&s| (sources[s].anchor, s));
        let mut out: Vec<Vec<Attributed>> = vec![Vec::new(); sources.len()];
        // a statement inside another may be anchored before it ("he said", X said): parents go first
        let mut done = vec![false; sources.len()];
        for s in order {
            let mut waiting = vec![s];
            while let Some(parent) = waiting
                .last()
                .and_then(|&w| sources[w].parent)
                .filter(|&p| p < sources.len() && !done[p])
            {
                if waiting.contains(&parent) {
                    break;
                }
                waiting.push(parent);
            }
            while let Some(s) = waiting.pop() {
                if std::mem::replace(&mut done[s], true) {
                    continue;
                }
                let parent = sources[s].parent.map(|p| out[p].clone());
                let found = self.source(
                    &reading,
                    sources[s].tokens,
                    Around {
                        parent: parent.as_deref(),
                        content: sources[s].content,
                    },
                    &mut mentions,
                    &mut joints,
                );
                out[s] = found;
            }
        }
        out
    }

    /// Offices printed around a name.
    fn note_roles(&mut self, reading: &Reading<'_, '_>, name: &Name, id: EntityId) {
        let layout = reading.layout;
        let sentence = &layout.sentences()[layout.sentence_of(name.whole().start)].tokens;
        let said = honorific(layout, name);
        let near = reading.within(&(sentence.start..name.tokens.end));
        let mut roles: Vec<RolePhrase> = role_before(layout, sentence.start, name, near)
            .into_iter()
            .collect();
        let end = name.tokens.end;
        if end < sentence.end
            && layout.word(end) == ","
            && !name.body
            && !matches!(layout.word((end + 1).min(sentence.end - 1)), "and" | "or" | "but")
        {
            let mut from = end + 1;
            // "Peter Marsh, 44, a schoolteacher"
            if from + 1 < sentence.end
                && layout.tokens()[from].shape == Shape::Digits
                && layout.word(from + 1) == ","
            {
                from += 2;
            }
            let stop = (from..sentence.end.min(from + 26)).find(|&i| {
                matches!(
                    layout.word(i),
                    "," | ";" | "." | ")" | "—" | "–" | "who" | "said" | "told" | "says"
                )
            });
            let spoken = stop.is_some_and(|i| matches!(layout.word(i), "said" | "told" | "says"));
            if let Some(stop) = stop.filter(|&s| s > from) {
                let office = apposition(layout, from..stop);
                // "Doe, the minister said": the minister may be somebody else
                roles.extend(
                    office.filter(|_| !spoken || layout.word(stop) != "said" || layout.word(stop - 1) == ","),
                );
            }
        }
        // "Ignatius Fulbright (incumbent)"
        if end + 2 < sentence.end
            && layout.word(end) == "("
            && layout.tokens()[end + 1].shape == Shape::Lower
            && let Some(close) = (end + 2..sentence.end.min(end + 8)).find(|&i| layout.word(i) == ")")
            && !name.body
        {
            roles.extend(apposition(layout, end + 1..close));
        }
        if name.role.is_none()
            && let Some(title) = title(layout, name)
        {
            roles.push(RolePhrase {
                role: title,
                org: None,
            });
        }
        let ages = ages(layout, sentence, name);
        let nouns = nouns(layout, sentence, name);
        let entity = self.entities.get_mut(id);
        if entity.pronoun.is_none() {
            entity.pronoun = said;
        }
        for age in ages {
            if !entity.ages.contains(&age) && entity.ages.len() < 4 {
                entity.ages.push(age);
            }
        }
        for noun in nouns {
            if !entity.nouns.contains(&noun) && entity.nouns.len() < MOST_ROLES {
                entity.nouns.push(noun);
            }
        }
        if !roles.is_empty() && !entity.certain {
            (entity.kind, entity.certain) = (SpeakerType::Person, true);
        }
        self.note_offices(reading, id, &roles);
    }

    /// Notes offices, each once.
    pub(crate) fn note_offices(&mut self, reading: &Reading<'_, '_>, id: EntityId, roles: &[RolePhrase]) {
        for role in roles {
            let bytes = reading.layout.bytes(role.role.clone());
            let text = reading.text(&role.role);
            let org = role.org.as_ref().map(|o| reading.text(o));
            let entity = self.entities.get_mut(id);
            let known = entity
                .roles
                .iter()
                .any(|(known, _)| known.text.eq_ignore_ascii_case(&text));
            if !known && !text.is_empty() && entity.roles.len() < MOST_ROLES {
                let bytes = reading.base + bytes.start..reading.base + bytes.end;
                entity.roles.push((Printed { text, bytes }, org));
            }
        }
    }

    /// The office of somebody, and whose it is, as the article prints it first (a rank or degree only where it prints no office).
    pub fn office(&self, id: EntityId) -> Option<(&str, Option<&str>)> {
        let entity = self.entities.get(id);
        let office = entity.roles.iter().find(|(r, _)| !is_rank(&r.text));
        office
            .or(entity.roles.first())
            .map(|(role, org)| (role.text.as_str(), org.as_deref()))
    }

    pub(crate) fn named(&self, id: EntityId, confidence: f32, why: Option<String>) -> Attributed {
        let entity = self.entities.get(id);
        let office = self.office(id);
        let (role, org) = office.map_or((None, None), |(r, o)| (Some(r.to_owned()), o.map(str::to_owned)));
        Attributed {
            entity: Some(id),
            kind: entity.kind,
            role,
            org,
            confidence,
            why,
            alternatives: Vec::new(),
            open: false,
        }
    }

    /// Who one source is; joint sources are several.
    fn source(
        &mut self,
        reading: &Reading<'_, '_>,
        tokens: &[Range<usize>],
        around: Around<'_>,
        mentions: &mut Vec<Mention>,
        joints: &mut Vec<Joint>,
    ) -> Vec<Attributed> {
        let layout = reading.layout;
        let mut found = Vec::new();
        for fragment in tokens {
            let inside = reading.within(fragment);
            for part in parts(layout, fragment, inside) {
                let inside = reading.within(&part);
                let mut said = None;
                let before = found.len();
                if let Some(who) = self.label(reading, &part, mentions) {
                    found.push(who);
                    continue;
                }
                match parse(layout, &part, inside) {
                    Part::Pronoun(at) => {
                        said = pronoun_of(layout.word(at));
                        found.extend(self.pronoun(reading, at, around, mentions, joints));
                    }
                    // "MODERATOR:", "QUESTION:": a transcript's label for a part in the talk
                    Part::Named { name, .. } if is_part(layout, &name) => {
                        let role = Some(reading.text(&name.tokens)).filter(|r| is_role(r));
                        found.push(unnamed(SpeakerType::Unnamed, role, None, 0.7));
                    }
                    Part::Named { name, roles } => found.push(self.name(reading, &name, roles)),
                    Part::Described {
                        head,
                        words,
                        definite,
                        roles,
                    } => {
                        said = pronoun_of_noun(layout.word(head));
                        let description = Description {
                            head,
                            words,
                            definite,
                            roles,
                        };
                        found.extend(self.described(reading, description, around, mentions, joints));
                    }
                }
                if let [who] = &found[before..] {
                    let at = part.start;
                    let place = mentions.partition_point(|m| m.at <= at);
                    mentions.insert(
                        place,
                        Mention {
                            at,
                            who: who.clone(),
                            spoke: true,
                            subject: true,
                            dependent: false,
                            quoted: layout.quote_states()[at] != QuoteState::Outside,
                            pronoun: said,
                        },
                    );
                }
            }
        }
        if (2..=MOST_JOINT).contains(&found.len())
            && let Some(first) = tokens.first()
        {
            let place = joints.partition_point(|j| j.at <= first.start);
            joints.insert(
                place,
                Joint {
                    at: first.start,
                    who: found.clone(),
                    spoke: true,
                },
            );
        }
        found
    }

    /// "((WSS))", "WN": the label of an interview's turn, initials of somebody whom the article names.
    fn label(
        &self,
        reading: &Reading<'_, '_>,
        part: &Range<usize>,
        mentions: &[Mention],
    ) -> Option<Attributed> {
        let layout = reading.layout;
        let [token] = part
            .clone()
            .filter(|&i| layout.tokens()[i].is_word())
            .collect::<Vec<_>>()[..]
        else {
            return None;
        };
        let label = layout.word(token);
        // "A:" answers in the name of whoever spoke last
        if matches!(label, "A" | "ANSWER")
            && token == layout.sentences()[layout.sentence_of(token)].tokens.start
        {
            let upto = mentions.partition_point(|m| m.at < token);
            let person = |m: &&Mention| {
                m.who
                    .entity
                    .is_some_and(|id| self.entities.get(id).kind == SpeakerType::Person)
            };
            let last = mentions[..upto].iter().rev().find(|m| m.spoke && person(m));
            let id = last.or(mentions[..upto].iter().rev().find(person))?.who.entity?;
            let name = &self.entities.get(id).name;
            return Some(self.named(id, 0.6, Some(format!("“{label}” = {name} (who answers)"))));
        }
        let fits = layout.tokens()[token].shape == Shape::Upper && (2..=4).contains(&label.chars().count());
        if !fits {
            return None;
        }
        let id = self.entities.labelled(label)?;
        let name = self.entities.get(id).name.clone();
        (name != label).then(|| self.named(id, 0.9, Some(format!("“{label}” = {name} (initials)"))))
    }

    fn name(&mut self, reading: &Reading<'_, '_>, name: &Name, roles: Vec<RolePhrase>) -> Attributed {
        let Some(id) = reading.id_at(name.tokens.start) else {
            return unnamed(SpeakerType::Unnamed, None, None, 0.4);
        };
        let entity = self.entities.get_mut(id);
        let sure_body = entity.certain && entity.kind == SpeakerType::Organization;
        if name.titled || !roles.is_empty() && !sure_body {
            entity.kind = SpeakerType::Person;
            entity.certain = true;
        } else if name.body && !entity.certain {
            entity.kind = SpeakerType::Organization;
        }
        let printed = reading.text(&name.tokens);
        let full = entity.name.clone();
        let why =
            (full != printed).then(|| format!("“{printed}” = {full} (the fuller name in this article)"));
        let (person, words) = (entity.kind == SpeakerType::Person, entity.words.clone());
        let sure = if words.len() > 1 || !person { 0.95 } else { 0.85 };
        self.note_offices(reading, id, &roles);
        let mut who = self.named(id, sure, why);
        // a surname alone, and several who bear it
        let bearers: BTreeSet<EntityId> = words
            .last()
            .filter(|_| person && name.tokens.len() == 1)
            .into_iter()
            .flat_map(|last| self.entities.with_word(last).map(move |id| (last, id)))
            .filter(|(last, other)| {
                let entity = self.entities.get(*other);
                entity.kind == SpeakerType::Person && entity.words.last() == Some(*last) && *other != id
            })
            .map(|(_, other)| other)
            .collect();
        if !bearers.is_empty() {
            let share = 0.5 / bearers.len() as f32;
            who.confidence = 0.5;
            who.alternatives = std::iter::once((id, 0.5))
                .chain(bearers.iter().map(|b| (*b, share)))
                .collect();
            who.alternatives.truncate(MOST_ALTERNATIVES);
            who.why = Some(format!(
                "“{printed}” = {full} (of {} or more with this surname, the one named most and last)",
                bearers.len() + 1
            ));
        }
        if let Some(role) = roles.first() {
            who.role = Some(reading.text(&role.role));
            who.org = role
                .org
                .as_ref()
                .map(|o| reading.text(o))
                .or(who.org.filter(|_| roles.is_empty()));
        }
        who
    }
}

pub(crate) fn unnamed(
    kind: SpeakerType,
    role: Option<String>,
    org: Option<String>,
    confidence: f32,
) -> Attributed {
    Attributed {
        entity: None,
        kind,
        role: role.filter(|role| !role.is_empty()),
        org,
        confidence,
        why: None,
        alternatives: Vec::new(),
        open: false,
    }
}
