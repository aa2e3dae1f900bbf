//! Which expression dates which statement.

use crate::clause::{Clause, Place, is_occasion};
use crate::days::{Anchors, Days};
use crate::expression::{Expression, Kind};
use jiff::civil::Date;
use onrecord_text::{Layout, QuoteState};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A statement as printed: token ranges of its parts.
#[derive(Clone, Debug, Default)]
pub struct Reported<'a> {
    /// What is said, in text order.
    pub content: &'a [Range<usize>],
    /// The words that mark it, in text order; empty when there are none.
    pub cue: &'a [Range<usize>],
    /// The source as printed nearest the cue.
    pub source: &'a [Range<usize>],
    /// The occasion as printed, possibly elsewhere in the text.
    pub event: Option<Range<usize>>,
    /// Index of the statement whose content holds this one.
    pub parent: Option<usize>,
    /// Who says it, where that is known: the same number for the same speaker.
    pub speaker: Option<usize>,
    /// It is a turn of a transcript.
    pub turn: bool,
}

/// The days on which a statement was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// Index of the expression that tells.
    pub expression: usize,
    /// The days.
    pub days: Days,
    /// Why this expression, and why these days, in words.
    pub why: String,
}

/// Statements whose expression is not in their own clause take it from a statement at most this many paragraphs back.
const REACH: usize = 2;

