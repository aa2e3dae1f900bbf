//! What people decide about statements. Corrections are data of their own: who, when, why; each can be taken back, and what
//! the engine read is kept beside them.

use crate::add::json;
use crate::error::StoreError;
use crate::file::{Change, Look, Record, all};
use crate::fix::{Fix, Settled, settled};
use crate::key::{StatementKey, VersionKey};
use crate::load::Stored;
use crate::reading::{Entities, envelope, places, words};
use crate::ready::Wording;
use onrecord_record::{ArticleRecord, Person, Statement};
use rusqlite::{OptionalExtension as _, params};
use serde::Serialize;

/// A correction as it stands in the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CorrectionLine {
    /// Its number, by which it is taken back.
    pub id: i64,
    /// When.
    pub at: String,
    /// By whom.
    pub who: String,
    /// Why.
    pub why: Option<String>,
    /// What was decided.
    pub fix: Fix,
    /// The statement that it is about, by the key that it had.
    pub statement: String,
    /// Whether it was taken back.
    pub undone: bool,
    /// By which key the statement goes now, if by another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    /// Why it holds for no statement of the present reading, if it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stale: Option<String>,
    /// The correction of another version of the article that it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<i64>,
    /// Why it does not hold for the newest version or, of what is suppressed, for another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_behind: Option<String>,
}

/// A statement that goes by another key than it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moved {
    /// It has this key now.
    To {
        /// The key.
        key: StatementKey,
        /// The correction by which that is known.
        correction: i64,
    },
    /// No statement of the present reading is the one that was corrected under this key.
    Gone {
        /// The correction.
        correction: i64,
        /// Why it is stale.
        why: String,
    },
}

/// A correction, to be carried from one reading to another.
pub(crate) struct Held {
    pub(crate) id: i64,
    pub(crate) fix: Fix,
    pub(crate) undone: bool,
    /// What was read of the statement.
    pub(crate) before: Statement,
    /// The statement that it holds for.
    pub(crate) row: Option<i64>,
}

impl Look<'_> {
    /// All corrections of a version, in their order.
    pub(crate) fn held(&self, version: i64) -> Result<Vec<Held>, StoreError> {
        let sql = "SELECT id, data, undone IS NOT NULL, before, statement_id FROM correction WHERE version_id = ?1 ORDER BY id";
        let rows = self.all(sql, [version], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, String>(1)?,
                row.get(2)?,
                row.get::<_, String>(3)?,
                row.get(4)?,
            ))
        })?;
        rows.into_iter()
            .map(|(id, data, undone, before, row)| {
                Ok(Held {
                    id,
                    fix: serde_json::from_str(&data).map_err(|error| damaged(id, &error))?,
                    undone,
                    before: serde_json::from_str(&before).map_err(|error| damaged(id, &error))?,
                    row,
                })
            })
            .collect()
    }
}

impl Record {
    /// Corrections, in their order: all, or those of an article.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn corrections(&self, article: Option<&str>) -> Result<Vec<CorrectionLine>, StoreError> {
        let sql = "SELECT k.id, c.at, k.who, k.why, k.data, a.key, v.n, k.start, k.\"end\", k.nth, k.undone IS NOT NULL,
                          CASE WHEN k.statement_id IS NULL THEN coalesce(k.stale, '') END, s.start, s.\"end\",
                          (SELECT count(*) FROM statement t
                            WHERE t.reading_id = s.reading_id AND t.start = s.start AND t.\"end\" = s.\"end\" AND t.id < s.id),
                          k.origin_id, k.left_behind
                     FROM correction k JOIN change c ON c.seq = k.seq JOIN version v ON v.id = k.version_id JOIN article a ON a.id = v.article_id
                     LEFT JOIN statement s ON s.id = k.statement_id
                    WHERE ?1 IS NULL OR a.key = ?1 ORDER BY k.id";
        let rows = self.all(sql, [article], |row| {
            let at = VersionKey {
                article: row.get(5)?,
                version: row.get(6)?,
            };
            let key = |start, end, nth| StatementKey {
                at: at.clone(),
                start,
                end,
                nth,
            };
            let then = key(row.get(7)?, row.get(8)?, row.get(9)?);
            let now = match (row.get(12)?, row.get(13)?) {
                (Some(start), Some(end)) => Some(key(start, end, row.get(14)?)),
                _ => None,
            };
            let data: String = row.get(4)?;
            let line = CorrectionLine {
                id: row.get(0)?,
                at: row.get(1)?,
                who: row.get(2)?,
                why: row.get(3)?,
                fix: Fix::Accept,
                statement: then.to_string(),
                undone: row.get(10)?,
                now: now.filter(|now| *now != then).map(|now| now.to_string()),
                stale: row.get(11)?,
                origin: row.get(15)?,
                left_behind: row.get(16)?,
            };
            Ok((data, line))
        })?;
        rows.into_iter()
            .map(|(data, line)| {
                let fix = serde_json::from_str(&data).map_err(|error| damaged(line.id, &error))?;
                Ok(CorrectionLine { fix, ..line })
            })
            .collect()
    }

