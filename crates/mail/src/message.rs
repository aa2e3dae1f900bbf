//! One message to what it carries: its text, what was attached, what was forwarded.

use crate::head::{self, Head};
use crate::parts::{self, Attachment, Item, MOST_PARTS, Parts, Piece};
use crate::{plain, transfer};
use onrecord_record::{DeclaredFact, DeclaredField};
use onrecord_source::{Body, Document, Entry, Found, Skip};

/// Messages inside messages, at most.
const DEEPEST: usize = 5;

/// Reads a message that lies at `within`.
pub(crate) fn read(bytes: &[u8], within: &[String]) -> Vec<Found> {
    let mut reading = Reading {
        left: MOST_PARTS,
        found: Vec::new(),
    };
    reading.message(bytes, within, 0);
    reading.found
}

struct Reading {
    /// Parts that may still be looked at.
    left: usize,
    found: Vec<Found>,
}

impl Reading {
    fn damaged(&mut self, within: Vec<String>, problem: &str, remedy: &str) {
        self.found.push(Found::Damaged {
            within,
            problem: problem.to_owned(),
            remedy: remedy.to_owned(),
        });
    }

    fn message(&mut self, bytes: &[u8], within: &[String], depth: usize) {
        let bytes = without_wrapping(bytes);
        let (end, begin) = head::ends(bytes);
        if end == 0 || end > head::LONGEST_HEAD {
            let problem = if end == 0 {
                "it has no head of a mail message"
            } else {
                "its head has no end"
            };
            let remedy = "check the file; if it is plain text, say so: --as text";
            return self.damaged(within.to_vec(), problem, remedy);
        }
        let head = head::read(&bytes[..end], true);
        let body = &bytes[begin..];
        if let Some(page) = saved_page(&head, body) {
            return self.found.push(Found::Entry(Box::new(page)));
        }
        let mut parts = parts::take_apart(body, &head, &mut self.left);
        let mut notes = head.notes;
        notes.append(&mut parts.notes);
        if begin == end && begin < bytes.len() {
            notes.push("its head ends without an empty line; what follows is read as its text".to_owned());
        }
        let items = std::mem::take(&mut parts.items);
        self.text(parts, &head.facts, notes, within, &items);
        for item in items {
            self.item(item, &head.facts, within, depth);
        }
    }

    /// The text of a message.
    fn text(
        &mut self,
        parts: Parts,
        facts: &[DeclaredFact],
        mut notes: Vec<String>,
        within: &[String],
        items: &[Item],
    ) {
        let encoding = parts.encoding;
        let Some(body) = joined(parts.pieces, &mut notes) else {
            let problem = "it is encrypted (PGP)";
            let remedy = "open it in a mail program that has the key, and save its text";
            return self.damaged(within.to_vec(), problem, remedy);
        };
        let body = match body {
            Text::None => {
                // what is damaged, or a report of delivery, has been said to be so
                let said = items
                    .iter()
                    .any(|item| !matches!(item, Item::Attachment(_) | Item::Message { .. }));
                if !said {
                    self.found.push(Found::Skipped {
                        within: within.to_vec(),
                        reason: Skip::NoContent,
                        what: "a message without text of its own".to_owned(),
                    });
                }
                return;
            }
            Text::Plain(text) => Body::Document(Document {
                text,
                encoding,
                ..Document::default()
            }),
            Text::Html(html) => Body::Html(html),
        };
        let mut entry = Entry::new(body);
        entry.facts = facts.to_vec();
        entry.notes = notes;
        entry.origin.within = within.to_vec();
        entry.origin.encoding = encoding.map(str::to_owned);
        self.found.push(Found::Entry(Box::new(entry)));
    }

    fn item(&mut self, item: Item, facts: &[DeclaredFact], within: &[String], depth: usize) {
        let below = |name: Option<String>| within.iter().cloned().chain(name).collect::<Vec<_>>();
        match item {
            Item::Attachment(attachment) => {
                let within = below(Some(attachment.name.clone()));
                self.found.push(attached(attachment, facts, within));
            }
            Item::Message { part, .. } if depth >= DEEPEST => {
                let problem = format!("it lies in {DEEPEST} messages, one inside the other");
                self.damaged(
                    below(Some(part)),
                    &problem,
                    "save it in a mail program, and name the file",
                );
            }
            Item::Message { part, bytes } => self.message(&bytes, &below(Some(part)), depth + 1),
            Item::Skipped { part, reason, what } => {
                let within = below(part);
                self.found.push(Found::Skipped { within, reason, what });
            }
            Item::Damaged {
                part,
                problem,
                remedy,
            } => self.damaged(below(part), &problem, &remedy),
        }
    }
}

