//! News items as agencies send them: NewsML-G2, NITF, ninjs.
//!
//! [`read`] yields an entry for each item that is a text. What the provider says of it becomes facts: its id and version, who
//! wrote and who provides it, where it was written, where its information comes from, notes to editors, rights.
//!
//! `pubStatus` is honoured (IPTC news codes `stat:usable`, `stat:withheld`, `stat:canceled`): what is withheld, embargoed or
//! canceled comes without its text, and so does what belongs to it: items associated with it, a document of its own kind inside it.
//! A status that is not known is taken for withheld, and a note says so.
//!
//! An embargo is over when it ended no later than `versionCreated`, `firstCreated` or the time at which the message was sent; a time
//! handed to [`read_as_of`] counts like these. The clock is never asked, so that the same item is always read alike. An embargo
//! without a time holds until further notice, one in no known form for good.
//!
//! Times: `firstCreated` is when the item was published; without it, `versionCreated` is. With both, `versionCreated` is
//! when it was last changed. `contentCreated` says when the content was made, which may be long before, and counts only when
//! there is nothing else.
//!
//! ```
//! let item = r#"{"uri": "urn:x:1", "type": "text", "pubstatus": "usable", "headline": "Bridge closed",
//!     "versioncreated": "2023-05-05T10:00:00Z", "body_text": "The bridge is closed, the city said."}"#;
//! let found: Vec<_> = onrecord_agency::read(item.as_bytes(), onrecord_source::Limit::DEFAULT).collect();
//! let onrecord_source::Found::Entry(entry) = &found[0] else { panic!("an item") };
//! assert_eq!(entry.facts[0].value, "urn:x:1");
//! ```

mod body;
mod item;
mod newsml;
mod ninjs;
mod nitf;

use onrecord_source::{Found, Limit, Reader, bytes_from};
use onrecord_stamp::Stamp;
use std::io::Read;

/// Which of the three forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// NewsML-G2.
    NewsMl,
    /// NITF.
    Nitf,
    /// ninjs.
    Ninjs,
}

/// Which form the bytes that begin with `head` are in, if they are in any.
pub fn looks_like(head: &[u8]) -> Option<Kind> {
    let head = String::from_utf8_lossy(head);
    let start = head.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('<') {
        return root(start).and_then(|name| match name.as_str() {
            "newsitem" | "newsmessage" | "packageitem" => Some(Kind::NewsMl),
            "nitf" => Some(Kind::Nitf),
            _ => None,
        });
    }
    let json = start.starts_with('{') || start.starts_with('[');
    let lower = start.to_ascii_lowercase();
    let has = |key: &str| lower.contains(&format!("\"{key}\""));
    let own = [
        "pubstatus",
        "versioncreated",
        "body_text",
        "body_xhtml",
        "bodies",
        "representationtype",
        "ednote",
    ];
    (json && has("uri") && own.iter().filter(|key| has(key)).count() >= 2).then_some(Kind::Ninjs)
}

/// The local name of the first element, in small letters.
fn root(start: &str) -> Option<String> {
    let mut rest = start;
    loop {
        rest = &rest[rest.find('<')? + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
        } else if !rest.starts_with(['?', '!']) {
            let name = rest
                .split(|c: char| c.is_whitespace() || c == '>' || c == '/')
                .next()?;
            let local = name.rsplit(':').next().unwrap_or(name);
            return Some(local.to_ascii_lowercase());
        }
    }
}

/// Reads a file of one or more items. A file larger than `limit` is damaged.
pub fn read<'a>(input: impl Read + Send + 'a, limit: Limit) -> Reader<'a> {
    items(input, limit, None)
}

/// Like [`read`], for use at `as_of`: embargoes that have ended by then are over.
pub fn read_as_of<'a>(input: impl Read + Send + 'a, limit: Limit, as_of: &Stamp) -> Reader<'a> {
    items(input, limit, Some(as_of))
}

fn items<'a>(input: impl Read + Send + 'a, limit: Limit, as_of: Option<&Stamp>) -> Reader<'a> {
    let damaged = |problem: String, remedy: String| {
        vec![Found::Damaged {
            within: Vec::new(),
            problem,
            remedy,
        }]
    };
    let bytes = match bytes_from(input, limit) {
        Ok(bytes) => bytes,
        Err(problem) => return Box::new(damaged(problem.to_string(), problem.remedy()).into_iter()),
    };
    // marks of the byte order, and the zeros of UTF-16, say nothing of the form
    let ahead = |b: &&u8| matches!(**b, 0 | 0xef | 0xbb | 0xbf | 0xfe | 0xff) || b.is_ascii_whitespace();
    let first = bytes.iter().find(|b| !ahead(b));
    let found = if matches!(first, Some(b'{' | b'[')) {
        ninjs::read(bytes, as_of)
    } else {
        newsml::read(bytes, as_of)
    };
    let found = found.unwrap_or_else(|problem| damaged(problem.to_string(), problem.remedy()));
    Box::new(found.into_iter())
}
