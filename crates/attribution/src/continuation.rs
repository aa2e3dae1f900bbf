//! Quotations that run on: over paragraphs with re-opened marks, and without a cue of their own.

use crate::draft::Draft;
use crate::link::SENTENCE_COST;
use onrecord_text::{Layout, Quotation};
use std::ops::Range;

/// A quotation over several paragraphs is one statement, whatever parts of it the tagger saw.
pub(crate) fn join_paragraphs(layout: &Layout<'_>, drafts: &mut Vec<Draft>) {
    for quotation in layout.quotations().iter().filter(|q| !q.reopened.is_empty()) {
        let touching: Vec<usize> = (0..drafts.len())
            .filter(|&d| overlaps(&drafts[d], &quotation.tokens))
            .collect();
        // a misprint, not a quotation that goes on: the first paragraph ends with a source and cue of its own, and what was
        // opened there was never closed
        let first_ends = quotation.reopened[0];
        let ends_there = |d: &Draft| {
            let marks = || d.cue.iter().chain(&d.source);
            !d.cue.is_empty()
                && !d.source.is_empty()
                && marks().all(|r| within(r, &quotation.tokens) && r.end <= first_ends)
                && marks().any(|r| r.end + 1 >= first_ends)
                && d.start() < marks().map(|r| r.start).min().unwrap_or(0)
        };
        if touching.iter().any(|&d| ends_there(&drafts[d])) {
            continue;
        }
        let outside = |d: &Draft| {
            d.cue
                .iter()
                .chain(&d.source)
                .any(|r| !within(r, &quotation.tokens))
        };
        // the one whose cue or source stands outside the marks; the others are inside it or parts of it
        let main = touching
            .iter()
            .filter(|&&d| outside(&drafts[d]))
            .min_by_key(|&&d| (distance(layout, &drafts[d], &quotation.tokens), d))
            .or(touching.first());
        let Some(&main) = main else { continue };
        let kept = &mut drafts[main];
        kept.content.push(quotation.tokens.clone());
        if !kept
            .cue
            .iter()
            .chain(&kept.source)
            .all(|r| !within(r, &quotation.tokens))
        {
            kept.cue.retain(|r| !within(r, &quotation.tokens));
            kept.source.retain(|r| !within(r, &quotation.tokens));
        }
        kept.tidy();
        kept.why.push(format!(
            "the quotation opens again in {} paragraphs",
            quotation.reopened.len() + 1
        ));
        // what others took of it goes to the main one
        for (number, draft) in drafts.iter_mut().enumerate() {
            if number != main {
                draft.content.retain(|r| !within(r, &quotation.tokens));
            }
        }
        drafts.retain(|d| !d.content.is_empty());
    }
}

/// Words between a quotation and the cue (else the source) of a draft; a sentence's end between them counts for many.
fn distance(layout: &Layout<'_>, draft: &Draft, quotation: &Range<usize>) -> usize {
    let marks = draft
        .cue
        .iter()
        .chain(&draft.source)
        .filter(|r| !within(r, quotation));
    let cost = |r: &Range<usize>| {
        let (before, after) = if r.end <= quotation.start {
            (r, quotation)
        } else {
            (quotation, r)
        };
        let ends = layout
            .sentence_of(after.start)
            .saturating_sub(layout.sentence_of(before.end.saturating_sub(1)));
        // a colon introduces what follows; `…?” he said` goes on after the marks, `….”` and a new paragraph do not
        let stopped = quotation
            .end
            .checked_sub(2)
            .is_some_and(|i| layout.word(i) == ".");
        let paragraph = |i: usize| layout.paragraph_of(i);
        let apart = paragraph(after.start).saturating_sub(paragraph(before.end.saturating_sub(1)));
        let joined = if r.start >= quotation.end {
            !stopped && apart == 0
        } else {
            layout.word(quotation.start.saturating_sub(1)) == ":"
        };
        after.start.saturating_sub(before.end) + if joined { 0 } else { (ends + apart) * SENTENCE_COST }
    };
    marks.map(cost).min().unwrap_or(usize::MAX)
}

