//! Which time expression belongs to the act of saying: the one in the clause of the cue, not one in what is said.

use crate::days::Precision;
use crate::expression::{Expression, Kind};
use crate::statement::Reported;
use onrecord_text::{Layout, Mark, Shape};
use std::ops::Range;

/// How an expression stands to a cue; nearer first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// "said on Wednesday", "told reporters yesterday"
    Beside,
    /// "the mayor on Wednesday said"
    BehindSource,
    /// "said in a statement released on Wednesday"
    After,
    /// "On Wednesday, the mayor said", "At a briefing on Wednesday, he said"
    Ahead,
}

impl Place {
    /// Whether no other cue can have the expression.
    pub(crate) fn is_close(self) -> bool {
        self <= Self::BehindSource
    }
}

/// Tokens between a cue and an expression beside it, at most: an addressee or a medium.
const BESIDE: usize = 4;

/// Tokens between a cue and an expression after it, at most.
const FAR: usize = 24;

/// One statement's clause.
pub(crate) struct Clause<'a, 't> {
    pub(crate) layout: &'a Layout<'t>,
    pub(crate) reported: &'a Reported<'a>,
    /// The sentence of the cue.
    pub(crate) sentence: Range<usize>,
    /// Whether a token stands in the content of this statement or of another that does not hold its cue.
    pub(crate) foreign: &'a dyn Fn(usize) -> bool,
    /// Whether another statement's cue begins at a token.
    pub(crate) cue_at: &'a dyn Fn(usize) -> bool,
}

impl Clause<'_, '_> {
    /// Where `expression` stands in the clause, and how far from the cue; `None` when it is not of the clause.
    pub(crate) fn place(&self, expression: &Expression) -> Option<(Place, usize)> {
        let at = &expression.tokens;
        let in_source = self.reported.source.iter().any(|s| s.contains(&at.start));
        if expression.imprint
            || expression.bound && !self.is_as_of(at.start)
            || (self.foreign)(at.start)
            || in_source && expression.kind == Kind::Vague
        {
            return None;
        }
        if self.is_modifier(at.end) && !self.modifies_saying(at.end) {
            return None;
        }
        let place = self.stands(at)?;
        // "a tower built in 1998": months and years date other things as often as the act of saying
        let near = expression.precision() == Some(Precision::Day)
            || expression.days.is_none()
            || matches!(place, (Place::Beside | Place::BehindSource, _))
            || self.opens(at.start);
        near.then_some(place)
    }

    fn stands(&self, at: &Range<usize>) -> Option<(Place, usize)> {
        let (cue, last) = (self.reported.cue.first()?, self.reported.cue.last()?);
        if at.start >= cue.start {
            let gap = self.own(cue.end.max(last.end).min(at.start)..at.start)?;
            let beside = gap <= BESIDE;
            return (gap <= FAR).then_some((if beside { Place::Beside } else { Place::After }, gap));
        }
        let source = self.reported.source.iter().rfind(|s| s.end <= cue.start);
        if let Some(source) = source
            && source.end <= at.start
        {
            let gap = self.own(source.end..at.start)?;
            self.own(at.end..cue.start)?;
            return Some((Place::BehindSource, gap));
        }
        let until = source.map_or(cue.start, |s| s.start);
        let between = at.end..until.max(at.end);
        let gap = between.clone().filter(|&i| !(self.foreign)(i)).count();
        let joined = between
            .clone()
            .any(|i| matches!(self.layout.word(i), "and" | "but" | "or" | ";"));
        let leads = gap <= 1 && !joined
            || self.opens(at.start) && self.closes(between.clone())
            || self.leads(between);
        leads.then_some((Place::Ahead, gap))
    }

    /// "As of Monday", "By Sunday afternoon" at the start: what is known by then is said then.
    fn is_as_of(&self, at: usize) -> bool {
        let word = |back: usize| {
            at.checked_sub(back)
                .filter(|&i| i >= self.sentence.start)
                .map_or("", |i| self.layout.word(i))
        };
        let skip = usize::from(matches!(word(1), "early" | "late"));
        word(1 + skip) == "By" || word(1 + skip) == "of" && matches!(word(2 + skip), "As" | "as")
    }

    /// A clause that begins in `range` ends there, with a comma.
    fn closes(&self, range: Range<usize>) -> bool {
        let own = |i: &usize| !(self.foreign)(*i);
        match range
            .clone()
            .filter(own)
            .rfind(|&i| opens_clause(self.layout.word(i)))
        {
            Some(last) => (last..range.end).any(|i| self.layout.word(i) == ","),
            None => true,
        }
    }

