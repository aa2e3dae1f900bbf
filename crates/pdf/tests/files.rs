//! Whole files, written here.

#![allow(clippy::unwrap_used)]

use flate2::Compression;
use flate2::write::ZlibEncoder;
use onrecord_pdf::{Unreadable, read};
use onrecord_record::{BlockKind, DeclaredField};
use onrecord_source::Document;
use proptest::prelude::*;
use std::io::Write as _;

/// A file with these pages, each the operators of its content.
struct Writer {
    bytes: Vec<u8>,
    offsets: Vec<usize>,
}

const FONTS: &str = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>
    /F2 << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding << /Differences [65 /eacute /fi /quotedblleft] >> >>
    /F3 << /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 4 0 R >> >>
    /XObject << /Im 5 0 R >> >>";
const TO_UNICODE: &str = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap
    1 begincodespacerange <00> <ff> endcodespacerange
    2 beginbfchar <01> <00530061> <02> <0142> endbfchar endcmap end end";

impl Writer {
    fn object(&mut self, content: &[u8]) {
        self.offsets.push(self.bytes.len());
        let number = self.offsets.len();
        self.bytes.extend(format!("{number} 0 obj\n").bytes());
        self.bytes.extend(content);
        self.bytes.extend(b"\nendobj\n");
    }

    fn stream(&mut self, dictionary: &str, content: &[u8]) {
        let mut all = format!("<< {dictionary} /Length {} >>\nstream\n", content.len()).into_bytes();
        all.extend(content);
        all.extend(b"\nendstream");
        self.object(&all);
    }

    fn file(pages: &[String], info: &str) -> Vec<u8> {
        let mut writer = Self {
            bytes: b"%PDF-1.7\n".to_vec(),
            offsets: Vec::new(),
        };
        writer.object(b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>");
        let kids: String = (0..pages.len()).map(|n| format!("{} 0 R ", 7 + 2 * n)).collect();
        writer.object(format!("<< /Type /Pages /Count {} /Kids [{kids}] >>", pages.len()).as_bytes());
        writer.object(FONTS.as_bytes());
        writer.stream("", TO_UNICODE.as_bytes());
        let picture =
            "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray";
        writer.stream(picture, b"\x7f");
        writer.object(info.as_bytes());
        for page in pages {
            let next = writer.offsets.len() + 2;
            let dictionary = format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources 3 0 R /Contents {next} 0 R >>"
            );
            writer.object(dictionary.as_bytes());
            let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
            packed.write_all(page.as_bytes()).unwrap();
            writer.stream("/Filter /FlateDecode", &packed.finish().unwrap());
        }
        let start = writer.bytes.len();
        let count = writer.offsets.len() + 1;
        let mut table = format!("xref\n0 {count}\n0000000000 65535 f \n");
        for offset in &writer.offsets {
            table += &format!("{offset:010} 00000 n \n");
        }
        table +=
            &format!("trailer\n<< /Size {count} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{start}\n%%EOF\n");
        writer.bytes.extend(table.bytes());
        writer.bytes
    }
}

/// Lines at places, in a font and size.
fn set(font: &str, size: u32, lines: &[(u32, u32, &str)]) -> String {
    let line = |(x, y, text): &(u32, u32, &str)| format!("BT /{font} {size} Tf {x} {y} Td ({text}) Tj ET\n");
    lines.iter().map(line).collect()
}

/// A column of lines from a height down.
fn column(x: u32, top: u32, lines: &[&str]) -> String {
    let placed: Vec<_> = lines
        .iter()
        .enumerate()
        .map(|(n, line)| (x, top - 12 * n as u32, *line))
        .collect();
    set("F1", 10, &placed)
}

fn pages(pages: &[String]) -> Document {
    read(Writer::file(pages, "<< >>")).unwrap()
}

fn blocks(document: &Document) -> Vec<(BlockKind, &str)> {
    let of = |block: &onrecord_source::Block| (block.kind, &document.text[block.range.clone()]);
    document.blocks.iter().map(of).collect()
}

