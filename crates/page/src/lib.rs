//! HTML pages to articles.
//!
//! A page is parsed once, into a [`tree::Tree`] in which everything knows its place. [`read`] finds the article's body in
//! it, [`fragment`] takes all of a piece of HTML that is an article and nothing else.

mod body;
mod decode;
pub mod facts;
pub mod tree;

use onrecord_source::Document;

/// What is known about a page from outside of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Its encoding, as its response declared it.
    pub charset: Option<String>,
    /// Its address.
    pub address: Option<String>,
}

/// A page that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The article on it.
    pub document: Document,
}

/// Reads a page. Never fails: what holds no article gives what text there is, with a note.
pub fn read(bytes: &[u8], hints: &Hints) -> Page {
    let decoded = decode::decode(bytes, hints.charset.as_deref());
    let tree = tree::parse(&decoded.text);
    let harvest = facts::harvest(&tree);
    let (blocks, note) = body::choose(&tree, &harvest);
    let mut document = body::assemble(&blocks, Some(&decoded));
    document.encoding = Some(decoded.encoding.name());
    if let Some(declared) = decoded.declared {
        document.notes.push(format!(
            "read as {}, though declared as {}",
            decoded.encoding.name(),
            declared.name()
        ));
    }
    document.notes.extend(note);
    if decoded.replaced > 0 {
        document
            .notes
            .push(format!("{} byte sequences could not be read", decoded.replaced));
    }
    note_tree(&tree, &mut document);
    let facts = facts::decide(&harvest, hints.address.as_deref());
    let (extent, notes) = facts::extent(&tree, &facts, &document.text);
    document.extent = extent;
    document.notes.extend(facts.notes);
    document.notes.extend(notes);
    document.facts = facts.declared;
    if document.text.is_empty() {
        document.notes.push("the page has no text".to_owned());
    }
    Page { document }
}

/// Reads a piece of HTML that is the article and nothing else: all that it shows, without a map to bytes.
pub fn fragment(html: &str) -> Document {
    let tree = tree::parse(html);
    let skip = |id| {
        matches!(
            tree.name(id),
            Some("script" | "style" | "template" | "head" | "noscript")
        ) || body::is_hidden(&tree, id)
    };
    let mut document = body::assemble(&body::collect(&tree, tree::Tree::ROOT, &skip), None);
    note_tree(&tree, &mut document);
    document
}

/// A block of a page, the article's or not, and the numbers that tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// Its text.
    pub text: String,
    /// Its numbers, in the order of [`seen_names`].
    pub numbers: Vec<f32>,
    /// Which blocks of the page stand in elements of the same names and classes: these have the same number.
    pub path: usize,
    /// Which blocks stand in the same element.
    pub siblings: usize,
}

/// All blocks of a page, for training what tells the article's from the others.
pub fn see(bytes: &[u8], hints: &Hints) -> Vec<Seen> {
    let decoded = decode::decode(bytes, hints.charset.as_deref());
    let tree = tree::parse(&decoded.text);
    let blocks = body::see(&tree, &facts::harvest(&tree)).into_iter();
    blocks
        .map(|(block, numbers, place)| Seen {
            text: block.text,
            numbers,
            path: place.path,
            siblings: place.siblings,
        })
        .collect()
}

/// What the numbers of [`see`] are called.
pub fn seen_names() -> Vec<String> {
    body::names()
}

fn note_tree(tree: &tree::Tree, document: &mut Document) {
    if tree.cut {
        document.notes.push(format!(
            "the page has more than {} parts; the rest is left out",
            tree::MOST_NODES
        ));
    }
    if tree.flattened {
        document.notes.push(format!(
            "elements nested deeper than {} are read as if they were not",
            tree::DEEPEST
        ));
    }
}
