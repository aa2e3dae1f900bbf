//! What people decide about statements. Corrections are data of their own: who, when, why; each can be taken back, and what
//! the engine read is kept beside them.

use crate::add::json;
use crate::error::StoreError;
use crate::file::{Change, Record, all};
use crate::key::StatementKey;
use crate::load::Stored;
use crate::reading::{Entities, envelope, words};
use onrecord_compare::statements::Content;
use onrecord_record::{
    ArticleRecord, ByteIndex, CheckedRecord, Person, Span, Speaker, SpeakerType, Statement,
};
use rusqlite::{OptionalExtension as _, params};
use serde::{Deserialize, Serialize};

/// What is decided about a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "action")]
pub enum Fix {
    /// It is right.
    Accept,
    /// It is no statement, or not this one: it leaves all results but a search for rejected ones.
    Reject,
    /// It is not to be shown or exported at all.
    Suppress,
    /// Somebody disputes it; the note is shown with it.
    Dispute {
        /// The note.
        note: String,
    },
    /// Its content is this: ranges of code points, in text order.
    Content {
        /// The fragments.
        spans: Vec<(u32, u32)>,
    },
    /// Somebody else said it: a name that the article prints, or nobody that it names.
    Speaker {
        /// The name as printed; none leaves the speaker unknown.
        name: Option<String>,
    },
    /// The speaker's role is this, as the article prints it.
    Role {
        /// The role; none takes it away.
        role: Option<String>,
        /// Its body.
        org: Option<String>,
    },
}

impl Fix {
    fn as_str(&self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Suppress => "suppress",
            Self::Dispute { .. } => "dispute",
            Self::Content { .. } => "content",
            Self::Speaker { .. } => "speaker",
            Self::Role { .. } => "role",
        }
    }

    /// Whether it changes what is read, beside saying something about it.
    fn rewrites(&self) -> bool {
        matches!(
            self,
            Self::Content { .. } | Self::Speaker { .. } | Self::Role { .. }
        )
    }
}

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
    /// Whether no statement of the present reading is the one that it is about.
    pub stale: bool,
}

impl Record {
    /// Corrections, in their order: all, or those of an article.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn corrections(&self, article: Option<&str>) -> Result<Vec<CorrectionLine>, StoreError> {
        let sql = "SELECT k.id, c.at, k.who, k.why, k.data, a.key, v.n, k.start, k.\"end\", k.nth, k.undone IS NOT NULL, k.statement_id IS NULL
                     FROM correction k JOIN change c ON c.seq = k.seq JOIN version v ON v.id = k.version_id JOIN article a ON a.id = v.article_id
                    WHERE ?1 IS NULL OR a.key = ?1 ORDER BY k.id";
        let rows = self.all(sql, [article], |row| {
            let key = StatementKey {
                at: crate::VersionKey {
                    article: row.get(5)?,
                    version: row.get(6)?,
                },
                start: row.get(7)?,
                end: row.get(8)?,
                nth: row.get(9)?,
            };
            let data: String = row.get(4)?;
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                data,
                key,
                row.get(10)?,
                row.get(11)?,
            ))
        })?;
        rows.into_iter()
            .map(|(id, at, who, why, data, key, undone, stale)| {
                let fix = serde_json::from_str(&data).map_err(|error| damaged(id, &error))?;
                Ok(CorrectionLine {
                    id,
                    at,
                    who,
                    why,
                    fix,
                    statement: key.to_string(),
                    undone,
                    stale,
                })
            })
            .collect()
    }
}

