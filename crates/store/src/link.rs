//! People and bodies of an article, linked to those known from others: see `onrecord_identity`, which decides.

use crate::file::{Change, all};
use crate::lists::Listed;
use crate::recent::Recent;
use onrecord_identity::{Candidate, Decision, Evidence, Newcomer, PrintedRole, Profile, Ruling, decide};
use onrecord_record::{Article, ArticleRecord, Person, text_sha256};
use rusqlite::{OptionalExtension as _, params};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Other forms of a name that are looked at.
const FORMS: usize = 8;

/// The people that changes have to do with, so that each is read and written once.
#[derive(Default)]
pub(crate) struct Crowd {
    known: BTreeMap<i64, Known>,
    /// Those of changes before, as they are stored.
    older: BTreeMap<i64, Known>,
    /// Who bears a name, by keys of names.
    bearers: FxHashMap<String, Vec<i64>>,
    rulings: Option<Rulings>,
    pub(crate) listed: Option<Arc<Listed>>,
}

/// Somebody known, while a change goes on.
pub(crate) struct Known {
    profile: Profile,
    changed: bool,
}

/// What people decided, by what it is about.
#[derive(Default)]
struct Rulings {
    of_newcomers: FxHashMap<String, Vec<Ruling>>,
    blocked: BTreeSet<String>,
}

impl Crowd {
    /// People in a generation of those who are kept between changes; a profile takes some kilobytes.
    const MOST: usize = 10_000;
    /// Keys of names that are kept between changes.
    const KEYS: usize = 200_000;

    fn rulings_on(&self, newcomer: &Newcomer, profiles: &[&Profile]) -> Vec<Ruling> {
        let Some(rulings) = &self.rulings else {
            return Vec::new();
        };
        let mut found = rulings
            .of_newcomers
            .get(&newcomer.id)
            .cloned()
            .unwrap_or_default();
        let blocked = profiles
            .iter()
            .filter(|profile| rulings.blocked.contains(&profile.id));
        found.extend(blocked.map(|profile| Ruling::Block {
            profile: profile.id.clone(),
        }));
        found
    }

    /// What is kept for the next change. Lists are read anew: they are few, and what changes them need not know of this.
    pub(crate) fn rest(mut self) -> Self {
        if self.known.len() > Self::MOST {
            self.older = std::mem::take(&mut self.known);
        }
        if self.bearers.len() > Self::KEYS {
            self.bearers = FxHashMap::default();
        }
        Self { listed: None, ..self }
    }
}

/// What rulings call somebody in an article: its key and the name that it prints, so that it holds for later readings and
/// versions.
pub(crate) fn newcomer_id(article: &str, name: &str) -> String {
    format!("{article}/{name}")
}

/// The people of an article as newcomers, in their order; nothing where no name is printed.
pub(crate) fn newcomers(article: &str, record: &ArticleRecord) -> Vec<Option<Newcomer>> {
    let all: Vec<Option<Newcomer>> = record
        .people
        .iter()
        .map(|person| newcomer(article, &record.article, person))
        .collect();
    let full: Vec<(usize, String)> = all
        .iter()
        .enumerate()
        .filter_map(|(at, n)| {
            n.as_ref()
                .filter(|n| !n.keys().is_empty())
                .map(|n| (at, n.name.clone()))
        })
        .collect();
    all.into_iter()
        .enumerate()
        .map(|(at, newcomer)| {
            newcomer.map(|mut newcomer| {
                let fellows = full.iter().filter(|(other, _)| *other != at);
                newcomer.fellows = fellows.map(|(_, name)| name.clone()).collect();
                newcomer
            })
        })
        .collect()
}

fn newcomer(key: &str, article: &Article, person: &Person) -> Option<Newcomer> {
    let name = person.name.as_ref()?;
    let mut other_names: Vec<String> = Vec::new();
    for mention in &person.mentions {
        if mention.text != *name && !other_names.contains(&mention.text) && other_names.len() < FORMS {
            other_names.push(mention.text.clone());
        }
    }
    Some(Newcomer {
        other_names,
        roles: person
            .roles
            .iter()
            .map(|r| PrintedRole {
                role: r.role.clone(),
                org: r.org.clone(),
            })
            .collect(),
        place: article.dateline.as_ref().and_then(|line| line.place.clone()),
        outlet: article.outlet.clone(),
        day: article
            .published
            .as_ref()
            .and_then(|day| day.get(..10))
            .map(str::to_owned),
        ..Newcomer::new(newcomer_id(key, name), person.kind, name.clone())
    })
}

