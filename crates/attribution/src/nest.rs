//! Statements inside statements: each content is read again for what stands in it.

use crate::draft::{Draft, Marked, Piece, Side};
use crate::{boundary, link};
use onrecord_model::features::{Features, Reading};
use onrecord_model::{ModelError, Scratch, Tagger, windows};
use onrecord_text::Layout;
use std::ops::Range;

/// Deepest statement inside statements.
const DEEPEST: usize = 6;
/// Contents with fewer tokens hold no statement.
const FEWEST_TOKENS: usize = 5;
/// A content is read again when somewhere in it the tagger gives this probability to a statement inside.
const GATE: f32 = 0.12;

/// Tags sequences of tokens (each in text order) and gives what was found in the text's own tokens.
pub(crate) fn mark(
    tagger: &Tagger,
    scratch: &mut Scratch,
    features: &Features,
    sequences: &[Vec<usize>],
    reading: Reading,
) -> Result<Vec<Marked>, ModelError> {
    // a long sequence is cut into windows; each window is one input of the network
    let mut inputs: Vec<&[usize]> = Vec::new();
    let mut owner = Vec::new();
    for (number, sequence) in sequences.iter().enumerate() {
        for window in windows(features, sequence) {
            inputs.push(&sequence[window]);
            owner.push(number);
        }
    }
    let mut out = vec![Marked::default(); sequences.len()];
    tagger.tag(scratch, features, &inputs, reading, |input, tagging| {
        let (tokens, marked) = (inputs[input], &mut out[owner[input]]);
        for run in &tagging.roles {
            for range in contiguous(&tokens[run.tokens.clone()]) {
                marked.pieces.push(Piece {
                    role: run.role,
                    tokens: range,
                    probability: run.probability,
                    modes: run.modes,
                });
            }
        }
        for run in &tagging.attributes {
            for tokens in contiguous(&tokens[run.tokens.clone()]) {
                marked.sides.push(Side {
                    attribute: run.attribute,
                    tokens,
                });
            }
        }
        marked
            .gates
            .extend(tokens.iter().copied().zip(tagging.gates.iter().copied()));
    })?;
    Ok(out)
}

/// Ranges of consecutive numbers in an ascending list.
fn contiguous(tokens: &[usize]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for &t in tokens {
        match out.last_mut() {
            Some(last) if last.end == t => last.end = t + 1,
            _ => out.push(t..t + 1),
        }
    }
    out
}

/// Reads contents again, level by level, and appends what stands in them. `gates` are those of the outermost reading.
pub(crate) fn read_inside(
    tagger: &Tagger,
    scratch: &mut Scratch,
    layout: &Layout<'_>,
    features: &Features,
    drafts: &mut Vec<Draft>,
    gates: &[(usize, f32)],
) -> Result<(), ModelError> {
    let mut hot: Vec<usize> = gates.iter().filter(|g| g.1 >= GATE).map(|g| g.0).collect();
    let mut level = 0..drafts.len();
    for _ in 0..DEEPEST {
        hot.sort_unstable();
        let taken: Vec<usize> = drafts.iter().filter_map(|d| d.parent).collect();
        let parents: Vec<usize> = level
            .clone()
            .filter(|d| !taken.contains(d) && worth_reading(&drafts[*d], &hot))
            .collect();
        if parents.is_empty() {
            break;
        }
        let sequences: Vec<Vec<usize>> = parents
            .iter()
            .map(|&d| drafts[d].content.iter().flat_map(Clone::clone).collect())
            .collect();
        let marked = mark(tagger, scratch, features, &sequences, Reading::Content)?;
        let from = drafts.len();
        hot.clear();
        for (parent, marked) in parents.into_iter().zip(marked) {
            hot.extend(marked.gates.iter().filter(|g| g.1 >= GATE).map(|g| g.0));
            let mut inner = link::link(layout, &marked.pieces);
            link::go_on(layout, &mut inner);
            inner.retain(|d| (!d.cue.is_empty() || !d.source.is_empty()) && d.len() < drafts[parent].len());
            for draft in &mut inner {
                boundary::settle(layout, draft);
                clip(draft, &drafts[parent].content);
                draft.parent = Some(parent);
            }
            inner.retain(|d| d.len() > 0);
            assign_sides(layout, &mut inner, &marked.sides);
            drafts.extend(inner);
        }
        level = from..drafts.len();
        if level.is_empty() {
            break;
        }
    }
    Ok(())
}

