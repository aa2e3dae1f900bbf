//! The formats that records go out in: names, file endings, what they ask for.

use std::fmt;
use std::str::FromStr;

/// A format that records go out in. What each holds and loses is told in `docs/exchange.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// One statement a line, JSON.
    JsonLines,
    /// One article a line, JSON.
    Json,
    /// One row a statement, for spreadsheets.
    Csv,
    /// One row a statement, Apache Parquet, with nested lists.
    Parquet,
    /// brat standoff: a text and its annotations for each article, in a folder.
    Brat,
    /// W3C Web Annotation, JSON-LD: one annotation a statement.
    WebAnnotation,
    /// schema.org `Quotation` and `NewsArticle` with PROV-O, JSON-LD.
    SchemaOrg,
    /// CoNLL-U Plus: a token a line.
    Conllu,
    /// Akoma Ntoso 3.0: statements as speeches, XML.
    AkomaNtoso,
    /// IPTC ninjs 3.x, one item a line, statements as an extension.
    Ninjs,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::JsonLines,
        Self::Json,
        Self::Csv,
        Self::Parquet,
        Self::Brat,
        Self::WebAnnotation,
        Self::SchemaOrg,
        Self::Conllu,
        Self::AkomaNtoso,
        Self::Ninjs,
    ];

    /// The name by which it is asked for.
    pub fn name(self) -> &'static str {
        match self {
            Self::JsonLines => "jsonl",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Brat => "brat",
            Self::WebAnnotation => "webannotation",
            Self::SchemaOrg => "schema-org",
            Self::Conllu => "conllu",
            Self::AkomaNtoso => "akoma-ntoso",
            Self::Ninjs => "ninjs",
        }
    }

    /// How names of its files end, without a point ahead; empty for what is written into a folder.
    pub fn ending(self) -> &'static str {
        match self {
            Self::JsonLines => "jsonl",
            Self::Json => "articles.jsonl",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Brat => "",
            Self::WebAnnotation => "anno.jsonld",
            Self::SchemaOrg => "jsonld",
            Self::Conllu => "conllup",
            Self::AkomaNtoso => "akn.xml",
            Self::Ninjs => "ninjs.jsonl",
        }
    }

    /// Whether it is written into a folder, a few files an article, rather than as one stream.
    pub fn is_folder(self) -> bool {
        self == Self::Brat
    }

    /// Whether it cannot be written without all words of the article.
    pub fn needs_text(self) -> bool {
        matches!(self, Self::Brat | Self::Conllu)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is no format's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no format is called {name:?}; there are {}", Format::ALL.map(Format::name).join(", "))]
pub struct UnknownFormat {
    /// The name: its first characters.
    pub name: String,
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.name() == name)
            .ok_or_else(|| UnknownFormat {
                name: name.chars().take(60).collect(),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_their_formats() {
        for format in Format::ALL {
            assert_eq!(format.name().parse(), Ok(format));
        }
        let unknown = "xlsx".parse::<Format>().unwrap_err().to_string();
        assert!(
            unknown.starts_with("no format is called \"xlsx\"; there are jsonl, json, csv"),
            "{unknown}"
        );
    }
}
