//! What a page declares and shows about its article: title, writers, outlet, dates, address, language.
//!
//! Facts come in the order of trust: JSON-LD, OpenGraph, other `meta` elements, microdata, what the page shows, the address.
//! What the page shows decides where declarations disagree or are no such thing (a headline for search engines, a name of a
//! site for a writer, a day in another time zone).

mod address;
mod authors;
mod date;
mod dates;
mod declared;
mod entity;
mod extent;
mod fold;
mod harvest;
mod jsonld;
mod line;
mod meta;
mod names;
mod repair;
mod signs;
mod title;
mod token;
mod walk;

use crate::tree::{NodeId, Tree};
use onrecord_record::DeclaredFact;

pub use extent::extent;
pub(crate) use {declared::decide, harvest::Harvest, walk::harvest};

/// What a page says about its article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The facts, the most trusted first.
    pub declared: Vec<DeclaredFact>,
    /// The heading that shows the title.
    pub title_node: Option<NodeId>,
    /// Elements that name the writers.
    pub byline_nodes: Vec<NodeId>,
    /// Elements that tell when it was published or changed.
    pub date_nodes: Vec<NodeId>,
    /// What should be known about how they were read.
    pub notes: Vec<String>,
    /// What the page says of paying for it.
    pub(crate) access: extent::Access,
}

/// Reads what a page says about its article. `address` is where the page is from, when that is known.
pub fn facts(tree: &Tree, address: Option<&str>) -> Facts {
    decide(&harvest(tree), address)
}

/// A declared text: entities that were written twice resolved, white space made single blanks.
pub(crate) fn clean(text: &str) -> String {
    let decoded = entity::decode(text);
    let mut out = String::with_capacity(decoded.len());
    for word in decoded.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
