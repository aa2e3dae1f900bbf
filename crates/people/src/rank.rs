//! Whom a pronoun or a description stands for: every candidate gets a score from what the text shows of it, and a softmax
//! over the scores (with "nobody named" among them) gives probabilities.
//!
//! The weights of the features are learned (`training/rank.py`, a log-linear model on our training articles) and lie in
//! `data/rank.tsv`. They know distances, subjects, who spoke, how often somebody is named, printed offices and agreement with pronouns that the
//! text uses; they know nothing about names.

use crate::entity::EntityId;
use crate::lexicon::is_role;
use crate::likeness::{office_noun, singular};
use crate::mention::{Joint, Mention};
use crate::office::{akin, usually_unnamed};
use crate::people::{Attributed, People, Reading};
use onrecord_record::SpeakerType;
use onrecord_text::QuoteState;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// What kind of phrase points to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Anaphor {
    /// "he", "she".
    Pronoun,
    /// "the minister", "the 26-year-old".
    Definite,
    /// "a federal judge", "driver" in a headline: somebody who may be named later.
    Indefinite,
    /// "they", "the researchers", "both men".
    Plural,
    /// "it", "the company".
    Body,
}

impl Anaphor {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Pronoun,
        Self::Definite,
        Self::Indefinite,
        Self::Plural,
        Self::Body,
    ];

    /// The word that the table of weights uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pronoun => "pronoun",
            Self::Definite => "definite",
            Self::Indefinite => "indefinite",
            Self::Plural => "plural",
            Self::Body => "body",
        }
    }

    /// The group of weights: pronouns that the judge has an opinion on have weights of their own.
    fn group(self, judged: bool) -> &'static str {
        match (self, judged) {
            (Self::Pronoun, true) => "pronoun+judge",
            _ => self.as_str(),
        }
    }
}

/// What was seen of one phrase that points to somebody; the training code learns from these.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// Bytes of the phrase in the article.
    pub bytes: Range<usize>,
    /// Its kind.
    pub anaphor: Anaphor,
    /// The group of weights that it was judged by.
    pub group: &'static str,
    /// Who it may be: names (none for somebody whom the text does not name, or for nobody) and what speaks for them.
    pub candidates: Vec<(Vec<String>, Vec<&'static str>)>,
}

/// Whom a candidate is.
#[derive(Clone, Debug)]
pub(crate) enum Who {
    Entity(EntityId),
    /// Index of a joint.
    Joint(usize),
    /// Index of a mention without a name.
    Unnamed(usize),
    Nobody,
}

#[derive(Clone, Debug)]
pub(crate) struct Scored {
    pub(crate) who: Who,
    pub(crate) probability: f32,
    pub(crate) features: Vec<&'static str>,
}

/// The phrase that points.
pub(crate) struct Pointer<'p> {
    pub(crate) anaphor: Anaphor,
    /// Its token.
    pub(crate) at: usize,
    /// Its words without article, when it is a description.
    pub(crate) words: Range<usize>,
    /// Its main noun in small letters, or the pronoun.
    pub(crate) noun: &'p str,
    /// "he" or "she", where it says so.
    pub(crate) pronoun: Option<&'static str>,
    /// Who speaks the statement that holds it.
    pub(crate) parent: Option<&'p [Attributed]>,
    /// The content of its statement.
    pub(crate) content: &'p [Range<usize>],
}

static WEIGHTS: LazyLock<BTreeMap<(&'static str, &'static str), f32>> = LazyLock::new(|| {
    include_str!("../data/rank.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let key = (columns.next()?, columns.next()?);
            Some((key, columns.next()?.parse().ok()?))
        })
        .collect()
});

/// Mentions looked at before and after the pointer, and how far away they may be, in sentences.
const BEFORE: usize = 400;
const AFTER: usize = 60;
const REACH_AFTER: usize = 8;
/// Unnamed ones who spoke before that are looked at.
const MOST_UNNAMED: usize = 8;

/// What is known of an entity around the pointer.
struct Seen {
    id: EntityId,
    /// Nearest mention.
    near: usize,
    after: bool,
    /// How many others of its kind are nearer.
    others: usize,
    spoke: bool,
    last: bool,
}

