//! Profiles of people, made anew from the articles that name them.

use crate::add::json;
use crate::file::{Change, all};
use crate::link::newcomers;
use crate::load::Stored;
use onrecord_identity::{Newcomer, Profile};
use rusqlite::params;
use std::collections::BTreeSet;

/// Places in articles from which on a profile is not made anew.
const MANY: u32 = 16;
/// Places in articles from which on a profile is not made anew for a ruling either: nobody else can write meanwhile.
const MOST: u32 = 2_000;

impl Change<'_> {
    /// Makes the profiles of people anew of whom a reading went that named them. Who is named in many articles keeps the profile: one of these
    /// says little, and all would have to be read.
    pub(crate) fn portray_anew(&mut self) -> rusqlite::Result<()> {
        self.forget()?;
        for person in std::mem::take(&mut self.portraits) {
            if self.is_named_less(person, MANY)? {
                self.portray(person)?;
            }
        }
        Ok(())
    }

    /// Whether fewer than `most` places in articles name a person.
    fn is_named_less(&self, person: i64, most: u32) -> rusqlite::Result<bool> {
        let named: u32 = self
            .db
            .prepare_cached(
                "SELECT count(*) FROM (SELECT 1 FROM entity e JOIN person p ON p.id = e.person_id WHERE p.id = ?1 OR p.merged = ?1 LIMIT ?2)",
            )?
            .query_row([person, i64::from(most)], |row| row.get(0))?;
        Ok(named < most)
    }

    /// Adds what some articles say to the profile of a person who is named in so many that it is not made anew.
    pub(crate) fn take_moved(
        &mut self,
        person: i64,
        entities: impl Iterator<Item = i64>,
    ) -> rusqlite::Result<()> {
        if self.is_named_less(person, MOST)? {
            return Ok(());
        }
        for entity in entities.take(MOST as usize) {
            let (version, local): (i64, String) = self
                .db
                .prepare_cached("SELECT r.version_id, e.local FROM entity e JOIN reading r ON r.id = e.reading_id WHERE e.id = ?1")?
                .query_row([entity], |row| Ok((row.get(0)?, row.get(1)?)))?;
            // what cannot be read back is told by `verify`
            if let Ok(stored) = self.look().load(version)
                && let Some(newcomer) = said_of(&stored, &local)
            {
                let newcomer = self.listed()?.with_other_names(newcomer, &stored.record);
                self.take(person, &newcomer)?;
            }
        }
        self.keep_profiles()
    }

    /// Adds what is known of somebody who was merged to the profile of whom very many name.
    pub(crate) fn take_merged(&mut self, one: i64, into: i64) -> rusqlite::Result<()> {
        if self.is_named_less(into, MOST)? {
            return Ok(());
        }
        let (Ok(one), Ok(mut profile)) = (self.read_profile(one), self.read_profile(into)) else {
            return Ok(());
        };
        profile.merge(&one);
        self.db.execute(
            "UPDATE person SET profile = ?2 WHERE id = ?1",
            params![into, json(&profile)?],
        )?;
        self.name_person(into, &profile.keys())
    }

    /// Makes the profile of a person anew, from all articles that name it; of somebody whom very many name, it stays.
    pub(crate) fn portray(&mut self, person: i64) -> rusqlite::Result<()> {
        if !self.is_named_less(person, MOST)? {
            return Ok(());
        }
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
            let Some(newcomer) = said_of(&stored, &local) else {
                continue;
            };
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

/// What an article says of one of its people.
fn said_of(stored: &Stored, local: &str) -> Option<Newcomer> {
    newcomers(&stored.key.article, &stored.record)
        .into_iter()
        .zip(&stored.record.people)
        .find_map(|(newcomer, person)| newcomer.filter(|_| person.id == local))
}
