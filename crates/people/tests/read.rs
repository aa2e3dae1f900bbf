//! Who the sources of small texts are.

use onrecord_people::{People, Source};
use onrecord_text::Layout;
use proptest::prelude::*;
use std::ops::Range;

/// Tokens of the first place after `from` where `words` stand.
fn find(layout: &Layout<'_>, words: &str, from: usize) -> Range<usize> {
    let byte = layout.text()[from..].find(words).map(|at| at + from);
    let byte = byte.unwrap_or_else(|| panic!("{words} is not in the text"));
    let at = |b: usize| layout.tokens().partition_point(|t| (t.start as usize) < b);
    at(byte)..at(byte + words.len())
}

/// Each source as "name (role, org)", joined sources by " + "; `-` for nobody in particular.
fn who(text: &str, sources: &[&str]) -> Vec<String> {
    let layout = Layout::new(text);
    let mut from = 0;
    let tokens: Vec<[Range<usize>; 1]> = sources
        .iter()
        .map(|words| {
            let range = find(&layout, words, from);
            from = layout.bytes(range.clone()).end;
            [range]
        })
        .collect();
    let sources: Vec<Source<'_>> = tokens
        .iter()
        .map(|t| Source {
            tokens: t,
            content: &[],
            parent: None,
            anchor: t[0].start,
        })
        .collect();
    let mut people = People::default();
    let found = people.read(&layout, 0, &sources, None);
    let show = |a: &onrecord_people::Attributed| {
        let name = a
            .entity
            .map_or("-".to_owned(), |id| people.entity(id).name.clone());
        match (&a.role, &a.org) {
            (Some(role), Some(org)) => format!("{name} ({role}, {org})"),
            (Some(role), None) => format!("{name} ({role})"),
            _ => name,
        }
    };
    found
        .iter()
        .map(|all| all.iter().map(show).collect::<Vec<_>>().join(" + "))
        .collect()
}

#[test]
fn names_grow_and_shrink() {
    let text = "Governor Tomas Arvin spoke. Arvin said no. The governor agreed. He left.";
    assert_eq!(
        who(text, &["Governor Tomas Arvin", "Arvin", "The governor", "He"]),
        [
            "Tomas Arvin (Governor)",
            "Tomas Arvin (Governor)",
            "Tomas Arvin (Governor)",
            "Tomas Arvin (Governor)"
        ]
    );
}

#[test]
fn joint_sources_are_several() {
    let text = "Ilan Moraz, the head of the Orta campus, and Dina Vesel, the dean of its law faculty, agreed. They left.";
    let joint = "Ilan Moraz, the head of the Orta campus, and Dina Vesel, the dean of its law faculty";
    let found = who(text, &[joint, "They"]);
    assert_eq!(
        found[0],
        "Ilan Moraz (head, Orta campus) + Dina Vesel (dean, law faculty)"
    );
    assert_eq!(found[1], found[0]);
}

#[test]
fn a_bracket_is_a_short_form_only_when_it_abbreviates() {
    let text = "The Federal Safety Service (FSS) spoke. Later FSS said no.";
    let found = who(text, &["Federal Safety Service", "FSS", "FSS"]);
    assert_eq!(found, ["Federal Safety Service"; 3]);
    let found = who(
        "Ana Ruiz (Spain) spoke. On Monday Spain said no.",
        &["Ana Ruiz", "Spain", "Spain"],
    );
    assert_eq!(found, ["Ana Ruiz", "Spain", "Spain"]);
}

#[test]
fn he_and_she_agree_with_what_is_printed_not_with_names() {
    let text = "Spokeswoman Kim Adler met Chairman Robin Stahl. She said yes. He said no.";
    assert_eq!(
        who(text, &["She", "He"]),
        ["Kim Adler (Spokeswoman)", "Robin Stahl (Chairman)"]
    );
    // "her" beside a name is somebody else's
    let text = "Robin Stahl told her Kim Adler would come. He left.";
    assert_eq!(who(text, &["Robin Stahl", "He"]), ["Robin Stahl", "Robin Stahl"]);
}

#[test]
fn two_people_with_one_surname_stay_two() {
    let text = "Dana Kovar said yes. Pavel Kovar said no. Dana Kovar left.";
    assert_eq!(
        who(text, &["Dana Kovar", "Pavel Kovar", "Dana Kovar"]),
        ["Dana Kovar", "Pavel Kovar", "Dana Kovar"]
    );
}

proptest! {
    /// Whatever is handed in as a source, nothing panics, and nothing empty is printed.
    #[test]
    fn any_source_is_answered(
        text in "([A-Z][a-z]{1,4}|the|and|of|,|\\(|\\)|'s|minister|he|they|said|“|”|\\.|Mr|WHO| |\n){0,60}",
        cuts in proptest::collection::vec((0usize..60, 0usize..12), 0..8),
    ) {
        let layout = Layout::new(&text);
        let count = layout.tokens().len();
        let tokens: Vec<[Range<usize>; 1]> = cuts
            .iter()
            .map(|&(a, n)| {
                let range = a.min(count)..(a + n).min(count);
                [range]
            })
            .filter(|[r]| !r.is_empty())
            .collect();
        let sources: Vec<Source<'_>> = tokens.iter().map(|t| Source { tokens: t, content: &[], parent: None, anchor: t[0].start }).collect();
        let mut people = People::default();
        let found = people.read(&layout, 0, &sources, None);
        prop_assert_eq!(found.len(), sources.len());
        for a in found.iter().flatten() {
            prop_assert!(a.role.as_deref() != Some("") && a.org.as_deref() != Some(""));
            if let Some(id) = a.entity {
                let entity = people.entity(id);
                prop_assert!(!entity.name.is_empty());
                prop_assert!(entity.mentions.is_sorted_by_key(|m| m.start));
                for m in &entity.mentions {
                    prop_assert!(text.get(m.clone()).is_some_and(|s| !s.is_empty()));
                }
            }
        }
    }
}

#[test]
fn offices_behind_a_name() {
    let text =
        "Ana Doe (dean of law) agreed. Piet Roe, 42, a violinist, said so. Kofi Tando, who left, spoke.";
    assert_eq!(
        who(text, &["Ana Doe", "Piet Roe", "Kofi Tando"]),
        ["Ana Doe (dean, law)", "Piet Roe (violinist)", "Kofi Tando"]
    );
}
