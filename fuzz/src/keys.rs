//! Any text as a key: only as it is printed it is read as one, and whatever it is, it leads somewhere or nowhere.
#![no_main]

mod small;

use libfuzzer_sys::fuzz_target;
use onrecord_store::{Record, StatementKey, StoreError, VersionKey};

thread_local! {
    static RECORD: Record = small::record();
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let statement = text.parse::<StatementKey>();
    let version = text.parse::<VersionKey>();
    assert!(statement.is_err() || version.is_err(), "no text is both");
    RECORD.with(|record| {
        match &statement {
            Ok(key) => {
                assert_eq!(key.to_string(), text);
                assert_eq!(key.at.to_string().parse(), Ok(key.at.clone()));
                if let Some(stored) = refused(record.version(&key.at))
                    && let Some(at) = stored.find(key)
                {
                    assert_eq!(stored.key_of(at).as_ref(), Some(key));
                }
                refused(record.moved(key));
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
        match &version {
            Ok(key) => {
                assert_eq!(key.to_string(), text);
                if let Some(stored) = refused(record.version(key)) {
                    assert_eq!(stored.key, *key);
                }
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
        if let Some(key) = refused(record.article_key(text)) {
            assert_eq!(refused(record.article_key(&key)).as_deref(), Some(&*key));
            refused(record.history(&key)).expect("it is there");
            assert!(record.versions_by_key(&key).is_ok_and(|versions| !versions.is_empty()));
        }
        refused(record.history(text));
        if let Some(portrait) = refused(record.portrait(text)) {
            assert_eq!(portrait.line.person, text);
        }
        refused(record.identifier_of(text));
        for person in refused(record.people(text, 5)).expect("people can be looked for by anything") {
            refused(record.portrait(&person.person)).expect("it is there");
        }
    });
});

/// What there is; nothing if nothing goes by that.
fn refused<T>(found: Result<T, StoreError>) -> Option<T> {
    found.inspect_err(|error| assert!(small::is_refusal(error), "{error}")).ok()
}
