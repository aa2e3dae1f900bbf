//! The file: opened to read or to write, and changed in transactions.

use crate::error::StoreError;
use crate::link::Crowd;
use crate::recent::Recent;
use crate::schema;
use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a writer waits for another one before it says so.
const PATIENCE: Duration = Duration::from_secs(30);
/// Statements that are kept prepared.
const PREPARED: usize = 128;

/// Pages of 4 kB in the log of changes before they are moved to the file.
const LOGGED: i64 = 8_000;

/// A record: one SQLite file.
///
/// Many processes may read while one writes. Everything is written in transactions ([`Record::change`]): after a crash, the
/// file holds what was committed, whole.
pub struct Record {
    pub(crate) db: Connection,
    path: PathBuf,
    clock: fn() -> Timestamp,
    /// The number of the last change, and what it had to do with.
    last: Option<(i64, Crowd, Recent)>,
}

/// A point in the record's history, and the record that it is of.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Mark {
    /// Which record: drawn when it was made.
    pub uuid: String,
    /// The change.
    pub seq: i64,
    /// Drawn at that change, so that a file that was put back and changed in another way is told from this one.
    pub mark: i64,
}

impl Record {
    /// Opens the record at `path` to write, and makes one if there is none. An older schema is brought up to this one.
    ///
    /// # Errors
    /// The file is no record, or of a newer program, or cannot be opened.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let mut record = Self::connect(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        )?;
        // what is no record is not touched
        schema::version(&record.db, path)?;
        let set = |name, value: &str| record.db.pragma_update(None, name, value);
        set("journal_mode", "WAL")
            .and_then(|()| set("synchronous", "NORMAL"))
            .and_then(|()| set("foreign_keys", "ON"))
            // pages that many changes write to go to the file once for some of these
            .and_then(|()| record.db.pragma_update(None, "wal_autocheckpoint", LOGGED))
            .and_then(|()| record.db.pragma_update(None, "cache_size", -200_000))
            .map_err(StoreError::of(path))?;
        let now = record.now();
        schema::migrate(&mut record.db, path, &now)?;
        Ok(record)
    }

    /// Opens the record at `path` to read.
    ///
    /// # Errors
    /// There is none, or it is of another version of the schema, or no record at all.
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing {
                path: path.to_owned(),
            });
        }
        let record = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        match schema::version(&record.db, path)? {
            Some(schema::VERSION) => {}
            // it is brought up once, by whoever may write
            Some(_) => return Self::open(path),
            None => {
                return Err(StoreError::Foreign {
                    path: path.to_owned(),
                    detail: "an empty file".to_owned(),
                });
            }
        }
        let set = |name, value: i64| record.db.pragma_update(None, name, value);
        set("query_only", 1)
            .and_then(|()| set("cache_size", -64_000))
            .and_then(|()| set("mmap_size", 1 << 34))
            .map_err(StoreError::of(path))?;
        Ok(record)
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Self, StoreError> {
        let of = StoreError::of(path);
        let db = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(&of)?;
        db.busy_timeout(PATIENCE).map_err(&of)?;
        db.set_prepared_statement_cache_capacity(PREPARED);
        // else SQLite prepares a query again for every other value that a partial index may be of use for: half of all time
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(&of)?;
        Ok(Self {
            db,
            path: path.to_owned(),
            clock: Timestamp::now,
            last: None,
        })
    }

    /// Takes the time of all changes from `clock`.
    #[must_use]
    pub fn with_clock(mut self, clock: fn() -> Timestamp) -> Self {
        self.clock = clock;
        self
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn now(&self) -> String {
        (self.clock)().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// What SQLite says, as said of this file.
    pub(crate) fn of(&self) -> impl Fn(rusqlite::Error) -> StoreError + use<> {
        let path = self.path.clone();
        move |error| StoreError::of(&path)(error)
    }

    /// The newest point in the record's history; nothing when nothing was ever added.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn mark(&self) -> Result<Option<Mark>, StoreError> {
        self.mark_at("ORDER BY seq DESC LIMIT 1", [])
    }

    /// The point in the record's history at change `seq`.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn mark_of(&self, seq: i64) -> Result<Option<Mark>, StoreError> {
        self.mark_at("WHERE seq = ?1", [seq])
    }

    /// Holds the record still for this reader while `look` is at it: changes of others are not seen meanwhile.
    ///
    /// # Errors
    /// Those of `look`, or the file cannot be read.
    pub fn at_rest<T, E: From<StoreError>>(&self, look: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        // within another one, it is still already
        if !self.db.is_autocommit() {
            return look(self);
        }
        let snapshot = self.db.unchecked_transaction().map_err(self.of())?;
        let seen = look(self);
        snapshot.finish().map_err(self.of())?;
        seen
    }

    /// Whether `mark` is a point in this very record's history.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn knows(&self, mark: &Mark) -> Result<bool, StoreError> {
        Ok(self.mark_at("WHERE seq = ?1", [mark.seq])?.as_ref() == Some(mark))
    }

    fn mark_at(&self, which: &str, parameters: impl rusqlite::Params) -> Result<Option<Mark>, StoreError> {
        use rusqlite::OptionalExtension as _;
        let sql =
            format!("SELECT (SELECT value FROM about WHERE name = 'uuid'), seq, mark FROM change {which}");
        let mark = |row: &rusqlite::Row<'_>| {
            Ok(Mark {
                uuid: row.get(0)?,
                seq: row.get(1)?,
                mark: row.get(2)?,
            })
        };
        self.db
            .query_row(&sql, parameters, mark)
            .optional()
            .map_err(self.of())
    }

    /// Begins a change. Nothing of it is in the record before [`Change::commit`]; dropped, it leaves no trace.
    ///
    /// Waits for another writer, for 30 seconds.
    ///
    /// # Errors
    /// [`StoreError::Busy`], or the file cannot be written to.
    pub fn change(&mut self, command: &str) -> Result<Change<'_>, StoreError> {
        let of = self.of();
        let now = self.now();
        let path = self.path.clone();
        let before = self.last.take();
        let db = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(&of)?;
        db.prepare_cached("INSERT INTO change (mark, at, command) VALUES (random(), ?1, ?2)")
            .and_then(|mut insert| insert.execute([&now, command]))
            .map_err(&of)?;
        let seq = db.last_insert_rowid();
        // what another program changed in between is read anew
        let (crowd, recent) = before
            .filter(|(last, ..)| last + 1 == seq)
            .map(|(_, crowd, recent)| (crowd, recent))
            .unwrap_or_default();
        Ok(Change {
            db,
            seq,
            at: now,
            path,
            next: Next::default(),
            crowd,
            recent,
            left: &mut self.last,
            unsearched: Vec::new(),
            counted: 0,
            portraits: BTreeSet::new(),
        })
    }
}

