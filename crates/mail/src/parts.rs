//! A message taken apart into what is its text, what was attached, and what is a message itself.

use crate::head::{self, Head};
use crate::html::{in_meta, letters, shown};
use crate::plain::Form;
use crate::{charset, transfer};
use onrecord_source::Skip;
use std::ops::Range;

/// Parts inside parts, at most.
const DEEPEST: usize = 20;
/// Parts of one file or message of a mailbox, with all that it holds, at most.
pub(crate) const MOST_PARTS: usize = 2000;

/// A piece of the text.
#[derive(Debug)]
pub(crate) enum Piece {
    Plain { text: String, form: Form },
    Html(String),
}

/// What was attached.
#[derive(Debug)]
pub(crate) struct Attachment {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) media_type: Option<String>,
    pub(crate) charset: Option<String>,
    pub(crate) notes: Vec<String>,
}

/// What stands in a message, in order.
#[derive(Debug)]
pub(crate) enum Item {
    Attachment(Attachment),
    /// A message that was forwarded whole.
    Message {
        part: String,
        bytes: Vec<u8>,
    },
    Skipped {
        part: Option<String>,
        reason: Skip,
        what: String,
    },
    Damaged {
        part: Option<String>,
        problem: String,
        remedy: String,
    },
}

/// A message taken apart.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) encoding: Option<&'static str>,
    pub(crate) items: Vec<Item>,
    pub(crate) notes: Vec<String>,
}

/// Where a part stands.
#[derive(Clone, Copy)]
struct Place<'p> {
    /// `2.1`; empty for the message itself.
    number: &'p str,
    depth: usize,
    /// What a part is that does not say what it is.
    otherwise: &'static str,
}

/// Takes a message apart, whose head has been read. `left` is how many more parts may be looked at.
pub(crate) fn take_apart(body: &[u8], head: &Head, left: &mut usize) -> Parts {
    let mut parts = Parts::default();
    let place = Place {
        number: "",
        depth: 0,
        otherwise: "text/plain",
    };
    parts.part(body, head, place, left);
    parts
}

impl Parts {
    fn part(&mut self, body: &[u8], head: &Head, place: Place<'_>, left: &mut usize) {
        let media_type = match head.media_type.as_str() {
            "" | "text/" | "/" => place.otherwise,
            known => known,
        };
        let skipped = |what: &str| Item::Skipped {
            part: part_of(place.number),
            reason: Skip::OtherKind,
            what: what.to_owned(),
        };
        let (kind, sub) = media_type.split_once('/').unwrap_or((media_type, ""));
        match (kind, sub) {
            ("multipart", "encrypted") => self.encrypted(place, "PGP/MIME"),
            ("multipart", "report") => self.items.push(skipped("a report of delivery")),
            ("multipart", _) => self.several(body, head, sub, place, left),
            ("application", "pkcs7-mime" | "x-pkcs7-mime") => match head.smime_type.as_deref() {
                Some("signed-data") => self.items.push(Item::Damaged {
                    part: part_of(place.number),
                    problem: "its text lies inside a signature (S/MIME)".to_owned(),
                    remedy: "open it in a mail program and save its text".to_owned(),
                }),
                _ => self.encrypted(place, "S/MIME"),
            },
            ("application", "pgp-encrypted") => self.encrypted(place, "PGP/MIME"),
            ("application", "pgp-signature" | "pkcs7-signature" | "x-pkcs7-signature" | "pgp-keys")
            | ("image" | "audio" | "video" | "font" | "model", _)
            | (
                "text",
                "calendar" | "css" | "vcard" | "x-vcard" | "directory" | "rfc822-headers" | "x-amp-html",
            )
            | ("application", "ms-tnef") => self.items.push(skipped(media_type)),
            ("message", "rfc822" | "global" | "news") => self.message(body, head, place),
            ("message", _) => self.items.push(skipped(media_type)),
            ("text", "plain" | "html" | "enriched" | "richtext") if self.is_text(head, place) => {
                self.text(body, head, sub, place);
            }
            _ => self.attachment(body, head, media_type, place),
        }
    }

    /// Whether a text is shown as such, not attached.
    fn is_text(&self, head: &Head, place: Place<'_>) -> bool {
        let alone = place.number.is_empty();
        alone || !head.attached && (head.name.is_none() || self.pieces.is_empty())
    }

    fn encrypted(&mut self, place: Place<'_>, how: &str) {
        self.items.push(Item::Damaged {
            part: part_of(place.number),
            problem: format!("it is encrypted ({how})"),
            remedy: "open it in a mail program that has the key, and save its text".to_owned(),
        });
    }

