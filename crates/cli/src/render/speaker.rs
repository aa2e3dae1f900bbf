//! Speakers, in words.

use onrecord_record::{Mode, Speaker, SpeakerType, Statement};

/// Who stands behind a statement, as it is put in a heading.
pub(crate) struct Who {
    /// Name, or the words the text uses.
    pub(crate) name: String,
    /// Role and body, or what kind of source it is; empty when there is nothing to add.
    pub(crate) detail: String,
}

/// The speakers of a statement, or what the text gives in their place.
pub(crate) fn who(statement: &Statement) -> Vec<Who> {
    let printed = words(&statement.source);
    if statement.speakers.is_empty() {
        let (name, detail) = match (printed.is_empty(), statement.candidates.is_empty()) {
            (true, true) => ("No source given".to_owned(), ""),
            (true, false) => ("Speaker open".to_owned(), ""),
            (false, true) => (printed, "not identified"),
            (false, false) => (printed, "open"),
        };
        return vec![Who {
            name,
            detail: detail.to_owned(),
        }];
    }
    let alone = statement.speakers.len() == 1;
    statement
        .speakers
        .iter()
        .map(|speaker| match &speaker.name {
            Some(name) => Who {
                name: name.clone(),
                detail: role(speaker),
            },
            None => {
                let kind = kind(speaker.kind);
                let detail = role(speaker);
                Who {
                    name: if alone && !printed.is_empty() {
                        printed.clone()
                    } else {
                        format!("A source ({kind})")
                    },
                    detail: if detail.is_empty() {
                        kind.to_owned()
                    } else {
                        detail
                    },
                }
            }
        })
        .collect()
}

/// Role and body as printed: "Deputy Governor, Chelyabinsk region".
pub(crate) fn role(speaker: &Speaker) -> String {
    [speaker.role.as_deref(), speaker.org.as_deref()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

/// What a source is that has no name.
pub(crate) fn kind(kind: SpeakerType) -> &'static str {
    match kind {
        SpeakerType::Person => "a person",
        SpeakerType::Organization => "a body",
        SpeakerType::Group => "a group",
        SpeakerType::Document => "a document",
        SpeakerType::Place => "a government",
        SpeakerType::Unnamed => "unnamed",
    }
}

/// The other people it could be, with their scores.
pub(crate) fn candidates(statement: &Statement) -> String {
    let of = |speaker: &Speaker| {
        let name = speaker
            .name
            .clone()
            .unwrap_or_else(|| kind(speaker.kind).to_owned());
        format!("{name} {}", percent(speaker.confidence))
    };
    statement
        .candidates
        .iter()
        .map(of)
        .collect::<Vec<_>>()
        .join(" or ")
}

/// A mode's name; `None` for what is plainly said.
pub(crate) fn mode(mode: Mode) -> Option<&'static str> {
    match mode {
        Mode::Said => None,
        Mode::Denied => Some("denied"),
        Mode::Declined => Some("declined to say"),
        Mode::Asked => Some("asked"),
        Mode::Promised => Some("promised"),
        Mode::Thought => Some("thought"),
        Mode::Hypothetical => Some("hypothetical"),
    }
}

/// Spans as printed, with an ellipsis where words of others stand between.
pub(crate) fn words(spans: &[onrecord_record::Span]) -> String {
    spans
        .iter()
        .map(|span| span.text.as_str())
        .collect::<Vec<_>>()
        .join(" … ")
}

/// Whether the printed source says something that the speakers' names do not.
pub(crate) fn printed_differs(statement: &Statement) -> bool {
    let printed = words(&statement.source);
    !printed.is_empty()
        && !statement.speakers.is_empty()
        && statement
            .speakers
            .iter()
            .all(|s| s.name.as_deref().is_some_and(|name| name != printed))
}

/// A probability in words for people.
pub(crate) fn percent(probability: f32) -> String {
    format!("{:.0} %", probability.clamp(0.0, 1.0) * 100.0)
}

/// `1 statement`, `2 statements`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
