//! The index follows the record.
//!
//! The record alone is the truth. Up to which change the index has followed stands in the index's own commit, so that both
//! are written at once: whatever happens between two commits, the index is at some change of the record, and goes on from
//! there. It looks at articles by the change that last touched them: everything of such an article is taken out, and what the
//! record has of it now is put in. An index of another record, of a record that was put back, or of another program is
//! emptied and made anew.

use crate::document::Writer;
use crate::error::{SearchError, of};
use crate::fields::{FORM, Fields, WORDS, analyser, schema};
use onrecord_store::{Mark, Record};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use tantivy::directory::error::LockError;
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, TantivyError};

/// Memory for documents that are not yet written, in bytes.
const BUFFER: usize = 120 << 20;
/// Articles that are looked at at once.
const AT_ONCE: u32 = 2_000;
/// Articles after which the index commits, so that little has to be done again after a crash.
const COMMIT: usize = 100_000;

/// What stands in a commit.
#[derive(Serialize, Deserialize)]
struct Payload {
    form: String,
    mark: Mark,
}

/// A search index beside a record.
pub struct Index {
    pub(crate) index: tantivy::Index,
    pub(crate) fields: Fields,
    pub(crate) reader: IndexReader,
    pub(crate) path: PathBuf,
}

/// How far the index is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// Articles that were looked at.
    pub articles: u64,
    /// Whether the index was made anew.
    pub anew: bool,
    /// Another process is following; what it has not reached yet is not found.
    pub busy: bool,
}

impl Index {
    /// The folder of the index of the record at `path`: beside it, with `.index` behind its name.
    pub fn folder(path: &Path) -> PathBuf {
        let mut name = path.as_os_str().to_owned();
        name.push(".index");
        name.into()
    }

    /// Opens the index in a folder, and makes an empty one if there is none that can be used.
    ///
    /// # Errors
    /// The folder cannot be read or written to.
    pub fn open(path: &Path) -> Result<Self, SearchError> {
        let mut index = match Self::open_folder(path) {
            Ok(index) => index,
            // what the program itself cannot read is set aside and made anew; what the system refuses is not
            Err(error) if is_unreadable(&error) => {
                aside(path)?;
                Self::open_folder(path).map_err(of(path))?
            }
            Err(error) => return Err(of(path)(error)),
        };
        let (_, fields) = schema();
        // segments are searched side by side
        index.set_default_multithread_executor().map_err(of(path))?;
        index.tokenizers().register(WORDS, analyser());
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(of(path))?;
        Ok(Self {
            index,
            fields,
            reader,
            path: path.to_owned(),
        })
    }

    fn open_folder(path: &Path) -> Result<tantivy::Index, TantivyError> {
        std::fs::create_dir_all(path)?;
        let directory = tantivy::directory::MmapDirectory::open(path)?;
        tantivy::Index::open_or_create(directory, schema().0)
    }

    /// What says where the index lies, for errors.
    pub(crate) fn of(&self) -> impl Fn(TantivyError) -> SearchError {
        of(&self.path)
    }

    /// The change that the index has followed up to; nothing if it is empty, or of another program.
    fn followed(&self) -> Result<Option<Mark>, SearchError> {
        let metas = self.index.load_metas().map_err(self.of())?;
        let payload: Option<Payload> = metas
            .payload
            .and_then(|payload| serde_json::from_str(&payload).ok());
        Ok(payload
            .filter(|payload| payload.form == FORM)
            .map(|payload| payload.mark))
    }

    /// Brings the index up to the record. `progress` hears of every article.
    ///
    /// If another process is at it, nothing is done, and that is said.
    ///
    /// # Errors
    /// The record cannot be read, or the index cannot be written.
    pub fn follow(
        &mut self,
        record: &Record,
        mut progress: impl FnMut(u64),
    ) -> Result<Followed, SearchError> {
        let newest = record.mark()?;
        if newest.is_none() || newest == self.followed()? {
            self.reader.reload().map_err(self.of())?;
            return Ok(Followed::default());
        }
        let writer = self.index.writer_with_num_threads(1, BUFFER);
        let mut writer: IndexWriter<TantivyDocument> = match writer {
            Ok(writer) => writer,
            Err(TantivyError::LockFailure(LockError::LockBusy, _)) => {
                self.reader.reload().map_err(self.of())?;
                return Ok(Followed {
                    busy: true,
                    ..Followed::default()
                });
            }
            Err(error) => return Err(self.of()(error)),
        };
        let mut done = Followed::default();
        // looked at again, for another process may have gone on meanwhile
        let begin = match self.followed()? {
            Some(mark) if record.knows(&mark)? => mark.seq,
            found => {
                done.anew = found.is_some();
                writer.delete_all_documents().map_err(self.of())?;
                0
            }
        };
        let mut at = begin;
        let mut since = 0;
        loop {
            let next = record.at_rest(|record| -> Result<Option<Mark>, SearchError> {
                let changed = record.changed_after(at, AT_ONCE)?;
                let Some(&(_, last)) = changed.last() else {
                    return Ok(record.mark()?);
                };
                let into = Writer::new(&self.fields, &writer, record)?;
                for (article, _) in &changed {
                    into.article(*article).map_err(|e| e.into_search(&self.path))?;
                    done.articles += 1;
                    progress(done.articles);
                }
                since += changed.len();
                at = last;
                Ok(None)
            })?;
            let end = next.is_some();
            if end || since >= COMMIT {
                let mark = match next {
                    Some(mark) => Some(mark),
                    None => record.mark_of(at)?,
                };
                if let Some(mark) = mark {
                    self.commit(&mut writer, mark)?;
                }
                since = 0;
            }
            if end {
                break;
            }
        }
        writer.wait_merging_threads().map_err(self.of())?;
        self.reader.reload().map_err(self.of())?;
        Ok(done)
    }

    fn commit(&self, writer: &mut IndexWriter<TantivyDocument>, mark: Mark) -> Result<(), SearchError> {
        let payload = Payload {
            form: FORM.to_owned(),
            mark,
        };
        let payload = serde_json::to_string(&payload).map_err(|error| SearchError::Index {
            path: self.path.clone(),
            detail: error.to_string(),
        })?;
        let mut commit = writer.prepare_commit().map_err(self.of())?;
        commit.set_payload(&payload);
        commit.commit().map_err(self.of())?;
        Ok(())
    }
}

/// Whether an index is there that this program cannot read.
fn is_unreadable(error: &TantivyError) -> bool {
    matches!(
        error,
        TantivyError::DataCorruption(_)
            | TantivyError::SchemaError(_)
            | TantivyError::IncompatibleIndex(_)
            | TantivyError::OpenReadError(_)
    )
}

/// Renames a folder, so that nothing is lost that somebody may want to look at.
fn aside(path: &Path) -> Result<(), SearchError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".unreadable");
    let aside = PathBuf::from(name);
    let failed = |source: std::io::Error| SearchError::Index {
        path: path.to_owned(),
        detail: source.to_string(),
    };
    if aside.exists() {
        std::fs::remove_dir_all(&aside).map_err(failed)?;
    }
    std::fs::rename(path, &aside).map_err(failed)
}
