//! How an article came: what was declared about it outside its text, from where, how much of it, and which bytes its words stand for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether its provider lets the article be used.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It may be used. Whatever says nothing may be used.
    #[default]
    Usable,
    /// It must not be used yet, or for the time being (IPTC `withheld`): it is kept as such, its text is not.
    Withheld,
    /// It was killed (IPTC `canceled`): that is kept, its text is not.
    Canceled,
}

impl Status {
    /// The name that it is printed by.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Usable => "usable",
            Self::Withheld => "withheld",
            Self::Canceled => "canceled",
        }
    }
}

/// How much of the article's text there is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// All of it, as far as is known.
    #[default]
    Full,
    /// A summary that stands for it, as in many feeds.
    Summary,
    /// What stands ahead of a paywall.
    Paywalled,
    /// Nothing: a page that asks for consent came in its place.
    Consent,
    /// Nothing: only where it is to be found is known.
    Locator,
    /// Nothing: its provider withdrew it.
    Withdrawn,
    /// Nothing: an error page, a check that a person is reading, or a refusal came in its place.
    Error,
}

impl Extent {
    /// The name that it is printed by.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Summary => "summary",
            Self::Paywalled => "paywalled",
            Self::Consent => "consent",
            Self::Locator => "locator",
            Self::Withdrawn => "withdrawn",
            Self::Error => "error",
        }
    }
}

/// What a declared fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeclaredField {
    /// The headline.
    Title,
    /// The line that names the writers.
    Byline,
    /// One writer.
    Author,
    /// Who published it.
    Outlet,
    /// Date or time of publication.
    Published,
    /// Date or time of the last change.
    Modified,
    /// Its own address.
    Url,
    /// Its language.
    Language,
    /// What its provider calls it: `guid`, `uri`, `Message-ID`.
    ProviderId,
    /// Its provider's version of it.
    Version,
    /// Where it was written (IPTC `located`).
    Located,
    /// Where its information comes from (IPTC `infoSource`).
    InfoSource,
    /// A note to editors (IPTC `edNote`).
    EditorialNote,
    /// Who may do what with it.
    Rights,
    /// What it is about, in short: a teaser, a description, a first sentence.
    Summary,
}

/// Where a fact was declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeclaredBy {
    /// Handed in by whoever ran the program.
    User,
    /// JSON-LD in the page.
    JsonLd,
    /// OpenGraph and its relatives in the page.
    OpenGraph,
    /// Another `meta` element of the page.
    Meta,
    /// Microdata in the page.
    Microdata,
    /// A `link` element of the page.
    Link,
    /// What the page shows.
    Visible,
    /// The address.
    Address,
    /// An RSS, Atom or JSON feed.
    Feed,
    /// A sitemap.
    Sitemap,
    /// Fields of an HTTP response.
    Http,
    /// Fields of a WARC or ARC record.
    Warc,
    /// A NewsML-G2 item.
    NewsMl,
    /// A ninjs item.
    Ninjs,
    /// An NITF document.
    Nitf,
    /// A column or key of a table.
    Column,
    /// The head of a mail message.
    Mail,
    /// Properties of a PDF or word-processor file.
    Properties,
}

/// A fact about the article that was declared outside its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DeclaredFact {
    /// What it is about.
    pub field: DeclaredField,
    /// What it says: dates in ISO 8601 where they could be read, else as they were.
    pub value: String,
    /// Where it was declared.
    pub by: DeclaredBy,
    /// The key that it stood under there: `headline`, `og:title`, `pubDate`.
    pub key: String,
}

/// What a WARC (or ARC) file says of the record that an article came in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ArchivedRecord {
    /// `WARC-Record-ID`; ARC has none.
    pub id: Option<String>,
    /// `WARC-Target-URI`.
    pub target_uri: Option<String>,
    /// `WARC-Date`: when it was fetched, which is not when it was published.
    pub date: Option<String>,
    /// `WARC-Payload-Digest`.
    pub payload_digest: Option<String>,
    /// `WARC-Block-Digest`.
    pub block_digest: Option<String>,
    /// Where the record begins in its file, in bytes as stored: the member's first byte in a compressed file.
    pub offset: u64,
    /// The record that this one repeats (`revisit`).
    pub refers_to: Option<String>,
}

