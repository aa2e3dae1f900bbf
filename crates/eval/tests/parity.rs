//! Our figures are those of the reference scorer, on predictions perturbed from gold.
//!
//! Needs `python3` and the gold that lies beside the repository; says so and passes where either is absent.

#![allow(clippy::print_stderr, clippy::unwrap_used)]

mod builders;

use onrecord_eval::gold::{GoldArticle, load_folder};
use onrecord_eval::{Resampling, statements};
use onrecord_record::{ArticleRecord, ByteIndex, Mode, Span, SpeakerType, Statement};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A small generator: the same perturbations every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn one_in(&mut self, sides: u64) -> bool {
        self.roll(sides) == 0
    }
}

fn shared_gold() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold");
    if !folder.join("score.py").is_file() || !folder.join("dev").is_dir() {
        eprintln!("SKIPPED: no gold at ../shared/gold, parity with score.py is not checked");
        return None;
    }
    if !Command::new("python3")
        .arg("--version")
        .output()
        .is_ok_and(|out| out.status.success())
    {
        eprintln!("SKIPPED: no python3, parity with score.py is not checked");
        return None;
    }
    Some(folder)
}

fn moved(text: &str, span: &Span, dice: &mut Dice) -> Option<Span> {
    let length = u64::from(span.end - span.start);
    let index = ByteIndex::new(text);
    let start = (span.start + dice.roll(length + 1) as u32 * 2 / 3).saturating_sub(dice.roll(6) as u32);
    let end = (span.end + dice.roll(12) as u32).min(index.len());
    index.span(start, end.max(start + 1))
}

fn disturb_speakers(s: &mut Statement, dice: &mut Dice) {
    match dice.roll(9) {
        0 => s.speakers.clear(),
        1 => s.speakers.iter_mut().for_each(|x| x.name = None),
        2 => s.speakers.iter_mut().for_each(|x| {
            x.name = x
                .name
                .as_deref()
                .and_then(|name| name.split(' ').next_back())
                .map(str::to_uppercase);
        }),
        3 => s.speakers.iter_mut().for_each(|x| {
            x.name = x
                .name
                .as_deref()
                .and_then(|name| name.split(' ').next())
                .map(str::to_owned);
        }),
        4 => s.speakers.extend(s.speakers.clone()),
        5 => s.speakers.reverse(),
        6 => s
            .speakers
            .iter_mut()
            .for_each(|x| x.name = Some("Zoé Quíll".to_owned())),
        7 => s
            .speakers
            .iter_mut()
            .for_each(|x| x.role = Some("the Minister of Ferries".to_owned())),
        _ => s.speakers.iter_mut().for_each(|x| x.kind = SpeakerType::Group),
    }
}

fn disturb(record: &mut ArticleRecord, dice: &mut Dice) {
    let text = record.article.text.clone();
    let mut extra = Vec::new();
    let ids: Vec<String> = record.statements.iter().map(|s| s.id.clone()).collect();
    record.statements.retain(|_| !dice.one_in(8));
    for s in &mut record.statements {
        if dice.one_in(3) {
            let content: Option<Vec<Span>> = s.content.iter().map(|span| moved(&text, span, dice)).collect();
            s.content = content.unwrap_or_default();
        }
        if dice.one_in(9) {
            extra.push(s.clone()); // the same content twice: a tie
        }
        if dice.one_in(3) {
            disturb_speakers(s, dice);
        }
        for spans in [&mut s.source, &mut s.cue] {
            match dice.roll(8) {
                0 => spans.clear(),
                1 => {
                    *spans = vec![Span {
                        start: 0,
                        end: 3,
                        text: String::new(),
                    }]
                }
                2 => *spans = spans.iter().filter_map(|span| moved(&text, span, dice)).collect(),
                _ => {}
            }
        }
        if dice.one_in(4) {
            s.mode = Mode::ALL[dice.roll(7) as usize];
        }
        if dice.one_in(5) {
            s.parent = (!dice.one_in(3)).then(|| ids[dice.roll(ids.len() as u64) as usize].clone());
        }
        match dice.roll(12) {
            0 => s.via.clear(),
            1 => s.via.extend(builders_via("the Elder Courier")),
            2 => s.via.reverse(),
            3 => s.event = None,
            4 => {
                s.addressee = Some(Span {
                    start: 0,
                    end: 1,
                    text: "the reporters in Ankara".to_owned(),
                })
            }
            5 => s.said_on = None,
            6 => s.event = s.addressee.clone(),
            _ => {}
        }
    }
    record
        .statements
        .extend(extra.into_iter().enumerate().map(|(i, s)| Statement {
            id: format!("x{i}"),
            ..s
        }));
    if dice.one_in(3) {
        record.statements.reverse();
    }
    if let Some(span) = ByteIndex::new(&text).span(0, 20).filter(|_| dice.one_in(2))
        && let Some(first) = record.statements.first().cloned()
    {
        record.statements.push(Statement {
            id: "spurious".to_owned(),
            content: vec![span],
            ..first
        });
    }
}

