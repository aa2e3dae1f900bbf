//! docs/store.md says what is in the file: every table, view and column, and its examples work.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod articles;

use articles::{arriving, read};
use onrecord_invented::{Archive, Options};
use onrecord_store::Record;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::Path;

fn page() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/store.md")).unwrap()
}

/// Columns by table, in their order.
type Tables = BTreeMap<String, Vec<String>>;

/// What the page describes: below each heading ``### `table` `` the rows ``| `column` | meaning |``.
fn described(page: &str) -> Tables {
    let mut tables = Tables::new();
    let mut current = None;
    for line in page.lines() {
        if line.starts_with('#') {
            current = line.strip_prefix("### `").and_then(|rest| rest.strip_suffix('`'));
            if let Some(table) = current {
                assert!(
                    tables.insert(table.to_owned(), Vec::new()).is_none(),
                    "{table} twice"
                );
            }
        } else if let (Some(table), Some(row)) = (current, line.strip_prefix("| `")) {
            let (column, meaning) = row.split_once("` |").unwrap();
            assert!(
                meaning.trim().trim_end_matches('|').trim().len() > 1,
                "{table}.{column}"
            );
            tables.get_mut(table).unwrap().push(column.to_owned());
        }
    }
    tables
}

/// What a new record has; the tables behind `statements_fts` are SQLite's own.
fn there(db: &Connection) -> Tables {
    let names = strings(
        db,
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT GLOB 'sqlite_*' AND name NOT GLOB 'statements_fts_*'",
    );
    let columns = |table: &String| {
        let sql = format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid");
        (table.clone(), strings(db, &sql))
    };
    names.iter().map(columns).collect()
}

fn strings(db: &Connection, sql: &str) -> Vec<String> {
    let mut query = db.prepare(sql).unwrap();
    let rows = query.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn every_table_and_column_is_described() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("record.db");
    drop(Record::open(&path).unwrap());
    let db = Connection::open(&path).unwrap();
    let (there, described) = (there(&db), described(&page()));
    assert_eq!(
        there.keys().collect::<Vec<_>>(),
        described.keys().collect::<Vec<_>>(),
        "tables of a new record, and those in docs/store.md"
    );
    for (table, columns) in &there {
        assert_eq!(
            columns, &described[table],
            "columns of {table}, and those in docs/store.md"
        );
    }
}

#[test]
fn every_reference_is_described() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("record.db");
    drop(Record::open(&path).unwrap());
    let db = Connection::open(&path).unwrap();
    let page = page();
    let tables = there(&db);
    for table in tables.keys() {
        let begin = page.find(&format!("### `{table}`\n")).unwrap();
        let section = page[begin + 4..].split("\n#").next().unwrap();
        let references = strings(
            &db,
            &format!(
                "SELECT \"from\" || ' ' || \"table\" || '.' || \"to\" FROM pragma_foreign_key_list('{table}')"
            ),
        );
        for reference in references {
            let (column, to) = reference.split_once(' ').unwrap();
            let line = section
                .lines()
                .find(|line| line.starts_with(&format!("| `{column}` |")))
                .unwrap();
            assert!(
                line.ends_with(&format!("→ `{to}` |")),
                "{table}: {line}, not to {to}"
            );
        }
    }
}

#[test]
fn the_pragmas_are_those_that_are_described() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("record.db");
    drop(Record::open(&path).unwrap());
    let db = Connection::open(&path).unwrap();
    let page = page();
    let number = |name: &str| {
        db.pragma_query_value(None, name, |row| row.get::<_, i64>(0))
            .unwrap()
    };
    let mode: String = db
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .unwrap();
    for row in [
        format!("| `application_id` | {:#x} ", number("application_id")),
        format!("| `user_version` | {} ", number("user_version")),
        format!("| `journal_mode` | `{}`", mode.to_uppercase()),
    ] {
        assert!(page.contains(&row), "{row}");
    }
}

/// A record that has something of everything that is added.
fn record(path: &Path) {
    let mut record = Record::open(path).unwrap();
    let mut change = record.change("add").unwrap();
    let options = Options {
        people: 100,
        outlets: 12,
        statements: 3,
        ..Options::default()
    };
    for invented in Archive::new(options).take(80) {
        change.add(&invented.record).unwrap();
    }
    for text in [
        "\"The lamp is lit,\" the harbour master, Lene Dorvik, said. \"The quay is open,\" Mayor Ada Quill said.\n",
        "\"The lamp is lit,\" the harbour master, Lene Dorvik, said.\n",
    ] {
        let mut article = arriving("https://harbourpost.example/news/1", text);
        article.outlet = Some("Harbour Post".to_owned());
        change.add(&read(article)).unwrap();
    }
    change.commit().unwrap();
}

#[test]
fn every_question_in_sql_is_answered() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("record.db");
    record(&path);
    let db = Connection::open(&path).unwrap();
    let page = page();
    let mut asked = 0;
    for block in page.split("\n```sql").skip(1) {
        let (mark, rest) = block.split_once('\n').unwrap();
        let sql = rest.split("\n```").next().unwrap();
        let mut query = db.prepare(sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
        let columns = query.column_count();
        let rows = query.query_map([], |row| row.get::<_, rusqlite::types::Value>(columns - 1));
        let rows = rows.unwrap().map(Result::unwrap).count();
        // marked `empty` is what nothing is added for yet
        assert!(rows > 0 || mark.trim() == "empty", "no rows: {sql}");
        asked += 1;
    }
    assert!(asked > 8, "{asked}");
}
