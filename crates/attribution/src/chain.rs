//! Reporting chains that a lead announces for the whole report.

use crate::draft::{Draft, Side};
use onrecord_model::Attribute;
use onrecord_text::Layout;

/// Paragraphs in which a lead's chain may stand: headline, notes, lead.
const LEAD_PARAGRAPHS: usize = 5;

/// "X said at the opening, Trend reports, referring to the Embassy": a lead that prints two hops or more passes on the
/// whole occasion, so its chain goes to every statement that follows, until one is said to come from elsewhere.
pub(crate) fn spread(layout: &Layout<'_>, drafts: &mut [Draft]) {
    let paragraph = |d: &Draft| layout.paragraph_of(d.anchor());
    let hops = |d: &Draft| -> Vec<Side> {
        d.sides
            .iter()
            .filter(|s| s.attribute == Attribute::Via)
            .cloned()
            .collect()
    };
    let Some(lead) = drafts
        .iter()
        .position(|d| paragraph(d) < LEAD_PARAGRAPHS && hops(d).len() >= 2)
    else {
        return;
    };
    let chain = hops(&drafts[lead]);
    let mut elsewhere = false;
    for draft in &mut drafts[lead + 1..] {
        let sentence = layout.sentence_of(draft.anchor());
        let first = layout
            .sentences()
            .get(sentence)
            .map_or("", |s| layout.word(s.tokens.start));
        elsewhere |= matches!(first, "Earlier" | "Meanwhile" | "Separately" | "Previously");
        if elsewhere || !hops(draft).is_empty() {
            continue;
        }
        draft.sides.extend(chain.iter().cloned());
        draft
            .why
            .push("the lead announces the chain for the whole report".to_owned());
    }
}

/// Words that introduce whom an agency has it from.
fn refers(layout: &Layout<'_>, at: usize) -> Option<usize> {
    let word = |i: usize| {
        if i < layout.tokens().len() {
            layout.word(i)
        } else {
            ""
        }
    };
    match (word(at), word(at + 1), word(at + 2)) {
        ("citing" | "quoting", _, _) => Some(at + 1),
        ("referring", "to", _) => Some(at + 2),
        ("with", "reference", "to") | ("in", "reference", "to") => Some(at + 3),
        _ => None,
    }
}

/// "Merid reports, referring to the Embassy": the hop behind the one that the tagger marked.
pub(crate) fn next_hops(layout: &Layout<'_>, drafts: &mut [Draft]) {
    for draft in drafts {
        let last = draft
            .sides
            .iter()
            .rev()
            .find(|s| s.attribute == Attribute::Via)
            .map(|s| s.tokens.clone());
        let Some(last) = last else { continue };
        let sentence = &layout.sentences()[layout.sentence_of(last.start)].tokens;
        // the cue and a comma may stand between
        let from = (last.end..sentence.end.min(last.end + 4)).find_map(|i| refers(layout, i));
        let Some(from) = from else { continue };
        let stops =
            |i: usize| matches!(layout.word(i), "," | "." | ";" | ":" | "—" | "–" | ")") || draft.holds(i);
        let end = (from..sentence.end).find(|&i| stops(i)).unwrap_or(sentence.end);
        let hop = from..end;
        let known = draft
            .sides
            .iter()
            .any(|s| s.tokens.start < hop.end && hop.start < s.tokens.end)
            || draft
                .source
                .iter()
                .any(|s| s.start < hop.end && hop.start < s.end);
        if !hop.is_empty() && hop.len() <= LONGEST_CITED && !known {
            draft
                .why
                .push("the chain names whom the report refers to".to_owned());
            draft.sides.push(Side {
                attribute: Attribute::Via,
                tokens: hop,
            });
        }
    }
}

/// Longest printed source after "citing", in tokens.
const LONGEST_CITED: usize = 14;

/// "Outlets reported that …, citing two officials": the officials are the source, the outlets passed it on.
pub(crate) fn cited(layout: &Layout<'_>, drafts: &mut [Draft]) {
    for draft in drafts.iter_mut().filter(|d| d.parent.is_none()) {
        let (Some(source), Some(cue)) = (draft.source.first().cloned(), draft.cue.first().cloned()) else {
            continue;
        };
        let reports = matches!(
            layout.word(cue.end - 1).to_lowercase().as_str(),
            "reported" | "reports" | "report" | "reporting" | "said" | "says"
        );
        if !reports || draft.sides.iter().any(|s| s.attribute == Attribute::Via) {
            continue;
        }
        let sentence = &layout.sentences()[layout.sentence_of(cue.start)].tokens;
        let beside = |i: usize| {
            let near = |end: usize| i >= end && i - end <= 1;
            near(source.end) || near(cue.end) || draft.content.iter().any(|r| near(r.end))
        };
        let free = |i: usize| !draft.holds(i);
        let at = sentence.clone().find(|&i| {
            matches!(layout.word(i), "citing" | "quoting") && free(i) && beside(i) && i + 1 < sentence.end
        });
        let Some(at) = at else { continue };
        let stops = |i: usize| {
            matches!(layout.word(i), "," | "." | ";" | ":" | "—" | "–") || i == cue.start || !free(i)
        };
        let end = (at + 1..sentence.end).find(|&i| stops(i)).unwrap_or(sentence.end);
        let cited = at + 1..end;
        if cited.is_empty()
            || cited.len() > LONGEST_CITED
            || cited.start < source.end && source.start < cited.end
        {
            continue;
        }
        draft
            .why
            .push("the source is the one that is cited; who cites it passed it on".to_owned());
        draft.sides.push(Side {
            attribute: Attribute::Via,
            tokens: source,
        });
        draft.source = Vec::from([cited]);
    }
}
