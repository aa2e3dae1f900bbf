//! `onrecord read`: articles in, statements out.

use crate::arguments::{CommandLine, Format, ReadArguments, When};
use crate::messages;
use crate::ordered::in_order;
use crate::progress::Progress;
use crate::render::html::{self, Listed};
use crate::render::terminal::{harmless, harmless_json};
use crate::render::text::{Palette, TextOptions, text};
use crate::sink::{Sink, is_closed_pipe};
use crate::{FAILED, PARTLY};
use anyhow::Result;
use clap::CommandFactory as _;
use clap::error::ErrorKind;
use onrecord_attribution::{Engine, Given, ReadOptions, Worker};
use onrecord_record::CheckedRecord;
use onrecord_record::write::{self, CsvWriter, Formulas, Layout};
use onrecord_source::{Decoded, InputName, Limit, read_path, read_stdin};
use std::io::{self, Write as _};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread::available_parallelism;

/// Articles that may wait for an earlier one, beside those being read.
const WAITING: usize = 4;
/// Text is not spread wider than this.
const WIDEST: usize = 100;

/// Reads every input and prints what was found, in the order of the inputs.
pub(crate) fn read(arguments: &ReadArguments) -> Result<ExitCode> {
    let format = check(arguments)?;
    let engine = Engine::new(arguments.engine.model.into())?;
    let mut sink = Sink::open(arguments.output.as_deref())?;
    let format = format.unwrap_or(if sink.is_terminal() {
        Format::Text
    } else {
        Format::Json
    });
    let reader = Reader {
        options: ReadOptions {
            guideline: arguments.engine.guideline.map(Into::into).unwrap_or_default(),
            min_confidence: arguments.engine.min_confidence,
            min_speaker: arguments.engine.min_speaker,
        },
        given: Given {
            published: arguments.published.clone(),
            outlet: arguments.outlet.clone(),
            ..Given::default()
        },
        limit: arguments.max_size,
        printer: Printer::new(format, arguments, &sink),
    };
    let threads = arguments
        .threads
        .or(available_parallelism().ok())
        .map_or(1, usize::from);
    let mut report = Report::new(arguments);
    let flow = in_order(
        &arguments.files,
        threads,
        threads + WAITING,
        || engine.worker(),
        |worker, at, file| reader.read(&engine, worker, at + 1, file),
        |at, outcome| report.take(at, outcome, &reader.printer, &mut sink),
    );
    report.progress.finish();
    match flow {
        ControlFlow::Break(error) if !is_closed_pipe(&error) => return Err(error),
        ControlFlow::Break(_) => {}
        ControlFlow::Continue(()) => {
            if report.read > 0
                && let Err(error) = sink.write(&reader.printer.end(&report.listed))
                && !is_closed_pipe(&error)
            {
                return Err(error);
            }
        }
    }
    sink.close();
    Ok(report.status())
}

/// Checks what the parser cannot, and returns the form that was asked for.
fn check(arguments: &ReadArguments) -> Result<Option<Format>> {
    let wrong = |message: &str| CommandLine::command().error(ErrorKind::ArgumentConflict, message);
    if arguments.files.iter().filter(|file| is_stdin(file)).count() > 1 {
        return Err(wrong("the standard input (-) can be read only once").into());
    }
    let output = arguments.output.as_deref();
    if let Some(target) = output
        .and_then(|path| path.canonicalize().ok())
        .filter(|path| path.is_file())
        && let Some(file) = arguments
            .files
            .iter()
            .find(|f| f.canonicalize().is_ok_and(|f| f == target))
    {
        let message = format!(
            "{} is an input; writing to it would destroy it",
            InputName::from(file.as_path())
        );
        return Err(wrong(&message).into());
    }
    let ending = output.and_then(Path::extension);
    let by_name = ending.and_then(|ending| form_of(&ending.to_str()?.to_ascii_lowercase()));
    if let Some(ending) = ending
        && by_name.is_none()
        && arguments.format.is_none()
        && !arguments.pretty
    {
        let known: Vec<String> = ENDINGS.iter().map(|(known, _)| format!(".{known}")).collect();
        let message = format!(
            "--output ends in {:?}, which names no form; the endings are {}; or give --format",
            format!(".{}", ending.to_string_lossy()),
            known.join(", ")
        );
        return Err(wrong(&message).into());
    }
    let format = arguments.format.or(by_name);
    if arguments.pretty && format.is_some_and(|format| format != Format::Json) {
        return Err(wrong("--pretty goes with --format json only").into());
    }
    Ok(if arguments.pretty {
        Some(Format::Json)
    } else {
        format
    })
}

/// What the name of an output says about its form. A name without an ending (a pipe, a device) says nothing.
const ENDINGS: [(&str, Format); 7] = [
    ("txt", Format::Text),
    ("json", Format::Json),
    ("jsonl", Format::Jsonl),
    ("ndjson", Format::Jsonl),
    ("csv", Format::Csv),
    ("html", Format::Html),
    ("htm", Format::Html),
];