/// Quoted sentences without cue and source belong to the statement before them; what has neither and does not follow
/// one is given back as without a source.
pub(crate) fn join_orphans(layout: &Layout<'_>, drafts: &mut Vec<Draft>) -> Vec<Orphan> {
    let mut orphans = Vec::new();
    let mut out: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts.drain(..) {
        if !draft.cue.is_empty() || !draft.source.is_empty() {
            out.push(draft);
            continue;
        }
        let quoted = crate::boundary::quoted_share(layout, &draft.content) > 0.8;
        let paragraph = |token: usize| layout.paragraph_of(token);
        let own = paragraph(draft.start());
        let before = out
            .iter_mut()
            .filter(|d| d.start() < draft.start())
            .max_by_key(|d| d.end().max(d.anchor()));
        match before {
            Some(before)
                if quoted
                    && crate::boundary::quoted_share(layout, &before.content) > 0.5
                    && follows(layout, before, &draft)
                    && own <= paragraph(before.end().saturating_sub(1)) + 1 =>
            {
                before.content.extend(draft.content);
                before.why.push("goes on in a quotation without a cue".to_owned());
                before.tidy();
            }
            // "… put it more sharply." and a paragraph in marks: the pronoun points at the quotation
            Some(before)
                if quoted && points_ahead(layout, before) && own == paragraph(before.anchor()) + 1 =>
            {
                before.content = draft.content;
                before.evidence.content = before.evidence.content.min(draft.evidence.content);
                before
                    .why
                    .push("its content is the quotation that follows".to_owned());
            }
            _ if quoted => orphans.push(Orphan {
                tokens: draft.start()..draft.end(),
                reason: "a quotation with neither cue nor source near it",
            }),
            // neither marks nor source: the outlet's own voice cannot be told from somebody else's
            _ => orphans.push(Orphan {
                tokens: draft.start()..draft.end(),
                reason: "reads like reported speech, but no source is printed near it",
            }),
        }
    }
    *drafts = out;
    orphans
}

/// Whether a statement's content is only a pronoun that stands for the words to come.
fn points_ahead(layout: &Layout<'_>, draft: &Draft) -> bool {
    draft.len() <= 2
        && matches!(
            layout.word(draft.start()),
            "it" | "this" | "so" | "matters" | "things"
        )
}

/// Words given to nobody.
#[derive(Clone, Debug)]
pub(crate) struct Orphan {
    pub(crate) tokens: Range<usize>,
    pub(crate) reason: &'static str,
}

/// Whether only the other's cue and a few words stand between the two.
fn follows(layout: &Layout<'_>, before: &Draft, draft: &Draft) -> bool {
    let reach = before.end().max(
        before
            .cue
            .iter()
            .chain(&before.source)
            .map(|r| r.end)
            .max()
            .unwrap_or(0),
    );
    let between = draft.start().saturating_sub(reach);
    let sentences = layout
        .sentence_of(draft.start())
        .saturating_sub(layout.sentence_of(reach.saturating_sub(1)));
    between <= 6 && sentences <= 1
}

fn overlaps(draft: &Draft, range: &Range<usize>) -> bool {
    draft
        .content
        .iter()
        .any(|r| r.start < range.end && range.start < r.end)
}

fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Fewest words of a quotation in marks that is listed when no statement holds it: shorter ones are names, titles,
/// slogans and scare quotes.
const LISTED_WORDS: usize = 7;

/// Whole quoted sentences that no statement took.
pub(crate) fn left_over(layout: &Layout<'_>, drafts: &[Draft], orphans: &mut Vec<Orphan>) {
    let mut covered = vec![false; layout.tokens().len()];
    let ranges = drafts
        .iter()
        .flat_map(|d| d.content.iter().cloned())
        .chain(orphans.iter().map(|o| o.tokens.clone()));
    for range in ranges {
        covered[range].fill(true);
    }
    for Quotation { tokens, double, .. } in layout.quotations() {
        let words = tokens.clone().filter(|&i| layout.tokens()[i].is_word()).count();
        let taken = tokens.clone().filter(|&i| covered[i]).count();
        if *double && words >= LISTED_WORDS && taken * 5 < tokens.len() && ends_sentence(layout, tokens) {
            orphans.push(Orphan {
                tokens: tokens.clone(),
                reason: "a quotation that nothing near it gives to anybody",
            });
            covered[tokens.clone()].fill(true);
        }
    }
    orphans.sort_by_key(|o| (o.tokens.start, o.tokens.end));
}

/// Quoted sentences end inside their marks or at them; titles and slogans mostly do not.
fn ends_sentence(layout: &Layout<'_>, tokens: &Range<usize>) -> bool {
    (tokens.end.saturating_sub(2)..(tokens.end + 1).min(layout.tokens().len()))
        .any(|i| matches!(layout.word(i), "." | "!" | "?" | "…" | ","))
}