    /// The bytes of a part; what is wrong with them is noted, or makes it damaged.
    fn decoded(
        &mut self,
        body: &[u8],
        head: &Head,
        place: Place<'_>,
        notes: &mut Vec<String>,
    ) -> Option<Vec<u8>> {
        let Some(decoded) = transfer::decode(body, &head.transfer) else {
            let encoding: String = head.transfer.chars().take(40).collect();
            self.items.push(Item::Damaged {
                part: part_of(place.number),
                problem: format!("its transfer encoding, “{encoding}”, is not known"),
                remedy: "open it in a mail program and save its text".to_owned(),
            });
            return None;
        };
        if decoded.wrong > 0 {
            let places = if decoded.wrong == 1 { "place" } else { "places" };
            notes.push(format!(
                "its transfer encoding is broken in {} {places}",
                decoded.wrong
            ));
        }
        Some(decoded.bytes)
    }

    fn text(&mut self, body: &[u8], head: &Head, sub: &str, place: Place<'_>) {
        let mut notes = Vec::new();
        let Some(bytes) = self.decoded(body, head, place, &mut notes) else {
            return;
        };
        let declared = match head.charset.as_deref() {
            None if sub == "html" => in_meta(&bytes),
            declared => declared.map(str::to_owned),
        };
        let text = charset::text(bytes, declared.as_deref(), "the text");
        notes.extend(text.notes);
        self.note(notes);
        self.encoding = self.encoding.or(text.encoding);
        self.pieces.push(match sub {
            "plain" => Piece::Plain {
                text: text.text,
                form: Form {
                    flowed: head.format == "flowed",
                    del_sp: head.del_sp,
                },
            },
            // enriched text is marked with tags, too
            _ => Piece::Html(text.text),
        });
    }

    fn attachment(&mut self, body: &[u8], head: &Head, media_type: &str, place: Place<'_>) {
        let mut notes = head.notes.clone();
        let Some(bytes) = self.decoded(body, head, place, &mut notes) else {
            return;
        };
        let vague = matches!(media_type, "application/octet-stream" | "application/x-unknown");
        self.items.push(Item::Attachment(Attachment {
            name: head.name.clone().unwrap_or_else(|| numbered(place.number)),
            bytes,
            media_type: (!vague).then(|| media_type.to_owned()),
            charset: head.charset.clone(),
            notes,
        }));
    }

    fn message(&mut self, body: &[u8], head: &Head, place: Place<'_>) {
        let mut notes = Vec::new();
        if let Some(bytes) = self.decoded(body, head, place, &mut notes) {
            self.note(notes);
            self.items.push(Item::Message {
                part: numbered(place.number),
                bytes,
            });
        }
    }

    /// What has parts itself.
    fn several(&mut self, body: &[u8], head: &Head, sub: &str, place: Place<'_>, left: &mut usize) {
        if place.depth >= DEEPEST {
            self.items.push(Item::Damaged {
                part: part_of(place.number),
                problem: format!("its parts lie more than {DEEPEST} deep"),
                remedy: "open it in a mail program and save its text".to_owned(),
            });
            return;
        }
        let split = head
            .boundary
            .as_deref()
            .map(|boundary| split(body, boundary.as_bytes()));
        let Some(found) = split.filter(|found| !found.parts.is_empty()) else {
            self.note(vec![
                "its parts are not told apart; they are read as one text".to_owned(),
            ]);
            self.text(body, head, "plain", place);
            return;
        };
        if !found.closed {
            self.note(vec!["it breaks off: its last part has no end".to_owned()]);
        }
        if sub == "signed" {
            self.note(vec!["it is signed; the signature was not checked".to_owned()]);
        }
        let mut children = Vec::new();
        for (at, range) in found.parts.into_iter().enumerate() {
            if *left == 0 {
                self.items.push(Item::Damaged {
                    part: part_of(place.number),
                    problem: format!("it has more than {MOST_PARTS} parts; the others are not read"),
                    remedy: "open it in a mail program and save what is missing".to_owned(),
                });
                break;
            }
            *left -= 1;
            let number = match place.number {
                "" => format!("{}", at + 1),
                outer => format!("{outer}.{}", at + 1),
            };
            let part = &body[range];
            let (end, begin) = head::ends(part);
            if end > head::LONGEST_HEAD {
                self.items.push(Item::Damaged {
                    part: part_of(&number),
                    problem: "its head has no end".to_owned(),
                    remedy: "open it in a mail program and save its text".to_owned(),
                });
                continue;
            }
            let head = head::read(&part[..end], false);
            let inner = Place {
                number: &number,
                depth: place.depth + 1,
                otherwise: if sub == "digest" {
                    "message/rfc822"
                } else {
                    "text/plain"
                },
            };
            if sub == "alternative" {
                let mut child = Self::default();
                child.part(&part[begin..], &head, inner, left);
                children.push(child);
            } else if sub == "signed" && at > 0 {
                // the signature
            } else {
                self.part(&part[begin..], &head, inner, left);
            }
        }
        if sub == "alternative" {
            self.alternative(children);
        }
    }

