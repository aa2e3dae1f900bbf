//! The committed JSON Schemas are current, and what the writers print is valid under them.

mod sample;

use onrecord_record::write::{self, Layout};
use onrecord_record::{CheckedRecord, schema};
use serde_json::Value;
use std::path::Path;

/// Compares a committed schema with the types; `UPDATE=1` rewrites it.
fn assert_current(name: &str, schema: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/schema")
        .join(name);
    let expected = serde_json::to_string_pretty(schema).expect("a schema is JSON") + "\n";
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        std::fs::write(&path, expected).expect("docs/schema can be written");
        return;
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "docs/schema/{name} is stale: run `UPDATE=1 cargo test -p onrecord-record --test schema`"
    );
}

#[test]
fn committed_article_schema_is_current() {
    assert_current("article-1.json", &schema::article_schema());
}

#[test]
fn committed_statement_line_schema_is_current() {
    assert_current("statement-line-1.json", &schema::statement_line_schema());
}

#[test]
fn printed_objects_are_valid() {
    let record = CheckedRecord::new(sample::record()).unwrap();
    let article = jsonschema::validator_for(&schema::article_schema()).unwrap();
    let mut out = Vec::new();
    write::json(&mut out, &record, Layout::Pretty).unwrap();
    let mut printed: Value = serde_json::from_slice(&out).unwrap();
    article
        .validate(&printed)
        .map_err(|error| error.to_string())
        .unwrap();

    printed["statements"][0]["mode"] = "shouted".into();
    assert!(!article.is_valid(&printed));
    printed["statements"][0]["mode"] = "said".into();
    printed["schema"] = "another/1".into();
    assert!(!article.is_valid(&printed));

    let line = jsonschema::validator_for(&schema::statement_line_schema()).unwrap();
    let mut out = Vec::new();
    write::jsonl(&mut out, &record).unwrap();
    for printed in std::str::from_utf8(&out).unwrap().lines() {
        let mut printed: Value = serde_json::from_str(printed).unwrap();
        line.validate(&printed)
            .map_err(|error| error.to_string())
            .unwrap();
        printed.as_object_mut().unwrap().remove("article_id");
        assert!(!line.is_valid(&printed));
    }
}
