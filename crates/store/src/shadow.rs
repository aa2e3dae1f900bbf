//! Reading versions again: a newer engine's reading is prepared beside the one that is shown (a shadow), compared with it, and takes its place.
//!
//! A shadow is in no result. Of each version, either the earlier or the later reading is shown, whole, whatever happens: a swap is part of one
//! change. Corrections ([`crate::carry`]) and rulings on people (`relink`) go along.

use crate::carry::{Carried, plan};
use crate::diff::{Outcome, statements};
use crate::error::StoreError;
use crate::file::{Change, Look, Record, all, count};
use crate::key::VersionKey;
use crate::link::Link;
use crate::load::Stored;
use crate::reading::words;
use crate::ready::{Drawn, Wording};
use onrecord_record::{ArticleRecord, CheckedRecord, EngineInfo};
use rusqlite::{OptionalExtension as _, params};
use serde::Serialize;
use std::collections::BTreeSet;

/// Which versions are to be read again.
#[derive(Clone, Debug)]
pub struct Due {
    /// By whom.
    pub engine: EngineInfo,
    /// Also those that this engine and model have read.
    pub all: bool,
    /// Of these versions alone, by row.
    pub of: Option<Vec<i64>>,
}

/// Who read something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reader {
    /// Version of the engine.
    pub engine: String,
    /// Name of the model.
    pub model: String,
}

/// A reading that is prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shadow {
    /// The version, by row.
    pub version: i64,
    /// What it is called.
    pub key: VersionKey,
}

/// What a prepared reading changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reread {
    /// The article's key.
    pub article: String,
    /// The number of the version.
    pub version: u32,
    /// Who read what is shown.
    pub from: Reader,
    /// Who read what is prepared.
    pub to: Reader,
    /// What becomes of statements, as [`crate::compare`] says it, with corrections on both sides.
    pub statements: Vec<Outcome>,
    /// How many statements stay as they are.
    pub unchanged: usize,
    /// What becomes of corrections.
    pub corrections: Carried,
}

/// What a swap did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Swapped {
    /// The article's key.
    pub article: String,
    /// The number of the version.
    pub version: u32,
    /// What became of corrections.
    pub corrections: Carried,
}

/// A line of the audit log about a swap.
#[derive(Serialize)]
struct Told<'a> {
    version: u32,
    from: &'a Reader,
    to: &'a Reader,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    again: &'a Vec<i64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stale: Vec<i64>,
}

impl Reread {
    /// Whether statements or corrections change.
    pub fn changes(&self) -> bool {
        !self.statements.is_empty() || !self.corrections.stale.is_empty()
    }
}

