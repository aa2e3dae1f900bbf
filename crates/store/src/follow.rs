//! Corrections go along into other versions of an article, as far as these print the same: when a version arrives, and when one is corrected.
//!
//! What was decided about a version holds for later ones, in the order of [`History::in_time`]; that something is suppressed, for earlier ones too. A
//! statement, as it was read, is that of the other version which [`crate::compare`] takes it for. What was decided about it holds there
//!
//! - if the content has the same words: that it is suppressed, or disputed;
//! - if cue and source have the same words too: that it is rejected, who says it, what its content is (where the same words stand in
//!   the same place before or behind);
//! - if the other version also has the same people say it, in the same mode: that it is accepted, which role they have.
//!
//! What goes along is a correction of its own, of which the first one is the origin. It can be taken back alone, and does not go on into versions
//! that come later then; taking the origin back takes all of them back. What does not go along is left behind, with the reason, and is looked at again with
//! each later version.
//!
//! [`History::in_time`]: crate::History::in_time

use crate::carry::settle;
use crate::correct::Held;
use crate::diff::{fold, paired};
use crate::error::StoreError;
use crate::file::{Change, all};
use crate::fix::Fix;
use crate::load::Stored;
use onrecord_record::{ByteIndex, Statement};
use rusqlite::params;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A correction of an article.
struct Member {
    id: i64,
    version: i64,
    undone: bool,
    suppresses: bool,
    /// Whether it holds for a statement.
    holds: bool,
}

/// A line of the audit log.
#[derive(Default, Serialize)]
struct Told {
    version: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    along: Vec<i64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    behind: Vec<i64>,
}

