//! CSV and its relatives, one row after the other.

use crate::article::{Row, damaged};
use crate::error::TableError;
use crate::input::Input;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use onrecord_source::{Found, Limit};
use serde_json::{Map, Value};

/// What may stand between columns.
pub(crate) const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// More columns than any table of articles has.
const MOST_COLUMNS: usize = 10_000;

/// The rows of a table whose first row names the columns.
pub(crate) struct Rows<'a> {
    input: Input<'a>,
    parser: Parser,
    pub(crate) names: Vec<String>,
    pub(crate) delimiter: u8,
    limit: usize,
    line: u64,
    number: u64,
    ended: bool,
    /// Bytes that may still be looked at twice, so that hostile quotation marks cost no more.
    budget: usize,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(input: Input<'a>, delimiter: Option<u8>, limit: Limit) -> Result<Self, TableError> {
        let delimiter = delimiter.unwrap_or_else(|| sniff(input.window()));
        let limit = usize::try_from(limit.bytes()).unwrap_or(usize::MAX);
        let mut rows = Self {
            input,
            parser: Parser::new(delimiter),
            names: Vec::new(),
            delimiter,
            limit,
            line: 1,
            number: 0,
            ended: false,
            budget: limit.saturating_mul(8),
        };
        let Some(header) = rows.next_end() else {
            return Err(TableError::NoRows);
        };
        let bytes = rows.input.window().get(..header.length).unwrap_or_default();
        let text = rows.input.text(bytes)?.text.into_owned();
        let mut parser = Parser::new(delimiter);
        rows.names = parser
            .fields(text.as_bytes())
            .into_iter()
            .map(|n| n.trim().to_owned())
            .collect();
        rows.consume(header.length);
        Ok(rows)
    }

    pub(crate) fn note(&self) -> Option<String> {
        self.input.note.clone()
    }

    fn consume(&mut self, count: usize) {
        let gone = self.input.window().get(..count).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', gone).count() as u64;
        self.input.consume(count);
    }

    /// Finds the end of the next row, which then stands at the window's start.
    fn next_end(&mut self) -> Option<Scanned> {
        // Empty lines before it are no part of it.
        loop {
            let window = self.input.window();
            match window.iter().position(|b| !matches!(b, b'\n' | b'\r')) {
                Some(at) => {
                    self.consume(at);
                    break;
                }
                None => self.consume(window.len()),
            }
            if !self.input.fill() {
                return None;
            }
        }
        self.parser.begin();
        let mut length = 0;
        loop {
            let window = self.input.window().get(length..).unwrap_or_default();
            let (end, read) = self.parser.feed(window);
            length += read;
            match end {
                End::Row => break,
                End::TooWide => {
                    return Some(Scanned {
                        length,
                        outcome: Outcome::TooWide,
                    });
                }
                End::Unfinished => {}
            }
            if length > self.limit {
                return Some(Scanned {
                    length,
                    outcome: Outcome::TooLarge,
                });
            }
            if !self.input.fill() {
                // The end of the file ends the row.
                self.parser.feed(&[]);
                break;
            }
        }
        Some(Scanned {
            length,
            outcome: Outcome::Row,
        })
    }

    fn row(&mut self, length: usize, place: String) -> Result<Row, String> {
        let bytes = self.input.window().get(..length).unwrap_or_default();
        let read = self.input.text(bytes).map_err(|problem| problem.to_string())?;
        let fields = match std::str::from_utf8(bytes) {
            Ok(text) if text == read.text => self.parser.strings(),
            _ => Parser::new(self.delimiter).fields(read.text.as_bytes()),
        };
        let wanted = self.names.len();
        let spare = fields.get(wanted..).unwrap_or_default();
        if fields.len() < wanted || spare.iter().any(|field| !field.is_empty()) {
            let columns = if wanted == 1 { "column" } else { "columns" };
            return Err(format!(
                "it has {} fields, the table {wanted} {columns}",
                fields.len()
            ));
        }
        let mut value = Map::new();
        for (name, field) in self.names.iter().zip(fields) {
            // Of two columns with one name the first counts.
            value.entry(name.as_str()).or_insert(Value::String(field));
        }
        Ok(Row {
            place,
            value: Value::Object(value),
            encoding: Some(read.encoding),
            notes: read.note.into_iter().collect(),
        })
    }

    /// Gives up a bad row: its first line alone while that is affordable, since a quotation mark may have swallowed others.
    fn give_up(&mut self, length: usize) {
        let window = self.input.window().get(..length).unwrap_or_default();
        let first = memchr::memchr(b'\n', window).map_or(length, |at| at + 1);
        match self.budget.checked_sub(length - first) {
            Some(rest) => {
                self.budget = rest;
                self.consume(first);
            }
            None => self.consume(length),
        }
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, Found>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let Some(Scanned { length, outcome }) = self.next_end() else {
            self.ended = true;
            let error = self.input.failure()?;
            return Some(Err(damaged(
                format!("line {}", self.line),
                format!("reading failed here: {error}"),
                "check the disk or the connection that it comes from",
            )));
        };
        self.number += 1;
        let place = format!("row {}", self.number);
        let from = self.line;
        let bytes = self.input.window().get(..length).unwrap_or_default();
        let lines = memchr::memchr_iter(b'\n', bytes.trim_ascii_end()).count() as u64;
        let odd = memchr::memchr_iter(b'"', bytes).count() % 2 == 1 || has_stray_quote(bytes, self.delimiter);
        let problem = match outcome {
            Outcome::Row if odd && lines > 0 => "a quotation mark in it is never closed".to_owned(),
            Outcome::Row => match self.row(length, place.clone()) {
                Ok(row) => {
                    self.consume(length);
                    return Some(Ok(row));
                }
                Err(problem) => problem,
            },
            Outcome::TooLarge => format!(
                "it is larger than the limit of {} bytes for one article; a quotation mark that is never closed would do that",
                self.limit
            ),
            Outcome::TooWide => format!("it has more than {MOST_COLUMNS} fields"),
        };
        let problem = match lines {
            0 => format!("line {from}: {problem}"),
            _ => format!("lines {from} to {}: {problem}", from + lines),
        };
        self.give_up(length);
        let remedy = match outcome {
            Outcome::Row => {
                "write this row again, with quotation marks inside a field doubled; reading goes on at its second line"
            }
            _ => "raise the limit (--max-size), or write this row again; reading goes on at its second line",
        };
        Some(Err(damaged(place, problem, remedy)))
    }
}

