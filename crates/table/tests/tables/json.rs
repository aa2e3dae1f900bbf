//! JSON, in lines and in lists, and what all tables share.

use crate::support::{document, entry, problem, rows_of, text, told, values};
use onrecord_record::{DeclaredField, Extent, Status};
use onrecord_source::{Body, Found, Limit, Skip};
use onrecord_table::{Columns, Field, Kind, Options, TableError, read};

#[test]
fn json_lines_with_a_broken_line() {
    let found = rows_of(
        include_bytes!("../data/ferries.jsonl"),
        Kind::Json,
        &Options::default(),
    );
    assert_eq!(found.len(), 4);
    assert_eq!(
        text(&found[0]),
        "Ferries will stop on Friday, the harbour master said.\r\n\r\n“It is the wind,” Ada Quill told reporters."
    );
    assert_eq!(entry(&found[0]).origin.kind, "json_lines");
    assert_eq!(
        values(&found[0], DeclaredField::Published),
        [("published", "2025-03-03T08:15:00+01:00")]
    );
    assert_eq!(
        values(&found[0], DeclaredField::Author),
        [("authors", "Bo Rask"), ("authors", "Cléo Marchetti")]
    );
    assert_eq!(
        values(&found[0], DeclaredField::Outlet),
        [("source", "Elder Wire")]
    );
    assert!(entry(&found[0]).notes[0].starts_with("text from “body”, title from “title”"));
    assert_eq!(problem(&found[1]).0, "line 2");
    assert!(
        problem(&found[1])
            .1
            .starts_with("broken JSON on line 2, column 43: EOF"),
        "{}",
        problem(&found[1]).1
    );
    assert!(
        matches!(&found[2], Found::Skipped { within, reason: Skip::NoContent, .. } if within == &["line 3"])
    );
    assert_eq!(
        text(&found[3]),
        "  The mill at Tarn will reopen, its owner announced.\n"
    );
    assert_eq!(entry(&found[3]).origin.within, ["line 5"]);
    assert_eq!(
        values(&found[3], DeclaredField::Published),
        [("published", "2025-03-03T09:00:00Z")]
    );
    assert!(entry(&found[3]).notes.is_empty());
}

#[test]
fn a_list_of_objects() {
    let found = rows_of(
        include_bytes!("../data/mill.json"),
        Kind::Json,
        &Options::default(),
    );
    assert_eq!(
        text(&found[0]),
        "The mill at Tarn will reopen.\n\n“At last,” said Ines Okafor."
    );
    assert_eq!(document(&found[0]).blocks.len(), 2);
    assert_eq!(
        values(&found[0], DeclaredField::Published),
        [("pub_date", "2025-03-03")]
    );
    let second = entry(&found[1]);
    assert!(matches!(&second.body, Body::Document(page) if page.text.starts_with("<p>")));
    assert_eq!(
        second.notes,
        ["“content” holds HTML and was read as plain text; to have it read as HTML: --columns html=content"]
    );
    assert_eq!(found.len(), 2);
    let found = rows_of(
        include_bytes!("../data/mill.json"),
        Kind::Json,
        &told("html=content"),
    );
    assert!(matches!(&entry(&found[1]).body, Body::Html(html) if html.starts_with("<p>")));
}

#[test]
fn values_that_are_no_strings() {
    let json = r#"[{"text": 1848, "title": true, "authors": ["Bo Rask", {"name": "Ines Okafor"}, null, ["Ada Quill"]]},
        {"text": ["One.", 2, null, "Three."], "title": null}, {"text": {"a": "b"}}, {"text": false}, {"text": " "}]"#;
    let found = rows_of(json.as_bytes(), Kind::Json, &Options::default());
    assert_eq!(
        (text(&found[0]), text(&found[1])),
        ("1848", "One.\n\n2\n\nThree.")
    );
    let authors: Vec<_> = values(&found[0], DeclaredField::Author)
        .into_iter()
        .map(|a| a.1)
        .collect();
    assert_eq!(authors, ["Bo Rask", "Ines Okafor", "Ada Quill"]);
    assert!(values(&found[1], DeclaredField::Title).is_empty());
    assert_eq!(
        problem(&found[2]),
        ("item 3", "an object stands in “text”, where the text is expected")
    );
    assert_eq!(text(&found[3]), "false");
    assert!(matches!(
        &found[4],
        Found::Skipped {
            reason: Skip::NoContent,
            ..
        }
    ));
}

