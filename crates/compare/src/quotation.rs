//! Whether a quotation is in a text, word for word or nearly, and what was changed.
//!
//! A quotation that is not there as it stands is aligned with the text: the whole of it with any part of the text (semi-global alignment, Needleman
//! and Wunsch 1970 with free ends in the text), within [`MOST_CELLS`] cells; of a longer text only the part that shares most rare words with
//! the quotation is aligned.

mod align;
mod ends;
mod exact;
mod part;
mod printed;
mod region;

use crate::lexicon;
use crate::word::Words;
use align::Step;
use printed::{Unit, units};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Cells of one alignment at most: words of the quotation times words of the text. A part of a longer text is aligned, three parts at most; what has
/// more cells even so is compared as a diff.
pub const MOST_CELLS: usize = 1_000_000;
/// Words of a run that is found of a quotation in part.
pub const RUN_WORDS: usize = 4;

/// Share of the quotation's words, small words counting less, that an altered quotation has in the text.
const ALTERED: f32 = 0.7;
/// Least of [`Altered::score`]: the text has not many more words in between.
const LEAST_SCORE: f32 = 0.55;
/// Least weight of the words of an altered quotation that are found: a content word and a small one.
const LEAST_ALTERED: u32 = 14;
/// Least weight of a run: two content words.
const LEAST_WEIGHT: u32 = 20;

/// How a quotation that is there word for word is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// Character by character the same, from its first word to its last.
    Verbatim,
    /// The same but for quotation marks, apostrophes, dashes, ellipses, white space and characters that are not printed.
    Typography,
    /// The same but for these and for capitals.
    Case,
}

/// What was changed between a text and a quotation of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceKind {
    /// The quotation has words that the text has not.
    Added,
    /// The quotation leaves out words of the text.
    Removed,
    /// The quotation has other words in their place.
    Replaced,
    /// The words are the same, the marks between them are not: the range is between two words.
    Punctuation,
    /// The word is the same but for diacritics, points or separators ("Melanie", "US", "1200").
    Spelling,
}

/// A place where the quotation differs from the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What was changed.
    pub kind: DifferenceKind,
    /// Bytes of the quotation; empty where words were removed.
    pub quotation: Range<usize>,
    /// Bytes of the text; empty where words were added.
    pub text: Range<usize>,
    /// One of the two has a negation here that the other has not.
    pub negation: bool,
    /// Numbers differ.
    pub number: bool,
}

/// A run of words that the quotation and the text share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedRun {
    /// Bytes of the quotation.
    pub quotation: Range<usize>,
    /// Bytes of the text.
    pub text: Range<usize>,
    /// How many words.
    pub words: usize,
}

/// What was found of a quotation.
#[derive(Clone, Debug, PartialEq)]
pub enum Match {
    /// All of it, word for word.
    Exact {
        /// How it is printed.
        likeness: Likeness,
        /// Where, in bytes of the text: several ranges where the quotation has ellipses or brackets, or the text breaks off its own quotation to name the
        /// speaker.
        ranges: Vec<Range<usize>>,
    },
    /// Most of it, with differences.
    Altered {
        /// Where, in bytes of the text.
        ranges: Vec<Range<usize>>,
        /// The differences, in the order of the quotation.
        differences: Vec<Difference>,
        /// Words that both have, twice, among the words of both, 0 to 1; small words count less.
        score: f32,
    },
    /// Runs of at least [`RUN_WORDS`] words, and no more.
    Partial {
        /// The runs, in the order of the quotation; none overlap there.
        runs: Vec<SharedRun>,
        /// Share of the quotation's words that the runs hold, 0 to 1; small words count less.
        score: f32,
    },
    /// Nothing of it.
    None,
}

impl Match {
    /// 1 for an exact quotation, 0 for none, else what the variant says.
    pub fn score(&self) -> f32 {
        match self {
            Self::Exact { .. } => 1.0,
            Self::Altered { score, .. } | Self::Partial { score, .. } => *score,
            Self::None => 0.0,
        }
    }
}

/// A quotation made ready to be looked for in many texts.
///
/// Quotation marks around it do not matter, nor what stands ahead of its first word and behind its last. `…`, `...`, `[…]` and `(…)` stand for any
/// words that were left out; what stands in brackets (`[the minister]`) for words of the quoter's own in place of any few; `[T]he` is the word;
/// `[sic]` is nothing.
#[derive(Clone, Debug)]
pub struct Quotation<'q> {
    printed: &'q str,
    units: Vec<Unit>,
    ids: FxHashMap<String, u32>,
    weight: u32,
}

/// Looks for a quotation in a text. See [`Quotation::find`].
///
/// ```
/// use onrecord_compare::quotation::{DifferenceKind, Likeness, Match, find};
/// let text = "“The pier will not be closed,” the mayor said, “before the winter.”";
/// let found = find("The pier will not be closed before the winter", text);
/// assert!(matches!(found, Match::Exact { likeness: Likeness::Verbatim, ref ranges } if ranges.len() == 2));
/// let Match::Altered { differences, .. } = find("The pier will be closed", text) else { panic!() };
/// assert_eq!(&text[differences[0].text.clone()], "not");
/// assert!(differences[0].kind == DifferenceKind::Removed && differences[0].negation);
/// assert_eq!(find("The harbour is full of ice", text), Match::None);
/// ```
pub fn find(quotation: &str, text: &str) -> Match {
    Quotation::of(quotation).find(text, &Words::of(text))
}

