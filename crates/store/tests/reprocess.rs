//! Versions that are read again: prepared, compared, taken over; corrections and rulings go along.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod again;

use again::{Said, by, change, copied, current, key, people_of, record_of, sound, version};
use onrecord_store::{Fix, Moved, Outcome, Record, StatementKey, StoreError};

const TEXT: &str = "Harbour lamps\n\n\"The lamps are lit tonight,\" Lene Dorvik, the harbour master, said. \"Nobody will pay for the pier,\" Tomas Oltean, the \
                    mayor, said. The ferry is late again, Dorvik said. The tram runs, Oltean said.";
const LAMPS: &str = "The lamps are lit tonight";
const PIER: &str = "Nobody will pay for the pier";
const FERRY: &str = "The ferry is late again";
const TRAM: &str = "The tram runs";

fn said<'a>(content: &'a str, name: Option<&'a str>) -> Said<'a> {
    Said {
        content: vec![content],
        name,
        role: None,
    }
}

fn first() -> Vec<Said<'static>> {
    vec![
        said(LAMPS, Some("Lene Dorvik")),
        said(PIER, Some("Tomas Oltean")),
        said(FERRY, Some("Lene Dorvik")),
    ]
}

fn filled() -> (tempfile::TempDir, Record) {
    let (folder, mut record) = again::empty();
    change(&mut record, |c| {
        c.add(&record_of("https://a.example/1", TEXT, "first", &first()))
            .unwrap();
    });
    (folder, record)
}

fn correct(record: &mut Record, key: &StatementKey, fix: Fix) -> i64 {
    change(record, |c| c.correct(key, &fix, "mk", None).unwrap())
}

/// Prepares a reading of the one version.
fn prepare(record: &mut Record, statements: &[Said<'_>]) {
    let row = version(record);
    let read = record_of("https://a.example/1", TEXT, "second", statements);
    change(record, |c| c.shadow(row, &read).unwrap());
    sound(record);
}

fn swap(record: &mut Record) -> onrecord_store::Swapped {
    let row = version(record);
    let swapped = change(record, |c| c.swap(row, Some("mk")).unwrap().unwrap());
    sound(record);
    swapped
}

#[test]
fn what_is_prepared_is_in_no_result() {
    let (_folder, mut record) = filled();
    let before = copied(&record);
    let held = record.extent().unwrap();
    let mark = record.changed_after(0, 10).unwrap();
    prepare(&mut record, &[said(TRAM, Some("Tomas Oltean"))]);
    assert_eq!(copied(&record), before);
    assert_eq!(record.extent().unwrap(), held);
    assert_eq!(
        record.changed_after(0, 10).unwrap(),
        mark,
        "nothing is looked at again for it"
    );
    assert_eq!(current(&record).record.statements.len(), 3);
    assert_eq!(record.people("", 10).unwrap().len(), 2);
    assert_eq!(record.count_shadows(None).unwrap(), 1);
    // looked at by a ruling, it is not linked
    let article = record.article_key("https://a.example/1").unwrap();
    let (dorvik, oltean) = (by(&record, "Lene Dorvik"), by(&record, "Tomas Oltean"));
    change(&mut record, |c| {
        c.link_to(&article, "Tomas Oltean", &dorvik, "mk", None).unwrap()
    });
    sound(&record);
    change(&mut record, |c| c.undo(1, "mk").unwrap());
    assert_eq!(by(&record, "Tomas Oltean"), oltean);
    // another one takes its place, and it goes
    prepare(&mut record, &[said(LAMPS, None)]);
    assert_eq!(record.count_shadows(None).unwrap(), 1);
    let row = version(&record);
    assert!(change(&mut record, |c| c.discard(row).unwrap()));
    assert!(!change(&mut record, |c| c.discard(row).unwrap()));
    assert_eq!(record.count_shadows(None).unwrap(), 0);
    assert!(record.reread(row).unwrap().is_none());
    assert!(change(&mut record, |c| c.swap(row, None).unwrap()).is_none());
    assert_eq!(copied(&record), before);
    sound(&record);
}

#[test]
fn the_new_reading_takes_the_place_of_the_present_one() {
    let (_folder, mut record) = filled();
    let next = [
        said(LAMPS, Some("Tomas Oltean")),
        said("Nobody will pay for", Some("Tomas Oltean")),
        said(TRAM, Some("Tomas Oltean")),
    ];
    prepare(&mut record, &next);
    let row = version(&record);
    let reread = record.reread(row).unwrap().unwrap();
    assert!(reread.changes());
    assert_eq!(
        (reread.from.model.as_str(), reread.to.model.as_str()),
        ("first", "second")
    );
    let mut kinds: Vec<&str> = reread
        .statements
        .iter()
        .map(|outcome| match outcome {
            Outcome::Added { .. } => "added",
            Outcome::Removed { .. } => "removed",
            Outcome::Reworded { .. } => "reworded",
            Outcome::Reattributed { .. } => "reattributed",
        })
        .collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["added", "reattributed", "removed", "reworded"]);
    let mark = record.mark().unwrap().unwrap();
    swap(&mut record);
    let now = current(&record);
    assert_eq!(now.record.engine.model, "second");
    let contents: Vec<&str> = now
        .record
        .statements
        .iter()
        .map(|s| s.content[0].text.as_str())
        .collect();
    assert_eq!(contents, [LAMPS, "Nobody will pay for", TRAM]);
    assert_eq!(record.count_shadows(None).unwrap(), 0);
    // whoever follows the record looks at it again, and the article's history says so
    assert_eq!(record.changed_after(mark.seq, 10).unwrap().len(), 1);
    let history = record.history(&now.key.article).unwrap();
    let line = history.audit.last().unwrap();
    assert_eq!(
        (line.what.as_str(), line.who.as_deref()),
        ("read again", Some("mk"))
    );
    let detail = line.detail.as_deref().unwrap();
    assert!(
        detail.contains("\"model\":\"first\"") && detail.contains("\"model\":\"second\""),
        "{detail}"
    );
}

