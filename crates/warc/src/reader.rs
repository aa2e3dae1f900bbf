//! Records, one after the other.

use crate::head::{ArcLine, Fields, First, arc_line, first, head_end};
use crate::payload::{entry, too_large};
use crate::record::{Plan, Record};
use crate::window::Window;
use onrecord_source::{Found, Limit, Skip};
use std::collections::VecDeque;
use std::io::BufRead;

/// The longest head of a record or an answer.
const HEAD: usize = 64 * 1024;
/// Blocks up to this size are looked at as a whole before anything of them is dropped.
const SMALL: u64 = 192 * 1024;
/// Longer ones are taken in by so much at a time, with so much to spare for what begins at the end of it.
const PIECE: usize = 64 * 1024;
const MARGIN: usize = 1024;
/// How far it is looked ahead to tell whether a record inside a block belongs there.
const AHEAD: u64 = 4 * 1024 * 1024;
const REMEDY: &str = "it was left out; get a sound copy of the file if it matters";

pub(crate) struct Records<R> {
    window: Window<R>,
    limit: Limit,
    arc: bool,
    waiting: VecDeque<Found>,
    ended: bool,
}

/// Bytes that were passed over, and whether a record follows them.
struct Passed {
    bytes: u64,
    found: bool,
}

impl<R: BufRead> Records<R> {
    pub(crate) fn new(input: R, limit: Limit) -> Self {
        Self {
            window: Window::new(input),
            limit,
            arc: false,
            waiting: VecDeque::new(),
            ended: false,
        }
    }

    fn place(&self) -> String {
        match self.window.place() {
            (member, 0) => format!("record at byte {member}"),
            (member, within) => format!("record at byte {within} of the member at byte {member}"),
        }
    }

    fn damaged(&mut self, within: String, problem: impl std::fmt::Display) {
        let problem = format!("{within}: {problem}");
        self.waiting.push_back(Found::Damaged {
            within: vec![within],
            problem,
            remedy: REMEDY.to_owned(),
        });
    }

    /// Reads one record, or passes over what is none.
    fn step(&mut self) {
        loop {
            let bytes = self.window.bytes();
            let blank = bytes
                .iter()
                .take_while(|&&b| matches!(b, b'\r' | b'\n' | b' ' | 0))
                .count();
            self.window.consume(blank);
            if !self.window.bytes().is_empty() || !self.window.more() {
                break;
            }
        }
        self.window.ensure(12);
        if self.window.bytes().is_empty() {
            match self.window.recover() {
                Some(damage) => {
                    let within = format!("byte {}", damage.offset);
                    self.damaged(within, damage.problem);
                }
                None => self.ended = true,
            }
            return;
        }
        let place = self.place();
        let offset = self.window.place().0;
        let bytes = self.window.bytes();
        let versioned = bytes.starts_with(b"WARC/");
        let known = [&b"WARC/1.0"[..], b"WARC/1.1", b"WARC/0."]
            .iter()
            .any(|v| bytes.starts_with(v));
        if versioned || bytes.get(..5).is_some_and(|b| b.eq_ignore_ascii_case(b"WARC-")) {
            let Some(length) = self.head_length() else {
                self.stray(place, "the head of the record does not end");
                return;
            };
            let fields = Fields::read(&self.window.bytes()[..length]);
            self.window.consume(length);
            let mut record = Record::of_warc(&fields, offset, place);
            if !versioned {
                record.notes.push("its version line is missing".to_owned());
            } else if !known {
                record.notes.push("its version of WARC is not known".to_owned());
            }
            self.block(record);
        } else if let Some(line) = self.arc_line() {
            self.arc = true;
            self.block(Record::of_arc(line, offset, place));
        } else {
            self.stray(place, "no record begins here");
        }
    }

    /// Where the head ends that begins here; another one beginning shows that it does not end.
    fn head_length(&mut self) -> Option<usize> {
        match self.look(HEAD, first)? {
            First::End(at) => Some(at),
            First::Another => None,
        }
    }

    /// Has bytes come in until `found` finds something in them, `most` at most.
    fn look<T>(&mut self, most: usize, found: fn(&[u8]) -> Option<T>) -> Option<T> {
        loop {
            let bytes = self.window.bytes();
            let held = bytes.len();
            let there = found(&bytes[..held.min(most)]);
            if there.is_some() || held >= most {
                return there;
            }
            self.window
                .ensure((2 * held).clamp(1024, 1024.max(most)).min(most));
            if self.window.bytes().len() == held {
                return None;
            }
        }
    }

    /// The line of an ARC record, which is passed.
    fn arc_line(&mut self) -> Option<ArcLine> {
        self.window.ensure(4096);
        let bytes = self.window.bytes();
        let end = memchr::memchr(b'\n', &bytes[..bytes.len().min(HEAD)])?;
        let line = arc_line(&bytes[..end])?;
        self.window.consume(end + 1);
        Some(line)
    }

