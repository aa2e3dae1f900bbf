//! Corrections go along into later versions of an article, as far as these print the same.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod articles;

use articles::{arriving, read};
use onrecord_store::{CorrectionLine, Fix, Outcome, Record, Stored, VersionKey, compare};
use tempfile::TempDir;

const URL: &str = "https://courier.example/1";
const FIRST: &str = "Olwen Marsh met Councillor Iset Karam on the quay.\n\n\"The lamps are lit again,\" she said.\n\n\
    Tomas Oltean, the mayor, said that the pier was closed.\n\nLene Dorvik said that nobody had asked the fishermen.\n";

struct Desk {
    _folder: TempDir,
    record: Record,
    versions: u32,
}

impl Desk {
    fn new(text: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let record = Record::open(&folder.path().join("record.db")).unwrap();
        let mut desk = Self {
            _folder: folder,
            record,
            versions: 0,
        };
        desk.add(text);
        desk
    }

    fn add(&mut self, text: &str) {
        let mut change = self.record.change("add").unwrap();
        change.add(&read(arriving(URL, text))).unwrap();
        change.commit().unwrap();
        self.versions += 1;
        self.sound();
    }

    fn sound(&self) {
        self.record
            .verify(|finding| panic!("{finding:?}"), |_| {})
            .unwrap();
    }

    fn stored(&self, version: u32) -> Stored {
        let article = self.record.article_key(URL).unwrap();
        self.record.version(&VersionKey { article, version }).unwrap()
    }

    /// Decides about the statement of the newest version that has these words.
    fn decide(&mut self, words: &str, fix: &Fix) -> i64 {
        let stored = self.stored(self.versions);
        let at = Self::at(&stored, words);
        let key = stored.key_of(at).unwrap();
        let mut change = self.record.change("correct").unwrap();
        let id = change.correct(&key, fix, "mk", Some("asked them")).unwrap();
        change.commit().unwrap();
        self.sound();
        id
    }

    fn undo(&mut self, id: i64) {
        let mut change = self.record.change("correct").unwrap();
        change.uncorrect(id, "mk").unwrap();
        change.commit().unwrap();
        self.sound();
    }

    fn at(stored: &Stored, words: &str) -> usize {
        let has = |s: &&onrecord_record::Statement| s.content.iter().any(|c| c.text.contains(words));
        let statement = stored.record.statements.iter().find(has);
        let id = &statement
            .unwrap_or_else(|| panic!("{words}: {:?}", stored.record.statements))
            .id;
        stored.record.statements.iter().position(|s| s.id == *id).unwrap()
    }

    fn review(&self, version: u32, words: &str) -> Option<String> {
        let stored = self.stored(version);
        stored.rows[Self::at(&stored, words)].review.clone()
    }

    fn speaker(&self, version: u32, words: &str) -> Option<String> {
        let stored = self.stored(version);
        stored.record.statements[Self::at(&stored, words)].speakers[0]
            .name
            .clone()
    }

    fn lines(&self) -> Vec<CorrectionLine> {
        self.record.corrections(None).unwrap()
    }

    fn people(&self, name: &str) -> Vec<(String, u64)> {
        let people = self.record.people(name, 9).unwrap();
        people
            .into_iter()
            .map(|line| (line.name, line.statements))
            .collect()
    }
}

fn speaker(name: &str) -> Fix {
    Fix::Speaker {
        name: Some(name.to_owned()),
        kind: None,
    }
}

#[test]
fn decisions_hold_for_what_a_new_version_prints_unchanged() {
    let mut desk = Desk::new(FIRST);
    let suppressed = desk.decide("pier was closed", &Fix::Suppress);
    let rejected = desk.decide("nobody had asked", &Fix::Reject);
    let given = desk.decide("lamps are lit", &speaker("Olwen Marsh"));
    desk.add(&format!("The quay was full in the morning.\n\n{FIRST}"));
    assert_eq!(desk.review(2, "pier was closed").as_deref(), Some("suppressed"));
    assert_eq!(desk.review(2, "nobody had asked").as_deref(), Some("rejected"));
    assert_eq!(desk.review(2, "lamps are lit").as_deref(), Some("corrected"));
    assert_eq!(desk.speaker(2, "lamps are lit").as_deref(), Some("Olwen Marsh"));
    let lines = desk.lines();
    let origins: Vec<Option<i64>> = lines[3..].iter().map(|line| line.origin).collect();
    assert_eq!(origins, [given, suppressed, rejected].map(Some));
    for line in &lines {
        assert_eq!(
            (line.who.as_str(), line.why.as_deref()),
            ("mk", Some("asked them"))
        );
        assert!(line.left_behind.is_none() && line.stale.is_none(), "{line:?}");
    }
    // and on into the version behind it, once
    desk.add(&format!("{FIRST}\n\nThe quay was empty in the evening.\n"));
    assert_eq!(desk.review(3, "pier was closed").as_deref(), Some("suppressed"));
    assert_eq!(desk.lines().len(), 9);
}