impl People {
    /// Everybody that the pointer may stand for, with probabilities, best first.
    pub(crate) fn rank(
        &self,
        reading: &Reading<'_, '_>,
        pointer: &Pointer<'_>,
        mentions: &[Mention],
        joints: &[Joint],
    ) -> Vec<Scored> {
        let mut out = Vec::new();
        let kind = |m: &Mention| m.who.entity.map_or(m.who.kind, |id| self.entities.get(id).kind);
        let wants = |m: &Mention| {
            let kind = kind(m);
            match pointer.anaphor {
                Anaphor::Pronoun | Anaphor::Definite | Anaphor::Indefinite => match kind {
                    SpeakerType::Person => true,
                    SpeakerType::Unnamed => m.who.entity.is_none(),
                    // a single word that nothing else explains may be a surname
                    SpeakerType::Organization => m.who.entity.is_some_and(|id| {
                        let e = self.entities.get(id);
                        !e.certain && e.words.len() == 1 && m.spoke
                    }),
                    _ => false,
                },
                Anaphor::Plural | Anaphor::Body => {
                    matches!(
                        kind,
                        SpeakerType::Organization
                            | SpeakerType::Place
                            | SpeakerType::Document
                            | SpeakerType::Group
                    ) || m.who.entity.is_some_and(|id| !self.entities.get(id).certain)
                }
            }
        };
        let upto = mentions.partition_point(|m| m.at < pointer.at);
        let mut seen: Vec<Seen> = Vec::new();
        let mut last_spoke = true;
        for (n, m) in mentions[..upto].iter().enumerate().rev().take(BEFORE) {
            if !wants(m) || pointer.content.iter().any(|c| c.contains(&m.at)) {
                continue;
            }
            let last = m.spoke && std::mem::take(&mut last_spoke);
            let Some(id) = m.who.entity else {
                // somebody unnamed who spoke a little before
                if m.spoke
                    && out.len() < MOST_UNNAMED
                    && pointer.anaphor != Anaphor::Indefinite
                    && self.apart(reading, pointer.at, m.at) <= 4
                    && self.agrees(m, pointer)
                {
                    let mut features = self.placed(reading, pointer, m, false, seen.len());
                    features.push("unnamed");
                    let role = m.who.role.as_deref().unwrap_or_default().to_lowercase();
                    if !pointer.words.is_empty() {
                        let same = role
                            .split(|c: char| !c.is_alphanumeric())
                            .any(|w| w == pointer.noun);
                        features.push(if same { "unnamed-same" } else { "unnamed-other" });
                    }
                    if pointer.pronoun.is_some() && m.pronoun == pointer.pronoun {
                        features.push("agrees");
                    }
                    if last {
                        features.push("last-speaker");
                    }
                    out.push((Who::Unnamed(n), features));
                }
                continue;
            };
            if let Some(known) = seen.iter_mut().find(|s| s.id == id) {
                known.spoke |= m.spoke;
                known.last |= last;
                continue;
            }
            if !self.agrees(m, pointer) {
                continue;
            }
            let others = seen.len();
            seen.push(Seen {
                id,
                near: n,
                after: false,
                others,
                spoke: m.spoke,
                last,
            });
        }
        let before = seen.len();
        for (n, m) in mentions[upto..].iter().enumerate().take(AFTER) {
            if self.apart(reading, m.at, pointer.at) > REACH_AFTER {
                break;
            }
            let Some(id) = m.who.entity.filter(|_| {
                wants(m) && self.agrees(m, pointer) && !pointer.content.iter().any(|c| c.contains(&m.at))
            }) else {
                continue;
            };
            if seen.iter().all(|s| s.id != id) {
                let others = seen.len() - before;
                seen.push(Seen {
                    id,
                    near: upto + n,
                    after: true,
                    others,
                    spoke: m.spoke,
                    last: false,
                });
            }
        }
        let names = seen.iter().filter(|s| !s.after).count();
        // whom the article is about: named most, or in its headline and first paragraph
        let most = seen
            .iter()
            .map(|s| self.entities.get(s.id).mentions.len())
            .max()
            .unwrap_or(0);
        let lead = reading
            .layout
            .paragraphs()
            .get(2)
            .map_or(usize::MAX, |p| reading.layout.bytes(p.clone()).end);
        for s in &seen {
            let mention = &mentions[s.near];
            let mut features = self.placed(reading, pointer, mention, s.after, s.others);
            if s.spoke {
                features.push("spoke");
            }
            if s.last {
                features.push("last-speaker");
            }
            let entity = self.entities.get(s.id);
            features.push(match entity.mentions.len() {
                0 | 1 => "named-once",
                2 => "named-twice",
                3 | 4 => "named-few",
                _ => "named-often",
            });
            if names == 1 && !s.after {
                features.push("only-one");
            }
            let count = entity.mentions.len();
            if count > 2 && count == most {
                features.push(if s.after { "after-main" } else { "main" });
            }
            if entity.mentions.first().is_some_and(|m| m.start < lead) {
                features.push("lead");
            }
            let pronoun = mention.pronoun.or(entity.pronoun);
            if pointer.pronoun.is_some() && pronoun == pointer.pronoun {
                features.push("agrees");
            }
            if pointer.pronoun.is_some() && pronoun.is_none() && entity.answered.is_some() {
                let same = entity.answered == pointer.pronoun;
                features.push(if same { "answered-same" } else { "answered-other" });
            }
            if pointer
                .parent
                .is_some_and(|p| p.iter().any(|p| p.entity == Some(s.id)))
            {
                features.push("parent-speaker");
            }
            features.push(match entity.kind {
                SpeakerType::Person => "person",
                SpeakerType::Place => "place",
                SpeakerType::Document => "document",
                _ => "organization",
            });
            if !entity.certain {
                features.push("kind-unsure");
            }
            self.described_by(reading, pointer, entity, &mut features);
            if let Some((step, best)) = reading.judgement.of(pointer.at, s.id) {
                features.push(step);
                if best {
                    features.push("judge-best");
                }
            }
            out.push((Who::Entity(s.id), features));
        }
        if pointer.anaphor == Anaphor::Plural {
            self.rank_joints(reading, pointer, joints, &mut out);
        }
        let mut features = vec!["nobody"];
        if usually_unnamed(pointer.noun) {
            features.push("nobody-usual");
        }
        if pointer.words.start > 0 && crate::phrase::possessive(reading.layout.word(pointer.words.start - 1))
        {
            features.push("nobody-possessed");
        }
        if pointer.words.len() > 2 {
            features.push("nobody-long");
        }
        if !is_role(pointer.noun) && matches!(pointer.anaphor, Anaphor::Definite | Anaphor::Indefinite) {
            features.push("nobody-no-office");
        }
        if matches!(pointer.noun, "they" | "it") {
            features.push("nobody-pronoun");
        }
        if seen.is_empty() {
            features.push("nobody-alone");
        }
        if let Some(step) = reading.judgement.nobody(pointer.at) {
            features.push(match step {
                "judge-0" | "judge-1" => "judge-nobody-0",
                "judge-2" | "judge-3" => "judge-nobody-1",
                "judge-4" | "judge-5" => "judge-nobody-2",
                _ => "judge-nobody-3",
            });
        }
        out.push((Who::Nobody, features));
        softmax(pointer.anaphor.group(reading.judgement.knows(pointer.at)), out)
    }

