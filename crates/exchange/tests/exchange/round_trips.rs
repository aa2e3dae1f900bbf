//! What goes out can be read back.

use crate::sample::{brat, context, export, parquet_rows, record};
use onrecord_exchange::{Format, Options, csv_columns, read};
use onrecord_record::write::{Formulas, Layout, Line, statement_cells};
use onrecord_record::{CheckedRecord, write};
use serde_json::{Value, json};
use std::path::Path;

#[test]
fn without_context_json_is_the_records_own() {
    let record = record();
    let mut own = Vec::new();
    write::jsonl(&mut own, &record).unwrap();
    assert_eq!(
        export(Format::JsonLines, &[(&record, None)], Options::default()).0,
        own
    );
    let mut own = Vec::new();
    write::json(&mut own, &record, Layout::Compact).unwrap();
    assert_eq!(
        export(Format::Json, &[(&record, None)], Options::default()).0,
        own
    );
}

#[test]
fn json_lines_read_back() {
    let (record, context) = (record(), context());
    let (out, _) = export(
        Format::JsonLines,
        &[(&record, Some(&context))],
        Options::default(),
    );
    let lines: Vec<Value> = out
        .split(|&b| b == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    for (line, statement) in lines.iter().zip(&record.statements) {
        let back: Line<'_> = serde_json::from_value(line.clone()).unwrap();
        let Line::Statement(back) = back else {
            panic!("no statement")
        };
        assert_eq!(back.statement.as_ref(), statement);
    }
    assert_eq!(
        lines[0]["context"]["people"]["p1"]["identifiers"][0]["value"],
        "Q0"
    );
    assert_eq!(
        lines[0]["context"]["statements"]["s1"]["disputes"][0],
        "Reed says he was not there"
    );
    assert!(
        lines[3]["context"].get("people").is_none(),
        "p1 does not speak there"
    );
}

#[test]
fn articles_read_back() {
    let (record, context) = (record(), context());
    let (out, _) = export(Format::Json, &[(&record, Some(&context))], Options::default());
    let back = serde_json::from_slice(&out).unwrap();
    assert_eq!(CheckedRecord::new(back).unwrap(), record);
}

#[test]
fn csv_reads_back_behind_its_mark() {
    let (record, context) = (record(), context());
    let options = Options {
        byte_order_mark: true,
        ..Options::default()
    };
    let (out, _) = export(Format::Csv, &[(&record, Some(&context))], options);
    let rows = out
        .strip_prefix("\u{FEFF}".as_bytes())
        .expect("a byte order mark");
    let mut rows = csv::Reader::from_reader(rows);
    assert!(rows.headers().unwrap().iter().eq(csv_columns()));
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), record.statements.len() + 1);
    for (row, statement) in rows.iter().zip(&record.statements) {
        for (have, want) in row.iter().zip(statement_cells(&record.article, statement)) {
            assert_eq!(Formulas::Guard.restore(have), want);
            assert!(!have.starts_with(['=', '+', '-', '@', '\t', '\r']));
        }
    }
    let of = |name: &str, row: usize| {
        rows[row]
            .get(csv_columns().position(|c| c == name).unwrap())
            .unwrap()
    };
    assert_eq!(of("reviewed", 0), "true");
    assert_eq!(of("reviewed", 1), "false");
    assert_eq!(of("speaker_ids", 0), "quill-ada; ");
    assert_eq!(of("speaker_identifiers", 1), "wikidata:Q0");
    assert!(
        of("content", 1).contains("\r\n\r\n"),
        "line ends in cells stay as they are"
    );
}

