//! Quotations: which marks belong together, across sentences and paragraphs, also when some are missing.

use crate::mark::{Mark, MarkShape};
use crate::token::Token;
use std::ops::Range;

/// A stretch between quotation marks. Indices are of tokens; the marks are included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// From the opening mark to one past the closing mark (or the end of its last paragraph).
    pub tokens: Range<usize>,
    /// Tokens that open the quotation again at the start of a further paragraph.
    pub reopened: Vec<usize>,
    /// Whether a closing mark was printed.
    pub closed: bool,
    /// Whether the marks are double.
    pub double: bool,
}

/// Where a token stands with regard to quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum QuoteState {
    /// Outside every quotation.
    Outside = 0,
    /// Inside one.
    Inside = 1,
    /// An opening mark.
    Opening = 2,
    /// A closing mark.
    Closing = 3,
    /// Inside a quotation within a quotation.
    Inner = 4,
}

impl QuoteState {
    /// Number of states.
    pub const COUNT: usize = 5;
}

struct Open {
    start: usize,
    reopened: Vec<usize>,
    double: bool,
    guillemet: Option<bool>,
    /// Opened by a low mark („ ‚): the high one that opens elsewhere closes it.
    low: bool,
}

/// Finds quotations and the state of every token. `paragraphs` are token ranges, in order, covering all tokens.
pub(crate) fn find(
    text: &str,
    tokens: &[Token],
    paragraphs: &[Range<usize>],
) -> (Vec<Quotation>, Vec<QuoteState>) {
    let mut found = Vec::new();
    let mut states = vec![QuoteState::Outside; tokens.len()];
    let mut outer: Option<Open> = None;
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let mut inner: Option<Open> = None;
        let mut at = paragraph.start;
        if let Some(open) = &mut outer {
            // the paragraph goes on with a mark of the same kind: re-opened
            open.reopened.push(at);
            states[at] = QuoteState::Opening;
            at += 1;
        }
        while at < paragraph.end {
            let word = tokens[at].text(text);
            let Some(mark) = Mark::of(word) else {
                states[at] = state_inside(&outer, &inner);
                at += 1;
                continue;
            };
            let can_open = can_open(text, tokens, at, paragraph);
            let can_close = can_close(text, tokens, at, paragraph);
            let guillemet = matches!(word, "«" | "»").then_some(word == "»");
            let low = matches!(word, "„" | "‚");
            let same =
                |open: &Open| open.double == mark.double && open.guillemet.is_some() == guillemet.is_some();
            let closes_outer = outer.as_ref().is_some_and(|o| {
                same(o)
                    && match mark.shape {
                        MarkShape::Open if o.low && !low => can_close || !can_open,
                        MarkShape::Close => true,
                        // a second opening mark inside: the first was never closed, unless this one is misprinted
                        MarkShape::Open => !can_open && can_close,
                        MarkShape::Either if o.guillemet.is_some() => o.guillemet != guillemet || !can_open,
                        MarkShape::Either => {
                            can_close
                                && (mark.double || (!can_open && !is_plural_possessive(text, tokens, at)))
                        }
                    }
            });
            let closes_inner = inner
                .as_ref()
                .is_some_and(|i| same(i) && mark.shape != MarkShape::Open && can_close);
            if closes_inner {
                states[at] = QuoteState::Closing;
                finish(&mut inner, at + 1, true, &mut found);
            } else if closes_outer {
                states[at] = QuoteState::Closing;
                finish(&mut inner, at, false, &mut found);
                finish(&mut outer, at + 1, true, &mut found);
            } else if can_open && opens(mark, can_close, text, tokens, at, paragraph) {
                states[at] = QuoteState::Opening;
                let open = Open {
                    start: at,
                    reopened: Vec::new(),
                    double: mark.double,
                    guillemet,
                    low,
                };
                match &outer {
                    None => outer = Some(open),
                    Some(o) if o.double != mark.double || o.guillemet.is_some() != guillemet.is_some() => {
                        finish(&mut inner, at, false, &mut found);
                        inner = Some(open);
                    }
                    // same kind again: the earlier one was never closed
                    Some(_) => {
                        finish(&mut inner, at, false, &mut found);
                        finish(&mut outer, at, false, &mut found);
                        outer = Some(open);
                    }
                }
            } else {
                states[at] = state_inside(&outer, &inner);
            }
            at += 1;
        }
        finish(&mut inner, paragraph.end, false, &mut found);
        let goes_on = outer.as_ref().is_some_and(|open| {
            paragraphs
                .get(number + 1)
                .is_some_and(|next| reopens(text, tokens, next, open))
        });
        if !goes_on {
            if let Some(open) = &outer
                && open.reopened.is_empty()
                && !open.double
            {
                // a single mark that never closes in its paragraph was an apostrophe
                for state in &mut states[open.start..paragraph.end] {
                    if *state != QuoteState::Closing {
                        *state = QuoteState::Outside;
                    }
                }
                outer = None;
            } else {
                finish(&mut outer, paragraph.end, false, &mut found);
            }
        }
    }
    found.retain(|q: &Quotation| q.double || q.closed);
    found.sort_by_key(|q| (q.tokens.start, std::cmp::Reverse(q.tokens.end)));
    (found, states)
}

