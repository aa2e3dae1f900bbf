//! Pages in encodings that are declared late, wrongly or not at all.

use encoding_rs::{EUC_KR, Encoding, GBK, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
use onrecord_page::{Hints, read};
use onrecord_source::Document;

const FRENCH: &str = "« Le port est rouvert », a déclaré la maire de Port-Réal, Aïssa Côté, à la fin de l’été. Les premières traversées ont été annoncées pour jeudi.";

fn page(head: &str, words: &str) -> String {
    format!(
        "<!doctype html><html><head>{head}<title>x</title></head><body><article><p>{words}</p></article></body></html>"
    )
}

fn bytes(encoding: &'static Encoding, page: &str) -> Vec<u8> {
    let (bytes, _, lost) = encoding.encode(page);
    assert!(!lost);
    bytes.into_owned()
}

fn with(bytes: &[u8], charset: Option<&str>) -> Document {
    let hints = Hints {
        charset: charset.map(str::to_owned),
        address: None,
    };
    read(bytes, &hints).document
}

#[track_caller]
fn is(document: &Document, encoding: &str, words: &str) {
    assert_eq!(document.encoding, Some(encoding));
    assert_eq!(document.text, words);
}

#[test]
fn a_late_declaration_counts_when_the_page_is_not_utf8() {
    let late = format!(
        "<script>{}</script><meta charset=windows-1252>",
        "var a=1;".repeat(2000)
    );
    let document = with(&bytes(WINDOWS_1252, &page(&late, FRENCH)), None);
    is(&document, "windows-1252", FRENCH);
    let cyrillic = "Порт снова открыт, сообщила в понедельник мэр города Анна Петрова, и первые паромы пойдут в четверг утром.";
    let late = late.replace("windows-1252", "windows-1251");
    is(
        &with(&bytes(WINDOWS_1251, &page(&late, cyrillic)), None),
        "windows-1251",
        cyrillic,
    );
}

#[test]
fn what_is_declared_as_utf8_and_is_not_is_read_as_what_it_is() {
    let bytes = bytes(WINDOWS_1252, &page("<meta charset=utf-8>", FRENCH));
    for charset in [None, Some("utf-8")] {
        let document = with(&bytes, charset);
        is(&document, "windows-1252", FRENCH);
        assert!(
            document
                .notes
                .iter()
                .any(|n| n == "read as windows-1252, though declared as UTF-8"),
            "{:?}",
            document.notes
        );
    }
}

#[test]
fn the_page_knows_where_the_transport_errs() {
    for (encoding, words) in [
        (
            SHIFT_JIS,
            "港は月曜日に再び開かれたと市長の佐藤花子氏は述べた。島への最初の船は木曜日の朝に出る予定で、天候が許せば二便目もあると港湾局は説明している。",
        ),
        (
            GBK,
            "港口星期一重新开放，市长王芳说。开往岛屿的第一班船将于星期四早上出发，如果天气允许，第二班船也将出发，港务局解释说，风暴没有造成人员伤亡。",
        ),
        (
            EUC_KR,
            "항구가 월요일에 다시 열렸다고 시장 김하나 씨가 말했다. 섬으로 가는 첫 배는 목요일 아침에 떠날 예정이며 날씨가 허락하면 두 번째 배도 떠난다고 항만청은 설명했다.",
        ),
    ] {
        let head = format!(
            "<meta http-equiv=Content-Type content='text/html; charset={}'>",
            encoding.name()
        );
        let bytes = bytes(encoding, &page(&head, words));
        is(&with(&bytes, None), encoding.name(), words);
        is(&with(&bytes, Some("utf-8")), encoding.name(), words);
        // with a label that is none
        is(&with(&bytes, Some("unknown-8bit")), encoding.name(), words);
    }
    let gb = page("<meta charset=gb2312>", "港口星期一重新开放，市长王芳说。");
    is(
        &with(&bytes(GBK, &gb), None),
        "GBK",
        "港口星期一重新开放，市长王芳说。",
    );
}

#[test]
fn utf8_that_is_declared_as_something_else_is_utf8() {
    let page = page("<meta charset=iso-8859-1>", FRENCH);
    for charset in [None, Some("windows-1252"), Some("latin1")] {
        let document = with(page.as_bytes(), charset);
        is(&document, "UTF-8", FRENCH);
        assert!(
            document
                .notes
                .iter()
                .any(|n| n == "read as UTF-8, though declared as windows-1252")
        );
    }
}

#[test]
fn a_broken_letter_is_damage_and_no_other_encoding() {
    let mut bytes = page("<meta charset=utf-8>", FRENCH).into_bytes();
    let at = bytes.windows(2).position(|w| w == "é".as_bytes()).unwrap();
    bytes.remove(at + 1);
    let document = with(&bytes, None);
    assert_eq!(document.encoding, Some("UTF-8"));
    assert!(document.text.contains("d\u{FFFD}clar\u{e9}"));
    assert!(
        document
            .notes
            .iter()
            .any(|n| n == "1 byte sequences could not be read")
    );
    // broken off inside a letter
    let cut = &page("", FRENCH)[..];
    let end = cut.rfind('é').unwrap() + 1;
    assert_eq!(
        with(&cut.as_bytes()[..end], Some("utf-8")).encoding,
        Some("UTF-8")
    );
}

#[test]
fn utf16_with_and_without_a_mark() {
    let page = page("<meta charset=utf-16>", FRENCH);
    let little: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = page.encode_utf16().flat_map(u16::to_be_bytes).collect();
    is(&with(&little, None), "UTF-16LE", FRENCH);
    is(&with(&big, None), "UTF-16BE", FRENCH);
    is(&with(&big, Some("utf-16be")), "UTF-16BE", FRENCH);
    is(
        &with(&[b"\xff\xfe", &little[..]].concat(), Some("utf-8")),
        "UTF-16LE",
        FRENCH,
    );
    // a declaration in ASCII cannot be true
    is(&with(page.as_bytes(), None), "UTF-8", FRENCH);
}

#[test]
fn every_mapped_byte_is_the_letters_own() {
    let words = "港は月曜日に開かれたとHanako Satōではない人が述べた。".replace('ō', "o");
    let page = page("<meta charset=shift_jis>", &words);
    let bytes = bytes(SHIFT_JIS, &page);
    let document = with(&bytes, None);
    for run in &document.runs {
        let source = &bytes[run.source.start as usize..run.source.end as usize];
        assert_eq!(SHIFT_JIS.decode(source).0, document.text[run.range.clone()]);
    }
    assert!(document.runs.len() > 1);
}
