//! Reading articles back: every word is sliced anew from the stored text, and the whole passes the gate again.

use crate::error::StoreError;
use crate::file::{Look, Record};
use crate::key::VersionKey;
use crate::reading::{envelope, part};
use crate::rest::{Columns, Named, Rest};
use crate::slice::{Slices, parsed, quoted};
use crate::why;
use onrecord_record::{
    Article, ArticleRecord, CheckedRecord, EngineInfo, Person, PersonRole, SaidOn, Span, Speaker, Statement,
    Status, Unattributed, Unread, Via,
};
use rusqlite::{OptionalExtension as _, Row, params};
use rustc_hash::FxHashMap;

/// A version as it stands in the record.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its row.
    pub id: i64,
    /// What it is called.
    pub key: VersionKey,
    /// When it was first seen.
    pub seen: String,
    /// Whether it is the article's newest version.
    pub newest: bool,
    /// The cluster of articles that share its text, if there are others.
    pub cluster: Option<i64>,
    /// The article with its statements.
    pub record: CheckedRecord,
    /// The rows of the statements, in their order.
    pub rows: Vec<StatementRow>,
    /// The rows of the people, in their order.
    pub people: Vec<PersonRow>,
}

/// What the record knows of a statement beside what was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatementRow {
    /// Its row.
    pub id: i64,
    /// `accepted`, `rejected`, `corrected` or `suppressed`.
    pub review: Option<String>,
    /// A note that disputes it.
    pub dispute: Option<String>,
    /// Its group of the same statement.
    pub group: Option<i64>,
    /// What the engine read there, if somebody has decided about it.
    pub read: Option<Box<Statement>>,
}

/// What the record knows of somebody in a reading beside what was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonRow {
    /// Its row.
    pub id: i64,
    /// The person across articles, by key, merged ones by that of the one they were merged into.
    pub person: Option<String>,
    /// That person's name in the record.
    pub person_name: Option<String>,
}

impl Stored {
    /// Which of the statements has this key.
    pub fn find(&self, key: &crate::StatementKey) -> Option<usize> {
        let same = |s: &Statement| envelope(&s.content) == Some((key.start, key.end));
        let statements = self.record.statements.iter().enumerate();
        let mut found = statements.filter(|(_, s)| same(s)).map(|(at, _)| at);
        found.nth(key.nth as usize).filter(|_| key.at == self.key)
    }

    /// The keys of all statements, in their order; none for one without a content.
    pub fn keys(&self) -> Vec<Option<crate::StatementKey>> {
        let mut seen: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        let key = |s: &Statement| {
            let (start, end) = envelope(&s.content)?;
            let nth = seen.entry((start, end)).or_default();
            let key = crate::StatementKey {
                at: self.key.clone(),
                start,
                end,
                nth: *nth,
            };
            *nth += 1;
            Some(key)
        };
        self.record.statements.iter().map(key).collect()
    }

    /// The key of a statement.
    pub fn key_of(&self, at: usize) -> Option<crate::StatementKey> {
        let place = |s: &Statement| envelope(&s.content);
        let (start, end) = place(self.record.statements.get(at)?)?;
        let before = self.record.statements.iter().take(at);
        Some(crate::StatementKey {
            at: self.key.clone(),
            start,
            end,
            nth: u32::try_from(before.filter(|s| place(s) == Some((start, end))).count()).ok()?,
        })
    }
}

/// What is looked for: a version's newest reading.
struct Head {
    version: i64,
    key: VersionKey,
    seen: String,
    newest: bool,
    cluster: Option<i64>,
    reading: Option<i64>,
    article: Article,
}

impl Record {
    /// A version with its statements as they are shown: with corrections.
    ///
    /// # Errors
    /// It is not there, or what is stored breaks a promise.
    pub fn version(&self, key: &VersionKey) -> Result<Stored, StoreError> {
        self.at_rest(|record| record.look().version(key))
    }

    /// The version in row `id`.
    ///
    /// # Errors
    /// It is not there, or what is stored breaks a promise.
    pub fn load(&self, id: i64) -> Result<Stored, StoreError> {
        self.at_rest(|record| record.look().load(id))
    }
}

