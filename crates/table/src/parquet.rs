//! Parquet, row by row, of the columns that are needed.

use crate::Columns;
use crate::article::{Row, damaged};
use crate::error::{TableError, short};
use crate::mapping::Mapping;
use bytes::Bytes;
use onrecord_source::Found;
use parquet::basic::{LogicalType, TimeUnit};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::record::Field as Cell;
use parquet::record::reader::{ReaderIter, TreeBuilder};
use parquet::schema::types::{SchemaDescPtr, SchemaDescriptor, Type, TypePtr};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Rows decoded at a time. Few, since a row may be a book.
const BATCH: usize = 64;

/// Where a Parquet file lies: it is read from its end, so a stream will not do.
#[derive(Debug)]
pub enum ParquetInput {
    /// An open file.
    File(File),
    /// Its bytes.
    Bytes(Vec<u8>),
}

/// The rows of a Parquet file.
pub(crate) struct Rows {
    file: Box<dyn FileReader + Send>,
    projection: SchemaDescPtr,
    /// Columns of moments. The library hands nanoseconds over as bare numbers, and leaves out which are in UTC.
    moments: BTreeMap<String, Moment>,
    group: usize,
    rows: Option<ReaderIter>,
    number: u64,
    /// The number before the first row of the next group.
    next_group: u64,
}

/// The library checks most of what it reads, and panics at some of it.
fn guarded<T>(what: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(what)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(short(&error.to_string())),
        Err(_) => Err("it is not built as its head says".to_owned()),
    }
}

impl Rows {
    pub(crate) fn open(input: ParquetInput, columns: &Columns) -> Result<(Self, Mapping), TableError> {
        match input {
            ParquetInput::File(file) => Self::of(file, columns),
            ParquetInput::Bytes(bytes) => Self::of(Bytes::from(bytes), columns),
        }
    }

    fn of<R: ChunkReader + 'static>(input: R, columns: &Columns) -> Result<(Self, Mapping), TableError> {
        let file = guarded(|| SerializedFileReader::new(input)).map_err(TableError::Parquet)?;
        let schema = file.metadata().file_metadata().schema().clone();
        let names: Vec<_> = schema.get_fields().iter().map(|f| f.name().to_owned()).collect();
        // A dotted path leads into a column; which column, its first step tells.
        let there = |path: &crate::value::Path| path.column_among(&names).is_some();
        let mapping = Mapping::of_rows(columns, &names, there)?;
        let needed = |field: &&TypePtr| {
            mapping
                .iter()
                .any(|t| t.path.column_among(&names) == Some(field.name()))
        };
        let fields: Vec<TypePtr> = schema.get_fields().iter().filter(needed).cloned().collect();
        let moments = fields
            .iter()
            .filter_map(|f| Some((f.name().to_owned(), moment(f)?)))
            .collect();
        let projection = guarded(|| {
            let root = Type::group_type_builder(schema.name())
                .with_fields(fields)
                .build()?;
            Ok(Arc::new(SchemaDescriptor::new(Arc::new(root))))
        });
        let rows = Self {
            file: Box::new(file),
            projection: projection.map_err(TableError::Parquet)?,
            moments,
            group: 0,
            rows: None,
            number: 0,
            next_group: 0,
        };
        Ok((rows, mapping))
    }

    fn open_group(&mut self) -> Result<(), String> {
        let (group, projection) = (self.group, Arc::clone(&self.projection));
        let file = &self.file;
        let rows = guarded(|| {
            let group = file.get_row_group(group)?;
            TreeBuilder::new()
                .with_batch_size(BATCH)
                .as_iter(projection, &*group)
        })?;
        self.rows = Some(rows);
        Ok(())
    }
}

impl Iterator for Rows {
    type Item = Result<Row, Found>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.rows.is_none() {
                if self.group >= self.file.num_row_groups() {
                    return None;
                }
                self.number = self.next_group;
                let count = self.file.metadata().row_group(self.group).num_rows();
                self.next_group += u64::try_from(count).unwrap_or(0);
                let opened = self.open_group();
                self.group += 1;
                if let Err(problem) = opened {
                    return Some(Err(self.lost(&problem)));
                }
            }
            let Some(rows) = &mut self.rows else { continue };
            match guarded(|| rows.next().transpose()) {
                Ok(None) => self.rows = None,
                Err(problem) => {
                    self.rows = None;
                    return Some(Err(self.lost(&problem)));
                }
                Ok(Some(row)) => {
                    self.number += 1;
                    let mut value = Map::new();
                    for (name, cell) in row.into_columns() {
                        let cell = match (self.moments.get(&name), json(cell, 0)) {
                            (Some(moment), value) => moment.written(value),
                            (None, value) => value,
                        };
                        value.insert(name, cell);
                    }
                    return Some(Ok(Row {
                        place: format!("row {}", self.number),
                        value: Value::Object(value),
                        encoding: None,
                        notes: Vec::new(),
                    }));
                }
            }
        }
    }
}