fn worth_reading(draft: &Draft, hot: &[usize]) -> bool {
    draft.len() >= FEWEST_TOKENS
        && draft.content.iter().any(|r| {
            let at = hot.partition_point(|&t| t < r.start);
            hot.get(at).is_some_and(|&t| t < r.end)
        })
}

/// Keeps only what stands inside the parent's content.
fn clip(draft: &mut Draft, parent: &[Range<usize>]) {
    let mut out = Vec::new();
    for r in &draft.content {
        for p in parent {
            let range = r.start.max(p.start)..r.end.min(p.end);
            if range.start < range.end {
                out.push(range);
            }
        }
    }
    draft.content = out;
    draft.tidy();
}

/// Farthest addressee or medium from its cue, in words.
const SIDE_REACH: usize = 14;

/// Farthest hop of a reporting chain from its statement, in words.
const HOP_REACH: usize = 40;
/// Most hops that one sentence gives to a statement.
const MOST_HOPS: usize = 6;

/// Gives addressees, media, occasions and hops to the statements that they belong to.
pub(crate) fn assign_sides(layout: &Layout<'_>, drafts: &mut [Draft], sides: &[Side]) {
    use onrecord_model::Attribute::{Addressee, Event, Medium, Via};
    // drafts by the sentence of their anchor, so that every side looks at few
    let mut by_sentence: Vec<(usize, usize)> = drafts
        .iter()
        .enumerate()
        .map(|(d, draft)| (layout.sentence_of(draft.anchor()), d))
        .collect();
    by_sentence.sort_unstable();
    for side in sides {
        let sentence = layout.sentence_of(side.tokens.start);
        let from = by_sentence.partition_point(|x| x.0 < sentence);
        let here = by_sentence[from..]
            .iter()
            .take_while(|x| x.0 == sentence)
            .map(|x| x.1)
            .collect::<Vec<_>>();
        let distance = |d: &Draft| {
            d.cue
                .iter()
                .chain(&d.source)
                .map(|r| link::gap(r, &side.tokens))
                .min()
        };
        match side.attribute {
            Addressee | Medium => {
                let fits = |d: usize| {
                    distance(&drafts[d])
                        .filter(|gap| *gap <= SIDE_REACH && !drafts[d].holds(side.tokens.start))
                        // nobody is told by his own label
                        .filter(|_| {
                            !drafts[d]
                                .source
                                .iter()
                                .any(|s| s.start < side.tokens.end && side.tokens.start < s.end)
                        })
                };
                // "told reporters that A, adding that B": only the nearest cue's statements
                let near = here.iter().filter_map(|&d| fits(d)).min();
                let nearest: Vec<usize> = here
                    .into_iter()
                    .filter(|&d| near.is_some() && fits(d) == near)
                    .collect();
                for d in nearest {
                    if !drafts[d].sides.iter().any(|s| s.attribute == side.attribute) {
                        drafts[d].sides.push(side.clone());
                    }
                }
            }
            Event => {
                for d in here {
                    if !drafts[d].sides.iter().any(|s| s.attribute == Event) {
                        drafts[d].sides.push(side.clone());
                    }
                }
            }
            Via => {
                for d in here {
                    let own = drafts[d].source.iter().any(|s| link::gap(s, &side.tokens) == 0);
                    let hops = drafts[d].sides.iter().filter(|s| s.attribute == Via).count();
                    let parts = drafts[d]
                        .cue
                        .iter()
                        .chain(&drafts[d].source)
                        .chain(&drafts[d].content);
                    let near = parts
                        .map(|r| link::gap(r, &side.tokens))
                        .min()
                        .is_some_and(|gap| gap <= HOP_REACH);
                    if !own && near && hops < MOST_HOPS && !drafts[d].holds(side.tokens.start) {
                        drafts[d].sides.push(side.clone());
                    }
                }
            }
        }
    }
}
