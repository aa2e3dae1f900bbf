//! The printed forms hold what `docs/record.md` and `docs/schema` promise.

use crate::support::{
    PLAIN, SAMPLES, assert_slices, ended, folder, onrecord, plain_command, read, record, records, samples,
    stderr, stdout,
};
use onrecord_record::{Kind, text_sha256};
use serde_json::Value;
use std::process::Command;

fn validator(form: &str) -> jsonschema::Validator {
    let output = onrecord(samples()).args(["schema", form]).output().unwrap();
    ended(&output, 0);
    let schema: Value = serde_json::from_str(&stdout(&output)).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
fn assert_valid(validator: &jsonschema::Validator, value: &Value) {
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect();
    assert_eq!(errors, [""; 0]);
}

#[test]
fn the_plainest_sentence_is_one_direct_statement() {
    let place = folder(&[("story.txt", PLAIN.as_bytes())]);
    for model in ["standard", "fast"] {
        let output = onrecord(place.path())
            .args(["read", "story.txt", "--model", model])
            .output()
            .unwrap();
        ended(&output, 0);
        assert_eq!(stderr(&output), "");
        let record = records(&output).remove(0);
        assert!(record.engine.model.contains(model), "{}", record.engine.model);
        let [statement] = &record.statements[..] else {
            panic!("{model}: one statement, not {:?}", record.statements)
        };
        assert_eq!(statement.kind, Kind::Direct);
        assert_eq!(statement.content[0].text, "\"It is late,\"");
        assert_eq!(statement.cue[0].text, "said");
        assert_eq!(statement.source[0].text, "John Smith");
        assert_eq!(statement.speakers[0].name.as_deref(), Some("John Smith"));
        assert!(!statement.why.is_empty());
    }
}

#[test]
fn json_is_an_object_a_line_that_fits_the_schema_and_re_slices() {
    let validator = validator("article");
    let output = read(samples(), &SAMPLES);
    ended(&output, 0);
    let printed = stdout(&output);
    assert_eq!(printed.lines().count(), SAMPLES.len());
    for (line, name) in printed.lines().zip(SAMPLES) {
        let value: Value = serde_json::from_str(line).unwrap();
        assert_valid(&validator, &value);
        let text = std::fs::read_to_string(samples().join(name)).unwrap();
        assert_eq!(value["article"]["text"], text.as_str());
        assert_eq!(value["article"]["text_sha256"], text_sha256(&text).as_str());
        assert_eq!(value["offsets"], "codepoint");
        let characters: Vec<char> = text.chars().collect();
        assert!(assert_slices(&value, &characters) > 10, "{name}");
        record(line);
    }
}

#[test]
fn pretty_json_is_the_same_value_over_many_lines() {
    let compact = read(samples(), &["wire.txt"]);
    let pretty = read(samples(), &["wire.txt", "--pretty"]);
    ended(&pretty, 0);
    let (compact, pretty) = (stdout(&compact), stdout(&pretty));
    assert!(pretty.lines().count() > 50 && pretty.ends_with("}\n"));
    let value = |json: &str| serde_json::from_str::<Value>(json).unwrap();
    assert_eq!(value(&compact), value(&pretty));
}

#[test]
fn json_lines_are_a_statement_each() {
    let validator = validator("statement-line");
    let output = read(samples(), &[&SAMPLES[..], &["--format", "jsonl"]].concat());
    ended(&output, 0);
    let records = records(&read(samples(), &SAMPLES));
    let mut expected = Vec::new();
    for record in &records {
        let id = &record.article.id;
        expected.extend(
            record
                .statements
                .iter()
                .map(|s| (id.clone(), "statement", s.content[0].start)),
        );
        expected.extend(
            record
                .unattributed
                .iter()
                .map(|u| (id.clone(), "unattributed", u.start)),
        );
    }
    let printed = stdout(&output);
    let lines: Vec<Value> = printed
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), expected.len());
    for (line, (id, kind, start)) in lines.iter().zip(expected) {
        assert_valid(&validator, line);
        assert_eq!(line["article_id"], id.as_str());
        assert_eq!(line["record"], kind);
        let found = if kind == "statement" {
            &line["content"][0]["start"]
        } else {
            &line["start"]
        };
        assert_eq!(found, start);
    }
}

