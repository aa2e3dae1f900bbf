//! The way through a record that docs/five-minutes.md takes a newcomer, once from a folder and once from a feed on the web.

use crate::support::{done, ended, folder, run, samples, stderr, stdout};
use crate::web::{Answer, Server};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use tempfile::TempDir;

/// The article of which a later version comes.
const COSTS: &str = "https://courier.example/2025/bridge-costs";
/// Whose words these are has to be understood: two people have just met.
const BAKED: &str = "baked";

fn found(place: &TempDir, query: &str) -> Vec<Value> {
    let lines = done(place, &["search", query, "--all", "--format", "jsonl"]);
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Adds to the record, and returns what is said of it.
fn added(place: &TempDir, inputs: &[&str]) -> String {
    let output = run(place, &[&["add", "--model", "fast"], inputs].concat());
    ended(&output, 0);
    stderr(&output)
}

/// Everything between the first articles and the later version.
fn asked(place: &TempDir) -> (String, &'static str) {
    searched(place);
    timeline(place);
    quotations(place);
    corrected(place)
}

fn searched(place: &TempDir) {
    let text = done(place, &["search", "bridge OR rust", "--facets", "speaker,year"]);
    assert!(text.contains("rust where the drawings show steel"), "{text}");
    assert!(
        text.contains("Ravi Stenholt, city engineer · The Tamsin Courier · 2025-03-18"),
        "{text}"
    );
    assert!(text.contains("\nyear: 2025 ("), "{text}");
    let counts = text.lines().find_map(|line| line.strip_prefix("speaker: "));
    assert!(counts.unwrap().contains("Ravi Stenholt ("), "{text}");
}

/// Of whom a name is enough: the first day first, with roles as printed.
fn timeline(place: &TempDir) {
    let shown = done(place, &["people", "show", "stenholt"]);
    let at = |words: &str| shown.find(words).unwrap_or_else(|| panic!("{words}: {shown}"));
    let roles = [
        at("  2025-02-10  city engineer"),
        at("  2025-03-18  city engineer"),
        at("  2025-04-29  chief engineer, city"),
    ];
    assert!(roles.is_sorted(), "{shown}");
    let said = [
        at("The steel came by ship"),
        at("We found rust"),
        at("The bearings are older"),
    ];
    assert!(said.is_sorted() && said[0] > roles[2], "{shown}");
    let key = shown.split(' ').next().unwrap();
    assert_eq!(done(place, &["people", "show", key]), shown);
}

fn quotations(place: &TempDir) {
    let exact = done(place, &["check", "“We found rust where the drawings show steel”"]);
    assert!(
        exact.contains("\nexact · The Tamsin Courier · 2025-03-18\n"),
        "{exact}"
    );
    assert!(exact.contains("by Ravi Stenholt, city engineer"), "{exact}");
    let altered = done(
        place,
        &["check", "We found no rust where the drawings show steel"],
    );
    assert!(
        altered.contains("\naltered · The Tamsin Courier · 2025-03-18\n"),
        "{altered}"
    );
    assert!(
        altered.contains("the quotation adds “no” (a negation)"),
        "{altered}"
    );
    let nowhere = run(place, &["check", "The harbour froze over in a single night"]);
    ended(&nowhere, 1);
    let said = stdout(&nowhere);
    assert!(
        said.contains("not found in this record (3 articles, published 2025-02-10 to 2025-04-29)"),
        "{said}"
    );
}

/// Gives a statement to the other of two people whom its article names; returns its key and who that is.
fn corrected(place: &TempDir) -> (String, &'static str) {
    let before = found(place, BAKED);
    assert_eq!(before.len(), 1);
    let key = before[0]["key"].as_str().unwrap().to_owned();
    // the doc's way, unless the models have learned it
    let (was, is) = match before[0]["speaker"].as_str() {
        Some("Olwen Marsh") => ("marsh", "Iset Karam"),
        _ => ("karam", "Olwen Marsh"),
    };
    let noted = run(
        place,
        &[
            "correct",
            &key,
            "speaker",
            is,
            "--who",
            "mk",
            "--why",
            "she owns the bakery",
        ],
    );
    ended(&noted, 0);
    assert!(
        stderr(&noted).contains("noted as correction 1"),
        "{}",
        stderr(&noted)
    );
    assert_eq!(found(place, &format!("{BAKED} speaker:{was}")), [] as [Value; 0]);
    let after = found(place, &format!("{BAKED} speaker:\"{is}\""));
    assert_eq!(after.len(), 1);
    assert_eq!(
        (after[0]["key"].as_str(), after[0]["review"].as_str()),
        (Some(key.as_str()), Some("corrected"))
    );
    // and it is in that person's list
    let mine = done(place, &["people", "show", is]);
    assert!(mine.contains(&key), "{mine}");
    let other = done(place, &["people", "show", was]);
    assert!(!other.contains(&key), "{other}");
    let listed = done(place, &["corrections"]);
    assert!(listed.contains("by mk: she owns the bakery"), "{listed}");
    (key, is)
}

/// What the later version has changed, and what leaves the record with the correction in it.
fn changed(place: &TempDir, said: &str, (key, is): (String, &str)) {
    assert!(said.contains("1 new version of a known one"), "{said}");
    let hint = said.split('`').nth(1).unwrap();
    let by_hint: Vec<&str> = hint.split(' ').skip(1).collect();
    let shown = done(place, &by_hint);
    assert_eq!(done(place, &["diff", COSTS]), shown);
    for words in [
        "note added: Correction: ",
        "[-14-] {+16+} million",
        "was given to Iset Karam",
        "re-attributed · Bram Otter, Councillor",
        "added · Lena Ohlin, Mayor",
        "removed · builders’ union",
        "statements: 1 added, 1 removed, 1 reworded, 1 re-attributed, 1 unchanged",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    // the newest version is asked from now on, the earlier one is kept
    assert_eq!(found(place, "\"too late\" speaker:karam").len(), 0);
    assert_eq!(found(place, "\"too late\" speaker:karam version:all").len(), 1);

    exported(place, is);
    let verified = run(place, &["verify"]);
    ended(&verified, 0);
    assert!(
        stderr(&verified).contains("all is right"),
        "{}",
        stderr(&verified)
    );
    // the correction holds on
    assert_eq!(found(place, &format!("{BAKED} speaker:\"{is}\""))[0]["key"], key);
}

fn exported(place: &TempDir, is: &str) {
    done(place, &["export", "-o", "bridge.csv"]);
    done(place, &["export", "-o", "bridge.anno.jsonld"]);
    let mut rows = csv::Reader::from_path(place.path().join("bridge.csv")).unwrap();
    let column = |name: &str, head: &csv::StringRecord| head.iter().position(|n| n == name).unwrap();
    let head = rows.headers().unwrap().clone();
    let [content, speaker, review] = ["content", "speakers", "reviewed"].map(|name| column(name, &head));
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let baked: Vec<&csv::StringRecord> = rows.iter().filter(|row| row[content].contains(BAKED)).collect();
    assert_eq!(baked.len(), 1);
    assert_eq!(&baked[0][speaker], is);
    assert_eq!(&baked[0][review], "true");
    assert!(!rows.iter().any(|row| row[content].contains("14 million")));

    let file = fs::read(place.path().join("bridge.anno.jsonld")).unwrap();
    let page: Value = serde_json::from_slice(&file).unwrap();
    let all = page["first"]["items"].as_array().unwrap();
    assert_eq!(all.len(), rows.len());
    let baked: Vec<&Value> = all
        .iter()
        .filter(|one| one["target"].to_string().contains(BAKED))
        .collect();
    assert_eq!(baked.len(), 1);
    let statement = &baked[0]["onrecord:statement"];
    assert_eq!(statement["onrecord:reviewed"], true);
    let who = &statement["onrecord:speaker"][0]["onrecord:who"];
    assert_eq!(who["onrecord:name"], is);
}

#[test]
fn what_was_corrected_in_an_earlier_version_is_brought_to_mind() {
    let place = folder(&[]);
    let path = |name: &str| samples().join(name).to_str().unwrap().to_owned();
    added(&place, &[&path("courier")]);
    let key = found(&place, "rust")[0]["key"].as_str().unwrap().to_owned();
    done(&place, &["correct", &key, "accept"]);
    done(&place, &["correct", &key, "suppress"]);
    done(&place, &["correct", "2", "undo"]);
    let said = added(&place, &[&path("later/bridge-costs.html")]);
    let (article, _) = key.split_once('.').unwrap();
    let reminder = format!("{article}: 1 correction went along into the new version");
    assert!(said.contains(&reminder), "{said}");
    let listed = done(&place, &["corrections"]);
    assert!(listed.contains("(went along from 1)"), "{listed}");
    assert!(listed.contains(&format!("{article}.v2.")), "{listed}");
    // what the new version words differently stays as it is read
    let place = folder(&[]);
    added(&place, &[&path("courier")]);
    let million = found(&place, "million")[0]["key"].as_str().unwrap().to_owned();
    done(&place, &["correct", &million, "accept"]);
    let said = added(&place, &[&path("later/bridge-costs.html")]);
    assert!(said.contains("1 correction stayed behind"), "{said}");
    let listed = done(&place, &["corrections", "--stale"]);
    assert!(
        listed.contains("left behind: v2: the other version words it differently"),
        "{listed}"
    );
    // one of an earlier time changes nothing of what is asked
    let place = folder(&[]);
    added(&place, &[&path("later/bridge-costs.html")]);
    let key = found(&place, "rust")[0]["key"].as_str().unwrap().to_owned();
    done(&place, &["correct", &key, "accept"]);
    let said = added(&place, &[&path("courier/bridge-costs.html")]);
    assert!(said.contains("1 new version of a known one"), "{said}");
    assert!(!said.contains("correction") && !said.contains("diff"), "{said}");
}

#[test]
fn the_five_minutes_from_a_folder() {
    let place = folder(&[]);
    let path = |name: &str| samples().join(name).to_str().unwrap().to_owned();
    let said = added(&place, &[&path("courier")]);
    assert!(said.contains("3 new; "), "{said}");
    // the feed has the very same articles
    let again = added(&place, &[&path("courier.atom")]);
    assert!(again.contains("3 known already; 0 statements added"), "{again}");
    let correction = asked(&place);
    let later = added(&place, &[&path("later/bridge-costs.html")]);
    changed(&place, &later, correction);
}

#[test]
fn the_five_minutes_from_a_feed() {
    let feed = |name: &str| Answer {
        status: "200 OK",
        head: "Content-Type: application/atom+xml; charset=utf-8\r\n",
        body: fs::read(samples().join(name)).unwrap(),
    };
    let server = Server::start(BTreeMap::from([("/news.atom", feed("courier.atom"))]));
    let address = server.url("/news.atom");
    let web = [address.as_str(), "--allow-private", "--delay", "0"];
    let place = folder(&[]);
    let said = added(&place, &web);
    assert!(said.contains("3 new; "), "{said}");
    let again = added(&place, &web);
    assert!(again.contains("3 known already; 0 statements added"), "{again}");
    let correction = asked(&place);
    server.set("/news.atom", feed("later/courier.atom"));
    let later = added(&place, &web);
    changed(&place, &later, correction);
}
