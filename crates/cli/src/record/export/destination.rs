//! Where an export goes: the standard output, a file that appears when it is whole, or a new folder.

use crate::arguments::ExportArguments;
use anyhow::{Context as _, Result, bail};
use onrecord_exchange::{Directory, Format, Target};
use std::fs::OpenOptions;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Where it goes.
pub(super) enum Destination {
    Standard,
    Folder(PathBuf),
    /// A device or pipe, which is written to as it comes.
    Pipe(PathBuf),
    /// Beside the file that it will be.
    File {
        fresh: NamedTempFile,
        path: PathBuf,
    },
}

impl Destination {
    pub(super) fn open(arguments: &ExportArguments, format: Format) -> Result<Self> {
        super::guard(arguments)?;
        let Some(path) = &arguments.output else {
            if format == Format::Parquet && io::stdout().is_terminal() {
                bail!("parquet is no text for a terminal; name a file with --output");
            }
            if format.is_folder() {
                bail!("{format} is written into a folder; name a new one with --output");
            }
            return Ok(Self::Standard);
        };
        if format.is_folder() {
            return Ok(Self::Folder(path.clone()));
        }
        match path.metadata() {
            Ok(about) if about.is_dir() => {
                bail!(
                    "{}: {format} is written into one file, and this is a folder; name a file",
                    path.display()
                )
            }
            Ok(about) if !about.is_file() => Ok(Self::Pipe(path.clone())),
            _ => {
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
                let fresh = fresh(folder.unwrap_or(Path::new(".")));
                let fresh = fresh.with_context(|| format!("{}: cannot be written to", path.display()))?;
                Ok(Self::File {
                    fresh,
                    path: path.clone(),
                })
            }
        }
    }

    pub(super) fn target(&self) -> Result<Target<'static>> {
        let out: Box<dyn Write + Send> = match self {
            Self::Folder(path) => return Ok(Target::folder(Directory::new(path))),
            Self::Standard => Box::new(io::stdout()),
            Self::Pipe(path) => {
                let pipe = OpenOptions::new().write(true).open(path);
                Box::new(pipe.with_context(|| format!("{}: cannot be written to", path.display()))?)
            }
            Self::File { fresh, path } => {
                let file = fresh.as_file().try_clone();
                Box::new(file.with_context(|| format!("{}: cannot be written to", path.display()))?)
            }
        };
        Ok(Target::stream(BufWriter::with_capacity(1 << 18, out)))
    }

    /// Everything was written: the file gets its name.
    pub(super) fn finish(self) -> Result<()> {
        match self {
            Self::File { fresh, path } => {
                fresh
                    .persist(&path)
                    .map_err(|error| error.error)
                    .with_context(|| format!("{}: cannot be written to", path.display()))?;
            }
            Self::Standard => io::stdout().flush()?,
            Self::Folder(_) | Self::Pipe(_) => {}
        }
        Ok(())
    }
}

/// A file without its name yet, which others may read as any new file.
fn fresh(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".onrecord-export-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}
