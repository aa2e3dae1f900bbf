//! Archives: their members, one after the other.
//!
//! A member is held in memory while it is small and in a temporary file otherwise, since a reader inside it may need to
//! jump about. How much an archive may unpack to is bounded: by member, and in all by what its input is [allowed](Allowance).

mod allowance;
mod tape;

pub(crate) use allowance::Allowance;
pub(crate) use tape::tar;

use crate::stream::Stream;
use onrecord_office::Form;
use std::io::{self, Read, Write as _};
use tempfile::NamedTempFile;

/// Members up to this size are held in memory.
const SMALL: u64 = 4 << 20;

/// A member of an archive.
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) content: Result<Stream, Left>,
}

/// Why a member gives nothing to read.
#[derive(Debug)]
pub(crate) enum Left {
    /// It cannot be read.
    Unreadable(Unreadable),
    /// It has no content of its own: what it is instead.
    Bare(&'static str),
}

impl From<Unreadable> for Left {
    fn from(unreadable: Unreadable) -> Self {
        Self::Unreadable(unreadable)
    }
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
    all: Allowance,
}

impl Budget {
    fn new(member: u64, all: &Allowance) -> Self {
        Self {
            member,
            all: all.clone(),
        }
    }

    /// What stands for all members that follow, once nothing more may be unpacked.
    fn used_up(&self) -> Option<Member> {
        (self.all.left() == 0).then(|| Member {
            name: "the rest".to_owned(),
            content: Err(Left::Unreadable(Unreadable::new(
                format!("its input has unpacked to {} MiB already", self.all.most() >> 20),
                "unpack it yourself, if you trust it, and name the files",
            ))),
        })
    }

    /// Takes a member in, whole, and says how many bytes it had.
    fn take_in(&mut self, mut content: impl Read) -> Result<(Stream, u64), Unreadable> {
        let allowed = self.member.min(self.all.left());
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
            self.all.spend(taken);
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
                self.all.spend(allowed);
                return Err(too_large());
            }
            file.write_all(&bytes[..got]).map_err(disk)?;
        }
        self.all.spend(taken);
        let stream = Stream::own(file.into_temp_path()).map_err(disk)?;
        Ok((stream, taken))
    }
}

/// A stream that is a file or held in memory, for readers that have to jump about.
pub(crate) fn settled(stream: Stream, most: u64) -> Result<Stream, Unreadable> {
    if stream.path().is_some() {
        return Ok(stream);
    }
    let mut alone = Budget::new(most, &Allowance::of_bytes(most));
    Ok(alone.take_in(stream)?.0)
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
    pub(crate) fn members(self, member: u64, all: &Allowance) -> Members {
        let Self { mut archive, .. } = self;
        let mut budget = Budget::new(member, all);
        let mut ended = false;
        let members = (0..archive.len()).map_while(move |at| {
            if ended {
                return None;
            }
            if let Some(last) = budget.used_up() {
                ended = true;
                return Some(Some(last));
            }
            let name = match archive.name_for_index(at) {
                Some(Ok(name)) => name.into_owned(),
                _ => format!("member {}", at + 1),
            };
            let content = match archive.by_index(at) {
                Ok(found) if found.is_dir() => return Some(None),
                Ok(found) if found.is_symlink() => Err(Left::Bare("a link")),
                Ok(found) => budget.take_in(found).map(|taken| taken.0).map_err(Left::from),
                Err(zip::result::ZipError::UnsupportedArchive(what)) => Err(Left::from(Unreadable::new(
                    format!("it cannot be unpacked: {what}"),
                    "unpack it yourself and name the files",
                ))),
                Err(error) => Err(Left::from(Unreadable::new(
                    format!("it cannot be unpacked: {error}"),
                    "get the archive again; this member is damaged",
                ))),
            };
            Some(Some(Member { name, content }))
        });
        Box::new(members.flatten())
    }
}

/// What can be read at any place.
pub(crate) trait Seekable: io::Read + io::Seek + Send {}
impl<T: io::Read + io::Seek + Send> Seekable for T {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;
    use zip::write::SimpleFileOptions;