fn form_of(ending: &str) -> Option<Format> {
    let of = ENDINGS.iter().find(|(known, _)| *known == ending);
    of.map(|&(_, format)| format)
}

fn is_stdin(file: &Path) -> bool {
    file.as_os_str() == "-"
}

fn name(file: &Path) -> String {
    let name = if is_stdin(file) {
        InputName::StandardInput
    } else {
        InputName::from(file)
    };
    name.to_string()
}

/// What became of one input.
struct Outcome {
    notes: Vec<String>,
    result: Result<Rendered, Failure>,
}

/// An article, ready to print.
struct Rendered {
    bytes: Vec<u8>,
    statements: usize,
}

/// Why an input was not read, and what to do about it.
struct Failure {
    reason: String,
    remedy: String,
}

struct Reader {
    options: ReadOptions,
    given: Given,
    limit: Limit,
    printer: Printer,
}

impl Reader {
    /// Reads one input; whatever goes wrong with it, the others are still read, and nobody waits for ever.
    fn read<'e>(&self, engine: &'e Engine, worker: &mut Worker<'e>, number: usize, file: &Path) -> Outcome {
        catch_unwind(AssertUnwindSafe(|| self.read_one(engine, worker, number, file))).unwrap_or_else(|_| {
            *worker = engine.worker();
            let failure = Failure {
                reason: "the program made a mistake in reading this file".to_owned(),
                remedy: "please report this, with the file if you may".to_owned(),
            };
            Outcome {
                notes: Vec::new(),
                result: Err(failure),
            }
        })
    }

    fn read_one<'e>(
        &self,
        engine: &'e Engine,
        worker: &mut Worker<'e>,
        number: usize,
        file: &Path,
    ) -> Outcome {
        let decoded = if is_stdin(file) {
            read_stdin(self.limit)
        } else {
            read_path(file, self.limit)
        };
        let decoded = match decoded {
            Ok(decoded) => decoded,
            Err(error) => {
                let failure = Failure {
                    reason: error.problem.to_string(),
                    remedy: error.remedy(),
                };
                return Outcome {
                    notes: Vec::new(),
                    result: Err(failure),
                };
            }
        };
        let notes = notes(&decoded);
        // Whatever happens inside one article, the others are still read.
        let found = catch_unwind(AssertUnwindSafe(|| {
            self.render(worker, number, file, decoded.text)
        }));
        let result = found.unwrap_or_else(|_| {
            *worker = engine.worker();
            Err("the program made a mistake in this article".to_owned())
        });
        let remedy = "please report this, with the article if you may";
        let result = result.map_err(|reason| Failure {
            reason,
            remedy: remedy.to_owned(),
        });
        Outcome { notes, result }
    }

    fn render(
        &self,
        worker: &mut Worker<'_>,
        number: usize,
        file: &Path,
        text: String,
    ) -> Result<Rendered, String> {
        let record = worker
            .read_given(&text, &self.given, &self.options)
            .map_err(|error| error.to_string())?;
        // The record has the text; a large one is not held a second time while it is printed.
        drop(text);
        let statements = record.statements.len();
        let bytes = self
            .printer
            .print(number, &name(file), &record)
            .map_err(|error| error.to_string())?;
        Ok(Rendered { bytes, statements })
    }
}

/// What should be known about how a text was got.
fn notes(decoded: &Decoded) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(assumed) = decoded.assumed {
        notes.push(format!(
            "read as {} ({}; {})",
            decoded.encoding, assumed.reason, assumed.sureness
        ));
    }
    if let Some(first) = decoded.replaced.first {
        let count = decoded.replaced.count;
        let stands = if count == 1 {
            "sequence of bytes is no character and stands"
        } else {
            "sequences of bytes are no characters and stand"
        };
        notes.push(format!(
            "{count} {stands} as U+FFFD in the text, the first at line {}, column {}",
            first.line, first.column
        ));
    }
    if decoded.markup {
        notes.push(
            "this looks like HTML or XML; its tags are read as words. Save the article as plain text"
                .to_owned(),
        );
    }
    notes
}

/// Turns records into bytes of the form that was asked for.
struct Printer {
    format: Format,
    layout: Layout,
    text: TextOptions,
    /// Whether the bytes go to a terminal, where they must not steer it.
    terminal: bool,
}

impl Printer {
    fn new(format: Format, arguments: &ReadArguments, sink: &Sink) -> Self {
        let terminal = sink.is_terminal();
        let coloured = match arguments.color {
            When::Always => true,
            When::Never => false,
            When::Auto => {
                terminal && anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
            }
        };
        let palette = if coloured {
            Palette::coloured()
        } else {
            Palette::plain()
        };
        Self {
            format,
            layout: if arguments.pretty {
                Layout::Pretty
            } else {
                Layout::Compact
            },
            text: TextOptions {
                width: width(terminal),
                why: arguments.why,
                palette,
            },
            terminal,
        }
    }

