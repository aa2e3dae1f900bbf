//! Items of our own in the shapes of the standards' examples.

use onrecord_agency::{Kind, looks_like, read, read_as_of};
use onrecord_record::{BlockKind, DeclaredField, Extent, Status};
use onrecord_source::{Body, Document, Entry, Found, Limit, Skip};
use proptest::prelude::*;

const NEWSML: &str = include_str!("data/usable.newsml.xml");
const MESSAGE: &str = include_str!("data/message.newsml.xml");
const NITF: &str = include_str!("data/usable.nitf.xml");
const NINJS: &str = include_str!("data/usable.ninjs.json");
const KILLED: &str = include_str!("data/killed.ninjs.json");

fn all(text: &str) -> Vec<Found> {
    read(text.as_bytes(), Limit::DEFAULT).collect()
}

fn entry(found: &Found) -> &Entry {
    match found {
        Found::Entry(entry) => entry,
        other => panic!("{other:?}"),
    }
}

fn document(entry: &Entry) -> &Document {
    match &entry.body {
        Body::Document(document) => document,
        other => panic!("{other:?}"),
    }
}

fn facts(entry: &Entry, field: DeclaredField) -> Vec<&str> {
    let of = entry.facts.iter().filter(|fact| fact.field == field);
    of.map(|fact| fact.value.as_str()).collect()
}

#[test]
fn a_newsml_item_with_all_its_facts() {
    let found = all(NEWSML);
    let item = entry(&found[0]);
    let of = |field| facts(item, field);
    assert_eq!(
        of(DeclaredField::ProviderId),
        ["urn:newsml:harbour.example:20230505:7"]
    );
    assert_eq!(of(DeclaredField::Version), ["2"]);
    assert_eq!(of(DeclaredField::Outlet), ["Harbour Press Agency"]);
    assert_eq!(of(DeclaredField::Published), ["2023-05-05T10:00:00+02:00"]);
    assert_eq!(of(DeclaredField::Modified), ["2023-05-05T12:30:00+02:00"]);
    assert_eq!(of(DeclaredField::Located), ["Lima"]);
    assert_eq!(of(DeclaredField::InfoSource), ["Port authority of Lima"]);
    assert_eq!(of(DeclaredField::Author), ["Ana Quispe"]);
    assert_eq!(of(DeclaredField::Byline), ["By Ana Quispe"]);
    assert_eq!(of(DeclaredField::Title), ["Old lighthouse to be lit again"]);
    assert_eq!(of(DeclaredField::EditorialNote).len(), 2);
    assert_eq!(of(DeclaredField::Rights).len(), 2);
    let document = document(item);
    assert_eq!(
        document.text,
        "LIMA, May 5 (HAP)\n\n“The lamps will be lit in June,” said Rosa Paredes, who heads the port.\n\n\
         There are 12 lamps & one horn.\n\nIt has been dark for long.\n\nJune 1: test\n\nJune 9: opening\n\nLamps\t12"
    );
    let kinds: Vec<BlockKind> = document.blocks.iter().map(|block| block.kind).collect();
    use BlockKind::{BlockQuote, ListItem, Paragraph, TableRow};
    assert_eq!(
        kinds,
        [
            Paragraph, Paragraph, Paragraph, BlockQuote, ListItem, ListItem, TableRow
        ]
    );
}

