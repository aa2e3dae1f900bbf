//! One row a statement, for spreadsheets and data frames.

use crate::article::{Article, Unattributed};
use crate::checked::CheckedRecord;
use crate::span::Span;
use crate::statement::{Speaker, Statement};
use csv::QuoteStyle;
use std::borrow::Cow;
use std::io::{self, Write};

/// The columns, in order.
pub const COLUMNS: [&str; 41] = [
    "record",
    "article_id",
    "url",
    "outlet",
    "published",
    "id",
    "kind",
    "mode",
    "content",
    "start",
    "end",
    "cue",
    "source",
    "speakers",
    "speaker_types",
    "speaker_roles",
    "speaker_orgs",
    "addressee",
    "medium",
    "event",
    "via",
    "parent",
    "said_on",
    "confidence",
    "why",
    "speaker_confidences",
    "candidates",
    "same_as",
    "title",
    "text_sha256",
    "offsets",
    "speakers_open",
    "candidate_confidences",
    "event_id",
    "said_on_words",
    "byline",
    "modified",
    "lang",
    "extent",
    "input",
    "within",
];

/// What happens to cells that a spreadsheet would run as a formula.
///
/// News is written by others; a quotation that begins with `=` must not become a program on the reader's machine.
/// Quoting a cell does not prevent that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Formulas {
    /// A cell that begins with `=`, `+`, `-`, `@`, a tab, a line end or the full-width form of one of the signs gets an
    /// apostrophe ahead of it, which spreadsheets take as "this is text". So does a cell that begins with apostrophes
    /// before such a character; hence [`Formulas::restore`] gives back exactly what was there.
    #[default]
    Guard,
    /// Every cell is written as it is, for programs that read CSV as data only.
    Keep,
}

impl Formulas {
    /// The cell as it is written.
    pub fn protect(self, cell: &str) -> Cow<'_, str> {
        match self {
            Self::Guard if is_risky(cell) => Cow::Owned(format!("'{cell}")),
            _ => Cow::Borrowed(cell),
        }
    }

    /// The cell as it was before [`Formulas::protect`].
    pub fn restore(self, cell: &str) -> &str {
        match self {
            Self::Guard if is_risky(cell) => cell.strip_prefix('\'').unwrap_or(cell),
            _ => cell,
        }
    }
}

fn is_risky(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}',
    ])
}

/// Writes rows; the header comes once, ahead of the first.
#[derive(Debug)]
pub struct CsvWriter<W: Write> {
    rows: csv::Writer<W>,
    formulas: Formulas,
}

impl<W: Write> CsvWriter<W> {
    /// Writes the header to `out` and stands ready for records.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn new(out: W, formulas: Formulas) -> io::Result<Self> {
        let mut rows = csv::WriterBuilder::new()
            .quote_style(QuoteStyle::NonNumeric)
            .from_writer(out);
        rows.write_record(COLUMNS)?;
        Ok(Self { rows, formulas })
    }

    /// Writes one row per statement, then one per quotation without a source.
    ///
    /// # Errors
    /// Those of the output.
    pub fn write(&mut self, record: &CheckedRecord) -> io::Result<()> {
        for statement in &record.statements {
            self.row(&statement_cells(&record.article, statement))?;
        }
        for quotation in &record.unattributed {
            self.row(&unattributed_cells(&record.article, quotation))?;
        }
        Ok(())
    }

    /// Writes out what is still held back.
    ///
    /// # Errors
    /// Those of the output.
    pub fn flush(&mut self) -> io::Result<()> {
        self.rows.flush()
    }

    /// Writes out what is still held back and returns the output.
    ///
    /// # Errors
    /// Those of the output.
    pub fn into_inner(self) -> io::Result<W> {
        self.rows.into_inner().map_err(|error| error.into_error())
    }

    fn row(&mut self, cells: &[Cow<'_, str>; COLUMNS.len()]) -> io::Result<()> {
        for cell in cells {
            self.rows.write_field(self.formulas.protect(cell).as_bytes())?;
        }
        self.rows.write_record(None::<&[u8]>)?;
        Ok(())
    }
}