#[test]
fn what_is_taken_back_is_taken_back_in_later_versions_too() {
    let mut desk = Desk::new(FIRST);
    let first = desk.decide("pier was closed", &Fix::Suppress);
    desk.add(&format!("The quay was full.\n\n{FIRST}"));
    desk.undo(first);
    assert_eq!(desk.review(1, "pier was closed"), None);
    assert_eq!(desk.review(2, "pier was closed"), None);
    desk.add(&format!("The quay was empty.\n\n{FIRST}"));
    assert_eq!(desk.review(3, "pier was closed"), None);
    // in the later version alone
    let mut desk = Desk::new(FIRST);
    let first = desk.decide("pier was closed", &Fix::Suppress);
    desk.add(&format!("The quay was full.\n\n{FIRST}"));
    desk.undo(first + 1);
    assert_eq!(desk.review(1, "pier was closed").as_deref(), Some("suppressed"));
    assert_eq!(desk.review(2, "pier was closed"), None);
    desk.add(&format!("The quay was empty.\n\n{FIRST}"));
    assert_eq!(desk.review(3, "pier was closed"), None);
}

#[test]
fn what_is_decided_about_an_earlier_version_holds_for_the_later_ones() {
    let mut desk = Desk::new(FIRST);
    desk.add(&format!("The quay was full.\n\n{FIRST}"));
    desk.add(&format!("The quay was empty.\n\n{FIRST}"));
    desk.versions = 2;
    let id = desk.decide("pier was closed", &Fix::Reject);
    let reviews = |desk: &Desk| [1, 2, 3].map(|version| desk.review(version, "pier was closed"));
    let rejected = Some("rejected".to_owned());
    assert_eq!(reviews(&desk), [None, rejected.clone(), rejected]);
    desk.undo(id);
    assert_eq!(reviews(&desk), [None, None, None]);
    // what is suppressed is shown in no version
    let id = desk.decide("pier was closed", &Fix::Suppress);
    assert_eq!(reviews(&desk), [(); 3].map(|()| Some("suppressed".to_owned())));
    assert_eq!(desk.lines().iter().filter(|line| !line.undone).count(), 3);
    desk.undo(id);
    assert_eq!(reviews(&desk), [None, None, None]);
    // beside what was decided about the later one itself
    let mut desk = Desk::new(FIRST);
    desk.add(&format!("The quay was full.\n\n{FIRST}"));
    desk.decide("lamps are lit", &Fix::Reject);
    desk.decide("nobody had asked", &speaker("Iset Karam"));
    desk.versions = 1;
    desk.decide("lamps are lit", &speaker("Olwen Marsh"));
    desk.decide("nobody had asked", &Fix::Accept);
    assert_eq!(desk.review(2, "lamps are lit").as_deref(), Some("rejected"));
    assert_eq!(desk.speaker(2, "lamps are lit").as_deref(), Some("Olwen Marsh"));
    assert_eq!(desk.review(2, "nobody had asked").as_deref(), Some("corrected"));
    assert_eq!(desk.speaker(2, "nobody had asked").as_deref(), Some("Iset Karam"));
    let origins: Vec<Option<i64>> = desk.lines().iter().map(|line| line.origin).collect();
    assert_eq!(origins[3], Some(3), "{origins:?}");
    assert_eq!(
        origins.len(),
        5,
        "an accepted reading is not that of a version where it was put right"
    );
}

