//! What the record knows of an article beyond what was read: versions, people, reviews, disputes, groups.

use anyhow::Result;
use onrecord_exchange::{ArticleVersion, Context, Identifier, KnownPerson, StatementContext};
use onrecord_record::ArticleRecord;
use onrecord_store::{Record, Stored};
use std::collections::{BTreeMap, BTreeSet};

/// Identifiers that are remembered; beyond that they are asked for again.
const REMEMBERED: usize = 100_000;

/// Looks up what is known, and remembers people.
#[derive(Default)]
pub(super) struct Known {
    identifiers: BTreeMap<String, Option<String>>,
}

impl Known {
    /// What is known of `some`, the part of a version that leaves.
    pub(super) fn of(&mut self, record: &Record, stored: &Stored, some: &ArticleRecord) -> Result<Context> {
        let people: BTreeSet<&str> = some.people.iter().map(|person| person.id.as_str()).collect();
        let statements: BTreeSet<&str> = some.statements.iter().map(|s| s.id.as_str()).collect();
        let mut context = Context {
            version: Some(ArticleVersion {
                number: stored.key.version,
                seen: Some(stored.seen.clone()),
                revises: revised(record, stored)?,
            }),
            group: stored.cluster.map(|cluster| cluster.to_string()),
            ..Context::default()
        };
        for (person, row) in stored.record.people.iter().zip(&stored.people) {
            if let Some(key) = row
                .person
                .as_ref()
                .filter(|_| people.contains(person.id.as_str()))
            {
                let known = KnownPerson {
                    id: key.clone(),
                    name: row.person_name.clone(),
                    identifiers: self.identifier(record, key)?.into_iter().collect(),
                };
                context.people.insert(person.id.clone(), known);
            }
        }
        for (statement, row) in stored.record.statements.iter().zip(&stored.rows) {
            let about = StatementContext {
                reviewed: matches!(row.review.as_deref(), Some("accepted" | "corrected")).then_some(true),
                group: row.group.map(|group| group.to_string()),
                disputes: row.dispute.iter().cloned().collect(),
                read: Vec::new(),
            };
            if about != StatementContext::default() && statements.contains(statement.id.as_str()) {
                context.statements.insert(statement.id.clone(), about);
            }
        }
        Ok(context)
    }

    fn identifier(&mut self, record: &Record, key: &str) -> Result<Option<Identifier>> {
        let value = match self.identifiers.get(key) {
            Some(known) => known.clone(),
            None => {
                let found = record.identifier_of(key)?;
                if self.identifiers.len() < REMEMBERED {
                    self.identifiers.insert(key.to_owned(), found.clone());
                }
                found
            }
        };
        Ok(value.map(|value| Identifier {
            scheme: scheme(&value).to_owned(),
            value,
        }))
    }
}

/// Whose identifier it is: `Q42` is Wikidata's.
fn scheme(value: &str) -> &'static str {
    let wikidata = value
        .strip_prefix('Q')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
    if wikidata { "wikidata" } else { "other" }
}

/// The version ahead of this one, in the order of time.
fn revised(record: &Record, stored: &Stored) -> Result<Option<u32>> {
    let versions = record.history(&stored.key.article)?.in_time();
    let at = versions.iter().position(|&version| version == stored.key.version);
    Ok(at
        .and_then(|at| at.checked_sub(1))
        .and_then(|at| versions.get(at))
        .copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_of_wikidata_are_told() {
        assert_eq!(scheme("Q42"), "wikidata");
        for other in ["Q", "q42", "Q4x", "https://viaf.org/viaf/1"] {
            assert_eq!(scheme(other), "other");
        }
    }
}
