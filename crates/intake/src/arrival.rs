//! What the intake yields.

use crate::kind::Kind;
use crate::web::Part;
use onrecord_source::{Entry, Skip};
use std::collections::BTreeMap;

/// A place in the work: so many units are done, and so many arrivals of the next one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cursor {
    /// Units that are done.
    pub unit: usize,
    /// Arrivals of the next unit that are done.
    pub item: u64,
}

/// Something to deal with.
#[derive(Debug)]
pub struct Arrival {
    /// Where the work stands once this has been dealt with.
    pub at: Cursor,
    /// What was passed over on the way here from the arrival before.
    pub passed: Passed,
    /// What it is.
    pub what: What,
    /// The unit that it came of, as it was given.
    pub input: String,
    /// Whether it came of a unit that was named itself, not found in a folder.
    pub named: bool,
    /// The answer that it is a part of, if it was fetched. To be kept once it has been dealt with.
    pub part: Option<Part>,
    /// By what it is known again, if it was fetched; see [`crate::Seen`].
    pub key: Option<String>,
    /// The hash of the unit's own answer, if the unit is an address that was fetched.
    pub answer: Option<String>,
    /// Whether that answer is another one than when the work was cut off. Said once.
    pub changed: bool,
}

/// What an arrival is.
#[derive(Debug)]
pub enum What {
    /// An article, still to be decoded or extracted; see [`crate::finish`].
    Entry(Box<Entry>),
    /// Something that could not be read.
    Damaged {
        /// What it is called: the input, and the way inside it.
        name: String,
        /// What is wrong.
        problem: String,
        /// What to do.
        remedy: String,
    },
    /// Nothing: only to hand on what was passed over, when much was.
    Passed,
    /// The end of a unit.
    End,
}

/// One thing that was passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Over {
    /// What it is called: the input, and the way inside it.
    pub name: String,
    /// Why.
    pub reason: Skip,
    /// What it is.
    pub what: String,
}

/// How often something was passed over, and where for the first time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How often.
    pub count: u64,
    /// Where for the first time.
    pub example: String,
}

/// What was opened and what was passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passed {
    /// Inputs of each kind.
    pub opened: BTreeMap<Kind, u64>,
    /// What was passed over, by reason and by what it is.
    pub skipped: BTreeMap<(Skip, String), Count>,
    /// The same, one by one, in order. At most a thousand come with one arrival.
    pub listed: Vec<Over>,
}

/// How many things that were passed over are held until they are handed on.
pub(crate) const MOST_LISTED: usize = 1000;

/// Things that are told apart within one reason; the others are counted together.
const TOLD_APART: usize = 40;

impl Passed {
    pub(crate) fn opened(&mut self, kind: Kind, outermost: bool) {
        if outermost {
            *self.opened.entry(kind).or_default() += 1;
        }
    }

    pub(crate) fn skipped(&mut self, reason: Skip, what: &str, name: &str) {
        self.count(reason, what, 1, name);
        self.listed.push(Over {
            name: name.to_owned(),
            reason,
            what: what.to_owned(),
        });
    }

    /// Adds what another has counted, which comes after it. Its list is left to it.
    pub fn add(&mut self, other: Self) {
        for (kind, count) in other.opened {
            *self.opened.entry(kind).or_default() += count;
        }
        for ((reason, what), count) in other.skipped {
            self.count(reason, &what, count.count, &count.example);
        }
    }

    fn count(&mut self, reason: Skip, what: &str, count: u64, example: &str) {
        let known = self.skipped.contains_key(&(reason, what.to_owned()));
        let what = if known || self.skipped.len() < TOLD_APART {
            what
        } else {
            "something else"
        };
        let entry = self.skipped.entry((reason, what.to_owned())).or_default();
        if entry.count == 0 {
            example.clone_into(&mut entry.example);
        }
        entry.count += count;
    }
}
