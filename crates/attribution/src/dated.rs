//! When statements were made: the expressions that `onrecord_when` finds, put on the drafts.

use crate::draft::{Draft, Said};
use onrecord_model::Attribute;
use onrecord_people::{Attributed, EntityId};
use onrecord_text::Layout;
use onrecord_when::{Anchors, Reported, expressions};
use std::collections::BTreeMap;

/// Dates the drafts as far as the text and `anchors` tell. `speakers` says for each who it is.
pub(crate) fn date(
    layout: &Layout<'_>,
    anchors: &Anchors,
    speakers: &[Vec<Attributed>],
    drafts: &mut [Draft],
) {
    let found = expressions(layout, anchors);
    if found.iter().all(|e| e.days.is_none()) {
        return;
    }
    let mut numbers: BTreeMap<Vec<EntityId>, usize> = BTreeMap::new();
    let statements: Vec<Reported<'_>> = drafts
        .iter()
        .zip(speakers)
        .map(|(draft, who)| {
            let known: Option<Vec<EntityId>> = who.iter().map(|w| w.entity.filter(|_| !w.open)).collect();
            let speaker = known.filter(|k| !k.is_empty()).map(|known| {
                let next = numbers.len();
                *numbers.entry(known).or_insert(next)
            });
            let event = draft.sides.iter().find(|s| s.attribute == Attribute::Event);
            Reported {
                content: &draft.content,
                cue: &draft.cue,
                source: &draft.source,
                event: event.map(|s| s.tokens.clone()),
                parent: draft.parent,
                speaker,
                turn: draft.turn,
            }
        })
        .collect();
    let dates = onrecord_when::date(layout, &found, anchors, &statements);
    for (draft, dated) in drafts.iter_mut().zip(dates) {
        let Some(dated) = dated else { continue };
        draft.said_on = dated.days.iso().map(|date| Said {
            tokens: found[dated.expression].tokens.clone(),
            date,
        });
        if draft.said_on.is_some() {
            draft.why.push(dated.why);
        }
    }
}