struct Scanned {
    /// Bytes of the window.
    length: usize,
    outcome: Outcome,
}

#[derive(Clone, Copy)]
enum Outcome {
    Row,
    TooLarge,
    TooWide,
}

enum End {
    Row,
    TooWide,
    Unfinished,
}

/// Takes rows apart.
struct Parser {
    reader: Reader,
    out: Vec<u8>,
    ends: Vec<usize>,
    length: usize,
    fields: usize,
}

impl Parser {
    fn new(delimiter: u8) -> Self {
        Self {
            reader: ReaderBuilder::new().delimiter(delimiter).build(),
            out: vec![0; 1024],
            ends: vec![0; 32],
            length: 0,
            fields: 0,
        }
    }

    fn begin(&mut self) {
        self.reader.reset();
        (self.length, self.fields) = (0, 0);
        // One large row should not cost its memory for good.
        if self.out.len() > 1 << 20 {
            self.out = vec![0; 1024];
        }
    }

    /// Reads on; the second number is how many bytes were read. No bytes are the end of the file.
    fn feed(&mut self, bytes: &[u8]) -> (End, usize) {
        let mut read = 0;
        loop {
            let input = bytes.get(read..).unwrap_or_default();
            if input.is_empty() && !bytes.is_empty() {
                return (End::Unfinished, read);
            }
            let out = self.out.get_mut(self.length..).unwrap_or_default();
            let ends = self.ends.get_mut(self.fields..).unwrap_or_default();
            let (result, taken, written, ended) = self.reader.read_record(input, out, ends);
            read += taken;
            self.length += written;
            self.fields += ended;
            match result {
                ReadRecordResult::InputEmpty if bytes.is_empty() => return (End::Row, read),
                ReadRecordResult::InputEmpty => return (End::Unfinished, read),
                ReadRecordResult::OutputFull => self.out.resize(self.out.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() > MOST_COLUMNS => {
                    return (End::TooWide, read);
                }
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record | ReadRecordResult::End => return (End::Row, read),
            }
        }
    }

    /// The fields of the row that was read.
    fn strings(&self) -> Vec<String> {
        let mut start = 0;
        let ends = self.ends.get(..self.fields).unwrap_or_default();
        let fields = ends.iter().map(|&end| {
            let field = self.out.get(start..end).unwrap_or_default();
            start = end;
            String::from_utf8_lossy(field).into_owned()
        });
        fields.collect()
    }

    /// The fields of the first row of `text`.
    fn fields(&mut self, text: &[u8]) -> Vec<String> {
        self.begin();
        if let (End::Unfinished, _) = self.feed(text) {
            self.feed(&[]);
        }
        self.strings()
    }
}

/// Whether words follow the mark that closes a field. One that was never closed is closed by the mark that opens another.
fn has_stray_quote(row: &[u8], delimiter: u8) -> bool {
    let mut rest = row;
    while !rest.is_empty() {
        if let Some(mut inside) = rest.strip_prefix(b"\"") {
            loop {
                let Some(close) = memchr::memchr(b'"', inside) else {
                    return false;
                };
                inside = inside.get(close + 1..).unwrap_or_default();
                match inside.first() {
                    Some(b'"') => inside = inside.get(1..).unwrap_or_default(),
                    Some(&next) if next != delimiter && !next.is_ascii_whitespace() => return true,
                    _ => break,
                }
            }
            rest = inside;
        }
        match memchr::memchr(delimiter, rest) {
            Some(at) => rest = rest.get(at + 1..).unwrap_or_default(),
            None => return false,
        }
    }
    false
}

/// The delimiter by which the first rows have the same number of columns, and more than one.
fn sniff(head: &[u8]) -> u8 {
    let score = |delimiter: u8| {
        let (columns, rows, alike) = shape(head, delimiter);
        if columns < 2 {
            (0, 0)
        } else {
            (alike * 100 / rows.max(1), columns)
        }
    };
    // Of equals the first: a comma before a stroke.
    let best = DELIMITERS.into_iter().rev().max_by_key(|&d| score(d));
    best.filter(|&d| score(d).1 > 0).unwrap_or(b',')
}

/// Columns of the first row; rows looked at; rows with as many columns.
pub(crate) fn shape(head: &[u8], delimiter: u8) -> (usize, usize, usize) {
    const ROWS: usize = 50;
    let mut parser = Parser::new(delimiter);
    let (mut columns, mut rows, mut alike) = (0, 0, 0);
    let mut rest = head;
    while rows < ROWS && !rest.is_empty() {
        parser.begin();
        let (end, read) = parser.feed(rest);
        if !matches!(end, End::Row) && rows > 0 {
            break;
        }
        if matches!(end, End::Unfinished) {
            parser.feed(&[]);
        }
        rest = rest.get(read.max(1)..).unwrap_or_default();
        if parser.fields == 0 {
            break;
        }
        if rows == 0 {
            columns = parser.fields;
        }
        rows += 1;
        alike += usize::from(parser.fields == columns);
    }
    (columns, rows, alike)
}

/// The names in the first row of `head`.
pub(crate) fn header(head: &[u8], delimiter: u8) -> Vec<String> {
    Parser::new(delimiter).fields(head)
}
