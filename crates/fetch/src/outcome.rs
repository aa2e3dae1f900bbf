//! What came of an address.

use crate::error::{FetchError, Problem};
use onrecord_record::{DeclaredBy, DeclaredField, Origin};
use onrecord_source::{Body, Entry, Found, Skip, fact};
use url::Url;

/// An answer, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The address that was asked for.
    pub asked: Url,
    /// The address that answered, after all redirects.
    pub address: Url,
    /// The status of the answer: 200, or another that is no error.
    pub status: u16,
    /// The media type as declared, in small letters, without parameters.
    pub media_type: Option<String>,
    /// The encoding as declared.
    pub charset: Option<String>,
    /// The answer, decompressed.
    pub bytes: Vec<u8>,
    /// When it came, ISO 8601.
    pub fetched: String,
    /// `ETag`, as it was sent.
    pub etag: Option<String>,
    /// `Last-Modified`, as it was sent. It is the page's, not the article's.
    pub last_modified: Option<String>,
    /// What should be known about how it came.
    pub notes: Vec<String>,
}

/// An answer that says that nothing changed since the earlier run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotModified {
    /// The address that was asked for.
    pub asked: Url,
    /// The address that answered, after all redirects.
    pub address: Url,
    /// When it came, ISO 8601.
    pub fetched: String,
}

/// What came of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An answer.
    Fetched(Box<Fetched>),
    /// Nothing changed.
    NotModified(NotModified),
    /// Nothing that could be used.
    Failed(FetchError),
}

impl From<Fetched> for Entry {
    /// An entry whose input is the address that was asked for.
    fn from(fetched: Fetched) -> Self {
        let mut entry = Self::new(Body::Bytes {
            bytes: fetched.bytes,
            media_type: fetched.media_type,
            charset: fetched.charset,
        });
        let address = String::from(fetched.address);
        entry.facts.push(fact(
            DeclaredField::Url,
            address.clone(),
            DeclaredBy::Http,
            "address",
        ));
        entry.origin = Origin {
            input: fetched.asked.into(),
            address: Some(address),
            fetched: Some(fetched.fetched),
            ..Origin::default()
        };
        entry.notes = fetched.notes;
        entry
    }
}

impl From<Outcome> for Found {
    /// What came of it; whoever asked names the address.
    fn from(outcome: Outcome) -> Self {
        let skipped = |reason, what: &str| Self::Skipped {
            within: Vec::new(),
            reason,
            what: what.to_owned(),
        };
        match outcome {
            Outcome::Fetched(fetched) if fetched.bytes.is_empty() => {
                skipped(Skip::NoContent, &format!("status {}, empty", fetched.status))
            }
            Outcome::Fetched(fetched) => Self::Entry(Box::new((*fetched).into())),
            Outcome::NotModified(_) => skipped(Skip::Unchanged, "an address whose answer has not changed"),
            Outcome::Failed(FetchError {
                problem: Problem::Forbidden,
                ..
            }) => skipped(Skip::Forbidden, "an address that programs must not fetch"),
            Outcome::Failed(error) => Self::Damaged {
                within: Vec::new(),
                problem: error.reason(),
                remedy: error.remedy(),
            },
        }
    }
}
