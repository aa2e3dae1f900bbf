//! What the narration tells of a day: occasions, transcripts, leads.

use crate::carry::REACH;
use crate::clause::is_occasion;
use crate::days::Anchors;
use crate::expression::{Expression, is_background};
use crate::statement::{Reported, anchor};
use onrecord_text::{Layout, QuoteState};
use std::ops::Range;

/// Days before a statement that are looked at.
const NEAR: usize = 8;

/// The days that the narration tells of.
pub(crate) struct Scene<'e> {
    expressions: &'e [Expression],
    /// Indices of single days told of outside all contents, in text order.
    days: Vec<usize>,
    /// What is long before the day of writing is no scene.
    anchors: &'e Anchors,
}

impl<'e> Scene<'e> {
    /// What the text of `layout` tells outside the contents, which `owner` knows.
    pub(crate) fn new(
        layout: &Layout<'_>,
        expressions: &'e [Expression],
        anchors: &'e Anchors,
        owner: &[Option<usize>],
    ) -> Self {
        let outside = |i: usize| owner[i].is_none() && layout.quote_states()[i] == QuoteState::Outside;
        let days = (0..expressions.len())
            .filter(|&e| {
                let e = &expressions[e];
                !e.bound
                    && !e.future
                    && e.days.is_some_and(|d| d.single().is_some())
                    && outside(e.tokens.start)
            })
            .collect();
        Self {
            expressions,
            days,
            anchors,
        }
    }

    /// The day of the scene that `s` is part of.
    pub(crate) fn of(&self, layout: &Layout<'_>, s: &Reported<'_>) -> Option<(usize, &'static str)> {
        let at = anchor(s);
        let sentence = &layout.sentences()[layout.sentence_of(at)];
        let before = self
            .days
            .partition_point(|&e| self.expressions[e].tokens.start < sentence.tokens.start);
        if s.turn || is_turn(layout, s) {
            let last = *self.days[..before].last()?;
            return Some((last, "the transcript is of that day"));
        }
        let last = *self.days[..before]
            .iter()
            .rev()
            .take(NEAR)
            .find(|&&e| self.is_scene(e))?;
        let paragraph = layout.paragraph_of(self.expressions[last].tokens.start);
        if paragraph + REACH < sentence.paragraph {
            return None;
        }
        if names_occasion(layout, s) {
            return Some((last, "the occasion is of that day"));
        }
        s.event.is_some().then_some((last, "the event is of that day"))
    }

    /// Whether the text tells that something happened on the day, not long before it was written.
    fn is_scene(&self, e: usize) -> bool {
        let e = &self.expressions[e];
        let day = e.days.and_then(|d| d.single());
        !e.imprint && day.is_some_and(|day| !is_background(day, self.anchors))
    }

    /// The day of the first sentence after the headline, when it tells of the source.
    pub(crate) fn lead(&self, layout: &Layout<'_>, s: &Reported<'_>, from: usize) -> Option<usize> {
        let sentence = &layout.sentences()[layout.sentence_of(from)..];
        // a line with the date may stand between
        let sentence = sentence.iter().find(|s| s.tokens.len() > 9)?;
        let first = self
            .days
            .partition_point(|&e| self.expressions[e].tokens.start < sentence.tokens.start);
        let day = *self.days.get(first)?;
        (sentence.tokens.contains(&self.expressions[day].tokens.start)
            && self.is_scene(day)
            && names_source(layout, s, &sentence.tokens))
        .then_some(day)
    }
}

/// A turn of a transcript: the source begins the paragraph, and a colon or a dash is all that marks it.
fn is_turn(layout: &Layout<'_>, s: &Reported<'_>) -> bool {
    let (Some(source), Some(cue)) = (s.source.first(), s.cue.first()) else {
        return false;
    };
    let paragraph = layout.sentences()[layout.sentence_of(source.start)].paragraph;
    matches!(layout.word(cue.start), ":" | "—" | "–") && layout.paragraphs()[paragraph].start == source.start
}

/// Whether the last word of the source stands in a sentence too.
fn names_source(layout: &Layout<'_>, s: &Reported<'_>, sentence: &Range<usize>) -> bool {
    s.source.last().is_some_and(|source| {
        source.end > source.start && {
            let last = layout.word(source.end - 1);
            last.len() > 3
                && sentence
                    .clone()
                    .any(|i| layout.word(i).eq_ignore_ascii_case(last) && !source.contains(&i))
        }
    })
}

/// "In turn, the guest noted": the next speaker on the same occasion.
pub(crate) fn takes_turn(layout: &Layout<'_>, s: &Reported<'_>) -> bool {
    let sentence = &layout.sentences()[layout.sentence_of(anchor(s))].tokens;
    let word = |i: usize| if sentence.contains(&i) { layout.word(i) } else { "" };
    let pair = |i: usize| {
        matches!(
            (word(i), word(i + 1)),
            ("In" | "in", "turn") | ("In", "response") | ("Responding" | "Replying" | "Receiving", _)
        ) || matches!((word(i), word(i + 2)), ("on" | "On" | "for" | "For", "part"))
    };
    let source = s.source.last().map_or(sentence.start, |r| r.end);
    pair(sentence.start) || pair(source) || pair(source + 1)
}

/// "At the meeting, he noted", "the statement said": an occasion or a text that the article has told of.
fn names_occasion(layout: &Layout<'_>, s: &Reported<'_>) -> bool {
    let at = anchor(s);
    let sentence = &layout.sentences()[layout.sentence_of(at)].tokens;
    let inside = |i: usize| s.content.iter().any(|r| r.contains(&i));
    let from = sentence.start.max(at.saturating_sub(24));
    let to = sentence.end.min(at + 24);
    (from..to).any(|i| {
        if !is_definite(layout.word(i)) || inside(i) {
            return false;
        }
        let source = s.source.iter().find(|r| r.contains(&i));
        let until = match source {
            // the source itself: "the statement", not "the ruling party"
            Some(source) => source.end,
            None if i > from && is_preposition(layout.word(i - 1)) => to,
            None => return false,
        };
        let until = until.min(i + 4);
        (i + 1..until).any(|n| {
            let heads = layout
                .tokens()
                .get(n + 1)
                .is_none_or(|t| !t.is_word() || n + 1 == until)
                || layout.word(n + 1) == "of"
                || s.cue.iter().any(|c| c.start == n + 1);
            is_occasion(layout.word(n)) && !inside(n) && heads
        })
    })
}

fn is_definite(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "The"
            | "that"
            | "That"
            | "this"
            | "This"
            | "his"
            | "His"
            | "her"
            | "Her"
            | "its"
            | "Its"
            | "their"
            | "Their"
    )
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "at" | "At"
            | "in"
            | "In"
            | "during"
            | "During"
            | "to"
            | "To"
            | "on"
            | "On"
            | "after"
            | "After"
            | "following"
            | "Following"
    )
}
