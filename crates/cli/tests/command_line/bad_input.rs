//! What is no article is named with its remedy, and the other files are still read.

use crate::support::{PLAIN, ended, folder, onrecord, read, records, stderr, stdout};
use std::fs::{self, File};
use std::path::Path;

/// `bad` in `folder` is refused for this reason with this remedy: alone, and between two files that are read.
#[track_caller]
fn assert_refused(folder: &Path, bad: &str, reason: &str, remedy: &str) {
    let message = format!("error: {bad}: {reason}");

    let alone = read(folder, &[bad]);
    ended(&alone, 1);
    let said = stderr(&alone);
    assert!(said.contains(&message), "expected {message:?} in {said:?}");
    assert!(said.contains(remedy), "expected {remedy:?} in {said:?}");
    assert_eq!(stdout(&alone), "");

    fs::write(folder.join("first.txt"), PLAIN).unwrap();
    fs::write(folder.join("last.txt"), format!("{PLAIN}\nLast.\n")).unwrap();
    let among = read(folder, &["first.txt", bad, "last.txt"]);
    ended(&among, 3);
    let said = stderr(&among);
    assert!(said.contains(&message) && said.contains(remedy), "{said}");
    assert!(said.contains("1 of 3 inputs could not be read"), "{said}");
    let texts: Vec<String> = records(&among)
        .into_iter()
        .map(|record| record.article.text)
        .collect();
    assert_eq!(texts, [PLAIN.to_owned(), format!("{PLAIN}\nLast.\n")]);
}

#[test]
fn files_that_are_no_text() {
    let zeros = [
        b"Words and then ".as_slice(),
        &[0, 1, 2, 3, 0, 200, 0, 7].repeat(40),
    ]
    .concat();
    for (name, bytes, reason, remedy) in [
        (
            "empty.txt",
            b"".as_slice(),
            "it is empty",
            "check that the article was saved",
        ),
        (
            "blank.txt",
            b" \n\t\r\n ",
            "it holds no words, only 6 bytes",
            "text was saved",
        ),
        (
            "data.bin",
            &zeros,
            "this is not plain text (a zero byte at byte 15)",
            "save the article as plain text",
        ),
        (
            "report.pdf",
            b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n",
            "this PDF is damaged",
            "pdftotext",
        ),
        (
            "story.docx",
            b"PK\x03\x04\x14\0\0\0[Content_Types].xml",
            "this word processor's file cannot be read",
            "save it anew",
        ),
        (
            "story.zip",
            b"PK\x03\x04\x14\0\0\0story.txt",
            "this ZIP archive cannot be read",
            "zip -FF",
        ),
        (
            "story.txt.gz",
            b"\x1F\x8B\x08\0\0\0\0\0",
            "it cannot be unpacked",
            "get it again",
        ),
        (
            "photo.png",
            b"\x89PNG\r\n\x1A\n\0\0",
            "this is an image",
            "tesseract",
        ),
        (
            "wide.txt",
            b"\xFF\xFE\0\0I\0\0\0t\0\0\0",
            "this is text in UTF-32",
            "iconv -f UTF-32",
        ),
    ] {
        let place = folder(&[(name, bytes)]);
        assert_refused(place.path(), name, reason, remedy);
    }
}

#[test]
fn an_empty_folder_and_a_missing_file() {
    let place = folder(&[]);
    fs::create_dir(place.path().join("stories")).unwrap();
    assert_refused(
        place.path(),
        "stories",
        "there is no file in this folder",
        "hidden files are not looked at",
    );
    assert_refused(
        place.path(),
        "storry.txt",
        "no such file",
        "check the spelling and the folder you are in",
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_opened() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = folder(&[("locked.txt", PLAIN.as_bytes())]);
    let path = place.path().join("locked.txt");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o0)).unwrap();
    if File::open(&path).is_ok() {
        eprintln!("SKIPPED: this user (root?) may open everything, so no permission can be refused");
        return;
    }
    assert_refused(
        place.path(),
        "locked.txt",
        "permission denied",
        "ask its owner for access",
    );
}

