//! Queries that deny, begin words, and page as no one does, against a look at every statement.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use onrecord_record::{
    Article, ArticleRecord, CheckedRecord, EngineInfo, Kind, Mode, Span, Speaker, SpeakerType, Statement,
};
use onrecord_search::{Answer, Index, Question, SearchError, Sort};
use onrecord_store::Record;
use proptest::prelude::*;
use std::sync::LazyLock;
use tempfile::TempDir;

struct Library {
    _folder: TempDir,
    record: Record,
    index: Index,
}

/// Each content is the statement of an article of its own.
fn library<'c>(contents: impl IntoIterator<Item = &'c str>) -> Library {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("record.db");
    let mut record = Record::open(&path).unwrap();
    let mut change = record.change("add").unwrap();
    for (n, content) in contents.into_iter().enumerate() {
        change.add(&saying(n, content)).unwrap();
    }
    change.commit().unwrap();
    let mut index = Index::open(&Index::folder(&path)).unwrap();
    index.follow(&record, |_| {}).unwrap();
    Library {
        _folder: folder,
        record,
        index,
    }
}

fn saying(n: usize, content: &str) -> CheckedRecord {
    let engine = EngineInfo {
        version: "0".to_owned(),
        model: "by hand".to_owned(),
    };
    let mut article = Article::new(content);
    article.set_url(Some(format!("https://coast.example/{n}")));
    let mut record = ArticleRecord::of(engine, article);
    record.statements.push(Statement {
        id: "s1".to_owned(),
        kind: Kind::Indirect,
        mode: Mode::Said,
        content: vec![Span {
            start: 0,
            end: u32::try_from(content.chars().count()).unwrap(),
            text: content.to_owned(),
        }],
        cue: Vec::new(),
        source: Vec::new(),
        speakers: vec![Speaker {
            person: None,
            name: None,
            kind: SpeakerType::Unnamed,
            role: None,
            org: None,
            confidence: 0.5,
            open: false,
        }],
        candidates: Vec::new(),
        addressee: None,
        medium: None,
        event: None,
        event_id: None,
        via: Vec::new(),
        parent: None,
        said_on: None,
        same_as: Vec::new(),
        confidence: 0.5,
        why: Vec::new(),
    });
    CheckedRecord::new(record).unwrap()
}

impl Library {
    fn ask(&self, question: &Question) -> Result<Answer, SearchError> {
        self.index.search(&self.record, question)
    }

    fn total(&self, query: &str) -> usize {
        self.ask(&of(query)).unwrap().total
    }
}

fn of(query: &str) -> Question {
    Question {
        query: query.to_owned(),
        ..Question::default()
    }
}

#[test]
fn words_that_begin_so_are_found_behind_others() {
    let library = library([
        "the well-known keeper",
        "a well-knit crew",
        "well, known to all",
        "he knows the well",
        "the well-to-do and the well-known",
    ]);
    assert_eq!(library.total("well-kno*"), 3);
    assert_eq!(library.total("well-kn*"), 4);
    assert_eq!(library.total("well-zebra*"), 0);
    assert_eq!(library.total("zebra-kno*"), 0);
    assert_eq!(library.total("-well-kno*"), 2);
    assert_eq!(library.total("kno*"), 4);
}

#[test]
fn too_many_words_that_begin_so_are_told() {
    let contents: Vec<String> = (0..1_002).map(|n| format!("pier k{n}")).collect();
    let library = library(contents.iter().map(String::as_str));
    let error = library.ask(&of("pier-k*")).unwrap_err();
    assert!(matches!(error, SearchError::Wide { .. }), "{error}");
    assert!(error.to_string().contains("begin with \"k\""), "{error}");
    assert_eq!(library.total("pier-k10*"), 13);
    assert_eq!(library.total("k*"), 1_002);
}

#[test]
fn signs_of_patterns_in_words_are_none() {
    // in the index, figures in brackets or with a point have these about them
    let library = library(["rule ⑴ holds", "rule 1 holds", "rule ⒈ holds", "rule 19 holds"]);
    assert_eq!(library.total("⑴*"), 1);
    assert_eq!(library.total("⒈*"), 1);
    assert_eq!(library.total("1*"), 3);
}

#[test]
fn a_long_word_that_begins_others_is_looked_for() {
    let long = "z".repeat(9_000);
    let longer = format!("{long}a");
    let library = library(["the pier", longer.as_str()]);
    assert_eq!(library.total(&format!("{long}*")), 1);
    assert_eq!(library.total(&format!("{long}b*")), 0);
    assert_eq!(library.total(&format!("{}*", "ß".repeat(4_500))), 0);
}

const CONTENTS: [&str; 12] = [
    "amber boats come",
    "boats amber come",
    "come amber",
    "boats",
    "amber",
    "come boats",
    "amber boats",
    "come come boats amber boats",
    "nothing of it",
    "amber amber amber",
    "ambers and boating",
    "coming",
];

static SMALL: LazyLock<std::sync::Mutex<Library>> =
    LazyLock::new(|| std::sync::Mutex::new(library(CONTENTS)));

/// A query, and which contents it is to find.
#[derive(Clone, Debug)]
struct Asked {
    query: String,
    found: Vec<bool>,
}

