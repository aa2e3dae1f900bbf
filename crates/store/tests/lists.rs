//! Lists: written from a record, applied to it and to others, and what their rows do.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use onrecord_lists::{Alias, Barred, Decision, Hidden, Lists, Outlet, Placed, Row, Suppressed, What};
use onrecord_record::{
    ArticleRecord, CheckedRecord, EngineInfo, Kind, Mode, Person, PersonRole, Span, Speaker, SpeakerType,
    Statement, Status, Via,
};
use onrecord_store::{Added, By, ListChange, Record, Sign, StoreError};
use tempfile::TempDir;

const BY: By<'_> = By { who: "mk", why: None };

/// Somebody or some body that says something in an article.
struct Said<'a> {
    url: &'a str,
    outlet: Option<&'a str>,
    name: &'a str,
    kind: SpeakerType,
    role: &'a str,
    org: &'a str,
    via: Option<&'a str>,
}

impl Default for Said<'_> {
    fn default() -> Self {
        Self {
            url: "https://a.example/1",
            outlet: None,
            name: "Lene Dorvik",
            kind: SpeakerType::Person,
            role: "harbour master",
            org: "Port Liris",
            via: None,
        }
    }
}

fn article(said: &Said<'_>) -> CheckedRecord {
    let Said {
        url, name, role, org, ..
    } = said;
    let via = said.via.unwrap_or("nobody else");
    let text = format!("The lamps are lit, {name}, {role} of {org}, said on the quay, as {via} reported.");
    let engine = EngineInfo {
        version: "0".into(),
        model: "by hand".into(),
    };
    let mut record = ArticleRecord::new(engine, text.clone());
    record.set_url(Some((*url).to_owned()));
    record.article.published = Some("2019-01-04".to_owned());
    record.article.outlet = said.outlet.map(str::to_owned);
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
        name: Some((*name).to_owned()),
        kind: said.kind,
        roles: vec![PersonRole {
            role: (*role).into(),
            org: Some((*org).into()),
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
            name: Some((*name).into()),
            kind: said.kind,
            role: Some((*role).into()),
            org: Some((*org).into()),
            confidence: 0.9,
            open: false,
        }],
        candidates: Vec::new(),
        addressee: None,
        medium: None,
        event: None,
        event_id: None,
        via: said
            .via
            .iter()
            .map(|via| {
                let at = span(via);
                Via {
                    name: (*via).into(),
                    kind: SpeakerType::Organization,
                    start: at.start,
                    end: at.end,
                    text: at.text,
                }
            })
            .collect(),
        parent: None,
        said_on: None,
        same_as: Vec::new(),
        confidence: 0.9,
        why: vec!["by hand".into()],
    });
    CheckedRecord::new(record).unwrap()
}

fn empty() -> (TempDir, Record) {
    let folder = TempDir::new().unwrap();
    let record = Record::open(&folder.path().join("record.db")).unwrap();
    (folder, record)
}

fn add(record: &mut Record, said: &Said<'_>) -> Added {
    let mut change = record.change("add").unwrap();
    let added = change.add(&article(said)).unwrap();
    change.commit().unwrap();
    added
}

fn person_in(record: &Record, url: &str) -> Option<String> {
    let key = record.article_key(url).unwrap();
    let version = onrecord_store::VersionKey {
        article: key,
        version: 1,
    };
    record.version(&version).unwrap().people[0].person.clone()
}

fn apply(record: &mut Record, lists: &Lists) -> Vec<ListChange> {
    let mut change = record.change("lists").unwrap();
    let told = change.apply_lists(lists, BY).unwrap();
    change.commit().unwrap();
    record.verify(|finding| panic!("{finding:?}"), |_| {}).unwrap();
    told
}

fn refused(record: &mut Record, lists: &Lists) -> String {
    let mut change = record.change("lists").unwrap();
    let error = change.apply_lists(lists, BY).unwrap_err();
    assert!(matches!(error, StoreError::Lists(_)), "{error}");
    error.to_string()
}

/// The lists that these files hold.
fn files(files: &[(&str, &str)]) -> Lists {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    Lists::read(folder.path()).unwrap()
}

fn placed<R: Row>(rows: impl IntoIterator<Item = R>) -> Option<Vec<Placed<R>>> {
    Some(rows.into_iter().map(|row| Placed { row, line: 1 }).collect())
}

