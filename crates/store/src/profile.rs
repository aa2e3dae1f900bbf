//! Profiles of people, made anew from the articles that name them.

use crate::add::json;
use crate::file::{Change, all};
use crate::link::newcomers;
use onrecord_identity::{Newcomer, Profile};
use rusqlite::params;
use std::collections::BTreeSet;

/// Places in articles from which on a profile is not made anew.
const MANY: u32 = 16;

impl Change<'_> {
    /// Makes the profiles of people anew of whom a reading went that named them. Who is named in many articles keeps the profile: one of these
    /// says little, and all would have to be read.
    pub(crate) fn portray_anew(&mut self) -> rusqlite::Result<()> {
        self.forget()?;
        for person in std::mem::take(&mut self.portraits) {
            let named: u32 = self
                .db
                .prepare_cached(
                    "SELECT count(*) FROM (SELECT 1 FROM entity e JOIN person p ON p.id = e.person_id WHERE p.id = ?1 OR p.merged = ?1 LIMIT ?2)",
                )?
                .query_row([person, i64::from(MANY)], |row| row.get(0))?;
            if named < MANY {
                self.portray(person)?;
            }
        }
        Ok(())
    }

    /// Makes the profile of a person anew, from all articles that name it.
    pub(crate) fn portray(&mut self, person: i64) -> rusqlite::Result<()> {
        let key: String = self
            .db
            .query_row("SELECT key FROM person WHERE id = ?1", [person], |row| row.get(0))?;
        let sql =
            "SELECT DISTINCT v.id, v.article_id, e.local FROM entity e JOIN person p ON p.id = e.person_id
                     JOIN reading r ON r.id = e.reading_id JOIN version v ON v.id = r.version_id
                    WHERE (p.id = ?1 OR p.merged = ?1) AND r.id = v.reading_id ORDER BY v.id, e.id";
        let named = all(&self.db, sql, [person], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, String>(2)?,
            ))
        })?;
        let mut profile: Option<Profile> = None;
        let mut seen = BTreeSet::new();
        for (version, article, local) in named {
            if !seen.insert((article, local.clone())) {
                continue;
            }
            // what cannot be read back is told by `verify`
            let Ok(stored) = self.look().load(version) else {
                continue;
            };
            let newcomer: Option<Newcomer> = newcomers(&stored.key.article, &stored.record)
                .into_iter()
                .zip(&stored.record.people)
                .find_map(|(newcomer, p)| newcomer.filter(|_| p.id == local));
            let Some(newcomer) = newcomer else { continue };
            let newcomer = self.listed()?.with_other_names(newcomer, &stored.record);
            match &mut profile {
                Some(profile) => profile.take(&newcomer),
                None => profile = Some(Profile::of(key.clone(), &newcomer)),
            }
        }
        let Some(profile) = profile else {
            // nobody is left of it: it is found by no name
            return self.unname(person);
        };
        self.unname(person)?;
        self.db.execute(
            "UPDATE person SET profile = ?2 WHERE id = ?1",
            params![person, json(&profile)?],
        )?;
        self.name_person(person, &profile.keys())
    }
    /// Takes away the names that somebody is found by: those of the profile that is stored.
    fn unname(&self, person: i64) -> rusqlite::Result<()> {
        let Ok(profile) = self.read_profile(person) else {
            // one that cannot be read tells no names: all are looked through
            self.db
                .execute("DELETE FROM person_name WHERE person_id = ?1", [person])?;
            return Ok(());
        };
        let mut delete = self
            .db
            .prepare_cached("DELETE FROM person_name WHERE name = ?1 AND person_id = ?2")?;
        for name in profile.keys() {
            delete.execute(params![name, person])?;
        }
        Ok(())
    }
}
