//! Records, one after the other.

use crate::head::{ArcLine, Fields, arc_date, arc_line, head_end};
use crate::window::Window;
use crate::{coding, digest, http};
use onrecord_record::{ArchivedRecord, DeclaredBy, DeclaredField};
use onrecord_source::{Body, Entry, Found, Limit, Skip, fact};
use std::collections::VecDeque;
use std::io::BufRead;

/// The longest head of a record or an answer.
const HEAD: usize = 64 * 1024;
/// Blocks up to this size are looked at as a whole before anything of them is dropped.
const SMALL: u64 = 192 * 1024;
const REMEDY: &str = "it was left out; get a sound copy of the file if it matters";

pub(crate) struct Records<R> {
    window: Window<R>,
    limit: Limit,
    arc: bool,
    waiting: VecDeque<Found>,
    ended: bool,
}

/// What a record says of itself.
struct Record {
    kind: String,
    length: Option<u64>,
    media_type: Option<String>,
    truncated: Option<String>,
    segment: Option<String>,
    refers_to: Option<String>,
    archived: ArchivedRecord,
    place: String,
    notes: Vec<String>,
}

enum Plan {
    Skip(Skip, String),
    TooLarge,
    Take,
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
        if versioned || bytes.get(..5).is_some_and(|b| b.eq_ignore_ascii_case(b"WARC-")) {
            let Some(length) = self.head_length(0) else {
                self.stray(place, "the head of the record does not end");
                return;
            };
            let fields = Fields::read(&self.window.bytes()[..length]);
            self.window.consume(length);
            let mut record = warc_record(&fields, offset, place);
            if !versioned {
                record.notes.push("its version line is missing".to_owned());
            }
            self.block(record);
        } else if let Some(line) = self.arc_line() {
            self.arc = true;
            self.block(arc_record(line, offset, place));
        } else {
            self.stray(place, "no record begins here");
        }
    }

    /// Where a head ends that begins at `from`.
    fn head_length(&mut self, from: usize) -> Option<usize> {
        loop {
            let bytes = self.window.bytes();
            let head = &bytes[from.min(bytes.len())..bytes.len().min(from + HEAD)];
            if let Some(end) = head_end(head) {
                return Some(end);
            }
            if head.len() >= HEAD || !self.window.more() {
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
        let passed = self.to_next_record(1);
        self.damaged(place, format_args!("{problem}; {passed} bytes were passed over"));
    }

    /// Passes at least `passed` bytes, up to where a record begins, or to the end or a damage.
    fn to_next_record(&mut self, at_least: usize) -> u64 {
        let mut passed = at_least.min(self.window.bytes().len()) as u64;
        self.window.consume(at_least);
        loop {
            self.window.ensure(4096);
            let bytes = self.window.bytes();
            let starts = |at: usize| {
                let rest = &bytes[at..];
                let line = || &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())];
                matches!(rest, [b'W', b'A', b'R', b'C', b'/', b'0'..=b'9', b'.', ..])
                    || (self.arc && rest.len() < bytes.len() && arc_line(line()).is_some())
            };
            let lines = memchr::memchr_iter(b'\n', bytes)
                .map(|at| at + 1)
                .find(|&at| starts(at));
            let members = self
                .window
                .members()
                .filter(|&at| at < bytes.len())
                .find(|&at| starts(at));
            if let Some(at) = lines.into_iter().chain(members).min() {
                self.window.consume(at);
                return passed + at as u64;
            }
            // a beginning may lie across the end of what is held
            let kept = bytes.len().min(1024);
            let dropped = bytes.len() - kept;
            passed += dropped as u64;
            self.window.consume(dropped);
            if !self.window.more() {
                let rest = self.window.bytes().len();
                self.window.consume(rest);
                return passed + rest as u64;
            }
        }
    }

    /// What is to be done with a record, as far as its head and the head of its answer tell.
    fn plan(&mut self, record: &Record, length: u64) -> Plan {
        let skip = |what: &str| Plan::Skip(Skip::OtherKind, what.to_owned());
        let is_response = match record.kind.as_str() {
            "response" => true,
            "resource" | "conversion" => false,
            "revisit" => {
                let of = record
                    .refers_to
                    .as_deref()
                    .or(record.archived.target_uri.as_deref());
                return Plan::Skip(
                    Skip::Unchanged,
                    format!("revisit of {}", of.unwrap_or("an earlier record")),
                );
            }
            kind => return skip(&format!("{} record", kind.escape_default())),
        };
        let uri = record.archived.target_uri.as_deref().unwrap_or_default();
        if uri.starts_with("dns:") || uri.starts_with("filedesc:") || uri.starts_with("whois:") {
            return skip(
                &uri.split(':')
                    .next()
                    .map(|s| format!("{s} record"))
                    .unwrap_or_default(),
            );
        }
        if length == 0 {
            return Plan::Skip(Skip::NoContent, "empty record".to_owned());
        }
        let mut media = record.media_type.as_deref().and_then(|v| http::content_type(v).0);
        if is_response {
            let small = usize::try_from(length).unwrap_or(HEAD).min(HEAD);
            while head_end(&self.window.bytes()[..self.window.bytes().len().min(small)]).is_none()
                && self.window.bytes().len() < small
                && self.window.more()
            {}
            let bytes = self.window.bytes();
            let answer = http::split(&bytes[..bytes.len().min(small)]);
            if let Some((status, reason)) = answer.status.and_then(|s| http::refused(s).map(|r| (s, r))) {
                return Plan::Skip(reason, format!("HTTP {status}"));
            }
            if answer.head > 0 || media.as_deref() == Some("application/http") {
                media = answer
                    .fields
                    .get("Content-Type")
                    .and_then(|v| http::content_type(v).0);
            }
            if answer.head as u64 >= length {
                return Plan::Skip(Skip::NoContent, "empty answer".to_owned());
            }
        }
        match media {
            Some(media) if !http::is_text(&media) => skip(&media),
            _ if length > self.limit.bytes() => Plan::TooLarge,
            _ => Plan::Take,
        }
    }

    /// Reads or passes the block of a record, and what stands behind it.
    fn block(&mut self, record: Record) {
        let Some(length) = record.length else {
            let passed = self.to_next_record(0);
            self.damaged(
                record.place,
                format_args!("its length is not a number; {passed} bytes were passed over"),
            );
            return;
        };
        let plan = self.plan(&record, length);
        let small = length <= SMALL;
        let mut body = Vec::new();
        let mut left = length;
        // large blocks are read or dropped piece by piece
        while !small && left > 0 {
            if self.window.bytes().is_empty() && !self.window.more() {
                break;
            }
            let bytes = self.window.bytes();
            let count = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            let early = self
                .window
                .members()
                .find(|&at| at < count && bytes[at..].starts_with(b"WARC/"));
            if let Some(at) = early {
                self.window.consume(at);
                self.damaged(
                    record.place,
                    format_args!("its member ends before its {length} bytes: its length is wrong"),
                );
                return;
            }
            if matches!(plan, Plan::Take) {
                body.extend_from_slice(&bytes[..count]);
            }
            self.window.consume(count);
            left -= count as u64;
        }
        let held = if small { left as usize } else { 0 };
        self.window.ensure(held + 16);
        let bytes = self.window.bytes();
        let early = self
            .window
            .members()
            .find(|&at| at < held && bytes.get(at..).is_some_and(|b| b.starts_with(b"WARC/")));
        if let Some(at) = early {
            self.window.consume(at);
            self.damaged(
                record.place,
                format_args!("its member ends before its {length} bytes: its length is wrong"),
            );
            return;
        }
        if bytes.len() < held || (!small && left > 0) {
            self.broken_off(record, length);
            return;
        }
        if !self.ends_well(held) {
            let passed = self.to_next_record(0);
            self.damaged(
                record.place,
                format_args!("no record follows its {length} bytes: its length is wrong; {passed} bytes were passed over"),
            );
            return;
        }
        let found = match plan {
            Plan::Skip(reason, what) => Found::Skipped {
                within: vec![record.archived.id.unwrap_or(record.place)],
                reason,
                what,
            },
            Plan::TooLarge => self.too_large(&record, &format!("it has {length} bytes")),
            Plan::Take if small => self.entry(record, &self.window.bytes()[..held]),
            Plan::Take => self.entry(record, &body),
        };
        self.window.consume(held);
        let found = self.with_check_sum(found);
        self.waiting.push_back(found);
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
        let problem = match &self.window.damage {
            Some(damage) => format!("{} at byte {}", damage.problem, damage.offset),
            None => format!("the file ends before its {length} bytes"),
        };
        if self.window.damage.is_some() {
            self.window.recover();
        } else {
            // the length may be wrong, and other records may lie inside it
            self.to_next_record(0);
        }
        self.damaged(record.place, problem);
    }

    /// Whether what stands behind a block can stand there.
    fn ends_well(&self, at: usize) -> bool {
        let bytes = self.window.bytes();
        let rest = &bytes[at.min(bytes.len())..];
        let blank = rest
            .iter()
            .take(16)
            .take_while(|b| matches!(b, b'\r' | b'\n'))
            .count();
        let lines = memchr::memchr_iter(b'\n', &rest[..blank]).count();
        let next = &rest[blank..];
        next.is_empty()
            || lines >= 2
            || (self.arc && lines >= 1)
            || next.starts_with(b"WARC/")
            || self.window.members().any(|m| (at..=at + blank).contains(&m))
    }

    fn too_large(&self, record: &Record, problem: &str) -> Found {
        Found::Damaged {
            within: vec![record.place.clone()],
            problem: format!(
                "{}: {problem}, more than the limit of {} for one article",
                record.place, self.limit
            ),
            remedy: format!(
                "raise the limit: --max-size {}",
                self.limit.bytes().saturating_mul(4).min(Limit::HIGHEST.bytes())
            ),
        }
    }

    fn entry(&self, record: Record, block: &[u8]) -> Found {
        let answer = (record.kind == "response").then(|| http::split(block));
        let head = answer.as_ref().map_or(0, |a| a.head);
        let payload = &block[head..];
        let mut notes = record.notes.clone();
        let field = |name| answer.as_ref().and_then(|a| a.fields.get(name));
        let chunked = field("Transfer-Encoding").is_some_and(|v| v.to_ascii_lowercase().contains("chunked"));
        let joined = if chunked {
            coding::dechunk(payload, &mut notes)
        } else {
            payload.to_vec()
        };
        let mut check = |declared: &Option<String>, of: &str, bytes: &[&[u8]]| match declared
            .as_ref()
            .map(|d| digest::matches(d, bytes))
        {
            Some(Some(false)) => notes.push(format!(
                "the digest of its {of} does not match: some of its bytes may be wrong"
            )),
            Some(None) => notes.push(format!("the digest of its {of} is in no known form")),
            _ => {}
        };
        if record.truncated.is_none() && record.segment.is_none() {
            check(&record.archived.block_digest, "block", &[block]);
            check(&record.archived.payload_digest, "payload", &[payload, &joined]);
        }
        if let Some(reason) = &record.truncated {
            notes.push(format!("cut short when it was archived ({reason})"));
        }
        if record.segment.is_some() {
            notes.push("the first of several segments: what follows in others is missing".to_owned());
        }
        if answer.as_ref().and_then(|a| a.status) == Some(206) {
            notes.push("a part of the page only (HTTP 206)".to_owned());
        }
        let bytes = match field("Content-Encoding") {
            Some(codings) => coding::decompress(joined, codings, self.limit.bytes(), &mut notes),
            None => Ok(joined),
        };
        let Ok(bytes) = bytes else {
            return self.too_large(&record, "it is larger when decompressed");
        };
        let within = vec![record.archived.id.clone().unwrap_or_else(|| record.place.clone())];
        if bytes.trim_ascii().is_empty() {
            return Found::Skipped {
                within,
                reason: Skip::NoContent,
                what: "empty answer".to_owned(),
            };
        }
        let declared = field("Content-Type").or(record.media_type.as_deref().filter(|_| head == 0));
        let (media_type, charset) = declared.map_or((None, None), http::content_type);
        let media_type = media_type.filter(|m| m != "application/http");
        if media_type.is_none() && !coding::looks_like_text(&bytes) {
            return Found::Skipped {
                within,
                reason: Skip::OtherKind,
                what: "bytes of no declared type".to_owned(),
            };
        }
        let mut entry = Entry::new(Body::Bytes {
            bytes,
            media_type,
            charset,
        });
        if let Some(uri) = &record.archived.target_uri {
            let key = if self.arc { "URL" } else { "WARC-Target-URI" };
            entry
                .facts
                .push(fact(DeclaredField::Url, uri.clone(), DeclaredBy::Warc, key));
        }
        entry.notes = notes;
        entry.origin.within = within;
        entry.origin.kind = if self.arc { "arc" } else { "warc" }.to_owned();
        entry.origin.address = record.archived.target_uri.clone();
        entry.origin.fetched = record.archived.date.clone();
        entry.origin.record = Some(record.archived);
        Found::Entry(Box::new(entry))
    }
}

