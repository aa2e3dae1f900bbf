//! Corrections, carried from one reading of a version to another.
//!
//! A correction belongs to what was read of a statement, not to a row. In another reading its statement is
//!
//! 1. the one whose content is exactly the same fragments. Where several have these, it is the one whose cue and source are the
//!    same too, and then, if both readings have equally many, the one of the same number among them;
//! 2. else the one whose content is exactly what a correction made of it: the engine reads by itself now what was put right;
//! 3. else the only one that has 0.8 or more of all their code points in common with it (those in both, among those in either),
//!    if it is also the only one of the earlier reading that has so much in common with that one. Statements that are
//!    another's by 1 or 2 are not looked at.
//!
//! If there is none, the correction is stale: it is kept, and looked at again with every later reading.

use crate::correct::Held;
use crate::error::StoreError;
use crate::fix::{Fix, Settled, settled};
use crate::key::VersionKey;
use crate::load::Stored;
use crate::reading::places;
use onrecord_record::{ArticleRecord, Statement};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Two contents are of one statement from so much of their code points on, of those in either.
const SAME: f64 = 0.8;

/// A place: fragments, in code points.
type Place = Vec<(u32, u32)>;

/// What becomes of the corrections of a version when another reading is shown. Those that were taken back are not counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Carried {
    /// Corrections that hold for a statement of the other reading, by number.
    pub again: Vec<i64>,
    /// Those of them that say what the other reading has by itself.
    pub read: Vec<i64>,
    /// Corrections that hold for none.
    pub stale: Vec<StaleLine>,
}

/// A correction that is stale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StaleLine {
    /// Its number.
    pub correction: i64,
    /// Why.
    pub why: String,
    /// Words of a statement that was suppressed or rejected stand in a statement of the other reading, and would be shown.
    pub shows: bool,
}

/// Everything that a swap does to corrections.
pub(crate) struct Plan {
    /// For each correction, also those that were taken back, the statement of the other reading by number, or why there is none.
    pub(crate) to: BTreeMap<i64, Result<usize, String>>,
    /// The statements about which something was decided, by number.
    pub(crate) settled: BTreeMap<usize, Settled>,
    pub(crate) carried: Carried,
}

/// What becomes of the corrections `held` of the version `old` when its reading is that of `new`.
pub(crate) fn plan(old: &Stored, held: &[Held], new: &Stored) -> Plan {
    let news = &new.record.statements;
    let (mut to, lost) = found(old, held, news);
    // all that holds for one statement, in the order in which it was decided
    let mut of: BTreeMap<usize, Vec<(i64, Fix)>> = BTreeMap::new();
    for correction in held.iter().filter(|correction| !correction.undone) {
        if let Some(Ok(at)) = to.get(&correction.id) {
            of.entry(*at)
                .or_default()
                .push((correction.id, correction.fix.clone()));
        }
    }
    let mut record = new.record.clone().into_inner();
    let mut plan = Plan {
        to: BTreeMap::new(),
        settled: BTreeMap::new(),
        carried: Carried::default(),
    };
    for (at, fixes) in of {
        let Some(base) = news.get(at) else { continue };
        let now = settle(&mut record, &new.key, at, base, &fixes);
        for (id, error) in &now.failed {
            to.insert(
                *id,
                Err(format!("it cannot be applied to the new reading: {error}")),
            );
        }
        plan.carried.read.extend(&now.read);
        plan.settled.insert(at, now);
    }
    plan.carried.read.sort_unstable();
    for correction in held.iter().filter(|correction| !correction.undone) {
        match to.get(&correction.id) {
            Some(Ok(_)) => plan.carried.again.push(correction.id),
            Some(Err(why)) => plan.carried.stale.push(StaleLine {
                correction: correction.id,
                why: why.clone(),
                shows: lost.contains(&correction.id),
            }),
            None => {}
        }
    }
    plan.to = to;
    plan
}

/// [`settled`], with errors that do not name the place.
pub(crate) fn settle(
    record: &mut ArticleRecord,
    place: &VersionKey,
    at: usize,
    base: &Statement,
    fixes: &[(i64, Fix)],
) -> Settled {
    let mut now = settled(record, place, at, base, fixes);
    // the place is said by whoever lists the correction
    for (_, error) in &mut now.failed {
        if let StoreError::Refused { source, .. } = error {
            *error = StoreError::Conflict {
                what: "the article".to_owned(),
                problem: source.to_string(),
            };
        }
    }
    now
}

