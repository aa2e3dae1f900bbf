//! What people decide about people: who is the same, who is not, how somebody is called. Everything can be undone.

use crate::add::json;
use crate::error::StoreError;
use crate::file::{Change, all};
use crate::link::newcomer_id;
use rusqlite::{OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Somebody in some articles, given to another person.
#[derive(Serialize, Deserialize)]
pub(crate) struct Moved {
    /// By article and name: `onrecord_identity::Newcomer::id`.
    pub(crate) who: Vec<String>,
    pub(crate) from: Option<String>,
    pub(crate) to: String,
}

/// Two people who are one.
#[derive(Serialize, Deserialize)]
pub(crate) struct Merged {
    pub(crate) from: String,
    pub(crate) into: String,
}

/// A property of a person.
#[derive(Serialize, Deserialize)]
pub(crate) struct Property {
    pub(crate) person: String,
    pub(crate) value: Option<String>,
}

/// Where entities stood before: by row, with whom and why.
pub(crate) type Stood = BTreeMap<i64, (Option<String>, Option<String>, Option<String>)>;

/// A ruling, as it stands in the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RulingLine {
    /// Its number, by which it is undone.
    pub id: i64,
    /// When.
    pub at: String,
    /// By whom.
    pub who: String,
    /// Why.
    pub why: Option<String>,
    /// `merge`, `split`, `link`, `rename`, `block`, `identify`, and of lists `alias`, `outlet`, `bar`, `suppress`.
    pub action: String,
    /// What exactly, as JSON.
    pub data: String,
    /// Whether it was undone.
    pub undone: bool,
}

impl crate::Record {
    /// All rulings, in their order.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn rulings(&self) -> Result<Vec<RulingLine>, StoreError> {
        let sql = "SELECT r.id, c.at, r.who, r.why, r.action, r.data, r.undone IS NOT NULL FROM ruling r JOIN change c ON c.seq = r.seq ORDER BY r.id";
        self.all(sql, [], |row| {
            Ok(RulingLine {
                id: row.get(0)?,
                at: row.get(1)?,
                who: row.get(2)?,
                why: row.get(3)?,
                action: row.get(4)?,
                data: row.get(5)?,
                undone: row.get(6)?,
            })
        })
    }
}

