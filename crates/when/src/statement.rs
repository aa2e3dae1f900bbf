//! Which expression dates which statement.

use crate::carry::carry;
use crate::clause::{Clause, Place};
use crate::days::{Anchors, Days};
use crate::expression::{Expression, Kind};
use jiff::civil::Date;
use onrecord_text::{Layout, QuoteState};
use std::collections::BTreeMap;
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
    // a text without words has no sentence to look into
    if layout.sentences().is_empty() {
        return vec![None; statements.len()];
    }
    let own = own(layout, expressions, statements);
    let found = carry(layout, expressions, anchors, statements, &own);
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
pub(crate) enum Own {
    /// Nothing.
    Silent,
    /// An expression that stands for no days: some other time.
    Elsewhen,
    At(usize),
}

pub(crate) fn anchor(s: &Reported<'_>) -> usize {
    s.cue
        .first()
        .or(s.source.first())
        .or(s.content.first())
        .map_or(0, |r| r.start)
}

/// Expressions on either side of a cue that are looked at.
const NEAR: usize = 6;

/// Tokens on either side of a cue that are looked at; long quotations stand between a cue and its day.
const WINDOW: usize = 200;

/// For every token, the innermost statement whose content holds it.
pub(crate) fn owners(layout: &Layout<'_>, statements: &[Reported<'_>]) -> Vec<Option<usize>> {
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
    let mut cues = vec![false; owner.len()];
    for cue in statements.iter().flat_map(|s| s.cue) {
        if let Some(begins) = cues.get_mut(cue.start) {
            *begins = true;
        }
    }
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
        let cue_at = |i: usize| cues[i] && !s.cue.iter().any(|c| c.contains(&i));
        let clause = Clause {
            layout,
            reported: s,
            sentence: sentence.clone(),
            foreign: &foreign,
            cue_at: &cue_at,
        };
        // the nearest ones only, so that a sentence without end costs no more than a long one
        let middle = expressions.partition_point(|e| e.tokens.start < cue.start);
        let near = middle.saturating_sub(NEAR)..(middle + NEAR).min(expressions.len());
        let mut places: Vec<(Place, usize, usize)> = near
            .filter_map(|e| {
                let at = &expressions[e].tokens;
                let close = at.start + WINDOW >= cue.start && at.start <= cue.start + WINDOW;
                let (place, gap) =
                    (close && sentence.contains(&at.start)).then(|| clause.place(&expressions[e]))??;
                Some((place, gap, e))
            })
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