/// For each correction its statement, or why there is none; and of those without one, the corrections that hid words which a statement of the
/// new reading has.
fn found(
    old: &Stored,
    held: &[Held],
    news: &[Statement],
) -> (BTreeMap<i64, Result<usize, String>>, BTreeSet<i64>) {
    // what was read of each statement, and what a correction made of it
    let mut olds: Vec<Old> = Vec::with_capacity(old.rows.len());
    let mut at_row: BTreeMap<i64, usize> = BTreeMap::new();
    for (row, shown) in old.rows.iter().zip(&old.record.statements) {
        at_row.insert(row.id, olds.len());
        olds.push(Old::of(shown, None));
    }
    // those that were stale before have no row: one for each statement that they were about
    let mut astray: Vec<Old> = Vec::new();
    let mut of: BTreeMap<i64, (bool, usize)> = BTreeMap::new();
    for correction in held {
        let live = correction.row.and_then(|row| at_row.get(&row).copied());
        match live {
            Some(at) => {
                of.insert(correction.id, (true, at));
                if let Some(place) = olds.get_mut(at).filter(|place| !place.wanted) {
                    let shown = place.read.clone();
                    *place = Old::of(&correction.before, Some(shown));
                }
            }
            None => {
                let before = Old::of(&correction.before, None);
                let same = |other: &Old| (&other.read, &other.parts) == (&before.read, &before.parts);
                let at = astray.iter().position(same).unwrap_or(astray.len());
                if at == astray.len() {
                    astray.push(before);
                }
                if let Some(place) = astray.get_mut(at) {
                    place.wanted = true;
                    if let (Fix::Content { spans }, false) = (&correction.fix, correction.undone) {
                        place.shown = Some(spans.clone());
                    }
                }
                of.insert(correction.id, (false, at));
            }
        }
    }
    let places: Vec<Place> = news.iter().map(|s| places(&s.content)).collect();
    let mut free: BTreeSet<usize> = (0..news.len()).collect();
    let live = matched(&olds, news, &places, &mut free);
    let again = matched(&astray, news, &places, &mut free);
    let mut to = BTreeMap::new();
    let mut lost = BTreeSet::new();
    for correction in held {
        let Some(&(is_live, at)) = of.get(&correction.id) else {
            continue;
        };
        let (found, before) = if is_live {
            (live.get(&at), olds.get(at))
        } else {
            (again.get(&at), astray.get(at))
        };
        let result = match found {
            Some(Ok(at)) => Ok(*at),
            Some(Err(Several)) => {
                Err("several statements of the new reading may be the one that it is about".to_owned())
            }
            None => {
                let place = before.map(|b| b.read.as_slice()).unwrap_or_default();
                let touched = places.iter().any(|other| common(place, other) > 0);
                if correction.fix.hides() && touched && !correction.undone {
                    lost.insert(correction.id);
                }
                Err(match (correction.fix.hides(), touched) {
                    (true, true) => "the new reading has no such statement, but others with some of its words, which are shown: look at them",
                    (true, false) => "the new reading has no such statement, as was decided",
                    (false, _) => "the new reading has no such statement",
                }
                .to_owned())
            }
        };
        to.insert(correction.id, result);
    }
    (to, lost)
}

/// A statement of the earlier reading.
struct Old {
    /// Its content as it was read.
    read: Place,
    /// Its cue and source as they were read.
    parts: (Place, Place),
    /// Its content as a correction made it.
    shown: Option<Place>,
    /// Whether a correction is about it.
    wanted: bool,
}

impl Old {
    fn of(s: &Statement, shown: Option<Place>) -> Self {
        let read = places(&s.content);
        Self {
            parts: parts(s),
            wanted: shown.is_some(),
            shown: shown.filter(|shown| *shown != read),
            read,
        }
    }
}

fn parts(s: &Statement) -> (Place, Place) {
    (places(&s.cue), places(&s.source))
}

/// More than one statement may be meant.
struct Several;

/// Which statement of the new reading each one is, of those in `free`; what is found is taken out of it.
fn matched(
    olds: &[Old],
    news: &[Statement],
    places: &[Place],
    free: &mut BTreeSet<usize>,
) -> BTreeMap<usize, Result<usize, Several>> {
    let mut out: BTreeMap<usize, Result<usize, Several>> = BTreeMap::new();
    let mut having: BTreeMap<&[(u32, u32)], Vec<usize>> = BTreeMap::new();
    for &at in free.iter() {
        if let Some(place) = places.get(at) {
            having.entry(place).or_default().push(at);
        }
    }
    let mut same: BTreeMap<&[(u32, u32)], Vec<usize>> = BTreeMap::new();
    for (at, old) in olds.iter().enumerate() {
        same.entry(&old.read).or_default().push(at);
    }
    for (place, mine) in &same {
        let Some(theirs) = having.get(place) else { continue };
        for (old, new) in exact(olds, mine, news, theirs) {
            if let Ok(new) = &new {
                free.remove(new);
            }
            out.insert(old, new);
        }
    }
    for (at, old) in olds.iter().enumerate() {
        let Some(shown) = old
            .shown
            .as_deref()
            .filter(|_| old.wanted && !out.contains_key(&at))
        else {
            continue;
        };
        let mut theirs = having
            .get(shown)
            .into_iter()
            .flatten()
            .filter(|new| free.contains(new));
        if let (Some(&new), None) = (theirs.next(), theirs.next()) {
            free.remove(&new);
            out.insert(at, Ok(new));
        }
    }
    let left: Vec<usize> = (0..olds.len()).filter(|at| !out.contains_key(at)).collect();
    let alike = |old: usize, new: usize| {
        let (old, new) = (olds.get(old), places.get(new));
        old.zip(new)
            .is_some_and(|(old, new)| likeness(&old.read, new) >= SAME)
    };
    let mut taken = Vec::new();
    for &at in left
        .iter()
        .filter(|at| olds.get(**at).is_some_and(|old| old.wanted))
    {
        let theirs: Vec<usize> = free.iter().copied().filter(|&new| alike(at, new)).collect();
        let found = match theirs.as_slice() {
            [] => continue,
            [new] if left.iter().filter(|&&other| alike(other, *new)).count() == 1 => Ok(*new),
            _ => Err(Several),
        };
        taken.extend(found.as_ref().ok());
        out.insert(at, found);
    }
    for new in taken {
        free.remove(&new);
    }
    out
}