impl Change<'_> {
    /// Says that two people are one. Everything that is said by `from` is then said by `into`.
    ///
    /// # Errors
    /// One of them is not there, or they are one already, or of different kinds.
    pub fn merge(&mut self, from: &str, into: &str, who: &str, why: Option<&str>) -> Result<i64, StoreError> {
        let (one, other) = (self.person(from)?, self.person(into)?);
        if one == other {
            return Err(conflict(from, format!("it is {into} already")));
        }
        let of = self.of();
        let run = |change: &mut Self| -> rusqlite::Result<i64> {
            let along: Vec<String> = all(
                &change.db,
                "SELECT key FROM person WHERE merged = ?1 OR id = ?1 ORDER BY id",
                [one],
                |row| row.get(0),
            )?;
            // of whom was merged before, the one that it was merged into
            let data = Merged {
                from: change.key_of(one)?,
                into: change.key_of(other)?,
            };
            let id = change.rule("merge", &json(&data)?, &json(&along)?, who, why)?;
            change.db.execute(
                "UPDATE person SET merged = ?2 WHERE merged = ?1 OR id = ?1",
                [one, other],
            )?;
            change.forget()?;
            change.portray(other)?;
            change.take_merged(one, other)?;
            change.touch_person(other)?;
            Ok(id)
        };
        run(self).map_err(of)
    }

    /// Says that the person whom these articles name is another one than in all others: a new one, whose key is returned.
    ///
    /// # Errors
    /// The person is not there, or is not named in one of the articles.
    pub fn split(
        &mut self,
        person: &str,
        articles: &[String],
        who: &str,
        why: Option<&str>,
    ) -> Result<String, StoreError> {
        let id = self.person(person)?;
        let of = self.of();
        let mut named = BTreeSet::new();
        for article in articles {
            let names = all(
                &self.db,
                "SELECT e.name FROM entity e JOIN reading r ON r.id = e.reading_id JOIN version v ON v.id = r.version_id
                   JOIN article a ON a.id = v.article_id JOIN person p ON p.id = e.person_id
                  WHERE a.key = ?1 AND coalesce(p.merged, p.id) = ?2 AND e.name IS NOT NULL",
                params![article, id],
                |row| row.get::<_, String>(0),
            )
            .map_err(&of)?;
            if names.is_empty() {
                return Err(conflict(article, format!("it does not name {person}")));
            }
            named.extend(names.into_iter().map(|name| newcomer_id(article, &name)));
        }
        if named.is_empty() {
            return Err(conflict(person, "no article was named".to_owned()));
        }
        let named = named.into_iter().collect();
        self.part(id, person, named, None, who, why).map_err(of)
    }

    /// Makes another person of these; its key is `key`, or drawn.
    pub(crate) fn part(
        &mut self,
        id: i64,
        from: &str,
        named: Vec<String>,
        key: Option<&str>,
        who: &str,
        why: Option<&str>,
    ) -> rusqlite::Result<String> {
        let (name, kind): (String, String) =
            self.db
                .query_row("SELECT name, type FROM person WHERE id = ?1", [id], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?;
        let first = named.first().map_or("", String::as_str);
        let drawn = onrecord_record::text_sha256(&format!("{first}\u{1f}{}", self.seq));
        let key = key.map_or_else(
            || format!("q{}", drawn.get(..12).unwrap_or(&drawn)),
            str::to_owned,
        );
        self.db.execute(
            "INSERT INTO person (key, name, type, profile, seq) SELECT ?1, ?2, ?3, profile, ?4 FROM person WHERE id = ?5
                 ON CONFLICT (key) DO NOTHING",
            params![key, name, kind, self.seq, id],
        )?;
        self.move_to(named, Some(from.to_owned()), &key, "split", who, why)?;
        Ok(key)
    }

    /// Says who somebody in an article is, where that was left open or was wrong.
    ///
    /// # Errors
    /// The article names nobody so, or the person is not there.
    pub fn link_to(
        &mut self,
        article: &str,
        name: &str,
        person: &str,
        who: &str,
        why: Option<&str>,
    ) -> Result<i64, StoreError> {
        self.person(person)?;
        let of = self.of();
        let is = self
            .db
            .query_row(
                "SELECT 1 FROM entity e JOIN reading r ON r.id = e.reading_id AND r.state = 'current' JOIN version v ON v.id = r.version_id
                   JOIN article a ON a.id = v.article_id WHERE a.key = ?1 AND e.name = ?2 LIMIT 1",
                [article, name],
                |_| Ok(()),
            )
            .optional()
            .map_err(&of)?;
        if is.is_none() {
            return Err(conflict(article, format!("it names nobody {name:?}")));
        }
        self.move_to(vec![newcomer_id(article, name)], None, person, "link", who, why)
            .map_err(of)
    }

    /// Gives a person another name in the record; what articles print stays as it is.
    ///
    /// # Errors
    /// The person is not there.
    pub fn rename(
        &mut self,
        person: &str,
        name: &str,
        who: &str,
        why: Option<&str>,
    ) -> Result<i64, StoreError> {
        self.set_property(person, "rename", "name", Some(name.to_owned()), who, why)
    }

    /// Lets nothing be linked to a person any more but by a ruling, or (`blocked` false) lets it again.
    ///
    /// # Errors
    /// The person is not there.
    pub fn block(
        &mut self,
        person: &str,
        blocked: bool,
        who: &str,
        why: Option<&str>,
    ) -> Result<i64, StoreError> {
        let value = if blocked { "1" } else { "0" };
        self.set_property(person, "block", "blocked", Some(value.to_owned()), who, why)
    }

    /// Gives a person an identifier of another file (`Q…` of Wikidata), or takes it away.
    ///
    /// # Errors
    /// The person is not there.
    pub fn identify(
        &mut self,
        person: &str,
        identifier: Option<&str>,
        who: &str,
        why: Option<&str>,
    ) -> Result<i64, StoreError> {
        self.set_property(
            person,
            "identify",
            "identifier",
            identifier.map(str::to_owned),
            who,
            why,
        )
    }

    /// The key of a row.
    fn key_of(&self, id: i64) -> rusqlite::Result<String> {
        self.db
            .query_row("SELECT key FROM person WHERE id = ?1", [id], |row| row.get(0))
    }

    /// The very row of a key, whether or not it was merged.
    pub(crate) fn row_of(&self, key: &str) -> Result<i64, StoreError> {
        let found = self
            .db
            .query_row("SELECT id FROM person WHERE key = ?1", [key], |row| row.get(0))
            .optional();
        found.map_err(self.of())?.ok_or_else(|| unknown(key))
    }

    /// The row of a person by key; of one that was merged, that of whom it was merged into.
    pub(crate) fn person(&self, key: &str) -> Result<i64, StoreError> {
        let found = self.by_key(key).map_err(self.of())?;
        found.ok_or_else(|| unknown(key))
    }

    pub(crate) fn rule(
        &self,
        action: &str,
        data: &str,
        before: &str,
        who: &str,
        why: Option<&str>,
    ) -> rusqlite::Result<i64> {
        self.db.execute(
            "INSERT INTO ruling (seq, who, why, action, data, before) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![self.seq, who, why, action, data, before],
        )?;
        let id = self.db.last_insert_rowid();
        self.audit(None, Some(who), action, Some(data))?;
        Ok(id)
    }

    fn set_property(
        &mut self,
        person: &str,
        action: &str,
        column: &str,
        value: Option<String>,
        who: &str,
        why: Option<&str>,
    ) -> Result<i64, StoreError> {
        let id = self.person(person)?;
        self.set_property_of(id, action, column, value, who, why)
    }

    /// The same of a row, whether or not it was merged.
    pub(crate) fn set_property_of(
        &mut self,
        id: i64,
        action: &str,
        column: &str,
        value: Option<String>,
        who: &str,
        why: Option<&str>,
    ) -> Result<i64, StoreError> {
        let of = self.of();
        let run = |change: &mut Self| -> rusqlite::Result<i64> {
            let before: Option<String> = change.db.query_row(
                &format!("SELECT CAST({column} AS TEXT) FROM person WHERE id = ?1"),
                [id],
                |row| row.get(0),
            )?;
            let data = Property {
                person: change.key_of(id)?,
                value: value.clone(),
            };
            let ruling = change.rule(action, &json(&data)?, &json(&before)?, who, why)?;
            change.write_property(id, column, value)?;
            Ok(ruling)
        };
        run(self).map_err(of)
    }

    pub(crate) fn write_property(
        &mut self,
        person: i64,
        column: &str,
        value: Option<String>,
    ) -> rusqlite::Result<()> {
        let value = match (column, value) {
            ("blocked", value) => rusqlite::types::Value::Integer(i64::from(value.as_deref() == Some("1"))),
            (_, Some(value)) => rusqlite::types::Value::Text(value),
            (_, None) => rusqlite::types::Value::Null,
        };
        self.db.execute(
            &format!("UPDATE person SET {column} = ?2 WHERE id = ?1"),
            params![person, value],
        )?;
        self.forget()?;
        self.touch_person(person)
    }

    /// Gives somebody in some articles to a person, whoever it was before.
    fn move_to(
        &mut self,
        who_moves: Vec<String>,
        from: Option<String>,
        to: &str,
        action: &str,
        who: &str,
        why: Option<&str>,
    ) -> rusqlite::Result<i64> {
        let Some(target) = self.by_key(to)? else {
            return Err(rusqlite::Error::QueryReturnedNoRows);
        };
        let mut stood = Stood::new();
        let mut people = BTreeSet::from([target]);
        for newcomer in &who_moves {
            let Some((article, name)) = newcomer.split_once('/') else {
                continue;
            };
            let sql = "SELECT e.id, p.key, e.linked_by, e.link, coalesce(p.merged, p.id) FROM entity e JOIN reading r ON r.id = e.reading_id AND r.state = 'current'
                         JOIN version v ON v.id = r.version_id JOIN article a ON a.id = v.article_id
                         LEFT JOIN person p ON p.id = e.person_id WHERE a.key = ?1 AND e.name = ?2";
            let found = all(&self.db, sql, [article, name], |row| {
                Ok((
                    row.get(0)?,
                    (row.get(1)?, row.get(2)?, row.get(3)?),
                    row.get::<_, Option<i64>>(4)?,
                ))
            })?;
            for (entity, before, person) in found {
                stood.insert(entity, before);
                people.extend(person);
            }
        }
        let moved = Moved {
            who: who_moves,
            from,
            to: to.to_owned(),
        };
        let id = self.rule(action, &json(&moved)?, &json(&stood)?, who, why)?;
        for &entity in stood.keys() {
            self.set_person(entity, Some(target), Some("ruling"), None)?;
            self.db
                .execute("DELETE FROM entity_candidate WHERE entity_id = ?1", [entity])?;
            self.touch_entity(entity)?;
        }
        self.forget()?;
        people.into_iter().try_for_each(|person| self.portray(person))?;
        self.take_moved(target, stood.keys().copied())?;
        Ok(id)
    }

    pub(crate) fn touch_entity(&self, entity: i64) -> rusqlite::Result<()> {
        self.db
            .prepare_cached(
                "UPDATE article SET changed = ?2 WHERE id = (SELECT v.article_id FROM entity e JOIN reading r ON r.id = e.reading_id
                   JOIN version v ON v.id = r.version_id WHERE e.id = ?1)",
            )?
            .execute([entity, self.seq])?;
        Ok(())
    }

    /// Notes that whatever names a person has changed.
    pub(crate) fn touch_person(&self, person: i64) -> rusqlite::Result<()> {
        self.db.execute(
            "UPDATE article SET changed = ?2 WHERE id IN (SELECT v.article_id FROM entity e JOIN person p ON p.id = e.person_id
               JOIN reading r ON r.id = e.reading_id JOIN version v ON v.id = r.version_id WHERE p.id = ?1 OR p.merged = ?1)",
            [person, self.seq],
        )?;
        Ok(())
    }
}

pub(crate) fn column_of(action: &str) -> &'static str {
    match action {
        "rename" => "name",
        "block" => "blocked",
        _ => "identifier",
    }
}

fn unknown(key: &str) -> StoreError {
    StoreError::Unknown {
        what: key.to_owned(),
        remedy: "`onrecord people list NAME` finds people and prints their keys",
    }
}

pub(crate) fn conflict(what: &str, problem: String) -> StoreError {
    StoreError::Conflict {
        what: what.to_owned(),
        problem,
    }
}
