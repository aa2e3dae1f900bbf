//! CSV and its relatives.

use crate::support::{document, entry, problem, rows_of, text, told, values};
use onrecord_record::DeclaredField;
use onrecord_source::Found;
use onrecord_table::{Kind, Options, TableError, read};

#[test]
fn csv_in_an_old_encoding() {
    let options = told("title=Überschrift,published=datum");
    let found = rows_of(include_bytes!("../data/faehre.csv"), Kind::Delimited, &options);
    assert_eq!(
        text(&found[0]),
        "Die Fähre fällt aus, sagte der Hafenmeister.\r\n„Es ist der Wind“"
    );
    assert_eq!(document(&found[0]).encoding, Some("windows-1252"));
    assert!(entry(&found[0]).notes[0].starts_with("read as windows-1252"));
    assert_eq!(
        values(&found[0], DeclaredField::Published),
        [("Datum", "2025-03-03")]
    );
    assert_eq!(
        problem(&found[1]),
        ("row 2", "line 4: it has 2 fields, the table 3 columns")
    );
    assert_eq!(text(&found[2]), "Die Mühle öffnet.");
    assert_eq!(entry(&found[2]).origin.within, ["row 3"]);
}

#[test]
fn delimiters_are_told() {
    for delimiter in [",", ";", "\t", "|"] {
        let table = "id,title,text\n1,A,\"b;b,b|b\tb\"\n2,C,d d\n".replace(',', delimiter);
        let found = rows_of(table.as_bytes(), Kind::Delimited, &Options::default());
        assert_eq!(
            (text(&found[0]), text(&found[1])),
            (&*"b;b,b|b\tb".replace(',', delimiter), "d d")
        );
    }
    let one = rows_of(b"text\nsaid it\n", Kind::Delimited, &Options::default());
    assert_eq!(text(&one[0]), "said it");
    assert!(matches!(
        read(&b""[..], Kind::Delimited, &Options::default()),
        Err(TableError::Source(_))
    ));
}

#[test]
fn a_quotation_mark_never_closed_costs_one_row() {
    let mut table = "id,text\n1,\"open\n".to_owned();
    for i in 2..2000 {
        table += &format!("{i},\"The clerk said \"\"no\"\",\nand left.\"\n");
    }
    let found = rows_of(table.as_bytes(), Kind::Delimited, &Options::default());
    let (place, what) = problem(&found[0]);
    assert_eq!(place, "row 1");
    assert!(what.starts_with("lines 2 to "), "{what}");
    let read: Vec<_> = found.iter().filter(|f| matches!(f, Found::Entry(_))).collect();
    assert_eq!(read.len(), 1998);
    assert!(
        read.iter()
            .all(|f| text(f) == "The clerk said \"no\",\nand left.")
    );
    // Never closed to the end of the file, in the last column.
    let found = rows_of(
        b"id,text\n1,\"open\n2,two\n3,three\n",
        Kind::Delimited,
        &Options::default(),
    );
    assert!(
        problem(&found[0])
            .1
            .ends_with("a quotation mark in it is never closed")
    );
    assert_eq!((text(&found[1]), text(&found[2])), ("two", "three"));
}
