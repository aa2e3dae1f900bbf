//! One row a statement, Apache Parquet: nested lists as lists of structs, Zstandard, a row group after some megabytes.

mod column;
mod row;

use super::Out;
use crate::error::ExportError;
use crate::export::{Item, Summary, Writer};
use column::Columns;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::ColumnPath;
use std::sync::Arc;

/// The columns. Names and meaning are those of `--format jsonl`; what a [`Context`](crate::Context) holds comes behind.
const SCHEMA: &str = include_str!("schema.txt");
/// A row group is closed when it holds so many bytes of values.
const GROUP_BYTES: usize = 8 << 20;
/// Or so many rows.
const GROUP_ROWS: usize = 100_000;
/// Words that hardly ever come twice: a dictionary of them is of no use.
const LONG_WORDS: [&str; 3] = [
    "content.list.element.text",
    "why.list.element",
    "disputes.list.element",
];

pub(crate) struct Table<'a> {
    writer: SerializedFileWriter<Out<'a>>,
    columns: Columns,
}

fn failed(article: &str) -> impl Fn(ParquetError) -> ExportError + '_ {
    move |error| match error {
        ParquetError::External(source) => ExportError::Write(std::io::Error::other(source)),
        error => ExportError::Parquet {
            article: article.to_owned(),
            problem: error.to_string(),
        },
    }
}

impl<'a> Table<'a> {
    pub(crate) fn begin(out: Out<'a>) -> Result<Self, ExportError> {
        let begin = || {
            let schema = Arc::new(parse_message_type(SCHEMA)?);
            let columns = Columns::of(&schema);
            let mut properties = WriterProperties::builder()
                .set_compression(Compression::ZSTD(ZstdLevel::default()))
                .set_statistics_enabled(EnabledStatistics::Chunk)
                .set_created_by(format!("onrecord {}", env!("CARGO_PKG_VERSION")))
                .set_key_value_metadata(Some(vec![
                    KeyValue::new(
                        "onrecord.schema".to_owned(),
                        "onrecord/statement-rows/1".to_owned(),
                    ),
                    KeyValue::new("onrecord.offsets".to_owned(), onrecord_record::OFFSETS.to_owned()),
                ]));
            for path in LONG_WORDS {
                let path = ColumnPath::new(path.split('.').map(str::to_owned).collect());
                properties = properties.set_column_dictionary_enabled(path, false);
            }
            let writer = SerializedFileWriter::new(out, schema, Arc::new(properties.build()))?;
            Ok(Self { writer, columns })
        };
        begin().map_err(failed("(the head of the file)"))
    }

    /// Writes what is held as a row group.
    fn flush(&mut self) -> Result<(), ParquetError> {
        if self.columns.rows == 0 {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        for column in &mut self.columns.all {
            let Some(mut writer) = group.next_column()? else {
                return Err(ParquetError::General(
                    "it has fewer columns than its schema".to_owned(),
                ));
            };
            column.write(writer.untyped())?;
            writer.close()?;
        }
        group.close()?;
        self.columns.clear();
        Ok(())
    }
}

impl Writer for Table<'_> {
    fn article(&mut self, item: &Item<'_>, _: &mut Summary) -> Result<(), ExportError> {
        for row in row::rows(item)? {
            self.columns.push(&row);
            if self.columns.bytes >= GROUP_BYTES || self.columns.rows >= GROUP_ROWS {
                self.flush().map_err(failed(&item.record.article.id))?;
            }
        }
        Ok(())
    }

    fn end(&mut self, _: &mut Summary) -> Result<(), ExportError> {
        self.flush().map_err(failed("(the last ones)"))?;
        self.writer
            .finish()
            .map(|_| ())
            .map_err(failed("(the foot of the file)"))
    }
}
