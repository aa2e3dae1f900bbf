//! PolNeAR as JSON Lines: an article a line, with its attributions as three sets of spans.

use super::draft::{Draft, Range, Sheet};
use super::{ImportError, Imported, text_of};
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
struct Document {
    doc: String,
    text: String,
    #[serde(default)]
    publisher: Option<String>,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    attributions: Vec<Attribution>,
}

/// Half-open ranges of code points; null is as good as none.
#[derive(Deserialize)]
struct Attribution {
    #[serde(default)]
    source: Option<Vec<(u64, u64)>>,
    #[serde(default)]
    cue: Option<Vec<(u64, u64)>>,
    #[serde(default)]
    content: Option<Vec<(u64, u64)>>,
}

/// Reads a file of PolNeAR articles; see [`polnear`].
///
/// # Errors
/// [`ImportError`].
pub fn polnear_file(path: &Path) -> Result<Vec<Imported>, ImportError> {
    polnear(path, &text_of(path)?).collect()
}

/// Reads PolNeAR articles, one JSON object a line: `doc`, `text` and `attributions` with `source`, `cue` and `content` as lists of
/// `[start, end]`; `publisher`, `date` and `title` are taken over, other fields not looked at. `path` names the lines in errors.
///
/// # Errors
/// [`ImportError`], for each line that cannot be read.
pub fn polnear<'a>(
    path: &'a Path,
    lines: &'a str,
) -> impl Iterator<Item = Result<Imported, ImportError>> + 'a {
    let lines = lines
        .split('\n')
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    lines.map(move |(number, line)| article(path, number + 1, line))
}

fn article(path: &Path, line: usize, json: &str) -> Result<Imported, ImportError> {
    let document: Document = serde_json::from_str(json).map_err(|error| ImportError::Syntax {
        path: path.to_owned(),
        line,
        problem: format!("{error}; expected an article of PolNeAR as JSON, with doc, text and attributions"),
    })?;
    let sheet = Sheet::new(path, &document.text);
    let mut drafts = Vec::with_capacity(document.attributions.len());
    for (number, attribution) in document.attributions.iter().enumerate() {
        let ranges = |field: &str, list: &Option<Vec<(u64, u64)>>| -> Result<Vec<Range>, ImportError> {
            let list = list.as_deref().unwrap_or(&[]).iter().enumerate();
            list.map(|(at, &(start, end))| {
                sheet.range(line, &format!("attributions[{number}].{field}[{at}]"), start, end)
            })
            .collect()
        };
        let mut content = ranges("content", &attribution.content)?;
        content.sort_unstable();
        drafts.push(Draft {
            content,
            cue: ranges("cue", &attribution.cue)?,
            source: ranges("source", &attribution.source)?,
            ..Draft::default()
        });
    }
    sheet.record("PolNeAR", document.doc, drafts, Vec::new(), |article| {
        article.outlet = document.publisher;
        article.published = document.date;
        article.title = document.title;
        article.lang = Some("en".to_owned());
    })
}
