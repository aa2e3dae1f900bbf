//! What became of an article: its versions, what arrived without a text, what was done to it.

use crate::error::StoreError;
use crate::file::{Record, count};
use crate::name::names;
use onrecord_record::Article;
use rusqlite::{OptionalExtension as _, params};
use serde::Serialize;

/// An article and its history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct History {
    /// Its key.
    pub article: String,
    /// Where it was published.
    pub url: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// `usable`, `withheld` or `canceled`.
    pub status: String,
    /// Its versions, in the order in which they came.
    pub versions: Vec<VersionLine>,
    /// What arrived without a text.
    pub notices: Vec<Notice>,
    /// What was done to it beside adding.
    pub audit: Vec<AuditLine>,
}

/// A version in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VersionLine {
    /// Its number.
    pub version: u32,
    /// Whether it is the newest.
    pub newest: bool,
    /// When it was first added.
    pub seen: String,
    /// When it was last added again.
    pub seen_again: Option<String>,
    /// The time that it is known to be of.
    pub as_of: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// How many statements it has.
    pub statements: u64,
    /// Its language.
    pub lang: Option<String>,
    /// The fingerprint of its text.
    pub text_sha256: String,
}

/// Something that arrived without a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// When.
    pub at: String,
    /// What its provider said of it.
    pub status: String,
    /// What there was in place of a text.
    pub extent: String,
}

/// A line of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AuditLine {
    /// When.
    pub at: String,
    /// By whom, if it was a person's doing.
    pub who: Option<String>,
    /// What was done.
    pub what: String,
    /// More about it.
    pub detail: Option<String>,
}

impl Record {
    /// The key of the article that goes by a key or an address.
    ///
    /// # Errors
    /// There is none, or the file cannot be read.
    pub fn article_key(&self, name: &str) -> Result<String, StoreError> {
        let mut article = Article::new("");
        article.set_url(Some(name.to_owned()));
        let by_address = names(&article);
        let found = self
            .db
            .prepare_cached("SELECT key FROM article WHERE key = ?1")
            .and_then(|mut find| find.query_row([name], |row| row.get(0)).optional())
            .map_err(self.of())?;
        if let Some(key) = found {
            return Ok(key);
        }
        let sql = "SELECT a.key FROM article_name n JOIN article a ON a.id = n.article_id WHERE n.name = ?1";
        let found = self
            .db
            .prepare_cached(sql)
            .and_then(|mut find| {
                find.query_row(params![by_address.first()], |row| row.get(0))
                    .optional()
            })
            .map_err(self.of())?;
        found.ok_or_else(|| StoreError::Unknown {
            what: name.to_owned(),
            remedy: "name an article by its key or address; `onrecord search` prints them",
        })
    }

    /// The article of this key, and what became of it.
    ///
    /// # Errors
    /// There is none, or the file cannot be read.
    pub fn history(&self, key: &str) -> Result<History, StoreError> {
        let sql = "SELECT a.id, a.url, o.name, a.status FROM article a LEFT JOIN outlet o ON o.id = a.outlet_id WHERE a.key = ?1";
        type Head = (i64, Option<String>, Option<String>, String);
        let head: Option<Head> = self
            .db
            .prepare_cached(sql)
            .and_then(|mut find| {
                find.query_row([key], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                })
                .optional()
            })
            .map_err(self.of())?;
        let Some((id, url, outlet, status)) = head else {
            return Err(StoreError::Unknown {
                what: key.to_owned(),
                remedy: "name an article by its key or address; `onrecord search` prints them",
            });
        };
        let versions = "SELECT v.n, a.version_id IS v.id, c.at, d.at, v.as_of, v.title, v.published,
                               (SELECT count(*) FROM statement s WHERE s.reading_id = v.reading_id), v.lang, v.text_sha256
                          FROM version v JOIN article a ON a.id = v.article_id JOIN change c ON c.seq = v.seen
                          LEFT JOIN change d ON d.seq = v.seen_again WHERE v.article_id = ?1 ORDER BY v.n";
        let versions = self.all(versions, [id], |row| {
            Ok(VersionLine {
                version: row.get(0)?,
                newest: row.get(1)?,
                seen: row.get(2)?,
                seen_again: row.get(3)?,
                as_of: row.get(4)?,
                title: row.get(5)?,
                published: row.get(6)?,
                statements: count(row, 7)?,
                lang: row.get(8)?,
                text_sha256: row.get(9)?,
            })
        })?;
        let notices = "SELECT c.at, n.status, n.extent FROM notice n JOIN change c ON c.seq = n.seq WHERE n.article_id = ?1 ORDER BY n.id";
        let notices = self.all(notices, [id], |row| {
            Ok(Notice {
                at: row.get(0)?,
                status: row.get(1)?,
                extent: row.get(2)?,
            })
        })?;
        let audit = "SELECT c.at, l.who, l.what, l.detail FROM audit l JOIN change c ON c.seq = l.seq WHERE l.article_id = ?1 ORDER BY l.id";
        let audit = self.all(audit, [id], |row| {
            Ok(AuditLine {
                at: row.get(0)?,
                who: row.get(1)?,
                what: row.get(2)?,
                detail: row.get(3)?,
            })
        })?;
        Ok(History {
            article: key.to_owned(),
            url,
            outlet,
            status,
            versions,
            notices,
            audit,
        })
    }
}