#[test]
fn what_is_printed_otherwise_is_left_behind_with_the_reason() {
    let mut desk = Desk::new(FIRST);
    desk.decide("pier was closed", &Fix::Suppress);
    desk.decide("lamps are lit", &speaker("Olwen Marsh"));
    desk.decide("nobody had asked", &Fix::Accept);
    desk.add(
        "Olwen Marsh met Councillor Iset Karam on the quay.\n\n\"The lamps are lit again,\" Karam said.\n\n\
         Tomas Oltean, the mayor, said that the pier was closed for good.\n\nTomas Oltean said that nobody had asked the fishermen.\n",
    );
    assert_eq!(desk.review(2, "pier was closed"), None);
    assert_eq!(desk.speaker(2, "lamps are lit").as_deref(), Some("Iset Karam"));
    let why: Vec<Option<String>> = desk.lines().into_iter().map(|line| line.left_behind).collect();
    assert_eq!(
        why.iter().map(Option::as_deref).collect::<Vec<_>>(),
        [
            Some("v2: the other version words it differently"),
            Some("v2: the other version prints another source or cue for it"),
            Some("v2: the other version prints another source or cue for it"),
        ]
    );
    // the words come back, and with them what was decided
    desk.add(&format!("The quay was full.\n\n{FIRST}"));
    assert_eq!(desk.review(3, "pier was closed").as_deref(), Some("suppressed"));
    let left: Vec<bool> = desk
        .lines()
        .iter()
        .map(|line| line.left_behind.is_some())
        .collect();
    assert_eq!(
        left[..3],
        [true, false, false],
        "the second version shows what is suppressed"
    );
}

#[test]
fn a_content_that_was_put_right_moves_with_its_words() {
    let mut desk = Desk::new(FIRST);
    let stored = desk.stored(1);
    let at = Desk::at(&stored, "nobody had asked");
    let content = &stored.record.statements[at].content[0];
    let spans = vec![(content.start + 5, content.end - 4)];
    desk.decide("nobody had asked", &Fix::Content { spans });
    desk.add(&format!("🪔 The quay was full.\n\n{FIRST}"));
    let words = |version: u32| {
        let stored = desk.stored(version);
        stored.record.statements[Desk::at(&stored, "had asked")].content[0]
            .text
            .clone()
    };
    assert_eq!(words(2), words(1));
    assert_eq!(desk.review(2, "had asked").as_deref(), Some("corrected"));
}

#[test]
fn a_speaker_whom_nobody_took_for_one_is_known_across_articles() {
    let mut desk = Desk::new(FIRST);
    assert_eq!(desk.people("Marsh"), []);
    let before = desk.stored(1);
    let id = desk.decide("lamps are lit", &speaker("Olwen Marsh"));
    assert_eq!(desk.people("Marsh"), [("Olwen Marsh".to_owned(), 1)]);
    let stored = desk.stored(1);
    let person = stored.record.people.last().unwrap();
    assert_eq!(person.name.as_deref(), Some("Olwen Marsh"));
    assert_eq!(person.mentions[0].start, 0);
    let why = &stored.record.statements[Desk::at(&stored, "lamps are lit")].why;
    assert_eq!(why[0], "who says it was put right in this record");
    assert!(
        why[1..].iter().all(|why| why.starts_with("as it was read: ")),
        "{why:?}"
    );
    desk.undo(id);
    assert_eq!(desk.people("Marsh"), []);
    assert_eq!(desk.stored(1).record, before.record);
    assert_eq!(desk.stored(1).people, before.people);
}

#[test]
fn a_body_is_linked_as_a_body() {
    let mut desk =
        Desk::new("The Harbour Trust met in the town hall.\n\n\"The lamps are lit again,\" a woman said.\n");
    let fix = Fix::Speaker {
        name: Some("Harbour Trust".to_owned()),
        kind: Some(onrecord_record::SpeakerType::Organization),
    };
    desk.decide("lamps are lit", &fix);
    let found = desk.record.people("Harbour", 9).unwrap();
    assert_eq!(found[0].kind, "organization");
    assert_eq!(found[0].statements, 1);
}

#[test]
fn what_was_put_right_here_is_no_news_of_the_newspaper() {
    let mut desk = Desk::new(FIRST);
    desk.add(&format!("The quay was full.\n\n{FIRST}"));
    desk.decide("lamps are lit", &speaker("Olwen Marsh"));
    let compared = compare(&desk.stored(1), &desk.stored(2));
    assert_eq!(compared.statements, []);
    assert_eq!(compared.unchanged, 3);
    // but another source as printed is
    desk.add(
        "Olwen Marsh met Councillor Iset Karam on the quay.\n\n\"The lamps are lit again,\" Karam said.\n\n\
         Tomas Oltean, the mayor, said that the pier was closed.\n\nLene Dorvik said that nobody had asked the fishermen.\n",
    );
    let compared = compare(&desk.stored(2), &desk.stored(3));
    let [Outcome::Reattributed { from, to, .. }] = compared.statements.as_slice() else {
        panic!("{:?}", compared.statements);
    };
    assert_eq!(from.speakers[0].name.as_deref(), Some("Olwen Marsh"));
    assert!(from.corrected && !to.corrected);
    assert_eq!(to.speakers[0].name.as_deref(), Some("Iset Karam"));
}

