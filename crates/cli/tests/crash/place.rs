//! A record in a folder of its own, and what is done to it.

use crate::contents::{Contents, contents};
use crate::inputs::{Inputs, inputs, real};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// Where a record and its index are to be. They lie in folders of their own, so that each can be let down alone.
pub(crate) struct Place {
    _folder: TempDir,
    pub(crate) file: PathBuf,
    pub(crate) index: PathBuf,
    pub(crate) spare: PathBuf,
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = real(folder.path());
        std::fs::create_dir(root.join("r")).unwrap();
        std::fs::create_dir(root.join("i")).unwrap();
        Self {
            file: root.join("r/record.db"),
            index: root.join("i/index"),
            spare: root,
            _folder: folder,
        }
    }

    pub(crate) fn command(&self, name: &str) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("onrecord"));
        command
            .arg(name)
            .arg("--record")
            .arg(&self.file)
            .env_remove("RUST_BACKTRACE")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// `onrecord add` of a set of inputs.
    pub(crate) fn add(&self, inputs: &Inputs) -> Command {
        let mut command = self.command("add");
        command
            .arg("--index")
            .arg(&self.index)
            .args(["--model", "fast", "-j", "2"])
            .args(&inputs.files);
        command
    }

    /// Whether `onrecord verify` says that all is right.
    #[track_caller]
    pub(crate) fn assert_verified(&self) {
        let output = self.command("verify").output().unwrap();
        let said = said(&output);
        assert!(output.status.success() && said.contains("all is right"), "{said}");
        // what SQLite's own search says can only be compared by whoever may write
        let db = rusqlite::Connection::open(&self.file).unwrap();
        db.execute_batch("INSERT INTO statements_fts (statements_fts, rank) VALUES ('integrity-check', 1)")
            .unwrap();
    }

    /// Every statement that a search finds, in order of their keys.
    #[track_caller]
    pub(crate) fn found(&self) -> Vec<String> {
        let output = self
            .command("search")
            .arg("--index")
            .arg(&self.index)
            .args(["--all", "--format", "jsonl", "--quiet"])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", said(&output));
        let mut lines: Vec<String> = String::from_utf8(output.stdout)
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect();
        lines.sort();
        lines
    }

    /// What is in the record; nothing before the first commit.
    pub(crate) fn contents(&self) -> Contents {
        contents(&self.file)
    }

    /// The same command once more: it has to end as an undisturbed run does.
    #[track_caller]
    pub(crate) fn assert_goes_on(&self) {
        let output = self.add(inputs()).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        self.assert_verified();
        let undisturbed = undisturbed();
        self.contents().assert_same(&undisturbed.contents);
        assert!(
            self.found() == undisturbed.found,
            "a search finds something else than in a record that was not disturbed"
        );
    }

    /// What must hold after any accident, before anything else is done; returns what is there.
    #[track_caller]
    pub(crate) fn assert_sound(&self) -> Contents {
        // before the first commit there may be no file, or one without a table that is made a record later
        if onrecord_store::Record::read(&self.file).is_err() {
            let db = rusqlite::Connection::open(&self.file).unwrap();
            let tables: i64 = db
                .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
                .unwrap();
            assert_eq!(tables, 0, "something is there that cannot be opened");
            return Contents::default();
        }
        self.assert_verified();
        let here = self.contents();
        here.assert_part_of(&undisturbed().contents);
        here
    }
}

/// What a run that nothing happens to ends with.
pub(crate) struct Undisturbed {
    pub(crate) contents: Contents,
    pub(crate) found: Vec<String>,
    pub(crate) took: std::time::Duration,
}

pub(crate) fn undisturbed() -> &'static Undisturbed {
    static UNDISTURBED: OnceLock<Undisturbed> = OnceLock::new();
    UNDISTURBED.get_or_init(|| {
        let place = Place::new();
        let begun = std::time::Instant::now();
        let output = place.add(inputs()).output().unwrap();
        let took = begun.elapsed();
        assert!(output.status.success(), "{}", said(&output));
        place.assert_verified();
        let contents = place.contents();
        assert_eq!(contents.articles(), inputs().articles);
        assert!(contents.versions.len() > contents.articles() + 30);
        let found = place.found();
        assert!(found.len() > contents.articles(), "{}", found.len());
        Undisturbed {
            contents,
            found,
            took,
        }
    })
}

/// What a command printed on the standard error; it never panics.
#[track_caller]
pub(crate) fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!text.contains("panicked"), "{text}");
    text
}

/// How many moments are looked at: as many as given, or as the environment asks for.
pub(crate) fn points(usual: usize) -> usize {
    std::env::var("ONRECORD_CRASH_POINTS")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(usual)
}

/// Numbers spread over `1..=last`, both ends among them, and the first two.
pub(crate) fn spread(last: u64, count: usize) -> Vec<u64> {
    let count = count as u64;
    let mut numbers: Vec<u64> = (1..=2).collect();
    numbers.extend((1..=count).map(|n| (last * n).div_ceil(count)));
    numbers.retain(|&n| n <= last);
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// The folder that a file lies in.
pub(crate) fn folder(path: &Path) -> &Path {
    path.parent().unwrap()
}
