//! How each format looks.

use crate::sample::{brat, context, export, parquet_rows, record};
use onrecord_exchange::{Excerpt, Format, Options};

fn text(format: Format, excerpt: Excerpt) -> String {
    let options = Options {
        excerpt,
        ..Options::default()
    };
    let (record, context) = (record(), context());
    let (out, _) = export(format, &[(&record, Some(&context)), (&record, None)], options);
    String::from_utf8(out).unwrap()
}

#[test]
fn every_stream_of_text() {
    for format in Format::ALL {
        if matches!(format, Format::Parquet | Format::Brat) {
            continue;
        }
        insta::assert_snapshot!(format!("{format}"), text(format, Excerpt::Full));
    }
}

#[test]
fn excerpts() {
    for format in [
        Format::JsonLines,
        Format::Csv,
        Format::WebAnnotation,
        Format::AkomaNtoso,
    ] {
        insta::assert_snapshot!(
            format!("{format}_characters"),
            text(format, Excerpt::Characters(12))
        );
    }
    insta::assert_snapshot!("ninjs_offsets", text(Format::Ninjs, Excerpt::Offsets));
}

#[test]
fn parquet() {
    let (record, context) = (record(), context());
    let (out, _) = export(Format::Parquet, &[(&record, Some(&context))], Options::default());
    let rows = parquet_rows(out);
    assert_eq!(rows.len(), 6);
    insta::assert_json_snapshot!("parquet", [&rows[0], &rows[5]]);
}

#[test]
fn brat_files() {
    let (record, context) = (record(), context());
    let (files, summary) = brat(&[(&record, Some(&context)), (&record, None)]);
    let names: Vec<&String> = files.keys().collect();
    let id = &record.article.id;
    assert_eq!(
        names,
        [
            &format!("{id}-2.ann"),
            &format!("{id}-2.txt"),
            &format!("{id}.ann"),
            &format!("{id}.txt"),
            "annotation.conf"
        ]
    );
    assert_eq!(files[&format!("{id}.txt")], record.article.text.as_bytes());
    insta::assert_snapshot!(
        "brat",
        String::from_utf8(files[&format!("{id}.ann")].clone()).unwrap()
    );
    insta::assert_debug_snapshot!("brat_summary", summary);
}

#[test]
fn what_formats_leave_out_is_counted() {
    let record = record();
    for format in [
        Format::WebAnnotation,
        Format::SchemaOrg,
        Format::Conllu,
        Format::AkomaNtoso,
    ] {
        let (_, summary) = export(format, &[(&record, None)], Options::default());
        assert_eq!(
            (summary.articles, summary.statements, summary.unattributed),
            (1, 5, 1)
        );
        assert!(
            summary
                .left_out
                .keys()
                .any(|what| what.contains("without a source")),
            "{format}: {summary:?}"
        );
    }
    let (_, summary) = export(Format::JsonLines, &[(&record, None)], Options::default());
    assert!(summary.left_out.is_empty());
}