/// The cells of a statement's row, in the order of [`COLUMNS`], not yet protected by [`Formulas::protect`].
///
/// For writers of tables with further columns. Nothing is checked here: they see to it that what they hand in came from a
/// [`CheckedRecord`].
pub fn statement_cells<'r>(article: &'r Article, s: &'r Statement) -> [Cow<'r, str>; COLUMNS.len()] {
    // One name for each column keeps cells and headings from drifting apart.
    let speakers = |get: fn(&Speaker) -> &str| Cow::Owned(list(s.speakers.iter().map(get), "; "));
    COLUMNS.map(|column| match column {
        "record" => "statement".into(),
        "id" => s.id.as_str().into(),
        "kind" => s.kind.as_str().into(),
        "mode" => s.mode.as_str().into(),
        "content" => fragments(&s.content),
        "start" => s
            .content
            .first()
            .map(|span| span.start.to_string())
            .unwrap_or_default()
            .into(),
        "end" => s
            .content
            .last()
            .map(|span| span.end.to_string())
            .unwrap_or_default()
            .into(),
        "cue" => fragments(&s.cue),
        "source" => fragments(&s.source),
        "speakers" => speakers(|speaker| speaker.name.as_deref().unwrap_or("")),
        "speaker_types" => speakers(|speaker| speaker.kind.as_str()),
        "speaker_roles" => speakers(|speaker| speaker.role.as_deref().unwrap_or("")),
        "speaker_orgs" => speakers(|speaker| speaker.org.as_deref().unwrap_or("")),
        "addressee" => words(s.addressee.as_ref()),
        "medium" => words(s.medium.as_ref()),
        "event" => words(s.event.as_ref()),
        "via" => list(s.via.iter().map(|via| via.name.as_str()), " > ").into(),
        "parent" => optional(s.parent.as_deref()),
        "said_on" => optional(s.said_on.as_ref().map(|said| said.date.as_str())),
        "confidence" => s.confidence.to_string().into(),
        "why" => list(s.why.iter().map(String::as_str), "; ").into(),
        "speaker_confidences" => confidences(&s.speakers),
        "candidates" => list(
            s.candidates
                .iter()
                .map(|speaker| speaker.name.as_deref().unwrap_or("")),
            "; ",
        )
        .into(),
        "same_as" => list(s.same_as.iter().map(String::as_str), "; ").into(),
        "speakers_open" => speakers(|speaker| if speaker.open { "true" } else { "false" }),
        "candidate_confidences" => confidences(&s.candidates),
        "event_id" => optional(s.event_id.as_deref()),
        "said_on_words" => optional(s.said_on.as_ref().map(|said| said.text.as_str())),
        _ => article_cell(article, column),
    })
}

fn confidences(speakers: &[Speaker]) -> Cow<'_, str> {
    let each: Vec<String> = speakers
        .iter()
        .map(|speaker| speaker.confidence.to_string())
        .collect();
    each.join("; ").into()
}

/// The cells of the row of a quotation without a source; see [`statement_cells`].
pub fn unattributed_cells<'r>(
    article: &'r Article,
    quotation: &'r Unattributed,
) -> [Cow<'r, str>; COLUMNS.len()] {
    COLUMNS.map(|column| match column {
        "record" => "unattributed".into(),
        "content" => quotation.text.as_str().into(),
        "start" => quotation.start.to_string().into(),
        "end" => quotation.end.to_string().into(),
        "why" => quotation.reason.as_str().into(),
        _ => article_cell(article, column),
    })
}

/// What every row of an article has in common; other columns stay empty.
fn article_cell<'r>(article: &'r Article, column: &str) -> Cow<'r, str> {
    match column {
        "article_id" => article.id.as_str().into(),
        "url" => optional(article.url.as_deref()),
        "outlet" => optional(article.outlet.as_deref()),
        "published" => optional(article.published.as_deref()),
        "title" => optional(article.title.as_deref()),
        "text_sha256" => article.text_sha256.as_str().into(),
        "offsets" => crate::OFFSETS.into(),
        "byline" => optional(article.byline.as_deref()),
        "modified" => optional(article.modified.as_deref()),
        "lang" => optional(article.lang.as_deref()),
        "extent" => article.extent.as_str().into(),
        "input" => optional(article.origin.as_ref().map(|o| o.input.as_str())),
        "within" => article.origin.as_ref().map_or(Cow::Borrowed(""), |o| {
            list(o.within.iter().map(String::as_str), " > ").into()
        }),
        _ => Cow::Borrowed(""),
    }
}

fn list<'r>(items: impl Iterator<Item = &'r str>, separator: &str) -> String {
    items.collect::<Vec<_>>().join(separator)
}

fn fragments(spans: &[Span]) -> Cow<'_, str> {
    match spans {
        [only] => only.text.as_str().into(),
        _ => list(spans.iter().map(|span| span.text.as_str()), " […] ").into(),
    }
}

fn words(span: Option<&Span>) -> Cow<'_, str> {
    optional(span.map(|span| span.text.as_str()))
}

fn optional(cell: Option<&str>) -> Cow<'_, str> {
    cell.unwrap_or("").into()
}
