//! Any bytes as items of an agency: what must not be used has no text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_agency::{looks_like, read};
use onrecord_record::Status;
use onrecord_source::{Body, Found, Limit};

fuzz_target!(|bytes: &[u8]| {
    let _ = looks_like(bytes);
    let all = |bytes| read(bytes, Limit::DEFAULT).collect::<Vec<_>>();
    let found = all(bytes);
    assert!(!found.is_empty() || bytes.len() < 64, "nothing is said of it");
    for one in &found {
        match one {
            Found::Entry(entry) if entry.status != Status::Usable => match &entry.body {
                Body::Document(document) => assert!(document.text.is_empty()),
                Body::Bytes { bytes, .. } => assert!(bytes.is_empty()),
                Body::Html(html) => assert!(html.is_empty()),
                Body::Locator => {}
            },
            Found::Damaged { problem, remedy, .. } => assert!(!problem.is_empty() && !remedy.is_empty()),
            _ => {}
        }
    }
    assert_eq!(found, all(bytes));
});
