//! Any bytes as a feed or sitemap: what comes out is whole, and the same each time.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_feed::{Given, looks_like, read};
use onrecord_record::{DeclaredField, Extent};
use onrecord_source::{Body, Found, Limit};

fuzz_target!(|bytes: &[u8]| {
    let _ = looks_like(bytes, None);
    let given = Given {
        charset: None,
        address: Some("https://news.example/feeds/all.xml".to_owned()),
    };
    let found: Vec<Found> = read(bytes, Limit::DEFAULT, &given).collect();
    let again: Vec<Found> = read(bytes, Limit::DEFAULT, &given).collect();
    assert_eq!(found, again);
    // nothing is passed over in silence, not even everything
    assert!(!found.is_empty());
    for found in &found {
        match found {
            Found::Entry(entry) => {
                let address = entry.facts.iter().find(|f| f.field == DeclaredField::Url);
                match &entry.body {
                    Body::Locator => {
                        assert_eq!(entry.extent, Extent::Locator);
                        let address = &address.expect("a pointer points somewhere").value;
                        assert!(!address.contains(char::is_control), "{address:?}");
                    }
                    Body::Html(html) => assert!(!html.trim().is_empty()),
                    Body::Document(document) => assert!(!document.text.trim().is_empty()),
                    Body::Bytes { .. } => unreachable!("feeds bring text"),
                }
                for fact in &entry.facts {
                    assert_eq!(fact.value, fact.value.trim());
                    assert!(!fact.value.is_empty() && !fact.key.is_empty());
                }
            }
            Found::Skipped { what, .. } => assert!(!what.is_empty()),
            Found::Damaged { problem, remedy, .. } => assert!(!problem.is_empty() && !remedy.is_empty()),
        }
    }
    let date = |text: &str| onrecord_stamp::read(text).map(|stamp| stamp.to_string());
    if let Some(iso) = std::str::from_utf8(bytes).ok().and_then(date) {
        // what was read once is read the same again
        assert_eq!(date(&iso), Some(iso));
    }
});
