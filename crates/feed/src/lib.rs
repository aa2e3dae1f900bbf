//! Feeds and sitemaps: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed, sitemaps and Google News sitemaps, entry by entry.
//!
//! An entry that brings its article (`content:encoded`, Atom `content`, `content_html`, …) has it as its body. One that brings a summary
//! only has none: it is a pointer to the article, and the summary is a fact. What the feed says of it becomes facts, each under the name
//! of its element. Whether text is the article or a summary nothing in a feed says for certain; the rules are in the documentation of
//! [`read`].
//!
//! What is not well-formed is read all the same (see `onrecord-xml`), and notes say what was wrong. Existing crates were no base:
//! they refuse what is not well-formed, and hold all entries at once.
//!
//! ```
//! use onrecord_feed::{Given, read};
//! use onrecord_source::{Body, Found, Limit};
//! let feed = "<rss><channel><title>Shetland Courier</title><item><title>Ferry late</title>
//!     <link>https://courier.example/ferry</link><pubDate>Fri, 5 May 23 09:30 EST</pubDate></item></channel></rss>";
//! let found: Vec<_> = read(feed.as_bytes(), Limit::DEFAULT, &Given::default()).collect();
//! let Found::Entry(entry) = &found[0] else { panic!("an entry") };
//! assert_eq!(entry.body, Body::Locator);
//! let facts: Vec<_> = entry.facts.iter().map(|f| (f.key.as_str(), f.value.as_str())).collect();
//! assert_eq!(facts, [
//!     ("title", "Ferry late"), ("link", "https://courier.example/ferry"), ("pubDate", "2023-05-05T09:30:00-05:00"),
//!     ("channel/title", "Shetland Courier"),
//! ]);
//! ```

mod address;
mod base64;
mod content;
mod entry;
mod facts;
mod head;
mod json;
mod kind;
mod person;
mod sitemap;
mod spaces;
mod xml;

pub use kind::{Kind, looks_like};

use onrecord_source::{Found, Limit, Problem, Reader};
use std::io::Read;

/// What is known of a feed beside its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The encoding that the transport declared.
    pub charset: Option<String>,
    /// Where it was fetched from, which relative addresses start from.
    pub address: Option<String>,
}

/// Reads a feed or a sitemap. One larger than `limit` is damaged; a sitemap may have 50 MiB in any case, as its protocol allows.
///
/// - Content of its own (`content:encoded`, `xhtml:body`, Atom `content`, `content_html`, `content_text`) is the article, unless it ends
///   like something cut off ("…", "Read more") or is the same as a short summary: then it is a summary itself.
/// - A summary (`description`, `summary`) is the article where the entry has no address, as RSS 2.0 has it for entries that are
///   complete in themselves, or where it is long (1,500 characters, or three paragraphs) and not cut off; a note says so.
/// - Else the entry is a pointer to its article. A summary without an address stands for the article, as one.
///
/// Nested sitemaps are pointers of the kind `sitemap`. Dates are in ISO 8601, with the offset that was given; those in no known form stay
/// as they are, and a note says so.
pub fn read<'a>(input: impl Read + Send + 'a, limit: Limit, given: &Given) -> Reader<'a> {
    match open(input, limit, given) {
        Ok(reader) => reader,
        Err(problem) => Box::new(std::iter::once(Found::Damaged {
            within: Vec::new(),
            problem: problem.to_string(),
            remedy: problem.remedy(),
        })),
    }
}

fn open<'a>(input: impl Read + Send + 'a, limit: Limit, given: &Given) -> Result<Reader<'a>, Problem> {
    let (bytes, damage) = match whole(input, limit) {
        Ok(whole) => whole,
        Err(damage) => return Ok(Box::new(std::iter::once(damage))),
    };
    let decoded = onrecord_xml::decode(bytes, given.charset.as_deref())?;
    let start = decoded.text.trim_start();
    let reader: Reader<'a> = match start.as_bytes().first() {
        Some(b'{' | b'[') => Box::new(json::JsonFeed::new(decoded, given)),
        _ if sitemap::is_list(&decoded.text) => Box::new(sitemap::list(decoded)),
        _ => Box::new(xml::XmlFeed::new(decoded, given)),
    };
    Ok(Box::new(reader.chain(damage)))
}

/// How large a sitemap may be by its protocol; it holds no articles, whose limit says nothing of it.
const SITEMAP: u64 = 50 << 20;

/// All bytes; or those ahead of where reading failed, and that damage.
fn whole(mut input: impl Read, limit: Limit) -> Result<(Vec<u8>, Option<Found>), Found> {
    let damaged = |problem: String, remedy: String| Found::Damaged {
        within: Vec::new(),
        problem,
        remedy,
    };
    let mut bytes = Vec::new();
    let mut read = input.by_ref().take(4096).read_to_end(&mut bytes);
    let sitemap = looks_like(&bytes, None).is_some_and(Kind::is_sitemap) || bytes.starts_with(b"http");
    let limit = match Limit::new(SITEMAP) {
        Some(most) if sitemap => limit.max(most),
        _ => limit,
    };
    if read.is_ok() {
        let rest = (limit.bytes() + 1).saturating_sub(bytes.len() as u64);
        read = input.take(rest).read_to_end(&mut bytes);
    }
    if bytes.len() as u64 > limit.bytes() {
        let what = if sitemap { "a sitemap" } else { "a feed" };
        let more = limit.bytes().saturating_mul(4).min(Limit::HIGHEST.bytes());
        return Err(damaged(
            format!("it goes on, larger than the limit of {limit} for {what}"),
            format!("raise the limit: --max-size {more}"),
        ));
    }
    match read {
        Ok(_) => Ok((bytes, None)),
        Err(error) if bytes.is_empty() => {
            let problem = Problem::from(error);
            Err(damaged(problem.to_string(), problem.remedy()))
        }
        Err(error) => {
            let problem = format!(
                "reading failed behind byte {}: {error}; what stands ahead was read",
                bytes.len()
            );
            let remedy = "fetch it again, and see whether it is whole";
            Ok((bytes, Some(damaged(problem, remedy.to_owned()))))
        }
    }
}
