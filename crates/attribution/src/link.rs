//! Which source, cue and content belong together.
//!
//! A distance rule: on PolNeAR's own spans it links with F 95, and a learned linker lost to it.

use crate::draft::{Draft, Evidence, Piece};
use crate::hop;
use onrecord_model::{MODES, ModeLabel, Role};
use onrecord_text::{Layout, QuoteState};
use std::ops::Range;

/// What a sentence end between content and cue costs, in words.
pub(crate) const SENTENCE_COST: usize = 25;
/// What a cue to the left of a content gains, in words.
const LEFT_GAIN: usize = 4;
/// The dearest link between content and cue.
const CUE_REACH: usize = 60;
/// The farthest source of a content without a cue, in words.
const SOURCE_REACH: usize = 25;

/// Joins the pieces of one reading. Pieces must be in text order.
pub(crate) fn link(layout: &Layout<'_>, pieces: &[Piece]) -> Vec<Draft> {
    let of = |role: Role| pieces.iter().filter(move |p| p.role == role).collect::<Vec<_>>();
    let (sources, cues, contents) = (of(Role::Source), of(Role::Cue), of(Role::Content));
    let others: Vec<&Piece> = pieces.iter().filter(|p| p.role != Role::Source).collect();
    let cue_sources: Vec<Option<usize>> = cues
        .iter()
        .map(|cue| nearest_source(layout, cue, &sources, &others))
        .collect();

    let mut by_cue: Vec<Vec<usize>> = vec![Vec::new(); cues.len()];
    let mut orphans = Vec::new();
    for (number, content) in contents.iter().enumerate() {
        match nearest_cue(layout, content, &cues) {
            Some(cue) => by_cue[cue].push(number),
            None => orphans.push(number),
        }
    }
    let mut drafts = Vec::new();
    for (number, members) in by_cue.iter().enumerate() {
        if members.is_empty() {
            continue;
        }
        let (cue, source) = (cues[number], cue_sources[number].map(|s| sources[s]));
        drafts.push(draft(
            layout,
            members.iter().map(|&m| contents[m]),
            Some(cue),
            source,
        ));
    }
    for number in orphans {
        let content = contents[number];
        // `“…” ― Name`: the name after the dash, not one that stands nearer on the other side
        let dash = (content.tokens.end + 1 < layout.tokens().len()
            && matches!(layout.word(content.tokens.end), "―" | "—" | "–"))
        .then_some(content.tokens.end + 1);
        let near = || around(&sources, &content.tokens, SOURCE_REACH + 2).map(|s| sources[s]);
        let signed = near().find(|s| Some(s.tokens.start) == dash);
        let source = near()
            .filter(|_| signed.is_none())
            .filter(|s| layout.sentence_of(s.tokens.start) == layout.sentence_of(content.tokens.start))
            .map(|s| (gap(&s.tokens, &content.tokens), s))
            .filter(|(distance, _)| *distance <= SOURCE_REACH)
            .min_by_key(|(distance, s)| (*distance, s.tokens.start))
            .map(|(_, s)| s)
            .or(signed);
        drafts.push(draft(layout, std::iter::once(content), None, source));
    }
    drafts.retain_mut(|d| without_auxiliary(layout, d));
    drafts.sort_by_key(|d| (d.start(), d.anchor()));
    let idle = (0..cues.len()).filter(|&c| by_cue[c].is_empty());
    hop::pass_on(
        layout,
        &mut drafts,
        idle.filter_map(|c| cue_sources[c].map(|s| (cues[c], sources[s]))),
    );
    drafts
}

/// A lone auxiliary says nothing: the tagger saw half of something else. Only quotations are kept, without it.
fn without_auxiliary(layout: &Layout<'_>, draft: &mut Draft) -> bool {
    let lone = |c: &Range<usize>| {
        c.len() == 1
            && matches!(
                layout.word(c.start),
                "was" | "were" | "is" | "are" | "be" | "been"
            )
    };
    if draft.cue.first().is_some_and(lone) {
        draft.cue.clear();
        draft.source.clear();
        (draft.evidence.cue, draft.evidence.source) = (None, None);
        draft.why.clear();
        draft
            .content
            .retain(|r| layout.quote_states()[r.start] != QuoteState::Outside);
    }
    !draft.content.is_empty()
}

