//! Records written earlier, to be scored: a folder of `DOC.json`.

use onrecord_record::{ArticleRecord, SCHEMA};
use std::io;
use std::path::{Component, Path, PathBuf};

/// Why the record of a document cannot be scored.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PredictionError {
    /// There is no file.
    #[error("{}: no such file; it counts as a record in which nothing was found", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be read.
    #[error("{}: cannot be read: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file does not hold one record.
    #[error(
        "{}: {source}; expected one object of the form that `onrecord read DOC.txt --format json` prints",
        path.display()
    )]
    Form {
        /// The file.
        path: PathBuf,
        /// What is wrong, and in which line and column.
        source: serde_json::Error,
    },
    /// The record is of another version of the form.
    #[error(
        "{}: schema is {found:?}, expected {SCHEMA:?}; read the text again with this version of the program",
        path.display()
    )]
    Schema {
        /// The file.
        path: PathBuf,
        /// The version found.
        found: String,
    },
    /// A document's name would lead out of the folder.
    #[error("{doc:?} is no name of a file; rename the document in the gold")]
    Name {
        /// The document.
        doc: String,
    },
}

/// Loads the record of the document `doc` from `folder`.
///
/// That its spans are slices of its text is not checked: other systems' records are scored as they are.
///
/// # Errors
/// [`PredictionError`], naming the file, the place and the remedy.
pub fn load_prediction(folder: &Path, doc: &str) -> Result<ArticleRecord, PredictionError> {
    let file = format!("{doc}.json");
    let mut parts = Path::new(&file).components();
    if !matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None)) {
        return Err(PredictionError::Name { doc: doc.to_owned() });
    }
    let path = folder.join(file);
    let json = match std::fs::read_to_string(&path) {
        Ok(json) => json,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(PredictionError::Missing { path });
        }
        Err(source) => return Err(PredictionError::Read { path, source }),
    };
    let record: ArticleRecord = match serde_json::from_str(&json) {
        Ok(record) => record,
        Err(source) => return Err(PredictionError::Form { path, source }),
    };
    if record.schema != SCHEMA {
        let found = record.schema;
        return Err(PredictionError::Schema { path, found });
    }
    Ok(record)
}
