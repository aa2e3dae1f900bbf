//! What an alignment says: where the quotation stands, what differs, and how it is printed.

use super::align::Step;
use super::ends::apart;
use super::printed::Unit;
use super::{Difference, DifferenceKind, Likeness};
use crate::fold::{is_dash, is_diacritic, is_quote};
use crate::lexicon;
use crate::word::{Words, is_invisible};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// The first place where all units stand word for word: Knuth, Morris and Pratt (1977). `None` when the quotation has ellipses or brackets.
pub(super) fn find(own: &[Option<u32>], ids: &[u32]) -> Option<usize> {
    let own: Vec<u32> = own.iter().copied().collect::<Option<_>>()?;
    let mut back = vec![0; own.len()];
    let mut matched = 0;
    for n in 1..own.len() {
        while matched > 0 && own[matched] != own[n] {
            matched = back[matched - 1];
        }
        matched += usize::from(own[matched] == own[n]);
        back[n] = matched;
    }
    matched = 0;
    for (n, &id) in ids.iter().enumerate() {
        while matched > 0 && own[matched] != id {
            matched = back[matched - 1];
        }
        matched += usize::from(*own.get(matched)? == id);
        if matched == own.len() {
            return Some(n + 1 - matched);
        }
    }
    None
}

/// An alignment read.
pub(super) struct Reading {
    pub(super) ranges: Vec<Range<usize>>,
    pub(super) differences: Vec<Difference>,
    pub(super) likeness: Likeness,
    same: Vec<usize>,
    added: Vec<usize>,
    removed: Vec<usize>,
}

/// A stretch without a word in common: units and words.
#[derive(Default)]
struct Stretch {
    units: Vec<usize>,
    words: Vec<usize>,
}

impl Reading {
    pub(super) fn of(printed: &str, units: &[Unit], steps: &[Step], text: &str, words: &Words) -> Self {
        let mut out = Self {
            ranges: Vec::new(),
            differences: Vec::new(),
            likeness: Likeness::Verbatim,
            same: Vec::new(),
            added: Vec::new(),
            removed: Vec::new(),
        };
        let mut runs: Vec<Range<usize>> = Vec::new();
        let mut hidden: Vec<(usize, Range<usize>)> = Vec::new();
        let mut stretch = Stretch::default();
        let mut last: Option<(usize, usize)> = None; // the pair before, when nothing stands between
        for (n, step) in steps.iter().enumerate() {
            match *step {
                Step::Same(unit, word) => {
                    if stretch.units.is_empty() && interrupts(&stretch.words, text, words) {
                        // the text breaks off its quotation to name the speaker
                        stretch = Stretch::default();
                        runs.push(word..word);
                        last = None;
                    }
                    // a small word in common does not part what was written anew
                    let next_differs = matches!(
                        steps.get(n + 1),
                        Some(Step::Other(..) | Step::Added(_) | Step::Removed(_))
                    );
                    let lone =
                        !stretch.units.is_empty() && next_differs && lexicon::weight(words.folded(word)) < 10;
                    if lone {
                        stretch.units.push(unit);
                        stretch.words.push(word);
                    } else {
                        out.close(&mut stretch, printed, units, words, word, unit);
                        out.compare(printed, units, text, words, last, (unit, word));
                        out.same.push(word);
                    }
                    grow(&mut runs, word);
                    last = (!lone).then_some((unit, word));
                }
                Step::Other(unit, word) => {
                    stretch.units.push(unit);
                    stretch.words.push(word);
                    grow(&mut runs, word);
                    last = None;
                }
                Step::Added(unit) => {
                    stretch.units.push(unit);
                    last = None;
                }
                Step::Removed(word) => {
                    stretch.words.push(word);
                    last = None;
                }
                Step::LeftOut(unit, word) | Step::Bracketed(unit, word) => {
                    out.close(&mut stretch, printed, units, words, word, usize::MAX);
                    match hidden.last_mut().filter(|(u, _)| *u == unit) {
                        Some((_, range)) => range.end = word + 1,
                        None => hidden.push((unit, word..word + 1)),
                    }
                    runs.push(word + 1..word + 1);
                    last = None;
                }
            }
        }
        let end = runs.last().map_or(0, |run| run.end);
        out.close(&mut stretch, printed, units, words, end, usize::MAX);
        for (unit, range) in hidden {
            out.uncover(unit, range, printed, units, text, words);
        }
        out.ranges = runs
            .into_iter()
            .filter(|run| !run.is_empty())
            .map(|run| words.bytes(run))
            .collect();
        out
    }

