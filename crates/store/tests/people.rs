//! People across articles: linked with care, and put right by people.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use onrecord_record::{
    ArticleRecord, CheckedRecord, EngineInfo, Kind, Mode, Person, PersonRole, Span, Speaker, SpeakerType,
    Statement,
};
use onrecord_store::{Record, StoreError};
use tempfile::TempDir;

fn empty() -> (TempDir, Record) {
    let folder = TempDir::new().unwrap();
    let record = Record::open(&folder.path().join("record.db")).unwrap();
    (folder, record)
}

/// An article in which somebody with a role says something.
fn article(url: &str, day: &str, name: &str, role: &str, org: &str) -> CheckedRecord {
    let text = format!("The lamps are lit, {name}, {role} of {org}, said on the quay.");
    let engine = EngineInfo {
        version: "0".into(),
        model: "by hand".into(),
    };
    let mut record = ArticleRecord::new(engine, text.clone());
    record.set_url(Some(url.to_owned()));
    record.article.published = Some(day.to_owned());
    let span = |words: &str| {
        let at = text.find(words).unwrap();
        let start = u32::try_from(text[..at].chars().count()).unwrap();
        Span {
            start,
            end: start + u32::try_from(words.chars().count()).unwrap(),
            text: words.to_owned(),
        }
    };
    let printed = span(role);
    record.people.push(Person {
        id: "p1".into(),
        name: Some(name.to_owned()),
        kind: SpeakerType::Person,
        roles: vec![PersonRole {
            role: role.into(),
            org: Some(org.into()),
            start: printed.start,
            end: printed.end,
        }],
        mentions: vec![span(name)],
    });
    record.statements.push(Statement {
        id: "s1".into(),
        kind: Kind::Indirect,
        mode: Mode::Said,
        content: vec![span("The lamps are lit")],
        cue: vec![span("said")],
        source: vec![span(name)],
        speakers: vec![Speaker {
            person: Some("p1".into()),
            name: Some(name.into()),
            kind: SpeakerType::Person,
            role: Some(role.into()),
            org: Some(org.into()),
            confidence: 0.9,
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
        confidence: 0.9,
        why: vec!["by hand".into()],
    });
    CheckedRecord::new(record).unwrap()
}

fn add(record: &mut Record, article: &CheckedRecord) {
    let mut change = record.change("add").unwrap();
    change.add(article).unwrap();
    change.commit().unwrap();
}

/// Whom the record takes the speaker of an article for.
fn person_in(record: &Record, url: &str) -> Option<String> {
    let key = record.article_key(url).unwrap();
    let version = onrecord_store::VersionKey {
        article: key,
        version: 1,
    };
    record.version(&version).unwrap().people[0].person.clone()
}

const URLS: [&str; 4] = [
    "https://a.example/1",
    "https://b.example/2",
    "https://c.example/3",
    "https://d.example/4",
];

fn filled() -> (TempDir, Record) {
    let (folder, mut record) = empty();
    add(
        &mut record,
        &article(
            URLS[0],
            "2019-01-04",
            "Lene Dorvik",
            "harbour master",
            "Port Liris",
        ),
    );
    add(
        &mut record,
        &article(
            URLS[1],
            "2019-02-04",
            "Lene Dorvik",
            "harbour master",
            "Port Liris",
        ),
    );
    // a namesake
    add(
        &mut record,
        &article(
            URLS[2],
            "2019-02-10",
            "Lene Dorvik",
            "goalkeeper",
            "Kestrow Rovers",
        ),
    );
    // the successor
    add(
        &mut record,
        &article(
            URLS[3],
            "2020-02-10",
            "Tomas Oltean",
            "harbour master",
            "Port Liris",
        ),
    );
    (folder, record)
}

#[test]
fn the_same_is_linked_and_others_are_not() {
    let (_folder, record) = filled();
    let people: Vec<_> = URLS.iter().map(|url| person_in(&record, url)).collect();
    assert!(people[0].is_some());
    assert_eq!(people[0], people[1]);
    assert_ne!(people[0], people[2], "a namesake of another field");
    assert_ne!(people[0], people[3], "a successor in the same post");
    let found = record.people("dorvik", 10).unwrap();
    assert_eq!(found.iter().map(|p| p.statements).collect::<Vec<_>>(), [2, 1]);
    let portrait = record.portrait(people[0].as_ref().unwrap()).unwrap();
    assert_eq!(portrait.roles.len(), 2);
    assert_eq!(portrait.roles[1].published.as_deref(), Some("2019-02-04"));
    assert_eq!(portrait.names, [("Lene Dorvik".to_owned(), 2)]);
}

#[test]
fn people_are_merged_and_parted_again() {
    let (_folder, mut record) = filled();
    let (one, other) = (
        person_in(&record, URLS[0]).unwrap(),
        person_in(&record, URLS[2]).unwrap(),
    );
    let mut change = record.change("merge").unwrap();
    let ruling = change.merge(&other, &one, "mk", Some("she plays, too")).unwrap();
    change.commit().unwrap();
    assert_eq!(person_in(&record, URLS[2]), Some(one.clone()));
    assert_eq!(record.people("dorvik", 10).unwrap().len(), 1);
    // a third article of the merged one's field is linked to her
    add(
        &mut record,
        &article(
            "https://e.example/5",
            "2019-03-01",
            "Lene Dorvik",
            "goalkeeper",
            "Kestrow Rovers",
        ),
    );
    assert_eq!(person_in(&record, "https://e.example/5"), Some(one.clone()));
    let mut change = record.change("undo").unwrap();
    change.undo(ruling, "mk").unwrap();
    assert!(matches!(
        change.undo(ruling, "mk"),
        Err(StoreError::Unknown { .. })
    ));
    change.commit().unwrap();
    assert_eq!(person_in(&record, URLS[2]), Some(other.clone()));
    assert_eq!(person_in(&record, URLS[0]), Some(one));
    assert_eq!(record.rulings().unwrap().len(), 1);
    assert!(record.rulings().unwrap()[0].undone);
}

#[test]
fn a_person_is_split_and_later_articles_keep_to_it() {
    let (_folder, mut record) = filled();
    let one = person_in(&record, URLS[0]).unwrap();
    let article_key = record.article_key(URLS[1]).unwrap();
    let mut change = record.change("split").unwrap();
    let other = change.split(&one, &[article_key], "mk", None).unwrap();
    change.commit().unwrap();
    assert_eq!(person_in(&record, URLS[0]), Some(one.clone()));
    assert_eq!(person_in(&record, URLS[1]), Some(other.clone()));
    // another version of that article is the other's, too
    add(
        &mut record,
        &article(
            URLS[1],
            "2019-02-05",
            "Lene Dorvik",
            "old harbour master",
            "Port Liris",
        ),
    );
    let key = record.article_key(URLS[1]).unwrap();
    let second = record
        .version(&onrecord_store::VersionKey {
            article: key,
            version: 2,
        })
        .unwrap();
    assert_eq!(second.people[0].person, Some(other));
    let id = record.rulings().unwrap()[0].id;
    let mut change = record.change("undo").unwrap();
    change.undo(id, "mk").unwrap();
    change.commit().unwrap();
    assert_eq!(person_in(&record, URLS[1]), Some(one));
}

#[test]
fn names_blocks_and_identifiers_can_be_set_and_undone() {
    let (_folder, mut record) = filled();
    let one = person_in(&record, URLS[0]).unwrap();
    let mut change = record.change("people").unwrap();
    let renamed = change.rename(&one, "Lene A. Dorvik", "mk", None).unwrap();
    change.identify(&one, Some("Q1234567"), "mk", None).unwrap();
    change.block(&one, true, "mk", None).unwrap();
    change.commit().unwrap();
    let line = record.portrait(&one).unwrap().line;
    assert_eq!(
        (line.name.as_str(), line.identifier.as_deref(), line.blocked),
        ("Lene A. Dorvik", Some("Q1234567"), true)
    );
    assert_eq!(record.people("Q1234567", 10).unwrap().len(), 1);
    add(
        &mut record,
        &article(
            "https://e.example/6",
            "2019-03-01",
            "Lene Dorvik",
            "harbour master",
            "Port Liris",
        ),
    );
    assert_ne!(
        person_in(&record, "https://e.example/6"),
        Some(one.clone()),
        "nothing is linked to whom is blocked"
    );
    let mut change = record.change("undo").unwrap();
    change.undo(renamed, "mk").unwrap();
    change.commit().unwrap();
    assert_eq!(record.portrait(&one).unwrap().line.name, "Lene Dorvik");
}

fn rule<T>(record: &mut Record, rule: impl FnOnce(&mut onrecord_store::Change<'_>) -> T) -> T {
    let mut change = record.change("people").unwrap();
    let result = rule(&mut change);
    change.commit().unwrap();
    record.verify(|finding| panic!("{finding:?}"), |_| {}).unwrap();
    result
}

#[test]
fn merges_are_taken_back_in_any_order() {
    let orders = [[0, 1], [1, 0]];
    for order in orders {
        let (_folder, mut record) = filled();
        let [a, b, c] = [URLS[0], URLS[2], URLS[3]].map(|url| person_in(&record, url).unwrap());
        let rulings = [
            rule(&mut record, |change| change.merge(&a, &b, "mk", None).unwrap()),
            rule(&mut record, |change| change.merge(&b, &c, "mk", None).unwrap()),
        ];
        assert_eq!(person_in(&record, URLS[0]), Some(c.clone()));
        rule(&mut record, |change| {
            change.undo(rulings[order[0]], "mk").unwrap()
        });
        let expected = if order[0] == 0 { [&a, &c] } else { [&b, &b] };
        assert_eq!(person_in(&record, URLS[0]).as_ref(), Some(expected[0]));
        assert_eq!(person_in(&record, URLS[2]).as_ref(), Some(expected[1]));
        rule(&mut record, |change| {
            change.undo(rulings[order[1]], "mk").unwrap()
        });
        for (url, person) in [(URLS[0], &a), (URLS[2], &b), (URLS[3], &c)] {
            assert_eq!(person_in(&record, url).as_ref(), Some(person));
        }
        // and can be made again
        rule(&mut record, |change| change.merge(&a, &b, "mk", None).unwrap());
    }
}

#[test]
fn names_and_links_are_taken_back_in_any_order() {
    let (_folder, mut record) = filled();
    let [one, other, third] = [URLS[0], URLS[2], URLS[3]].map(|url| person_in(&record, url).unwrap());
    let first = rule(&mut record, |change| {
        change.rename(&one, "B", "mk", None).unwrap()
    });
    let second = rule(&mut record, |change| {
        change.rename(&one, "C", "mk", None).unwrap()
    });
    let name = |record: &Record| record.portrait(&one).unwrap().line.name;
    rule(&mut record, |change| change.undo(first, "mk").unwrap());
    assert_eq!(name(&record), "C");
    rule(&mut record, |change| change.undo(second, "mk").unwrap());
    assert_eq!(name(&record), "Lene Dorvik");
    let article = record.article_key(URLS[0]).unwrap();
    let first = rule(&mut record, |change| {
        change
            .link_to(&article, "Lene Dorvik", &other, "mk", None)
            .unwrap()
    });
    let second = rule(&mut record, |change| {
        change
            .link_to(&article, "Lene Dorvik", &third, "mk", None)
            .unwrap()
    });
    rule(&mut record, |change| change.undo(first, "mk").unwrap());
    assert_eq!(person_in(&record, URLS[0]), Some(third));
    rule(&mut record, |change| change.undo(second, "mk").unwrap());
    assert_eq!(person_in(&record, URLS[0]), Some(one));
}

#[test]
fn a_version_that_came_between_two_links_is_linked_anew() {
    let (_folder, mut record) = filled();
    let [one, other, third] = [URLS[0], URLS[2], URLS[3]].map(|url| person_in(&record, url).unwrap());
    let key = record.article_key(URLS[0]).unwrap();
    let first = rule(&mut record, |change| {
        change.link_to(&key, "Lene Dorvik", &other, "mk", None).unwrap()
    });
    let again = article(
        URLS[0],
        "2019-01-04",
        "Lene Dorvik",
        "head harbour master",
        "Port Liris",
    );
    add(&mut record, &again);
    let second = rule(&mut record, |change| {
        change.link_to(&key, "Lene Dorvik", &third, "mk", None).unwrap()
    });
    let newest = |record: &Record| {
        let version = onrecord_store::VersionKey {
            article: key.clone(),
            version: 2,
        };
        record.version(&version).unwrap().people[0].person.clone()
    };
    rule(&mut record, |change| change.undo(first, "mk").unwrap());
    assert_eq!(newest(&record), Some(third));
    rule(&mut record, |change| change.undo(second, "mk").unwrap());
    assert_eq!(newest(&record), Some(one), "no ruling holds any more");
}

#[test]
fn mistakes_are_told() {
    let (_folder, mut record) = filled();
    let one = person_in(&record, URLS[0]).unwrap();
    let mut change = record.change("people").unwrap();
    assert!(matches!(
        change.merge("q0", &one, "mk", None),
        Err(StoreError::Unknown { .. })
    ));
    assert!(matches!(
        change.merge(&one, &one, "mk", None),
        Err(StoreError::Conflict { .. })
    ));
    assert!(matches!(
        change.split(&one, &["a0".to_owned()], "mk", None),
        Err(StoreError::Conflict { .. })
    ));
    assert!(matches!(
        change.link_to("a0", "Lene Dorvik", &one, "mk", None),
        Err(StoreError::Conflict { .. })
    ));
    drop(change);
    let verified = record.verify(|finding| panic!("{finding:?}"), |_| {}).unwrap();
    assert_eq!(verified.versions, 4);
}
