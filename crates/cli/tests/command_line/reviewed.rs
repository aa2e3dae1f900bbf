//! What people decided about statements is kept to on every face and in every format: what is suppressed is shown nowhere, what is rejected
//! only to whoever asks for it, and notes of dispute go along.

use crate::support::{done, ended, folder, run, stderr, stdout};
use serde_json::Value;
use std::fmt::Write as _;
use tempfile::TempDir;

const TEXT: &str = "\"The zebra lamps are lit tonight,\" John Smith said.\n\n\"The yak market is closed today,\" John Smith said.\n\n\
                    \"The walrus ferry is late again,\" John Smith said.\n";
const NOTE: &str = "the ferrymen deny it";
const OTHER_NOTE: &str = "the butchers deny it";

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The keys of the statements that are found.
fn keys(place: &TempDir, query: &str) -> Vec<String> {
    let found = done(place, &["search", query, "--all", "--format", "jsonl"]);
    lines(&found)
        .iter()
        .map(|hit| hit["key"].as_str().unwrap().to_owned())
        .collect()
}

/// A record with one statement suppressed, one rejected and disputed, and one disputed; their keys.
fn decided() -> (TempDir, [String; 3]) {
    let mut rows = String::new();
    // the same words stand elsewhere too
    for (n, outlet) in [(1, "Harbour Post"), (2, "Coast Daily")] {
        let row = serde_json::json!({
            "url": format!("https://harbour.example/{n}"), "outlet": outlet, "title": "Late", "published": format!("2019-01-0{n}"), "text": TEXT,
        });
        let _ = writeln!(rows, "{row}");
    }
    let place = folder(&[("rows.jsonl", rows.as_bytes())]);
    done(&place, &["add", "rows.jsonl", "--model", "fast", "--quiet"]);
    let own = |word: &str| {
        let found = keys(&place, &format!("{word} outlet:harbour"));
        assert_eq!(found.len(), 1, "{word}");
        found[0].clone()
    };
    let [zebra, yak, walrus] = ["zebra", "yak", "walrus"].map(own);
    done(&place, &["correct", &zebra, "suppress"]);
    done(&place, &["correct", &yak, "reject"]);
    done(&place, &["correct", &yak, "dispute", OTHER_NOTE]);
    done(&place, &["correct", &walrus, "dispute", NOTE]);
    (place, [zebra, yak, walrus])
}

#[test]
fn searches_keep_to_it() {
    let (place, [zebra, yak, walrus]) = decided();
    let own = "outlet:harbour";
    assert_eq!(keys(&place, own), std::slice::from_ref(&walrus));
    assert_eq!(keys(&place, &format!("zebra {own}")), [] as [&str; 0]);
    assert_eq!(keys(&place, "review:rejected"), std::slice::from_ref(&yak));
    // disputed and rejected is rejected
    assert_eq!(keys(&place, "review:disputed"), std::slice::from_ref(&walrus));
    assert_eq!(
        keys(&place, &format!("NOT review:accepted {own}")),
        std::slice::from_ref(&walrus)
    );
    for query in ["version:all", "review:none OR review:rejected OR review:disputed"] {
        assert!(!keys(&place, query).contains(&zebra), "{query}");
    }
    ended(&run(&place, &["search", "review:suppressed"]), 1);
    for format in ["text", "json", "jsonl", "csv"] {
        let found = done(
            &place,
            &["search", own, "--format", format, "--facets", "speaker"][..if format == "text"
                || format == "json"
            {
                6
            } else {
                4
            }],
        );
        assert!(
            found.contains("walrus") && found.contains(NOTE),
            "{format}: {found}"
        );
        assert!(
            !found.contains("zebra") && !found.contains("yak"),
            "{format}: {found}"
        );
    }
    // taken back, it is there again
    done(&place, &["correct", "1", "undo"]);
    assert_eq!(keys(&place, &format!("zebra {own}")), [zebra]);
}

