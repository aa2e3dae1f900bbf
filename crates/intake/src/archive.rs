//! Archives: their members, one after the other.
//!
//! A member is held in memory while it is small and in a temporary file otherwise, since a reader inside it may need to
//! jump about. How much an archive may unpack to is bounded: by member, and in all by a multiple of its own size.

use crate::stream::Stream;
use onrecord_office::Form;
use std::io::{self, Read, Write as _};
use std::sync::mpsc::{Receiver, sync_channel};
use tempfile::NamedTempFile;

/// Members up to this size are held in memory.
const SMALL: u64 = 4 << 20;
/// An archive may unpack to this many times its own size…
const RATIO: u64 = 200;
/// …or to this much, whichever is more.
const AT_LEAST: u64 = 1 << 30;

/// A member of an archive.
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) content: Result<Stream, Unreadable>,
}

/// Why a member, or the rest of an archive, cannot be read.
#[derive(Debug)]
pub(crate) struct Unreadable {
    pub(crate) problem: String,
    pub(crate) remedy: &'static str,
}

impl Unreadable {
    pub(crate) fn new(problem: impl Into<String>, remedy: &'static str) -> Self {
        Self {
            problem: problem.into(),
            remedy,
        }
    }
}

/// Members of an archive.
pub(crate) type Members = Box<dyn Iterator<Item = Member> + Send>;

/// How much may still be unpacked.
struct Budget {
    member: u64,
    left: u64,
}

impl Budget {
    fn new(size: u64, member: u64) -> Self {
        Self {
            member,
            left: size.saturating_mul(RATIO).max(AT_LEAST),
        }
    }

    /// Takes a member in, whole, and says how many bytes it had.
    fn take_in(&mut self, mut content: impl Read) -> Result<(Stream, u64), Unreadable> {
        let allowed = self.member.min(self.left);
        let too_large = || {
            Unreadable::new(
                format!("it unpacks to more than {} MiB", allowed >> 20),
                "unpack it yourself, if you trust it, and name the files",
            )
        };
        let damaged = |error: io::Error| {
            Unreadable::new(
                format!("it cannot be unpacked: {error}"),
                "get the archive again; this member is damaged",
            )
        };
        let mut bytes = Vec::new();
        let mut taken = (&mut content)
            .take(SMALL.min(allowed))
            .read_to_end(&mut bytes)
            .map_err(damaged)? as u64;
        if taken < SMALL.min(allowed) {
            self.left -= taken;
            return Ok((Stream::of_bytes(bytes), taken));
        }
        let disk = |error: io::Error| {
            Unreadable::new(
                format!("no room to unpack it: {error}"),
                "make room where temporary files go, or set TMPDIR to another folder",
            )
        };
        let mut file = NamedTempFile::new().map_err(disk)?;
        file.write_all(&bytes).map_err(disk)?;
        bytes.resize(64 << 10, 0);
        loop {
            let got = match content.read(&mut bytes) {
                Ok(0) => break,
                Ok(got) => got,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(damaged(error)),
            };
            taken += got as u64;
            if taken > allowed {
                return Err(too_large());
            }
            file.write_all(&bytes[..got]).map_err(disk)?;
        }
        self.left -= taken;
        let stream = Stream::own(file.into_temp_path()).map_err(disk)?;
        Ok((stream, taken))
    }
}

/// A stream that is a file or held in memory, for readers that have to jump about.
pub(crate) fn settled(stream: Stream, most: u64) -> Result<Stream, Unreadable> {
    if stream.path().is_some() {
        return Ok(stream);
    }
    let mut all = Budget {
        member: most,
        left: most,
    };
    Ok(all.take_in(stream)?.0)
}

/// A ZIP archive whose directory has been read.
pub(crate) struct Zipped {
    archive: zip::ZipArchive<Box<dyn Seekable>>,
    size: u64,
}

/// Reads the directory of a ZIP archive.
pub(crate) fn zip(stream: Stream, member: u64) -> Result<Zipped, Unreadable> {
    let damaged = |error: zip::result::ZipError| {
        Unreadable::new(
            format!("this ZIP archive cannot be read: {error}"),
            "get it again, or repair it with: zip -FF",
        )
    };
    // the directory stands at the end: a stream has to be kept first
    let stream = settled(stream, member)?;
    let (size, content): (u64, Box<dyn Seekable>) = match stream.path() {
        Some(path) => {
            let file = std::fs::File::open(path)
                .map_err(|error| Unreadable::new(format!("it cannot be opened: {error}"), "try again"))?;
            let size = file.metadata().map_or(0, |about| about.len());
            (size, Box::new(file))
        }
        None => {
            let mut stream = stream;
            let mut bytes = Vec::new();
            stream
                .read_to_end(&mut bytes)
                .map_err(|error| Unreadable::new(format!("it cannot be read: {error}"), "try again"))?;
            (bytes.len() as u64, Box::new(io::Cursor::new(bytes)))
        }
    };
    let archive = zip::ZipArchive::new(content).map_err(damaged)?;
    Ok(Zipped { archive, size })
}

impl Zipped {
    /// The form of office file that it is, if it is one.
    pub(crate) fn form(&mut self) -> Option<Form> {
        let mut mimetype = String::new();
        if let Ok(member) = self.archive.by_name("mimetype") {
            // what is no text is no media type
            let _ = member.take(256).read_to_string(&mut mimetype);
        }
        Form::of(self.archive.file_names().flatten(), Some(&mimetype))
    }

