//! One row a statement, CSV: the columns of [`onrecord_record::write::COLUMNS`], and what is known beyond the record.

use super::Out;
use crate::context::{Context, KnownPerson};
use crate::error::ExportError;
use crate::export::{Item, Options, Summary, Writer};
use csv::QuoteStyle;
use onrecord_record::write::{COLUMNS, Formulas, statement_cells, unattributed_cells};
use std::borrow::Cow;
use std::io::Write;

/// The columns behind the record's own, in order. They are always there, empty where nothing is known.
pub const EXTRA_COLUMNS: [&str; 9] = [
    "article_version",
    "seen",
    "article_group",
    "statement_group",
    "reviewed",
    "disputes",
    "speaker_ids",
    "speaker_identifiers",
    "excerpt",
];

/// All columns, in order.
pub fn csv_columns() -> impl Iterator<Item = &'static str> {
    COLUMNS.into_iter().chain(EXTRA_COLUMNS)
}

pub(crate) struct Rows<'a> {
    rows: csv::Writer<Out<'a>>,
    formulas: Formulas,
}

impl<'a> Rows<'a> {
    pub(crate) fn begin(mut out: Out<'a>, options: Options) -> Result<Self, ExportError> {
        if options.byte_order_mark {
            out.write_all("\u{FEFF}".as_bytes())?;
        }
        let mut rows = csv::WriterBuilder::new()
            .quote_style(QuoteStyle::NonNumeric)
            .from_writer(out);
        rows.write_record(csv_columns()).map_err(std::io::Error::from)?;
        Ok(Self {
            rows,
            formulas: options.formulas,
        })
    }

    fn row(&mut self, cells: &[Cow<'_, str>], extra: &[Cow<'_, str>]) -> Result<(), ExportError> {
        for cell in cells.iter().chain(extra) {
            let cell = self.formulas.protect(cell);
            self.rows
                .write_field(cell.as_bytes())
                .map_err(std::io::Error::from)?;
        }
        Ok(self
            .rows
            .write_record(None::<&[u8]>)
            .map_err(std::io::Error::from)?)
    }
}

/// The cells of the columns behind the record's own.
fn extra<'r>(item: &Item<'r>, id: Option<&str>, speakers: &[&str]) -> [Cow<'r, str>; EXTRA_COLUMNS.len()] {
    let Some(context) = item.context else {
        return EXTRA_COLUMNS.map(|column| match column {
            "excerpt" => item.excerpt.to_string().into(),
            _ => "".into(),
        });
    };
    let optional = |cell: Option<&'r str>| Cow::Borrowed(cell.unwrap_or(""));
    let version = context.version.as_ref();
    let statement = id.and_then(|id| context.statement(id));
    let people = || speakers.iter().map(|id| context.people.get(*id));
    let list = |cell: fn(&KnownPerson) -> String| {
        let cells: Vec<_> = people().map(|p| p.map(cell).unwrap_or_default()).collect();
        Cow::Owned(if cells.iter().all(String::is_empty) {
            String::new()
        } else {
            cells.join("; ")
        })
    };
    EXTRA_COLUMNS.map(|column| match column {
        "article_version" => version.map(|v| v.number.to_string()).unwrap_or_default().into(),
        "seen" => optional(version.and_then(|v| v.seen.as_deref())),
        "article_group" => optional(context.group.as_deref()),
        "statement_group" => optional(statement.and_then(|s| s.group.as_deref())),
        "reviewed" => reviewed(context, id).into(),
        "disputes" => statement
            .map(|s| s.disputes.join("; "))
            .unwrap_or_default()
            .into(),
        "speaker_ids" => list(|person| person.id.clone()),
        "speaker_identifiers" => list(|person| {
            let each = person
                .identifiers
                .iter()
                .map(|i| format!("{}:{}", i.scheme, i.value));
            each.collect::<Vec<_>>().join(" ")
        }),
        _ => item.excerpt.to_string().into(),
    })
}

fn reviewed(context: &Context, id: Option<&str>) -> &'static str {
    let reviewed = id.map_or(context.reviewed, |id| context.is_reviewed(id));
    match reviewed {
        Some(true) => "true",
        Some(false) => "false",
        None => "",
    }
}

impl Writer for Rows<'_> {
    fn article(&mut self, item: &Item<'_>, _: &mut Summary) -> Result<(), ExportError> {
        let record = item.record;
        for statement in &record.statements {
            let speakers: Vec<&str> = statement
                .speakers
                .iter()
                .map(|s| s.person.as_deref().unwrap_or(""))
                .collect();
            let extra = extra(item, Some(&statement.id), &speakers);
            self.row(&statement_cells(&record.article, statement), &extra)?;
        }
        for quotation in &record.unattributed {
            self.row(
                &unattributed_cells(&record.article, quotation),
                &extra(item, None, &[]),
            )?;
        }
        Ok(())
    }

    fn end(&mut self, _: &mut Summary) -> Result<(), ExportError> {
        Ok(self.rows.flush()?)
    }
}
