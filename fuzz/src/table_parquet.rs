//! Any bytes read as Parquet give articles within the limit, or say what is wrong, in bounded memory.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_source::{Body, Found, Limit};
use onrecord_table::{Options, ParquetInput, read_parquet};
use std::sync::Once;

static QUIET: Once = Once::new();

fuzz_target!(|bytes: &[u8]| {
    // The reader catches panics of the library below it; the fuzzer's hook would end the program at them. Others still do.
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    let limit = Limit::new(1 << 20).unwrap();
    let options = Options {
        limit,
        ..Options::default()
    };
    let articles = match read_parquet(ParquetInput::Bytes(bytes.to_vec()), &options) {
        Ok(articles) => articles,
        Err(error) => return assert!(!error.remedy().is_empty()),
    };
    for found in articles.take(2000) {
        match found {
            Found::Entry(entry) => {
                if let Body::Document(document) = &entry.body {
                    assert!(document.text.len() as u64 <= limit.bytes());
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
});