/// Pairs statements that have the same content.
fn exact(
    olds: &[Old],
    mine: &[usize],
    news: &[Statement],
    theirs: &[usize],
) -> Vec<(usize, Result<usize, Several>)> {
    if let ([old], [new]) = (mine, theirs) {
        return vec![(*old, Ok(*new))];
    }
    let part_of = |at: &usize| olds.get(*at).map(|old| old.parts.clone());
    let mut mine: Vec<usize> = mine.to_vec();
    let mut theirs: Vec<usize> = theirs.to_vec();
    let mut out = Vec::new();
    for old in mine.clone() {
        let its = part_of(&old);
        let alone = mine.iter().filter(|other| part_of(other) == its).count() == 1;
        let mut with: Vec<usize> = theirs.clone();
        with.retain(|new| news.get(*new).map(parts) == its);
        if let ([new], true) = (with.as_slice(), alone) {
            out.push((old, Ok(*new)));
            mine.retain(|other| *other != old);
            theirs.retain(|other| other != new);
        }
    }
    if mine.len() == theirs.len() {
        out.extend(mine.into_iter().zip(theirs.into_iter().map(Ok)));
    } else if !theirs.is_empty() {
        out.extend(mine.into_iter().map(|old| (old, Err(Several))));
    }
    out
}

/// Code points that are in both; fragments are in text order.
fn common(a: &[(u32, u32)], b: &[(u32, u32)]) -> u64 {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while let (Some(&(a_start, a_end)), Some(&(b_start, b_end))) = (a.get(i), b.get(j)) {
        both += u64::from(a_end.min(b_end).saturating_sub(a_start.max(b_start)));
        if a_end < b_end { i += 1 } else { j += 1 }
    }
    both
}

/// Code points that are in both, among those that are in either.
fn likeness(a: &[(u32, u32)], b: &[(u32, u32)]) -> f64 {
    let length = |place: &[(u32, u32)]| -> u64 {
        place
            .iter()
            .map(|(start, end)| u64::from(end.saturating_sub(*start)))
            .sum()
    };
    let both = common(a, b);
    let either = length(a) + length(b) - both;
    if either == 0 {
        0.0
    } else {
        both as f64 / either as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn likeness_counts_code_points() {
        assert_eq!(likeness(&[(0, 10)], &[(0, 10)]), 1.0);
        assert_eq!(likeness(&[(0, 10)], &[(0, 8)]), 0.8);
        assert_eq!(likeness(&[(0, 5), (10, 15)], &[(0, 15)]), 10.0 / 15.0);
        assert_eq!(likeness(&[(0, 5)], &[(5, 10)]), 0.0);
        assert_eq!(likeness(&[], &[]), 0.0);
    }

    fn fragments() -> impl Strategy<Value = Place> {
        proptest::collection::vec((0u32..9, 1u32..9), 1..5).prop_map(|steps| {
            let mut at = 0;
            steps
                .into_iter()
                .map(|(gap, length)| {
                    let start = at + gap;
                    at = start + length;
                    (start, at)
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn likeness_is_that_of_sets(a in fragments(), b in fragments()) {
            let set = |place: &Place| -> BTreeSet<u32> { place.iter().flat_map(|&(start, end)| start..end).collect() };
            let (x, y) = (set(&a), set(&b));
            prop_assert_eq!(common(&a, &b), x.intersection(&y).count() as u64);
            let whole = x.intersection(&y).count() as f64 / x.union(&y).count() as f64;
            prop_assert_eq!(likeness(&a, &b), whole);
            prop_assert_eq!(likeness(&b, &a), whole);
        }
    }
}