fn alias(alias: &str, name: &str, kind: &str) -> Lists {
    let row = Alias {
        alias: alias.into(),
        name: name.into(),
        kind: kind.into(),
        who: String::new(),
        why: String::new(),
    };
    Lists {
        aliases: placed([row]),
        ..Lists::default()
    }
}

fn barred(what: What, value: &str) -> Lists {
    let row = Barred {
        what,
        value: value.into(),
        who: String::new(),
        why: "spam".into(),
    };
    Lists {
        blocked: placed([row]),
        ..Lists::default()
    }
}

const URLS: [&str; 6] = [
    "https://a.example/1",
    "https://b.example/2",
    "https://c.example/3",
    "https://d.example/4",
    "https://e.example/5",
    "https://f.example/6",
];

/// Two articles on a harbour master, one on a namesake, one on a successor, two on a writer of two names.
fn fill(record: &mut Record, order: [usize; 6]) {
    let all = [
        ("Lene Dorvik", "harbour master", "Port Liris"),
        ("Lene Dorvik", "harbour master", "Port Liris"),
        ("Lene Dorvik", "goalkeeper", "Kestrow Rovers"),
        ("Tomas Oltean", "harbour master", "Port Liris"),
        ("Ada \"Lamp\" Quill, Jr", "author", "The Quay"),
        ("Bo Varga", "author", "The Pier"),
    ];
    for at in order {
        let (name, role, org) = all[at];
        add(
            record,
            &Said {
                url: URLS[at],
                name,
                role,
                org,
                ..Said::default()
            },
        );
    }
}

/// Decides something of every sort.
fn decide(record: &mut Record) {
    let people: Vec<String> = URLS.iter().map(|url| person_in(record, url).unwrap()).collect();
    let first = record.article_key(URLS[0]).unwrap();
    let second = record.article_key(URLS[1]).unwrap();
    let statement = record.hits([1]).unwrap()[0].key.parse().unwrap();
    let mut change = record.change("people").unwrap();
    change
        .rename(
            &people[3],
            "Tomas, \"the\" Oltean",
            "mk",
            Some("as he signs\nhimself"),
        )
        .unwrap();
    change.rename(&people[3], "Tomas A. Oltean", "mk", None).unwrap();
    change.identify(&people[3], Some("Q1234567"), "lo", None).unwrap();
    change.identify(&people[2], Some("Q7"), "lo", None).unwrap();
    change
        .identify(&people[2], None, "lo", Some("another one"))
        .unwrap();
    change.block(&people[2], true, "mk", None).unwrap();
    change
        .merge(&people[4], &people[5], "mk", Some("a pen name"))
        .unwrap();
    change
        .split(&people[0], &[second], "mk", Some("her daughter"))
        .unwrap();
    change
        .link_to(&first, "Lene Dorvik", &people[2], "mk", None)
        .unwrap();
    change
        .correct(
            &statement,
            &onrecord_store::Fix::Suppress,
            "mk",
            Some("asked for"),
        )
        .unwrap();
    change.commit().unwrap();
    let lists = files(&[
        (
            "aliases.csv",
            "alias,name,kind,who,why\nQuay News,Quay News Agency,,mk,\n",
        ),
        (
            "outlets.csv",
            "outlet,name,kind,country,owner\nCoast,Coast Daily,newspaper,,\ncoast.example,Coast Daily,newspaper,,\n",
        ),
        (
            "blocked.csv",
            "what,value,why\nhost,spam.example,spam\nname,Nobody Inparticular,\n",
        ),
        (
            "suppressed.csv",
            &format!(
                "what,value,why\naddress,{},privacy\nstatement,{},\n",
                URLS[4], statement
            ),
        ),
    ]);
    apply(record, &lists);
}

/// Who is who, by what does not depend on keys: for each article, with which others it shares its person, and what is known of it.
fn told(record: &Record) -> Vec<String> {
    URLS.iter()
        .map(|url| {
            let person = person_in(record, url);
            let fellows: Vec<&str> = URLS
                .iter()
                .copied()
                .filter(|other| person_in(record, other) == person)
                .collect();
            let line = person.map(|person| record.portrait(&person).unwrap().line);
            let key = record.article_key(url).unwrap();
            let history = record.history(&key).unwrap();
            let version = onrecord_store::VersionKey {
                article: key,
                version: 1,
            };
            let stored = record.version(&version).unwrap();
            format!(
                "{url} {} {:?} {fellows:?} {:?}",
                history.status,
                stored.rows[0].review,
                line.map(|line| (line.name, line.kind, line.identifier, line.blocked, line.articles))
            )
        })
        .collect()
}