#[test]
fn articles_and_statements_are_shown_so() {
    let (place, [zebra, yak, walrus]) = decided();
    let (version, _) = walrus.rsplit_once('.').unwrap();
    for what in [version, "https://harbour.example/1"] {
        let shown = done(&place, &["show", what]);
        assert!(shown.contains("walrus") && shown.contains(NOTE), "{shown}");
        assert!(!shown.contains("zebra") && !shown.contains("yak"), "{shown}");
        assert!(shown.contains("2 statements not shown"), "{shown}");
    }
    let shown = lines(&done(&place, &["show", version, "--json"])).remove(0);
    let statements = shown["statements"].to_string();
    assert!(statements.contains("walrus"), "{statements}");
    assert!(
        !statements.contains("zebra") && !statements.contains("yak"),
        "{statements}"
    );
    assert_eq!(
        shown["reviews"],
        serde_json::json!([{ "key": walrus, "review": null, "dispute": NOTE }])
    );
    let history = done(&place, &["show", "https://harbour.example/1", "--json"]);
    assert!(!history.contains("lamps"), "{history}");
    for arguments in [
        &["show", &zebra][..],
        &["show", &zebra, "--json"],
        &["same", &zebra],
        &["same", &zebra, "--json"],
    ] {
        let output = run(&place, arguments);
        ended(&output, 1);
        assert_eq!(stdout(&output), "", "{arguments:?}");
        assert!(stderr(&output).contains("suppressed"), "{}", stderr(&output));
    }
    // whoever knows its key has asked for what is rejected
    assert!(done(&place, &["show", &yak]).contains("rejected"));
    assert!(done(&place, &["show", &walrus]).contains(NOTE));
    let json = lines(&done(&place, &["show", &walrus, "--json"])).remove(0);
    assert_eq!(json["dispute"], NOTE);
    assert_eq!(json["key"], walrus.as_str());
    // the places of the same words elsewhere do not lead to it
    for (word, key, shown) in [
        ("zebra", &zebra, false),
        ("yak", &yak, false),
        ("walrus", &walrus, true),
    ] {
        let other = keys(&place, &format!("{word} outlet:coast")).remove(0);
        for json in [&[][..], &["--json"]] {
            let same = done(&place, &[&["same", &other], json].concat());
            assert!(same.contains(&other), "{same}");
            assert_eq!(same.contains(key.as_str()), shown, "{same}");
            assert_eq!(same.contains(NOTE), shown, "{same}");
        }
    }
    let corrections = done(&place, &["corrections"]);
    assert!(
        corrections.contains(&zebra) && !corrections.contains("lamps"),
        "{corrections}"
    );
}

#[test]
fn people_and_checks_keep_to_it() {
    let (place, [zebra, yak, walrus]) = decided();
    let smith = done(&place, &["people", "list", "smith", "--json"]);
    let smith = lines(&smith).remove(0);
    // three elsewhere
    assert_eq!(smith["statements"], 4);
    let shown = done(&place, &["people", "show", smith["person"].as_str().unwrap()]);
    assert!(shown.contains(&walrus) && shown.contains(NOTE), "{shown}");
    assert!(!shown.contains(&zebra) && !shown.contains(&yak), "{shown}");
    for (words, key, count) in [
        ("The zebra lamps are lit tonight", &zebra, 1),
        ("The yak market is closed today", &yak, 2),
        ("The walrus ferry is late again", &walrus, 2),
    ] {
        let found = lines(&done(&place, &["check", words, "--json"])).remove(0);
        let places = found["places"].as_array().unwrap();
        assert_eq!(places.len(), count, "{found}");
        let is_held = *key == walrus;
        assert_eq!(found.to_string().contains(key.as_str()), is_held, "{found}");
        assert_eq!(found.to_string().contains(NOTE), is_held, "{found}");
        let text = done(&place, &["check", words]);
        assert_eq!(text.contains(NOTE), is_held, "{text}");
        assert!(!text.contains(OTHER_NOTE), "{text}");
    }
    // two of its words are not found either
    let part = lines(&done(&place, &["check", "zebra lamps are lit", "--json"])).remove(0);
    assert_eq!(part["places"].as_array().unwrap().len(), 1);
}