impl Record {
    /// The versions that are to be read again, behind row `after`, in the order of their rows, at most `limit`: those of usable articles that have
    /// a text, of which the shown reading is by another engine or model (or any, see [`Due::all`]), and that have no prepared reading by this one.
    /// Imported annotations are never among them.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn due(&self, due: &Due, after: i64, limit: u32) -> Result<Vec<i64>, StoreError> {
        let sql = format!("SELECT v.id {DUE} AND v.id > ?5 ORDER BY v.id LIMIT ?6");
        let of = due.among()?;
        self.all(
            &sql,
            params![due.engine.version, due.engine.model, due.all, of, after, limit],
            |row| row.get(0),
        )
    }

    /// How many versions are to be read again.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn count_due(&self, due: &Due) -> Result<u64, StoreError> {
        let of = due.among()?;
        self.db
            .query_row(
                &format!("SELECT count(*) {DUE}"),
                params![due.engine.version, due.engine.model, due.all, of],
                |row| count(row, 0),
            )
            .map_err(self.of())
    }

    /// The prepared readings behind version `after`, in the order of the versions' rows, at most `limit`; of these versions alone, if they are given.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn shadows(&self, of: Option<&[i64]>, after: i64, limit: u32) -> Result<Vec<Shadow>, StoreError> {
        let sql = "SELECT v.id, a.key, v.n FROM reading r JOIN version v ON v.id = r.version_id JOIN article a ON a.id = v.article_id
                    WHERE r.state = 'shadow' AND r.version_id > ?1 AND (?2 IS NULL OR r.version_id IN (SELECT value FROM json_each(?2)))
                    ORDER BY r.version_id LIMIT ?3";
        self.all(sql, params![after, among(of)?, limit], |row| {
            Ok(Shadow {
                version: row.get(0)?,
                key: VersionKey {
                    article: row.get(1)?,
                    version: row.get(2)?,
                },
            })
        })
    }

    /// How many prepared readings there are; of these versions alone, if they are given.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn count_shadows(&self, of: Option<&[i64]>) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM reading WHERE state = 'shadow' AND (?1 IS NULL OR version_id IN (SELECT value FROM json_each(?1)))";
        self.db
            .query_row(sql, [among(of)?], |row| count(row, 0))
            .map_err(self.of())
    }

    /// The rows of all versions of an article.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn versions_by_key(&self, article: &str) -> Result<Vec<i64>, StoreError> {
        let sql =
            "SELECT v.id FROM version v JOIN article a ON a.id = v.article_id WHERE a.key = ?1 ORDER BY v.id";
        self.all(sql, [article], |row| row.get(0))
    }

    /// What the prepared reading of the version in row `version` changes. Nothing if there is none.
    ///
    /// # Errors
    /// The file cannot be read, or one of the readings breaks a promise.
    pub fn reread(&self, version: i64) -> Result<Option<Reread>, StoreError> {
        let look = self.look();
        let Some(prepared) = look.prepared(version)? else {
            return Ok(None);
        };
        let Prepared { old, mut new, .. } = prepared;
        let planned = plan(&old, &look.held(version)?, &new);
        let mut record: ArticleRecord = new.record.into_inner();
        for (at, now) in planned.settled {
            let place = record.statements.get_mut(at);
            let read = place.map(|place| std::mem::replace(place, now.statement));
            for person in now.people {
                if !record.people.iter().any(|known| known.id == person.id) {
                    record.people.push(person);
                }
            }
            if let Some(row) = new.rows.get_mut(at) {
                row.read = read.map(Box::new);
                row.review = now.review.map(str::to_owned);
                row.dispute = now.dispute;
            }
        }
        let reader = |record: &ArticleRecord| Reader {
            engine: record.engine.version.clone(),
            model: record.engine.model.clone(),
        };
        let (from, to) = (reader(&old.record), reader(&record));
        new.record = CheckedRecord::new(record).map_err(|source| StoreError::Refused {
            place: new.key.to_string(),
            source: Box::new(source),
        })?;
        let (statements, unchanged) = statements(&old, &new);
        Ok(Some(Reread {
            article: new.key.article,
            version: new.key.version,
            from,
            to,
            statements,
            unchanged,
            corrections: planned.carried,
        }))
    }
}

/// The versions that are to be read again: engine, model, whether all, among which.
const DUE: &str = "FROM version v JOIN article a ON a.id = v.article_id JOIN reading r ON r.id = v.reading_id
     WHERE a.status = 'usable' AND r.model NOT GLOB 'imported:*' AND (?3 OR r.engine <> ?1 OR r.model <> ?2)
       AND (?4 IS NULL OR v.id IN (SELECT value FROM json_each(?4)))
       AND NOT EXISTS (SELECT 1 FROM reading s WHERE s.version_id = v.id AND s.state = 'shadow' AND s.engine = ?1 AND s.model = ?2)";

impl Due {
    fn among(&self) -> Result<Option<String>, StoreError> {
        among(self.of.as_deref())
    }
}

/// Rows as the list that a query reads.
fn among(rows: Option<&[i64]>) -> Result<Option<String>, StoreError> {
    rows.map(serde_json::to_string)
        .transpose()
        .map_err(|error| StoreError::Conflict {
            what: "the versions".to_owned(),
            problem: error.to_string(),
        })
}

/// A version as it is shown, and as it would be.
struct Prepared {
    reading: i64,
    old: Stored,
    new: Stored,
}

impl Look<'_> {
    fn prepared(&self, version: i64) -> Result<Option<Prepared>, StoreError> {
        let reading: Option<i64> = self
            .db
            .prepare_cached("SELECT id FROM reading WHERE version_id = ?1 AND state = 'shadow'")
            .and_then(|mut find| find.query_row([version], |row| row.get(0)).optional())
            .map_err(self.of())?;
        let Some(reading) = reading else { return Ok(None) };
        Ok(Some(Prepared {
            reading,
            old: self.load(version)?,
            new: self.load_as(version, reading)?,
        }))
    }
}

