//! Tables go in, articles come out.

#![allow(clippy::unwrap_used)]

use onrecord_intake::{Cursor, Intake, Opener, Web, What, finish, units};
use std::fs;
use std::path::PathBuf;

/// The texts of all articles, and what was wrong.
fn through(inputs: &[PathBuf], columns: &str) -> (Vec<String>, Vec<String>) {
    let opener = Opener {
        columns: columns.parse().unwrap(),
        ..Opener::default()
    };
    let found = units(inputs, &[], None);
    let (mut texts, mut problems) = (Vec::new(), Vec::new());
    for arrival in Intake::new(found.units, opener, Web::closed(), false, Cursor::default()) {
        match arrival.what {
            What::Entry(entry) => texts.push(finish(*entry, &[]).unwrap().article.text),
            What::Damaged { name, problem, .. } => problems.push(format!("{name}: {problem}")),
            What::End | What::Passed => {}
        }
    }
    (texts, problems)
}

#[test]
fn tables_of_every_kind_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../table/tests/data");
    for name in [
        "council.snappy.parquet",
        "faehre.csv",
        "ferries.jsonl",
        "mill.json",
    ] {
        fs::copy(data.join(name), folder.path().join(name)).unwrap();
    }
    // A table without a name that says so.
    fs::write(folder.path().join("z"), "id|title|text\n1|A|One.\n2|B|Two.\n").unwrap();
    let (texts, problems) = through(&[folder.path().to_owned()], "");
    let begin = |n: usize| texts[n].chars().take(12).collect::<String>();
    assert_eq!(texts.len(), 3 + 2 + 2 + 2 + 2, "{texts:#?} {problems:#?}");
    assert_eq!(
        (begin(0), begin(3)),
        ("The council ".into(), "Die Fähre fä".into())
    );
    assert_eq!(
        (begin(5), begin(7)),
        ("Ferries will".into(), "The mill at ".into())
    );
    assert_eq!(texts[9..], ["One.", "Two."]);
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].ends_with("faehre.csv, row 2: line 4: it has 2 fields, the table 3 columns"));
}

#[test]
fn utf_16_is_told_by_the_name() {
    let folder = tempfile::tempdir().unwrap();
    let table = "title\ttext\nA\tZoë said “no”.\n";
    let bytes: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(table.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    fs::write(folder.path().join("a.csv"), bytes).unwrap();
    let (texts, problems) = through(&[folder.path().to_owned()], "");
    assert_eq!((texts, problems), (vec!["Zoë said “no”.".to_owned()], vec![]));
}

#[test]
fn utf_16_with_a_mark_is_read_whatever_it_is_called() {
    let folder = tempfile::tempdir().unwrap();
    let page = "<!DOCTYPE html><html><head><title>Ferry</title></head><body><p>The ferry to the islands ran again on Monday, \
        three days after the storm, the port said.</p></body></html>";
    let item = "{\"uri\": \"urn:x:1\", \"type\": \"text\", \"pubstatus\": \"usable\", \"versioncreated\": \
        \"2023-05-05T10:00:00Z\", \"body_text\": \"Four.\"}";
    for (name, text) in [
        ("a", page),
        (
            "b.jsonl",
            "{\"text\": \"Zoë said “no”.\"}\n{\"text\": \"Two.\"}\n",
        ),
        ("c", "id|title|text\n1|A|Three.\n2|B|Three.\n"),
        ("d", item),
        (
            "e",
            "<?xml version=\"1.0\" encoding=\"UTF-16\"?><rss><channel><item><description>Five.</description></item></channel></rss>",
        ),
    ] {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        let bytes: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let (texts, problems) = through(&[folder.path().to_owned()], "");
    assert!(texts[0].starts_with("The ferry to the islands"), "{texts:?}");
    let rest = ["Zoë said “no”.", "Two.", "Three.", "Three.", "Four.", "Five."];
    assert_eq!((&texts[1..], problems), (&rest.map(str::to_owned)[..], vec![]));
}

#[test]
fn columns_win_over_usual_names() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("a.jsonl"),
        "{\"text\": \"lead\", \"full\": {\"en\": \"whole\"}}\n",
    )
    .unwrap();
    assert_eq!(through(&[folder.path().to_owned()], "text=full.en").0, ["whole"]);
}