#[test]
fn csv_is_a_row_a_statement_under_one_header() {
    let output = read(samples(), &[&SAMPLES[..], &["--format", "csv"]].concat());
    ended(&output, 0);
    let mut reader = csv::Reader::from_reader(&output.stdout[..]);
    let header = reader.headers().unwrap().clone();
    for column in [
        "record",
        "article_id",
        "id",
        "kind",
        "mode",
        "content",
        "start",
        "end",
        "cue",
        "source",
        "speakers",
    ] {
        assert!(header.iter().any(|name| name == column), "{column}");
    }
    let at = |column: &str| header.iter().position(|name| name == column).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let records = records(&read(samples(), &SAMPLES));
    let count: usize = records
        .iter()
        .map(|r| r.statements.len() + r.unattributed.len())
        .sum();
    assert_eq!(rows.len(), count);
    let ids: Vec<&str> = records
        .iter()
        .flat_map(|r| std::iter::repeat_n(r.article.id.as_str(), r.statements.len() + r.unattributed.len()))
        .collect();
    assert_eq!(
        rows.iter().map(|row| &row[at("article_id")]).collect::<Vec<_>>(),
        ids
    );
    for row in &rows {
        let (start, end): (u32, u32) = (row[at("start")].parse().unwrap(), row[at("end")].parse().unwrap());
        assert!(start < end);
    }
}

#[test]
fn text_has_colours_only_when_asked() {
    let place = folder(&[("story.txt", PLAIN.as_bytes())]);
    let text = |arguments: &[&str]| {
        let output = read(
            place.path(),
            &[&["story.txt", "--format", "text"], arguments].concat(),
        );
        ended(&output, 0);
        stdout(&output)
    };
    let plain = text(&[]);
    assert!(!plain.contains('\u{1b}'));
    for words in [
        "story.txt",
        "1 statement",
        "John Smith",
        "said",
        "\"It is late,\"",
        "1:1 · 0–13 · direct",
    ] {
        assert!(plain.contains(words), "{words:?} in {plain}");
    }
    assert_eq!(text(&["--color", "never"]), plain);
    let coloured = text(&["--color", "always"]);
    assert!(coloured.contains("\u{1b}["));
    assert_eq!(without_colours(&coloured), plain);
    assert!(text(&["--why"]).lines().count() > plain.lines().count());
}

fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| {
        out + part.split_once('m').map_or(part, |(_, rest)| rest)
    })
}

#[test]
fn a_terminal_gets_text_in_colours_unless_no_color_is_set() {
    let works = Command::new("script")
        .args(["-qec", "true", "/dev/null"])
        .output();
    if !cfg!(target_os = "linux") || !works.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: no `script` of util-linux, so there is no terminal to print to");
        return;
    }
    let place = folder(&[("story.txt", PLAIN.as_bytes())]);
    let shown = |no_color: bool, arguments: &str| {
        let program = plain_command();
        let line = format!(
            "'{}' read --model fast story.txt {arguments}",
            program.get_program().display()
        );
        let mut command = Command::new("script");
        command
            .args(["-qec", &line, "/dev/null"])
            .current_dir(place.path());
        for name in ["CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "NO_COLOR"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        if no_color {
            command.env("NO_COLOR", "1");
        }
        let output = command.output().unwrap();
        assert!(output.status.success());
        stdout(&output)
    };
    let coloured = shown(false, "");
    assert!(
        coloured.contains("\u{1b}[") && coloured.contains("1 statement"),
        "{coloured:?}"
    );
    let plain = shown(true, "");
    assert!(
        !plain.contains('\u{1b}') && plain.contains("1 statement"),
        "{plain:?}"
    );
    assert!(!shown(false, "--color never").contains('\u{1b}'));
    assert!(shown(true, "--color always").contains("\u{1b}["));
    assert!(shown(false, "--format json").starts_with("{\"schema\""));
}

#[test]
fn text_fills_the_columns_it_is_given() {
    for columns in ["60", "72", "100"] {
        let mut command = onrecord(samples());
        command.args([
            "read",
            "--model",
            "fast",
            "--format",
            "text",
            "--why",
            "newspaper.txt",
        ]);
        let output = command.env("COLUMNS", columns).output().unwrap();
        ended(&output, 0);
        let printed = stdout(&output);
        let widest = printed.lines().map(|line| line.chars().count()).max().unwrap();
        let columns: usize = columns.parse().unwrap();
        assert!(
            widest <= columns && widest + 12 > columns,
            "{widest} of {columns}"
        );
    }
}
