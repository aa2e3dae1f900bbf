//! Where formats of several files an article are written.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;

/// A place for files, by their names. Names hold no separators of paths.
pub trait Folder {
    /// Stores a file under a name that was free, and says so; `false` when the name is taken, and nothing was done.
    ///
    /// # Errors
    /// Those of the place.
    fn put(&mut self, name: &str, bytes: &[u8]) -> io::Result<bool>;

    /// Whether nothing is in it yet.
    ///
    /// # Errors
    /// Those of the place.
    fn is_empty(&self) -> io::Result<bool>;
}

/// A directory of the file system; it is made when the first file comes.
#[derive(Clone, Debug)]
pub struct Directory {
    path: PathBuf,
}

impl Directory {
    /// The directory at `path`, be it there or not.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }
}

impl Folder for Directory {
    fn put(&mut self, name: &str, bytes: &[u8]) -> io::Result<bool> {
        fs::create_dir_all(&self.path)?;
        let path = self.path.join(name);
        match OpenOptions::new().write(true).create_new(true).open(path) {
            Ok(mut file) => file.write_all(bytes).map(|()| true),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn is_empty(&self) -> io::Result<bool> {
        match fs::read_dir(&self.path) {
            Ok(mut entries) => Ok(entries.next().is_none()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
            Err(error) => Err(error),
        }
    }
}

/// Files in memory, by their names.
impl Folder for BTreeMap<String, Vec<u8>> {
    fn put(&mut self, name: &str, bytes: &[u8]) -> io::Result<bool> {
        if self.contains_key(name) {
            return Ok(false);
        }
        self.insert(name.to_owned(), bytes.to_owned());
        Ok(true)
    }

    fn is_empty(&self) -> io::Result<bool> {
        Ok(BTreeMap::is_empty(self))
    }
}

impl<F: Folder + ?Sized> Folder for &mut F {
    fn put(&mut self, name: &str, bytes: &[u8]) -> io::Result<bool> {
        (**self).put(name, bytes)
    }

    fn is_empty(&self) -> io::Result<bool> {
        (**self).is_empty()
    }
}
