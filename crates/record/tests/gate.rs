//! The gate lets a sound record through and refuses every broken one, saying where and why.

mod sample;

use onrecord_record::{ArticleRecord, Problem, gate};
use proptest::prelude::*;
use serde_json::Value;

fn refusal(change: impl FnOnce(&mut ArticleRecord)) -> String {
    let mut record = sample::record();
    change(&mut record);
    gate::check(&record).expect_err("must be refused").to_string()
}

#[test]
fn a_sound_record_passes() {
    assert_eq!(gate::check(&sample::record()), Ok(()));
}

#[test]
fn the_text_is_pinned() {
    let message = refusal(|r| r.article.text.push(' '));
    assert!(
        message.starts_with("record refused: article.text_sha256: is "),
        "{message}"
    );
    let message = refusal(|r| r.offsets = "byte".to_owned());
    assert_eq!(
        message,
        "record refused: offsets: is \"byte\", expected \"codepoint\""
    );
    assert!(refusal(|r| r.schema.clear()).contains("expected \"onrecord/article/1\""));
}

#[test]
fn spans_must_re_slice() {
    let message = refusal(|r| r.statements[1].content[0].text = "“SUM is a plan”".to_owned());
    assert_eq!(
        message,
        "record refused: statement s2, content[0]: 198..219 reads \"“SUM is a plan”\", expected \"“=SUM is not a \
         plan,”\" as in the text"
    );
    let message = refusal(|r| r.statements[0].cue[0].end = r.statements[0].cue[0].start);
    assert!(
        message.contains("statement s1, cue[0]: 115..115 is empty or reversed"),
        "{message}"
    );
    let message = refusal(|r| r.statements[0].source[0].end = 9000);
    assert!(
        message.contains("source[0]: 88..9000 is out of bounds, the text has "),
        "{message}"
    );
    assert!(refusal(|r| r.people[0].roles[0].start += 1).contains("people[0].roles[0]"));
    assert!(refusal(|r| r.people[0].mentions[1].start += 1).contains("people[0].mentions[1]"));
}

#[test]
fn events_must_re_slice() {
    let message = refusal(|r| r.events[0].name.text = "a briefing in Port Alder".to_owned());
    assert!(
        message.contains("events[0].name: ") && message.contains("expected \"a briefing in Port Elder\""),
        "{message}"
    );
    type Change = fn(&mut onrecord_record::Event);
    let wrong: [(&str, Change); 5] = [
        ("events[0].name", |e| e.name.end = e.name.start),
        ("events[0].place", |e| e.place.as_mut().unwrap().start += 1),
        ("events[0].organisers[0]", |e| e.organisers[0].end = 9000),
        ("events[0].participants[1]", |e| e.participants[1].end -= 1),
        ("events[0].mentions[2]", |e| e.mentions[2].start -= 1),
    ];
    for (place, change) in wrong {
        let message = refusal(|r| change(&mut r.events[0]));
        assert!(message.contains(place), "{place}: {message}");
    }
}

#[test]
fn facts_that_are_said_to_be_printed_are() {
    let message = refusal(|r| r.article.printed[0].text = "By Ines Dale and Tomo Okafor".to_owned());
    assert!(
        message.starts_with(
            "record refused: article.printed[0]: 0..28 reads \"By Ines Dale and Tomo Okafor\", expected \"By Ines"
        ),
        "{message}"
    );
    assert!(refusal(|r| r.article.printed[3].end += 1).contains("article.printed[3]"));
    assert!(refusal(|r| r.article.notes[1].text.make_ascii_uppercase()).contains("article.notes[1]"));
    let mut record = sample::record();
    record.article.printed.clear();
    record.article.outlet = Some("Nowhere Gazette".to_owned());
    assert_eq!(
        gate::check(&record),
        Ok(()),
        "a fact may be handed in with the text"
    );
}

#[test]
fn an_agency_stands_in_the_text() {
    let agency = |name: &str| {
        let name = name.to_owned();
        refusal(|r| r.article.dateline.as_mut().unwrap().agency = Some(name))
    };
    assert_eq!(
        agency("Nowhere Press"),
        "record refused: article.dateline.agency: \"Nowhere Press\" is printed nowhere in the text"
    );
    assert!(agency("").contains("article.dateline.agency"));
}

#[test]
fn names_must_be_printed() {
    let message = refusal(|r| r.statements[0].speakers[0].role = Some("Prime Minister".to_owned()));
    assert_eq!(
        message,
        "record refused: statement s1, speakers[0].role: \"Prime Minister\" is printed nowhere in the text"
    );
    let mut record = sample::record();
    record.statements[0].speakers[0].org = Some("Courier reported. “=SUM".to_owned());
    assert_eq!(gate::check(&record), Ok(()), "a name may be broken over lines");
    assert!(refusal(|r| r.people[0].name = Some(" ".to_owned())).contains("people[0].name"));
}

#[test]
fn content_is_in_text_order() {
    assert!(refusal(|r| r.statements[1].content.reverse()).contains("expected text order"));
    assert!(refusal(|r| r.statements[1].content.clear()).contains("expected one or more fragments"));
    let overlapping = refusal(|r| {
        let first = r.statements[1].content[0].clone();
        r.statements[1].content.insert(0, first);
    });
    assert!(
        overlapping.contains("statement s2, content[1]: 198..219 begins before 219"),
        "{overlapping}"
    );
}