fn builders_via(name: &str) -> Option<onrecord_record::Via> {
    let (name, text) = (name.to_owned(), name.to_owned());
    Some(onrecord_record::Via {
        name,
        kind: SpeakerType::Organization,
        start: 0,
        end: 1,
        text,
    })
}

/// Copies a gold folder, marking some statements optional and giving some a second answer.
fn vary_gold(from: &Path, to: &Path, dice: &mut Dice) {
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let copy = to.join(path.file_name().unwrap());
        if path.extension().is_none_or(|ending| ending != "json") || path.ends_with("SOURCES.json") {
            std::fs::copy(&path, copy).unwrap();
            continue;
        }
        let mut gold: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for s in gold["statements"].as_array_mut().unwrap() {
            if dice.one_in(9) {
                s["optional"] = true.into();
            }
            match dice.roll(12) {
                0 => s["alt_speakers"] = json!([{"name": "Zoe Quill", "type": "person", "role": null}]),
                1 => s["alt_speakers"] = Value::Null,
                2 => s["alt_speakers"] = json!([{"name": null, "type": "unnamed"}]),
                3 => s["source"] = Value::Null,
                _ => {}
            }
        }
        std::fs::write(copy, gold.to_string()).unwrap();
    }
}

/// Our report in the form that the reference scorer prints.
fn in_its_form(report: &statements::StatementReport) -> Value {
    let figures = |f: &onrecord_eval::figures::Figures| json!({"p": f.p, "r": f.r, "f": f.f, "gold": f.gold, "predicted": f.predicted});
    let mut fields = serde_json::Map::new();
    for field in &report.fields {
        let value = json!({"acc": field.accuracy.acc, "n": field.accuracy.n});
        fields.insert(field.field.as_str().to_owned(), value);
    }
    json!({
        "statement": figures(&report.statement),
        "statement exact (IoU>0.95)": figures(&report.exact),
        "statement+speaker": figures(&report.statement_and_speaker),
        "accuracy on matched": fields,
        "missing": report.missing.iter().map(|doc| format!("{doc}.json")).collect::<Vec<_>>(),
    })
}

fn assert_parity(script: &Path, folder: &Path, gold: &[GoldArticle], records: &[Option<ArticleRecord>]) {
    let predicted = tempfile::tempdir().unwrap();
    for (article, record) in gold.iter().zip(records) {
        if let Some(record) = record {
            let path = predicted.path().join(format!("{}.json", article.doc));
            std::fs::write(path, serde_json::to_string(record).unwrap()).unwrap();
        }
    }
    let out = Command::new("python3")
        .arg(script)
        .arg(folder)
        .arg(predicted.path())
        .arg("--json")
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let expected: Value = serde_json::from_slice(&out.stdout).unwrap();
    let none = Resampling {
        resamples: 0,
        seed: 0,
    };
    let report = statements::score(gold.iter().zip(records.iter().map(Option::as_ref)), none).unwrap();
    // Through text, so that 100 and 100.0 are the same number on both sides.
    let found: Value = serde_json::from_str(&in_its_form(&report).to_string()).unwrap();
    assert_eq!(found, expected);
}

#[test]
fn figures_are_those_of_the_reference_scorer() {
    let Some(shared) = shared_gold() else { return };
    let script = shared.join("score.py");
    for (name, seeds) in [
        ("dev", 0..12),
        ("train/wire", 100..103),
        ("train/wikinews", 200..202),
    ] {
        let folder = shared.join(name);
        if !folder.is_dir() {
            eprintln!("SKIPPED: no gold at ../shared/gold/{name}");
            continue;
        }
        let gold = load_folder(&folder).unwrap();
        let perfect: Vec<_> = gold
            .iter()
            .map(|article| Some(builders::record(article)))
            .collect();
        assert_parity(&script, &folder, &gold, &perfect);
        for seed in seeds {
            let mut dice = Dice(seed);
            let varied = tempfile::tempdir().unwrap();
            vary_gold(&folder, varied.path(), &mut dice);
            let gold = load_folder(varied.path()).unwrap();
            let records: Vec<Option<ArticleRecord>> = gold
                .iter()
                .map(|article| {
                    let mut record = builders::record(article);
                    disturb(&mut record, &mut dice);
                    (!dice.one_in(15)).then_some(record)
                })
                .collect();
            assert_parity(&script, varied.path(), &gold, &records);
        }
    }
}
