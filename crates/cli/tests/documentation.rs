//! Every command that the documentation shows is run.
//!
//! Blocks marked `sh` in README.md and docs/*.md are scripts; in blocks marked `console` the lines after `$ ` are. Each
//! block runs with `onrecord` on the path, in a folder of its own that holds a copy of samples/, or, marked `goes-on`, where
//! the one ahead of it ran. A block that cannot be run here says why: ```` ```sh no-test: builds the program, which continuous integration does itself ````.
//!
//! A block marked `output` shows what the block ahead of it prints: its lines stand in that one after the other, with
//! anything where it has a line `…`, and with any end behind a `…` at the end of a line. What follows its last line is left out.

#![allow(clippy::print_stderr, clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[derive(Debug, PartialEq)]
struct Block {
    /// Line of the fence, from 1.
    line: usize,
    /// Why it is not run.
    exempt: Option<String>,
    /// Whether it runs where the one ahead of it did.
    goes_on: bool,
    script: String,
    /// What it prints, as far as the page shows it.
    output: Option<String>,
}

/// The blocks of commands in a page.
fn blocks(page: &str) -> Result<Vec<Block>, String> {
    let mut found = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let indent = line.len() - line.trim_start().len();
        let ticks = line.trim_start().chars().take_while(|&c| c == '`').count();
        if ticks < 3 {
            continue;
        }
        let info = line.trim_start().trim_start_matches('`').trim();
        let fence = "`".repeat(ticks);
        let mut body = Vec::new();
        loop {
            match lines.next() {
                None => return Err(format!("line {}: the block has no end", number + 1)),
                Some((_, line)) if line.trim() == fence => break,
                Some((_, line)) => body.push(line.get(indent..).unwrap_or(line.trim_start())),
            }
        }
        let (language, rest) = info.split_once(char::is_whitespace).unwrap_or((info, ""));
        let script = match language {
            "sh" | "bash" | "shell" => body.join("\n"),
            "console" => prompted(&body),
            "output" => {
                let ahead = found
                    .last_mut()
                    .filter(|block: &&mut Block| block.output.is_none());
                match ahead {
                    Some(block) => block.output = Some(body.join("\n")),
                    None => return Err(format!("line {}: no block printed this", number + 1)),
                }
                continue;
            }
            _ => continue,
        };
        let goes_on = rest.trim() == "goes-on";
        let exempt = match rest.trim() {
            "" | "goes-on" => None,
            rest => match rest
                .strip_prefix("no-test")
                .map(|why| why.trim_start_matches(':').trim())
            {
                Some(why) if why.split_whitespace().count() >= 3 => Some(why.to_owned()),
                Some(_) => return Err(format!("line {}: no-test without a reason in words", number + 1)),
                None => return Err(format!("line {}: unknown mark {rest:?}", number + 1)),
            },
        };
        found.push(Block {
            line: number + 1,
            exempt,
            goes_on,
            script,
            output: None,
        });
    }
    Ok(found)
}

/// The lines that are typed after a prompt, with those that continue them.
fn prompted(lines: &[&str]) -> String {
    let mut script = Vec::new();
    let mut goes_on = false;
    for line in lines {
        let typed = line
            .strip_prefix("$ ")
            .or(goes_on.then_some(line.strip_prefix("> ").unwrap_or(line)));
        goes_on = typed.is_some_and(|typed| typed.ends_with('\\'));
        script.extend(typed);
    }
    script.join("\n")
}

fn pages() -> Vec<PathBuf> {
    let mut pages = vec![root().join("README.md")];
    if let Ok(folder) = fs::read_dir(root().join("docs")) {
        pages.extend(
            folder
                .map(|entry| entry.unwrap().path())
                .filter(|path| path.extension().is_some_and(|e| e == "md")),
        );
    }
    pages.sort();
    pages.retain(|page| page.is_file());
    pages
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &name);
        } else {
            fs::copy(&path, name).unwrap();
        }
    }
}

/// A folder that holds the samples.
fn place() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    copy(&root().join("samples"), &place.path().join("samples"));
    place
}

/// Runs a block as a shell would, and returns what it prints, or what it says when it fails.
fn run(script: &str, place: &TempDir) -> Result<String, String> {
    let program = assert_cmd::cargo::cargo_bin!("onrecord");
    let mut path = vec![program.parent().unwrap().to_owned()];
    path.extend(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_default(),
    ));
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", &format!("exec 2>&1\n{script}")])
        .current_dir(place.path())
        .env("PATH", std::env::join_paths(path).unwrap())
        .env("HOME", place.path())
        .env_remove("NO_COLOR")
        .env_remove("COLUMNS")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        Ok(said)
    } else {
        Err(format!("{}: {said}", output.status))
    }
}

