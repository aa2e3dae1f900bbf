//! The lists that users own, in the record: what they say now, what applying others changes, and what each row does.
//!
//! Every row is a ruling (a suppressed statement: a correction), with who and why, and is taken back like one.

mod apply;
mod effect;
mod keys;
mod listed;
mod people;
mod plan;

pub(crate) use listed::Listed;

use crate::error::StoreError;
use crate::file::{Look, Record};
use onrecord_lists::{Alias, Barred, Hidden, Lists, Names, Outlet, Placed, Row, Suppressed};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Who decides, and why, where a list does not say so.
#[derive(Clone, Copy, Debug)]
pub struct By<'b> {
    /// Who.
    pub who: &'b str,
    /// Why.
    pub why: Option<&'b str>,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// The record did not have it.
    Added,
    /// The lists no longer have it.
    Removed,
    /// It says something else, or somebody else says so.
    Changed,
}

/// What applying lists does to one row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ListChange {
    /// The file.
    pub file: &'static str,
    /// What becomes of it.
    pub change: Sign,
    /// The row, as it stands in the file; of one that is removed, as the record has it.
    pub row: Vec<String>,
    /// What stood there, if it is changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Vec<String>>,
}

/// A row that holds, and the rulings (or corrections) that say so, in their order.
#[derive(Clone, Debug)]
pub(crate) struct Held<R> {
    pub(crate) row: R,
    pub(crate) ids: Vec<i64>,
}

/// A ruling: its number, who and why, and what it says as JSON.
type Said = (i64, String, Option<String>, String);

/// A row that is a ruling of its own.
pub(crate) trait Listing: Row + Serialize + DeserializeOwned {
    /// The action of its ruling.
    const ACTION: &'static str;
}

impl Listing for Alias {
    const ACTION: &'static str = "alias";
}

impl Listing for Outlet {
    const ACTION: &'static str = "outlet";
}

impl Listing for Barred {
    const ACTION: &'static str = "bar";
}

impl Listing for Suppressed {
    const ACTION: &'static str = "suppress";
}

impl Record {
    /// Everything that was decided, as lists: [`onrecord_lists::Lists::write`] writes them.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn lists(&self) -> Result<Lists, StoreError> {
        self.look().lists()
    }

    /// Under which names people, bodies and outlets go.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn names(&self) -> Result<Names, StoreError> {
        Listed::read(&self.db)
            .map(|listed| listed.names)
            .map_err(self.of())
    }
}

impl Look<'_> {
    fn lists(&self) -> Result<Lists, StoreError> {
        let mut suppressed = rows(self.entered::<Suppressed>()?);
        suppressed.extend(rows(self.suppressed_statements()?));
        Ok(Lists {
            people: Some(self.people_rows()?),
            aliases: Some(rows(self.entered::<Alias>()?)),
            outlets: Some(rows(self.entered::<Outlet>()?)),
            blocked: Some(rows(self.entered::<Barred>()?)),
            suppressed: Some(suppressed),
        })
    }

    /// The rows of a list that hold; of several about the same the last.
    pub(crate) fn entered<R: Listing>(&self) -> Result<Vec<Held<R>>, StoreError> {
        let mut held: Vec<Held<R>> = Vec::new();
        let mut at = std::collections::BTreeMap::new();
        for (id, who, why, data) in self.rulings_that_hold(R::ACTION)? {
            let row: R = serde_json::from_str(&data).map_err(|error| damaged(id, &error))?;
            let row = row.by(&who, why.as_deref().unwrap_or_default());
            match at.get(&row.about()).and_then(|&at: &usize| held.get_mut(at)) {
                Some(before) => {
                    before.row = row;
                    before.ids.push(id);
                }
                None => {
                    at.insert(row.about(), held.len());
                    held.push(Held { row, ids: vec![id] });
                }
            }
        }
        Ok(held)
    }

    fn rulings_that_hold(&self, action: &str) -> Result<Vec<Said>, StoreError> {
        let sql = "SELECT id, who, why, data FROM ruling WHERE undone IS NULL AND action = ?1 ORDER BY id";
        self.all(sql, [action], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
    }

    /// Statements that a correction suppresses.
    pub(crate) fn suppressed_statements(&self) -> Result<Vec<Held<Suppressed>>, StoreError> {
        let sql = "SELECT k.id, k.who, k.why, a.key, v.n, k.start, k.\"end\", k.nth FROM correction k JOIN version v ON v.id = k.version_id
                     JOIN article a ON a.id = v.article_id WHERE k.action = 'suppress' AND k.undone IS NULL AND k.origin_id IS NULL ORDER BY k.id";
        let found = self.all(sql, [], |row| {
            let key = crate::StatementKey {
                at: crate::VersionKey {
                    article: row.get(3)?,
                    version: row.get(4)?,
                },
                start: row.get(5)?,
                end: row.get(6)?,
                nth: row.get(7)?,
            };
            Ok(Held {
                ids: vec![row.get(0)?],
                row: Suppressed {
                    what: Hidden::Statement,
                    value: key.to_string(),
                    who: row.get(1)?,
                    why: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
                },
            })
        })?;
        let mut by_key: std::collections::BTreeMap<String, Held<Suppressed>> =
            std::collections::BTreeMap::new();
        for held in found {
            match by_key.get_mut(&held.row.value) {
                Some(before) => {
                    before.row = held.row;
                    before.ids.extend(held.ids);
                }
                None => {
                    by_key.insert(held.row.value.clone(), held);
                }
            }
        }
        Ok(by_key.into_values().collect())
    }
}

fn rows<R>(held: Vec<Held<R>>) -> Vec<Placed<R>> {
    held.into_iter()
        .map(|held| Placed {
            row: held.row,
            line: 0,
        })
        .collect()
}

fn damaged(id: i64, error: &serde_json::Error) -> StoreError {
    StoreError::Damaged {
        place: format!("ruling {id}"),
        problem: error.to_string(),
    }
}
