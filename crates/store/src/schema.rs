//! The tables of the record, and how older files are brought up to them.
//!
//! The version of a file stands in SQLite's `user_version`. A migration is a step from one version to the next, in one
//! transaction; a file of every earlier version lies in `tests/versions` and is brought up by a test.

use crate::error::StoreError;
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// "ONRC": tells the file from other SQLite files (`file`, DB Browser).
pub(crate) const APPLICATION_ID: i32 = 0x4f4e_5243;

/// What each version adds to the one before.
const STEPS: &[&str] = &[include_str!("schema/v1.sql"), include_str!("schema/v2.sql")];

/// The newest version of the schema.
pub const VERSION: u32 = STEPS.len() as u32;

/// The version of an opened file; nothing when it holds nothing yet.
pub(crate) fn version(db: &Connection, path: &Path) -> Result<Option<u32>, StoreError> {
    let of = StoreError::of(path);
    let number = |pragma| db.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let tables: i64 = db
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(&of)?;
    let application = number("application_id").map_err(&of)?;
    if tables == 0 && application == 0 {
        return Ok(None);
    }
    if application != i64::from(APPLICATION_ID) {
        return Err(StoreError::Foreign {
            path: path.to_owned(),
            detail: "an SQLite file of another program".to_owned(),
        });
    }
    let found = u32::try_from(number("user_version").map_err(&of)?).unwrap_or(u32::MAX);
    if found > VERSION {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found,
            known: VERSION,
        });
    }
    Ok(Some(found))
}

/// Brings a file up to the newest version; all of it or nothing.
pub(crate) fn migrate(db: &mut Connection, path: &Path, now: &str) -> Result<(), StoreError> {
    let of = StoreError::of(path);
    if version(db, path)? == Some(VERSION) {
        return Ok(());
    }
    let change = db
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(&of)?;
    // another process may have been quicker
    let from = version(&change, path)?;
    for step in STEPS.iter().skip(from.unwrap_or(0) as usize) {
        change.execute_batch(step).map_err(&of)?;
    }
    if from.is_none() {
        change
            .execute_batch("INSERT INTO about VALUES ('uuid', lower(hex(randomblob(16))))")
            .and_then(|()| {
                change.execute(
                    "INSERT INTO about VALUES ('created', ?1), ('program', ?2)",
                    [now, concat!("onrecord ", env!("CARGO_PKG_VERSION"))],
                )
            })
            .map_err(&of)?;
    }
    change
        .pragma_update(None, "application_id", APPLICATION_ID)
        .and_then(|()| change.pragma_update(None, "user_version", VERSION))
        .and_then(|()| change.commit())
        .map_err(&of)
}
