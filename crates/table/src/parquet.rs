//! Parquet, row by row, of the columns that are needed.

mod delta;
mod idle;
mod leaf;
mod pages;
mod thrift;

use crate::Columns;
use crate::article::{Row, damaged};
use crate::error::{TableError, short};
use crate::mapping::Mapping;
use bytes::Bytes;
use idle::Idle;
use leaf::{Cell, Leaf};
use onrecord_source::{Found, Limit};
use pages::Pages;
use parquet::basic::Type as Physical;
use parquet::column::reader::{ColumnReader, get_column_reader};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use parquet::file::reader::ChunkReader;
use serde_json::{Map, Value};
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A larger description of a file is refused.
const LARGEST_FOOTER: u64 = 64 << 20;

/// Where a Parquet file lies: it is read from its end, so a stream will not do.
#[derive(Debug)]
pub enum ParquetInput {
    /// An open file.
    File(File),
    /// Its bytes.
    Bytes(Vec<u8>),
}

/// A column of the row group that is read.
struct Column {
    leaf: Leaf,
    reader: ColumnReader,
    /// The definition level of values that are there.
    top: i16,
    /// Values of pages that were read for the row at hand.
    values: Arc<AtomicU64>,
}

/// Opens a column of a row group.
type OpenColumn = Box<dyn Fn(usize, &Leaf) -> Result<Column, ParquetError> + Send>;

/// The rows of a Parquet file.
pub(crate) struct Rows {
    metadata: Arc<ParquetMetaData>,
    open: OpenColumn,
    leaves: Vec<Leaf>,
    limit: Limit,
    /// The next row group.
    group: usize,
    columns: Vec<Column>,
    /// Rows of the open group that are still to be read.
    left: u64,
    number: u64,
    /// The number before the first row of the next group.
    next_group: u64,
    idle: Idle,
}

/// The library checks most of what it reads, and panics at some of it.
fn guarded<T>(what: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(what)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(ParquetError::General(problem) | ParquetError::EOF(problem))) => Err(short(&problem)),
        Ok(Err(error)) => Err(short(&error.to_string())),
        Err(_) => Err("it is not built as its head says".to_owned()),
    }
}

/// The description at the end of a file.
fn footer<R: ChunkReader>(input: &R) -> Result<ParquetMetaData, String> {
    let read = |start, length| guarded(|| input.get_bytes(start, length));
    let Some(end) = input.len().checked_sub(8).filter(|end| *end > 4) else {
        return Err("it is too short".to_owned());
    };
    let tail = read(end, 8)?;
    match tail.get(4..) {
        Some(b"PAR1") => {}
        Some(b"PARE") => return Err("it is encrypted".to_owned()),
        _ => return Err("its end, which describes it, is missing".to_owned()),
    }
    let size = tail
        .first_chunk::<4>()
        .map_or(0, |size| u32::from_le_bytes(*size));
    let start = end.checked_sub(u64::from(size)).filter(|start| *start >= 4);
    let Some(start) = start.filter(|_| u64::from(size) <= LARGEST_FOOTER) else {
        return Err("what should describe it has no size that can be".to_owned());
    };
    let bytes = read(start, size as usize)?;
    if !thrift::is_sound(&bytes) {
        return Err("what describes it is broken".to_owned());
    }
    guarded(|| ParquetMetaDataReader::decode_metadata(&bytes))
}

impl Rows {
    pub(crate) fn open(
        input: ParquetInput,
        columns: &Columns,
        limit: Limit,
    ) -> Result<(Self, Mapping), TableError> {
        match input {
            ParquetInput::File(file) => Self::of(file, columns, limit),
            ParquetInput::Bytes(bytes) => Self::of(Bytes::from(bytes), columns, limit),
        }
    }

