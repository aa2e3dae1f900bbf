//! How long questions to a record take.

use anyhow::Result;
use onrecord_search::{Facet, Index, Inquiry, Question, Sort};
use onrecord_store::Record;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// Brings the index of a record up, and asks `rounds` times each kind of question, each time with other words.
pub(crate) fn run(path: &Path, rounds: usize, mut out: impl Write) -> Result<()> {
    let record = Record::read(path)?;
    let mut index = Index::open(&Index::folder(path))?;
    let start = Instant::now();
    let followed = index.follow(&record, |_| {})?;
    writeln!(
        out,
        "index: {} articles in {:.1} s",
        followed.articles,
        start.elapsed().as_secs_f64()
    )?;
    let mut samples = Vec::new();
    let all = Question {
        limit: 4_000,
        sort: Sort::Oldest,
        ..Question::default()
    };
    let answer = index.search(&record, &all)?;
    writeln!(out, "{} statements", answer.total)?;
    samples.extend(answer.hits);
    let facets = vec![
        Facet::Speaker,
        Facet::Outlet,
        Facet::Org,
        Facet::Kind,
        Facet::Year,
    ];
    let word = |i: usize, nth: usize| {
        let hit = &samples[(i * 7919) % samples.len()];
        let words: Vec<&str> = hit.content.split_whitespace().collect();
        words[(nth * 3 + 1) % words.len()]
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_owned()
    };
    let speaker = |i: usize| {
        samples[(i * 7919) % samples.len()]
            .speaker
            .clone()
            .unwrap_or_default()
    };
    type Make<'m> = Box<dyn Fn(usize) -> Question + 'm>;
    let kinds: Vec<(&str, Make<'_>)> = vec![
        (
            "a word, a speaker, a range of a year, facets",
            Box::new(|i| Question {
                query: format!(
                    "{} speaker:\"{}\" published:2016-03..2017-02",
                    word(i, 1),
                    speaker(i)
                ),
                facets: facets.clone(),
                ..Question::default()
            }),
        ),
        (
            "a speaker, facets",
            Box::new(|i| Question {
                query: format!("speaker:\"{}\"", speaker(i)),
                facets: facets.clone(),
                ..Question::default()
            }),
        ),
        (
            "two words, by relevance",
            Box::new(|i| Question {
                query: format!("{} {}", word(i, 1), word(i, 2)),
                sort: Sort::Relevance,
                ..Question::default()
            }),
        ),
        (
            "a common word, a range of a year, facets",
            Box::new(|i| Question {
                query: format!("{} published:2016-03..2017-02", ["the", "of", "and"][i % 3]),
                facets: facets.clone(),
                ..Question::default()
            }),
        ),
        (
            "everything, facets",
            Box::new(|_| Question {
                facets: facets.clone(),
                ..Question::default()
            }),
        ),
    ];
    for (name, make) in kinds {
        let mut times: Vec<Duration> = Vec::new();
        let mut found = 0;
        for i in 0..rounds {
            let question = make(i);
            let start = Instant::now();
            found += index.search(&record, &question)?.total;
            times.push(start.elapsed());
        }
        let found = found / rounds.max(1);
        writeln!(out, "{name}: {}; {found} found on average", told(&mut times))?;
    }
    for (name, make) in quotations() {
        let mut times: Vec<Duration> = Vec::new();
        let mut verdicts: BTreeMap<&str, usize> = BTreeMap::new();
        for i in 0..rounds {
            let words: Vec<&str> = samples[(i * 7919) % samples.len()]
                .content
                .split_whitespace()
                .collect();
            let inquiry = Inquiry {
                quotation: make(&words),
                all_versions: false,
                limit: 20,
            };
            let start = Instant::now();
            let checked = index.check(&record, &inquiry)?;
            times.push(start.elapsed());
            *verdicts.entry(checked.verdict.as_str()).or_default() += 1;
        }
        writeln!(out, "check, {name}: {}; {verdicts:?}", told(&mut times))?;
    }
    Ok(())
}

/// Makes a quotation of the words of a statement.
type Quote = fn(&[&str]) -> String;

/// Quotations of every kind.
fn quotations() -> [(&'static str, Quote); 5] {
    [
        ("three words of it", |words| {
            words
                .iter()
                .skip(1)
                .take(3)
                .copied()
                .collect::<Vec<_>>()
                .join(" ")
        }),
        ("as it is printed", |words| words.join(" ")),
        ("a word is another", |words| {
            let mut words = words.to_vec();
            let middle = words.len() / 2;
            if let Some(word) = words.get_mut(middle) {
                *word = "harpsichord";
            }
            words.join(" ")
        }),
        ("the half of it behind other words", |words| {
            let half = words.iter().skip(words.len() / 2);
            let others = "as anybody could have known long before".split(' ');
            others.chain(half.copied()).collect::<Vec<_>>().join(" ")
        }),
        ("its words the other way round", |words| {
            words.iter().rev().copied().collect::<Vec<_>>().join(" ")
        }),
    ]
}

/// Median and p95.
fn told(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |share: f64| {
        let at = (times.len().saturating_sub(1) as f64 * share) as usize;
        times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    format!("median {:.1} ms, p95 {:.1} ms", at(0.5), at(0.95))
}