impl Change<'_> {
    /// Makes the corrections of an article hold for its version `n`, which has just come.
    pub(crate) fn follow(&mut self, article: &str, n: u32) -> Result<(), StoreError> {
        let sql = "SELECT a.id, v.id FROM article a JOIN version v ON v.article_id = a.id WHERE a.key = ?1 AND v.n = ?2";
        let found = all(&self.db, sql, params![article, n], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .map_err(self.of())?;
        for (article, version) in found {
            let due = self.due(article, version)?;
            self.follow_into(article, version, due)?;
        }
        Ok(())
    }

    /// Makes a correction that has just been made hold for other versions of the article.
    pub(crate) fn spread(
        &mut self,
        article: i64,
        corrected: i64,
        id: i64,
        fix: &Fix,
    ) -> Result<(), StoreError> {
        let order = self.in_time(article)?;
        let at = order.iter().position(|version| *version == corrected);
        for (rank, version) in order.into_iter().enumerate() {
            let is_meant = Some(rank) > at || matches!(fix, Fix::Suppress);
            if version != corrected && is_meant {
                let due = BTreeMap::from([(corrected, BTreeSet::from([id]))]);
                self.follow_into(article, version, due)?;
            }
        }
        Ok(())
    }

    /// The rows of an article's versions, as [`crate::History::in_time`] orders them.
    fn in_time(&self, article: i64) -> Result<Vec<i64>, StoreError> {
        let sql =
            "SELECT v.id FROM version v JOIN article a ON a.id = v.article_id JOIN change c ON c.seq = v.seen
                    WHERE a.id = ?1 ORDER BY a.version_id IS v.id, coalesce(v.as_of, c.at), v.n";
        all(&self.db, sql, [article], |row| row.get(0)).map_err(self.of())
    }

    /// The corrections that may go along into a version, by the versions that they are about.
    fn due(&self, article: i64, version: i64) -> Result<BTreeMap<i64, BTreeSet<i64>>, StoreError> {
        let sql = "SELECT k.id, k.version_id, k.undone IS NOT NULL, k.action = 'suppress', k.statement_id IS NOT NULL, coalesce(k.origin_id, k.id)
                     FROM version v JOIN correction k ON k.version_id = v.id WHERE v.article_id = ?1 ORDER BY k.id";
        let found = all(&self.db, sql, [article], |row| {
            let member = Member {
                id: row.get(0)?,
                version: row.get(1)?,
                undone: row.get(2)?,
                suppresses: row.get(3)?,
                holds: row.get(4)?,
            };
            Ok((row.get::<_, i64>(5)?, member))
        })
        .map_err(self.of())?;
        let mut due: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
        if found.is_empty() {
            return Ok(due);
        }
        let order = self.in_time(article)?;
        let rank: BTreeMap<i64, usize> = order.into_iter().zip(0..).collect();
        let mut of: BTreeMap<i64, Vec<Member>> = BTreeMap::new();
        for (origin, member) in found {
            of.entry(origin).or_default().push(member);
        }
        let at = |version: i64| rank.get(&version).copied();
        for members in of.into_values() {
            if members.iter().any(|member| member.version == version) {
                continue;
            }
            // the nearest version before it has the last word; one for which nothing holds any more, only if no other is there
            let before = members.iter().filter(|member| at(member.version) < at(version));
            let before = before.max_by_key(|member| (member.holds || member.undone, at(member.version)));
            let behind = members.iter().filter(|member| member.suppresses);
            let source = before.or_else(|| behind.min_by_key(|member| (!member.holds, at(member.version))));
            if let Some(source) = source.filter(|source| !source.undone) {
                due.entry(source.version).or_default().insert(source.id);
            }
        }
        Ok(due)
    }

    fn follow_into(
        &mut self,
        article: i64,
        version: i64,
        due: BTreeMap<i64, BTreeSet<i64>>,
    ) -> Result<(), StoreError> {
        if due.is_empty() {
            return Ok(());
        }
        let of = self.of();
        let mut along: BTreeMap<usize, Vec<(i64, Fix)>> = BTreeMap::new();
        let mut behind: Vec<(i64, String)> = Vec::new();
        let new = readable(self.look().load(version))?;
        for (from, due) in due {
            let old = readable(self.look().load(from))?;
            let (old, new) = match (&old, &new) {
                (Ok(old), Ok(new)) => (old, new),
                (Err(why), _) | (_, Err(why)) => {
                    behind.extend(due.into_iter().map(|id| (id, why.clone())));
                    continue;
                }
            };
            let same = paired(old, new);
            let held = self.look().held(from)?;
            for one in held.iter().filter(|one| due.contains(&one.id)) {
                match goes_along(one, &held, &due, (old, new), &same) {
                    Ok((at, fix)) => along.entry(at).or_default().push((one.id, fix)),
                    Err(why) => behind.push((one.id, why.to_owned())),
                }
            }
        }
        let (n, is_newest): (u32, bool) = self
            .db
            .query_row(
                "SELECT v.n, a.version_id IS v.id FROM version v JOIN article a ON a.id = v.article_id WHERE v.id = ?1",
                [version],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .map_err(&of)?;
        let mut told = Told {
            version: n,
            ..Told::default()
        };
        if let Ok(new) = &new {
            self.put_along(along, new, &mut told, &mut behind)?;
        }
        // what is newest counts; what is suppressed is to be shown in no version
        if is_newest {
            for id in &told.along {
                let sql = "UPDATE correction SET left_behind = NULL WHERE id = ?1 AND action <> 'suppress'";
                self.db.execute(sql, [id]).map_err(&of)?;
            }
        }
        for (id, why) in behind {
            let sql = "UPDATE correction SET left_behind = ?2 WHERE id = ?1 AND (?3 OR action = 'suppress') AND left_behind IS NOT ?2";
            let why = format!("v{n}: {why}");
            let changed = self.db.execute(sql, params![id, why, is_newest]);
            if changed.map_err(&of)? > 0 {
                told.behind.push(id);
            }
        }
        if told.along.is_empty() && told.behind.is_empty() {
            return Ok(());
        }
        told.along.sort_unstable();
        told.behind.sort_unstable();
        self.touch(article).map_err(&of)?;
        let detail = crate::add::json(&told).map_err(&of)?;
        self.audit(Some(article), None, "corrections follow", Some(&detail))
            .map_err(of)
    }

    /// Makes corrections hold for statements of `new`, beside what was decided about these before.
    fn put_along(
        &mut self,
        along: BTreeMap<usize, Vec<(i64, Fix)>>,
        new: &Stored,
        told: &mut Told,
        behind: &mut Vec<(i64, String)>,
    ) -> Result<(), StoreError> {
        let of = self.of();
        let own = self.look().held(new.id)?;
        let mut record = new.record.clone().into_inner();
        for (at, mut fixes) in along {
            fixes.sort_by_key(|(id, _)| *id);
            let (Some(shown), Some(row), Some(key)) =
                (new.record.statements.get(at), new.rows.get(at), new.key_of(at))
            else {
                continue;
            };
            let base = row.read.as_deref().unwrap_or(shown);
            let before = own.iter().filter(|held| held.row == Some(row.id) && !held.undone);
            let mut all: Vec<(i64, Fix)> = before.map(|held| (held.id, held.fix.clone())).collect();
            // what was decided about this very version has the last word
            let decided = self.decided_here(row.id).map_err(&of)?;
            let (others, kept): (Vec<_>, Vec<_>) = fixes
                .into_iter()
                .partition(|(_, fix)| decided.contains(fix.as_str()));
            fixes = kept;
            let other = "something else was decided about it there";
            behind.extend(others.into_iter().map(|(id, _)| (id, other.to_owned())));
            if fixes.is_empty() {
                continue;
            }
            all.extend(fixes.iter().cloned());
            let now = settle(&mut record, &new.key, at, base, &all);
            let failed: BTreeMap<i64, String> = now
                .failed
                .iter()
                .map(|(id, error)| (*id, format!("it cannot be applied there: {error}")))
                .collect();
            for (id, fix) in &fixes {
                match failed.get(id) {
                    Some(why) => behind.push((*id, why.clone())),
                    None => {
                        self.go_along(*id, fix, new, &key, base, row.id).map_err(&of)?;
                        told.along.push(*id);
                    }
                }
            }
            self.rewrite(new, row.id, Some(shown), &now).map_err(&of)?;
        }
        Ok(())
    }

    /// What a statement was made by corrections that did not come from other versions.
    fn decided_here(&self, row: i64) -> rusqlite::Result<BTreeSet<String>> {
        let sql = "SELECT DISTINCT action FROM correction WHERE statement_id = ?1 AND undone IS NULL AND origin_id IS NULL
                      AND action IN ('speaker', 'role', 'content')";
        let found = all(&self.db, sql, [row], |row| row.get(0))?;
        Ok(found.into_iter().collect())
    }

    fn go_along(
        &self,
        from: i64,
        fix: &Fix,
        new: &Stored,
        key: &crate::StatementKey,
        base: &Statement,
        row: i64,
    ) -> rusqlite::Result<()> {
        let (data, before) = (crate::add::json(fix)?, crate::add::json(base)?);
        self.db.execute(
            "INSERT INTO correction (seq, who, why, action, version_id, start, \"end\", nth, data, before, statement_id, origin_id)
             SELECT ?2, who, why, action, ?3, ?4, ?5, ?6, ?7, ?8, ?9, coalesce(origin_id, id) FROM correction WHERE id = ?1",
            params![from, self.seq, new.id, key.start, key.end, key.nth, data, before, row],
        )?;
        Ok(())
    }
}

/// A version, or why it cannot be read, where that is the fault of what is stored.
fn readable(loaded: Result<Stored, StoreError>) -> Result<Result<Stored, String>, StoreError> {
    match loaded {
        Ok(stored) => Ok(Ok(stored)),
        Err(StoreError::Damaged { place, problem }) => Ok(Err(format!("{place} cannot be read: {problem}"))),
        Err(StoreError::Refused { place, source }) => Ok(Err(format!("{place} cannot be read: {source}"))),
        Err(error) => Err(error),
    }
}

/// The statement of the other version for which a correction holds too, and what is put in place there; or why there is none. `due` are those that
/// go along at the same time.
fn goes_along(
    one: &Held,
    all: &[Held],
    due: &BTreeSet<i64>,
    (old, new): (&Stored, &Stored),
    same: &BTreeMap<usize, usize>,
) -> Result<(usize, Fix), &'static str> {
    const NONE: &str = "the other version has no such statement";
    let from = old.rows.iter().position(|row| Some(row.id) == one.row);
    let at = match from {
        Some(from) => same.get(&from).copied(),
        // nothing of its own version is read as it was: only the very same is it
        None => only(new, |s| parts(s) == parts(&one.before)),
    };
    let at = at.ok_or(NONE)?;
    let shown = new.record.statements.get(at).ok_or(NONE)?;
    let read = new.rows.get(at).and_then(|row| row.read.as_deref());
    let (before, after) = (&one.before, read.unwrap_or(shown));
    let ([content, frame @ ..], [new_content, new_frame @ ..]) = (parts(before), parts(after));
    if content != new_content {
        return Err("the other version words it differently");
    }
    if matches!(one.fix, Fix::Suppress | Fix::Dispute { .. }) {
        return Ok((at, one.fix.clone()));
    }
    if frame != new_frame {
        return Err("the other version prints another source or cue for it");
    }
    let speaks = |s: &Statement| -> BTreeSet<Option<String>> {
        s.speakers
            .iter()
            .map(|speaker| speaker.name.clone().filter(|_| !speaker.open))
            .collect()
    };
    // it is about the speaker, whom another correction may give at the same time
    let is_given = all.iter().any(|other| {
        let is_speaker = matches!(other.fix, Fix::Speaker { .. });
        is_speaker && other.row == one.row && other.id < one.id && due.contains(&other.id)
    });
    if matches!(one.fix, Fix::Accept | Fix::Role { .. }) {
        let was = from
            .and_then(|from| old.record.statements.get(from))
            .unwrap_or(before);
        if before.mode != after.mode || before.kind != after.kind {
            return Err("the other version has it said in another way");
        }
        if !is_given && speaks(was) != speaks(shown) {
            return Err("the other version has somebody else say it");
        }
    }
    let Fix::Content { spans } = &one.fix else {
        return Ok((at, one.fix.clone()));
    };
    let spans = moved(spans, before, after, old, new)
        .ok_or("the other version has other words where the content was put right")?;
    Ok((at, Fix::Content { spans }))
}