#[test]
fn lines_become_paragraphs_and_a_larger_one_a_heading() {
    let heading = set("F1", 18, &[(50, 700, "Ferry is back")]);
    let text = column(
        50,
        670,
        &[
            "The ferry to Visby runs again, the harbour office said on Monday, after two",
            "weeks of repairs. The govern\\255ment paid for a re-",
            "newal of the quay; the renewal took a well-",
            "known firm ten days.",
        ],
    );
    let second = column(50, 610, &["\\223We are glad\\224, said Ida Berg."]);
    let document = pages(&[heading + &text + &second]);
    assert_eq!(
        blocks(&document),
        [
            (BlockKind::Heading, "Ferry is back"),
            (
                BlockKind::Paragraph,
                "The ferry to Visby runs again, the harbour office said on Monday, after two weeks of repairs. The \
                 govern\u{ad}ment paid for a renewal of the quay; the renewal took a well-known firm ten days."
            ),
            (BlockKind::Paragraph, "“We are glad”, said Ida Berg."),
        ]
    );
    assert_eq!(
        document.notes,
        [
            "1 word broken at the end of a line was mended",
            "1 word keeps the hyphen that it was broken at"
        ]
    );
}

#[test]
fn fonts_say_their_letters_in_several_ways() {
    let differences = set("F2", 10, &[(50, 700, "Kaf A Bn C")]);
    let mapped = set("F3", 10, &[(50, 600, "\\001\\002\\001")]);
    let document = pages(&[differences + &mapped]);
    assert_eq!(document.text, "Kaf é fin “\n\nSałSa");
}

#[test]
fn columns_are_read_one_after_the_other() {
    let left = [
        "Left one of the news",
        "and left two of the news",
        "and left three of it",
        "and left four of it",
        "and left five of it.",
    ];
    let right = [
        "Right one of the news",
        "and right two of the",
        "and right three of it",
        "and right four of it",
        "and right five of it.",
    ];
    let across = set(
        "F1",
        10,
        &[(
            50,
            740,
            "A line that goes across both of the columns of this page of news and beyond",
        )],
    );
    // row by row, as some programs write them
    let rows: String = (0..5)
        .map(|n| column(50, 700 - 12 * n as u32, &[left[n]]) + &column(320, 700 - 12 * n as u32, &[right[n]]))
        .collect();
    let document = pages(&[across + &rows]);
    assert_eq!(
        document.text,
        format!(
            "A line that goes across both of the columns of this page of news and beyond\n\n{}\n\n{}",
            left.join(" "),
            right.join(" ")
        )
    );
}

#[test]
fn running_heads_are_left_out_and_sentences_run_across_pages() {
    let page = |number: u32, lines: &[&str]| {
        let (head, foot) = ((50, 780, "Harbour News"), format!("Page {number} of 3"));
        set("F1", 8, &[head, (280, 20, &foot)]) + &column(50, 700, lines)
    };
    let document = pages(&[
        page(1, &["The council of Porto met on Friday and voted for the"]),
        page(2, &["new bridge, the mayor said."]),
        page(3, &["Work begins in 2025."]),
    ]);
    assert_eq!(
        document.text,
        "The council of Porto met on Friday and voted for the new bridge, the mayor said.\n\nWork begins in 2025."
    );
    assert_eq!(document.notes, ["6 running heads and page numbers were left out"]);
}

#[test]
fn a_report_without_its_heads_and_page_numbers() {
    let page = |number: u32, lines: &[&str]| {
        let edges = [
            (50, 775, "Institute for Lake Research"),
            (450, 775, "Annual report 2023"),
            (295, 25, &number.to_string()),
        ];
        set("F1", 8, &edges) + &column(50, 700, lines)
    };
    let title = set("F1", 16, &[(50, 730, "Water levels in the north")]);
    let document = pages(&[
        title
            + &page(
                1,
                &[
                    "Levels fell in all nine lakes, according to the institute. The observa-",
                    "tions began in 1998; these observations are the longest of their kind, said",
                    "the institute\\222s director, Aino Laine.",
                ],
            ),
        page(
            2,
            &["The lakes were 12 centimetres lower than in the year before, and the rivers that"],
        ),
        page(
            3,
            &[
                "feed them carried less water.",
                "",
                "The next report is due in May.",
            ],
        ),
    ]);
    assert_eq!(
        document.text,
        "Water levels in the north\n\nLevels fell in all nine lakes, according to the institute. The observations \
         began in 1998; these observations are the longest of their kind, said the institute’s director, Aino \
         Laine.\n\nThe lakes were 12 centimetres lower than in the year before, and the rivers that feed them \
         carried less water.\n\nThe next report is due in May."
    );
    assert_eq!(
        document.notes[0],
        "9 running heads and page numbers were left out"
    );
}

