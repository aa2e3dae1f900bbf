//! A second opinion on pronouns: somebody outside this crate (a trained network) says which name each refers to.

use crate::entity::EntityId;
use std::cell::{Cell, RefCell};
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

/// What the judge says of pronouns; it is asked only where the ranking alone is not sure.
pub(crate) trait Opinion {
    /// Asks about the pronoun at this token; whether there is an answer. `names` are who the `places` are.
    fn ask(&self, at: usize, places: &[NamePlace], names: &[EntityId]) -> bool;
    /// Whether there is an opinion on the pronoun at this token.
    fn knows(&self, at: usize) -> bool;
    /// The probability for an entity, as a feature; and whether it is the likeliest.
    fn of(&self, at: usize, id: EntityId) -> Option<(&'static str, bool)>;
    /// The same for nobody.
    fn nobody(&self, at: usize) -> Option<&'static str>;
}

/// An answer: the probability of nobody, and those of the entities.
type Answer = (f32, BTreeMap<EntityId, f32>);

/// A judge and its answers so far, by pronoun.
pub(crate) struct Judgement<'j, 'f> {
    judge: RefCell<Option<&'j mut Judge<'f>>>,
    /// Pronouns that are sources, ascending: those that follow closely are asked about together.
    pronouns: Vec<usize>,
    /// What was answered, and what the ranking has asked for.
    answers: RefCell<BTreeMap<usize, Answer>>,
    asked: RefCell<BTreeSet<usize>>,
    /// How often the judge may still be asked.
    left: Cell<usize>,
}

/// Questions in a section of about 100 KB; after that the ranking decides alone. An article asks a few dozen.
const MOST_QUESTIONS: usize = 96;
/// Tokens after a pronoun in which others share its question.
const TOGETHER: usize = 48;
/// Tokens on either side in which names matter to the judge (more than its window).
const AROUND: usize = 300;

impl<'j, 'f> Judgement<'j, 'f> {
    pub(crate) fn new(judge: Option<&'j mut Judge<'f>>, pronouns: Vec<usize>) -> Self {
        Self {
            judge: RefCell::new(judge),
            pronouns,
            answers: RefCell::default(),
            asked: RefCell::default(),
            left: Cell::new(MOST_QUESTIONS),
        }
    }
}

impl Opinion for Judgement<'_, '_> {
    fn ask(&self, at: usize, places: &[NamePlace], names: &[EntityId]) -> bool {
        if self.answers.borrow().contains_key(&at) {
            self.asked.borrow_mut().insert(at);
            return true;
        }
        let mut judge = self.judge.borrow_mut();
        let Some(judge) = judge.as_mut().filter(|_| self.left.get() > 0) else {
            return false;
        };
        let from = self.pronouns.partition_point(|&p| p <= at);
        let close = self.pronouns[from..]
            .iter()
            .copied()
            .take_while(|&p| p < at + TOGETHER);
        let pronouns: Vec<usize> = std::iter::once(at).chain(close).collect();
        let first = places.partition_point(|p| p.tokens.start + AROUND < at);
        let end = places
            .partition_point(|p| p.tokens.start < at + AROUND)
            .max(first);
        if first == end {
            return false;
        }
        self.left.set(self.left.get() - 1);
        let said = judge(&pronouns, &places[first..end]);
        let mut answers = self.answers.borrow_mut();
        for (pronoun, said) in pronouns.into_iter().zip(said) {
            let mut sums = BTreeMap::new();
            for (number, probability) in said.names {
                if let Some(id) = names.get(first + number) {
                    *sums.entry(*id).or_insert(0.0) += probability;
                }
            }
            answers.entry(pronoun).or_insert((said.none, sums));
        }
        let known = answers.contains_key(&at);
        if known {
            self.asked.borrow_mut().insert(at);
        }
        known
    }

    fn knows(&self, at: usize) -> bool {
        self.asked.borrow().contains(&at)
    }

    fn of(&self, at: usize, id: EntityId) -> Option<(&'static str, bool)> {
        if !self.knows(at) {
            return None;
        }
        let answers = self.answers.borrow();
        let (_, sums) = answers.get(&at)?;
        let own = sums.get(&id).copied().unwrap_or(0.0);
        let best = sums.values().all(|p| *p <= own) && own > 0.0;
        Some((step(own), best))
    }

    fn nobody(&self, at: usize) -> Option<&'static str> {
        let answers = self.answers.borrow();
        answers
            .get(&at)
            .filter(|_| self.knows(at))
            .map(|(none, _)| step(*none))
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