#[test]
fn what_was_decided_is_the_same_in_a_record_made_anew() {
    let (_one, mut record) = empty();
    fill(&mut record, [0, 1, 2, 3, 4, 5]);
    decide(&mut record);
    let lists = record.lists().unwrap();
    let folder = TempDir::new().unwrap();
    lists.write(folder.path()).unwrap();
    let read = Lists::read(folder.path()).unwrap();
    // in the record itself there is nothing to be done
    assert_eq!(apply(&mut record, &read), []);
    let rulings = record.rulings().unwrap().len();
    // the same articles, in the same order and in another: keys of people differ
    for order in [[0, 1, 2, 3, 4, 5], [5, 3, 2, 0, 4, 1]] {
        let (_other, mut other) = empty();
        fill(&mut other, order);
        let before = told(&other);
        let changes = apply(&mut other, &read);
        assert!(
            changes.iter().all(|line| line.change == Sign::Added),
            "{changes:#?}"
        );
        assert_eq!(told(&other), told(&record), "{order:?}");
        assert_ne!(told(&other), before);
        assert_eq!(
            apply(&mut other, &read),
            [],
            "a second time changes nothing, {order:?}"
        );
        // and what is written from there does the same
        let written = other.lists().unwrap();
        assert_eq!(apply(&mut other, &written), []);
        // the lists taken away, all is as it was
        let none = files(&[
            ("people.csv", "person\n"),
            ("aliases.csv", "alias,name\n"),
            ("outlets.csv", "outlet,name\n"),
            ("blocked.csv", "what,value\n"),
            ("suppressed.csv", "what,value\n"),
        ]);
        let gone = apply(&mut other, &none);
        assert_eq!(gone.len(), changes.len());
        assert_eq!(told(&other), before, "{order:?}");
        assert!(other.rulings().unwrap().iter().all(|ruling| ruling.undone));
    }
    assert!(rulings > 8);
}

#[test]
fn lists_that_are_not_there_have_no_say() {
    let (_folder, mut record) = empty();
    fill(&mut record, [0, 1, 2, 3, 4, 5]);
    decide(&mut record);
    let before = told(&record);
    let lists = record.lists().unwrap();
    let one = Lists {
        aliases: lists.aliases,
        ..Lists::default()
    };
    assert_eq!(apply(&mut record, &one), []);
    assert_eq!(told(&record), before);
}

#[test]
fn rows_are_added_changed_and_taken_back() {
    let (_folder, mut record) = empty();
    fill(&mut record, [0, 1, 2, 3, 4, 5]);
    let one = person_in(&record, URLS[0]).unwrap();
    let other = person_in(&record, URLS[3]).unwrap();
    let csv = |rows: &str| files(&[("people.csv", &format!("person,decision,value,who,why\n{rows}"))]);
    let first = apply(
        &mut record,
        &csv(&format!(
            "{one},rename,Lene A. Dorvik,,\n{one},merge,{other},lo,both\n"
        )),
    );
    assert_eq!(
        first.iter().map(|l| l.change).collect::<Vec<_>>(),
        [Sign::Added; 2]
    );
    assert_eq!(person_in(&record, URLS[0]), Some(other.clone()));
    let rulings = record.rulings().unwrap();
    assert_eq!((rulings[0].who.as_str(), rulings[0].why.as_deref()), ("mk", None));
    assert_eq!(
        (rulings[1].who.as_str(), rulings[1].why.as_deref()),
        ("lo", Some("both"))
    );
    // another name, another reason
    let second = apply(
        &mut record,
        &csv(&format!(
            "{one},rename,L. Dorvik,,\n{one},merge,{other},lo,the same\n"
        )),
    );
    assert_eq!(
        second.iter().map(|l| l.change).collect::<Vec<_>>(),
        [Sign::Changed; 2]
    );
    assert_eq!(second[1].before.as_ref().unwrap()[4], "Lene A. Dorvik");
    assert_eq!(record.rulings().unwrap()[1].why.as_deref(), Some("the same"));
    // the other way round
    let third = apply(&mut record, &csv(&format!("{other},merge,{one},,\n")));
    assert_eq!(third.len(), 3, "{third:#?}");
    assert_eq!(person_in(&record, URLS[3]), Some(one.clone()));
    assert_eq!(record.portrait(&one).unwrap().line.name, "Lene Dorvik");
    apply(&mut record, &csv(""));
    assert_eq!(person_in(&record, URLS[3]), Some(other));
    assert_eq!(person_in(&record, URLS[0]), Some(one));
}