#[test]
fn parquet_reads_back_as_the_lines_that_it_came_from() {
    let (record, context) = (record(), context());
    let (out, _) = export(
        Format::Parquet,
        &[(&record, Some(&context)), (&record, None)],
        Options::default(),
    );
    let rows = parquet_rows(out);
    let lines: Vec<Value> = Line::of(&record)
        .map(|line| serde_json::to_value(line).unwrap())
        .collect();
    assert_eq!(rows.len(), 2 * lines.len());
    for (row, line) in rows.iter().zip(lines.iter().chain(&lines)) {
        for (key, want) in line.as_object().unwrap() {
            if line["record"] == "statement" {
                assert!(contains(&row[key], want), "{key}: {} is not {want}", row[key]);
            }
        }
    }
    assert_eq!(rows[0]["speakers"][0]["known_id"], "quill-ada");
    assert_eq!(
        rows[0]["read"],
        json!([{"hop": 0, "address": "https://courier.example/ferries"}])
    );
    assert_eq!(
        (&rows[0]["reviewed"], &rows[6]["reviewed"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(rows[5]["content"][0]["text"], record.unattributed[0].text);
}

/// Whether all that `want` says is said by `have`, which may say more.
fn contains(have: &Value, want: &Value) -> bool {
    match (have, want) {
        (Value::Object(have), Value::Object(want)) => want
            .iter()
            .all(|(key, want)| have.get(key).is_some_and(|have| contains(have, want))),
        (Value::Array(have), Value::Array(want)) => {
            have.len() == want.len() && have.iter().zip(want).all(|(have, want)| contains(have, want))
        }
        (Value::Number(have), Value::Number(want)) => have.as_f64() == want.as_f64(),
        _ => have == want,
    }
}

#[test]
fn large_tables_have_several_row_groups() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let mut record = record().into_inner();
    record.statements[0].why = vec!["x".repeat(5 << 20)];
    let record = CheckedRecord::new(record).unwrap();
    let (out, _) = export(
        Format::Parquet,
        &[(&record, None), (&record, None), (&record, None)],
        Options::default(),
    );
    let reader = SerializedFileReader::new(bytes::Bytes::from(out)).unwrap();
    let metadata = reader.metadata();
    assert_eq!(metadata.num_row_groups(), 2);
    assert_eq!(metadata.file_metadata().num_rows(), 18);
    let outlet = metadata
        .row_group(0)
        .columns()
        .iter()
        .find(|c| c.column_path().string() == "outlet")
        .unwrap();
    assert!(
        outlet.dictionary_page_offset().is_some(),
        "outlets are in a dictionary"
    );
}

#[test]
fn brat_comes_back_as_it_went() {
    let (record, context) = (record(), context());
    let (files, _) = brat(&[(&record, Some(&context))]);
    let name = format!("{}.ann", record.article.id);
    let annotations = String::from_utf8(files[&name].clone()).unwrap();
    let back = read::brat(Path::new(&name), &record.article.text, &annotations).unwrap();
    let mut want = record.statements.clone();
    // Occasions are not exported, only their words.
    want[0].event_id = None;
    assert_eq!(back.record.statements, want);
    assert_eq!(back.record.unattributed, record.unattributed);
    assert!(back.notes.is_empty(), "{:?}", back.notes);

    // Without our notes, the marks still tell spans, kinds and modes.
    let marks: String = annotations
        .split_inclusive('\n')
        .filter(|line| !line.contains("\tOnrecord "))
        .collect();
    let back = read::brat(Path::new(&name), &record.article.text, &marks).unwrap();
    for (back, want) in back.record.statements.iter().zip(&record.statements) {
        assert_eq!(
            (back.kind, back.mode, &back.cue, &back.source),
            (want.kind, want.mode, &want.cue, &want.source)
        );
    }
    assert_eq!(
        back.record.statements[1].content.len(),
        3,
        "a line end parts fragments"
    );
}

#[test]
fn web_annotations_select_what_they_say() {
    let record = record();
    let (out, _) = export(Format::WebAnnotation, &[(&record, None)], Options::default());
    let all: Value = serde_json::from_slice(&out).unwrap();
    let items = all["first"]["items"].as_array().unwrap();
    assert_eq!((items.len(), &all["total"]), (5, &json!(5)));
    let points: Vec<char> = record.article.text.chars().collect();
    let units: Vec<u16> = record.article.text.encode_utf16().collect();
    for (item, statement) in items.iter().zip(&record.statements) {
        for (target, span) in item["target"].as_array().unwrap().iter().zip(&statement.content) {
            let [quote, position] = target["selector"].as_array().unwrap().as_slice() else {
                panic!("two selectors")
            };
            let number = |key: &str| position[key].as_u64().unwrap() as usize;
            let exact = quote["exact"].as_str().unwrap();
            assert_eq!(exact, span.text);
            assert_eq!(
                points[number("start")..number("end")].iter().collect::<String>(),
                exact
            );
            assert_eq!(
                &record.article.text[number("onrecord:utf8Start")..number("onrecord:utf8End")],
                exact
            );
            let slice = &units[number("onrecord:utf16Start")..number("onrecord:utf16End")];
            assert_eq!(String::from_utf16(slice).unwrap(), exact);
            let around = format!(
                "{}{exact}{}",
                quote["prefix"].as_str().unwrap(),
                quote["suffix"].as_str().unwrap()
            );
            assert!(record.article.text.contains(&around));
        }
    }
}

#[test]
fn nothing_is_judged_and_no_source_invented() {
    let (record, context) = (record(), context());
    let with = String::from_utf8(
        export(
            Format::SchemaOrg,
            &[(&record, Some(&context))],
            Options::default(),
        )
        .0,
    )
    .unwrap();
    let without =
        String::from_utf8(export(Format::SchemaOrg, &[(&record, None)], Options::default()).0).unwrap();
    let sources = |out: &str| out.matches("\"prov:hadPrimarySource\":[").count();
    assert_eq!((sources(&with), sources(&without)), (1, 0));
    assert!(with.contains("\"prov:wasRevisionOf\":\"urn:onrecord:article:"));
    for word in ["ClaimReview", "reviewRating", "Rating"] {
        assert!(!with.contains(word));
    }
}
