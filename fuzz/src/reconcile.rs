//! Any bytes as what a reconciliation service says of itself and answers, and as a file of identifiers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_reconcile::{Api, Candidate, Manifest, Query, Register, Verdict, verdict};
use onrecord_record::SpeakerType;
use std::collections::BTreeSet;

fuzz_target!(|bytes: &[u8]| {
    match Manifest::read(bytes) {
        Ok(manifest) => assert_ne!(manifest.batch_size, Some(0)),
        Err(problem) => assert!(!problem.is_empty()),
    }
    let queries = queries(bytes);
    for api in [Api::V02, Api::V10] {
        for count in 0..3 {
            match api.read(count, bytes) {
                Ok(answers) => {
                    assert_eq!(answers.len(), count);
                    for candidates in &answers {
                        assert!(candidates.iter().all(|c| !c.id.is_empty() && c.score.is_none_or(f64::is_finite)));
                        queries.iter().for_each(|query| judged(query, candidates));
                    }
                }
                Err(problem) => assert!(!problem.is_empty()),
            }
        }
    }
    match Register::read("ids.csv", bytes) {
        Ok(register) => {
            for query in &queries {
                for limit in [0, 1, usize::MAX] {
                    let candidates = register.candidates(query, limit);
                    assert!(candidates.len() <= limit && candidates.len() <= register.len());
                    judged(query, &candidates);
                }
            }
        }
        Err(errors) => assert!(!errors.0.is_empty() && errors.0.iter().all(|error| error.file == "ids.csv")),
    }
});

/// Names that may stand in the bytes, and some that need not.
fn queries(bytes: &[u8]) -> Vec<Query> {
    let text = String::from_utf8_lossy(bytes);
    let names = text.split(['"', ',', ';', '\t', '\n', '|']).filter(|name| !name.trim().is_empty()).take(6);
    names
        .chain(["Lene Dorvik", "Kestrow Bank"])
        .flat_map(|name| SpeakerType::ALL.map(|kind| Query::new(kind, name)))
        .collect()
}

fn judged(query: &Query, candidates: &[Candidate]) {
    let ids: BTreeSet<&str> = candidates.iter().map(|candidate| candidate.id.as_str()).collect();
    assert_eq!(ids.len(), candidates.len(), "each once");
    match verdict(query, candidates) {
        Verdict::Match(id) => {
            let matched: Vec<&Candidate> = candidates.iter().filter(|candidate| candidate.is_match).collect();
            assert!(matches!(matched[..], [one] if one.id == id));
        }
        Verdict::Open(why) => assert!(!why.is_empty()),
    }
}
