//! Adding and reading back.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod articles;

use articles::{arriving, read, samples};
use onrecord_record::{CheckedRecord, Status};
use onrecord_store::{Added, Record, StoreError, VersionKey};
use tempfile::TempDir;

fn empty() -> (TempDir, Record) {
    let folder = TempDir::new().unwrap();
    let record = Record::open(&folder.path().join("record.db")).unwrap();
    (folder, record)
}

fn add(record: &mut Record, article: &CheckedRecord) -> Added {
    let mut change = record.change("add").unwrap();
    let added = change.add(article).unwrap();
    change.commit().unwrap();
    added
}

#[test]
fn what_is_added_is_read_back_the_same() {
    let (_folder, mut record) = empty();
    let mut statements = 0;
    for article in samples() {
        let Added::New { article: key } = add(&mut record, &article) else {
            panic!("a new article");
        };
        let stored = record
            .version(&VersionKey {
                article: key,
                version: 1,
            })
            .unwrap();
        assert_eq!(*stored.record, *article);
        assert!(stored.newest);
        assert_eq!(stored.rows.len(), article.statements.len());
        statements += article.statements.len();
    }
    assert!(statements > 30, "{statements}");
}

#[test]
fn another_text_at_the_same_address_is_a_version() {
    let (_folder, mut record) = empty();
    let url = "https://harbourpost.example/news/1";
    let first = read(arriving(
        url,
        "The lamps will be lit on Monday, the harbour master, Lene Dorvik, said.",
    ));
    let second = read(arriving(
        url,
        "The lamps will be lit on Tuesday, the harbour master, Lene Dorvik, said.",
    ));
    let Added::New { article } = add(&mut record, &first) else {
        panic!("new")
    };
    let tracked = read(arriving(
        &format!("{url}?utm_source=mail#top"),
        &first.article.text,
    ));
    assert_eq!(
        add(&mut record, &tracked),
        Added::Again {
            article: article.clone(),
            version: 1
        }
    );
    assert_eq!(
        add(&mut record, &second),
        Added::Version {
            article: article.clone(),
            version: 2,
            newest: true
        }
    );
    // a text that comes back is a version of its own
    assert_eq!(
        add(&mut record, &first),
        Added::Version {
            article: article.clone(),
            version: 3,
            newest: true
        }
    );
    for (n, text) in [(1, &first), (2, &second), (3, &first)] {
        let stored = record
            .version(&VersionKey {
                article: article.clone(),
                version: n,
            })
            .unwrap();
        assert_eq!(stored.record.article.text, text.article.text);
        assert_eq!(stored.newest, n == 3);
    }
}

#[test]
fn an_older_copy_that_comes_later_does_not_take_the_place_of_a_newer() {
    let (_folder, mut record) = empty();
    let at = |text: &str, modified: &str| {
        let mut article = arriving("https://harbourpost.example/news/2", text);
        article.modified = Some(modified.to_owned());
        read(article)
    };
    let newer = at("The lamps are lit, Lene Dorvik said.", "2019-01-05T10:00:00Z");
    let older = at("The lamps will be lit, Lene Dorvik said.", "2019-01-04T10:00:00Z");
    let Added::New { article } = add(&mut record, &newer) else {
        panic!("new")
    };
    assert_eq!(
        add(&mut record, &older),
        Added::Version {
            article: article.clone(),
            version: 2,
            newest: false
        }
    );
    assert!(
        record
            .version(&VersionKey {
                article: article.clone(),
                version: 1
            })
            .unwrap()
            .newest
    );
    assert_eq!(add(&mut record, &older), Added::Again { article, version: 2 });
}

#[test]
fn an_older_copy_with_the_same_text_does_not_change_what_is_known() {
    let (_folder, mut record) = empty();
    let at = |text: &str, title: &str, modified: &str| {
        let mut article = arriving("https://harbourpost.example/news/3", text);
        article.modified = Some(modified.to_owned());
        article.title = Some(title.to_owned());
        read(article)
    };
    let lit = "The lamps are lit, Lene Dorvik said.";
    let older = at(lit, "Lamps", "2019-01-04T10:00:00Z");
    let newer = at(lit, "Lamps lit", "2019-01-06T10:00:00Z");
    let Added::New { article } = add(&mut record, &older) else {
        panic!("new")
    };
    let key = VersionKey { article, version: 1 };
    // twice, as when a command is given again
    for _ in 0..2 {
        add(&mut record, &newer);
        add(&mut record, &older);
        let stored = record.version(&key).unwrap();
        assert_eq!(stored.record.article.title.as_deref(), Some("Lamps lit"));
        assert_eq!(
            stored.record.article.modified.as_deref(),
            Some("2019-01-06T10:00:00Z")
        );
    }
    assert_eq!(record.history(&key.article).unwrap().audit.len(), 1);
    // and another text of the time between is no newer version
    let between = at(
        "The lamps are dark, Lene Dorvik said.",
        "Dark",
        "2019-01-05T10:00:00Z",
    );
    assert!(matches!(
        add(&mut record, &between),
        Added::Version {
            version: 2,
            newest: false,
            ..
        }
    ));
}