    /// Where the statement is that went by this key: its place as it was read, as it was when it was corrected, or as a correction
    /// made it. Nothing if no correction knows of it.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn moved(&self, key: &StatementKey) -> Result<Option<Moved>, StoreError> {
        let stored = self.version(&key.at)?;
        let place = (key.start, key.end);
        let sql =
            "SELECT id, start, \"end\", nth, stale FROM correction WHERE version_id = ?1 ORDER BY id DESC";
        let told = self.all(sql, [stored.id], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                (row.get(1)?, row.get(2)?),
                row.get::<_, u32>(3)?,
                row.get::<_, Option<String>>(4)?,
            ))
        })?;
        let held = self.look().held(stored.id)?;
        let mut gone = None;
        // by the key that it had when somebody corrected it, else by a place that it has had
        for by_key in [true, false] {
            for (id, then, nth, stale) in &told {
                let Some(correction) = held.iter().find(|held| held.id == *id) else {
                    continue;
                };
                let made = match &correction.fix {
                    Fix::Content { spans } => spans.first().zip(spans.last()).map(|(a, b)| (a.0, b.1)),
                    _ => None,
                };
                let meant = if by_key {
                    *then == place && *nth == key.nth
                } else {
                    key.nth == 0
                        && (made == Some(place) || envelope(&correction.before.content) == Some(place))
                };
                if !meant {
                    continue;
                }
                let at = stored.rows.iter().position(|row| Some(row.id) == correction.row);
                match at.and_then(|at| stored.key_of(at)) {
                    Some(now) if now != *key => {
                        return Ok(Some(Moved::To {
                            key: now,
                            correction: *id,
                        }));
                    }
                    Some(_) => {}
                    None => {
                        gone.get_or_insert(Moved::Gone {
                            correction: *id,
                            why: stale.clone().unwrap_or_default(),
                        });
                    }
                }
            }
        }
        Ok(gone)
    }
}

