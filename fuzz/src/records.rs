//! Any lines as articles that were read before: what passes the gate is added, loaded as it came, and sound.
#![no_main]

mod small;

use libfuzzer_sys::fuzz_target;
use onrecord_record::{ArticleRecord, CheckedRecord, text_sha256};
use onrecord_store::Ready;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut records = Vec::new();
    for line in text.lines() {
        let Ok(mut record) = serde_json::from_str::<ArticleRecord>(line) else { continue };
        // else every change to the text ends here
        record.article.text_sha256 = text_sha256(&record.article.text);
        match CheckedRecord::new(record) {
            Ok(record) => records.push(record),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    if records.is_empty() {
        return;
    }
    let mut library = small::empty();
    let mut change = library.change("add").expect("it can be changed");
    for record in &records {
        let json = serde_json::to_string(record).expect("it is JSON");
        let back: ArticleRecord = serde_json::from_str(&json).expect("what is written can be read");
        assert_eq!(back, **record);
        change.add_ready(Ready::of(record.clone())).expect("it can be added");
    }
    change.commit().expect("it can be committed");
    let mut wrong = Vec::new();
    library.verify(|finding| wrong.push(format!("{}: {}", finding.place, finding.problem)), |_| {}).expect("it can be read");
    assert!(wrong.is_empty(), "{wrong:?}");
    if let [record] = &records[..]
        && !record.article.text.is_empty()
    {
        let stored = library.load(1).expect("it was added");
        assert_eq!(stored.key.to_string().parse(), Ok(stored.key.clone()));
        assert_eq!(stored.record.article.text, record.article.text);
        assert_eq!(stored.record.statements, record.statements);
        assert_eq!(stored.record.people, record.people);
        assert_eq!(stored.record.unattributed, record.unattributed);
    }
});
