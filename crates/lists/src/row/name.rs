//! Names that are one: aliases, and how outlets are printed.

use super::{Row, Wrong, field, filled, free, needed, word};
use crate::table::Column;
use serde::{Deserialize, Serialize};

/// A row of `aliases.csv`: two names of one person or body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    /// One name.
    pub alias: String,
    /// The name that stands for it.
    pub name: String,
    /// `person`, `organization`; of bodies and people both if empty.
    pub kind: String,
    /// Who decided.
    #[serde(skip)]
    pub who: String,
    /// Why.
    #[serde(skip)]
    pub why: String,
}

const KINDS: &[(&str, &str)] = &[("", ""), ("person", "person"), ("organization", "organization")];

impl Row for Alias {
    const FILE: &'static str = "aliases.csv";
    const COLUMNS: &'static [Column] = &[
        needed("alias"),
        needed("name"),
        free("kind"),
        free("who"),
        free("why"),
    ];

    fn fields(&self) -> Vec<&str> {
        vec![&self.alias, &self.name, &self.kind, &self.who, &self.why]
    }

    fn of(fields: &[String]) -> Result<Self, Wrong> {
        let row = Self {
            alias: filled(fields, 0, "alias")?,
            name: filled(fields, 1, "name")?,
            kind: word(&field(fields, 2), "kind", KINDS)?.to_owned(),
            who: field(fields, 3),
            why: field(fields, 4),
        };
        for (column, name) in [("alias", &row.alias), ("name", &row.name)] {
            if crate::names::fold(name).is_empty() {
                return Err((
                    column,
                    format!("{name:?} has no letters"),
                    "write a name as it is printed".to_owned(),
                ));
            }
        }
        Ok(row)
    }

    fn about(&self) -> String {
        crate::names::fold(&self.alias)
    }

    decided!();
}

/// A row of `outlets.csv`: how an outlet is printed, or its host, and which one that is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlet {
    /// As printed, or a host (`news.example`), which stands for all below it.
    pub outlet: String,
    /// The name that it goes by.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// Where: a country's code of two letters (ISO 3166-1), or a name.
    pub country: String,
    /// Whose it is.
    pub owner: String,
    /// Who decided.
    #[serde(skip)]
    pub who: String,
    /// Why.
    #[serde(skip)]
    pub why: String,
}

const OUTLET_KINDS: &[(&str, &str)] = &[
    ("", ""),
    ("agency", "agency"),
    ("newspaper", "newspaper"),
    ("magazine", "magazine"),
    ("broadcaster", "broadcaster"),
    ("website", "website"),
    ("government", "government"),
    ("party", "party"),
    ("company", "company"),
    ("organization", "organization"),
    ("other", "other"),
];

impl Row for Outlet {
    const FILE: &'static str = "outlets.csv";
    const COLUMNS: &'static [Column] = &[
        needed("outlet"),
        needed("name"),
        free("kind"),
        free("country"),
        free("owner"),
        free("who"),
        free("why"),
    ];

    fn fields(&self) -> Vec<&str> {
        vec![
            &self.outlet,
            &self.name,
            &self.kind,
            &self.country,
            &self.owner,
            &self.who,
            &self.why,
        ]
    }

    fn of(fields: &[String]) -> Result<Self, Wrong> {
        Ok(Self {
            outlet: filled(fields, 0, "outlet")?,
            name: filled(fields, 1, "name")?,
            kind: word(&field(fields, 2), "kind", OUTLET_KINDS)?.to_owned(),
            country: field(fields, 3),
            owner: field(fields, 4),
            who: field(fields, 5),
            why: field(fields, 6),
        })
    }

    fn about(&self) -> String {
        self.outlet.to_lowercase()
    }

    decided!();
}
