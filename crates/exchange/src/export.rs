//! The exporter: begins a file or folder, takes articles one at a time, ends it.

use crate::context::Context;
use crate::error::ExportError;
use crate::excerpt::Excerpt;
use crate::folder::Folder;
use crate::format::Format;
use crate::out;
use onrecord_record::write::Formulas;
use onrecord_record::{ArticleRecord, CheckedRecord};
use std::collections::BTreeMap;
use std::io::Write;

/// Where records are written.
pub enum Target<'a> {
    /// One stream. Give a buffered one.
    Stream(Box<dyn Write + Send + 'a>),
    /// A folder, for formats of several files an article.
    Folder(Box<dyn Folder + 'a>),
}

impl<'a> Target<'a> {
    /// One stream. Give a buffered one.
    pub fn stream(out: impl Write + Send + 'a) -> Self {
        Self::Stream(Box::new(out))
    }

    /// A folder.
    pub fn folder(folder: impl Folder + 'a) -> Self {
        Self::Folder(Box::new(folder))
    }
}

/// What can be chosen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// How many words of the articles may leave.
    pub excerpt: Excerpt,
    /// CSV: whether a byte order mark stands ahead, without which Excel takes UTF-8 for another encoding.
    pub byte_order_mark: bool,
    /// CSV: what happens to cells that a spreadsheet would run.
    pub formulas: Formulas,
}

/// What went out, and what could not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Articles written.
    pub articles: u64,
    /// Statements written.
    pub statements: u64,
    /// Quotations without a source among those articles, whether or not the format holds them.
    pub unattributed: u64,
    /// What the format could not hold, in words, with how often that was so.
    pub left_out: BTreeMap<&'static str, u64>,
}

impl Summary {
    pub(crate) fn leave_out(&mut self, what: &'static str, times: u64) {
        if times > 0 {
            *self.left_out.entry(what).or_default() += times;
        }
    }
}

/// One article on its way out.
pub(crate) struct Item<'a> {
    /// The record as it was checked. Only formats that need the text, and counts of other units, look at it.
    pub(crate) full: &'a CheckedRecord,
    /// The record with no more words than may leave.
    pub(crate) record: &'a ArticleRecord,
    pub(crate) context: Option<&'a Context>,
    pub(crate) excerpt: Excerpt,
}

/// What each format does.
pub(crate) trait Writer {
    fn article(&mut self, item: &Item<'_>, summary: &mut Summary) -> Result<(), ExportError>;
    fn end(&mut self, summary: &mut Summary) -> Result<(), ExportError>;
}

/// Writes records in one format. No more than one article is held, of Parquet a row group.
///
/// ```
/// use onrecord_exchange::{Exporter, Format, Options, Target};
/// use onrecord_record::{ArticleRecord, CheckedRecord, EngineInfo};
///
/// let engine = EngineInfo { version: "0.1.0".into(), model: "none".into() };
/// let record = CheckedRecord::new(ArticleRecord::new(engine, "Rain is expected, the harbour master said."))?;
/// let mut out = Vec::new();
/// let mut exporter = Exporter::begin(Format::Conllu, Target::stream(&mut out), Options::default())?;
/// exporter.article(&record, None)?;
/// assert_eq!(exporter.end()?.articles, 1);
/// assert!(out.starts_with(b"# global.columns = ID FORM MISC"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Exporter<'a> {
    writer: Box<dyn Writer + 'a>,
    excerpt: Excerpt,
    summary: Summary,
}

impl<'a> Exporter<'a> {
    /// Begins: what stands ahead of all articles is written.
    ///
    /// # Errors
    /// [`ExportError`]: the format does not go with the target or the excerpt policy, or the output cannot be written.
    pub fn begin(format: Format, target: Target<'a>, options: Options) -> Result<Self, ExportError> {
        if format.needs_text() && !options.excerpt.is_full() {
            return Err(ExportError::NeedsText {
                format,
                excerpt: options.excerpt.to_string(),
            });
        }
        let writer: Box<dyn Writer + 'a> = match target {
            Target::Folder(folder) if format == Format::Brat => Box::new(out::brat::Files::begin(folder)?),
            Target::Stream(out) if !format.is_folder() => out::begin(format, out, options)?,
            _ => return Err(ExportError::WrongTarget { format }),
        };
        Ok(Self {
            writer,
            excerpt: options.excerpt,
            summary: Summary::default(),
        })
    }

    /// Writes one article.
    ///
    /// # Errors
    /// [`ExportError`]. The output is of no use after that.
    pub fn article(&mut self, record: &CheckedRecord, context: Option<&Context>) -> Result<(), ExportError> {
        let short = self.excerpt.shorten(record);
        let item = Item {
            full: record,
            record: &short,
            context,
            excerpt: self.excerpt,
        };
        self.writer.article(&item, &mut self.summary)?;
        self.summary.articles += 1;
        self.summary.statements += record.statements.len() as u64;
        self.summary.unattributed += record.unattributed.len() as u64;
        Ok(())
    }

    /// Ends: what stands behind all articles is written, and what is still held back.
    ///
    /// # Errors
    /// [`ExportError`].
    pub fn end(mut self) -> Result<Summary, ExportError> {
        self.writer.end(&mut self.summary)?;
        Ok(self.summary)
    }
}
