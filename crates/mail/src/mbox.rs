//! Mailboxes: one message after the other, in the forms mboxo, mboxrd, mboxcl and mboxcl2.
//!
//! A message begins at a line `From … date` that an empty line stands ahead of, or where the `Content-Length` of the one
//! before says that it ends. `Content-Length` is believed until it is wrong once: many programs copy it without care.

use crate::head;
use std::io::{self, BufRead};

/// How much of a line is held at once.
const PIECE: usize = 64 << 10;

/// What comes next in a mailbox.
#[derive(Debug)]
pub(crate) enum Next {
    /// A message, without its first line, its quoting undone.
    Message(Vec<u8>),
    /// A message that is larger than what may be held.
    TooLarge,
    /// Bytes ahead of the first message.
    Ahead(u64),
    /// It cannot be read on.
    Failed(io::Error),
}

/// Messages of a mailbox.
pub(crate) struct Mailbox<R> {
    input: R,
    /// Bytes that were taken in and belong to the next message.
    back: io::Cursor<Vec<u8>>,
    limit: usize,
    /// The line that begins the next message has been read.
    begun: bool,
    /// Lengths are believed.
    trusted: bool,
    ended: bool,
}

impl<R: BufRead> Mailbox<R> {
    pub(crate) fn new(input: R, limit: u64) -> Self {
        Self {
            input,
            back: io::Cursor::default(),
            limit: usize::try_from(limit).unwrap_or(usize::MAX),
            begun: false,
            trusted: true,
            ended: false,
        }
    }

    /// Appends the rest of a line, or [`PIECE`] bytes of it, to `out`.
    fn piece(&mut self, out: &mut Vec<u8>) -> io::Result<usize> {
        let before = out.len();
        while out.len() - before < PIECE {
            let back = (self.back.position() as usize) < self.back.get_ref().len();
            let held = match back {
                true => self.back.fill_buf(),
                false => self.input.fill_buf(),
            };
            let held = match held {
                Ok(held) => held,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let room = held.len().min(PIECE - (out.len() - before));
            let held = &held[..room];
            let line = memchr::memchr(b'\n', held).map(|at| at + 1);
            let taken = line.unwrap_or(room);
            out.extend_from_slice(&held[..taken]);
            match back {
                true => self.back.consume(taken),
                false => self.input.consume(taken),
            }
            if line.is_some() || taken == 0 {
                break;
            }
        }
        Ok(out.len() - before)
    }

    /// Gives back what belongs to the next message.
    fn give_back(&mut self, bytes: &[u8]) {
        // what was given back before has been read: lengths are believed no more once this happens
        let mut all = bytes.to_vec();
        all.extend_from_slice(&self.back.get_ref()[self.back.position() as usize..]);
        self.back = io::Cursor::new(all);
    }

    /// Reads up to the first message.
    fn begin(&mut self) -> io::Result<Option<u64>> {
        let mut ahead = 0_u64;
        let mut piece = Vec::new();
        let mut at_line = true;
        while !self.begun {
            piece.clear();
            if self.piece(&mut piece)? == 0 {
                self.ended = true;
                break;
            }
            if at_line && is_beginning(piece.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&piece)) {
                self.begun = true;
            } else if ahead > 0 || !piece.trim_ascii().is_empty() {
                ahead += piece.len() as u64;
            }
            at_line = piece.ends_with(b"\n");
        }
        Ok((ahead > 0).then_some(ahead))
    }

    /// Reads one message, whose first line has been read.
    fn message(&mut self) -> io::Result<Option<Vec<u8>>> {
        self.begun = false;
        let mut held: Vec<u8> = Vec::new();
        let (mut at_line, mut blank, mut too_large) = (true, false, false);
        let mut in_head = true;
        // where the message ends if its length is true, and where it does if not
        let mut target: Option<usize> = None;
        let mut other: Option<usize> = None;
        loop {
            let start = held.len();
            let count = self.piece(&mut held)?;
            let line = &held[start..];
            let beginning = at_line && (blank || target == Some(start)) && is_beginning(line);
            let ends = match target {
                Some(target) if start < target => false,
                _ => beginning || count == 0,
            };
            if ends {
                held.truncate(target.unwrap_or(start));
                self.begun = beginning;
                self.ended = count == 0;
                break;
            }
            if beginning && other.is_none() {
                other = Some(start);
            }
            let empty = at_line && line.trim_ascii().is_empty();
            if let Some(end) = target {
                let past = held.get(end..).unwrap_or_default();
                let wrong = count == 0 || (held.len() > end && !past.trim_ascii().is_empty());
                if wrong {
                    self.trusted = false;
                    target = None;
                    if let Some(end) = other.take() {
                        let rest = held.split_off(end);
                        self.give_back(&rest);
                        break;
                    }
                    if count == 0 {
                        self.ended = true;
                        break;
                    }
                }
            }
            if in_head && empty {
                in_head = false;
                if self.trusted {
                    target = length(&held[..start])
                        .and_then(|length| held.len().checked_add(length))
                        .filter(|end| *end <= self.limit);
                }
            }
            blank = empty;
            at_line = held.ends_with(b"\n");
            if too_large || held.len() > self.limit.saturating_add(PIECE) {
                too_large = true;
                target = None;
                held.clear();
            }
        }
        if too_large || held.len() > self.limit {
            return Ok(None);
        }
        match target {
            // the length covers the text: such mailboxes do not quote, those that quote too have nothing to quote left bare
            Some(_) if other.is_some() => {}
            Some(_) => unquote(&mut held),
            None => {
                if held.ends_with(b"\r\n\r\n") {
                    held.truncate(held.len() - 2);
                } else if held.ends_with(b"\n\n") {
                    held.truncate(held.len() - 1);
                }
                unquote(&mut held);
            }
        }
        Ok(Some(held))
    }
}

