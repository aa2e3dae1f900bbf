//! The list of occasions, what is printed with them, and statements that repeat each other.

#![allow(clippy::unwrap_used)]

use onrecord_attribution::{Engine, ModelKind, ReadOptions};
use onrecord_record::{ArticleRecord, Span};
use proptest::prelude::*;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(ModelKind::Standard).unwrap());

fn read(text: &str) -> ArticleRecord {
    ENGINE
        .worker()
        .read(text, &ReadOptions::default())
        .unwrap()
        .into_inner()
}

fn texts(spans: &[Span]) -> Vec<&str> {
    spans.iter().map(|s| s.text.as_str()).collect()
}

#[test]
fn an_occasion_is_listed_once_with_what_is_printed_of_it() {
    let record = read(
        "The Harbour Guild held a ceremony in Port Amer on Monday.\n\nAt the ceremony, guild master Ivo Malk said that \
         the lighthouse had been repaired. In turn, Mayor Una Fell thanked the donors.\n\nThe ceremony was attended by \
         Bishop Leon Varga and Admiral Sofia Lind.",
    );
    let [event] = record.events.as_slice() else {
        panic!("{:#?}", record.events);
    };
    assert_eq!(event.id, "e1");
    assert_eq!(event.name.text, "a ceremony in Port Amer");
    assert_eq!(texts(&event.organisers), ["The Harbour Guild"]);
    assert_eq!(event.place.as_ref().map(|p| p.text.as_str()), Some("Port Amer"));
    assert_eq!(
        texts(&event.participants),
        ["Bishop Leon Varga", "Admiral Sofia Lind"]
    );
    assert_eq!(
        texts(&event.mentions),
        ["a ceremony in Port Amer", "the ceremony", "The ceremony"]
    );
    assert!(record.statements.len() >= 2);
    for statement in &record.statements {
        assert_eq!(statement.event_id.as_deref(), Some("e1"), "{statement:#?}");
        assert_eq!(statement.event.as_ref(), Some(&event.name));
    }
}

#[test]
fn an_occasion_at_which_nothing_was_said_is_not_listed() {
    let record = read("The festival ended with a concert. The mayor, Una Fell, said the bridge was safe.");
    assert!(record.events.is_empty(), "{:#?}", record.events);
}

#[test]
fn a_lead_repeats_its_headline() {
    let record = read(
        "Mayor says bridge over the Tell will reopen in May\n\nThe bridge over the Tell will reopen in May, Mayor Anton \
         Reiss said on Tuesday.",
    );
    let same: Vec<&[String]> = record.statements.iter().map(|s| s.same_as.as_slice()).collect();
    assert_eq!(same, [&[][..], &["s1".to_owned()]], "{:#?}", record.statements);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// The gate lets the record through, ids are in order, and every statement's event is that of the list.
    #[test]
    fn whatever_is_printed_gives_a_sound_list(parts in prop::collection::vec(prop::sample::select(vec![
        "At the meeting", ",", " said ", "Mayor Una Fell", " the talks ", "told a rally", ".", "\n\n", " in an interview with",
        " “We know,” ", "the", "'s", " session", " of ", "opening", " Coast Radio reports", " citing ", "an inquest has heard",
        " held ", "cited by ", "through his lawyer", "-", " that nothing", "“", "In a Post report", "according to ", "é", "\u{301}",
    ]), 0..40)) {
        let record = read(&parts.concat());
        for (number, event) in record.events.iter().enumerate() {
            prop_assert_eq!(&event.id, &format!("e{}", number + 1));
            prop_assert!(event.mentions.contains(&event.name));
            prop_assert!(record.statements.iter().any(|s| s.event_id.as_ref() == Some(&event.id)));
        }
        for statement in &record.statements {
            let listed = record.events.iter().find(|e| Some(&e.id) == statement.event_id.as_ref());
            prop_assert_eq!(statement.event.as_ref(), listed.map(|e| &e.name));
        }
    }
}