#[test]
fn a_file_over_the_limit_is_refused_whole_and_the_remedy_works() {
    let text = PLAIN.repeat(100);
    let place = folder(&[("long.txt", text.as_bytes())]);
    let refused = read(place.path(), &["long.txt", "--max-size", "1K"]);
    ended(&refused, 1);
    assert_eq!(stdout(&refused), "");
    let said = stderr(&refused);
    let size = text.len();
    assert!(
        said.contains("long.txt: it is 3 KiB, larger than the limit of 1 KiB for one article"),
        "{said}"
    );
    assert!(said.contains(&format!("--max-size {size}")), "{said}");
    let output = read(place.path(), &["long.txt", "--max-size", &size.to_string()]);
    ended(&output, 0);
    assert_eq!(records(&output)[0].article.text, text);
}

#[test]
fn the_limit_holds_without_being_asked_for() {
    let place = folder(&[]);
    let file = File::create(place.path().join("huge.txt")).unwrap();
    file.set_len(17 << 20).unwrap();
    assert_refused(
        place.path(),
        "huge.txt",
        "it is 17 MiB, larger than the limit of 16 MiB for one article",
        "split it into articles, one file each, or raise the limit: --max-size 17825792",
    );
}

#[test]
fn encodings_are_recognised_and_said() {
    let latin = b"\x93Die B\xFCrgermeisterin kommt sp\xE4ter\x94, sagte M\xFCller. \"It is late,\" John Smith said.\n";
    let words = "“It is late,” José Núñez said.\n";
    let utf16 = |mark: bool, unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let mark = mark.then_some(0xFEFF);
        mark.into_iter()
            .chain(words.encode_utf16())
            .flat_map(unit)
            .collect()
    };
    let (little, big) = (utf16(true, u16::to_le_bytes), utf16(true, u16::to_be_bytes));
    let unmarked = utf16(false, u16::to_le_bytes);
    let marked = [b"\xEF\xBB\xBF", words.as_bytes()].concat();
    // Mostly sound, so that it is taken for damaged UTF-8 and not for another encoding.
    let damaged = [words.repeat(5).as_bytes(), b"He \xFF\xC3( left \xE2\x82.\n"].concat();
    let place = folder(&[
        ("latin.txt", latin),
        ("little.txt", &little),
        ("big.txt", &big),
        ("unmarked.txt", &unmarked),
        ("marked.txt", &marked),
        ("damaged.txt", &damaged),
    ]);

    for (name, text) in [("little.txt", words), ("big.txt", words), ("marked.txt", words)] {
        let output = read(place.path(), &[name]);
        ended(&output, 0);
        assert_eq!(stderr(&output), "", "{name} says itself what it is");
        assert_eq!(records(&output)[0].article.text, text);
    }
    for (name, text, note) in [
        (
            "latin.txt",
            "“Die Bürgermeisterin kommt später”, sagte Müller. \"It is late,\" John Smith said.\n",
            "note: latin.txt: read as windows-1252 (",
        ),
        ("unmarked.txt", words, "note: unmarked.txt: read as UTF-16LE ("),
    ] {
        let output = read(place.path(), &[name]);
        ended(&output, 0);
        let said = stderr(&output);
        assert!(said.contains(note), "{said}");
        assert_eq!(records(&output)[0].article.text, text);
        assert_eq!(stderr(&read(place.path(), &[name, "--quiet"])), "");
    }
    let output = read(place.path(), &["damaged.txt"]);
    ended(&output, 0);
    let said = stderr(&output);
    assert!(
        said.contains("3 sequences of bytes are no characters and stand as U+FFFD in the text, the first at line 6, column 4"),
        "{said}"
    );
    let text = &records(&output)[0].article.text;
    assert_eq!(text.matches('\u{FFFD}').count(), 3);
}

