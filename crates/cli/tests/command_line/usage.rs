//! Help, manual, completions, and what is refused before any work begins.

use crate::support::{PLAIN, ended, folder, onrecord, samples, stderr, stdout};
use std::process::Output;

fn call(arguments: &[&str]) -> Output {
    onrecord(samples()).args(arguments).output().unwrap()
}

/// Every command.
const COMMANDS: [&str; 21] = [
    "read",
    "add",
    "search",
    "show",
    "check",
    "diff",
    "export",
    "import",
    "people",
    "lists",
    "correct",
    "corrections",
    "reprocess",
    "same",
    "verify",
    "backup",
    "compact",
    "eval",
    "schema",
    "completions",
    "man",
];

#[test]
fn wrong_usage_says_what_is_expected() {
    for (arguments, expected) in [
        (&["raed"][..], "read"),
        (&["read"], "INPUT"),
        (
            &["read", "wire.txt", "--format", "xml"],
            "possible values: text, json, jsonl, csv, html",
        ),
        (
            &["read", "wire.txt", "--min-confidence", "2"],
            "a number from 0 to 1",
        ),
        (
            &["read", "wire.txt", "--min-speaker", "1.5"],
            "a number from 0 to 1",
        ),
        (
            &["read", "wire.txt", "--min-speaker", "NaN"],
            "a number from 0 to 1",
        ),
        (
            &["read", "wire.txt", "--output", "out.xlsx"],
            "--output ends in \".xlsx\", which names no form; the endings are .txt, .json, .jsonl, .ndjson, .csv, .html, \
             .htm; or give --format",
        ),
        (&["read", "wire.txt", "-j", "0"], "a number from 1 to 1024"),
        (
            &["read", "wire.txt", "--max-size", "lots"],
            "a number of bytes, or one with K, M or G",
        ),
        (&["read", "wire.txt", "--max-size", "8G"], "under 4 GiB"),
        (
            &["read", "wire.txt", "--model", "large"],
            "possible values: standard, fast",
        ),
        (
            &["read", "wire.txt", "--pretty", "--format", "csv"],
            "--pretty goes with --format json only",
        ),
        (
            &["read", "wire.txt", "--pretty", "-o", "out.html"],
            "--pretty goes with --format json only",
        ),
        (
            &["read", "wire.txt", "--published", "04/01/2019"],
            "expected a date like 2019-01-04",
        ),
        (&["read", "wire.txt", "--outlet", " "], "expected a name"),
        (&["eval"], "GOLD"),
        (
            &["eval", "gold", "--predictions", "p", "--model", "fast"],
            "cannot be used with '--model",
        ),
        (
            &["eval", "gold", "--predictions", "p", "--min-confidence", "0.5"],
            "cannot be used with '--min-confidence",
        ),
        (
            &["eval", "gold", "--predictions", "p", "--min-speaker", "0.5"],
            "cannot be used with '--min-speaker",
        ),
        (&["eval", "gold", "--resamples", "200000"], "is not in 0..=100000"),
        (
            &["man", "nothing"],
            "there is no command \"nothing\"; see onrecord --help",
        ),
        (&["completions", "basic"], "possible values: bash"),
        (&[], "Usage: onrecord"),
    ] {
        let output = call(arguments);
        ended(&output, 2);
        assert_eq!(stdout(&output), "");
        let said = stderr(&output);
        assert!(
            said.contains(expected),
            "{arguments:?}: expected {expected:?} in {said}"
        );
    }
}

#[test]
fn help_opens_with_examples() {
    for command in COMMANDS {
        let output = call(&[command, "--help"]);
        ended(&output, 0);
        let help = stdout(&output);
        let examples = help.find("Examples:").unwrap();
        assert!(examples < help.find("Usage:").unwrap(), "{help}");
    }
    let help = stdout(&call(&["--help"]));
    assert!(help.starts_with("Keep a record of who said what"), "{help}");
    assert_eq!(
        stdout(&call(&["--version"])),
        format!("onrecord {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn help_of_each_command() {
    for command in [
        "read",
        "eval",
        "add",
        "search",
        "show",
        "check",
        "diff",
        "export",
        "import",
        "people",
        "lists",
        "same",
        "correct",
        "corrections",
        "reprocess",
        "verify",
        "backup",
        "compact",
    ] {
        // clap wraps at the terminal's width, and at 100 columns without one.
        insta::assert_snapshot!(format!("help_{command}"), stdout(&call(&[command, "--help"])));
    }
    for (command, below) in [("people", "reconcile"), ("lists", "export"), ("lists", "apply")] {
        let help = stdout(&call(&[command, below, "--help"]));
        insta::assert_snapshot!(format!("help_{command}_{below}"), help);
    }
}

#[test]
fn the_manual_covers_every_command() {
    let page = stdout(&call(&["man"]));
    for command in COMMANDS {
        assert!(page.contains(command));
        let output = call(&["man", command]);
        ended(&output, 0);
        assert!(stdout(&output).contains(".SH NAME"));
    }
    assert!(stdout(&call(&["man", "read"])).contains("min\\-speaker"));
}

#[test]
fn every_shell_gets_a_completion_script() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = call(&["completions", shell]);
        ended(&output, 0);
        let script = stdout(&output);
        for option in ["min-confidence", "min-speaker"] {
            assert!(script.contains(option), "{shell}");
        }
    }
}

#[test]
fn schemas_are_those_in_the_documentation() {
    let docs = samples().join("../docs/schema");
    for (form, file) in [
        ("article", "article-1.json"),
        ("statement-line", "statement-line-1.json"),
    ] {
        let printed: serde_json::Value = serde_json::from_str(&stdout(&call(&["schema", form]))).unwrap();
        let stored = std::fs::read_to_string(docs.join(file)).unwrap();
        assert_eq!(
            printed,
            serde_json::from_str::<serde_json::Value>(&stored).unwrap()
        );
    }
}

#[test]
fn polnear_guidelines_give_flat_statements() {
    let place = folder(&[("story.txt", PLAIN.as_bytes())]);
    let path = place.path().join("story.txt");
    let output = call(&[
        "read",
        path.to_str().unwrap(),
        "--guideline",
        "polnear",
        "--model",
        "fast",
    ]);
    ended(&output, 0);
    let record = crate::support::records(&output).remove(0);
    assert!(
        record
            .statements
            .iter()
            .all(|statement| statement.parent.is_none())
    );
}
