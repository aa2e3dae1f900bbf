//! Which statements were made on which occasion.

use super::Voices;
use super::mention::{Kind, Mention, Use};
use crate::draft::Draft;
use onrecord_model::Attribute;
use onrecord_people::EntityId;
use onrecord_text::Layout;
use std::collections::BTreeMap;

/// Paragraphs that make up headline and lead.
const LEAD_PARAGRAPHS: usize = 3;

/// What the walk through the text knows.
#[derive(Default)]
struct Walk {
    /// On which occasion somebody spoke last.
    by_speaker: BTreeMap<EntityId, usize>,
    /// The occasion that the report is at, and its paragraph.
    scene: Option<(usize, usize)>,
}

/// For every draft, the number of its occasion.
pub(super) fn carry(
    layout: &Layout<'_>,
    drafts: &[Draft],
    mentions: &[Mention],
    groups: &[usize],
    voices: &Voices<'_>,
    report: Option<usize>,
) -> Vec<Option<usize>> {
    let mut of = vec![None; drafts.len()];
    let mut order: Vec<usize> = (0..drafts.len())
        .filter(|&d| drafts[d].parent.is_none())
        .collect();
    order.sort_by_key(|&d| (drafts[d].anchor(), d));
    let mut walk = Walk::default();
    let mut settings = mentions
        .iter()
        .zip(groups)
        .filter(|(m, _)| m.used > Use::Bare)
        .peekable();
    let mut last: Option<usize> = None;
    let contents = merged_contents(drafts);
    for &d in &order {
        let draft = &drafts[d];
        let anchor = draft.anchor();
        let sentence = layout.sentence_of(anchor);
        let paragraph = layout.paragraph_of(anchor);
        let tokens = layout.sentences()[sentence].tokens.clone();
        // what is said to take place before this sentence
        let mut direct = None;
        while let Some((m, group)) = settings.next_if(|(m, _)| m.head < tokens.end) {
            let inside = holds(&contents, m.head);
            let here = m.head >= tokens.start;
            if m.used == Use::On && !inside && here {
                direct = Some((*group, m.kind));
            } else if m.used == Use::Setting && here && !inside || !here {
                let at = layout.paragraph_of(m.head);
                let told_of = inside && m.used == Use::On && report.is_none();
                if !told_of {
                    walk.scene = Some((*group, at));
                    let told = layout.sentence_of(m.head);
                    for e in speakers_in(layout, voices, drafts, &order, told) {
                        walk.by_speaker.insert(e, *group);
                    }
                }
            }
        }
        let direct = direct.or_else(|| {
            // several statements of one sentence
            let same = last.filter(|&l| layout.sentence_of(drafts[l].anchor()) == sentence)?;
            of[same].map(|g| (g, Kind::Named))
        });
        let own: Vec<EntityId> = voices.speakers[d].iter().filter_map(|s| s.entity).collect();
        if let Some((group, _)) = direct {
            of[d] = Some(group);
            for e in own {
                walk.by_speaker.insert(e, group);
            }
            walk.scene = Some((group, paragraph));
            last = Some(d);
            continue;
        }
        if elsewhere(layout, draft, sentence) {
            walk.scene = None;
            for e in &own {
                walk.by_speaker.remove(e);
            }
            last = Some(d);
            continue;
        }
        let known = own.iter().find_map(|e| walk.by_speaker.get(e).copied());
        let goes_on = || {
            let previous = last?;
            let near = paragraph - layout.paragraph_of(drafts[previous].anchor()).min(paragraph) <= 1;
            (own.is_empty() && near && points_back(layout, draft)).then_some(of[previous]?)
        };
        let scene = || {
            let (group, at) = walk.scene?;
            let joins = in_turn(layout, sentence) || draft.source.is_empty() && paragraph <= at + 1;
            (report.is_some() || joins).then_some(group)
        };
        let group = known.or_else(goes_on).or_else(scene);
        of[d] = group;
        if let Some(group) = group {
            for e in own {
                walk.by_speaker.insert(e, group);
            }
        }
        last = Some(d);
    }
    back(layout, drafts, &order, voices, &mut of);
    of
}

/// Contents of the outermost statements, sorted.
fn merged_contents(drafts: &[Draft]) -> Vec<std::ops::Range<usize>> {
    let mut all: Vec<_> = drafts
        .iter()
        .filter(|d| d.parent.is_none())
        .flat_map(|d| d.content.iter().cloned())
        .collect();
    all.sort_by_key(|r| (r.start, r.end));
    let mut out: Vec<std::ops::Range<usize>> = Vec::with_capacity(all.len());
    for r in all {
        match out.last_mut() {
            Some(last) if r.start <= last.end => last.end = last.end.max(r.end),
            _ => out.push(r),
        }
    }
    out
}

fn holds(contents: &[std::ops::Range<usize>], at: usize) -> bool {
    let i = contents.partition_point(|r| r.end <= at);
    contents.get(i).is_some_and(|r| r.contains(&at))
}

