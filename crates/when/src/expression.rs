//! The time expressions of a text.

use crate::days::{Anchors, Days, Precision};
use crate::lexicon::{Word, words};
use crate::phrase::{Grammar, Meaning};
use crate::resolve::{Context, resolve};
use jiff::civil::Date;
use onrecord_text::{Layout, QuoteState};
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
    let mut told: Option<Told> = None;
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
                .filter(|t| t.paragraph + REACH >= sentence.paragraph)
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
            if let Some(date) = days.and_then(|d| d.single())
                && narrated
                && !phrase.bound
                && anchors.written().is_none_or(|written| date <= written)
            {
                told = Some(Told {
                    date,
                    paragraph: sentence.paragraph,
                });
            }
            out.push(Expression {
                tokens: phrase.tokens,
                kind,
                days,
                bound: phrase.bound,
                future,
                why,
            });
        }
    }
    out
}

/// The day that the text told of last.
#[derive(Clone, Copy)]
struct Told {
    date: Date,
    paragraph: usize,
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
