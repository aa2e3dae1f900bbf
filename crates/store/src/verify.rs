//! Whether everything that is stored keeps the record's promises.

use crate::error::StoreError;
use crate::file::{Record, count};
use crate::key::VersionKey;
use rusqlite::OptionalExtension as _;
use std::path::Path;

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// The article, version or table.
    pub place: String,
    /// What is wrong.
    pub problem: String,
}

/// What was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Verified {
    /// Versions.
    pub versions: u64,
    /// Statements, of which every part was cut anew from the text.
    pub statements: u64,
    /// What is wrong.
    pub findings: u64,
}

impl Record {
    /// Looks at everything: the file's pages, all references between rows, each text and its hash, each statement of each
    /// reading (also of those that are not shown), SQLite's own full-text index. `found` hears of whatever is wrong, and
    /// `progress` of each version.
    ///
    /// It sees one moment: what others change meanwhile is not looked at.
    ///
    /// # Errors
    /// The file cannot be read at all.
    pub fn verify(
        &self,
        mut found: impl FnMut(Finding),
        progress: impl FnMut(u64),
    ) -> Result<Verified, StoreError> {
        let (mut done, knows_all) = self.at_rest(|record| record.verify_at_rest(&mut found, progress))?;
        // behind that moment, since it takes a write lock
        if knows_all && let Some(problem) = self.words_problem()? {
            done.findings += 1;
            let place = "statements_fts".to_owned();
            found(Finding { place, problem });
        }
        Ok(done)
    }

