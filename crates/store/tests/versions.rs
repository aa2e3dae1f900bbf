//! Files of every earlier version of the schema are brought up to this one; files of others are refused, and not touched.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod articles;

use articles::{arriving, read, samples};
use onrecord_record::Status;
use onrecord_store::{Record, SCHEMA_VERSION, StoreError, VersionKey};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn files() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/versions")
}

/// A record with something of everything that can be in one: to be added to whenever the record learns something new.
fn write(path: &Path) {
    let mut record = Record::open(path)
        .unwrap()
        .with_clock(|| "2019-01-04T12:42:00Z".parse().unwrap());
    for article in samples() {
        let mut change = record.change("add").unwrap();
        change.add(&article).unwrap();
        change.commit().unwrap();
    }
    let item = |text: &str, status: Status| {
        let mut article = arriving("https://harbourpost.example/news/1", text);
        article.outlet = Some("Harbour Post".to_owned());
        article.published = Some("2019-01-04".to_owned());
        article.status = status;
        read(article)
    };
    let mut change = record.change("add").unwrap();
    for (text, status) in [
        ("\"The lamp is lit 🪔,\" Lene Dorvik said.\n", Status::Usable),
        ("\"The lamp was lit 🪔,\" Lene Dorvik said.\n", Status::Usable),
        ("", Status::Canceled),
        ("\"The lamp was lit 🪔,\" Lene Dorvik said.\n", Status::Usable),
    ] {
        change.add(&item(text, status)).unwrap();
    }
    change.commit().unwrap();
    decide(&mut record);
    drop(record);
    // one file, without a log
    let db = Connection::open(path).unwrap();
    db.pragma_update(None, "journal_mode", "DELETE").unwrap();
}

/// Every kind of decision about statements and people: some taken back, one stale.
fn decide(record: &mut Record) {
    let keys: Vec<_> = ["interview.txt", "newspaper.txt", "wire.txt"]
        .iter()
        .map(|file| {
            let article = record
                .article_key(&format!("https://samples.example/{file}"))
                .unwrap();
            VersionKey { article, version: 1 }
        })
        .collect();
    let stored = record.version(&keys[0]).unwrap();
    let key = |at: usize| stored.key_of(at).unwrap();
    let content = &stored.record.statements[3].content[0];
    let name = stored.record.people.iter().find_map(|person| person.name.clone());
    let fixes = [
        (0, json!({"action": "accept"})),
        (1, json!({"action": "reject"})),
        (1, json!({"action": "dispute", "note": "she says otherwise"})),
        (2, json!({"action": "speaker", "name": name})),
        (2, json!({"action": "role", "role": null, "org": null})),
        (
            3,
            json!({"action": "content", "spans": [[content.start, content.end - 1]]}),
        ),
        (4, json!({"action": "suppress"})),
    ];
    let mut change = record.change("correct").unwrap();
    for (at, fix) in fixes {
        let fix = serde_json::from_value(fix).unwrap();
        change.correct(&key(at), &fix, "mk", Some("heard it")).unwrap();
    }
    change.uncorrect(2, "mk").unwrap();
    change.commit().unwrap();
    // another reading, in which nobody says anything
    let stored = record.version(&keys[1]).unwrap();
    let mut change = record.change("correct").unwrap();
    let fix = serde_json::from_value(json!({"action": "accept"})).unwrap();
    change
        .correct(&stored.key_of(0).unwrap(), &fix, "mk", None)
        .unwrap();
    let mut silent = stored.record.clone().into_inner();
    silent.statements.clear();
    let silent = onrecord_record::CheckedRecord::new(silent).unwrap();
    change.shadow(stored.id, &silent).unwrap();
    change.swap(stored.id, Some("mk")).unwrap();
    change.commit().unwrap();
    let people: Vec<String> = record
        .people("", 99)
        .unwrap()
        .into_iter()
        .filter(|line| line.kind == "person")
        .map(|line| line.person)
        .collect();
    let mut change = record.change("people").unwrap();
    change
        .merge(&people[0], &people[1], "mk", Some("it is she"))
        .unwrap();
    let renamed = change.rename(&people[1], "L. Dorvik", "mk", None).unwrap();
    change.identify(&people[2], Some("Q1"), "mk", None).unwrap();
    change.block(&people[2], true, "mk", None).unwrap();
    let articles = [keys[2].article.clone()];
    let split = people
        .iter()
        .skip(2)
        .find_map(|person| change.split(person, &articles, "mk", None).ok());
    assert!(split.is_some());
    change.undo(renamed, "mk").unwrap();
    change.commit().unwrap();
}

