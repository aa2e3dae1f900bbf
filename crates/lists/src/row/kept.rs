//! What is kept out of a record, and what is not shown.

use super::{Row, Wrong, field, filled, free, name_of, needed, word};
use crate::table::Column;
use serde::{Deserialize, Serialize};

/// What is kept out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Articles of an outlet, as printed or as the list of outlets calls it.
    Outlet,
    /// Articles from a host, and from those below it.
    Host,
    /// Articles whose address begins like this.
    Address,
    /// A name: whoever bears it is linked to nobody.
    Name,
}

const WHATS: &[(&str, What)] = &[
    ("outlet", What::Outlet),
    ("host", What::Host),
    ("address", What::Address),
    ("name", What::Name),
];
words!(What, WHATS);

/// A row of `blocked.csv`: what is not to be added, or a name that is not to be linked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barred {
    /// What it is.
    pub what: What,
    /// The outlet, host, address or name.
    pub value: String,
    /// Who decided.
    #[serde(skip)]
    pub who: String,
    /// Why.
    #[serde(skip)]
    pub why: String,
}

impl Row for Barred {
    const FILE: &'static str = "blocked.csv";
    const COLUMNS: &'static [Column] = &[needed("what"), needed("value"), free("who"), free("why")];

    fn fields(&self) -> Vec<&str> {
        vec![self.what.as_str(), &self.value, &self.who, &self.why]
    }

    fn of(fields: &[String]) -> Result<Self, Wrong> {
        let what = word(&field(fields, 0), "what", WHATS)?;
        let value = filled(fields, 1, "value")?;
        let wrong =
            |problem: &str, remedy: &str| Err(("value", format!("{value:?} {problem}"), remedy.to_owned()));
        match what {
            What::Host if crate::names::host(&value).is_none() => {
                return wrong(
                    "is no host",
                    "write it as news.example, without https:// and path",
                );
            }
            What::Address if url::Url::parse(&value).is_err() => {
                return wrong("is no address", "write it whole, from https:// on");
            }
            What::Name | What::Outlet if crate::names::fold(&value).is_empty() => {
                return wrong("has no letters", "write it as it is printed");
            }
            _ => {}
        }
        Ok(Self {
            what,
            value,
            who: field(fields, 2),
            why: field(fields, 3),
        })
    }

    fn about(&self) -> String {
        format!("{}\u{1f}{}", self.what.as_str(), self.value.to_lowercase())
    }

    decided!();
}

/// What is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hidden {
    /// An article, by its key.
    Article,
    /// The article of an address, also when it comes later.
    Address,
    /// A statement, by its key.
    Statement,
}

const HIDDEN: &[(&str, Hidden)] = &[
    ("article", Hidden::Article),
    ("address", Hidden::Address),
    ("statement", Hidden::Statement),
];
words!(Hidden, HIDDEN);

/// A row of `suppressed.csv`: what is neither shown nor exported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppressed {
    /// What it is.
    pub what: Hidden,
    /// The key or address.
    pub value: String,
    /// Who decided.
    #[serde(skip)]
    pub who: String,
    /// Why.
    #[serde(skip)]
    pub why: String,
}

impl Row for Suppressed {
    const FILE: &'static str = "suppressed.csv";
    const COLUMNS: &'static [Column] = &[needed("what"), needed("value"), free("who"), free("why")];

    fn fields(&self) -> Vec<&str> {
        vec![self.what.as_str(), &self.value, &self.who, &self.why]
    }

    fn of(fields: &[String]) -> Result<Self, Wrong> {
        let what = word(&field(fields, 0), "what", HIDDEN)?;
        let value = filled(fields, 1, "value")?;
        if what == Hidden::Address && url::Url::parse(&value).is_err() {
            return Err((
                "value",
                format!("{value:?} is no address"),
                "write it whole, from https:// on".to_owned(),
            ));
        }
        Ok(Self {
            what,
            value,
            who: field(fields, 2),
            why: field(fields, 3),
        })
    }

    fn about(&self) -> String {
        format!("{}\u{1f}{}", self.what.as_str(), self.value)
    }

    decided!();
}
