//! Any bytes as a page: every word of the text has its bytes, and the same page gives the same document.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_page::{Hints, read};

fuzz_target!(|bytes: &[u8]| {
    // The first byte chooses what is known from outside.
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let charset = match first % 8 {
        1 => Some("utf-8"),
        2 => Some("windows-1252"),
        3 => Some("shift_jis"),
        4 => Some("utf-16le"),
        5 => Some("gb18030"),
        6 => Some("iso-2022-jp"),
        _ => None,
    };
    let hints = Hints {
        charset: charset.map(str::to_owned),
        address: (first & 8 != 0).then(|| "https://herald.example/2023/05/04/harbour".to_owned()),
    };
    let document = read(rest, &hints).document;
    let mut at = 0;
    for block in &document.blocks {
        assert!(block.range.start >= at && document.text.get(block.range.clone()).is_some_and(|t| !t.is_empty()));
        at = block.range.end;
    }
    at = 0;
    for run in &document.runs {
        assert!(run.range.start >= at && run.source.start < run.source.end);
        assert!(run.source.end <= rest.len() as u64);
        let characters = document.text[run.range.clone()].chars().count() as u64;
        assert_eq!((run.source.end - run.source.start) % characters, 0);
        at = run.range.end;
    }
    assert!(document.encoding.is_some());
    assert!(!document.text.is_empty() || !document.notes.is_empty());
    for fact in &document.facts {
        assert!(!fact.value.trim().is_empty() && fact.value.len() <= 8000, "{fact:?}");
    }
    assert_eq!(document, read(rest, &hints).document);
});
