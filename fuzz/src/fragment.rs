//! Any text as a piece of HTML that is the article and nothing else.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_page::fragment;

fuzz_target!(|bytes: &[u8]| {
    let html = String::from_utf8_lossy(bytes);
    let document = fragment(&html);
    let mut at = 0;
    for block in &document.blocks {
        assert!(block.range.start >= at && document.text.get(block.range.clone()).is_some_and(|t| !t.is_empty()));
        at = block.range.end;
    }
    assert!(document.runs.is_empty() && document.facts.is_empty());
    assert_eq!(document, fragment(&html));
});
