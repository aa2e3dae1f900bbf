//! Statements as they are shown in lists: each with its exact place.

use crate::error::StoreError;
use crate::file::Record;
use rusqlite::{OptionalExtension as _, Row};
use serde::Serialize;

/// A statement with what is printed around it, by its row in the view `statements_all`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// Its row.
    #[serde(skip)]
    pub id: i64,
    /// What it is called: the place of its content. See [`crate::StatementKey`].
    pub key: String,
    /// The article's key.
    pub article: String,
    /// The number of the version.
    pub version: u32,
    /// Whether that is the newest one.
    pub newest: bool,
    /// `usable`, `withheld`, `canceled`.
    pub status: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The day or time of publication.
    pub published: Option<String>,
    /// The place of the dateline.
    pub place: Option<String>,
    /// What is said; fragments are joined by " … ".
    pub content: String,
    /// The words that mark the attribution.
    pub cue: Option<String>,
    /// The source as printed.
    pub source: Option<String>,
    /// Who that is, by the fullest name that the article prints.
    pub speaker: Option<String>,
    /// `person`, `organization`, ….
    pub speaker_type: Option<String>,
    /// The role as printed.
    pub role: Option<String>,
    /// The body of the role as printed.
    pub org: Option<String>,
    /// How likely it is the speaker.
    pub speaker_confidence: Option<f64>,
    /// Whether the speaker is left open.
    pub speaker_open: bool,
    /// The person across articles, by key.
    pub person: Option<String>,
    /// The person's name in the record.
    pub person_name: Option<String>,
    /// `direct`, `indirect`, `mixed`.
    pub kind: String,
    /// `said`, `denied`, ….
    pub mode: String,
    /// When it was said, as far as the text tells.
    pub said_on: Option<String>,
    /// Through whom, outermost first, joined by " > ".
    pub via: Option<String>,
    /// First code point of the content.
    pub start: u32,
    /// One past the last code point of the content.
    pub end: u32,
    /// How likely it is a statement with this source.
    pub confidence: f64,
    /// `accepted`, `rejected`, `corrected`, `suppressed`.
    pub review: Option<String>,
    /// A note that disputes it.
    pub dispute: Option<String>,
    /// Its group of the same statement.
    pub group: Option<i64>,
}

const COLUMNS: &str = "id, key, article, version, newest, status, outlet, url, title, published, place, content, cue, source, speaker,
    speaker_type, role, org, speaker_confidence, speaker_open, person, person_name, kind, mode, said_on, via, start, \"end\",
    confidence, review, dispute, group_id";

impl Hit {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            key: row.get(1)?,
            article: row.get(2)?,
            version: row.get(3)?,
            newest: row.get(4)?,
            status: row.get(5)?,
            outlet: row.get(6)?,
            url: row.get(7)?,
            title: row.get(8)?,
            published: row.get(9)?,
            place: row.get(10)?,
            content: row.get::<_, Option<String>>(11)?.unwrap_or_default(),
            cue: row.get(12)?,
            source: row.get(13)?,
            speaker: row.get(14)?,
            speaker_type: row.get(15)?,
            role: row.get(16)?,
            org: row.get(17)?,
            speaker_confidence: row.get(18)?,
            speaker_open: row.get::<_, Option<bool>>(19)?.unwrap_or(false),
            person: row.get(20)?,
            person_name: row.get(21)?,
            kind: row.get(22)?,
            mode: row.get(23)?,
            said_on: row.get(24)?,
            via: row.get(25)?,
            start: row.get(26)?,
            end: row.get(27)?,
            confidence: row.get(28)?,
            review: row.get(29)?,
            dispute: row.get(30)?,
            group: row.get(31)?,
        })
    }
}

impl Record {
    /// The statements in these rows, in this order; those that are not there are left out.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn hits(&self, ids: impl IntoIterator<Item = i64>) -> Result<Vec<Hit>, StoreError> {
        let run = || -> rusqlite::Result<Vec<Hit>> {
            let mut find = self
                .db
                .prepare_cached(&format!("SELECT {COLUMNS} FROM statements_all WHERE id = ?1"))?;
            let mut hits = Vec::new();
            for id in ids {
                hits.extend(find.query_row([id], Hit::of).optional()?);
            }
            Ok(hits)
        };
        run().map_err(self.of())
    }

    /// The articles that changed after `seq`, in the order of their last change, at most `limit` and then all of the same
    /// change: rows, each with its change.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn changed_after(&self, seq: i64, limit: u32) -> Result<Vec<(i64, i64)>, StoreError> {
        let sql = "SELECT id, changed FROM article WHERE changed > ?1 AND changed <= coalesce(
                       (SELECT changed FROM article WHERE changed > ?1 ORDER BY changed LIMIT 1 OFFSET ?2),
                       (SELECT max(changed) FROM article)) ORDER BY changed, id";
        self.all(sql, [seq, i64::from(limit)], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// The text of the version in row `id`.
    ///
    /// # Errors
    /// It is not there, or the file cannot be read.
    pub fn text(&self, id: i64) -> Result<String, StoreError> {
        self.db
            .prepare_cached("SELECT text FROM version_text WHERE version_id = ?1")
            .and_then(|mut find| find.query_row([id], |row| row.get(0)))
            .map_err(self.of())
    }

    /// The versions of an article, by row, the article by its own.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn versions_of(&self, article: i64) -> Result<Vec<i64>, StoreError> {
        self.all(
            "SELECT id FROM version WHERE article_id = ?1 ORDER BY n",
            [article],
            |row| row.get(0),
        )
    }
}
