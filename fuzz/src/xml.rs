//! Any bytes as XML: every start has its end, depth is bounded, and a tree's text is never longer than what was declared for it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_xml::{Event, Reader, decode, plain, unescape_html};

fuzz_target!(|bytes: &[u8]| {
    let Ok(decoded) = decode(bytes.to_vec(), None) else { return };
    let mut reader = Reader::new(decoded.text.clone(), &[], |_, _| false);
    let mut open = 0usize;
    while let Some(event) = reader.next() {
        match event {
            Event::Start(_) => open += 1,
            Event::End => open = open.checked_sub(1).expect("an end has its start"),
            _ => {}
        }
        assert!(open <= 4096);
    }
    assert_eq!(open, 0);
    let mut reader = Reader::new(decoded.text.clone(), &[], |_, _| false);
    while let Some(event) = reader.next() {
        if let Event::Start(tag) = event {
            let element = reader.element(tag);
            let _ = (element.text(), element.inner_html());
        }
    }
    let _ = (unescape_html(&decoded.text), plain(&decoded.text, true), plain(&decoded.text, false));
});
