//! What is known again in an answer that may not be the same when work goes on.

use onrecord_record::{DeclaredField, bytes_sha256, text_sha256};
use onrecord_source::{Body, Entry};
use std::collections::BTreeMap;

/// What came of answers and was dealt with before the work was cut off, in the unit that it was cut off in.
///
/// A file can be counted through, as it is the same; an answer may be another one, with new articles ahead of the old ones.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// How often each was dealt with, by [`crate::Arrival::key`].
    pub keys: BTreeMap<String, u64>,
    /// The hash of the unit's own answer, if it is an address: [`crate::Arrival::answer`].
    pub answer: Option<String>,
}

impl Seen {
    /// Whether this was dealt with more often than it was taken.
    pub(crate) fn holds(&self, key: &str) -> bool {
        self.keys.get(key).is_some_and(|count| *count > 0)
    }

    /// Whether this was dealt with, once more than it was taken before.
    pub(crate) fn take(&mut self, key: &str) -> bool {
        match self.keys.get_mut(key) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }
}

/// By what an entry is known again: the address that it was fetched from, else the identifier or address that it declares
/// itself, else all that it is. Not by its place, which moves; nor by its text where it has a name, for then it is a version
/// of what is there.
pub(crate) fn key(entry: &Entry, address: Option<&str>) -> String {
    if let Some(address) = address {
        return match entry.origin.kind.as_str() {
            "html" => of_page(address),
            _ => of_address(address),
        };
    }
    let own = |field| entry.facts.iter().find(|f| f.field == field).map(|f| &f.value);
    let named = own(DeclaredField::ProviderId).or_else(|| own(DeclaredField::Url));
    let all = match named {
        Some(name) => format!("name {name} {:?}", own(DeclaredField::Version)),
        None => {
            let body = match &entry.body {
                Body::Document(document) => text_sha256(&document.text),
                Body::Html(html) => text_sha256(html),
                Body::Bytes { bytes, .. } => bytes_sha256(bytes),
                Body::Locator => String::new(),
            };
            format!("content {body} {:?}", entry.facts)
        }
    };
    short(&all)
}

/// What was fetched from an address.
pub(crate) fn of_address(address: &str) -> String {
    short(&format!("address {address}"))
}

/// A page that was fetched from an address: all that came from there.
pub(crate) fn of_page(address: &str) -> String {
    short(&format!("page {address}"))
}

/// What could not be read.
pub(crate) fn of_damage(address: Option<&str>, problem: &str) -> String {
    short(&match address {
        Some(address) => format!("nothing from {address}"),
        None => format!("damage {problem}"),
    })
}

/// Many are kept in a state, and written again and again.
fn short(text: &str) -> String {
    let mut hash = text_sha256(text);
    hash.truncate(32);
    hash
}