#[test]
fn lists_and_objects_that_are_cut_or_broken() {
    let all = |json: &str| rows_of(json.as_bytes(), Kind::Json, &Options::default());
    let found = all("[{\"text\": \"a b\"},\n{\"text\": bad},\n{\"text\": \"c\"}");
    assert_eq!((text(&found[0]), text(&found[2])), ("a b", "c"));
    assert_eq!(
        problem(&found[1]).1,
        "broken JSON on line 2, column 10: expected value"
    );
    assert!(problem(&found[3]).1.contains("not closed"));
    let found = all("[\n{\"text\": \"a b},\n{\"text\": \"c\"}\n]");
    assert_eq!(
        problem(&found[0]).1,
        "the object that opens on line 2 is not closed; reading goes on at line 3"
    );
    assert_eq!(text(&found[1]), "c");
    assert_eq!(found.len(), 2);
    // One object over several lines, twice, and a stray bracket.
    let found = all("{\n \"text\": \"a\"\n}\n}\n{\n \"text\": \"b\"\n}\n");
    assert_eq!((text(&found[0]), text(&found[2])), ("a", "b"));
    assert_eq!(problem(&found[1]).0, "item 2");
    let found = all("{\"text\": \"a\"}\n[1]\n");
    assert_eq!(
        problem(&found[1]),
        ("line 2", "a list stands where an object is expected")
    );
}

#[test]
fn columns_by_path_and_status() {
    let json = concat!(
        r#"{"doc": {"body": "One.", "by": [{"n": "Ada Quill"}]}, "pubstatus": "stat:usable", "when": "Monday"}"#,
        "\n",
        r#"{"doc": {"body": "Two."}, "pubstatus": "Canceled", "when": null}"#,
        "\n"
    );
    let found = rows_of(
        json.as_bytes(),
        Kind::Json,
        &told("text=doc.body,authors=/doc/by/0/n,published=when,url=link"),
    );
    assert_eq!(text(&found[0]), "One.");
    assert_eq!(
        values(&found[0], DeclaredField::Author),
        [("/doc/by/0/n", "Ada Quill")]
    );
    assert_eq!(values(&found[0], DeclaredField::Published), [("when", "Monday")]);
    assert_eq!(
        entry(&found[0]).notes,
        [
            "“when” is in no known form of a date",
            "text from “doc.body”, authors from “/doc/by/0/n”, published from “when”, url from “link” (as told); status from \
             “pubstatus” (by their usual names); “link”, told for url, stands in none of the first rows"
        ]
    );
    assert_eq!(entry(&found[1]).status, Status::Canceled);
    assert_eq!(
        (text(&found[1]), document(&found[1]).extent),
        ("", Extent::Withdrawn)
    );
    let error = read(json.as_bytes(), Kind::Json, &told("text=doc.bdy"))
        .err()
        .unwrap();
    assert!(
        matches!(
            error,
            TableError::UnknownColumn {
                field: Field::Text,
                ..
            }
        ),
        "{error}"
    );
    let error = read(json.as_bytes(), Kind::Json, &Options::default())
        .err()
        .unwrap();
    assert!(
        error
            .to_string()
            .ends_with("there are “doc”, “pubstatus”, “when”"),
        "{error}"
    );
}

#[test]
fn rows_past_the_limit_are_said_and_passed() {
    let options = Options {
        limit: Limit::new(100).unwrap(),
        ..Options::default()
    };
    let long = "x".repeat(200_000);
    let table = format!("id,text\n1,a\n2,{long}\n3,b\n");
    let found = rows_of(table.as_bytes(), Kind::Delimited, &options);
    assert_eq!((text(&found[0]), text(&found[2])), ("a", "b"));
    assert!(problem(&found[1]).1.contains("limit of 100 bytes"));
    let lines = format!("{{\"text\":\"a\"}}\n{{\"text\":\"{long}\"}}\n{{\"text\":\"b\"}}\n");
    let found = rows_of(lines.as_bytes(), Kind::Json, &options);
    assert_eq!((text(&found[0]), text(&found[2])), ("a", "b"));
    assert_eq!(problem(&found[1]).0, "line 2");
}

