//! Adding articles: as new ones, as new versions of known ones, or as seen again.

use crate::copy::day;
use crate::error::StoreError;
use crate::file::{Change, Record};
use crate::link::speakers;
use crate::name::names;
use crate::ready::{Made, Ready};
use crate::rest::{Named, Rest};
use onrecord_record::{Article, CheckedRecord, Status, article_id};
use rusqlite::{Connection, OptionalExtension as _, params};
use std::borrow::Borrow;

/// What became of an article that was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was not known.
    New {
        /// Its key.
        article: String,
    },
    /// It was known with another text.
    Version {
        /// Its key.
        article: String,
        /// The number of the new version.
        version: u32,
        /// Whether it is the newest one: not so if it is known to be of an earlier time than the one that was here.
        newest: bool,
    },
    /// It was known with this very text.
    Again {
        /// Its key.
        article: String,
        /// The version that has this text.
        version: u32,
    },
    /// It was not added: the user's list of what is kept out names it.
    Barred {
        /// The row of the list: what it names, and how.
        by: String,
    },
    /// It came without a text: killed, withheld, a locator, or a page that stood in its place.
    Notice {
        /// Its key.
        article: String,
        /// The article's status now.
        status: Status,
    },
}

/// The article as it stands in the record.
struct Known {
    id: i64,
    key: String,
    status: String,
    version: Option<i64>,
    url: Option<String>,
    outlet: Option<String>,
}

