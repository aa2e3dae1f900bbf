//! From the bytes of a part to its text, with an account of what was assumed.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use mail_parser::decoders::charsets::map::charset_decoder;
use std::borrow::Cow;

/// A text, its encoding, and what should be known about it.
#[derive(Debug, Default)]
pub(crate) struct Text {
    pub(crate) text: String,
    pub(crate) encoding: Option<&'static str>,
    pub(crate) notes: Vec<String>,
}

/// Decodes `bytes`, which `label` says are in some encoding. `what` is what notes call them: "the text", "the head".
///
/// A label is not believed against the bytes: what is declared as ASCII or Latin and is UTF-8 with more than ASCII in it is
/// UTF-8.
pub(crate) fn text(bytes: Vec<u8>, label: Option<&str>, what: &str) -> Text {
    let label = label.map(|label| label.trim().trim_matches(['"', '\'']));
    let label = label.filter(|label| !label.is_empty());
    let ascii = bytes.is_ascii();
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return in_encoding(&bytes[mark..], encoding, what, None);
    }
    let Some(label) = label else {
        return undeclared(bytes, what, None);
    };
    if matches!(label.to_ascii_lowercase().as_str(), "utf-7" | "unicode-1-1-utf-7") {
        return utf_7(&bytes, what);
    }
    let Some(encoding) = Encoding::for_label(label.as_bytes()) else {
        let lead = format!("the encoding {} of {what} is not known", quoted(label));
        return undeclared(bytes, what, Some(lead));
    };
    let plain = matches!(
        label.to_ascii_lowercase().as_str(),
        "us-ascii" | "ascii" | "ansi_x3.4-1968"
    );
    if encoding == WINDOWS_1252 && !ascii {
        if std::str::from_utf8(&bytes).is_ok() {
            let note = format!(
                "{what} is declared as {} but is UTF-8, and is read so",
                quoted(label)
            );
            return in_encoding(&bytes, UTF_8, what, Some(note));
        }
        if plain {
            let lead = format!("{what} is declared as {} but is not", quoted(label));
            return undeclared(bytes, what, Some(lead));
        }
    }
    if encoding == UTF_8 && std::str::from_utf8(&bytes).is_err() {
        let lead = format!("{what} is declared as UTF-8 but is not, all of it");
        return undeclared(bytes, what, Some(lead));
    }
    in_encoding(&bytes, encoding, what, None)
}

/// What a label says, short enough for a note.
fn quoted(label: &str) -> String {
    format!("“{}”", label.chars().take(40).collect::<String>())
}

fn in_encoding(bytes: &[u8], encoding: &'static Encoding, what: &str, note: Option<String>) -> Text {
    let (text, wrong) = match encoding.decode_without_bom_handling(bytes) {
        (Cow::Borrowed(text), wrong) => (text.to_owned(), wrong),
        (Cow::Owned(text), wrong) => (text, wrong),
    };
    let mut notes: Vec<String> = note.into_iter().collect();
    if wrong {
        notes.push(replaced(&text, what, encoding.name()));
    }
    Text {
        text,
        encoding: Some(encoding.name()),
        notes,
    }
}

/// The note for characters that could not be read.
fn replaced(text: &str, what: &str, encoding: &str) -> String {
    let count = text.matches('\u{FFFD}').count();
    format!("{count} characters of {what} could not be read as {encoding} and stand as U+FFFD")
}

/// Nothing, or nothing that is true, is said about the encoding.
fn undeclared(bytes: Vec<u8>, what: &str, lead: Option<String>) -> Text {
    let spare = bytes.clone();
    let Ok(decoded) = onrecord_source::decode(bytes) else {
        // empty, blank, or full of what is no text
        let text = String::from_utf8_lossy(&spare).into_owned();
        let wrong = text.contains('\u{FFFD}').then(|| replaced(&text, what, "UTF-8"));
        return Text {
            text,
            encoding: Some(UTF_8.name()),
            notes: lead.into_iter().chain(wrong).collect(),
        };
    };
    let assumed = decoded.assumed.map(|assumed| {
        format!(
            "{what} was read as {} ({}; {})",
            decoded.encoding, assumed.reason, assumed.sureness
        )
    });
    let mut notes: Vec<String> = match (lead, assumed) {
        (Some(lead), Some(assumed)) => vec![format!("{lead}; {assumed}")],
        (lead, assumed) => lead.into_iter().chain(assumed).collect(),
    };
    if decoded.replaced.count > 0 {
        notes.push(replaced(&decoded.text, what, decoded.encoding));
    }
    Text {
        text: decoded.text,
        encoding: Some(decoded.encoding),
        notes,
    }
}

fn utf_7(bytes: &[u8], what: &str) -> Text {
    let Some(decoder) = charset_decoder(b"utf-7") else {
        return undeclared(bytes.to_vec(), what, None);
    };
    let text = decoder(bytes);
    let wrong = text.contains('\u{FFFD}').then(|| replaced(&text, what, "UTF-7"));
    Text {
        text,
        // no WHATWG name
        encoding: None,
        notes: std::iter::once(format!("{what} was read as UTF-7"))
            .chain(wrong)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8], label: Option<&str>) -> (String, usize) {
        let text = text(bytes.to_vec(), label, "the text");
        (text.text, text.notes.len())
    }

    #[test]
    fn encodings_are_believed_where_the_bytes_bear_them_out() {
        assert_eq!(of(b"caf\xc3\xa9", Some("utf-8")), ("café".to_owned(), 0));
        assert_eq!(of(b"caf\xe9", Some("iso-8859-1")), ("café".to_owned(), 0));
        assert_eq!(of(b"caf\xc3\xa9", Some("iso-8859-1")), ("café".to_owned(), 1));
        assert_eq!(of(b"caf\xc3\xa9", Some("us-ascii")), ("café".to_owned(), 1));
        assert_eq!(
            of(b"\xe3\xf0\xe0\xe4", Some("windows-1251")),
            ("град".to_owned(), 0)
        );
        assert_eq!(of("café".as_bytes(), Some("x-unknown")), ("café".to_owned(), 1));
        assert_eq!(of(b"caf+AOk-", Some("utf-7")), ("café".to_owned(), 1));
        assert_eq!(of(b"plain", None), ("plain".to_owned(), 0));
        let bad = text(b"\x1b$B\xff\xff".to_vec(), Some("iso-2022-jp"), "the text");
        assert!(
            bad.text.contains('\u{FFFD}') && bad.notes[0].contains("U+FFFD"),
            "{bad:?}"
        );
    }
}