/// The one statement, as it was read, that `is` it.
fn only(stored: &Stored, is: impl Fn(&Statement) -> bool) -> Option<usize> {
    let rows = stored.rows.iter().zip(&stored.record.statements);
    let mut found = rows
        .enumerate()
        .filter(|(_, (row, s))| is(row.read.as_deref().unwrap_or(s)))
        .map(|(at, _)| at);
    found.next().filter(|_| found.next().is_none())
}

/// The words of content, cue and source, fragment by fragment, as they are compared.
fn parts(s: &Statement) -> [Vec<Vec<String>>; 3] {
    [&s.content, &s.cue, &s.source].map(|spans| spans.iter().map(|span| fold(&span.text)).collect())
}

/// Places as far from a statement's begin as they were, if the new text has the same words there.
fn moved(
    spans: &[(u32, u32)],
    before: &Statement,
    after: &Statement,
    old: &Stored,
    new: &Stored,
) -> Option<Vec<(u32, u32)>> {
    let by = i64::from(after.content.first()?.start) - i64::from(before.content.first()?.start);
    let shift = |at: u32| u32::try_from(i64::from(at) + by).ok();
    let (old, new) = (
        ByteIndex::new(&old.record.article.text),
        ByteIndex::new(&new.record.article.text),
    );
    spans
        .iter()
        .map(|&(start, end)| {
            let to = (shift(start)?, shift(end)?);
            let is_same = old.span(start, end)?.text == new.span(to.0, to.1)?.text;
            is_same.then_some(to)
        })
        .collect()
}
