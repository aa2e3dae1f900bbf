//! Columns of single values, as Parquet keeps what is nested, read row by row into JSON.

use parquet::basic::{ConvertedType, LogicalType, Repetition, TimeUnit};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::{ParquetError, Result};
use parquet::schema::types::TypePtr;
use serde_json::{Map, Value};

/// Items of one list, at most.
const LONGEST_LIST: usize = 1 << 16;

/// A column of single values.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// Its place among all that the file has.
    pub(super) column: usize,
    /// The keys that lead to it, from the outermost; levels that only lists and their items add are no keys.
    steps: Vec<String>,
    /// How many of the keys stand outside the list that it lies in.
    list: Option<usize>,
    /// From which definition level on an item of the list is there.
    item_level: i16,
    meaning: Meaning,
}

/// How a number, or bytes, are meant.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Meaning {
    Plain,
    Unsigned,
    Date,
    /// How many of them make a second, and whether they are in UTC.
    Moment(i64, bool),
    /// Digits behind the point.
    Decimal(u32),
    Uuid,
}

/// What a row has in a column.
pub(super) enum Cell {
    One(Value),
    Items(Vec<Value>),
    /// More than the limit, or than [`LONGEST_LIST`] items.
    TooLarge,
}

/// The columns of single values below `field`; those in lists in lists are left out. `column` counts all.
pub(super) fn below(field: &TypePtr, column: &mut usize) -> Vec<Leaf> {
    let mut found = Vec::new();
    let at = At {
        steps: Vec::new(),
        list: None,
        lists: 0,
        level: 0,
        item_level: 0,
        is_key: true,
    };
    walk(field, at, column, &mut found);
    found
}

#[derive(Clone)]
struct At {
    steps: Vec<String>,
    list: Option<usize>,
    lists: u32,
    level: i16,
    item_level: i16,
    /// Whether the name counts.
    is_key: bool,
}

fn walk(field: &TypePtr, mut at: At, column: &mut usize, found: &mut Vec<Leaf>) {
    let info = field.get_basic_info();
    if at.is_key {
        at.steps.push(field.name().to_owned());
    }
    let repetition = if info.has_repetition() {
        info.repetition()
    } else {
        Repetition::REQUIRED
    };
    if repetition != Repetition::REQUIRED {
        at.level = at.level.saturating_add(1);
    }
    if repetition == Repetition::REPEATED {
        at.lists += 1;
        at.list = Some(at.steps.len());
        at.item_level = at.level;
    }
    if field.is_primitive() {
        let place = *column;
        *column += 1;
        if at.lists < 2 {
            found.push(Leaf {
                column: place,
                steps: at.steps,
                list: at.list,
                item_level: at.item_level,
                meaning: meaning(field),
            });
        }
        return;
    }
    let wraps = matches!(
        info.converted_type(),
        ConvertedType::LIST | ConvertedType::MAP | ConvertedType::MAP_KEY_VALUE
    ) || matches!(
        info.logical_type_ref(),
        Some(LogicalType::List | LogicalType::Map)
    );
    // The level of items: a list's only child that repeats and has one field of its own.
    let item = !at.is_key && repetition == Repetition::REPEATED && field.get_fields().len() == 1;
    at.is_key = !(wraps && repetition != Repetition::REPEATED || item);
    for inner in field.get_fields() {
        walk(inner, at.clone(), column, found);
    }
}

fn meaning(field: &TypePtr) -> Meaning {
    let info = field.get_basic_info();
    match info.logical_type_ref() {
        Some(LogicalType::Timestamp(of)) => {
            let per_second = match of.unit {
                TimeUnit::MILLIS => 1_000,
                TimeUnit::MICROS => 1_000_000,
                TimeUnit::NANOS => 1_000_000_000,
            };
            return Meaning::Moment(per_second, of.is_adjusted_to_u_t_c);
        }
        Some(LogicalType::Uuid) => return Meaning::Uuid,
        Some(LogicalType::Date) => return Meaning::Date,
        Some(LogicalType::Decimal(of)) => return Meaning::Decimal(u32::try_from(of.scale).unwrap_or(0)),
        Some(LogicalType::Integer(of)) if !of.is_signed => return Meaning::Unsigned,
        _ => {}
    }
    match info.converted_type() {
        ConvertedType::DATE => Meaning::Date,
        ConvertedType::TIMESTAMP_MILLIS => Meaning::Moment(1_000, true),
        ConvertedType::TIMESTAMP_MICROS => Meaning::Moment(1_000_000, true),
        ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64 => {
            Meaning::Unsigned
        }
        ConvertedType::DECIMAL => match field.as_ref() {
            parquet::schema::types::Type::PrimitiveType { scale, .. } => {
                Meaning::Decimal(u32::try_from(*scale).unwrap_or(0))
            }
            _ => Meaning::Plain,
        },
        _ => Meaning::Plain,
    }
}

