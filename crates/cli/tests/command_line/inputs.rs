//! Folders, archives, patterns and what is in them.

use crate::support::{PLAIN, ended, folder, read, records, stderr};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn taped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        archive.append_data(&mut header, name, *bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// What each article came from: the input's name without its folder, and the way inside.
fn ways(folder: &Path, output: &std::process::Output) -> Vec<String> {
    let way = |record: onrecord_record::ArticleRecord| {
        let origin = record.article.origin.unwrap();
        let input = origin.input.replace(&format!("{}/", folder.display()), "");
        let mut way = vec![input];
        way.extend(origin.within);
        way.join(" > ")
    };
    records(output).into_iter().map(way).collect()
}

#[test]
fn a_folder_with_archives_in_it_comes_in_order() {
    let inner = zipped(&[("deep.txt", PLAIN.as_bytes())]);
    let place = folder(&[
        ("b.txt", PLAIN.as_bytes()),
        ("picture.gif", b"GIF89a\0\0\0"),
        (
            "c.zip",
            &zipped(&[("2.txt", PLAIN.as_bytes()), ("inner.zip", &inner)]),
        ),
        (
            "d.tar.gz",
            &gzipped(&taped(&[("x/1.txt", PLAIN.as_bytes()), ("style.css", b"p {}")])),
        ),
        ("a.txt.gz", &gzipped(PLAIN.as_bytes())),
        ("broken.zip", b"PK\x03\x04nothing"),
    ]);
    fs::write(place.path().join(".hidden.txt"), PLAIN).unwrap();
    let output = read(place.path(), &["."]);
    ended(&output, 3);
    assert_eq!(
        ways(Path::new("."), &output),
        [
            "a.txt.gz",
            "b.txt",
            "c.zip > 2.txt",
            "c.zip > inner.zip > deep.txt",
            "d.tar.gz > x/1.txt"
        ]
    );
    let said = stderr(&output);
    assert!(
        said.contains("broken.zip: this ZIP archive cannot be read"),
        "{said}"
    );
    assert!(said.contains("read 5 articles with 5 statements"), "{said}");
    assert!(
        said.contains("passed over 1: not an article: this is an image"),
        "{said}"
    );
    for threads in ["1", "2", "7"] {
        let again = read(place.path(), &[".", "--threads", threads]);
        assert_eq!(again.stdout, output.stdout);
    }
}

#[test]
fn strict_stops_at_the_first_failure() {
    let place = folder(&[
        ("a.txt", PLAIN.as_bytes()),
        ("b.txt", b""),
        ("c.txt", PLAIN.as_bytes()),
    ]);
    let output = read(place.path(), &["a.txt", "b.txt", "c.txt", "--strict"]);
    ended(&output, 1);
    assert_eq!(records(&output).len(), 1);
}

#[test]
fn what_is_not_english_is_kept_without_statements() {
    let german = "„Der Hafen wird im Frühjahr ausgebaggert“, sagte die Bürgermeisterin am Montag vor dem Rat der Stadt. \
                  Die Arbeiten sollen nach ihren Worten bis zum Herbst dauern.";
    let place = folder(&[("hafen.txt", german.as_bytes()), ("late.txt", PLAIN.as_bytes())]);
    let output = read(
        place.path(),
        &["hafen.txt", "late.txt", "--report", "report.jsonl"],
    );
    ended(&output, 0);
    let found = records(&output);
    assert_eq!(found[0].article.lang.as_deref(), Some("de"));
    assert_eq!(found[0].article.text, german);
    assert!(found[0].statements.is_empty());
    assert!(found[0].unread.as_ref().unwrap().detail.contains("German"));
    assert_eq!((found[1].statements.len(), &found[1].unread), (1, &None));
    assert!(stderr(&output).contains("hafen.txt: the text is in German"));
    let report = fs::read_to_string(place.path().join("report.jsonl")).unwrap();
    let lines: Vec<serde_json::Value> = report.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines[0]["result"], "unread");
    assert_eq!(lines[1]["result"], "read");
}

