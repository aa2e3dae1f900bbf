//! Speakers, in words.

use onrecord_record::{Mode, Speaker, SpeakerType, Statement};

/// Who stands behind a statement, as it is put in a heading.
pub(crate) struct Who {
    /// Name, or the words the text uses.
    pub(crate) name: String,
    /// Role and body, or what kind of source it is; empty when there is nothing to add.
    pub(crate) detail: String,
    /// Who this is stays open; not the same as somebody whom the text leaves unnamed.
    pub(crate) open: bool,
}

/// What stands beside a speaker who stays open.
pub(crate) const OPEN: &str = "speaker left open";

/// The speakers of a statement, or what the text gives in their place.
pub(crate) fn who(statement: &Statement) -> Vec<Who> {
    let printed = words(&statement.source);
    let who = |name: String, detail: String, open| Who { name, detail, open };
    if statement.speakers.is_empty() {
        return vec![match (printed.is_empty(), statement.candidates.is_empty()) {
            (true, true) => who("No source given".to_owned(), String::new(), false),
            (true, false) => who("Somebody".to_owned(), String::new(), true),
            (false, true) => who(printed, "not identified".to_owned(), false),
            (false, false) => who(printed, String::new(), true),
        }];
    }
    let alone = statement.speakers.len() == 1;
    let of = |speaker: &Speaker| match &speaker.name {
        Some(name) if !speaker.open => who(name.clone(), role(speaker), false),
        _ => {
            let name = if alone && !printed.is_empty() {
                printed.clone()
            } else if speaker.open {
                "Somebody".to_owned()
            } else {
                format!("A source ({})", kind(speaker.kind))
            };
            let (role, kind) = (role(speaker), kind(speaker.kind));
            let detail = if speaker.open {
                role
            } else if role.is_empty() && speaker.kind != SpeakerType::Unnamed {
                format!("{kind}, unnamed in the text")
            } else if role.is_empty() {
                "unnamed in the text".to_owned()
            } else {
                format!("{role}, unnamed in the text")
            };
            who(name, detail, speaker.open)
        }
    };
    statement.speakers.iter().map(of).collect()
}

/// Whether somebody speaks who stays open.
pub(crate) fn is_open(statement: &Statement) -> bool {
    if statement.speakers.is_empty() {
        !statement.candidates.is_empty()
    } else {
        statement.speakers.iter().any(|speaker| speaker.open)
    }
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
        SpeakerType::Unnamed => "somebody",
    }
}

/// A candidate's name.
pub(crate) fn candidate(speaker: &Speaker) -> &str {
    speaker.name.as_deref().unwrap_or(kind(speaker.kind))
}

/// A candidate's score.
pub(crate) fn score(speaker: &Speaker) -> String {
    format!("{:.2}", speaker.confidence)
}

/// What the list of candidates is called.
pub(crate) fn candidates_label(statement: &Statement) -> &'static str {
    if is_open(statement) { "one of" } else { "could be" }
}

/// The people it could be, with their scores: "Jane Doe (0.41), John Roe (0.38)".
pub(crate) fn candidates(statement: &Statement) -> String {
    let of = |speaker: &Speaker| format!("{} ({})", candidate(speaker), score(speaker));
    statement.candidates.iter().map(of).collect::<Vec<_>>().join(", ")
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