/// Speakers whom this sentence names.
fn speakers_in(
    layout: &Layout<'_>,
    voices: &Voices<'_>,
    drafts: &[Draft],
    order: &[usize],
    sentence: usize,
) -> Vec<EntityId> {
    let bytes = layout.bytes(layout.sentences()[sentence].tokens.clone());
    let (start, end) = (voices.base + bytes.start, voices.base + bytes.end);
    let _ = drafts;
    let mut out: Vec<EntityId> = Vec::new();
    for e in order
        .iter()
        .flat_map(|&d| &voices.speakers[d])
        .filter_map(|s| s.entity)
    {
        let mentions = &voices.people.entity(e).mentions;
        let at = mentions.partition_point(|m| m.start < start);
        if mentions.get(at).is_some_and(|m| m.start < end) && !out.contains(&e) {
            out.push(e);
        }
    }
    out
}

/// Whether the source is a pronoun or a description of somebody who was named before.
fn points_back(layout: &Layout<'_>, draft: &Draft) -> bool {
    let Some(source) = draft.source.first() else {
        return true;
    };
    let first = layout.word(source.start).to_lowercase();
    matches!(
        first.as_str(),
        "he" | "she" | "they" | "it" | "the" | "both" | "his" | "her"
    )
}

/// Words that place a statement beside the others of an occasion.
fn in_turn(layout: &Layout<'_>, sentence: usize) -> bool {
    let tokens = layout.sentences()[sentence].tokens.clone();
    let lower = |i: usize| {
        if i < tokens.end {
            layout.word(i).to_lowercase()
        } else {
            String::new()
        }
    };
    tokens.clone().take(60).any(|i| {
        let (a, b, c) = (lower(i), lower(i + 1), lower(i + 2));
        matches!(a.as_str(), "for" | "on" | "in")
            && (matches!(b.as_str(), "his" | "her" | "their" | "its") && c == "part"
                || a == "in" && b == "turn")
    })
}

/// Whether the sentence leaves the occasion: another time, another place, another medium.
fn elsewhere(layout: &Layout<'_>, draft: &Draft, sentence: usize) -> bool {
    let start = layout.sentences()[sentence].tokens.start;
    let end = layout.sentences()[sentence].tokens.end;
    let at = |i: usize| {
        if start + i < end {
            layout.word(start + i).to_lowercase()
        } else {
            String::new()
        }
    };
    let (first, second) = (at(0), at(1));
    let leaves = match first.as_str() {
        "earlier" | "meanwhile" | "separately" | "previously" | "later" | "outside" | "elsewhere"
        | "afterwards" | "after" | "following" | "recently" | "last" | "yesterday" => true,
        "on" | "in" | "since" => {
            second.chars().next().is_some_and(|c| c.is_ascii_digit())
                || matches!(
                    second.as_str(),
                    "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday"
                )
        }
        _ => false,
    };
    let other = draft.sides.iter().any(|s| match s.attribute {
        Attribute::Medium => true,
        Attribute::Addressee => told_media(layout, &s.tokens),
        _ => false,
    });
    leaves || other
}

/// Journalists, or a body with a name.
fn told_media(layout: &Layout<'_>, tokens: &std::ops::Range<usize>) -> bool {
    tokens.clone().any(|i| {
        matches!(
            layout.word(i).to_lowercase().as_str(),
            "reporters"
                | "journalists"
                | "media"
                | "press"
                | "mediapersons"
                | "newspaper"
                | "agency"
                | "television"
                | "radio"
                | "news"
                | "bbc"
                | "reuters"
                | "magazine"
        )
    })
}

/// "… she said. She was speaking at a rally": what stood before in the lead was said there too.
fn back(
    layout: &Layout<'_>,
    drafts: &[Draft],
    order: &[usize],
    voices: &Voices<'_>,
    of: &mut [Option<usize>],
) {
    let mut seen: Vec<usize> = Vec::new();
    for (position, &d) in order.iter().enumerate() {
        let Some(group) = of[d] else { continue };
        if seen.contains(&group) {
            continue;
        }
        seen.push(group);
        let own: Vec<EntityId> = voices.speakers[d].iter().filter_map(|s| s.entity).collect();
        let paragraph = layout.paragraph_of(drafts[d].anchor());
        for &e in order[..position].iter().rev().take(8) {
            let at = layout.paragraph_of(drafts[e].anchor());
            let lead = at + 1 == paragraph && paragraph <= LEAD_PARAGRAPHS && is_text(layout, at);
            if at != paragraph && !lead || of[e].is_some() {
                break;
            }
            let theirs: Vec<EntityId> = voices.speakers[e].iter().filter_map(|s| s.entity).collect();
            let same = theirs.iter().any(|x| own.contains(x));
            if !same {
                continue;
            }
            let sentence = layout.sentence_of(drafts[e].anchor());
            if elsewhere(layout, &drafts[e], sentence) {
                break;
            }
            of[e] = Some(group);
        }
    }
}

/// Whether a paragraph is running text, not a headline: it ends with a stop or a closing mark.
fn is_text(layout: &Layout<'_>, paragraph: usize) -> bool {
    let Some(tokens) = layout.paragraphs().get(paragraph) else {
        return false;
    };
    !tokens.is_empty()
        && matches!(
            layout.word(tokens.end - 1),
            "." | "!" | "?" | "”" | "\"" | "’" | "»"
        )
}
