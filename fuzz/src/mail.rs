//! Any bytes as a mail message.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_source::{Body, Found, Limit};

fuzz_target!(|bytes: &[u8]| {
    onrecord_mail::looks_like(bytes);
    let mut handed = 0;
    for found in onrecord_mail::message(bytes, Limit::DEFAULT) {
        match found {
            Found::Damaged { remedy, .. } => assert!(!remedy.is_empty()),
            Found::Entry(entry) => match &entry.body {
                Body::Document(document) => assert!(!document.text.trim().is_empty()),
                Body::Bytes { bytes, .. } => handed += bytes.len(),
                Body::Html(_) | Body::Locator => {}
            },
            Found::Skipped { .. } => {}
        }
    }
    // nothing expands; a message may stand in five others, and be attached in each
    assert!(handed <= bytes.len() * 6);
});
