//! Mail: messages and mailboxes to the articles that they carry.
//!
//! [`message`] reads one message, [`mailbox`] one after the other in bounded memory. What a message says of itself becomes
//! facts: `Subject`, `From`, `Date`, `Message-ID`, `Organization`, `List-Id`, `Content-Language`, `Archived-At`. Its text is
//! the plain form unless that says much less than the HTML; quoted replies, signatures and the footers of mailing lists are
//! left out where standard marks set them apart, and notes say so. Attachments and forwarded messages are entries of their own.
//!
//! A message that is encrypted, or broken, is damaged, and the others are read on.
//!
//! ```
//! use onrecord_source::{Found, Limit};
//! let mail = "From: Ana Kovac <ana@lake.example>\nSubject: Quay closed\nDate: Tue, 5 May 2026 10:00:00 +0200\n\n\
//!     The quay is closed, the city said.\n-- \nPress office\n";
//! let found: Vec<Found> = onrecord_mail::message(mail.as_bytes(), Limit::DEFAULT).collect();
//! let Found::Entry(entry) = &found[0] else { panic!("a message") };
//! assert!(entry.facts.iter().any(|fact| fact.value == "2026-05-05T10:00:00+02:00"));
//! assert_eq!(entry.notes, ["a signature of 1 line was left out"]);
//! ```

mod charset;
mod date;
mod head;
mod html;
mod mbox;
mod message;
mod parts;
mod plain;
mod recognise;
mod transfer;
mod words;

pub use recognise::{Kind, looks_like};

use mbox::{Mailbox, Next};
use onrecord_source::{Found, Limit, Problem, Reader, bytes_from};
use std::io::{BufRead, Read};

/// Reads one message. One larger than `limit` is damaged.
pub fn message<'a>(input: impl Read + Send + 'a, limit: Limit) -> Reader<'a> {
    let found = match bytes_from(input, limit) {
        Ok(bytes) => message::read(&bytes, &[]),
        Err(problem) => vec![damaged(Vec::new(), &problem)],
    };
    Box::new(found.into_iter())
}

/// Reads a mailbox: mboxo, mboxrd, mboxcl or mboxcl2. Never holds more than one message; one larger than `limit` is damaged,
/// and those behind it are read.
pub fn mailbox<'a>(input: impl BufRead + Send + 'a, limit: Limit) -> Reader<'a> {
    let mut number = 0_u64;
    let found = Mailbox::new(input, limit.bytes()).flat_map(move |next| {
        let within = |number| vec![format!("message {number}")];
        match next {
            Next::Message(bytes) => {
                number += 1;
                message::read(&bytes, &within(number))
            }
            Next::TooLarge => {
                number += 1;
                vec![damaged(within(number), &Problem::TooLarge { size: None, limit })]
            }
            Next::Ahead(bytes) => vec![Found::Damaged {
                within: Vec::new(),
                problem: format!(
                    "{bytes} bytes stand ahead of any line that begins a message (“From … date”)"
                ),
                remedy: "if it is one message, say so: --as mail; else check the file".to_owned(),
            }],
            Next::Failed(error) => vec![damaged(within(number + 1), &Problem::from(error))],
        }
    });
    Box::new(found)
}

fn damaged(within: Vec<String>, problem: &Problem) -> Found {
    Found::Damaged {
        within,
        problem: problem.to_string(),
        remedy: problem.remedy(),
    }
}