impl<'q> Quotation<'q> {
    /// Makes a quotation ready.
    pub fn of(printed: &'q str) -> Self {
        let units = units(printed);
        let mut ids = FxHashMap::default();
        let mut weight = 0;
        for unit in &units {
            if let Unit::Word { folded, .. } = unit {
                let next = ids.len() as u32;
                ids.entry(folded.clone()).or_insert(next);
                weight += lexicon::weight(folded);
            }
        }
        Self {
            printed,
            units,
            ids,
            weight,
        }
    }

    /// Looks for it in `text`, whose words are `words`. The first of several places that are equally good is found.
    ///
    /// Takes time in proportion to the text, and in proportion to three times [`MOST_CELLS`] at most when the text has most of the quotation's words, but not in its
    /// order. A quotation without words is never found.
    pub fn find(&self, text: &str, words: &Words) -> Match {
        let ids: Vec<u32> = words
            .iter()
            .map(|w| self.ids.get(w.folded).copied().unwrap_or(u32::MAX))
            .collect();
        let own: Vec<Option<u32>> = self.units.iter().map(|unit| self.id(unit)).collect();
        if self.weight == 0 || !self.may_be_in(&ids) {
            return Match::None;
        }
        if let Some(first) = exact::find(&own, &ids) {
            let steps: Vec<Step> = (0..own.len()).map(|n| Step::Same(n, first + n)).collect();
            return self.judge(&steps, text, words);
        }
        let best = region::windows(&own, &self.units, &ids)
            .into_iter()
            .map(|window| {
                let (score, steps) = align::align(&self.units, &own, &ids, window);
                (score, ends::pair(steps, &own, text, words))
            })
            .reduce(|best, other| if other.0 > best.0 { other } else { best });
        let found = best.map_or(Match::None, |(_, steps)| self.judge(&steps, text, words));
        if found != Match::None {
            return found;
        }
        let runs = part::runs(&own, &ids);
        self.partial(&runs, words)
    }

    fn id(&self, unit: &Unit) -> Option<u32> {
        match unit {
            Unit::Word { folded, .. } => self.ids.get(folded).copied(),
            _ => None,
        }
    }

    /// Whether enough of the quotation's words stand in the text at all.
    fn may_be_in(&self, ids: &[u32]) -> bool {
        let mut there = vec![false; self.ids.len()];
        for &id in ids {
            if let Some(there) = there.get_mut(id as usize) {
                *there = true;
            }
        }
        // a run of few words may be all that is found
        let mut run = 0;
        for unit in &self.units {
            let Some(id) = self.id(unit) else { continue };
            run = if there[id as usize] { run + 1 } else { 0 };
            if run >= RUN_WORDS.min(self.ids.len()) {
                return true;
            }
        }
        let weight: u32 = self
            .units
            .iter()
            .filter_map(|unit| match unit {
                Unit::Word { folded, .. } if self.id(unit).is_some_and(|id| there[id as usize]) => {
                    Some(lexicon::weight(folded))
                }
                _ => None,
            })
            .sum();
        weight as f32 >= ALTERED * self.weight as f32
    }

    /// What an alignment amounts to.
    fn judge(&self, steps: &[Step], text: &str, words: &Words) -> Match {
        let mut read = exact::Reading::of(self.printed, &self.units, steps, text, words);
        let (same, added, removed) = read.weights(&self.units, words);
        if same == 0 {
            return Match::None;
        }
        let score = 2.0 * same as f32 / (2 * same + added + removed) as f32;
        if added == 0 && removed == 0 && read.differences.is_empty() {
            return Match::Exact {
                likeness: read.likeness,
                ranges: read.ranges,
            };
        }
        let share = same as f32 / self.weight as f32;
        let whole = added == 0 && removed == 0;
        if !whole && (share < ALTERED || score < LEAST_SCORE || same < LEAST_ALTERED) {
            return Match::None;
        }
        read.differences
            .sort_by_key(|d| (d.quotation.start, d.text.start));
        Match::Altered {
            ranges: read.ranges,
            differences: read.differences,
            score,
        }
    }

    fn partial(&self, runs: &[(usize, usize, usize)], words: &Words) -> Match {
        let mut weight = 0;
        let mut shared = Vec::new();
        for &(unit, word, length) in runs {
            let Some(&Range { start, .. }) = self.units[unit].range() else {
                continue;
            };
            let Some(&Range { end, .. }) = self.units[unit + length - 1].range() else {
                continue;
            };
            let own: u32 = (word..word + length)
                .map(|n| lexicon::weight(words.folded(n)))
                .sum();
            if own < LEAST_WEIGHT {
                continue;
            }
            weight += own;
            shared.push(SharedRun {
                quotation: start..end,
                text: words.bytes(word..word + length),
                words: length,
            });
        }
        if shared.is_empty() {
            return Match::None;
        }
        Match::Partial {
            runs: shared,
            score: weight as f32 / self.weight as f32,
        }
    }
}

#[cfg(test)]
mod tests;
