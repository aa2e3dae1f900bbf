//! What `onrecord eval` cannot use is named with file, place and remedy.

use crate::eval::{change, data, eval, perfect, spoilt};
use crate::support::{ended, folder, stderr, stdout};
use std::fs;
use std::process::Output;

#[track_caller]
fn assert_says(output: &Output, code: i32, expected: &[&str]) {
    ended(output, code);
    let said = stderr(output);
    for words in expected {
        assert!(said.contains(words), "expected {words:?} in {said}");
    }
}

#[test]
fn gold_that_cannot_be_used() {
    let place = folder(&[
        (
            "broken.jsonl",
            b"{\"doc\": \"a\", \"text\": \"b\", \"attributions\": []}\n{\"doc\": \"c\", \"text\": 7}\n",
        ),
        (
            "outside.jsonl",
            b"{\"doc\": \"a\", \"text\": \"b\", \"attributions\": [{\"content\": [[0, 9]]}]}\n",
        ),
        ("empty.jsonl", b"\n\n"),
    ]);
    let at = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    for (name, expected) in [
        (
            "nowhere",
            &[
                "nowhere: cannot be read: No such file",
                "; gold is a folder that holds DOC.json",
            ][..],
        ),
        (
            "broken.jsonl",
            &[
                "broken.jsonl, line 2: invalid type: integer `7`",
                "compare it with the annotation guide",
            ],
        ),
        (
            "outside.jsonl",
            &[
                "outside.jsonl, line 1: attributions[0].content[0] is [0, 9]",
                "the text's code points",
            ],
        ),
        (
            "empty.jsonl",
            &["empty.jsonl: holds no gold; expected one article a line"],
        ),
        (
            "",
            &["holds no gold; expected DOC.json files, each with its DOC.txt"],
        ),
    ] {
        let output = eval(&[&at(name), "--model", "fast"]);
        assert_says(&output, 1, expected);
        assert_eq!(stdout(&output), "");
    }
}

#[test]
fn gold_of_another_text() {
    let place = folder(&[]);
    for name in ["ferries.json", "ferries.txt"] {
        fs::copy(data("gold").join(name), place.path().join(name)).unwrap();
    }
    let gold = place.path().to_str().unwrap();
    let text = place.path().join("ferries.txt");
    fs::write(&text, fs::read_to_string(&text).unwrap() + "\n").unwrap();
    let output = eval(&[gold, "--model", "fast"]);
    assert_says(
        &output,
        1,
        &["ferries.txt: SHA-256 is ", "restore the file as annotated"],
    );
    fs::remove_file(&text).unwrap();
    assert_says(
        &eval(&[gold, "--model", "fast"]),
        1,
        &["ferries.txt: cannot be read: No such file"],
    );
    fs::write(
        place.path().join("ferries.json"),
        "{\n \"statements\": [\n  {\"id\": 1}]}",
    )
    .unwrap();
    assert_says(
        &eval(&[gold, "--model", "fast"]),
        1,
        &["ferries.json: invalid type: integer `1`", "at line 3 column 10"],
    );
}

#[test]
fn records_that_cannot_be_used() {
    let records = perfect();
    let path = records.path().to_str().unwrap().to_owned();
    let score = || eval(&["gold", "--predictions", &path]);

    change(&records, "pier", |record| {
        record["article"]["text"] = "Another text.".into()
    });
    assert_says(
        &score(),
        1,
        &[
            "pier: the record's text is not the gold's text",
            "read the gold's own text file again",
        ],
    );
    change(&records, "pier", |record| {
        record["schema"] = "onrecord/article/9".into()
    });
    assert_says(
        &score(),
        1,
        &[
            "pier.json: schema is \"onrecord/article/9\"",
            "read the text again",
        ],
    );
    fs::write(records.path().join("pier.json"), "{\"statements\": []}").unwrap();
    assert_says(
        &score(),
        1,
        &[
            "pier.json: missing field",
            "at line 1 column 18",
            "onrecord read DOC.txt --format json",
        ],
    );
    assert_eq!(stdout(&score()), "");
}

#[test]
fn records_that_are_missing_count_as_nothing_found_and_are_named() {
    let records = spoilt();
    let path = records.path().to_str().unwrap().to_owned();
    fs::remove_file(records.path().join("pier.json")).unwrap();
    let output = eval(&["gold", "--predictions", &path, "--errors"]);
    assert_says(
        &output,
        3,
        &["pier.json: no such file; it counts as a record in which nothing was found"],
    );
    let report = stdout(&output);
    assert!(report.contains("no record for: pier"), "{report}");
    assert!(report.contains("⟦The pier is closed⟧"), "{report}");

    fs::remove_file(records.path().join("ferries.json")).unwrap();
    let output = eval(&["gold", "--predictions", &path]);
    assert_says(
        &output,
        1,
        &["holds no record of any of the 2 articles; a record of the article DOC is expected in DOC.json"],
    );
    assert_eq!(stdout(&output), "");
    let output = eval(&["gold", "--predictions", "nowhere"]);
    assert_says(
        &output,
        1,
        &[
            "nowhere: cannot be read: ",
            "predictions are a folder of DOC.json",
        ],
    );
}

#[test]
fn documents_whose_names_lead_elsewhere_are_refused() {
    let place = folder(&[(
        "odd.jsonl",
        b"{\"doc\": \"../odd\", \"text\": \"b\", \"attributions\": []}\n",
    )]);
    let gold = place.path().join("odd.jsonl");
    let output = eval(&[
        gold.to_str().unwrap(),
        "--predictions",
        place.path().to_str().unwrap(),
    ]);
    assert_says(
        &output,
        1,
        &["\"../odd\" is no name of a file; rename the document in the gold"],
    );
}