    fn of<R: ChunkReader + 'static>(
        input: R,
        columns: &Columns,
        limit: Limit,
    ) -> Result<(Self, Mapping), TableError> {
        let metadata = Arc::new(footer(&input).map_err(TableError::Parquet)?);
        let schema = metadata.file_metadata().schema();
        let names: Vec<_> = schema.get_fields().iter().map(|f| f.name().to_owned()).collect();
        // A dotted path leads into a column; which column, its first step tells.
        let there = |path: &crate::value::Path| path.column_among(&names).is_some();
        let mapping = Mapping::of_rows(columns, &names, there)?;
        let needed = |name: &str| {
            let mut taken = mapping.iter();
            taken.any(|t| t.path.column_among(&names) == Some(name))
        };
        let (mut leaves, mut column) = (Vec::new(), 0);
        for field in schema.get_fields() {
            let below = leaf::below(field, &mut column);
            if needed(field.name()) {
                leaves.extend(below);
            }
        }
        let idle = Idle::new(&mapping, input.len());
        let open = opening(Arc::new(input), Arc::clone(&metadata));
        let rows = Self {
            metadata,
            open,
            leaves,
            limit,
            group: 0,
            columns: Vec::new(),
            left: 0,
            number: 0,
            next_group: 0,
            idle,
        };
        Ok((rows, mapping))
    }

    fn open_group(&mut self) -> Result<(), String> {
        let (group, open, leaves) = (self.group, &self.open, &self.leaves);
        self.columns = guarded(|| leaves.iter().map(|leaf| open(group, leaf)).collect())?;
        Ok(())
    }

    /// The next row; `None` when it is too large.
    fn row(&mut self) -> Result<Option<Map<String, Value>>, String> {
        let mut room = self.limit.bytes();
        let mut row = Map::new();
        let mut fits = true;
        for column in &mut self.columns {
            column.values.store(0, Ordering::Relaxed);
            let Column {
                leaf, reader, top, ..
            } = column;
            let cell = guarded(|| leaf.next(reader, *top, &mut room))?;
            fits &= !matches!(cell, Cell::TooLarge);
            leaf.put(cell, &mut row);
        }
        Ok(fits.then_some(row))
    }

    fn lost(&self, problem: &str) -> Found {
        damaged(
            format!("row group {}", self.group),
            format!("its rows from {} on cannot be read: {problem}", self.number + 1),
            "check that the file was copied whole; reading goes on at the next row group",
        )
    }
}

/// How columns of `input` are opened.
fn opening<R: ChunkReader + 'static>(input: Arc<R>, metadata: Arc<ParquetMetaData>) -> OpenColumn {
    Box::new(move |group, leaf| {
        let missing = || ParquetError::General("a column is missing".to_owned());
        let chunks = metadata.row_groups().get(group).ok_or_else(missing)?.columns();
        let chunk = chunks.get(leaf.column).ok_or_else(missing)?;
        let described = chunk.column_descr_ptr();
        // Some old writers put a zero where there is no dictionary.
        let dictionary = chunk.dictionary_page_offset().filter(|at| *at > 0);
        let data = chunk.data_page_offset();
        let start = dictionary.map_or(data, |at| at.min(data));
        let (Ok(at), Ok(size)) = (u64::try_from(start), u64::try_from(chunk.compressed_size())) else {
            return Err(ParquetError::General("a column lies nowhere".to_owned()));
        };
        let values = Arc::new(AtomicU64::new(0));
        let top = described.max_def_level();
        let length = match described.physical_type() {
            Physical::FIXED_LEN_BYTE_ARRAY => usize::try_from(described.type_length()).unwrap_or(0),
            _ => 0,
        };
        let pages = Pages {
            input: Arc::clone(&input),
            at,
            end: at.saturating_add(size).min(input.len()),
            codec: chunk.compression(),
            physical: described.physical_type(),
            type_length: length,
            max_definition: top,
            max_repetition: described.max_rep_level(),
            values: Arc::clone(&values),
        };
        Ok(Column {
            leaf: leaf.clone(),
            reader: get_column_reader(described, Box::new(pages)),
            top,
            values,
        })
    })
}

impl Iterator for Rows {
    type Item = Result<Row, Found>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.left == 0 {
            let group = self.metadata.row_groups().get(self.group)?;
            self.left = u64::try_from(group.num_rows()).unwrap_or(0);
            self.number = self.next_group;
            self.next_group = self.next_group.saturating_add(self.left);
            let opened = self.open_group();
            self.group += 1;
            if let Err(problem) = opened {
                self.left = 0;
                return Some(Err(self.lost(&problem)));
            }
        }
        let row = match self.row() {
            Ok(row) => row.map(Value::Object),
            Err(problem) => {
                self.left = 0;
                return Some(Err(self.lost(&problem)));
            }
        };
        if !self.idle.fits(row.as_ref()) {
            self.left = 0;
            return Some(Err(self.lost(
                "more rows of the file are without text, or the same as the row before, than a file of its size can hold",
            )));
        }
        self.left -= 1;
        self.number += 1;
        let place = format!("row {}", self.number);
        Some(match row {
            None => Err(damaged(
                place,
                format!("it is larger than the limit of {} for one article", self.limit),
                "raise the limit: --max-size",
            )),
            Some(value) => Ok(Row {
                place,
                value,
                encoding: None,
                notes: Vec::new(),
            }),
        })
    }
}