    fn rank_joints(
        &self,
        reading: &Reading<'_, '_>,
        pointer: &Pointer<'_>,
        joints: &[Joint],
        out: &mut Vec<(Who, Vec<&'static str>)>,
    ) {
        let upto = joints.partition_point(|j| j.at < pointer.at);
        let after = joints[upto..]
            .iter()
            .enumerate()
            .take(2)
            .map(|(n, j)| (upto + n, j, true));
        let before = joints[..upto]
            .iter()
            .enumerate()
            .rev()
            .take(6)
            .map(|(n, j)| (n, j, false));
        for (order, (n, joint, after)) in before.chain(after).enumerate() {
            let apart = if after {
                self.apart(reading, joint.at, pointer.at)
            } else {
                self.apart(reading, pointer.at, joint.at)
            };
            if apart > 25 {
                continue;
            }
            let mut features = vec![
                "joint",
                match (after, apart) {
                    (true, _) => "joint-after",
                    (_, 0 | 1) => "joint-near",
                    (_, 2..=4) => "joint-some",
                    _ => "joint-far",
                },
            ];
            if joint.spoke {
                features.push("joint-spoke");
            }
            if order == 0 {
                features.push("joint-last");
            }
            let people = joint.who.iter().all(|w| {
                w.entity
                    .is_some_and(|id| self.entities.get(id).kind == SpeakerType::Person)
            });
            if !people {
                features.push("joint-no-people");
            }
            let singular = singular(pointer.noun);
            let offices = joint.who.iter().filter(|w| {
                w.entity.is_some_and(|id| {
                    let entity = self.entities.get(id);
                    entity
                        .roles
                        .iter()
                        .any(|(r, _)| office_noun(&r.text).is_some_and(|o| akin(&o, &singular)))
                })
            });
            if is_role(&singular) && offices.count() > 0 {
                features.push("joint-office");
            }
            let two = pointer
                .words
                .clone()
                .any(|i| matches!(reading.layout.word(i), "two" | "Two"))
                || pointer.words.start > 0
                    && matches!(reading.layout.word(pointer.words.start - 1), "both" | "Both")
                || matches!(pointer.noun, "couple" | "pair" | "duo" | "both");
            if two && joint.who.len() == 2 {
                features.push("joint-two");
            }
            out.push((Who::Joint(n), features));
        }
    }

    fn apart(&self, reading: &Reading<'_, '_>, later: usize, earlier: usize) -> usize {
        let layout = reading.layout;
        layout
            .sentence_of(later)
            .saturating_sub(layout.sentence_of(earlier))
    }

    fn agrees(&self, mention: &Mention, pointer: &Pointer<'_>) -> bool {
        let known = mention
            .pronoun
            .or_else(|| mention.who.entity.and_then(|id| self.entities.get(id).pronoun));
        pointer.pronoun.is_none() || known.is_none() || known == pointer.pronoun
    }

    /// Where the nearest mention stands.
    fn placed(
        &self,
        reading: &Reading<'_, '_>,
        pointer: &Pointer<'_>,
        mention: &Mention,
        after: bool,
        others: usize,
    ) -> Vec<&'static str> {
        let layout = reading.layout;
        let mut out = Vec::with_capacity(12);
        if after {
            out.push(match self.apart(reading, mention.at, pointer.at) {
                0 => "after-0",
                1 => "after-1",
                2 | 3 => "after-2",
                _ => "after-4",
            });
            if others == 0 {
                out.push("after-first");
            }
        } else {
            let apart = self.apart(reading, pointer.at, mention.at);
            let paragraph = layout
                .paragraph_of(pointer.at)
                .saturating_sub(layout.paragraph_of(mention.at));
            out.push(match apart {
                0 => "sentences-0",
                1 => "sentences-1",
                2 => "sentences-2",
                3 | 4 => "sentences-3",
                5..=8 => "sentences-5",
                9..=16 => "sentences-9",
                _ => "sentences-17",
            });
            out.push(match paragraph {
                0 => "paragraph-same",
                1 => "paragraph-before",
                _ => "paragraph-far",
            });
            out.push(match others {
                0 => "order-0",
                1 => "order-1",
                2 => "order-2",
                _ => "order-3",
            });
        }
        if mention.subject {
            out.push(if after { "after-subject" } else { "subject" });
        }
        if mention.dependent {
            out.push("dependent");
        }
        if mention.quoted && layout.quote_states()[pointer.at] == QuoteState::Outside {
            out.push("quoted");
        }
        if mention.spoke {
            out.push("near-spoke");
        }
        out
    }