/// Levels of the row at hand.
#[derive(Default)]
struct Levels {
    definition: Vec<i16>,
    repetition: Vec<i16>,
}

impl Leaf {
    /// What the next row has. Texts are counted off `room`; without room they are passed over.
    pub(super) fn next(&self, reader: &mut ColumnReader, top: i16, room: &mut u64) -> Result<Cell> {
        let mut levels = Levels::default();
        let meaning = self.meaning;
        let whole = |n: i64, unsigned: u64| match meaning {
            Meaning::Unsigned => unsigned.into(),
            _ => number(n, meaning),
        };
        match reader {
            ColumnReader::BoolColumnReader(r) => {
                let values = row(r, &mut levels)?;
                Ok(self.cell(&levels, top, values.into_iter().map(Value::Bool)))
            }
            ColumnReader::Int32ColumnReader(r) => {
                let values = row(r, &mut levels)?;
                let values = values.into_iter().map(|n| whole(n.into(), u64::from(n as u32)));
                Ok(self.cell(&levels, top, values))
            }
            ColumnReader::Int64ColumnReader(r) => {
                let values = row(r, &mut levels)?;
                Ok(self.cell(&levels, top, values.into_iter().map(|n| whole(n, n as u64))))
            }
            ColumnReader::Int96ColumnReader(r) => {
                let values = row(r, &mut levels)?;
                let moment = |n: parquet::data_type::Int96| {
                    moment(
                        i128::from(n.to_seconds()) * 1_000_000_000 + nanoseconds_of(&n),
                        true,
                    )
                };
                Ok(self.cell(&levels, top, values.into_iter().map(moment)))
            }
            ColumnReader::FloatColumnReader(r) => {
                let values = row(r, &mut levels)?;
                Ok(self.cell(&levels, top, values.into_iter().map(Value::from)))
            }
            ColumnReader::DoubleColumnReader(r) => {
                let values = row(r, &mut levels)?;
                Ok(self.cell(&levels, top, values.into_iter().map(Value::from)))
            }
            ColumnReader::ByteArrayColumnReader(r) => {
                let values = row(r, &mut levels)?;
                Ok(self.texts(&levels, top, &values, room))
            }
            ColumnReader::FixedLenByteArrayColumnReader(r) => {
                let values = row(r, &mut levels)?;
                let values: Vec<ByteArray> = values.into_iter().map(Into::into).collect();
                Ok(self.texts(&levels, top, &values, room))
            }
        }
    }

    fn texts(&self, levels: &Levels, top: i16, values: &[ByteArray], room: &mut u64) -> Cell {
        let size: u64 = values.iter().map(|value| value.len() as u64).sum();
        let Some(left) = room.checked_sub(size) else {
            *room = 0;
            return Cell::TooLarge;
        };
        *room = left;
        self.cell(
            levels,
            top,
            values.iter().map(|value| text(value.data(), self.meaning)),
        )
    }

    /// Puts the values where the levels say that there are any; at `top` there are.
    fn cell(&self, levels: &Levels, top: i16, values: impl Iterator<Item = Value>) -> Cell {
        let mut values = values;
        let mut next = || values.next().unwrap_or(Value::Null);
        if self.list.is_none() {
            let there = top == 0 || levels.definition.first() == Some(&top);
            return Cell::One(if there { next() } else { Value::Null });
        }
        let items = levels
            .definition
            .iter()
            .filter(|&&level| level >= self.item_level);
        let mut found = Vec::new();
        for &level in items {
            if found.len() >= LONGEST_LIST {
                return Cell::TooLarge;
            }
            found.push(if level == top { next() } else { Value::Null });
        }
        Cell::Items(found)
    }

