//! Bytes to be read once, whose beginning can be looked at first.

use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// How much can be looked at ahead of reading.
pub(crate) const HEAD: usize = 32 * 1024;

/// A stream of bytes.
pub(crate) struct Stream {
    rest: Box<dyn Read + Send>,
    buffer: Vec<u8>,
    /// What of the buffer has been read.
    read: usize,
    ended: bool,
    /// What went wrong behind the bytes that are held, to be told when they have been read.
    failed: Option<io::Error>,
    /// The file behind it, for readers that have to jump about.
    path: Option<PathBuf>,
    /// How many bytes there are in all, where that is known.
    size: Option<u64>,
    /// Keeps a file of our own until it has been read.
    _own: Option<TempPath>,
}

impl Stream {
    pub(crate) fn new(rest: impl Read + Send + 'static) -> Self {
        Self {
            rest: Box::new(rest),
            buffer: Vec::new(),
            read: 0,
            ended: false,
            failed: None,
            path: None,
            size: None,
            _own: None,
        }
    }

    /// A stream of which it is known how many bytes it has.
    pub(crate) fn sized(rest: impl Read + Send + 'static, size: u64) -> Self {
        Self {
            size: Some(size),
            ..Self::new(rest)
        }
    }

    pub(crate) fn of_bytes(bytes: Vec<u8>) -> Self {
        Self {
            buffer: bytes,
            ended: true,
            ..Self::new(io::empty())
        }
    }

    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let about = file.metadata()?;
        Ok(Self {
            path: about.is_file().then(|| path.to_owned()),
            size: about.is_file().then_some(about.len()),
            ..Self::new(file)
        })
    }

    /// A file of our own, which goes away with the stream.
    pub(crate) fn own(path: TempPath) -> io::Result<Self> {
        let stream = Self::open(&path)?;
        Ok(Self {
            _own: Some(path),
            ..stream
        })
    }

    /// The file that holds exactly these bytes, when there is one.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// How many bytes there are in all, where that is known before reading.
    pub(crate) fn size(&self) -> Option<u64> {
        self.size
    }

    /// The first [`HEAD`] bytes, fewer only when there are no more or they cannot be read.
    ///
    /// # Errors
    /// When nothing at all can be read.
    pub(crate) fn head(&mut self) -> io::Result<&[u8]> {
        while !self.ended && self.failed.is_none() && self.buffer.len() - self.read < HEAD {
            self.failed = self.more().err();
        }
        if self.buffer.len() == self.read
            && let Some(error) = self.failed.take()
        {
            return Err(error);
        }
        let end = self.buffer.len().min(self.read + HEAD);
        Ok(&self.buffer[self.read..end])
    }

    /// Reads some more into the buffer.
    fn more(&mut self) -> io::Result<()> {
        if self.read == self.buffer.len() {
            self.buffer.clear();
            self.read = 0;
        }
        let held = self.buffer.len();
        self.buffer.resize(held + HEAD, 0);
        let got = loop {
            match self.rest.read(&mut self.buffer[held..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.buffer.truncate(held + *got.as_ref().unwrap_or(&0));
        self.ended = matches!(got, Ok(0));
        got.map(|_| ())
    }
}

impl Read for Stream {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let held = self.fill_buf()?;
        let count = held.len().min(out.len());
        out[..count].copy_from_slice(&held[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Stream {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.read == self.buffer.len() && !self.ended {
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            self.more()?;
        }
        Ok(&self.buffer[self.read..])
    }

    fn consume(&mut self, count: usize) {
        self.read = (self.read + count).min(self.buffer.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a byte at a time.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let count = out.len().min(1);
            self.0.read(&mut out[..count])
        }
    }

    #[test]
    fn what_goes_wrong_is_told_behind_what_could_be_read() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("the disk is gone"))
            }
        }
        let mut stream = Stream::new(b"seven b".chain(Broken));
        assert_eq!(stream.head().unwrap(), b"seven b");
        let mut all = Vec::new();
        assert!(stream.read_to_end(&mut all).is_err());
        assert_eq!(all, b"seven b");
        assert!(Stream::new(Broken).head().is_err());
    }

    #[test]
    fn looking_ahead_takes_nothing_away() {
        static TEXT: [u8; 3 * HEAD] = [7; 3 * HEAD];
        let mut stream = Stream::new(Drip(&TEXT));
        assert_eq!(stream.head().unwrap().len(), HEAD);
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        assert_eq!(all.len(), TEXT.len());
        assert!(stream.head().unwrap().is_empty());
    }
}
