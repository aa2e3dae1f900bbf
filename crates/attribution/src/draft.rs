//! Statements in the making, in tokens.

use onrecord_model::{Attribute, MODES, ModeLabel, Role};
use std::ops::Range;

/// A run of tokens that the tagger marked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    pub(crate) role: Role,
    pub(crate) tokens: Range<usize>,
    pub(crate) probability: f32,
    /// Log probabilities of the modes, summed over a cue's tokens.
    pub(crate) modes: [f32; MODES.len()],
}

/// A run of tokens that says whom, in what, on what occasion or through whom.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Side {
    pub(crate) attribute: Attribute,
    pub(crate) tokens: Range<usize>,
}

/// What the tagger found in one reading of a text or of a content.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marked {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) sides: Vec<Side>,
    /// For every token read: the probability that a statement inside this one is marked there.
    pub(crate) gates: Vec<(usize, f32)>,
}

/// A statement in the making.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// In text order, not overlapping.
    pub(crate) content: Vec<Range<usize>>,
    pub(crate) cue: Vec<Range<usize>>,
    pub(crate) source: Vec<Range<usize>>,
    pub(crate) mode: ModeLabel,
    /// Mean tag probabilities of content, cue and source.
    pub(crate) evidence: Evidence,
    pub(crate) sides: Vec<Side>,
    /// Index of the draft whose content holds this one.
    pub(crate) parent: Option<usize>,
    pub(crate) why: Vec<String>,
    /// A turn of a transcript: its content is the speaker's own words without marks.
    pub(crate) turn: bool,
    pub(crate) said_on: Option<Said>,
}

/// When a statement was made, and the phrase that tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) tokens: Range<usize>,
    /// ISO 8601, possibly shortened to a month or a year.
    pub(crate) date: String,
}

/// How sure the tagger was of each part; absent parts are `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Evidence {
    pub(crate) content: f32,
    pub(crate) cue: Option<f32>,
    pub(crate) source: Option<f32>,
}

impl Draft {
    /// First token of any content.
    pub(crate) fn start(&self) -> usize {
        self.content.first().map_or(0, |r| r.start)
    }

    /// One past the last token of any content.
    pub(crate) fn end(&self) -> usize {
        self.content.last().map_or(0, |r| r.end)
    }

    /// Number of tokens in the content.
    pub(crate) fn len(&self) -> usize {
        self.content.iter().map(ExactSizeIterator::len).sum()
    }

    /// Whether the content holds token `index`.
    pub(crate) fn holds(&self, index: usize) -> bool {
        self.content.iter().any(|r| r.contains(&index))
    }

    /// Where the statement is anchored: its cue, else its source, else its content.
    pub(crate) fn anchor(&self) -> usize {
        self.cue
            .first()
            .or(self.source.first())
            .map_or_else(|| self.start(), |r| r.start)
    }

    /// Sorts the content's fragments and joins those that touch or overlap.
    pub(crate) fn tidy(&mut self) {
        self.content.retain(|r| r.start < r.end);
        self.content.sort_by_key(|r| r.start);
        let mut out: Vec<Range<usize>> = Vec::with_capacity(self.content.len());
        for r in self.content.drain(..) {
            match out.last_mut() {
                Some(last) if r.start <= last.end => last.end = last.end.max(r.end),
                _ => out.push(r),
            }
        }
        self.content = out;
    }
}