#[test]
fn markup_that_is_to_be_read_as_text_is_read_with_a_warning() {
    let place = folder(&[(
        "page.html",
        b"<!DOCTYPE html><p>\"It is late,\" John Smith said.</p>\n",
    )]);
    let output = read(place.path(), &["page.html", "--as", "text"]);
    ended(&output, 0);
    assert!(stderr(&output).contains("note: page.html: this looks like HTML or XML"));
    assert!(records(&output)[0].article.text.contains("<p>"));

    let output = read(place.path(), &["page.html"]);
    ended(&output, 0);
    assert!(stderr(&output).contains("note: page.html: taken for an HTML page"));
    assert_eq!(
        records(&output)[0].article.text,
        "\"It is late,\" John Smith said."
    );
}

#[test]
fn the_standard_input() {
    let place = folder(&[("story.txt", PLAIN.as_bytes())]);
    let with = |arguments: &[&str], input: &[u8]| {
        let mut command = onrecord(place.path());
        command.args(["read", "--model", "fast"]).args(arguments);
        command.write_stdin(input.to_vec()).output().unwrap()
    };
    let output = with(&["-"], PLAIN.as_bytes());
    ended(&output, 0);
    let mut streamed = records(&output);
    let mut named = records(&read(place.path(), &["story.txt"]));
    let input = |records: &mut [onrecord_record::ArticleRecord]| {
        let origin = records[0].article.origin.as_mut().unwrap();
        std::mem::take(&mut origin.input)
    };
    assert_eq!(input(&mut streamed), "standard input");
    assert_eq!(input(&mut named), "story.txt");
    assert_eq!(streamed, named);

    let output = with(&["-"], b"");
    ended(&output, 1);
    assert!(stderr(&output).contains("error: standard input: it is empty"));

    let output = with(&["-", "story.txt"], b"%PDF-1.4\n");
    ended(&output, 3);
    assert!(stderr(&output).contains("error: standard input: this PDF is damaged"));
    assert_eq!(records(&output).len(), 1);

    let output = with(&["-", "--max-size", "10"], PLAIN.as_bytes());
    ended(&output, 1);
    let said = stderr(&output);
    assert!(
        said.contains("standard input: it goes on, larger than the limit of 10 bytes"),
        "{said}"
    );
    assert!(said.contains("--max-size 40"), "{said}");

    let output = with(&["-", "-"], PLAIN.as_bytes());
    ended(&output, 2);
    assert!(stderr(&output).contains("the standard input (-) can be read only once"));
}

#[test]
fn names_of_files_do_not_steer_the_terminal() {
    let place = folder(&[]);
    let output = read(place.path(), &["a\u{1b}[31m\u{202e}b.txt"]);
    ended(&output, 1);
    let said = stderr(&output);
    assert!(
        said.contains("a\\u{1b}[31m\\u{202e}b.txt: no such file"),
        "{said:?}"
    );
}

#[test]
fn texts_with_everything_in_them_are_read() {
    let odd = [
        "“",
        "\"\"\"\"''''``",
        "”“»«„‘’",
        "(",
        ")()",
        ":",
        "A: B: C:",
        "― ― ―",
        "said said said",
        "\u{FEFF}\u{FEFF}said",
        "\u{202E}\"It is late,\"\u{202C} John Smith said.",
        "👩‍👩‍👧‍👦 said: “👍🏽”",
        "a\u{0301}\u{0301}\u{0301} said \u{200B}“\u{200D}”",
        "\"It is late,\"\r\nJohn Smith\rsaid.\u{2028}\u{2029}\u{85}",
        "\"IT IS LATE,\" JOHN SMITH SAID.",
    ];
    let names: Vec<String> = (0..odd.len()).map(|i| format!("{i}.txt")).collect();
    let files: Vec<(&str, &[u8])> = names
        .iter()
        .map(String::as_str)
        .zip(odd.map(str::as_bytes))
        .collect();
    let place = folder(&files);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for format in ["json", "jsonl", "csv", "text", "html"] {
        let output = read(place.path(), &[&names[..], &["--format", format]].concat());
        ended(&output, 0);
        if format == "json" {
            let texts: Vec<String> = records(&output).into_iter().map(|r| r.article.text).collect();
            let expected: Vec<&str> = odd
                .iter()
                .map(|text| text.strip_prefix('\u{FEFF}').unwrap_or(text))
                .collect();
            assert_eq!(texts, expected);
        }
    }
}