    /// Weights of the words that both have, that the quotation adds, and that it leaves out.
    pub(super) fn weights(&self, units: &[Unit], words: &Words) -> (u32, u32, u32) {
        let of_words = |list: &[usize]| {
            list.iter()
                .map(|&n| lexicon::weight(words.folded(n)))
                .sum::<u32>()
        };
        let of_units = |list: &[usize]| {
            list.iter()
                .map(|&n| lexicon::weight(folded(&units[n])))
                .sum::<u32>()
        };
        (
            of_words(&self.same),
            of_units(&self.added),
            of_words(&self.removed),
        )
    }

    fn close(
        &mut self,
        stretch: &mut Stretch,
        printed: &str,
        units: &[Unit],
        words: &Words,
        word: usize,
        unit: usize,
    ) {
        let Stretch {
            units: own,
            words: theirs,
        } = std::mem::take(stretch);
        let kind = match (own.is_empty(), theirs.is_empty()) {
            (true, true) => return,
            (false, true) => DifferenceKind::Added,
            (true, false) => DifferenceKind::Removed,
            (false, false) => DifferenceKind::Replaced,
        };
        let range = |n: usize| units.get(n).and_then(Unit::range);
        let quotation = match (
            own.first().and_then(|&n| range(n)),
            own.last().and_then(|&n| range(n)),
        ) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => {
                let at = range(unit).map_or(printed.len(), |range| range.start);
                at..at
            }
        };
        let text = match (theirs.first(), theirs.last()) {
            (Some(&first), Some(&last)) => words.bytes(first..last + 1),
            _ => words.bytes(word..word),
        };
        let ours: Vec<&str> = own.iter().map(|&n| folded(&units[n])).collect();
        let others: Vec<&str> = theirs.iter().map(|&n| words.folded(n)).collect();
        let negations = |list: &[&str]| list.iter().filter(|word| lexicon::negates(word)).count();
        let figures = |list: &[&str]| {
            let mut figures: Vec<String> = list
                .iter()
                .filter(|w| lexicon::is_figure(w))
                .map(|w| lexicon::number(w).unwrap_or(w).to_owned())
                .collect();
            figures.sort_unstable();
            figures
        };
        self.differences.push(Difference {
            kind,
            quotation,
            text,
            negation: negations(&ours) % 2 != negations(&others) % 2,
            number: figures(&ours) != figures(&others),
        });
        self.added.extend(own);
        self.removed.extend(theirs);
    }

    /// An ellipsis or brackets that hide a negation of the sentence that goes on: that is no faithful quotation.
    fn uncover(
        &mut self,
        unit: usize,
        hidden: Range<usize>,
        printed: &str,
        units: &[Unit],
        text: &str,
        words: &Words,
    ) {
        // of whole sentences in between nothing matters
        let ends = |n: &usize| apart(*n, text, words);
        let head = hidden.clone().find(ends).map_or(hidden.end, |n| n + 1);
        let tail = hidden.clone().rev().find(ends).map_or(hidden.end, |n| n + 1);
        let (head, tail) = (hidden.start..head, tail..hidden.end);
        let negations = |range: Range<usize>| range.filter(|&n| lexicon::negates(words.folded(n))).count();
        let range = match &units[unit] {
            Unit::Insertion { range } => range.clone(),
            _ => {
                let at = units[unit..]
                    .iter()
                    .find_map(Unit::range)
                    .map_or(printed.len(), |range| range.start);
                at..at
            }
        };
        let own = Words::of(&printed[range.clone()]);
        let own = own.iter().filter(|word| lexicon::negates(word.folded)).count();
        if (negations(head) + negations(tail)) % 2 == own % 2 {
            return;
        }
        self.differences.push(Difference {
            kind: if range.is_empty() {
                DifferenceKind::Removed
            } else {
                DifferenceKind::Replaced
            },
            quotation: range,
            text: words.bytes(hidden),
            negation: true,
            number: false,
        });
    }

    /// Compares a word, and what stands between it and the pair before, as they are printed.
    fn compare(
        &mut self,
        printed: &str,
        units: &[Unit],
        text: &str,
        words: &Words,
        before: Option<(usize, usize)>,
        (unit, word): (usize, usize),
    ) {
        let range = |n: usize| units[n].range().cloned().unwrap_or_default();
        let own = range(unit);
        let theirs = words.bytes(word..word + 1);
        let (ours, other) = (&printed[own.clone()], &text[theirs.clone()]);
        let plain = |kind, quotation, text| Difference {
            kind,
            quotation,
            text,
            negation: false,
            number: false,
        };
        match likeness(ours, other) {
            Some(likeness) => self.likeness = self.likeness.max(likeness),
            None if ours.starts_with('[') => self.likeness = self.likeness.max(Likeness::Case),
            None => self
                .differences
                .push(plain(DifferenceKind::Spelling, own.clone(), theirs.clone())),
        }
        let Some((last_unit, last_word)) = before.filter(|&(u, w)| u + 1 == unit && w + 1 == word) else {
            return;
        };
        let between = range(last_unit).end..own.start;
        let theirs = words.bytes(last_word..last_word + 1).end..theirs.start;
        let (ours, other) = (&printed[between.clone()], &text[theirs.clone()]);
        if ours == other {
            return;
        }
        if marks(ours) == marks(other) {
            self.likeness = self.likeness.max(Likeness::Typography);
        } else {
            self.differences
                .push(plain(DifferenceKind::Punctuation, between, theirs));
        }
    }
}

