//! A record that is asked: quotations that are checked, versions that are compared.

use crate::support::{ended, folder, onrecord, run, samples, stderr, stdout};
use serde_json::Value;
use tempfile::TempDir;

/// A page of one article, with what is said in it.
fn page(title: &str, said: &str) -> String {
    format!(
        "<html><head><title>{title}</title><link rel=\"canonical\" href=\"https://coast.example/ferry\">\
         <meta property=\"og:site_name\" content=\"Coast Daily\">\
         <meta property=\"article:published_time\" content=\"2024-01-02T10:00:00Z\"></head>\
         <body><article><h1>{title}</h1><p>PORT AMER, Jan 2. The ferry is late this morning, Lene Dorvik said.</p>{said}</article></body></html>"
    )
}

/// A record of a page in two versions, and of the sample wire story.
pub(super) fn library() -> TempDir {
    let first = page(
        "Ferry late",
        "<p>“The lamps will be lit on Monday,” Ada Quill, the mayor, said. “Nobody was hurt,” Quill said.</p>",
    );
    let second = page(
        "Ferry later",
        "<p>“The lamps will not be lit on Monday,” Ada Quill, the mayor, said. “Nobody was hurt,” Bo Varga said.</p>",
    );
    let place = folder(&[
        ("first.html", first.as_bytes()),
        ("second.html", second.as_bytes()),
        ("wire.txt", &std::fs::read(samples().join("wire.txt")).unwrap()),
        (
            "killed.ninjs.json",
            &std::fs::read(samples().join("inbox/brief.ninjs.json")).unwrap(),
        ),
    ]);
    for file in ["first.html", "second.html", "wire.txt", "killed.ninjs.json"] {
        ended(&run(&place, &["add", file, "--model", "fast", "--quiet"]), 0);
    }
    place
}

