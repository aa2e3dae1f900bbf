//! Predictions made from gold.

#![allow(dead_code)] // each test uses a part

use onrecord_eval::gold::{Extent, GoldArticle, GoldStatement};
use onrecord_record::{
    ArticleRecord, ByteIndex, EngineInfo, Kind, Mode, SaidOn, Span, Speaker, SpeakerType, Statement, Via,
};

pub(crate) fn spans(text: &str, extents: &[Extent]) -> Vec<Span> {
    let index = ByteIndex::new(text);
    extents
        .iter()
        .filter_map(|extent| index.span(extent.start, extent.end))
        .collect()
}

fn somewhere(words: &str) -> Span {
    Span {
        start: 0,
        end: 1,
        text: words.to_owned(),
    }
}

/// The prediction that agrees with a gold statement in everything.
pub(crate) fn statement(text: &str, gold: &GoldStatement) -> Statement {
    let speaker = |s: &onrecord_eval::gold::GoldSpeaker| Speaker {
        person: None,
        name: s.name.clone(),
        kind: s.kind.unwrap_or(SpeakerType::Unnamed),
        role: s.role.clone(),
        org: s.org.clone(),
        confidence: 1.0,
        open: false,
    };
    let via = |name: &String| Via {
        name: name.clone(),
        kind: SpeakerType::Organization,
        start: 0,
        end: 1,
        text: name.clone(),
    };
    Statement {
        id: gold.id.clone(),
        kind: Kind::Indirect,
        mode: gold.mode.unwrap_or(Mode::Said),
        content: spans(text, &gold.content),
        cue: spans(text, &gold.cue),
        source: spans(text, &gold.source),
        speakers: gold.speakers.iter().map(speaker).collect(),
        candidates: Vec::new(),
        addressee: gold.addressee.as_deref().map(somewhere),
        medium: gold.medium.as_deref().map(somewhere),
        event: gold.event.as_deref().map(somewhere),
        event_id: None,
        via: gold.via.iter().map(via).collect(),
        parent: gold.parent.clone(),
        said_on: gold.said_date.clone().map(|date| SaidOn {
            date,
            start: 0,
            end: 1,
            text: String::new(),
        }),
        same_as: Vec::new(),
        confidence: 0.9,
        why: Vec::new(),
    }
}

/// A record that agrees with gold in everything.
pub(crate) fn record(gold: &GoldArticle) -> ArticleRecord {
    let engine = EngineInfo {
        version: "0".to_owned(),
        model: "gold".to_owned(),
    };
    let mut record = ArticleRecord::new(engine, gold.text.as_str());
    record.statements = gold.statements.iter().map(|s| statement(&gold.text, s)).collect();
    record
}
