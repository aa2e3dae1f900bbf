//! Long lines, long files, and readers that go away.

use crate::support::{PLAIN, ended, folder, plain_command, read, records, samples, stderr};
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;

const LAST: &str = "\"We are here,\" Mary Jones said.";

#[test]
fn a_line_of_a_million_characters() {
    let line = PLAIN.trim_end().to_owned() + " ";
    let text = line.repeat(1_000_000 / line.len() + 1);
    assert!(text.len() >= 1_000_000 && !text.contains('\n'));
    // The same of one word, of spaces, and of marks.
    let (word, spaces, marks) = ("é".repeat(1_000_000), " ".repeat(1_000_000), "“".repeat(100_000));
    let place = folder(&[
        ("line.txt", text.as_bytes()),
        ("word.txt", format!("{word} {LAST}").as_bytes()),
        ("spaces.txt", format!("{spaces}{LAST}").as_bytes()),
        ("marks.txt", format!("{marks}\n\n{LAST}").as_bytes()),
    ]);
    let output = read(place.path(), &["line.txt", "word.txt", "spaces.txt", "marks.txt"]);
    ended(&output, 0);
    let records = records(&output);
    assert_eq!(records.len(), 4);
    assert_eq!(records[0].article.text, text);
    assert!(
        records[0].statements.len() > 10_000,
        "{}",
        records[0].statements.len()
    );
    let spaced = &records[2].statements;
    assert_eq!(spaced.len(), 1);
    assert_eq!(spaced[0].content[0].start, 1_000_000);
}

#[test]
fn twenty_megabytes_with_the_limit_raised() {
    // Mostly empty lines, so that the test is quick; the words at the end have offsets beyond the usual limit.
    let text = PLAIN.repeat(100) + &"\n".repeat(20 << 20) + LAST;
    let place = folder(&[("long.txt", text.as_bytes())]);
    let output = read(place.path(), &["long.txt", "--max-size", "21M"]);
    ended(&output, 0);
    let record = records(&output).remove(0);
    assert_eq!(record.article.text.len(), text.len());
    let last = record.statements.last().unwrap();
    assert!(last.content[0].start as usize > 20 << 20);
    assert_eq!(last.content[0].text, "\"We are here,\"");
}

/// Reads one line of what the program prints, closes the pipe, and waits.
fn close_after_a_line(arguments: &[&str]) {
    let mut child = plain_command()
        .args(arguments)
        .current_dir(samples())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    lines.read_line(&mut first).unwrap();
    assert!(!first.is_empty(), "{arguments:?}");
    drop(lines);
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    let status = child.wait().unwrap();
    assert_eq!(said, "", "{arguments:?}");
    assert!(status.success(), "{arguments:?}: {status}");
}

#[test]
fn a_pipe_that_is_closed_early_ends_the_work_quietly() {
    // More than a pipe holds, in many articles and in one.
    let many = ["newspaper.txt"; 150];
    for format in ["json", "jsonl", "csv", "text", "html"] {
        for threads in ["1", "3"] {
            let options = ["read", "--model", "fast", "-j", threads, "--format", format];
            close_after_a_line(&[&options[..], &many[..]].concat());
        }
    }
    close_after_a_line(&["schema"]);
    close_after_a_line(&["completions", "bash"]);
    close_after_a_line(&["man", "read"]);
    close_after_a_line(&["--help"]);
}

#[test]
fn one_large_article_into_a_pipe_that_is_closed_early() {
    let place = folder(&[("long.txt", PLAIN.repeat(8_000).as_bytes())]);
    let path = place.path().join("long.txt");
    close_after_a_line(&["read", "--model", "fast", "--pretty", path.to_str().unwrap()]);
}

#[test]
fn a_full_disk_is_named() {
    let full = std::path::Path::new("/dev/full");
    if !full.exists() {
        eprintln!("SKIPPED: there is no /dev/full here");
        return;
    }
    let place = folder(&[("story.txt", PLAIN.as_bytes())]);
    let output = read(place.path(), &["story.txt", "--output", "/dev/full"]);
    ended(&output, 1);
    assert!(stderr(&output).contains("/dev/full: cannot be written to: No space left on device"));

    let file = std::fs::File::options().write(true).open(full).unwrap();
    let output = plain_command()
        .args(["read", "--model", "fast", "story.txt"])
        .current_dir(place.path())
        .stdout(file)
        .output()
        .unwrap();
    ended(&output, 1);
    assert!(stderr(&output).contains("standard output: cannot be written to: No space left on device"));
}
