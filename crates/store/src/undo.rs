//! Taking rulings on people back, in any order: what stood before one that goes becomes what stood before the next one that holds.

use crate::add::json;
use crate::error::StoreError;
use crate::file::{Change, all};
use crate::ruling::{Merged, Moved, Property, Stood, column_of};
use rusqlite::{OptionalExtension as _, params};
use std::collections::BTreeSet;

impl Change<'_> {
    /// Takes a ruling back.
    ///
    /// # Errors
    /// There is none of that number, or it was undone before.
    pub fn undo(&mut self, ruling: i64, who: &str) -> Result<(), StoreError> {
        let of = self.of();
        let found: Option<(String, String, String)> = self
            .db
            .query_row(
                "SELECT action, data, before FROM ruling WHERE id = ?1 AND undone IS NULL",
                [ruling],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .optional()
            .map_err(&of)?;
        let Some((action, data, before)) = found else {
            return Err(StoreError::Unknown {
                what: format!("ruling {ruling}"),
                remedy: "`onrecord people rulings` lists those that can be undone",
            });
        };
        let damaged = |error: serde_json::Error| StoreError::Damaged {
            place: format!("ruling {ruling}"),
            problem: error.to_string(),
        };
        self.db
            .execute("UPDATE ruling SET undone = ?2 WHERE id = ?1", [ruling, self.seq])
            .map_err(&of)?;
        self.audit(None, Some(who), "ruling undone", Some(&ruling.to_string()))
            .map_err(&of)?;
        self.forget().map_err(&of)?;
        match action.as_str() {
            "merge" => {
                let merged: Merged = serde_json::from_str(&data).map_err(damaged)?;
                let one = self.row_of(&merged.from)?;
                self.merge_again(one).map_err(of)
            }
            "split" | "link" => {
                let moved: Moved = serde_json::from_str(&data).map_err(damaged)?;
                let stood: Stood = serde_json::from_str(&before).map_err(damaged)?;
                let told: BTreeSet<i64> = stood.keys().copied().collect();
                let to = self.by_key(&moved.to).map_err(&of)?;
                let run = |change: &mut Self| -> rusqlite::Result<BTreeSet<i64>> {
                    change.forget_later(ruling, &moved, &told)?;
                    let stood = change.hand_on(ruling, stood)?;
                    let mut people = BTreeSet::new();
                    people.extend(to);
                    people.extend(change.put_back(stood)?);
                    Ok(people)
                };
                let people = run(self).map_err(&of)?;
                self.unlink(&moved.who, to, &told, people)
            }
            "alias" | "outlet" | "bar" | "suppress" => self.unlist(ruling, &action, &data, &before, who),
            column => {
                let property: Property = serde_json::from_str(&data).map_err(damaged)?;
                let before: Option<String> = serde_json::from_str(&before).map_err(damaged)?;
                // of the very row, also if it was merged since
                let id = self.row_of(&property.person)?;
                let run = |change: &mut Self| match change.later_property(ruling, column, &property.person)? {
                    // a later ruling has the last word: it is what is taken back to this
                    Some(later) => change.write_before(later, &json(&before)?),
                    None => change.write_property(id, column_of(column), before),
                };
                run(self).map_err(of)
            }
        }
    }

    /// Merges those anew who are or were one with somebody: as the rulings say that hold, in their order.
    fn merge_again(&mut self, one: i64) -> rusqlite::Result<()> {
        let sql = "WITH root (id) AS (SELECT coalesce(merged, id) FROM person WHERE id = ?1)
                   SELECT p.id, p.key FROM person p JOIN root ON p.id = root.id OR p.merged = root.id ORDER BY p.id";
        let people = all(&self.db, sql, [one], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
        for (id, _) in &people {
            self.touch_person(*id)?;
            self.db
                .execute("UPDATE person SET merged = NULL WHERE id = ?1", [*id])?;
        }
        let keys: BTreeSet<&String> = people.iter().map(|(_, key)| key).collect();
        let sql = "SELECT data FROM ruling WHERE undone IS NULL AND action = 'merge' ORDER BY id";
        for data in all(&self.db, sql, [], |row| row.get::<_, String>(0))? {
            let Ok(merged) = serde_json::from_str::<Merged>(&data) else {
                continue;
            };
            if !keys.contains(&merged.from) {
                continue;
            }
            if let (Some(from), Some(into)) = (self.by_key(&merged.from)?, self.by_key(&merged.into)?)
                && from != into
            {
                self.db.execute(
                    "UPDATE person SET merged = ?2 WHERE merged = ?1 OR id = ?1",
                    [from, into],
                )?;
            }
        }
        self.forget()?;
        let mut roots = BTreeSet::new();
        for (_, key) in &people {
            roots.extend(self.by_key(key)?);
        }
        roots.into_iter().try_for_each(|root| self.portray(root))
    }

    /// The next ruling behind `ruling` that holds and says the same property of somebody.
    fn later_property(&self, ruling: i64, action: &str, person: &str) -> rusqlite::Result<Option<i64>> {
        self.db
            .query_row(
                "SELECT min(id) FROM ruling WHERE id > ?1 AND undone IS NULL AND action = ?2 AND json_extract(data, '$.person') = ?3",
                params![ruling, action, person],
                |row| row.get(0),
            )
    }

    /// What stood before each later ruling that holds and moves somebody.
    fn stood_before_later(&self, ruling: i64) -> rusqlite::Result<Vec<(i64, Stood)>> {
        let sql = "SELECT id, before FROM ruling WHERE id > ?1 AND undone IS NULL AND action IN ('split', 'link', 'bar') ORDER BY id";
        let later = all(&self.db, sql, [ruling], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
        let read = |(id, before): (i64, String)| {
            let stood = serde_json::from_str::<Option<Stood>>(&before).ok().flatten()?;
            Some((id, stood))
        };
        Ok(later.into_iter().filter_map(read).collect())
    }

    /// Says anew what undoes a ruling.
    fn write_before(&self, ruling: i64, before: &str) -> rusqlite::Result<()> {
        let sql = "UPDATE ruling SET before = ?2 WHERE id = ?1";
        self.db.execute(sql, params![ruling, before]).map(|_| ())
    }

    /// Makes rulings behind one that is undone forget those whom that one gave away without having been told of them, since they came later: these
    /// stood nowhere before.
    fn forget_later(&self, ruling: i64, moved: &Moved, told: &BTreeSet<i64>) -> rusqlite::Result<()> {
        let called = "SELECT a.key || '/' || e.name FROM entity e JOIN reading r ON r.id = e.reading_id JOIN version v ON v.id = r.version_id
                        JOIN article a ON a.id = v.article_id WHERE e.id = ?1";
        for (id, mut its) in self.stood_before_later(ruling)? {
            let mut gone = BTreeSet::new();
            for (row, (person, by, _)) in &its {
                let given = person.as_deref() == Some(moved.to.as_str()) && by.as_deref() == Some("ruling");
                if !given || told.contains(row) {
                    continue;
                }
                let names = all(&self.db, called, [*row], |row| row.get::<_, Option<String>>(0))?;
                if names.iter().flatten().any(|name| moved.who.contains(name)) {
                    gone.insert(*row);
                }
            }
            if !gone.is_empty() {
                its.retain(|row, _| !gone.contains(row));
                self.write_before(id, &json(&its)?)?;
            }
        }
        Ok(())
    }

    /// Hands on to later rulings that hold what stood before one that is undone; what is left is to be put back.
    pub(crate) fn hand_on(&self, ruling: i64, mut stood: Stood) -> rusqlite::Result<Stood> {
        if stood.is_empty() {
            return Ok(stood);
        }
        for (id, mut its) in self.stood_before_later(ruling)? {
            let shared: Vec<i64> = its
                .keys()
                .filter(|row| stood.contains_key(row))
                .copied()
                .collect();
            if shared.is_empty() {
                continue;
            }
            for row in shared {
                if let Some(was) = stood.remove(&row) {
                    its.insert(row, was);
                }
            }
            self.write_before(id, &json(&its)?)?;
        }
        Ok(stood)
    }

    /// Puts entities back where they stood; with whom that is.
    pub(crate) fn put_back(&mut self, stood: Stood) -> rusqlite::Result<BTreeSet<i64>> {
        let mut people = BTreeSet::new();
        for (entity, (person, by, link)) in stood {
            let person = match person {
                Some(key) => self.by_key(&key)?,
                None => None,
            };
            people.extend(person);
            self.set_person(entity, person, by.as_deref(), link.as_deref())?;
            self.touch_entity(entity)?;
        }
        Ok(people)
    }
}
