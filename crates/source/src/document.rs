//! What every reader yields: articles with what was declared about them, or what has yet to be read as one.

use onrecord_record::{
    Article, BlockKind, CodePointIndex, DeclaredBy, DeclaredFact, DeclaredField, Extent, MappedRun, Origin,
    Status, TextBlock,
};
use std::fmt;
use std::ops::Range;

/// A part of a document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What it was on the page.
    pub kind: BlockKind,
}

/// A run of the text and the bytes that it was read from.
///
/// Every *character* of the run stands for the same number of bytes of the source: one for ASCII, two or three for other
/// letters in UTF-8, five for `&amp;`, as many as there are for white space that became one space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Bytes of the source.
    pub source: Range<u64>,
}

/// An article as it arrived: its text, and what was declared about it outside the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The text. Paragraphs are set apart by empty lines.
    pub text: String,
    /// What the parts of the text were, in text order, without overlap. Empty for plain text.
    pub blocks: Vec<Block>,
    /// Which bytes the text was read from, in text order, without overlap. Empty when the source is not kept as bytes of text.
    pub runs: Vec<Run>,
    /// What was declared about it, the most trusted first. For each field the first counts (all of them, for authors that
    /// share `by` and `key`).
    pub facts: Vec<DeclaredFact>,
    /// How much of the article it is.
    pub extent: Extent,
    /// Whether it may be used.
    pub status: Status,
    /// The encoding of the bytes, by its WHATWG name, when bytes were decoded.
    pub encoding: Option<&'static str>,
    /// What should be known about how it was read: "read as windows-1252 (…)", "2 dates in no known form".
    pub notes: Vec<String>,
}

/// What has to be read, in the form in which it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Read already.
    Document(Document),
    /// Bytes of a file or response; what they are is to be found out.
    Bytes {
        /// The bytes, decompressed.
        bytes: Vec<u8>,
        /// Their media type as declared, without parameters: `text/html`.
        media_type: Option<String>,
        /// Their encoding as declared: `charset` of a content type.
        charset: Option<String>,
    },
    /// A piece of HTML that is the article and nothing else, as feeds and ninjs carry it.
    Html(String),
    /// Nothing: only an address.
    Locator,
}

/// One thing found in a source: an article, or what may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What has to be read.
    pub body: Body,
    /// What its container declares about it, the most trusted first.
    pub facts: Vec<DeclaredFact>,
    /// Whether its container lets it be used.
    pub status: Status,
    /// How much of the article the body is, where the container tells.
    pub extent: Extent,
    /// Where it was found. Readers fill `within` and what they know; whoever opened the input adds its name.
    pub origin: Origin,
    /// What should be known about how it was read.
    pub notes: Vec<String>,
}

/// Why something was passed over that is no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Skip {
    /// A record, member or file of a kind that holds no article: a request, an image, a style sheet.
    OtherKind,
    /// An answer that is an error, a redirect or empty.
    NoContent,
    /// The same as an earlier one, which was read (`revisit`, 304).
    Unchanged,
    /// The rules of its site forbid programs to fetch it (robots.txt).
    Forbidden,
    /// Whoever ran the program left it out.
    NotAsked,
    /// It only points to articles, and pointers were not to be followed.
    Pointer,
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OtherKind => "not an article",
            Self::NoContent => "an answer without content",
            Self::Unchanged => "unchanged",
            Self::Forbidden => "forbidden by robots.txt",
            Self::NotAsked => "left out as asked",
            Self::Pointer => "a list of addresses that was not followed",
        })
    }
}

/// What a reader comes upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Something to read.
    Entry(Box<Entry>),
    /// Something that was passed over, as it should be.
    Skipped {
        /// Where, inside the input: a record, a member, a row. Outermost first.
        within: Vec<String>,
        /// Why.
        reason: Skip,
        /// What it is, in a few words: `request record`, `image/png`.
        what: String,
    },
    /// Something that could not be read; what follows it still can, unless nothing follows.
    Damaged {
        /// Where, inside the input. Outermost first.
        within: Vec<String>,
        /// What is wrong, with the place: `record at byte 1234: its length is not a number`.
        problem: String,
        /// What the user can do.
        remedy: String,
    },
}

/// Articles and other things in one source, one after the other, in bounded memory. Ends after a damage that nothing can be
/// read behind.
pub type Reader<'a> = Box<dyn Iterator<Item = Found> + Send + 'a>;

impl Entry {
    /// An entry of which only the body is known.
    pub fn new(body: Body) -> Self {
        Self {
            body,
            facts: Vec::new(),
            status: Status::Usable,
            extent: Extent::Full,
            origin: Origin::default(),
            notes: Vec::new(),
        }
    }
}

