//! The same words in many places: articles that are one report, and statements that are one statement.
//!
//! Articles share text when enough of their runs of five words are the same; they are found by the least hashes of these
//! (anchors), and compared in full. Statements are found by hashes of their content's words (prints), and compared by
//! words, numbers, negation and speaker. Both cost a bounded number of looks for each article that is added, so adding n
//! articles costs n log n. Hashes are filed by the time of publication, so that the looks go to the part of the record that is at
//! hand while an archive is added in its order: anchors and prints of all times are looked up for the few that serve any time.

use crate::file::{Change, all};
use crate::reading::Wording;
use crate::recent::Other;
use onrecord_compare::Shingles;
use onrecord_compare::statements::{Content, may_be_same};
use onrecord_record::{Article, ArticleRecord, Statement};
use rusqlite::{OptionalExtension as _, params};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Articles that are looked at for one anchor, the newest: an anchor of more is boilerplate.
const PER_ANCHOR: u32 = 40;
/// Articles that are compared in full, those that share the most anchors.
const COMPARED: usize = 12;
/// Of these, with one anchor alone: it may be a line that a whole outlet prints.
const LONE: usize = 3;
/// Of two articles, this much of all their runs of words is in both.
const ALIKE: f64 = 0.5;
/// Or this much of the shorter one is in the longer.
const CONTAINED: f64 = 0.65;
/// Texts with fewer runs of words tell nothing.
const SHORTEST: usize = 20;

/// Statements that are looked at for one print, the newest.
const PER_PRINT: u32 = 8;
/// Statements that are compared in full.
const WEIGHED: usize = 24;
/// Contents of fewer words are the same by chance ("he agreed").
const FEWEST: usize = 4;
/// Without a speaker that is known on both sides, contents have to be this alike.
const SURE: f32 = 0.85;
/// Days between the publications of one statement in other words; in nearly the same words, it may come up at any time.
const DAYS: i64 = 30;

/// Anchors of an article that are looked up at any time: of two copies, one of the two least is the same with 0.99 where 0.9 of
/// their text is.
const EVER_ANCHORS: usize = 2;
/// Prints of a statement that are looked up at any time: enough for nearly the same words, and others are not taken for the same then.
const EVER_PRINTS: usize = 1;

/// When something was published, as hashes are filed: by two months.
struct Shelf {
    own: i64,
    /// The one that begins or ends within [`DAYS`].
    next: i64,
}

impl Shelf {
    /// Days on one shelf, so that within half of them only one other is near.
    const WIDTH: i64 = 2 * DAYS;
    /// The one for any time.
    const EVER: i64 = (1 << 14) - 1;

    /// That of a day; `seen`, the time of adding, stands for a day that is not known.
    fn of(published: Option<&str>, seen: &str) -> Self {
        let day = published.and_then(day).or_else(|| day(seen)).unwrap_or_default();
        let days = day.duration_since(jiff::civil::date(1600, 1, 1)).as_hours() / 24;
        let own = days.div_euclid(Self::WIDTH);
        let next = if days.rem_euclid(Self::WIDTH) < DAYS {
            own - 1
        } else {
            own + 1
        };
        Self {
            own: own.rem_euclid(Self::EVER),
            next: next.rem_euclid(Self::EVER),
        }
    }
}

/// A hash as it is filed: 48 bits, which take six bytes.
fn filed(shelf: i64, hash: u64) -> i64 {
    shelf << 34 | (hash & ((1 << 34) - 1)).cast_signed()
}

/// Under what hashes are filed: all on their own shelf, the first `ever` on that for any time too.
fn places(hashes: &[u64], ever: usize, shelf: &Shelf) -> Vec<i64> {
    let own = hashes.iter().map(|&hash| filed(shelf.own, hash));
    own.chain(hashes.iter().take(ever).map(|&hash| filed(Shelf::EVER, hash)))
        .collect()
}

