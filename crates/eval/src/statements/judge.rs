//! Field by field, whether a matched prediction agrees with gold; the reference scorer's rules.

use super::names::{named, same_name, share_word, words};
use crate::code_points::CodePoints;
use crate::gold::{GoldSpeaker, GoldStatement};
use onrecord_record::{Speaker, Statement};
use serde::Serialize;
use std::collections::BTreeMap;

/// What is judged on matched pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// As many speakers, each the same body or person.
    Speaker,
    /// The same, where gold names a person.
    NamedPerson,
    /// The printed source spans overlap, or both are empty.
    Source,
    /// The printed cue spans overlap, where gold has a cue.
    Cue,
    /// The role of each gold speaker that has one shares a word with the predicted one.
    Role,
    /// The same mode.
    Mode,
    /// The whole reporting chain agrees hop by hop, where either has one.
    Chain,
    /// The parents are a matched pair, where either has one.
    Parent,
    /// The occasion shares a word, where gold has one.
    Event,
    /// The addressee shares a word, where gold has one.
    Addressee,
    /// The same date, where gold has one.
    SaidOn,
}

impl Field {
    /// All of them, in printing order.
    pub const ALL: [Self; 11] = [
        Self::Speaker,
        Self::NamedPerson,
        Self::Source,
        Self::Cue,
        Self::Role,
        Self::Mode,
        Self::Chain,
        Self::Parent,
        Self::Event,
        Self::Addressee,
        Self::SaidOn,
    ];

    /// The words that reports print.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::NamedPerson => "speaker, named person",
            Self::Source => "source",
            Self::Cue => "cue",
            Self::Role => "role",
            Self::Mode => "mode",
            Self::Chain => "chain",
            Self::Parent => "parent",
            Self::Event => "event",
            Self::Addressee => "addressee",
            Self::SaidOn => "said_on",
        }
    }
}

/// Two lists of statements and which of them match.
pub(crate) struct Document<'d> {
    gold: &'d [GoldStatement],
    predicted: &'d [Statement],
    gold_by_id: BTreeMap<&'d str, usize>,
    predicted_by_id: BTreeMap<&'d str, usize>,
    /// Of each gold statement, the prediction that finds it.
    found_by: Vec<Option<usize>>,
}

impl<'d> Document<'d> {
    pub(crate) fn new(
        gold: &'d [GoldStatement],
        predicted: &'d [Statement],
        pairs: impl Iterator<Item = (usize, usize)>,
    ) -> Self {
        let mut found_by = vec![None; gold.len()];
        for (i, j) in pairs {
            if let Some(slot) = found_by.get_mut(i) {
                *slot = Some(j);
            }
        }
        Self {
            gold,
            predicted,
            gold_by_id: gold.iter().enumerate().map(|(i, s)| (s.id.as_str(), i)).collect(),
            predicted_by_id: predicted
                .iter()
                .enumerate()
                .map(|(j, s)| (s.id.as_str(), j))
                .collect(),
            found_by,
        }
    }

    /// The fields that can be judged on a matched pair, and whether they agree.
    pub(crate) fn judge(&self, a: &GoldStatement, b: &Statement) -> Vec<(Field, bool)> {
        let mut out = Vec::with_capacity(Field::ALL.len());
        let speaker = speakers_ok(&a.speakers, &b.speakers)
            || a.alt_speakers
                .as_ref()
                .is_some_and(|other| speakers_ok(other, &b.speakers));
        out.push((Field::Speaker, speaker));
        let is_named_person = |s: &GoldSpeaker| {
            named(s.name.as_deref()).is_some() && s.kind == Some(onrecord_record::SpeakerType::Person)
        };
        if a.speakers.iter().any(is_named_person) {
            out.push((Field::NamedPerson, speaker));
        }
        let (source, predicted) = (CodePoints::from(a.source.as_slice()), CodePoints::of(&b.source));
        let agree = if source.is_empty() {
            predicted.is_empty()
        } else {
            source.overlaps(&predicted)
        };
        out.push((Field::Source, agree));
        if !a.cue.is_empty() {
            let agree = CodePoints::from(a.cue.as_slice()).overlaps(&CodePoints::of(&b.cue));
            out.push((Field::Cue, agree));
        }
        if a.speakers.iter().any(|s| named(s.role.as_deref()).is_some()) {
            out.push((Field::Role, roles_ok(&a.speakers, &b.speakers)));
        }
        if let Some(mode) = a.mode {
            out.push((Field::Mode, mode == b.mode));
        }
        let (gold, predicted) = (self.gold_chain(a), self.predicted_chain(b));
        if !gold.is_empty() || !predicted.is_empty() {
            let agree =
                gold.len() == predicted.len() && gold.iter().zip(&predicted).all(|(x, y)| share_word(x, y));
            out.push((Field::Chain, agree));
        }
        let (gold, predicted) = (named(a.parent.as_deref()), named(b.parent.as_deref()));
        if gold.is_some() || predicted.is_some() {
            let expected = gold
                .and_then(|id| self.gold_by_id.get(id))
                .and_then(|&i| self.found_by.get(i).copied()?);
            let found = predicted.and_then(|id| self.predicted_by_id.get(id).copied());
            out.push((Field::Parent, expected.is_some() && expected == found));
        }
        for (field, gold, predicted) in [
            (Field::Event, &a.event, &b.event),
            (Field::Addressee, &a.addressee, &b.addressee),
        ] {
            if let Some(gold) = named(gold.as_deref()) {
                let agree = predicted
                    .as_ref()
                    .is_some_and(|span| share_word(gold, &span.text));
                out.push((field, agree));
            }
        }
        if let Some(date) = named(a.said_date.as_deref()) {
            out.push((
                Field::SaidOn,
                b.said_on.as_ref().is_some_and(|said| said.date == date),
            ));
        }
        out
    }

