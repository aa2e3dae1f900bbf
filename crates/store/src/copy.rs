//! The same words in many places: articles that are one report, and statements that are one statement.
//!
//! Articles share text when enough of their runs of five words are the same; they are found by the least hashes of these
//! (anchors), and compared in full. Statements are found by hashes of their content's words (prints), and compared by
//! words, numbers, negation and speaker. Both cost a bounded number of looks for each article that is added, so adding n
//! articles costs n log n. Hashes are filed by the time of publication, so that the looks go to the part of the record that is at
//! hand while an archive is added in its order: anchors and prints of all times are looked up for the few that serve any time.

use crate::file::{Change, all};
use crate::ready::Wording;
use crate::recent::Other;
use jiff::civil::{Date, date};
use onrecord_compare::Shingles;
use onrecord_compare::statements::{Content, may_be_nearly_same, may_be_same};
use onrecord_record::ArticleRecord;
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
    fn of(published: Option<Date>, seen: &str) -> Self {
        let day = published.or_else(|| day(seen)).unwrap_or_default();
        let days = day.duration_since(date(1600, 1, 1)).as_hours() / 24;
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

/// Whether a hash is filed for any time.
fn is_ever(filed: i64) -> bool {
    filed >> 34 == Shelf::EVER
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
    pub(crate) fn cluster(
        &mut self,
        article: i64,
        published: Option<&str>,
        shingles: Shingles,
        hashes: &[u64],
    ) -> rusqlite::Result<()> {
        if shingles.len() < SHORTEST {
            return Ok(());
        }
        let shelf = Shelf::of(published.and_then(day), &self.at);
        let anchors = places(hashes, EVER_ANCHORS, &shelf);
        let mut shared: FxHashMap<i64, u32> = FxHashMap::default();
        let sharing = "SELECT article_id FROM anchor WHERE hash = ?1 ORDER BY article_id DESC LIMIT ?2";
        for anchor in anchors.iter().copied().chain(near(hashes, &shelf)) {
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
    /// `speakers` are those whom they are given to across articles, `seen` is when the version was added.
    pub(crate) fn group(
        &mut self,
        article: i64,
        first: i64,
        wordings: &[Wording],
        record: &ArticleRecord,
        speakers: &[Option<i64>],
        seen: &str,
    ) -> rusqlite::Result<()> {
        let published = record.article.published.as_deref().and_then(day);
        let shelf = Shelf::of(published, seen);
        let speakers = speakers.iter().copied();
        for (((id, s), wording), person) in (first..).zip(&record.statements).zip(wordings).zip(speakers) {
            if wording.prints.is_empty() {
                continue;
            }
            let speaker = s.speakers.first().and_then(|speaker| speaker.name.as_deref());
            let own = Arc::new(Other {
                id,
                article,
                signature: wording.signature,
                content: Arc::clone(&wording.content),
                person,
                family: speaker.map(last_word),
                published,
            });
            let mut same = Vec::new();
            let mut weighed = 0;
            for (other, far) in self.file(id, &wording.prints, &shelf)? {
                let may_be = if far { may_be_nearly_same } else { may_be_same };
                let Some(other) = self.other(other, |held| may_be(wording.signature, held))? else {
                    continue;
                };
                // of one article, `same_as` tells
                if other.article != article && is_same(&own, &other) {
                    same.push(other.id);
                }
                weighed += 1;
                if weighed == WEIGHED {
                    break;
                }
            }
            self.join_group(id, &same)?;
            self.recent.note(own);
        }
        Ok(())
    }

    /// Files a statement under its prints. Gives the statements that share one of these, the newest first, and whether they were published so long
    /// before or after that only nearly the same words count.
    fn file(&self, id: i64, prints: &[u64], shelf: &Shelf) -> rusqlite::Result<Vec<(i64, bool)>> {
        let places = places(prints, EVER_PRINTS, shelf);
        let mut found: Vec<(i64, bool)> = Vec::new();
        let mut sharing = self.db.prepare_cached(
            "SELECT statement_id FROM print WHERE hash = ?1 ORDER BY statement_id DESC LIMIT ?2",
        )?;
        for print in places.iter().copied().chain(near(prints, shelf)) {
            let far = is_ever(print);
            let mut rows = sharing.query(params![print, PER_PRINT])?;
            while let Some(row) = rows.next()? {
                found.push((row.get(0)?, far));
            }
        }
        let mut insert = self
            .db
            .prepare_cached("INSERT OR IGNORE INTO print (hash, statement_id) VALUES (?1, ?2)")?;
        for print in places {
            insert.execute([print, id])?;
        }
        // what is found near as well is near
        found.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        found.dedup_by_key(|found| found.0);
        Ok(found)
    }

    /// A statement, if its words may be the same, as its signature tells.
    fn other(&mut self, id: i64, may_be: impl Fn(u64) -> bool) -> rusqlite::Result<Option<Arc<Other>>> {
        if let Some(other) = self.recent.statements.get(id) {
            return Ok(Some(other).filter(|other| may_be(other.signature)));
        }
        let held = match self.recent.signatures.get(id) {
            Some(held) => Some(held),
            None => self.signature(id)?,
        };
        if !held.is_some_and(may_be) {
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
                    content: Arc::new(Content::of(row.get_ref(3)?.as_str_or_null()?.unwrap_or_default())),
                    person: row.get(4)?,
                    family: row.get_ref(5)?.as_str_or_null()?.map(last_word),
                    published: row.get_ref(6)?.as_str_or_null()?.and_then(day),
                })
            })
            .optional()?;
        Ok(found.map(|other| self.recent.note(Arc::new(other))))
    }

    fn signature(&self, statement: i64) -> rusqlite::Result<Option<u64>> {
        self.db
            .prepare_cached("SELECT signature FROM statement WHERE id = ?1")?
            .query_row([statement], |row| row.get(0).map(i64::cast_unsigned))
            .optional()
    }

    /// Whom a statement is given to across articles.
    pub(crate) fn person_of(&self, statement: i64) -> rusqlite::Result<Option<i64>> {
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

/// Whether two statements of different articles are the same.
fn is_same(one: &Other, other: &Other) -> bool {
    let known = one.person.is_some() && other.person.is_some();
    if known && one.person != other.person {
        return false;
    }
    let alike = one.content.alike(&other.content);
    if !alike.same() || alike.conflict.is_some() {
        return false;
    }
    let sure = alike.score >= SURE;
    let far = || match (one.published, other.published) {
        (Some(one), Some(other)) => apart(one, other) > DAYS,
        _ => false,
    };
    if !sure && far() {
        return false;
    }
    known
        || match (&one.family, &other.family) {
            (Some(one), Some(other)) => one == other,
            // who says it is not known on both sides
            _ => sure,
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
fn apart(one: Date, other: Date) -> i64 {
    one.duration_since(other).as_hours().abs() / 24
}

/// The day of a time, if it begins with one.
pub(crate) fn day(time: &str) -> Option<Date> {
    time.get(..10)?.parse().ok()
}

fn last_word(name: &str) -> Box<str> {
    let last = name.split_whitespace().next_back().unwrap_or_default();
    last.to_lowercase().into()
}
