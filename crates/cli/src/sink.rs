//! Where the data goes.

use anyhow::{Context as _, Result};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, IsTerminal as _, Write};
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

    pub(crate) fn is_terminal(&self) -> bool {
        match self {
            Self::Standard(out) => out.get_ref().is_terminal(),
            Self::File { .. } => false,
        }
    }

    /// Writes and flushes, so that whoever reads along sees whole articles.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        match self {
            Self::Standard(out) => {
                let written = out.write_all(bytes).and_then(|()| out.flush());
                written.context("standard output: cannot be written to")?;
            }
            Self::File { path, out, begun, .. } => {
                let mut write = || {
                    if !std::mem::replace(begun, true) && out.get_ref().metadata()?.is_file() {
                        out.get_ref().set_len(0)?;
                    }
                    out.write_all(bytes)?;
                    out.flush()
                };
                write().with_context(|| format!("{}: cannot be written to", path.display()))?;
            }
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