impl Rows {
    fn lost(&self, problem: &str) -> Found {
        damaged(
            format!("row group {}", self.group),
            format!("its rows from {} on cannot be read: {problem}", self.number + 1),
            "check that the file was copied whole; reading goes on at the next row group",
        )
    }
}

/// How a column counts moments.
#[derive(Clone, Copy)]
struct Moment {
    nanoseconds: bool,
    utc: bool,
}

fn moment(field: &Type) -> Option<Moment> {
    match field.get_basic_info().logical_type_ref()? {
        LogicalType::Timestamp(of) => Some(Moment {
            nanoseconds: of.unit == TimeUnit::NANOS,
            utc: of.is_adjusted_to_u_t_c,
        }),
        _ => None,
    }
}

impl Moment {
    /// The moment in ISO 8601, without `Z` when it is in no known zone.
    fn written(self, value: Value) -> Value {
        let nanoseconds = value.as_i64().filter(|_| self.nanoseconds);
        let text = match (&value, nanoseconds) {
            (_, Some(n)) => jiff::Timestamp::from_nanosecond(i128::from(n))
                .map(|t| t.to_string())
                .ok(),
            (Value::String(text), None) => Some(text.clone()),
            _ => None,
        };
        match text {
            Some(text) if self.utc => Value::String(text),
            Some(text) => Value::String(text.trim_end_matches('Z').to_owned()),
            None => value,
        }
    }
}

/// A cell as JSON. Days and moments are written in ISO 8601.
fn json(cell: Cell, depth: usize) -> Value {
    /// Lists in structs in lists: more is not looked into.
    const DEEPEST: usize = 16;
    if depth > DEEPEST {
        return Value::Null;
    }
    let moment =
        |t: Result<jiff::Timestamp, jiff::Error>| t.map_or(Value::Null, |t| Value::String(t.to_string()));
    match cell {
        Cell::Null => Value::Null,
        Cell::Bool(b) => Value::Bool(b),
        Cell::Byte(n) => n.into(),
        Cell::Short(n) => n.into(),
        Cell::Int(n) => n.into(),
        Cell::Long(n) => n.into(),
        Cell::UByte(n) => n.into(),
        Cell::UShort(n) => n.into(),
        Cell::UInt(n) => n.into(),
        Cell::ULong(n) => n.into(),
        Cell::Float16(n) => f64::from(n).into(),
        Cell::Float(n) => n.into(),
        Cell::Double(n) => n.into(),
        Cell::Str(s) => Value::String(s),
        // Written without saying that it is text, as old writers do.
        Cell::Bytes(bytes) => match std::str::from_utf8(bytes.data()) {
            Ok(text) => Value::String(text.to_owned()),
            Err(_) => Value::Null,
        },
        Cell::Date(days) => {
            let epoch = jiff::civil::date(1970, 1, 1);
            let day = epoch.checked_add(jiff::ToSpan::days(i64::from(days)));
            day.map_or(Value::Null, |day| Value::String(day.to_string()))
        }
        Cell::TimestampMillis(n) => moment(jiff::Timestamp::from_millisecond(n)),
        Cell::TimestampMicros(n) => moment(jiff::Timestamp::from_microsecond(n)),
        Cell::TimeMillis(n) => n.into(),
        Cell::TimeMicros(n) => n.into(),
        Cell::Decimal(_) | Cell::MapInternal(_) => Value::String(cell.to_string()),
        Cell::Group(row) => {
            let fields = row
                .into_columns()
                .into_iter()
                .map(|(name, cell)| (name, json(cell, depth + 1)));
            Value::Object(fields.collect())
        }
        Cell::ListInternal(list) => list
            .elements()
            .iter()
            .map(|item| json(item.clone(), depth + 1))
            .collect(),
    }
}
