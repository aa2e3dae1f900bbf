//! The same words in many places: articles that are one report, and statements that are one statement.
//!
//! Articles share text when enough of their runs of five words are the same; they are found by the least hashes of these
//! (anchors), and compared in full. Statements are found by hashes of their content's words (prints), and compared by
//! words, numbers, negation and speaker. Both cost a bounded number of looks for each article that is added, so adding n
//! articles costs n log n.

use crate::file::{Change, all};
use onrecord_compare::Shingles;
use onrecord_compare::statements::Content;
use onrecord_record::{ArticleRecord, Statement};
use rusqlite::{OptionalExtension as _, params};
use rustc_hash::FxHashMap;

/// Articles that are looked at for one anchor, the newest: an anchor of more is boilerplate.
const PER_ANCHOR: u32 = 40;
/// Articles that are compared in full, those that share the most anchors.
const COMPARED: usize = 12;
/// Of two articles, this much of all their runs of words is in both.
const ALIKE: f64 = 0.5;
/// Or this much of the shorter one is in the longer.
const CONTAINED: f64 = 0.65;
/// Texts with fewer runs of words tell nothing.
const SHORTEST: usize = 20;

/// Statements that are looked at for one print, the newest.
const PER_PRINT: u32 = 24;
/// Statements that are compared in full.
const WEIGHED: usize = 40;
/// Contents of fewer words are the same by chance ("he agreed").
const FEWEST: usize = 4;
/// Without a speaker that is known on both sides, contents have to be this alike.
const SURE: f32 = 0.85;
/// Days between the publications of one statement in other words; in nearly the same words, it may come up at any time.
const DAYS: i64 = 30;

/// A hash as it is stored: 47 bits of it, which take six bytes.
fn short(hash: u64) -> i64 {
    i64::try_from(hash & ((1 << 47) - 1)).unwrap_or(0)
}

/// What is compared of a statement that another may be the same as.
struct Other {
    id: i64,
    group: Option<i64>,
    article: i64,
    content: String,
    person: Option<i64>,
    name: Option<String>,
    published: Option<String>,
}

impl Change<'_> {
    /// Puts an article's newest text to those that share it.
    pub(crate) fn cluster(&mut self, article: i64, text: &str) -> rusqlite::Result<()> {
        let shingles = Shingles::of(text);
        self.db
            .prepare_cached("DELETE FROM anchor WHERE article_id = ?1")?
            .execute([article])?;
        if shingles.len() < SHORTEST {
            return Ok(());
        }
        let sketch = shingles.sketch();
        let anchors: Vec<i64> = sketch.anchors().iter().map(|&hash| short(hash)).collect();
        let mut shared: FxHashMap<i64, u32> = FxHashMap::default();
        let near = "SELECT article_id FROM anchor WHERE hash = ?1 ORDER BY article_id DESC LIMIT ?2";
        for &anchor in &anchors {
            for other in all(&self.db, near, params![anchor, PER_ANCHOR], |row| {
                row.get::<_, i64>(0)
            })? {
                *shared.entry(other).or_default() += 1;
            }
        }
        let mut candidates: Vec<(u32, i64)> = shared.into_iter().map(|(other, n)| (n, other)).collect();
        candidates.sort_unstable_by(|a, b| b.cmp(a));
        candidates.truncate(COMPARED);
        let mut insert = self
            .db
            .prepare_cached("INSERT OR IGNORE INTO anchor (hash, article_id) VALUES (?1, ?2)")?;
        for anchor in anchors {
            insert.execute([anchor, article])?;
        }
        drop(insert);
        let mut alike = Vec::new();
        for (_, other) in candidates {
            let text: Option<String> = self
                .db
                .prepare_cached("SELECT t.text FROM article a JOIN version_text t ON t.version_id = a.version_id WHERE a.id = ?1")?
                .query_row([other], |row| row.get(0))?;
            let Some(text) = text else { continue };
            if is_copy(&shingles, &Shingles::of(&text)) {
                alike.push(other);
            }
        }
        self.join_cluster(article, &alike)
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
                self.db.execute("INSERT INTO cluster DEFAULT VALUES", [])?;
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

    /// Puts the statements of a reading, whose rows begin at `first`, to those of other articles that they are the same as.
    pub(crate) fn group(&mut self, article: i64, first: i64, record: &ArticleRecord) -> rusqlite::Result<()> {
        for (id, s) in (first..).zip(&record.statements) {
            let words = crate::reading::words(s);
            let content = Content::of(&words);
            if words.split_whitespace().count() < FEWEST {
                continue;
            }
            let mut prints: Vec<i64> = content
                .prints()
                .into_iter()
                .filter(|&p| p != 0)
                .map(short)
                .collect();
            prints.sort_unstable();
            prints.dedup();
            let mut found: Vec<i64> = Vec::new();
            let near = "SELECT statement_id FROM print WHERE hash = ?1 ORDER BY statement_id DESC LIMIT ?2";
            for &print in &prints {
                found.extend(all(&self.db, near, params![print, PER_PRINT], |row| {
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
            found.truncate(WEIGHED);
            let person = if found.is_empty() {
                None
            } else {
                self.person_of(id)?
            };
            let mut same = Vec::new();
            for other in found {
                // of one article, `same_as` tells
                let Some(other) = self.other(other)?.filter(|other| other.article != article) else {
                    continue;
                };
                if is_same(person, s, record, &content, &other) {
                    same.push(other);
                }
            }
            self.join_group(id, &same)?;
        }
        Ok(())
    }

    fn other(&self, id: i64) -> rusqlite::Result<Option<Other>> {
        self.db
            .prepare_cached(
                "SELECT s.id, s.group_id, v.article_id, w.content, coalesce(p.merged, p.id), coalesce(x.name, e.name), v.published
                   FROM statement s JOIN reading r ON r.id = s.reading_id JOIN version v ON v.id = r.version_id
                   JOIN statement_words w ON w.id = s.id
                   LEFT JOIN speaker x ON x.statement_id = s.id AND x.candidate = 0 AND x.n = 0
                   LEFT JOIN entity e ON e.id = x.entity_id LEFT JOIN person p ON p.id = e.person_id
                  WHERE s.id = ?1 AND r.state = 'current'",
            )?
            .query_row([id], |row| {
                Ok(Other {
                    id: row.get(0)?,
                    group: row.get(1)?,
                    article: row.get(2)?,
                    content: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
                    person: row.get(4)?,
                    name: row.get(5)?,
                    published: row.get(6)?,
                })
            })
            .optional()
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

    fn join_group(&self, statement: i64, same: &[Other]) -> rusqlite::Result<()> {
        if same.is_empty() {
            return Ok(());
        }
        let mut groups: Vec<i64> = same.iter().filter_map(|other| other.group).collect();
        groups.sort_unstable();
        groups.dedup();
        let group = match groups.first() {
            Some(&oldest) => oldest,
            None => {
                self.db
                    .execute("INSERT INTO statement_group DEFAULT VALUES", [])?;
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
        for other in same.iter().filter(|other| other.group != Some(group)) {
            if let Some(before) = other.group {
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
                set.execute([other.id, group])?;
                touch.execute([other.id, self.seq])?;
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
        (Some(one), Some(other)) => one == other,
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
    let day = |time: &str| time.get(..10)?.parse::<jiff::civil::Date>().ok();
    let span = day(one)?.since((jiff::Unit::Day, day(other)?)).ok()?;
    Some(i64::from(span.get_days()).abs())
}

fn last_word(name: &str) -> String {
    name.split_whitespace()
        .next_back()
        .unwrap_or_default()
        .to_lowercase()
}