fn state_inside(outer: &Option<Open>, inner: &Option<Open>) -> QuoteState {
    match (outer, inner) {
        (None, _) => QuoteState::Outside,
        (Some(_), None) => QuoteState::Inside,
        (Some(_), Some(_)) => QuoteState::Inner,
    }
}

fn finish(open: &mut Option<Open>, end: usize, closed: bool, found: &mut Vec<Quotation>) {
    if let Some(Open {
        start,
        reopened,
        double,
        ..
    }) = open.take()
    {
        found.push(Quotation {
            tokens: start..end,
            reopened,
            closed,
            double,
        });
    }
}

/// Whether the next paragraph opens with a mark that goes on with `open`.
fn reopens(text: &str, tokens: &[Token], next: &Range<usize>, open: &Open) -> bool {
    let Some(first) = tokens.get(next.start) else {
        return false;
    };
    Mark::of(first.text(text)).is_some_and(|mark| {
        mark.double == open.double
            && (open.double || mark.shape == MarkShape::Open)
            && tokens.get(next.start + 1).is_some_and(|t| !t.spaced)
    })
}

/// An opening mark has space, a bracket or a dash before it, and none after it.
fn can_open(text: &str, tokens: &[Token], at: usize, paragraph: &Range<usize>) -> bool {
    let first = at == paragraph.start;
    let after = (at + 1 < paragraph.end).then(|| &tokens[at + 1]);
    let free_before = first || tokens[at].spaced || {
        let before = tokens[at - 1].text(text);
        matches!(
            before,
            "(" | "[" | "{" | "-" | "–" | "—" | "―" | "/" | ":" | "," | "."
        ) || Mark::of(before).is_some()
    };
    let opens_by_shape = Mark::of(tokens[at].text(text)).is_some_and(|m| m.shape == MarkShape::Open);
    // a bullet (» item) has a space on both sides
    free_before && after.is_some_and(|next| !next.spaced || (opens_by_shape && !first))
}

/// A closing mark has no space before it, and space or punctuation after it.
fn can_close(text: &str, tokens: &[Token], at: usize, paragraph: &Range<usize>) -> bool {
    if at == paragraph.start {
        return false;
    }
    let after = (at + 1 < paragraph.end).then(|| &tokens[at + 1]);
    let ends = after.is_none_or(|next| next.spaced || !next.is_word());
    let double = Mark::of(tokens[at].text(text)).is_some_and(|m| m.double);
    if !tokens[at].spaced {
        ends || double
    } else {
        double && after.is_none_or(|next| next.spaced)
    }
}

/// A single mark opens only when a single mark that can close follows in the paragraph (else it is an apostrophe, as in
/// 'tis or ’90s).
fn opens(
    mark: Mark,
    can_close_too: bool,
    text: &str,
    tokens: &[Token],
    at: usize,
    paragraph: &Range<usize>,
) -> bool {
    if mark.double {
        return mark.shape != MarkShape::Close || !can_close_too;
    }
    // far enough for a quotation, near enough to stay linear
    let reach = (at + 200).min(paragraph.end);
    (at + 2..reach).any(|i| {
        Mark::of(tokens[i].text(text)).is_some_and(|m| !m.double && m.shape != MarkShape::Open)
            && can_close(text, tokens, i, paragraph)
            && !is_plural_possessive(text, tokens, i)
    })
}

/// `the ministers’ plan`: an s before, a small word after.
fn is_plural_possessive(text: &str, tokens: &[Token], at: usize) -> bool {
    tokens[at - 1].text(text).ends_with(['s', 'S'])
        && tokens
            .get(at + 1)
            .is_some_and(|t| t.spaced && t.shape == crate::Shape::Lower)
}