/// `“…,” she said, further remarking, “…”`: a participle without a source in its sentence goes on with the one before it.
pub(crate) fn go_on(layout: &Layout<'_>, drafts: &mut [Draft]) {
    let paragraph = |token: usize| layout.paragraph_of(token);
    for d in 1..drafts.len() {
        let Some(cue) = drafts[d].cue.first().cloned() else {
            continue;
        };
        let verb = layout.word(cue.end - 1);
        let participle = verb.len() > 4 && verb.ends_with("ing");
        if !participle || !drafts[d].source.is_empty() {
            continue;
        }
        let before = &drafts[d - 1];
        let ends = before.end().max(
            before
                .cue
                .iter()
                .chain(&before.source)
                .map(|r| r.end)
                .max()
                .unwrap_or(0),
        );
        let near =
            ends <= cue.start && cue.start - ends <= 4 && paragraph(cue.start) == paragraph(before.anchor());
        if near && !before.source.is_empty() {
            let (source, probability) = (before.source.clone(), before.evidence.source);
            (drafts[d].source, drafts[d].evidence.source) = (source, probability);
            drafts[d].why.push("goes on with the source before it".to_owned());
        }
    }
}

/// Tokens between two ranges; 0 when they touch or overlap.
pub(crate) fn gap(a: &Range<usize>, b: &Range<usize>) -> usize {
    if a.end <= b.start {
        b.start - a.end
    } else {
        a.start.saturating_sub(b.end)
    }
}

/// What a source to the right of its cue costs, in words, unless it stands right behind it ("said Mara Venn").
const RIGHT_COST: usize = 3;
/// What a content or another cue between a cue and a source to its right costs, in words.
const CROSSING_COST: usize = 8;

fn nearest_source(layout: &Layout<'_>, cue: &Piece, sources: &[&Piece], others: &[&Piece]) -> Option<usize> {
    let sentence = layout.sentence_of(cue.tokens.start);
    let asked_of = is_passive(layout, &cue.tokens);
    let cost = |s: &usize| {
        let source = &sources[*s].tokens;
        let apart = gap(source, &cue.tokens);
        if source.start < cue.tokens.end || apart <= 1 {
            return apart;
        }
        let between = cue.tokens.end..source.start;
        let from = others.partition_point(|p| p.tokens.end <= between.start);
        let crossed = others[from..]
            .iter()
            .take_while(|p| p.tokens.start < between.end)
            .count();
        apart + RIGHT_COST + crossed.min(2) * CROSSING_COST
    };
    around(sources, &cue.tokens, 80)
        .filter(|&s| layout.sentence_of(sources[s].tokens.start) == sentence)
        .filter(|&s| !asked_of || by(layout, cue.tokens.end, sources[s].tokens.start))
        .min_by_key(|s| (cost(s), sources[*s].tokens.start))
}

/// "Asked whether …, X said", "she was told to …", "he was criticised for …": whoever stands before is not the one who speaks.
fn is_passive(layout: &Layout<'_>, cue: &Range<usize>) -> bool {
    let verb = layout.word(cue.end - 1).to_lowercase();
    let verb = if matches!(verb.as_str(), "about" | "if" | "whether" | "why" | "how") && cue.len() > 1 {
        layout.word(cue.end - 2).to_lowercase()
    } else {
        verb
    };
    if !matches!(
        verb.as_str(),
        "asked"
            | "told"
            | "urged"
            | "ordered"
            | "informed"
            | "warned"
            | "pressed"
            | "questioned"
            | "instructed"
            | "reminded"
            | "required"
            | "expected"
            | "accused"
            | "charged"
            | "criticized"
            | "criticised"
            | "blamed"
            | "described"
            | "seen"
            | "viewed"
            | "considered"
            | "believed"
            | "reported"
            | "thought"
            | "alleged"
            | "rumored"
            | "rumoured"
            | "regarded"
            | "perceived"
            | "portrayed"
            | "praised"
            | "denounced"
            | "mocked"
            | "cited"
            | "quoted"
            | "labeled"
            | "labelled"
            | "dubbed"
            | "called"
            | "known"
    ) {
        return false;
    }
    let be = |w: &str| {
        matches!(
            w,
            "was" | "were" | "been" | "is" | "are" | "being" | "be" | "When" | "when" | "If" | "if"
        )
    };
    let before = cue.start.checked_sub(1);
    let first = layout.sentences()[layout.sentence_of(cue.start)].tokens.start == cue.start && cue.len() <= 2;
    first && matches!(verb.as_str(), "asked" | "pressed" | "questioned" | "told")
        || before.is_some_and(|i| be(layout.word(i)))
        || cue.clone().take(cue.len() - 1).any(|i| be(layout.word(i)))
}

