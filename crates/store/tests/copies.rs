//! One report in many outlets, one statement in many words: against the truth of an invented archive.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot go on has failed; figures are printed"
)]

use onrecord_invented::{Archive, Invented, Options};
use onrecord_store::{Record, VersionKey};
use std::collections::BTreeMap;
use tempfile::TempDir;

/// Precision, recall and F of pairs: `found` and `truth` are the labels of the same things; nothing found is alone.
fn pairs(found: &[Option<i64>], truth: &[u64]) -> (f64, f64, f64) {
    let count = |labels: &BTreeMap<(Option<i64>, u64), u64>| {
        labels.values().map(|n| n * (n - 1) / 2).sum::<u64>() as f64
    };
    let (mut both, mut one, mut other) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (label, &true_label) in found.iter().zip(truth) {
        *other.entry((None, true_label)).or_insert(0) += 1;
        if label.is_some() {
            *both.entry((*label, true_label)).or_insert(0) += 1;
            *one.entry((*label, 0)).or_insert(0) += 1;
        }
    }
    let (right, all, wanted) = (count(&both), count(&one), count(&other));
    let (precision, recall) = (right / all, right / wanted);
    (precision, recall, 2.0 * precision * recall / (precision + recall))
}

fn grouped(options: Options, articles: usize) -> ((f64, f64, f64), (f64, f64, f64)) {
    let folder = TempDir::new().unwrap();
    let mut record = Record::open(&folder.path().join("record.db")).unwrap();
    let articles: Vec<Invented> = Archive::new(options).take(articles).collect();
    let mut change = record.change("add").unwrap();
    for article in &articles {
        change.add(&article.record).unwrap();
    }
    change.commit().unwrap();
    let (mut clusters, mut reports, mut groups, mut said) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for article in &articles {
        let key = VersionKey {
            article: article.record.article.id.clone(),
            version: 1,
        };
        let stored = record.version(&key).unwrap();
        clusters.push(stored.cluster);
        reports.push(article.report);
        groups.extend(stored.rows.iter().map(|row| row.group));
        said.extend(article.said.iter().copied());
    }
    (pairs(&clusters, &reports), pairs(&groups, &said))
}

#[test]
fn copies_and_retellings_are_grouped() {
    let options = Options {
        people: 300,
        outlets: 40,
        per_day: 40,
        ..Options::default()
    };
    let (articles, statements) = grouped(options, 800);
    eprintln!(
        "articles: precision {:.3}, recall {:.3}, F {:.3}",
        articles.0, articles.1, articles.2
    );
    eprintln!(
        "statements: precision {:.3}, recall {:.3}, F {:.3}",
        statements.0, statements.1, statements.2
    );
    assert!(articles.2 >= 0.93 && statements.2 >= 0.9);
}
