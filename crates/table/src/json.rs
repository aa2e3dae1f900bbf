//! JSON Lines, and lists of objects, one object after the other.

use crate::article::{Row, damaged};
use crate::input::Input;
use onrecord_source::{Found, Limit};
use serde_json::Value;

/// How objects follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// One a line.
    Lines,
    /// In a list; or simply one after the other, over several lines each.
    Items { list: bool },
}

/// The objects of a file.
pub(crate) struct Objects<'a> {
    input: Input<'a>,
    form: Form,
    limit: usize,
    line: u64,
    number: u64,
    opened: bool,
    ended: bool,
    /// Bytes that may still be looked at twice, so that hostile brackets cost no more.
    budget: usize,
}

impl<'a> Objects<'a> {
    pub(crate) fn new(input: Input<'a>, limit: Limit) -> Self {
        let head = input.window();
        let start = head
            .iter()
            .position(|b| !b.is_ascii_whitespace())
            .unwrap_or(head.len());
        let head = head.get(start..).unwrap_or_default();
        let first_line = head.split(|&b| b == b'\n').next().unwrap_or_default();
        let form = if head.starts_with(b"[") {
            Form::Items { list: true }
        } else if head.starts_with(b"{")
            && !first_line.trim_ascii_end().ends_with(b"}")
            && first_line.len() < 200
        {
            // An opening brace and the first key or two: printed over several lines.
            Form::Items { list: false }
        } else {
            Form::Lines
        };
        let limit = usize::try_from(limit.bytes()).unwrap_or(usize::MAX);
        Self {
            input,
            form,
            limit,
            budget: limit.saturating_mul(8),
            line: 1,
            number: 0,
            opened: false,
            ended: false,
        }
    }

    pub(crate) fn kind(&self) -> &'static str {
        match self.form {
            Form::Lines => "json_lines",
            Form::Items { .. } => "json",
        }
    }

    pub(crate) fn note(&self) -> Option<String> {
        self.input.note.clone()
    }

    fn consume(&mut self, count: usize) {
        let gone = self.input.window().get(..count).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', gone).count() as u64;
        self.input.consume(count);
    }

    fn failed(&mut self) -> Option<Result<Row, Found>> {
        self.ended = true;
        let error = self.input.failure()?;
        Some(Err(damaged(
            format!("line {}", self.line),
            format!("reading failed here: {error}"),
            "check the disk or the connection that it comes from",
        )))
    }

    fn too_large(&self, place: String) -> Found {
        damaged(
            place,
            format!(
                "it is larger than the limit of {} bytes for one article",
                self.limit
            ),
            "raise the limit: --max-size",
        )
    }

    fn parse(&self, bytes: &[u8], place: String, line: u64) -> Result<Row, Found> {
        let bad = |problem: String| {
            damaged(
                place.clone(),
                problem,
                "write this object again; the others were read",
            )
        };
        let read = self
            .input
            .text(bytes)
            .map_err(|problem| bad(problem.to_string()))?;
        match serde_json::from_str::<Value>(&read.text) {
            Ok(value) => Ok(Row {
                place,
                value,
                encoding: Some(read.encoding),
                notes: read.note.into_iter().collect(),
            }),
            Err(error) => {
                let what = error.to_string();
                let what = what.split(" at line ").next().unwrap_or_default();
                let on = line + (error.line() as u64).saturating_sub(1);
                Err(bad(format!(
                    "broken JSON on line {on}, column {}: {what}",
                    error.column()
                )))
            }
        }
    }

    fn next_line(&mut self) -> Option<Result<Row, Found>> {
        loop {
            let mut looked = 0;
            let end = loop {
                let window = self.input.window();
                if let Some(at) = memchr::memchr(b'\n', window.get(looked..).unwrap_or_default()) {
                    break Some(looked + at);
                }
                looked = window.len();
                if looked > self.limit || !self.input.fill() {
                    break None;
                }
            };
            let place = format!("line {}", self.line);
            let length = end.unwrap_or(self.input.window().len());
            if length > self.limit {
                let problem = self.too_large(place);
                self.skip_line();
                return Some(Err(problem));
            }
            if length == 0 && end.is_none() {
                return self.failed();
            }
            let bytes = self.input.window().get(..length).unwrap_or_default();
            let row = if bytes.trim_ascii().is_empty() {
                None
            } else {
                Some(self.parse(bytes, place, self.line))
            };
            self.consume(length + usize::from(end.is_some()));
            if row.is_some() {
                return row;
            }
        }
    }

    fn skip_line(&mut self) {
        loop {
            match memchr::memchr(b'\n', self.input.window()) {
                Some(at) => return self.consume(at + 1),
                None => self.consume(self.input.window().len()),
            }
            if !self.input.fill() {
                return;
            }
        }
    }

    /// The first byte that is neither white space nor a comma, which is left in the window.
    fn next_byte(&mut self) -> Option<u8> {
        loop {
            let window = self.input.window();
            let apart = |b: &u8| !(b.is_ascii_whitespace() || *b == b',');
            match window.iter().position(apart) {
                Some(at) => {
                    let byte = window.get(at).copied();
                    self.consume(at);
                    return byte;
                }
                None => self.consume(window.len()),
            }
            if !self.input.fill() {
                return None;
            }
        }
    }

    fn next_item(&mut self, list: bool) -> Option<Result<Row, Found>> {
        if list && !self.opened {
            self.next_byte();
            self.consume(1);
            self.opened = true;
        }
        match self.next_byte() {
            None if list => {
                if let Some(failed) = self.failed() {
                    return Some(failed);
                }
                return Some(Err(damaged(
                    format!("line {}", self.line),
                    "the list is not closed; the file was cut off here".to_owned(),
                    "check that the file was copied whole",
                )));
            }
            None => return self.failed(),
            Some(b']') if list => {
                self.ended = true;
                return None;
            }
            Some(_) => {}
        }
        self.number += 1;
        let (place, line) = (format!("item {}", self.number), self.line);
        let mut scan = Scan::default();
        let mut looked = 0;
        let end = loop {
            let window = self.input.window();
            if let Some(end) = scan.end(window.get(looked..).unwrap_or_default()) {
                break Some(looked + end);
            }
            looked = window.len();
            if looked > self.limit || !self.input.fill() {
                break None;
            }
        };
        let row = match end {
            Some(end) if end <= self.limit => {
                let bytes = self.input.window().get(..end).unwrap_or_default();
                let row = self.parse(bytes, place.clone(), line);
                match row.is_err().then(|| swallowed(bytes)).flatten() {
                    Some(next) => self.unclosed(place, line, next, end),
                    None => {
                        self.consume(end);
                        row
                    }
                }
            }
            _ if looked > self.limit || end.is_some() => {
                self.resume(looked);
                Err(self.too_large(format!("{place} (line {line})")))
            }
            _ => match swallowed(self.input.window()).flatten() {
                Some(next) => self.unclosed(place, line, Some(next), looked),
                None => {
                    self.resume(looked);
                    Err(damaged(
                        place,
                        format!("the object that opens on line {line} is not closed"),
                        "check that the file was copied whole; reading goes on where an object opens a line, if any does",
                    ))
                }
            },
        };
        Some(row)
    }

    /// An object without its end took in what follows it, up to `end`: goes on at `next`, if that is known.
    fn unclosed(&mut self, place: String, line: u64, next: Option<usize>, end: usize) -> Result<Row, Found> {
        let budget = self.budget.checked_sub(end);
        self.budget = budget.unwrap_or(0);
        let problem = format!("the object that opens on line {line} is not closed");
        match next.filter(|_| budget.is_some()) {
            Some(next) => {
                self.consume(next);
                let problem = format!("{problem}; reading goes on at line {}", self.line);
                Err(damaged(
                    place,
                    problem,
                    "close it with a brace; the others were read",
                ))
            }
            None => {
                self.consume(end);
                self.ended = true;
                let problem = format!("{problem}; nothing from there to line {} was read", self.line);
                Err(damaged(
                    place,
                    problem,
                    "close it with a brace, and read the list again",
                ))
            }
        }
    }

    /// Goes on at the next line of the window that opens an object, else ends. `looked` bytes were looked at in vain.
    fn resume(&mut self, looked: usize) {
        let next = memchr::memmem::find(self.input.window().get(1..).unwrap_or_default(), b"\n{");
        let budget = self.budget.checked_sub(looked);
        self.budget = budget.unwrap_or(0);
        match next.filter(|_| budget.is_some()) {
            Some(at) => self.consume(at + 2),
            None => {
                self.consume(self.input.window().len());
                self.ended = true;
            }
        }
    }
}