/// Whether "by" stands between the cue and the source after it.
fn by(layout: &Layout<'_>, cue_end: usize, source_start: usize) -> bool {
    source_start >= cue_end
        && source_start - cue_end <= 12
        && (cue_end.saturating_sub(1)..source_start).any(|i| layout.word(i) == "by")
}

fn nearest_cue(layout: &Layout<'_>, content: &Piece, cues: &[&Piece]) -> Option<usize> {
    around(cues, &content.tokens, 120)
        .map(|c| (cue_cost(layout, content, cues[c]), c))
        .filter(|(cost, _)| *cost <= CUE_REACH)
        .min()
        .map(|(_, c)| c)
}

/// What it costs to link a content to a cue: words between, sentence ends, paragraphs. Left cues are shifted, not
/// favoured below zero, so that the cost stays unsigned.
fn cue_cost(layout: &Layout<'_>, content: &Piece, cue: &Piece) -> usize {
    let left = cue.tokens.end <= content.tokens.start;
    let (before, after) = if left {
        (&cue.tokens, &content.tokens)
    } else {
        (&content.tokens, &cue.tokens)
    };
    let from = layout.sentence_of(before.end.saturating_sub(1));
    let to = layout.sentence_of(after.start);
    let mut breaks = to.saturating_sub(from);
    let states = layout.quote_states();
    // `"Is it late?" he asked`: the end inside the marks is not the end of the sentence
    let closes = !left && matches!(states[before.end - 1], QuoteState::Closing);
    let stop = before.end.checked_sub(2).is_some_and(|i| layout.word(i) == ".");
    if closes && breaks > 0 && !stop && gap(before, after) <= 4 {
        breaks -= 1;
    }
    // a colon introduces what stands after it
    let backwards = !left && cue.tokens.len() == 1 && layout.word(cue.tokens.start) == ":";
    // a dash signs what stands before it
    let dash = left && cue.tokens.len() == 1 && matches!(layout.word(cue.tokens.start), "―" | "—" | "–");
    let between = before.end.min(after.start)..after.start;
    let parted = between
        .clone()
        .any(|i| layout.word(i) == ";" && states[i] == QuoteState::Outside);
    let colon = left && gap(before, after) <= 1 && layout.word(cue.tokens.end - 1) == ":";
    let sentences = &layout.sentences();
    let paragraphs = sentences[to].paragraph.saturating_sub(sentences[from].paragraph);
    let apart = if colon {
        0
    } else {
        // a quotation that has ended does not wait for a cue in the next paragraph
        let later = if left {
            paragraphs.saturating_sub(1)
        } else {
            paragraphs
        };
        breaks * SENTENCE_COST + later * SENTENCE_COST
    };
    gap(before, after)
        + apart
        + if left { 0 } else { LEFT_GAIN }
        + if dash || parted || backwards { CUE_REACH } else { 0 }
}

/// Indices of the pieces (in text order) within `reach` tokens of `range`.
fn around<'p>(
    pieces: &'p [&Piece],
    range: &Range<usize>,
    reach: usize,
) -> impl Iterator<Item = usize> + use<'p> {
    let low = range.start.saturating_sub(reach);
    let high = range.end + reach;
    let from = pieces.partition_point(|p| p.tokens.end <= low);
    let to = pieces.partition_point(|p| p.tokens.start < high);
    from..to.max(from)
}

