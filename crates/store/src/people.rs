//! Looking at people and bodies across articles.

use crate::error::StoreError;
use crate::file::{Record, count};
use rusqlite::params;
use serde::Serialize;

/// Somebody in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonLine {
    /// The key.
    pub person: String,
    /// The name in the record.
    pub name: String,
    /// `person`, `organization`, ….
    #[serde(rename = "type")]
    pub kind: String,
    /// An identifier of another file.
    pub identifier: Option<String>,
    /// Whether nothing is linked to it any more.
    pub blocked: bool,
    /// In how many articles it is named.
    pub articles: u64,
    /// How many statements it makes in the newest versions.
    pub statements: u64,
}

/// A role that an article gives to somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoleLine {
    /// The role as printed.
    pub role: String,
    /// Its body as printed.
    pub org: Option<String>,
    /// The day or time of publication.
    pub published: Option<String>,
    /// Who printed it.
    pub outlet: Option<String>,
    /// The article.
    pub article: String,
    /// The version.
    pub version: u32,
    /// First code point of the role.
    pub start: u32,
    /// One past the last one.
    pub end: u32,
}

/// Somebody in an article who may be this person, and was not linked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OpenLine {
    /// The article.
    pub article: String,
    /// The version.
    pub version: u32,
    /// The name as printed.
    pub name: String,
    /// Points: see `onrecord_identity`.
    pub score: f64,
    /// What speaks for and against.
    pub why: String,
}

/// Everything about a person but the statements, which a search for its key gives.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Portrait {
    /// Who it is.
    #[serde(flatten)]
    pub line: PersonLine,
    /// Every name that articles print, with how many do.
    pub names: Vec<(String, u64)>,
    /// Every role that articles print, in the order of their days.
    pub roles: Vec<RoleLine>,
    /// Who else it may be.
    pub open: Vec<OpenLine>,
    /// Those that were merged into it.
    pub merged: Vec<String>,
}

const LINE: &str = "SELECT w.key, w.name, w.type, w.identifier, w.blocked,
    (SELECT count(DISTINCT v.article_id) FROM entity e JOIN person p ON p.id = e.person_id JOIN reading r ON r.id = e.reading_id
       JOIN version v ON v.id = r.version_id WHERE p.id = w.id OR p.merged = w.id),
    (SELECT count(*) FROM entity e JOIN person p ON p.id = e.person_id JOIN speaker x ON x.entity_id = e.id AND x.candidate = 0
       JOIN statement s ON s.id = x.statement_id JOIN version v ON v.reading_id = s.reading_id JOIN article a ON a.version_id = v.id
      WHERE (p.id = w.id OR p.merged = w.id) AND a.status = 'usable' AND s.review IS NOT 'rejected' AND s.review IS NOT 'suppressed') AS said
  FROM person w";

fn line(row: &rusqlite::Row<'_>) -> rusqlite::Result<PersonLine> {
    Ok(PersonLine {
        person: row.get(0)?,
        name: row.get(1)?,
        kind: row.get(2)?,
        identifier: row.get(3)?,
        blocked: row.get(4)?,
        articles: count(row, 5)?,
        statements: count(row, 6)?,
    })
}

impl Record {
    /// People and bodies of whom a name or an identifier has these words in it, those with the most statements first. Whom no article names
    /// any more is found by the key alone.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn people(&self, words: &str, limit: u32) -> Result<Vec<PersonLine>, StoreError> {
        // what LIKE takes for a sign is a letter here
        let escaped = words
            .replace('\\', "\\\\")
            .replace('%', "\\%")
            .replace('_', "\\_");
        let like = format!("%{escaped}%");
        let sql = format!(
            "{LINE} WHERE w.merged IS NULL AND (w.key = ?2 OR EXISTS
                (SELECT 1 FROM entity e JOIN person p ON p.id = e.person_id WHERE p.id = w.id OR p.merged = w.id))
              AND (w.name LIKE ?1 ESCAPE '\\' OR w.identifier = ?2 OR w.key = ?2 OR EXISTS
                (SELECT 1 FROM entity e JOIN person p ON p.id = e.person_id WHERE (p.id = w.id OR p.merged = w.id) AND e.name LIKE ?1 ESCAPE '\\'))
              ORDER BY said DESC, w.name, w.id LIMIT ?3"
        );
        self.all(&sql, params![like, words, limit], line)
    }

    /// Everything about a person. A key that was merged leads to whom it was merged into.
    ///
    /// # Errors
    /// There is none, or the file cannot be read.
    pub fn portrait(&self, key: &str) -> Result<Portrait, StoreError> {
        let sql = format!("{LINE} WHERE w.id = (SELECT coalesce(merged, id) FROM person WHERE key = ?1)");
        let Some(line) = self.all(&sql, [key], line)?.into_iter().next() else {
            return Err(StoreError::Unknown {
                what: key.to_owned(),
                remedy: "`onrecord people list NAME` finds people and prints their keys",
            });
        };
        let key = line.person.clone();
        let mine = "(SELECT id FROM person WHERE key = ?1 UNION SELECT p.id FROM person p JOIN person w ON w.id = p.merged WHERE w.key = ?1)";
        let names = format!(
            "SELECT e.name, count(DISTINCT v.article_id) AS n FROM entity e JOIN reading r ON r.id = e.reading_id
               JOIN version v ON v.id = r.version_id WHERE e.person_id IN {mine} AND e.name IS NOT NULL GROUP BY e.name ORDER BY n DESC, e.name"
        );
        let roles = format!(
            "SELECT q.role, q.org, v.published, o.name, a.key, v.n, q.start, q.\"end\" FROM entity e JOIN role q ON q.entity_id = e.id
               JOIN reading r ON r.id = e.reading_id JOIN version v ON v.reading_id = r.id JOIN article a ON a.version_id = v.id
               LEFT JOIN outlet o ON o.id = a.outlet_id WHERE e.person_id IN {mine} AND a.status = 'usable' ORDER BY v.published, v.id, q.start"
        );
        let open = format!(
            "SELECT a.key, v.n, e.name, c.score, c.why FROM entity_candidate c JOIN entity e ON e.id = c.entity_id
               JOIN reading r ON r.id = e.reading_id JOIN version v ON v.reading_id = r.id JOIN article a ON a.version_id = v.id
              WHERE c.person_id IN {mine} AND e.person_id IS NULL ORDER BY c.score DESC, v.id"
        );
        Ok(Portrait {
            names: self.all(&names, [&key], |row| Ok((row.get(0)?, count(row, 1)?)))?,
            roles: self.all(&roles, [&key], |row| {
                Ok(RoleLine {
                    role: row.get(0)?,
                    org: row.get(1)?,
                    published: row.get(2)?,
                    outlet: row.get(3)?,
                    article: row.get(4)?,
                    version: row.get(5)?,
                    start: row.get(6)?,
                    end: row.get(7)?,
                })
            })?,
            open: self.all(&open, [&key], |row| {
                Ok(OpenLine {
                    article: row.get(0)?,
                    version: row.get(1)?,
                    name: row.get(2)?,
                    score: row.get(3)?,
                    why: row.get(4)?,
                })
            })?,
            merged: self.all(
                "SELECT p.key FROM person p JOIN person w ON w.id = p.merged WHERE w.key = ?1 ORDER BY p.id",
                [&key],
                |row| row.get(0),
            )?,
            line,
        })
    }
}
