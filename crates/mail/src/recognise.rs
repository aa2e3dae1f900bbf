//! Telling mail from text by its first lines.

use crate::head::is_field;
use crate::mbox::is_beginning;

/// Which of the two forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One message.
    Message,
    /// Several, in a mailbox.
    Mailbox,
}

/// Fields that only mail has, not the head of an article that someone typed.
const MACHINE: [&str; 11] = [
    "received",
    "message-id",
    "mime-version",
    "return-path",
    "delivered-to",
    "dkim-signature",
    "content-type",
    "content-transfer-encoding",
    "list-id",
    "x-mailer",
    "snapshot-content-location",
];

/// Which form the bytes that begin with `head` are in, if they are mail.
///
/// A mailbox begins with `From `, a sender and a date, and fields. A message begins with fields alone, among them a sender with
/// an address, and a date with a time or a field that only programs write. `To: our readers` is none, nor is a text that
/// begins `From Paris, …`.
pub fn looks_like(head: &[u8]) -> Option<Kind> {
    let head = head
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(head)
        .trim_ascii_start();
    let mut lines = head.split(|b| *b == b'\n').map(<[u8]>::trim_ascii_end).peekable();
    let first = lines.peek().copied().unwrap_or_default();
    let mailbox = is_beginning(first);
    if mailbox || first.starts_with(b">From ") || (!first.is_empty() && first.iter().all(u8::is_ascii_digit))
    {
        lines.next();
    }
    let (mut sender, mut dated, mut machine, mut fields) = (false, false, 0, 0);
    // whether the field that a folded line belongs to names who sent it
    let mut sends: Option<bool> = None;
    for line in lines {
        if line.is_empty() {
            break;
        }
        if let (Some(sends), b' ' | b'\t') = (sends, line[0]) {
            // the address may stand on a line of its own
            sender |= sends && line.contains(&b'@');
            continue;
        }
        if !is_field(line) {
            // a head that is cut short at the end of what is looked at, or none
            if fields < 3 || line.contains(&b' ') {
                return None;
            }
            break;
        }
        fields += 1;
        let line = String::from_utf8_lossy(line);
        let (name, value) = line.split_once(':').unwrap_or_default();
        let name = name.trim_end().to_ascii_lowercase();
        sends = Some(matches!(name.as_str(), "from" | "sender" | "reply-to"));
        match name.as_str() {
            "from" | "sender" | "reply-to" => sender |= value.contains('@') || value.contains("=?"),
            "date" => dated |= value.contains(':') && value.bytes().any(|b| b.is_ascii_digit()),
            name if MACHINE.contains(&name) => machine += 1,
            _ => {}
        }
    }
    if mailbox {
        return (fields > 0).then_some(Kind::Mailbox);
    }
    let message = (sender && (dated || machine > 0)) || machine > 1;
    message.then_some(Kind::Message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_is_told_from_text() {
        let of = |text: &str| looks_like(text.as_bytes());
        let message =
            "From: Ana Kovac <ana@lake.example>\nSubject: Quay\nDate: Tue, 5 May 2026 10:00:00 +0200\n\nText";
        assert_eq!(of(message), Some(Kind::Message));
        assert_eq!(
            of("Received: from a by b;\n\tTue\nMessage-ID: <1@b>\nFrom: a@b\n\n"),
            Some(Kind::Message)
        );
        assert_eq!(
            of("From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example/\nMIME-Version: 1.0\n"),
            Some(Kind::Message)
        );
        assert_eq!(
            of(&format!(
                "From ana@lake.example Tue May  5 10:00:00 2026\n{message}"
            )),
            Some(Kind::Mailbox)
        );
        assert_eq!(
            of("From - Tue May  5 10:00:00 2026\r\nX-Status: 0\r\n\r\n"),
            Some(Kind::Mailbox)
        );
        assert_eq!(
            of("From Paris, our reporter writes.\nIt was 10:00 in 2026."),
            None
        );
        assert_eq!(
            of("From Paris, 10:00 on 5 May 2026\nThe minister said: no."),
            None
        );
        assert_eq!(of("To: our readers\nFrom: the editor\n\nWe close."), None);
        assert_eq!(
            of("From: our correspondent\nDate: 5 May 2026\nSubject: rain\n\nText"),
            None
        );
        assert_eq!(of("Date: 5 May\nThe minister said: no.\n"), None);
        assert_eq!(of("Warning: storms ahead.\nSafety: stay in."), None);
        assert_eq!(of("User-agent: a\nUser-agent: b\nDisallow: /\n"), None);
        assert_eq!(of(""), None);
    }
}
