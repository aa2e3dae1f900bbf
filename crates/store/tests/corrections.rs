//! Corrections: what people decide about statements, and taking it back.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod articles;

use articles::{arriving, read, samples};
use onrecord_store::{Fix, Record, StatementKey, StoreError, Stored, VersionKey};
use tempfile::TempDir;

const URL: &str = "https://a.example/1";
const TEXT: &str = "\"The lamps are lit,\" the harbour master, Lene Dorvik, said. Tomas Oltean, the mayor, said the pier was closed.";

fn filled() -> (TempDir, Record) {
    let folder = TempDir::new().unwrap();
    let mut record = Record::open(&folder.path().join("record.db")).unwrap();
    let mut change = record.change("add").unwrap();
    change.add(&read(arriving(URL, TEXT))).unwrap();
    for article in samples() {
        change.add(&article).unwrap();
    }
    change.commit().unwrap();
    (folder, record)
}

fn stored(record: &Record) -> Stored {
    let article = record.article_key(URL).unwrap();
    record.version(&VersionKey { article, version: 1 }).unwrap()
}

fn key(record: &Record, at: usize) -> StatementKey {
    stored(record).key_of(at).unwrap()
}

fn correct(record: &mut Record, key: &StatementKey, fix: &Fix) -> i64 {
    let mut change = record.change("correct").unwrap();
    let id = change.correct(key, fix, "mk", Some("a reason")).unwrap();
    change.commit().unwrap();
    id
}

fn undo(record: &mut Record, id: i64) {
    let mut change = record.change("correct").unwrap();
    change.uncorrect(id, "mk").unwrap();
    change.commit().unwrap();
}

fn sound(record: &Record) {
    record.verify(|finding| panic!("{finding:?}"), |_| {}).unwrap();
}

#[test]
fn a_verdict_is_shown_and_taken_back() {
    let (_folder, mut record) = filled();
    let key = key(&record, 0);
    let before = stored(&record);
    let accepted = correct(&mut record, &key, &Fix::Accept);
    assert_eq!(stored(&record).rows[0].review.as_deref(), Some("accepted"));
    let rejected = correct(&mut record, &key, &Fix::Reject);
    assert_eq!(stored(&record).rows[0].review.as_deref(), Some("rejected"));
    correct(
        &mut record,
        &key,
        &Fix::Dispute {
            note: "the harbour says otherwise".into(),
        },
    );
    assert_eq!(
        stored(&record).rows[0].dispute.as_deref(),
        Some("the harbour says otherwise")
    );
    undo(&mut record, rejected);
    assert_eq!(stored(&record).rows[0].review.as_deref(), Some("accepted"));
    undo(&mut record, accepted);
    assert_eq!(stored(&record).rows[0].review, None);
    assert_eq!(stored(&record).record, before.record);
    let all = record.corrections(None).unwrap();
    assert_eq!(
        all.iter().map(|c| c.undone).collect::<Vec<_>>(),
        [true, true, false]
    );
    assert!(
        all.iter()
            .all(|c| c.who == "mk" && c.statement == key.to_string() && c.stale.is_none())
    );
    let history = record.history(&key.at.article).unwrap();
    assert_eq!(history.audit.len(), 5);
    sound(&record);
}

