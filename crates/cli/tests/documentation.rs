//! Every command that the documentation shows is run.
//!
//! Blocks marked `sh` in README.md and docs/*.md are scripts; in blocks marked `console` the lines after `$ ` are. Each
//! block runs with `onrecord` on the path, in a folder of its own that holds a copy of samples/. A block that cannot be
//! run here says why: ```` ```sh no-test: builds the program, which continuous integration does itself ````.

#![allow(clippy::print_stderr, clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[derive(Debug, PartialEq)]
struct Block {
    /// Line of the fence, from 1.
    line: usize,
    /// Why it is not run.
    exempt: Option<String>,
    script: String,
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
            _ => continue,
        };
        let exempt = match rest.trim() {
            "" => None,
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
            script,
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

/// Runs a block as a shell would, and returns what it says when it fails.
fn run(script: &str) -> Result<(), String> {
    let program = assert_cmd::cargo::cargo_bin!("onrecord");
    let place = tempfile::tempdir().unwrap();
    copy(&root().join("samples"), &place.path().join("samples"));
    let mut path = vec![program.parent().unwrap().to_owned()];
    path.extend(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_default(),
    ));
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", script])
        .current_dir(place.path())
        .env("PATH", std::env::join_paths(path).unwrap())
        .env("HOME", place.path())
        .env_remove("NO_COLOR")
        .output()
        .unwrap();
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{}: {said}", output.status))
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
        for block in blocks {
            let place = format!("{name}, line {}", block.line);
            match block.exempt {
                Some(why) => eprintln!("not run: {place}: {why}"),
                None => {
                    tested += 1;
                    if let Err(error) = run(&block.script) {
                        failures.push(format!("{place}:\n{}\n{error}", block.script));
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
    assert_eq!(run("onrecord --version\nls samples/wire.txt"), Ok(()));
    assert!(run("onrecord read missing.txt\ntrue").is_err());
    assert!(run("onrecord read missing.txt | cat").is_err());
    assert!(run("onrecrod --version").is_err());
}

#[test]
fn blocks_are_found() {
    let page = "# Title\n\n```sh\nonrecord a\n\nonrecord b\n```\n\n```json\n{}\n```\n\n1. A step\n   ```console\n   $ onrecord c \\\n       --d\n   output\n   $ onrecord e\n   ```\n\n```sh no-test: it takes an hour\nf\n```\n````\n```sh\nnot a block\n```\n````\n";
    let block = |line, exempt: Option<&str>, script: &str| Block {
        line,
        exempt: exempt.map(str::to_owned),
        script: script.to_owned(),
    };
    let expected = [
        block(3, None, "onrecord a\n\nonrecord b"),
        block(14, None, "onrecord c \\\n    --d\nonrecord e"),
        block(21, Some("it takes an hour"), "f"),
    ];
    assert_eq!(blocks(page).unwrap(), expected);
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
