//! Where results go: `--output`, and what is never overwritten.

use crate::support::{PLAIN, ended, folder, read, record, stderr, stdout};
use std::fs;

#[test]
fn the_name_of_the_output_says_the_form() {
    let place = folder(&[("story.txt", PLAIN.as_bytes())]);
    for (name, begins) in [
        ("out.json", "{\"schema\":\"onrecord/article/1\""),
        ("out.jsonl", "{\"record\":\"statement\""),
        ("out.ndjson", "{\"record\":\"statement\""),
        ("out.csv", "\"record\",\"article_id\""),
        ("out.html", "<!DOCTYPE html>"),
        ("out.htm", "<!DOCTYPE html>"),
        ("OUT.CSV", "\"record\",\"article_id\""),
        ("out.txt", "story.txt\n1 statement"),
        ("out", "{\"schema\""),
    ] {
        let output = read(place.path(), &["story.txt", "--output", name]);
        ended(&output, 0);
        assert_eq!(stdout(&output), "");
        let written = fs::read_to_string(place.path().join(name)).unwrap();
        assert!(written.starts_with(begins), "{name}: {written}");
    }
    let output = read(place.path(), &["story.txt", "-o", "forced.csv", "-f", "json"]);
    ended(&output, 0);
    record(&fs::read_to_string(place.path().join("forced.csv")).unwrap());
}

#[test]
fn an_ending_that_names_no_form_is_refused_unless_the_form_is_given() {
    let place = folder(&[("story.txt", PLAIN.as_bytes())]);
    for name in ["out.xml", "out.json.gz", "out.", "story.v2"] {
        let output = read(place.path(), &["story.txt", "--output", name]);
        ended(&output, 2);
        let said = stderr(&output);
        assert!(
            said.contains("names no form; the endings are .txt, .json, "),
            "{said}"
        );
        assert!(!place.path().join(name).exists(), "{name}");
    }
    for arguments in [&["--format", "json"][..], &["--pretty"]] {
        let output = read(
            place.path(),
            &[&["story.txt", "-o", "out.dat"], arguments].concat(),
        );
        ended(&output, 0);
        let written = fs::read_to_string(place.path().join("out.dat")).unwrap();
        record(&written);
    }
}

#[test]
fn an_output_that_is_an_input_is_refused() {
    let place = folder(&[("a.txt", PLAIN.as_bytes()), ("b.txt", PLAIN.as_bytes())]);
    for output in ["b.txt", "./b.txt"] {
        let output = read(place.path(), &["a.txt", "b.txt", "--output", output]);
        ended(&output, 2);
        assert!(stderr(&output).contains("b.txt is an input; writing to it would destroy it"));
        assert_eq!(fs::read_to_string(place.path().join("b.txt")).unwrap(), PLAIN);
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("b.txt", place.path().join("link.txt")).unwrap();
        let output = read(place.path(), &["b.txt", "--output", "link.txt"]);
        ended(&output, 2);
        assert_eq!(fs::read_to_string(place.path().join("b.txt")).unwrap(), PLAIN);
    }
}

#[test]
fn what_is_there_stays_until_there_is_something_better() {
    let place = folder(&[
        ("empty.txt", b""),
        ("story.txt", PLAIN.as_bytes()),
        ("out.json", b"older"),
    ]);
    let at = |name: &str| place.path().join(name);
    ended(&read(place.path(), &["empty.txt", "-o", "out.json"]), 1);
    assert_eq!(fs::read_to_string(at("out.json")).unwrap(), "older");
    ended(&read(place.path(), &["empty.txt", "-o", "new.json"]), 1);
    assert!(!at("new.json").exists(), "no empty file is left behind");

    fs::write(at("out.json"), "older and much longer ".repeat(10_000)).unwrap();
    ended(
        &read(place.path(), &["empty.txt", "story.txt", "-o", "out.json"]),
        3,
    );
    record(&fs::read_to_string(at("out.json")).unwrap());
}

#[test]
fn nothing_found_is_an_empty_output_and_not_what_was_there() {
    // an image in a folder is passed over: all went well, and there is no article
    let place = folder(&[("out.json", b"older"), ("report.jsonl", b"older")]);
    fs::create_dir(place.path().join("in")).unwrap();
    fs::write(place.path().join("in/picture.gif"), b"GIF89a\0\0\0").unwrap();
    for state in [&[][..], &["--state", "state"]] {
        fs::write(place.path().join("out.json"), "older").unwrap();
        let arguments = ["in", "-o", "out.json", "--report", "report.jsonl"];
        ended(&read(place.path(), &[&arguments[..], state].concat()), 0);
        let now = |name: &str| fs::read_to_string(place.path().join(name)).unwrap();
        assert_eq!(now("out.json"), "");
        let report = now("report.jsonl");
        assert!(
            report.lines().count() == 1 && report.contains("passed over"),
            "{report}"
        );
    }
}

#[test]
fn an_output_that_cannot_be_made_is_named() {
    let place = folder(&[("story.txt", PLAIN.as_bytes())]);
    for target in ["nowhere/out.json", "."] {
        let output = read(place.path(), &["story.txt", "--output", target]);
        ended(&output, 1);
        let said = stderr(&output);
        assert!(
            said.contains(&format!("error: {target}: cannot be written to: ")),
            "{said}"
        );
    }
}