#[test]
fn another_text_is_refused() {
    let (_folder, mut record) = filled();
    let row = version(&record);
    let other = record_of("https://a.example/1", "\"It is late,\" he said.", "second", &[]);
    let mut change = record.change("reprocess").unwrap();
    assert!(matches!(
        change.shadow(row, &other),
        Err(StoreError::Conflict { .. })
    ));
    assert!(matches!(
        change.shadow(77, &other),
        Err(StoreError::Unknown { .. })
    ));
}

#[test]
fn what_was_not_committed_is_the_earlier_reading_still() {
    let (_folder, mut record) = filled();
    prepare(&mut record, &[said(TRAM, None)]);
    let before = copied(&record);
    let row = version(&record);
    let mut dropped = record.change("reprocess").unwrap();
    dropped.swap(row, None).unwrap().unwrap();
    drop(dropped);
    assert_eq!(copied(&record), before);
    sound(&record);
    swap(&mut record);
    assert_eq!(current(&record).record.statements.len(), 1);
}

#[test]
fn the_same_reading_changes_nothing() {
    let (_folder, mut record) = filled();
    let (lamps, pier, ferry) = (key(&record, 0), key(&record, 1), key(&record, 2));
    correct(
        &mut record,
        &lamps,
        Fix::Speaker {
            name: Some("Tomas Oltean".into()),
            kind: None,
        },
    );
    correct(&mut record, &pier, Fix::Reject);
    correct(
        &mut record,
        &ferry,
        Fix::Content {
            spans: vec![(ferry.start, ferry.end - 6)],
        },
    );
    let before = again::shown(&record);
    prepare(&mut record, &first());
    let row = version(&record);
    let reread = record.reread(row).unwrap().unwrap();
    assert!(!reread.changes(), "{reread:?}");
    let swapped = swap(&mut record);
    assert_eq!(swapped.corrections.again, [1, 2, 3]);
    assert_eq!(swapped.corrections.read, [] as [i64; 0]);
    assert_eq!(again::shown(&record), before);
    // and what is taken back leaves what was read
    for id in [1, 2, 3] {
        change(&mut record, |c| c.uncorrect(id, "mk").unwrap());
    }
    sound(&record);
    let plain = record_of("https://a.example/1", TEXT, "second", &first());
    assert_eq!(current(&record).record.statements, plain.statements);
    assert!(current(&record).rows.iter().all(|row| row.review.is_none()));
}