#[test]
fn everything_that_is_not_there_is_told_at_once_and_nothing_is_done() {
    let (_folder, mut record) = empty();
    fill(&mut record, [0, 1, 2, 3, 4, 5]);
    let one = person_in(&record, URLS[0]).unwrap();
    let article = record.article_key(URLS[0]).unwrap();
    let people = format!(
        "person,name,decision,value,article,printed\n{one},,rename,Right,,\nq1,,block,,,\n{one},,merge,q2,,\n{one},,link,,a0,Lene Dorvik\n\
         q3,Lene Dorvik,known,,,\nq3,,identify,Q1,,\nq4,,split,{one},{article},Nobody\n"
    );
    let lists = files(&[
        ("people.csv", &people),
        (
            "suppressed.csv",
            "what,value\narticle,a0\nstatement,a0.v1.1-2\nstatement,s1\naddress,https://later.example/1\n",
        ),
    ]);
    let told = refused(&mut record, &lists);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 9, "{told}");
    assert!(
        lines[0].starts_with("people.csv, line 3, column person: nobody in this record has the key \"q1\"")
    );
    assert!(lines[1].starts_with("people.csv, line 4, column value: nobody"));
    assert!(lines[2].starts_with("people.csv, line 5, column article: \"a0\" names nobody \"Lene Dorvik\""));
    assert!(lines[3].contains("line 6, column person: 2 people here have the name \"Lene Dorvik\": q"));
    assert!(
        lines[6].starts_with("suppressed.csv, line 2, column value: there is no article \"a0\""),
        "{told}"
    );
    let circle = format!(
        "person,decision,value\n{one},merge,{0}\n{0},merge,{one}\n",
        person_in(&record, URLS[3]).unwrap()
    );
    assert!(refused(&mut record, &files(&[("people.csv", &circle)])).contains("merged in a circle"));
    assert_eq!(record.rulings().unwrap(), []);
}

#[test]
fn aliases_link_bodies_and_merge_those_that_are_there() {
    let (_folder, mut record) = empty();
    let body = |url, name| Said {
        url,
        name,
        kind: SpeakerType::Organization,
        ..Said::default()
    };
    add(&mut record, &body(URLS[0], "Merid News Agency"));
    add(&mut record, &body(URLS[1], "Meridian Wire"));
    assert_ne!(person_in(&record, URLS[0]), person_in(&record, URLS[1]));
    let lists = alias("meridian wire", "Merid News Agency", "organization");
    apply(&mut record, &lists);
    let one = person_in(&record, URLS[0]);
    assert_eq!(person_in(&record, URLS[1]), one);
    // and later ones
    add(&mut record, &body(URLS[2], "The Meridian Wire"));
    assert_eq!(person_in(&record, URLS[2]), one);
    // the merge goes with the alias: it is no row of people.csv
    assert_eq!(record.lists().unwrap().people.unwrap(), []);
    let written = record.lists().unwrap();
    assert_eq!(apply(&mut record, &written), []);
    // taken back by its number, as any ruling
    let mut change = record.change("undo").unwrap();
    change.undo(1, "mk").unwrap();
    change.commit().unwrap();
    assert_ne!(person_in(&record, URLS[1]), one);
    assert_eq!(record.lists().unwrap().aliases.unwrap(), []);
}

#[test]
fn aliases_of_people_do_not_join_namesakes() {
    let (_folder, mut record) = empty();
    fill(&mut record, [0, 1, 2, 3, 4, 5]);
    let before = told(&record);
    apply(&mut record, &alias("Tomas Oltean", "Lene Dorvik", "person"));
    assert_eq!(
        told(&record),
        before,
        "two bear the name: it stays open which one is meant"
    );
    let people = alias("Bo Varga", "Tomas Oltean", "organization");
    apply(&mut record, &people);
    assert_eq!(told(&record), before, "an alias of bodies is none of people");
    apply(&mut record, &alias("Bo Varga", "Tomas Oltean", ""));
    assert_eq!(person_in(&record, URLS[5]), person_in(&record, URLS[3]));
}