#[test]
fn what_may_not_be_used_loses_its_text_and_keeps_its_facts() {
    let found = all(MESSAGE);
    assert_eq!(found.len(), 6);
    let killed = entry(&found[0]);
    assert_eq!(
        (killed.status, &document(killed).text),
        (Status::Canceled, &String::new())
    );
    assert_eq!(document(killed).extent, Extent::Withdrawn);
    assert_eq!(facts(killed, DeclaredField::Title), ["Mayor to step down"]);
    assert!(matches!(
        &found[1],
        Found::Skipped {
            reason: Skip::OtherKind,
            ..
        }
    ));
    let rain = entry(&found[2]);
    assert_eq!(rain.status, Status::Usable);
    assert!(document(rain).text.starts_with("QUITO — Rain"));
    assert_eq!(document(rain).blocks.len(), 2);
    assert_eq!(facts(rain, DeclaredField::Published), ["2023-05-05T11:05:00Z"]);
    for (at, said) in [
        (3, "embargoed until 2023-05-06"),
        (4, "\"stat:pending\" is not known"),
    ] {
        let held = entry(&found[at]);
        assert_eq!(held.status, Status::Withheld);
        assert!(
            held.notes.iter().any(|note| note.contains(said)),
            "{:?}",
            held.notes
        );
        assert!(document(held).text.is_empty());
    }
    let elsewhere = entry(&found[5]);
    assert_eq!(elsewhere.body, Body::Locator);
    assert_eq!(
        facts(elsewhere, DeclaredField::Url),
        ["https://hap.example/13.html"]
    );

    let found = all(KILLED);
    let statuses: Vec<Status> = found.iter().map(|f| entry(f).status).collect();
    assert_eq!(statuses, [Status::Canceled, Status::Withheld, Status::Usable]);
    assert_eq!(
        entry(&found[2]).body,
        Body::Html("<p>Now, she said.</p>".to_owned())
    );
    assert_eq!(entry(&found[1]).origin.within, ["item 2"]);
}

