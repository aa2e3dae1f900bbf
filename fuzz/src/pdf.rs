//! Any bytes as a PDF.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(document) = onrecord_pdf::read(bytes.to_vec()) else {
        return;
    };
    let mut last = 0;
    for block in &document.blocks {
        assert!(block.range.start >= last);
        assert!(!document.text[block.range.clone()].trim().is_empty());
        last = block.range.end;
    }
    assert_eq!(last, document.text.len());
});
