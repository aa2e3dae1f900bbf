//! Offsets against a naive reading of arbitrary text, and records that survive a round trip.

mod sample;

use onrecord_record::{ArticleRecord, ByteIndex, CodePointIndex};
use proptest::prelude::*;

/// Text with long stretches, so that blocks of both indexes are crossed.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![any::<String>(), "[a-z ]{0,300}", "[é𝔾🚢 \u{0301}]{0,200}"];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn code_points_agree_with_counting(text in text()) {
        let index = CodePointIndex::new(&text);
        for (number, (byte, _)) in text.char_indices().enumerate() {
            prop_assert_eq!(index.code_point(byte) as usize, number);
        }
        prop_assert_eq!(index.code_point(text.len()) as usize, text.chars().count());
        prop_assert_eq!(index.code_point(usize::MAX) as usize, text.chars().count());
    }

    #[test]
    fn bytes_agree_with_walking(text in text()) {
        let index = ByteIndex::new(&text);
        let bytes: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
        prop_assert_eq!(index.len() as usize + 1, bytes.len());
        for (number, &byte) in bytes.iter().enumerate() {
            prop_assert_eq!(index.byte(number as u32), Some(byte));
        }
        prop_assert_eq!(index.byte(bytes.len() as u32), None);
        prop_assert_eq!(index.byte(u32::MAX), None);
    }

    #[test]
    fn spans_re_slice(text in text(), a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
        let chars: Vec<char> = text.chars().collect();
        let (a, b) = (a.index(chars.len() + 1), b.index(chars.len() + 1));
        let (start, end) = (a.min(b), a.max(b));
        let words: String = chars[start..end].iter().collect();
        let bytes = ByteIndex::new(&text);
        let span = bytes.span(start as u32, end as u32).unwrap();
        prop_assert_eq!(&span.text, &words);
        let (from, to) = (bytes.byte(span.start).unwrap(), bytes.byte(span.end).unwrap());
        prop_assert_eq!(CodePointIndex::new(&text).span(from..to), Some(span));
        if a > b {
            prop_assert_eq!(bytes.slice(a as u32, b as u32), None);
        }
    }

    #[test]
    fn records_survive_a_round_trip(text in text(), url in any::<Option<String>>(), confidence in 0f32..=1.0) {
        let mut record = sample::record();
        record.statements[0].confidence = confidence;
        record.statements[0].why = vec![text.clone()];
        let json = serde_json::to_string(&record).unwrap();
        prop_assert_eq!(&serde_json::from_str::<ArticleRecord>(&json).unwrap(), &record);

        let mut empty = ArticleRecord::new(record.engine, text);
        empty.set_url(url);
        let json = serde_json::to_string(&empty).unwrap();
        prop_assert_eq!(&serde_json::from_str::<ArticleRecord>(&json).unwrap(), &empty);
        prop_assert!(onrecord_record::gate::check(&empty).is_ok());
    }
}

#[test]
fn ranges_off_character_boundaries_are_no_spans() {
    let index = CodePointIndex::new("a🚢b");
    assert_eq!(index.span(0..2), None);
    assert_eq!(
        index.span(1..5).map(|span| (span.start, span.end, span.text)),
        Some((1, 2, "🚢".to_owned()))
    );
}
