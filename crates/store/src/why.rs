//! The reasons of a reading's statements, packed: they are read with a statement, never searched for. Where somebody has decided about a statement,
//! they are told from what was put right.

use crate::add::json;
use crate::correct::damaged;
use crate::error::StoreError;
use crate::file::Look;
use crate::load::StatementRow;
use crate::reading::places;
use onrecord_record::{ArticleRecord, Statement};
use std::cell::RefCell;
use std::io::Read;
use zstd::bulk::Compressor;

/// More than any reading has: what unpacks to more is damaged.
const LARGEST: u64 = 1 << 28;
const LEVEL: i32 = 3;

/// The reasons of each statement, in the order of the statements. Nothing when there are none.
pub(crate) fn packed<'a>(whys: impl Iterator<Item = &'a [String]>) -> rusqlite::Result<Option<Vec<u8>>> {
    let whys: Vec<&[String]> = whys.collect();
    if whys.is_empty() {
        return Ok(None);
    }
    compressed(json(&whys)?.as_bytes())
        .map(Some)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

fn compressed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    thread_local! {
        // making one takes longer than using it
        static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    }
    COMPRESSOR.with_borrow_mut(|kept| match kept {
        Some(compressor) => compressor.compress(bytes),
        None => kept.insert(Compressor::new(LEVEL)?).compress(bytes),
    })
}

/// What was packed.
pub(crate) fn unpacked(bytes: Option<&[u8]>) -> Result<Vec<Vec<String>>, String> {
    let Some(bytes) = bytes else {
        return Ok(Vec::new());
    };
    let unpack = || {
        let mut text = String::new();
        zstd::Decoder::new(bytes)?
            .take(LARGEST)
            .read_to_string(&mut text)?;
        Ok::<_, std::io::Error>(serde_json::from_str(&text)?)
    };
    unpack().map_err(|error| format!("the reasons of the statements cannot be unpacked: {error}"))
}

impl Look<'_> {
    /// What was read where somebody decided something; the reasons say what of a statement is not the engine's.
    pub(crate) fn decided(
        &self,
        reading: i64,
        rows: &mut [StatementRow],
        record: &mut ArticleRecord,
    ) -> Result<(), StoreError> {
        if rows
            .iter()
            .all(|row| row.review.is_none() && row.dispute.is_none())
        {
            return Ok(());
        }
        let sql = "SELECT min(k.id), k.statement_id, k.before FROM statement s JOIN correction k ON k.statement_id = s.id
                    WHERE s.reading_id = ?1 GROUP BY k.statement_id";
        let found = self.all(sql, [reading], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, String>(2)?,
            ))
        })?;
        for (correction, statement, before) in found {
            let at = rows.iter().position(|row| row.id == statement);
            let Some((row, s)) = at.and_then(|at| Some((rows.get_mut(at)?, record.statements.get_mut(at)?)))
            else {
                continue;
            };
            let read: Statement =
                serde_json::from_str(&before).map_err(|error| damaged(correction, &error))?;
            s.why = corrected(s, &read);
            row.read = Some(Box::new(read));
        }
        Ok(())
    }
}

/// The reasons of a statement of which `read` was read: what was put right has none of the engine's, which are said to be of what was read.
fn corrected(s: &Statement, read: &Statement) -> Vec<String> {
    let mut changed = Vec::new();
    if s.speakers != read.speakers || s.candidates != read.candidates {
        changed.push("who says it");
    }
    if places(&s.content) != places(&read.content) {
        changed.push("what is said");
    }
    if changed.is_empty() {
        return read.why.clone();
    }
    let mut why = vec![format!("{} was put right in this record", changed.join(" and "))];
    why.extend(read.why.iter().map(|reason| format!("as it was read: {reason}")));
    why
}