fn draft<'p>(
    layout: &Layout<'_>,
    contents: impl Iterator<Item = &'p Piece> + Clone,
    cue: Option<&Piece>,
    source: Option<&Piece>,
) -> Draft {
    let count: usize = contents.clone().map(|c| c.tokens.len()).sum();
    let sum: f32 = contents
        .clone()
        .map(|c| c.probability * c.tokens.len() as f32)
        .sum();
    let words = |r: &Range<usize>| {
        layout.text()[layout.bytes(r.clone())]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut why = Vec::new();
    match (cue, source) {
        (Some(c), Some(s)) => why.push(format!(
            "cue “{}”, source “{}”",
            words(&c.tokens),
            words(&s.tokens)
        )),
        (Some(c), None) => why.push(format!("cue “{}”, no source in its sentence", words(&c.tokens))),
        (None, Some(s)) => why.push(format!("no cue; “{}” stands next to it", words(&s.tokens))),
        (None, None) => {}
    }
    let mut out = Draft {
        content: contents.map(|c| c.tokens.clone()).collect(),
        cue: cue.iter().map(|c| c.tokens.clone()).collect(),
        source: source.iter().map(|s| s.tokens.clone()).collect(),
        mode: cue.map_or(ModeLabel::Said, |c| best_mode(&c.modes)),
        evidence: Evidence {
            content: if count > 0 { sum / count as f32 } else { 0.0 },
            cue: cue.map(|c| c.probability),
            source: source.map(|s| s.probability),
        },
        sides: Vec::new(),
        parent: None,
        why,
        turn: false,
        said_on: None,
    };
    out.tidy();
    out
}

fn best_mode(scores: &[f32; MODES.len()]) -> ModeLabel {
    let mut best = 0;
    for (i, &score) in scores.iter().enumerate() {
        if score > scores[best] {
            best = i;
        }
    }
    MODES[best]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks are written into the text: [s …] source, [c …] cue, [x …] content.
    fn drafts(marked: &str) -> Vec<(String, String, String)> {
        let mut text = String::new();
        let mut marks: Vec<(Role, usize, usize)> = Vec::new();
        for part in marked.split_inclusive(['[', ']']) {
            let body = part.trim_end_matches(['[', ']']);
            let role = match body.as_bytes() {
                [b's', b' ', ..] => Some(Role::Source),
                [b'c', b' ', ..] => Some(Role::Cue),
                [b'x', b' ', ..] => Some(Role::Content),
                _ => None,
            };
            match role {
                Some(role) if part.ends_with(']') => {
                    marks.push((role, text.len(), text.len() + body.len() - 2));
                    text.push_str(&body[2..]);
                }
                _ => text.push_str(body),
            }
        }
        let layout = Layout::new(&text);
        let at = |byte: usize| layout.tokens().partition_point(|t| (t.start as usize) < byte);
        let pieces: Vec<Piece> = marks
            .iter()
            .map(|&(role, a, b)| Piece {
                role,
                tokens: at(a)..at(b),
                probability: 0.9,
                modes: [0.0; MODES.len()],
            })
            .collect();
        let show = |ranges: &[Range<usize>]| {
            ranges
                .iter()
                .map(|r| &text[layout.bytes(r.clone())])
                .collect::<Vec<_>>()
                .join(" … ")
        };
        link(&layout, &pieces)
            .iter()
            .map(|d| (show(&d.source), show(&d.cue), show(&d.content)))
            .collect()
    }

    fn row(a: &str, b: &str, c: &str) -> (String, String, String) {
        (a.to_owned(), b.to_owned(), c.to_owned())
    }

    #[test]
    fn interrupted_quotation() {
        assert_eq!(
            drafts("[x “We are late,”] [s Mara Venn] [c said]. [x “We will catch up.”]"),
            [row("Mara Venn", "said", "“We are late,” … “We will catch up.”")]
        );
    }

    #[test]
    fn two_cues_share_a_source() {
        assert_eq!(
            drafts("[s The mayor] [c said] [x the bridge was safe], [c adding] [x that it would stay open]."),
            [
                row("The mayor", "said", "the bridge was safe"),
                row("The mayor", "adding", "that it would stay open")
            ]
        );
    }

    #[test]
    fn the_next_quotation_has_its_own_cue() {
        assert_eq!(
            drafts("[x “Yes,”] [s he] [c said]. [x “No,”] [s she] [c replied]."),
            [row("he", "said", "“Yes,”"), row("she", "replied", "“No,”")]
        );
    }

    #[test]
    fn a_content_may_have_a_source_without_a_cue() {
        assert_eq!(
            drafts("[s The maker] has also developed [x “a way to see inside”]."),
            [row("The maker", "", "“a way to see inside”")]
        );
    }
}