impl Iterator for Objects<'_> {
    type Item = Result<Row, Found>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.form {
            Form::Lines => self.next_line(),
            Form::Items { list } => self.next_item(list),
        }
    }
}

/// Whether a broken object took in what follows it, since its end is missing; and where the next one begins, if that is clear.
fn swallowed(bytes: &[u8]) -> Option<Option<usize>> {
    let error = serde_json::from_slice::<Value>(bytes).err()?;
    let line = memchr::memchr_iter(b'\n', bytes)
        .nth(error.line().wrapping_sub(2))
        .map_or(0, |end| end + 1);
    // an object stands where a key is due, behind a comma
    let at = (line + error.column()).checked_sub(1)?;
    let opens = |at: &usize| {
        let ahead = bytes.get(..*at).unwrap_or_default().trim_ascii_end();
        bytes.get(*at) == Some(&b'{') && ahead.ends_with(b",")
    };
    let next = [Some(at), at.checked_sub(1), Some(at + 1)]
        .into_iter()
        .flatten()
        .find(opens);
    // the end of the list cannot close an object
    let torn = bytes.starts_with(b"{") && bytes.ends_with(b"]");
    (next.is_some() || torn).then_some(next)
}

/// Where a value ends, told by brackets and quotation marks alone.
#[derive(Default)]
struct Scan {
    depth: u64,
    string: bool,
    escape: bool,
    begun: bool,
}

impl Scan {
    /// The end of the value in `bytes`, which continue those given before.
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        for (at, &byte) in bytes.iter().enumerate() {
            if self.string {
                match byte {
                    _ if self.escape => self.escape = false,
                    b'\\' => self.escape = true,
                    b'"' => self.string = false,
                    _ => continue,
                }
                if !self.string && self.depth == 0 {
                    return Some(at + 1);
                }
                continue;
            }
            match byte {
                b'"' => self.string = true,
                b'{' | b'[' => self.depth += 1,
                // Whatever stands outside brackets ends with a comma, the list's end or white space.
                b']' | b'}' | b',' if self.depth == 0 => return Some(if self.begun { at } else { at + 1 }),
                b']' | b'}' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ if self.depth == 0 && byte.is_ascii_whitespace() => return Some(at),
                _ => {}
            }
            self.begun = true;
        }
        None
    }
}
