//! Whole tables, good and damaged.

use onrecord_record::{DeclaredField, Extent, Status};
use onrecord_source::{Body, Document, Entry, Found, Limit, Skip};
use onrecord_table::{Columns, Field, Kind, Options, ParquetInput, TableError, read, read_parquet};
use std::io::Cursor;

fn told(columns: &str) -> Options {
    Options {
        columns: columns.parse().unwrap(),
        ..Options::default()
    }
}

fn rows_of(table: &[u8], kind: Kind, options: &Options) -> Vec<Found> {
    read(Cursor::new(table.to_vec()), kind, options)
        .unwrap()
        .collect()
}

fn entry(found: &Found) -> &Entry {
    match found {
        Found::Entry(entry) => entry,
        other => panic!("no entry: {other:?}"),
    }
}

fn document(found: &Found) -> &Document {
    match &entry(found).body {
        Body::Document(document) => document,
        other => panic!("no document: {other:?}"),
    }
}

fn text(found: &Found) -> &str {
    &document(found).text
}

fn problem(found: &Found) -> (&str, &str) {
    match found {
        Found::Damaged {
            within,
            problem,
            remedy,
        } => {
            assert!(!remedy.is_empty());
            (within[0].as_str(), problem.as_str())
        }
        other => panic!("not damaged: {other:?}"),
    }
}

fn values(found: &Found, field: DeclaredField) -> Vec<(&str, &str)> {
    let facts = entry(found).facts.iter().filter(|f| f.field == field);
    facts.map(|f| (f.key.as_str(), f.value.as_str())).collect()
}

