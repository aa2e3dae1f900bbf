//! Searching an invented archive, against looking at every statement of it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use onrecord_invented::{Archive, Options};
use onrecord_record::{ArticleRecord, CheckedRecord, Kind, Statement};
use onrecord_search::{Answer, Facet, Index, Question, SearchError, Sort};
use onrecord_store::Record;
use tempfile::TempDir;

struct Library {
    folder: TempDir,
    record: Record,
    index: Index,
    articles: Vec<CheckedRecord>,
}

fn library(articles: usize) -> Library {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("record.db");
    let mut record = Record::open(&path).unwrap();
    let options = Options {
        people: 60,
        outlets: 12,
        per_day: 7,
        ..Options::default()
    };
    let articles: Vec<_> = Archive::new(options).take(articles).map(|a| a.record).collect();
    let mut change = record.change("add").unwrap();
    for article in &articles {
        change.add(article).unwrap();
    }
    change.commit().unwrap();
    let mut index = Index::open(&Index::folder(&path)).unwrap();
    let followed = index.follow(&record, |_| {}).unwrap();
    assert_eq!(followed.articles, articles.len() as u64);
    Library {
        folder,
        record,
        index,
        articles,
    }
}

impl Library {
    fn ask(&self, query: &str) -> Answer {
        let question = Question {
            query: query.to_owned(),
            ..Question::default()
        };
        self.index.search(&self.record, &question).unwrap()
    }

    /// How many statements a look at every one of them finds.
    fn count(&self, wanted: impl Fn(&ArticleRecord, &Statement) -> bool) -> usize {
        let all = self
            .articles
            .iter()
            .flat_map(|a| a.statements.iter().map(move |s| (a, s)));
        all.filter(|(a, s)| wanted(a, s)).count()
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn has(text: &str, word: &str) -> bool {
    words(text).iter().any(|w| w == word)
}

#[test]
fn every_kind_of_question_finds_what_a_look_at_everything_finds() {
    let library = library(150);
    let content = |s: &Statement| s.content[0].text.clone();
    let some = library.articles[70].clone();
    let surname = some.people[0].name.clone().unwrap();
    let surname = surname.rsplit(' ').next().unwrap().to_owned();
    let outlet = some.article.outlet.clone().unwrap();
    let day = some.article.published.clone().unwrap();
    let said = words(&some.statements[0].content[0].text);
    let (one, two) = (said[2].clone(), said[3].clone());
    let speaks = |s: &Statement| {
        s.speakers[0]
            .name
            .as_deref()
            .is_some_and(|n| has(n, &surname.to_lowercase()))
    };
    let checks: Vec<(String, usize)> = vec![
        (String::new(), library.count(|_, _| true)),
        ("that".to_owned(), library.count(|_, s| has(&content(s), "that"))),
        (one.clone(), library.count(|_, s| has(&content(s), &one))),
        (
            format!("{one} {two}"),
            library.count(|_, s| has(&content(s), &one) && has(&content(s), &two)),
        ),
        (
            format!("\"{one} {two}\""),
            library.count(|_, s| words(&content(s)).windows(2).any(|w| w[0] == one && w[1] == two)),
        ),
        (
            format!("{} -that", &one[..3.min(one.len())]),
            library.count(|_, s| has(&content(s), &one[..3.min(one.len())]) && !has(&content(s), "that")),
        ),
        (
            format!("{}*", &one[..2]),
            library.count(|_, s| words(&content(s)).iter().any(|w| w.starts_with(&one[..2]))),
        ),
        (
            format!("{one} OR the"),
            library.count(|_, s| has(&content(s), &one) || has(&content(s), "the")),
        ),
        (format!("speaker:{surname}"), library.count(|_, s| speaks(s))),
        (
            format!("speaker:{surname} kind:direct the"),
            library.count(|_, s| speaks(s) && s.kind == Kind::Direct && has(&content(s), "the")),
        ),
        (
            format!("outlet:\"{outlet}\""),
            library.count(|a, _| a.article.outlet.as_ref() == Some(&outlet)),
        ),
        (
            format!("published:{day}"),
            library.count(|a, _| a.article.published.as_ref() == Some(&day)),
        ),
        (
            format!("published:..{day} -published:{day}"),
            library.count(|a, _| a.article.published.as_ref() < Some(&day)),
        ),
        (format!("said:{day}"), 0),
        ("via:agency".to_owned(), library.count(|_, s| !s.via.is_empty())),
        (
            "cue:noted".to_owned(),
            library.count(|_, s| s.cue[0].text == "noted"),
        ),
        (
            "-kind:direct".to_owned(),
            library.count(|_, s| s.kind != Kind::Direct),
        ),
        ("confidence:<0.9".to_owned(), 0),
        ("confidence:0.9..1".to_owned(), library.count(|_, _| true)),
        (format!("article:{}", some.article.id), some.statements.len()),
        (
            "role:(minister OR judge) -role:deputy".to_owned(),
            library.count(|_, s| matches!(s.speakers[0].role.as_deref(), Some("minister" | "judge"))),
        ),
    ];
    for (query, expected) in checks {
        assert_eq!(library.ask(&query).total, expected, "{query}");
    }
}

#[test]
fn pages_hold_everything_once_in_order() {
    let library = library(60);
    for sort in [
        Sort::Newest,
        Sort::Oldest,
        Sort::Said,
        Sort::SaidFirst,
        Sort::Relevance,
    ] {
        let mut question = Question {
            query: "the".to_owned(),
            sort,
            limit: 7,
            ..Question::default()
        };
        let mut seen = Vec::new();
        let mut days = Vec::new();
        loop {
            let answer = library.index.search(&library.record, &question).unwrap();
            seen.extend(answer.hits.iter().map(|h| h.id));
            days.extend(answer.hits.iter().map(|h| h.published.clone()));
            match answer.next {
                Some(next) => question.after = Some(next),
                None => {
                    assert_eq!(seen.len(), answer.total);
                    break;
                }
            }
        }
        match sort {
            Sort::Newest | Sort::Said => assert!(days.windows(2).all(|d| d[0] >= d[1])),
            Sort::Oldest | Sort::SaidFirst => assert!(days.windows(2).all(|d| d[0] <= d[1])),
            Sort::Relevance => {}
        }
        let mut every = Vec::new();
        library
            .index
            .every(
                &library.record,
                &Question {
                    after: None,
                    ..question
                },
                |hit| {
                    every.push(hit.id);
                    Ok::<(), SearchError>(())
                },
            )
            .unwrap();
        if sort != Sort::Relevance {
            assert_eq!(every, seen);
        }
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), every.len());
    }
}

