//! Transcripts ("NAME: …") and names after a dash below a quotation ("― Name").

use crate::draft::{Draft, Evidence};
use onrecord_model::ModeLabel;
use onrecord_text::{Layout, Shape};
use std::ops::Range;

/// Fewest labelled paragraphs that make a text a transcript.
const FEWEST_TURNS: usize = 3;
/// Longest label, in tokens.
const LONGEST_LABEL: usize = 8;
/// How sure a turn is that only the lay-out shows.
const CERTAINTY: f32 = 0.9;

struct Turn {
    label: Range<usize>,
    colon: Range<usize>,
    words: Range<usize>,
}

/// Gives every turn of a transcript to its label, where the tagger did not.
pub(crate) fn add_turns(layout: &Layout<'_>, drafts: &mut Vec<Draft>) {
    let all = || layout.paragraphs().iter();
    let mut turns: Vec<Turn> = all().filter_map(|p| turn(layout, p, &[":"])).collect();
    if turns.len() < FEWEST_TURNS || turns.len() * 4 < layout.paragraphs().len() {
        // "Voss — Take us to the lobby." A dash stands in many places, so somebody must speak again
        turns = all().filter_map(|p| turn(layout, p, &["—", "–", "―"])).collect();
        let mut labels: Vec<&str> = turns
            .iter()
            .map(|t| &layout.text()[layout.bytes(t.label.clone())])
            .collect();
        labels.sort_unstable();
        let again = labels.windows(2).any(|w| w[0] == w[1]);
        if !again || turns.len() <= FEWEST_TURNS || turns.len() * 4 < layout.paragraphs().len() {
            return;
        }
    }
    for turn in turns {
        let found = drafts.iter().any(|d| {
            let inside: usize = d.content.iter().map(|r| overlap(r, &turn.words)).sum();
            inside * 10 >= turn.words.len() * 7 && d.source.iter().any(|s| overlap(s, &turn.label) > 0)
        });
        if found {
            for d in drafts
                .iter_mut()
                .filter(|d| d.source.iter().any(|s| overlap(s, &turn.label) > 0))
            {
                d.turn = true;
            }
            continue;
        }
        let question = layout.word(turn.words.end - 1) == "?";
        drafts.retain(|d| d.start() < turn.words.start || d.end() > turn.words.end);
        drafts.push(Draft {
            content: vec![turn.words],
            cue: vec![turn.colon],
            source: vec![turn.label],
            mode: if question {
                ModeLabel::Asked
            } else {
                ModeLabel::Said
            },
            evidence: Evidence {
                content: CERTAINTY,
                cue: Some(CERTAINTY),
                source: Some(CERTAINTY),
            },
            sides: Vec::new(),
            parent: None,
            why: vec!["a turn of a transcript: the label at its head speaks".to_owned()],
            turn: true,
            said_on: None,
        });
    }
    drafts.sort_by_key(|d| (d.start(), d.anchor()));
}

/// `NAME:`, `((NAME))` or `Name —` at the start of a paragraph, then words.
fn turn(layout: &Layout<'_>, paragraph: &Range<usize>, marks: &[&str]) -> Option<Turn> {
    let end = paragraph.end.min(paragraph.start + LONGEST_LABEL + 1);
    let colon = (paragraph.start..end).find(|&i| marks.contains(&layout.word(i)))?;
    let label = paragraph.start..colon;
    let words = colon + 1..paragraph.end;
    if label.is_empty() || words.is_empty() || !is_label(layout, &label) {
        return None;
    }
    Some(Turn {
        label,
        colon: colon..colon + 1,
        words,
    })
}

/// Every word of a label begins with a capital, as a name's or a role's does.
fn is_label(layout: &Layout<'_>, label: &Range<usize>) -> bool {
    let mut words = 0;
    for i in label.clone() {
        let token = &layout.tokens()[i];
        match token.shape {
            Shape::Capitalised | Shape::Upper | Shape::Mixed | Shape::Initial | Shape::Uncased => words += 1,
            Shape::Mark if matches!(layout.word(i), "." | "'" | "’" | "-" | "(" | ")" | "," | "&") => {}
            Shape::Lower if matches!(layout.word(i), "of" | "de" | "van" | "von" | "the" | "al" | "bin") => {}
            _ => return false,
        }
    }
    words > 0
        && !matches!(
            layout.word(label.start),
            "Note" | "Correction" | "Update" | "Transcript" | "TRANSCRIPT" | "Photo"
        )
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// `― Name` or `— Name, role` as a paragraph of its own below a quotation.
pub(crate) fn add_dash_names(layout: &Layout<'_>, drafts: &mut Vec<Draft>) {
    for pair in layout.paragraphs().windows(2) {
        let (quotation, line) = (&pair[0], &pair[1]);
        let dash = matches!(layout.word(line.start), "―" | "—" | "–" | "-");
        let last = layout.word(line.end - 1);
        if !dash || line.len() < 2 || line.len() > 16 || matches!(last, "." | "?" | "!") {
            continue;
        }
        let name = line.start + 1..line.end;
        let cased = !matches!(
            layout.tokens()[name.start].shape,
            Shape::Lower | Shape::Mark | Shape::Digits
        );
        let Some(marks) = layout
            .quotations()
            .iter()
            .find(|q| q.double && q.tokens.end == quotation.end && q.tokens.start <= quotation.start)
        else {
            continue;
        };
        let taken = drafts
            .iter()
            .position(|d| d.content.iter().any(|r| overlap(r, &marks.tokens) > 0));
        if !cased || taken.is_some_and(|d| !drafts[d].source.is_empty()) {
            continue;
        }
        let why = "the name after the dash below the quotation".to_owned();
        let evidence = Evidence {
            content: CERTAINTY,
            cue: Some(CERTAINTY),
            source: Some(CERTAINTY),
        };
        let dash = line.start..line.start + 1;
        let cue = Vec::from([dash]);
        match taken {
            Some(d) => {
                let draft = &mut drafts[d];
                (draft.source, draft.cue, draft.evidence) = (vec![name], cue, evidence);
                draft.why.push(why);
            }
            None => drafts.push(Draft {
                content: vec![marks.tokens.clone()],
                cue,
                source: vec![name],
                mode: ModeLabel::Said,
                evidence,
                sides: Vec::new(),
                parent: None,
                why: vec![why],
                turn: false,
                said_on: None,
            }),
        }
    }
    drafts.sort_by_key(|d| (d.start(), d.anchor()));
}
