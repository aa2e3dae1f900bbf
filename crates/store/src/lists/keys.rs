//! Whom the keys of a file stand for in this record, which may be another one than the file was written from.

use crate::error::StoreError;
use crate::file::Look;
use onrecord_lists::{Decision, PersonRow, Placed};
use rusqlite::params;
use std::collections::{BTreeMap, BTreeSet};

/// What a file says of its keys, and whom they stand for here.
pub(super) struct Keys {
    pub(super) stood: BTreeMap<i64, String>,
    known: BTreeMap<String, PersonRow>,
    born: BTreeSet<String>,
    here: BTreeMap<String, Result<String, (String, String)>>,
}

impl Keys {
    pub(super) fn of(rows: &[Placed<PersonRow>], stood: BTreeMap<i64, String>) -> Self {
        let mut keys = Self {
            stood,
            known: BTreeMap::new(),
            born: BTreeSet::new(),
            here: BTreeMap::new(),
        };
        for Placed { row, .. } in rows {
            match row.decision {
                Decision::Known => {
                    keys.known.insert(row.person.clone(), row.clone());
                }
                Decision::Split => {
                    keys.born.insert(row.person.clone());
                }
                _ => {}
            }
        }
        keys
    }
}

impl Look<'_> {
    /// Whom a key of the file stands for in this record.
    pub(super) fn key_here(
        &self,
        key: &str,
        keys: &mut Keys,
    ) -> Result<Result<String, (String, String)>, StoreError> {
        if let Some(here) = keys.here.get(key) {
            return Ok(here.clone());
        }
        let here = self.find_key(key, keys)?;
        keys.here.insert(key.to_owned(), here.clone());
        Ok(here)
    }

    fn find_key(&self, key: &str, keys: &Keys) -> Result<Result<String, (String, String)>, StoreError> {
        // one that a row of the file splits off gets the key of the file
        if self.somebody(key)?.is_some() || keys.born.contains(key) {
            return Ok(Ok(key.to_owned()));
        }
        let Some(known) = keys.known.get(key) else {
            return Ok(Err((
                format!("nobody in this record has the key {key:?}"),
                "`onrecord people list NAME` prints keys; or add a row `known` for it, with an article and the name printed there".to_owned(),
            )));
        };
        if !known.article.is_empty()
            && let Some(found) = self.bearers_in(&known.article, &known.printed, &keys.stood)?
        {
            match &found[..] {
                [one] => return Ok(Ok(one.clone())),
                [] => {}
                _ => {
                    return Ok(Err((
                        format!(
                            "{:?} in {} is several people here: {}",
                            known.printed,
                            known.article,
                            found.join(", ")
                        ),
                        "write the key of the one that is meant".to_owned(),
                    )));
                }
            }
        }
        let name = if known.printed.is_empty() {
            &known.name
        } else {
            &known.printed
        };
        let sql = "SELECT p.key FROM person p WHERE p.name = ?1 AND (?2 = '' OR p.type = ?2) AND p.merged IS NULL ORDER BY p.id";
        let mut named = self.all(sql, params![name, known.kind], |row| row.get::<_, String>(0))?;
        if named.is_empty() {
            // whoever was renamed, as by this very file, is printed so still
            let sql = "SELECT w.key FROM person w WHERE (?2 = '' OR w.type = ?2) AND w.merged IS NULL AND w.id IN
                         (SELECT coalesce(p.merged, p.id) FROM entity e JOIN person p ON p.id = e.person_id WHERE e.name = ?1) ORDER BY w.id";
            named = self.all(sql, params![name, known.kind], |row| row.get::<_, String>(0))?;
        }
        Ok(match <[String; 1]>::try_from(named) {
            Ok([one]) => Ok(one),
            Err(named) if named.is_empty() => Err((
                format!("nobody in this record has the key {key:?}, nor the name {name:?}"),
                "add the articles first, write a key of this record, or take the row out".to_owned(),
            )),
            Err(named) => Err((
                format!(
                    "{} people here have the name {name:?}: {}",
                    named.len(),
                    named.join(", ")
                ),
                "write the key of the one that is meant".to_owned(),
            )),
        })
    }

    /// Whom an article calls by a name, as far as names alone link it: keys; nothing if it names nobody so.
    pub(super) fn bearers_in(
        &self,
        article: &str,
        printed: &str,
        stood: &BTreeMap<i64, String>,
    ) -> Result<Option<Vec<String>>, StoreError> {
        let sql = "SELECT e.id, CASE e.linked_by WHEN 'name' THEN p.key END FROM entity e JOIN reading r ON r.id = e.reading_id
                     JOIN version v ON v.id = r.version_id JOIN article a ON a.id = v.article_id LEFT JOIN person p ON p.id = e.person_id
                    WHERE a.key = ?1 AND e.name = ?2 ORDER BY e.id";
        let found = self.all(sql, [article, printed], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?))
        })?;
        if found.is_empty() {
            return Ok(None);
        }
        let keys: BTreeSet<String> = found
            .into_iter()
            .filter_map(|(id, key)| key.or_else(|| stood.get(&id).cloned()))
            .collect();
        Ok(Some(keys.into_iter().collect()))
    }
}
