//! The order in which statements are shown: each under the one that holds it.

use onrecord_record::Statement;
use std::collections::HashMap;

/// A statement and how deep it stands inside others.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'r> {
    /// The statement.
    pub statement: &'r Statement,
    /// Its place in the record, from 0.
    pub index: usize,
    /// How many statements hold it.
    pub depth: usize,
}

/// Every statement once, parents before what they hold, otherwise in the record's order.
/// A statement whose parent is missing, or that holds itself, stands at the top.
pub fn outline(statements: &[Statement]) -> Vec<Entry<'_>> {
    let mut by_id = HashMap::new();
    for (index, statement) in statements.iter().enumerate() {
        by_id.entry(statement.id.as_str()).or_insert(index);
    }
    let mut held: Vec<Vec<usize>> = vec![Vec::new(); statements.len()];
    let mut top = Vec::new();
    for (index, statement) in statements.iter().enumerate() {
        let parent = statement
            .parent
            .as_deref()
            .and_then(|id| by_id.get(id))
            .filter(|&&p| p != index);
        match parent.and_then(|&p| held.get_mut(p)) {
            Some(siblings) => siblings.push(index),
            None => top.push(index),
        }
    }
    let mut seen = vec![false; statements.len()];
    let mut entries = Vec::with_capacity(statements.len());
    // Rings of statements have no top; their first member is taken for one.
    for root in top.into_iter().chain(0..statements.len()) {
        let mut open = vec![(root, 0)];
        while let Some((index, depth)) = open.pop() {
            let (Some(statement), Some(seen)) = (statements.get(index), seen.get_mut(index)) else {
                continue;
            };
            if std::mem::replace(seen, true) {
                continue;
            }
            entries.push(Entry {
                statement,
                index,
                depth,
            });
            open.extend(
                held.get(index)
                    .into_iter()
                    .flatten()
                    .rev()
                    .map(|&child| (child, depth + 1)),
            );
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord_record::{Kind, Mode};

    fn statement(id: &str, parent: Option<&str>) -> Statement {
        Statement {
            id: id.to_owned(),
            kind: Kind::Indirect,
            mode: Mode::Said,
            content: Vec::new(),
            cue: Vec::new(),
            source: Vec::new(),
            speakers: Vec::new(),
            candidates: Vec::new(),
            addressee: None,
            medium: None,
            event: None,
            event_id: None,
            via: Vec::new(),
            parent: parent.map(str::to_owned),
            said_on: None,
            same_as: Vec::new(),
            confidence: 1.0,
            why: Vec::new(),
        }
    }

    fn shape(statements: &[Statement]) -> Vec<(&str, usize)> {
        outline(statements)
            .iter()
            .map(|e| (e.statement.id.as_str(), e.depth))
            .collect()
    }

    #[test]
    fn held_statements_follow_their_parent() {
        let all = [
            statement("s1", None),
            statement("s2", None),
            statement("s3", Some("s1")),
            statement("s4", Some("s3")),
        ];
        assert_eq!(shape(&all), [("s1", 0), ("s3", 1), ("s4", 2), ("s2", 0)]);
    }

    #[test]
    fn rings_and_strangers_are_not_lost() {
        let all = [
            statement("s1", Some("s2")),
            statement("s2", Some("s1")),
            statement("s3", Some("s3")),
            statement("s4", Some("none")),
        ];
        assert_eq!(shape(&all), [("s3", 0), ("s4", 0), ("s1", 0), ("s2", 1)]);
    }
}
