//! The same input gives the same bytes, and confidence is a filter.

use crate::support::{PLAIN, SAMPLES, ended, folder, onrecord, read, records, samples, stderr, stdout};
use std::collections::BTreeSet;

#[test]
fn the_same_bytes_with_any_number_of_threads_and_every_time() {
    let files: Vec<&str> = SAMPLES.iter().copied().cycle().take(9).collect();
    for format in ["json", "jsonl", "csv", "text", "html"] {
        let with = |threads: &str| {
            let output = read(
                samples(),
                &[&files[..], &["--format", format, "-j", threads]].concat(),
            );
            ended(&output, 0);
            stdout(&output)
        };
        let once = with("1");
        for threads in ["1", "2", "5"] {
            assert_eq!(with(threads), once, "{format} with {threads} threads");
        }
    }
}

#[test]
fn the_standard_model_repeats_itself_too() {
    let with = |threads: &str| {
        let mut command = onrecord(samples());
        let output = command
            .arg("read")
            .args(SAMPLES)
            .args(["-j", threads])
            .output()
            .unwrap();
        ended(&output, 0);
        stdout(&output)
    };
    let once = with("1");
    assert_eq!(with("1"), once);
    assert_eq!(with("3"), once);
}

#[test]
fn an_article_is_read_the_same_alone_and_among_others() {
    let among = stdout(&read(samples(), &SAMPLES));
    for (line, name) in among.lines().zip(SAMPLES) {
        assert_eq!(stdout(&read(samples(), &[name])).trim_end(), line);
    }
}

#[test]
fn results_and_errors_come_in_the_order_of_the_inputs() {
    let long = PLAIN.repeat(400);
    let place = folder(&[
        ("long.txt", long.as_bytes()),
        ("short.txt", PLAIN.as_bytes()),
        ("a.txt", b""),
        ("b.txt", b""),
    ]);
    let output = read(
        place.path(),
        &["long.txt", "b.txt", "short.txt", "a.txt", "-j", "4"],
    );
    ended(&output, 3);
    let lengths: Vec<usize> = records(&output).iter().map(|r| r.article.text.len()).collect();
    assert_eq!(lengths, [long.len(), PLAIN.len()]);
    let said = stderr(&output);
    assert!(said.find("b.txt: it is empty").unwrap() < said.find("a.txt: it is empty").unwrap());
    assert!(said.contains("2 of 4 inputs could not be read"));
}

#[test]
fn a_higher_confidence_only_leaves_out() {
    let at = |least: &str| {
        let output = read(samples(), &[&SAMPLES[..], &["--min-confidence", least]].concat());
        ended(&output, 0);
        records(&output)
    };
    let all = at("0");
    let mut before = usize::MAX;
    for (least, threshold) in [("0", 0.0), ("0.5", 0.5), ("0.9", 0.9), ("1", 1.0)] {
        let some = at(least);
        let count: usize = some.iter().map(|record| record.statements.len()).sum();
        assert!(count <= before);
        before = count;
        for (some, all) in some.iter().zip(&all) {
            assert!(some.statements.iter().all(|s| s.confidence >= threshold));
            let contents: BTreeSet<_> = all
                .statements
                .iter()
                .map(|s| (s.content[0].start, s.cue.first().map(|c| c.start)))
                .collect();
            assert!(
                some.statements
                    .iter()
                    .all(|s| contents.contains(&(s.content[0].start, s.cue.first().map(|c| c.start))))
            );
            let confident = all
                .statements
                .iter()
                .filter(|s| s.confidence >= threshold)
                .count();
            assert_eq!(some.statements.len(), confident);
        }
    }
}