    /// Keeps what was seen, for training.
    pub(crate) fn observe(
        &mut self,
        reading: &Reading<'_, '_>,
        pointer: &Pointer<'_>,
        ranked: &[Scored],
        joints: &[Joint],
    ) {
        let Some(kept) = &mut self.observed else { return };
        let name = |id: EntityId| self.entities.get(id).name.clone();
        let bytes = reading.layout.bytes(pointer.at..pointer.at + 1);
        kept.push(Observation {
            bytes: reading.base + bytes.start..reading.base + bytes.end,
            anaphor: pointer.anaphor,
            group: pointer.anaphor.group(reading.judgement.knows(pointer.at)),
            candidates: ranked
                .iter()
                .map(|s| {
                    let names = match &s.who {
                        Who::Entity(id) => vec![name(*id)],
                        // a body that nobody names goes by its description
                        Who::Nobody if pointer.anaphor == Anaphor::Body && !pointer.words.is_empty() => {
                            vec![reading.text(&pointer.words)]
                        }
                        Who::Joint(n) => joints[*n].who.iter().filter_map(|w| w.entity).map(name).collect(),
                        _ => Vec::new(),
                    };
                    (names, s.features.clone())
                })
                .collect(),
        });
    }
}

fn softmax(group: &'static str, candidates: Vec<(Who, Vec<&'static str>)>) -> Vec<Scored> {
    let score = |features: &[&'static str]| -> f32 {
        features
            .iter()
            .map(|f| WEIGHTS.get(&(group, *f)).copied().unwrap_or(0.0))
            .sum()
    };
    let scores: Vec<f32> = candidates.iter().map(|(_, f)| score(f)).collect();
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let total: f32 = scores.iter().map(|s| (s - top).exp()).sum();
    let mut out: Vec<Scored> = candidates
        .into_iter()
        .zip(&scores)
        .map(|((who, features), s)| Scored {
            who,
            probability: (s - top).exp() / total,
            features,
        })
        .collect();
    // stable: of two that are as likely, the nearer one comes first
    out.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    out
}
