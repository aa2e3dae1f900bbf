//! What is declared of an entry, gathered in order of trust.

use crate::person;
use onrecord_record::{DeclaredBy, DeclaredFact, DeclaredField};
use onrecord_source::fact;

/// Facts, and what should be known about them.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) facts: Vec<DeclaredFact>,
    pub(crate) notes: Vec<String>,
    by: DeclaredBy,
}

impl Facts {
    pub(crate) fn new(by: DeclaredBy) -> Self {
        Self {
            facts: Vec::new(),
            notes: Vec::new(),
            by,
        }
    }

    /// Adds a fact that says something, unless the same is there already.
    pub(crate) fn add(&mut self, field: DeclaredField, key: &str, value: Option<String>) {
        let Some(value) = value.map(|v| v.trim().to_owned()).filter(|v| !v.is_empty()) else {
            return;
        };
        let fact = fact(field, value, self.by, key);
        if !self.facts.contains(&fact) {
            self.facts.push(fact);
        }
    }

    /// Adds a date: in ISO 8601, or as it is.
    pub(crate) fn date(&mut self, field: DeclaredField, key: &str, value: Option<String>) {
        let Some(value) = value.map(|v| v.trim().to_owned()).filter(|v| !v.is_empty()) else {
            return;
        };
        match onrecord_stamp::read(&value) {
            Some(read) => {
                if read.zone_left_off() {
                    self.notes
                        .push(format!("{key}: a time zone that is not known was left off"));
                }
                self.add(field, key, Some(read.to_string()));
            }
            None => {
                self.notes
                    .push(format!("{key}: a date in no known form, left as it is"));
                self.add(field, key, Some(value));
            }
        }
    }

    /// Adds a writer, or a line that names writers.
    pub(crate) fn person(&mut self, key: &str, value: Option<String>) {
        let name = value.as_deref().and_then(person::name);
        let field = match &name {
            Some(name) if person::is_byline(name) => DeclaredField::Byline,
            _ => DeclaredField::Author,
        };
        self.add(field, key, name);
    }

    pub(crate) fn has(&self, field: DeclaredField) -> bool {
        self.facts.iter().any(|f| f.field == field)
    }

    /// Adds what is said of the whole feed, where the entry says nothing itself.
    pub(crate) fn inherit(&mut self, of_feed: &[DeclaredFact]) {
        let own: Vec<DeclaredField> = self.facts.iter().map(|f| f.field).collect();
        let written = own
            .iter()
            .any(|f| matches!(f, DeclaredField::Author | DeclaredField::Byline));
        for fact in of_feed {
            let is_person = matches!(fact.field, DeclaredField::Author | DeclaredField::Byline);
            let said = own.contains(&fact.field) || (is_person && written);
            if !said {
                self.facts.push(fact.clone());
            }
        }
    }
}