/// The text that a message shows.
enum Text {
    None,
    Plain(String),
    Html(String),
}

/// Joins what a message shows, in order. `None` when it is encrypted.
fn joined(pieces: Vec<Piece>, notes: &mut Vec<String>) -> Option<Text> {
    let html = pieces.iter().any(|piece| matches!(piece, Piece::Html(_)));
    let mut out = String::new();
    for piece in pieces {
        let (text, form) = match piece {
            Piece::Html(piece) => {
                out.push_str(&piece);
                out.push('\n');
                continue;
            }
            Piece::Plain { text, form } => (text, form),
        };
        let cleaned = plain::clean(&text, form).ok()?;
        notes.extend(cleaned.notes);
        if cleaned.text.is_empty() {
            continue;
        }
        if html {
            for paragraph in cleaned.text.split("\n\n") {
                out.push_str("<p>");
                out.push_str(&escaped(paragraph));
                out.push_str("</p>\n");
            }
        } else {
            if !out.is_empty() {
                out.push_str("\n\n");
            }
            out.push_str(&cleaned.text);
        }
    }
    Some(match html {
        _ if out.trim().is_empty() => Text::None,
        true => Text::Html(out),
        false => Text::Plain(out),
    })
}

fn escaped(text: &str) -> String {
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    text.replace('\n', "<br>")
}

/// Something that was attached: an entry of its own, dated and published as the message is.
fn attached(attachment: Attachment, facts: &[DeclaredFact], within: Vec<String>) -> Found {
    let Attachment {
        bytes,
        media_type,
        charset,
        notes,
        ..
    } = attachment;
    if bytes.is_empty() {
        let what = "an empty attachment".to_owned();
        return Found::Skipped {
            within,
            reason: Skip::NoContent,
            what,
        };
    }
    let mut entry = Entry::new(Body::Bytes {
        bytes,
        media_type,
        charset,
    });
    let lent = |fact: &&DeclaredFact| matches!(fact.field, DeclaredField::Published | DeclaredField::Outlet);
    entry.facts = facts.iter().filter(lent).cloned().collect();
    entry.notes = notes;
    entry.origin.within = within;
    Found::Entry(Box::new(entry))
}

/// A page as browsers save it in one file (MHTML), which has the form of a message.
fn saved_page(head: &Head, body: &[u8]) -> Option<Entry> {
    let sent = head.facts.iter().any(|fact| fact.key == "Message-ID");
    if head.media_type != "multipart/related" || (head.snapshot.is_none() && sent) {
        return None;
    }
    let split = parts::split(body, head.boundary.as_deref()?.as_bytes());
    let part = body.get(split.parts.first()?.clone())?;
    let (end, begin) = head::ends(part);
    if end > head::LONGEST_HEAD {
        return None;
    }
    let about = head::read(&part[..end], false);
    let address = head.snapshot.clone().or_else(|| about.location.clone())?;
    if about.media_type != "text/html" || !(address.starts_with("http://") || address.starts_with("https://"))
    {
        return None;
    }
    let decoded = transfer::decode(&part[begin..], &about.transfer)?;
    let mut entry = Entry::new(Body::Bytes {
        bytes: decoded.bytes,
        media_type: Some(about.media_type),
        charset: about.charset,
    });
    let date = head
        .facts
        .iter()
        .find(|fact| fact.field == DeclaredField::Published);
    entry.origin.fetched = date.map(|date| date.value.clone());
    entry.origin.address = Some(address);
    Some(entry)
}

/// A message without what stands around it: a line of a mailbox, or the count and property list of Apple's `.emlx`.
fn without_wrapping(bytes: &[u8]) -> &[u8] {
    let bytes = bytes
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(bytes)
        .trim_ascii_start();
    let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
    let (line, rest) = (&bytes[..end], bytes.get(end + 1..).unwrap_or_default());
    if line.starts_with(b"From ") || line.starts_with(b">From ") {
        return rest;
    }
    let count = std::str::from_utf8(line)
        .ok()
        .and_then(|line| line.trim().parse::<usize>().ok());
    match count {
        Some(count) => &rest[..count.min(rest.len())],
        None => bytes,
    }
}
