//! Any bytes as the five lists, parted by NUL, and behind them a correction: what is read is written and read back, and applied once.
#![no_main]

mod small;

use libfuzzer_sys::fuzz_target;
use onrecord_lists::{Lists, Names};
use onrecord_store::{By, Fix, Record, StatementKey};
use std::cell::RefCell;
use std::io::{Error, ErrorKind};

const FILES: [&str; 5] = ["people.csv", "aliases.csv", "outlets.csv", "blocked.csv", "suppressed.csv"];

thread_local! {
    static RECORD: RefCell<Record> = RefCell::new(small::record());
}

fuzz_target!(|bytes: &[u8]| {
    let parts: Vec<&[u8]> = bytes.split(|b| *b == 0).collect();
    let part = |name: &str| {
        let at = FILES.iter().position(|file| *file == name).expect("a list");
        // an empty part is a file that is not there
        parts.get(at).filter(|part| !part.is_empty()).map(|part| part.to_vec()).ok_or(Error::from(ErrorKind::NotFound))
    };
    match Lists::of(part) {
        Ok(lists) => applied(&lists),
        Err(errors) => {
            assert!(!errors.0.is_empty());
            for error in &errors.0 {
                let of = FILES.iter().zip(&parts).find(|(file, _)| **file == error.file).expect("it names its file");
                let ends = of.1.iter().filter(|b| matches!(b, b'\n' | b'\r')).count() as u64;
                assert!(error.line.is_none_or(|line| (1..=ends + 1).contains(&line)), "{error}");
                assert!(!error.problem.is_empty() && !error.remedy.is_empty());
            }
        }
    }
    if let Some(fix) = parts.get(5).and_then(|json| serde_json::from_slice::<Fix>(json).ok()) {
        corrected(&fix);
    }
});

fn applied(lists: &Lists) {
    let files = lists.files();
    let written = |name: &str| {
        let file = files.iter().find(|(file, _)| *file == name);
        file.map(|(_, text)| text.clone().into_bytes()).ok_or(Error::from(ErrorKind::NotFound))
    };
    let back = Lists::of(written).expect("what was written can be read");
    assert_eq!(back.files(), files);
    let aliases = lists.aliases.iter().flatten().map(|placed| placed.row.clone());
    let outlets = lists.outlets.iter().flatten().map(|placed| placed.row.clone());
    let names = Names::new(aliases, outlets);
    for alias in lists.aliases.iter().flatten() {
        names.called(&alias.row.alias);
        names.also(&alias.row.alias, true, || true);
    }
    let by = By { who: "somebody", why: None };
    RECORD.with_borrow_mut(|record| {
        let mut change = record.change("lists").expect("it can be changed");
        match change.apply_lists(lists, by) {
            Ok(_) => match change.apply_lists(lists, by) {
                Ok(again) => assert!(again.is_empty(), "applied once more, lists change nothing: {again:?}"),
                // names and links that these lists have changed may no longer tell whom keys of another record stand for
                Err(error) => assert!(small::is_refusal(&error), "applied once more: {error}"),
            },
            Err(error) => assert!(small::is_refusal(&error), "{error}"),
        }
    });
}

fn corrected(fix: &Fix) {
    RECORD.with_borrow_mut(|record| {
        let keys: Vec<StatementKey> = (1..=4)
            .filter_map(|version| record.load(version).ok())
            .flat_map(|stored| (0..stored.rows.len()).filter_map(|at| stored.key_of(at)).collect::<Vec<_>>())
            .collect();
        assert!(!keys.is_empty());
        let mut change = record.change("correct").expect("it can be changed");
        for key in &keys {
            match change.correct(key, fix, "somebody", None) {
                Ok(id) => change.uncorrect(id, "somebody").expect("it was made just now"),
                Err(error) => assert!(small::is_refusal(&error), "{error}"),
            }
        }
    });
}
