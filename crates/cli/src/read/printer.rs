//! Records as bytes of the form that was asked for.

use crate::arguments::{Format, ReadArguments};
use crate::record::is_coloured;
use crate::render::html::{self, Listed};
use crate::render::terminal::{harmless, harmless_json};
use crate::render::terminal_width;
use crate::render::text::{Palette, TextOptions, text};
use crate::sink::Sink;
use onrecord_record::CheckedRecord;
use onrecord_record::write::{self, CsvWriter, Formulas, Layout};
use std::io::{self, Write as _};

/// Turns records into bytes of the form that was asked for.
pub(super) struct Printer {
    pub(super) format: Format,
    layout: Layout,
    text: TextOptions,
    /// Whether the bytes go to a terminal, where they must not steer it.
    terminal: bool,
}

impl Printer {
    pub(super) fn new(format: Format, arguments: &ReadArguments, sink: &Sink) -> Self {
        let terminal = sink.is_terminal();
        let coloured = is_coloured(sink, arguments.color);
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
                width: terminal_width(terminal),
                why: arguments.why,
                palette,
            },
            terminal,
        }
    }

    /// What comes ahead of the first article.
    pub(super) fn begin(&self) -> io::Result<Vec<u8>> {
        match self.format {
            Format::Csv => CsvWriter::new(Vec::new(), Formulas::Guard)?.into_inner(),
            Format::Html => Ok(html::head().into_bytes()),
            Format::Text | Format::Json | Format::Jsonl => Ok(Vec::new()),
        }
    }

    pub(super) fn print(&self, number: usize, name: &str, record: &CheckedRecord) -> io::Result<Vec<u8>> {
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
    pub(super) fn end(&self, listed: &[Listed]) -> Vec<u8> {
        if self.format == Format::Html {
            html::foot(listed).into_bytes()
        } else {
            Vec::new()
        }
    }
}
