//! Any text as a query, behind the first NUL a cursor, behind the second a limit: it is refused with its place, or finds statements.
#![no_main]

mod small;

use libfuzzer_sys::fuzz_target;
use onrecord_search::{Answer, Facet, Index, Question, SearchError, Sort};
use onrecord_store::Record;

const SORTS: [Sort; 5] = [Sort::Newest, Sort::Oldest, Sort::Said, Sort::SaidFirst, Sort::Relevance];

thread_local! {
    static SHELF: (Record, Index) = small::shelf();
}

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split('\0');
    let query = parts.next().unwrap_or_default().to_owned();
    let after = parts.next().filter(|cursor| !cursor.is_empty()).map(str::to_owned);
    let limit = parts.next().and_then(|limit| limit.parse().ok()).unwrap_or(3);
    SHELF.with(|(record, index)| {
        let ask = |question: &Question| index.search(record, question);
        for sort in SORTS {
            let question = Question { query: query.clone(), sort, limit, after: after.clone(), facets: Facet::ALL.to_vec(), values: limit };
            match ask(&question) {
                Ok(answer) => check(&answer, limit),
                Err(SearchError::Query { at, problem }) => {
                    assert!(at <= query.chars().count() && !problem.is_empty());
                    return;
                }
                Err(SearchError::Cursor(cursor)) => assert_eq!(Some(cursor), after),
                Err(SearchError::Wide { .. }) => return,
                Err(other) => panic!("{other}"),
            }
        }
        for sort in SORTS {
            let mut question = Question { query: query.clone(), sort, limit: 2, ..Question::default() };
            let mut seen = Vec::new();
            let mut total = 0;
            // as many pages as a result can have, and one
            for _ in 0..20 {
                let answer = ask(&question).expect("it was understood before");
                check(&answer, 2);
                total = answer.total;
                seen.extend(answer.hits.iter().map(|hit| hit.id));
                question.after = answer.next;
                if question.after.is_none() {
                    break;
                }
            }
            assert_eq!(seen.len(), total, "pages hold everything");
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), total, "and all of it once");
        }
        denied(&query, ask);
    });
});

fn check(answer: &Answer, limit: usize) {
    assert!(answer.hits.len() <= limit.max(1) && answer.hits.len() <= answer.total);
    for counts in &answer.facets {
        assert!(counts.values.len() <= limit && counts.values.len() <= counts.different);
        assert!(counts.values.iter().all(|value| value.count <= answer.total as u64));
    }
}

/// What is found and what is not are everything, unless the query says itself of what it speaks.
fn denied(query: &str, ask: impl Fn(&Question) -> Result<Answer, SearchError>) {
    let small = query.to_lowercase();
    if small.contains("version") || small.contains("review") {
        return;
    }
    let total = |query: String| ask(&Question { query, ..Question::default() }).map(|answer| answer.total);
    if let (Ok(found), Ok(others), Ok(all)) = (total(query.to_owned()), total(format!("NOT ({query})")), total(String::new())) {
        assert_eq!(found + others, all);
    }
}
