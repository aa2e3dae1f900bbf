//! What can go wrong with a record.

use onrecord_record::GateError;
use std::path::PathBuf;

/// Why something could not be done with a record.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no file.
    #[error("{path}: there is no record here; `onrecord add --record {path} …` makes one")]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The file is no record.
    #[error("{path}: this is not a record of Onrecord ({detail}); name another file")]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        detail: String,
    },
    /// The file was written by a newer program.
    #[error(
        "{path}: the record has schema version {found}, and this program knows up to {known}; use a newer program"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The version that the file says.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// Another process is writing.
    #[error("{path}: another process is writing to the record; try again when it is done")]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// The disk is full.
    #[error("{path}: no room is left to write to; what was committed before is kept: make room, and go on")]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The system does not read or write the file.
    #[error(
        "{path}: the file cannot be read or written ({detail}); what was committed before is kept: look at the disk, its room and the rights to the folder, and go on"
    )]
    Device {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        detail: String,
    },
    /// The file's pages are not as SQLite left them.
    #[error(
        "{path}: the file is damaged ({detail}); `onrecord verify` lists what is wrong; go back to a backup that verifies"
    )]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        detail: String,
    },
    /// SQLite says that it cannot be done.
    #[error("{path}: SQLite cannot do what it was asked to")]
    Database {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// What is stored breaks a promise of the record.
    #[error("{place}: {problem}; `onrecord verify` lists everything that is wrong")]
    Damaged {
        /// The article, statement or row.
        place: String,
        /// What is wrong.
        problem: String,
    },
    /// A record that is read back does not pass the gate.
    #[error(
        "{place}: what is stored breaks a promise of the record; `onrecord verify` lists everything that is wrong"
    )]
    Refused {
        /// The article and version.
        place: String,
        /// The promise that it breaks.
        source: Box<GateError>,
    },
    /// Nothing goes by that name.
    #[error("{what}: nothing in this record goes by that; {remedy}")]
    Unknown {
        /// What was asked for.
        what: String,
        /// How to find what there is.
        remedy: &'static str,
    },
    /// What is asked for contradicts what is there.
    #[error("{what}: {problem}")]
    Conflict {
        /// What was asked for.
        what: String,
        /// Why it cannot be.
        problem: String,
    },
    /// Lists that cannot be applied: everything that is wrong with them.
    #[error(transparent)]
    Lists(#[from] onrecord_lists::ListErrors),
    /// A file beside the record could not be read or written.
    #[error("{path}: the file cannot be read or written")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

impl StoreError {
    /// What SQLite says of the record at `path`.
    pub(crate) fn of(path: &std::path::Path) -> impl Fn(rusqlite::Error) -> Self {
        move |source| {
            let path = path.to_owned();
            match source.sqlite_error_code() {
                Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
                    Self::Busy { path }
                }
                Some(rusqlite::ErrorCode::DiskFull) => Self::Full { path },
                Some(rusqlite::ErrorCode::NotADatabase) => Self::Foreign {
                    path,
                    detail: "no SQLite file".to_owned(),
                },
                Some(
                    rusqlite::ErrorCode::SystemIoFailure
                    | rusqlite::ErrorCode::CannotOpen
                    | rusqlite::ErrorCode::ReadOnly
                    | rusqlite::ErrorCode::PermissionDenied,
                ) => Self::Device {
                    path,
                    detail: source.to_string(),
                },
                Some(rusqlite::ErrorCode::DatabaseCorrupt) => Self::Corrupt {
                    path,
                    detail: source.to_string(),
                },
                _ => Self::Database { path, source },
            }
        }
    }
}
