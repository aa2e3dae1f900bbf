//! A page as a tree, with the place of everything in the page.

mod align;
mod build;
mod sink;

pub use build::parse;

use html5ever::{Attribute, LocalName, QualName, ns};
use rustc_hash::FxHashSet;
use std::ops::Range;

/// Most nodes that a tree holds. What comes behind is left out, and [`Tree::cut`] is set.
pub const MOST_NODES: usize = 1_000_000;

/// Deepest nesting, as in browsers. Elements beyond it stand in the last one that fits.
pub const DEEPEST: usize = 512;

/// A node of a [`Tree`].
pub type NodeId = u32;

/// What a node is.
#[derive(Debug)]
pub enum Kind {
    /// The root, and the root of a template's contents.
    Document,
    /// An element.
    Element {
        /// Its name.
        name: QualName,
        /// Its attributes: the first of each name.
        attributes: Vec<Attribute>,
    },
    /// Text: bytes of the tree's characters.
    Text(Range<usize>),
    /// A comment or processing instruction; what it says is not kept.
    Comment,
}

#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) parent: Option<NodeId>,
    pub(crate) previous: Option<NodeId>,
    pub(crate) next: Option<NodeId>,
    pub(crate) first: Option<NodeId>,
    pub(crate) last: Option<NodeId>,
    /// Bytes of the decoded page, from the start tag to the end tag.
    pub(crate) span: Range<usize>,
    pub(crate) depth: usize,
}

/// Characters of the tree and the bytes of the decoded page that they stand for: the same bytes, or one reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) characters: Range<usize>,
    pub(crate) source: Range<usize>,
}

/// A parsed page. Nodes are numbered in the order in which they were made.
#[derive(Debug)]
pub struct Tree {
    pub(crate) nodes: Vec<Node>,
    pub(crate) characters: String,
    pub(crate) pieces: Vec<Piece>,
    /// Whether something was left out because the page has too many nodes.
    pub cut: bool,
    /// Whether elements were nested too deep.
    pub flattened: bool,
}

impl Tree {
    /// The root.
    pub const ROOT: NodeId = 0;

    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    /// The root.
    pub fn root(&self) -> NodeId {
        Self::ROOT
    }

    /// How many nodes there are; they are numbered from 0.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is nothing but the root.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() <= 1
    }

    /// What a node is.
    pub fn kind(&self, id: NodeId) -> &Kind {
        &self.node(id).kind
    }

    /// The node around it.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).parent
    }

    /// Its first child.
    pub fn first_child(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).first
    }

    /// The node behind it, in the same parent.
    pub fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).next
    }

    /// The node ahead of it, in the same parent.
    pub fn previous_sibling(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).previous
    }

    /// Its children.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.first_child(id), |&c| self.next_sibling(c))
    }

    /// The nodes around it, the nearest first.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(id), |&p| self.parent(p))
    }

    /// The node and all that is in it, in document order.
    pub fn descendants(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(Some(id), move |&at| self.following(at, id, true))
    }

    /// These nodes and all that hold them, each looked at once.
    pub(crate) fn with_ancestors(&self, nodes: impl Iterator<Item = NodeId>) -> FxHashSet<NodeId> {
        let mut all = FxHashSet::default();
        for node in nodes {
            for id in std::iter::once(node).chain(self.ancestors(node)) {
                if !all.insert(id) {
                    break;
                }
            }
        }
        all
    }

    /// What comes behind `at` in document order inside `within`; its own contents first if `inside`.
    pub fn following(&self, at: NodeId, within: NodeId, inside: bool) -> Option<NodeId> {
        if inside && let Some(first) = self.first_child(at) {
            return Some(first);
        }
        let mut at = at;
        while at != within {
            if let Some(next) = self.next_sibling(at) {
                return Some(next);
            }
            at = self.parent(at)?;
        }
        None
    }

    /// An element's local name, in lower case for HTML; nothing for what is no element.
    pub fn name(&self, id: NodeId) -> Option<&str> {
        match self.kind(id) {
            Kind::Element { name, .. } => Some(&name.local),
            _ => None,
        }
    }

    /// An HTML element's name, as an atom.
    pub fn local(&self, id: NodeId) -> Option<&LocalName> {
        match self.kind(id) {
            Kind::Element { name, .. } if name.ns == ns!(html) => Some(&name.local),
            _ => None,
        }
    }

    /// Whether it is an element.
    pub fn is_element(&self, id: NodeId) -> bool {
        matches!(self.kind(id), Kind::Element { .. })
    }

    /// An element's attributes.
    pub fn attributes(&self, id: NodeId) -> &[Attribute] {
        match self.kind(id) {
            Kind::Element { attributes, .. } => attributes,
            _ => &[],
        }
    }

    /// The value of an attribute; its name is in lower case.
    pub fn attr(&self, id: NodeId, name: &str) -> Option<&str> {
        let mut all = self.attributes(id).iter();
        all.find(|a| &*a.name.local == name).map(|a| &*a.value)
    }

    /// The characters of a text node, references resolved; nothing for other nodes.
    pub fn text(&self, id: NodeId) -> Option<&str> {
        match self.kind(id) {
            Kind::Text(range) => Some(&self.characters[range.clone()]),
            _ => None,
        }
    }

    /// A stretch of the tree's characters.
    pub(crate) fn text_at(&self, range: &Range<usize>) -> &str {
        &self.characters[range.clone()]
    }

    /// All text in a node, as it is, white space and all.
    pub fn text_within(&self, id: NodeId) -> String {
        self.descendants(id).filter_map(|n| self.text(n)).collect()
    }

    /// Where a node stands: bytes of the decoded page, from its start tag to the end of what is in it, or to its end tag.
    /// Elements that the page does not spell out begin where the token stands that made them necessary.
    pub fn span(&self, id: NodeId) -> Range<usize> {
        self.node(id).span.clone()
    }

    /// The first element of that name in the page.
    pub fn first_named(&self, name: &str) -> Option<NodeId> {
        self.descendants(Self::ROOT).find(|&n| self.name(n) == Some(name))
    }

    /// The pieces that a stretch of the tree's characters was read from.
    pub(crate) fn pieces(&self, characters: &Range<usize>) -> &[Piece] {
        let from = self
            .pieces
            .partition_point(|p| p.characters.end <= characters.start);
        let to = self
            .pieces
            .partition_point(|p| p.characters.start < characters.end);
        self.pieces.get(from..to).unwrap_or_default()
    }
}
