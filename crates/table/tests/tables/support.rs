//! How the tests read tables and look at what was found.

use onrecord_record::DeclaredField;
use onrecord_source::{Body, Document, Entry, Found};
use onrecord_table::{Kind, Options, read};
use std::io::Cursor;

pub(crate) fn told(columns: &str) -> Options {
    Options {
        columns: columns.parse().unwrap(),
        ..Options::default()
    }
}

pub(crate) fn rows_of(table: &[u8], kind: Kind, options: &Options) -> Vec<Found> {
    read(Cursor::new(table.to_vec()), kind, options)
        .unwrap()
        .collect()
}

pub(crate) fn entry(found: &Found) -> &Entry {
    match found {
        Found::Entry(entry) => entry,
        other => panic!("no entry: {other:?}"),
    }
}

pub(crate) fn document(found: &Found) -> &Document {
    match &entry(found).body {
        Body::Document(document) => document,
        other => panic!("no document: {other:?}"),
    }
}

pub(crate) fn text(found: &Found) -> &str {
    &document(found).text
}

pub(crate) fn problem(found: &Found) -> (&str, &str) {
    match found {
        Found::Damaged {
            within,
            problem,
            remedy,
        } => {
            assert!(!remedy.is_empty());
            (within[0].as_str(), problem.as_str())
        }
        other => panic!("not damaged: {other:?}"),
    }
}

pub(crate) fn values(found: &Found, field: DeclaredField) -> Vec<(&str, &str)> {
    let facts = entry(found).facts.iter().filter(|f| f.field == field);
    facts.map(|f| (f.key.as_str(), f.value.as_str())).collect()
}
