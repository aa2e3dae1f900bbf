//! Any bytes read as JSON, in lines or lists, give articles within the limit, or say what is wrong and what can be done.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_source::{Body, Found, Limit};
use onrecord_table::{Field, Kind, Options, read};

fuzz_target!(|bytes: &[u8]| {
    let limit = Limit::new(1 << 10).unwrap();
    let mut told = Options {
        limit,
        ..Options::default()
    };
    told.columns.set(Field::Text, "text");
    for options in [
        Options {
            limit,
            ..Options::default()
        },
        told,
    ] {
        let articles = match read(bytes, Kind::Json, &options) {
            Ok(articles) => articles,
            Err(error) => {
                assert!(!error.remedy().is_empty() && !error.to_string().is_empty());
                continue;
            }
        };
        let mut count = 0;
        for found in articles {
            count += 1;
            // each takes a byte at least, and the end may be a damage of its own
            assert!(count <= bytes.len() + 1);
            match found {
                Found::Entry(entry) => {
                    assert!(!entry.origin.within.is_empty());
                    if let Body::Document(document) = &entry.body {
                        assert!(document.text.len() as u64 <= limit.bytes());
                        for block in &document.blocks {
                            assert!(document.text.get(block.range.clone()).is_some());
                        }
                    }
                }
                Found::Damaged {
                    within,
                    problem,
                    remedy,
                } => {
                    assert!(!within.is_empty() && !problem.is_empty() && !remedy.is_empty());
                }
                Found::Skipped { within, .. } => assert!(!within.is_empty()),
            }
        }
    }
});
