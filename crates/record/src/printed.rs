//! Names without offsets of their own: each must stand somewhere in the text.

use crate::refusal::{At, GateError, Problem, excerpt};
use aho_corasick::AhoCorasick;
use std::collections::BTreeMap;

/// Names to look for, with the place that each came from.
#[derive(Default)]
pub(crate) struct Names<'r> {
    places: Vec<(At<'r>, &'r str)>,
}

impl<'r> Names<'r> {
    pub(crate) fn add(&mut self, at: At<'r>, words: Option<&'r str>) {
        if let Some(words) = words {
            self.places.push((at, words));
        }
    }

    /// Looks for all of them in one pass over the text. Any run of white space equals any other.
    pub(crate) fn check(&self, text: &str) -> Result<(), GateError> {
        if self.places.is_empty() {
            return Ok(());
        }
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let mut wanted = Vec::with_capacity(self.places.len());
        for (_, words) in &self.places {
            let next = numbers.len();
            wanted.push(*numbers.entry(squeeze(words)).or_insert(next));
        }
        let found = find(&squeeze(text), &numbers);
        for ((at, words), number) in self.places.iter().zip(wanted) {
            if found.get(number) != Some(&true) {
                return at.err(Problem::NotPrinted {
                    found: excerpt(words),
                });
            }
        }
        Ok(())
    }
}

/// Which of the numbered names stand in `text`. An empty name stands nowhere.
fn find(text: &str, numbers: &BTreeMap<String, usize>) -> Vec<bool> {
    let names: Vec<(&str, usize)> = numbers
        .iter()
        .filter(|(name, _)| !name.is_empty())
        .map(|(name, &number)| (name.as_str(), number))
        .collect();
    let mut found = vec![false; numbers.len()];
    let mut left = names.len();
    // Only gigabytes of names are too much for the automaton.
    let Ok(automaton) = AhoCorasick::new(names.iter().map(|(name, _)| name)) else {
        for (name, number) in names {
            if let Some(mark) = found.get_mut(number) {
                *mark = text.contains(name);
            }
        }
        return found;
    };
    for hit in automaton.find_overlapping_iter(text) {
        let number = names.get(hit.pattern().as_usize()).map(|&(_, number)| number);
        if let Some(mark) = number.and_then(|number| found.get_mut(number))
            && !std::mem::replace(mark, true)
        {
            left -= 1;
            if left == 0 {
                break;
            }
        }
    }
    found
}

fn squeeze(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
