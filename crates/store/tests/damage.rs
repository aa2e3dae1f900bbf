//! Whatever is damaged in a record, `verify` finds it, whether the file is opened to read or to write.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod articles;

use articles::{arriving, read, samples};
use onrecord_store::{Finding, Record};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn sound() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("record.db");
    let mut record = Record::open(&path).unwrap();
    let mut change = record.change("add").unwrap();
    for article in samples() {
        change.add(&article).unwrap();
    }
    for day in ["Monday", "Tuesday"] {
        let text = format!("\"The lamps are lit since {day},\" the harbour master, Lene Dorvik, said.");
        change.add(&read(arriving("https://a.example/1", &text))).unwrap();
    }
    change.commit().unwrap();
    (folder, path)
}

fn findings(record: &Record) -> Vec<Finding> {
    let mut findings = Vec::new();
    let verified = record.verify(|finding| findings.push(finding), |_| ()).unwrap();
    assert_eq!(verified.findings, findings.len() as u64);
    findings
}

#[track_caller]
fn assert_found(path: &Path, what: &str) {
    for record in [Record::read(path), Record::open(path)] {
        let found = findings(&record.unwrap());
        assert!(
            found
                .iter()
                .any(|f| format!("{}: {}", f.place, f.problem).contains(what)),
            "{what:?} is not among {found:?}"
        );
    }
}

#[test]
fn nothing_is_wrong_with_a_sound_record() {
    let (_folder, path) = sound();
    assert_eq!(findings(&Record::read(&path).unwrap()), []);
    assert_eq!(findings(&Record::open(&path).unwrap()), []);
}

#[test]
fn what_is_damaged_is_found() {
    let last = "(SELECT max(id) FROM statement)";
    for (damage, what) in [
        (
            "UPDATE version_text SET text = text || '.' WHERE version_id = 1".to_owned(),
            ".v1: ",
        ),
        (
            "UPDATE version_text SET text = replace(text, 'a', 'e') WHERE version_id = 1".to_owned(),
            ".v1: ",
        ),
        (
            "UPDATE version SET text_sha256 = 'abc' WHERE id = 1".to_owned(),
            ".v1: ",
        ),
        (
            "DELETE FROM version_text WHERE version_id = 1".to_owned(),
            "a version has no text",
        ),
        (
            format!("UPDATE statement SET \"end\" = 1000000 WHERE id = {last}"),
            ".v2: ",
        ),
        (
            format!("UPDATE statement SET start = -1 WHERE id = {last}"),
            ".v2: ",
        ),
        (
            format!("UPDATE statement SET mode = 'sung' WHERE id = {last}"),
            ".v2: ",
        ),
        (
            format!("DELETE FROM statement WHERE id = {last}"),
            "refers to a row of statement",
        ),
        (
            "UPDATE reading SET why = x'00' WHERE id = 1".to_owned(),
            "cannot be unpacked",
        ),
        ("UPDATE version SET rest = '{' WHERE id = 1".to_owned(), ".v1: "),
        (
            "UPDATE version SET reading_id = 2 WHERE id = 1".to_owned(),
            "no reading of its own",
        ),
        (
            "UPDATE article SET version_id = NULL WHERE id = 1".to_owned(),
            "none is the newest",
        ),
        (
            "UPDATE article SET version_id = 2 WHERE id = 1".to_owned(),
            "is one of another article",
        ),
        (
            "UPDATE version SET seen = 99 WHERE id = 1".to_owned(),
            "refers to a row of change",
        ),
        (
            "DELETE FROM article_name WHERE article_id = 1".to_owned(),
            "nothing leads to it",
        ),
        (
            format!("UPDATE speaker SET entity_id = 1, name = NULL WHERE statement_id = {last}"),
            "is one of another reading",
        ),
        (
            format!(
                "INSERT INTO statements_fts (statements_fts, rowid, content) SELECT 'delete', id, content FROM statement_words WHERE id = {last}"
            ),
            "statements_fts: it lacks 1",
        ),
        (
            "INSERT INTO statements_fts (rowid, content) VALUES (1000000, 'nobody said so')".to_owned(),
            "knows 1 that are not there",
        ),
    ] {
        let (_folder, path) = sound();
        let db = Connection::open(&path).unwrap();
        db.pragma_update(None, "foreign_keys", "OFF").unwrap();
        db.execute_batch(&damage)
            .unwrap_or_else(|error| panic!("{error}: {damage}"));
        drop(db);
        println_damage(&damage);
        assert_found(&path, what);
    }
}

/// Shown when the test fails.
#[allow(clippy::print_stdout, reason = "printed only when the test fails")]
fn println_damage(damage: &str) {
    println!("{damage}");
}

#[test]
fn bytes_that_rot_are_an_error_or_a_finding_and_never_a_panic() {
    let (folder, path) = sound();
    // so many articles that little of the file is free space
    let mut record = Record::open(&path).unwrap();
    let mut change = record.change("add").unwrap();
    for article in onrecord_invented::Archive::new(onrecord_invented::Options::default()).take(60) {
        change.add(&article.record).unwrap();
    }
    change.commit().unwrap();
    drop(record);
    let db = Connection::open(&path).unwrap();
    db.pragma_update(None, "journal_mode", "DELETE").unwrap();
    drop(db);
    let whole = std::fs::read(&path).unwrap();
    let mut told = 0;
    for n in 0..30 {
        let mut rotten = whole.clone();
        // a stretch of every part of the file in turn, the head left out
        let at = 200 + n * (whole.len() - 400) / 30;
        for byte in &mut rotten[at..at + 150] {
            *byte ^= 0x5a;
        }
        let path = folder.path().join("rotten.db");
        std::fs::write(&path, &rotten).unwrap();
        let found = Record::read(&path).and_then(|record| {
            let mut findings = 0;
            record.verify(|_| findings += 1, |_| ())?;
            Ok(findings)
        });
        told += usize::from(!matches!(found, Ok(0)));
    }
    // most of so small a file is free space, which may rot without a word
    assert!(told > 3, "{told}");
}