#[test]
fn corrections_hold_for_the_new_reading_or_are_stale() {
    let (_folder, mut record) = filled();
    let (lamps, pier, ferry) = (key(&record, 0), key(&record, 1), key(&record, 2));
    let speaker = correct(
        &mut record,
        &lamps,
        Fix::Speaker {
            name: Some("Tomas Oltean".into()),
            kind: None,
        },
    );
    let dispute = correct(
        &mut record,
        &lamps,
        Fix::Dispute {
            note: "the harbour denies it".into(),
        },
    );
    let accepted = correct(&mut record, &pier, Fix::Accept);
    let rejected = correct(&mut record, &ferry, Fix::Reject);
    // the pier loses a letter and the ferry is not read any more
    let next = [
        said(LAMPS, Some("Lene Dorvik")),
        said("obody will pay for the pier", None),
        said(TRAM, None),
    ];
    prepare(&mut record, &next);
    let row = version(&record);
    let preview = record.reread(row).unwrap().unwrap().corrections;
    let swapped = swap(&mut record);
    assert_eq!(swapped.corrections, preview);
    assert_eq!(swapped.corrections.again, [speaker, dispute, accepted]);
    let stale = &swapped.corrections.stale;
    assert_eq!(stale.len(), 1);
    assert_eq!((stale[0].correction, stale[0].shows), (rejected, false));
    assert_eq!(
        stale[0].why,
        "the new reading has no such statement, as was decided"
    );
    let now = current(&record);
    assert_eq!(
        now.record.statements[0].speakers[0].name.as_deref(),
        Some("Tomas Oltean")
    );
    assert_eq!(now.rows[0].dispute.as_deref(), Some("the harbour denies it"));
    assert_eq!(now.rows[0].review.as_deref(), Some("corrected"));
    assert_eq!(now.rows[1].review.as_deref(), Some("accepted"));
    assert_eq!(now.rows[2].review, None);
    // the earlier key leads to what it is now
    let moved = record.moved(&pier).unwrap();
    let to = now.key_of(1).unwrap();
    assert_eq!(
        moved,
        Some(Moved::To {
            key: to.clone(),
            correction: accepted
        })
    );
    assert_eq!(
        record.moved(&ferry).unwrap(),
        Some(Moved::Gone {
            correction: rejected,
            why: stale[0].why.clone()
        })
    );
    let lines = record.corrections(None).unwrap();
    assert_eq!(lines[2].now, Some(to.to_string()));
    assert_eq!(lines.iter().filter(|line| line.stale.is_some()).count(), 1);
    // taken back, the new reading stands
    change(&mut record, |c| c.uncorrect(speaker, "mk").unwrap());
    assert_eq!(
        current(&record).record.statements[0].speakers[0].name.as_deref(),
        Some("Lene Dorvik")
    );
    // what was stale holds again when it is read again
    prepare(&mut record, &first());
    let swapped = swap(&mut record);
    assert_eq!(swapped.corrections.again, [dispute, accepted, rejected]);
    assert_eq!(current(&record).rows[2].review.as_deref(), Some("rejected"));
}

