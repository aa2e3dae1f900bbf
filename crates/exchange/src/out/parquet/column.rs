//! Rows taken apart into columns of values with levels (Dremel: Melnik et al. 2010), as the schema tells.

use parquet::basic::{ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::schema::types::Type;
use serde_json::Value;
use std::sync::Arc;

/// The columns of the row group at hand.
pub(super) struct Columns {
    schema: Arc<Type>,
    pub(super) all: Vec<Column>,
    pub(super) rows: usize,
    /// Bytes of the values, about.
    pub(super) bytes: usize,
}

/// One column: its values, and for each place (values and nulls) two levels.
pub(super) struct Column {
    values: Values,
    definitions: Vec<i16>,
    repetitions: Vec<i16>,
    has_definitions: bool,
    has_repetitions: bool,
}

enum Values {
    Text(Vec<ByteArray>),
    Number(Vec<i32>),
    Float(Vec<f32>),
    Flag(Vec<bool>),
}

/// Where in the row a value stands.
#[derive(Clone, Copy, Default)]
struct Levels {
    definition: i16,
    repetition: i16,
    /// How many lists lie around.
    lists: i16,
}

impl Columns {
    pub(super) fn of(schema: &Arc<Type>) -> Self {
        let mut all = Vec::new();
        for field in schema.get_fields() {
            collect(field, Levels::default(), &mut all);
        }
        Self {
            schema: Arc::clone(schema),
            all,
            rows: 0,
            bytes: 0,
        }
    }

    pub(super) fn push(&mut self, row: &Value) {
        let mut at = 0;
        let schema = Arc::clone(&self.schema);
        for field in schema.get_fields() {
            let value = row.get(field.name()).unwrap_or(&Value::Null);
            self.put(field, value, Levels::default(), &mut at);
        }
        self.rows += 1;
    }

    pub(super) fn clear(&mut self) {
        for column in &mut self.all {
            column.definitions.clear();
            column.repetitions.clear();
            match &mut column.values {
                Values::Text(values) => values.clear(),
                Values::Number(values) => values.clear(),
                Values::Float(values) => values.clear(),
                Values::Flag(values) => values.clear(),
            }
        }
        self.rows = 0;
        self.bytes = 0;
    }

    /// Puts a value into the columns under `node`, the first of which is the one numbered `at`.
    fn put(&mut self, node: &Type, value: &Value, mut levels: Levels, at: &mut usize) {
        if node.get_basic_info().repetition() == Repetition::OPTIONAL {
            if value.is_null() {
                return self.nothing(node, levels, at);
            }
            levels.definition += 1;
        }
        if !node.is_group() {
            if let Some(column) = self.all.get_mut(*at) {
                self.bytes += column.push(Some(value), levels);
            }
            *at += 1;
        } else if let Some(element) = element(node) {
            let list = value.as_array().map_or(&[][..], Vec::as_slice);
            if list.is_empty() {
                return self.nothing(node, levels, at);
            }
            let first = *at;
            let inner = Levels {
                definition: levels.definition + 1,
                lists: levels.lists + 1,
                ..levels
            };
            for (number, value) in list.iter().enumerate() {
                *at = first;
                let repetition = if number == 0 {
                    levels.repetition
                } else {
                    inner.lists
                };
                self.put(element, value, Levels { repetition, ..inner }, at);
            }
        } else {
            for field in node.get_fields() {
                let value = value.get(field.name()).unwrap_or(&Value::Null);
                self.put(field, value, levels, at);
            }
        }
    }

    /// Says in all columns under `node` that nothing is there.
    fn nothing(&mut self, node: &Type, levels: Levels, at: &mut usize) {
        if node.is_group() {
            for field in node.get_fields() {
                self.nothing(field, levels, at);
            }
        } else {
            if let Some(column) = self.all.get_mut(*at) {
                self.bytes += column.push(None, levels);
            }
            *at += 1;
        }
    }
}

/// What a list holds.
fn element(node: &Type) -> Option<&Type> {
    let info = node.get_basic_info();
    let list = info.converted_type() == ConvertedType::LIST
        || info
            .logical_type_ref()
            .is_some_and(|logical| matches!(logical, LogicalType::List));
    let inner = node.get_fields().first().filter(|_| list)?;
    Some(inner.get_fields().first()?)
}

fn collect(node: &Type, mut levels: Levels, all: &mut Vec<Column>) {
    if node.get_basic_info().has_repetition() {
        match node.get_basic_info().repetition() {
            Repetition::OPTIONAL => levels.definition += 1,
            Repetition::REPEATED => {
                levels.definition += 1;
                levels.repetition += 1;
            }
            Repetition::REQUIRED => {}
        }
    }
    if node.is_group() {
        for field in node.get_fields() {
            collect(field, levels, all);
        }
        return;
    }
    let values = match node.get_physical_type() {
        Physical::INT32 => Values::Number(Vec::new()),
        Physical::FLOAT => Values::Float(Vec::new()),
        Physical::BOOLEAN => Values::Flag(Vec::new()),
        _ => Values::Text(Vec::new()),
    };
    all.push(Column {
        values,
        definitions: Vec::new(),
        repetitions: Vec::new(),
        has_definitions: levels.definition > 0,
        has_repetitions: levels.repetition > 0,
    });
}

impl Column {
    /// Adds a value, or that there is none; returns about how many bytes that takes.
    fn push(&mut self, value: Option<&Value>, levels: Levels) -> usize {
        self.definitions.push(levels.definition);
        self.repetitions.push(levels.repetition);
        let Some(value) = value else { return 4 };
        match &mut self.values {
            Values::Text(values) => {
                let text = value.as_str().unwrap_or("");
                values.push(ByteArray::from(text.as_bytes().to_vec()));
                text.len() + 64
            }
            Values::Number(values) => {
                let number = value
                    .as_u64()
                    .and_then(|n| u32::try_from(n).ok())
                    .unwrap_or(u32::MAX);
                values.push(number.cast_signed());
                8
            }
            Values::Float(values) => {
                values.push(value.as_f64().unwrap_or(0.0) as f32);
                8
            }
            Values::Flag(values) => {
                values.push(value.as_bool().unwrap_or(false));
                5
            }
        }
    }

    pub(super) fn write(&self, writer: &mut ColumnWriter<'_>) -> Result<(), ParquetError> {
        let definitions = Some(self.definitions.as_slice()).filter(|_| self.has_definitions);
        let repetitions = Some(self.repetitions.as_slice()).filter(|_| self.has_repetitions);
        match (&self.values, writer) {
            (Values::Text(values), ColumnWriter::ByteArrayColumnWriter(writer)) => {
                writer.write_batch(values, definitions, repetitions)
            }
            (Values::Number(values), ColumnWriter::Int32ColumnWriter(writer)) => {
                writer.write_batch(values, definitions, repetitions)
            }
            (Values::Float(values), ColumnWriter::FloatColumnWriter(writer)) => {
                writer.write_batch(values, definitions, repetitions)
            }
            (Values::Flag(values), ColumnWriter::BoolColumnWriter(writer)) => {
                writer.write_batch(values, definitions, repetitions)
            }
            _ => Err(ParquetError::General(
                "a column is of another type than its schema says".to_owned(),
            )),
        }
        .map(|_| ())
    }
}
