//! JSON Schemas (draft 2020-12) of the printed forms, generated from the types.
//!
//! Copies are kept in `docs/schema/`; a test fails when they are stale, and rewrites them under `UPDATE=1`.

use crate::article::ArticleRecord;
use crate::write::Line;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

/// Schema of the object that is printed for one article.
pub fn article_schema() -> Value {
    generate::<ArticleRecord>("Onrecord article")
}

/// Schema of one line of `--format jsonl`: a statement, or a quotation without a source.
pub fn statement_line_schema() -> Value {
    generate::<Line<'static>>("Onrecord statement line")
}

fn generate<T: JsonSchema>(title: &str) -> Value {
    let mut schema = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    schema.to_value()
}