/// Something that can be looked at: the record, or the record within a change.
pub(crate) struct Look<'r> {
    pub(crate) db: &'r Connection,
    path: &'r Path,
}

impl Look<'_> {
    pub(crate) fn of(&self) -> impl Fn(rusqlite::Error) -> StoreError + use<> {
        let path = self.path.to_owned();
        move |error| StoreError::of(&path)(error)
    }

    /// All rows of a query, read.
    pub(crate) fn all<T>(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        all(self.db, sql, parameters, read).map_err(self.of())
    }
}

impl Record {
    pub(crate) fn look(&self) -> Look<'_> {
        Look {
            db: &self.db,
            path: &self.path,
        }
    }

    /// All rows of a query, read.
    pub(crate) fn all<T>(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.look().all(sql, parameters, read)
    }
}

/// All rows of a query, read.
pub(crate) fn all<T>(
    db: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
    mut read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    let mut query = db.prepare_cached(sql)?;
    let mut rows = query.query(parameters)?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        out.push(read(row)?);
    }
    Ok(out)
}

/// A change that is being made: a transaction.
pub struct Change<'r> {
    pub(crate) db: Transaction<'r>,
    /// Its number.
    pub(crate) seq: i64,
    /// Its time.
    pub(crate) at: String,
    path: PathBuf,
    pub(crate) next: Next,
    pub(crate) crowd: Crowd,
    pub(crate) recent: Recent,
    left: &'r mut Option<(i64, Crowd, Recent)>,
    /// Contents that SQLite's own full-text search does not know yet: it would write all that it holds back with every other row.
    pub(crate) unsearched: Vec<(i64, String)>,
    /// People of whom articles may say something else now: their profiles are made anew.
    pub(crate) portraits: BTreeSet<i64>,
    /// How many more statements are shown than before.
    pub(crate) counted: i64,
}

