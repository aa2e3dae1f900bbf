//! What one walk over a page's tree collects for its facts.

use super::jsonld::Data;
use crate::tree::NodeId;

/// A `meta` element: its name, in small letters, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meta {
    pub(crate) key: String,
    pub(crate) content: String,
}

/// A heading, with the place of its element among all elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Headline {
    pub(crate) node: NodeId,
    pub(crate) order: usize,
    pub(crate) level: u8,
    pub(crate) text: String,
    /// Inside what stands beside an article: navigation, related links, the foot of the page.
    pub(crate) aside: bool,
}

/// Why an element may name writers. The order is that of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NamedBy {
    /// Its text begins with "By".
    Lead,
    /// A class or identifier like "byline".
    Byline,
    /// `rel=author`, `itemprop=author`, a link to an author's page.
    Link,
    /// A class like "author".
    Class,
}

/// An element that may name writers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) node: NodeId,
    pub(crate) order: usize,
    /// Its text; blocks and links inside it are parted by line breaks.
    pub(crate) text: String,
    pub(crate) by: NamedBy,
    pub(crate) aside: bool,
}

/// An element that may tell a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dated {
    pub(crate) node: NodeId,
    pub(crate) order: usize,
    /// Its text, and for `time` elements that of their parent when that is short.
    pub(crate) text: String,
    /// Its classes and properties, which may say what the date is.
    pub(crate) label: String,
    /// The words ahead of it, which may, too.
    pub(crate) ahead: String,
    /// The attribute `datetime`.
    pub(crate) machine: Option<String>,
    pub(crate) aside: bool,
}

/// A property of microdata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Property {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) order: usize,
    pub(crate) aside: bool,
}

/// What the walk collected.
#[derive(Clone, Debug, Default)]
pub(crate) struct Harvest {
    pub(crate) language: Option<String>,
    pub(crate) base: Option<String>,
    pub(crate) canonical: Option<String>,
    pub(crate) license: Option<String>,
    pub(crate) head_title: Option<String>,
    pub(crate) metas: Vec<Meta>,
    /// What its scripts hold as JSON-LD.
    pub(crate) data: Data,
    pub(crate) headings: Vec<Headline>,
    pub(crate) named: Vec<Named>,
    pub(crate) dated: Vec<Dated>,
    pub(crate) properties: Vec<Property>,
    /// Classes or identifiers that a paywall has were seen.
    pub(crate) wall: bool,
}

impl Harvest {
    /// What the first `meta` element of a name says.
    pub(crate) fn meta(&self, key: &str) -> Option<&str> {
        let found = self.metas.iter().find(|m| m.key == key && !m.content.is_empty());
        found.map(|m| m.content.as_str())
    }

    /// What the first property of a name says.
    pub(crate) fn property(&self, name: &str) -> Option<&str> {
        let found = self
            .properties
            .iter()
            .find(|p| p.name == name && !p.aside && !p.value.is_empty());
        found.map(|p| p.value.as_str())
    }
}