fn leaf() -> impl Strategy<Value = Asked> {
    let word = prop_oneof![Just("amber"), Just("boats"), Just("come")];
    (proptest::collection::vec(word, 1..3), any::<bool>()).prop_map(|(words, begins)| {
        let mut wanted: Vec<&str> = words.clone();
        let last = wanted.pop().unwrap();
        let last = if begins { &last[..3] } else { last };
        let found = CONTENTS.iter().map(|content| {
            let all: Vec<&str> = content.split(' ').collect();
            all.windows(words.len()).any(|some| {
                let (end, others) = some.split_last().unwrap();
                others == wanted
                    && if begins {
                        end.starts_with(last)
                    } else {
                        *end == last
                    }
            })
        });
        let words: Vec<&str> = wanted.iter().copied().chain([last]).collect();
        Asked {
            query: format!("{}{}", words.join("-"), if begins { "*" } else { "" }),
            found: found.collect(),
        }
    })
}

fn query() -> impl Strategy<Value = Asked> {
    leaf().prop_recursive(4, 12, 3, |inner| {
        let both = |sign: &'static str, join: fn(bool, bool) -> bool| {
            move |(a, b): (Asked, Asked)| Asked {
                query: format!("({}{sign}{})", a.query, b.query),
                found: a.found.iter().zip(&b.found).map(|(a, b)| join(*a, *b)).collect(),
            }
        };
        prop_oneof![
            inner.clone().prop_map(|a| Asked {
                query: format!("(NOT {})", a.query),
                found: a.found.iter().map(|found| !found).collect(),
            }),
            (inner.clone(), inner.clone()).prop_map(both(" ", |a, b| a && b)),
            (inner.clone(), inner.clone()).prop_map(both(" OR ", |a, b| a || b)),
            (inner.clone(), inner).prop_map(both(" -", |a, b| a && !b)),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_denied_is_everything_but(asked in query(), by_score: bool) {
        let library = SMALL.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let sort = if by_score { Sort::Relevance } else { Sort::Oldest };
        let answer = library.ask(&Question { sort, ..of(&asked.query) }).unwrap();
        let mut found: Vec<i64> = answer.hits.iter().map(|hit| hit.id).collect();
        found.sort_unstable();
        let wanted = (1..).zip(&asked.found).filter(|(_, found)| **found).map(|(id, _)| id);
        prop_assert_eq!(found, wanted.collect::<Vec<i64>>(), "{}", asked.query);
        prop_assert_eq!(answer.total, answer.hits.len());
    }

    #[test]
    fn any_cursor_is_one_or_none(cursor in "[op+0]?[+0-9a-fA-F]{0,22}", limit in prop_oneof![0usize..4, Just(usize::MAX)], by_score: bool) {
        let library = SMALL.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let sort = if by_score { Sort::Relevance } else { Sort::Newest };
        let question = Question { sort, limit, after: Some(cursor.clone()), ..Question::default() };
        if let Err(error) = library.ask(&question) {
            prop_assert!(matches!(error, SearchError::Cursor(_)), "{}", error);
        }
    }
}

#[test]
fn only_exclusions_are_asked_for() {
    let library = library(CONTENTS);
    for (query, total) in [
        ("-amber", 5),
        ("NOT amber", 5),
        ("-amber -boats", 3),
        ("(-amber) OR boats", 9),
        ("-amber-boats", 9),
        ("-(-amber-boats)", 3),
        ("-(amber OR -boats)", 2),
        ("-zebra", 12),
        ("-(zebra OR -zebra)", 0),
    ] {
        assert_eq!(library.total(query), total, "{query}");
    }
}

#[test]
fn a_limit_or_cursor_beyond_all_numbers_is_met() {
    let library = library(CONTENTS);
    for sort in [
        Sort::Newest,
        Sort::Oldest,
        Sort::Said,
        Sort::SaidFirst,
        Sort::Relevance,
    ] {
        let question = Question {
            sort,
            limit: usize::MAX,
            values: usize::MAX,
            ..of("amber OR -amber")
        };
        let answer = library.ask(&question).unwrap();
        assert_eq!((answer.hits.len(), answer.next), (CONTENTS.len(), None));
        let sign = if sort == Sort::Relevance { 'p' } else { 'o' };
        let last = match sign {
            'p' => format!("p{}", usize::MAX),
            _ => format!("o{:x}", u64::MAX),
        };
        let beyond = Question {
            after: Some(last),
            ..question.clone()
        };
        let answer = library.ask(&beyond).unwrap();
        let is_down = matches!(sort, Sort::Newest | Sort::Said);
        assert_eq!(answer.hits.len(), if is_down { CONTENTS.len() } else { 0 });
        assert_eq!(answer.total, CONTENTS.len());
        // only what an answer printed is a cursor
        for wrong in [
            "",
            "1",
            "x1",
            "+1",
            "01",
            "1 ",
            "-1",
            "99999999999999999999999999",
        ] {
            let wrong = format!("{sign}{wrong}");
            if wrong == format!("{sign}1") {
                continue;
            }
            let garbled = Question {
                after: Some(wrong.clone()),
                ..question.clone()
            };
            assert!(
                matches!(library.ask(&garbled), Err(SearchError::Cursor(_))),
                "{wrong}"
            );
        }
    }
}
