//! The sources of an article's statements, one after the other, and who they are.

use crate::entity::{Entities, Entity, EntityId, MOST_ROLES, Printed};
use crate::lexicon::{is_pronoun, pronoun_of, pronoun_of_noun};
use crate::name::{Name, SmallWords, names};
use crate::phrase::{Part, RolePhrase, Sort, apposition, is_article, parse, parts, role_before, sort};
use crate::pronoun::{Candidate, nearest};
use onrecord_record::SpeakerType;
use onrecord_text::{Layout, Shape};
use std::ops::Range;

/// The source of one statement.
#[derive(Clone, Debug)]
pub struct Source<'d> {
    /// Its printed fragments, as tokens.
    pub tokens: &'d [Range<usize>],
    /// Index (in the same slice) of the statement whose content holds this one; must come earlier.
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
    entities: Entities,
}

/// A section's names and who they are.
struct Reading<'p, 't> {
    layout: &'p Layout<'t>,
    names: &'p [Name],
    ids: &'p [Option<EntityId>],
    base: usize,
}

impl Reading<'_, '_> {
    fn text(&self, tokens: &Range<usize>) -> String {
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
        let mut ids: Vec<Option<EntityId>> = Vec::with_capacity(names.len());
        for (number, name) in names.iter().enumerate() {
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
            ids.push(match alias {
                Some(id) => Some(self.entities.note_alias(layout, name, base, id)),
                None => self.entities.note(layout, name, base),
            });
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
        let before = name.whole().start;
        let honorific = before
            .checked_sub(1)
            .filter(|&i| i >= sentence.start)
            .and_then(|i| pronoun_of_noun(layout.word(i)));
        let mut said = name
            .titled
            .then(|| (name.whole().start..name.tokens.start).find_map(|i| pronoun_of_noun(layout.word(i))))
            .flatten();
        said = said.or(honorific);
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
        for role in roles {
            let bytes = layout.bytes(role.role.clone());
            let text = layout.text()[bytes.clone()].to_owned();
            if entity.roles.len() < MOST_ROLES
                && !entity
                    .roles
                    .iter()
                    .any(|(known, _)| known.text.eq_ignore_ascii_case(&text))
            {
                let bytes = reading.base + bytes.start..reading.base + bytes.end;
                entity
                    .roles
                    .push((Printed { text, bytes }, role.org.map(|org| reading.text(&org))));
            }
        }
    }

    /// Offices printed with a source.
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

    fn named(&self, id: EntityId, confidence: f32, why: Option<String>) -> Attributed {
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

    fn described(
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

    fn pronoun(
        &mut self,
        reading: &Reading<'_, '_>,
        at: usize,
        parent: Option<&[Attributed]>,
        candidates: &[Candidate],
        joint: &[(usize, Vec<Attributed>)],
    ) -> Vec<Attributed> {
        let layout = reading.layout;
        let word = layout.word(at).to_lowercase();
        let kind = |c: &Candidate| c.who.entity.map_or(c.who.kind, |id| self.entities.get(id).kind);
        match word.as_str() {
            "i" | "me" | "my" | "we" | "us" | "our" => match parent {
                Some(people) if !people.is_empty() => {
                    let shown: Vec<&str> = people
                        .iter()
                        .filter_map(|p| p.entity)
                        .map(|id| self.entities.get(id).name.as_str())
                        .collect();
                    let why = (!shown.is_empty())
                        .then(|| format!("“{word}” = {} (whose words these are)", shown.join(" and ")));
                    people
                        .iter()
                        .map(|p| Attributed {
                            why: why.clone(),
                            confidence: p.confidence * 0.95,
                            ..p.clone()
                        })
                        .collect()
                }
                _ => vec![unnamed(SpeakerType::Unnamed, None, None, 0.4)],
            },
            "he" | "she" | "him" | "his" | "her" | "himself" | "herself" => {
                let wanted = pronoun_of(&word);
                let fits = |c: &Candidate| {
                    let known = c
                        .pronoun
                        .or_else(|| c.who.entity.and_then(|id| self.entities.get(id).pronoun));
                    let person = match kind(c) {
                        SpeakerType::Person => true,
                        SpeakerType::Unnamed => c.who.entity.is_none(),
                        // a single word that nothing else explains may be a surname
                        SpeakerType::Organization => {
                            c.who.entity.is_some_and(|id| {
                                !self.entities.get(id).certain && self.entities.get(id).words.len() == 1
                            }) && c.spoke
                        }
                        _ => false,
                    };
                    person && (known.is_none() || known == wanted)
                };
                let Some((who, margin)) = nearest(layout, at, candidates, fits) else {
                    return vec![unnamed(SpeakerType::Unnamed, None, None, 0.3)];
                };
                let mut who = who.who.clone();
                who.confidence *= if margin > 1.0 {
                    0.92
                } else if margin > 0.4 {
                    0.8
                } else {
                    0.6
                };
                if let Some(id) = who.entity {
                    let entity = self.entities.get_mut(id);
                    entity.pronoun = entity.pronoun.or(wanted);
                    if !entity.certain {
                        entity.kind = SpeakerType::Person;
                    }
                    who = Attributed {
                        confidence: who.confidence,
                        ..self.named(id, 0.9, None)
                    };
                    who.why = Some(format!(
                        "“{word}” = {} (nearest fitting name before it)",
                        self.entities.get(id).name
                    ));
                }
                vec![who]
            }
            "it" | "its" | "itself" => {
                let fits = |c: &Candidate| {
                    matches!(
                        kind(c),
                        SpeakerType::Organization | SpeakerType::Document | SpeakerType::Place
                    )
                };
                match nearest(layout, at, candidates, fits) {
                    Some((who, margin)) => {
                        let mut who = who.who.clone();
                        who.confidence *= if margin > 1.0 { 0.85 } else { 0.65 };
                        who.why = who.entity.map(|id| {
                            format!(
                                "“{word}” = {} (nearest body before it)",
                                self.entities.get(id).name
                            )
                        });
                        vec![who]
                    }
                    None => vec![unnamed(SpeakerType::Unnamed, None, None, 0.3)],
                }
            }
            "they" | "them" | "their" | "themselves" | "both" => {
                let several = |c: &Candidate| {
                    c.spoke
                        && matches!(
                            kind(c),
                            SpeakerType::Group | SpeakerType::Organization | SpeakerType::Place
                        )
                };
                let near = nearest(layout, at, candidates, several);
                let upto = joint.partition_point(|(place, _)| *place < at);
                let near_joint = joint[..upto]
                    .last()
                    .filter(|(place, _)| layout.sentence_of(at) - layout.sentence_of(*place) <= 4)
                    .filter(|(place, _)| near.is_none_or(|(c, _)| c.at < *place));
                if let Some((_, people)) = near_joint {
                    let shown: Vec<&str> = people
                        .iter()
                        .filter_map(|p| p.entity)
                        .map(|id| self.entities.get(id).name.as_str())
                        .collect();
                    let why = Some(format!(
                        "“{word}” = {} (the joint source before it)",
                        shown.join(" and ")
                    ));
                    return people
                        .iter()
                        .map(|p| Attributed {
                            why: why.clone(),
                            confidence: p.confidence * 0.8,
                            ..p.clone()
                        })
                        .collect();
                }
                match near {
                    Some((who, _)) => vec![Attributed {
                        confidence: who.who.confidence * 0.7,
                        ..who.who.clone()
                    }],
                    None => vec![unnamed(SpeakerType::Group, None, None, 0.4)],
                }
            }
            "who" | "which" | "that" | "whose" | "whom" => vec![self.relative(reading, at)],
            "some" | "many" | "others" | "several" | "most" | "those" | "few" | "all" => {
                vec![unnamed(SpeakerType::Group, None, None, 0.7)]
            }
            _ => vec![unnamed(SpeakerType::Unnamed, None, None, 0.5)],
        }
    }

    /// "the minister, who said": what stands right before the relative pronoun.
    fn relative(&self, reading: &Reading<'_, '_>, at: usize) -> Attributed {
        let layout = reading.layout;
        let near = reading
            .names
            .partition_point(|n| n.tokens.start < at)
            .checked_sub(1);
        if let Some(number) = near
            && at - reading.names[number].tokens.end.min(at) <= 2
            && let Some(id) = reading.ids[number]
        {
            let who = format!(
                "“{}” = {} (right before it)",
                layout.word(at),
                self.entities.get(id).name
            );
            return self.named(id, 0.85, Some(who));
        }
        let noun = (at.saturating_sub(3)..at)
            .rev()
            .find(|&i| layout.tokens()[i].is_word())
            .map(|i| layout.word(i));
        match noun.filter(|w| !is_pronoun(w)).map(sort) {
            Some(Sort::Group) => unnamed(SpeakerType::Group, None, None, 0.6),
            Some(Sort::Document) => unnamed(SpeakerType::Document, None, None, 0.6),
            _ => unnamed(SpeakerType::Unnamed, None, None, 0.4),
        }
    }
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

/// First token of the sentence that holds `i`.
fn reading_start(layout: &Layout<'_>, i: usize) -> usize {
    layout.sentences()[layout.sentence_of(i)].tokens.start
}

fn unnamed(kind: SpeakerType, role: Option<String>, org: Option<String>, confidence: f32) -> Attributed {
    Attributed {
        entity: None,
        kind,
        role: role.filter(|role| !role.is_empty()),
        org,
        confidence,
        why: None,
    }
}