    /// Who passed a gold statement on, outermost first.
    pub(crate) fn gold_chain(&self, s: &GoldStatement) -> Vec<String> {
        let up = |s: &GoldStatement| self.gold.get(*self.gold_by_id.get(s.parent.as_deref()?)?);
        let ancestors = ancestors(s, up);
        chain(
            &ancestors,
            |s| s.via.clone(),
            |s| {
                let name = |x: &GoldSpeaker| match (named(x.name.as_deref()), x.kind) {
                    (Some(name), _) => name.to_owned(),
                    (None, kind) => kind.map(|kind| kind.as_str().to_owned()).unwrap_or_default(),
                };
                s.speakers.iter().map(name).collect()
            },
        )
    }

    /// Who passed a predicted statement on, outermost first.
    pub(crate) fn predicted_chain(&self, s: &Statement) -> Vec<String> {
        let up = |s: &Statement| {
            self.predicted
                .get(*self.predicted_by_id.get(s.parent.as_deref()?)?)
        };
        let ancestors = ancestors(s, up);
        let via = |s: &Statement| {
            s.via
                .iter()
                .map(|via| named(Some(&via.name)).unwrap_or(&via.text).to_owned())
                .collect()
        };
        chain(&ancestors, via, |s| {
            s.speakers
                .iter()
                .map(|x| named(x.name.as_deref()).unwrap_or(x.kind.as_str()).to_owned())
                .collect()
        })
    }
}

/// The statement and up to nine ancestors, itself first.
fn ancestors<'s, S>(s: &'s S, up: impl Fn(&S) -> Option<&'s S>) -> Vec<&'s S>
where
    S: 's,
{
    let mut line = vec![s];
    let mut next = up(s);
    while let Some(parent) = next.filter(|_| line.len() <= 9) {
        line.push(parent);
        next = up(parent);
    }
    line
}

/// From the outermost ancestor inwards: its own `via`, then its speakers; of the statement itself only the `via`.
fn chain<S>(
    line: &[&S],
    via: impl Fn(&S) -> Vec<String>,
    speakers: impl Fn(&S) -> Vec<String>,
) -> Vec<String> {
    let mut out = Vec::new();
    for (depth, s) in line.iter().enumerate().rev() {
        out.extend(via(s));
        if depth > 0 {
            out.extend(speakers(s));
        }
    }
    out
}

fn speakers_ok(gold: &[GoldSpeaker], predicted: &[Speaker]) -> bool {
    if gold.iter().all(|s| named(s.name.as_deref()).is_none()) {
        return predicted.iter().all(|s| named(s.name.as_deref()).is_none());
    }
    if gold.len() != predicted.len() {
        return false;
    }
    let mut left: Vec<&Speaker> = predicted.iter().collect();
    for s in gold {
        let hit = left
            .iter()
            .position(|p| same_name(s.name.as_deref(), p.name.as_deref(), s.kind));
        match hit {
            Some(i) => left.remove(i),
            None => return false,
        };
    }
    true
}

fn roles_ok(gold: &[GoldSpeaker], predicted: &[Speaker]) -> bool {
    gold.iter().all(|s| {
        let Some(role) = named(s.role.as_deref()) else {
            return true;
        };
        let same = predicted
            .iter()
            .find(|p| same_name(s.name.as_deref(), p.name.as_deref(), s.kind));
        let wanted = words(role);
        same.and_then(|p| p.role.as_deref())
            .is_some_and(|role| words(role).iter().any(|word| wanted.contains(word)))
    })
}