    /// Puts a cell into the object that the row becomes.
    pub(super) fn put(&self, cell: Cell, row: &mut Map<String, Value>) {
        match cell {
            Cell::TooLarge => {}
            Cell::One(value) => put(row, &self.steps, value),
            Cell::Items(values) => {
                let (outside, inside) = self.steps.split_at(self.list.unwrap_or(0));
                let Some(Value::Array(items)) = slot(row, outside, Value::Array(Vec::new())) else {
                    return;
                };
                for (i, value) in values.into_iter().enumerate() {
                    if inside.is_empty() {
                        items.push(value);
                        continue;
                    }
                    if items.len() <= i {
                        items.push(Value::Object(Map::new()));
                    }
                    if let Some(Value::Object(item)) = items.get_mut(i) {
                        put(item, inside, value);
                    }
                }
            }
        }
    }
}

fn put(row: &mut Map<String, Value>, steps: &[String], value: Value) {
    slot(row, steps, value);
}

/// The value that `steps` lead to, set to `value` when there is none.
fn slot<'r>(row: &'r mut Map<String, Value>, steps: &[String], value: Value) -> Option<&'r mut Value> {
    let (first, rest) = steps.split_first()?;
    if rest.is_empty() {
        return Some(row.entry(first.as_str()).or_insert(value));
    }
    match row
        .entry(first.as_str())
        .or_insert_with(|| Value::Object(Map::new()))
    {
        Value::Object(inner) => slot(inner, rest, value),
        _ => None,
    }
}

/// The values of the next row.
fn row<T: DataType>(reader: &mut ColumnReaderImpl<T>, levels: &mut Levels) -> Result<Vec<T::T>> {
    let mut values = Vec::new();
    let (definition, repetition) = (&mut levels.definition, &mut levels.repetition);
    let (rows, ..) = reader.read_records(1, Some(definition), Some(repetition), &mut values)?;
    if rows == 0 {
        return Err(ParquetError::General(
            "a column has fewer rows than it says".to_owned(),
        ));
    }
    Ok(values)
}

fn number(n: i64, meaning: Meaning) -> Value {
    match meaning {
        Meaning::Date => {
            let epoch = jiff::civil::date(1970, 1, 1);
            let days = jiff::Span::new().try_days(n);
            let day = days.and_then(|days| epoch.checked_add(days));
            day.map_or(Value::Null, |day| Value::String(day.to_string()))
        }
        Meaning::Moment(per_second, utc) => {
            moment(i128::from(n) * i128::from(1_000_000_000 / per_second), utc)
        }
        Meaning::Decimal(scale) if (1..=18).contains(&scale) => {
            let one = 10_u64.pow(scale);
            let (sign, size) = (if n < 0 { "-" } else { "" }, n.unsigned_abs());
            let width = scale as usize;
            Value::String(format!("{sign}{}.{:0width$}", size / one, size % one))
        }
        _ => n.into(),
    }
}

/// A moment in ISO 8601, without `Z` when it is in no known zone.
fn moment(nanoseconds: i128, utc: bool) -> Value {
    jiff::Timestamp::from_nanosecond(nanoseconds).map_or(Value::Null, |t| {
        let text = t.to_string();
        Value::String(if utc {
            text
        } else {
            text.trim_end_matches('Z').to_owned()
        })
    })
}

fn nanoseconds_of(n: &parquet::data_type::Int96) -> i128 {
    i128::from(n.to_nanos().rem_euclid(1_000_000_000))
}

/// Bytes as text: many writers do not say that they are. What is no UTF-8 is decoded as a file of its own would be, and is
/// nothing when it is no text at all.
fn text(bytes: &[u8], meaning: Meaning) -> Value {
    if meaning == Meaning::Uuid && bytes.len() == 16 {
        let mut text = String::new();
        for (i, byte) in bytes.iter().enumerate() {
            let hyphen = if matches!(i, 4 | 6 | 8 | 10) { "-" } else { "" };
            text += &format!("{hyphen}{byte:02x}");
        }
        return Value::String(text);
    }
    if matches!(meaning, Meaning::Decimal(_)) {
        return Value::Null;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Value::String(text.to_owned()),
        Err(_) => match onrecord_source::decode(bytes.to_vec()) {
            Ok(decoded) => Value::String(decoded.text),
            Err(_) => Value::Null,
        },
    }
}
