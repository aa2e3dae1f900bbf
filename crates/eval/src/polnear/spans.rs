//! Span and token comparison of one role in one article.

use crate::code_points::CodePoints;
use crate::figures::Tally;
use serde::Serialize;
use std::collections::BTreeSet;
use std::ops::AddAssign;

/// A role that spans play in an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Who says it.
    Source,
    /// The words that mark it.
    Cue,
    /// What is said.
    Content,
}

impl Role {
    /// All of them, in printing order.
    pub const ALL: [Self; 3] = [Self::Source, Self::Cue, Self::Content];

    /// The word that reports print.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Cue => "cue",
            Self::Content => "content",
        }
    }
}

/// What is counted of one role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RoleCounts {
    pub(crate) exact: Tally,
    pub(crate) begin: Tally,
    pub(crate) overlap: Tally,
    pub(crate) token: Tally,
}

impl AddAssign<&RoleCounts> for RoleCounts {
    fn add_assign(&mut self, other: &RoleCounts) {
        self.exact += &other.exact;
        self.begin += &other.begin;
        self.overlap += &other.overlap;
        self.token += &other.token;
    }
}

/// A text's tokens and white space, by code point.
pub(crate) struct Text {
    tokens: Vec<(u32, u32)>,
    white: Vec<bool>,
}

impl Text {
    pub(crate) fn new(text: &str) -> Self {
        let mut tokens: Vec<(u32, u32)> = Vec::new();
        let mut white = Vec::new();
        let mut in_word = false;
        for (at, c) in (0u32..).zip(text.chars()) {
            white.push(c.is_whitespace());
            let word = c.is_alphanumeric();
            match tokens.last_mut() {
                Some(last) if word && in_word => last.1 = at + 1,
                _ if c.is_whitespace() => {}
                _ => tokens.push((at, at + 1)),
            }
            in_word = word;
        }
        Self { tokens, white }
    }

    pub(crate) fn compare<'s>(
        &self,
        gold: impl Iterator<Item = &'s CodePoints> + Clone,
        predicted: impl Iterator<Item = &'s CodePoints> + Clone,
    ) -> RoleCounts {
        let fragments = |sets: &mut dyn Iterator<Item = &'s CodePoints>| -> BTreeSet<(u32, u32)> {
            sets.flat_map(|set| self.contiguous(set)).collect()
        };
        let union = |sets: &mut dyn Iterator<Item = &'s CodePoints>| {
            CodePoints::new(sets.flat_map(|set| set.ranges().iter().copied()))
        };
        let (gold_points, points) = (union(&mut gold.clone()), union(&mut predicted.clone()));
        let (gold, predicted) = (fragments(&mut gold.clone()), fragments(&mut predicted.clone()));

        let mut counts = RoleCounts::default();
        let begins =
            |fragments: &BTreeSet<(u32, u32)>| fragments.iter().map(|f| f.0).collect::<BTreeSet<u32>>();
        let (gold_begins, predicted_begins) = (begins(&gold), begins(&predicted));
        for fragment in &gold {
            counts.exact.ask(predicted.contains(fragment));
            counts.begin.ask(predicted_begins.contains(&fragment.0));
            counts.overlap.ask(points.overlaps(&CodePoints::new([*fragment])));
        }
        for fragment in &predicted {
            counts.exact.hold(gold.contains(fragment));
            counts.begin.hold(gold_begins.contains(&fragment.0));
            counts
                .overlap
                .hold(gold_points.overlaps(&CodePoints::new([*fragment])));
        }
        let (gold_tokens, tokens) = (self.covered(&gold_points), self.covered(&points));
        for (&gold, &predicted) in gold_tokens.iter().zip(&tokens) {
            if gold {
                counts.token.ask(predicted);
            }
            if predicted {
                counts.token.hold(gold);
            }
        }
        counts
    }

    /// The ranges of a set; those with only white space between them are one.
    fn contiguous(&self, set: &CodePoints) -> Vec<(u32, u32)> {
        let mut out: Vec<(u32, u32)> = Vec::new();
        for &(start, end) in set.ranges() {
            match out.last_mut() {
                Some(last) if self.only_white(last.1, start) => last.1 = end,
                _ => out.push((start, end)),
            }
        }
        out
    }

    fn only_white(&self, start: u32, end: u32) -> bool {
        self.white
            .get(start as usize..end as usize)
            .is_some_and(|gap| gap.iter().all(|&white| white))
    }

    /// Of each token, whether the set holds any of it.
    fn covered(&self, set: &CodePoints) -> Vec<bool> {
        let mut ranges = set.ranges().iter().peekable();
        let mut out = Vec::with_capacity(self.tokens.len());
        for &(start, end) in &self.tokens {
            while ranges.next_if(|range| range.1 <= start).is_some() {}
            out.push(ranges.peek().is_some_and(|range| range.0 < end));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::{CodePoints, Text};

    #[test]
    fn tokens_are_words_and_signs() {
        let text = Text::new("Ada’s 3rd 🚢, “so” é");
        assert_eq!(
            text.tokens,
            [
                (0, 3),
                (3, 4),
                (4, 5),
                (6, 9),
                (10, 11),
                (11, 12),
                (13, 14),
                (14, 16),
                (16, 17),
                (18, 19)
            ]
        );
    }

    #[test]
    fn a_role_is_compared_four_ways() {
        //                    0123456789012345678901234
        let text = Text::new("Ada Quill and Bo Reed said");
        let gold = [
            CodePoints::new([(0, 9)]),
            CodePoints::new([(14, 21)]),
            CodePoints::new([(14, 21)]),
        ];
        let predicted = [
            CodePoints::new([(0, 9)]),
            CodePoints::new([(14, 16)]),
            CodePoints::new([(22, 26)]),
        ];
        let counts = text.compare(gold.iter(), predicted.iter());
        let of = |tally: crate::figures::Tally| (tally.right, tally.predicted, tally.found, tally.gold);
        assert_eq!(of(counts.exact), (1, 3, 1, 2));
        assert_eq!(of(counts.begin), (2, 3, 2, 2));
        assert_eq!(of(counts.overlap), (2, 3, 2, 2));
        assert_eq!(of(counts.token), (3, 4, 3, 4));
    }

    #[test]
    fn fragments_apart_by_white_space_are_one() {
        let text = Text::new("Ada  Quill, Reed");
        let one = text.compare(
            [CodePoints::new([(0, 3), (5, 10)])].iter(),
            [CodePoints::new([(0, 10)])].iter(),
        );
        assert_eq!((one.exact.right, one.exact.gold), (1, 1));
        let two = text.compare([CodePoints::new([(0, 10), (12, 16)])].iter(), [].iter());
        assert_eq!(two.exact.gold, 2);
        let beyond = text.compare([CodePoints::new([(0, 10), (90, 96)])].iter(), [].iter());
        assert_eq!(beyond.exact.gold, 2);
    }
}