#[test]
fn the_speaker_the_role_and_the_content_are_put_right() {
    let (_folder, mut record) = filled();
    let before = stored(&record);
    let first = key(&record, 0);
    let speaker = correct(
        &mut record,
        &first,
        &Fix::Speaker {
            name: Some("Tomas Oltean".into()),
            kind: None,
        },
    );
    let now = stored(&record);
    assert_eq!(
        now.record.statements[0].speakers[0].name.as_deref(),
        Some("Tomas Oltean")
    );
    assert_eq!(now.rows[0].review.as_deref(), Some("corrected"));
    correct(
        &mut record,
        &first,
        &Fix::Role {
            role: Some("mayor".into()),
            org: None,
        },
    );
    assert_eq!(
        stored(&record).record.statements[0].speakers[0].role.as_deref(),
        Some("mayor")
    );
    // one word less
    let content = correct(
        &mut record,
        &first,
        &Fix::Content {
            spans: vec![(first.start, first.end - 6)],
        },
    );
    let now = stored(&record);
    assert_ne!(now.key_of(0), Some(first.clone()));
    assert_eq!(now.record.statements[0].content.len(), 1);
    sound(&record);
    // it goes by its new key now
    let second = key(&record, 0);
    correct(&mut record, &second, &Fix::Accept);
    assert_eq!(stored(&record).rows[0].review.as_deref(), Some("corrected"));
    undo(&mut record, content);
    assert_eq!(stored(&record).key_of(0), Some(first));
    undo(&mut record, speaker);
    let now = stored(&record);
    assert_eq!(
        now.record.statements[0].speakers[0].name,
        before.record.statements[0].speakers[0].name
    );
    assert_eq!(
        now.record.statements[0].speakers[0].role, before.record.statements[0].speakers[0].role,
        "the role was that of the speaker who was taken back"
    );
    let undone = |line: &onrecord_store::CorrectionLine| line.undone;
    let undone: Vec<bool> = record.corrections(None).unwrap().iter().map(undone).collect();
    assert_eq!(undone, [true; 4], "and so was the verdict on it");
    sound(&record);
}

#[test]
fn what_the_article_does_not_print_is_refused() {
    let (_folder, mut record) = filled();
    let key = key(&record, 0);
    let mut change = record.change("correct").unwrap();
    let refused = change.correct(
        &key,
        &Fix::Speaker {
            name: Some("Ada Quill".into()),
            kind: None,
        },
        "mk",
        None,
    );
    assert!(matches!(refused, Err(StoreError::Refused { .. })));
    drop(change);
    let mut change = record.change("correct").unwrap();
    let outside = change.correct(
        &key,
        &Fix::Content {
            spans: vec![(0, 9_999)],
        },
        "mk",
        None,
    );
    assert!(matches!(outside, Err(StoreError::Conflict { .. })));
    let none = StatementKey {
        start: 0,
        end: 1,
        ..key.clone()
    };
    assert!(matches!(
        change.correct(&none, &Fix::Accept, "mk", None),
        Err(StoreError::Unknown { .. })
    ));
    assert!(matches!(
        change.uncorrect(77, "mk"),
        Err(StoreError::Unknown { .. })
    ));
    drop(change);
    assert_eq!(record.corrections(None).unwrap().len(), 0);
    sound(&record);
}

#[test]
fn a_role_stays_that_of_the_speaker_to_whom_it_was_given() {
    let (_folder, mut record) = filled();
    let first = key(&record, 0);
    let speaker = |name: &str| Fix::Speaker {
        name: Some(name.into()),
        kind: None,
    };
    let role = Fix::Role {
        role: Some("mayor".into()),
        org: None,
    };
    let shown = |record: &Record| {
        let speaker = stored(record).record.statements[0].speakers[0].clone();
        (speaker.name.unwrap(), speaker.role)
    };
    correct(&mut record, &first, &speaker("Tomas Oltean"));
    correct(&mut record, &first, &role);
    let second = correct(&mut record, &first, &speaker("Lene Dorvik"));
    assert_eq!(shown(&record).0, "Lene Dorvik");
    undo(&mut record, second);
    assert_eq!(shown(&record), ("Tomas Oltean".into(), Some("mayor".into())));
}

#[test]
fn a_statement_leaves_the_group_of_what_others_said() {
    let (_folder, mut record) = filled();
    let mut change = record.change("add").unwrap();
    let text = TEXT.replace("Tomas Oltean, the mayor", "Ada Quill, the mayor");
    change
        .add(&read(arriving(
            "https://b.example/1",
            &format!("The quay was full.\n\n{text}"),
        )))
        .unwrap();
    change.commit().unwrap();
    let row = stored(&record).rows[0].id;
    let together = record.group_of(row).unwrap();
    assert_eq!(together.articles, 2, "{together:?}");
    let first = key(&record, 0);
    let fix = Fix::Speaker {
        name: Some("Tomas Oltean".into()),
        kind: None,
    };
    let id = correct(&mut record, &first, &fix);
    assert_eq!(record.group_of(row).unwrap().articles, 1);
    sound(&record);
    undo(&mut record, id);
    assert_eq!(record.group_of(row).unwrap().articles, 2);
    sound(&record);
}