impl Change<'_> {
    /// Adds an article with its statements.
    ///
    /// The same address, or the same id of its provider, is the same article; with another text, that is a new version.
    ///
    /// # Errors
    /// The record cannot be written to.
    pub fn add(&mut self, record: &CheckedRecord) -> Result<Added, StoreError> {
        self.add_ready(Ready::of(record))
    }

    /// Adds an article that was made ready, as [`Change::add`] does.
    ///
    /// # Errors
    /// The record cannot be written to.
    pub fn add_ready<R: Borrow<CheckedRecord>>(&mut self, ready: Ready<R>) -> Result<Added, StoreError> {
        let of = self.of();
        let added = self.add_record(ready).map_err(of)?;
        // what was decided about other versions holds for what this one prints as they do
        if let Added::Version { article, version, .. } = &added {
            self.follow(article, *version)?;
        }
        Ok(added)
    }

    /// Notes an article that came once more with the text that its newest version has, or an older one with the text of an
    /// older version. Nothing is done, and nothing returned, if it has to be read: it is new, or its text is.
    ///
    /// # Errors
    /// The record cannot be written to.
    pub fn see(&mut self, article: &Article) -> Result<Option<Added>, StoreError> {
        let of = self.of();
        self.see_article(article).map_err(of)
    }

    fn see_article(&mut self, article: &Article) -> rusqlite::Result<Option<Added>> {
        if let Some(by) = self.listed()?.bars(article) {
            return Ok(Some(Added::Barred { by }));
        }
        let names = names(article);
        match known(&self.db, &names)? {
            Some(known) if !is_bare(article) => self.see_known(&known, &names, article),
            _ => Ok(None),
        }
    }

    /// The same for an article that is known, and has a text.
    fn see_known(
        &mut self,
        known: &Known,
        names: &[String],
        article: &Article,
    ) -> rusqlite::Result<Option<Added>> {
        let Some((version, n)) = held(&self.db, known, article, &self.at)? else {
            return Ok(None);
        };
        self.name(known, names)?;
        self.release(known, names)?;
        self.seen_again(known, version, article)?;
        Ok(Some(Added::Again {
            article: known.key.clone(),
            version: n,
        }))
    }

    fn add_record<R: Borrow<CheckedRecord>>(&mut self, ready: Ready<R>) -> rusqlite::Result<Added> {
        let Ready { record, names, made } = ready;
        let record: &CheckedRecord = record.borrow();
        let article = &record.article;
        if let Some(by) = self.listed()?.bars(article) {
            return Ok(Added::Barred { by });
        }
        let known = match known(&self.db, &names)? {
            Some(known) => {
                if made.is_some()
                    && let Some(again) = self.see_known(&known, &names, article)?
                {
                    return Ok(again);
                }
                known
            }
            None => self.new_article(article, &names)?,
        };
        self.name(&known, &names)?;
        let Some(made) = made else {
            return self.notice(&known, article);
        };
        let Made {
            drawn,
            newcomers,
            shingles,
            anchors,
        } = made?;
        self.release(&known, &names)?;
        let as_of = as_of(article, &self.at);
        let newest = match known.version {
            Some(current) => is_newer(&self.db, current, as_of, &self.at)?,
            None => true,
        };
        let n: u32 = self
            .db
            .prepare_cached("SELECT coalesce(max(n), 0) + 1 FROM version WHERE article_id = ?1")?
            .query_row([known.id], |row| row.get(0))?;
        let row = self.call(&known, article, newest)?;
        let version = self.insert_version(known.id, n, article, as_of, &row)?;
        let entities = self.entity_ids(record.people.len())?;
        let people = (entities..).zip(newcomers);
        let links = self.link_people(known.id, &known.key, record, people, n == 1)?;
        let kept = self.insert_reading(version, record, &drawn, "current", &links)?;
        self.db
            .prepare_cached("UPDATE version SET reading_id = ?2 WHERE id = ?1")?
            .execute([version, kept.id])?;
        let speakers = speakers(record, &links);
        let seen = self.at.clone();
        self.group(known.id, kept.first, &drawn.wordings, record, &speakers, &seen)?;
        let outlet = self.outlet(article.outlet.as_deref())?;
        if newest {
            self.db
                .prepare_cached(
                    "UPDATE article SET version_id = ?2, outlet_id = coalesce(?3, outlet_id), url = coalesce(?4, url), changed = ?5 WHERE id = ?1",
                )?
                .execute(params![known.id, version, outlet, article.url, self.seq])?;
            self.cluster(known.id, article.published.as_deref(), shingles, &anchors)?;
        } else {
            self.touch(known.id)?;
        }
        Ok(if n == 1 {
            Added::New { article: known.key }
        } else {
            Added::Version {
                article: known.key,
                version: n,
                newest,
            }
        })
    }

    fn new_article(&mut self, article: &Article, names: &[String]) -> rusqlite::Result<Known> {
        let outlet = self.outlet(article.outlet.as_deref())?;
        let mut insert = self.db.prepare_cached(
            "INSERT INTO article (key, url, outlet_id, status, added, changed) VALUES (?1, ?2, ?3, 'usable', ?4, ?4) ON CONFLICT (key) DO NOTHING",
        )?;
        // the key that the article has everywhere, unless another one, of another name, has it here
        let mut key = article.id.clone();
        if key.is_empty() {
            // nothing could be asked for by that
            key = article_id(article.url.as_deref(), &article.text);
        }
        let mut tries = 0;
        while insert.execute(params![key, article.url, outlet, self.seq])? == 0 {
            tries += 1;
            let name = names.first().map_or("", String::as_str);
            key = article_id(Some(&format!("{name}\u{1f}{tries}")), "");
        }
        Ok(Known {
            id: self.db.last_insert_rowid(),
            key,
            status: "usable".to_owned(),
            version: None,
            url: article.url.clone(),
            outlet: article.outlet.clone().filter(|name| !name.is_empty()),
        })
    }

    /// What an article's row says once this version of it is in. Where that is something else than before, the earlier versions, which said no more
    /// than the row, say it of their own from now on.
    fn call(&self, known: &Known, article: &Article, newest: bool) -> rusqlite::Result<Named> {
        let or = |now: &Option<String>, was: &Option<String>| {
            let now = now.as_ref().filter(|_| newest);
            now.or(was.as_ref()).cloned()
        };
        let outlet = article.outlet.clone().filter(|name| !name.is_empty());
        let row = Named {
            id: known.key.clone(),
            url: or(&article.url, &known.url),
            outlet: or(&outlet, &known.outlet),
        };
        for (field, was, is) in [
            ("$.url", &known.url, &row.url),
            ("$.outlet", &known.outlet, &row.outlet),
        ] {
            if was != is {
                self.db
                    .prepare_cached(
                        "UPDATE version SET rest = json_set(rest, ?2, ?3) WHERE article_id = ?1 AND json_type(rest, ?2) IS NULL",
                    )?
                    .execute(params![known.id, field, was])?;
            }
        }
        Ok(row)
    }

    /// Notes the names of an article that were not known. A name of another article stays that one's.
    fn name(&self, known: &Known, names: &[String]) -> rusqlite::Result<()> {
        let mut insert = self.db.prepare_cached(
            "INSERT INTO article_name (name, article_id) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING",
        )?;
        for name in names {
            insert.execute(params![name, known.id])?;
        }
        Ok(())
    }

    pub(crate) fn outlet(&mut self, name: Option<&str>) -> rusqlite::Result<Option<i64>> {
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            return Ok(None);
        };
        let found = self
            .db
            .prepare_cached("SELECT id FROM outlet WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        if found.is_some() {
            return Ok(found);
        }
        self.db
            .prepare_cached("INSERT INTO outlet (name) VALUES (?1)")?
            .execute([name])?;
        let id = self.db.last_insert_rowid();
        self.call_outlet(id, name)?;
        Ok(Some(id))
    }

    /// Notes what came without a text.
    fn notice(&self, known: &Known, article: &Article) -> rusqlite::Result<Added> {
        let status = article.status.as_str();
        self.db
            .prepare_cached(
                "INSERT INTO notice (article_id, seq, status, extent, article) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                known.id,
                self.seq,
                status,
                article.extent.as_str(),
                json(article)?
            ])?;
        if article.status != Status::Usable && known.status != status {
            self.set_status(known, article.status, status)?;
        }
        Ok(Added::Notice {
            article: known.key.clone(),
            status: article.status,
        })
    }

    /// Notes that its provider gives an article back that was killed or withheld. One that the user's list hides stays hidden.
    fn release(&mut self, known: &Known, names: &[String]) -> rusqlite::Result<()> {
        if self.listed()?.hides(&known.key, names) {
            return match known.status == Status::Usable.as_str() {
                true => self.set_status(known, Status::Withheld, "suppressed"),
                false => Ok(()),
            };
        }
        if known.status == Status::Usable.as_str() {
            return Ok(());
        }
        self.set_status(known, Status::Usable, "released")
    }

    fn set_status(&self, known: &Known, status: Status, what: &str) -> rusqlite::Result<()> {
        self.db
            .prepare_cached("UPDATE article SET status = ?2, changed = ?3 WHERE id = ?1")?
            .execute(params![known.id, status.as_str(), self.seq])?;
        self.audit(Some(known.id), None, what, None)
    }

    /// A version that came once more: what else is said of it now is kept.
    fn seen_again(&self, known: &Known, version: i64, article: &Article) -> rusqlite::Result<()> {
        type Facts = (Option<String>, Option<String>, Option<String>, Option<String>);
        let (title, modified, provider, before): Facts = self
            .db
            .prepare_cached("SELECT title, modified, provider_version, as_of FROM version WHERE id = ?1")?
            .query_row([version], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?;
        self.db
            .prepare_cached("UPDATE version SET seen_again = ?2 WHERE id = ?1")?
            .execute([version, self.seq])?;
        match (before.as_deref(), as_of(article, &self.at)) {
            // what an older copy says of itself is not news
            (Some(before), Some(now)) if earlier(now, before) => return Ok(()),
            (Some(before), Some(now)) if earlier(before, now) => {
                self.db
                    .prepare_cached("UPDATE version SET as_of = ?2 WHERE id = ?1")?
                    .execute(params![version, now])?;
            }
            _ => {}
        }
        let mut changed = Vec::new();
        for (column, before, now) in [
            ("title", &title, &article.title),
            ("modified", &modified, &article.modified),
            ("provider_version", &provider, &article.version),
        ] {
            if now.is_some() && now != before {
                self.db
                    .prepare_cached(&format!("UPDATE version SET {column} = ?2 WHERE id = ?1"))?
                    .execute(params![version, now])?;
                changed.push(serde_json::json!({ "field": column, "before": before, "after": now }));
            }
        }
        if !changed.is_empty() {
            let detail = json(&changed)?;
            self.audit(Some(known.id), None, "facts changed", Some(&detail))?;
            self.touch(known.id)?;
        }
        Ok(())
    }

    fn insert_version(
        &self,
        article_id: i64,
        n: u32,
        article: &Article,
        as_of: Option<&str>,
        row: &Named,
    ) -> rusqlite::Result<i64> {
        let place = article.dateline.as_ref().and_then(|line| line.place.as_deref());
        self.db
            .prepare_cached(
                "INSERT INTO version (article_id, n, seen, as_of, title, byline, lang, place, published, modified, first_published,
                                      provider_version, extent, text_sha256, rest)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?
            .execute(params![
                article_id,
                n,
                self.seq,
                as_of,
                article.title,
                article.byline,
                article.lang,
                place,
                article.published,
                article.modified,
                article.first_published,
                article.version,
                article.extent.as_str(),
                article.text_sha256,
                json(&Rest::of(article, row))?,
            ])?;
        let version = self.db.last_insert_rowid();
        self.db
            .prepare_cached("INSERT INTO version_text (version_id, text) VALUES (?1, ?2)")?
            .execute(params![version, article.text])?;
        Ok(version)
    }
}

