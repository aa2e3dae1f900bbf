//! What a description and somebody named have in common: offices, ages, words of a name.

use crate::entity::Entity;
use crate::lexicon::{is_modifier, is_role};
use crate::office::akin;
use crate::people::{People, Reading};
use crate::rank::{Anaphor, Pointer};
use onrecord_record::SpeakerType;
use onrecord_text::Shape;
use std::ops::Range;

impl People {
    /// What the description and the entity have in common.
    pub(crate) fn described_by(
        &self,
        reading: &Reading<'_, '_>,
        pointer: &Pointer<'_>,
        entity: &Entity,
        features: &mut Vec<&'static str>,
    ) {
        let layout = reading.layout;
        if matches!(pointer.anaphor, Anaphor::Pronoun) || pointer.words.is_empty() {
            return;
        }
        let wanted: Vec<String> = pointer
            .words
            .clone()
            .filter(|&i| layout.tokens()[i].is_word())
            .map(|i| layout.word(i).to_lowercase())
            .filter(|w| w.len() > 2 && !matches!(w.as_str(), "the" | "and" | "for" | "who"))
            .collect();
        if entity.kind == SpeakerType::Person {
            // "the 26-year-old": an age printed beside the name
            if let Some(age) = age(&wanted, layout, &pointer.words) {
                let said = entity.ages.contains(&age);
                features.push(if said { "age" } else { "age-unknown" });
            }
            let nouns = entity
                .roles
                .iter()
                .filter_map(|(role, _)| office_noun(&role.text));
            let mut same = false;
            let mut family = false;
            let mut any = false;
            for noun in nouns {
                any = true;
                same |= noun == pointer.noun;
                family |= akin(&noun, pointer.noun);
            }
            let plain = matches!(
                pointer.noun,
                "man" | "woman" | "person" | "old" | "boy" | "girl" | "teenager" | "latter" | "former"
            );
            features.push(match (same, family, any) {
                _ if plain => "office-plain",
                (true, ..) => "office-same",
                (_, true, _) => "office-family",
                (_, _, true) => "office-other",
                _ => "office-none",
            });
            let modifiers = wanted.iter().filter(|w| w.as_str() != pointer.noun);
            let printed: Vec<String> = entity
                .roles
                .iter()
                .flat_map(|(role, org)| [Some(role.text.as_str()), org.as_deref()])
                .flatten()
                .flat_map(|t| t.split(|c: char| !c.is_alphanumeric()))
                .map(str::to_lowercase)
                .filter(|w| w.len() > 2)
                .collect();
            let (mut found, mut missing, mut bad) = (0, 0, 0);
            for word in modifiers {
                let stem: String = word.chars().take(4).collect();
                if printed
                    .iter()
                    .any(|p| p == word || word.chars().count() > 4 && p.starts_with(&stem))
                {
                    found += 1;
                } else if is_modifier(word) || layout.tokens()[pointer.words.start].shape != Shape::Lower {
                    bad += 1;
                } else {
                    missing += 1;
                }
            }
            if found > 0 {
                features.push("modifier-found");
            }
            if bad > 0 {
                features.push("modifier-bad");
            }
            if missing > 0 && found == 0 {
                features.push("modifier-missing");
            }
            let deputy = |w: &str| matches!(w, "deputy" | "vice" | "former" | "assistant" | "acting");
            let lower = entity
                .roles
                .iter()
                .any(|(r, _)| r.text.to_lowercase().split_whitespace().any(deputy));
            if same && lower && !wanted.iter().any(|w| deputy(w)) {
                features.push("modifier-deputy");
            }
        } else {
            if entity.words.iter().any(|w| *w == pointer.noun) {
                features.push("noun-in-name");
            }
            if entity.nouns.iter().any(|w| w == pointer.noun) {
                features.push("noun-printed");
            }
            let named = wanted
                .iter()
                .filter(|w| w.as_str() != pointer.noun)
                .any(|w| entity.words.contains(w));
            if named {
                features.push("modifier-found");
            }
            let acronym = entity.name.chars().all(char::is_uppercase);
            if acronym {
                features.push("acronym");
            }
            if is_place_noun(pointer.noun) {
                features.push(if entity.kind == SpeakerType::Place {
                    "place-noun"
                } else {
                    "place-noun-other"
                });
            }
            let document = crate::lexicon::is_document(pointer.noun);
            if document && entity.kind == SpeakerType::Document {
                features.push("document-noun");
            }
        }
    }
}

/// Main noun of an office as printed ("Deputy Governor" → "governor"), in small letters.
pub(crate) fn office_noun(role: &str) -> Option<String> {
    let words: Vec<String> = role
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    let stop = words
        .iter()
        .position(|w| matches!(w.as_str(), "of" | "for" | "at" | "in" | "to"));
    let head = &words[..stop.unwrap_or(words.len())];
    head.iter().rev().find(|w| is_role(w)).or(head.last()).cloned()
}

pub(crate) fn singular(noun: &str) -> String {
    match noun {
        "men" => "man".to_owned(),
        "women" => "woman".to_owned(),
        "people" => "person".to_owned(),
        _ if noun.ends_with("ies") => format!("{}y", &noun[..noun.len() - 3]),
        _ => noun.strip_suffix('s').unwrap_or(noun).to_owned(),
    }
}

fn is_place_noun(noun: &str) -> bool {
    matches!(
        noun,
        "city"
            | "town"
            | "country"
            | "nation"
            | "state"
            | "village"
            | "government"
            | "kingdom"
            | "republic"
            | "county"
            | "island"
    )
}

/// "26-year-old", "26": the age that a description prints.
fn age(wanted: &[String], layout: &onrecord_text::Layout<'_>, words: &Range<usize>) -> Option<u32> {
    if !wanted.iter().any(|w| w == "old" || w == "year") {
        return None;
    }
    words
        .clone()
        .find_map(|i| layout.word(i).parse().ok().filter(|&n| n < 120))
}
