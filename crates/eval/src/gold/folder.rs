//! A folder of Onrecord's own gold: `DOC.txt` with `DOC.json`.

use super::{GoldArticle, GoldError, GoldStatement, first_bad};
use onrecord_record::{ByteIndex, text_sha256};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

#[derive(Deserialize)]
struct Annotation {
    #[serde(default)]
    sha256: Option<String>,
    statements: Vec<GoldStatement>,
}

/// Loads every `DOC.json` of a folder with the `DOC.txt` beside it, sorted by name; `SOURCES.json` is left out.
///
/// # Errors
/// [`GoldError`], naming the file and the field. Nothing is loaded in part.
pub fn load_folder(folder: &Path) -> Result<Vec<GoldArticle>, GoldError> {
    let read_error = |source| GoldError::Read {
        path: folder.to_owned(),
        source,
    };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(read_error)? {
        let path = entry.map_err(read_error)?.path();
        let is_gold = path.extension().is_some_and(|ending| ending == "json")
            && path.file_name().is_some_and(|name| name != "SOURCES.json");
        if is_gold {
            names.push(path);
        }
    }
    if names.is_empty() {
        return Err(GoldError::Empty {
            path: folder.to_owned(),
            expected: "DOC.json files, each with its DOC.txt",
        });
    }
    names.sort();
    names.iter().map(|path| load(path)).collect()
}

fn load(path: &Path) -> Result<GoldArticle, GoldError> {
    let read = |path: &Path| {
        std::fs::read_to_string(path).map_err(|source| GoldError::Read {
            path: path.to_owned(),
            source,
        })
    };
    let annotation: Annotation = serde_json::from_str(&read(path)?).map_err(|source| GoldError::Form {
        path: path.to_owned(),
        line: None,
        source,
    })?;
    let text_path = path.with_extension("txt");
    let text = read(&text_path)?;
    if let Some(expected) = annotation.sha256 {
        let found = text_sha256(&text);
        if !found.eq_ignore_ascii_case(&expected) {
            return Err(GoldError::OtherText {
                path: text_path,
                expected,
                found,
            });
        }
    }
    check(path, &text, &annotation.statements)?;
    let doc = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    Ok(GoldArticle {
        doc,
        text,
        statements: annotation.statements,
    })
}

fn check(path: &Path, text: &str, statements: &[GoldStatement]) -> Result<(), GoldError> {
    let len = ByteIndex::new(text).len();
    let mut ids = BTreeSet::new();
    for (i, statement) in statements.iter().enumerate() {
        if !ids.insert(statement.id.as_str()) {
            return Err(GoldError::Reference {
                path: path.to_owned(),
                field: format!("statements[{i}].id"),
                id: statement.id.clone(),
                problem: "given twice; ids must be unique in a document",
            });
        }
    }
    for statement in statements {
        for (name, extents) in [
            ("content", &statement.content),
            ("cue", &statement.cue),
            ("source", &statement.source),
        ] {
            if let Some((i, extent)) = first_bad(extents, len) {
                return Err(GoldError::Span {
                    path: path.to_owned(),
                    line: None,
                    field: format!("{}.{name}[{i}]", statement.id),
                    start: extent.start,
                    end: extent.end,
                    len,
                });
            }
        }
        if let Some(parent) = statement
            .parent
            .as_ref()
            .filter(|parent| !ids.contains(parent.as_str()))
        {
            return Err(GoldError::Reference {
                path: path.to_owned(),
                field: format!("{}.parent", statement.id),
                id: parent.clone(),
                problem: "no statement has that id; name one of this document or null",
            });
        }
    }
    Ok(())
}
