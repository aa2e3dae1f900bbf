//! Ids and fingerprints: how an article is named, and how its text is pinned.

use sha2::{Digest, Sha256};

/// SHA-256 of the text's UTF-8 bytes, in 64 lower-case hexadecimal digits.
///
/// ```
/// assert!(onrecord_record::text_sha256("abc").starts_with("ba7816bf8f01cfea"));
/// ```
pub fn text_sha256(text: &str) -> String {
    bytes_sha256(text.as_bytes())
}

/// SHA-256 of bytes, in 64 lower-case hexadecimal digits.
pub fn bytes_sha256(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digest = Sha256::digest(bytes);
    let mut out = String::with_capacity(64);
    for byte in digest.iter() {
        for nibble in [byte >> 4, byte & 15] {
            out.push(char::from(DIGITS[usize::from(nibble)]));
        }
    }
    out
}

/// The stable id of an article: `a` and the first 16 hexadecimal digits of the SHA-256 of its address or, when it
/// has none (or a blank one), of its text.
///
/// The address is taken as given: nothing is normalised, so two spellings of one address are two ids. The id of an
/// article without an address agrees with the first digits of its `text_sha256`.
///
/// ```
/// use onrecord_record::article_id;
/// assert_eq!(article_id(None, "abc"), "aba7816bf8f01cfea");
/// assert_eq!(article_id(Some("abc"), "another text"), "aba7816bf8f01cfea");
/// ```
pub fn article_id(url: Option<&str>, text: &str) -> String {
    let named = url.filter(|url| !url.trim().is_empty()).unwrap_or(text);
    let mut id = text_sha256(named);
    id.truncate(16);
    id.insert(0, 'a');
    id
}