    /// Takes one of several forms of the same text: the plain one, unless it says much less than the HTML.
    fn alternative(&mut self, children: Vec<Self>) {
        let plain = |child: &Self| {
            let of = |piece: &Piece| match piece {
                Piece::Plain { text, .. } => letters(text),
                Piece::Html(_) => 0,
            };
            child.pieces.iter().map(of).sum::<usize>()
        };
        let html = |child: &Self| {
            let of = |piece: &Piece| match piece {
                Piece::Plain { .. } => 0,
                Piece::Html(html) => shown(html),
            };
            child.pieces.iter().map(of).sum::<usize>()
        };
        let best = |size: &dyn Fn(&Self) -> usize| {
            let sizes = children.iter().map(size).enumerate();
            // of equals, the first
            sizes
                .rev()
                .max_by_key(|found| found.1)
                .filter(|found| found.1 > 0)
        };
        let chosen = match (best(&plain), best(&html)) {
            (Some(plain), Some(html)) if plain.1 * 10 < html.1 * 4 => Some(html.0),
            (Some(plain), _) => Some(plain.0),
            (None, html) => html.map(|html| html.0),
        };
        for (at, mut child) in children.into_iter().enumerate() {
            if chosen == Some(at) {
                self.encoding = self.encoding.or(child.encoding);
                self.pieces.append(&mut child.pieces);
                self.note(std::mem::take(&mut child.notes));
            }
            self.items.append(&mut child.items);
        }
    }

    fn note(&mut self, notes: Vec<String>) {
        for note in notes {
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
    }
}

fn numbered(number: &str) -> String {
    format!("part {}", if number.is_empty() { "1" } else { number })
}

fn part_of(number: &str) -> Option<String> {
    (!number.is_empty()).then(|| numbered(number))
}

/// The parts of a body, and whether its end was marked.
pub(crate) struct Split {
    pub(crate) parts: Vec<Range<usize>>,
    closed: bool,
}

/// Splits a body at lines `--boundary`. What stands ahead of the first and behind the last is for old programs, not for readers.
pub(crate) fn split(body: &[u8], boundary: &[u8]) -> Split {
    let mut found = Split {
        parts: Vec::new(),
        closed: false,
    };
    let mut open: Option<usize> = None;
    let mut at = 0;
    while at < body.len() {
        let end = memchr::memchr(b'\n', &body[at..]).map_or(body.len(), |found| at + found + 1);
        let after = body[at..end]
            .strip_prefix(b"--")
            .and_then(|line| line.strip_prefix(boundary));
        let closes = after.is_some_and(|after| after.starts_with(b"--"));
        if closes || after.is_some_and(|after| after.trim_ascii().is_empty()) {
            if let Some(begin) = open.take() {
                // the line end ahead of a boundary belongs to it
                let content = &body[begin..at];
                let content = content.strip_suffix(b"\n").unwrap_or(content);
                let content = content.strip_suffix(b"\r").unwrap_or(content);
                found.parts.push(begin..begin + content.len());
            }
            if closes {
                found.closed = true;
                return found;
            }
            open = Some(end);
        }
        at = end;
    }
    found.parts.extend(open.map(|begin| begin..body.len()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_split_at_whole_boundaries() {
        let body = b"old\n--a\nA: 1\n\nOne\n--ab\n--a  \r\nTwo\r\n--a--\nafter";
        let found = split(body, b"a");
        let parts: Vec<&[u8]> = found.parts.iter().map(|r| &body[r.clone()]).collect();
        assert_eq!(parts, [&b"A: 1\n\nOne\n--ab"[..], b"Two"]);
        assert!(found.closed);
        assert!(!split(b"--a\nx", b"a").closed);
        assert!(split(b"x", b"a").parts.is_empty());
    }
}