/// Who somebody of an article is across articles.
#[derive(Default)]
pub(crate) struct Link {
    pub(crate) person: Option<i64>,
    pub(crate) by: Option<Cow<'static, str>>,
    pub(crate) why: Option<String>,
    /// Who it may be, if that was left open just now.
    pub(crate) candidates: Vec<(i64, Candidate)>,
}

/// The people of a reading, in their order: rows, and who they are.
pub(crate) type Links = Vec<(i64, Link)>;

/// Whom each statement is given to across articles.
pub(crate) fn speakers(record: &ArticleRecord, links: &Links) -> Vec<Option<i64>> {
    let of: FxHashMap<&str, Option<i64>> = record
        .people
        .iter()
        .zip(links)
        .map(|(person, (_, link))| (person.id.as_str(), link.person))
        .collect();
    record
        .statements
        .iter()
        .map(|s| of.get(s.speakers.first()?.person.as_deref()?).copied().flatten())
        .collect()
}

impl Change<'_> {
    /// Says who the people of an article are across articles: `people` are their rows, whether they are stored or not, and what the article
    /// says of them. The article is `new` when it has no other version.
    pub(crate) fn link_people(
        &mut self,
        article: i64,
        key: &str,
        record: &ArticleRecord,
        people: impl Iterator<Item = (i64, Option<Newcomer>)>,
        new: bool,
    ) -> rusqlite::Result<Links> {
        let listed = self.listed()?;
        let mut links = Links::with_capacity(record.people.len());
        let mut named = BTreeSet::new();
        for (entity, newcomer) in people {
            let mut link = Link::default();
            if let Some(newcomer) = newcomer {
                let mut newcomer = listed.with_other_names(newcomer, record);
                if key != record.article.id {
                    newcomer.id = newcomer_id(key, &newcomer.name);
                }
                let keys = newcomer.keys();
                if !keys.is_empty() {
                    link = self.link(entity, &newcomer, &keys, &listed)?;
                }
                // another version of an article, or another form of a name, says nothing new of a person
                if let Some(id) = link.person.filter(|_| link.why.is_some())
                    && named.insert(id)
                    && (new || !self.is_named(id, article, entity)?)
                {
                    self.take(id, &newcomer)?;
                }
                named.extend(link.person);
            }
            links.push((entity, link));
        }
        Ok(links)
    }

    /// Whether an article names somebody, but for one row.
    fn is_named(&self, person: i64, article: i64, but: i64) -> rusqlite::Result<bool> {
        self.db
            .prepare_cached(
                // from the article on: a person may have a hundred thousand entities
                "SELECT 1 FROM version v CROSS JOIN reading r ON r.version_id = v.id CROSS JOIN entity e ON e.reading_id = r.id
                  WHERE +e.person_id = ?1 AND v.article_id = ?2 AND e.id <> ?3 LIMIT 1",
            )?
            .exists(params![person, article, but])
    }

    fn link(
        &mut self,
        entity: i64,
        newcomer: &Newcomer,
        keys: &[String],
        listed: &Listed,
    ) -> rusqlite::Result<Link> {
        let ids = self.sharing(keys)?;
        for &id in &ids {
            self.known(id)?;
        }
        self.load_rulings()?;
        let profiles: Vec<&Profile> = ids
            .iter()
            .filter_map(|id| self.crowd.known.get(id))
            .map(|known| &known.profile)
            .collect();
        let rulings = self.crowd.rulings_on(newcomer, &profiles);
        let is_ruled = |ruling: &Ruling| matches!(ruling, Ruling::Same { .. });
        if listed.bars_name(&newcomer.name) && !rulings.iter().any(is_ruled) {
            return Ok(Link::default());
        }
        let decision = decide(newcomer, &profiles, &rulings);
        let at = match &decision {
            Decision::Link(found) => profiles.iter().position(|profile| profile.id == found.profile),
            _ => None,
        };
        Ok(match decision {
            Decision::Link(found) => {
                let by = if found.score.is_finite() { "name" } else { "ruling" };
                let id = match at.and_then(|at| ids.iter().nth(at)) {
                    Some(&id) => Some(id),
                    None => self.by_key(&found.profile)?,
                };
                // else a ruling on somebody who is no longer there
                id.map_or_else(Link::default, |id| Link {
                    person: Some(id),
                    by: Some(by.into()),
                    why: Some(told(&found)),
                    ..Link::default()
                })
            }
            Decision::New { .. } => Link {
                person: Some(self.new_person(newcomer, entity)?),
                by: Some("name".into()),
                ..Link::default()
            },
            Decision::Open { candidates } => {
                let mut link = Link::default();
                for candidate in candidates {
                    if let Some(id) = self.by_key(&candidate.profile)? {
                        link.candidates.push((id, candidate));
                    }
                }
                link
            }
        })
    }

    /// Stores who an entity may be.
    pub(crate) fn insert_candidates(&self, entity: i64, link: &Link) -> rusqlite::Result<()> {
        for (id, candidate) in &link.candidates {
            self.db
                .prepare_cached("INSERT OR IGNORE INTO entity_candidate VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![entity, id, f64::from(candidate.score), told(candidate)])?;
        }
        Ok(())
    }

    /// Links an entity to a person, or to nobody.
    pub(crate) fn set_person(
        &self,
        entity: i64,
        person: Option<i64>,
        by: Option<&str>,
        why: Option<&str>,
    ) -> rusqlite::Result<()> {
        self.db
            .prepare_cached("UPDATE entity SET person_id = ?2, linked_by = ?3, link = ?4 WHERE id = ?1")?
            .execute(params![entity, person, by, why])?;
        Ok(())
    }

    /// Everybody known who shares one of the keys, merged ones as those that they were merged into.
    pub(crate) fn sharing(&mut self, keys: &[String]) -> rusqlite::Result<BTreeSet<i64>> {
        let sql = "SELECT coalesce(p.merged, p.id) FROM person_name n JOIN person p ON p.id = n.person_id WHERE n.name = ?1";
        let mut found = BTreeSet::new();
        for key in keys {
            if let Some(known) = self.crowd.bearers.get(key) {
                found.extend(known);
                continue;
            }
            let bearers = all(&self.db, sql, [key], |row| row.get::<_, i64>(0))?;
            found.extend(&bearers);
            self.crowd.bearers.insert(key.clone(), bearers);
        }
        Ok(found)
    }

    fn known(&mut self, id: i64) -> rusqlite::Result<&mut Known> {
        if !self.crowd.known.contains_key(&id) {
            let known = match self.crowd.older.remove(&id) {
                Some(known) => known,
                None => Known {
                    profile: self.read_profile(id)?,
                    changed: false,
                },
            };
            self.crowd.known.insert(id, known);
        }
        self.crowd
            .known
            .get_mut(&id)
            .ok_or(rusqlite::Error::QueryReturnedNoRows)
    }

    pub(crate) fn read_profile(&self, id: i64) -> rusqlite::Result<Profile> {
        let profile: String = self
            .db
            .prepare_cached("SELECT profile FROM person WHERE id = ?1")?
            .query_row([id], |row| row.get(0))?;
        serde_json::from_str(&profile).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error.into())
        })
    }

    pub(crate) fn by_key(&self, key: &str) -> rusqlite::Result<Option<i64>> {
        self.db
            .prepare_cached("SELECT coalesce(merged, id) FROM person WHERE key = ?1")?
            .query_row([key], |row| row.get(0))
            .optional()
    }

    /// Adds what one more article says of somebody.
    pub(crate) fn take(&mut self, id: i64, newcomer: &Newcomer) -> rusqlite::Result<()> {
        let known = self.known(id)?;
        known.changed = true;
        let mut names = std::iter::once(&newcomer.name).chain(&newcomer.other_names);
        if names.all(|name| known.profile.names.contains_key(name.trim())) {
            known.profile.take(newcomer);
            return Ok(());
        }
        let before = known.profile.keys();
        known.profile.take(newcomer);
        let more: Vec<String> = known
            .profile
            .keys()
            .into_iter()
            .filter(|key| !before.contains(key))
            .collect();
        self.name_person(id, &more)
    }

    pub(crate) fn name_person(&mut self, id: i64, keys: &[String]) -> rusqlite::Result<()> {
        let mut insert = self
            .db
            .prepare_cached("INSERT OR IGNORE INTO person_name (name, person_id) VALUES (?1, ?2)")?;
        for key in keys {
            insert.execute(params![key, id])?;
            if let Some(bearers) = self.crowd.bearers.get_mut(key)
                && !bearers.contains(&id)
            {
                bearers.push(id);
            }
        }
        Ok(())
    }

    fn new_person(&mut self, newcomer: &Newcomer, entity: i64) -> rusqlite::Result<i64> {
        let drawn = text_sha256(&format!("{}\u{1f}{entity}", newcomer.id));
        let key = format!("q{}", drawn.get(..12).unwrap_or(&drawn));
        let profile = Profile::of(key.clone(), newcomer);
        self.db
            .prepare_cached("INSERT INTO person (key, name, type, profile, seq) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![
                key,
                newcomer.name,
                newcomer.kind.as_str(),
                crate::add::json(&profile)?,
                self.seq
            ])?;
        let id = self.db.last_insert_rowid();
        self.name_person(id, &profile.keys())?;
        let known = Known {
            profile,
            changed: false,
        };
        self.crowd.known.insert(id, known);
        Ok(id)
    }

    /// Writes what was learnt of people.
    pub(crate) fn keep_profiles(&mut self) -> rusqlite::Result<()> {
        let mut update = self
            .db
            .prepare_cached("UPDATE person SET profile = ?2 WHERE id = ?1")?;
        for (id, known) in &mut self.crowd.known {
            if std::mem::take(&mut known.changed) {
                update.execute(params![id, crate::add::json(&known.profile)?])?;
            }
        }
        Ok(())
    }

    fn load_rulings(&mut self) -> rusqlite::Result<()> {
        if self.crowd.rulings.is_none() {
            self.crowd.rulings = Some(self.read_rulings()?);
        }
        Ok(())
    }

    fn read_rulings(&self) -> rusqlite::Result<Rulings> {
        let mut rulings = Rulings::default();
        let sql = "SELECT data FROM ruling WHERE undone IS NULL AND action IN ('split', 'link') ORDER BY id";
        for data in all(&self.db, sql, [], |row| row.get::<_, String>(0))? {
            let Ok(moved) = serde_json::from_str::<crate::ruling::Moved>(&data) else {
                continue;
            };
            for newcomer in moved.who {
                let of = rulings.of_newcomers.entry(newcomer.clone()).or_default();
                if let Some(from) = &moved.from {
                    of.push(Ruling::Different {
                        newcomer: newcomer.clone(),
                        profile: from.clone(),
                    });
                }
                // the last word counts
                of.retain(|ruling| !matches!(ruling, Ruling::Same { .. }));
                of.push(Ruling::Same {
                    newcomer,
                    profile: moved.to.clone(),
                });
            }
        }
        let blocked = all(&self.db, "SELECT key FROM person WHERE blocked", [], |row| {
            row.get(0)
        })?;
        rulings.blocked = blocked.into_iter().collect();
        Ok(rulings)
    }

    /// Forgets what was read of people and rulings, because it is about to change.
    pub(crate) fn forget(&mut self) -> rusqlite::Result<()> {
        self.keep_profiles()?;
        self.crowd = Crowd::default();
        self.recent = Recent::default();
        Ok(())
    }
}

/// Why somebody is taken for another, or may be, in words.
fn told(candidate: &Candidate) -> String {
    let reasons: Vec<String> = candidate
        .reasons
        .iter()
        .map(|Evidence { reason, .. }| reason.to_string())
        .collect();
    reasons.join("; ")
}
