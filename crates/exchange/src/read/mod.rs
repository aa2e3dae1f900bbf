//! Records from what other tools have annotated: brat folders, PolNeAR, Citron.
//!
//! All of them count offsets in characters, which here are Unicode code points. Offsets that do not fit the text, and words that are
//! not the text's, are errors that name the file and the line; nothing is read in part.
//!
//! ```
//! use onrecord_exchange::read;
//! use std::path::Path;
//! let text = "Rain is expected, the harbour master said.";
//! let annotations = "T1\tSource 18 36\tthe harbour master\nT2\tCue 37 41\tsaid\nT3\tContent 0 16\tRain is expected\n\
//!                    T4\tAttribution 37 41\tsaid\nE1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n";
//! let imported = read::brat(Path::new("rain.ann"), text, annotations)?;
//! assert_eq!(imported.record.statements[0].content[0].text, "Rain is expected");
//! # Ok::<(), read::ImportError>(())
//! ```
//!
//! What others do not tell is not made up: without a speaker there is none, a mode that is not given is `said` (and a note says so), whether
//! a statement is direct is told from the quotation marks around its content.

mod brat;
mod citron;
mod draft;
mod error;
mod polnear;

pub use brat::{brat, brat_folder};
pub use citron::{citron, citron_file};
pub use error::ImportError;
pub use polnear::{polnear, polnear_file};

use onrecord_record::CheckedRecord;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// A larger file, in bytes, is refused.
pub const LARGEST: u64 = 256 << 20;

/// An article with the statements that others found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The name of the document.
    pub name: String,
    /// The record; its engine is named after the format that it came from.
    pub record: CheckedRecord,
    /// What should be known: annotations that were not taken over, values that were not given.
    pub notes: Vec<String>,
}

/// All of a file that is no larger than [`LARGEST`] and holds UTF-8.
fn text_of(path: &Path) -> Result<String, ImportError> {
    let failed = |source| ImportError::Read {
        path: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        return Err(ImportError::TooLarge {
            path: path.to_owned(),
            limit: LARGEST,
        });
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error
            .as_bytes()
            .iter()
            .take(valid)
            .filter(|&&b| b == b'\n')
            .count()
            + 1;
        ImportError::Syntax {
            path: path.to_owned(),
            line,
            problem: "this is no UTF-8; write the file in UTF-8".to_owned(),
        }
    })
}

/// The name of a document: that of its file, without ending.
fn name_of(path: &Path) -> String {
    path.file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}
