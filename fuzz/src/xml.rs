//! Any bytes as XML: every start has its end, and bounds hold.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_xml::{Event, Reader, decode, place};

const SPACES: &[(&str, &str)] = &[("http://purl.org/dc/elements/1.1/", "dc"), ("http://www.w3.org/2005/Atom", "")];

fuzz_target!(|bytes: &[u8]| {
    let Ok(decoded) = decode(bytes.to_vec(), None) else { return };
    let text = decoded.text;
    let reader = || Reader::new(text.clone(), SPACES, |open, new| open.name == "item" && new.name == "item");

    let mut events = reader();
    let (mut open, mut elements) = (0usize, 0usize);
    while let Some(event) = events.next() {
        match event {
            Event::Start(tag) => {
                open += 1;
                elements += 1;
                assert!(text[tag.at..].starts_with('<'));
                let (line, column) = place(&text, tag.at);
                assert!(line >= 1 && column >= 1);
            }
            Event::End => open = open.checked_sub(1).expect("an end has its start"),
            Event::Text(_) => {}
        }
        assert!(open <= 201);
    }
    assert_eq!(open, 0);
    assert!(elements <= text.matches('<').count());

    // as trees
    let mut trees = reader();
    while let Some(event) = trees.next() {
        if let Event::Start(tag) = event {
            let element = trees.element(tag);
            let _ = (element.text(), element.words(), element.inner_html());
        }
    }
    let _ = trees.take_notes();
});
