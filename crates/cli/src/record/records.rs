//! Records that were read before: what `onrecord read --format json` prints, added as they are.

use crate::inputs::reader::{About, Done, Failure, Outcome, Rendered};
use crate::inputs::report::Report;
use crate::ordered::in_order;
use anyhow::{Result, anyhow};
use onrecord_intake::{Cursor, Passed};
use onrecord_record::{ArticleRecord, CheckedRecord, SCHEMA};
use onrecord_store::Ready;
use std::fs::File;
use std::io::{BufRead, BufReader, Read as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Bytes at the beginning of a file that are looked at.
const BEGINNING: u64 = 4_096;
/// Bytes of one record, at most.
const LONGEST: u64 = 1 << 30;
const WAITING: usize = 16;

/// Whether a file holds records that were read before. What cannot be opened is left to whoever reads it.
pub(super) fn are_records(path: &Path) -> bool {
    let is_file = path.metadata().is_ok_and(|about| about.is_file());
    let Ok(file) = File::open(path) else { return false };
    let mut beginning = Vec::new();
    is_file
        && file.take(BEGINNING).read_to_end(&mut beginning).is_ok()
        && String::from_utf8_lossy(&beginning)
            .split_whitespace()
            .collect::<String>()
            .starts_with(&format!("{{\"schema\":\"{SCHEMA}\""))
}

/// Adds the records of every file, in order.
pub(super) fn add(
    files: &[PathBuf],
    threads: usize,
    report: &mut Report,
    mut keep: impl FnMut(Ready) -> Result<()>,
) -> ControlFlow<anyhow::Error> {
    for file in files {
        let name = if file.as_os_str() == "-" {
            "standard input".to_owned()
        } else {
            file.display().to_string()
        };
        let reader: Result<Box<dyn BufRead + Send>, _> = if file.as_os_str() == "-" {
            Ok(Box::new(BufReader::new(std::io::stdin())))
        } else {
            File::open(file)
                .map(|file| Box::new(BufReader::with_capacity(1 << 20, file)) as Box<dyn BufRead + Send>)
        };
        let lines: Box<dyn Iterator<Item = std::io::Result<String>> + Send> = match reader {
            Ok(reader) => Box::new(Lines {
                reader,
                broken: false,
            }),
            Err(error) => Box::new(std::iter::once(Err(error))),
        };
        in_order(
            lines.enumerate(),
            threads,
            threads + WAITING,
            || (),
            |(), _, (number, line)| {
                (
                    number,
                    line.map_err(|error| error.to_string())
                        .and_then(|line| checked(&line)),
                )
            },
            |_, (number, read)| {
                let result = match read {
                    Ok(None) => Done::Nothing,
                    Ok(Some(record)) => Done::Article(Box::new(Ok(Rendered {
                        name: format!("{name}, line {}", number + 1),
                        number: number + 1,
                        kind: "record".to_owned(),
                        notes: Vec::new(),
                        about: About::of(record.record()),
                        made: record,
                    }))),
                    Err(reason) => Done::Article(Box::new(Err(Failure {
                        name: format!("{name}, line {}", number + 1),
                        number: number + 1,
                        notes: Vec::new(),
                        reason,
                        remedy: "records are added as `onrecord read --format json` prints them, one a line"
                            .to_owned(),
                    }))),
                };
                let outcome = Outcome {
                    at: Cursor::default(),
                    passed: Passed::default(),
                    result,
                    input: name.clone(),
                    named: true,
                    part: None,
                    key: None,
                    answer: None,
                    changed: false,
                };
                report.take(outcome, |record| keep(*record))
            },
        )?;
    }
    ControlFlow::Continue(())
}

/// A record in a line; nothing in an empty one.
fn checked(line: &str) -> Result<Option<Box<Ready>>, String> {
    if line.trim().is_empty() {
        return Ok(None);
    }
    let record: ArticleRecord = serde_json::from_str(line).map_err(|error| format!("no record: {error}"))?;
    if record.schema != SCHEMA {
        return Err(anyhow!("a record of form {:?}, not {SCHEMA:?}", record.schema).to_string());
    }
    let record = CheckedRecord::new(record).map_err(|error| error.to_string())?;
    Ok(Some(Box::new(Ready::of(record))))
}

/// Lines, none longer than a record may be.
struct Lines {
    reader: Box<dyn BufRead + Send>,
    broken: bool,
}

impl Iterator for Lines {
    type Item = std::io::Result<String>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.broken {
            return None;
        }
        let mut line = String::new();
        match (&mut self.reader).take(LONGEST).read_line(&mut line) {
            Ok(0) => None,
            Ok(_) if line.len() as u64 >= LONGEST => {
                self.broken = true;
                Some(Err(std::io::Error::other(format!(
                    "longer than {LONGEST} bytes; what follows was not read"
                ))))
            }
            Ok(_) => Some(Ok(line)),
            Err(error) => {
                self.broken = true;
                Some(Err(error))
            }
        }
    }
}
