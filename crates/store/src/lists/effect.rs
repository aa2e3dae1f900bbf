//! What a row of a list does to a record, and how that is taken back.

use super::listed::by_address;
use crate::add::json;
use crate::error::StoreError;
use crate::file::{Change, all};
use crate::ruling::{Stood, conflict};
use onrecord_identity::Newcomer;
use onrecord_lists::{Alias, Barred, Hidden, Outlet, Suppressed, What, folded};
use onrecord_record::SpeakerType;
use rusqlite::{OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What stood before an article was hidden.
#[derive(Default, Serialize, Deserialize)]
struct Shown {
    /// The status of the article, if it was there.
    status: Option<String>,
}

impl Change<'_> {
    /// Says that two names are those of one: later articles are linked so, and if one person or body alone bears each of them
    /// now, these are merged.
    ///
    /// # Errors
    /// The record cannot be written to.
    pub fn alias(&mut self, row: &Alias, who: &str, why: Option<&str>) -> Result<i64, StoreError> {
        let of = self.of();
        let id = self.list("alias", row, who, why)?;
        let mut merges = Vec::new();
        for kind in [SpeakerType::Person, SpeakerType::Organization] {
            if !row.kind.is_empty() && row.kind != kind.as_str() {
                continue;
            }
            let one = self.bearers(&row.alias, kind).map_err(&of)?;
            let other = self.bearers(&row.name, kind).map_err(&of)?;
            if let ([one], [other]) = (&one[..], &other[..])
                && one != other
            {
                let because = format!("alias: {} is {}", row.alias, row.name);
                merges.push(self.merge(one, other, who, Some(&why.map_or(because, str::to_owned)))?);
            }
        }
        self.db
            .execute(
                "UPDATE ruling SET before = ?2 WHERE id = ?1",
                params![id, json(&merges).map_err(&of)?],
            )
            .map_err(of)?;
        Ok(id)
    }

    /// Says which outlet a printed name or a host is.
    ///
    /// # Errors
    /// The record cannot be written to.
    pub fn name_outlet(&mut self, row: &Outlet, who: &str, why: Option<&str>) -> Result<i64, StoreError> {
        let id = self.list("outlet", row, who, why)?;
        self.call_outlets(&[row.outlet.as_str()]).map_err(self.of())?;
        Ok(id)
    }

    /// Keeps articles out, or keeps whoever bears a name from being linked: what is linked by its name alone is parted.
    ///
    /// # Errors
    /// The record cannot be written to.
    pub fn bar(&mut self, row: &Barred, who: &str, why: Option<&str>) -> Result<i64, StoreError> {
        let of = self.of();
        let id = self.list("bar", row, who, why)?;
        if row.what == What::Name {
            let run = |change: &mut Self| -> rusqlite::Result<()> {
                let stood = change.unlink_named(&row.value)?;
                change.db.execute(
                    "UPDATE ruling SET before = ?2 WHERE id = ?1",
                    params![id, json(&stood)?],
                )?;
                Ok(())
            };
            run(self).map_err(of)?;
        }
        Ok(id)
    }

    /// Hides an article by its key, or the article of an address, also one that comes later.
    ///
    /// # Errors
    /// It is the key of a statement, which a correction suppresses, or the record cannot be written to.
    pub fn hide(&mut self, row: &Suppressed, who: &str, why: Option<&str>) -> Result<i64, StoreError> {
        if row.what == Hidden::Statement {
            return Err(conflict(
                &row.value,
                "a statement is suppressed by a correction".to_owned(),
            ));
        }
        let of = self.of();
        let id = self.list("suppress", row, who, why)?;
        let run = |change: &mut Self| -> rusqlite::Result<()> {
            let Some((article, status)) = change.hidden_article(row)? else {
                return Ok(());
            };
            let shown = Shown {
                status: Some(status.clone()),
            };
            change.db.execute(
                "UPDATE ruling SET before = ?2 WHERE id = ?1",
                params![id, json(&shown)?],
            )?;
            if status == "usable" {
                change
                    .db
                    .execute("UPDATE article SET status = 'withheld' WHERE id = ?1", [article])?;
            }
            change.touch(article)?;
            change.audit(Some(article), Some(who), "suppressed", why)
        };
        run(self).map_err(of)?;
        Ok(id)
    }

    /// Writes a row of a list as a ruling.
    fn list<R: Serialize>(
        &mut self,
        action: &str,
        row: &R,
        who: &str,
        why: Option<&str>,
    ) -> Result<i64, StoreError> {
        let of = self.of();
        let run = |change: &mut Self| -> rusqlite::Result<i64> {
            let id = change.rule(action, &json(row)?, "null", who, why)?;
            change.forget()?;
            Ok(id)
        };
        run(self).map_err(of)
    }

    /// Takes back what a row of a list did; its ruling is marked already.
    pub(crate) fn unlist(
        &mut self,
        ruling: i64,
        action: &str,
        data: &str,
        before: &str,
        who: &str,
    ) -> Result<(), StoreError> {
        let of = self.of();
        let damaged = |error: serde_json::Error| super::damaged(ruling, &error);
        match action {
            "alias" => {
                let mut merges: Vec<i64> = serde_json::from_str(before).map_err(damaged)?;
                merges.reverse();
                for merge in merges {
                    let holds = self
                        .db
                        .prepare_cached("SELECT 1 FROM ruling WHERE id = ?1 AND undone IS NULL")
                        .and_then(|mut find| find.exists([merge]))
                        .map_err(&of)?;
                    if holds {
                        self.undo(merge, who)?;
                    }
                }
                Ok(())
            }
            "outlet" => {
                let row: Outlet = serde_json::from_str(data).map_err(damaged)?;
                self.call_outlets(&[row.outlet.as_str()]).map_err(of)
            }
            "bar" => {
                let stood: Option<Stood> = serde_json::from_str(before).map_err(damaged)?;
                let run = |change: &mut Self| -> rusqlite::Result<()> {
                    let stood = change.hand_on(ruling, stood.unwrap_or_default())?;
                    let people = change.put_back(stood)?;
                    people.into_iter().try_for_each(|person| change.portray(person))
                };
                run(self).map_err(of)
            }
            _ => {
                let row: Suppressed = serde_json::from_str(data).map_err(damaged)?;
                let shown: Option<Shown> = serde_json::from_str(before).map_err(damaged)?;
                self.show_again(ruling, &row, &shown.unwrap_or_default(), who)
                    .map_err(of)
            }
        }
    }

    /// Shows an article again, unless another row hides it, or its provider withholds it.
    fn show_again(
        &mut self,
        ruling: i64,
        row: &Suppressed,
        shown: &Shown,
        who: &str,
    ) -> rusqlite::Result<()> {
        let Some((article, status)) = self.hidden_article(row)? else {
            return Ok(());
        };
        let key: String = self
            .db
            .query_row("SELECT key FROM article WHERE id = ?1", [article], |row| {
                row.get(0)
            })?;
        let names = all(
            &self.db,
            "SELECT name FROM article_name WHERE article_id = ?1",
            [article],
            |row| row.get::<_, String>(0),
        )?;
        // as its provider left it: what it said last, if that was after the article was hidden, else what stood before
        let since: Option<String> = self
            .db
            .query_row(
                "SELECT n.status FROM notice n JOIN ruling r ON n.seq >= r.seq WHERE r.id = ?1 AND n.article_id = ?2 AND n.status <> 'usable'
                  ORDER BY n.id DESC LIMIT 1",
                [ruling, article],
                |row| row.get(0),
            )
            .optional()?;
        let before = since.or_else(|| shown.status.clone());
        let is_usable = before.is_none_or(|status| status == "usable");
        if status == "withheld" && is_usable && !self.listed()?.hides(&key, &names) {
            self.db
                .execute("UPDATE article SET status = 'usable' WHERE id = ?1", [article])?;
        }
        self.touch(article)?;
        self.audit(Some(article), Some(who), "suppression undone", None)
    }

    /// The article that a row hides, and its status.
    fn hidden_article(&self, row: &Suppressed) -> rusqlite::Result<Option<(i64, String)>> {
        let (sql, value) = match row.what {
            Hidden::Address => (
                "SELECT a.id, a.status FROM article_name n JOIN article a ON a.id = n.article_id WHERE n.name = ?1",
                by_address(&row.value),
            ),
            _ => ("SELECT id, status FROM article WHERE key = ?1", row.value.clone()),
        };
        self.db
            .prepare_cached(sql)?
            .query_row([value], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
    }

    /// Whom of a kind the record calls by a name, as lists compare it: keys.
    fn bearers(&mut self, name: &str, kind: SpeakerType) -> rusqlite::Result<Vec<String>> {
        let wanted = folded(name);
        let keys = Newcomer::new("", kind, name).keys();
        let mut found = Vec::new();
        for id in self.sharing(&keys)? {
            let person: Option<(String, String)> = self
                .db
                .prepare_cached("SELECT key, name FROM person WHERE id = ?1 AND type = ?2")?
                .query_row(params![id, kind.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            found.extend(
                person
                    .filter(|(_, name)| folded(name) == wanted)
                    .map(|(key, _)| key),
            );
        }
        Ok(found)
    }

    /// Parts whoever bears a name from whom it was linked to by it; where it stood.
    fn unlink_named(&mut self, name: &str) -> rusqlite::Result<Stood> {
        let wanted = folded(name);
        let mut stood = Stood::new();
        let mut people = BTreeSet::new();
        for kind in [SpeakerType::Person, SpeakerType::Organization, SpeakerType::Place] {
            let keys = Newcomer::new("", kind, name).keys();
            for person in self.sharing(&keys)? {
                let sql = "SELECT e.id, e.name, p.key, e.linked_by, e.link FROM entity e JOIN person p ON p.id = e.person_id
                            WHERE (p.id = ?1 OR p.merged = ?1) AND e.linked_by = 'name' AND e.name IS NOT NULL";
                let named = all(&self.db, sql, [person], |row| {
                    Ok((
                        row.get::<_, i64>(0)?,
                        row.get::<_, String>(1)?,
                        (row.get(2)?, row.get(3)?, row.get(4)?),
                    ))
                })?;
                for (entity, name, before) in named {
                    if folded(&name) == wanted {
                        stood.insert(entity, before);
                        people.insert(person);
                    }
                }
            }
        }
        for &entity in stood.keys() {
            self.set_person(entity, None, None, None)?;
            self.touch_entity(entity)?;
        }
        people.into_iter().try_for_each(|person| self.portray(person))?;
        Ok(stood)
    }

    /// Writes anew what the lists say of all outlets; `hosts` are those that rows about articles without an outlet changed for.
    pub(crate) fn call_outlets(&mut self, hosts: &[&str]) -> rusqlite::Result<()> {
        let outlets = all(&self.db, "SELECT id, name FROM outlet ORDER BY id", [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
        for (id, name) in outlets {
            if self.call_outlet(id, &name)? {
                self.db.execute(
                    "UPDATE article SET changed = ?2 WHERE outlet_id = ?1",
                    [id, self.seq],
                )?;
            }
        }
        for host in hosts.iter().filter(|host| host.contains('.')) {
            self.db.execute(
                "UPDATE article SET changed = ?2 WHERE outlet_id IS NULL AND instr(lower(url), ?1) > 0",
                params![host.to_lowercase(), self.seq],
            )?;
        }
        Ok(())
    }

    /// Says otherwise who decided something and why; what stood there goes into the audit log.
    pub(crate) fn annotate(
        &mut self,
        table: &str,
        id: i64,
        who: &str,
        why: Option<&str>,
    ) -> rusqlite::Result<()> {
        let before: (String, Option<String>) = self.db.query_row(
            &format!("SELECT who, why FROM {table} WHERE id = ?1"),
            [id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        self.db.execute(
            &format!("UPDATE {table} SET who = ?2, why = ?3 WHERE id = ?1"),
            params![id, who, why],
        )?;
        let detail = serde_json::json!({ table: id, "who": before.0, "why": before.1 });
        self.audit(None, Some(who), "who and why changed", Some(&detail.to_string()))
    }
}
