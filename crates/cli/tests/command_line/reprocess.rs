//! Articles of a record that are read again: prepared, compared, taken over or thrown away.

use crate::support::{done, ended, folder, plain_command, run, samples, stderr, stdout};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::process::Stdio;
use std::time::Instant;
use tempfile::TempDir;

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The samples, read by the small model.
fn library() -> TempDir {
    let place = folder(&[]);
    let samples = samples();
    let (wire, inbox) = (samples.join("wire.txt"), samples.join("inbox"));
    let add = [
        "add",
        wire.to_str().unwrap(),
        inbox.to_str().unwrap(),
        "--model",
        "fast",
        "-q",
    ];
    done(&place, &add);
    place
}

/// Everything that is found.
fn found(place: &TempDir) -> String {
    done(place, &["search", "--all", "--format", "jsonl", "-q"])
}

fn models(place: &TempDir) -> BTreeSet<String> {
    let all = done(place, &["export", "--format", "json", "-q"]);
    all.lines()
        .map(|line| value(line)["engine"]["model"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn nothing_is_shown_before_it_is_taken_over() {
    let place = library();
    let (before, small) = (found(&place), models(&place));
    let exported = done(&place, &["export", "--format", "jsonl", "-q"]);
    let output = run(&place, &["reprocess"]);
    ended(&output, 0);
    let sums = stdout(&output);
    assert!(
        sums.contains("readings prepared: ") && sums.contains("statements: "),
        "{sums}"
    );
    assert!(
        stderr(&output).contains("nothing of this is shown yet"),
        "{}",
        stderr(&output)
    );
    assert_eq!(found(&place), before);
    assert_eq!(done(&place, &["export", "--format", "jsonl", "-q"]), exported);
    assert_eq!(models(&place), small);
    done(&place, &["verify", "-q"]);
    // what is read is not read again
    let again = run(&place, &["reprocess"]);
    ended(&again, 0);
    assert!(!stderr(&again).contains("read again by"), "{}", stderr(&again));
    assert_eq!(stdout(&again), sums);
    // in sums and one by one
    let all = value(&done(&place, &["reprocess", "--json", "-q"]));
    assert!(all["prepared"].as_u64().unwrap() > 10, "{all}");
    let shown = done(&place, &["reprocess", "--show", "--json"]);
    let each: Vec<Value> = shown.lines().map(value).collect();
    assert_eq!(all["changed"], each.len());
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for outcome in each.iter().flat_map(|one| one["statements"].as_array().unwrap()) {
        *counts
            .entry(outcome["change"].as_str().unwrap().to_owned())
            .or_default() += 1;
    }
    for (change, count) in counts {
        assert_eq!(all["statements"][&change], count, "{change}");
    }
    let text = done(&place, &["reprocess", "--show", "-q"]);
    for one in &each {
        assert!(
            text.contains(&format!(
                "{}.v{}",
                one["article"].as_str().unwrap(),
                one["version"]
            )),
            "{text}"
        );
    }
    assert!(text.ends_with(&sums), "{text}");
    // taken over, it is found
    let swapped = value(&done(
        &place,
        &["reprocess", "--swap", "--json", "--who", "mk", "-q"],
    ));
    assert_eq!(swapped["prepared"], all["prepared"]);
    assert_eq!(swapped["corrections"], all["corrections"]);
    let now = models(&place);
    assert!(now.len() == 1 && now.is_disjoint(&small), "{now:?}");
    let after = found(&place);
    assert_ne!(after, before);
    let exported = done(&place, &["export", "--format", "jsonl", "-q"]);
    let statements = exported
        .lines()
        .filter(|line| value(line)["record"] == "statement")
        .count();
    assert_eq!(after.lines().count(), statements);
    done(&place, &["verify", "-q"]);
    let article = value(after.lines().next().unwrap())["article"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(done(&place, &["show", &article]).contains("read again by mk"));
    // there is nothing more to do
    assert!(done(&place, &["reprocess", "--swap", "-q"]).contains("no reading is prepared"));
    assert_eq!(
        value(&done(&place, &["reprocess", "--json", "-q"]))["prepared"],
        0
    );
}

#[test]
fn the_same_engine_reads_the_same() {
    let place = library();
    let before = found(&place);
    let sums = value(&done(
        &place,
        &["reprocess", "--all", "--model", "fast", "--json", "-q"],
    ));
    assert!(sums["prepared"].as_u64().unwrap() > 10, "{sums}");
    assert_eq!(sums["changed"], 0, "{sums}");
    assert_eq!(done(&place, &["reprocess", "--show", "--json", "-q"]), "");
    done(&place, &["reprocess", "--swap", "-q"]);
    assert_eq!(found(&place), before);
    done(&place, &["verify", "-q"]);
}

#[test]
fn some_articles_are_read_again_and_thrown_away() {
    let place = library();
    let before = found(&place);
    let first = value(before.lines().next().unwrap())["article"]
        .as_str()
        .unwrap()
        .to_owned();
    let sums = value(&done(&place, &["reprocess", &first, "--json", "-q"]));
    assert_eq!(sums["prepared"], 1);
    let others = value(&done(
        &place,
        &["reprocess", "--where", "speaker:len", "--json", "-q"],
    ));
    assert_eq!(others["prepared"], 1, "{others}");
    // of one only
    let discarded = value(&done(&place, &["reprocess", "--discard", &first, "--json"]));
    assert_eq!(discarded["discarded"], 1);
    // the rest is read, not what was read before
    let rest = run(&place, &["reprocess"]);
    ended(&rest, 0);
    let read: u64 = stderr(&rest)
        .lines()
        .find_map(|line| {
            line.strip_prefix("note: ")?
                .split_once(" versions read again")?
                .0
                .parse()
                .ok()
        })
        .unwrap();
    let all = value(&done(&place, &["reprocess", "--json", "-q"]))["prepared"]
        .as_u64()
        .unwrap();
    assert_eq!(read + 1, all);
    let output = run(&place, &["reprocess", "--discard"]);
    ended(&output, 0);
    assert!(
        stderr(&output).contains(&format!("{all} prepared readings thrown away")),
        "{}",
        stderr(&output)
    );
    assert_eq!(found(&place), before);
    done(&place, &["verify", "-q"]);
    for wrong in [
        &["reprocess", "--show", "--swap"][..],
        &["reprocess", "--swap", "--discard"],
        &["reprocess", "--all", "--swap"],
        &["reprocess", &first, "--where", "a"],
        &["reprocess", "--model", "large"],
    ] {
        ended(&run(&place, wrong), 2);
    }
    ended(&run(&place, &["reprocess", "https://nowhere.example/"]), 1);
    ended(&run(&place, &["reprocess", "--where", "speaker:("]), 1);
    ended(&run(&place, &["reprocess", "--record", "none.db"]), 1);
    assert!(!place.path().join("none.db").exists());
}

/// A record of many articles of one statement each.
fn many(count: usize) -> TempDir {
    let mut rows = String::new();
    for n in 0..count {
        let text = format!("\"The lamps of street {n} are lit,\" John Smith said.\n");
        let row = serde_json::json!({ "url": format!("https://harbour.example/{n}"), "outlet": "Harbour Post", "text": text });
        let _ = writeln!(rows, "{row}");
    }
    let place = folder(&[("rows.jsonl", rows.as_bytes())]);
    done(&place, &["add", "rows.jsonl", "--model", "fast", "--quiet"]);
    place
}

#[test]
fn corrections_go_along_and_stale_ones_are_listed() {
    let place = folder(&[(
        "rows.jsonl",
        serde_json::json!({ "url": "https://harbour.example/1", "text":
            "\"The zebra lamps are lit tonight,\" John Smith said.\n\n\"The walrus ferry is late again,\" John Smith said.\n" })
        .to_string()
        .as_bytes(),
    )]);
    done(&place, &["add", "rows.jsonl", "--model", "fast", "-q"]);
    let key = |word: &str| {
        let hit = done(&place, &["search", word, "--all", "--format", "jsonl"]);
        value(&hit)["key"].as_str().unwrap().to_owned()
    };
    let (zebra, walrus) = (key("zebra"), key("walrus"));
    done(&place, &["correct", &zebra, "suppress"]);
    done(&place, &["correct", &walrus, "role", "Smith", "--why", "a test"]);
    // a reading that has only the walrus, and has nobody who said it
    let exported = done(&place, &["export", "--format", "json", "--whole", "walrus", "-q"]);
    let mut read = value(&exported);
    read.as_object_mut().unwrap().remove("context");
    let statements = read["statements"].as_array_mut().unwrap();
    assert_eq!(statements.len(), 1);
    statements[0]["speakers"] = Value::Array(Vec::new());
    let read: onrecord_record::ArticleRecord = serde_json::from_value(read).unwrap();
    let read = onrecord_record::CheckedRecord::new(read).unwrap();
    {
        let mut record = onrecord_store::Record::open(&place.path().join("onrecord.db")).unwrap();
        let version = record.versions_by_key(walrus.split('.').next().unwrap()).unwrap()[0];
        let mut change = record.change("test").unwrap();
        change.shadow(version, &read).unwrap();
        change.commit().unwrap();
    }
    let shown = done(&place, &["reprocess", "--show", "-q"]);
    assert!(
        shown.contains("correction 1: the new reading has no such statement, as was decided"),
        "{shown}"
    );
    assert!(
        shown.contains(
            "correction 2: it cannot be applied to the new reading: the role: the statement has no speaker"
        ),
        "{shown}"
    );
    assert!(
        shown.contains("corrections: 0 would hold again, 2 stale"),
        "{shown}"
    );
    assert_eq!(done(&place, &["corrections", "--stale"]), "");
    assert!(done(&place, &["reprocess", "--swap", "-q"]).contains("corrections: 0 hold again, 2 stale"));
    let stale = done(&place, &["corrections", "--stale", "--json"]);
    let stale: Vec<Value> = stale.lines().map(value).collect();
    assert_eq!(stale.len(), 2);
    assert_eq!(
        stale[0]["stale"],
        "the new reading has no such statement, as was decided"
    );
    assert!(done(&place, &["corrections", "--stale"]).contains("(stale: it cannot be applied"));
    let gone = run(&place, &["show", &zebra]);
    ended(&gone, 1);
    assert!(
        stderr(&gone).contains("correction 1 is about"),
        "{}",
        stderr(&gone)
    );
    // taken back, it is stale no more; the other one holds again when it is read again
    done(&place, &["correct", "2", "undo"]);
    assert_eq!(done(&place, &["corrections", "--stale"]).lines().count(), 1);
    done(&place, &["reprocess", "--all", "--model", "fast", "-q"]);
    done(&place, &["reprocess", "--swap", "-q"]);
    assert_eq!(done(&place, &["corrections", "--stale"]), "");
    assert_eq!(
        done(&place, &["search", "zebra", "--all", "--format", "jsonl"]),
        ""
    );
    done(&place, &["verify", "-q"]);
}

/// The readings in each state, by version.
fn readings(place: &TempDir, state: &str) -> BTreeMap<i64, i64> {
    let db = rusqlite::Connection::open(place.path().join("onrecord.db")).unwrap();
    let mut query = db
        .prepare("SELECT version_id, id FROM reading WHERE state = ?1")
        .unwrap();
    let rows = query
        .query_map([state], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    let mut all = BTreeMap::new();
    for row in rows {
        let (version, reading) = row.unwrap();
        assert_eq!(
            all.insert(version, reading),
            None,
            "two {state} readings of version {version}"
        );
    }
    all
}

#[test]
fn killed_at_any_time_each_article_has_one_reading_whole() {
    let place = many(700);
    let found_before = found(&place);
    let kill = |arguments: &[&str], share: f64, took: std::time::Duration| {
        let mut child = plain_command()
            .current_dir(place.path())
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(took.mul_f64(share));
        let _ = child.kill();
        child.wait().unwrap();
    };
    let reread = ["reprocess", "--all", "--model", "fast", "-q"];
    let begun = Instant::now();
    done(&place, &reread);
    let reading = begun.elapsed();
    let begun = Instant::now();
    done(&place, &["reprocess", "--swap", "-q"]);
    let swapping = begun.elapsed();
    let mut between = 0;
    for share in [0.2, 0.4, 0.6, 0.8] {
        let old = readings(&place, "current");
        kill(&reread, share, reading);
        // what is current is untouched, and what is prepared is not read again
        assert_eq!(readings(&place, "current"), old);
        let kept = readings(&place, "shadow");
        done(&place, &reread);
        let new = readings(&place, "shadow");
        assert_eq!(new.len(), old.len());
        assert!(
            kept.iter()
                .all(|(version, reading)| new.get(version) == Some(reading))
        );
        kill(&["reprocess", "--swap", "--no-index", "-q"], share, swapping);
        done(&place, &["verify", "-q"]);
        let (now, left) = (readings(&place, "current"), readings(&place, "shadow"));
        assert_eq!(now.len(), old.len());
        for (version, reading) in &now {
            let waits = left.contains_key(version);
            assert_eq!(if waits { &old[version] } else { &new[version] }, reading);
        }
        between += usize::from(!left.is_empty() && left.len() < new.len());
        done(&place, &["reprocess", "--swap", "-q"]);
        assert_eq!(readings(&place, "current"), new);
        assert_eq!(found(&place), found_before);
    }
    // how often it was hit in the midst depends on the machine
    eprintln!("killed between two commits {between} times");
}