#[test]
fn what_the_engine_reads_by_itself_is_accepted() {
    let (_folder, mut record) = filled();
    let (lamps, pier) = (key(&record, 0), key(&record, 1));
    let speaker = correct(
        &mut record,
        &lamps,
        Fix::Speaker {
            name: Some("Tomas Oltean".into()),
            kind: None,
        },
    );
    // less than half of what was read
    let content = correct(
        &mut record,
        &pier,
        Fix::Content {
            spans: vec![(pier.start, pier.start + 11)],
        },
    );
    let next = [
        said(LAMPS, Some("Tomas Oltean")),
        said("Nobody will", Some("Tomas Oltean")),
    ];
    prepare(&mut record, &next);
    let swapped = swap(&mut record);
    assert_eq!(swapped.corrections.again, [speaker, content]);
    assert_eq!(swapped.corrections.read, [speaker, content]);
    let now = current(&record);
    assert!(
        now.rows
            .iter()
            .all(|row| row.review.as_deref() == Some("accepted"))
    );
    let plain = record_of("https://a.example/1", TEXT, "second", &next);
    assert_eq!(now.record.statements, plain.statements);
    change(&mut record, |c| c.uncorrect(content, "mk").unwrap());
    assert_eq!(current(&record).record.statements, plain.statements);
    assert_eq!(current(&record).rows[1].review, None);
}

#[test]
fn what_is_ambiguous_is_stale() {
    let (_folder, mut record) = filled();
    let pier = key(&record, 1);
    let accepted = correct(&mut record, &pier, Fix::Accept);
    let next = [
        said("obody will pay for the pier", None),
        said("Nobody will pay for the pie", None),
    ];
    prepare(&mut record, &next);
    let stale = swap(&mut record).corrections.stale;
    assert_eq!(stale[0].correction, accepted);
    assert!(stale[0].why.starts_with("several statements"), "{}", stale[0].why);
}

#[test]
fn what_was_suppressed_and_is_read_in_part_is_told() {
    let (_folder, mut record) = filled();
    let pier = key(&record, 1);
    let suppressed = correct(&mut record, &pier, Fix::Suppress);
    prepare(&mut record, &[said("for the pier", None)]);
    let stale = swap(&mut record).corrections.stale;
    assert_eq!((stale[0].correction, stale[0].shows), (suppressed, true));
}

#[test]
fn what_does_not_pass_the_gate_is_stale_with_the_reason() {
    let (_folder, mut record) = filled();
    let lamps = key(&record, 0);
    let role = correct(
        &mut record,
        &lamps,
        Fix::Role {
            role: Some("mayor".into()),
            org: None,
        },
    );
    let accepted = correct(&mut record, &lamps, Fix::Accept);
    prepare(&mut record, &[said(LAMPS, None)]);
    let swapped = swap(&mut record);
    assert_eq!(swapped.corrections.again, [accepted]);
    assert_eq!(swapped.corrections.stale[0].correction, role);
    assert!(
        swapped.corrections.stale[0]
            .why
            .contains("the statement has no speaker")
    );
    let line = record.corrections(None).unwrap().remove(0);
    assert_eq!(
        line.stale.as_deref(),
        Some(swapped.corrections.stale[0].why.as_str())
    );
    assert_eq!(current(&record).rows[0].review.as_deref(), Some("accepted"));
}