    /// Passes over bytes up to the next record.
    fn stray(&mut self, place: String, problem: &str) {
        let first = self.window.bytes().first().copied();
        self.window.consume(1);
        self.lost(place, problem, first == Some(b'\n'), 1);
    }

    /// Says that something is damaged, after going on to the next record. `passed` bytes of it have been passed already.
    fn lost(&mut self, place: String, problem: &str, at_line: bool, passed: u64) {
        let next = self.skip_to_record(at_line);
        let passed = passed + next.bytes;
        // a damage that it runs into is the same one
        match self.window.damage.as_ref().filter(|_| !next.found) {
            Some(damage) => {
                let problem = format!("{problem}; {} at byte {}", damage.problem, damage.offset);
                self.window.recover();
                self.damaged(place, problem);
            }
            None => self.damaged(place, format_args!("{problem}; {passed} bytes were passed over")),
        }
    }

    /// Where a record begins in the first `count` bytes that are held, and whether a member begins with it.
    fn beginning(&self, count: usize, at_line: bool) -> Option<(usize, bool)> {
        let bytes = self.window.bytes();
        let count = count.min(bytes.len());
        let version = |rest: &[u8]| matches!(rest, [b'W', b'A', b'R', b'C', b'/', b'0'..=b'9', b'.', ..]);
        let line = |rest: &[u8]| {
            self.arc
                && rest.first().is_some_and(u8::is_ascii_alphabetic)
                && memchr::memchr(b'\n', rest).is_some_and(|end| arc_line(&rest[..end]).is_some())
        };
        let member = self
            .window
            .members()
            .take_while(|&at| at < count)
            .find(|&at| version(&bytes[at..]) || line(&bytes[at..]));
        let count = member.unwrap_or(count);
        let starts_line = |at: usize| at.checked_sub(1).map_or(at_line, |before| bytes[before] == b'\n');
        let found = if self.arc {
            let lines = memchr::memchr_iter(b'\n', &bytes[..count]).map(|at| at + 1);
            at_line
                .then_some(0)
                .into_iter()
                .chain(lines)
                .take_while(|&at| at < count)
                .find(|&at| version(&bytes[at..]) || line(&bytes[at..]))
        } else {
            // the word may lie across the end of what is looked at
            let within = &bytes[..bytes.len().min(count.saturating_add(4))];
            memchr::memmem::find_iter(within, b"WARC/")
                .take_while(|&at| at < count)
                .find(|&at| starts_line(at) && version(&bytes[at..]))
        };
        found.map(|at| (at, false)).or(member.map(|at| (at, true)))
    }

    /// Passes up to where a record begins, or to the end or a damage. `at_line` says whether a line begins here.
    fn skip_to_record(&mut self, mut at_line: bool) -> Passed {
        let mut passed = 0;
        loop {
            let whole = self.window.ensure(PIECE + MARGIN);
            let held = self.window.bytes().len();
            // a beginning may lie across the end of what is held
            let count = if whole { held - MARGIN } else { held };
            if let Some((at, _)) = self.beginning(count, at_line) {
                self.window.consume(at);
                return Passed {
                    bytes: passed + at as u64,
                    found: true,
                };
            }
            if let Some(last) = count.checked_sub(1) {
                at_line = self.window.bytes()[last] == b'\n';
            }
            passed += count as u64;
            self.window.consume(count);
            if !whole {
                return Passed {
                    bytes: passed,
                    found: false,
                };
            }
        }
    }

    /// What is to be done with a record, as far as its head and the head of its answer tell.
    fn plan(&mut self, record: &Record, length: u64) -> Plan {
        let small = usize::try_from(length).unwrap_or(HEAD).min(HEAD);
        if record.is_response() {
            self.look(small, head_end);
        }
        let bytes = self.window.bytes();
        record.plan(&bytes[..bytes.len().min(small)], length, self.limit)
    }

