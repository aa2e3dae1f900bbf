//! Loading gold: what is wrong is named with file, field and remedy, and nothing panics.

use onrecord_eval::gold::{GoldError, load_folder, load_polnear, parse_polnear};
use proptest::prelude::*;
use std::path::Path;

fn folder(json: &str) -> Result<usize, GoldError> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("doc.txt"), "Ada said so. 🚢").expect("written");
    std::fs::write(folder.path().join("doc.json"), json).expect("written");
    load_folder(folder.path()).map(|articles| articles.len())
}

fn message(result: Result<usize, GoldError>) -> String {
    result.expect_err("must be refused").to_string()
}

#[test]
fn sound_gold_loads() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let gold = load_folder(&data.join("gold")).unwrap();
    assert_eq!(
        gold.iter()
            .map(|g| (g.doc.as_str(), g.statements.len()))
            .collect::<Vec<_>>(),
        [("ferries", 5), ("pier", 3)]
    );
    assert!(gold[1].statements[0].source.is_empty());
    assert!(gold[1].statements[2].optional);
    assert_eq!(load_polnear(&data.join("polnear.jsonl")).unwrap().len(), 2);
}

#[test]
fn spans_and_references_are_checked() {
    assert_eq!(
        folder(r#"{"statements": [{"id": "s1", "content": [[9, 14]]}]}"#).unwrap(),
        1
    );
    let text = message(folder(r#"{"statements": [{"id": "s1", "content": [[9, 99]]}]}"#));
    assert!(
        text.contains("doc.json: s1.content[0] is [9, 99], expected start < end <= 14"),
        "{text}"
    );
    let text = message(folder(
        r#"{"statements": [{"id": "s1", "content": [], "cue": [[4, 8], [8, 8]]}]}"#,
    ));
    assert!(text.contains("s1.cue[1] is [8, 8]"), "{text}");
    let text = message(folder(
        r#"{"statements": [{"id": "s1", "content": [], "parent": "s7"}]}"#,
    ));
    assert!(
        text.contains("s1.parent is \"s7\": no statement has that id"),
        "{text}"
    );
    let text = message(folder(
        r#"{"statements": [{"id": "s1", "content": []}, {"id": "s1", "content": []}]}"#,
    ));
    assert!(text.contains("statements[1].id is \"s1\": given twice"), "{text}");
}

#[test]
fn the_form_is_checked() {
    let text = message(folder(
        "{\n\"statements\": [{\"id\": \"s1\", \"content\": [], \"mode\": \"sang\"}]}",
    ));
    assert!(
        text.contains("unknown variant `sang`") && text.contains("line 2"),
        "{text}"
    );
    let text = message(folder(r#"{"sha256": "00", "statements": []}"#));
    assert!(
        text.contains("doc.txt: SHA-256 is ") && text.contains("restore the file"),
        "{text}"
    );
    assert!(message(folder("")).contains("doc.json"));
    assert!(
        message(folder(r#"{"statements": [{"id": "s1", "content": [[-1, 3]]}]}"#)).contains("integer `-1`")
    );
}

#[test]
fn absence_is_named() {
    let empty = tempfile::tempdir().unwrap();
    assert!(
        load_folder(empty.path())
            .unwrap_err()
            .to_string()
            .contains("holds no gold")
    );
    assert!(
        load_folder(&empty.path().join("none"))
            .unwrap_err()
            .to_string()
            .contains("cannot be read")
    );
    std::fs::write(empty.path().join("doc.json"), r#"{"statements": []}"#).unwrap();
    assert!(
        load_folder(empty.path())
            .unwrap_err()
            .to_string()
            .contains("doc.txt: cannot be read")
    );
    let latin = empty.path().join("latin.jsonl");
    std::fs::write(&latin, b"{\"doc\": \"\xe9\"}").unwrap();
    assert!(
        load_polnear(&latin)
            .unwrap_err()
            .to_string()
            .contains("latin.jsonl: cannot be read")
    );
}

#[test]
fn polnear_lines_are_named() {
    let file = Path::new("dev.jsonl");
    let good = r#"{"doc": "a", "text": "Ada said so.", "attributions": [{"source": null, "cue": [[4, 8]], "content": [[9, 11]]}]}"#;
    assert_eq!(
        parse_polnear(&format!("{good}\r\n\n{good}"), file).unwrap().len(),
        2
    );
    let error = parse_polnear(&format!("{good}\n\n{{]"), file)
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("dev.jsonl, line 3: "), "{error}");
    let bad = good.replace("[4, 8]", "[4, 80]");
    let error = parse_polnear(&format!("{good}\n{bad}"), file)
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("dev.jsonl, line 2: attributions[0].cue[0] is [4, 80]"),
        "{error}"
    );
    assert!(matches!(parse_polnear("\n", file), Err(GoldError::Empty { .. })));
    let deep = "[".repeat(100_000);
    assert!(matches!(parse_polnear(&deep, file), Err(GoldError::Form { .. })));
}

proptest! {
    #[test]
    fn hostile_lines_do_not_panic(line in any::<String>(), start in any::<u32>(), end in any::<u32>()) {
        let _ = parse_polnear(&line, Path::new("x"));
        let json = serde_json::json!({"doc": line, "text": line, "attributions": [{"content": [[start, end]]}]});
        let _ = parse_polnear(&json.to_string(), Path::new("x"));
    }
}
