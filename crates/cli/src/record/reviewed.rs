//! What people decided about statements, as it is kept to wherever statements are shown or leave: what is suppressed stays back, what is rejected
//! stays back unless its own key is asked for, and what was corrected is found by its earlier key.

use crate::messages;
use anyhow::{Result, bail};
use onrecord_exchange::{Around, select};
use onrecord_record::CheckedRecord;
use onrecord_store::{Moved, Record, StatementKey, StatementRow, StoreError, Stored};

/// A statement that was asked for by its key.
pub(super) struct Found {
    pub(super) stored: Stored,
    pub(super) at: usize,
    /// The key that it has now.
    pub(super) key: StatementKey,
}

/// The statement that goes, or went, by this key; that it goes by another is said.
pub(super) fn by_key(record: &Record, key: &StatementKey) -> Result<Found> {
    let stored = record.version(&key.at)?;
    if let Some(at) = stored.find(key) {
        return Ok(Found {
            stored,
            at,
            key: key.clone(),
        });
    }
    let moved = record.moved(key)?;
    if let Some(Moved::To { key: now, correction }) = &moved
        && let Some(at) = stored.find(now)
    {
        messages::note(&format!(
            "{key}: by correction {correction}, the statement goes by {now}"
        ));
        return Ok(Found {
            stored,
            at,
            key: now.clone(),
        });
    }
    match moved {
        Some(Moved::Gone { correction, why }) => bail!(
            "{key}: no statement of the present reading is the one that correction {correction} is about ({why}); \
             `onrecord corrections --stale` lists such corrections"
        ),
        _ => Err(StoreError::Unknown {
            what: key.to_string(),
            remedy: "`onrecord search` prints the keys of statements, `onrecord show ARTICLE` lists an article's versions",
        }
        .into()),
    }
}

/// The same for what is to be shown: not what is suppressed.
pub(super) fn to_show(record: &Record, key: &StatementKey) -> Result<Found> {
    let found = by_key(record, key)?;
    if found.stored.rows.get(found.at).is_some_and(is_suppressed) {
        bail!(
            "{key}: the statement is suppressed, and not shown; `onrecord corrections {}` tells who decided that, and its number takes it back",
            key.at.article
        );
    }
    Ok(found)
}

fn is_suppressed(row: &StatementRow) -> bool {
    row.review.as_deref() == Some("suppressed")
}

/// Whether a statement is left out of results.
pub(super) fn is_hidden(row: &StatementRow) -> bool {
    matches!(row.review.as_deref(), Some("rejected" | "suppressed"))
}

/// The version with the statements that `keep` is true of, and without any words of its own of what is suppressed.
pub(super) fn without_hidden(
    stored: &Stored,
    keep: impl Fn(&StatementRow) -> bool,
    around: Around,
) -> Result<CheckedRecord> {
    let kept = |at: usize| {
        stored
            .rows
            .get(at)
            .is_some_and(|row| !is_hidden(row) && keep(row))
    };
    let some = select(&stored.record, kept, around)?;
    let suppressed: Vec<(u32, u32)> = stored
        .rows
        .iter()
        .zip(&stored.record.statements)
        .filter(|(row, _)| is_suppressed(row))
        .flat_map(|(_, s)| s.content.iter().map(|span| (span.start, span.end)))
        .collect();
    let has = |start: u32, end: u32| suppressed.iter().any(|&(from, to)| start < to && from < end);
    if !some.unattributed.iter().any(|q| has(q.start, q.end)) {
        return Ok(some);
    }
    let mut some = some.into_inner();
    some.unattributed.retain(|q| !has(q.start, q.end));
    Ok(CheckedRecord::new(some)?)
}
