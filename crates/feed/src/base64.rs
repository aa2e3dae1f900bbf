//! Base64, as Atom 0.3 has it.

/// The bytes; white space between the letters does not count. Nothing for what is no Base64.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut bits) = (0u32, 0u32);
    for byte in text
        .trim_end_matches(|c: char| c == '=' || c.is_whitespace())
        .bytes()
    {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b if b.is_ascii_whitespace() => continue,
            _ => return None,
        };
        held = (held << 6 | u32::from(value)) & 0xFFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits & 0xFF) as u8);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn letters_to_bytes() {
        assert_eq!(
            decode("PHA+cmFpbjwv\n cD4=").as_deref(),
            Some(b"<p>rain</p>".as_slice())
        );
        assert_eq!(decode("<p>"), None);
        assert_eq!(decode("").as_deref(), Some(b"".as_slice()));
    }
}