/// The article that goes by one of the names; the first name counts most.
fn known(db: &Connection, names: &[String]) -> rusqlite::Result<Option<Known>> {
    let mut find = db.prepare_cached(
        "SELECT a.id, a.key, a.status, a.version_id, a.url, o.name FROM article_name n JOIN article a ON a.id = n.article_id
           LEFT JOIN outlet o ON o.id = a.outlet_id WHERE n.name = ?1",
    )?;
    for name in names {
        let known = find
            .query_row([name], |row| {
                Ok(Known {
                    id: row.get(0)?,
                    key: row.get(1)?,
                    status: row.get(2)?,
                    version: row.get(3)?,
                    url: row.get(4)?,
                    outlet: row.get(5)?,
                })
            })
            .optional()?;
        if known.is_some() {
            return Ok(known);
        }
    }
    Ok(None)
}

/// The version that this very text is: the newest one, or, if the text is of an earlier time than that, any.
///
/// A text that came back is a version of its own, an old copy that came later is not.
fn held(
    db: &Connection,
    known: &Known,
    article: &Article,
    now: &str,
) -> rusqlite::Result<Option<(i64, u32)>> {
    let same = db
        .prepare_cached(
            "SELECT id, n FROM version WHERE article_id = ?1 AND text_sha256 = ?2 ORDER BY id = ?3 DESC, n DESC",
        )?
        .query_row(params![known.id, article.text_sha256, known.version], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, u32>(1)?))
        })
        .optional()?;
    Ok(match (same, known.version) {
        (Some((version, _)), Some(current)) if version == current => same,
        (Some(_), Some(current)) if !is_newer(db, current, as_of(article, now), now)? => same,
        _ => None,
    })
}

