//! What Citron (<https://github.com/bbc/citron>) writes and is trained on: one document, JSON.
//!
//! Both of its forms are read. Where a quote has `coreferences`, the extractor writes the names that pronouns stand for into `sources`
//! and the pronouns into `coreferences`; its annotation format has them the other way round. Whichever stands nearer the cue is taken
//! as the source as printed, the others as the speakers' names.

use super::draft::{Draft, Range, Sheet};
use super::{ImportError, Imported, name_of, text_of};
use onrecord_record::{Speaker, SpeakerType};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::path::Path;

#[derive(Deserialize)]
struct Document<'j> {
    text: Option<String>,
    #[serde(borrow, default)]
    quotes: Vec<&'j RawValue>,
}

#[derive(Deserialize)]
struct Quote {
    cue: Option<Place>,
    #[serde(default)]
    sources: Option<Vec<Place>>,
    #[serde(default)]
    contents: Option<Vec<Place>>,
    #[serde(default)]
    coreferences: Option<Vec<Place>>,
    #[serde(default)]
    confidence: Value,
    #[serde(default)]
    id: Value,
}

#[derive(Deserialize)]
struct Place {
    start: u64,
    end: u64,
    text: Option<String>,
}

/// Reads a file of Citron's; see [`citron`].
///
/// # Errors
/// [`ImportError`].
pub fn citron_file(
    path: &Path,
    text: Option<&str>,
    speakers: Option<SpeakerType>,
) -> Result<Imported, ImportError> {
    citron(path, &text_of(path)?, text, speakers)
}

/// Reads a document of Citron's. The extractor leaves the text out of its answer: then it is to be handed in. `speakers`: what the
/// named sources are taken for, which Citron does not tell; without it they are named among the reasons only. `path` names the file in
/// errors.
///
/// # Errors
/// [`ImportError`], naming the line on which the quote begins.
pub fn citron(
    path: &Path,
    json: &str,
    text: Option<&str>,
    speakers: Option<SpeakerType>,
) -> Result<Imported, ImportError> {
    let failed = |line: usize, error: serde_json::Error| ImportError::Syntax {
        path: path.to_owned(),
        line,
        problem: format!(
            "{error}; expected a document of Citron's as JSON, with quotes of cue, sources and contents"
        ),
    };
    let document: Document<'_> = serde_json::from_str(json).map_err(|error| failed(error.line(), error))?;
    let own = document.text.as_deref();
    if let (Some(own), Some(text)) = (own, text)
        && own != text
    {
        return Err(ImportError::Syntax {
            path: path.to_owned(),
            line: 1,
            problem: "its text is not the one that was handed in; leave that out, or hand in the same"
                .to_owned(),
        });
    }
    let Some(text) = own.or(text) else {
        return Err(ImportError::NoText {
            path: path.to_owned(),
            expected: "a key \"text\" in it, or the text handed in beside it".to_owned(),
        });
    };
    let sheet = Sheet::new(path, text);
    let mut drafts = Vec::with_capacity(document.quotes.len());
    let (mut line, mut seen) = (1, 0);
    for (number, raw) in document.quotes.iter().enumerate() {
        let at = (raw.get().as_ptr() as usize).saturating_sub(json.as_ptr() as usize);
        line += json
            .as_bytes()
            .get(seen..at)
            .map_or(0, |ahead| ahead.iter().filter(|&&b| b == b'\n').count());
        seen = at.max(seen);
        let quote: Quote =
            serde_json::from_str(raw.get()).map_err(|error| failed(line + error.line() - 1, error))?;
        drafts.push(draft(&sheet, line, number, &quote, speakers)?);
    }
    sheet.record("Citron", name_of(path), drafts, Vec::new(), |_| {})
}

fn draft(
    sheet: &Sheet<'_>,
    line: usize,
    number: usize,
    quote: &Quote,
    speakers: Option<SpeakerType>,
) -> Result<Draft, ImportError> {
    let range = |field: String, place: &Place| -> Result<Range, ImportError> {
        let range = sheet.range(line, &field, place.start, place.end)?;
        if let Some(words) = &place.text {
            sheet.agree(line, &field, sheet.words(range), words)?;
        }
        Ok(range)
    };
    let ranges = |field: &str, places: &Option<Vec<Place>>| -> Result<Vec<Range>, ImportError> {
        let places = places.as_deref().unwrap_or(&[]).iter().enumerate();
        places
            .map(|(at, place)| range(format!("quotes[{number}].{field}[{at}]"), place))
            .collect()
    };
    let cue = quote
        .cue
        .as_ref()
        .map(|cue| range(format!("quotes[{number}].cue"), cue))
        .transpose()?;
    let mut content = ranges("contents", &quote.contents)?;
    content.sort_unstable();
    let (mut source, mut names) = (
        ranges("sources", &quote.sources)?,
        ranges("coreferences", &quote.coreferences)?,
    );
    let far = |ranges: &[Range]| {
        let at = cue.or(content.first().copied()).unwrap_or_default();
        let gap = |&(start, end): &Range| start.saturating_sub(at.1).max(at.0.saturating_sub(end));
        ranges.iter().map(gap).min().unwrap_or(u32::MAX)
    };
    if far(&names) < far(&source) {
        std::mem::swap(&mut source, &mut names);
    }
    let confidence = match &quote.confidence {
        Value::Number(number) => number.as_f64(),
        Value::String(digits) => digits.parse().ok(),
        _ => None,
    };
    let confidence = confidence.map(|value| value as f32);
    let named = names.iter().map(|&name| sheet.words(name).to_owned());
    let speaker = |name: String| Speaker {
        person: None,
        name: Some(name),
        kind: speakers.unwrap_or(SpeakerType::Unnamed),
        role: None,
        org: None,
        confidence: confidence.unwrap_or(1.0),
        open: false,
    };
    Ok(Draft {
        id: quote.id.as_str().map(str::to_owned),
        content,
        cue: cue.into_iter().collect(),
        why: named
            .clone()
            .map(|name| format!("Citron names the source {name}"))
            .collect(),
        speakers: if speakers.is_some() {
            named.map(speaker).collect()
        } else {
            Vec::new()
        },
        source,
        confidence,
        ..Draft::default()
    })
}
