//! The rows of the five files.

use crate::error::ListError;
use crate::table::Column;
use serde::{Deserialize, Serialize};

/// A row, and the line of the file that it begins on; 0 for one that comes from no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<R> {
    /// The row.
    pub row: R,
    /// From 1.
    pub line: u64,
}

/// A row of one of the files.
pub trait Row: Sized + Clone + PartialEq {
    /// The file's name.
    const FILE: &'static str;
    /// Its columns, in the order in which they are written.
    const COLUMNS: &'static [Column];

    /// The fields, in the order of the columns.
    fn fields(&self) -> Vec<&str>;

    /// Reads a row; the column that is wrong, what is wrong with it, and what to do.
    ///
    /// # Errors
    /// A field is missing or is not one of those that can be there.
    fn of(fields: &[String]) -> Result<Self, (&'static str, String, String)>;

    /// What the row is about: there is one row for each.
    fn about(&self) -> String;

    /// Who decided it.
    fn who(&self) -> &str;

    /// Why.
    fn why(&self) -> &str;

    /// The same row, decided by somebody for a reason.
    #[must_use]
    fn by(self, who: &str, why: &str) -> Self;

    /// An error about a row of this file.
    fn error(line: u64, column: &str, problem: impl Into<String>, remedy: impl Into<String>) -> ListError {
        ListError::of(Self::FILE, problem, remedy).at(line, Some(column))
    }
}

/// Who decided a row, and why.
macro_rules! decided {
    () => {
        fn who(&self) -> &str {
            &self.who
        }

        fn why(&self) -> &str {
            &self.why
        }

        fn by(self, who: &str, why: &str) -> Self {
            Self {
                who: who.to_owned(),
                why: why.to_owned(),
                ..self
            }
        }
    };
}

type Wrong = (&'static str, String, String);

const fn needed(name: &'static str) -> Column {
    Column { name, needed: true }
}

const fn free(name: &'static str) -> Column {
    Column { name, needed: false }
}

/// A field, without the blanks around it.
fn field(fields: &[String], at: usize) -> String {
    fields.get(at).map(|f| f.trim().to_owned()).unwrap_or_default()
}

/// A field that must not be empty.
fn filled(fields: &[String], at: usize, column: &'static str) -> Result<String, Wrong> {
    let value = field(fields, at);
    if value.is_empty() {
        return Err((
            column,
            "it is empty".to_owned(),
            "fill it in, or take the row out".to_owned(),
        ));
    }
    Ok(value)
}

/// One of the words that can stand in a column.
fn word<T: Copy>(value: &str, column: &'static str, words: &[(&'static str, T)]) -> Result<T, Wrong> {
    let found = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(value));
    found.map(|(_, meaning)| *meaning).ok_or_else(|| {
        let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        (
            column,
            format!("{value:?} is none of its words"),
            format!("write one of: {}", words.join(", ")),
        )
    })
}

fn name_of<T: PartialEq>(words: &'static [(&'static str, T)], meaning: &T) -> &'static str {
    words
        .iter()
        .find(|(_, other)| other == meaning)
        .map_or("", |(word, _)| word)
}

macro_rules! words {
    ($type:ident, $all:ident) => {
        impl $type {
            /// The word for it in the file.
            pub fn as_str(self) -> &'static str {
                name_of($all, &self)
            }
        }
    };
}

/// What was decided about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// Nothing: the row says who a key stands for.
    Known,
    /// It is called otherwise: `value` is the name.
    Rename,
    /// What it is elsewhere: `value` is the identifier.
    Identify,
    /// Nothing is linked to it any more but by a decision.
    Block,
    /// It is another person than `value` in `article`, which calls it `printed`.
    Split,
    /// It is whom `article` calls `printed`.
    Link,
    /// It is the person whose key is `value`.
    Merge,
}

const DECISIONS: &[(&str, Decision)] = &[
    ("known", Decision::Known),
    ("rename", Decision::Rename),
    ("identify", Decision::Identify),
    ("block", Decision::Block),
    ("split", Decision::Split),
    ("link", Decision::Link),
    ("merge", Decision::Merge),
];
words!(Decision, DECISIONS);

/// A row of `people.csv`: a decision about a person or body, or who a key stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// The key.
    pub person: String,
    /// The name, for reading, and to find the person by in another record.
    pub name: String,
    /// `person`, `organization`, ….
    pub kind: String,
    /// What was decided.
    pub decision: Decision,
    /// See [`Decision`].
    pub value: String,
    /// The key of an article.
    pub article: String,
    /// What that article calls the person.
    pub printed: String,
    /// Who decided.
    pub who: String,
    /// Why.
    pub why: String,
}

impl Row for PersonRow {
    const FILE: &'static str = "people.csv";
    const COLUMNS: &'static [Column] = &[
        needed("person"),
        free("name"),
        free("kind"),
        free("decision"),
        free("value"),
        free("article"),
        free("printed"),
        free("who"),
        free("why"),
    ];

    fn fields(&self) -> Vec<&str> {
        vec![
            &self.person,
            &self.name,
            &self.kind,
            self.decision.as_str(),
            &self.value,
            &self.article,
            &self.printed,
            &self.who,
            &self.why,
        ]
    }

    fn of(fields: &[String]) -> Result<Self, Wrong> {
        let decision = match field(fields, 3).as_str() {
            "" => Decision::Known,
            decision => word(decision, "decision", DECISIONS)?,
        };
        let row = Self {
            person: filled(fields, 0, "person")?,
            name: field(fields, 1),
            kind: field(fields, 2),
            decision,
            value: field(fields, 4),
            article: field(fields, 5),
            printed: field(fields, 6),
            who: field(fields, 7),
            why: field(fields, 8),
        };
        let wanted: &[(&'static str, &str)] = match decision {
            Decision::Known | Decision::Block => &[],
            Decision::Rename | Decision::Identify | Decision::Merge => &[("value", &row.value)],
            Decision::Split => &[
                ("value", &row.value),
                ("article", &row.article),
                ("printed", &row.printed),
            ],
            Decision::Link => &[("article", &row.article), ("printed", &row.printed)],
        };
        if let Some((column, _)) = wanted.iter().find(|(_, value)| value.is_empty()) {
            return Err((
                column,
                format!("{:?} needs it, and it is empty", decision.as_str()),
                "fill it in, or take the row out".to_owned(),
            ));
        }
        Ok(row)
    }

    fn about(&self) -> String {
        let decision = self.decision.as_str();
        match self.decision {
            Decision::Split | Decision::Link => format!("where\u{1f}{}\u{1f}{}", self.article, self.printed),
            _ => format!("{decision}\u{1f}{}", self.person),
        }
    }

    decided!();
}

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
