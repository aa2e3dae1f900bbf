//! `onrecord eval` on the small invented gold of `onrecord-eval`'s tests.

use crate::support::{ended, folder, onrecord, read, stderr, stdout};
use onrecord_record::{ArticleRecord, ByteIndex, EngineInfo};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

pub(crate) fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../eval/tests/data")
        .join(name)
}

pub(crate) fn eval(arguments: &[&str]) -> Output {
    onrecord(data("")).arg("eval").args(arguments).output().unwrap()
}

pub(crate) fn json(output: &Output) -> Value {
    serde_json::from_str(&stdout(output)).unwrap()
}

/// A folder with a record for each gold article that agrees with it in everything.
pub(crate) fn perfect() -> TempDir {
    let written = folder(&[]);
    for doc in ["ferries", "pier"] {
        let text = fs::read_to_string(data("gold").join(format!("{doc}.txt"))).unwrap();
        let gold = fs::read_to_string(data("gold").join(format!("{doc}.json"))).unwrap();
        let gold: Value = serde_json::from_str(&gold).unwrap();
        let engine = EngineInfo {
            version: "0".to_owned(),
            model: "by hand".to_owned(),
        };
        let mut record = serde_json::to_value(ArticleRecord::new(engine, text.as_str())).unwrap();
        let statements = gold["statements"].as_array().unwrap();
        record["statements"] = statements.iter().map(|s| statement(&text, s)).collect();
        fs::write(written.path().join(format!("{doc}.json")), record.to_string()).unwrap();
    }
    written
}

fn statement(text: &str, gold: &Value) -> Value {
    let index = ByteIndex::new(text);
    let spans = |field: &str| -> Value {
        let pairs: Vec<(u32, u32)> = serde_json::from_value(gold[field].clone()).unwrap_or_default();
        let span =
            |&(start, end): &(u32, u32)| json!({"start": start, "end": end, "text": index.slice(start, end)});
        pairs.iter().map(span).collect()
    };
    let words = |value: &Value| {
        if value.is_null() {
            Value::Null
        } else {
            json!({"start": 0, "end": 1, "text": value})
        }
    };
    let mut speakers = gold["speakers"].clone();
    for speaker in speakers.as_array_mut().unwrap() {
        speaker["person"] = Value::Null;
        speaker["confidence"] = json!(1.0);
    }
    let via: Vec<Value> = gold["via"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| json!({"name": name, "type": "organization", "start": 0, "end": 1, "text": name}))
        .collect();
    let said_on = match &gold["said_date"] {
        Value::Null => Value::Null,
        date => json!({"date": date, "start": 0, "end": 1, "text": ""}),
    };
    json!({
        "id": gold["id"], "kind": "indirect", "mode": gold["mode"], "content": spans("content"), "cue": spans("cue"),
        "source": spans("source"), "speakers": speakers, "candidates": [], "addressee": words(&gold["addressee"]),
        "medium": null, "event": null, "via": via, "parent": gold["parent"], "said_on": said_on, "same_as": [],
        "confidence": 0.75, "why": [],
    })
}

/// Changes a record that `perfect` has written.
pub(crate) fn change(folder: &TempDir, doc: &str, change: impl FnOnce(&mut Value)) {
    let path = folder.path().join(format!("{doc}.json"));
    let mut record = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    change(&mut record);
    fs::write(path, record.to_string()).unwrap();
}

/// A few mistakes of every kind.
pub(crate) fn spoilt() -> TempDir {
    let records = perfect();
    change(&records, "ferries", |record| {
        record["statements"][0]["speakers"][0]["name"] = json!("Bo Reed");
        record["statements"][0]["via"] = json!([]);
        record["statements"][2]["parent"] = Value::Null;
        record["statements"][3]["mode"] = json!("thought");
        record["statements"][3]["confidence"] = json!(0.3);
        let mut spurious = record["statements"][4].clone();
        record["statements"][4]["said_on"] = Value::Null;
        spurious["id"] = json!("s9");
        spurious["content"] = json!([{"start": 0, "end": 10, "text": "PORT ELDER"}]);
        spurious["confidence"] = json!(0.25);
        record["statements"].as_array_mut().unwrap().push(spurious);
    });
    change(&records, "pier", |record| {
        record["statements"].as_array_mut().unwrap().remove(0);
    });
    records
}

#[test]
fn gold_against_itself_is_perfect() {
    let records = perfect();
    let records = records.path().to_str().unwrap();
    let output = eval(&["gold", "--predictions", records, "--format", "json", "--errors"]);
    ended(&output, 0);
    assert_eq!(stderr(&output), "");
    let report = json(&output);
    assert_eq!(report["schema"], "onrecord/eval/1");
    assert_eq!(report["gold"], "gold");
    assert_eq!(report["predictions"], records);
    assert_eq!((&report["resamples"], &report["seed"]), (&json!(1000), &json!(0)));
    let figures = &report["figures"];
    for name in ["statement", "exact", "statement_and_speaker"] {
        assert_eq!(
            (&figures[name]["p"], &figures[name]["r"]),
            (&json!(100.0), &json!(100.0))
        );
        assert_eq!(figures[name]["intervals"]["f"], json!([100.0, 100.0]));
    }
    for field in figures["fields"].as_array().unwrap() {
        assert_eq!(field["acc"], 100.0, "{field}");
    }
    assert_eq!(figures["calibration"]["ece"], 25.0);
    assert_eq!(report["errors"], json!([]));
    let text = stdout(&eval(&["gold", "-p", records, "--errors"]));
    assert!(text.ends_with("\nNo errors.\n"), "{text}");
}

