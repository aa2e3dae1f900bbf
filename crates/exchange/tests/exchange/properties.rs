//! What holds for every text, with CRLF, emoji, combining marks and characters beyond the first plane.

use crate::sample::{brat, engine, export, parquet_rows, statement};
use onrecord_exchange::{Excerpt, Format, Options, read};
use onrecord_record::{ArticleRecord, ByteIndex, CheckedRecord, Kind, Mode, Span, Statement};
use proptest::prelude::*;
use std::path::Path;

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\r\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("\u{2028}".to_owned()),
        Just("\u{85}\t".to_owned()),
        Just("👩‍🚒 ".to_owned()),
        Just("e\u{301}".to_owned()),
        Just("𝔽“".to_owned()),
        Just(" =1”, ".to_owned()),
        "[a-zA-Z<&>'\";| ]{1,6}",
        "\\PC{1,3}",
        Just("\u{1}\u{FFFE}".to_owned()),
    ];
    proptest::collection::vec(piece, 1..25).prop_map(|pieces| pieces.concat())
}

/// Ranges of a text, in order, without overlap.
fn ranges(most: usize) -> impl Strategy<Value = Vec<(f64, f64)>> {
    proptest::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 1..most)
}

fn spans(text: &str, ranges: &[(f64, f64)]) -> Vec<Span> {
    let index = ByteIndex::new(text);
    let len = index.len();
    let mut places: Vec<u32> = ranges
        .iter()
        .flat_map(|&(a, b)| [a, b])
        .map(|part| (part * f64::from(len + 1)) as u32)
        .collect();
    places.sort_unstable();
    places
        .chunks_exact(2)
        .filter(|pair| pair[0] < pair[1])
        .map(|pair| index.span(pair[0], pair[1]).unwrap())
        .collect()
}

prop_compose! {
    fn records()(
        text in text(),
        drafts in proptest::collection::vec((ranges(4), ranges(3), ranges(2), 0..3_usize, 0..7_usize), 0..5),
    ) -> CheckedRecord {
        let mut record = ArticleRecord::new(engine(), text.as_str());
        for (content, cue, source, kind, mode) in drafts {
            let content = spans(&text, &content);
            if content.is_empty() {
                continue;
            }
            let id = format!("s{}", record.statements.len() + 1);
            record.statements.push(Statement {
                kind: Kind::ALL[kind],
                mode: Mode::ALL[mode],
                cue: spans(&text, &cue),
                source: spans(&text, &source),
                ..statement(&id, content)
            });
        }
        CheckedRecord::new(record).expect("spans are slices")
    }
}

/// Whether brat can hold it: there is more in it than line ends.
fn visible(text: &str) -> bool {
    text.chars().any(|c| {
        !matches!(
            c,
            '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{1C}'..='\u{1E}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    })
}

proptest! {
    #[test]
    fn brat_comes_back(record in records()) {
        let (files, summary) = brat(&[(&record, None)]);
        let name = format!("{}.ann", record.article.id);
        let annotations = String::from_utf8(files[&name].clone()).unwrap();
        let text = String::from_utf8(files[&format!("{}.txt", record.article.id)].clone()).unwrap();
        prop_assert_eq!(&text, &record.article.text);
        let back = read::brat(Path::new(&name), &text, &annotations).unwrap();
        let mut want = record.statements.clone();
        let before = want.len();
        want.retain(|s| s.content.iter().any(|span| visible(&span.text)));
        prop_assert_eq!(summary.left_out.get("statements of nothing but line ends").copied().unwrap_or(0) as usize, before - want.len());
        prop_assert_eq!(&back.record.statements, &want);
        // No line of the file is taken for two by readers that know more line ends.
        prop_assert!(annotations.lines().all(|line| line.contains('\t') && line.chars().next().is_some_and(|c| "TEA#".contains(c))));
    }

    #[test]
    fn lines_and_rows_come_back(record in records()) {
        let (out, _) = export(Format::Json, &[(&record, None)], Options::default());
        let back: ArticleRecord = serde_json::from_slice(&out).unwrap();
        prop_assert_eq!(&CheckedRecord::new(back).unwrap(), &record);
        let (out, _) = export(Format::Parquet, &[(&record, None)], Options::default());
        let rows = parquet_rows(out);
        prop_assert_eq!(rows.len(), record.statements.len());
        for (row, statement) in rows.iter().zip(&record.statements) {
            let spans: Vec<Span> = serde_json::from_value(row["content"].clone()).unwrap();
            prop_assert_eq!(&spans, &statement.content);
            let spans: Vec<Span> = serde_json::from_value(row["cue"].clone()).unwrap();
            prop_assert_eq!(&spans, &statement.cue);
        }
    }

    #[test]
    fn selectors_select(record in records()) {
        let (out, _) = export(Format::WebAnnotation, &[(&record, None)], Options::default());
        let all: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let index = ByteIndex::new(&record.article.text);
        for item in all["first"]["items"].as_array().unwrap() {
            for target in item["target"].as_array().unwrap() {
                let [quote, position] = target["selector"].as_array().unwrap().as_slice() else { panic!("two selectors") };
                let number = |key: &str| position[key].as_u64().unwrap() as u32;
                let slice = index.slice(number("start"), number("end"));
                prop_assert_eq!(slice, quote["exact"].as_str());
            }
        }
    }

    #[test]
    fn every_format_takes_every_record(record in records(), limit in 0_u32..20) {
        for format in Format::ALL.into_iter().filter(|format| !format.is_folder()) {
            for excerpt in [Excerpt::Full, Excerpt::Offsets, Excerpt::Characters(limit)] {
                if format.needs_text() && !excerpt.is_full() {
                    continue;
                }
                let options = Options { excerpt, ..Options::default() };
                let (out, summary) = export(format, &[(&record, None)], options);
                prop_assert_eq!(summary.articles, 1);
                if format != Format::Parquet {
                    prop_assert!(String::from_utf8(out).is_ok());
                }
            }
        }
    }

    #[test]
    fn conllu_lines_are_whole(record in records()) {
        let (out, _) = export(Format::Conllu, &[(&record, None)], Options::default());
        let out = String::from_utf8(out).unwrap();
        let columns = out.lines().next().unwrap().split(' ').skip(3).count();
        let index = ByteIndex::new(&record.article.text);
        for line in out.split('\n').filter(|line| !line.is_empty() && !line.starts_with("# ")) {
            let cells: Vec<&str> = line.split('\t').collect();
            prop_assert_eq!(cells.len(), columns, "{}", line);
            let range = cells[2].rsplit_once("TokenRange=").unwrap().1.split_once(':').unwrap();
            prop_assert_eq!(index.slice(range.0.parse().unwrap(), range.1.parse().unwrap()), Some(cells[1]));
        }
    }

    #[test]
    fn importers_take_anything(annotations in "([TEARN#*][0-9]{1,2}\t[A-Za-z:0-9; ]{0,20}\t?\\PC{0,10}\n|\\PC{0,20}\n){0,8}", json in "\\PC{0,60}") {
        let path = Path::new("x");
        let _ = read::brat(path, "Rain, he said.", &annotations);
        let _ = read::citron(path, &json, Some("Rain, he said."), None);
        let _ = read::polnear(path, &json).count();
    }
}
