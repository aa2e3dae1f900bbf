//! Who says what, and on which occasion: the record turned round.

use super::speaker;
use onrecord_record::{ArticleRecord, Event, Person};
use std::collections::{BTreeSet, HashMap};

/// People and occasions of a record, each with places in its `statements`.
pub(crate) struct Directory<'r> {
    pub(crate) people: Vec<Listed<'r>>,
    pub(crate) events: Vec<Held<'r>>,
    person_by_id: HashMap<&'r str, usize>,
    event_by_id: HashMap<&'r str, usize>,
    statement_by_id: HashMap<&'r str, usize>,
}

/// Somebody who speaks, once.
pub(crate) struct Listed<'r> {
    pub(crate) person: &'r Person,
    /// Each role once, as printed, with the body that it belongs to.
    pub(crate) roles: Vec<String>,
    /// Statements of theirs.
    pub(crate) says: Vec<usize>,
    /// Statements that could be theirs.
    pub(crate) perhaps: Vec<usize>,
}

/// An occasion and what was said on it.
pub(crate) struct Held<'r> {
    pub(crate) event: &'r Event,
    pub(crate) said: Vec<usize>,
}

impl<'r> Directory<'r> {
    pub(crate) fn of(record: &'r ArticleRecord) -> Self {
        let mut directory = Self {
            people: record.people.iter().map(Listed::of).collect(),
            events: record
                .events
                .iter()
                .map(|event| Held {
                    event,
                    said: Vec::new(),
                })
                .collect(),
            person_by_id: numbered(record.people.iter().map(|person| person.id.as_str())),
            event_by_id: numbered(record.events.iter().map(|event| event.id.as_str())),
            statement_by_id: numbered(record.statements.iter().map(|statement| statement.id.as_str())),
        };
        for (number, statement) in record.statements.iter().enumerate() {
            for speaker in &statement.speakers {
                if let Some(listed) = directory.person_mut(speaker.person.as_deref())
                    && listed.says.last() != Some(&number)
                {
                    listed.says.push(number);
                }
            }
            for candidate in &statement.candidates {
                if let Some(listed) = directory.person_mut(candidate.person.as_deref())
                    && listed.says.last() != Some(&number)
                    && listed.perhaps.last() != Some(&number)
                {
                    listed.perhaps.push(number);
                }
            }
            let event = directory.event(statement.event_id.as_deref());
            if let Some(held) = event.and_then(|event| directory.events.get_mut(event)) {
                held.said.push(number);
            }
        }
        directory
    }

    /// Place of a person in `people`.
    pub(crate) fn person(&self, id: Option<&str>) -> Option<usize> {
        self.person_by_id.get(id?).copied()
    }

    /// Place of an occasion in `events`.
    pub(crate) fn event(&self, id: Option<&str>) -> Option<usize> {
        self.event_by_id.get(id?).copied()
    }

    /// Place of a statement in `statements`.
    pub(crate) fn statement(&self, id: &str) -> Option<usize> {
        self.statement_by_id.get(id).copied()
    }

    fn person_mut(&mut self, id: Option<&str>) -> Option<&mut Listed<'r>> {
        let number = self.person(id)?;
        self.people.get_mut(number)
    }

    /// Who passed a statement on, outermost first: of each statement around it those who passed that on and who says it,
    /// then those who passed this one on.
    pub(crate) fn chain(&self, record: &ArticleRecord, statement: usize) -> Vec<String> {
        /// Deeper nesting is not followed; parents may go in a ring.
        const DEEPEST: usize = 10;
        let mut line = Vec::new();
        let mut next = record.statements.get(statement);
        while let Some(statement) = next.filter(|_| line.len() < DEEPEST) {
            line.push(statement);
            let parent = statement.parent.as_deref();
            next = parent
                .and_then(|id| self.statement(id))
                .and_then(|n| record.statements.get(n));
        }
        let mut hops = Vec::new();
        for (depth, statement) in line.iter().enumerate().rev() {
            hops.extend(statement.via.iter().map(|via| via.name.clone()));
            if depth > 0 {
                let names: Vec<String> = speaker::who(statement).into_iter().map(|who| who.name).collect();
                hops.push(names.join(" and "));
            }
        }
        hops
    }
}

impl<'r> Listed<'r> {
    fn of(person: &'r Person) -> Self {
        let mut seen = BTreeSet::new();
        let roles = person
            .roles
            .iter()
            .filter(|role| seen.insert((role.role.as_str(), role.org.as_deref())))
            .map(|role| match &role.org {
                Some(org) => format!("{}, {org}", role.role),
                None => role.role.clone(),
            })
            .collect();
        Self {
            person,
            roles,
            says: Vec::new(),
            perhaps: Vec::new(),
        }
    }

    /// The name; the first mention of somebody without one.
    pub(crate) fn name(&self) -> &str {
        let mention = || self.person.mentions.first().map(|mention| mention.text.as_str());
        self.person.name.as_deref().or_else(mention).unwrap_or("—")
    }
}

fn numbered<'r>(ids: impl Iterator<Item = &'r str>) -> HashMap<&'r str, usize> {
    let mut numbers = HashMap::new();
    for (number, id) in ids.enumerate() {
        numbers.entry(id).or_insert(number);
    }
    numbers
}