#[test]
fn own_records_give_their_article() {
    use onrecord_record::{ArticleRecord, CheckedRecord, EngineInfo, write};
    let engine = EngineInfo {
        version: "0.1.0".into(),
        model: "none".into(),
    };
    let mut record = ArticleRecord::new(engine, "Rain is expected, the harbour master said.");
    record.article.title = Some("Rain".into());
    record.article.published = Some("2025-03-03".into());
    let mut out = Vec::new();
    write::json(
        &mut out,
        &CheckedRecord::new(record).unwrap(),
        write::Layout::Compact,
    )
    .unwrap();
    let found = rows_of(&out, Kind::Json, &Options::default());
    assert_eq!(text(&found[0]), "Rain is expected, the harbour master said.");
    assert_eq!(
        values(&found[0], DeclaredField::Title),
        [("article.title", "Rain")]
    );
    assert_eq!(
        values(&found[0], DeclaredField::Published),
        [("article.published", "2025-03-03")]
    );
}

#[test]
fn a_map_is_a_value() {
    let columns: Columns = "text=body".parse().unwrap();
    assert_eq!(columns.to_string(), "text=body");
}

#[test]
fn a_zone_that_is_not_known_is_left_off_and_said() {
    let row = br#"{"text": "One.", "published": "5 Mar 2024 10:22 XYZ"}"#;
    let found = rows_of(row, Kind::Json, &Options::default());
    assert_eq!(
        values(&found[0], DeclaredField::Published),
        [("published", "2024-03-05T10:22:00")]
    );
    let note = "“published” has a time zone that is not known; it was left off";
    assert!(entry(&found[0]).notes.iter().any(|n| n == note));
}

#[test]
fn an_object_without_its_end_takes_nothing_with_it() {
    let list = |items: &[&str], between: &str| {
        let found = rows_of(
            format!("[{}]", items.join(between)).as_bytes(),
            Kind::Json,
            &Options::default(),
        );
        let told = |found: &Found| match found {
            Found::Entry(_) => text(found).to_owned(),
            _ => problem(found).1.to_owned(),
        };
        found.iter().map(told).collect::<Vec<_>>()
    };
    for between in [",", ", ", ",\n"] {
        let items = [
            r#"{"text":"one"}"#,
            r#"{"text":"two""#,
            r#"{"text":"three"}"#,
            r#"{"text":"four"}"#,
        ];
        let found = list(&items, between);
        assert_eq!(found.len(), 4, "{found:?}");
        assert_eq!([&found[0], &found[2], &found[3]], ["one", "three", "four"]);
        assert!(
            found[1].contains("is not closed; reading goes on at line"),
            "{found:?}"
        );
    }
    // several of them, and one inside another object
    let found = list(
        &[r#"{"text":"one""#, r#"{"a":{"b":1"#, r#"{"text":"three"}"#],
        ",",
    );
    assert_eq!(found.last().map(String::as_str), Some("three"), "{found:?}");
    // where it is not clear, what is lost is said
    let found = list(
        &[r#"{"text":"one"}"#, r#"{"text":"two" x"#, r#"{"text":"three"}"#],
        ",",
    );
    assert!(
        found[0] == "one" && found.last().unwrap().contains("was read"),
        "{found:?}"
    );
    assert!(found.iter().all(|f| !f.contains("cut off")), "{found:?}");
}

#[test]
fn the_usual_column_for_the_status_is_seen() {
    let rows = br#"{"text":"The ferry runs.","status":"killed"}
{"text":"The ferry runs.","status":"withheld"}
{"text":"The ferry runs.","status":"final"}"#;
    let found = rows_of(rows, Kind::Json, &Options::default());
    let all: Vec<_> = found.iter().map(|f| entry(f).status).collect();
    assert_eq!(all, [Status::Canceled, Status::Withheld, Status::Usable]);
    assert!(
        entry(&found[2])
            .notes
            .iter()
            .any(|n| n.contains("“final” is not known"))
    );
}
