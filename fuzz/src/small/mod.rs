//! A record of a few articles, in memory, and its index.
#![allow(dead_code)]

use onrecord_attribution::{Engine, ModelKind, ReadOptions};
use onrecord_record::{Article, CheckedRecord};
use onrecord_search::Index;
use onrecord_store::{Record, StoreError};
use std::path::Path;

const ARTICLES: [(&str, &str, &str, &str); 4] = [
    (
        "https://coast.example/1",
        "Harbour Post",
        "2019-03-04",
        "PORT ELDER, March 4 (Merid) — “The well-known pier will not be closed before the winter,” the harbour master, Lene Dorvik, said on \
         Monday.\n\nAda Quill, chair of the ferry board, denied that the boats are late. “Of 16 ferries, 14 are well kept,” she told \
         reporters.",
    ),
    (
        "https://coast.example/1",
        "Harbour Post",
        "2019-03-05",
        "PORT ELDER, March 5 (Merid) — “The well-known pier will be closed before the winter,” the harbour master, Lene Dorvik, said on \
         Tuesday.\n\nAda Quill, chair of the ferry board, denied that the boats are late. “Of 16 ferries, 14 are well kept,” she told \
         reporters.",
    ),
    (
        "https://island.example/2",
        "Island Courier",
        "2019-04-01",
        "“It rains,” Mr Dorvik said, “and the pier is wet.” The ferry board said in a statement that “every boat that is well-kept will sail”, \
         Merid reported.\n\nAsked about the pier, Quill said: “I know nothing of it.”",
    ),
    (
        "",
        "",
        "",
        "“Nobody asked the crew,” a sailor said. Lene Dorvik, the harbour master, and Bo Reed promised that the crew would be asked.",
    ),
];

/// What the engine makes of the articles.
pub fn articles() -> Vec<CheckedRecord> {
    let engine = Engine::new(ModelKind::Fast).expect("the built-in model loads");
    let mut worker = engine.worker();
    let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    ARTICLES
        .iter()
        .map(|(url, outlet, published, text)| {
            let mut article = Article::new(*text);
            article.set_url(filled(url));
            article.outlet = filled(outlet);
            article.published = filled(published);
            worker.read_article(article, &ReadOptions::default()).expect("the record passes the gate")
        })
        .collect()
}

/// An empty record.
pub fn empty() -> Record {
    Record::open(Path::new(":memory:")).expect("memory can be written to")
}

/// The articles in a record.
pub fn record() -> Record {
    let mut record = empty();
    let mut change = record.change("add").expect("it can be changed");
    for article in articles() {
        change.add(&article).expect("it can be added");
    }
    change.commit().expect("it can be committed");
    record
}

/// A record with its index. The folder of the index is gone when this returns: what was opened of it stays in memory.
pub fn shelf() -> (Record, Index) {
    let record = record();
    let folder = tempfile::tempdir().expect("a folder");
    let mut index = Index::open(folder.path()).expect("the folder can be written to");
    index.follow(&record, |_| {}).expect("the record can be read");
    (record, index)
}

/// What is asked for is not there, or cannot be: nothing else may go wrong with a record in memory.
pub fn is_refusal(error: &StoreError) -> bool {
    !error.to_string().is_empty()
        && matches!(
            error,
            StoreError::Unknown { .. } | StoreError::Conflict { .. } | StoreError::Refused { .. } | StoreError::Lists(_)
        )
}
