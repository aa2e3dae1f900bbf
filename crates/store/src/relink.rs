//! The people of a reading that takes another one's place: they stay who they are across articles, and rulings on them hold.
//!
//! Somebody of the new reading is who bears the same name and is of the same kind in the earlier one, else who is mentioned at the same
//! places. Whoever was linked stays linked to the same person, as does whom a ruling is about; all others are linked as those of an article
//! that is added.

use crate::add::json;
use crate::error::StoreError;
use crate::file::{Change, all};
use crate::link::{Link, Links, newcomer_id, newcomers};
use crate::load::Stored;
use crate::ruling::Stood;
use onrecord_record::Person;
use rusqlite::params;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

impl Change<'_> {
    /// The links of the people of a reading, in their order.
    pub(crate) fn links(&self, stored: &Stored) -> rusqlite::Result<Links> {
        let mut find = self
            .db
            .prepare_cached("SELECT person_id, linked_by, link FROM entity WHERE id = ?1")?;
        let links = stored.people.iter().map(|row| {
            find.query_row([row.id], |found| {
                let link = Link {
                    person: found.get(0)?,
                    by: found.get::<_, Option<String>>(1)?.map(Cow::Owned),
                    why: found.get(2)?,
                    ..Link::default()
                };
                Ok((row.id, link))
            })
        });
        links.collect()
    }

    /// Links the people of `new`, the reading that is shown now, as those of `old` were. The people of whom something else is said now, by row.
    pub(crate) fn link_again(
        &mut self,
        article: i64,
        old: &Stored,
        links: &Links,
        new: &Stored,
    ) -> rusqlite::Result<BTreeSet<i64>> {
        let same = same_people(&old.record.people, &new.record.people);
        let (facts, later) = (
            newcomers(&old.key.article, &old.record),
            newcomers(&new.key.article, &new.record),
        );
        let mut kept = BTreeSet::new();
        let mut people = BTreeSet::new();
        let mut ruled: BTreeMap<i64, Option<i64>> = BTreeMap::new();
        for (at, (person, (entity, link))) in old.record.people.iter().zip(links).enumerate() {
            let to = same.get(&at).copied();
            let row = to.and_then(|to| new.people.get(to));
            if link.by.as_deref() == Some("ruling") {
                ruled.insert(*entity, row.map(|row| row.id));
            }
            // what an article says of somebody as before is in the profile already
            if to.and_then(|to| later.get(to)) != facts.get(at) {
                people.extend(link.person);
            }
            let (Some(to), Some(row), Some(across)) = (to, row, link.person) else {
                continue;
            };
            let named = new.record.people.get(to).and_then(|p| p.name.as_deref());
            // a ruling on the name that it goes by now is the last word
            if person.name.as_deref() != named
                && let Some(named) = named
                && self.is_ruled(&newcomer_id(&new.key.article, named))?
            {
                people.insert(across);
                continue;
            }
            self.set_person(row.id, Some(across), link.by.as_deref(), link.why.as_deref())?;
            kept.insert(row.id);
        }
        self.link_some(article, new, |row| !kept.contains(&row))?;
        if !ruled.is_empty() {
            self.rule_again(&new.key.article, &ruled)?;
        }
        Ok(people)
    }

    /// Links the people of a reading in rows that `which` names, as those of an article that is added.
    fn link_some(
        &mut self,
        article: i64,
        stored: &Stored,
        which: impl Fn(i64) -> bool,
    ) -> rusqlite::Result<()> {
        let newcomers = newcomers(&stored.key.article, &stored.record);
        let rows = stored.people.iter().map(|row| row.id).zip(newcomers);
        let people = rows.filter(|(row, _)| which(*row));
        let links = self.link_people(article, &stored.key.article, &stored.record, people, false)?;
        for (entity, link) in links {
            if link.person.is_some() {
                self.set_person(entity, link.person, link.by.as_deref(), link.why.as_deref())?;
            }
            self.insert_candidates(entity, &link)?;
        }
        Ok(())
    }

    fn is_ruled(&self, newcomer: &str) -> rusqlite::Result<bool> {
        self.db
            .prepare_cached(
                "SELECT 1 FROM ruling r, json_each(r.data, '$.who') w
                  WHERE r.undone IS NULL AND r.action IN ('split', 'link') AND w.value = ?1 LIMIT 1",
            )?
            .exists([newcomer])
    }

    /// What undoes rulings on an article speaks of rows: those of the new reading take the place of the earlier ones'.
    fn rule_again(&self, article: &str, rows: &BTreeMap<i64, Option<i64>>) -> rusqlite::Result<()> {
        let sql = "SELECT id, before FROM ruling WHERE undone IS NULL AND action IN ('split', 'link') AND instr(data, ?1) > 0";
        let found = all(&self.db, sql, [article], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
        for (ruling, before) in found {
            let Ok(stood) = serde_json::from_str::<Stood>(&before) else {
                continue;
            };
            if !stood.keys().any(|row| rows.contains_key(row)) {
                continue;
            }
            let stood: Stood = stood
                .into_iter()
                .filter_map(|(row, was)| match rows.get(&row) {
                    Some(new) => new.map(|new| (new, was)),
                    None => Some((row, was)),
                })
                .collect();
            self.db.execute(
                "UPDATE ruling SET before = ?2 WHERE id = ?1",
                params![ruling, json(&stood)?],
            )?;
        }
        Ok(())
    }

    /// Links those anew that a ruling which was just undone had given to `to` without having been told who they were before: they came with a
    /// later version or reading. The profiles of `people` and of whom it turns out to be about are made anew.
    pub(crate) fn unlink(
        &mut self,
        who: &[String],
        to: Option<i64>,
        told: &BTreeSet<i64>,
        people: BTreeSet<i64>,
    ) -> Result<(), StoreError> {
        let of = self.of();
        let mut versions: BTreeMap<i64, (i64, BTreeSet<i64>)> = BTreeMap::new();
        for newcomer in who {
            let Some((article, name)) = newcomer.split_once('/') else {
                continue;
            };
            let sql = "SELECT e.id, v.id, v.article_id FROM entity e JOIN reading r ON r.id = e.reading_id AND r.state = 'current'
                         JOIN version v ON v.id = r.version_id JOIN article a ON a.id = v.article_id JOIN person p ON p.id = e.person_id
                        WHERE a.key = ?1 AND e.name = ?2 AND e.linked_by = 'ruling' AND coalesce(p.merged, p.id) = ?3";
            let found = all(&self.db, sql, params![article, name, to], |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, i64>(1)?,
                    row.get::<_, i64>(2)?,
                ))
            })
            .map_err(&of)?;
            for (entity, version, article) in found {
                if !told.contains(&entity) {
                    let of_version = versions.entry(version).or_insert((article, BTreeSet::new()));
                    of_version.1.insert(entity);
                }
            }
        }
        for &entity in versions.values().flat_map(|(_, entities)| entities) {
            self.set_person(entity, None, None, None).map_err(&of)?;
        }
        // nobody is to be found by what is theirs no longer
        let mut people = people;
        self.forget().map_err(&of)?;
        for &person in &people {
            self.portray(person).map_err(&of)?;
        }
        for (version, (article, entities)) in versions {
            let stored = self.look().load(version)?;
            self.link_some(article, &stored, |row| entities.contains(&row))
                .map_err(&of)?;
            self.touch(article).map_err(&of)?;
            for entity in entities {
                let sql = "SELECT person_id FROM entity WHERE id = ?1 AND person_id IS NOT NULL";
                people.extend(all(&self.db, sql, [entity], |row| row.get::<_, i64>(0)).map_err(&of)?);
            }
        }
        self.forget().map_err(&of)?;
        let mut people = people.into_iter();
        people.try_for_each(|person| self.portray(person)).map_err(of)
    }
}

