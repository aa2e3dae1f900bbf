//! Whom the words were told to, where the place after the cue says so for certain and the tagger marked nobody.

use crate::draft::{Draft, Side};
use onrecord_model::Attribute;
use onrecord_text::{Layout, Mark, Shape};
use std::ops::Range;

/// Longest addressee that the place alone makes one, in tokens.
const LONGEST: usize = 9;

/// Verbs whose object is whoever is spoken to.
fn takes_listener(word: &str) -> bool {
    const VERBS: &[&str] = &[
        "told",
        "tell",
        "tells",
        "telling",
        "informed",
        "informs",
        "inform",
        "informing",
        "assured",
        "assures",
        "assure",
        "assuring",
        "reminded",
        "reminds",
        "remind",
        "reminding",
        "warned",
        "warns",
        "warning",
        "urged",
        "urges",
        "urge",
        "urging",
        "asked",
        "asks",
        "ask",
        "asking",
        "ordered",
        "orders",
        "ordering",
        "advised",
        "advises",
        "advising",
        "instructed",
        "instructing",
        "notified",
        "notifying",
        "persuaded",
        "begged",
        "begging",
        "encouraged",
        "encouraging",
        "invited",
        "inviting",
        "directed",
        "commanded",
        "implored",
        "pressed",
        "challenged",
        "promised",
    ];
    VERBS.iter().any(|v| v.eq_ignore_ascii_case(word))
}

fn is_participle(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ing") && !word.chars().next().is_some_and(char::is_uppercase)
}

/// Adds addressees that stand right behind a cue ("told the board, …") or before a passive one ("she was told"), and hands
/// them on to cues that go on in the same sentence ("told reporters …, adding …").
pub(crate) fn complete(layout: &Layout<'_>, drafts: &mut [Draft]) {
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|&d| (drafts[d].parent, drafts[d].anchor()));
    let mut last: Option<Told> = None;
    for d in order {
        let draft = &drafts[d];
        let sentence = layout.sentence_of(draft.anchor());
        let mut own = draft
            .sides
            .iter()
            .find(|s| s.attribute == Attribute::Addressee)
            .cloned();
        if own.is_none()
            && let Some(tokens) = behind(layout, draft)
                .or_else(|| passive(layout, draft))
                .or_else(|| in_talk(layout, draft))
        {
            let side = Side {
                attribute: Attribute::Addressee,
                tokens,
            };
            drafts[d].sides.push(side.clone());
            own = Some(side);
        }
        let draft = &drafts[d];
        if own.is_none()
            && let Some(told) = &last
            && told.sentence == sentence
            && told.parent == draft.parent
            && told.source == draft.source
            && draft.cue.first().is_some_and(|c| {
                is_participle(layout.word(c.start)) && !takes_listener(layout.word(c.end - 1))
            })
        {
            let side = told.listener.clone();
            drafts[d].sides.push(side);
        }
        if let Some(listener) = own {
            let Draft { parent, source, .. } = &drafts[d];
            last = Some(Told {
                sentence,
                parent: *parent,
                listener,
                source: source.clone(),
            });
        }
    }
}

/// The last statement that says whom it was told to.
struct Told {
    sentence: usize,
    parent: Option<usize>,
    listener: Side,
    source: Vec<Range<usize>>,
}

/// "told the board": the words between the cue and what comes next.
fn behind(layout: &Layout<'_>, draft: &Draft) -> Option<Range<usize>> {
    let cue = draft.cue.last()?;
    if !takes_listener(layout.word(cue.end - 1)) || is_passive(layout, cue) {
        return None;
    }
    let sentence = &layout.sentences()[layout.sentence_of(cue.start)].tokens;
    let limit = sentence.end.min(cue.end + LONGEST + 1);
    let content = draft
        .content
        .iter()
        .map(|r| r.start)
        .find(|&s| s >= cue.end)
        .unwrap_or(usize::MAX);
    let mut end = cue.end;
    while end < limit && end < content {
        let word = layout.word(end);
        if matches!(
            word,
            "," | "."
                | ":"
                | ";"
                | "that"
                | "to"
                | "and"
                | "in"
                | "on"
                | "at"
                | "by"
                | "via"
                | "during"
                | "after"
                | "when"
                | "about"
                | "if"
                | "whether"
                | "how"
                | "why"
                | "what"
                | "not"
        ) || Mark::of(word).is_some_and(|m| m.double)
        {
            break;
        }
        end += 1;
    }
    let range = cue.end..end;
    let calendar = |w: &str| {
        matches!(
            w,
            "last"
                | "this"
                | "next"
                | "late"
                | "early"
                | "ahead"
                | "once"
                | "twice"
                | "repeatedly"
                | "Monday"
                | "Tuesday"
                | "Wednesday"
                | "Thursday"
                | "Friday"
                | "Saturday"
                | "Sunday"
                | "yesterday"
                | "today"
                | "earlier"
                | "later"
                | "again"
                | "also"
        )
    };
    let fits = !range.is_empty()
        && range.len() <= LONGEST
        && layout.tokens()[range.start].is_word()
        && !calendar(layout.word(range.start))
        && !draft
            .source
            .iter()
            .any(|s| s.start < range.end && range.start < s.end);
    fits.then_some(range)
}

