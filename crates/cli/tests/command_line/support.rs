//! How the tests call the program and read what it prints.

use assert_cmd::Command;
use onrecord_record::{ArticleRecord, CheckedRecord};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Output;
use tempfile::TempDir;

/// One direct statement, whatever the model.
pub(crate) const PLAIN: &str = "\"It is late,\" John Smith said.\n";

/// Settings of whoever runs the tests that would change what is printed.
const ENVIRONMENT: [&str; 6] = [
    "NO_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLUMNS",
    "FORCE_COLOR",
    "RUST_BACKTRACE",
];

/// The program, in `folder`.
pub(crate) fn onrecord(folder: impl AsRef<Path>) -> Command {
    let mut command = Command::from_std(plain_command());
    command.current_dir(folder);
    command
}

/// The same for what needs pipes of its own.
pub(crate) fn plain_command() -> std::process::Command {
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("onrecord"));
    for name in ENVIRONMENT {
        command.env_remove(name);
    }
    command
}

/// Calls `onrecord read --model fast` in `folder`.
pub(crate) fn read(folder: impl AsRef<Path>, arguments: &[&str]) -> Output {
    let mut command = onrecord(folder);
    command.args(["read", "--model", "fast"]).args(arguments);
    command.output().unwrap()
}

/// Calls the program in `folder`.
pub(crate) fn run(folder: impl AsRef<Path>, arguments: &[&str]) -> Output {
    onrecord(folder).args(arguments).output().unwrap()
}

/// Calls the program in `folder`, and returns what it prints; it has to end well.
#[track_caller]
pub(crate) fn done(folder: impl AsRef<Path>, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    ended(&output, 0);
    stdout(&output)
}

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// The sample reports of this repository.
pub(crate) fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples")
}

pub(crate) const SAMPLES: [&str; 3] = ["interview.txt", "newspaper.txt", "wire.txt"];

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(!text.contains("panicked"), "{text}");
    text
}

/// Whether the program ended with this status, without a panic.
#[track_caller]
pub(crate) fn ended(output: &Output, code: i32) {
    let text = stderr(output);
    assert_eq!(output.status.code(), Some(code), "{text}");
}

/// The objects on the lines of `output`, each checked: it is a sound record that re-slices.
pub(crate) fn records(output: &Output) -> Vec<ArticleRecord> {
    let text = stdout(output);
    text.lines().map(record).collect()
}

pub(crate) fn record(json: &str) -> ArticleRecord {
    let record: ArticleRecord = serde_json::from_str(json).unwrap();
    CheckedRecord::new(record).unwrap().into_inner()
}

/// Whether every object with `start`, `end` and `text` in `value` is that slice of `characters`.
pub(crate) fn assert_slices(value: &Value, characters: &[char]) -> usize {
    match value {
        Value::Array(values) => values.iter().map(|v| assert_slices(v, characters)).sum(),
        Value::Object(fields) => {
            let number = |name: &str| fields.get(name).and_then(Value::as_u64).map(|n| n as usize);
            let mut count = 0;
            if let (Some(start), Some(end), Some(text)) = (number("start"), number("end"), fields.get("text"))
            {
                let slice: String = characters[start..end].iter().collect();
                assert_eq!(text, &Value::String(slice));
                count += 1;
            }
            count
                + fields
                    .values()
                    .map(|v| assert_slices(v, characters))
                    .sum::<usize>()
        }
        _ => 0,
    }
}
