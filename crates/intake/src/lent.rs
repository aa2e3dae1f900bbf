//! What containers lend to everything inside: where it lies, what they declare of it, how it came here.

use crate::web::Answer;
use onrecord_record::{DeclaredFact, Extent, Origin, Status};
use onrecord_source::Entry;
use std::sync::Arc;

/// What is said of everything inside something.
#[derive(Clone, Default)]
pub(crate) struct Lent {
    pub(crate) facts: Vec<DeclaredFact>,
    pub(crate) origin: Origin,
    pub(crate) notes: Vec<String>,
    pub(crate) status: Status,
    pub(crate) extent: Extent,
    /// How many pointers were followed to come here.
    pub(crate) followed: u32,
    /// It is a list of addresses that was named itself. Only such a list is there to be fetched: one that something else brought
    /// along may have been written by whoever wants to be visited.
    pub(crate) listed: bool,
    /// The innermost answer that it came of.
    pub(crate) answer: Option<Arc<Answer>>,
    /// The address, if it is itself what was fetched, or could not be.
    pub(crate) address: Option<String>,
}

impl Lent {
    /// Whether what it is lent to came of an address, or should have.
    pub(crate) fn is_fetched(&self) -> bool {
        self.answer.is_some() || self.address.is_some()
    }

    /// What an entry that is opened in its turn lends to what is inside.
    pub(crate) fn to_inside(&self, entry: Entry) -> Self {
        let mut facts = entry.facts;
        facts.extend(self.facts.iter().cloned());
        let mut notes = self.notes.clone();
        notes.extend(entry.notes);
        let mut origin = joined(entry.origin, &self.origin);
        origin.kind.clear();
        Self {
            facts,
            notes,
            origin,
            status: entry.status.max(self.status),
            extent: if entry.extent == Extent::Full {
                self.extent
            } else {
                entry.extent
            },
            followed: self.followed,
            listed: false,
            answer: self.answer.clone(),
            address: self.address.clone(),
        }
    }
}

/// The origin of something inside something else.
pub(crate) fn joined(inner: Origin, outer: &Origin) -> Origin {
    let mut within = outer.within.clone();
    within.extend(inner.within);
    Origin {
        input: outer.input.clone(),
        within,
        kind: inner.kind,
        encoding: inner.encoding,
        sha256: inner.sha256,
        address: inner.address.or_else(|| outer.address.clone()),
        fetched: inner.fetched.or_else(|| outer.fetched.clone()),
        record: inner.record.or_else(|| outer.record.clone()),
        notes: Vec::new(),
    }
}

/// What an article, or a damage, is called in messages.
pub fn name_of(origin: &Origin) -> String {
    let mut name = origin.input.clone();
    for part in &origin.within {
        name += ", ";
        name += part;
    }
    name
}

pub(crate) fn name_within(origin: &Origin, within: &[String]) -> String {
    let mut name = name_of(origin);
    for part in within {
        name += ", ";
        name += part;
    }
    name
}