/// For every statement, the expression that dates it; `None` where the text does not tell.
///
/// An expression in the clause of the cue comes first. Statements without one are dated with the sentence or the speech
/// that they go on. Statements inside others have only expressions of their own: a quotation of Monday may tell what
/// was said long before.
pub fn date(
    layout: &Layout<'_>,
    expressions: &[Expression],
    anchors: &Anchors,
    statements: &[Reported<'_>],
) -> Vec<Option<Dated>> {
    let own = own(layout, expressions, statements);
    let found = carry(layout, expressions, statements, &own);
    (0..statements.len())
        .map(|s| {
            let (e, rule) = found[s]?;
            let Expression { days, why, .. } = &expressions[e];
            let (days, why) = match spoken(layout, expressions, anchors, statements, &found, s) {
                Spoken::AtWriting => ((*days)?, format!("{rule}; {why}")),
                Spoken::On(date) => {
                    let day = counted_from(date, anchors.written()?, *days)?;
                    (
                        day,
                        format!("{rule}; counted from the day on which it was spoken, {date}"),
                    )
                }
                Spoken::Unknown => return None,
            };
            Some(Dated {
                expression: e,
                days,
                why,
            })
        })
        .collect()
}

/// From which day the words of a statement's expression count.
enum Spoken {
    /// The day of writing.
    AtWriting,
    On(Date),
    Unknown,
}

/// "Yesterday" inside a quotation counts from the day on which the quotation was spoken.
fn spoken(
    layout: &Layout<'_>,
    expressions: &[Expression],
    anchors: &Anchors,
    statements: &[Reported<'_>],
    found: &[Option<(usize, &'static str)>],
    number: usize,
) -> Spoken {
    let (Some((e, _)), Some(parent)) = (found[number], statements[number].parent) else {
        return Spoken::AtWriting;
    };
    let e = &expressions[e];
    if e.kind != Kind::Deictic || layout.quote_states()[e.tokens.start] == QuoteState::Outside {
        return Spoken::AtWriting;
    }
    let date = found
        .get(parent)
        .copied()
        .flatten()
        .and_then(|(p, _)| expressions[p].days?.single());
    match date {
        Some(date) if anchors.written() == Some(date) => Spoken::AtWriting,
        Some(date) => Spoken::On(date),
        None => Spoken::Unknown,
    }
}

/// A single day that was counted from `written`, counted from `date` instead.
fn counted_from(date: Date, written: Date, days: Option<Days>) -> Option<Days> {
    let away = days?.single()?.since(written).ok()?;
    date.checked_add(away).ok().map(Days::day)
}

/// What a statement's own clause says of its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Own {
    /// Nothing.
    Silent,
    /// An expression that stands for no days: some other time.
    Elsewhen,
    At(usize),
}

fn anchor(s: &Reported<'_>) -> usize {
    s.cue
        .first()
        .or(s.source.first())
        .or(s.content.first())
        .map_or(0, |r| r.start)
}

/// For every token, the innermost statement whose content holds it.
fn owners(layout: &Layout<'_>, statements: &[Reported<'_>]) -> Vec<Option<usize>> {
    let mut owner = vec![None; layout.tokens().len()];
    let mut order: Vec<usize> = (0..statements.len()).collect();
    let len = |s: &Reported<'_>| s.content.iter().map(ExactSizeIterator::len).sum::<usize>();
    order.sort_by_key(|&s| std::cmp::Reverse(len(&statements[s])));
    for s in order {
        for range in statements[s].content {
            for slot in owner.iter_mut().take(range.end).skip(range.start) {
                *slot = Some(s);
            }
        }
    }
    owner
}

fn own(layout: &Layout<'_>, expressions: &[Expression], statements: &[Reported<'_>]) -> Vec<Own> {
    let owner = owners(layout, statements);
    let cues: BTreeSet<usize> = statements
        .iter()
        .flat_map(|s| s.cue.iter().map(|c| c.start))
        .collect();
    let mut found: Vec<Vec<(Place, usize, usize)>> = Vec::with_capacity(statements.len());
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    for (number, s) in statements.iter().enumerate() {
        let Some(cue) = s.cue.first().filter(|c| c.start < owner.len()) else {
            found.push(Vec::new());
            continue;
        };
        let level = owner[cue.start].filter(|&o| o != number);
        let sentence = layout.sentences()[layout.sentence_of(cue.start)].tokens.clone();
        let inside = |i: usize| s.content.iter().any(|r| r.contains(&i));
        let foreign = |i: usize| inside(i) || owner[i] != level;
        let cue_at = |i: usize| cues.contains(&i) && !s.cue.iter().any(|c| c.contains(&i));
        let clause = Clause {
            layout,
            reported: s,
            sentence: sentence.clone(),
            foreign: &foreign,
            cue_at: &cue_at,
        };
        let from = expressions.partition_point(|e| e.tokens.start < sentence.start);
        let mut places: Vec<(Place, usize, usize)> = expressions[from..]
            .iter()
            .take_while(|e| e.tokens.start < sentence.end)
            .enumerate()
            .filter_map(|(n, e)| clause.place(e).map(|(place, gap)| (place, gap, from + n)))
            .collect();
        places.sort_unstable();
        if let Some((place, _, e)) = places.first()
            && place.is_close()
        {
            taken.entry(*e).or_insert(number);
        }
        found.push(places);
    }
    found
        .iter()
        .enumerate()
        .map(|(number, places)| {
            let best = places
                .iter()
                .find(|(place, _, e)| place.is_close() || taken.get(e).is_none_or(|&by| by == number));
            match best {
                None => Own::Silent,
                Some(&(_, _, e)) if expressions[e].days.is_some() && !expressions[e].future => Own::At(e),
                Some(_) => Own::Elsewhen,
            }
        })
        .collect()
}

/// A date that statements still to come may go on.
#[derive(Clone, Copy)]
struct Running {
    expression: usize,
    paragraph: usize,
}

fn carry(
    layout: &Layout<'_>,
    expressions: &[Expression],
    statements: &[Reported<'_>],
    own: &[Own],
) -> Vec<Option<(usize, &'static str)>> {
    let owner = owners(layout, statements);
    let scene = Scene::new(layout, expressions, &owner);
    let mut order: Vec<usize> = (0..statements.len()).collect();
    order.sort_by_key(|&s| (anchor(&statements[s]), s));
    let mut out: Vec<Option<(usize, &'static str)>> = vec![None; statements.len()];
    let mut speakers: BTreeMap<usize, Running> = BTreeMap::new();
    for &number in &order {
        let s = &statements[number];
        let at = anchor(s);
        let paragraph = layout.paragraph_of(at);
        let found = match own[number] {
            Own::At(e) => Some((e, "in the clause of the cue")),
            Own::Elsewhen => None,
            Own::Silent if s.parent.is_some() || is_perfect(layout, s) => None,
            Own::Silent => {
                let running = s
                    .speaker
                    .and_then(|speaker| speakers.get(&speaker))
                    .filter(|r| r.paragraph + REACH >= paragraph);
                running
                    .map(|r| (r.expression, "the same speaker goes on"))
                    .or_else(|| scene.of(layout, s))
            }
        };
        if s.parent.is_none()
            && let Some(speaker) = s.speaker
        {
            match found {
                Some((expression, _)) if is_day(&expressions[expression]) => {
                    speakers.insert(
                        speaker,
                        Running {
                            expression,
                            paragraph,
                        },
                    );
                }
                None if own[number] == Own::Silent => {}
                _ => {
                    speakers.remove(&speaker);
                }
            }
        }
        out[number] = found;
    }
    headline(layout, statements, own, &mut out);
    out
}

/// Whether the expression stands for a single day: months and years are not carried over.
fn is_day(expression: &Expression) -> bool {
    expression.days.is_some_and(|d| d.single().is_some())
}

/// A headline says in the present what the lead dates.
fn headline(
    layout: &Layout<'_>,
    statements: &[Reported<'_>],
    own: &[Own],
    out: &mut [Option<(usize, &'static str)>],
) {
    let Some(first) = layout.paragraphs().first().cloned() else {
        return;
    };
    if first.end == layout.tokens().len() || first.is_empty() || layout.word(first.end - 1) == "." {
        return;
    }
    for number in 0..statements.len() {
        let s = &statements[number];
        if !first.contains(&anchor(s)) || s.parent.is_some() || own[number] != Own::Silent {
            continue;
        }
        let lead = (0..statements.len())
            .filter(|&n| {
                let t = &statements[n];
                let at = anchor(t);
                at >= first.end
                    && layout.paragraph_of(at) <= LEAD
                    && t.parent.is_none()
                    && t.speaker == s.speaker
                    && s.speaker.is_some()
            })
            .min_by_key(|&n| anchor(&statements[n]));
        out[number] = lead.and_then(|n| out[n]).map(|(e, _)| (e, "the lead says when"));
    }
}

/// Paragraphs in which the statement of a headline is told.
const LEAD: usize = 3;

/// The days that the narration tells of.
struct Scene<'e> {
    expressions: &'e [Expression],
    /// Indices of single days told of outside all contents, in text order.
    days: Vec<usize>,
}

impl<'e> Scene<'e> {
    fn new(layout: &Layout<'_>, expressions: &'e [Expression], owner: &[Option<usize>]) -> Self {
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
        Self { expressions, days }
    }

    /// The day of the scene that `s` is part of.
    fn of(&self, layout: &Layout<'_>, s: &Reported<'_>) -> Option<(usize, &'static str)> {
        let at = anchor(s);
        let sentence = &layout.sentences()[layout.sentence_of(at)];
        let before = self
            .days
            .partition_point(|&e| self.expressions[e].tokens.start < sentence.tokens.start);
        let last = *self.days[..before].last()?;
        let paragraph = layout.paragraph_of(self.expressions[last].tokens.start);
        if s.turn {
            return Some((last, "the transcript is of that day"));
        }
        if names_occasion(layout, s) && paragraph + REACH >= sentence.paragraph {
            return Some((last, "the occasion is of that day"));
        }
        None
    }
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
        "at" | "At" | "in" | "In" | "during" | "During" | "to" | "To" | "on" | "On" | "after" | "After"
    )
}

/// "had said", "has said": some time before.
fn is_perfect(layout: &Layout<'_>, s: &Reported<'_>) -> bool {
    s.cue
        .first()
        .and_then(|cue| layout.tokens().get(cue.start))
        .is_some_and(|t| matches!(t.text(layout.text()), "had" | "has" | "have"))
}
