//! Our own notes: what marks do not tell.

use super::lines::Note;
use crate::read::ImportError;
use crate::read::draft::{Draft, Range, Sheet};
use crate::standoff::lines_of;
use onrecord_record::{SaidOn, Speaker, SpeakerType, Via};
use serde::Deserialize;

/// A statement without its words, as it stood when it was exported.
#[derive(Deserialize)]
struct Own {
    id: String,
    #[serde(default)]
    content: Vec<Place>,
    #[serde(default)]
    cue: Vec<Place>,
    #[serde(default)]
    source: Vec<Place>,
    addressee: Option<Place>,
    medium: Option<Place>,
    event: Option<Place>,
    #[serde(default)]
    speakers: Vec<Speaker>,
    #[serde(default)]
    candidates: Vec<Speaker>,
    #[serde(default)]
    via: Vec<OwnVia>,
    said_on: Option<OwnDate>,
    #[serde(default)]
    same_as: Vec<String>,
    confidence: f32,
    #[serde(default)]
    why: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
struct Place {
    start: u32,
    end: u32,
}

#[derive(Deserialize)]
struct OwnVia {
    name: String,
    #[serde(rename = "type")]
    kind: SpeakerType,
    #[serde(flatten)]
    place: Place,
}

#[derive(Deserialize)]
struct OwnDate {
    date: String,
    #[serde(flatten)]
    place: Place,
}

/// Completes a draft. Where the marks are still those of the note, the note tells which fragments were one, and in which order they stood.
pub(super) fn complete(
    sheet: &Sheet<'_>,
    note: &Note<'_>,
    draft: &mut Draft,
    via: &[Range],
    time: Option<Range>,
) -> Result<(), ImportError> {
    let own: Own = serde_json::from_str(note.words).map_err(|error| ImportError::Syntax {
        path: sheet.path.to_owned(),
        line: note.line,
        problem: format!("this note was changed and cannot be read: {error}; delete the line, or restore it"),
    })?;
    let single = [own.addressee, own.medium, own.event].into_iter().flatten();
    let lists = [&own.content, &own.cue, &own.source]
        .into_iter()
        .flatten()
        .copied();
    let others = own
        .via
        .iter()
        .map(|via| via.place)
        .chain(own.said_on.iter().map(|said| said.place));
    for place in single.chain(lists).chain(others) {
        let end = place.end.min(sheet.index.len());
        sheet.spend(note.line, end.saturating_sub(place.start))?;
    }
    for (marks, places) in [
        (&mut draft.content, &own.content),
        (&mut draft.cue, &own.cue),
        (&mut draft.source, &own.source),
    ] {
        if let Some(ranges) = unchanged(sheet, marks, places) {
            *marks = ranges;
        }
    }
    for (mark, place) in [
        (&mut draft.addressee, own.addressee),
        (&mut draft.medium, own.medium),
        (&mut draft.event, own.event),
    ] {
        // A mark's hull may lack line ends at its rims.
        if let (Some(range), Some(place)) = (*mark, place)
            && hull(sheet, place) == Some(range)
        {
            *mark = Some((place.start, place.end));
        }
    }
    let places: Vec<Place> = own.via.iter().map(|via| via.place).collect();
    if unchanged(sheet, via, &places).is_some() {
        draft.via = own
            .via
            .into_iter()
            .map(|via| Via {
                name: via.name,
                kind: via.kind,
                start: via.place.start,
                end: via.place.end,
                text: sheet.words((via.place.start, via.place.end)).to_owned(),
            })
            .collect();
    }
    draft.said_on = own
        .said_on
        .filter(|said| time.is_some() && hull(sheet, said.place) == time)
        .map(|said| SaidOn {
            date: said.date,
            start: said.place.start,
            end: said.place.end,
            text: sheet.words((said.place.start, said.place.end)).to_owned(),
        });
    draft.id = Some(own.id);
    draft.speakers = own.speakers;
    draft.candidates = own.candidates;
    draft.same_as = own.same_as;
    draft.confidence = Some(own.confidence);
    draft.why = own.why;
    Ok(())
}

/// The note's places, when the marks are what became of them.
fn unchanged(sheet: &Sheet<'_>, marks: &[Range], places: &[Place]) -> Option<Vec<Range>> {
    let mut lines: Vec<Range> = places
        .iter()
        .flat_map(|place| lines_of(&sheet.index, place.start, place.end))
        .collect();
    lines.sort_unstable();
    (lines == marks).then(|| places.iter().map(|place| (place.start, place.end)).collect())
}

/// From the first to the last line of a place.
fn hull(sheet: &Sheet<'_>, place: Place) -> Option<Range> {
    let lines = lines_of(&sheet.index, place.start, place.end);
    Some((lines.first()?.0, lines.last()?.1))
}