fn warc_record(fields: &Fields, offset: u64, place: String) -> Record {
    let own = |name: &str| fields.get(name).map(str::to_owned);
    let refers_to = fields
        .uri("WARC-Refers-To")
        .or_else(|| fields.uri("WARC-Refers-To-Target-URI"));
    Record {
        kind: fields.get("WARC-Type").unwrap_or("untyped").to_ascii_lowercase(),
        length: fields.get("Content-Length").and_then(|l| l.parse().ok()),
        media_type: own("WARC-Identified-Payload-Type")
            .filter(|_| fields.get("Content-Type").is_none())
            .or(own("Content-Type")),
        truncated: own("WARC-Truncated"),
        segment: own("WARC-Segment-Number"),
        archived: ArchivedRecord {
            id: fields.uri("WARC-Record-ID"),
            target_uri: fields.uri("WARC-Target-URI"),
            date: own("WARC-Date"),
            payload_digest: own("WARC-Payload-Digest"),
            block_digest: own("WARC-Block-Digest"),
            offset,
            refers_to: refers_to.clone(),
        },
        refers_to,
        place,
        notes: Vec::new(),
    }
}

fn arc_record(line: ArcLine, offset: u64, place: String) -> Record {
    Record {
        kind: "response".to_owned(),
        length: line.length,
        media_type: Some(line.media_type),
        truncated: None,
        segment: None,
        refers_to: None,
        archived: ArchivedRecord {
            target_uri: Some(line.url),
            date: Some(arc_date(&line.date)),
            offset,
            ..ArchivedRecord::default()
        },
        place,
        notes: Vec::new(),
    }
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
