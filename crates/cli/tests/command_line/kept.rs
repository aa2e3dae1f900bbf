//! Adding to a record and asking it.

use crate::support::{ended, folder, onrecord, run, samples, stderr, stdout};
use serde_json::Value;
use std::path::Path;

const FIRST: &str = "\"It is late,\" John Smith said.\n\n\"The lamps are lit,\" John Smith said on Monday.\n";
const SECOND: &str =
    "\"It is very late,\" John Smith said.\n\n\"The lamps are lit,\" John Smith said on Monday.\n";

/// A row of a table: an article with an address.
fn row(text: &str) -> Vec<u8> {
    let row = serde_json::json!({
        "url": "https://harbourpost.example/1", "outlet": "Harbour Post", "title": "Late", "published": "2019-01-04", "text": text,
    });
    format!("{row}\n").into_bytes()
}

fn found(folder: impl AsRef<Path>, query: &str) -> Vec<Value> {
    let output = run(folder, &["search", query, "--all", "--format", "jsonl"]);
    ended(&output, 0);
    stdout(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn an_article_is_added_once_and_again_as_another_version() {
    let folder = folder(&[("one.jsonl", &row(FIRST)), ("two.jsonl", &row(SECOND))]);
    let add = |file: &str| {
        let output = run(&folder, &["add", "--model", "fast", file]);
        ended(&output, 0);
        stderr(&output)
    };
    assert!(add("one.jsonl").contains("1 new; 2 statements added"));
    assert!(add("one.jsonl").contains("1 known already; 0 statements added"));
    let before = found(&folder, "late speaker:smith");
    assert_eq!(before.len(), 1);
    assert_eq!(before[0]["outlet"], "Harbour Post");
    assert!(add("two.jsonl").contains("1 new version of a known one"));
    let after = found(&folder, "late");
    assert_eq!(after.len(), 1);
    assert!(after[0]["content"].as_str().unwrap().contains("very"));
    assert_eq!(found(&folder, "late version:all").len(), 2);
    // the old statement is still to be shown in its place, by its key
    let key = before[0]["key"].as_str().unwrap();
    let shown = run(&folder, &["show", key]);
    ended(&shown, 0);
    assert!(stdout(&shown).contains("in an older version") && stdout(&shown).contains("because"));
    let history = run(&folder, &["show", "https://harbourpost.example/1", "--json"]);
    let history: Value = serde_json::from_str(&stdout(&history)).unwrap();
    assert_eq!(history["versions"].as_array().unwrap().len(), 2);
    assert_eq!(history["versions"][1]["newest"], true);
    let verified = run(&folder, &["verify"]);
    ended(&verified, 0);
    assert!(stderr(&verified).contains("all is right"));
}

#[test]
fn records_that_were_read_before_are_added_as_they_are() {
    let folder = folder(&[]);
    let inputs = samples().join("inbox");
    let inputs = inputs.to_str().unwrap();
    ended(
        &run(
            &folder,
            &["read", "--model", "fast", inputs, "-o", "all.json", "-q"],
        ),
        0,
    );
    ended(&run(&folder, &["add", "all.json", "--record", "a.db", "-q"]), 0);
    ended(
        &run(
            &folder,
            &["add", "--model", "fast", inputs, "--record", "b.db", "-q"],
        ),
        0,
    );
    let all = |record: &str| {
        let output = run(
            &folder,
            &[
                "search", "--record", record, "--all", "--format", "jsonl", "--sort", "oldest",
            ],
        );
        ended(&output, 0);
        let mut lines: Vec<String> = stdout(&output).lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let (one, other) = (all("a.db"), all("b.db"));
    assert!(one.len() > 10);
    assert_eq!(one.len(), other.len());
    // people's keys are drawn from rows, which are numbered by what was read in which order
    let keys = |lines: &[String]| -> Vec<String> {
        lines
            .iter()
            .map(|l| serde_json::from_str::<Value>(l).unwrap()["key"].to_string())
            .collect()
    };
    assert_eq!(keys(&one), keys(&other));
    let piped = onrecord(&folder)
        .args(["add", "--records", "-", "--record", "c.db", "-q"])
        .write_stdin(std::fs::read(folder.path().join("all.json")).unwrap())
        .output()
        .unwrap();
    ended(&piped, 0);
    assert_eq!(all("c.db").len(), one.len());
    let broken = onrecord(&folder)
        .args(["add", "--records", "-", "--record", "d.db"])
        .write_stdin("{\"schema\":\"onrecord/article/1\"}\n")
        .output()
        .unwrap();
    ended(&broken, 1);
    assert!(stderr(&broken).contains("standard input, line 1: no record"));
}

#[test]
fn results_come_in_every_form() {
    let folder = folder(&[("one.jsonl", &row(FIRST))]);
    ended(&run(&folder, &["add", "--model", "fast", "one.jsonl", "-q"]), 0);
    let text = run(&folder, &["search", "lamps", "--facets", "speaker,outlet"]);
    let text = stdout(&text);
    assert!(
        text.contains("John Smith · Harbour Post · 2019-01-04") && text.contains("speaker: John Smith (1)"),
        "{text}"
    );
    let json = run(
        &folder,
        &["search", "lamps", "--format", "json", "--facets", "outlet"],
    );
    let json: Value = serde_json::from_str(&stdout(&json)).unwrap();
    assert_eq!(json["total"], 1);
    assert_eq!(json["facets"][0]["values"][0]["value"], "Harbour Post");
    let rows = run(&folder, &["search", "lamps", "--format", "csv"]);
    let rows = stdout(&rows);
    assert_eq!(rows.lines().count(), 2);
    assert!(rows.starts_with("key,article,version,outlet"));
    let nothing = run(&folder, &["search", "zeppelin"]);
    ended(&nothing, 0);
    assert!(
        stdout(&nothing)
            .contains("Nothing found in this record (1 articles, published 2019-01-04 to 2019-01-04).")
    );
    let page = run(&folder, &["search", "-n", "1", "--format", "json"]);
    let page: Value = serde_json::from_str(&stdout(&page)).unwrap();
    let next = page["next"].as_str().unwrap();
    let rest = run(
        &folder,
        &["search", "-n", "1", "--format", "json", "--after", next],
    );
    let rest: Value = serde_json::from_str(&stdout(&rest)).unwrap();
    assert_ne!(page["hits"][0]["key"], rest["hits"][0]["key"]);
}

#[test]
fn people_are_listed_and_ruled_on() {
    let folder = folder(&[("one.jsonl", &row(FIRST))]);
    ended(&run(&folder, &["add", "--model", "fast", "one.jsonl", "-q"]), 0);
    let list = run(&folder, &["people", "list", "smith", "--json"]);
    let person: Value = serde_json::from_str(&stdout(&list)).unwrap();
    let key = person["person"].as_str().unwrap();
    assert_eq!(person["statements"], 2);
    ended(
        &run(
            &folder,
            &["people", "rename", key, "John A. Smith", "--who", "mk"],
        ),
        0,
    );
    assert_eq!(found(&folder, "speaker:\"john a smith\"").len(), 2);
    let shown = run(&folder, &["people", "show", key]);
    assert!(
        stdout(&shown).contains("John A. Smith") && stdout(&shown).contains("printed John Smith: 1 article")
    );
    ended(&run(&folder, &["people", "undo", "1"]), 0);
    assert_eq!(found(&folder, "speaker:\"john a smith\"").len(), 0);
    let statement = found(&folder, "lamps")[0]["key"].as_str().unwrap().to_owned();
    let same = run(&folder, &["same", &statement]);
    ended(&same, 0);
    assert!(stdout(&same).starts_with("1 article, 1 outlet, 1 origin"));
    let unknown = run(&folder, &["people", "show", "q0"]);
    ended(&unknown, 1);
    assert!(stderr(&unknown).contains("q0: nothing in this record goes by that"));
}

#[test]
fn a_person_is_shown_by_a_name_that_nobody_else_has() {
    let text = "\"It is late,\" John Smith said.\n\n\"The lamps are lit,\" Ann Smith said.\n";
    let folder = folder(&[("one.jsonl", &row(text))]);
    ended(&run(&folder, &["add", "--model", "fast", "one.jsonl", "-q"]), 0);
    for name in [&["ann"][..], &["Ann", "Smith"], &["ann smith"]] {
        let shown = run(&folder, &[&["people", "show"], name].concat());
        ended(&shown, 0);
        let shown = stdout(&shown);
        assert!(
            shown.contains("Ann Smith (person)") && shown.contains("The lamps"),
            "{shown}"
        );
    }
    let several = run(&folder, &["people", "show", "smith"]);
    ended(&several, 1);
    assert_eq!(stdout(&several), "");
    let said = stderr(&several);
    for words in [
        "several have that in a name",
        "John Smith (person)",
        "Ann Smith (person)",
    ] {
        assert!(said.contains(words), "{said}");
    }
    let nobody = run(&folder, &["people", "show", "Bo Reed"]);
    ended(&nobody, 1);
    let said = stderr(&nobody);
    assert!(said.contains("onrecord people list NAME"), "{said}");
}

#[test]
fn a_record_is_copied_and_made_smaller() {
    let folder = folder(&[("one.jsonl", &row(FIRST))]);
    ended(&run(&folder, &["add", "--model", "fast", "one.jsonl", "-q"]), 0);
    ended(&run(&folder, &["backup", "copy.db"]), 0);
    let again = run(&folder, &["backup", "copy.db"]);
    ended(&again, 1);
    assert!(stderr(&again).contains("there is a file already"));
    ended(&run(&folder, &["compact"]), 0);
    let output = run(
        &folder,
        &["search", "--record", "copy.db", "lamps", "--format", "jsonl"],
    );
    assert_eq!(stdout(&output).lines().count(), 1);
    for command in ["search", "verify", "compact"] {
        let missing = run(&folder, &[command, "--record", "nowhere.db"]);
        ended(&missing, 1);
        assert!(
            stderr(&missing).contains("nowhere.db: there is no record here"),
            "{command}"
        );
    }
    assert!(!folder.path().join("nowhere.db").exists());
}

#[test]
fn a_quotation_is_exact_altered_partial_or_not_found() {
    let text = "\"The old pier will not be closed before the winter of 2027,\" the mayor, Ada Quill, said on Monday.\n";
    let folder = folder(&[("one.jsonl", &row(text))]);
    ended(&run(&folder, &["add", "--model", "fast", "one.jsonl", "-q"]), 0);
    let check = |quotation: &str, status: i32| {
        let output = run(&folder, &["check", quotation, "--json"]);
        ended(&output, status);
        serde_json::from_str::<Value>(&stdout(&output)).unwrap()
    };
    let exact = check("“The old pier will not be closed before the winter of 2027”", 0);
    assert_eq!(exact["verdict"], "exact");
    assert_eq!(
        exact["places"][0]["statements"][0]["speakers"][0]["name"],
        "Ada Quill"
    );
    let altered = check("The old pier will be closed before the winter of 2027", 0);
    assert_eq!(altered["verdict"], "altered");
    assert_eq!(altered["places"][0]["differences"][0]["negation"], true);
    let none = check("The harbour is full of ice and nobody can leave", 1);
    assert_eq!(none["places"].as_array().unwrap().len(), 0);
    let told = run(&folder, &["check", "nothing of the kind was ever uttered"]);
    ended(&told, 1);
    assert!(
        stdout(&told).contains("not found in this record (1 article, published 2019-01-04 to 2019-01-04)")
    );
    for word in ["true", "false"] {
        let output = run(
            &folder,
            &["check", "The old pier will be closed before the winter of 2027"],
        );
        assert!(!stdout(&output).contains(word));
    }
}

#[test]
fn a_statement_is_corrected_and_the_correction_taken_back() {
    let folder = folder(&[("one.jsonl", &row(FIRST))]);
    ended(&run(&folder, &["add", "--model", "fast", "one.jsonl", "-q"]), 0);
    let key = found(&folder, "lamps")[0]["key"].as_str().unwrap().to_owned();
    ended(
        &run(
            &folder,
            &["correct", &key, "reject", "--who", "mk", "--why", "no statement"],
        ),
        0,
    );
    assert_eq!(found(&folder, "lamps").len(), 0);
    assert_eq!(found(&folder, "lamps review:rejected").len(), 1);
    let list = run(&folder, &["corrections", "--json"]);
    let line: Value = serde_json::from_str(&stdout(&list)).unwrap();
    assert_eq!(
        (line["who"].as_str(), line["fix"]["action"].as_str()),
        (Some("mk"), Some("reject"))
    );
    ended(&run(&folder, &["correct", "1", "undo"]), 0);
    assert_eq!(found(&folder, "lamps").len(), 1);
    let wrong = run(&folder, &["correct", &key, "speaker", "Nobody Printed"]);
    ended(&wrong, 1);
    let said = stderr(&wrong);
    assert!(
        said.contains("\"Nobody Printed\" is printed nowhere in the text"),
        "{said}"
    );
    assert!(!said.contains("verify"), "{said}");
    ended(&run(&folder, &["correct", &key, "suppress"]), 0);
    assert_eq!(found(&folder, "lamps version:all").len(), 0);
    ended(&run(&folder, &["verify"]), 0);
}
