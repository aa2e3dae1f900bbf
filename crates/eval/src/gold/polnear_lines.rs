//! PolNeAR as JSON Lines, one article a line.

use super::{GoldError, PolnearArticle, first_bad};
use onrecord_record::ByteIndex;
use std::path::Path;

/// Loads a file of PolNeAR articles: one JSON object a line with `doc`, `text` and `attributions`; other fields are
/// not looked at, blank lines are passed over.
///
/// # Errors
/// [`GoldError`], naming the file, the line and the field. Nothing is loaded in part.
pub fn load_polnear(path: &Path) -> Result<Vec<PolnearArticle>, GoldError> {
    let lines = std::fs::read_to_string(path).map_err(|source| GoldError::Read {
        path: path.to_owned(),
        source,
    })?;
    parse_polnear(&lines, path)
}

/// The same from lines already read; `path` only names them in errors.
///
/// # Errors
/// As [`load_polnear`].
pub fn parse_polnear(lines: &str, path: &Path) -> Result<Vec<PolnearArticle>, GoldError> {
    let mut articles = Vec::new();
    for (i, line) in lines
        .split('\n')
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let number = Some(i + 1);
        let article: PolnearArticle = serde_json::from_str(line).map_err(|source| GoldError::Form {
            path: path.to_owned(),
            line: number,
            source,
        })?;
        check(path, number, &article)?;
        articles.push(article);
    }
    if articles.is_empty() {
        return Err(GoldError::Empty {
            path: path.to_owned(),
            expected: "one article a line, as JSON",
        });
    }
    Ok(articles)
}

fn check(path: &Path, line: Option<usize>, article: &PolnearArticle) -> Result<(), GoldError> {
    let len = ByteIndex::new(&article.text).len();
    for (number, attribution) in article.attributions.iter().enumerate() {
        for (name, extents) in [
            ("source", &attribution.source),
            ("cue", &attribution.cue),
            ("content", &attribution.content),
        ] {
            if let Some((i, extent)) = first_bad(extents, len) {
                return Err(GoldError::Span {
                    path: path.to_owned(),
                    line,
                    field: format!("attributions[{number}].{name}[{i}]"),
                    start: extent.start,
                    end: extent.end,
                    len,
                });
            }
        }
    }
    Ok(())
}