/// Whether something of time `as_of` takes the place of version `current`.
fn is_newer(db: &Connection, current: i64, as_of: Option<&str>, now: &str) -> rusqlite::Result<bool> {
    let before: Option<String> = db
        .prepare_cached("SELECT as_of FROM version WHERE id = ?1")?
        .query_row([current], |row| row.get(0))?;
    let before = before.filter(|before| is_past(before, now));
    Ok(match (before.as_deref(), as_of) {
        (Some(before), Some(now)) => !earlier(now, before),
        // what comes later is newer, as far as anybody knows
        _ => true,
    })
}

impl Record {
    /// Whether the article need not be read: it is here, with this very text, or it is not to be added at all.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn holds(&self, article: &Article) -> Result<bool, StoreError> {
        let look = || -> rusqlite::Result<bool> {
            let mut barred = self
                .db
                .prepare_cached("SELECT 1 FROM ruling WHERE undone IS NULL AND action = 'bar' LIMIT 1")?;
            if barred.exists([])? && crate::lists::Listed::read(&self.db)?.bars(article).is_some() {
                return Ok(true);
            }
            Ok(match known(&self.db, &names(article))? {
                Some(known) => held(&self.db, &known, article, &self.now())?.is_some(),
                None => false,
            })
        };
        look().map_err(self.of())
    }
}

/// Whether there is nothing to be read: no text, or one that may not be used.
pub(crate) fn is_bare(article: &Article) -> bool {
    article.text.is_empty() || article.status != Status::Usable
}

/// The time that an article is known to be of: its last change, or when it was archived or fetched. One that is still to come when it is added at
/// `now` is not known: else nothing that follows would ever be newer.
fn as_of<'a>(article: &'a Article, now: &str) -> Option<&'a str> {
    let origin = article.origin.as_ref();
    let archived = origin
        .and_then(|o| o.record.as_ref())
        .and_then(|r| r.date.as_deref());
    let fetched = origin.and_then(|o| o.fetched.as_deref());
    let times = [article.modified.as_deref(), archived, fetched];
    times.into_iter().flatten().find(|time| is_past(time, now))
}

/// Whether a time is of a day before `now`, of the same or of the next one: clocks are hours apart.
fn is_past(time: &str, now: &str) -> bool {
    let tomorrow = day(now).and_then(|today| today.tomorrow().ok());
    Option::zip(day(time), tomorrow).is_none_or(|(day, tomorrow)| day <= tomorrow)
}

/// Whether one time is earlier than another, as far as both are known: a day alone is not earlier than an hour of it.
fn earlier(one: &str, other: &str) -> bool {
    let instant = |time: &str| time.parse::<jiff::Timestamp>().ok();
    if let (Some(one), Some(other)) = (instant(one), instant(other)) {
        return one < other;
    }
    match (one.get(..10), other.get(..10)) {
        (Some(one), Some(other)) => one < other,
        _ => false,
    }
}

/// JSON for a column.
pub(crate) fn json<T: serde::Serialize + ?Sized>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

#[cfg(test)]
mod tests {
    use super::earlier;

    #[test]
    fn times_are_compared_as_far_as_they_are_known() {
        assert!(earlier("2019-01-04T10:00:00Z", "2019-01-04T12:00:00+01:00"));
        assert!(!earlier("2019-01-04T11:00:00Z", "2019-01-04T12:00:00+01:00"));
        assert!(earlier("2019-01-03", "2019-01-04T12:00:00Z"));
        assert!(!earlier("2019-01-04", "2019-01-04T12:00:00Z"));
        assert!(!earlier("", "2019-01-04"));
    }
}