impl Change<'_> {
    /// Corrects a statement; the number of the correction.
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
        Ok(id)
    }

    /// Takes a correction back.
    ///
    /// # Errors
    /// There is none of that number, or it was taken back before.
    pub fn uncorrect(&mut self, correction: i64, who: &str) -> Result<(), StoreError> {
        let of = self.of();
        let found: Option<(i64, Option<i64>)> = self
            .db
            .query_row(
                "SELECT version_id, statement_id FROM correction WHERE id = ?1 AND undone IS NULL",
                [correction],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()
            .map_err(&of)?;
        let Some((version, statement)) = found else {
            return Err(unknown(format!("correction {correction}")));
        };
        self.db
            .execute(
                "UPDATE correction SET undone = ?2 WHERE id = ?1",
                [correction, self.seq],
            )
            .map_err(&of)?;
        let stored = self.look().load(version)?;
        if let Some(row) = statement
            && let Some(at) = stored.rows.iter().position(|r| r.id == row)
            && let Some(original) = self.original(row)?
        {
            self.settle(&stored, at, row, &original)?;
        }
        self.noted(&stored, who, "correction undone", &correction.to_string())
            .map_err(of)
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
        let mut record: ArticleRecord = stored.record.clone().into_inner();
        let mut statement = original.clone();
        let (mut review, mut dispute) = (None, None);
        let rank = |review: &Option<&'static str>| match *review {
            Some("suppressed") => 4,
            Some("rejected") => 3,
            Some("corrected") => 2,
            Some(_) => 1,
            None => 0,
        };
        for (id, data) in found {
            let fix: Fix = serde_json::from_str(&data).map_err(|error| damaged(id, &error))?;
            let next = match &fix {
                Fix::Accept => Some("accepted"),
                Fix::Reject => Some("rejected"),
                Fix::Suppress => Some("suppressed"),
                Fix::Dispute { note } => {
                    dispute = Some(note.clone());
                    None
                }
                _ => Some("corrected"),
            };
            if rank(&next) > rank(&review) {
                review = next;
            }
            if fix.rewrites() {
                apply(&fix, &mut statement, &record)?;
            }
        }
        let people = record.people.clone();
        if let Some(place) = record.statements.get_mut(at) {
            place.clone_from(&statement);
        }
        CheckedRecord::new(record).map_err(|source| StoreError::Refused {
            place: stored.key.to_string(),
            source: Box::new(source),
        })?;
        let shown = stored.record.statements.get(at);
        self.rewrite(
            stored,
            row,
            shown,
            &statement,
            &people,
            review,
            dispute.as_deref(),
        )
        .map_err(of)
    }

    #[expect(clippy::too_many_arguments, reason = "all of one statement")]
    fn rewrite(
        &mut self,
        stored: &Stored,
        row: i64,
        shown: Option<&Statement>,
        statement: &Statement,
        people: &[Person],
        review: Option<&str>,
        dispute: Option<&str>,
    ) -> rusqlite::Result<()> {
        if shown != Some(statement) {
            self.search_words()?;
            self.recent.statements.forget(row);
            if let Some(shown) = shown {
                self.db.execute(
                    "INSERT INTO statements_fts (statements_fts, rowid, content) VALUES ('delete', ?1, ?2)",
                    params![row, words(shown)],
                )?;
            }
            let (start, end) = envelope(&statement.content).unwrap_or_default();
            self.db.execute(
                "UPDATE statement SET start = ?2, \"end\" = ?3, kind = ?4, signature = ?5 WHERE id = ?1",
                params![
                    row,
                    start,
                    end,
                    statement.kind.as_str(),
                    Content::of(&words(statement)).signature().cast_signed()
                ],
            )?;
            self.db
                .execute("DELETE FROM span WHERE statement_id = ?1", [row])?;
            self.db
                .execute("DELETE FROM speaker WHERE statement_id = ?1", [row])?;
            self.insert_spans(row, statement)?;
            let entities: Entities<'_> = people
                .iter()
                .zip(&stored.people)
                .map(|(person, at)| (person.id.as_str(), (at.id, person)))
                .collect();
            self.insert_speakers(row, 0, &statement.speakers, &entities)?;
            self.insert_speakers(row, 1, &statement.candidates, &entities)?;
            self.db.execute(
                "INSERT INTO statements_fts (rowid, content) VALUES (?1, ?2)",
                params![row, words(statement)],
            )?;
        }
        self.db.execute(
            "UPDATE statement SET review = ?2, dispute = ?3 WHERE id = ?1",
            params![row, review, dispute],
        )?;
        Ok(())
    }

    fn noted(&self, stored: &Stored, who: &str, what: &str, detail: &str) -> rusqlite::Result<()> {
        let article: i64 = self.db.query_row(
            "SELECT article_id FROM version WHERE id = ?1",
            [stored.id],
            |row| row.get(0),
        )?;
        self.touch(article)?;
        self.audit(Some(article), Some(who), what, Some(detail))
    }
}

/// Applies what changes a statement itself.
fn apply(fix: &Fix, statement: &mut Statement, record: &ArticleRecord) -> Result<(), StoreError> {
    let refused = |what: &str, problem: &str| StoreError::Conflict {
        what: what.to_owned(),
        problem: problem.to_owned(),
    };
    match fix {
        Fix::Content { spans } => {
            let index = ByteIndex::new(&record.article.text);
            let content: Option<Vec<Span>> =
                spans.iter().map(|&(start, end)| index.span(start, end)).collect();
            statement.content = content.filter(|content| !content.is_empty()).ok_or_else(|| {
                refused(
                    "the content",
                    "it lies outside the article's text, or there is none",
                )
            })?;
        }
        Fix::Speaker { name } => {
            let person = name
                .as_ref()
                .and_then(|name| record.people.iter().find(|p| p.name.as_ref() == Some(name)));
            let kind = person.map_or(
                if name.is_some() {
                    SpeakerType::Person
                } else {
                    SpeakerType::Unnamed
                },
                |p| p.kind,
            );
            let role = person.and_then(|p| p.roles.first());
            statement.speakers = vec![Speaker {
                person: person.map(|p| p.id.clone()),
                name: name.clone(),
                kind,
                role: role.map(|r| r.role.clone()),
                org: role.and_then(|r| r.org.clone()),
                confidence: 1.0,
                open: false,
            }];
            statement.candidates.clear();
        }
        Fix::Role { role, org } => {
            let Some(speaker) = statement.speakers.first_mut() else {
                return Err(refused(
                    "the role",
                    "the statement has no speaker; correct the speaker first",
                ));
            };
            speaker.role.clone_from(role);
            speaker.org.clone_from(org);
        }
        Fix::Accept | Fix::Reject | Fix::Suppress | Fix::Dispute { .. } => {}
    }
    Ok(())
}

fn unknown(what: String) -> StoreError {
    StoreError::Unknown {
        what,
        remedy: "`onrecord search` prints the keys of statements, `onrecord corrections` the numbers of corrections",
    }
}

fn damaged(id: i64, error: &serde_json::Error) -> StoreError {
    StoreError::Damaged {
        place: format!("correction {id}"),
        problem: error.to_string(),
    }
}