#[test]
fn a_newsletter_of_two_columns_with_a_narrow_gutter() {
    let left = [
        "The town library of Lagos opens on Sundays",
        "from next month, the council said. The hours",
        "are ten to four, and the staff will be paid ex-",
        "tra for them, Ms Okoro told the meeting.",
        "Readers had asked for it in a letter signed by",
    ];
    let right = [
        "four hundred people.",
        "\\223We have waited for years,\\224 said Tunde Bello,",
        "who reads there every week. The council had",
        "said in spring that there was no money for",
        "it, and that extra staff could not be found.",
    ];
    let head = set(
        "F1",
        20,
        &[(50, 740, "Library opens on Sundays after all, says the council")],
    );
    // set on different base lines, column by column, with a line below them across both
    let across = set(
        "F1",
        10,
        &[(
            50,
            600,
            "Letters to the editor are welcome at any time and may be shortened before they are printed.",
        )],
    );
    let document = pages(&[head + &column(50, 700, &left) + &column(276, 697, &right) + &across]);
    assert_eq!(
        document.text,
        "Library opens on Sundays after all, says the council\n\nThe town library of Lagos opens on Sundays from next \
         month, the council said. The hours are ten to four, and the staff will be paid extra for them, Ms Okoro told \
         the meeting. Readers had asked for it in a letter signed by four hundred people.\n\n“We have waited for \
         years,” said Tunde Bello, who reads there every week. The council had said in spring that there was no money \
         for it, and that extra staff could not be found.\n\nLetters to the editor are welcome at any time and may be \
         shortened before they are printed."
    );
}

#[test]
fn properties_are_facts() {
    let info =
        "<< /Title (Ferry is back) /Author (Ida Berg; Jon Ek) /CreationDate (D:20240501080000+02'00') >>";
    let document = read(Writer::file(&[column(50, 700, &["Text."])], info)).unwrap();
    let facts: Vec<(DeclaredField, &str)> = document
        .facts
        .iter()
        .map(|f| (f.field, f.value.as_str()))
        .collect();
    assert_eq!(
        facts,
        [
            (DeclaredField::Title, "Ferry is back"),
            (DeclaredField::Author, "Ida Berg"),
            (DeclaredField::Author, "Jon Ek"),
            (DeclaredField::Published, "2024-05-01T08:00:00+02:00"),
            (DeclaredField::Language, "en-GB"),
        ]
    );
    assert!(document.notes[0].contains("that of the file"));
}

#[test]
fn what_cannot_be_read_is_said() {
    let said = |bytes: Vec<u8>| read(bytes).unwrap_err();
    assert_eq!(
        said(Writer::file(
            &["q 600 0 0 800 0 0 cm /Im Do Q".to_owned()],
            "<< >>"
        )),
        Unreadable::Pictures
    );
    assert_eq!(said(Writer::file(&[String::new()], "<< >>")), Unreadable::Empty);
    assert_eq!(said(b"%PDF-1.4\n".to_vec()), Unreadable::Damaged);
    let text = column(50, 700, &["Text."]);
    let mut encrypted = Writer::file(&[text], "<< >>");
    let at = encrypted.windows(7).rposition(|w| w == b"trailer").unwrap() + 11;
    encrypted.splice(at..at, *b" /Encrypt 9 0 R ");
    assert_eq!(said(encrypted), Unreadable::Encrypted);
    let bomb = " ".repeat(65 << 20);
    assert!(matches!(
        said(Writer::file(&[bomb], "<< >>")),
        Unreadable::TooLarge(_)
    ));
}

fn sound(bytes: &[u8]) {
    if let Ok(document) = read(bytes.to_vec()) {
        let mut last = 0;
        for block in &document.blocks {
            assert!(block.range.start >= last && !document.text[block.range.clone()].trim().is_empty());
            last = block.range.end;
        }
        assert_eq!(last, document.text.len());
    }
}

proptest! {
    #[test]
    fn damaged_files_never_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in 0usize..400) {
        let mut bytes = Writer::file(&[column(50, 700, &["One line.", "Two lines."])], "<< /Title (x) >>");
        let at = at.index(bytes.len());
        bytes[at] = byte;
        bytes.truncate(bytes.len() - cut);
        sound(&bytes);
    }

    #[test]
    fn letters_anywhere_give_sound_blocks(
        lines in proptest::collection::vec((0u32..620, 0u32..820, 1u32..40, "[ -'*-\\[\\]-~]{0,12}"), 0..40)
    ) {
        let page: String = lines.iter().map(|(x, y, size, text)| set("F1", *size, &[(*x, *y, text)])).collect();
        sound(&Writer::file(&[page.clone(), page], "<< >>"));
    }
}
