//! How long questions to a record take.

use anyhow::Result;
use onrecord_search::{Facet, Index, Question, Sort};
use onrecord_store::Record;
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
        times.sort_unstable();
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
        writeln!(
            out,
            "{name}: median {:.1} ms, p95 {:.1} ms; {} found on average",
            at(0.5),
            at(0.95),
            found / rounds.max(1)
        )?;
    }
    Ok(())
}