/// The next free ids of the tables that many rows are written to; nobody else writes meanwhile.
#[derive(Default)]
pub(crate) struct Next {
    statement: Option<i64>,
    entity: Option<i64>,
}

impl Change<'_> {
    pub(crate) fn look(&self) -> Look<'_> {
        Look {
            db: &self.db,
            path: &self.path,
        }
    }

    /// Its number in the record's history.
    pub fn seq(&self) -> i64 {
        self.seq
    }

    pub(crate) fn of(&self) -> impl Fn(rusqlite::Error) -> StoreError + use<> {
        let path = self.path.clone();
        move |error| StoreError::of(&path)(error)
    }

    /// The first of `count` ids for statements.
    pub(crate) fn statement_ids(&mut self, count: usize) -> rusqlite::Result<i64> {
        take(&self.db, &mut self.next.statement, "statement", count)
    }

    /// The first of `count` ids for entities.
    pub(crate) fn entity_ids(&mut self, count: usize) -> rusqlite::Result<i64> {
        take(&self.db, &mut self.next.entity, "entity", count)
    }

    /// Notes the last ids ahead of rows going: an id is never given twice, since people's keys are drawn from them.
    pub(crate) fn keep_ids(&self) -> rusqlite::Result<()> {
        for table in ["statement", "entity"] {
            self.db
                .prepare_cached(&format!(
                    "INSERT INTO about (name, value) SELECT 'last_{table}', CAST(max(id) AS TEXT) FROM {table} HAVING max(id) IS NOT NULL
                         ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE CAST(value AS INTEGER) < CAST(excluded.value AS INTEGER)"
                ))?
                .execute([])?;
        }
        Ok(())
    }

    /// Notes that something about an article has changed: whatever follows the record looks at it again.
    pub(crate) fn touch(&self, article: i64) -> rusqlite::Result<()> {
        self.db
            .prepare_cached("UPDATE article SET changed = ?2 WHERE id = ?1")?
            .execute([article, self.seq])?;
        Ok(())
    }

    /// Writes a line into the audit log.
    pub(crate) fn audit(
        &self,
        article: Option<i64>,
        who: Option<&str>,
        what: &str,
        detail: Option<&str>,
    ) -> rusqlite::Result<()> {
        self.db
            .prepare_cached(
                "INSERT INTO audit (seq, article_id, who, what, detail) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(rusqlite::params![self.seq, article, who, what, detail])?;
        Ok(())
    }

    /// Makes everything that was done part of the record, at once.
    ///
    /// # Errors
    /// The file cannot be written to; then nothing was done.
    pub fn commit(mut self) -> Result<(), StoreError> {
        let of = self.of();
        self.keep_profiles().map_err(&of)?;
        self.search_words().map_err(&of)?;
        if !self.portraits.is_empty() {
            self.portray_anew().map_err(&of)?;
            self.crowd = Crowd::default();
        }
        if self.counted != 0 {
            let sql = "UPDATE about SET value = CAST(CAST(value AS INTEGER) + ?1 AS TEXT) WHERE name = 'statements'";
            self.db.execute(sql, [self.counted]).map_err(&of)?;
        }
        self.db.commit().map_err(of)?;
        *self.left = Some((self.seq, self.crowd.rest(), self.recent));
        Ok(())
    }
}

fn take(db: &Connection, next: &mut Option<i64>, table: &str, count: usize) -> rusqlite::Result<i64> {
    let first = match *next {
        Some(next) => next,
        None => db.query_row(
            &format!(
                "SELECT max(coalesce((SELECT max(id) FROM {table}), 0),
                            coalesce((SELECT CAST(value AS INTEGER) FROM about WHERE name = 'last_{table}'), 0)) + 1"
            ),
            [],
            |row| row.get(0),
        )?,
    };
    *next = Some(first + i64::try_from(count).unwrap_or(i64::MAX - first));
    Ok(first)
}

/// A column that counts something.
pub(crate) fn count(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let count: i64 = row.get(column)?;
    Ok(u64::try_from(count).unwrap_or(0))
}
