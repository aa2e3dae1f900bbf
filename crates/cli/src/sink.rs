//! Where the data goes.

use anyhow::{Context as _, Result};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, IsTerminal as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The standard output or a file.
pub(crate) enum Sink {
    Standard(BufWriter<io::Stdout>),
    File {
        path: PathBuf,
        out: BufWriter<File>,
        created: bool,
        begun: bool,
    },
}

impl Sink {
    /// Opens `path`, or the standard output. A file that is there keeps its contents until the first write.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else {
            return Ok(Self::Standard(BufWriter::new(io::stdout())));
        };
        let created = !path.exists();
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .with_context(|| format!("{}: cannot be written to", path.display()))?;
        Ok(Self::File {
            path: path.to_owned(),
            out: BufWriter::new(file),
            created,
            begun: false,
        })
    }

    /// Opens `path` to go on behind its first `written` bytes; what stands there beyond them goes away.
    pub(crate) fn resume(path: Option<&Path>, written: u64) -> Result<Self> {
        let mut sink = Self::open(path)?;
        if let Self::File { path, out, begun, .. } = &mut sink
            && written > 0
        {
            let mut cut = || -> io::Result<()> {
                let file = out.get_mut();
                if file.metadata()?.len() < written {
                    return Err(io::Error::other(
                        "it is shorter than it was when the work was cut off",
                    ));
                }
                file.set_len(written)?;
                file.seek(SeekFrom::Start(written)).map(|_| ())
            };
            let cut = cut();
            cut.with_context(|| format!("{}: cannot be gone on with", path.display()))?;
            *begun = true;
        }
        Ok(sink)
    }

    /// Waits until what was written is on the disk, and says how many bytes there are.
    pub(crate) fn settle(&mut self) -> Result<u64> {
        match self {
            Self::Standard(_) => Ok(0),
            Self::File { begun: false, .. } => Ok(0),
            Self::File { path, out, .. } => {
                let mut settle = || -> io::Result<u64> {
                    out.flush()?;
                    out.get_ref().sync_data()?;
                    out.stream_position()
                };
                let settled = settle();
                settled.with_context(|| format!("{}: cannot be written to", path.display()))
            }
        }
    }

    pub(crate) fn is_terminal(&self) -> bool {
        match self {
            Self::Standard(out) => out.get_ref().is_terminal(),
            Self::File { .. } => false,
        }
    }

    /// Writes and flushes, so that whoever reads along sees whole articles.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.begin()?;
        match self {
            Self::Standard(out) => {
                let written = out.write_all(bytes).and_then(|()| out.flush());
                written.context("standard output: cannot be written to")?;
            }
            Self::File { path, out, .. } => {
                let mut write = || {
                    out.write_all(bytes)?;
                    out.flush()
                };
                write().with_context(|| format!("{}: cannot be written to", path.display()))?;
            }
        }
        Ok(())
    }

    /// Takes away what an earlier run has written, before the first write or in place of it.
    pub(crate) fn begin(&mut self) -> Result<()> {
        if let Self::File { path, out, begun, .. } = self
            && !std::mem::replace(begun, true)
        {
            let about = out.get_ref().metadata();
            let emptied = about.and_then(|about| match about.is_file() {
                true => out.get_ref().set_len(0),
                false => Ok(()),
            });
            emptied.with_context(|| format!("{}: cannot be written to", path.display()))?;
        }
        Ok(())
    }

    /// Ends the output. A file that was made and never written to is taken away again.
    pub(crate) fn close(self) {
        if let Self::File {
            path,
            out,
            created: true,
            begun: false,
        } = self
        {
            drop(out);
            let _ = fs::remove_file(path);
        }
    }
}

/// Whether whoever was reading the output has gone.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause
            .downcast_ref::<serde_json::Error>()
            .and_then(serde_json::Error::io_error_kind);
        io.or(json) == Some(io::ErrorKind::BrokenPipe)
    })
}
