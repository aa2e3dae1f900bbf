//! The sources of an article's statements, one after the other, and who they are.

use crate::entity::{Entities, Entity, EntityId, MOST_ROLES, Printed, words};
use crate::lexicon::pronoun_of_noun;
use crate::name::{Name, SmallWords, names};
use crate::phrase::{Part, RolePhrase, apposition, is_article, parse, parts, role_before};
use crate::pronoun::Candidate;
use onrecord_record::SpeakerType;
use onrecord_text::{Layout, Shape};
use std::ops::Range;

/// The source of one statement.
#[derive(Clone, Debug)]
pub struct Source<'d> {
    /// Its printed fragments, as tokens.
    pub tokens: &'d [Range<usize>],
    /// Index (in the same slice) of the statement whose content holds this one.
    pub parent: Option<usize>,
    /// Where the statement is anchored (its cue, else its source): sources are looked at in this order.
    pub anchor: usize,
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
}

/// Everybody that an article names.
#[derive(Clone, Debug, Default)]
pub struct People {
    pub(crate) entities: Entities,
}

/// A section's names and who they are.
pub(crate) struct Reading<'p, 't> {
    pub(crate) layout: &'p Layout<'t>,
    pub(crate) names: &'p [Name],
    pub(crate) ids: &'p [Option<EntityId>],
    pub(crate) base: usize,
}

impl Reading<'_, '_> {
    pub(crate) fn text(&self, tokens: &Range<usize>) -> String {
        self.layout.text()[self.layout.bytes(tokens.clone())].to_owned()
    }

    /// Names inside a range of tokens.
    fn within(&self, range: &Range<usize>) -> &[Name] {
        let from = self.names.partition_point(|n| n.whole().start < range.start);
        let to = self.names.partition_point(|n| n.whole().start < range.end);
        &self.names[from..to.max(from)]
    }

