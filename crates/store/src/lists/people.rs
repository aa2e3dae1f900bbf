//! `people.csv` and the record: who is meant by a key, what was decided about whom.

use super::keys::Keys;
use super::{Held, damaged};
use crate::error::StoreError;
use crate::file::Look;
use crate::ruling::{Merged, Moved, Property, Stood};
use onrecord_lists::{Decision, ListError, PersonRow, Placed, Row};
use rusqlite::OptionalExtension as _;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

/// A row of `person`: its key, name and type, and the key of whom it was merged into.
pub(super) struct Somebody {
    id: i64,
    name: String,
    kind: String,
    root: Option<String>,
}

impl Look<'_> {
    /// All rows of `people.csv`: the decisions, and who the keys in them stand for.
    pub(crate) fn people_rows(&self) -> Result<Vec<Placed<PersonRow>>, StoreError> {
        let decided = self.people_held()?;
        let mut keys: BTreeSet<String> = BTreeSet::new();
        for Held { row, .. } in &decided {
            keys.insert(row.person.clone());
            if matches!(row.decision, Decision::Merge | Decision::Split) {
                keys.insert(row.value.clone());
            }
        }
        let stood = self.stood()?;
        let mut rows: Vec<PersonRow> = decided.into_iter().map(|held| held.row).collect();
        for key in keys {
            let Some(somebody) = self.somebody(&key)? else {
                continue;
            };
            let (article, printed) = self.first_named(&key, &somebody, &stood)?.unwrap_or_default();
            rows.push(PersonRow {
                person: key,
                name: somebody.name,
                kind: somebody.kind,
                decision: Decision::Known,
                value: String::new(),
                article,
                printed,
                who: String::new(),
                why: String::new(),
            });
        }
        Ok(rows.into_iter().map(|row| Placed { row, line: 0 }).collect())
    }

    /// Where a person is named first, by those that were linked to it by their name: article, and the name there. Whom decisions
    /// have moved since counts where it stood, so that the place says the same before and after they are applied.
    fn first_named(
        &self,
        key: &str,
        somebody: &Somebody,
        stood: &BTreeMap<i64, String>,
    ) -> Result<Option<(String, String)>, StoreError> {
        let sql = "SELECT id FROM entity WHERE person_id = ?1 AND linked_by = 'name' AND name IS NOT NULL ORDER BY id LIMIT 1";
        let here = self.all(sql, [somebody.id], |row| row.get::<_, i64>(0))?;
        let moved = stood.iter().filter(|(_, from)| *from == key).map(|(&id, _)| id);
        let Some(first) = here.into_iter().chain(moved).min() else {
            return Ok(None);
        };
        let sql = "SELECT a.key, e.name FROM entity e JOIN reading r ON r.id = e.reading_id JOIN version v ON v.id = r.version_id
                     JOIN article a ON a.id = v.article_id WHERE e.id = ?1 AND e.name IS NOT NULL";
        let found = self.all(sql, [first], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(found.into_iter().next())
    }

    /// With whom those stood by their name whom decisions have moved, by row of `entity`: keys.
    fn stood(&self) -> Result<BTreeMap<i64, String>, StoreError> {
        let sql = "SELECT id, before FROM ruling WHERE undone IS NULL AND action IN ('split', 'link', 'bar') ORDER BY id";
        let mut stood = BTreeMap::new();
        for (id, before) in self.all(sql, [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })? {
            for (entity, (person, by, _)) in read::<Option<Stood>>(id, &before)?.unwrap_or_default() {
                if let (Some(person), Some("name")) = (person, by.as_deref()) {
                    stood.entry(entity).or_insert(person);
                }
            }
        }
        Ok(stood)
    }

    /// The decisions that hold, and their rulings in order.
    pub(crate) fn people_held(&self) -> Result<Vec<Held<PersonRow>>, StoreError> {
        let by_alias = self.merged_by_aliases()?;
        let mut held: BTreeMap<String, Held<PersonRow>> = BTreeMap::new();
        let sql = "SELECT id, who, why, action, data FROM ruling WHERE undone IS NULL ORDER BY id";
        let rulings = self.all(sql, [], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, Option<String>>(2)?,
                row.get::<_, String>(3)?,
                row.get::<_, String>(4)?,
            ))
        })?;
        for (id, who, why, action, data) in rulings {
            let row = |decision, person: &str, value: &str| PersonRow {
                person: person.to_owned(),
                name: String::new(),
                kind: String::new(),
                decision,
                value: value.to_owned(),
                article: String::new(),
                printed: String::new(),
                who: who.clone(),
                why: why.clone().unwrap_or_default(),
            };
            let found: Vec<PersonRow> = match action.as_str() {
                "rename" | "identify" | "block" => {
                    let property: Property = read(id, &data)?;
                    let value = property.value.unwrap_or_default();
                    let (decision, value) = match action.as_str() {
                        "rename" => (Decision::Rename, value),
                        "identify" => (Decision::Identify, value),
                        // `block` has no value of its own
                        _ => (Decision::Block, value.replace('1', "").replace('0', "off")),
                    };
                    vec![row(decision, &property.person, &value)]
                }
                "merge" if !by_alias.contains(&id) => {
                    let merged: Merged = read(id, &data)?;
                    let root = self.somebody(&merged.from)?.and_then(|somebody| somebody.root);
                    vec![row(Decision::Merge, &merged.from, &root.unwrap_or(merged.into))]
                }
                "split" | "link" => {
                    let moved: Moved = read(id, &data)?;
                    let decision = if moved.from.is_some() {
                        Decision::Split
                    } else {
                        Decision::Link
                    };
                    let from = moved.from.as_deref().unwrap_or_default();
                    let places = moved.who.iter().filter_map(|who| who.split_once('/'));
                    places
                        .map(|(article, printed)| PersonRow {
                            article: article.to_owned(),
                            printed: printed.to_owned(),
                            ..row(decision, &moved.to, from)
                        })
                        .collect()
                }
                _ => Vec::new(),
            };
            for row in found {
                let entry = held.entry(row.about()).or_insert_with(|| Held {
                    row: row.clone(),
                    ids: Vec::new(),
                });
                entry.row = row;
                entry.ids.push(id);
            }
        }
        // what was taken back by a later ruling is no decision
        held.retain(|_, held| match held.row.decision {
            Decision::Identify => !held.row.value.is_empty(),
            Decision::Block => held.row.value.is_empty(),
            _ => true,
        });
        let mut held: Vec<Held<PersonRow>> = held.into_values().collect();
        for held in &mut held {
            if let Some(somebody) = self.somebody(&held.row.person)? {
                held.row.name = somebody.name;
                held.row.kind = somebody.kind;
            }
        }
        Ok(held)
    }

    /// Merges that aliases brought about: they go with the alias.
    fn merged_by_aliases(&self) -> Result<BTreeSet<i64>, StoreError> {
        let sql = "SELECT id, before FROM ruling WHERE undone IS NULL AND action = 'alias'";
        let mut merges = BTreeSet::new();
        for (id, before) in self.all(sql, [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })? {
            merges.extend(read::<Option<Vec<i64>>>(id, &before)?.unwrap_or_default());
        }
        Ok(merges)
    }

    pub(super) fn somebody(&self, key: &str) -> Result<Option<Somebody>, StoreError> {
        self.db
            .prepare_cached(
                "SELECT p.id, p.name, p.type, w.key FROM person p LEFT JOIN person w ON w.id = p.merged WHERE p.key = ?1",
            )
            .and_then(|mut find| {
                find.query_row([key], |row| {
                    Ok(Somebody {
                        id: row.get(0)?,
                        name: row.get(1)?,
                        kind: row.get(2)?,
                        root: row.get(3)?,
                    })
                })
                .optional()
            })
            .map_err(self.of())
    }

    /// The rows of a file with the keys of this record; everything that it does not know.
    pub(crate) fn people_wanted(
        &self,
        rows: &[Placed<PersonRow>],
        errors: &mut Vec<ListError>,
    ) -> Result<Vec<Placed<PersonRow>>, StoreError> {
        let mut keys = Keys::of(rows, self.stood()?);
        let mut wanted = Vec::new();
        for Placed { row, line } in rows {
            let mut row = row.clone();
            let mut resolve = |key: &str, column: &str| -> Result<String, StoreError> {
                match self.key_here(key, &mut keys)? {
                    Ok(here) => Ok(here),
                    Err((problem, remedy)) => {
                        errors.push(PersonRow::error(*line, column, problem, remedy));
                        Ok(key.to_owned())
                    }
                }
            };
            row.person = resolve(&row.person, "person")?;
            if matches!(row.decision, Decision::Merge | Decision::Split) {
                row.value = resolve(&row.value, "value")?;
            }
            if row.decision == Decision::Known {
                continue;
            }
            if matches!(row.decision, Decision::Link | Decision::Split)
                && self
                    .bearers_in(&row.article, &row.printed, &keys.stood)?
                    .is_none()
            {
                errors.push(PersonRow::error(
                    *line,
                    "article",
                    format!(
                        "{:?} names nobody {:?}, or is not in this record",
                        row.article, row.printed
                    ),
                    "add the article first, or take the row out",
                ));
            }
            wanted.push(Placed { row, line: *line });
        }
        // two keys of the file may be one here
        let mut seen: BTreeMap<String, u64> = BTreeMap::new();
        for Placed { row, line } in &wanted {
            let first = *seen.entry(row.about()).or_insert(*line);
            if first != *line {
                errors.push(PersonRow::error(
                    *line,
                    "person",
                    format!("it is the person of line {first} in this record, which says the same already"),
                    "take one of the two out",
                ));
            }
        }
        Ok(wanted)
    }

    /// Puts the end of each chain of merges in place of its next link: of the file, and then of the record.
    pub(crate) fn merge_roots(
        &self,
        wanted: &mut [Placed<PersonRow>],
        errors: &mut Vec<ListError>,
    ) -> Result<(), StoreError> {
        let into: BTreeMap<String, String> = wanted
            .iter()
            .filter(|placed| placed.row.decision == Decision::Merge)
            .map(|placed| (placed.row.person.clone(), placed.row.value.clone()))
            .collect();
        for Placed { row, line } in wanted {
            if row.decision != Decision::Merge {
                continue;
            }
            let mut at = row.value.clone();
            let mut seen = BTreeSet::from([row.person.clone()]);
            while seen.insert(at.clone()) {
                match into.get(&at) {
                    Some(next) => at.clone_from(next),
                    None => break,
                }
            }
            if into.contains_key(&at) {
                errors.push(PersonRow::error(
                    *line,
                    "value",
                    "these people are merged in a circle",
                    "one of them has to stay: take its row out",
                ));
                continue;
            }
            row.value = self
                .somebody(&at)?
                .and_then(|somebody| somebody.root)
                .filter(|root| *root != row.person)
                .unwrap_or(at);
        }
        Ok(())
    }
}

/// Whether two rows about the same say the same.
pub(crate) fn same(one: &PersonRow, other: &PersonRow) -> bool {
    (one.decision, &one.person, &one.value) == (other.decision, &other.person, &other.value)
}

fn read<T: DeserializeOwned>(id: i64, data: &str) -> Result<T, StoreError> {
    serde_json::from_str(data).map_err(|error| damaged(id, &error))
}
