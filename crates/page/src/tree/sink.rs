//! The tree as html5ever's tree builder makes it.

use super::align::align;
use super::{Kind, MOST_NODES, Node, NodeId, Piece, Tree};
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName, expanded_name, local_name, ns};
use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::ops::Range;

/// The token that is being worked on.
#[derive(Debug, Default)]
pub(super) struct Current {
    pub(super) span: Range<usize>,
    pub(super) closes: bool,
    /// For text: what it is, and what its parts were read from.
    pub(super) text: StrTendril,
    pub(super) pairs: Vec<(Range<usize>, Range<usize>)>,
    /// Bytes of `text` that are in the tree already.
    pub(super) taken: usize,
}

#[derive(Debug)]
pub(super) struct Sink<'a> {
    tree: RefCell<Tree>,
    current: RefCell<Current>,
    page: &'a str,
    pub(super) deepest: Cell<usize>,
}

impl<'a> Sink<'a> {
    pub(super) fn new(page: &'a str) -> Self {
        let tree = Tree {
            nodes: vec![Node::new(Kind::Document, 0..page.len())],
            characters: String::with_capacity(page.len() / 4),
            pieces: Vec::new(),
            cut: false,
            flattened: false,
        };
        Self {
            tree: RefCell::new(tree),
            current: RefCell::new(Current::default()),
            page,
            deepest: Cell::new(0),
        }
    }

    pub(super) fn full(&self) -> bool {
        self.tree.borrow().nodes.len() >= MOST_NODES
    }

    pub(super) fn note(&self, note: impl FnOnce(&mut Tree)) {
        note(&mut self.tree.borrow_mut());
    }

    /// Begins a tag.
    pub(super) fn tag(&self, span: Range<usize>, closes: bool) {
        let mut current = self.current.borrow_mut();
        current.span = span;
        current.closes = closes;
        current.text.clear();
        current.pairs.clear();
    }

    /// Begins a text.
    pub(super) fn text(&self, span: Range<usize>, text: &StrTendril) {
        let mut current = self.current.borrow_mut();
        current.closes = false;
        current.text = text.clone();
        current.taken = 0;
        let markup = self.page.get(span.clone()).unwrap_or_default();
        current.pairs.clear();
        if &**text == markup {
            current.pairs.push((0..text.len(), span.clone()));
        } else {
            let shift = |(t, m): (Range<usize>, Range<usize>)| (t, m.start + span.start..m.end + span.start);
            current.pairs.extend(align(text, markup).into_iter().map(shift));
        }
        current.span = span;
    }

    fn add(&self, kind: Kind) -> NodeId {
        let span = self.current.borrow().span.clone();
        let mut tree = self.tree.borrow_mut();
        tree.nodes.push(Node::new(kind, span));
        (tree.nodes.len() - 1) as NodeId
    }

    /// Text for a place in the tree: between `previous` and `next`, one of which it may join.
    fn add_text(&self, text: &StrTendril, previous: Option<NodeId>) -> Option<NodeId> {
        if text.is_empty() {
            return None;
        }
        let mut tree = self.tree.borrow_mut();
        let from = tree.characters.len();
        tree.characters.push_str(text);
        let to = tree.characters.len();
        let mut current = self.current.borrow_mut();
        let ahead = current.text.get(current.taken..).unwrap_or_default();
        // White space that the tree builder drops, ahead of the body and at the head of `pre`, is passed over.
        let blank = ahead.trim_start_matches(['\n', ' ', '\t', '\u{c}', '\r']);
        let skipped = match ahead.strip_prefix('\n') {
            _ if ahead.starts_with(&**text) => Some(0),
            Some(rest) if rest.starts_with(&**text) => Some(1),
            _ if blank.starts_with(&**text) => Some(ahead.len() - blank.len()),
            _ => None,
        };
        if let Some(skipped) = skipped {
            let begin = current.taken + skipped;
            let end = begin + text.len();
            current.taken = end;
            let first = current.pairs.partition_point(|(t, _)| t.end <= begin);
            for (t, m) in current
                .pairs
                .iter()
                .skip(first)
                .take_while(|(t, _)| t.start < end)
            {
                let (start, stop) = (t.start.max(begin), t.end.min(end));
                let source = if t.len() == m.len() {
                    m.start + (start - t.start)..m.start + (stop - t.start)
                } else if start == t.start && stop == t.end {
                    m.clone()
                } else {
                    continue;
                };
                tree.pieces.push(Piece {
                    characters: from + start - begin..from + stop - begin,
                    source,
                });
            }
        }
        if let Some(previous) = previous
            && let Some(node) = tree.nodes.get_mut(previous as usize)
            && let Kind::Text(range) = &mut node.kind
            && range.end == from
        {
            range.end = to;
            node.span.end = current.span.end;
            return None;
        }
        let span = current.span.clone();
        tree.nodes.push(Node::new(Kind::Text(from..to), span));
        Some((tree.nodes.len() - 1) as NodeId)
    }