    fn id_at(&self, token: usize) -> Option<EntityId> {
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

    /// Reads a section's names, then says who each source is. Sections come in text order; `base` is the section's first
    /// byte in the article.
    pub fn read(&mut self, layout: &Layout<'_>, base: usize, sources: &[Source<'_>]) -> Vec<Vec<Attributed>> {
        let small = SmallWords::of(layout);
        let names = names(layout, &small);
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
                    && abbreviates(layout.word(name.tokens.start), layout, &names[n].tokens)
            });
            let alias = full.and_then(|n| ids[n]);
            ids[number] = match alias {
                Some(id) => Some(self.entities.note_alias(layout, name, base, id)),
                None => self.entities.note(layout, name, base, honorific(layout, name)),
            };
        }
        let reading = Reading {
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
        let mut candidates: Vec<Candidate> = self.mentions(&reading);
        let pairs = self.pairs(&reading);
        let mut order: Vec<usize> = (0..sources.len()).collect();
        order.sort_by_key(|&s| (sources[s].anchor, s));
        let mut out: Vec<Vec<Attributed>> = vec![Vec::new(); sources.len()];
        // joint sources and pairs of names, for "they"
        let mut joint = pairs;
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
                    parent.as_deref(),
                    &mut candidates,
                    &mut joint,
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
            let stop = (end + 1..sentence.end.min(end + 26))
                .find(|&i| matches!(layout.word(i), "," | ";" | "who" | "said" | "told"));
            if let Some(stop) = stop {
                roles.extend(apposition(layout, end + 1..stop));
            }
        }
        let entity = self.entities.get_mut(id);
        if entity.pronoun.is_none() {
            entity.pronoun = said;
        }
        if !roles.is_empty() && !entity.certain {
            (entity.kind, entity.certain) = (SpeakerType::Person, true);
        }
        self.note_offices(reading, id, &roles);
    }

    /// Notes offices, each once.
    fn note_offices(&mut self, reading: &Reading<'_, '_>, id: EntityId, roles: &[RolePhrase]) {
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

    /// Every mention by name, as somebody that a pronoun may stand for.
    fn mentions(&self, reading: &Reading<'_, '_>) -> Vec<Candidate> {
        let layout = reading.layout;
        let mut last_sentence = usize::MAX;
        let mut out = Vec::new();
        for (name, id) in reading.names.iter().zip(reading.ids) {
            let Some(id) = *id else { continue };
            let at = name.whole().start;
            let sentence = layout.sentence_of(at);
            let first = sentence != last_sentence;
            last_sentence = sentence;
            let before = at.checked_sub(1).map_or("", |i| layout.word(i));
            let before = if is_article(before) {
                at.checked_sub(2).map_or("", |i| layout.word(i))
            } else {
                before
            };
            let governed = matches!(
                before,
                "of" | "for" | "to" | "with" | "by" | "from" | "in" | "at" | "on" | "against" | "about"
            );
            let possessive = name.tokens.end + 1 < layout.tokens().len()
                && matches!(layout.word(name.tokens.end), "'" | "’")
                && layout.word(name.tokens.end + 1) == "s";
            out.push(Candidate {
                at,
                who: self.named(id, 0.9, None),
                spoke: false,
                subject: first && !governed && !possessive,
                pronoun: None,
            });
        }
        out
    }

    /// People named as a pair ("A and B").
    fn pairs(&self, reading: &Reading<'_, '_>) -> Vec<(usize, Vec<Attributed>)> {
        let both = reading.names.windows(2).zip(reading.ids.windows(2));
        both.filter_map(|(names, ids)| {
            let between = names[0].tokens.end..names[1].start;
            let (Some(a), Some(b)) = (ids[0], ids[1]) else {
                return None;
            };
            let person = |id| self.entities.get(id).kind == SpeakerType::Person;
            let pair = between.len() == 1
                && reading.layout.word(between.start) == "and"
                && a != b
                && person(a)
                && person(b);
            pair.then(|| {
                (
                    names[0].start,
                    vec![self.named(a, 0.8, None), self.named(b, 0.8, None)],
                )
            })
        })
        .collect()
    }

    pub(crate) fn named(&self, id: EntityId, confidence: f32, why: Option<String>) -> Attributed {
        let entity = self.entities.get(id);
        let (role, org) = entity
            .roles
            .first()
            .map_or((None, None), |(r, o)| (Some(r.text.clone()), o.clone()));
        Attributed {
            entity: Some(id),
            kind: entity.kind,
            role,
            org,
            confidence,
            why,
        }
    }

    /// Who one source is; joint sources are several.
    fn source(
        &mut self,
        reading: &Reading<'_, '_>,
        tokens: &[Range<usize>],
        parent: Option<&[Attributed]>,
        candidates: &mut Vec<Candidate>,
        joint: &mut Vec<(usize, Vec<Attributed>)>,
    ) -> Vec<Attributed> {
        let layout = reading.layout;
        let mut found = Vec::new();
        for fragment in tokens {
            let inside = reading.within(fragment);
            for part in parts(layout, fragment, inside) {
                let inside = reading.within(&part);
                let mut said = None;
                let before = found.len();
                if let Some(who) = self.label(reading, &part) {
                    found.push(who);
                    continue;
                }
                match parse(layout, &part, inside) {
                    Part::Pronoun(at) => found.extend(self.pronoun(reading, at, parent, candidates, joint)),
                    Part::Named { name, roles } => found.push(self.name(reading, &name, roles)),
                    Part::Described {
                        head,
                        words,
                        definite,
                        roles,
                    } => {
                        said = pronoun_of_noun(layout.word(head));
                        found.push(self.described(reading, head, &words, definite, roles, candidates));
                    }
                }
                if let [who] = &found[before..] {
                    let at = part.start;
                    let place = candidates.partition_point(|c| c.at <= at);
                    candidates.insert(
                        place,
                        Candidate {
                            at,
                            who: who.clone(),
                            spoke: true,
                            subject: true,
                            pronoun: said,
                        },
                    );
                }
            }
        }
        if found.len() > 1
            && let Some(first) = tokens.first()
        {
            let place = joint.partition_point(|(at, _)| *at <= first.start);
            joint.insert(place, (first.start, found.clone()));
        }
        found
    }

    /// "((WSS))", "WN": the label of an interview's turn, initials of somebody whom the article names.
    fn label(&self, reading: &Reading<'_, '_>, part: &Range<usize>) -> Option<Attributed> {
        let layout = reading.layout;
        let [token] = part.clone().filter(|&i| layout.tokens()[i].is_word()).collect::<Vec<_>>()[..] else {
            return None;
        };
        let label = layout.word(token);
        let fits = layout.tokens()[token].shape == Shape::Upper && (2..=4).contains(&label.chars().count());
        let id = self.entities.labelled(label).filter(|_| fits)?;
        let name = self.entities.get(id).name.clone();
        (name != label).then(|| self.named(id, 0.9, Some(format!("“{label}” = {name} (initials)"))))
    }

    fn name(&mut self, reading: &Reading<'_, '_>, name: &Name, roles: Vec<RolePhrase>) -> Attributed {
        let Some(id) = reading.id_at(name.tokens.start) else {
            return unnamed(SpeakerType::Unnamed, None, None, 0.4);
        };
        let entity = self.entities.get_mut(id);
        if name.titled || !roles.is_empty() {
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
        let others = words
            .last()
            .filter(|_| person && name.tokens.len() == 1)
            .map_or(0, |last| {
                let bears = |other: &EntityId| {
                    let entity = self.entities.get(*other);
                    entity.kind == SpeakerType::Person && entity.words.last() == Some(last) && *other != id
                };
                self.entities.with_word(last).filter(bears).count()
            });
        if others > 0 {
            who.confidence = 0.5;
            who.why = Some(format!(
                "“{printed}” = {full} (the latest of {} with this surname)",
                others + 1
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

/// "he" or "she" where an honorific or office printed before a name says so ("Mrs", "spokesman").
fn honorific(layout: &Layout<'_>, name: &Name) -> Option<&'static str> {
    let start = name.whole().start;
    let sentence = &layout.sentences()[layout.sentence_of(start)].tokens;
    let said = name
        .titled
        .then(|| (start..name.tokens.start).find_map(|i| pronoun_of_noun(layout.word(i))))
        .flatten();
    let before = start.checked_sub(1).filter(|&i| i >= sentence.start);
    said.or_else(|| before.and_then(|i| pronoun_of_noun(layout.word(i))))
}

/// Whether `short` takes its letters, in order, from the name ("FSB", "Phivolcs"), the first one from the first word.
fn abbreviates(short: &str, layout: &Layout<'_>, full: &Range<usize>) -> bool {
    let letters = |text: &str| {
        text.to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<Vec<_>>()
    };
    let (short, long) = (
        letters(short),
        letters(&layout.text()[layout.bytes(full.clone())]),
    );
    let mut rest = long.iter();
    full.len() > 1
        && short.len() > 1
        && short.first() == long.first()
        && short.iter().all(|c| rest.any(|x| x == c))
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
    }
}