#[test]
fn agencies_are_one_body_and_one_origin_under_all_their_names() {
    let (_folder, mut record) = empty();
    let passed = |url, outlet, via| Said {
        url,
        outlet: Some(outlet),
        via: Some(via),
        ..Said::default()
    };
    for (at, outlet, via) in [
        (0, "Harbour Post", "AP"),
        (1, "Coast Daily", "The Associated Press"),
        (2, "Island Times", "Associated Press"),
        (3, "Merid Herald", "Orvel"),
    ] {
        add(&mut record, &passed(URLS[at], outlet, via));
    }
    add(
        &mut record,
        &Said {
            url: URLS[4],
            outlet: Some("AP"),
            ..Said::default()
        },
    );
    let group = record.group_of(1).unwrap();
    assert_eq!((group.articles, group.outlets), (5, 5));
    let told: Vec<(Option<&str>, usize)> = group
        .origins
        .iter()
        .map(|origin| (origin.name.as_deref(), origin.articles.len()))
        .collect();
    assert_eq!(told, [(Some("Associated Press"), 4), (Some("Orvel"), 1)]);
    // two printed names of one outlet count once, and a host stands for an outlet that is not printed
    add(
        &mut record,
        &Said {
            url: "https://www.coast.example/7",
            ..Said::default()
        },
    );
    assert_eq!(record.group_of(1).unwrap().outlets, 5);
    let row = |outlet: &str| Outlet {
        outlet: outlet.into(),
        name: "Coast Daily".into(),
        kind: "newspaper".into(),
        country: "".into(),
        owner: "Harbour Group".into(),
        who: String::new(),
        why: String::new(),
    };
    let lists = Lists {
        outlets: placed([row("Island Times"), row("coast.example")]),
        ..Lists::default()
    };
    let mark = record.mark().unwrap().unwrap().seq;
    apply(&mut record, &lists);
    let group = record.group_of(1).unwrap();
    assert_eq!((group.articles, group.outlets), (6, 4));
    assert_eq!(group.origins[0].articles.len(), 5);
    assert_eq!(
        record.changed_after(mark, 100).unwrap().len(),
        2,
        "the index looks at them again"
    );
    let names = record.names().unwrap();
    assert_eq!(
        names.outlet(Some("island times"), None).unwrap().owner,
        "Harbour Group"
    );
}

#[test]
fn a_short_form_is_an_agency_only_where_it_passes_news_on() {
    let body = |url, name, via| Said {
        url,
        name,
        kind: SpeakerType::Organization,
        via,
        ..Said::default()
    };
    for (via, is_agency) in [(Some("AFP"), true), (None, false)] {
        let (_folder, mut record) = empty();
        add(&mut record, &body(URLS[0], "Agence France-Presse", None));
        add(&mut record, &body(URLS[1], "AFP", via));
        let agency = person_in(&record, URLS[0]);
        assert_eq!(
            person_in(&record, URLS[1]) == agency,
            is_agency,
            "else a police force, perhaps"
        );
    }
}

#[test]
fn what_is_blocked_is_not_added() {
    let said = Said {
        url: "https://news.spam.example/1",
        outlet: Some("AP"),
        ..Said::default()
    };
    for lists in [
        barred(What::Host, "spam.example"),
        barred(What::Address, "http://www.news.spam.example/"),
        barred(What::Outlet, "The Associated Press"),
    ] {
        let (_folder, mut record) = empty();
        apply(&mut record, &lists);
        assert!(
            matches!(add(&mut record, &said), Added::Barred { .. }),
            "{lists:?}"
        );
        assert!(
            record.holds(&article(&said).article).unwrap(),
            "it need not be read"
        );
        assert!(record.article_key(said.url).is_err());
        assert!(matches!(add(&mut record, &Said::default()), Added::New { .. }));
        apply(&mut record, &files(&[("blocked.csv", "what,value\n")]));
        assert!(matches!(add(&mut record, &said), Added::New { .. }));
    }
}

