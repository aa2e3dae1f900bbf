//! What there is to do so that a record says what lists say.

use super::{Held, ListChange, Sign};
use onrecord_lists::{Placed, Row};
use std::collections::BTreeMap;

/// What is to be done with the rows of a list.
pub(crate) struct Plan<R> {
    /// Rows that the record does not have.
    pub(crate) add: Vec<R>,
    /// Rows that the lists no longer have.
    pub(crate) remove: Vec<Held<R>>,
    /// Rows that say something else: before, and after.
    pub(crate) replace: Vec<(Held<R>, R)>,
    /// Rows that somebody else says, or for another reason.
    pub(crate) annotate: Vec<(Held<R>, R)>,
}

impl<R: Row> Plan<R> {
    /// Compares what is wanted with what holds.
    pub(crate) fn of(wanted: &[Placed<R>], held: Vec<Held<R>>, same: impl Fn(&R, &R) -> bool) -> Self {
        let mut plan = Self {
            add: Vec::new(),
            remove: Vec::new(),
            replace: Vec::new(),
            annotate: Vec::new(),
        };
        let mut held: BTreeMap<String, Held<R>> =
            held.into_iter().map(|held| (held.row.about(), held)).collect();
        for Placed { row, .. } in wanted {
            match held.remove(&row.about()) {
                None => plan.add.push(row.clone()),
                Some(before) if !same(&before.row, row) => plan.replace.push((before, row.clone())),
                Some(before) if says_otherwise(&before.row, row) => plan.annotate.push((before, row.clone())),
                Some(_) => {}
            }
        }
        plan.remove.extend(held.into_values());
        plan
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.add.is_empty() && self.remove.is_empty() && self.replace.is_empty() && self.annotate.is_empty()
    }

    /// The same in words.
    pub(crate) fn told(&self, told: &mut Vec<ListChange>) {
        let fields = |row: &R| row.fields().iter().map(|&f| f.to_owned()).collect::<Vec<_>>();
        let line = |change, row: &R, before: Option<&R>| ListChange {
            file: R::FILE,
            change,
            row: fields(row),
            before: before.map(fields),
        };
        told.extend(self.add.iter().map(|row| line(Sign::Added, row, None)));
        told.extend(
            self.remove
                .iter()
                .map(|held| line(Sign::Removed, &held.row, None)),
        );
        let changed = self.replace.iter().chain(&self.annotate);
        told.extend(changed.map(|(held, row)| line(Sign::Changed, row, Some(&held.row))));
    }
}

/// Whether a list names another one who decided, or another reason. One that names none has no say.
fn says_otherwise<R: Row>(held: &R, wanted: &R) -> bool {
    let other = |held: &str, wanted: &str| !wanted.is_empty() && held != wanted;
    other(held.who(), wanted.who()) || other(held.why(), wanted.why())
}