#[test]
fn facets_count_all_results() {
    let library = library(80);
    let question = Question {
        query: "the".to_owned(),
        facets: Facet::ALL.to_vec(),
        values: 3,
        ..Question::default()
    };
    let answer = library.index.search(&library.record, &question).unwrap();
    let counts = |name: &str| answer.facets.iter().find(|f| f.facet == name).unwrap();
    let kind = counts("kind");
    assert_eq!(
        kind.values.iter().map(|v| v.count).sum::<u64>(),
        answer.total as u64
    );
    let speaker = counts("speaker");
    assert_eq!(speaker.values.len(), 3);
    let first = &speaker.values[0];
    let expected = library.count(|_, s| {
        has(&s.content[0].text, "the") && s.speakers[0].name.as_deref() == Some(first.value.as_str())
    });
    assert_eq!(first.count, expected as u64);
    assert!(speaker.different > 10);
}

#[test]
fn the_index_follows_changes_and_is_made_anew_when_it_is_of_another_record() {
    let Library {
        folder,
        mut record,
        mut index,
        articles,
    } = library(20);
    let total = |index: &Index, record: &Record| index.search(record, &Question::default()).unwrap().total;
    let before = total(&index, &record);
    assert_eq!(
        index.follow(&record, |_| {}).unwrap(),
        onrecord_search::Followed::default()
    );
    // one more article: it alone is looked at
    let more = Archive::new(Options {
        seed: 9,
        ..Options::default()
    })
    .next()
    .unwrap()
    .record;
    let mut change = record.change("add").unwrap();
    change.add(&more).unwrap();
    change.commit().unwrap();
    let followed = index.follow(&record, |_| {}).unwrap();
    assert_eq!((followed.articles, followed.anew), (1, false));
    assert_eq!(total(&index, &record), before + more.statements.len());
    // a changed text: the old version is to be found only where all versions are asked for
    let mut changed = more.clone().into_inner();
    changed.article.text.push_str("\nMore.");
    changed.article.text_sha256 = onrecord_record::text_sha256(&changed.article.text);
    changed.statements.truncate(1);
    let changed = CheckedRecord::new(changed).unwrap();
    let mut change = record.change("add").unwrap();
    change.add(&changed).unwrap();
    change.commit().unwrap();
    index.follow(&record, |_| {}).unwrap();
    assert_eq!(total(&index, &record), before + 1);
    let all = Question {
        query: "version:all".to_owned(),
        ..Question::default()
    };
    assert_eq!(
        index.search(&record, &all).unwrap().total,
        before + 1 + more.statements.len()
    );
    drop(index);
    // another record in the same place
    drop(record);
    let path = folder.path().join("record.db");
    std::fs::remove_file(&path).unwrap();
    let mut record = Record::open(&path).unwrap();
    let mut change = record.change("add").unwrap();
    change.add(&articles[3]).unwrap();
    change.commit().unwrap();
    let mut index = Index::open(&Index::folder(&path)).unwrap();
    let followed = index.follow(&record, |_| {}).unwrap();
    assert_eq!((followed.articles, followed.anew), (1, true));
    assert_eq!(total(&index, &record), articles[3].statements.len());
    // an index that cannot be read is set aside
    drop(index);
    std::fs::write(Index::folder(&path).join("meta.json"), "{").unwrap();
    let mut index = Index::open(&Index::folder(&path)).unwrap();
    index.follow(&record, |_| {}).unwrap();
    assert_eq!(total(&index, &record), articles[3].statements.len());
}
