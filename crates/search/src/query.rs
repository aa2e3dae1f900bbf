//! The query language: words, phrases, fields, ranges.
//!
//! ```text
//! ferry harbour             both words                     ferry OR tram       one of them
//! "ferry to the islands"    these words in this order      ferr*               words that begin so
//! ferry -tram               not the other word             (a OR b) c          brackets
//! speaker:dorvik            who; also role, org, outlet, place, via, cue, title
//! outlet:"Harbour Post"     names of several words
//! kind:direct mode:denied   also person, article, group: by key
//! said:2019-01..2019-03     days, months or years; published: too; said:2019.. from then on
//! confidence:>0.8           also >=, <, <=, and 0.5..0.8
//! review:accepted           rejected, corrected, disputed, none
//! version:all               older versions too; by default, only the newest are searched
//! ```

mod lex;
mod parse;

pub(crate) use parse::parse;

/// A query as it was understood.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Query {
    /// Everything.
    All,
    And(Vec<Query>),
    Or(Vec<Query>),
    Not(Box<Query>),
    Words {
        field: WordField,
        /// In the form that the index has them, in order.
        words: Vec<String>,
        /// The last one only begins so.
        prefix: bool,
    },
    Is {
        field: ExactField,
        value: String,
    },
    /// Days since 1970, both ends with it.
    Days {
        field: DayField,
        from: i64,
        to: i64,
    },
    Confidence {
        from: f64,
        to: f64,
    },
}

/// Fields in which words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordField {
    Content,
    Speaker,
    Role,
    Org,
    Outlet,
    Place,
    Via,
    Cue,
    Title,
}

/// Fields that have one of a few values, or a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExactField {
    Kind,
    Mode,
    Person,
    Article,
    Review,
    Version,
    Group,
}

/// Fields that are days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DayField {
    Said,
    Published,
}

impl Query {
    /// Whether the query asks for what has this value, not only for what has not.
    pub(crate) fn asks_for(&self, wanted: ExactField, named: &str) -> bool {
        match self {
            Self::And(all) | Self::Or(all) => all.iter().any(|q| q.asks_for(wanted, named)),
            Self::Is { field, value } => *field == wanted && value == named,
            Self::Not(_) | Self::All | Self::Words { .. } | Self::Days { .. } | Self::Confidence { .. } => {
                false
            }
        }
    }

    /// Whether the query says itself which of this field it wants.
    pub(crate) fn speaks_of(&self, wanted: ExactField) -> bool {
        match self {
            Self::And(all) | Self::Or(all) => all.iter().any(|q| q.speaks_of(wanted)),
            Self::Not(not) => not.speaks_of(wanted),
            Self::Is { field, .. } => *field == wanted,
            Self::All | Self::Words { .. } | Self::Days { .. } | Self::Confidence { .. } => false,
        }
    }
}
