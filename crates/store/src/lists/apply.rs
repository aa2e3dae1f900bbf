//! Makes a record say what lists say.

use super::plan::Plan;
use super::{By, Held, ListChange, Listing, people};
use crate::error::StoreError;
use crate::file::Change;
use crate::fix::Fix;
use crate::key::StatementKey;
use crate::link::newcomer_id;
use crate::ruling::conflict;
use onrecord_lists::{
    Alias, Barred, Decision, Hidden, ListError, ListErrors, Lists, Outlet, PersonRow, Placed, Row, Suppressed,
};
use std::collections::{BTreeMap, BTreeSet};

/// How often what is wanted is compared with what holds. Taking a ruling back can bring an older one to the fore.
const ROUNDS: usize = 8;

impl Change<'_> {
    /// Makes the record say what the lists say: rows that it does not have are decided, rows that the lists no longer have are
    /// taken back. Lists that are not there have no say. Nothing of it is in the record before [`Change::commit`].
    ///
    /// People are found by their keys; in another record than the one that wrote the lists by the article that the row `known`
    /// names and what it calls them, or by a name that only one bears.
    ///
    /// # Errors
    /// All rows that name what is not there ([`StoreError::Lists`]); then the change is to be dropped.
    pub fn apply_lists(&mut self, lists: &Lists, by: By<'_>) -> Result<Vec<ListChange>, StoreError> {
        self.check_lists(lists)?;
        let mut told = Vec::new();
        if let Some(rows) = &lists.outlets {
            self.apply_list::<Outlet>(rows, by, &mut told, Self::rule_outlet)?;
            let hosts: Vec<&str> = rows.iter().map(|placed| placed.row.outlet.as_str()).collect();
            if !told.is_empty() {
                self.call_outlets(&hosts).map_err(self.of())?;
            }
        }
        if let Some(rows) = &lists.people {
            self.apply_people(rows, by, &mut told)?;
        }
        if let Some(rows) = &lists.aliases {
            self.apply_list::<Alias>(rows, by, &mut told, Self::alias)?;
        }
        if let Some(rows) = &lists.blocked {
            self.apply_list::<Barred>(rows, by, &mut told, Self::bar)?;
        }
        if let Some(rows) = &lists.suppressed {
            let (statements, others): (Vec<_>, Vec<_>) = rows
                .iter()
                .cloned()
                .partition(|placed| placed.row.what == Hidden::Statement);
            self.apply_list::<Suppressed>(&others, by, &mut told, Self::hide)?;
            self.apply_suppressed(&statements, by, &mut told)?;
        }
        told.sort();
        Ok(told)
    }

    /// Everything that the lists name and the record does not have.
    fn check_lists(&self, lists: &Lists) -> Result<(), StoreError> {
        let look = self.look();
        let mut errors: Vec<ListError> = Vec::new();
        if let Some(rows) = &lists.people {
            let mut wanted = look.people_wanted(rows, &mut errors)?;
            look.merge_roots(&mut wanted, &mut errors)?;
        }
        for Placed { row, line } in lists.suppressed.iter().flatten() {
            let unknown = |what: &str| {
                Suppressed::error(
                    *line,
                    "value",
                    format!("there is no {what} {:?} in this record", row.value),
                    "`onrecord search` prints keys; add the articles first, or take the row out",
                )
            };
            match row.what {
                Hidden::Address => {}
                Hidden::Article => {
                    let there = self
                        .db
                        .prepare_cached("SELECT 1 FROM article WHERE key = ?1")
                        .and_then(|mut find| find.exists([&row.value]))
                        .map_err(self.of())?;
                    if !there {
                        errors.push(unknown("article"));
                    }
                }
                Hidden::Statement => match row.value.parse::<StatementKey>() {
                    Err(error) => errors.push(Suppressed::error(
                        *line,
                        "value",
                        error.to_string(),
                        "`onrecord search` prints the keys of statements",
                    )),
                    Ok(key) => match look.version(&key.at) {
                        Ok(stored) if stored.find(&key).is_some() => {}
                        Ok(_) | Err(StoreError::Unknown { .. }) => {
                            // one that is suppressed already may go by another key since its content was corrected
                            let held = look.suppressed_statements()?;
                            if !held.iter().any(|held| held.row.value == row.value) {
                                errors.push(unknown("statement"));
                            }
                        }
                        Err(error) => return Err(error),
                    },
                },
            }
        }
        ListErrors(errors).or(()).map_err(StoreError::Lists)
    }

    fn apply_list<R: Listing>(
        &mut self,
        rows: &[Placed<R>],
        by: By<'_>,
        told: &mut Vec<ListChange>,
        rule: fn(&mut Self, &R, &str, Option<&str>) -> Result<i64, StoreError>,
    ) -> Result<(), StoreError> {
        let held = self.look().entered::<R>()?;
        let same = |one: &R, other: &R| one.clone().by("", "") == other.clone().by("", "");
        let plan = Plan::of(rows, held, same);
        plan.told(told);
        let removed = plan
            .remove
            .iter()
            .chain(plan.replace.iter().map(|(held, _)| held));
        self.take_back(removed, by)?;
        for row in plan.add.iter().chain(plan.replace.iter().map(|(_, row)| row)) {
            let (who, why) = decided(row, by);
            rule(self, row, who, why)?;
        }
        self.annotate_all("ruling", &plan.annotate)
    }

    /// A ruling on an outlet alone; what it changes is written once, behind all of them.
    fn rule_outlet(&mut self, row: &Outlet, who: &str, why: Option<&str>) -> Result<i64, StoreError> {
        let of = self.of();
        let data = crate::add::json(row).map_err(&of)?;
        let id = self.rule("outlet", &data, "null", who, why).map_err(&of)?;
        self.forget().map_err(of)?;
        Ok(id)
    }

    fn apply_suppressed(
        &mut self,
        rows: &[Placed<Suppressed>],
        by: By<'_>,
        told: &mut Vec<ListChange>,
    ) -> Result<(), StoreError> {
        let held = self.look().suppressed_statements()?;
        let plan = Plan::of(rows, held, |_, _| true);
        plan.told(told);
        for held in &plan.remove {
            for &id in held.ids.iter().rev() {
                self.uncorrect(id, by.who)?;
            }
        }
        for row in &plan.add {
            let key: StatementKey = row
                .value
                .parse()
                .map_err(|error| conflict(&row.value, format!("{error}")))?;
            let (who, why) = decided(row, by);
            self.correct(&key, &Fix::Suppress, who, why)?;
        }
        self.annotate_all("correction", &plan.annotate)
    }

    fn apply_people(
        &mut self,
        rows: &[Placed<PersonRow>],
        by: By<'_>,
        told: &mut Vec<ListChange>,
    ) -> Result<(), StoreError> {
        let mut errors = Vec::new();
        let wanted = self.look().people_wanted(rows, &mut errors)?;
        for round in 0..ROUNDS {
            let mut wanted = wanted.clone();
            self.look().merge_roots(&mut wanted, &mut errors)?;
            let plan = Plan::of(&wanted, self.look().people_held()?, people::same);
            if round == 0 {
                plan.told(told);
            }
            if plan.is_empty() {
                return Ok(());
            }
            self.annotate_all("ruling", &plan.annotate)?;
            // a property is said anew on top of what was said; all else is taken back first
            let (said, moved): (Vec<_>, Vec<_>) = plan
                .replace
                .iter()
                .partition(|(held, _)| is_property(held.row.decision));
            let removed = plan.remove.iter().chain(moved.iter().map(|(held, _)| held));
            if self.take_back(removed, by)? > 0 {
                continue;
            }
            self.decide_people(plan.add.iter().chain(said.iter().map(|(_, row)| row)), by)?;
        }
        Err(conflict(
            PersonRow::FILE,
            "its decisions contradict each other, and were not applied".to_owned(),
        ))
    }

    /// Decides what rows say: who is split off, whom names belong to, how people are called, who is one; in this order.
    fn decide_people<'r>(
        &mut self,
        rows: impl Iterator<Item = &'r PersonRow>,
        by: By<'_>,
    ) -> Result<(), StoreError> {
        let mut rows: Vec<&PersonRow> = rows.collect();
        let rank = |row: &PersonRow| match row.decision {
            Decision::Known => 0,
            Decision::Split => 1,
            Decision::Link => 2,
            Decision::Rename | Decision::Identify | Decision::Block => 3,
            Decision::Merge => 4,
        };
        rows.sort_by_key(|row| rank(row));
        type Split<'r> = (&'r str, &'r str, &'r str, &'r str);
        let mut splits: BTreeMap<Split<'_>, Vec<String>> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.decision == Decision::Split) {
            let key = (&*row.person, &*row.value, &*row.who, &*row.why);
            let named = splits.entry(key).or_default();
            named.push(newcomer_id(&row.article, &row.printed));
        }
        for ((person, from, who, why), named) in splits {
            let id = self.row_of(from)?;
            let who = if who.is_empty() { by.who } else { who };
            let why = Some(why).filter(|why| !why.is_empty()).or(by.why);
            let of = self.of();
            self.part(id, from, named, Some(person), who, why).map_err(of)?;
        }
        for row in rows {
            let (who, why) = decided(row, by);
            let value = || Some(row.value.clone());
            match row.decision {
                Decision::Known | Decision::Split => {}
                Decision::Link => {
                    self.link_to(&row.article, &row.printed, &row.person, who, why)?;
                }
                Decision::Rename => {
                    let id = self.row_of(&row.person)?;
                    self.set_property_of(id, "rename", "name", value(), who, why)?;
                }
                Decision::Identify => {
                    let id = self.row_of(&row.person)?;
                    self.set_property_of(id, "identify", "identifier", value(), who, why)?;
                }
                Decision::Block => {
                    let id = self.row_of(&row.person)?;
                    self.set_property_of(id, "block", "blocked", Some("1".to_owned()), who, why)?;
                }
                Decision::Merge => {
                    self.merge(&row.person, &row.value, who, why)?;
                }
            }
        }
        Ok(())
    }

    /// Takes back everything that says these rows, the last first; how many rulings that were.
    fn take_back<'h, R: 'h>(
        &mut self,
        rows: impl Iterator<Item = &'h Held<R>>,
        by: By<'_>,
    ) -> Result<usize, StoreError> {
        let ids: BTreeSet<i64> = rows.flat_map(|held| held.ids.iter().copied()).collect();
        for &id in ids.iter().rev() {
            self.undo(id, by.who)?;
        }
        Ok(ids.len())
    }

    fn annotate_all<R: Row>(&mut self, table: &str, rows: &[(Held<R>, R)]) -> Result<(), StoreError> {
        for (held, row) in rows {
            let who = Some(row.who())
                .filter(|who| !who.is_empty())
                .unwrap_or(held.row.who());
            let why = Some(row.why())
                .filter(|why| !why.is_empty())
                .unwrap_or(held.row.why());
            let why = Some(why).filter(|why| !why.is_empty());
            if let Some(&id) = held.ids.last() {
                self.annotate(table, id, who, why).map_err(self.of())?;
            }
        }
        Ok(())
    }
}

fn is_property(decision: Decision) -> bool {
    matches!(decision, Decision::Rename | Decision::Identify | Decision::Block)
}

/// Who decided a row, and why: as it says, else as the command does.
fn decided<'r, R: Row>(row: &'r R, by: By<'r>) -> (&'r str, Option<&'r str>) {
    let who = Some(row.who()).filter(|who| !who.is_empty()).unwrap_or(by.who);
    let why = Some(row.why()).filter(|why| !why.is_empty()).or(by.why);
    (who, why)
}
