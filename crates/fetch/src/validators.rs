//! What was fetched in earlier runs, so that only what changed is fetched again.

use crate::outcome::Fetched;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use url::Url;

/// The version of the file's form.
const VERSION: u32 = 1;
/// The largest file that is read: some hundred thousand addresses.
const LARGEST: u64 = 256 << 20;
/// The longest value of a header that is kept.
const LONGEST: usize = 1024;

/// What a server said of its answer, to be said back when it is asked again (RFC 9110, 8.8).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validator {
    /// `ETag`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// `Last-Modified`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

/// Validators by address: that which answered, after all redirects. Kept in a file of JSON.
///
/// Whoever takes a result remembers it here once it is safely kept, so that what was lost on the way is fetched again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    by_address: BTreeMap<String, Validator>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    version: u32,
    addresses: BTreeMap<String, Validator>,
}

/// Why validators could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", .path.display())]
pub struct ValidatorsError {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub problem: ValidatorsProblem,
}

/// What is wrong with a file of validators.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ValidatorsProblem {
    /// The system could not read it.
    #[error("it could not be read: {0}")]
    Read(io::Error),
    /// The system could not write it.
    #[error("it could not be written: {0}")]
    Write(io::Error),
    /// It is too large to be one.
    #[error("it is larger than {LARGEST} bytes, which no file of validators is")]
    TooLarge,
    /// It is not what `save` writes.
    #[error("it is no file of validators: {0}")]
    Unreadable(serde_json::Error),
    /// Another version of the program wrote it.
    #[error("its version is {0}; this program reads version {VERSION}")]
    Version(u32),
}

impl ValidatorsError {
    /// What the user can do.
    pub fn remedy(&self) -> String {
        match self.problem {
            ValidatorsProblem::Read(_) => "check the path and its permissions",
            ValidatorsProblem::Write(_) => "check the disk, and that the folder may be written to",
            ValidatorsProblem::TooLarge | ValidatorsProblem::Unreadable(_) => {
                "check the path; without the file, everything is fetched anew"
            }
            ValidatorsProblem::Version(_) => "name another file; everything is fetched anew",
        }
        .to_owned()
    }
}

impl Validators {
    /// Reads a file that [`Validators::save`] wrote. A file that does not exist holds none.
    pub fn load(path: &Path) -> Result<Self, ValidatorsError> {
        let fail = |problem| ValidatorsError {
            path: path.to_owned(),
            problem,
        };
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(fail(ValidatorsProblem::Read(error))),
        };
        let mut bytes = Vec::new();
        file.take(LARGEST + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| fail(ValidatorsProblem::Read(error)))?;
        if bytes.len() as u64 > LARGEST {
            return Err(fail(ValidatorsProblem::TooLarge));
        }
        let stored: Stored =
            serde_json::from_slice(&bytes).map_err(|error| fail(ValidatorsProblem::Unreadable(error)))?;
        if stored.version != VERSION {
            return Err(fail(ValidatorsProblem::Version(stored.version)));
        }
        Ok(Self {
            by_address: stored.addresses,
        })
    }

    /// Writes the file: first beside it, then in its place, so that it is whole at any moment.
    pub fn save(&self, path: &Path) -> Result<(), ValidatorsError> {
        self.write(path).map_err(|error| ValidatorsError {
            path: path.to_owned(),
            problem: ValidatorsProblem::Write(error),
        })
    }

    fn write(&self, path: &Path) -> io::Result<()> {
        let name = path
            .file_name()
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "it names no file"))?;
        let mut beside = name.to_owned();
        beside.push(format!(".{}.new", std::process::id()));
        let beside = path.with_file_name(beside);
        let stored = Stored {
            version: VERSION,
            addresses: self.by_address.clone(),
        };
        let written = (|| {
            let mut file = File::create(&beside)?;
            let mut bytes = serde_json::to_vec_pretty(&stored)?;
            bytes.push(b'\n');
            file.write_all(&bytes)?;
            file.sync_all()?;
            fs::rename(&beside, path)
        })();
        if written.is_err() {
            // What is left of it is of no use; the first error is the one to tell.
            let _ = fs::remove_file(&beside);
        }
        written
    }

    /// What is known of an address.
    pub fn get(&self, address: &Url) -> Option<&Validator> {
        self.by_address.get(address.as_str())
    }

    /// Keeps what the answer says of itself, or forgets what was known if it says nothing.
    pub fn remember(&mut self, fetched: &Fetched) {
        let short = |value: &Option<String>| value.clone().filter(|v| v.len() <= LONGEST);
        let validator = Validator {
            etag: short(&fetched.etag),
            last_modified: short(&fetched.last_modified),
        };
        let address = fetched.address.as_str();
        if validator == Validator::default() {
            self.by_address.remove(address);
        } else {
            self.by_address.insert(address.to_owned(), validator);
        }
    }

    /// How many addresses are known.
    pub fn len(&self) -> usize {
        self.by_address.len()
    }

    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.by_address.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetched(etag: Option<&str>) -> Fetched {
        let url = Url::parse("https://paper.example/a?b").unwrap();
        Fetched {
            asked: url.clone(),
            address: url,
            status: 200,
            media_type: None,
            charset: None,
            bytes: Vec::new(),
            fetched: "2026-01-01T00:00:00Z".to_owned(),
            etag: etag.map(str::to_owned),
            last_modified: None,
            notes: Vec::new(),
        }
    }

    #[test]
    fn what_is_saved_is_loaded() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("seen.json");
        assert!(Validators::load(&path).unwrap().is_empty());
        let mut validators = Validators::default();
        validators.remember(&fetched(Some("W/\"1\"")));
        validators.save(&path).unwrap();
        validators.save(&path).unwrap();
        assert_eq!(Validators::load(&path).unwrap(), validators);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        validators.remember(&fetched(None));
        assert!(validators.is_empty());
        validators.remember(&fetched(Some(&"x".repeat(2000))));
        assert!(validators.is_empty());
    }

    #[test]
    fn other_files_are_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("seen.json");
        for (content, problem) in [
            (
                "",
                "it is no file of validators: EOF while parsing a value at line 1 column 0",
            ),
            (
                "{\"version\":1,\"addr",
                "it is no file of validators: EOF while parsing a string at line 1 column 18",
            ),
            (
                "{\"version\":2,\"addresses\":{}}",
                "its version is 2; this program reads version 1",
            ),
        ] {
            fs::write(&path, content).unwrap();
            let error = Validators::load(&path).unwrap_err();
            assert_eq!(error.to_string(), format!("{}: {problem}", path.display()));
        }
        assert!(Validators::load(folder.path()).is_err());
        let nowhere = folder.path().join("none").join("seen.json");
        assert!(matches!(
            Validators::default().save(&nowhere).unwrap_err().problem,
            ValidatorsProblem::Write(_)
        ));
    }
}
