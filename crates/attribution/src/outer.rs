//! "The site reported its source said …": two sources and two cues in a row are a statement inside a statement.

use crate::draft::{Draft, Evidence, Piece};
use onrecord_model::{ModeLabel, Role};
use onrecord_text::Layout;

/// Longest source between the two cues, in tokens.
const LONGEST: usize = 6;
/// Farthest outer source before its cue, in tokens.
const REACH: usize = 6;

/// Verbs whose content may itself begin with a source and its cue.
fn reports(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "said"
            | "says"
            | "say"
            | "reported"
            | "reports"
            | "claimed"
            | "claims"
            | "told"
            | "wrote"
            | "writes"
            | "added"
            | "adds"
            | "noted"
            | "notes"
            | "stated"
            | "states"
            | "alleged"
            | "alleges"
            | "argued"
            | "argues"
            | "announced"
            | "explained"
            | "insisted"
            | "insists"
            | "believes"
            | "believed"
            | "thinks"
            | "suggested"
            | "suggests"
            | "confirmed"
            | "indicated"
    )
}

/// Adds the outer statement where the tagger, which marks one level at a time, gave the words to the inner cue alone.
pub(crate) fn add(layout: &Layout<'_>, drafts: &mut Vec<Draft>, pieces: &[Piece]) {
    extend(layout, drafts);
    let used: Vec<usize> = {
        let mut used: Vec<usize> = drafts
            .iter()
            .flat_map(|d| d.cue.iter().map(|c| c.start))
            .collect();
        used.sort_unstable();
        used
    };
    let mut found = Vec::new();
    for (number, piece) in pieces.iter().enumerate() {
        let idle = piece.role == Role::Cue && used.binary_search(&piece.tokens.start).is_err();
        if !idle || !reports(layout.word(piece.tokens.end - 1)) {
            continue;
        }
        let source = pieces[..number]
            .iter()
            .rev()
            .take(4)
            .find(|p| p.role == Role::Source);
        let inner = pieces[number + 1..].iter().take(3).find(|p| p.role == Role::Cue);
        let (Some(source), Some(inner)) = (source, inner) else {
            continue;
        };
        let between = piece.tokens.end..inner.tokens.start;
        let plain = |i: usize| {
            layout.tokens()[i].is_word() && !matches!(layout.word(i), "and" | "but" | "or" | "that")
        };
        let same_sentence = layout.sentence_of(source.tokens.start) == layout.sentence_of(inner.tokens.start);
        if between.is_empty()
            || between.len() > LONGEST
            || !between.clone().all(plain)
            || source.tokens.end > piece.tokens.start
            || piece.tokens.start - source.tokens.end > REACH
            || !same_sentence
        {
            continue;
        }
        found.push((source, piece, inner.tokens.clone(), between));
    }
    for (source, cue, inner, between) in found {
        let Some(d) = drafts
            .iter()
            .position(|d| d.parent.is_none() && d.cue.first() == Some(&inner))
        else {
            continue;
        };
        let child = &drafts[d];
        if child.start() < inner.end {
            continue;
        }
        let content = between.start..child.end();
        let outer = Draft {
            content: Vec::from([content]),
            cue: Vec::from([cue.tokens.clone()]),
            source: Vec::from([source.tokens.clone()]),
            mode: ModeLabel::Said,
            evidence: Evidence {
                content: child.evidence.content,
                cue: Some(cue.probability),
                source: Some(source.probability),
            },
            sides: Vec::new(),
            parent: None,
            why: vec!["two sources and two cues in a row: one statement inside the other".to_owned()],
            turn: false,
            said_on: None,
        };
        drafts.push(outer);
        let parent = drafts.len() - 1;
        let child = &mut drafts[d];
        if child.source.first() == Some(&source.tokens) || child.source.is_empty() {
            child.source = Vec::from([between]);
        }
        child.parent = Some(parent);
    }
}

/// The same where the tagger took the inner source for the whole content ("reported [its source] said …").
fn extend(layout: &Layout<'_>, drafts: &mut [Draft]) {
    for outer in 0..drafts.len() {
        let (Some(cue), [content]) = (drafts[outer].cue.first(), drafts[outer].content.as_slice()) else {
            continue;
        };
        let content = content.clone();
        let follows = cue.end <= content.start && content.start - cue.end <= 1 && content.len() <= LONGEST;
        if !follows || !reports(layout.word(cue.end - 1)) {
            continue;
        }
        // drafts are in text order, so the inner one comes soon after
        let inner = (outer + 1..drafts.len().min(outer + 4)).find(|&d| {
            drafts[d].cue.first().is_some_and(|c| c.start == content.end)
                && drafts[d].start() > content.end
                && drafts[d].source == drafts[outer].source
                && drafts[d].parent.is_none()
        });
        if let Some(inner) = inner {
            let whole = content.start..drafts[inner].end();
            drafts[outer].content = Vec::from([whole]);
            drafts[inner].source = Vec::from([content]);
            drafts[inner].parent = Some(outer);
        }
    }
}
