//! Whatever was corrected and whatever is read next: no correction is lost, and the record stays sound.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod again;

use again::{change, current, record_of, shown, sound, version};
use onrecord_record::{CheckedRecord, Span};
use onrecord_store::{Fix, Record};
use proptest::prelude::*;
use std::collections::BTreeSet;

const TEXT: &str = "Ada Quill, the mayor, and Bo Varga, the pilot, spoke. One two three four five six seven eight nine ten eleven twelve thirteen \
                    fourteen fifteen sixteen seventeen eighteen nineteen twenty, Quill and Varga said.";
/// Where the words begin that statements are made of.
const BEGIN: u32 = 54;
const LENGTH: u32 = 100;

/// Statements by places and speakers: begin, length, gap, speaker.
type Plan = Vec<(u32, u32, bool, u8)>;

fn reading(plan: &Plan, model: &str) -> CheckedRecord {
    let said = again::Said {
        content: vec!["One"],
        name: None,
        role: None,
    };
    let names = [Some("Ada Quill"), Some("Bo Varga"), None];
    let all: Vec<again::Said<'_>> = plan
        .iter()
        .map(|(_, _, _, who)| again::Said {
            name: names[usize::from(*who) % 3],
            ..said.clone()
        })
        .collect();
    let mut record = record_of("https://a.example/1", TEXT, model, &all).into_inner();
    let chars: Vec<char> = TEXT.chars().collect();
    let cut = |start: u32, end: u32| Span {
        start,
        end,
        text: chars[start as usize..end as usize].iter().collect(),
    };
    for (s, &(start, length, gap, _)) in record.statements.iter_mut().zip(plan) {
        let (start, end) = (BEGIN + start, BEGIN + start + length);
        s.content = if gap && length > 4 {
            vec![cut(start, start + 2), cut(start + 3, end)]
        } else {
            vec![cut(start, end)]
        };
    }
    CheckedRecord::new(record).unwrap()
}

fn plan() -> impl Strategy<Value = Plan> {
    // few places, so that contents are often the same or nearly
    let one = (0u32..12, 1u32..8, any::<bool>(), 0u8..3)
        .prop_map(|(start, length, gap, who)| (start * 8, (length * 5).min(LENGTH - start * 8), gap, who));
    proptest::collection::vec(one, 0..7)
}

/// A reading that is nearly another: some statements a little longer, shorter or given to others, some gone, some new.
fn next() -> impl Strategy<Value = Vec<(u8, u8)>> {
    proptest::collection::vec((0u8..7, 0u8..4), 0..7)
}

fn changed(plan: &Plan, how: &[(u8, u8)], more: Plan) -> Plan {
    let mut out = Plan::new();
    for (at, &(start, length, gap, who)) in plan.iter().enumerate() {
        match how.get(at).copied().unwrap_or((0, 0)) {
            (1, by) => out.push((start, (length + u32::from(by)).min(LENGTH - start), gap, who)),
            (2, by) => out.push((start, length.saturating_sub(u32::from(by)).max(1), gap, who)),
            (3, by) => out.push((start, length, gap, who + by)),
            (4, _) => {}
            (5, _) => out.push((start, length, !gap, who)),
            _ => out.push((start, length, gap, who)),
        }
    }
    out.extend(more.into_iter().take(2));
    out
}

/// Which statement, what, by how much, and whether it is taken back.
type Decision = (usize, u8, u32, bool);

/// Decides what can be decided; how many corrections there are.
fn decide(record: &mut Record, decisions: &[Decision]) -> usize {
    let mut made = 0;
    for &(at, what, by, undo) in decisions {
        let stored = current(record);
        let count = stored.rows.len();
        if count == 0 {
            return 0;
        }
        let key = stored.key_of(at % count).unwrap();
        let fix = match what {
            0 => Fix::Accept,
            1 => Fix::Reject,
            2 => Fix::Suppress,
            3 => Fix::Dispute {
                note: format!("note {by}"),
            },
            4 => Fix::Content {
                spans: vec![(key.start, (key.end + by).min(BEGIN + LENGTH))],
            },
            5 => Fix::Speaker {
                name: Some("Bo Varga".into()),
                kind: None,
            },
            6 => Fix::Speaker {
                name: None,
                kind: None,
            },
            _ => Fix::Role {
                role: Some("mayor".into()),
                org: None,
            },
        };
        let mut change = record.change("correct").unwrap();
        // what cannot be is refused, and leaves no trace
        let Ok(id) = change.correct(&key, &fix, "mk", None) else {
            continue;
        };
        if undo && change.uncorrect(id, "mk").is_err() {
            continue;
        }
        change.commit().unwrap();
        made += 1;
    }
    made
}

fn decisions() -> impl Strategy<Value = Vec<Decision>> {
    proptest::collection::vec((0usize..7, 0u8..8, 0u32..20, any::<bool>()), 0..8)
}

fn swap(record: &mut Record, read: &CheckedRecord) -> onrecord_store::Swapped {
    let row = version(record);
    change(record, |c| c.shadow(row, read).unwrap());
    sound(record);
    let preview = record.reread(row).unwrap().unwrap().corrections;
    let swapped = change(record, |c| c.swap(row, None).unwrap().unwrap());
    assert_eq!(swapped.corrections, preview, "what was announced");
    sound(record);
    swapped
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_swap_to_the_same_reading_changes_nothing(read in plan(), decided in decisions()) {
        let (_folder, mut record) = again::empty();
        change(&mut record, |c| { c.add(&reading(&read, "first")).unwrap(); });
        decide(&mut record, &decided);
        let (before, lines) = (shown(&record), record.corrections(None).unwrap());
        let swapped = swap(&mut record, &reading(&read, "second"));
        prop_assert_eq!(shown(&record), before);
        prop_assert_eq!(record.corrections(None).unwrap(), lines);
        prop_assert!(swapped.corrections.stale.is_empty());
    }

    #[test]
    fn no_correction_is_lost(read in plan(), decided in decisions(), how in next(), more in plan(), back in any::<bool>()) {
        let (_folder, mut record) = again::empty();
        change(&mut record, |c| { c.add(&reading(&read, "first")).unwrap(); });
        let made = decide(&mut record, &decided);
        let other = reading(&changed(&read, &how, more), "second");
        let mut reading_now = other.clone();
        let mut swapped = swap(&mut record, &other);
        if back {
            reading_now = reading(&read, "third");
            swapped = swap(&mut record, &reading_now);
        }
        let lines = record.corrections(None).unwrap();
        prop_assert_eq!(lines.len(), made);
        let standing: BTreeSet<i64> = lines.iter().filter(|line| !line.undone).map(|line| line.id).collect();
        let again: BTreeSet<i64> = swapped.corrections.again.iter().copied().collect();
        let stale: BTreeSet<i64> = swapped.corrections.stale.iter().map(|line| line.correction).collect();
        prop_assert!(again.is_disjoint(&stale));
        prop_assert_eq!(again.union(&stale).copied().collect::<BTreeSet<i64>>(), standing);
        for line in lines.iter().filter(|line| !line.undone) {
            prop_assert_eq!(line.stale.is_some(), stale.contains(&line.id));
        }
        // with everything taken back, the last one first, it is what was read
        for line in lines.iter().rev().filter(|line| !line.undone) {
            change(&mut record, |c| c.uncorrect(line.id, "mk").unwrap());
        }
        sound(&record);
        let now = current(&record);
        prop_assert_eq!(&now.record.statements, &reading_now.statements);
        prop_assert!(now.rows.iter().all(|row| row.review.is_none() && row.dispute.is_none()));
    }
}
