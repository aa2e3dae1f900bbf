//! What each writer prints, on a small invented article.

mod sample;

use onrecord_record::write::{self, COLUMNS, CsvWriter, Formulas, Layout, Line};
use onrecord_record::{ArticleRecord, CheckedRecord};

fn checked() -> CheckedRecord {
    CheckedRecord::new(sample::record()).expect("the sample keeps its promises")
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn compact_json_is_one_line() {
    let mut out = Vec::new();
    write::json(&mut out, &checked(), Layout::Compact).unwrap();
    let out = text(out);
    assert_eq!(out.matches('\n').count(), 1);
    insta::assert_snapshot!(out);
}

#[test]
fn pretty_json() {
    let mut out = Vec::new();
    write::json(&mut out, &checked(), Layout::Pretty).unwrap();
    insta::assert_snapshot!(text(out));
}

#[test]
fn json_lines() {
    let mut out = Vec::new();
    write::jsonl(&mut out, &checked()).unwrap();
    let out = text(out);
    assert_eq!(
        out.lines().count(),
        6,
        "five statements and a quotation without a source"
    );
    let record = checked();
    for (line, expected) in out.lines().zip(Line::of(&record)) {
        assert_eq!(serde_json::from_str::<Line<'_>>(line).unwrap(), expected);
    }
    insta::assert_snapshot!(out);
}

#[test]
fn csv_with_one_header() {
    let mut writer = CsvWriter::new(Vec::new(), Formulas::Guard).unwrap();
    writer.write(&checked()).unwrap();
    writer.write(&checked()).unwrap();
    let out = text(writer.into_inner().unwrap());
    assert_eq!(out.matches("speaker_types").count(), 1);

    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let content = COLUMNS.iter().position(|&column| column == "content").unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    assert_eq!(rows.len(), 12);
    let joined = "“=SUM is not a plan,” […] “The 𝔽erry Board says ‘the pier is unsafe’ and I agree.”";
    assert_eq!(rows[1][content].to_owned(), joined);
    assert_eq!(&rows[5][0], "unattributed");
    let cell = |row: usize, name: &str| {
        let column = COLUMNS.iter().position(|&column| column == name).unwrap();
        rows[row][column].to_owned()
    };
    assert_eq!(
        (cell(3, "speakers"), cell(3, "speakers_open")),
        (String::new(), "true".to_owned())
    );
    assert_eq!(cell(3, "candidates"), "Bo Reed; Ada Quill");
    assert_eq!(cell(3, "candidate_confidences"), "0.40625; 0.375");
    assert_eq!(
        (cell(0, "event_id"), cell(0, "event")),
        ("e1".to_owned(), "a briefing in Port Elder".to_owned())
    );
    assert_eq!(
        (cell(0, "said_on"), cell(0, "said_on_words")),
        ("2025-03-03".to_owned(), "Monday".to_owned())
    );
    assert_eq!(
        cell(4, "speakers_open"),
        "false",
        "left unnamed by the text itself"
    );
    insta::assert_snapshot!(out.lines().take(7).collect::<Vec<_>>().join("\n"));
}

#[test]
fn columns_are_only_ever_added_at_the_end() {
    let first = [
        "record",
        "article_id",
        "url",
        "outlet",
        "published",
        "id",
        "kind",
        "mode",
        "content",
        "start",
        "end",
        "cue",
        "source",
        "speakers",
        "speaker_types",
        "speaker_roles",
        "speaker_orgs",
        "addressee",
        "medium",
        "event",
        "via",
        "parent",
        "said_on",
        "confidence",
        "why",
        "speaker_confidences",
        "candidates",
        "same_as",
        "title",
        "text_sha256",
        "offsets",
    ];
    assert_eq!(COLUMNS[..first.len()], first);
}

#[test]
fn formulas_are_guarded_and_restored() {
    let guard = Formulas::Guard;
    for (cell, written) in [
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-", "'-"),
        ("@name", "'@name"),
        ("\t=1", "'\t=1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("'tis the season", "'tis the season"),
        ("— a dash", "— a dash"),
        ("a = b", "a = b"),
        ("", ""),
        ("'", "'"),
    ] {
        assert_eq!(guard.protect(cell), written);
        assert_eq!(guard.restore(written), cell);
        assert_eq!(Formulas::Keep.protect(cell), cell);
    }
}

#[test]
fn a_formula_in_the_text_is_guarded_in_its_cell() {
    let mut record = ArticleRecord::new(sample::record().engine, "=A1 said Ada.");
    record.unattributed.push(onrecord_record::Unattributed {
        start: 0,
        end: 3,
        text: "=A1".to_owned(),
        reason: "-".to_owned(),
    });
    let mut writer = CsvWriter::new(Vec::new(), Formulas::default()).unwrap();
    writer.write(&CheckedRecord::new(record).unwrap()).unwrap();
    let out = text(writer.into_inner().unwrap());
    assert!(out.contains("\"'=A1\"") && out.contains("\"'-\""), "{out}");
}

#[test]
fn a_failing_output_is_reported() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let kinds = [
        write::json(&mut Full, &checked(), Layout::Compact)
            .unwrap_err()
            .kind(),
        write::jsonl(&mut Full, &checked()).unwrap_err().kind(),
        CsvWriter::new(Full, Formulas::Guard)
            .and_then(|mut csv| csv.flush())
            .unwrap_err()
            .kind(),
    ];
    assert_eq!(kinds, [std::io::ErrorKind::BrokenPipe; 3]);
}