fn is_passive(layout: &Layout<'_>, cue: &Range<usize>) -> bool {
    let be = |w: &str| matches!(w, "was" | "were" | "been" | "is" | "are" | "being" | "be");
    cue.clone()
        .take(cue.len().saturating_sub(1))
        .any(|i| be(layout.word(i)))
        || cue.start > 0 && be(layout.word(cue.start - 1))
}

/// "she was told": the pronoun or name right before a passive cue.
fn passive(layout: &Layout<'_>, draft: &Draft) -> Option<Range<usize>> {
    let cue = draft.cue.first()?;
    let last = draft.cue.last()?;
    if !takes_listener(layout.word(last.end - 1)) || !is_passive(layout, cue) {
        return None;
    }
    let be = |w: &str| {
        matches!(
            w,
            "was" | "were" | "been" | "is" | "are" | "being" | "be" | "has" | "had" | "have"
        )
    };
    let mut end = cue.start;
    while end > 0 && be(layout.word(end - 1)) {
        end -= 1;
    }
    let sentence = layout.sentences()[layout.sentence_of(cue.start)].tokens.start;
    let mut start = end;
    while start > sentence && end - start < 5 {
        let word = layout.word(start - 1);
        let shape = layout.tokens()[start - 1].shape;
        let part = matches!(
            shape,
            Shape::Capitalised | Shape::Upper | Shape::Mixed | Shape::Initial
        ) || start == end && matches!(word, "he" | "she" | "they" | "who" | "it" | "him" | "them");
        if !part {
            break;
        }
        start -= 1;
    }
    let fits = start < end && !draft.source.iter().any(|s| s.start < end && start < s.end);
    fits.then_some(start..end)
}

/// "in remarks to Coast Radio", "in an interview with the paper": whom the occasion itself names.
fn in_talk(layout: &Layout<'_>, draft: &Draft) -> Option<Range<usize>> {
    let cue = draft.cue.first()?;
    let sentence = &layout.sentences()[layout.sentence_of(cue.start)].tokens;
    let free = |i: usize| !draft.holds(i);
    let from = sentence.start.max(cue.start.saturating_sub(24));
    let to = sentence.end.min(cue.end + 24);
    let talk = |w: &str| {
        matches!(
            w,
            "interview"
                | "interviews"
                | "remarks"
                | "comments"
                | "conversation"
                | "letter"
                | "statement"
                | "message"
                | "email"
                | "call"
        )
    };
    let at = (from..to.saturating_sub(2)).find(|&i| {
        talk(layout.word(i))
            && matches!(layout.word(i + 1), "to" | "with")
            && free(i)
            && free(i + 2)
            && !draft.source.iter().any(|s| s.contains(&i))
    })?;
    let start = at + 2;
    let capital = |i: usize| {
        matches!(
            layout.tokens()[i].shape,
            Shape::Capitalised | Shape::Upper | Shape::Mixed | Shape::Initial
        )
    };
    let small = |i: usize| {
        matches!(
            layout.word(i),
            "the"
                | "a"
                | "an"
                | "its"
                | "his"
                | "her"
                | "their"
                | "newspaper"
                | "magazine"
                | "reporters"
                | "journalists"
                | "news"
                | "agency"
                | "channel"
                | "radio"
                | "television"
                | "station"
                | "staff"
                | "employees"
                | "supporters"
                | "parliament"
                | "lawmakers"
                | "board"
                | "council"
                | "paper"
                | "broadcaster"
                | "of"
                | "'"
                | "s"
                | "’"
        )
    };
    let end = (start..to)
        .find(|&i| !(capital(i) || small(i)) || !free(i))
        .unwrap_or(to);
    let range = start..end;
    (!range.is_empty() && range.clone().any(|i| capital(i) || layout.word(i).len() > 4)).then_some(range)
}