/// Who of `olds` is who of `news`, by number.
fn same_people(olds: &[Person], news: &[Person]) -> BTreeMap<usize, usize> {
    let mut found = BTreeMap::new();
    let mut free: BTreeSet<usize> = (0..news.len()).collect();
    let shared = |old: &Person, new: usize| {
        let places: BTreeSet<(u32, u32)> = old.mentions.iter().map(|m| (m.start, m.end)).collect();
        let mentions = news
            .get(new)
            .map(|new| new.mentions.as_slice())
            .unwrap_or_default();
        mentions
            .iter()
            .filter(|m| places.contains(&(m.start, m.end)))
            .count()
    };
    for by_name in [true, false] {
        for (at, old) in olds.iter().enumerate() {
            if found.contains_key(&at) || old.name.is_none() {
                continue;
            }
            let mut fitting: Vec<(usize, usize)> = free
                .iter()
                .filter(|&&new| {
                    news.get(new)
                        .is_some_and(|new| new.kind == old.kind && (!by_name || new.name == old.name))
                })
                .map(|&new| (shared(old, new), new))
                .collect();
            fitting.retain(|(places, _)| by_name || *places > 0);
            fitting.sort_unstable_by_key(|&(places, new)| (std::cmp::Reverse(places), new));
            let new = match fitting.as_slice() {
                [(_, new)] => *new,
                [(most, new), (next, _), ..] if most > next => *new,
                // namesakes that nothing tells apart keep their order
                [(_, new), ..] if by_name => *new,
                _ => continue,
            };
            free.remove(&new);
            found.insert(at, new);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord_record::{Span, SpeakerType};

    fn person(name: Option<&str>, kind: SpeakerType, mentions: &[u32]) -> Person {
        let mention = |&start: &u32| Span {
            start,
            end: start + 4,
            text: "Quil".to_owned(),
        };
        Person {
            id: "p".to_owned(),
            name: name.map(str::to_owned),
            kind,
            roles: Vec::new(),
            mentions: mentions.iter().map(mention).collect(),
        }
    }

    #[test]
    fn people_are_the_same_by_name_and_then_by_place() {
        use SpeakerType::{Organization, Person as Human};
        let quill = |mentions| person(Some("Ada Quill"), Human, mentions);
        let short = |mentions| person(Some("Quill"), Human, mentions);
        let to = |olds: &[Person], news: &[Person]| -> Vec<(usize, usize)> {
            same_people(olds, news).into_iter().collect()
        };
        assert_eq!(to(&[quill(&[0])], &[short(&[0]), quill(&[50])]), [(0, 1)]);
        assert_eq!(to(&[short(&[0])], &[quill(&[0, 50])]), [(0, 0)]);
        assert_eq!(to(&[short(&[0])], &[quill(&[50])]), []);
        assert_eq!(
            to(&[quill(&[0])], &[person(Some("Ada Quill"), Organization, &[0])]),
            []
        );
        assert_eq!(to(&[person(None, Human, &[0])], &[quill(&[0])]), []);
        // two of a name, in the other order
        assert_eq!(
            to(&[quill(&[0]), quill(&[50])], &[quill(&[50]), quill(&[0])]),
            [(0, 1), (1, 0)]
        );
        // one that became two, half each
        assert_eq!(
            to(
                &[short(&[0, 50])],
                &[quill(&[0]), person(Some("Bo Quill"), Human, &[50])]
            ),
            []
        );
    }
}