#[test]
fn the_report_reads_well() {
    let records = spoilt();
    let records = records.path().to_str().unwrap();
    let output = eval(&["gold", "--predictions", records, "--errors", "--calibration"]);
    ended(&output, 0);
    insta::assert_snapshot!(stdout(&output).replace(records, "RECORDS"));
}

#[test]
fn intervals_follow_the_seed_and_can_be_left_out() {
    let records = spoilt();
    let records = records.path().to_str().unwrap();
    let with = |more: &[&str]| {
        let output = eval(&[&["gold", "-p", records, "--format", "json"], more].concat());
        ended(&output, 0);
        json(&output)["figures"]["statement"].clone()
    };
    let once = with(&[]);
    assert_eq!(once, with(&[]));
    assert!(once["intervals"]["f"][0].as_f64() <= once["f"].as_f64());
    let other = eval(&[
        "gold",
        "-p",
        records,
        "--format",
        "json",
        "--seed",
        "7",
        "--resamples",
        "30",
    ]);
    let other = json(&other);
    assert_eq!((&other["seed"], &other["resamples"]), (&json!(7), &json!(30)));
    let none = with(&["--resamples", "0"]);
    assert_eq!(none.get("intervals"), None);
    assert_eq!(
        (&none["p"], &none["r"], &none["f"]),
        (&once["p"], &once["r"], &once["f"])
    );
    assert!(!stdout(&eval(&["gold", "-p", records, "--resamples", "0"])).contains("intervals"));
}

#[test]
fn reading_gives_the_figures_of_the_records_that_read_writes() {
    let written = folder(&[]);
    for doc in ["ferries", "pier"] {
        let target = written.path().join(format!("{doc}.json"));
        let (text, target) = (format!("{doc}.txt"), target.to_str().unwrap());
        let arguments = [&text, "--output", target, "--min-confidence", "0.25"];
        ended(&read(data("gold"), &arguments), 0);
    }
    let loaded = eval(&[
        "gold",
        "--predictions",
        written.path().to_str().unwrap(),
        "--format",
        "json",
        "--errors",
    ]);
    ended(&loaded, 0);
    let loaded = json(&loaded);
    for threads in ["1", "2", "5"] {
        let output = eval(&[
            "gold",
            "--model",
            "fast",
            "--min-confidence",
            "0.25",
            "-j",
            threads,
            "--format",
            "json",
            "--errors",
        ]);
        ended(&output, 0);
        assert_eq!(stderr(&output), "");
        let made = json(&output);
        assert_eq!(made["figures"], loaded["figures"]);
        assert_eq!(made["errors"], loaded["errors"]);
        assert!(made["engine"]["model"].as_str().unwrap().contains("fast"));
        assert_eq!(
            (&made["guideline"], &made["min_confidence"]),
            (&json!("onrecord"), &json!(0.25))
        );
    }
    let none = json(&eval(&[
        "gold",
        "--model",
        "fast",
        "--min-confidence",
        "1",
        "--format",
        "json",
    ]));
    assert!(
        none["figures"]["statement"]["predicted"].as_u64()
            <= loaded["figures"]["statement"]["predicted"].as_u64()
    );
}

#[test]
fn polnear_is_read_by_its_own_guidelines() {
    let output = eval(&["polnear.jsonl", "--model", "fast"]);
    ended(&output, 0);
    let text = stdout(&output);
    assert!(text.contains("guideline polnear"), "{text}");
    for row in [
        "attribution (content IoU >= 0.5 and source overlap)",
        "content (IoU >= 0.5)",
        "source span, exact",
        "cue span, exact",
        "content span, exact",
        "content span, overlap",
        "with marks",
        "expected calibration error",
    ] {
        assert!(text.contains(row), "{row:?} in {text}");
    }
    let output = eval(&[
        "polnear.jsonl",
        "--model",
        "fast",
        "--guideline",
        "onrecord",
        "--format",
        "json",
    ]);
    ended(&output, 0);
    let report = json(&output);
    assert_eq!(report["guideline"], "onrecord");
    assert_eq!(report["figures"]["attribution"]["gold"], 4);
    assert_eq!(report.get("errors"), None);
    let output = eval(&["polnear.jsonl", "--model", "fast", "--errors", "--calibration"]);
    ended(&output, 0);
}

/// The same figures as the reference scorer, on records that this program writes.
#[test]
fn figures_are_those_of_the_reference_scorer() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold");
    let (gold, script) = (shared.join("dev"), shared.join("score.py"));
    let python = Command::new("python3").arg("--version").output();
    if !gold.is_dir() || !script.is_file() || !python.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: parity with ../shared/gold/score.py needs that folder and python3");
        return;
    }
    let written = folder(&[]);
    for entry in fs::read_dir(&gold).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "txt") {
            let target = written
                .path()
                .join(path.file_stem().unwrap())
                .with_extension("json");
            ended(
                &read(&gold, &[path.to_str().unwrap(), "-o", target.to_str().unwrap()]),
                0,
            );
        }
    }
    let reference = Command::new("python3")
        .arg(script)
        .arg(&gold)
        .arg(written.path())
        .arg("--json")
        .output()
        .unwrap();
    let reference = json(&reference);
    let report = json(&eval(&[
        gold.to_str().unwrap(),
        "--model",
        "fast",
        "--format",
        "json",
        "--resamples",
        "0",
    ]));
    for (name, theirs) in [
        ("statement", "statement"),
        ("exact", "statement exact (IoU>0.95)"),
        ("statement_and_speaker", "statement+speaker"),
    ] {
        for figure in ["p", "r", "f"] {
            let (found, expected) = (&report["figures"][name][figure], &reference[theirs][figure]);
            assert_eq!(
                found.as_f64(),
                expected.as_f64(),
                "{name} {figure} in {reference}"
            );
        }
    }
}