impl<R: BufRead> Iterator for Mailbox<R> {
    type Item = Next;

    fn next(&mut self) -> Option<Next> {
        if self.ended {
            return None;
        }
        if !self.begun {
            match self.begin() {
                Ok(Some(ahead)) => return Some(Next::Ahead(ahead)),
                Ok(None) if self.ended => return None,
                Ok(None) => {}
                Err(error) => {
                    self.ended = true;
                    return Some(Next::Failed(error));
                }
            }
        }
        match self.message() {
            Ok(Some(message)) => Some(Next::Message(message)),
            Ok(None) => Some(Next::TooLarge),
            Err(error) => {
                self.ended = true;
                Some(Next::Failed(error))
            }
        }
    }
}

/// Whether a line begins a message: `From `, whom it is from, and a date with a time and a year.
pub(crate) fn is_beginning(line: &[u8]) -> bool {
    if !line.starts_with(b"From ") || line.len() > 1000 {
        return false;
    }
    let digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    let time = |word: &[u8]| {
        let mut parts = word.split(|b| *b == b':');
        let hour = parts.next().is_some_and(|hour| digits(hour) && hour.len() <= 2);
        hour && parts
            .next()
            .is_some_and(|minute| digits(minute) && minute.len() == 2)
    };
    let year =
        |word: &[u8]| digits(word) && word.len() == 4 && (word.starts_with(b"19") || word.starts_with(b"20"));
    let words = || line.split(u8::is_ascii_whitespace).skip(1);
    words().any(time) && words().any(year)
}

/// What `Content-Length` says in a head.
fn length(head: &[u8]) -> Option<usize> {
    if head.len() > head::LONGEST_HEAD {
        return None;
    }
    const NAME: &[u8] = b"content-length:";
    let mut lines = head.split(|b| *b == b'\n');
    let line = lines.find(|line| {
        line.get(..NAME.len())
            .is_some_and(|name| name.eq_ignore_ascii_case(NAME))
    })?;
    std::str::from_utf8(&line[NAME.len()..]).ok()?.trim().parse().ok()
}

/// Takes one `>` off lines `>From `, `>>From `, ….
fn unquote(message: &mut Vec<u8>) {
    if memchr::memmem::find(message, b">From ").is_none() {
        return;
    }
    let mut out = Vec::with_capacity(message.len());
    for line in message.split_inclusive(|b| *b == b'\n') {
        let marks = line.iter().take_while(|b| **b == b'>').count();
        let quoted = marks > 0 && line[marks..].starts_with(b"From ");
        out.extend_from_slice(&line[usize::from(quoted)..]);
    }
    *message = out;
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: &str = "From ana@lake.example Tue May  5 10:00:00 2026\n";

    fn of(text: &str, limit: u64) -> Vec<String> {
        let boxed = Mailbox::new(text.as_bytes(), limit);
        boxed
            .map(|next| match next {
                Next::Message(bytes) => String::from_utf8(bytes).unwrap(),
                other => format!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn messages_are_told_apart_and_quoting_is_undone() {
        let text = format!("{FROM}A: 1\n\nOne\n>From x\n>>From y\n\n{FROM}A: 2\n\nTwo\n\nFrom here on.\n");
        assert_eq!(
            of(&text, 1 << 20),
            ["A: 1\n\nOne\nFrom x\n>From y\n", "A: 2\n\nTwo\n\nFrom here on.\n"]
        );
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(of(&crlf, 1 << 20).len(), 2);
        assert_eq!(of("\n\n", 9), Vec::<String>::new());
        assert_eq!(
            of(&format!("x\n{FROM}A: 1\n\nx\n"), 99),
            ["Ahead(2)", "A: 1\n\nx\n"]
        );
    }

    #[test]
    fn lengths_are_believed_until_one_is_wrong() {
        let body = format!("One\n\n{FROM}more\n");
        let cl2 = format!(
            "{FROM}Content-Length: {}\n\n{body}\n{FROM}A: 2\n\nTwo\n",
            body.len()
        );
        let found = of(&cl2, 1 << 20);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].ends_with("more\n"));
        let wrong = format!(
            "{FROM}Content-Length: 90\n\nOne\n\n{FROM}Content-Length: 90\n\nTwo\n\n{FROM}A: 3\n\nThree, which goes on a bit.\n"
        );
        let found = of(&wrong, 1 << 20);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[2].ends_with("a bit.\n"));
    }

    #[test]
    fn a_message_that_is_too_large_is_passed_over() {
        let large = "x".repeat(200_000);
        let text = format!("{FROM}A: 1\n\n{large}\n{large}\n\n{FROM}A: 2\n\nTwo\n");
        assert_eq!(of(&text, 100_000), ["TooLarge", "A: 2\n\nTwo\n"]);
    }
}
