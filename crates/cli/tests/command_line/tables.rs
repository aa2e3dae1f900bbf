//! Tables: JSON Lines, CSV and Parquet, with the map of columns.

use crate::support::{PLAIN, ended, folder, onrecord, read, records, stderr, stdout};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;

/// The title, outlet, date and way in of each article.
fn facts(output: &std::process::Output) -> Vec<[String; 4]> {
    let of = |record: onrecord_record::ArticleRecord| {
        let article = record.article;
        let way = article.origin.map(|origin| origin.within.join(" > "));
        [article.title, article.outlet, article.published, way].map(Option::unwrap_or_default)
    };
    records(output).into_iter().map(of).collect()
}

#[test]
fn rows_are_articles_with_their_facts() {
    let lines = concat!(
        r#"{"headline": "Late", "body": "\"It is late,\" John Smith said.", "publisher": "Elder Wire", "pubDate": "3 March 2025"}"#,
        "\n{\"headline\": \"Cut\", \"bo\n",
        r#"{"headline": "Empty", "body": ""}"#,
        "\n",
        r#"{"headline": "Later", "body": "\"It is late,\" John Smith said.", "publisher": {"name": "Elder Wire"}}"#,
        "\n"
    );
    let table =
        "Date;Title;Text\n2025-03-04;Late;\"\"\"It is late,\"\" John Smith said.\"\n2025-03-05;short\n";
    let place = folder(&[("a.jsonl", lines.as_bytes()), ("b.csv", table.as_bytes())]);
    let output = read(place.path(), &["a.jsonl", "b.csv"]);
    ended(&output, 3);
    assert_eq!(
        facts(&output),
        [
            ["Late", "Elder Wire", "2025-03-03", "line 1"],
            ["Later", "Elder Wire", "", "line 4"],
            ["Late", "", "2025-03-04", "row 1"],
        ]
    );
    let found = records(&output);
    assert_eq!(found[0].article.text, PLAIN.trim_end());
    assert!(found.iter().all(|record| record.statements.len() == 1));
    assert_eq!(found[2].article.declared[0].key, "Title");
    let said = stderr(&output);
    assert!(said.contains("a.jsonl, line 2: broken JSON on line 2"), "{said}");
    assert!(
        said.contains("b.csv, row 2: line 3: it has 2 fields, the table 3 columns"),
        "{said}"
    );
    assert!(
        said.contains("text from “body”, title from “headline”, outlet from “publisher”"),
        "{said}"
    );
    assert!(said.contains("a row without text"), "{said}");
}

#[test]
fn a_map_says_which_column_holds_what() {
    let table = "Rubrik,Brodtext,Ingress\nLate,\"\"\"It is late,\"\" John Smith said.\",no\n";
    let place = folder(&[("a.csv", table.as_bytes())]);
    let output = read(place.path(), &["a.csv"]);
    ended(&output, 1);
    let said = stderr(&output);
    assert!(
        said.contains("no column is known to hold the text; “Brodtext” is meant?; there are “Rubrik”, “Brodtext”, “Ingress”"),
        "{said}"
    );
    assert!(said.contains("--columns text=Brodtext"), "{said}");
    let output = read(place.path(), &["a.csv", "--columns", "text=brodtekst"]);
    ended(&output, 1);
    let said = stderr(&output);
    assert!(
        said.contains("there is no column “brodtekst” to take for text"),
        "{said}"
    );
    assert!(said.contains("“Brodtext” is meant?"), "{said}");
    let output = read(
        place.path(),
        &["a.csv", "--columns", "text=Brodtext,title=Rubrik"],
    );
    ended(&output, 0);
    assert_eq!(facts(&output)[0][0], "Late");
    assert_eq!(records(&output)[0].article.text, PLAIN.trim_end());
    let output = read(place.path(), &["a.csv", "--columns", "txt=Brodtext"]);
    ended(&output, 2);
    assert!(
        stderr(&output).contains("there is no field “txt” for a column; “text” is meant?"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn html_is_read_as_html_only_when_told() {
    let line =
        r#"{"title": "Late", "page": "<p>&ldquo;It is late,&rdquo; John Smith said.</p><p>He left.</p>"}"#;
    let place = folder(&[("a.jsonl", line.as_bytes())]);
    let told = read(place.path(), &["a.jsonl", "--columns", "html=page"]);
    ended(&told, 0);
    assert_eq!(
        records(&told)[0].article.text,
        "“It is late,” John Smith said.\n\nHe left."
    );
    let plain = read(place.path(), &["a.jsonl", "--columns", "text=page"]);
    ended(&plain, 0);
    assert!(records(&plain)[0].article.text.starts_with("<p>&ldquo;"));
    assert!(
        stderr(&plain).contains("--columns html=page"),
        "{}",
        stderr(&plain)
    );
}

#[test]
fn parquet_from_a_file_an_archive_and_a_pipe() {
    let file = include_bytes!("../../../table/tests/data/council.zstd.parquet");
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(file).unwrap();
    let place = folder(&[("a.parquet", file), ("b.parquet.gz", &packed.finish().unwrap())]);
    let output = read(place.path(), &["a.parquet"]);
    ended(&output, 0);
    let alone = facts(&output);
    assert_eq!(alone.len(), 3);
    assert_eq!(alone[0][2], "2025-03-03T08:15:00");
    let packed = read(place.path(), &["b.parquet.gz"]);
    ended(&packed, 0);
    assert_eq!(facts(&packed), alone);
    let mut piped = onrecord(place.path());
    piped.args(["read", "--model", "fast", "-"]).write_stdin(file);
    assert_eq!(facts(&piped.output().unwrap()), alone);
}

#[test]
fn what_was_printed_is_read_again() {
    let line = r#"{"title": "Late", "text": "\"It is late,\" John Smith said.", "source": "Elder Wire"}"#;
    let place = folder(&[("a.jsonl", line.as_bytes())]);
    let first = read(place.path(), &["a.jsonl"]);
    ended(&first, 0);
    std::fs::write(place.path().join("records.json"), stdout(&first)).unwrap();
    let again = read(place.path(), &["records.json"]);
    ended(&again, 0);
    let (first, again) = (records(&first).remove(0), records(&again).remove(0));
    assert_eq!(again.article.text, first.article.text);
    assert_eq!(again.article.title, first.article.title);
    assert_eq!(again.article.outlet, first.article.outlet);
    assert_eq!(again.article.declared, first.article.declared);
    assert_eq!(again.statements.len(), first.statements.len());
}

#[test]
fn columns_say_that_it_is_a_table() {
    let rows = "Nr;Schlagzeile;Volltext\n1;Rink;The roof cannot wait, the mayor said.\n2;Ferry;The ferry runs, the port said.\n";
    let place = folder(&[("odd.txt", rows.as_bytes())]);
    let output = read(
        place.path(),
        &["odd.txt", "--columns", "text=Volltext,title=Schlagzeile"],
    );
    ended(&output, 0);
    let titles: Vec<_> = records(&output)
        .into_iter()
        .map(|r| r.article.title.unwrap())
        .collect();
    assert_eq!(titles, ["Rink", "Ferry"]);
}