    /// Reads or passes the block of a record, and what stands behind it.
    fn block(&mut self, record: Record) {
        let Some(length) = record.length else {
            return self.lost(record.place, "its length is not a number", true, 0);
        };
        let plan = self.plan(&record, length);
        let taken = match self.long(length, &plan) {
            Ok(taken) => taken,
            Err(problem) => return self.damaged(record.place, problem),
        };
        let rest = length - taken.bytes;
        let held = usize::try_from(rest).unwrap_or(usize::MAX);
        let whole = self.window.ensure(held.saturating_add(32)) || self.window.bytes().len() >= held;
        let version = |at: usize| {
            self.window
                .bytes()
                .get(at..)
                .is_some_and(|b| b.starts_with(b"WARC/"))
        };
        let early = self
            .window
            .members()
            .find(|&at| at < held && (at > 0 || taken.bytes > 0) && version(at));
        if let Some(at) = early {
            self.window.consume(at);
            return self.damaged(record.place, wrong_length(length));
        }
        if !whole {
            return self.broken_off(record, length);
        }
        let at_line = taken.bytes == 0;
        // it may end at an empty line by chance
        let sound = self
            .ends(held)
            .filter(|sound| *sound || self.beginning(held, at_line).is_none());
        let Some(sound) = sound else {
            let problem = format!("no record follows its {length} bytes: its length is wrong");
            return self.lost(record.place, &problem, at_line, 0);
        };
        let mut found = match plan {
            Plan::Skip(reason, what) => Found::Skipped {
                within: record.within(),
                reason,
                what,
            },
            Plan::TooLarge => too_large(&record, &format!("it has {length} bytes"), self.limit),
            Plan::Take => {
                let last = &self.window.bytes()[..held];
                let mut body = taken.body;
                if body.is_empty() {
                    entry(record, last, self.limit)
                } else {
                    body.extend_from_slice(last);
                    entry(record, &body, self.limit)
                }
            }
        };
        if let (Found::Entry(entry), false) = (&mut found, sound) {
            entry.notes.push(
                "what follows it in the file is no record: its length may be wrong, and its end missing"
                    .to_owned(),
            );
        }
        self.window.consume(held);
        let found = self.with_check_sum(found);
        self.waiting.push_back(found);
    }

    /// Takes in, or passes over, a long block up to its last piece. A record that begins inside shows that the length is wrong,
    /// unless the block ends where it says.
    fn long(&mut self, length: u64, plan: &Plan) -> Result<Taken, String> {
        let mut taken = Taken::default();
        let mut at_line = true;
        let mut trusted = false;
        while length - taken.bytes > SMALL && self.window.ensure(PIECE + MARGIN) {
            if !trusted && let Some((at, member)) = self.beginning(PIECE, at_line) {
                let first = at == 0 && taken.bytes == 0;
                if !first && (member || !self.belongs(length - taken.bytes, plan)) {
                    self.window.consume(at);
                    return Err(wrong_length(length));
                }
                trusted = !member;
            }
            let bytes = &self.window.bytes()[..PIECE];
            at_line = bytes.last() == Some(&b'\n');
            if matches!(plan, Plan::Take) {
                taken.body.extend_from_slice(bytes);
            }
            taken.bytes += PIECE as u64;
            self.window.consume(PIECE);
        }
        Ok(taken)
    }

    /// Whether a record inside a block belongs to the block, of which so much is left: an archive inside an archive.
    fn belongs(&mut self, left: u64, plan: &Plan) -> bool {
        if left > AHEAD {
            return matches!(plan, Plan::Skip(Skip::OtherKind, what) if what.starts_with("application/"));
        }
        let left = usize::try_from(left).unwrap_or(usize::MAX);
        self.window.ensure(left.saturating_add(32));
        self.window.bytes().len() >= left && self.ends(left).is_some()
    }

    /// Says on an entry that the check sum behind it does not match.
    fn with_check_sum(&mut self, mut found: Found) -> Found {
        let alone = self.window.bytes().iter().all(|b| matches!(b, b'\r' | b'\n'));
        if let (Found::Entry(entry), Some(damage)) = (&mut found, &self.window.damage)
            && damage.checksum
            && alone
        {
            entry.notes.push(damage.problem.clone());
            self.window.recover();
        }
        found
    }

    fn broken_off(&mut self, record: Record, length: u64) {
        // the length may be wrong, and other records may lie inside it
        if self.skip_to_record(true).found {
            return self.damaged(record.place, wrong_length(length));
        }
        let problem = match self.window.recover() {
            Some(damage) => format!("{} at byte {}", damage.problem, damage.offset),
            None => format!("the file ends before its {length} bytes"),
        };
        self.damaged(record.place, problem);
    }

    /// Whether a block can end here, and whether a record or the end follows.
    fn ends(&self, at: usize) -> Option<bool> {
        let bytes = self.window.bytes();
        let rest = &bytes[at.min(bytes.len())..];
        let blank = rest
            .iter()
            .take(16)
            .take_while(|b| matches!(b, b'\r' | b'\n'))
            .count();
        let lines = memchr::memchr_iter(b'\n', &rest[..blank]).count();
        let next = &rest[blank..];
        let follows = next.is_empty()
            || next.starts_with(b"WARC/")
            || next.starts_with(&[0])
            || self.window.members().any(|m| (at..=at + blank).contains(&m));
        if follows || (self.arc && lines >= 1) {
            Some(true)
        } else {
            (lines >= 2).then_some(false)
        }
    }
}

/// What has been taken in of a long block.
#[derive(Default)]
struct Taken {
    bytes: u64,
    body: Vec<u8>,
}

fn wrong_length(length: u64) -> String {
    format!("another record begins before its {length} bytes have ended: its length is wrong")
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while self.waiting.is_empty() && !self.ended {
            self.step();
        }
        self.waiting.pop_front()
    }
}