    fn detach(&self, id: NodeId) {
        let mut tree = self.tree.borrow_mut();
        let node = &mut tree.nodes[id as usize];
        let (parent, previous, next) = (node.parent.take(), node.previous.take(), node.next.take());
        match previous {
            Some(p) => tree.nodes[p as usize].next = next,
            None => {
                if let Some(parent) = parent {
                    tree.nodes[parent as usize].first = next;
                }
            }
        }
        match next {
            Some(n) => tree.nodes[n as usize].previous = previous,
            None => {
                if let Some(parent) = parent {
                    tree.nodes[parent as usize].last = previous;
                }
            }
        }
    }

    /// Puts a node into `parent`, ahead of `before` or last.
    fn insert(&self, id: NodeId, parent: NodeId, before: Option<NodeId>) {
        self.detach(id);
        let mut tree = self.tree.borrow_mut();
        let previous = match before {
            Some(before) => tree.nodes[before as usize].previous,
            None => tree.nodes[parent as usize].last,
        };
        let depth = tree.nodes[parent as usize].depth + 1;
        let node = &mut tree.nodes[id as usize];
        (node.parent, node.previous, node.next, node.depth) = (Some(parent), previous, before, depth);
        if matches!(node.kind, Kind::Element { .. }) {
            self.deepest.set(depth);
        }
        match previous {
            Some(p) => tree.nodes[p as usize].next = Some(id),
            None => tree.nodes[parent as usize].first = Some(id),
        }
        match before {
            Some(b) => tree.nodes[b as usize].previous = Some(id),
            None => tree.nodes[parent as usize].last = Some(id),
        }
    }

    fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.tree.borrow().nodes[id as usize].parent
    }
}

impl Node {
    fn new(kind: Kind, span: Range<usize>) -> Self {
        Self {
            kind,
            parent: None,
            previous: None,
            next: None,
            first: None,
            last: None,
            span,
            depth: 0,
        }
    }
}

impl TreeSink for Sink<'_> {
    type Handle = NodeId;
    type Output = Tree;
    type ElemName<'b>
        = Ref<'b, QualName>
    where
        Self: 'b;

    fn finish(self) -> Tree {
        let mut tree = self.tree.into_inner();
        for id in (1..tree.nodes.len()).rev() {
            let end = tree.nodes[id].span.end;
            if let Some(parent) = tree.nodes[id].parent {
                let span = &mut tree.nodes[parent as usize].span;
                span.end = span.end.max(end);
            }
        }
        tree
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        Tree::ROOT
    }

    fn elem_name<'b>(&'b self, target: &'b NodeId) -> Ref<'b, QualName> {
        Ref::map(self.tree.borrow(), |tree| {
            match &tree.nodes[*target as usize].kind {
                Kind::Element { name, .. } => name,
                _ => unreachable!("the tree builder asks for the names of elements only"),
            }
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        let id = self.add(Kind::Element { name, attributes });
        if flags.template {
            // Its contents hang beside the tree: they are found by number, right behind the template.
            self.add(Kind::Document);
        }
        id
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.add(Kind::Comment)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.add(Kind::Comment)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        match child {
            NodeOrText::AppendNode(id) => self.insert(id, *parent, None),
            NodeOrText::AppendText(text) => {
                let last = self.tree.borrow().nodes[*parent as usize].last;
                if let Some(id) = self.add_text(&text, last) {
                    self.insert(id, *parent, None);
                }
            }
        }
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        if self.parent(*element).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, id: &NodeId) {
        let current = self.current.borrow();
        let end = if current.closes {
            current.span.end
        } else {
            current.span.start
        };
        let node = &mut self.tree.borrow_mut().nodes[*id as usize];
        node.span.end = node.span.end.max(end);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target + 1
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        let Some(parent) = self.parent(*sibling) else {
            return;
        };
        match child {
            NodeOrText::AppendNode(id) => self.insert(id, parent, Some(*sibling)),
            NodeOrText::AppendText(text) => {
                let previous = self.tree.borrow().nodes[*sibling as usize].previous;
                if let Some(id) = self.add_text(&text, previous) {
                    self.insert(id, parent, Some(*sibling));
                }
            }
        }
    }

    fn add_attrs_if_missing(&self, target: &NodeId, more: Vec<Attribute>) {
        let mut tree = self.tree.borrow_mut();
        if let Kind::Element { attributes, .. } = &mut tree.nodes[*target as usize].kind {
            for one in more {
                if attributes.len() < super::build::MOST_ATTRIBUTES
                    && attributes.iter().all(|a| a.name != one.name)
                {
                    attributes.push(one);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        loop {
            let first = self.tree.borrow().nodes[*node as usize].first;
            let Some(first) = first else { break };
            self.insert(first, *new_parent, None);
        }
    }

    fn is_mathml_annotation_xml_integration_point(&self, id: &NodeId) -> bool {
        let tree = self.tree.borrow();
        match &tree.nodes[*id as usize].kind {
            Kind::Element { name, attributes } => {
                name.expanded() == expanded_name!(mathml "annotation-xml")
                    && attributes.iter().any(|a| {
                        a.name.local == local_name!("encoding")
                            && (a.value.eq_ignore_ascii_case("text/html")
                                || a.value.eq_ignore_ascii_case("application/xhtml+xml"))
                    })
            }
            _ => false,
        }
    }
}
