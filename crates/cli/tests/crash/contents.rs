//! All that a record holds, in a form that two records are compared by.

use onrecord_store::{Record, VersionKey};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Every row of every table but for when it was written, and every version as it is read back.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Contents {
    pub(crate) tables: BTreeMap<String, BTreeSet<String>>,
    /// What `onrecord show --json` prints of each version.
    pub(crate) versions: BTreeMap<String, String>,
}

/// Looks at the file as any program would that knows SQLite, and as ours does.
pub(crate) fn contents(path: &Path) -> Contents {
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let snapshot = db.unchecked_transaction().unwrap();
    let names: Vec<String> = column(
        &snapshot,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            AND name NOT LIKE '%\\_fts%' ESCAPE '\\' AND name NOT IN ('about', 'change')",
    );
    let mut found = Contents::default();
    for table in names {
        found.tables.insert(table.clone(), rows(&snapshot, &table));
    }
    let keys: Vec<String> = column(
        &snapshot,
        "SELECT a.key || '.v' || v.n FROM version v JOIN article a ON a.id = v.article_id",
    );
    drop(snapshot);
    let record = Record::read(path).unwrap();
    for key in keys {
        let stored = record.version(&key.parse::<VersionKey>().unwrap()).unwrap();
        found
            .versions
            .insert(key, serde_json::to_string(&*stored.record).unwrap());
    }
    found
}

/// The rows of a table, without the columns that name a change: the same articles may come in another number of changes.
fn rows(db: &Connection, table: &str) -> BTreeSet<String> {
    let changes: Vec<String> = column(
        db,
        &format!("SELECT \"from\" FROM pragma_foreign_key_list('{table}') WHERE \"table\" = 'change'"),
    );
    let columns: Vec<String> = column(db, &format!("SELECT name FROM pragma_table_info('{table}')"));
    let kept: Vec<String> = columns
        .into_iter()
        .filter(|column| !changes.contains(column))
        .map(|column| format!("\"{column}\""))
        .collect();
    let mut query = db
        .prepare(&format!("SELECT {} FROM \"{table}\"", kept.join(", ")))
        .unwrap();
    let row = |row: &rusqlite::Row<'_>| {
        let values: Vec<Value> = (0..kept.len()).map(|n| row.get_unwrap(n)).collect();
        Ok(format!("{values:?}"))
    };
    query.query_map([], row).unwrap().map(Result::unwrap).collect()
}

fn column(db: &Connection, sql: &str) -> Vec<String> {
    let mut query = db.prepare(sql).unwrap();
    let values = query.query_map([], |row| row.get(0)).unwrap();
    values.map(Result::unwrap).collect()
}

impl Contents {
    /// The number of articles.
    pub(crate) fn articles(&self) -> usize {
        self.tables.get("article").map_or(0, BTreeSet::len)
    }

    /// Whether all that is here is in `whole` too, article by article the same.
    #[track_caller]
    pub(crate) fn assert_part_of(&self, whole: &Self) {
        for (key, json) in &self.versions {
            assert_eq!(Some(json), whole.versions.get(key), "{key} is not what was added");
        }
        for (table, rows) in &self.tables {
            // an article whose second version has not come yet differs from what it will be
            if table != "article" {
                let all = &whole.tables[table];
                let invented: Vec<&String> = rows.iter().filter(|row| !all.contains(*row)).collect();
                assert!(invented.is_empty(), "{table}: {invented:?}");
            }
        }
        // no article stands there without its versions
        assert!(self.versions.len() >= self.articles());
    }

    /// Whether both hold the same.
    #[track_caller]
    pub(crate) fn assert_same(&self, other: &Self) {
        assert_eq!(
            self.versions.keys().collect::<Vec<_>>(),
            other.versions.keys().collect::<Vec<_>>()
        );
        self.assert_part_of(other);
        assert_eq!(
            self.tables.keys().collect::<Vec<_>>(),
            other.tables.keys().collect::<Vec<_>>()
        );
        for (table, rows) in &self.tables {
            assert!(*rows == other.tables[table], "{table} differs");
        }
    }
}