#[test]
fn what_belongs_to_an_item_that_may_not_be_used_may_not_be_used_either() {
    let inner = r#"{"type": "text", "uri": "urn:x:2", "headline": "Quay", "body_text": "The quay is shut, the port said.",
        "associations": [{"type": "text", "uri": "urn:x:3", "pubstatus": "usable", "body_text": "It reopens, it said."}]}"#;
    for (key, value, status) in [
        ("pubstatus", r#""canceled""#, Status::Canceled),
        ("pubstatus", r#""withheld""#, Status::Withheld),
        ("pubstatus", r#"["usable"]"#, Status::Withheld),
        ("embargoed", r#""2023-05-06T06:00:00Z""#, Status::Withheld),
        ("embargoed", r#""""#, Status::Withheld),
        ("embargoed", "null", Status::Usable),
        ("pubstatus", r#""usable""#, Status::Usable),
    ] {
        for associations in [format!("[{inner}]"), format!("{{\"main\": {inner}}}")] {
            let composite = format!(
                r#"{{"uri": "urn:x:1", "type": "composite", "{key}": {value}, "associations": {associations}}}"#
            );
            let found = all(&composite);
            assert_eq!(found.len(), 3);
            for found in &found {
                assert_eq!(entry(found).status, status, "{composite}");
            }
            let text = &document_or_none(entry(&found[1]));
            assert_eq!(text.is_some(), status == Status::Usable, "{composite}");
        }
    }
    // what is inside does not say what is around it
    let inside = r#"{"uri": "urn:x:1", "type": "text", "pubstatus": "usable", "body_text": "One.",
        "associations": [{"type": "text", "uri": "urn:x:2", "pubstatus": "canceled", "body_text": "Two."}]}"#;
    let statuses: Vec<Status> = all(inside).iter().map(|f| entry(f).status).collect();
    assert_eq!(statuses, [Status::Usable, Status::Canceled]);
}

/// The text of an entry that has any.
fn document_or_none(entry: &Entry) -> Option<String> {
    match &entry.body {
        Body::Document(document) => Some(document.text.clone()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

#[test]
fn a_document_killed_inside_a_usable_item() {
    for (said, status) in [
        ("canceled", Status::Canceled),
        ("embargoed", Status::Withheld),
        ("usable", Status::Usable),
    ] {
        let nitf = NITF
            .split_once("<nitf")
            .unwrap()
            .1
            .replace("\"usable\"", &format!("\"{said}\""));
        for (open, close) in [("", ""), ("<wrapper>", "</wrapper>")] {
            let item = format!(
                "<newsItem guid='a'><itemMeta><itemClass qcode='ninat:text'/><pubStatus qcode='stat:usable'/></itemMeta>\
                 <contentSet><inlineXML>{open}<nitf{nitf}{close}</inlineXML></contentSet></newsItem>"
            );
            let found = all(&item);
            let item = entry(&found[0]);
            assert_eq!(item.status, status);
            assert_eq!(document(item).text.is_empty(), status != Status::Usable);
        }
    }
}

#[test]
fn an_embargo_is_over_when_the_item_says_so_or_the_reader() {
    let message = |sent: &str, version: &str, embargo: &str| {
        format!(
            "<newsMessage><header>{sent}</header><itemSet><newsItem guid='a'><itemMeta><itemClass qcode='ninat:text'/>{version}{embargo}\
             </itemMeta><contentSet><inlineData contenttype='text/plain'>The bridge is open.</inlineData></contentSet></newsItem></itemSet></newsMessage>"
        )
    };
    let sent = |at: &str| format!("<sent>{at}</sent>");
    let version = |at: &str| format!("<versionCreated>{at}</versionCreated>");
    let until = |at: &str| format!("<embargoed>{at}</embargoed>");
    let (none, six) = (String::new(), until("2023-05-06T06:00:00Z"));
    for (sent, version, embargo, note) in [
        (&none, &none, &none, None),
        (&none, &version("2023-05-06T08:00:00+02:00"), &six, None),
        (
            &none,
            &version("2023-05-06T07:59:59+02:00"),
            &six,
            Some("until 2023-05-06T06:00:00Z"),
        ),
        (
            &sent("2023-05-06T06:00:00Z"),
            &version("2023-05-05T09:00:00Z"),
            &six,
            None,
        ),
        (
            &sent("2023-05-06T05:00:00Z"),
            &none,
            &six,
            Some("until 2023-05-06T06"),
        ),
        (&none, &none, &six, Some("until 2023-05-06T06")),
        (
            &none,
            &version("2023-05-06T12:00:00Z"),
            &until("2023-05-06"),
            Some("until 2023-05-06"),
        ),
        (
            &none,
            &version("2023-05-09T12:00:00Z"),
            &"<embargoed/>".to_owned(),
            Some("until further notice"),
        ),
        (
            &none,
            &version("2023-05-09T12:00:00Z"),
            &until(" \n"),
            Some("until further notice"),
        ),
        (
            &none,
            &version("2023-05-09T12:00:00Z"),
            &until("the vote"),
            Some("until the vote"),
        ),
    ] {
        let text = message(sent, version, embargo);
        let found = all(&text);
        let item = entry(&found[0]);
        assert_eq!(item.status == Status::Usable, note.is_none(), "{text}");
        assert_eq!(document(item).text.is_empty(), note.is_some(), "{text}");
        assert_eq!(item.notes.len(), usize::from(note.is_some()), "{:?}", item.notes);
        assert!(
            note.is_none_or(|note| item.notes[0].contains(note)),
            "{:?}",
            item.notes
        );
    }
    // what is sent in another message says nothing of this one
    let two = message(&sent("2023-05-09T00:00:00Z"), &none, &none) + &message("", "", &six);
    assert_eq!(entry(&all(&two)[1]).status, Status::Withheld);

    let ninjs = r#"{"uri": "a", "type": "text", "versioncreated": "2023-05-05T09:00:00Z", "embargoed": "2023-05-06T06:00:00Z",
        "body_text": "The bridge is open."}"#;
    for text in [&message(&none, &none, &six), ninjs] {
        for (as_of, status) in [
            ("2023-05-06", Status::Withheld),
            ("2023-05-06T06:00:00Z", Status::Usable),
            ("2023-05-07", Status::Usable),
        ] {
            let as_of = onrecord_stamp::read(as_of).unwrap();
            let found = read_as_of(text.as_bytes(), Limit::DEFAULT, &as_of)
                .next()
                .unwrap();
            assert_eq!(entry(&found).status, status, "{text} {as_of}");
        }
        assert_eq!(entry(&all(text)[0]).status, Status::Withheld);
    }
    let over = ninjs.replace("05T09", "06T06");
    assert_eq!(entry(&all(&over)[0]).status, Status::Usable);
}

#[test]
fn a_nitf_document() {
    let latin: Vec<u8> = NITF
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'"'))
        .collect();
    let found: Vec<Found> = read(&latin[..], Limit::DEFAULT).collect();
    let item = entry(&found[0]);
    let of = |field| facts(item, field);
    assert_eq!(of(DeclaredField::ProviderId), ["KAP-2023-114"]);
    assert_eq!(of(DeclaredField::Published), ["2023-05-05T10:15:00+03:00"]);
    assert_eq!(of(DeclaredField::Modified), ["2023-05-05T12:00:00+03:00"]);
    assert_eq!(of(DeclaredField::Title), ["Ferry to run at night"]);
    assert_eq!(of(DeclaredField::Author), ["Jarmo Lindqvist", "Aino Salo"]);
    assert_eq!(of(DeclaredField::Located), ["Turku, Finland"]);
    assert_eq!(of(DeclaredField::Rights), ["© 2023 Kestrel Agency"]);
    let document = document(item);
    assert_eq!(
        document.text,
        "Turku, Finland, May 5\n\nThe ferry will run at night, the line said.\n\n\"We have waited for years,\" said a café owner.\n\n\
         What it costs\n\nNobody pays more than before.\n\nNight\t4 euros"
    );
    assert_eq!(document.blocks[4].kind, BlockKind::BlockQuote);
    assert_eq!(document.blocks[3].kind, BlockKind::Heading);
    let held = NITF.replace("\"usable\"", "\"embargoed\"");
    assert_eq!(entry(&all(&held)[0]).status, Status::Withheld);
}

#[test]
fn a_ninjs_item_and_what_is_associated() {
    let found = all(NINJS);
    let item = entry(&found[0]);
    let of = |field| facts(item, field);
    assert_eq!(of(DeclaredField::Title), ["Nets to be counted"]);
    assert_eq!(of(DeclaredField::Outlet), ["Dune Wire"]);
    assert_eq!(of(DeclaredField::InfoSource), ["Ministry of Fisheries"]);
    assert_eq!(of(DeclaredField::Published), ["2023-05-05T10:00:00Z"]);
    assert_eq!(document(item).blocks.len(), 2);
    assert_eq!(
        entry(&found[1]).body,
        Body::Html("<p>A fisherman agreed.</p>".to_owned())
    );
    assert!(matches!(&found[2], Found::Skipped { .. }));
}

#[test]
fn damaged_items_say_where() {
    let cut = &NINJS[..400];
    let found = all(cut);
    assert!(
        matches!(found.last(), Some(Found::Damaged { problem, .. }) if problem.contains("line")),
        "{found:?}"
    );
    let lines = "{\"uri\": \"a\", \"type\": \"text\", \"body_text\": \"One.\"}\n{\"uri\": \"b\", \"type\": \"text\", \"body_text\": \"Two.\"}\n{";
    assert_eq!(all(lines).len(), 3);
    let found = all("<newsMessage><header/></newsMessage>");
    assert!(matches!(&found[0], Found::Damaged { problem, .. } if problem.contains("no news item")));
    let cut = all(&NEWSML[..NEWSML.len() * 3 / 4]);
    assert!(!entry(&cut[0]).notes.is_empty(), "a cut is noted");
    let large = read(NEWSML.as_bytes(), Limit::new(100).unwrap()).next();
    assert!(matches!(large, Some(Found::Damaged { problem, .. }) if problem.contains("larger")));
}

#[test]
fn forms_are_told_apart() {
    for (text, kind) in [
        (NEWSML, Kind::NewsMl),
        (MESSAGE, Kind::NewsMl),
        (NITF, Kind::Nitf),
        (NINJS, Kind::Ninjs),
        (KILLED, Kind::Ninjs),
    ] {
        assert_eq!(looks_like(text.as_bytes()), Some(kind));
    }
    for text in [
        "<rss/>",
        "<html>",
        "{\"text\": \"x\", \"uri\": \"y\"}",
        "plain",
        "",
        "<",
        "<!--",
    ] {
        assert_eq!(looks_like(text.as_bytes()), None, "{text}");
    }
}

proptest! {
    #[test]
    fn any_input_reads_the_same_twice(
        cut in 0usize..3000, put in "\\PC{0,40}", which in 0usize..4,
    ) {
        let text = [NEWSML, MESSAGE, NITF, NINJS][which];
        let mut at = cut.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let changed = format!("{}{put}{}", &text[..at], &text[at..]);
        for text in [&changed, &changed[..at]] {
            prop_assert_eq!(all(text), all(text));
        }
    }
}
