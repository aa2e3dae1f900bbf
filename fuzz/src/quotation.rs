//! Any text as a quotation, behind the first NUL the text that it may be from: what is found lies in both, and is looked for in a record too.
#![no_main]

mod small;

use libfuzzer_sys::fuzz_target;
use onrecord_compare::Words;
use onrecord_compare::quotation::{Match, find};
use onrecord_search::{Index, Inquiry, SearchError, Slice, Verdict};
use onrecord_store::Record;
use std::ops::Range;

thread_local! {
    static SHELF: (Record, Index) = small::shelf();
}

fuzz_target!(|bytes: &[u8]| {
    let input = String::from_utf8_lossy(bytes);
    let (quotation, text) = input.split_once('\0').unwrap_or((&input, "“The pier is safe,” she said. “It is old.”"));
    found(quotation, text);
    // a text is in itself, and where more stands about it, unless it stands for words that were left out
    let is_plain = !quotation.contains(['…', '[', '(', '.', '\0']);
    if is_plain && !Words::of(quotation).is_empty() {
        let within = format!("Rain fell.\n\n{quotation}\n\nThe wind turned.");
        for text in [quotation, &within] {
            assert!(!matches!(find(quotation, text), Match::None | Match::Partial { .. }), "{quotation:?} in {text:?}");
        }
    }
    checked(quotation);
});

fn found(quotation: &str, text: &str) {
    let found = find(quotation, text);
    assert_eq!(found, find(quotation, text));
    assert!((0.0..=1.0).contains(&found.score()), "{found:?}");
    let lies = |range: &Range<usize>, of: &str| of.get(range.clone()).is_some();
    match found {
        Match::None => {}
        Match::Exact { ranges, .. } => assert!(!ranges.is_empty() && ranges.iter().all(|r| !r.is_empty() && lies(r, text))),
        Match::Altered { ranges, differences, .. } => {
            assert!(ranges.iter().all(|r| lies(r, text)));
            assert!(differences.iter().all(|d| lies(&d.quotation, quotation) && lies(&d.text, text)));
        }
        Match::Partial { runs, .. } => {
            assert!(!runs.is_empty());
            assert!(runs.iter().all(|run| run.words > 0 && lies(&run.quotation, quotation) && lies(&run.text, text)));
            assert!(runs.windows(2).all(|two| two[0].quotation.end <= two[1].quotation.start));
        }
    }
}

fn checked(quotation: &str) {
    SHELF.with(|(record, index)| {
        for (all_versions, limit) in [(false, 1), (true, usize::MAX)] {
            let inquiry = Inquiry { quotation: quotation.to_owned(), all_versions, limit };
            let checked = match index.check(record, &inquiry) {
                Ok(checked) => checked,
                Err(SearchError::Quotation(..)) => return,
                Err(other) => panic!("{other}"),
            };
            assert!(checked.places.len() <= limit);
            assert_eq!(checked.places.is_empty(), checked.verdict == Verdict::NotFound);
            let sliced = |slice: &Slice, of: &str| {
                let (start, end) = (slice.start as usize, slice.end as usize);
                assert_eq!(slice.text, of.chars().skip(start).take(end - start).collect::<String>());
            };
            for place in &checked.places {
                let key = onrecord_store::VersionKey { article: place.article.clone(), version: place.version };
                let stored = record.version(&key).expect("it is there");
                let text = &stored.record.article.text;
                place.ranges.iter().for_each(|range| sliced(range, text));
                for difference in &place.differences {
                    sliced(&difference.quotation, quotation);
                    sliced(&difference.text, text);
                }
                for run in &place.runs {
                    sliced(&run.quotation, quotation);
                    sliced(&run.text, text);
                }
            }
        }
    });
}
