//! People: who is meant by a key, and what was decided.

use super::{Row, Wrong, field, filled, free, name_of, needed, word};
use crate::table::Column;

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
