//! What is printed with an occasion: its fullest name, who holds it, where, and who takes part.

use super::Occasion;
use super::mention::{Mention, lower, noun_phrase, word};
use super::nouns::{Kind, temporal};
use onrecord_text::{Layout, QuoteState};
use std::ops::Range;

/// Farthest "held in", "organised by" or "attended by" behind a mention, in tokens.
const REACH: usize = 14;
/// Most participants of an occasion; a longer list is a register.
const MOST: usize = 24;

pub(super) fn occasion(layout: &Layout<'_>, mentions: &[&Mention]) -> Occasion {
    let words = |m: &&&Mention| m.tokens.clone().filter(|&i| layout.tokens()[i].is_word()).count();
    let name = mentions
        .iter()
        .max_by_key(|m| (words(m), std::cmp::Reverse(m.tokens.start)))
        .map_or(0..0, |m| m.tokens.clone());
    let interviews = || mentions.iter().filter(|m| m.kind == Kind::Interview);
    let mut out = Occasion {
        name,
        mentions: mentions.iter().map(|m| m.tokens.clone()).collect(),
        interview: interviews().next().is_some(),
        brought_out: interviews().find_map(|m| m.holder.clone()),
        ..Occasion::default()
    };
    for mention in mentions {
        read(layout, mention, &mut out);
    }
    for list in [&mut out.organisers, &mut out.participants] {
        list.sort_by_key(|r| (r.start, r.end));
        list.dedup();
        list.truncate(MOST);
    }
    out
}

/// Reads what the mention's sentence prints about the occasion, in the mention and right behind it.
fn read(layout: &Layout<'_>, mention: &Mention, out: &mut Occasion) {
    let sentence = &layout.sentences()[layout.sentence_of(mention.head)].tokens;
    let end = sentence.end.min(mention.tokens.end + REACH);
    let phrase = |from: usize| {
        let to = noun_phrase(layout, from, sentence.end, &|_| false);
        (to > from).then_some(from..to)
    };
    if let Some(holder) = mention.holder.clone().filter(|_| mention.kind != Kind::Interview) {
        let verb = lower(layout, holder.end);
        if matches!(
            verb.as_str(),
            "held" | "hosted" | "convened" | "organised" | "organized"
        ) {
            out.organisers.push(holder);
        } else {
            out.participants.push(holder);
        }
    }
    for i in mention.head + 1..end {
        if layout.quote_states()[i] != QuoteState::Outside {
            break;
        }
        let (one, two) = (lower(layout, i), lower(layout, i + 1));
        match (one.as_str(), two.as_str()) {
            ("organised" | "organized" | "hosted" | "convened" | "sponsored" | "held", "by") => {
                out.organisers.extend(list(layout, i + 2, sentence.end));
            }
            ("attended" | "chaired" | "moderated" | "opened" | "addressed" | "led", "by") => {
                out.participants.extend(list(layout, i + 2, sentence.end));
            }
            ("the", "participation") if lower(layout, i + 2) == "of" => {
                out.participants.extend(list(layout, i + 3, sentence.end));
            }
            ("between", _) if i < mention.tokens.end => {
                out.participants.extend(list(layout, i + 1, sentence.end));
            }
            ("with", _)
                if i < mention.tokens.end && matches!(mention.kind, Kind::Interview | Kind::Meeting) =>
            {
                out.participants.extend(phrase(i + 1));
            }
            ("in" | "at", _) if out.place.is_none() && placed(layout, mention, i) => {
                out.place = phrase(i + 1);
            }
            _ => {}
        }
    }
}

/// Whether "in" or "at" says where: it belongs to the mention, or to "was held", "took place".
fn placed(layout: &Layout<'_>, mention: &Mention, at: usize) -> bool {
    let next = at + 1 + usize::from(matches!(lower(layout, at + 1).as_str(), "the" | "a" | "an"));
    let named =
        word(layout, next).chars().next().is_some_and(char::is_uppercase) && !temporal(&lower(layout, next));
    let room = (next..next + 4).any(|i| {
        matches!(
            lower(layout, i).as_str(),
            "hall"
                | "hotel"
                | "centre"
                | "center"
                | "stadium"
                | "museum"
                | "university"
                | "palace"
                | "square"
                | "station"
                | "canteen"
                | "library"
                | "capital"
                | "church"
                | "school"
                | "garden"
                | "park"
        )
    });
    let held = (mention.tokens.end..at).any(|i| {
        matches!(
            lower(layout, i).as_str(),
            "held" | "place" | "hosted" | "organised" | "organized"
        )
    });
    let inside =
        at < mention.tokens.end && next > at + 1 && !matches!(mention.kind, Kind::Interview | Kind::Speech);
    (named || room || inside) && (at <= mention.tokens.end || held)
}

/// The items of "A, B and C" from `from` on.
fn list(layout: &Layout<'_>, from: usize, end: usize) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut at = from;
    let parts = |i: usize| word(layout, i) == "and";
    while out.len() < MOST {
        let to = noun_phrase(layout, at, end, &parts);
        if to == at {
            break;
        }
        out.push(at..to);
        let mut next = to;
        if word(layout, next) == "," {
            next += 1;
        }
        let and = word(layout, next) == "and";
        next += usize::from(and);
        // an apposition ("Jane Doe, the minister") is not another item
        let first = next + usize::from(lower(layout, next) == "the");
        let item = word(layout, first).chars().next().is_some_and(char::is_uppercase);
        if next == to || next >= end || !(item || and) {
            break;
        }
        at = next;
    }
    out
}