/// Where an article came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Origin {
    /// The file or address as it was given.
    pub input: String,
    /// The way inside it: members of archives, messages of mailboxes, rows, entries; outermost first.
    #[serde(default)]
    pub within: Vec<String>,
    /// What it was taken for: `html`, `rss`, `warc`, ….
    pub kind: String,
    /// Its encoding, by its WHATWG name, when its bytes were decoded.
    #[serde(default)]
    pub encoding: Option<String>,
    /// SHA-256 of the bytes that `source_map` counts, in hexadecimal.
    #[serde(default)]
    pub sha256: Option<String>,
    /// Where it was fetched from, after all redirects.
    #[serde(default)]
    pub address: Option<String>,
    /// When it was fetched, ISO 8601.
    #[serde(default)]
    pub fetched: Option<String>,
    /// The archived record that it came in.
    #[serde(default)]
    pub record: Option<ArchivedRecord>,
    /// What should be known about how it was read: an encoding that was guessed, parts that were left out.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// What a part of the text was on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A paragraph.
    Paragraph,
    /// A heading.
    Heading,
    /// An item of a list.
    ListItem,
    /// A passage set off as quoted.
    BlockQuote,
    /// An embedded post of a social network.
    SocialPost,
    /// A row of a table.
    TableRow,
    /// Preformatted text.
    Preformatted,
}

/// A part of the text, as its page, message or file set it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TextBlock {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// What it is.
    pub kind: BlockKind,
}

/// A run of the text and the bytes that it was read from. Every code point of a run stands for the same number of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "(u32, u32, u64, u64)", into = "(u32, u32, u64, u64)")]
#[schemars(with = "(u32, u32, u64, u64)")]
pub struct MappedRun {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// First byte of the source.
    pub source_start: u64,
    /// One past the last byte of the source.
    pub source_end: u64,
}

impl From<(u32, u32, u64, u64)> for MappedRun {
    fn from((start, end, source_start, source_end): (u32, u32, u64, u64)) -> Self {
        Self {
            start,
            end,
            source_start,
            source_end,
        }
    }
}

impl From<MappedRun> for (u32, u32, u64, u64) {
    fn from(run: MappedRun) -> Self {
        (run.start, run.end, run.source_start, run.source_end)
    }
}

/// The bytes of the source that the code points `start..end` were read from: from the first to the last that a run maps.
///
/// `None` when no code point of the span is mapped, as between paragraphs.
///
/// ```
/// use onrecord_record::{MappedRun, source_bytes};
/// // "a & b" from "<p>a &amp; b"
/// let map = [(0, 2, 3, 5), (2, 3, 5, 10), (3, 5, 10, 12)].map(MappedRun::from);
/// assert_eq!(source_bytes(&map, 1, 4), Some(4..11));
/// ```
pub fn source_bytes(map: &[MappedRun], start: u32, end: u32) -> Option<std::ops::Range<u64>> {
    let per = |run: &MappedRun| {
        let points = u64::from(run.end.saturating_sub(run.start)).max(1);
        run.source_end.saturating_sub(run.source_start) / points
    };
    let from = map.partition_point(|run| run.end <= start);
    let to = map.partition_point(|run| run.start < end);
    let runs = map.get(from..to)?;
    let (first, last) = (runs.first()?, runs.last()?);
    let skipped = u64::from(start.saturating_sub(first.start));
    let kept = u64::from(last.end.min(end) - last.start);
    Some(first.source_start + skipped * per(first)..last.source_start + kept * per(last))
}

/// Why no statements were looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnreadReason {
    /// The text is not English.
    Language,
    /// There is no text: see `article.extent`.
    NoText,
}

/// Says that no statements were looked for, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unread {
    /// Why.
    pub reason: UnreadReason,
    /// The same in words.
    pub detail: String,
}
