//! Kinds of input.

use std::fmt;
use std::str::FromStr;

/// What an input is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Plain text, one article.
    Text,
    /// An HTML page.
    Html,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A sitemap.
    Sitemap,
    /// NewsML-G2.
    NewsMl,
    /// ninjs.
    Ninjs,
    /// NITF.
    Nitf,
    /// JSON: one article an object, in lines or in an array.
    Json,
    /// Comma-separated values and their relatives.
    Csv,
    /// Parquet.
    Parquet,
    /// A mail message.
    Mail,
    /// A mailbox.
    Mailbox,
    /// WARC, compressed or not.
    Warc,
    /// ARC, compressed or not.
    Arc,
    /// PDF.
    Pdf,
    /// A word processor's file: DOCX or ODT.
    Document,
    /// A ZIP archive.
    Zip,
    /// A tar archive.
    Tar,
    /// Something compressed with gzip.
    Gzip,
    /// Something compressed with Zstandard.
    Zstd,
    /// A list of addresses.
    Addresses,
    /// Nothing that is read.
    Other,
}

/// All kinds with their names, and what they are called in messages.
const NAMES: [(Kind, &str, &str); 22] = [
    (Kind::Text, "text", "plain text"),
    (Kind::Html, "html", "an HTML page"),
    (Kind::Feed, "feed", "a feed"),
    (Kind::Sitemap, "sitemap", "a sitemap"),
    (Kind::NewsMl, "newsml", "NewsML-G2"),
    (Kind::Ninjs, "ninjs", "ninjs"),
    (Kind::Nitf, "nitf", "NITF"),
    (Kind::Json, "json", "JSON records"),
    (Kind::Csv, "csv", "a table"),
    (Kind::Parquet, "parquet", "a Parquet table"),
    (Kind::Mail, "mail", "a mail message"),
    (Kind::Mailbox, "mbox", "a mailbox"),
    (Kind::Warc, "warc", "a WARC file"),
    (Kind::Arc, "arc", "an ARC file"),
    (Kind::Pdf, "pdf", "a PDF"),
    (Kind::Document, "document", "a word processor's file"),
    (Kind::Zip, "zip", "a ZIP archive"),
    (Kind::Tar, "tar", "a tar archive"),
    (Kind::Gzip, "gzip", "gzip-compressed"),
    (Kind::Zstd, "zstd", "Zstandard-compressed"),
    (Kind::Addresses, "urls", "a list of addresses"),
    (Kind::Other, "other", "something else"),
];

impl Kind {
    /// Its name, as options and records have it.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|n| n.0 == self).map_or("other", |n| n.1)
    }

    /// What it is called in messages.
    pub fn description(self) -> &'static str {
        NAMES
            .iter()
            .find(|n| n.0 == self)
            .map_or("something else", |n| n.2)
    }

    /// The names of all kinds that can be asked for.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().filter(|n| n.0 != Kind::Other).map(|n| n.1)
    }

    /// Whether it is read as one article, not opened as a container of several things.
    pub fn is_leaf(self) -> bool {
        matches!(
            self,
            Self::Text | Self::Html | Self::Pdf | Self::Document | Self::Other
        )
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.description())
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let of = NAMES
            .iter()
            .find(|n| n.0 != Self::Other && n.1.eq_ignore_ascii_case(text));
        of.map(|n| n.0)
            .ok_or_else(|| format!("expected one of {}", Self::names().collect::<Vec<_>>().join(", ")))
    }
}
