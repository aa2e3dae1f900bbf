//! Where a content begins and ends, by what marks tell for certain.

use crate::draft::Draft;
use onrecord_text::{Layout, Mark, QuoteState};
use std::ops::Range;

/// Puts the ends of every fragment right: takes in the marks that belong to it, leaves out separating punctuation.
pub(crate) fn settle(layout: &Layout<'_>, draft: &mut Draft) {
    let taken: Vec<Range<usize>> = draft.cue.iter().chain(&draft.source).cloned().collect();
    for fragment in &mut draft.content {
        *fragment = settled(layout, fragment.clone(), &taken);
    }
    draft.tidy();
}

fn settled(layout: &Layout<'_>, mut range: Range<usize>, taken: &[Range<usize>]) -> Range<usize> {
    let states = layout.quote_states();
    let free = |i: usize| !taken.iter().any(|r| r.contains(&i));
    // an opening mark just before, a closing mark just after
    if range.start > 0 && states[range.start - 1] == QuoteState::Opening && free(range.start - 1) {
        range.start -= 1;
    }
    let count = states.len();
    let closing = |i: usize| i < count && states[i] == QuoteState::Closing;
    if closing(range.end) && free(range.end) && opens_inside(states, &range) {
        range.end += 1;
    } else if range.end + 1 < count
        && matches!(layout.word(range.end), "," | "." | "!" | "?" | "…" | ";")
        && closing(range.end + 1)
        && free(range.end)
        && free(range.end + 1)
        && opens_inside(states, &range)
    {
        range.end += 2;
    }
    // a lone mark at the far end belongs to another quotation
    while range.end > range.start + 1 && states[range.end - 1] == QuoteState::Opening {
        range.end -= 1;
    }
    while range.end > range.start + 1 && states[range.start] == QuoteState::Closing {
        range.start += 1;
    }
    // a semicolon outside marks parts what is reported from the outlet's own words; the half beside the cue stays
    if let Some(cut) = range
        .clone()
        .skip(1)
        .find(|&i| layout.word(i) == ";" && states[i] == QuoteState::Outside)
    {
        let before = taken
            .iter()
            .filter(|r| r.end <= range.start)
            .map(|r| range.start - r.end)
            .min();
        let after = taken
            .iter()
            .filter(|r| r.start >= range.end)
            .map(|r| r.start - range.end)
            .min();
        match (before, after) {
            (None, Some(_)) if cut + 1 < range.end => {
                // a semicolon at the very end parts nothing
                let last = (range.start..range.end - 1)
                    .rev()
                    .find(|&i| layout.word(i) == ";" && states[i] == QuoteState::Outside);
                range.start = last.unwrap_or(cut) + 1;
            }
            (Some(_), None) => range.end = cut,
            _ => {}
        }
    }
    // what follows explains or goes on to another statement: the guide leaves it out
    let explains = |i: usize| match layout.word(i) {
        "citing" => true,
        "meaning" | "referring" | "alluding" | "saying" | "according" | "quoting" => {
            layout.word(i - 1) == ","
        }
        _ => false,
    };
    if let Some(cut) = range
        .clone()
        .skip(3)
        .find(|&i| states[i] == QuoteState::Outside && explains(i))
    {
        range.end = cut;
    }
    while range.end > range.start + 2
        && dangles(layout.word(range.end - 1))
        && states[range.end - 1] == QuoteState::Outside
    {
        range.end -= 1;
    }
    while range.end > range.start + 1 && separates(layout.word(range.start)) {
        range.start += 1;
    }
    while range.end > range.start + 1 && separates(layout.word(range.end - 1)) {
        range.end -= 1;
    }
    range
}

/// Whether a quotation that is open at the end of `range` was opened inside it.
fn opens_inside(states: &[QuoteState], range: &Range<usize>) -> bool {
    for i in range.clone().rev() {
        match states[i] {
            QuoteState::Opening => return true,
            QuoteState::Closing | QuoteState::Outside => return false,
            QuoteState::Inside | QuoteState::Inner => {}
        }
    }
    false
}

/// Words that no content ends with.
fn dangles(word: &str) -> bool {
    matches!(
        word,
        "and" | "but" | "or" | "so" | "the" | "a" | "an" | "because" | "while" | "although" | "," | ";"
    )
}

fn separates(word: &str) -> bool {
    matches!(word, "," | ";" | ":" | "–" | "—" | "-")
}

/// Share of the content's words that stand in quotation marks.
pub(crate) fn quoted_share(layout: &Layout<'_>, content: &[Range<usize>]) -> f32 {
    let states = layout.quote_states();
    let (mut words, mut quoted) = (0u32, 0u32);
    for range in content {
        for i in range.clone() {
            if layout.tokens()[i].is_word() {
                words += 1;
                quoted += u32::from(matches!(states[i], QuoteState::Inside | QuoteState::Inner));
            }
        }
    }
    if words == 0 {
        let marks = content
            .iter()
            .flat_map(|r| r.clone())
            .any(|i| Mark::of(layout.word(i)).is_some());
        return if marks { 1.0 } else { 0.0 };
    }
    quoted as f32 / words as f32
}
