//! The blocks of a page: stretches of text that stand by themselves, white space collapsed as browsers do.

use super::hints::finder;
use crate::tree::{Kind, NodeId, Tree};
use aho_corasick::AhoCorasick;
use onrecord_record::BlockKind;
use std::ops::Range;
use std::sync::LazyLock;

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

/// Classes of what social networks have embedded.
static SOCIAL_POSTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let classes = [
        "twitter-tweet",
        "instagram-media",
        "bluesky-embed",
        "mastodon-embed",
        "tiktok-embed",
        "fb-post",
    ];
    finder(classes, false)
});

/// Whether an element is a block quote, or a post of a social network.
pub(super) fn is_quoting(tree: &Tree, id: NodeId) -> bool {
    let class = tree.attr(id, "class").unwrap_or_default();
    tree.name(id) == Some("blockquote") || class.len() >= 7 && SOCIAL_POSTS.is_match(class)
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

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{c}')
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
        let kind = match name {
            _ if class.len() >= 7 && SOCIAL_POSTS.is_match(class) => Some(BlockKind::SocialPost),
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
        let whole = tree.text_at(&range);
        let mut next = 0;
        while let Some(c) = whole[next..].chars().next() {
            let within = next;
            let at = range.start + within;
            next += c.len_utf8();
            while pieces.get(piece).is_some_and(|p| p.characters.end <= at) {
                piece += 1;
            }
            let piece = pieces.get(piece).filter(|p| p.characters.start <= at);
            let verbatim = piece.filter(|p| p.characters.len() == p.source.len());
            let source = match (verbatim, piece) {
                (Some(p), _) => {
                    let from = p.source.start + (at - p.characters.start);
                    Some(from..from + c.len_utf8())
                }
                (None, piece) => piece.map(|p| p.source.clone()),
            };
            if is_space(c) && !kept {
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
                self.put(" ", Some(space).filter(|s| !s.is_empty()));
            }
            // the rest of a word that stands as it is comes at once
            if let (Some(p), Some(source)) = (verbatim, &source) {
                let end = (p.characters.end - range.start).min(whole.len());
                let rest = &whole[within..end];
                let word = rest.find(is_space).filter(|_| !kept).unwrap_or(rest.len());
                let word = &rest[..word];
                next = within + word.len();
                self.put(word, Some(source.start..source.start + word.len()));
            } else {
                self.put(c.encode_utf8(&mut [0; 4]), source);
            }
        }
    }

    /// Adds what stands for `source`: a character, or a word that stands there as it is.
    fn put(&mut self, words: &str, source: Option<Range<usize>>) {
        let open = &mut self.open;
        let from = open.text.len();
        open.text.push_str(words);
        if self.links > 0 {
            open.linked += words.len();
        }
        let Some(source) = source else { return };
        if let Some((text, last)) = open.runs.last_mut()
            && text.end == from
            && last.end == source.start
            && text.len() == last.len()
            && source.len() == words.len()
        {
            text.end = open.text.len();
            last.end = source.end;
            return;
        }
        open.runs.push((from..open.text.len(), source));
    }
}