    /// What was found, and whether SQLite's own full-text index knows the statements that there are.
    fn verify_at_rest(
        &self,
        mut found: impl FnMut(Finding),
        mut progress: impl FnMut(u64),
    ) -> Result<(Verified, bool), StoreError> {
        let mut done = Verified::default();
        let mut tell = |place: String, problem: String, done: &mut Verified| {
            done.findings += 1;
            found(Finding { place, problem });
        };
        let pages = self.all("PRAGMA integrity_check", [], |row| row.get::<_, String>(0))?;
        for page in pages.into_iter().filter(|page| page != "ok") {
            tell("file".to_owned(), page, &mut done);
        }
        let dangling = self.all("PRAGMA foreign_key_check", [], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, Option<i64>>(1)?,
                row.get::<_, String>(2)?,
            ))
        })?;
        for (table, row, parent) in dangling {
            let row = row.map_or_else(|| "?".to_owned(), |row| row.to_string());
            tell(
                format!("{table}, row {row}"),
                format!("it refers to a row of {parent} that is not there"),
                &mut done,
            );
        }
        for (article, problem) in self.astray()? {
            tell(article, problem, &mut done);
        }
        let readings = "SELECT v.id, r.id, a.key, v.n FROM reading r JOIN version v ON v.id = r.version_id
                          JOIN article a ON a.id = v.article_id WHERE r.id > ?1 ORDER BY r.id LIMIT 1000";
        let mut last = 0i64;
        loop {
            let some = self.all(readings, [last], |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, i64>(1)?,
                    VersionKey {
                        article: row.get(2)?,
                        version: row.get(3)?,
                    },
                ))
            })?;
            if some.is_empty() {
                break;
            }
            for (version, reading, key) in some {
                last = reading;
                match self.look().load_as(version, reading) {
                    Ok(stored) => done.statements += stored.record.statements.len() as u64,
                    Err(error @ StoreError::Device { .. }) => return Err(error),
                    // a value that cannot be is a finding; what SQLite itself cannot do is not
                    Err(StoreError::Database { path, source }) if source.sqlite_error_code().is_some() => {
                        return Err(StoreError::Database { path, source });
                    }
                    Err(StoreError::Damaged { problem, .. }) => tell(key.to_string(), problem, &mut done),
                    Err(StoreError::Refused { source, .. }) => {
                        tell(key.to_string(), source.to_string(), &mut done)
                    }
                    Err(StoreError::Database { source, .. }) => {
                        tell(key.to_string(), source.to_string(), &mut done)
                    }
                    Err(error) => tell(key.to_string(), error.to_string(), &mut done),
                }
                done.versions += 1;
                progress(done.versions);
            }
        }
        let strangers = self.strangers()?;
        let knows_all = strangers.is_none();
        if let Some(problem) = strangers {
            tell("statements_fts".to_owned(), problem, &mut done);
        }
        Ok((done, knows_all))
    }

    /// What no reference between rows can say.
    fn astray(&self) -> Result<Vec<(String, String)>, StoreError> {
        let checks = [
            (
                "SELECT a.key FROM article a JOIN version v ON v.id = a.version_id WHERE v.article_id <> a.id",
                "its newest version is one of another article",
            ),
            (
                "SELECT a.key FROM article a WHERE a.version_id IS NULL AND EXISTS (SELECT 1 FROM version v WHERE v.article_id = a.id)",
                "it has versions, and none is the newest",
            ),
            (
                "SELECT a.key FROM version v JOIN article a ON a.id = v.article_id LEFT JOIN reading r ON r.id = v.reading_id
                  WHERE r.id IS NULL OR r.version_id <> v.id OR r.state <> 'current'",
                "a version has no reading of its own that is shown",
            ),
            (
                "SELECT a.key FROM version v JOIN article a ON a.id = v.article_id
                  WHERE NOT EXISTS (SELECT 1 FROM version_text t WHERE t.version_id = v.id)",
                "a version has no text",
            ),
            (
                "SELECT a.key FROM article a WHERE a.id NOT IN (SELECT article_id FROM article_name)
                    AND NOT EXISTS (SELECT 1 FROM article_name n JOIN article b ON b.id = n.article_id WHERE b.url = a.url)",
                "nothing leads to it",
            ),
            (
                "SELECT 'statement ' || s.id FROM statement s JOIN statement p ON p.id = s.parent_id WHERE p.reading_id <> s.reading_id",
                "it stands inside a statement of another reading",
            ),
            (
                "SELECT 'statement ' || x.statement_id FROM speaker x JOIN statement s ON s.id = x.statement_id
                   JOIN entity e ON e.id = x.entity_id WHERE e.reading_id <> s.reading_id",
                "its speaker is one of another reading",
            ),
            (
                "SELECT a.key FROM reading r JOIN version v ON v.id = r.version_id JOIN article a ON a.id = v.article_id
                  WHERE r.state = 'shadow' GROUP BY v.id HAVING count(*) > 1",
                "a version has several readings that are prepared",
            ),
            (
                "SELECT 'correction ' || k.id FROM correction k JOIN statement s ON s.id = k.statement_id JOIN reading r ON r.id = s.reading_id
                  WHERE r.version_id <> k.version_id OR r.state <> 'current'",
                "it holds for a statement of another version, or of a reading that is not shown",
            ),
            (
                "SELECT 'correction ' || k.id FROM correction k JOIN correction o ON o.id = k.origin_id JOIN version v ON v.id = k.version_id
                   JOIN version w ON w.id = o.version_id WHERE v.article_id <> w.article_id OR k.undone IS NULL AND o.undone IS NOT NULL",
                "it comes from a correction of another article, or from one that was taken back",
            ),
            (
                "SELECT 'about' FROM about WHERE name = 'statements' AND CAST(value AS INTEGER) <>
                    (SELECT count(*) FROM statement s JOIN reading r ON r.id = s.reading_id AND r.state = 'current')",
                "it counts another number of statements than are shown",
            ),
            (
                "SELECT 'person ' || p.key FROM person p WHERE p.merged IS NOT NULL AND p.key NOT IN
                    (SELECT json_extract(r.data, '$.from') FROM ruling r WHERE r.action = 'merge' AND r.undone IS NULL)",
                "it is merged into another, and no ruling says so",
            ),
            (
                "SELECT 'entity ' || e.id FROM entity e JOIN reading r ON r.id = e.reading_id WHERE r.state = 'shadow' AND e.person_id IS NOT NULL",
                "it is linked to a person, and its reading is not shown",
            ),
            (
                "SELECT 'statement ' || s.id FROM statement s JOIN reading r ON r.id = s.reading_id WHERE r.state = 'shadow'
                    AND (s.group_id IS NOT NULL OR EXISTS (SELECT 1 FROM print p WHERE p.statement_id = s.id))",
                "it is put to others, and its reading is not shown",
            ),
        ];
        let mut all = Vec::new();
        for (sql, problem) in checks {
            let found = self.all(sql, [], |row| row.get::<_, String>(0))?;
            all.extend(found.into_iter().map(|place| (place, problem.to_owned())));
        }
        Ok(all)
    }

    /// Whether SQLite's own full-text index knows other statements than there are.
    fn strangers(&self) -> Result<Option<String>, StoreError> {
        let strangers = "SELECT (SELECT count(*) FROM statement s JOIN reading r ON r.id = s.reading_id WHERE r.state = 'current'
                                    AND NOT EXISTS (SELECT 1 FROM statements_fts_docsize d WHERE d.id = s.id)),
                                (SELECT count(*) FROM statements_fts_docsize d WHERE NOT EXISTS
                                    (SELECT 1 FROM statement s JOIN reading r ON r.id = s.reading_id AND r.state = 'current' WHERE s.id = d.id))";
        let (missing, strange) = self
            .db
            .query_row(strangers, [], |row| Ok((count(row, 0)?, count(row, 1)?)))
            .map_err(self.of())?;
        Ok((missing + strange > 0)
            .then(|| format!("it lacks {missing} statements, and knows {strange} that are not there")))
    }

    /// Whether SQLite's own full-text index has other words than the statements. In a file that was opened to read, they cannot be compared, since
    /// that takes a write lock.
    fn words_problem(&self) -> Result<Option<String>, StoreError> {
        if self.db.is_readonly(rusqlite::MAIN_DB).map_err(self.of())? {
            return Ok(None);
        }
        let check = "INSERT INTO statements_fts (statements_fts, rank) VALUES ('integrity-check', 1)";
        match self.db.execute(check, []) {
            Ok(_) => Ok(None),
            Err(rusqlite::Error::SqliteFailure(error, _))
                if error.code == rusqlite::ErrorCode::DatabaseCorrupt =>
            {
                Ok(Some("it does not hold the words of the statements".to_owned()))
            }
            Err(error) => Err(self.of()(error)),
        }
    }

    /// Copies the record, whole and as of one moment, while others read and write it.
    ///
    /// # Errors
    /// `to` exists already, or cannot be written.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        if to.exists() {
            return Err(StoreError::Conflict {
                what: to.display().to_string(),
                problem: "there is a file already; a backup does not take its place".to_owned(),
            });
        }
        // whole or not at all: what was begun lies under another name
        let mut beside = to.as_os_str().to_owned();
        beside.push(".part");
        let beside = Path::new(&beside);
        let of = || StoreError::of(beside);
        let copy = || -> rusqlite::Result<()> {
            let mut target = rusqlite::Connection::open(beside)?;
            rusqlite::backup::Backup::new(&self.db, &mut target)?.run_to_completion(
                1_000,
                std::time::Duration::ZERO,
                None,
            )?;
            // alone, the copy needs no second file beside it
            target.pragma_update(None, "journal_mode", "DELETE")
        };
        let failed = |source| StoreError::File {
            path: beside.to_owned(),
            source,
        };
        match std::fs::remove_file(beside) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
        // else each change of others would have the copy begin anew
        let copied = self.at_rest(|record| {
            record
                .db
                .query_row("SELECT count(*) FROM about", [], |_| Ok(()))
                .map_err(record.of())?;
            copy().map_err(of())
        });
        if let Err(error) = copied {
            // nothing is left of what was begun
            let _ = std::fs::remove_file(beside);
            return Err(error);
        }
        std::fs::rename(beside, to).map_err(failed)
    }

    /// Gives room back that is no longer used.
    ///
    /// # Errors
    /// The file cannot be written to.
    pub fn compact(&self) -> Result<(), StoreError> {
        let compact = "INSERT INTO statements_fts (statements_fts) VALUES ('optimize'); VACUUM; PRAGMA wal_checkpoint(TRUNCATE);";
        self.db.execute_batch(compact).map_err(self.of())
    }

    /// How much there is.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn extent(&self) -> Result<Held, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM version),
                          (SELECT CAST(value AS INTEGER) FROM about WHERE name = 'statements'),
                          (SELECT min(published) FROM version WHERE published GLOB '[0-9][0-9][0-9][0-9]*'),
                          (SELECT max(published) FROM version WHERE published GLOB '[0-9][0-9][0-9][0-9]*')";
        let held = self
            .db
            .query_row(sql, [], |row| {
                Ok(Held {
                    articles: count(row, 0)?,
                    versions: count(row, 1)?,
                    statements: count(row, 2)?,
                    first: row.get(3)?,
                    last: row.get(4)?,
                })
            })
            .optional()
            .map_err(self.of())?;
        Ok(held.unwrap_or_default())
    }
}

/// How much a record holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Held {
    /// Articles.
    pub articles: u64,
    /// Their versions.
    pub versions: u64,
    /// Statements of the readings that are shown.
    pub statements: u64,
    /// The first day or time of publication.
    pub first: Option<String>,
    /// The last one.
    pub last: Option<String>,
}
