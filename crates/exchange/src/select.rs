//! Some statements of a record: those that may leave, or that were asked for.

use onrecord_record::{CheckedRecord, GateError, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// What goes with the statements that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Around {
    /// Everything else of the record.
    Everything,
    /// The article, and the people and occasions of these statements; no quotations without a source.
    TheirsAlone,
}

/// The record with the statements that `keep` is true of, by their place in it. What a kept statement says of others is put right: its parent is
/// the next one around it that is kept, and it repeats kept ones alone.
///
/// ```
/// use onrecord_exchange::{Around, select};
/// use onrecord_record::{ArticleRecord, CheckedRecord, EngineInfo};
/// let engine = EngineInfo { version: "0.1.0".into(), model: "none".into() };
/// let record = CheckedRecord::new(ArticleRecord::new(engine, "Rain is expected, the harbour master said."))?;
/// assert_eq!(select(&record, |_| true, Around::Everything)?, record);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// None of a checked record: it is checked once more.
pub fn select(
    record: &CheckedRecord,
    keep: impl Fn(usize) -> bool,
    around: Around,
) -> Result<CheckedRecord, GateError> {
    let all = &record.statements;
    let kept: BTreeSet<&str> = (0..)
        .zip(all)
        .filter(|(at, _)| keep(*at))
        .map(|(_, s)| s.id.as_str())
        .collect();
    if kept.len() == all.len() && around == Around::Everything {
        return Ok(record.clone());
    }
    let parents: BTreeMap<&str, &str> = all
        .iter()
        .filter_map(|s| Some((s.id.as_str(), s.parent.as_deref()?)))
        .collect();
    let around_of = |s: &Statement| {
        let mut up = s.parent.as_deref();
        // a checked record has no circles
        while let Some(id) = up.filter(|id| !kept.contains(id)) {
            up = parents.get(id).copied();
        }
        up.map(str::to_owned)
    };
    let mut some = record.clone().into_inner();
    some.statements = all
        .iter()
        .filter(|s| kept.contains(s.id.as_str()))
        .map(|s| {
            let mut one = s.clone();
            one.parent = around_of(s);
            one.same_as.retain(|id| kept.contains(id.as_str()));
            one
        })
        .collect();
    if around == Around::TheirsAlone {
        let named = |s: &Statement| -> Vec<String> {
            let all = s.speakers.iter().chain(&s.candidates);
            all.filter_map(|speaker| speaker.person.clone()).collect()
        };
        let people: BTreeSet<String> = some.statements.iter().flat_map(named).collect();
        let events: BTreeSet<String> = some
            .statements
            .iter()
            .filter_map(|s| s.event_id.clone())
            .collect();
        some.people.retain(|person| people.contains(&person.id));
        some.events.retain(|event| events.contains(&event.id));
        some.unattributed.clear();
    }
    CheckedRecord::new(some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;
    use std::path::Path;

    /// Three statements, each inside the one ahead of it; the second repeats the first.
    fn nested() -> CheckedRecord {
        let text = "He said she said it said rain.\n";
        let annotations = "T1\tCue 3 7\tsaid\nT2\tContent 8 29\tshe said it said rain\nT3\tCue 12 16\tsaid\nT4\tContent 17 29\tit said rain\n\
                           T5\tCue 20 24\tsaid\nT6\tContent 25 29\train\nT7\tAttribution 3 7\tsaid\nT8\tAttribution 12 16\tsaid\nT9\tAttribution 20 24\tsaid\n\
                           E1\tAttribution:T7 Cue:T1 Content:T2\nE2\tAttribution:T8 Cue:T3 Content:T4\nE3\tAttribution:T9 Cue:T5 Content:T6\n";
        let mut record = read::brat(Path::new("rain.ann"), text, annotations)
            .unwrap()
            .record
            .into_inner();
        let ids: Vec<String> = record.statements.iter().map(|s| s.id.clone()).collect();
        for at in 1..3 {
            record.statements[at].parent = Some(ids[at - 1].clone());
        }
        record.statements[1].same_as = vec![ids[0].clone()];
        CheckedRecord::new(record).unwrap()
    }

    #[test]
    fn what_statements_say_of_others_is_put_right() {
        let record = nested();
        let first = &record.statements[0].id;
        let some = select(&record, |at| at != 1, Around::Everything).unwrap();
        assert_eq!(some.statements.len(), 2);
        assert_eq!(some.statements[1].parent.as_ref(), Some(first));
        let last = select(&record, |at| at > 0, Around::TheirsAlone).unwrap();
        assert_eq!(last.statements[0].parent, None);
        assert!(last.statements[0].same_as.is_empty());
        assert_eq!(last.article, record.article);
        let none = select(&record, |_| false, Around::TheirsAlone).unwrap();
        assert!(none.statements.is_empty() && none.people.is_empty());
    }
}