impl Change<'_> {
    /// Corrects a statement; the number of the correction. It goes along into other versions of the article: see `follow`.
    ///
    /// # Errors
    /// There is no such statement, or the article does not print what is given.
    pub fn correct(
        &mut self,
        key: &StatementKey,
        fix: &Fix,
        who: &str,
        why: Option<&str>,
    ) -> Result<i64, StoreError> {
        let stored = self.look().version(&key.at)?;
        let (at, row) = stored
            .find(key)
            .and_then(|at| Some((at, stored.rows.get(at)?.id)))
            .ok_or_else(|| unknown(key.to_string()))?;
        let original = match self.original(row)? {
            Some(original) => original,
            None => stored
                .record
                .statements
                .get(at)
                .cloned()
                .ok_or_else(|| unknown(key.to_string()))?,
        };
        let of = self.of();
        let data = json(fix).map_err(&of)?;
        let before = json(&original).map_err(&of)?;
        self.db
            .execute(
                "INSERT INTO correction (seq, who, why, action, version_id, start, \"end\", nth, data, before, statement_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                params![self.seq, who, why, fix.as_str(), stored.id, key.start, key.end, key.nth, data, before, row],
            )
            .map_err(&of)?;
        let id = self.db.last_insert_rowid();
        self.settle(&stored, at, row, &original)?;
        self.noted(&stored, who, fix.as_str(), &key.to_string())
            .map_err(of)?;
        let article = self.article_of(stored.id).map_err(self.of())?;
        self.spread(article, stored.id, id, fix)?;
        Ok(id)
    }

    /// Takes a correction back, and with it what came of it in other versions of the article, and roles and verdicts about a speaker who is another then; the
    /// numbers of all of them.
    ///
    /// # Errors
    /// There is none of that number, or it was taken back before.
    pub fn uncorrect(&mut self, correction: i64, who: &str) -> Result<Vec<i64>, StoreError> {
        let of = self.of();
        let sql = "SELECT id, version_id, statement_id FROM correction WHERE id = ?1 AND undone IS NULL";
        // a role is that of the speaker of the last correction before it, who is accepted too
        let resting = "SELECT r.id, r.version_id, r.statement_id FROM correction s
                         JOIN correction r ON r.statement_id = s.statement_id AND r.id > s.id AND r.action IN ('role', 'accept') AND r.undone IS NULL
                        WHERE s.id = ?1 AND s.action = 'speaker' AND NOT EXISTS
                              (SELECT 1 FROM correction t WHERE t.statement_id = s.statement_id AND t.action = 'speaker' AND t.undone IS NULL
                                  AND t.id > s.id AND t.id < r.id) ORDER BY r.id";
        let read = |row: &rusqlite::Row<'_>| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, Option<i64>>(2)?,
            ))
        };
        let mut due = all(&self.db, sql, [correction], read).map_err(&of)?;
        if due.is_empty() {
            return Err(unknown(format!("correction {correction}")));
        }
        let along = "SELECT id, version_id, statement_id FROM correction WHERE origin_id = ?1 AND undone IS NULL ORDER BY id";
        let mut looked = 0;
        while let Some((id, ..)) = due.get(looked).copied() {
            looked += 1;
            for sql in [resting, along] {
                let more = all(&self.db, sql, [id], read).map_err(&of)?;
                let is_new = |one: &(i64, i64, Option<i64>)| !due.contains(one);
                let more: Vec<_> = more.into_iter().filter(is_new).collect();
                due.extend(more);
            }
        }
        due.sort_unstable();
        for (id, ..) in &due {
            self.db
                .execute("UPDATE correction SET undone = ?2 WHERE id = ?1", [*id, self.seq])
                .map_err(&of)?;
        }
        for (id, version, statement) in &due {
            let stored = self.look().load(*version)?;
            if let Some(row) = *statement
                && let Some(at) = stored.rows.iter().position(|r| r.id == row)
                && let Some(original) = self.original(row)?
            {
                self.settle(&stored, at, row, &original)?;
            }
            self.noted(&stored, who, "correction undone", &id.to_string())
                .map_err(&of)?;
        }
        Ok(due.into_iter().map(|(id, ..)| id).collect())
    }

    /// What the engine read, if a statement was corrected before.
    fn original(&self, row: i64) -> Result<Option<Statement>, StoreError> {
        let found: Option<(i64, String)> = self
            .db
            .query_row(
                "SELECT id, before FROM correction WHERE statement_id = ?1 ORDER BY id LIMIT 1",
                [row],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()
            .map_err(self.of())?;
        found
            .map(|(id, before)| serde_json::from_str(&before).map_err(|error| damaged(id, &error)))
            .transpose()
    }

    /// Makes a statement what the engine read, with all corrections that hold, in their order.
    fn settle(
        &mut self,
        stored: &Stored,
        at: usize,
        row: i64,
        original: &Statement,
    ) -> Result<(), StoreError> {
        let of = self.of();
        let sql = "SELECT id, data FROM correction WHERE statement_id = ?1 AND undone IS NULL ORDER BY id";
        let found = all(&self.db, sql, [row], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })
        .map_err(&of)?;
        let corrections: Result<Vec<(i64, Fix)>, StoreError> = found
            .into_iter()
            .map(|(id, data)| {
                let fix = serde_json::from_str(&data).map_err(|error| damaged(id, &error))?;
                Ok((id, fix))
            })
            .collect();
        let mut record: ArticleRecord = stored.record.clone().into_inner();
        let mut now = settled(&mut record, &stored.key, at, original, &corrections?);
        if let Some((_, error)) = now.failed.pop() {
            return Err(error);
        }
        self.rewrite(stored, row, stored.record.statements.get(at), &now)
            .map_err(of)
    }

    /// Writes what became of a statement that is stored as `shown`.
    pub(crate) fn rewrite(
        &mut self,
        stored: &Stored,
        row: i64,
        shown: Option<&Statement>,
        now: &Settled,
    ) -> rusqlite::Result<()> {
        let statement = &now.statement;
        let people: &[Person] = &stored.record.people;
        if shown != Some(statement) {
            self.unsearch(shown.into_iter().map(|shown| (row, words(shown))))?;
            let wording = Wording::of(statement);
            let (start, end) = envelope(&statement.content).unwrap_or_default();
            self.db.execute(
                "UPDATE statement SET start = ?2, \"end\" = ?3, kind = ?4, signature = ?5 WHERE id = ?1",
                params![
                    row,
                    start,
                    end,
                    statement.kind.as_str(),
                    wording.signature.cast_signed()
                ],
            )?;
            self.db
                .execute("DELETE FROM span WHERE statement_id = ?1", [row])?;
            self.db
                .execute("DELETE FROM speaker WHERE statement_id = ?1", [row])?;
            self.insert_spans(row, statement)?;
            let mut entities: Entities<'_> = people
                .iter()
                .zip(&stored.people)
                .map(|(person, at)| (person.id.as_str(), (at.id, person)))
                .collect();
            let reading: i64 =
                self.db
                    .query_row("SELECT reading_id FROM statement WHERE id = ?1", [row], |found| {
                        found.get(0)
                    })?;
            for person in now.people.iter() {
                if entities.contains_key(person.id.as_str()) {
                    continue;
                }
                let at = self.bring(stored, reading, person)?;
                entities.insert(&person.id, (at, person));
            }
            self.insert_speakers(row, 0, &statement.speakers, &entities)?;
            self.insert_speakers(row, 1, &statement.candidates, &entities)?;
            self.drop_unneeded(reading)?;
            self.unsearched.push((row, wording.words.clone()));
            // by its words and by who says it, a statement is the same as others
            let said = |s: &Statement| {
                let first = s.speakers.first();
                (
                    places(&s.content),
                    first.map(|who| (who.person.clone(), who.name.clone())),
                )
            };
            if shown.map(said) != Some(said(statement)) {
                self.regroup(stored, row, statement, wording)?;
            }
        }
        self.db.execute(
            "UPDATE statement SET review = ?2, dispute = ?3 WHERE id = ?1",
            params![row, now.review, now.dispute],
        )?;
        Ok(())
    }

    /// Puts a statement that is another now to those of other articles that it is the same as.
    fn regroup(
        &mut self,
        stored: &Stored,
        row: i64,
        statement: &Statement,
        wording: Wording,
    ) -> rusqlite::Result<()> {
        let article: i64 = self.article_of(stored.id)?;
        let group = |change: &Self| -> rusqlite::Result<Option<i64>> {
            let sql = "SELECT group_id FROM statement WHERE id = ?1";
            change.db.query_row(sql, [row], |row| row.get(0))
        };
        let before = group(self)?;
        self.db
            .execute("UPDATE statement SET group_id = NULL WHERE id = ?1", [row])?;
        let mut alone = stored.record.clone().into_inner();
        alone.statements = vec![statement.clone()];
        let speaker = self.person_of(row)?;
        self.group(article, row, &[wording], &alone, &[speaker], &stored.seen)?;
        let after = group(self)?;
        if before == after {
            return Ok(());
        }
        let mut both = before.into_iter().chain(after);
        both.try_for_each(|group| self.touch_group(group))
    }

    /// The article of the version in row `version`.
    pub(crate) fn article_of(&self, version: i64) -> rusqlite::Result<i64> {
        self.db
            .query_row("SELECT article_id FROM version WHERE id = ?1", [version], |row| {
                row.get(0)
            })
    }

    fn noted(&self, stored: &Stored, who: &str, what: &str, detail: &str) -> rusqlite::Result<()> {
        let article = self.article_of(stored.id)?;
        self.touch(article)?;
        self.audit(Some(article), Some(who), what, Some(detail))
    }
}

fn unknown(what: String) -> StoreError {
    StoreError::Unknown {
        what,
        remedy: "`onrecord search` prints the keys of statements, `onrecord corrections` the numbers of corrections",
    }
}

pub(crate) fn damaged(id: i64, error: &serde_json::Error) -> StoreError {
    StoreError::Damaged {
        place: format!("correction {id}"),
        problem: error.to_string(),
    }
}