/// A fact, to be written down.
pub fn fact(
    field: DeclaredField,
    value: impl Into<String>,
    by: DeclaredBy,
    key: impl Into<String>,
) -> DeclaredFact {
    DeclaredFact {
        field,
        value: value.into(),
        by,
        key: key.into(),
    }
}

impl Document {
    /// The article, with offsets in code points, and with its fields taken from the declared facts.
    ///
    /// Blocks and runs that do not lie on characters of the text are left out.
    pub fn into_article(self, origin: Origin) -> Article {
        let index = CodePointIndex::new(&self.text);
        let place = |range: &Range<usize>| index.span(range.clone()).map(|s| (s.start, s.end));
        let blocks = self.blocks.iter().filter_map(|block| {
            let (start, end) = place(&block.range)?;
            Some(TextBlock {
                start,
                end,
                kind: block.kind,
            })
        });
        let blocks = blocks.collect();
        let runs = self.runs.iter().filter_map(|run| {
            let (start, end) = place(&run.range)?;
            Some(MappedRun {
                start,
                end,
                source_start: run.source.start,
                source_end: run.source.end,
            })
        });
        let source_map = runs.collect();
        let mut article = Article::new(self.text);
        article.blocks = blocks;
        article.source_map = source_map;
        let first = |field| self.facts.iter().find(|f| f.field == field);
        let value = |field| first(field).map(|f| f.value.clone());
        article.provider_id = value(DeclaredField::ProviderId);
        article.version = value(DeclaredField::Version);
        article.set_url(value(DeclaredField::Url));
        article.title = value(DeclaredField::Title);
        article.outlet = value(DeclaredField::Outlet);
        article.byline = value(DeclaredField::Byline);
        // a date in no known form stays among the declared facts
        let date = |field| value(field).filter(|date| is_iso(date));
        article.published = date(DeclaredField::Published);
        article.modified = date(DeclaredField::Modified);
        article.lang = value(DeclaredField::Language);
        if let Some(author) = first(DeclaredField::Author) {
            let together =
                |f: &&DeclaredFact| f.field == author.field && f.by == author.by && f.key == author.key;
            article.authors = self
                .facts
                .iter()
                .filter(together)
                .map(|f| f.value.clone())
                .collect();
        }
        article.status = self.status;
        article.extent = self.extent;
        article.declared = self.facts;
        article.origin = Some(Origin {
            encoding: origin.encoding.or(self.encoding.map(str::to_owned)),
            ..origin
        });
        article
    }
}

/// Whether a date begins as ISO 8601 has it: a year, and a month behind a hyphen, if anything.
fn is_iso(date: &str) -> bool {
    let (year, rest) = date.split_at_checked(4).unwrap_or(("", ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let month = rest.strip_prefix('-').and_then(|rest| rest.get(..2));
    year.len() == 4 && digits(year) && (rest.is_empty() || month.is_some_and(digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_that_could_not_be_read_is_no_date() {
        for (date, counts) in [
            ("2026-05-05T10:00:00Z", true),
            ("2026-05", true),
            ("2026", true),
            ("05/06/2026", false),
            ("yesterday-ish", false),
            ("2026 perhaps", false),
            ("", false),
        ] {
            assert_eq!(is_iso(date), counts, "{date}");
        }
    }

    #[test]
    fn an_article_counts_code_points_and_takes_the_first_fact() {
        let of = |field, value: &str, key: &str| fact(field, value, DeclaredBy::JsonLd, key);
        let document = Document {
            text: "Zoë “no”\n\nx".to_owned(),
            blocks: vec![Block {
                range: 0..13,
                kind: BlockKind::Paragraph,
            }],
            runs: vec![Run {
                range: 4..5,
                source: 30..31,
            }],
            facts: vec![
                of(DeclaredField::Author, "Jane Doe", "author"),
                of(DeclaredField::Author, "John Roe", "author"),
                of(DeclaredField::Author, "Desk", "creator"),
                of(DeclaredField::Title, "A", "headline"),
                of(DeclaredField::Title, "B", "name"),
            ],
            ..Document::default()
        };
        let article = document.into_article(Origin::default());
        assert_eq!((article.blocks[0].start, article.blocks[0].end), (0, 8));
        assert_eq!((article.source_map[0].start, article.source_map[0].end), (3, 4));
        assert_eq!(article.authors, ["Jane Doe", "John Roe"]);
        assert_eq!(article.title.as_deref(), Some("A"));
        assert_eq!(article.declared.len(), 5);
    }
}