#[test]
fn people_stay_who_they_are_and_rulings_hold() {
    let (_folder, mut record) = filled();
    let article = record.article_key("https://a.example/1").unwrap();
    change(&mut record, |c| {
        c.add(&record_of(
            "https://b.example/2",
            TEXT,
            "first",
            &[said(LAMPS, Some("Tomas Oltean"))],
        ))
        .unwrap();
    });
    let before = people_of(&record);
    let dorvik = by(&record, "Lene Dorvik");
    // the mayor is the harbour master, says somebody
    let linked = change(&mut record, |c| {
        c.link_to(&article, "Tomas Oltean", &dorvik, "mk", None).unwrap()
    });
    let ruled = people_of(&record);
    assert_ne!(ruled, before);
    prepare(
        &mut record,
        &[said(LAMPS, Some("Tomas Oltean")), said(TRAM, Some("Lene Dorvik"))],
    );
    swap(&mut record);
    assert_eq!(people_of(&record), ruled);
    // a reading that does not name him, and one that does again
    prepare(&mut record, &[said(TRAM, Some("Lene Dorvik"))]);
    swap(&mut record);
    prepare(&mut record, &first());
    swap(&mut record);
    assert_eq!(people_of(&record), ruled);
    // undone, he is whom he was taken for
    change(&mut record, |c| c.undo(linked, "mk").unwrap());
    assert_eq!(people_of(&record), before);
    sound(&record);
    // a split holds too
    let other = change(&mut record, |c| {
        c.split(&dorvik, std::slice::from_ref(&article), "mk", None)
            .unwrap()
    });
    prepare(&mut record, &[said(FERRY, Some("Lene Dorvik"))]);
    swap(&mut record);
    assert_eq!(people_of(&record), [("Lene Dorvik".to_owned(), Some(other))]);
    change(&mut record, |c| c.undo(2, "mk").unwrap());
    assert_eq!(people_of(&record), [("Lene Dorvik".to_owned(), Some(dorvik))]);
    sound(&record);
}

#[test]
fn statements_stay_with_those_of_other_articles() {
    let (_folder, mut record) = filled();
    change(&mut record, |c| {
        c.add(&record_of("https://b.example/2", TEXT, "first", &first()))
            .unwrap();
    });
    let before: Vec<Option<i64>> = current(&record).rows.iter().map(|row| row.group).collect();
    assert!(before[0].is_some(), "{before:?}");
    prepare(&mut record, &first());
    swap(&mut record);
    let after: Vec<Option<i64>> = current(&record).rows.iter().map(|row| row.group).collect();
    assert_eq!(after, before);
    // what it left is looked at again
    let mark = record.mark().unwrap().unwrap();
    prepare(&mut record, &[said(TRAM, None)]);
    swap(&mut record);
    assert_eq!(record.changed_after(mark.seq, 10).unwrap().len(), 2);
}

#[test]
fn what_is_due_is_told_by_engine_and_model() {
    use onrecord_record::EngineInfo;
    use onrecord_store::Due;
    let (_folder, mut record) = filled();
    let due = |record: &Record, model: &str, all: bool, of: Option<Vec<i64>>| {
        let due = Due {
            engine: EngineInfo {
                version: "0".into(),
                model: model.into(),
            },
            all,
            of,
        };
        let found = record.due(&due, 0, 10).unwrap();
        assert_eq!(record.count_due(&due).unwrap(), found.len() as u64);
        found
    };
    let row = version(&record);
    assert_eq!(due(&record, "second", false, None), [row]);
    assert_eq!(due(&record, "first", false, None), [] as [i64; 0]);
    assert_eq!(due(&record, "first", true, None), [row]);
    assert_eq!(due(&record, "second", false, Some(vec![])), [] as [i64; 0]);
    assert_eq!(due(&record, "second", false, Some(vec![row])), [row]);
    prepare(&mut record, &first());
    assert_eq!(
        due(&record, "second", true, None),
        [] as [i64; 0],
        "prepared already"
    );
    assert_eq!(due(&record, "third", false, None), [row]);
    swap(&mut record);
    assert_eq!(due(&record, "second", false, None), [] as [i64; 0]);
    // annotations of people are not read again
    change(&mut record, |c| {
        c.add(&record_of(
            "https://b.example/2",
            "\"It is late,\" he said.",
            "imported: brat",
            &[],
        ))
        .unwrap();
    });
    assert_eq!(due(&record, "third", true, None), [row]);
}