/// Where else they are looked up.
fn near(hashes: &[u64], shelf: &Shelf) -> Vec<i64> {
    hashes.iter().map(|&hash| filed(shelf.next, hash)).collect()
}

impl Change<'_> {
    /// Puts an article's newest text to those that share it.
    pub(crate) fn cluster(&mut self, article: i64, new: &Article) -> rusqlite::Result<()> {
        let shingles = Shingles::of(&new.text);
        if shingles.len() < SHORTEST {
            return Ok(());
        }
        let sketch = shingles.sketch();
        let shelf = Shelf::of(new.published.as_deref(), &self.at);
        let anchors = places(sketch.anchors(), EVER_ANCHORS, &shelf);
        let mut shared: FxHashMap<i64, u32> = FxHashMap::default();
        let sharing = "SELECT article_id FROM anchor WHERE hash = ?1 ORDER BY article_id DESC LIMIT ?2";
        for anchor in anchors.iter().copied().chain(near(sketch.anchors(), &shelf)) {
            for other in all(&self.db, sharing, params![anchor, PER_ANCHOR], |row| {
                row.get::<_, i64>(0)
            })? {
                *shared.entry(other).or_default() += 1;
            }
        }
        // an earlier version of it
        shared.remove(&article);
        let mut candidates: Vec<(u32, i64)> = shared.into_iter().map(|(other, n)| (n, other)).collect();
        candidates.sort_unstable_by(|a, b| b.cmp(a));
        candidates.truncate(COMPARED);
        let lone = candidates.partition_point(|&(shared, _)| shared > 1);
        candidates.truncate(lone + LONE);
        let mut insert = self
            .db
            .prepare_cached("INSERT OR IGNORE INTO anchor (hash, article_id) VALUES (?1, ?2)")?;
        for anchor in anchors {
            insert.execute([anchor, article])?;
        }
        drop(insert);
        let mut alike = Vec::new();
        for (_, other) in candidates {
            let known = match self.recent.texts.get(other) {
                Some(known) => known,
                None => match self.text_of(other)? {
                    Some(text) => self.recent.note_text(other, Shingles::of(&text)),
                    None => continue,
                },
            };
            if is_copy(&shingles, &known) {
                alike.push(other);
            }
        }
        self.recent.note_text(article, shingles);
        self.join_cluster(article, &alike)
    }

    fn text_of(&self, article: i64) -> rusqlite::Result<Option<String>> {
        self.db
            .prepare_cached(
                "SELECT t.text FROM article a LEFT JOIN version_text t ON t.version_id = a.version_id WHERE a.id = ?1",
            )?
            .query_row([article], |row| row.get(0))
            .optional()
            .map(Option::flatten)
    }

    /// An article and those that it shares its text with are one cluster, with all that they are in one with.
    fn join_cluster(&self, article: i64, alike: &[i64]) -> rusqlite::Result<()> {
        let cluster_of = "SELECT cluster_id FROM article WHERE id = ?1";
        let mut clusters = Vec::new();
        for &id in alike.iter().chain([&article]) {
            let cluster: Option<i64> = self
                .db
                .prepare_cached(cluster_of)?
                .query_row([id], |row| row.get(0))?;
            clusters.extend(cluster);
        }
        if alike.is_empty() {
            return Ok(());
        }
        clusters.sort_unstable();
        clusters.dedup();
        let cluster = match clusters.first() {
            Some(&oldest) => oldest,
            None => {
                self.db
                    .prepare_cached("INSERT INTO cluster DEFAULT VALUES")?
                    .execute([])?;
                self.db.last_insert_rowid()
            }
        };
        for &other in clusters.iter().skip(1) {
            self.db.execute(
                "UPDATE article SET cluster_id = ?2 WHERE cluster_id = ?1",
                [other, cluster],
            )?;
        }
        for &id in alike.iter().chain([&article]) {
            self.db
                .prepare_cached("UPDATE article SET cluster_id = ?2 WHERE id = ?1")?
                .execute([id, cluster])?;
        }
        Ok(())
    }

    /// Puts the statements of a reading that was just stored, whose rows begin at `first`, to those of other articles that they are the same as.
    pub(crate) fn group(
        &mut self,
        article: i64,
        first: i64,
        wordings: &[Wording],
        record: &ArticleRecord,
    ) -> rusqlite::Result<()> {
        let shelf = Shelf::of(record.article.published.as_deref(), &self.at);
        for ((id, s), wording) in (first..).zip(&record.statements).zip(wordings) {
            let Wording {
                words,
                content,
                signature,
            } = wording;
            if words.split_whitespace().count() < FEWEST {
                continue;
            }
            let hashes: Vec<u64> = content.prints().into_iter().filter(|&p| p != 0).collect();
            let prints = places(&hashes, EVER_PRINTS, &shelf);
            let mut found: Vec<i64> = Vec::new();
            let sharing =
                "SELECT statement_id FROM print WHERE hash = ?1 ORDER BY statement_id DESC LIMIT ?2";
            for print in prints.iter().copied().chain(near(&hashes, &shelf)) {
                found.extend(all(&self.db, sharing, params![print, PER_PRINT], |row| {
                    row.get::<_, i64>(0)
                })?);
            }
            let mut insert = self
                .db
                .prepare_cached("INSERT OR IGNORE INTO print (hash, statement_id) VALUES (?1, ?2)")?;
            for print in prints {
                insert.execute([print, id])?;
            }
            drop(insert);
            found.sort_unstable_by(|a, b| b.cmp(a));
            found.dedup();
            let person = self.person_of(id)?;
            let (mut same, mut weighed) = (Vec::new(), 0);
            for other in found {
                let Some(other) = self.other(other, *signature)? else {
                    continue;
                };
                // of one article, `same_as` tells
                if other.article != article && is_same(person, s, record, content, &other) {
                    same.push(other.id);
                }
                weighed += 1;
                if weighed == WEIGHED {
                    break;
                }
            }
            self.join_group(id, &same)?;
            self.recent.note(Other {
                id,
                article,
                signature: *signature,
                content: words.clone(),
                person,
                name: s.speakers.first().and_then(|speaker| speaker.name.clone()),
                published: record.article.published.clone(),
            });
        }
        Ok(())
    }

    /// A statement, if its words may be the same as those of a signature.
    fn other(&mut self, id: i64, signature: u64) -> rusqlite::Result<Option<Arc<Other>>> {
        if let Some(other) = self.recent.statements.get(id) {
            return Ok(Some(other).filter(|other| may_be_same(signature, other.signature)));
        }
        let held: Option<i64> = self
            .db
            .prepare_cached("SELECT signature FROM statement WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        if held.is_none_or(|held| !may_be_same(signature, held.cast_unsigned())) {
            return Ok(None);
        }
        let found = self
            .db
            .prepare_cached(
                "SELECT s.id, v.article_id, s.signature, w.content, coalesce(p.merged, p.id), coalesce(x.name, e.name), v.published
                   FROM statement s JOIN reading r ON r.id = s.reading_id JOIN version v ON v.id = r.version_id
                   JOIN statement_words w ON w.id = s.id
                   LEFT JOIN speaker x ON x.statement_id = s.id AND x.candidate = 0 AND x.n = 0
                   LEFT JOIN entity e ON e.id = x.entity_id LEFT JOIN person p ON p.id = e.person_id
                  WHERE s.id = ?1 AND r.state = 'current'",
            )?
            .query_row([id], |row| {
                Ok(Other {
                    id: row.get(0)?,
                    article: row.get(1)?,
                    signature: row.get::<_, i64>(2)?.cast_unsigned(),
                    content: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
                    person: row.get(4)?,
                    name: row.get(5)?,
                    published: row.get(6)?,
                })
            })
            .optional()?;
        Ok(found.map(|other| self.recent.note(other)))
    }

    /// Whom a statement is given to across articles.
    fn person_of(&self, statement: i64) -> rusqlite::Result<Option<i64>> {
        self.db
            .prepare_cached(
                "SELECT coalesce(p.merged, p.id) FROM speaker x JOIN entity e ON e.id = x.entity_id JOIN person p ON p.id = e.person_id
                  WHERE x.statement_id = ?1 AND x.candidate = 0 AND x.n = 0",
            )?
            .query_row([statement], |row| row.get(0))
            .optional()
    }

    fn join_group(&self, statement: i64, same: &[i64]) -> rusqlite::Result<()> {
        if same.is_empty() {
            return Ok(());
        }
        let mut group_of = self
            .db
            .prepare_cached("SELECT group_id FROM statement WHERE id = ?1")?;
        let mut others: Vec<(i64, Option<i64>)> = Vec::new();
        for &id in same {
            others.push((id, group_of.query_row([id], |row| row.get(0))?));
        }
        let group = match others.iter().filter_map(|other| other.1).min() {
            Some(oldest) => oldest,
            None => {
                self.db
                    .prepare_cached("INSERT INTO statement_group DEFAULT VALUES")?
                    .execute([])?;
                self.db.last_insert_rowid()
            }
        };
        let mut touch = self.db.prepare_cached(
            "UPDATE article SET changed = ?2 WHERE id = (SELECT v.article_id FROM statement s JOIN reading r ON r.id = s.reading_id
               JOIN version v ON v.id = r.version_id WHERE s.id = ?1)",
        )?;
        let mut set = self
            .db
            .prepare_cached("UPDATE statement SET group_id = ?2 WHERE id = ?1")?;
        set.execute([statement, group])?;
        for &(id, before) in others.iter().filter(|other| other.1 != Some(group)) {
            if let Some(before) = before {
                let moved = all(
                    &self.db,
                    "SELECT id FROM statement WHERE group_id = ?1",
                    [before],
                    |row| row.get::<_, i64>(0),
                )?;
                for id in moved {
                    set.execute([id, group])?;
                    touch.execute([id, self.seq])?;
                }
            } else {
                set.execute([id, group])?;
                touch.execute([id, self.seq])?;
            }
        }
        Ok(())
    }
}

