//! Recognising UTF-16 that no byte order mark announces.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// Which UTF-16 the bytes are, when they can be nothing else.
///
/// Both byte orders are tried over the whole input. One counts as readable when it has no lone surrogate, no
/// U+0000, no other control character and nothing outside the assigned blocks' usual company; between two
/// readable ones, spaces and line ends decide: their bytes swapped are rare symbols.
///
/// Plain text with a few stray zero bytes is not taken for UTF-16.
pub(crate) fn guess(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = bytes.iter().filter(|&&b| b == 0).count();
    if zeros.saturating_mul(4) < bytes.len()
        && bytes
            .iter()
            .all(|&b| b == 0 || b >= b' ' || b.is_ascii_whitespace())
    {
        return None;
    }
    let little = marks_of_text(bytes, u16::from_le_bytes);
    let big = marks_of_text(bytes, u16::from_be_bytes);
    match (little, big) {
        (Some(l), Some(b)) if l > b => Some(UTF_16LE),
        (Some(l), Some(b)) if b > l => Some(UTF_16BE),
        (Some(l), None) if l > 0 => Some(UTF_16LE),
        (None, Some(b)) if b > 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// Counts the characters that nearly every text has, or `None` when the bytes do not read as UTF-16.
fn marks_of_text(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<usize> {
    let units = bytes
        .chunks_exact(2)
        .filter_map(|pair| pair.try_into().ok())
        .map(unit);
    let mut marks = 0;
    for c in char::decode_utf16(units) {
        match c.ok()? {
            ' ' | '\n' | '\r' | 'a'..='z' | 'A'..='Z' | '.' | ',' | '\u{3001}' | '\u{3002}' => marks += 1,
            '\t' | '\u{b}' | '\u{c}' => {}
            c if c.is_control() => return None,
            '\u{E000}'..='\u{F8FF}' | '\u{FFF0}'..='\u{FFFF}' => return None,
            _ => {}
        }
    }
    Some(marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn both_orders_are_told_apart() {
        for text in [
            "Hello",
            "He said: “no”.",
            "Это сказал министр вчера",
            "大臣は「はい」と述べた。\n",
            "😀 wow",
        ] {
            assert_eq!(guess(&bytes(text, u16::to_le_bytes)), Some(UTF_16LE), "{text}");
            assert_eq!(guess(&bytes(text, u16::to_be_bytes)), Some(UTF_16BE), "{text}");
        }
    }

    #[test]
    fn other_bytes_with_zeros_are_not_utf_16() {
        assert_eq!(guess(b"He said\0 no"), None);
        assert_eq!(guess(&[0; 64]), None);
        assert_eq!(guess(&[0, 1, 2, 3, 0, 0, 0, 9]), None);
    }
}
