//! A second opinion on pronouns: somebody outside this crate (a trained network) says which name each refers to.

use crate::entity::EntityId;
use crate::lexicon::pronoun_of;
use crate::people::Source;
use onrecord_text::Layout;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A name in the text that a pronoun may refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePlace {
    /// Its tokens, without title.
    pub tokens: Range<usize>,
    /// The same number for all names of one person or body.
    pub group: u32,
}

/// What a pronoun refers to, by the judge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Referred {
    /// Probability that it is none of the names.
    pub none: f32,
    /// Names, by their number in the list handed in, with probabilities.
    pub names: Vec<(usize, f32)>,
}

/// Says, for every pronoun (tokens, ascending), which of the names (ascending) it refers to. One answer a pronoun, or none
/// at all where the judge does not know.
pub type Judge<'j> = dyn FnMut(&[usize], &[NamePlace]) -> Vec<Referred> + 'j;

/// What the judge said, by pronoun and entity.
#[derive(Debug, Default)]
pub(crate) struct Judgement {
    answers: BTreeMap<usize, (f32, BTreeMap<EntityId, f32>)>,
}

impl Judgement {
    /// Asks about every source that is a pronoun.
    pub(crate) fn ask(
        judge: &mut Judge<'_>,
        layout: &Layout<'_>,
        sources: &[Source<'_>],
        names: &[(Range<usize>, EntityId)],
    ) -> Self {
        let pronouns: BTreeSet<usize> = sources
            .iter()
            .flat_map(|s| s.tokens)
            .filter(|t| t.len() == 1 && refers(layout.word(t.start)))
            .map(|t| t.start)
            .collect();
        let pronouns: Vec<usize> = pronouns.into_iter().collect();
        if pronouns.is_empty() || names.is_empty() {
            return Self::default();
        }
        let places: Vec<NamePlace> = names
            .iter()
            .map(|(tokens, id)| NamePlace {
                tokens: tokens.clone(),
                group: u32::try_from(id.0).unwrap_or(u32::MAX),
            })
            .collect();
        let answers = pronouns.iter().copied().zip(judge(&pronouns, &places));
        let by_entity = |said: Referred| {
            let mut sums = BTreeMap::new();
            for (number, probability) in said.names {
                if let Some((_, id)) = names.get(number) {
                    *sums.entry(*id).or_insert(0.0) += probability;
                }
            }
            (said.none, sums)
        };
        Self {
            answers: answers.map(|(at, said)| (at, by_entity(said))).collect(),
        }
    }

    /// Whether there is an opinion on the pronoun at this token.
    pub(crate) fn knows(&self, at: usize) -> bool {
        self.answers.contains_key(&at)
    }

    /// The judge's probability for an entity, as a feature; and whether it is the likeliest.
    pub(crate) fn of(&self, at: usize, id: EntityId) -> Option<(&'static str, bool)> {
        let (_, sums) = self.answers.get(&at)?;
        let own = sums.get(&id).copied().unwrap_or(0.0);
        let best = sums.values().all(|p| *p <= own) && own > 0.0;
        Some((step(own), best))
    }

    /// The same for nobody.
    pub(crate) fn nobody(&self, at: usize) -> Option<&'static str> {
        self.answers.get(&at).map(|(none, _)| step(*none))
    }
}

/// A probability as one of a few steps.
fn step(probability: f32) -> &'static str {
    match probability {
        p if p < 0.02 => "judge-0",
        p if p < 0.08 => "judge-1",
        p if p < 0.2 => "judge-2",
        p if p < 0.4 => "judge-3",
        p if p < 0.6 => "judge-4",
        p if p < 0.8 => "judge-5",
        p if p < 0.93 => "judge-6",
        _ => "judge-7",
    }
}

fn refers(word: &str) -> bool {
    pronoun_of(word).is_some() && crate::lexicon::is_pronoun(word)
        || matches!(
            word.to_lowercase().as_str(),
            "they" | "them" | "their" | "themselves" | "it" | "its" | "itself"
        )
}
