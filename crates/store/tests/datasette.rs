//! A record is opened by tools that know nothing of it: Datasette, Python's sqlite3, pandas.
//!
//! They are installed into a folder below the target directory, once. Where there is no Python 3 or no package index, nothing
//! is tested, and that is said.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot go on has failed"
)]

mod articles;

use articles::{arriving, read};
use onrecord_invented::{Archive, Options};
use onrecord_store::Record;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/datasette")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A Python that has what `requirements.txt` names, or why there is none.
fn python() -> Result<PathBuf, String> {
    let wanted = std::fs::read_to_string(here().join("requirements.txt")).unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("datasette");
    let python = folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    let stamp = folder.join("installed.txt");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    let run = |program: &Path, arguments: &[&str]| match Command::new(program).args(arguments).output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(said(&output)),
        Err(error) => Err(format!("{}: {error}", program.display())),
    };
    run(
        Path::new("python3"),
        &["-m", "venv", "--clear", &folder.to_string_lossy()],
    )?;
    let requirements = here().join("requirements.txt");
    run(
        &python,
        &[
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--retries",
            "1",
            "--timeout",
            "20",
            "--only-binary=:all:",
            "-r",
            &requirements.to_string_lossy(),
        ],
    )?;
    std::fs::write(stamp, wanted).unwrap();
    Ok(python)
}

/// A record of invented articles, some lamps, and an article in two versions.
fn record(path: &Path) {
    let mut record = Record::open(path).unwrap();
    let mut change = record.change("add").unwrap();
    let options = Options {
        people: 100,
        outlets: 12,
        statements: 3,
        ..Options::default()
    };
    for invented in Archive::new(options).take(120) {
        change.add(&invented.record).unwrap();
    }
    for day in ["Monday", "Tuesday"] {
        let mut article = arriving(
            "https://harbourpost.example/news/1",
            &format!(
                "\"The lamp is lit since {day} 🪔,\" the harbour master, Lene Dorvik, said. She added that the quay — 40 metres — was closed.\n"
            ),
        );
        article.outlet = Some("Harbour Post".to_owned());
        change.add(&read(article)).unwrap();
    }
    change.commit().unwrap();
}

#[test]
fn datasette_and_pandas_read_what_is_there() {
    let python = match python() {
        Ok(python) => python,
        Err(why) => {
            eprintln!("SKIPPED: Datasette cannot be installed, so nothing is read with it: {why}");
            return;
        }
    };
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("onrecord.db");
    record(&path);
    let metadata = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/datasette.json");
    let output = Command::new(python)
        .arg(here().join("check.py"))
        .args([&path, &metadata])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", said(&output));
    // nothing was written: the record is as sound as before
    let verified = Record::open(&path)
        .unwrap()
        .verify(|found| panic!("{found:?}"), |_| ());
    assert!(verified.unwrap().statements > 100);
}
