//! The time expressions of a text.

use crate::days::{Anchors, Days, Precision};
use crate::lexicon::{Word, words};
use crate::phrase::{Grammar, Meaning};
use crate::resolve::{Context, resolve};
use jiff::civil::Date;
use onrecord_text::{Layout, QuoteState, Shape};
use std::ops::Range;

/// "That day" means one told of in the same paragraph or in this many before it.
const REACH: usize = 2;

/// What an expression goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The calendar: "January 2", "in 2019".
    Calendar,
    /// A day of the week: "Wednesday", "last Monday".
    Weekday,
    /// The day of writing or speaking: "yesterday", "last week", "three days ago".
    Deictic,
    /// A day that the text told of before: "the same day", "a day earlier".
    Anaphoric,
    /// Nothing that can be counted from: "recently", "a few days ago".
    Vague,
}

/// A phrase that means a time, and the days that it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// Its tokens, without a preposition before it.
    pub tokens: Range<usize>,
    /// What it goes by.
    pub kind: Kind,
    /// The days; `None` where the text and the anchors do not tell.
    pub days: Option<Days>,
    /// It is an end of a period and not the time of an act: "until Friday", "since 2019".
    pub bound: bool,
    /// It is the text's own date, printed in a dateline or on a line of its own, and not the time of something told.
    pub imprint: bool,
    /// Its clause speaks of what has yet to come: "will open on Monday".
    pub future: bool,
    /// Why these days, or why none, in words.
    pub why: String,
}

impl Expression {
    /// How closely the days can be given as one ISO date.
    pub fn precision(&self) -> Option<Precision> {
        self.days.and_then(|days| days.precision())
    }
}

/// Finds the time expressions of a text and the days that they stand for, in text order, not overlapping.
///
/// Nothing is made up: without an anchor, a weekday or a date without a year is found and stands for no days. A weekday
/// is the last one up to the day of writing, unless "next" or the clause ("will open on Monday") says otherwise.
/// Takes time linear in the number of tokens.
///
/// ```
/// use jiff::civil::date;
/// use onrecord_when::{Anchors, expressions};
/// let layout = onrecord_text::Layout::new("The mayor said on Wednesday that the bridge had been closed since May.");
/// let anchors = Anchors { dateline: None, published: Some(date(2019, 1, 4)) };
/// let found = expressions(&layout, &anchors);
/// assert_eq!(found[0].days.and_then(|d| d.single()), Some(date(2019, 1, 2)));
/// assert!(found[1].bound);
/// ```
pub fn expressions(layout: &Layout<'_>, anchors: &Anchors) -> Vec<Expression> {
    let words = words(layout);
    let mut out = Vec::new();
    let mut told: Vec<Told> = Vec::new();
    for sentence in layout.sentences() {
        let grammar = Grammar {
            layout,
            words: &words,
            within: sentence.tokens.clone(),
        };
        let mut future = false;
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            match words[at] {
                Word::Future => future = true,
                Word::Told | Word::Comma => future = false,
                _ => {}
            }
            let Some(phrase) = grammar.phrase(at) else {
                at += 1;
                continue;
            };
            let near = told
                .iter()
                .rev()
                .find(|t| t.reach(sentence.paragraph))
                .map(|t| t.date);
            let context = Context {
                anchors: *anchors,
                told: near,
                future,
            };
            let (days, why) = resolve(phrase.meaning, &context);
            let kind = kind(phrase.meaning);
            at = phrase.tokens.end;
            let narrated = layout.quote_states()[phrase.tokens.start] == QuoteState::Outside;
            let imprint = kind == Kind::Calendar && is_imprint(layout, &phrase.tokens, sentence.paragraph);
            if let Some(date) = days.and_then(|d| d.single())
                && narrated
                && !phrase.bound
                && !imprint
                && anchors.written().is_none_or(|written| date <= written)
            {
                let new = Told {
                    date,
                    paragraph: sentence.paragraph,
                    background: is_background(date, anchors),
                };
                // at most one of either sort is ever asked for
                told.retain(|t| t.background != new.background);
                told.push(new);
            }
            out.push(Expression {
                tokens: phrase.tokens,
                kind,
                days,
                bound: phrase.bound,
                imprint,
                future,
                why,
            });
        }
    }
    out
}

/// A day that the text told of.
struct Told {
    date: Date,
    paragraph: usize,
    /// Long before the text was written.
    background: bool,
}

impl Told {
    /// Whether "that day" in paragraph `paragraph` can mean it. Background is told of in passing.
    fn reach(&self, paragraph: usize) -> bool {
        self.paragraph + if self.background { 0 } else { REACH } >= paragraph
    }
}

/// Days before the day of writing from which on what is told is background.
const BACKGROUND: i64 = 21;

/// Whether a day is long before the day of writing, where that is known.
pub(crate) fn is_background(date: Date, anchors: &Anchors) -> bool {
    anchors
        .written()
        .is_some_and(|written| date.duration_until(written).as_hours() / 24 > BACKGROUND)
}

/// Whether a date is all of its paragraph, or stands in a dateline: "PORTO, 3 May (Agency) —".
fn is_imprint(layout: &Layout<'_>, tokens: &Range<usize>, paragraph: usize) -> bool {
    let all = &layout.paragraphs()[paragraph];
    if all.len() <= tokens.len() + 2 {
        return true;
    }
    let before = all.start..tokens.start;
    let behind = tokens.end..all.end.min(tokens.end + 10);
    (1..=12).contains(&before.len())
        && before.clone().all(|i| layout.tokens()[i].shape != Shape::Lower)
        && before.clone().any(|i| layout.word(i) == ",")
        && behind
            .take_while(|&i| layout.tokens()[i].shape != Shape::Lower)
            .any(|i| matches!(layout.word(i), "(" | "-" | "–" | "—" | "/" | ":" | "."))
}

fn kind(meaning: Meaning) -> Kind {
    match meaning {
        Meaning::Weekday(..) => Kind::Weekday,
        Meaning::Date { .. } | Meaning::Month(..) | Meaning::Year(_) => Kind::Calendar,
        Meaning::Deictic(_) | Meaning::Overnight | Meaning::Unit(..) | Meaning::Ago(..) => Kind::Deictic,
        Meaning::Told(_) => Kind::Anaphoric,
        Meaning::Vague => Kind::Vague,
    }
}