fn folded(unit: &Unit) -> &str {
    match unit {
        Unit::Word { folded, .. } => folded,
        _ => "",
    }
}

fn grow(runs: &mut Vec<Range<usize>>, word: usize) {
    match runs.last_mut() {
        Some(run) if run.start < run.end => run.end = word + 1,
        Some(run) => *run = word..word + 1,
        None => runs.push(word..word + 1),
    }
}

/// Whether words of the text stand between a closing and an opening quotation mark: “…,” she said, “…”.
fn interrupts(stretch: &[usize], text: &str, words: &Words) -> bool {
    let (Some(&first), Some(&last)) = (stretch.first(), stretch.last()) else {
        return false;
    };
    let between = |left: usize, right: usize| {
        let from = words.bytes(left..left + 1).end;
        let to = words.bytes(right..right + 1).start;
        text.get(from..to)
            .is_some_and(|between| between.contains(is_quote))
    };
    first > 0 && last + 1 < words.len() && between(first - 1, first) && between(last, last + 1)
}

/// How alike two words are as printed; `None` when they differ in more than capitals.
fn likeness(a: &str, b: &str) -> Option<Likeness> {
    if a == b {
        return Some(Likeness::Verbatim);
    }
    let (a, b) = (typographic(a), typographic(b));
    if a == b {
        Some(Likeness::Typography)
    } else if a.to_lowercase() == b.to_lowercase() {
        Some(Likeness::Case)
    } else {
        None
    }
}

/// A word in NFC, with plain apostrophes and without what is not printed.
fn typographic(word: &str) -> String {
    let plain = |c: char| {
        if is_quote(c) {
            '\''
        } else if is_dash(c) {
            '-'
        } else {
            c
        }
    };
    UnicodeNormalization::nfc(word)
        .filter(|&c| !is_invisible(c))
        .map(plain)
        .collect()
}

/// What stands between two words, without quotation marks and white space, dashes alike.
fn marks(between: &str) -> String {
    let kept = |c: &char| !(c.is_whitespace() || is_quote(*c) || is_invisible(*c) || is_diacritic(*c));
    let plain = |c: char| if is_dash(c) { '-' } else { c };
    let marks: String = between.chars().filter(kept).map(plain).collect();
    // one dash is set as two hyphens
    marks.replace("...", "…").replace("--", "-")
}