impl Look<'_> {
    pub(crate) fn version(&self, key: &VersionKey) -> Result<Stored, StoreError> {
        let id = self
            .db
            .prepare_cached(
                "SELECT v.id FROM version v JOIN article a ON a.id = v.article_id WHERE a.key = ?1 AND v.n = ?2",
            )
            .and_then(|mut find| {
                find.query_row(params![key.article, key.version], |row| row.get(0))
                    .optional()
            })
            .map_err(self.of())?;
        let Some(id) = id else {
            return Err(StoreError::Unknown {
                what: key.to_string(),
                remedy: "`onrecord show ARTICLE` lists an article's versions",
            });
        };
        self.load(id)
    }

    pub(crate) fn load(&self, id: i64) -> Result<Stored, StoreError> {
        let head = self.head(id)?;
        let reading = head.reading;
        self.load_reading(head, reading)
    }

    /// The version in row `id` as another reading has it.
    pub(crate) fn load_as(&self, id: i64, reading: i64) -> Result<Stored, StoreError> {
        self.load_reading(self.head(id)?, Some(reading))
    }

    fn load_reading(&self, head: Head, reading: Option<i64>) -> Result<Stored, StoreError> {
        let place = head.key.to_string();
        let damaged = |problem: String| StoreError::Damaged {
            place: place.clone(),
            problem,
        };
        let Some(reading) = reading else {
            return Err(damaged("the version has no reading".to_owned()));
        };
        let text = head.article.text.clone();
        let slices = Slices::new(&text, &place);
        let (mut record, events, why) = self.reading(reading, head.article).map_err(self.of())?;
        if let Some(events) = events {
            record.events = parsed(&events).map_err(damaged)?;
        }
        let (people, entities) = self.people_of(reading, &slices, &mut record)?;
        let mut rows = self.statements_of(reading, &slices, &entities, &mut record)?;
        let whys = why::unpacked(why.as_deref()).map_err(damaged)?;
        for (s, why) in record.statements.iter_mut().zip(whys) {
            s.why = why;
        }
        self.decided(reading, &mut rows, &mut record)?;
        record.unattributed = self.unattributed_of(reading, &slices)?;
        let record = CheckedRecord::new(record).map_err(|source| StoreError::Refused {
            place: place.clone(),
            source: Box::new(source),
        })?;
        Ok(Stored {
            id: head.version,
            key: head.key,
            seen: head.seen,
            newest: head.newest,
            cluster: head.cluster,
            record,
            rows,
            people,
        })
    }

    fn head(&self, id: i64) -> Result<Head, StoreError> {
        let sql = "SELECT a.key, v.n, c.at, a.version_id IS v.id, v.reading_id, a.status, v.title, v.byline, v.lang, v.published, v.modified,
                          v.first_published, v.provider_version, v.extent, v.text_sha256, v.rest, t.text, a.cluster_id, a.url, o.name
                     FROM version v JOIN article a ON a.id = v.article_id JOIN version_text t ON t.version_id = v.id
                     JOIN change c ON c.seq = v.seen LEFT JOIN outlet o ON o.id = a.outlet_id
                    WHERE v.id = ?1";
        let read = |row: &Row<'_>| {
            let columns = Columns {
                status: Status::Usable,
                title: row.get(6)?,
                byline: row.get(7)?,
                lang: row.get(8)?,
                published: row.get(9)?,
                modified: row.get(10)?,
                first_published: row.get(11)?,
                version: row.get(12)?,
                extent: Default::default(),
                text_sha256: row.get(14)?,
                text: row.get(16)?,
            };
            let key = VersionKey {
                article: row.get(0)?,
                version: row.get(1)?,
            };
            let fixed: (String, bool, Option<i64>, Option<i64>) =
                (row.get(2)?, row.get(3)?, row.get(4)?, row.get(17)?);
            let words: (String, String, String) = (row.get(5)?, row.get(13)?, row.get(15)?);
            let named = Named {
                id: key.article.clone(),
                url: row.get(18)?,
                outlet: row.get(19)?,
            };
            Ok((key, fixed, columns, words, named))
        };
        let found = self
            .db
            .prepare_cached(sql)
            .and_then(|mut find| find.query_row([id], read).optional())
            .map_err(self.of())?;
        let Some((key, (seen, newest, reading, cluster), mut columns, (status, extent, rest), named)) = found
        else {
            return Err(StoreError::Unknown {
                what: format!("version {id}"),
                remedy: "`onrecord show ARTICLE` lists an article's versions",
            });
        };
        let damaged = |problem: String| StoreError::Damaged {
            place: key.to_string(),
            problem,
        };
        columns.status = quoted(&status).map_err(damaged)?;
        columns.extent = quoted(&extent).map_err(damaged)?;
        let article = parsed::<Rest<'_>>(&rest)
            .map_err(damaged)?
            .into_article(columns, named);
        Ok(Head {
            version: id,
            key,
            seen,
            newest,
            cluster,
            reading,
            article,
        })
    }

    fn reading(
        &self,
        id: i64,
        article: Article,
    ) -> rusqlite::Result<(ArticleRecord, Option<String>, Option<Vec<u8>>)> {
        self.db
            .prepare_cached(
                "SELECT engine, model, left_out, unread, detail, events, why FROM reading WHERE id = ?1",
            )?
            .query_row([id], |row| {
                let engine = EngineInfo {
                    version: row.get(0)?,
                    model: row.get(1)?,
                };
                let mut record = ArticleRecord::of(engine, article);
                record.left_out = row.get(2)?;
                let reason: Option<String> = row.get(3)?;
                record.unread = reason.and_then(|reason| {
                    Some(Unread {
                        reason: quoted(&reason).ok()?,
                        detail: row.get(4).ok()?,
                    })
                });
                Ok((record, row.get(5)?, row.get(6)?))
            })
    }

    /// Reads the people; their rows, and what the article calls them by row.
    fn people_of(
        &self,
        reading: i64,
        slices: &Slices<'_>,
        record: &mut ArticleRecord,
    ) -> Result<(Vec<PersonRow>, FxHashMap<i64, String>), StoreError> {
        let sql = "SELECT e.id, e.local, e.name, e.type, e.mentions, coalesce(m.key, w.key), coalesce(m.name, w.name)
                     FROM entity e LEFT JOIN person w ON w.id = e.person_id LEFT JOIN person m ON m.id = w.merged
                    WHERE e.reading_id = ?1 ORDER BY e.id";
        type Found = (i64, String, Option<String>, String, String, PersonRow);
        let read = |row: &Row<'_>| -> rusqlite::Result<Found> {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
                PersonRow {
                    id: row.get(0)?,
                    person: row.get(5)?,
                    person_name: row.get(6)?,
                },
            ))
        };
        let mut rows = Vec::new();
        let mut locals = FxHashMap::default();
        for (id, local, name, kind, mentions, row) in self.all(sql, [reading], read)? {
            let mentions: Vec<(u32, u32)> = parsed(&mentions).map_err(|e| slices.damaged(e))?;
            let mentions: Result<_, _> = mentions
                .into_iter()
                .map(|(start, end)| slices.span(start, end))
                .collect();
            let roles = self.all(
                "SELECT role, org, start, \"end\" FROM role WHERE entity_id = ?1 ORDER BY n",
                [id],
                |row| {
                    Ok(PersonRole {
                        role: row.get(0)?,
                        org: row.get(1)?,
                        start: row.get(2)?,
                        end: row.get(3)?,
                    })
                },
            )?;
            locals.insert(id, local.clone());
            rows.push(row);
            record.people.push(Person {
                id: local,
                name,
                kind: quoted(&kind).map_err(|e| slices.damaged(e))?,
                roles,
                mentions: mentions?,
            });
        }
        Ok((rows, locals))
    }

    fn statements_of(
        &self,
        reading: i64,
        slices: &Slices<'_>,
        entities: &FxHashMap<i64, String>,
        record: &mut ArticleRecord,
    ) -> Result<Vec<StatementRow>, StoreError> {
        let sql =
            "SELECT id, local, kind, mode, said_on, confidence, parent_id, event, review, dispute, group_id,
                          start, \"end\", cue_start, cue_end, source_start, source_end
                     FROM statement WHERE reading_id = ?1 ORDER BY id";
        let damaged = |e| slices.damaged(e);
        let heads = self.all(sql, [reading], StatementHead::of)?;
        let at: FxHashMap<i64, usize> = heads
            .iter()
            .enumerate()
            .map(|(i, head)| (head.row.id, i))
            .collect();
        let locals: Vec<String> = heads.iter().map(|head| head.local.clone()).collect();
        let local = |id: &i64| at.get(id).and_then(|&i| locals.get(i)).cloned();
        let mut rows = Vec::with_capacity(heads.len());
        let mut said = Vec::with_capacity(heads.len());
        for head in heads {
            let span = |place: Option<(u32, u32)>| -> Result<Vec<Span>, StoreError> {
                place
                    .map(|(start, end)| slices.span(start, end))
                    .into_iter()
                    .collect()
            };
            record.statements.push(Statement {
                id: head.local,
                kind: quoted(&head.kind).map_err(damaged)?,
                mode: quoted(&head.mode).map_err(damaged)?,
                content: span(Some(head.content))?,
                cue: span(head.cue)?,
                source: span(head.source)?,
                speakers: Vec::new(),
                candidates: Vec::new(),
                addressee: None,
                medium: None,
                event: None,
                event_id: head.event,
                via: Vec::new(),
                parent: head.parent.as_ref().and_then(local),
                said_on: None,
                same_as: Vec::new(),
                #[expect(clippy::cast_possible_truncation, reason = "it was stored from this type")]
                confidence: head.confidence as f32,
                why: Vec::new(),
            });
            rows.push(head.row);
            said.push(head.said_on);
        }
        let (Some(first), Some(last)) = (rows.first().map(|r| r.id), rows.last().map(|r| r.id)) else {
            return Ok(rows);
        };
        // the rows of a reading lie together; what a correction moved is told apart by `at`
        let range = [first, last];
        self.spans_of(range, slices, &at, &said, record)?;
        self.speakers_of(range, slices, &at, entities, record)?;
        let via = "SELECT statement_id, name, type, start, \"end\" FROM via WHERE statement_id BETWEEN ?1 AND ?2 ORDER BY statement_id, n";
        for (id, name, kind, start, end) in self.all(via, range, |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get(1)?,
                row.get::<_, String>(2)?,
                row.get(3)?,
                row.get(4)?,
            ))
        })? {
            let span = slices.span(start, end)?;
            if let Some(s) = at.get(&id).and_then(|&i| record.statements.get_mut(i)) {
                s.via.push(Via {
                    name,
                    kind: quoted(&kind).map_err(damaged)?,
                    start,
                    end,
                    text: span.text,
                });
            }
        }
        let repeats = "SELECT statement_id, earlier_id FROM repeat WHERE statement_id BETWEEN ?1 AND ?2 ORDER BY statement_id, n";
        for (id, earlier) in self.all(repeats, range, |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
        })? {
            if let (Some(s), Some(earlier)) = (
                at.get(&id).and_then(|&i| record.statements.get_mut(i)),
                local(&earlier),
            ) {
                s.same_as.push(earlier);
            }
        }
        Ok(rows)
    }

    fn spans_of(
        &self,
        range: [i64; 2],
        slices: &Slices<'_>,
        at: &FxHashMap<i64, usize>,
        said: &[Option<String>],
        record: &mut ArticleRecord,
    ) -> Result<(), StoreError> {
        let sql = "SELECT statement_id, part, start, \"end\", n FROM span WHERE statement_id BETWEEN ?1 AND ?2 ORDER BY statement_id, part, n";
        let rows = self.all(sql, range, |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, i64>(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get::<_, u32>(4)?,
            ))
        })?;
        for (id, part, start, end, n) in rows {
            let Some(i) = at.get(&id).copied() else { continue };
            let span = slices.span(start, end)?;
            let Some(s) = record.statements.get_mut(i) else {
                continue;
            };
            // fragments take the place of what holds them all
            let list = |spans: &mut Vec<Span>| {
                if n == 0 {
                    spans.clear();
                }
                spans.push(span.clone());
            };
            match part {
                part::CONTENT => list(&mut s.content),
                part::CUE => list(&mut s.cue),
                part::SOURCE => list(&mut s.source),
                part::ADDRESSEE => s.addressee = Some(span),
                part::MEDIUM => s.medium = Some(span),
                part::EVENT => s.event = Some(span),
                part::SAID_ON => {
                    if let Some(date) = said.get(i).cloned().flatten() {
                        s.said_on = Some(SaidOn {
                            date,
                            start,
                            end,
                            text: span.text,
                        });
                    }
                }
                other => return Err(slices.damaged(format!("part {other} of a statement is not known"))),
            }
        }
        Ok(())
    }

    fn speakers_of(
        &self,
        range: [i64; 2],
        slices: &Slices<'_>,
        at: &FxHashMap<i64, usize>,
        entities: &FxHashMap<i64, String>,
        record: &mut ArticleRecord,
    ) -> Result<(), StoreError> {
        let sql = "SELECT x.statement_id, x.candidate, x.entity_id, nullif(coalesce(x.name, e.name), ''), coalesce(x.type, e.type),
                          coalesce(x.role, q.role), CASE WHEN x.role_n IS NULL THEN x.org ELSE q.org END, x.confidence, x.open
                     FROM speaker x LEFT JOIN entity e ON e.id = x.entity_id
                     LEFT JOIN role q ON q.entity_id = x.entity_id AND q.n = x.role_n
                    WHERE x.statement_id BETWEEN ?1 AND ?2 ORDER BY x.statement_id, x.candidate, x.n";
        let rows = self.all(sql, range, |row| {
            let kind: String = row.get(4)?;
            let entity: Option<i64> = row.get(2)?;
            let speaker = Speaker {
                person: entity.and_then(|entity| entities.get(&entity).cloned()),
                name: row.get(3)?,
                kind: onrecord_record::SpeakerType::Unnamed,
                role: row.get(5)?,
                org: row.get(6)?,
                #[expect(clippy::cast_possible_truncation, reason = "it was stored from this type")]
                confidence: row.get::<_, f64>(7)? as f32,
                open: row.get(8)?,
            };
            Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?, kind, speaker))
        })?;
        for (id, candidate, kind, mut speaker) in rows {
            speaker.kind = quoted(&kind).map_err(|e| slices.damaged(e))?;
            if let Some(s) = at.get(&id).and_then(|&i| record.statements.get_mut(i)) {
                let list = if candidate {
                    &mut s.candidates
                } else {
                    &mut s.speakers
                };
                list.push(speaker);
            }
        }
        Ok(())
    }

    fn unattributed_of(&self, reading: i64, slices: &Slices<'_>) -> Result<Vec<Unattributed>, StoreError> {
        let sql = "SELECT start, \"end\", reason FROM unattributed WHERE reading_id = ?1 ORDER BY n";
        let rows = self.all(sql, [reading], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        rows.into_iter()
            .map(|(start, end, reason)| {
                Ok(Unattributed {
                    start,
                    end,
                    text: slices.span(start, end)?.text,
                    reason,
                })
            })
            .collect()
    }
}

/// A statement's own row.
struct StatementHead {
    row: StatementRow,
    local: String,
    kind: String,
    mode: String,
    said_on: Option<String>,
    confidence: f64,
    parent: Option<i64>,
    event: Option<String>,
    content: (u32, u32),
    cue: Option<(u32, u32)>,
    source: Option<(u32, u32)>,
}

impl StatementHead {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        let place = |start: usize| -> rusqlite::Result<Option<(u32, u32)>> {
            Ok(Option::zip(row.get(start)?, row.get(start + 1)?))
        };
        Ok(Self {
            row: StatementRow {
                id: row.get(0)?,
                review: row.get(8)?,
                dispute: row.get(9)?,
                group: row.get(10)?,
                read: None,
            },
            local: row.get(1)?,
            kind: row.get(2)?,
            mode: row.get(3)?,
            said_on: row.get(4)?,
            confidence: row.get(5)?,
            parent: row.get(6)?,
            event: row.get(7)?,
            content: (row.get(11)?, row.get(12)?),
            cue: place(13)?,
            source: place(15)?,
        })
    }
}
