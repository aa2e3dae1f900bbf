//! What there is to take out of a record, page by page, and in which order the versions of an article stand.

use crate::error::StoreError;
use crate::file::Record;
use crate::history::History;
use rusqlite::OptionalExtension as _;

/// A usable article in its newest version, by rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usable {
    /// The article.
    pub article: i64,
    /// Its newest version.
    pub version: i64,
}

impl Record {
    /// The articles behind row `after`, neither killed nor withheld, in the order of their rows, at most `limit`.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn usable_after(&self, after: i64, limit: u32) -> Result<Vec<Usable>, StoreError> {
        self.all(
            "SELECT id, version_id FROM article
              WHERE id > ?1 AND status = 'usable' AND version_id IS NOT NULL ORDER BY id LIMIT ?2",
            [after, i64::from(limit)],
            |row| {
                Ok(Usable {
                    article: row.get(0)?,
                    version: row.get(1)?,
                })
            },
        )
    }

    /// The identifier of another file that the person of this key has (`Q…` of Wikidata).
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn identifier_of(&self, person: &str) -> Result<Option<String>, StoreError> {
        self.db
            .prepare_cached("SELECT identifier FROM person WHERE key = ?1")
            .and_then(|mut find| find.query_row([person], |row| row.get(0)).optional())
            .map(Option::flatten)
            .map_err(self.of())
    }
}

impl History {
    /// The numbers of the versions in the order of the times that they are known to be of, else of those at which they came; the
    /// newest is the last.
    pub fn in_time(&self) -> Vec<u32> {
        let mut versions: Vec<_> = self.versions.iter().collect();
        versions.sort_by_key(|v| (v.newest, v.as_of.as_ref().unwrap_or(&v.seen), v.version));
        versions.into_iter().map(|v| v.version).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::VersionLine;

    #[test]
    fn an_older_copy_that_came_later_stands_ahead() {
        let version = |version, as_of: Option<&str>, newest| VersionLine {
            version,
            newest,
            seen: format!("2019-02-0{version}T00:00:00Z"),
            seen_again: None,
            as_of: as_of.map(str::to_owned),
            title: None,
            published: None,
            statements: 0,
            lang: None,
            text_sha256: String::new(),
        };
        let history = History {
            article: "a1".to_owned(),
            url: None,
            outlet: None,
            status: "usable".to_owned(),
            versions: vec![
                version(1, Some("2019-01-05T10:00:00Z"), true),
                version(2, Some("2019-01-04T10:00:00Z"), false),
                version(3, None, false),
            ],
            notices: Vec::new(),
            audit: Vec::new(),
        };
        assert_eq!(history.in_time(), [2, 3, 1]);
    }
}