/// Whether a statement, of a person if it is known whose, is the same as another.
fn is_same(
    person: Option<i64>,
    s: &Statement,
    record: &ArticleRecord,
    content: &Content,
    other: &Other,
) -> bool {
    if person.is_some() && other.person.is_some() && person != other.person {
        return false;
    }
    let alike = content.alike(&Content::of(&other.content));
    if !alike.same() || alike.conflict.is_some() {
        return false;
    }
    let far = match (record.article.published.as_deref(), other.published.as_deref()) {
        (Some(one), Some(other)) => apart(one, other).is_some_and(|days| days > DAYS),
        _ => false,
    };
    if far && alike.score < SURE {
        return false;
    }
    let speaker = s.speakers.first();
    match (person, other.person) {
        (Some(_), Some(_)) => true,
        _ => match (speaker.and_then(|s| s.name.as_deref()), other.name.as_deref()) {
            (Some(one), Some(other)) => last_word(one) == last_word(other),
            // who says it is not known on both sides
            _ => alike.score >= SURE,
        },
    }
}

/// Whether two texts are the same report: most of both, or most of the shorter one.
fn is_copy(one: &Shingles, other: &Shingles) -> bool {
    if other.len() < SHORTEST {
        return false;
    }
    let (shorter, longer) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    one.jaccard(other) >= ALIKE || shorter.contained_in(longer) >= CONTAINED
}

/// Days between two dates.
fn apart(one: &str, other: &str) -> Option<i64> {
    let span = day(one)?.since((jiff::Unit::Day, day(other)?)).ok()?;
    Some(i64::from(span.get_days()).abs())
}

fn day(time: &str) -> Option<jiff::civil::Date> {
    time.get(..10)?.parse().ok()
}

fn last_word(name: &str) -> String {
    name.split_whitespace()
        .next_back()
        .unwrap_or_default()
        .to_lowercase()
}