#[test]
fn json_lines_with_a_broken_line() {
    let found = rows_of(
        include_bytes!("data/ferries.jsonl"),
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
    let found = rows_of(include_bytes!("data/mill.json"), Kind::Json, &Options::default());
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
        include_bytes!("data/mill.json"),
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
        "the object that opens on line 2 is not closed"
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
fn csv_in_an_old_encoding() {
    let options = told("title=Überschrift,published=datum");
    let found = rows_of(include_bytes!("data/faehre.csv"), Kind::Delimited, &options);
    assert_eq!(
        text(&found[0]),
        "Die Fähre fällt aus, sagte der Hafenmeister.\r\n„Es ist der Wind“"
    );
    assert_eq!(document(&found[0]).encoding, Some("windows-1252"));
    assert!(entry(&found[0]).notes[0].starts_with("read as windows-1252"));
    assert_eq!(
        values(&found[0], DeclaredField::Published),
        [("Datum", "2025-03-03")]
    );
    assert_eq!(
        problem(&found[1]),
        ("row 2", "line 4: it has 2 fields, the table 3 columns")
    );
    assert_eq!(text(&found[2]), "Die Mühle öffnet.");
    assert_eq!(entry(&found[2]).origin.within, ["row 3"]);
}

#[test]
fn delimiters_are_told() {
    for delimiter in [",", ";", "\t", "|"] {
        let table = "id,title,text\n1,A,\"b;b,b|b\tb\"\n2,C,d d\n".replace(',', delimiter);
        let found = rows_of(table.as_bytes(), Kind::Delimited, &Options::default());
        assert_eq!(
            (text(&found[0]), text(&found[1])),
            (&*"b;b,b|b\tb".replace(',', delimiter), "d d")
        );
    }
    let one = rows_of(b"text\nsaid it\n", Kind::Delimited, &Options::default());
    assert_eq!(text(&one[0]), "said it");
    assert!(matches!(
        read(&b""[..], Kind::Delimited, &Options::default()),
        Err(TableError::Source(_))
    ));
}

#[test]
fn a_quotation_mark_never_closed_costs_one_row() {
    let mut table = "id,text\n1,\"open\n".to_owned();
    for i in 2..2000 {
        table += &format!("{i},\"The clerk said \"\"no\"\",\nand left.\"\n");
    }
    let found = rows_of(table.as_bytes(), Kind::Delimited, &Options::default());
    let (place, what) = problem(&found[0]);
    assert_eq!(place, "row 1");
    assert!(what.starts_with("lines 2 to "), "{what}");
    let read: Vec<_> = found.iter().filter(|f| matches!(f, Found::Entry(_))).collect();
    assert_eq!(read.len(), 1998);
    assert!(
        read.iter()
            .all(|f| text(f) == "The clerk said \"no\",\nand left.")
    );
    // Never closed to the end of the file, in the last column.
    let found = rows_of(
        b"id,text\n1,\"open\n2,two\n3,three\n",
        Kind::Delimited,
        &Options::default(),
    );
    assert!(
        problem(&found[0])
            .1
            .ends_with("a quotation mark in it is never closed")
    );
    assert_eq!((text(&found[1]), text(&found[2])), ("two", "three"));
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
fn parquet_of_three_codecs() {
    let files: [&[u8]; 3] = [
        include_bytes!("data/council.snappy.parquet"),
        include_bytes!("data/council.zstd.parquet"),
        include_bytes!("data/council.gzip.parquet"),
    ];
    for file in files {
        let options = told("outlet=meta.source,modified=fetched");
        let articles = read_parquet(ParquetInput::Bytes(file.to_vec()), &options).unwrap();
        assert_eq!(articles.mapping().column(Field::Text), Some("content"));
        let found: Vec<_> = articles.collect();
        assert_eq!(found.len(), 5);
        assert_eq!(
            text(&found[0]),
            "The council met, its clerk said.\n\n“We agreed,” said Ada Quill."
        );
        assert_eq!(
            values(&found[0], DeclaredField::Published),
            [("pub_date", "2025-03-03T08:15:00")]
        );
        assert_eq!(
            values(&found[0], DeclaredField::Modified),
            [("fetched", "2025-03-03T00:00:00Z")]
        );
        assert_eq!(
            values(&found[0], DeclaredField::Author),
            [("author", "Bo Rask"), ("author", "Ines Okafor")]
        );
        assert_eq!(
            values(&found[0], DeclaredField::Outlet),
            [("meta.source", "Elder Wire")]
        );
        assert!(matches!(&found[1], Found::Skipped { within, .. } if within == &["row 2"]));
        assert_eq!(text(&found[2]), "Zoë said “no”.");
        assert_eq!(values(&found[4], DeclaredField::ProviderId), [("id", "4")]);
    }
}

#[test]
fn parquet_of_many_types_and_encodings() {
    let file = include_bytes!("data/harbour.brotli.parquet").to_vec();
    let options = told("id=doc_id,modified=updated,note=tags");
    let found: Vec<_> = read_parquet(ParquetInput::Bytes(file), &options)
        .unwrap()
        .collect();
    assert_eq!(text(&found[0]), "The harbour will be dredged, the port said.");
    assert_eq!(text(&found[1]), "The harbour will be closed, the port said.");
    let first = |n: usize, field| values(&found[n], field).first().map_or("", |v| v.1);
    assert_eq!(
        first(0, DeclaredField::ProviderId),
        "00000000-0000-0000-0000-000000000001"
    );
    assert_eq!(first(1, DeclaredField::Title), "Harbour to be closed");
    assert_eq!(first(2, DeclaredField::Title), "");
    assert_eq!(
        values(&found[0], DeclaredField::Author),
        [("authors", "Ada Quill"), ("authors", "Bo Rask")]
    );
    assert!(values(&found[1], DeclaredField::Author).is_empty());
    assert_eq!(first(1, DeclaredField::Published), "1999-12-31");
    assert_eq!(first(0, DeclaredField::Modified), "2025-03-03T08:15:00.25");
    assert_eq!(first(0, DeclaredField::Version), "1.20");
    assert_eq!(first(1, DeclaredField::Version), "-0.05");
    assert_eq!(first(2, DeclaredField::Outlet), "Harbour Wire");
    assert_eq!(first(0, DeclaredField::Language), "en");
    // Lists in lists are left out.
    assert_eq!(first(0, DeclaredField::EditorialNote), "");
}

#[test]
fn parquet_that_unpacks_to_too_much_is_refused() {
    let all = |file: &[u8]| -> Vec<_> {
        read_parquet(ParquetInput::Bytes(file.to_vec()), &Options::default())
            .unwrap()
            .collect()
    };
    // A list of 60 000 times half a megabyte in 772 bytes.
    let found = all(include_bytes!("data/hostile_list.zstd.parquet"));
    assert_eq!(problem(&found[0]).0, "row 1");
    assert!(
        problem(&found[0]).1.contains("larger than the limit of 16 MiB"),
        "{:?}",
        found[0]
    );
    assert_eq!(text(&found[1]), "Short, she said.");
    // A page of 300 MiB in 10 kB.
    let found = all(include_bytes!("data/hostile_page.zstd.parquet"));
    assert_eq!(
        problem(&found[0]),
        (
            "row group 1",
            "its rows from 1 on cannot be read: a page is larger than 256 MiB"
        )
    );
    assert_eq!(found.len(), 1);
}

#[test]
fn what_is_no_whole_parquet_says_so() {
    let good = include_bytes!("data/council.snappy.parquet");
    let error = |bytes: Vec<u8>| {
        let error = read_parquet(ParquetInput::Bytes(bytes), &Options::default())
            .err()
            .unwrap();
        assert_eq!(error.remedy(), "check that the file was copied whole");
        error.to_string()
    };
    let cut = error(good[..good.len() - 9].to_vec());
    assert_eq!(
        cut,
        "it cannot be read as Parquet: its end, which describes it, is missing"
    );
    assert_eq!(
        error(b"PAR1".to_vec()),
        "it cannot be read as Parquet: it is too short"
    );
    let mut sealed = good.to_vec();
    let end = sealed.len();
    sealed[end - 1] = b'E';
    assert_eq!(error(sealed), "it cannot be read as Parquet: it is encrypted");
    let mut wrong = good.to_vec();
    wrong[end - 6] = 0xFF;
    assert_eq!(
        error(wrong),
        "it cannot be read as Parquet: what should describe it has no size that can be"
    );
}

#[test]
fn parquet_with_a_broken_group_reads_the_others() {
    let good = include_bytes!("data/council.snappy.parquet");
    let at = good.windows(15).position(|w| w == b"The council met").unwrap();
    let mut bad = good.to_vec();
    bad[at - 24..at].fill(0xFF);
    let found: Vec<_> = read_parquet(ParquetInput::Bytes(bad), &Options::default())
        .unwrap()
        .collect();
    assert!(
        problem(&found[0])
            .1
            .starts_with("its rows from 1 on cannot be read"),
        "{found:?}"
    );
    assert_eq!(text(&found[1]), "Zoë said “no”.");
    assert_eq!(entry(&found[1]).origin.within, ["row 3"]);
    let cut = good[..good.len() - 9].to_vec();
    assert!(matches!(
        read_parquet(ParquetInput::Bytes(cut), &Options::default()),
        Err(TableError::Parquet(_))
    ));
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

mod any_table {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_csv_writes_is_read_verbatim(texts in prop::collection::vec("[a-zé,;|\"“\t\r\n ]{0,40}", 1..12), d in 0usize..4) {
            let delimiter = b",;\t|"[d];
            let mut table = format!("n{0}text\n", char::from(delimiter));
            for (i, text) in texts.iter().enumerate() {
                table += &format!("{i}{}\"{}\"\n", char::from(delimiter), text.replace('"', "\"\""));
            }
            let options = Options { delimiter: Some(delimiter), ..told("id=n") };
            let found = rows_of(table.as_bytes(), Kind::Delimited, &options);
            prop_assert_eq!(found.len(), texts.len());
            for (found, written) in found.iter().zip(&texts) {
                if written.trim().is_empty() {
                    let skipped = matches!(found, Found::Skipped { .. });
                    prop_assert!(skipped);
                } else {
                    prop_assert_eq!(text(found), written);
                }
            }
        }

        #[test]
        fn what_json_writes_is_read_verbatim(texts in prop::collection::vec("\\PC{1,40}|[\r\n\t\\\\\"{}\\[\\]]{1,9}", 1..12), list: bool) {
            let rows: Vec<_> = texts.iter().map(|t| serde_json::json!({"text": format!("x{t}")}).to_string()).collect();
            let json = if list { format!("[{}]", rows.join(",")) } else { rows.join("\n") };
            let found = rows_of(json.as_bytes(), Kind::Json, &told("text=text"));
            prop_assert_eq!(found.len(), texts.len());
            for (found, written) in found.iter().zip(&texts) {
                prop_assert_eq!(text(found), format!("x{written}"));
            }
        }

        #[test]
        fn no_change_to_a_parquet_file_breaks_out(at in 0usize..7000, byte: u8, which in 0usize..3) {
            let files: [&[u8]; 3] = [
                include_bytes!("data/council.snappy.parquet"),
                include_bytes!("data/harbour.brotli.parquet"),
                include_bytes!("data/hostile_list.zstd.parquet"),
            ];
            let mut file = files[which].to_vec();
            let at = at % file.len();
            file[at] ^= byte;
            if let Ok(articles) = read_parquet(ParquetInput::Bytes(file), &Options::default()) {
                articles.take(100).for_each(drop);
            }
        }

        #[test]
        fn what_the_csv_library_writes_is_read(
            rows in prop::collection::vec(("\\PC{0,20}", "[a-z\"“,;\r\n ]{0,30}"), 1..10), quote: bool,
        ) {
            let style = if quote { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
            let mut writer = csv::WriterBuilder::new().quote_style(style).from_writer(Vec::new());
            writer.write_record(["title", "text"]).unwrap();
            for (title, text) in &rows {
                writer.write_record([title, &format!("x{text}")]).unwrap();
            }
            let table = writer.into_inner().unwrap();
            let options = Options { delimiter: Some(b','), ..Options::default() };
            let found = rows_of(&table, Kind::Delimited, &options);
            prop_assert_eq!(found.len(), rows.len());
            for (found, (title, written)) in found.iter().zip(&rows) {
                prop_assert_eq!(text(found), format!("x{written}"));
                let titles = values(found, DeclaredField::Title);
                prop_assert_eq!(titles.first().map_or("", |t| t.1), title.trim());
            }
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            for kind in [Kind::Json, Kind::Delimited] {
                if let Ok(articles) = read(Cursor::new(bytes.clone()), kind, &Options::default()) {
                    articles.for_each(drop);
                }
            }
        }
    }
}

#[test]
fn a_map_is_a_value() {
    let columns: Columns = "text=body".parse().unwrap();
    assert_eq!(columns.to_string(), "text=body");
}