fn checked(place: &TempDir, arguments: &[&str], code: i32) -> Vec<Value> {
    let output = run(place, &[&["check", "--json"], arguments].concat());
    ended(&output, code);
    stdout(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn quotations_are_found_with_their_places() {
    let place = library();
    let exact = "We are thinking about it, but nothing has been signed";
    let found = checked(&place, &[exact], 0);
    assert_eq!(found[0]["verdict"], "exact");
    let at = &found[0]["places"][0];
    let text: Vec<char> = std::fs::read_to_string(place.path().join("wire.txt"))
        .unwrap()
        .chars()
        .collect();
    let range = &at["ranges"][0];
    let number = |name: &str| range[name].as_u64().unwrap() as usize;
    let slice: String = text[number("start")..number("end")].iter().collect();
    assert_eq!(slice, exact);
    assert_eq!(range["text"], exact);
    assert_eq!(at["statements"][0]["speakers"][0]["name"], "Oskar Len");
    assert!(at["statements"][0]["key"].as_str().unwrap().contains(".v1."));
    // also when the article breaks it off, and when words are left out
    for other in [
        "We are thinking about it ... signed",
        "[W]e are thinking about it, but nothing [of the kind] has been signed",
    ] {
        assert_ne!(checked(&place, &[other], 0)[0]["verdict"], "not_found", "{other}");
    }
    // outside of a statement
    let bare = checked(&place, &["The forum, held for the ninth time"], 0);
    assert_eq!(bare[0]["verdict"], "exact");
    assert_eq!(bare[0]["places"][0]["statements"], Value::Array(Vec::new()));
}

#[test]
fn every_exact_slice_of_a_text_is_found() {
    let place = library();
    let text = std::fs::read_to_string(place.path().join("wire.txt")).unwrap();
    let words: Vec<&str> = text.split_whitespace().collect();
    let quotations: Vec<String> = (0..words.len().saturating_sub(6))
        .step_by(17)
        .map(|at| words[at..at + 6].join(" "))
        .collect();
    let arguments: Vec<&str> = quotations.iter().map(String::as_str).collect();
    let found = checked(&place, &[&["--"], &arguments[..]].concat(), 0);
    assert_eq!(found.len(), quotations.len());
    for found in found {
        assert_eq!(found["verdict"], "exact", "{}", found["quotation"]);
    }
}

#[test]
fn what_was_changed_is_told() {
    let place = library();
    let output = run(
        &place,
        &["check", "a third of our pilots will not retire before 2040"],
    );
    ended(&output, 0);
    let said = stdout(&output);
    assert!(said.contains("altered · "), "{said}");
    assert!(said.contains("has “2040” for “2030” (a number)"), "{said}");
    assert!(said.contains("adds “not” (a negation)"), "{said}");
    assert!(said.contains("Ilan Verro"), "{said}");
    let output = run(&place, &["check", "many old sailors will retire before 2030"]);
    ended(&output, 0);
    assert!(stdout(&output).contains("partial · "), "{}", stdout(&output));
}

#[test]
fn what_is_not_there_is_said_of_the_record_alone() {
    let place = library();
    let output = run(&place, &["check", "zebra crossings are painted blue"]);
    ended(&output, 1);
    let said = stdout(&output);
    assert!(
        said.contains("not found in this record (3 articles, published 2024-01-02 to "),
        "{said}"
    );
    let both = run(
        &place,
        &[
            "check",
            "zebra crossings are painted blue",
            "nothing has been signed",
        ],
    );
    ended(&both, 0);
    for said in [&said, &stdout(&both)] {
        let said = said.to_lowercase();
        assert!(!said.contains("true") && !said.contains("false"), "{said}");
    }
    let wrong = run(&place, &["check", "…"]);
    ended(&wrong, 2);
    assert!(stderr(&wrong).contains("has no words"));
    ended(&run(&place, &["check", "a", "--record", "none.db"]), 2);
    ended(&run(&place, &["check"]), 2);
}

#[test]
fn older_versions_are_looked_at_when_asked_for() {
    let place = library();
    let old = "The lamps will be lit on Monday";
    let newest = checked(&place, &[old], 0);
    assert_eq!(newest[0]["verdict"], "altered");
    assert!(
        newest[0]["places"]
            .as_array()
            .unwrap()
            .iter()
            .all(|p| p["newest"] == true)
    );
    let all = checked(&place, &[old, "--all-versions"], 0);
    assert_eq!(all[0]["verdict"], "exact");
    assert_eq!(all[0]["places"][0]["newest"], false);
}

#[test]
fn the_standard_input_is_one_quotation() {
    let place = library();
    let output = onrecord(place.path())
        .args(["check", "-", "--json"])
        .write_stdin("nothing has\nbeen signed\n")
        .output()
        .unwrap();
    ended(&output, 0);
    assert_eq!(stdout(&output).lines().count(), 1);
    assert!(stdout(&output).contains("\"verdict\":\"exact\""));
}

#[test]
fn versions_are_compared() {
    let place = library();
    let url = "https://coast.example/ferry";
    let output = run(&place, &["diff", url, "--json"]);
    ended(&output, 0);
    let compared: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!((&compared["from"], &compared["to"]), (&1.into(), &2.into()));
    assert_eq!(compared["facts"][0]["field"], "title");
    let of = |kind: &str| -> Vec<&Value> {
        let all = compared["statements"].as_array().unwrap().iter();
        all.filter(|outcome| outcome["change"] == kind).collect()
    };
    let reworded = of("reworded");
    assert_eq!(reworded.len(), 1);
    let words: Vec<&str> = reworded[0]["words"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|piece| piece["change"] != "kept")
        .map(|piece| piece["to"]["text"].as_str().unwrap())
        .collect();
    assert!(words.join(" ").contains("not"), "{words:?}");
    let other = of("reattributed");
    assert_eq!(other.len(), 1);
    assert_eq!(other[0]["from"]["speakers"][0]["name"], "Ada Quill");
    assert_eq!(other[0]["to"]["speakers"][0]["name"], "Bo Varga");
    assert_eq!(compared["unchanged"], 1);

    let text = run(&place, &["diff", url, "1", "v2", "--text"]);
    ended(&text, 0);
    let said = stdout(&text);
    assert!(said.contains("title: “Ferry later”, was “Ferry late”"), "{said}");
    assert!(said.contains("re-attributed · Bo Varga"), "{said}");
    assert!(said.contains("was given to Ada Quill, mayor"), "{said}");
    assert!(
        said.contains("0 added, 0 removed, 1 reworded, 1 re-attributed, 1 unchanged"),
        "{said}"
    );
    assert!(said.contains("[-Quill-] {+Bo Varga+}"), "{said}");
    // the same, the other way round and with itself
    ended(&run(&place, &["diff", url, "2", "1"]), 0);
    let itself = run(&place, &["diff", url, "2", "2"]);
    assert!(
        stdout(&itself).contains("0 re-attributed, 3 unchanged"),
        "{}",
        stdout(&itself)
    );
}

#[test]
fn what_cannot_be_compared_is_said() {
    let place = library();
    let wire = checked(&place, &["nothing has been signed"], 0);
    let wire = wire[0]["places"][0]["article"].as_str().unwrap();
    let one = run(&place, &["diff", wire]);
    ended(&one, 1);
    assert!(stderr(&one).contains("has one version of it"), "{}", stderr(&one));
    ended(&run(&place, &["diff", "https://nowhere.example/"]), 1);
    ended(&run(&place, &["diff", wire, "1", "7"]), 1);
    ended(&run(&place, &["diff", wire, "0"]), 2);
}