#[test]
fn an_older_copy_that_comes_later_is_earlier() {
    let dated = |text: &str, modified: &str| {
        let mut article = arriving(URL, text);
        article.modified = Some(modified.to_owned());
        read(article)
    };
    let mut desk = Desk::new(FIRST);
    let add = |desk: &mut Desk, text: &str, modified: &str| {
        let mut change = desk.record.change("add").unwrap();
        change.add(&dated(text, modified)).unwrap();
        change.commit().unwrap();
        desk.versions += 1;
        desk.sound();
    };
    add(
        &mut desk,
        &format!("The quay was full.\n\n{FIRST}"),
        "2019-01-05T08:00:00Z",
    );
    desk.decide("nobody had asked", &Fix::Reject);
    desk.decide("pier was closed", &Fix::Suppress);
    add(
        &mut desk,
        &format!("The quay was empty.\n\n{FIRST}"),
        "2019-01-04T08:00:00Z",
    );
    assert_eq!(desk.review(3, "nobody had asked"), None);
    assert_eq!(desk.review(3, "pier was closed").as_deref(), Some("suppressed"));
    // and what is decided about it holds for the newest
    desk.decide("lamps are lit", &speaker("Olwen Marsh"));
    assert_eq!(desk.speaker(2, "lamps are lit").as_deref(), Some("Olwen Marsh"));
}

#[test]
fn a_version_that_cannot_be_read_does_not_keep_others_out() {
    let mut desk = Desk::new(FIRST);
    desk.decide("pier was closed", &Fix::Suppress);
    let db = rusqlite::Connection::open(desk.record.path()).unwrap();
    db.execute("UPDATE version_text SET text = 'The' || substr(text, 5)", [])
        .unwrap();
    drop(db);
    let mut change = desk.record.change("add").unwrap();
    change
        .add(&read(arriving(URL, &format!("The quay was full.\n\n{FIRST}"))))
        .unwrap();
    change.commit().unwrap();
    let why = desk.lines()[0].left_behind.clone().unwrap();
    assert!(why.contains("cannot be read"), "{why}");
}

#[test]
fn what_is_hidden_or_put_right_in_one_version_is_no_change_of_the_other() {
    let mut desk = Desk::new(FIRST);
    desk.add(&format!("The quay was full.\n\n{FIRST}"));
    desk.decide("pier was closed", &Fix::Reject);
    let stored = desk.stored(2);
    let at = Desk::at(&stored, "nobody had asked");
    let content = &stored.record.statements[at].content[0];
    let spans = vec![(content.start + 5, content.end - 4)];
    desk.decide("nobody had asked", &Fix::Content { spans });
    let compared = compare(&desk.stored(1), &desk.stored(2));
    assert_eq!(compared.statements, []);
    assert_eq!(compared.unchanged, 2);
    let back = compare(&desk.stored(2), &desk.stored(1));
    assert_eq!(back.statements, []);
}

#[test]
fn a_verdict_needs_the_speaker_whom_it_is_about() {
    let mut desk = Desk::new(FIRST);
    desk.decide("lamps are lit", &speaker("Olwen Marsh"));
    desk.decide("lamps are lit", &Fix::Accept);
    desk.add(&FIRST.replace("Olwen Marsh met Councillor", "A baker met Councillor"));
    assert_eq!(desk.review(2, "lamps are lit"), None);
    assert!(desk.lines().iter().all(|line| line.left_behind.is_some()));
}

#[test]
fn what_was_decided_about_a_version_itself_has_the_last_word() {
    let mut desk = Desk::new(FIRST);
    desk.add(&format!("The quay was full.\n\n{FIRST}"));
    desk.decide("lamps are lit", &speaker("Tomas Oltean"));
    desk.versions = 1;
    desk.decide("lamps are lit", &speaker("Olwen Marsh"));
    assert_eq!(desk.speaker(1, "lamps are lit").as_deref(), Some("Olwen Marsh"));
    assert_eq!(desk.speaker(2, "lamps are lit").as_deref(), Some("Tomas Oltean"));
    let why = desk.lines()[1].left_behind.clone().unwrap();
    assert_eq!(why, "v2: something else was decided about it there");
}
