//! Any text has an imprint whose ranges lie inside it, and the same one each time.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_imprint::{Given, read};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let given = Given { published: Some("2020-02-29".to_owned()), ..Given::default() };
    let imprint = read(&text, &given);
    let facts = [&imprint.title, &imprint.outlet, &imprint.published, &imprint.modified, &imprint.first_published];
    let mut ranges: Vec<_> = facts.into_iter().flatten().filter_map(|f| f.at.clone()).collect();
    ranges.extend(imprint.notes.iter().map(|n| n.range.clone()));
    if let Some(byline) = &imprint.byline {
        ranges.push(byline.range.clone());
        ranges.extend(byline.authors.iter().cloned());
    }
    if let Some(line) = &imprint.dateline {
        ranges.push(line.range.clone());
        ranges.extend(line.place.iter().chain(&line.agency).cloned());
    }
    for range in ranges {
        assert!(text.get(range).is_some_and(|words| !words.is_empty()));
    }
    assert!(text.is_char_boundary(imprint.body));
    assert_eq!(imprint, read(&text, &given));
});
