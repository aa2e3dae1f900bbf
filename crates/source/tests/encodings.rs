//! Every encoding comes back as the text it was, and the account of it is right.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use onrecord_source::{Place, Problem, Sureness, decode};
use proptest::prelude::*;

const ENGLISH: &str =
    "“We won’t close the café,” said the mayor of Ørsted — “not before 2031 …” It cost £12.\n";
const CENTRAL: &str =
    "Minister zahraničí řekl, že příští týden začnou jednání o dálnici. „Zažijeme změnu,“ dodal Žižka.";
const RUSSIAN: &str = "Министр сообщил, что мост откроют в пятницу. «Мы готовы», — добавил он журналистам.";
const GREEK: &str = "Ο υπουργός είπε ότι η γέφυρα θα ανοίξει την Παρασκευή, σύμφωνα με την ανακοίνωση.";
const TURKISH: &str =
    "Bakan, köprünün cuma günü açılacağını söyledi. “Hazırız,” dedi İstanbul’da gazetecilere.";
const ARABIC: &str = "قال الوزير إن الجسر سيفتح يوم الجمعة بحسب ما جاء في البيان الرسمي للوزارة.";

fn in_encoding(label: &str, text: &str) -> Vec<u8> {
    let (bytes, _, unmappable) = Encoding::for_label(label.as_bytes())
        .expect("a known label")
        .encode(text);
    assert!(!unmappable, "{label} cannot hold the sample");
    bytes.into_owned()
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

#[test]
fn windows_code_pages_are_recognised_and_reported() {
    for (label, text) in [
        ("windows-1252", ENGLISH),
        ("windows-1250", CENTRAL),
        ("windows-1251", RUSSIAN),
        ("windows-1253", GREEK),
        ("windows-1254", TURKISH),
        ("windows-1256", ARABIC),
        (
            "koi8-r",
            "Министр сообщил, что мост откроют в пятницу, а дорогу закроют на ремонт до весны.",
        ),
    ] {
        let decoded = decode(in_encoding(label, text)).unwrap();
        assert_eq!(decoded.text, text, "{label}, read as {}", decoded.encoding);
        let assumed = decoded.assumed.expect("not announced by the bytes");
        assert!(
            assumed.reason.contains("not UTF-8"),
            "{label}: {}",
            assumed.reason
        );
        assert_eq!(decoded.replaced.count, 0);
    }
}

#[test]
fn a_single_windows_apostrophe_is_enough() {
    let decoded = decode(b"The minister\x92s office declined to comment.".to_vec()).unwrap();
    assert_eq!(decoded.text, "The minister’s office declined to comment.");
    assert_eq!(decoded.encoding, "windows-1252");
}

#[test]
fn a_single_accent_is_a_guess_and_says_so() {
    let decoded = decode(b"The caf\xE9 owner said no.".to_vec()).unwrap();
    assert_eq!(decoded.text, "The café owner said no.");
    assert_eq!(decoded.assumed.unwrap().sureness, Sureness::Guess);
}

#[test]
fn utf_16_with_and_without_a_mark() {
    for text in [ENGLISH, RUSSIAN, "He said “no” 😀.\r\nShe left."] {
        for (order, mark, name) in [
            (
                u16::to_le_bytes as fn(u16) -> [u8; 2],
                [0xFF, 0xFE],
                UTF_16LE.name(),
            ),
            (u16::to_be_bytes, [0xFE, 0xFF], UTF_16BE.name()),
        ] {
            let bare = decode(utf16(text, order)).unwrap();
            assert_eq!((bare.text.as_str(), bare.encoding), (text, name));
            assert!(bare.assumed.is_some() && !bare.byte_order_mark);

            let marked = decode([mark.to_vec(), utf16(text, order)].concat()).unwrap();
            assert_eq!((marked.text.as_str(), marked.encoding), (text, name));
            assert!(marked.assumed.is_none() && marked.byte_order_mark);
        }
    }
}

#[test]
fn a_utf_8_mark_is_taken_off_and_reported() {
    let decoded = decode("\u{FEFF}She said no.".into()).unwrap();
    assert_eq!(decoded.text, "She said no.");
    assert!(decoded.byte_order_mark);
    assert_eq!(decoded.assumed, None);
}

#[test]
fn damaged_utf_8_stays_utf_8_and_the_loss_is_counted() {
    let bytes = [
        ENGLISH.as_bytes(),
        b"Then \xFF he \xC3\x28 left.\n",
        ENGLISH.as_bytes(),
    ]
    .concat();
    let decoded = decode(bytes).unwrap();
    assert_eq!(decoded.encoding, "UTF-8");
    assert_eq!(decoded.replaced.count, 2);
    let first = ENGLISH.chars().count() as u32 + 5;
    assert_eq!(
        decoded.replaced.first,
        Some(Place {
            code_point: first,
            line: 2,
            column: 6
        })
    );
    assert_eq!(decoded.text.chars().nth(first as usize), Some('\u{FFFD}'));
    assert!(decoded.assumed.unwrap().reason.contains("not all"));
}

#[test]
fn a_replacement_character_in_the_original_is_not_a_loss() {
    let decoded = decode("He said \u{FFFD}.".into()).unwrap();
    assert_eq!(decoded.replaced.count, 0);
}

#[test]
fn half_a_character_at_the_end_of_utf_16_is_counted() {
    let mut bytes = utf16(ENGLISH, u16::to_le_bytes);
    bytes.push(b'x');
    let decoded = decode(bytes).unwrap();
    assert_eq!(decoded.replaced.count, 1);
    assert_eq!(decoded.text, format!("{ENGLISH}\u{FFFD}"));
}

#[test]
fn line_ends_and_accents_stay_as_they_are() {
    let text = "One\r\ntwo\rthree\n\u{65}\u{301} and \u{e9}\u{a0}end\u{2028}";
    assert_eq!(decode(text.into()).unwrap().text, text);
}

#[test]
fn nothing_to_read_is_said_so() {
    assert!(matches!(decode(Vec::new()), Err(Problem::Empty)));
    assert!(matches!(
        decode(b" \r\n\t ".to_vec()),
        Err(Problem::Blank { bytes: 5 })
    ));
    assert!(matches!(
        decode("\u{FEFF}\u{200B}\n".into()),
        Err(Problem::Blank { .. })
    ));
    assert!(matches!(decode("\u{FEFF}".into()), Err(Problem::Blank { .. })));
}

#[test]
fn other_kinds_are_refused_with_a_remedy_of_their_own() {
    for (bytes, remedy) in [
        (&b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n"[..], "pdftotext"),
        (b"PK\x03\x04\x14\0\x06\0[Content_Types].xml", "plain text"),
        (b"\x1F\x8B\x08\0\0\0\0\0", "gzip -dc"),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF\0", "text recognition"),
        (b"GIF89a\x01\0\x01\0\0\0\0", "text recognition"),
        (b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0", "transcript"),
        (b"\xFF\xFE\0\0H\0\0\0", "iconv"),
    ] {
        match decode(bytes.to_vec()) {
            Err(problem @ Problem::Binary { .. }) => assert!(problem.remedy().contains(remedy), "{problem}"),
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(
        decode(b"He said\0 no".to_vec()),
        Err(Problem::NotText { byte: 7, .. })
    ));
    assert!(matches!(
        decode(vec![1, 2, 3, 4, 5, 6]),
        Err(Problem::NotText { byte: 0, .. })
    ));
    assert!(matches!(decode(vec![0; 4096]), Err(Problem::NotText { .. })));
}

#[test]
fn markup_is_read_but_noted() {
    assert!(
        decode(b"\n<!DOCTYPE HTML><html><p>She said no.</p>".to_vec())
            .unwrap()
            .markup
    );
    assert!(!decode(b"She said <b>no</b>.".to_vec()).unwrap().markup);
}

#[test]
fn wire_marks_pass() {
    let wire = format!("\u{16}\u{16}\u{1}VAL0123\r\n\u{2}{ENGLISH}{ENGLISH}\u{3}");
    assert_eq!(decode(wire.clone().into()).unwrap().text, wire);
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        match decode(bytes) {
            Ok(decoded) => {
                prop_assert!(!decoded.text.contains('\0'));
                prop_assert_eq!(decoded.replaced.first.is_some(), decoded.replaced.count > 0);
                if let Some(place) = decoded.replaced.first {
                    prop_assert_eq!(decoded.text.chars().nth(place.code_point as usize), Some('\u{FFFD}'));
                }
            }
            Err(problem) => prop_assert!(!problem.remedy().is_empty()),
        }
    }

    #[test]
    fn mostly_text_bytes_are_read_or_refused(
        text in "[ -~\\n“”é]{0,200}", noise in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6)
    ) {
        let mut bytes = text.into_bytes();
        for (at, byte) in noise {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
        }
        let _ = decode(bytes);
    }

    #[test]
    fn valid_utf_8_comes_back_identical(text in "[a-z][\\PC\\n\\r\\t]{0,300}") {
        let decoded = decode(text.clone().into_bytes()).unwrap();
        prop_assert_eq!(decoded.text, text);
        prop_assert_eq!(decoded.encoding, "UTF-8");
        prop_assert_eq!(decoded.assumed, None);
        prop_assert_eq!(decoded.replaced.count, 0);
    }

    #[test]
    fn marked_utf_16_comes_back_identical(text in "[a-z][\\PC\\n\\r\\t]{0,300}", big in any::<bool>()) {
        let order = if big { u16::to_be_bytes } else { u16::to_le_bytes };
        let marked = format!("\u{FEFF}{text}");
        prop_assert_eq!(decode(utf16(&marked, order)).unwrap().text, text);
    }
}

#[test]
fn what_the_transport_declares_counts_where_the_bytes_allow_it() {
    let word = |bytes: &[u8], charset| {
        let decoded = onrecord_source::decode_declared(bytes.to_vec(), charset).expect("text");
        (decoded.text, decoded.assumed.is_some())
    };
    // too short to be judged by its letters
    let short = b"\xbe\xb9 said no";
    assert_eq!(word(short, Some("iso-8859-2")), ("žš said no".to_owned(), false));
    // labels without meaning and encodings in which the bytes are not valid are passed over
    assert_eq!(word(short, Some("nonsense")), word(short, None));
    assert_eq!(word(b"caf\xe9 no", Some("shift_jis")), word(b"caf\xe9 no", None));
    // UTF-8 is UTF-8 whatever is declared, and stays it when little of it is damaged
    assert_eq!(word("žluť".as_bytes(), Some("iso-8859-2")).0, "žluť");
    let damaged = [&b"\xff "[..], "žluťoučký kůň".as_bytes()].concat();
    assert_eq!(word(&damaged, Some("iso-8859-2")), word(&damaged, None));
}