/// What is read from a record, in no terms of its tables.
fn told(path: &Path) -> Value {
    let record = Record::read(path).unwrap();
    let db = Connection::open(path).unwrap();
    let mut keys = db.prepare("SELECT key FROM article ORDER BY key").unwrap();
    let keys = keys.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let mut articles = Vec::new();
    for key in keys.map(Result::unwrap) {
        let history = record.history(&key).unwrap();
        let mut versions = Vec::new();
        for line in &history.versions {
            let key = VersionKey {
                article: key.clone(),
                version: line.version,
            };
            let stored = record.version(&key).unwrap();
            let hits = record.hits(stored.rows.iter().map(|row| row.id)).unwrap();
            versions.push(json!({ "record": &*stored.record, "statements": hits }));
        }
        articles.push(json!({ "history": history, "versions": versions }));
    }
    json!({
        "articles": articles,
        "corrections": record.corrections(None).unwrap(),
        "rulings": record.rulings().unwrap(),
        "people": record.people("", 99).unwrap(),
        "mark": record.mark().unwrap(),
    })
}

/// Whether everything in `before` is in `now`: later versions may know more.
#[track_caller]
fn assert_kept(before: &Value, now: &Value, at: &str) {
    match (before, now) {
        (Value::Object(before), Value::Object(now)) => {
            for (name, value) in before {
                let other = now.get(name).unwrap_or(&Value::Null);
                let at = format!("{at}.{name}");
                if name == "why" {
                    assert_reasons_kept(value, other, &at);
                } else {
                    assert_kept(value, other, &at);
                }
            }
        }
        (Value::Array(before), Value::Array(now)) => {
            assert_eq!(before.len(), now.len(), "{at}");
            for (n, (one, other)) in before.iter().zip(now).enumerate() {
                assert_kept(one, other, &format!("{at}[{n}]"));
            }
        }
        // numbers that are no integers come out of JSON with the last digit uncertain
        (Value::Number(before), Value::Number(now)) if before.is_f64() => {
            let rounded = |number: &serde_json::Number| number.as_f64().map(|number| number as f32);
            assert_eq!(rounded(before), rounded(now), "{at}");
        }
        _ => assert_eq!(before, now, "{at}"),
    }
}

/// Whether every reason is still there, as one of what was read if that was put right since.
#[track_caller]
fn assert_reasons_kept(before: &Value, now: &Value, at: &str) {
    let texts = |reasons: &Value| -> Vec<String> {
        let reasons = reasons.as_array().into_iter().flatten();
        reasons
            .filter_map(|reason| Some(reason.as_str()?.to_owned()))
            .collect()
    };
    let (before, now) = (texts(before), texts(now));
    for reason in before {
        let read = format!("as it was read: {reason}");
        assert!(
            now.contains(&reason) || now.contains(&read),
            "{at}: {reason}: {now:?}"
        );
    }
}

/// Brings a copy of a file up, verifies it, and compares what is read from it with what was.
fn brought_up(file: &Path, before: &Value) {
    let folder = TempDir::new().unwrap();
    let copy = folder.path().join("record.db");
    std::fs::copy(file, &copy).unwrap();
    let record = Record::open(&copy).unwrap();
    let verified = record.verify(|found| panic!("{found:?}"), |_| ()).unwrap();
    assert!(verified.statements > 0);
    drop(record);
    let db = Connection::open(&copy).unwrap();
    let version: u32 = db
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    assert_eq!(version, SCHEMA_VERSION);
    assert_eq!(
        schema(&db),
        schema_of_a_new_record(),
        "brought up, the tables are those of a new record"
    );
    assert_kept(before, &told(&copy), "");
    // and it can be added to
    let mut record = Record::open(&copy).unwrap();
    let mut change = record.change("add").unwrap();
    change
        .add(&read(arriving(
            "https://new.example/1",
            "The lamps are lit, Lene Dorvik said.",
        )))
        .unwrap();
    change.commit().unwrap();
    record.verify(|found| panic!("{found:?}"), |_| ()).unwrap();
}