    /// The archive itself, as bytes, and how many there are.
    pub(crate) fn into_content(self) -> io::Result<(Box<dyn Seekable>, u64)> {
        let mut content = self.archive.into_inner();
        content.rewind()?;
        Ok((content, self.size))
    }

    /// The members, in the order of the directory. Folders are passed over.
    pub(crate) fn members(self, member: u64) -> Members {
        let Self { mut archive, size } = self;
        let mut budget = Budget::new(size, member);
        let members = (0..archive.len()).filter_map(move |at| {
            let name = match archive.name_for_index(at) {
                Some(Ok(name)) => name.into_owned(),
                _ => format!("member {}", at + 1),
            };
            let content = match archive.by_index(at) {
                Ok(found) if found.is_dir() => return None,
                Ok(found) => budget.take_in(found).map(|taken| taken.0),
                Err(zip::result::ZipError::UnsupportedArchive(what)) => Err(Unreadable::new(
                    format!("it cannot be unpacked: {what}"),
                    "unpack it yourself and name the files",
                )),
                Err(error) => Err(Unreadable::new(
                    format!("it cannot be unpacked: {error}"),
                    "get the archive again; this member is damaged",
                )),
            };
            Some(Member { name, content })
        });
        Box::new(members)
    }
}

/// What can be read at any place.
pub(crate) trait Seekable: io::Read + io::Seek + Send {}
impl<T: io::Read + io::Seek + Send> Seekable for T {}

/// The members of a tar archive that are files.
///
/// The archive is read on a thread of its own, which waits until a member has been taken; it ends when nobody takes any more.
pub(crate) fn tar(stream: Stream, member: u64) -> Members {
    let (send, receive) = sync_channel::<Member>(0);
    let size = stream
        .path()
        .and_then(|p| p.metadata().ok())
        .map_or(u64::MAX / RATIO, |about| about.len());
    std::thread::spawn(move || {
        let mut archive = tar::Archive::new(stream);
        let mut budget = Budget::new(size, member);
        let broken = |error: &io::Error| Member {
            name: "the rest".to_owned(),
            content: Err(Unreadable::new(
                format!("this tar archive cannot be read on: {error}"),
                "get it again; what stands before this place has been read",
            )),
        };
        let entries = match archive.entries() {
            Ok(entries) => entries,
            Err(error) => return drop(send.send(broken(&error))),
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => return drop(send.send(broken(&error))),
            };
            if !entry.header().entry_type().is_file() {
                continue;
            }
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let size = entry.size();
            let content = match budget.take_in(entry) {
                // the reader of a member ends quietly where the tape ends
                Ok((_, taken)) if taken < size => Err(Unreadable::new(
                    format!("the archive ends after {taken} of its {size} bytes"),
                    "get the archive again",
                )),
                Ok((stream, _)) => Ok(stream),
                Err(unreadable) => Err(unreadable),
            };
            if send.send(Member { name, content }).is_err() {
                return;
            }
        }
    });
    Box::new(Taken(receive))
}

/// What a thread sends, until it ends.
struct Taken(Receiver<Member>);

impl Iterator for Taken {
    type Item = Member;

    fn next(&mut self) -> Option<Member> {
        self.0.recv().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;
    use zip::write::SimpleFileOptions;

    fn read(members: Members) -> Vec<(String, Result<Vec<u8>, String>)> {
        let read = |member: Member| {
            let content = member.content.map_err(|u| u.problem).map(|mut stream| {
                let mut bytes = Vec::new();
                stream.read_to_end(&mut bytes).unwrap();
                bytes
            });
            (member.name, content)
        };
        members.map(read).collect()
    }

    fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn members_come_in_order_small_and_large() {
        let large = vec![b'x'; SMALL as usize + 10];
        let archive = zipped(&[("b.txt", b"one"), ("a/large.txt", &large)]);
        let found = read(zip(Stream::of_bytes(archive), 1 << 30).unwrap().members(1 << 30));
        assert_eq!(found[0], ("b.txt".to_owned(), Ok(b"one".to_vec())));
        assert_eq!(found[1].1.as_ref().map(Vec::len), Ok(large.len()));
        let mut tape = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_gnu();
        header.set_size(large.len() as u64);
        header.set_cksum();
        tape.append_data(&mut header, "large.txt", &large[..]).unwrap();
        let tape = tape.into_inner().unwrap();
        let found = read(tar(Stream::of_bytes(tape.clone()), 1 << 30));
        assert_eq!(found[0].1.as_ref().map(Vec::len), Ok(large.len()));
        let found = read(tar(Stream::of_bytes(tape[..1 << 20].to_vec()), 1 << 30));
        assert!(found[0].1.is_err(), "a tape cut short gives no half a member");
    }

    #[test]
    fn a_member_that_unpacks_to_too_much_is_refused_and_the_next_is_read() {
        let bomb = vec![0; SMALL as usize * 2];
        let archive = zipped(&[("bomb", &bomb), ("good.txt", b"text")]);
        let found = read(
            zip(Stream::of_bytes(archive), SMALL + 1)
                .unwrap()
                .members(SMALL + 1),
        );
        assert!(
            found[0].1.as_ref().is_err_and(|p| p.contains("more than 4 MiB")),
            "{found:?}"
        );
        assert_eq!(found[1].1, Ok(b"text".to_vec()));
    }

    #[test]
    fn what_is_no_archive_is_said_to_be_none() {
        assert!(zip(Stream::of_bytes(b"PK\x03\x04 and nothing".to_vec()), 1 << 20).is_err());
    }
}