#[test]
fn every_format_keeps_to_it() {
    let (place, [zebra, yak, _]) = decided();
    let formats = [
        "jsonl",
        "json",
        "csv",
        "parquet",
        "brat",
        "webannotation",
        "schema-org",
        "conllu",
        "akoma-ntoso",
        "ninjs",
    ];
    let help = done(&place, &["export", "--help"]);
    for format in formats {
        assert!(help.contains(format), "{format} in {help}");
    }
    let query = "article:";
    let article = zebra.split('.').next().unwrap();
    for format in formats {
        // all of it, some of it, and all of the article that something is found in
        for (n, whole) in [(0, true), (1, false)] {
            let out = format!("{format}-{n}");
            let asked = format!("{query}{article}");
            let mut arguments = vec!["export", &asked, "--format", format, "--output", &out];
            if whole {
                arguments.push("--whole");
            }
            // no text where there need be none, so that what is there is there as a statement
            let has_text = matches!(format, "brat" | "conllu");
            if !has_text {
                arguments.extend(["--excerpt", "characters:200"]);
            }
            let output = run(&place, &arguments);
            ended(&output, 0);
            let said = stderr(&output);
            assert!(
                said.contains("1 article and 1 statement written"),
                "{format}: {said}"
            );
            if whole {
                assert!(
                    said.contains("1 statement stayed behind: rejected"),
                    "{format}: {said}"
                );
                assert!(
                    said.contains("1 statement stayed behind: suppressed"),
                    "{format}: {said}"
                );
            }
            let words = written(&place, &out, format);
            if format == "parquet" {
                // compressed: what is in it is looked at by the tests of the format
                continue;
            }
            if format != "conllu" {
                assert!(words.contains("walrus"), "{format}: {words}");
            }
            // a sentence is there as text and as words, of which none is marked
            let plain = if format == "conllu" { 2 } else { 0 };
            for (word, key) in [("zebra", &zebra), ("yak", &yak)] {
                assert_eq!(words.matches(word).count(), plain, "{format}: {words}");
                let marked = |line: &&str| line.contains(&format!("\t{word}\t")) && line.contains("-s");
                assert_eq!(words.lines().find(marked), None);
                assert!(!words.contains(key.as_str()), "{format}: {words}");
            }
            if format == "conllu" {
                assert!(
                    words
                        .lines()
                        .any(|line| line.contains("\twalrus\t") && line.contains("I-s")),
                    "{words}"
                );
            }
            let has_place = format != "conllu";
            assert_eq!(words.contains(NOTE), has_place, "{format}: {words}");
            assert!(!words.contains(OTHER_NOTE), "{format}: {words}");
        }
        // asked for, it does not leave either
        let out = format!("{format}-none");
        let none = run(
            &place,
            &["export", "review:rejected", "--format", format, "--output", &out],
        );
        ended(&none, 0);
        assert!(
            stderr(&none).contains("0 articles and 0 statements"),
            "{}",
            stderr(&none)
        );
    }
}

/// What was written: of brat's folder, the annotations.
fn written(place: &TempDir, out: &str, format: &str) -> String {
    let path = place.path().join(out);
    if format != "brat" {
        return String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
    }
    let mut words = String::new();
    for file in std::fs::read_dir(path).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "ann") {
            words.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
    assert!(!words.is_empty());
    words
}

#[test]
fn what_was_moved_is_found_by_its_earlier_key() {
    let (place, [_, _, walrus]) = decided();
    let (version, range) = walrus.rsplit_once('.').unwrap();
    let (start, end) = range.split_once('-').unwrap();
    let shorter = format!("{start}-{}", end.parse::<u32>().unwrap() - 6);
    done(&place, &["correct", &walrus, "content", &shorter]);
    let now = format!("{version}.{shorter}");
    for arguments in [
        &["show", &walrus][..],
        &["show", &walrus, "--json"],
        &["same", &walrus],
    ] {
        let output = run(&place, arguments);
        ended(&output, 0);
        assert!(stdout(&output).contains(&now), "{}", stdout(&output));
        assert!(
            stderr(&output).contains(&format!("{walrus}: by correction 5, the statement goes by {now}")),
            "{}",
            stderr(&output)
        );
    }
    assert!(done(&place, &["corrections"]).contains(&format!("{walrus} (now {now})")));
    // and corrected by it
    done(&place, &["correct", &walrus, "accept"]);
    assert_eq!(keys(&place, "review:corrected"), [now]);
    let unknown = run(&place, &["show", &format!("{version}.0-1")]);
    ended(&unknown, 1);
    assert!(
        stderr(&unknown).contains("nothing in this record goes by that"),
        "{}",
        stderr(&unknown)
    );
}
