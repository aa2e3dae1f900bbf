//! Quotations of an invented archive, looked for in all of it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use onrecord_compare::quotation::{Match, find};
use onrecord_invented::{Archive, Options};
use onrecord_record::{Article, ArticleRecord, CheckedRecord, EngineInfo, Status};
use onrecord_search::{Checked, Index, Inquiry, SearchError, Verdict};
use onrecord_store::Record;
use tempfile::TempDir;

struct Library {
    _folder: TempDir,
    record: Record,
    index: Index,
    articles: Vec<CheckedRecord>,
}

fn library(articles: Vec<CheckedRecord>) -> Library {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("record.db");
    let mut record = Record::open(&path).unwrap();
    let mut change = record.change("add").unwrap();
    for article in &articles {
        change.add(article).unwrap();
    }
    change.commit().unwrap();
    let mut index = Index::open(&Index::folder(&path)).unwrap();
    index.follow(&record, |_| {}).unwrap();
    Library {
        _folder: folder,
        record,
        index,
        articles,
    }
}

fn invented(count: usize) -> Library {
    let options = Options {
        people: 40,
        outlets: 8,
        per_day: 7,
        ..Options::default()
    };
    library(Archive::new(options).take(count).map(|a| a.record).collect())
}

impl Library {
    fn check(&self, quotation: &str, all_versions: bool) -> Checked {
        let inquiry = Inquiry {
            quotation: quotation.to_owned(),
            all_versions,
            limit: 1_000,
        };
        self.index.check(&self.record, &inquiry).unwrap()
    }
}

fn plain(url: &str, text: &str) -> CheckedRecord {
    let engine = EngineInfo {
        version: "0".to_owned(),
        model: "none".to_owned(),
    };
    let mut article = Article::new(text);
    article.set_url(Some(url.to_owned()));
    CheckedRecord::new(ArticleRecord::of(engine, article)).unwrap()
}

#[test]
fn exact_quotations_are_found_in_every_text_that_has_them() {
    let library = invented(150);
    for article in library.articles.iter().step_by(11) {
        let words: Vec<&str> = article.article.text.split_whitespace().collect();
        let quotation = words[words.len() / 2..][..7].join(" ");
        let found = library.check(&quotation, true);
        assert_eq!(found.verdict, Verdict::Exact, "{quotation}");
        let has = library
            .articles
            .iter()
            .filter(|a| matches!(find(&quotation, &a.article.text), Match::Exact { .. }))
            .count();
        let exact = found
            .places
            .iter()
            .filter(|p| p.verdict == Verdict::Exact)
            .count();
        // another version of an article has it too, where there is one
        assert!(exact >= 1 && exact >= has.min(found.places.len()), "{quotation}");
        for place in &found.places {
            assert!(
                place
                    .ranges
                    .iter()
                    .all(|r| r.text.chars().count() as u32 == r.end - r.start)
            );
        }
    }
}

#[test]
fn quotations_of_statements_are_given_to_their_speakers() {
    let library = invented(60);
    for article in library.articles.iter().step_by(7) {
        let statement = &article.statements[0];
        let quotation = &statement.content[0].text;
        let found = library.check(quotation, true);
        let key = format!(".{}-{}", statement.content[0].start, statement.content[0].end);
        let mut holders = found.places.iter().flat_map(|place| &place.statements);
        assert!(
            holders.any(|holder| holder.whole
                && holder.key.contains(&key)
                && holder.speakers[0].name == statement.speakers[0].name),
            "{quotation}"
        );
    }
}

#[test]
fn one_changed_word_is_found_and_told() {
    let library = invented(150);
    for article in library.articles.iter().step_by(13) {
        let words: Vec<&str> = article.article.text.split_whitespace().collect();
        let mut quotation = words[words.len() / 3..][..9].to_vec();
        quotation[4] = "zebra";
        let quotation = quotation.join(" ");
        let found = library.check(&quotation, true);
        assert_eq!(found.verdict, Verdict::Altered, "{quotation}");
        let told = found.places.iter().flat_map(|place| &place.differences);
        assert!(
            told.into_iter().any(|d| d.quotation.text.contains("zebra")),
            "{quotation}"
        );
    }
}

#[test]
fn killed_articles_and_older_versions_stay_out() {
    let url = "https://coast.example/1";
    let old = plain(url, "The old lighthouse keeper counted seven grey seals.");
    let new = plain(url, "The old lighthouse keeper counted nine grey seals.");
    let bridge = plain(
        "https://coast.example/2",
        "The bridge of glass will open in spring.",
    );
    let mut bare = plain("https://coast.example/2", "").into_inner();
    bare.article.status = Status::Canceled;
    let killed = CheckedRecord::new(bare).unwrap();
    let library = library(vec![old, new, bridge, killed]);
    let seven = "keeper counted seven grey seals";
    assert_eq!(library.check(seven, true).verdict, Verdict::Exact);
    let newest = library.check(seven, false);
    assert_eq!(newest.verdict, Verdict::Altered);
    assert!(newest.places[0].differences[0].number);
    for all in [false, true] {
        let none = library.check("bridge of glass will open in spring", all);
        assert_eq!(none.verdict, Verdict::NotFound);
        assert!(none.places.is_empty());
    }
}

#[test]
fn what_has_no_words_or_too_many_is_refused() {
    let library = library(vec![plain("https://coast.example/3", "Rain is due.")]);
    for wrong in ["", "“…”", "[the minister]", &"word ".repeat(30_000)] {
        let inquiry = Inquiry {
            quotation: wrong.to_owned(),
            all_versions: false,
            limit: 5,
        };
        let refused = library.index.check(&library.record, &inquiry);
        assert!(matches!(refused, Err(SearchError::Quotation(..))));
    }
    // a long one is looked for all the same
    assert_eq!(
        library.check(&"rain is ".repeat(2_000), false).verdict,
        Verdict::NotFound
    );
}
