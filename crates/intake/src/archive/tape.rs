//! Tar archives.

use super::{Allowance, Budget, Left, Member, Members, Unreadable};
use crate::stream::Stream;
use std::io::{self, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// The members of a tar archive.
///
/// The archive is read on a thread of its own, which waits until a member has been taken; it ends when nobody takes any more.
pub(crate) fn tar(stream: Stream, member: u64, all: &Allowance) -> Members {
    let (send, receive) = sync_channel::<Member>(0);
    let budget = Budget::new(member, all);
    let thread = std::thread::spawn(move || unroll(stream, budget, &send));
    Box::new(Taken {
        receive,
        thread: Some(thread),
    })
}

/// A stream that knows whether it was read to its end.
struct Watched {
    stream: Stream,
    ended: bool,
}

impl Read for Watched {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let got = self.stream.read(out)?;
        self.ended |= got == 0 && !out.is_empty();
        Ok(got)
    }
}

/// What stands for members that cannot be reached.
fn rest(problem: impl Into<String>, remedy: &'static str) -> Member {
    Member {
        name: "the rest".to_owned(),
        content: Err(Left::Unreadable(Unreadable::new(problem, remedy))),
    }
}

fn broken(error: &io::Error) -> Member {
    rest(
        format!("this tar archive cannot be read on: {error}"),
        "get it again; what stands before this place has been read",
    )
}

fn unroll(stream: Stream, mut budget: Budget, send: &SyncSender<Member>) {
    let watched = Watched { stream, ended: false };
    let mut archive = tar::Archive::new(watched);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return drop(send.send(broken(&error))),
    };
    for entry in entries {
        if let Some(last) = budget.used_up() {
            return drop(send.send(last));
        }
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return drop(send.send(broken(&error))),
        };
        if let Some(member) = member(entry, &mut budget)
            && send.send(member).is_err()
        {
            return;
        }
    }
    if let Some(problem) = behind(archive.into_inner(), &budget) {
        drop(send.send(problem));
    }
}

/// One member; nothing for folders and for what tells of the archive itself.
fn member(mut entry: tar::Entry<'_, Watched>, budget: &mut Budget) -> Option<Member> {
    let kind = entry.header().entry_type();
    if kind.is_dir() || kind.is_pax_global_extensions() {
        return None;
    }
    let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    let bare = match kind {
        _ if kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse() => None,
        _ if kind.is_hard_link() => Some("a hard link"),
        _ if kind.is_symlink() => Some("a link"),
        _ => Some("no file"),
    };
    if let Some(what) = bare {
        let content = Err(Left::Bare(what));
        return Some(Member { name, content });
    }
    // such a file opens with a list of its holes, which would be read as its text
    let holes = entry.pax_extensions().ok().flatten().is_some_and(|mut all| {
        all.any(|one| one.is_ok_and(|one| one.key_bytes().starts_with(b"GNU.sparse.")))
    });
    let size = entry.size();
    let content = if holes {
        Err(Left::Unreadable(Unreadable::new(
            "it is stored without its holes, in a form that is not read (pax sparse)",
            "unpack it with GNU tar and name the file",
        )))
    } else {
        match budget.take_in(entry) {
            // the reader of a member ends quietly where the tape ends
            Ok((_, taken)) if taken < size => Err(Left::Unreadable(Unreadable::new(
                format!("the archive ends after {taken} of its {size} bytes"),
                "get the archive again",
            ))),
            Ok((stream, _)) => Ok(stream),
            Err(unreadable) => Err(Left::Unreadable(unreadable)),
        }
    };
    Some(Member { name, content })
}

/// What is wrong with the end: reading on to it is what shows that a compressed archive came whole.
fn behind(mut watched: Watched, budget: &Budget) -> Option<Member> {
    if watched.ended {
        return Some(rest(
            "the mark at the end of the archive is missing; what came behind this place, if anything, is lost",
            "get it again; what stands before this place has been read",
        ));
    }
    let mut bytes = vec![0; 64 << 10];
    let (mut more, mut read) = (false, 0u64);
    loop {
        match watched.read(&mut bytes) {
            Ok(0) => break,
            Ok(got) => {
                more |= bytes[..got].iter().any(|&b| b != 0);
                read += got as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Some(broken(&error)),
        }
        // it may go on for ever
        if more || read > budget.all.left() {
            break;
        }
    }
    more.then(|| {
        rest(
            "more stands behind the mark that ends the archive, and was not read",
            "if archives were joined, take them apart: tar --ignore-zeros -xf",
        )
    })
}

/// What a thread sends, until it ends.
struct Taken {
    receive: Receiver<Member>,
    thread: Option<JoinHandle<()>>,
}

impl Iterator for Taken {
    type Item = Member;

    fn next(&mut self) -> Option<Member> {
        let next = self.receive.recv().ok();
        if next.is_none()
            && let Some(thread) = self.thread.take()
            && let Err(panic) = thread.join()
        {
            // an end that is none must not look like one
            std::panic::resume_unwind(panic);
        }
        next
    }
}