    fn read(members: Members) -> Vec<(String, Result<Vec<u8>, String>)> {
        let read = |member: Member| {
            let content = member
                .content
                .map_err(|left| match left {
                    Left::Unreadable(unreadable) => unreadable.problem,
                    Left::Bare(what) => what.to_owned(),
                })
                .map(|mut stream| {
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
        let found = read(
            zip(Stream::of_bytes(archive), 1 << 30)
                .unwrap()
                .members(1 << 30, &Allowance::default()),
        );
        assert_eq!(found[0], ("b.txt".to_owned(), Ok(b"one".to_vec())));
        assert_eq!(found[1].1.as_ref().map(Vec::len), Ok(large.len()));
        let mut tape = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_gnu();
        header.set_size(large.len() as u64);
        header.set_cksum();
        tape.append_data(&mut header, "large.txt", &large[..]).unwrap();
        let tape = tape.into_inner().unwrap();
        let found = read(tar(
            Stream::of_bytes(tape.clone()),
            1 << 30,
            &Allowance::default(),
        ));
        assert_eq!(found[0].1.as_ref().map(Vec::len), Ok(large.len()));
        let found = read(tar(
            Stream::of_bytes(tape[..1 << 20].to_vec()),
            1 << 30,
            &Allowance::default(),
        ));
        assert!(found[0].1.is_err(), "a tape cut short gives no half a member");
    }

    #[test]
    fn a_member_that_unpacks_to_too_much_is_refused_and_the_next_is_read() {
        let bomb = vec![0; SMALL as usize * 2];
        let archive = zipped(&[("bomb", &bomb), ("good.txt", b"text")]);
        let found = read(
            zip(Stream::of_bytes(archive), SMALL + 1)
                .unwrap()
                .members(SMALL + 1, &Allowance::default()),
        );
        assert!(
            found[0].1.as_ref().is_err_and(|p| p.contains("more than 4 MiB")),
            "{found:?}"
        );
        assert_eq!(found[1].1, Ok(b"text".to_vec()));
    }

    fn untarred(tape: &[u8]) -> Vec<(String, Result<Vec<u8>, String>)> {
        read(tar(
            Stream::of_bytes(tape.to_vec()),
            1 << 30,
            &Allowance::default(),
        ))
    }

    fn taped(members: &[(&str, tar::EntryType, &[u8])]) -> Vec<u8> {
        let mut tape = tar::Builder::new(Vec::new());
        for (name, kind, bytes) in members {
            let mut header = tar::Header::new_gnu();
            header.set_entry_type(*kind);
            header.set_size(bytes.len() as u64);
            tape.append_data(&mut header, name, *bytes).unwrap();
        }
        tape.into_inner().unwrap()
    }

    #[test]
    fn members_of_a_tape_without_content_are_said_and_a_tape_without_end_is_too() {
        let tape = taped(&[
            ("a.txt", tar::EntryType::Regular, b"one"),
            ("folder", tar::EntryType::Directory, b""),
            ("l.txt", tar::EntryType::Symlink, b""),
            ("h.txt", tar::EntryType::Link, b""),
            ("pipe", tar::EntryType::Fifo, b""),
            ("b.txt", tar::EntryType::Regular, b"two"),
        ]);
        let found = untarred(&tape);
        let told: Vec<_> = found
            .iter()
            .map(|(name, content)| (name.as_str(), content.is_ok()))
            .collect();
        let all = [
            ("a.txt", true),
            ("l.txt", false),
            ("h.txt", false),
            ("pipe", false),
            ("b.txt", true),
        ];
        assert_eq!(told, all);
        // cut at the end of a member, nothing but the missing mark tells it
        let cut = untarred(&tape[..1024]);
        assert_eq!(cut.len(), 2);
        assert!(
            cut[1].1.as_ref().is_err_and(|p| p.contains("mark at the end")),
            "{cut:?}"
        );
        let joined = untarred(&[&tape[..], &tape[..]].concat());
        let last = joined.last().unwrap();
        assert!(
            last.1.as_ref().is_err_and(|p| p.contains("more stands behind")),
            "{last:?}"
        );
    }

    #[test]
    fn a_wrong_checksum_behind_a_compressed_tape_is_noticed() {
        let tape = taped(&[("a.txt", tar::EntryType::Regular, b"one")]);
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(&tape).unwrap();
        let mut bytes = encoder.finish().unwrap();
        let unzipped = |bytes: &[u8]| {
            let stream = Stream::new(flate2::read::MultiGzDecoder::new(Cursor::new(bytes.to_vec())));
            read(tar(stream, 1 << 30, &Allowance::default()))
        };
        assert_eq!(unzipped(&bytes).len(), 1);
        let at = bytes.len() - 6;
        bytes[at] ^= 1;
        let found = unzipped(&bytes);
        assert!(found.len() == 2 && found[1].1.is_err(), "{found:?}");
    }

    #[test]
    fn archives_in_archives_draw_on_one_allowance() {
        let zeros = vec![0; 3 << 20];
        let inner = zipped(&[("1", &zeros), ("2", &zeros), ("3", &zeros)]);
        let all = Allowance::of_bytes(7 << 20);
        let members = |all: &Allowance| {
            read(
                zip(Stream::of_bytes(inner.clone()), 1 << 30)
                    .unwrap()
                    .members(1 << 30, all),
            )
        };
        let first = members(&all);
        assert_eq!(first.iter().filter(|m| m.1.is_ok()).count(), 2);
        assert_eq!(
            first.len(),
            3,
            "{:?}",
            first.iter().map(|m| &m.0).collect::<Vec<_>>()
        );
        let second = members(&all);
        assert!(second.len() == 1 && second[0].0 == "the rest" && second[0].1.is_err());
    }

    #[test]
    fn links_in_a_zip_archive_are_no_articles() {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive
            .add_symlink("l.txt", "/etc/hostname", SimpleFileOptions::default())
            .unwrap();
        let bytes = archive.finish().unwrap().into_inner();
        let found = read(
            zip(Stream::of_bytes(bytes), 1 << 20)
                .unwrap()
                .members(1 << 20, &Allowance::default()),
        );
        assert_eq!(found, [("l.txt".to_owned(), Err("a link".to_owned()))]);
    }

    #[test]
    fn what_is_no_archive_is_said_to_be_none() {
        assert!(zip(Stream::of_bytes(b"PK\x03\x04 and nothing".to_vec()), 1 << 20).is_err());
    }
}