#[test]
fn patterns_that_the_shell_left_alone() {
    let place = folder(&[("a.txt", PLAIN.as_bytes()), ("b.txt", PLAIN.as_bytes())]);
    let output = read(place.path(), &["*.txt", "*.html"]);
    ended(&output, 3);
    assert_eq!(ways(Path::new("."), &output), ["a.txt", "b.txt"]);
    assert!(stderr(&output).contains("*.html: no file has a name like this"));
}

/// The name, the result and the reason of each line of the report.
fn reported(folder: &Path) -> Vec<(String, String, String)> {
    let lines = fs::read_to_string(folder.join("report.jsonl")).unwrap();
    let line = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        (text("name"), text("result"), text("reason"))
    };
    lines.lines().map(line).collect()
}

#[test]
fn damaged_members_fail_and_what_is_passed_over_stands_in_the_report() {
    let mut archive = zipped(&[
        ("a.txt", PLAIN.as_bytes()),
        ("b.txt", b"Rain fell on the harbour all day, the mayor said."),
        ("c.gif", b"GIF89a\0\0\0"),
    ]);
    // the checksum of the second member, in its own head and in the directory, does not fit any more
    let at = archive.windows(5).position(|w| w == b"b.txt").unwrap() - 16;
    let sum: Vec<u8> = archive[at..at + 4].to_vec();
    for at in 0..archive.len() - 4 {
        if archive[at..at + 4] == sum {
            archive[at] ^= 0xff;
        }
    }
    let place = folder(&[("x.zip", &archive)]);
    let output = read(place.path(), &["x.zip", "--report", "report.jsonl"]);
    ended(&output, 3);
    assert_eq!(records(&output).len(), 1);
    let lines = reported(place.path());
    let told: Vec<_> = lines.iter().map(|l| (l.0.as_str(), l.1.as_str())).collect();
    let all = [
        ("x.zip > a.txt", "read"),
        ("x.zip > b.txt", "failed"),
        ("x.zip > c.gif", "passed over"),
    ];
    assert_eq!(
        told.iter().map(|t| t.1).collect::<Vec<_>>(),
        all.map(|t| t.1),
        "{lines:?}"
    );
    assert!(
        lines
            .iter()
            .zip(all)
            .all(|(line, all)| line.0.ends_with(all.0.split(" > ").last().unwrap()))
    );
    assert!(lines[2].2.starts_with("not an article: "), "{lines:?}");
    ended(&read(place.path(), &["x.zip", "--strict"]), 1);
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_of_a_folder_are_passed_over_by_name() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("secret.txt", PLAIN.as_bytes())]);
    let place = folder(&[]);
    let within = place.path().join("in");
    fs::create_dir(&within).unwrap();
    for name in ["a.txt", ".hidden.txt"] {
        fs::write(within.join(name), PLAIN).unwrap();
    }
    symlink(outside.path().join("secret.txt"), within.join("b.txt")).unwrap();
    symlink(within.join("a.txt"), within.join("c.txt")).unwrap();
    symlink(outside.path(), within.join("d")).unwrap();
    symlink(within.join("nowhere.txt"), within.join("e.txt")).unwrap();
    let output = read(place.path(), &["in", "--report", "report.jsonl"]);
    ended(&output, 0);
    assert_eq!(ways(place.path(), &output), ["in/a.txt", "in/c.txt"]);
    let lines = reported(place.path());
    let passed: Vec<_> = lines
        .iter()
        .filter(|l| l.1 == "passed over")
        .map(|l| l.2.as_str())
        .collect();
    assert_eq!(
        passed,
        [
            "not an article: hidden",
            "not an article: a link that leads out of the folder",
            "not an article: a link to a folder",
            "not an article: a link to nothing"
        ]
    );
    fs::remove_file(within.join("e.txt")).unwrap();
    let output = read(place.path(), &["in/**/*.txt", "--report", "report.jsonl"]);
    ended(&output, 0);
    // what a pattern fits is named: links to files among it, as in a shell, and no hidden files
    assert_eq!(ways(place.path(), &output), ["in/a.txt", "in/b.txt", "in/c.txt"]);
    let lines = reported(place.path());
    assert!(
        lines.iter().any(|l| l.2.ends_with("behind a link to a folder")),
        "{lines:?}"
    );
}