/// Every table, view and index, by name.
fn schema(db: &Connection) -> Vec<String> {
    let sql = "SELECT s.name || ' ' || s.type || ' ' || coalesce(group_concat(c.name || ' ' || c.type || ' ' || c.\"notnull\"), '')
                 FROM sqlite_schema s LEFT JOIN pragma_table_info(s.name) c GROUP BY s.name, s.type ORDER BY 1";
    let mut query = db.prepare(sql).unwrap();
    query
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

fn schema_of_a_new_record() -> Vec<String> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("record.db");
    drop(Record::open(&path).unwrap());
    schema(&Connection::open(&path).unwrap())
}

#[test]
fn files_of_every_earlier_version_are_brought_up() {
    for version in 1..=SCHEMA_VERSION {
        let file = files().join(format!("v{version}.db"));
        if file.exists() {
            let before = std::fs::read(file.with_extension("json")).unwrap();
            brought_up(&file, &serde_json::from_slice(&before).unwrap());
        } else {
            assert_eq!(version, SCHEMA_VERSION, "{}: see README.md there", file.display());
        }
    }
}

#[test]
fn a_file_of_this_version_is_opened_as_it_is() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("v.db");
    write(&path);
    brought_up(&path, &told(&path));
}

#[test]
#[ignore = "writes tests/versions: before the version of the schema is raised"]
fn make_the_file_of_this_version() {
    let file = files().join(format!("v{SCHEMA_VERSION}.db"));
    assert!(!file.exists(), "{} is there already", file.display());
    write(&file);
    let told = serde_json::to_string_pretty(&told(&file)).unwrap();
    std::fs::write(file.with_extension("json"), told + "\n").unwrap();
}

/// The file's error when it is opened to read, and to write; its bytes stay.
fn refused(path: &Path) -> [StoreError; 2] {
    let before = std::fs::read(path).unwrap();
    let errors = [Record::read(path), Record::open(path)].map(|opened| opened.err().unwrap());
    assert!(std::fs::read(path).unwrap() == before, "it was touched");
    for error in &errors {
        let said = error.to_string();
        assert!(said.contains(&path.display().to_string()), "{said}");
    }
    errors
}

#[test]
fn a_file_of_a_newer_version_is_refused_and_not_touched() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("record.db");
    write(&path);
    let db = Connection::open(&path).unwrap();
    db.pragma_update(None, "user_version", SCHEMA_VERSION + 1)
        .unwrap();
    drop(db);
    for error in refused(&path) {
        assert!(error.to_string().contains("use a newer program"), "{error}");
        assert!(matches!(error, StoreError::Newer { found, known, .. } if found == known + 1));
    }
}

#[test]
fn foreign_files_are_refused_and_not_touched() {
    let folder = TempDir::new().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let mut headed = b"SQLite format 3\0".to_vec();
    headed.resize(4_096, 0xff);
    let mut foreign = vec![
        file("short.txt", b"hello"),
        file("long.txt", "no database at all. ".repeat(500).as_bytes()),
        file("zeros.bin", &[0; 8_192]),
        file("headed.db", &headed),
    ];
    for (name, set_up) in [
        ("tables.db", "CREATE TABLE article (id INTEGER PRIMARY KEY)"),
        ("versioned.db", "CREATE TABLE t (a); PRAGMA user_version = 1"),
        ("marked.db", "CREATE TABLE t (a); PRAGMA application_id = 7"),
        (
            "only_marked.db",
            "PRAGMA application_id = 7; PRAGMA user_version = 1",
        ),
    ] {
        let path = folder.path().join(name);
        Connection::open(&path).unwrap().execute_batch(set_up).unwrap();
        foreign.push(path);
    }
    for path in foreign {
        for error in refused(&path) {
            assert!(
                matches!(error, StoreError::Foreign { .. }),
                "{}: {error}",
                path.display()
            );
        }
    }
    // a folder, and a file in a folder that is not there
    for path in [folder.path().to_owned(), folder.path().join("none/record.db")] {
        let error = Record::open(&path).err().unwrap();
        assert!(error.to_string().contains(&path.display().to_string()), "{error}");
    }
}
