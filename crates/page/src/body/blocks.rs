//! The blocks of a page: stretches of text that stand by themselves, white space collapsed as browsers do.

use crate::tree::{Kind, NodeId, Tree};
use onrecord_record::BlockKind;
use std::ops::Range;

/// A block, and what may tell whether it belongs to the article.
#[derive(Debug)]
pub(crate) struct Raw {
    pub(crate) text: String,
    /// Bytes of the text and bytes of the decoded page.
    pub(crate) runs: Vec<(Range<usize>, Range<usize>)>,
    pub(crate) kind: BlockKind,
    /// The block element around it.
    pub(crate) node: NodeId,
    /// Bytes of it that are links.
    pub(crate) linked: usize,
    pub(crate) heading: u8,
}

struct Writer<'a> {
    tree: &'a Tree,
    blocks: Vec<Raw>,
    open: Raw,
    space: Option<Range<usize>>,
    breaks: usize,
    links: usize,
    /// Elements that give their kind to what is in them.
    kinds: Vec<(NodeId, BlockKind)>,
}

/// All blocks in `root`, without what `skip` says.
pub(crate) fn collect(tree: &Tree, root: NodeId, skip: &dyn Fn(NodeId) -> bool) -> Vec<Raw> {
    let mut writer = Writer {
        tree,
        blocks: Vec::new(),
        open: empty(root),
        space: None,
        breaks: 0,
        links: 0,
        kinds: Vec::new(),
    };
    let mut at = root;
    loop {
        let inside = !skip(at);
        if inside {
            writer.enter(at);
            if let Some(first) = tree.first_child(at) {
                at = first;
                continue;
            }
            writer.leave(at);
        }
        loop {
            if at == root {
                writer.end(root);
                return writer.blocks;
            }
            if let Some(next) = tree.next_sibling(at) {
                at = next;
                break;
            }
            let Some(parent) = tree.parent(at) else {
                writer.end(root);
                return writer.blocks;
            };
            at = parent;
            writer.leave(at);
        }
    }
}

fn empty(node: NodeId) -> Raw {
    Raw {
        text: String::new(),
        runs: Vec::new(),
        kind: BlockKind::Paragraph,
        node,
        linked: 0,
        heading: 0,
    }
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "" | "a"
            | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "br"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "rp"
            | "rt"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "td"
            | "th"
            | "label"
            | "img"
    )
}

impl Writer<'_> {
    fn enter(&mut self, id: NodeId) {
        let tree = self.tree;
        if let Kind::Text(range) = tree.kind(id) {
            self.text(range.clone());
            return;
        }
        let name = tree.name(id).unwrap_or_default();
        match name {
            "a" => self.links += 1,
            "br" => {
                self.breaks += 1;
                if self.breaks >= 2 {
                    let node = self.open.node;
                    self.end(node);
                } else {
                    let at = tree.span(id);
                    self.space.get_or_insert(at);
                }
            }
            "td" | "th" => {
                let at = tree.span(id).start;
                self.space.get_or_insert(at..at);
            }
            _ => {}
        }
        if is_inline(name) {
            return;
        }
        self.end(id);
        let class = tree.attr(id, "class").unwrap_or_default();
        let social = [
            "twitter-tweet",
            "instagram-media",
            "bluesky-embed",
            "mastodon-embed",
            "tiktok-embed",
            "fb-post",
        ];
        let kind = match name {
            _ if social.iter().any(|s| class.contains(s)) => Some(BlockKind::SocialPost),
            "blockquote" => Some(BlockKind::BlockQuote),
            "li" | "dd" | "dt" => Some(BlockKind::ListItem),
            "tr" => Some(BlockKind::TableRow),
            "pre" => Some(BlockKind::Preformatted),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(BlockKind::Heading),
            _ => None,
        };
        if let Some(kind) = kind {
            self.kinds.push((id, kind));
        }
        self.mark(name);
    }

    fn mark(&mut self, name: &str) {
        let strongest = [BlockKind::SocialPost, BlockKind::BlockQuote];
        let outer = self.kinds.iter().map(|k| k.1).find(|k| strongest.contains(k));
        self.open.kind = outer
            .or(self.kinds.last().map(|k| k.1))
            .unwrap_or(BlockKind::Paragraph);
        if let (b"h", [level @ b'1'..=b'6']) = name.as_bytes().split_at(name.len().min(1)) {
            self.open.heading = level - b'0';
        }
    }

    fn leave(&mut self, id: NodeId) {
        let name = self.tree.name(id).unwrap_or_default();
        if name == "a" {
            self.links = self.links.saturating_sub(1);
        }
        if is_inline(name) {
            return;
        }
        let parent = self.tree.parent(id).unwrap_or(id);
        self.end(parent);
        if self.kinds.last().is_some_and(|k| k.0 == id) {
            self.kinds.pop();
        }
        self.mark("");
    }

    fn end(&mut self, next: NodeId) {
        self.space = None;
        self.breaks = 0;
        let (kind, heading) = (self.open.kind, self.open.heading);
        let block = std::mem::replace(&mut self.open, empty(next));
        self.open.kind = kind;
        if !block.text.is_empty() {
            self.open.heading = heading;
            self.blocks.push(block);
        }
    }

    fn text(&mut self, range: Range<usize>) {
        let tree = self.tree;
        let kept = self.open.kind == BlockKind::Preformatted;
        let pieces = tree.pieces(&range);
        let mut piece = 0;
        for (at, c) in tree.text_at(&range).char_indices() {
            let at = range.start + at;
            while pieces.get(piece).is_some_and(|p| p.characters.end <= at) {
                piece += 1;
            }
            let source = pieces.get(piece).filter(|p| p.characters.start <= at).map(|p| {
                if p.characters.len() == p.source.len() {
                    let from = p.source.start + (at - p.characters.start);
                    from..from + c.len_utf8()
                } else {
                    p.source.clone()
                }
            });
            if matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{c}') && !kept {
                match (&mut self.space, source) {
                    (Some(space), Some(s)) if space.end == s.start || space.start == space.end => {
                        *space = if space.start == space.end {
                            s
                        } else {
                            space.start..s.end
                        };
                    }
                    (Some(_), _) => {}
                    (none, s) => *none = Some(s.unwrap_or(0..0)),
                }
                continue;
            }
            self.breaks = 0;
            if let Some(space) = self.space.take()
                && !self.open.text.is_empty()
            {
                self.put(' ', Some(space).filter(|s| !s.is_empty()));
            }
            self.put(c, source);
        }
    }

    fn put(&mut self, c: char, source: Option<Range<usize>>) {
        let open = &mut self.open;
        let from = open.text.len();
        open.text.push(c);
        if self.links > 0 {
            open.linked += c.len_utf8();
        }
        let Some(source) = source else { return };
        if let Some((text, last)) = open.runs.last_mut()
            && text.end == from
            && last.end == source.start
            && text.len() == last.len()
            && source.len() == c.len_utf8()
        {
            text.end = open.text.len();
            last.end = source.end;
            return;
        }
        open.runs.push((from..open.text.len(), source));
    }
}