/// The first line of what a page shows that is not printed so.
fn unlike<'a>(shown: &'a str, printed: &str) -> Option<&'a str> {
    let printed: Vec<&str> = printed.lines().map(str::trim_end).collect();
    let fits = |line: &str, printed: &str| match line.strip_suffix('…') {
        Some(beginning) => printed.starts_with(beginning),
        None => printed == line,
    };
    let mut at = 0;
    let mut anywhere = false;
    for line in shown.lines() {
        if line == "…" {
            anywhere = true;
            continue;
        }
        let rest = printed.get(at..).unwrap_or_default();
        let reach = if anywhere { rest.len() } else { rest.len().min(1) };
        match rest.iter().take(reach).position(|printed| fits(line, printed)) {
            Some(found) => at += found + 1,
            None => return Some(line),
        }
        anywhere = false;
    }
    None
}

fn has_bash() -> bool {
    let there = Command::new("bash")
        .arg("-c")
        .arg("true")
        .status()
        .is_ok_and(|status| status.success());
    if !there {
        eprintln!("SKIPPED: no bash, so the commands in the documentation are not run");
    }
    there
}

#[test]
fn every_command_in_the_documentation_works() {
    if !has_bash() {
        return;
    }
    let mut failures = Vec::new();
    for page in pages() {
        let name = page.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&page).unwrap();
        let blocks = blocks(&text).unwrap_or_else(|error| panic!("{name}, {error}"));
        let mut tested = 0;
        let mut folder = place();
        for block in blocks {
            let at = format!("{name}, line {}", block.line);
            if let Some(why) = block.exempt {
                eprintln!("not run: {at}: {why}");
                continue;
            }
            tested += 1;
            if !block.goes_on {
                folder = place();
            }
            match run(&block.script, &folder) {
                Err(error) => failures.push(format!("{at}:\n{}\n{error}", block.script)),
                Ok(printed) => {
                    let shown = block.output.unwrap_or_default();
                    if let Some(line) = unlike(&shown, &printed) {
                        failures.push(format!(
                            "{at}:\n{}\ndoes not print {line:?} there, but:\n{printed}",
                            block.script
                        ));
                    }
                }
            }
        }
        if name == "README.md" && tested == 0 {
            failures.push("README.md: no block of commands is run; mark the commands as `sh`".to_owned());
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn a_command_that_fails_is_noticed() {
    if !has_bash() {
        return;
    }
    let run = |script| run(script, &place());
    assert!(run("onrecord --version\nls samples/wire.txt").is_ok());
    assert!(run("onrecord read missing.txt\ntrue").is_err());
    assert!(run("onrecord read missing.txt | cat").is_err());
    assert!(run("onrecrod --version").is_err());
}

#[test]
fn output_that_is_shown_otherwise_is_noticed() {
    let printed = "a one\nb\n\nc\nd\n";
    for same in [
        "",
        "a one",
        "a one\nb\n\nc",
        "a…\nb",
        "…\nc\nd",
        "a one\n…\nd",
        "…\nb\n…",
    ] {
        assert_eq!(unlike(same, printed), None, "{same}");
    }
    for (other, line) in [
        ("b", "b"),
        ("a", "a"),
        ("a one\nc", "c"),
        ("…\nc\nb", "b"),
        ("a one\n…\na one", "a one"),
        ("…\nd\ne", "e"),
    ] {
        assert_eq!(unlike(other, printed), Some(line), "{other}");
    }
}

#[test]
fn a_block_goes_on_where_the_one_ahead_of_it_ran() {
    if !has_bash() {
        return;
    }
    let folder = place();
    assert_eq!(run("echo a > b; echo c >&2", &folder).as_deref(), Ok("c\n"));
    assert_eq!(run("cat b", &folder).as_deref(), Ok("a\n"));
    assert!(run("cat b", &place()).is_err());
}

#[test]
fn blocks_are_found() {
    let page = "# Title\n\n```sh\nonrecord a\n\nonrecord b\n```\n\n```json\n{}\n```\n\n1. A step\n   ```console\n   $ onrecord c \\\n       --d\n   output\n   $ onrecord e\n   ```\n\n```sh no-test: it takes an hour\nf\n```\n````\n```sh\nnot a block\n```\n````\n";
    let block = |line, exempt: Option<&str>, script: &str| Block {
        line,
        exempt: exempt.map(str::to_owned),
        goes_on: false,
        script: script.to_owned(),
        output: None,
    };
    let expected = [
        block(3, None, "onrecord a\n\nonrecord b"),
        block(14, None, "onrecord c \\\n    --d\nonrecord e"),
        block(21, Some("it takes an hour"), "f"),
    ];
    assert_eq!(blocks(page).unwrap(), expected);
    let page = "```sh\na\n```\n```output\nb\n…\n```\n\n```sh goes-on\nc\n```\n";
    let expected = [
        Block {
            output: Some("b\n…".to_owned()),
            ..block(1, None, "a")
        },
        Block {
            goes_on: true,
            ..block(9, None, "c")
        },
    ];
    assert_eq!(blocks(page).unwrap(), expected);
    assert!(blocks("```output\nb\n```").unwrap_err().contains("no block"));
    assert!(
        blocks("```sh no-test\na\n```")
            .unwrap_err()
            .contains("without a reason")
    );
    assert!(
        blocks("```sh notest: it is long\na\n```")
            .unwrap_err()
            .contains("unknown mark")
    );
    assert!(blocks("```sh\na").unwrap_err().contains("no end"));
}
