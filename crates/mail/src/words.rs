//! Encoded words in fields of a head (RFC 2047).

use crate::charset;
use crate::transfer::{Bytes, base64, escapes};

/// Notes of one message's fields, at most: every word may name an encoding of its own.
const NOTES: usize = 20;

/// A value of a field on one line, its encoded words decoded.
///
/// Words that follow one another are joined before they are decoded when they are in one encoding: some programs cut
/// through the middle of a letter.
pub(crate) fn decode(value: &str, what: &str, notes: &mut Vec<String>) -> String {
    let value = unfold(value);
    let mut out = String::new();
    let mut held: Option<(String, Vec<u8>)> = None;
    let mut flush = |held: &mut Option<(String, Vec<u8>)>, out: &mut String| {
        if let Some((label, bytes)) = held.take() {
            let text = charset::text(bytes, Some(&label), what);
            // what a word decodes to is still one line
            out.extend(text.text.chars().map(|c| if c.is_control() { ' ' } else { c }));
            for note in text.notes {
                if notes.len() < NOTES && !notes.contains(&note) {
                    notes.push(note);
                }
            }
        }
    };
    let mut rest = value.as_str();
    while let Some(at) = rest.find("=?") {
        let (before, from) = rest.split_at(at);
        let between = held.is_some() && before.trim().is_empty();
        let Some((label, bytes, length)) = word(from) else {
            flush(&mut held, &mut out);
            out.push_str(before);
            out.push_str("=?");
            rest = &from[2..];
            continue;
        };
        match &mut held {
            Some((known, all)) if between && known.eq_ignore_ascii_case(&label) => all.extend(bytes),
            _ => {
                flush(&mut held, &mut out);
                if !between {
                    out.push_str(before);
                }
                held = Some((label, bytes));
            }
        }
        rest = &from[length..];
    }
    flush(&mut held, &mut out);
    out.push_str(rest);
    out.trim().to_owned()
}

/// Takes line ends out of a value.
fn unfold(value: &str) -> String {
    let lines = value.split(['\r', '\n']).filter(|line| !line.is_empty());
    let mut out = String::new();
    for line in lines {
        match out.is_empty() {
            true => out.push_str(line),
            false => {
                out.push(' ');
                out.push_str(line.trim_start());
            }
        }
    }
    out.trim().to_owned()
}

/// The encoded word that `from` begins with: its encoding, its bytes, and how long it is.
fn word(from: &str) -> Option<(String, Vec<u8>, usize)> {
    let inside = from.strip_prefix("=?")?;
    let (label, after) = inside.split_once('?')?;
    let (kind, after) = after.split_once('?')?;
    // a word has no question mark inside: what was to be one ends at the next, and nobody looks further for its end
    let (content, end) = after.split_once('?')?;
    let label = label.split('*').next().unwrap_or(label);
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_graphic());
    if label.is_empty() || !plain(label) || !end.starts_with('=') {
        return None;
    }
    let bytes = match kind {
        "B" | "b" => base64(content.as_bytes()).bytes,
        "Q" | "q" => {
            let mut out = Bytes {
                bytes: Vec::new(),
                wrong: 0,
            };
            escapes(content.replace('_', " ").as_bytes(), &mut out);
            out.bytes
        }
        _ => return None,
    };
    Some((
        label.to_owned(),
        bytes,
        from.len() - after.len() + content.len() + 2,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: &str) -> String {
        decode(value, "the subject", &mut Vec::new())
    }

    #[test]
    fn words_are_decoded_and_joined() {
        assert_eq!(of(" =?utf-8?Q?Caf=C3=A9_open?= again"), "Café open again");
        assert_eq!(of("=?utf-8?B?Q2Fmww==?=\r\n =?UTF-8?B?qQ==?= x"), "Café x");
        assert_eq!(
            of("[Press] =?iso-8859-2?Q?Ko=B9ice?= =?utf-8?Q?_=E2=80=93?="),
            "[Press] Košice –"
        );
        assert_eq!(of("a=?b =?x?Y?z?= =?"), "a=?b =?x?Y?z?= =?");
        assert_eq!(of("Two\r\n\tlines  kept"), "Two lines  kept");
        assert_eq!(of("=?utf-8*en?q?Line=0Abreak?="), "Line break");
    }

    /// Each searched to the end of the field, these take hours.
    #[test]
    fn words_that_do_not_end_are_kept_as_they_are() {
        assert_eq!(of("=?utf-8?Q?a?b?="), "=?utf-8?Q?a?b?=");
        assert_eq!(of("=?utf-8?Q?a??="), "=?utf-8?Q?a??=");
        assert_eq!(of("=?utf-8?Q?a?=41?="), "a41?=");
        let many = "=?a?b?c ".repeat(2_000_000);
        assert_eq!(of(&many), many.trim_end());
        let none = "=? ".repeat(2_000_000);
        assert_eq!(of(&none), none.trim_end());
    }

    #[test]
    fn words_that_cannot_be_read_are_noted() {
        let mut notes = Vec::new();
        assert_eq!(
            decode("=?utf-16be?B?2AA=?=", "the subject", &mut notes),
            "\u{FFFD}"
        );
        assert_eq!(notes.len(), 1);
        let many: String = (0..1000).map(|n| format!("=?x-{n}?Q?Caf=C3=A9?= ")).collect();
        let text = decode(&many, "the subject", &mut notes);
        assert_eq!((text.matches("Café").count(), notes.len()), (1000, NOTES));
    }
}
