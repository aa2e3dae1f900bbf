//! Records that leave for other tools, and annotated articles that come in.

use crate::asking::library;
use crate::support::{ended, folder, onrecord, record, run, samples, stderr, stdout};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn lines(output: &Output) -> Vec<Value> {
    let text = stdout(output);
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn everything_leaves_with_what_the_record_knows() {
    let place = library();
    let output = run(&place, &["export", "--format", "json"]);
    ended(&output, 0);
    let articles = lines(&output);
    // the killed item stays
    assert_eq!(articles.len(), 2);
    for article in &articles {
        let plain = record(&article.to_string());
        assert!(!plain.statements.is_empty());
        assert!(article["context"]["version"]["seen"].is_string());
    }
    let ferry = articles
        .iter()
        .find(|a| a["article"]["url"] == "https://coast.example/ferry")
        .unwrap();
    assert_eq!(ferry["context"]["version"]["number"], 2);
    assert_eq!(ferry["context"]["version"]["revises"], 1);
    let people = ferry["context"]["people"].as_object().unwrap();
    assert!(people.values().any(|person| person["name"] == "Ada Quill"));
    assert!(stderr(&output).contains("2 articles and "), "{}", stderr(&output));
    // the same bytes again
    assert_eq!(run(&place, &["export", "--format", "json"]).stdout, output.stdout);
}

#[test]
fn a_query_takes_out_its_statements_or_all_of_their_articles() {
    let place = library();
    let output = run(&place, &["export", "speaker:varga", "-f", "json", "--quiet"]);
    ended(&output, 0);
    assert_eq!(stderr(&output), "");
    let articles = lines(&output);
    assert_eq!(articles.len(), 1);
    let some = record(&articles[0].to_string());
    assert_eq!(some.statements.len(), 1);
    assert!(
        some.people
            .iter()
            .all(|person| person.name.as_deref() == Some("Bo Varga"))
    );
    let whole = run(&place, &["export", "speaker:varga", "-f", "json", "--whole"]);
    assert_eq!(record(&stdout(&whole)).statements.len(), 3);
    let none = run(&place, &["export", "speaker:nobody", "-f", "jsonl"]);
    ended(&none, 0);
    assert_eq!(stdout(&none), "");
    ended(&run(&place, &["export", "speaker:(", "-f", "jsonl"]), 1);
}

#[test]
fn rejected_statements_stay() {
    let place = library();
    let path = place.path().join("onrecord.db");
    let before = lines(&run(&place, &["export", "-f", "jsonl"])).len();
    let sql = "UPDATE statement SET review = CASE WHEN id % 2 = 0 THEN 'rejected' ELSE 'suppressed' END
                WHERE reading_id IN (SELECT r.id FROM reading r JOIN version v ON v.id = r.version_id WHERE v.title = 'Ferry later')";
    let db = rusqlite::Connection::open(path).unwrap();
    assert_eq!(db.execute(sql, []).unwrap(), 3);
    let output = run(&place, &["export", "-f", "jsonl"]);
    ended(&output, 0);
    assert_eq!(lines(&output).len(), before - 3);
    assert!(!stdout(&output).contains("lamps"), "{}", stdout(&output));
    let said = stderr(&output);
    assert!(said.contains("stayed behind: rejected"), "{said}");
    assert!(said.contains("stayed behind: suppressed"), "{said}");
    // what is suppressed is not found again by its words
    db.execute(
        "UPDATE statement SET review = 'suppressed' WHERE review = 'rejected'",
        [],
    )
    .unwrap();
    ended(&run(&place, &["check", "Nobody was hurt"]), 1);
    db.execute(
        "UPDATE statement SET review = 'rejected' WHERE review = 'suppressed'",
        [],
    )
    .unwrap();
    // nor does a query that finds them bring them out
    let asked = run(
        &place,
        &[
            "export",
            "speaker:varga version:all review:rejected",
            "-f",
            "jsonl",
        ],
    );
    assert_eq!(stdout(&asked), "");
}

#[test]
fn files_appear_whole_and_under_the_format_of_their_names() {
    let place = library();
    for (name, begin) in [
        ("all.parquet", &b"PAR1"[..]),
        ("all.csv", b"\"record\","),
        ("all.articles.jsonl", b"{\"schema\""),
        ("all.jsonl", b"{\"record\""),
        ("all.anno.jsonld", b"{"),
        ("all.akn.xml", b"<?xml"),
        ("all.ninjs.jsonl", b"{"),
        ("all.conllup", b"# global.columns"),
    ] {
        ended(&run(&place, &["export", "-o", name]), 0);
        let bytes = std::fs::read(place.path().join(name)).unwrap();
        assert!(bytes.starts_with(begin), "{name}");
    }
    ended(&run(&place, &["export", "--bom", "-o", "bom.csv"]), 0);
    assert!(
        std::fs::read(place.path().join("bom.csv"))
            .unwrap()
            .starts_with(b"\xef\xbb\xbf")
    );
    let left: Vec<_> = std::fs::read_dir(place.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(".onrecord"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn no_words_leave_when_none_may() {
    let place = library();
    let output = run(&place, &["export", "-f", "webannotation", "--excerpt", "offsets"]);
    ended(&output, 0);
    assert!(!stdout(&output).contains("forty cadets"));
    let some = run(&place, &["export", "-f", "jsonl", "--excerpt", "characters:5"]);
    assert!(stdout(&some).contains("\"text\":\"“The \""), "{}", stdout(&some));
    let refused = run(&place, &["export", "-f", "conllu", "--excerpt", "offsets"]);
    ended(&refused, 1);
    assert!(stderr(&refused).contains("keeps back"));
    ended(&run(&place, &["export", "-f", "jsonl", "--excerpt", "some"]), 2);
}

#[test]
fn what_cannot_be_written_is_refused() {
    let place = library();
    let before = std::fs::read(place.path().join("onrecord.db")).unwrap();
    let over = run(&place, &["export", "-f", "csv", "-o", "onrecord.db"]);
    ended(&over, 1);
    assert!(stderr(&over).contains("this is the record itself"));
    assert_eq!(std::fs::read(place.path().join("onrecord.db")).unwrap(), before);
    ended(&run(&place, &["export", "-o", "all.xlsx"]), 1);
    ended(&run(&place, &["export", "-f", "brat"]), 1);
    ended(&run(&place, &["export", "-f", "xlsx"]), 2);
    ended(&run(&place, &["export", "-f", "csv", "-o", "."]), 1);
    ended(&run(&place, &["export", "-f", "csv", "-o", "none/all.csv"]), 1);
}

#[test]
fn what_was_annotated_comes_back() {
    let place = library();
    ended(&run(&place, &["export", "-f", "brat", "-o", "annotated"]), 0);
    ended(&run(&place, &["export", "-f", "brat", "-o", "annotated"]), 1);
    let output = run(
        &place,
        &["import", "annotated", "--from", "brat", "--record", "other.db"],
    );
    ended(&output, 0);
    assert!(stderr(&output).contains("2 new"), "{}", stderr(&output));
    let contents = |database: &str| {
        let output = run(&place, &["export", "-f", "jsonl", "--record", database]);
        let mut all: Vec<String> = lines(&output)
            .iter()
            .filter(|line| line["record"] == "statement")
            .map(|line| line["content"].to_string())
            .collect();
        all.sort();
        all
    };
    assert_eq!(contents("other.db"), contents("onrecord.db"));
    ended(&run(&place, &["search", "lamps", "--record", "other.db"]), 0);
    ended(&run(&place, &["verify", "--record", "other.db", "-q"]), 0);
    let again = run(
        &place,
        &["import", "annotated", "--from", "brat", "--record", "other.db"],
    );
    assert!(stderr(&again).contains("2 known already"), "{}", stderr(&again));
    assert!(
        stderr(&again).contains("are those that the record had"),
        "{}",
        stderr(&again)
    );
}

#[test]
fn the_other_tools_are_read() {
    let polnear = r#"{"doc":"a","text":"Rain is due, Ada said.\n","attributions":[{"source":[[13,16]],"cue":[[17,21]],"content":[[0,11]]}]}"#;
    let citron = r#"{"quotes":[{"cue":{"start":17,"end":21,"text":"said"},"sources":[{"start":13,"end":16,"text":"Ada"}],"contents":[{"start":0,"end":11,"text":"Rain is due"}]}]}"#;
    let polnear = format!("{polnear}\n{{\"doc\": 3}}\n");
    let place = folder(&[
        ("polnear.jsonl", polnear.as_bytes()),
        ("story.json", citron.as_bytes()),
        ("words.txt", b"Rain is due, Ada said.\n"),
    ]);
    let some = run(&place, &["import", "polnear.jsonl", "--from", "polnear"]);
    ended(&some, 3);
    assert!(
        stderr(&some).contains("polnear.jsonl, line 2"),
        "{}",
        stderr(&some)
    );
    assert!(
        stderr(&some).contains("1 new; 1 statement added"),
        "{}",
        stderr(&some)
    );
    let quotes = run(
        &place,
        &[
            "import",
            "story.json",
            "--from",
            "citron",
            "--text",
            "words.txt",
            "--record",
            "c.db",
        ],
    );
    ended(&quotes, 0);
    assert!(
        stderr(&quotes).contains("1 new; 1 statement added"),
        "{}",
        stderr(&quotes)
    );
    for wrong in [
        &["import", "none", "--from", "brat"][..],
        &["import", "story.json", "--from", "citron", "--record", "d.db"],
        &["import", "words.txt", "--from", "polnear"],
        &["import", ".", "--from", "brat"],
        &["import", "a", "b", "--from", "brat", "--text", "words.txt"],
    ] {
        ended(&run(&place, wrong), 1);
    }
    ended(&run(&place, &["import", "story.json"]), 2);
}

/// The formats, written by the program and read with the libraries that others read them with.
#[test]
fn exports_are_read_by_the_libraries_of_others() {
    let Some(python) = python() else { return };
    let place = folder(&[]);
    let all = samples();
    let sources = [all.join("wire.txt"), all.join("newspaper.txt"), all.join("inbox")];
    let mut add = onrecord(place.path());
    let added = add
        .args(["add", "--model", "fast", "--quiet"])
        .args(sources)
        .output()
        .unwrap();
    ended(&added, 0);
    let out = place.path().join("out");
    std::fs::create_dir(&out).unwrap();
    let files = [
        "sample.articles.jsonl",
        "sample.jsonl",
        "sample.csv",
        "sample.parquet",
        "sample.anno.jsonld",
        "sample.jsonld",
        "sample.conllup",
        "sample.akn.xml",
        "sample.ninjs.jsonl",
    ];
    for file in files {
        ended(&run(&place, &["export", "-o", &format!("out/{file}")]), 0);
    }
    ended(&run(&place, &["export", "-f", "brat", "-o", "out/brat"]), 0);
    let script = root().join("scripts/readback/readback.py");
    let read = Command::new(python)
        .arg("-B")
        .args([script.as_path(), Path::new("--record"), &out])
        .output()
        .unwrap();
    let (told, failed) = (stdout(&read), String::from_utf8_lossy(&read.stderr).into_owned());
    assert!(read.status.success(), "{told}{failed}");
    // each of them was there to be read
    assert_eq!(told.lines().count(), files.len() + 1, "{told}");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Python with the pinned libraries, in a folder beside what is built; nothing, and a word on it, when they cannot be had.
fn python() -> Option<PathBuf> {
    let requirements = root().join("scripts/readback/requirements.txt");
    let pinned = std::fs::read_to_string(&requirements).unwrap();
    let venv = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readback-venv");
    let done = venv.join("installed.txt");
    let python = venv.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    if std::fs::read_to_string(&done).is_ok_and(|installed| installed == pinned) {
        return Some(python);
    }
    let step = |program: &Path, arguments: &[&std::ffi::OsStr], what: &str| {
        let output = Command::new(program).args(arguments).output();
        let failed = match output {
            Ok(output) if output.status.success() => return true,
            Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
            Err(error) => error.to_string(),
        };
        eprintln!("SKIPPED: exports are not read back with the libraries of others: {what}: {failed}");
        false
    };
    let made = step(
        Path::new("python3"),
        &["-m".as_ref(), "venv".as_ref(), "--clear".as_ref(), venv.as_ref()],
        "no virtual environment could be made",
    );
    let options = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--retries",
        "1",
        "--timeout",
        "20",
        "-r",
    ];
    let mut install: Vec<&std::ffi::OsStr> = options.iter().map(std::ffi::OsStr::new).collect();
    install.push(requirements.as_os_str());
    let installed = made && step(&python, &install, "the package index did not give the libraries");
    if !installed {
        return None;
    }
    std::fs::write(&done, pinned).unwrap();
    Some(python)
}