#[test]
fn who_bears_a_blocked_name_is_linked_to_nobody() {
    let (_folder, mut record) = empty();
    fill(&mut record, [0, 1, 2, 3, 4, 5]);
    let before = told(&record);
    apply(&mut record, &barred(What::Name, "lene dorvik"));
    for url in [URLS[0], URLS[1], URLS[2]] {
        assert_eq!(person_in(&record, url), None);
    }
    let later = "https://g.example/7";
    add(
        &mut record,
        &Said {
            url: later,
            ..Said::default()
        },
    );
    assert_eq!(person_in(&record, later), None);
    // but by a ruling
    let key = record.article_key(later).unwrap();
    let other = person_in(&record, URLS[3]).unwrap();
    let mut change = record.change("link").unwrap();
    change.link_to(&key, "Lene Dorvik", &other, "mk", None).unwrap();
    change.commit().unwrap();
    assert_eq!(person_in(&record, later), Some(other));
    let mut change = record.change("undo").unwrap();
    change.undo(2, "mk").unwrap();
    change.commit().unwrap();
    apply(&mut record, &files(&[("blocked.csv", "what,value\n")]));
    assert_eq!(told(&record), before);
}

#[test]
fn what_is_suppressed_is_not_shown_also_when_it_comes_later() {
    let (_folder, mut record) = empty();
    let row = |what, value: &str| Suppressed {
        what,
        value: value.into(),
        who: String::new(),
        why: "privacy".into(),
    };
    let lists = Lists {
        suppressed: placed([row(Hidden::Address, "https://www.a.example/1?utm_source=x")]),
        ..Lists::default()
    };
    apply(&mut record, &lists);
    let status = |record: &Record| {
        record
            .history(&record.article_key(URLS[0]).unwrap())
            .unwrap()
            .status
    };
    add(&mut record, &Said::default());
    assert_eq!(status(&record), "withheld");
    assert_eq!(record.group_of(1).unwrap().articles, 0);
    // seen again, and in another version
    add(&mut record, &Said::default());
    add(
        &mut record,
        &Said {
            role: "old harbour master",
            ..Said::default()
        },
    );
    assert_eq!(status(&record), "withheld");
    apply(&mut record, &files(&[("suppressed.csv", "what,value\n")]));
    assert_eq!(status(&record), "usable");
    // by its key; its provider kills it meanwhile
    let key = record.article_key(URLS[0]).unwrap();
    let by_key = Lists {
        suppressed: placed([row(Hidden::Article, &key)]),
        ..Lists::default()
    };
    apply(&mut record, &by_key);
    assert_eq!(status(&record), "withheld");
    let mut killed = ArticleRecord::new(
        EngineInfo {
            version: "0".into(),
            model: "by hand".into(),
        },
        String::new(),
    );
    killed.set_url(Some(URLS[0].to_owned()));
    killed.article.status = Status::Canceled;
    let mut change = record.change("add").unwrap();
    change.add(&CheckedRecord::new(killed).unwrap()).unwrap();
    change.commit().unwrap();
    apply(&mut record, &files(&[("suppressed.csv", "what,value\n")]));
    assert_eq!(status(&record), "canceled");
}

#[test]
fn a_row_says_who_is_meant() {
    let (_folder, mut record) = empty();
    fill(&mut record, [0, 1, 2, 3, 4, 5]);
    let one = person_in(&record, URLS[3]).unwrap();
    let mut change = record.change("people").unwrap();
    change.identify(&one, Some("Q5"), "mk", None).unwrap();
    change.commit().unwrap();
    let people = record.lists().unwrap().people.unwrap();
    let known = people.iter().find(|p| p.row.decision == Decision::Known).unwrap();
    assert_eq!(known.row.printed, "Tomas Oltean");
    assert_eq!(known.row.article, record.article_key(URLS[3]).unwrap());
    // without the article, the name decides; here one alone bears it
    let rows = "person,name,kind,decision,value\nx,Bo Varga,person,known,\nx,,,identify,Q6\n";
    apply(&mut record, &files(&[("people.csv", rows)]));
    assert_eq!(record.people("Q6", 2).unwrap()[0].name, "Bo Varga");
    assert_eq!(record.people("Q5", 2).unwrap(), []);
}

#[test]
fn a_name_that_a_list_changes_is_found_when_the_list_is_applied_again() {
    let (_folder, mut record) = empty();
    add(&mut record, &Said::default());
    let lists = files(&[(
        "people.csv",
        "person,name,kind,decision,value\nq1,Lene Dorvik,person,known,\nq1,Lene Dorvik,person,rename,Lene M. Dorvik\n",
    )]);
    assert_eq!(apply(&mut record, &lists).len(), 1);
    assert_eq!(apply(&mut record, &lists), []);
}
