//! One statement a line.

use crate::arrival::Extent;
use crate::article::{Article, OFFSETS, Unattributed};
use crate::checked::CheckedRecord;
use crate::statement::Statement;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::io::{self, Write};

/// A line of `--format jsonl`; the field `record` tells which.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "record", rename_all = "lowercase")]
#[expect(
    clippy::large_enum_variant,
    reason = "lines are made one at a time and never collected in bulk"
)]
pub enum Line<'r> {
    /// A statement.
    Statement(StatementLine<'r>),
    /// A quotation for which no source can be given.
    Unattributed(UnattributedLine<'r>),
}

/// A statement with what is needed to find its article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StatementLine<'r> {
    /// What the line's offsets refer to.
    #[serde(flatten)]
    pub origin: Origin<'r>,
    /// The statement. Its id, parent and `same_as` are unique within the article, not beyond.
    #[serde(flatten)]
    pub statement: Cow<'r, Statement>,
}

/// A quotation without a source, with what is needed to find its article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct UnattributedLine<'r> {
    /// What the line's offsets refer to.
    #[serde(flatten)]
    pub origin: Origin<'r>,
    /// The quotation.
    #[serde(flatten)]
    pub quotation: Cow<'r, Unattributed>,
}

/// The article that a line comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Origin<'r> {
    /// The article's id.
    pub article_id: Cow<'r, str>,
    /// Where it was published.
    pub url: Option<Cow<'r, str>>,
    /// Who published it.
    pub outlet: Option<Cow<'r, str>>,
    /// ISO 8601 date or time of publication.
    pub published: Option<Cow<'r, str>>,
    /// Headline.
    #[serde(default)]
    pub title: Option<Cow<'r, str>>,
    /// ISO 639-1 language code.
    #[serde(default)]
    pub lang: Option<Cow<'r, str>>,
    /// How much of the article's text there is.
    #[serde(default)]
    pub extent: Extent,
    /// The file or address that was read, as it was given.
    #[serde(default)]
    pub input: Option<Cow<'r, str>>,
    /// The way inside it, outermost first.
    #[serde(default)]
    pub within: Cow<'r, [String]>,
    /// SHA-256 of the text that the offsets refer to.
    pub text_sha256: Cow<'r, str>,
    /// Always `codepoint`.
    #[schemars(extend("const" = OFFSETS))]
    pub offsets: Cow<'r, str>,
}

impl<'r> Origin<'r> {
    fn of(article: &'r Article) -> Self {
        Self {
            article_id: article.id.as_str().into(),
            url: article.url.as_deref().map(Cow::from),
            outlet: article.outlet.as_deref().map(Cow::from),
            published: article.published.as_deref().map(Cow::from),
            title: article.title.as_deref().map(Cow::from),
            lang: article.lang.as_deref().map(Cow::from),
            extent: article.extent,
            input: article.origin.as_ref().map(|o| o.input.as_str().into()),
            within: article
                .origin
                .as_ref()
                .map_or(Cow::Borrowed(&[]), |o| o.within.as_slice().into()),
            text_sha256: article.text_sha256.as_str().into(),
            offsets: OFFSETS.into(),
        }
    }
}

impl<'r> Line<'r> {
    /// The lines of a record: its statements, then its quotations without a source.
    pub fn of(record: &'r CheckedRecord) -> impl Iterator<Item = Line<'r>> {
        let origin = Origin::of(&record.article);
        let other = origin.clone();
        let statements = record.statements.iter().map(move |statement| {
            Line::Statement(StatementLine {
                origin: origin.clone(),
                statement: Cow::Borrowed(statement),
            })
        });
        let unattributed = record.unattributed.iter().map(move |quotation| {
            Line::Unattributed(UnattributedLine {
                origin: other.clone(),
                quotation: Cow::Borrowed(quotation),
            })
        });
        statements.chain(unattributed)
    }
}

/// Writes one line per statement, then one per quotation without a source.
///
/// # Errors
/// Those of `out`.
pub fn jsonl(out: &mut impl Write, record: &CheckedRecord) -> io::Result<()> {
    for line in Line::of(record) {
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