    /// Number of tokens of the clause itself in `range`; `None` when another clause begins there.
    fn own(&self, range: Range<usize>) -> Option<usize> {
        let mut n = 0;
        for i in range {
            if (self.foreign)(i) {
                continue;
            }
            let of_the_clock = matches!(self.layout.word(i), "before" | "after")
                && self.layout.tokens().get(i + 1).is_some_and(|t| {
                    t.shape == Shape::Digits
                        || matches!(t.text(self.layout.text()), "midnight" | "noon" | "dawn")
                });
            let as_of =
                self.layout.word(i) == "as" && i + 1 < self.sentence.end && self.layout.word(i + 1) == "of";
            let of_saying = as_of
                || matches!(self.layout.word(i), "while" | "when" | "as")
                    && self
                        .layout
                        .tokens()
                        .get(i + 1)
                        .is_some_and(|t| is_speaking(t.text(self.layout.text())));
            if opens_clause(self.layout.word(i)) && !of_the_clock && !of_saying || (self.cue_at)(i) {
                return None;
            }
            n += 1;
            if n > FAR {
                return None;
            }
        }
        Some(n)
    }

    /// Only prepositions and adverbs of time stand before it in the sentence.
    fn opens(&self, at: usize) -> bool {
        let from = at.saturating_sub(4).max(self.sentence.start);
        at - self.sentence.start <= 4 && (from..at).all(|i| is_light(self.layout.word(i)))
    }

    /// A phrase that leads in the sentence: no second clause begins between it and the source.
    fn leads(&self, range: Range<usize>) -> bool {
        range.len() <= FAR
            && range.clone().all(|i| {
                let word = self.layout.word(i);
                let title = |i: usize| self.layout.tokens()[i].shape == Shape::Capitalised;
                let in_name =
                    word == "and" && i > range.start && i + 1 < range.end && title(i - 1) && title(i + 1);
                in_name
                    || !(opens_clause(word)
                        || matches!(word, "and" | "but" | "or" | ";" | ":")
                        || (self.cue_at)(i))
                    || (self.foreign)(i)
            })
            && range
                .clone()
                .any(|i| matches!(self.layout.word(i), "," | ")") || Mark::of(self.layout.word(i)).is_some())
    }

    /// "Wednesday's": it belongs to the noun behind it.
    fn is_modifier(&self, end: usize) -> bool {
        end + 1 < self.sentence.end
            && matches!(self.layout.word(end), "'" | "’")
            && self.layout.word(end + 1) == "s"
    }

    /// "Wednesday's press conference": the noun behind it is an occasion of saying.
    fn modifies_saying(&self, end: usize) -> bool {
        let to = (end + 6).min(self.sentence.end);
        (end + 2..to)
            .take_while(|&i| self.layout.tokens()[i].is_word())
            .any(|i| is_occasion(self.layout.word(i)))
    }
}

/// Words that begin another clause, in which an expression dates something else.
fn opens_clause(word: &str) -> bool {
    matches!(
        word,
        "who"
            | "whose"
            | "which"
            | "where"
            | "when"
            | "while"
            | "because"
            | "since"
            | "until"
            | "although"
            | "though"
            | "if"
            | "as"
            | "after"
            | "before"
            | "following"
            | "ahead"
            | "amid"
            | "despite"
            | "that"
            | ";"
    )
}

/// "while addressing the press"
fn is_speaking(word: &str) -> bool {
    matches!(
        word,
        "speaking" | "addressing" | "talking" | "announcing" | "answering" | "appearing"
    )
}

/// Prepositions and adverbs that stand before a time expression.
fn is_light(word: &str) -> bool {
    matches!(
        word,
        "On" | "In"
            | "At"
            | "Late"
            | "Early"
            | "Earlier"
            | "Later"
            | "Also"
            | "But"
            | "And"
            | "Then"
            | "The"
            | "Just"
            | "on"
            | "in"
            | "at"
            | "late"
            | "early"
            | "earlier"
            | "later"
            | "the"
            | "of"
            | ","
            | "By"
            | "As"
            | "Meanwhile"
            | "However"
    )
}

/// Occasions and texts at which or in which things are said.
pub(crate) fn is_occasion(word: &str) -> bool {
    matches!(
        word,
        "conference"
            | "briefing"
            | "statement"
            | "interview"
            | "speech"
            | "address"
            | "hearing"
            | "debate"
            | "session"
            | "meeting"
            | "letter"
            | "report"
            | "ruling"
            | "announcement"
            | "broadcast"
            | "rally"
            | "ceremony"
            | "forum"
            | "summit"
            | "event"
            | "talks"
            | "trial"
            | "testimony"
            | "judgment"
            | "verdict"
            | "release"
            | "presser"
            | "call"
            | "edition"
            | "programme"
            | "program"
            | "show"
            | "editorial"
            | "article"
            | "tweet"
            | "post"
            | "decision"
            | "order"
            | "sitting"
            | "opening"
            | "launch"
            | "remarks"
            | "comments"
            | "council"
            | "video"
            | "livestream"
            | "stream"
            | "proceedings"
            | "panel"
            | "visit"
            | "gathering"
            | "presentation"
            | "lecture"
            | "function"
    )
}
