//! What holds for every table that comes as text.

use onrecord_source::{Body, Found, Limit};
use onrecord_table::{Field, Kind, Options, read};

/// Reads bytes as a table of a kind, with a map of columns and without.
pub fn check(bytes: &[u8], kind: Kind) {
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
        let articles = match read(bytes, kind, &options) {
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
}
