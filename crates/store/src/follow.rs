//! Corrections go along into the next version of an article, as far as it prints the same.
//!
//! A statement of the earlier version, as it was read there, is that of the later one which [`crate::compare`] takes it for. What was decided about it
//! holds there
//!
//! - if the content has the same words: that it is suppressed, or disputed;
//! - if cue and source have the same words too: that it is rejected, who says it, what its content is (where the same words stand in
//!   the same place before or behind);
//! - if the later version is also read as giving it to the same people: that it is accepted, which role they have.
//!
//! What goes along is a correction of its own, which can be taken back alone; what it comes from takes it along when it is taken back. What does
//! not is left behind, with the reason, and is looked at again with each later version.

use crate::carry::settle;
use crate::correct::Held;
use crate::diff::paired;
use crate::error::StoreError;
use crate::file::{Change, all};
use crate::fix::Fix;
use crate::load::Stored;
use onrecord_compare::Words;
use onrecord_record::{ByteIndex, Span, Statement};
use rusqlite::params;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

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
    /// Makes the corrections of an article's earlier versions hold for its newest, as far as they can.
    pub(crate) fn follow(&mut self, article: &str) -> Result<(), StoreError> {
        let of = self.of();
        let (article, version): (i64, i64) = self
            .db
            .prepare_cached("SELECT id, version_id FROM article WHERE key = ?1")
            .and_then(|mut find| find.query_row([article], |row| Ok((row.get(0)?, row.get(1)?))))
            .map_err(&of)?;
        // those that have gone along before are represented by what they became
        let sql = "SELECT k.id, k.version_id FROM version v JOIN correction k ON k.version_id = v.id
                    WHERE v.article_id = ?1 AND v.id <> ?2 AND k.undone IS NULL AND k.statement_id IS NOT NULL
                      AND NOT EXISTS (SELECT 1 FROM correction l WHERE l.origin_id = k.id)";
        let found = all(&self.db, sql, [article, version], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
        })
        .map_err(&of)?;
        if found.is_empty() {
            return Ok(());
        }
        let due: BTreeSet<i64> = found.iter().map(|(id, _)| *id).collect();
        let versions: BTreeSet<i64> = found.iter().map(|(_, version)| *version).collect();
        let new = self.look().load(version)?;
        let mut along: BTreeMap<usize, Vec<(i64, Fix)>> = BTreeMap::new();
        let mut behind: Vec<(i64, String)> = Vec::new();
        for from in versions {
            let old = self.look().load(from)?;
            let same = paired(&old, &new);
            let held = self.look().held(from)?;
            for one in held.iter().filter(|one| due.contains(&one.id)) {
                match goes_along(one, &held, &old, &new, &same) {
                    Ok((at, fix)) => along.entry(at).or_default().push((one.id, fix)),
                    Err(why) => behind.push((one.id, why.to_owned())),
                }
            }
        }
        let mut told = Told {
            version: new.key.version,
            ..Told::default()
        };
        let mut record = new.record.clone().into_inner();
        for (at, mut fixes) in along {
            fixes.sort_by_key(|(id, _)| *id);
            let (Some(base), Some(row)) = (new.record.statements.get(at), new.rows.get(at)) else {
                continue;
            };
            let now = settle(&mut record, &new.key, at, base, &fixes);
            let failed: BTreeMap<i64, String> = now
                .failed
                .iter()
                .map(|(id, error)| (*id, format!("it cannot be applied to the new version: {error}")))
                .collect();
            let Some(key) = new.key_of(at) else { continue };
            for (id, fix) in fixes.iter().filter(|(id, _)| !failed.contains_key(id)) {
                self.go_along(*id, fix, &new, &key, base, row.id).map_err(&of)?;
                told.along.push(*id);
            }
            behind.extend(failed);
            self.rewrite(&new, row.id, Some(base), &now).map_err(&of)?;
        }
        for (id, why) in behind {
            self.db
                .execute(
                    "UPDATE correction SET left_behind = ?2 WHERE id = ?1",
                    params![id, why],
                )
                .map_err(&of)?;
            told.behind.push(id);
        }
        told.along.sort_unstable();
        told.behind.sort_unstable();
        let detail = crate::add::json(&told).map_err(&of)?;
        self.audit(Some(article), None, "corrections follow", Some(&detail))
            .map_err(of)
    }

    fn go_along(
        &self,
        origin: i64,
        fix: &Fix,
        new: &Stored,
        key: &crate::StatementKey,
        base: &Statement,
        row: i64,
    ) -> rusqlite::Result<()> {
        let (data, before) = (crate::add::json(fix)?, crate::add::json(base)?);
        self.db.execute(
            "INSERT INTO correction (seq, who, why, action, version_id, start, \"end\", nth, data, before, statement_id, origin_id)
             SELECT ?2, who, why, action, ?3, ?4, ?5, ?6, ?7, ?8, ?9, id FROM correction WHERE id = ?1",
            params![origin, self.seq, new.id, key.start, key.end, key.nth, data, before, row],
        )?;
        self.db
            .execute("UPDATE correction SET left_behind = NULL WHERE id = ?1", [origin])?;
        Ok(())
    }
}

/// The statement of the new version for which a correction holds too, and what is put in place there; or why there is none.
fn goes_along(
    one: &Held,
    all: &[Held],
    old: &Stored,
    new: &Stored,
    same: &BTreeMap<usize, usize>,
) -> Result<(usize, Fix), &'static str> {
    const NONE: &str = "the new version has no such statement";
    let from = old.rows.iter().position(|row| Some(row.id) == one.row);
    let at = from.and_then(|from| same.get(&from)).copied().ok_or(NONE)?;
    let (before, after) = (&one.before, new.record.statements.get(at).ok_or(NONE)?);
    if folded(&before.content) != folded(&after.content) {
        return Err("the new version words it differently");
    }
    if matches!(one.fix, Fix::Suppress | Fix::Dispute { .. }) {
        return Ok((at, one.fix.clone()));
    }
    if folded(&before.cue) != folded(&after.cue) || folded(&before.source) != folded(&after.source) {
        return Err("the new version prints another source or cue for it");
    }
    let speaks = |s: &Statement| -> BTreeSet<Option<String>> {
        s.speakers
            .iter()
            .map(|speaker| speaker.name.clone().filter(|_| !speaker.open))
            .collect()
    };
    let is_given = || {
        all.iter().any(|other| {
            let is_speaker = matches!(other.fix, Fix::Speaker { .. });
            is_speaker && other.row == one.row && !other.undone && other.id < one.id
        })
    };
    let rests_on_speaker = match one.fix {
        Fix::Accept => true,
        Fix::Role { .. } => !is_given(),
        _ => false,
    };
    if rests_on_speaker && (speaks(before) != speaks(after) || before.mode != after.mode) {
        return Err("the new version is read as giving it to somebody else");
    }
    let Fix::Content { spans } = &one.fix else {
        return Ok((at, one.fix.clone()));
    };
    let spans = moved(spans, before, after, old, new)
        .ok_or("the new version has other words where the content was put right")?;
    Ok((at, Fix::Content { spans }))
}

/// The words of fragments, as they are compared.
fn folded(spans: &[Span]) -> Vec<Vec<String>> {
    let fold = |span: &Span| {
        Words::of(&span.text)
            .iter()
            .map(|word| word.folded.to_owned())
            .collect()
    };
    spans.iter().map(fold).collect()
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
