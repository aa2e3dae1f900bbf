//! The alignment of a quotation with a part of a text.

use super::MOST_CELLS;
use super::printed::Unit;
use crate::lexicon;
use gix_imara_diff::{Algorithm, Diff, Token};
use std::ops::Range;

/// A step of an alignment, by the numbers of units of the quotation and words of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The same word.
    Same(usize, usize),
    /// Another word in its place.
    Other(usize, usize),
    /// A word that only the quotation has.
    Added(usize),
    /// A word that only the text has.
    Removed(usize),
    /// A word that an ellipsis, the first number, stands for.
    LeftOut(usize, usize),
    /// A word that brackets, the first number, stand for.
    Bracketed(usize, usize),
}

/// Value of a word that both have, for each unit of its weight.
const SAME: i32 = 20;
const OTHER: i32 = -60;
const LONE: i32 = -40;
/// An ellipsis may stand for many words; of two places the nearer is meant.
const LEFT_OUT: i32 = -1;
/// Brackets stand for a few words.
const BRACKETED: i32 = -12;

const FROM_DIAGONAL: u8 = 0;
const FROM_ABOVE: u8 = 1;
const FROM_LEFT: u8 = 2;

/// Aligns all of the quotation with any part of `window`: how good that is, and the steps, in order. The first of equals is taken.
pub(super) fn align(
    units: &[Unit],
    own: &[Option<u32>],
    ids: &[u32],
    window: Range<usize>,
) -> (i32, Vec<Step>) {
    let text = &ids[window.clone()];
    if units.len().saturating_mul(text.len()) > MOST_CELLS {
        return by_diff(units, own, text, window.start);
    }
    let width = text.len() + 1;
    let mut from = vec![FROM_ABOVE; (units.len() + 1) * width];
    let mut last = vec![0_i32; width];
    let mut row = vec![0_i32; width];
    for (n, unit) in units.iter().enumerate() {
        let (above, left, same) = match unit {
            Unit::Word { folded, .. } => (LONE, LONE, SAME * lexicon::weight(folded) as i32),
            Unit::Ellipsis => (0, LEFT_OUT, 0),
            Unit::Insertion { .. } => (0, BRACKETED, 0),
        };
        // words left out behind the last word of the quotation cost nothing, for they are not aligned
        let from = &mut from[(n + 1) * width..(n + 2) * width];
        row[0] = last[0] + above;
        for at in 1..width {
            let mut best = i32::MIN;
            let mut way = FROM_ABOVE;
            if own[n].is_some() {
                best = last[at - 1] + if own[n] == Some(text[at - 1]) { same } else { OTHER };
                way = FROM_DIAGONAL;
            }
            if last[at] + above > best {
                (best, way) = (last[at] + above, FROM_ABOVE);
            }
            if row[at - 1] + left > best {
                (best, way) = (row[at - 1] + left, FROM_LEFT);
            }
            row[at] = best;
            from[at] = way;
        }
        std::mem::swap(&mut last, &mut row);
    }
    let mut at = 0;
    for (n, score) in last.iter().enumerate() {
        if *score > last[at] {
            at = n;
        }
    }
    let score = last[at];
    let mut steps = Vec::new();
    let mut unit = units.len();
    while unit > 0 {
        match from[unit * width + at] {
            FROM_DIAGONAL => {
                unit -= 1;
                at -= 1;
                let word = window.start + at;
                let same = own[unit] == Some(text[at]);
                steps.push(if same {
                    Step::Same(unit, word)
                } else {
                    Step::Other(unit, word)
                });
            }
            FROM_LEFT => {
                at -= 1;
                let word = window.start + at;
                steps.push(match units[unit - 1] {
                    Unit::Word { .. } => Step::Removed(word),
                    Unit::Ellipsis => Step::LeftOut(unit - 1, word),
                    Unit::Insertion { .. } => Step::Bracketed(unit - 1, word),
                });
            }
            _ => {
                unit -= 1;
                if own[unit].is_some() {
                    steps.push(Step::Added(unit));
                }
            }
        }
    }
    steps.reverse();
    (score, steps)
}

/// The same for quotations of thousands of words: a diff, which takes ellipses and brackets for nothing.
fn by_diff(units: &[Unit], own: &[Option<u32>], text: &[u32], from: usize) -> (i32, Vec<Step>) {
    let kept: Vec<usize> = (0..units.len()).filter(|&n| own[n].is_some()).collect();
    // words that the quotation has not are all one token, which the quotation has not either
    let other = own.iter().flatten().max().map_or(0, |id| id + 1);
    let before: Vec<Token> = kept.iter().map(|&n| Token(own[n].unwrap_or(other))).collect();
    let after: Vec<Token> = text.iter().map(|&id| Token(id.min(other))).collect();
    let mut diff = Diff::default();
    diff.compute_with(Algorithm::Histogram, &before, &after, other + 1);
    let mut steps = Vec::new();
    let (mut unit, mut word) = (0, 0);
    let mut score = 0_i32;
    let mut same = |steps: &mut Vec<Step>, unit: &mut usize, word: &mut usize, end: usize| {
        while *unit < end {
            steps.push(Step::Same(kept[*unit], from + *word));
            score = score.saturating_add(SAME);
            (*unit, *word) = (*unit + 1, *word + 1);
        }
    };
    for hunk in diff.hunks() {
        same(&mut steps, &mut unit, &mut word, hunk.before.start as usize);
        steps.extend(hunk.before.clone().map(|n| Step::Added(kept[n as usize])));
        steps.extend(hunk.after.clone().map(|n| Step::Removed(from + n as usize)));
        (unit, word) = (hunk.before.end as usize, hunk.after.end as usize);
    }
    same(&mut steps, &mut unit, &mut word, kept.len());
    // what the text has ahead of the quotation and behind it is not aligned
    let is_removed = |step: &Step| matches!(step, Step::Removed(_));
    while steps.last().is_some_and(is_removed) {
        steps.pop();
    }
    let first = steps
        .iter()
        .position(|step| matches!(step, Step::Same(..)))
        .unwrap_or(0);
    let ahead: Vec<Step> = steps.drain(..first).filter(|step| !is_removed(step)).collect();
    steps.splice(0..0, ahead);
    (score, steps)
}
