//! Readings made by hand, and what is seen of them.
#![allow(dead_code, reason = "not every test needs all of it")]

use onrecord_record::{
    ArticleRecord, CheckedRecord, EngineInfo, Kind, Mode, Person, PersonRole, Span, Speaker, SpeakerType,
    Statement,
};
use onrecord_store::{Change, Record, StatementKey, Stored, VersionKey};
use std::collections::BTreeMap;
use tempfile::TempDir;

pub(crate) fn empty() -> (TempDir, Record) {
    let folder = TempDir::new().unwrap();
    let record = Record::open(&folder.path().join("record.db")).unwrap();
    (folder, record)
}

/// Who says what, by words of the text.
#[derive(Clone, Debug)]
pub(crate) struct Said<'a> {
    pub(crate) content: Vec<&'a str>,
    pub(crate) name: Option<&'a str>,
    pub(crate) role: Option<&'a str>,
}

pub(crate) fn span(text: &str, words: &str) -> Span {
    let at = text
        .find(words)
        .unwrap_or_else(|| panic!("{words:?} in {text:?}"));
    let start = u32::try_from(text[..at].chars().count()).unwrap();
    Span {
        start,
        end: start + u32::try_from(words.chars().count()).unwrap(),
        text: words.to_owned(),
    }
}

/// What an engine of this model might read.
pub(crate) fn record_of(url: &str, text: &str, model: &str, said: &[Said<'_>]) -> CheckedRecord {
    let engine = EngineInfo {
        version: "0".into(),
        model: model.to_owned(),
    };
    let mut record = ArticleRecord::new(engine, text.to_owned());
    record.set_url(Some(url.to_owned()));
    for (n, one) in said.iter().enumerate() {
        if let Some(name) = one.name
            && record.people.iter().all(|p| p.name.as_deref() != Some(name))
        {
            record.people.push(Person {
                id: format!("p{}", record.people.len() + 1),
                name: Some(name.to_owned()),
                kind: SpeakerType::Person,
                roles: one
                    .role
                    .iter()
                    .map(|role| {
                        let printed = span(text, role);
                        PersonRole {
                            role: (*role).to_owned(),
                            org: None,
                            start: printed.start,
                            end: printed.end,
                        }
                    })
                    .collect(),
                mentions: vec![span(text, name)],
            });
        }
        let person = record.people.iter().find(|p| p.name.as_deref() == one.name);
        let speakers = person.filter(|_| one.name.is_some()).map(|person| Speaker {
            person: Some(person.id.clone()),
            name: person.name.clone(),
            kind: SpeakerType::Person,
            role: person.roles.first().map(|role| role.role.clone()),
            org: None,
            confidence: 0.9,
            open: false,
        });
        record.statements.push(Statement {
            id: format!("s{}", n + 1),
            kind: Kind::Direct,
            mode: Mode::Said,
            content: one.content.iter().map(|words| span(text, words)).collect(),
            cue: Vec::new(),
            source: one.name.map(|name| span(text, name)).into_iter().collect(),
            speakers: speakers.into_iter().collect(),
            candidates: Vec::new(),
            addressee: None,
            medium: None,
            event: None,
            event_id: None,
            via: Vec::new(),
            parent: None,
            said_on: None,
            same_as: Vec::new(),
            confidence: 0.9,
            why: vec!["by hand".into()],
        });
    }
    CheckedRecord::new(record).unwrap()
}

pub(crate) fn change<T>(record: &mut Record, make: impl FnOnce(&mut Change<'_>) -> T) -> T {
    let mut change = record.change("test").unwrap();
    let made = make(&mut change);
    change.commit().unwrap();
    made
}

fn version_key(record: &Record) -> VersionKey {
    VersionKey {
        article: record.article_key("https://a.example/1").unwrap(),
        version: 1,
    }
}

/// The article that is read again, as it is shown.
pub(crate) fn current(record: &Record) -> Stored {
    record.version(&version_key(record)).unwrap()
}

/// Its row.
pub(crate) fn version(record: &Record) -> i64 {
    current(record).id
}

pub(crate) fn key(record: &Record, at: usize) -> StatementKey {
    current(record).key_of(at).unwrap()
}

#[track_caller]
pub(crate) fn sound(record: &Record) {
    let found = record.verify(|finding| panic!("{finding:?}"), |_| {}).unwrap();
    assert!(found.versions > 0);
}

/// The person of this name.
pub(crate) fn by(record: &Record, name: &str) -> String {
    let found = record.people(name, 10).unwrap();
    let one = found.iter().find(|line| line.name == name);
    one.unwrap_or_else(|| panic!("{name}")).person.clone()
}

/// Who is named, and who that is across articles.
pub(crate) fn people_of(record: &Record) -> Vec<(String, Option<String>)> {
    let stored = current(record);
    let people = stored.record.people.iter().zip(&stored.people);
    let mut all: Vec<_> = people
        .map(|(person, row)| (person.name.clone().unwrap_or_default(), row.person.clone()))
        .collect();
    all.sort();
    all
}

/// Everything that is shown of the article, without rows and who read it.
pub(crate) fn shown(record: &Record) -> String {
    let stored = current(record);
    let rows: Vec<_> = stored
        .rows
        .iter()
        .map(|row| (&row.review, &row.dispute, row.group))
        .collect();
    let record_json = serde_json::to_string(&stored.record.statements).unwrap();
    let keys: Vec<_> = (0..stored.rows.len())
        .map(|at| stored.key_of(at).unwrap().to_string())
        .collect();
    format!("{record_json}\n{rows:?}\n{keys:?}\n{:?}", people_of(record))
}

/// What other programs see: the views, and SQLite's own search.
pub(crate) fn copied(record: &Record) -> BTreeMap<String, Vec<String>> {
    let db = rusqlite::Connection::open(record.path()).unwrap();
    let mut all = BTreeMap::new();
    for (name, sql) in [
        (
            "all",
            "SELECT json_array(id, key, content, speaker, person, review, dispute, group_id) FROM statements_all ORDER BY id",
        ),
        (
            "flat",
            "SELECT json_array(id, key, content, speaker) FROM statements_flat ORDER BY id",
        ),
        (
            "words",
            "SELECT json_array(id, content) FROM statement_words ORDER BY id",
        ),
        (
            "people",
            "SELECT json_array(key, name, versions, statements) FROM people ORDER BY key",
        ),
        (
            "roles",
            "SELECT json_array(person, role, article) FROM person_roles ORDER BY person, start",
        ),
        (
            "fts",
            "SELECT json_array(rowid) FROM statements_fts WHERE statements_fts MATCH 'the OR nobody' ORDER BY rowid",
        ),
    ] {
        let mut query = db.prepare(sql).unwrap();
        let rows = query.query_map([], |row| row.get(0)).unwrap();
        all.insert(name.to_owned(), rows.map(Result::unwrap).collect());
    }
    all
}
