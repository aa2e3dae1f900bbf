//! What an archived answer holds: whether it is worth reading, and its payload.

use crate::head::{Fields, head_end};
use onrecord_source::Skip;

/// The head of an HTTP answer.
pub(crate) struct Answer {
    pub(crate) fields: Fields,
    /// Bytes before the payload.
    pub(crate) head: usize,
    pub(crate) status: Option<u16>,
    /// An empty line ends the head.
    pub(crate) sound: bool,
}

/// Splits an answer; without an HTTP head all of it is payload.
pub(crate) fn split(block: &[u8]) -> Answer {
    let first = &block[..memchr::memchr(b'\n', block).unwrap_or(block.len())];
    let is_field = memchr::memchr(b':', first).is_some_and(|at| {
        at > 0
            && first[..at]
                .iter()
                .all(|&b| b.is_ascii_alphanumeric() || b == b'-')
    });
    let is_status = first.starts_with(b"HTTP") || first.starts_with(b"ICY");
    if !is_status && !is_field {
        return Answer {
            fields: Fields::default(),
            head: 0,
            status: None,
            sound: true,
        };
    }
    let unbroken = head_end(block);
    // a page may begin without the empty line
    let early = memchr::memmem::find_iter(&block[..unbroken.unwrap_or(block.len())], b"\n<").next();
    let head = early.map(|at| at + 1).or(unbroken).unwrap_or(block.len());
    let status = first.split(|&b| b == b' ').find_map(|word| {
        let word = std::str::from_utf8(word.trim_ascii()).ok()?;
        word.parse().ok().filter(|s| is_status && (100..1000).contains(s))
    });
    Answer {
        fields: Fields::read(&block[..head]),
        head,
        status,
        sound: early.is_none() && unbroken.is_some(),
    }
}

/// A content type: media type in lower case, and encoding.
pub(crate) fn content_type(value: &str) -> (Option<String>, Option<String>) {
    let mut parts = value.split(';');
    let media = parts
        .next()
        .map(|m| m.trim().to_ascii_lowercase())
        .filter(|m| m.contains('/'));
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    });
    (media, charset)
}

/// Whether articles come in this type.
pub(crate) fn is_text(media: &str) -> bool {
    matches!(media, "text/html" | "application/xhtml+xml" | "text/plain")
}

/// Why an answer with this status is passed over.
pub(crate) fn refused(status: u16) -> Option<Skip> {
    match status {
        200 => None,
        304 => Some(Skip::Unchanged),
        _ => Some(Skip::NoContent),
    }
}