    /// What comes ahead of the first article.
    fn begin(&self) -> io::Result<Vec<u8>> {
        match self.format {
            Format::Csv => CsvWriter::new(Vec::new(), Formulas::Guard)?.into_inner(),
            Format::Html => Ok(html::head().into_bytes()),
            Format::Text | Format::Json | Format::Jsonl => Ok(Vec::new()),
        }
    }

    fn print(&self, number: usize, name: &str, record: &CheckedRecord) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        match self.format {
            Format::Text => {
                if number > 1 {
                    out.push(b'\n');
                }
                out.write_all(text(name, record, &self.text).as_bytes())?;
            }
            Format::Json => write::json(&mut out, record, self.layout)?,
            Format::Jsonl => write::jsonl(&mut out, record)?,
            Format::Csv => {
                let header = self.begin()?.len();
                let mut rows = CsvWriter::new(out, Formulas::Guard)?;
                rows.write(record)?;
                out = rows.into_inner()?.split_off(header);
            }
            Format::Html => out.write_all(html::article(number, name, record).as_bytes())?,
        }
        if out.last().is_some_and(|&last| last != b'\n') {
            out.push(b'\n');
        }
        Ok(if self.terminal {
            self.made_harmless(out)
        } else {
            out
        })
    }

    /// Escapes for JSON, visible signs for rows; text is harmless from the start, and pages are not for terminals.
    fn made_harmless(&self, bytes: Vec<u8>) -> Vec<u8> {
        match (self.format, String::from_utf8(bytes)) {
            (Format::Json | Format::Jsonl, Ok(json)) => harmless_json(&json).into_owned().into_bytes(),
            (Format::Csv | Format::Html, Ok(rows)) => harmless(&rows).into_bytes(),
            (Format::Text, Ok(text)) => text.into_bytes(),
            (_, Err(error)) => error.into_bytes(),
        }
    }

    /// What comes after the last article.
    fn end(&self, listed: &[Listed]) -> Vec<u8> {
        if self.format == Format::Html {
            html::foot(listed).into_bytes()
        } else {
            Vec::new()
        }
    }
}

/// Columns to fill: what the terminal has, or what `COLUMNS` says, up to a width that reads well.
fn width(terminal: bool) -> usize {
    let set = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    let has = || {
        terminal
            .then(terminal_size::terminal_size)
            .flatten()
            .map(|(columns, _)| usize::from(columns.0))
    };
    set.or_else(has).unwrap_or(80).clamp(40, WIDEST)
}

/// Counts what became of the inputs, and says so.
struct Report<'a> {
    files: &'a [PathBuf],
    quiet: bool,
    listing: bool,
    progress: Progress,
    read: usize,
    failed: usize,
    /// For the list at the end of a page.
    listed: Vec<Listed>,
}

impl<'a> Report<'a> {
    fn new(arguments: &'a ReadArguments) -> Self {
        Self {
            files: &arguments.files,
            quiet: arguments.quiet,
            listing: false,
            progress: Progress::new(&arguments.files, arguments.quiet),
            read: 0,
            failed: 0,
            listed: Vec::new(),
        }
    }

    fn take(
        &mut self,
        at: usize,
        outcome: Outcome,
        printer: &Printer,
        sink: &mut Sink,
    ) -> ControlFlow<anyhow::Error> {
        self.listing = printer.format == Format::Html;
        self.progress.advance();
        let name = self.files.get(at).map(|file| name(file)).unwrap_or_default();
        if !self.quiet {
            for note in &outcome.notes {
                self.progress.aside(|| messages::note(&format!("{name}: {note}")));
            }
        }
        let listed = match outcome.result {
            Ok(Rendered { bytes, statements }) => {
                let first = self.read == 0;
                let written = self.progress.aside(|| {
                    if first {
                        sink.write(&printer.begin()?)?;
                    }
                    sink.write(&bytes)
                });
                if let Err(error) = written {
                    return ControlFlow::Break(error);
                }
                self.read += 1;
                Ok(statements)
            }
            Err(Failure { reason, remedy }) => {
                self.failed += 1;
                self.progress
                    .aside(|| messages::error(&format!("{name}: {reason}"), Some(&remedy)));
                Err(reason)
            }
        };
        if self.listing {
            self.listed.push(Listed {
                number: at + 1,
                name,
                result: listed,
            });
        }
        ControlFlow::Continue(())
    }

    fn status(&self) -> ExitCode {
        if self.failed > 0 && self.files.len() > 1 {
            let count = self.files.len();
            messages::error(
                &format!("{} of {count} inputs could not be read", self.failed),
                None,
            );
        }
        match (self.read, self.failed) {
            (_, 0) => ExitCode::SUCCESS,
            (0, _) => ExitCode::from(FAILED),
            _ => ExitCode::from(PARTLY),
        }
    }
}