#[test]
fn references_lead_somewhere() {
    let people = refusal(|r| r.statements[2].candidates[0].person = Some("p9".to_owned()));
    assert_eq!(
        people,
        "record refused: statement s3, candidates[0].person: \"p9\" is not in `people`"
    );
    assert!(
        refusal(|r| r.statements[2].parent = Some("s9".to_owned())).contains("\"s9\" is not in `statements`")
    );
    assert!(
        refusal(|r| r.statements[2].same_as[0] = "s9".to_owned()).contains("\"s9\" is not in `statements`")
    );
    for later in ["s3", "s2"] {
        let message = refusal(|r| r.statements[1].same_as = vec![later.to_owned()]);
        assert!(message.contains("does not come before"), "{message}");
    }
    assert!(refusal(|r| r.statements[1].id = "s1".to_owned()).contains("given twice"));
    assert!(refusal(|r| r.people[1].id = "p1".to_owned()).contains("people[1].id"));
    assert_eq!(
        refusal(|r| r.statements[0].event_id = Some("e9".to_owned())),
        "record refused: statement s1, event_id: \"e9\" is not in `events`"
    );
    let message = refusal(|r| {
        let again = r.events[0].clone();
        r.events.push(again);
    });
    assert!(
        message.contains("events[1].id") && message.contains("given twice"),
        "{message}"
    );
}

#[test]
fn nesting_is_sound() {
    assert!(refusal(|r| r.statements[1].parent = Some("s2".to_owned())).contains("leads back"));
    assert!(refusal(|r| r.statements[1].parent = Some("s3".to_owned())).contains("leads back"));
    let outside = refusal(|r| r.statements[2].parent = Some("s1".to_owned()));
    assert!(
        outside.contains("expected it to cover this statement's content"),
        "{outside}"
    );
}

#[test]
fn confidences_are_probabilities() {
    for value in [-0.1, 1.1, f32::NAN, f32::INFINITY] {
        assert!(refusal(|r| r.statements[0].confidence = value).contains("statement s1, confidence"));
        assert!(
            refusal(|r| r.statements[0].speakers[0].confidence = value).contains("speakers[0].confidence")
        );
    }
}

/// Every `start` and `end` in the record, as JSON pointers.
fn offsets(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                offsets(inner, &format!("{path}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (i, inner) in items.iter().enumerate() {
                offsets(inner, &format!("{path}/{i}"), found);
            }
        }
        Value::Number(_) if path.ends_with("/start") || path.ends_with("/end") => found.push(path.to_owned()),
        _ => {}
    }
}

proptest! {
    #[test]
    fn any_moved_offset_is_refused(which in any::<prop::sample::Index>(), to in prop_oneof![0u32..700, any::<u32>()]) {
        let mut json = serde_json::to_value(sample::record()).unwrap();
        let mut found = Vec::new();
        offsets(&json, "", &mut found);
        prop_assert_eq!(found.len(), 96);
        let place = json.pointer_mut(&found[which.index(found.len())]).unwrap();
        prop_assume!(place.as_u64() != Some(u64::from(to)));
        *place = to.into();
        let record: ArticleRecord = serde_json::from_value(json).unwrap();
        let error = gate::check(&record).unwrap_err();
        let about_offsets =
            matches!(error.problem, Problem::Empty { .. } | Problem::OutOfBounds { .. } | Problem::NotVerbatim { .. });
        prop_assert!(about_offsets, "{}", error);
    }

    #[test]
    fn any_other_words_at_a_span_are_refused(which in any::<prop::sample::Index>(), words in "\\PC{0,12}") {
        let mut json = serde_json::to_value(sample::record()).unwrap();
        let mut found = Vec::new();
        offsets(&json, "", &mut found);
        let place = found[which.index(found.len())].rsplit_once('/').unwrap().0.to_owned();
        // A role has its words under another name.
        let field = if place.contains("/roles/") { "role" } else { "text" };
        let text = json.pointer_mut(&place).unwrap();
        prop_assume!(text[field] != words.as_str());
        text[field] = words.into();
        let record: ArticleRecord = serde_json::from_value(json).unwrap();
        let refused = matches!(gate::check(&record).unwrap_err().problem, Problem::NotVerbatim { .. });
        prop_assert!(refused);
    }

    #[test]
    fn no_record_makes_the_gate_panic(starts in proptest::collection::vec(any::<(u32, u32)>(), 1..8), parents in proptest::collection::vec(0usize..6, 3)) {
        let mut record = sample::record();
        for (span, (start, end)) in record.statements[1].content.iter_mut().zip(starts) {
            (span.start, span.end) = (start, end);
        }
        for (statement, parent) in record.statements.iter_mut().zip(parents) {
            statement.parent = Some(format!("s{parent}"));
        }
        prop_assert!(gate::check(&record).is_err());
    }
}

#[test]
fn every_name_is_looked_for_and_the_first_missing_one_is_named() {
    let mut record = sample::record();
    let names = [
        "Quill",
        "Ada Quill",
        "Ada",
        "a",
        "𝔽erry",
        "Ada\n Quill",
        "Nobody Here",
        "Else",
    ];
    record.people[0].roles.clear();
    record.statements[2].candidates = names
        .iter()
        .map(|name| {
            let mut speaker = record.statements[0].speakers[0].clone();
            speaker.name = Some((*name).to_owned());
            speaker
        })
        .collect();
    let error = gate::check(&record).unwrap_err();
    assert_eq!(error.at.field, "candidates[6].name");
    record.statements[2].candidates.truncate(6);
    assert_eq!(gate::check(&record), Ok(()));
    record.statements[2].candidates[3].name = Some(String::new());
    assert_eq!(gate::check(&record).unwrap_err().at.field, "candidates[3].name");
}