#[test]
fn killed_items_keep_their_versions_and_are_given_back() {
    let (_folder, mut record) = empty();
    let item = |status: Status, text: &str| {
        let mut article = arriving("", text);
        article.provider_id = Some("urn:newsml:harbour.example:20190104:1".to_owned());
        article.set_url(None);
        article.status = status;
        read(article)
    };
    let Added::New { article } = add(
        &mut record,
        &item(Status::Usable, "The lamps are lit, Lene Dorvik said."),
    ) else {
        panic!("new")
    };
    let killed = add(&mut record, &item(Status::Canceled, ""));
    assert_eq!(
        killed,
        Added::Notice {
            article: article.clone(),
            status: Status::Canceled
        }
    );
    let stored = record
        .version(&VersionKey {
            article: article.clone(),
            version: 1,
        })
        .unwrap();
    assert_eq!(stored.record.article.status, Status::Canceled);
    let back = add(
        &mut record,
        &item(Status::Usable, "The lamps are lit, Lene Dorvik said."),
    );
    assert_eq!(
        back,
        Added::Again {
            article: article.clone(),
            version: 1
        }
    );
    let stored = record.version(&VersionKey { article, version: 1 }).unwrap();
    assert_eq!(stored.record.article.status, Status::Usable);
}

#[test]
fn what_is_not_committed_leaves_no_trace() {
    let (folder, mut record) = empty();
    let article = read(arriving(
        "https://a.example/1",
        "The lamps are lit, Lene Dorvik said.",
    ));
    let before = record.mark().unwrap();
    let mut change = record.change("add").unwrap();
    change.add(&article).unwrap();
    drop(change);
    assert_eq!(record.mark().unwrap(), before);
    assert!(matches!(add(&mut record, &article), Added::New { .. }));
    let mark = record.mark().unwrap().unwrap();
    let again = Record::read(&folder.path().join("record.db")).unwrap();
    assert!(again.knows(&mark).unwrap());
    let other = onrecord_store::Mark {
        mark: mark.mark ^ 1,
        ..mark
    };
    assert!(!again.knows(&other).unwrap());
}

#[test]
fn other_files_are_told_apart() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.db");
    assert!(matches!(Record::read(&path), Err(StoreError::Missing { .. })));
    std::fs::write(
        &path,
        "not a database, but long enough to be taken for one at first sight; ".repeat(9),
    )
    .unwrap();
    assert!(matches!(Record::open(&path), Err(StoreError::Foreign { .. })));
    std::fs::remove_file(&path).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE t (a)").unwrap();
    assert!(matches!(Record::open(&path), Err(StoreError::Foreign { .. })));
    assert!(matches!(Record::read(&path), Err(StoreError::Foreign { .. })));
    drop(other);
    std::fs::remove_file(&path).unwrap();
    drop(Record::open(&path).unwrap());
    let newer = rusqlite::Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 999).unwrap();
    assert!(matches!(
        Record::read(&path),
        Err(StoreError::Newer { found: 999, .. })
    ));
}

#[test]
fn a_second_writer_waits_and_readers_go_on() {
    let (folder, mut record) = empty();
    let path = folder.path().join("record.db");
    let mut change = record.change("add").unwrap();
    change
        .add(&read(arriving(
            "https://a.example/1",
            "The lamps are lit, Lene Dorvik said.",
        )))
        .unwrap();
    let reader = Record::read(&path).unwrap();
    assert_eq!(
        reader.mark().unwrap(),
        None,
        "nothing is to be seen of what is not committed"
    );
    let other = std::thread::spawn(move || {
        let mut record = Record::open(&path).unwrap();
        let change = record.change("add").unwrap();
        let seq = change.seq();
        change.commit().unwrap();
        seq
    });
    std::thread::sleep(std::time::Duration::from_millis(100));
    let seq = change.seq();
    change.commit().unwrap();
    assert_eq!(other.join().unwrap(), seq + 1);
    assert_eq!(reader.mark().unwrap().map(|m| m.seq), Some(seq + 1));
}

#[test]
fn a_time_that_is_still_to_come_is_not_known() {
    let folder = TempDir::new().unwrap();
    let mut record = Record::open(&folder.path().join("record.db"))
        .unwrap()
        .with_clock(|| "2019-01-04T12:42:00Z".parse().unwrap());
    for (text, modified) in [
        ("The lamps are lit, Lene Dorvik said.", "2999-01-01"),
        ("The lamps were lit, Lene Dorvik said.", "2019-01-04T12:00:00Z"),
    ] {
        let mut article = arriving("https://a.example/1", text);
        article.modified = Some(modified.to_owned());
        let mut change = record.change("add").unwrap();
        change.add(&read(article)).unwrap();
        change.commit().unwrap();
    }
    let history = record
        .history(&record.article_key("https://a.example/1").unwrap())
        .unwrap();
    let newest: Vec<bool> = history.versions.iter().map(|line| line.newest).collect();
    assert_eq!(newest, [false, true]);
}

#[test]
fn an_article_without_an_id_gets_a_key_that_can_be_asked_for() {
    let (_folder, mut record) = empty();
    let mut bare = read(arriving(
        "https://harbourpost.example/news/9",
        "The lamps are lit.",
    ))
    .into_inner();
    let id = std::mem::take(&mut bare.article.id);
    let Added::New { article } = add(&mut record, &CheckedRecord::new(bare).unwrap()) else {
        panic!("new")
    };
    assert_eq!(article, id);
    let key: VersionKey = format!("{article}.v1").parse().unwrap();
    assert!(record.version(&key).unwrap().newest);
}