impl Change<'_> {
    /// Prepares a reading of the version in row `version`, in place of an earlier one that was prepared. It is not shown.
    ///
    /// # Errors
    /// It is a reading of another text, the version is not there, or the record cannot be written to.
    pub fn shadow(&mut self, version: i64, record: &CheckedRecord) -> Result<(), StoreError> {
        let of = self.of();
        let text: Option<String> = self
            .db
            .prepare_cached("SELECT text_sha256 FROM version WHERE id = ?1")
            .and_then(|mut find| find.query_row([version], |row| row.get(0)).optional())
            .map_err(&of)?;
        match text {
            None => {
                return Err(StoreError::Unknown {
                    what: format!("version {version}"),
                    remedy: "`onrecord show ARTICLE` lists an article's versions",
                });
            }
            Some(text) if text != record.article.text_sha256 => {
                return Err(StoreError::Conflict {
                    what: format!("version {version}"),
                    problem: "what was read is another text".to_owned(),
                });
            }
            Some(_) => {}
        }
        let run = |change: &mut Self| -> rusqlite::Result<()> {
            change.drop_shadow(version)?;
            let drawn = Drawn::of(record)?;
            let entities = change.entity_ids(record.people.len())?;
            let links = (entities..)
                .take(record.people.len())
                .map(|row| (row, Link::default()));
            change.insert_reading(version, record, &drawn, "shadow", &links.collect())?;
            Ok(())
        };
        run(self).map_err(of)
    }

    fn drop_shadow(&self, version: i64) -> rusqlite::Result<usize> {
        self.db
            .prepare_cached("DELETE FROM reading WHERE version_id = ?1 AND state = 'shadow'")?
            .execute([version])
    }

    /// Throws the prepared reading of a version away; whether there was one.
    ///
    /// # Errors
    /// The record cannot be written to.
    pub fn discard(&mut self, version: i64) -> Result<bool, StoreError> {
        let dropped = self.drop_shadow(version).map_err(self.of())?;
        Ok(dropped > 0)
    }

    /// Shows the prepared reading of a version in place of the present one, which goes. Corrections are carried over, people are linked, and
    /// statements are put to those of other articles that they are the same as. Nothing happens, and nothing is returned, if none is prepared.
    ///
    /// # Errors
    /// One of the readings breaks a promise (then nothing was done), or the record cannot be written to.
    pub fn swap(&mut self, version: i64, who: Option<&str>) -> Result<Option<Swapped>, StoreError> {
        let Some(prepared) = self.look().prepared(version)? else {
            return Ok(None);
        };
        let held = self.look().held(version)?;
        let plan = plan(&prepared.old, &held, &prepared.new);
        let of = self.of();
        self.take_place(version, &prepared, &plan, who).map_err(of)?;
        Ok(Some(Swapped {
            article: prepared.new.key.article,
            version: prepared.new.key.version,
            corrections: plan.carried,
        }))
    }

    fn take_place(
        &mut self,
        version: i64,
        prepared: &Prepared,
        plan: &crate::carry::Plan,
        who: Option<&str>,
    ) -> rusqlite::Result<()> {
        let Prepared { reading, old, new } = prepared;
        let article = self.article_of(version)?;
        self.keep_ids()?;
        let links = self.links(old)?;
        let before = groups(old);
        let rows = old.rows.iter().zip(&old.record.statements);
        self.unsearch(rows.map(|(row, s)| (row.id, words(s))))?;
        self.db
            .prepare_cached("UPDATE version SET reading_id = ?2 WHERE id = ?1")?
            .execute([version, *reading])?;
        self.db
            .prepare_cached("DELETE FROM reading WHERE version_id = ?1 AND id <> ?2")?
            .execute([version, *reading])?;
        self.db
            .prepare_cached("UPDATE reading SET state = 'current' WHERE id = ?1")?
            .execute([*reading])?;
        let count = |stored: &Stored| i64::try_from(stored.rows.len()).unwrap_or(i64::MAX);
        self.counted += count(new) - count(old);
        let wordings: Vec<Wording> = new.record.statements.iter().map(Wording::of).collect();
        let contents = wordings.iter().map(|wording| wording.words.clone());
        self.unsearched
            .extend(new.rows.iter().map(|row| row.id).zip(contents));
        let people = self.link_again(article, old, &links, new)?;
        self.portraits.extend(people);
        if let Some(first) = new.rows.first() {
            let mut speakers = Vec::with_capacity(new.rows.len());
            for row in &new.rows {
                speakers.push(self.person_of(row.id)?);
            }
            self.group(article, first.id, &wordings, &new.record, &speakers, &new.seen)?;
        }
        self.keep_groups(old, new)?;
        self.carry(plan, new)?;
        self.touch(article)?;
        self.touch_groups(&before, *reading)?;
        let reader = |engine: &EngineInfo| Reader {
            engine: engine.version.clone(),
            model: engine.model.clone(),
        };
        let told = Told {
            version: new.key.version,
            from: &reader(&old.record.engine),
            to: &reader(&new.record.engine),
            again: &plan.carried.again,
            stale: plan.carried.stale.iter().map(|line| line.correction).collect(),
        };
        let detail = crate::add::json(&told)?;
        self.audit(Some(article), who, "read again", Some(&detail))
    }

    /// Statements that no other was found for this time, and that are the same as they were, stay with their group.
    fn keep_groups(&self, old: &Stored, new: &Stored) -> rusqlite::Result<()> {
        let mut set = self
            .db
            .prepare_cached("UPDATE statement SET group_id = ?2 WHERE id = ?1 AND group_id IS NULL")?;
        let said = |s: &onrecord_record::Statement| {
            let speaker = s.speakers.first().and_then(|speaker| speaker.name.clone());
            (crate::reading::places(&s.content), speaker)
        };
        let mut grouped: std::collections::BTreeMap<_, Vec<i64>> = std::collections::BTreeMap::new();
        for (row, s) in old.rows.iter().zip(&old.record.statements) {
            if let Some(group) = row.group {
                grouped.entry(said(s)).or_default().push(group);
            }
        }
        for (row, s) in new.rows.iter().zip(&new.record.statements) {
            if let Some(group) = grouped.get(&said(s)).and_then(|groups| groups.first()) {
                set.execute([row.id, *group])?;
            }
        }
        Ok(())
    }

    /// Makes corrections hold for the statements of the new reading.
    fn carry(&mut self, plan: &crate::carry::Plan, new: &Stored) -> rusqlite::Result<()> {
        for (correction, to) in &plan.to {
            let found = to.as_ref().ok().and_then(|&at| {
                let row = new.rows.get(at)?.id;
                Some((row, new.record.statements.get(at)?))
            });
            match found {
                Some((row, read)) => self
                    .db
                    .prepare_cached(
                        "UPDATE correction SET statement_id = ?2, before = ?3, stale = NULL WHERE id = ?1",
                    )?
                    .execute(params![correction, row, crate::add::json(read)?])?,
                None => self
                    .db
                    .prepare_cached("UPDATE correction SET statement_id = NULL, stale = ?2 WHERE id = ?1")?
                    .execute(params![correction, to.as_ref().err()])?,
            };
        }
        for (&at, now) in &plan.settled {
            if let (Some(row), Some(read)) = (new.rows.get(at), new.record.statements.get(at)) {
                self.rewrite(new, row.id, Some(read), now)?;
            }
        }
        Ok(())
    }

    /// Notes that groups have changed which a statement has left or joined.
    fn touch_groups(&self, before: &BTreeSet<i64>, reading: i64) -> rusqlite::Result<()> {
        let sql = "SELECT DISTINCT group_id FROM statement WHERE reading_id = ?1 AND group_id IS NOT NULL";
        let after: BTreeSet<i64> = all(&self.db, sql, [reading], |row| row.get(0))?
            .into_iter()
            .collect();
        let mut others = before.symmetric_difference(&after);
        others.try_for_each(|group| self.touch_group(*group))
    }

    /// Notes that a group has changed.
    pub(crate) fn touch_group(&self, group: i64) -> rusqlite::Result<()> {
        self.db
            .prepare_cached(
                "UPDATE article SET changed = ?2 WHERE changed < ?2 AND id IN (SELECT v.article_id FROM statement s JOIN reading r ON r.id = s.reading_id
                   JOIN version v ON v.id = r.version_id WHERE s.group_id = ?1)",
            )?
            .execute([group, self.seq])?;
        Ok(())
    }
}

fn groups(stored: &Stored) -> BTreeSet<i64> {
    stored.rows.iter().filter_map(|row| row.group).collect()
}
