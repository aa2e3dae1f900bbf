//! Articles that a page holds as data only: JSON in its scripts, from which the page would be drawn.

use super::blocks::Raw;
use crate::tree::{NodeId, Tree};
use onrecord_record::BlockKind;
use std::ops::Range;

/// Shorter texts are no articles.
const LEAST: usize = 400;
/// Deeper JSON is left alone.
const DEEPEST: usize = 128;

/// The longest text in the page's data: paragraphs of rich text, or an `articleBody`.
pub(crate) fn longest(tree: &Tree) -> Vec<Raw> {
    let mut best = Vec::new();
    for id in tree.descendants(Tree::ROOT) {
        if tree.name(id) != Some("script") || !is_data(tree.attr(id, "type").unwrap_or_default()) {
            continue;
        }
        for child in tree.children(id) {
            if let crate::tree::Kind::Text(range) = tree.kind(child) {
                let found = Reader::new(tree, id, range.clone()).read();
                if length(&found) > length(&best) {
                    best = found;
                }
            }
        }
    }
    if length(&best) < LEAST { Vec::new() } else { best }
}

/// Bytes of blocks.
pub(crate) fn length(blocks: &[Raw]) -> usize {
    blocks.iter().map(|b| b.text.len()).sum()
}

fn is_data(kind: &str) -> bool {
    matches!(kind, "application/json" | "application/ld+json")
}

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Unknown,
    Leaf,
    Block(BlockKind),
}

fn shape(kind: &str) -> Shape {
    match kind {
        "text" | "span" => Shape::Leaf,
        "paragraph" | "block" => Shape::Block(BlockKind::Paragraph),
        "heading" => Shape::Block(BlockKind::Heading),
        _ => Shape::Unknown,
    }
}

/// An object or array that is open.
struct Open {
    from: usize,
    array: bool,
    shape: Shape,
    /// How many texts there were when it began.
    texts: usize,
    /// Where the string stands that is its text.
    text: Option<Range<usize>>,
    /// The innermost array around it.
    list: usize,
}

struct Reader<'a> {
    tree: &'a Tree,
    node: NodeId,
    /// Bytes of the tree's characters.
    range: Range<usize>,
    text: &'a str,
    open: Vec<Open>,
    texts: Vec<Range<usize>>,
    /// Blocks, where they begin, and in which array.
    blocks: Vec<(Raw, usize, usize)>,
    /// Where arrays end that began at the first number.
    ends: Vec<(usize, usize)>,
    bodies: Vec<Raw>,
}

impl<'a> Reader<'a> {
    fn new(tree: &'a Tree, node: NodeId, range: Range<usize>) -> Self {
        Self {
            tree,
            node,
            text: tree.text_at(&range),
            range,
            open: Vec::new(),
            texts: Vec::new(),
            blocks: Vec::new(),
            ends: Vec::new(),
            bodies: Vec::new(),
        }
    }

    fn read(mut self) -> Vec<Raw> {
        let bytes = self.text.as_bytes();
        let (mut at, mut key) = (0, None);
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'"' => {
                    let string = at + 1..string_end(bytes, at + 1);
                    at = string.end + 1;
                    if bytes
                        .get(at..)
                        .and_then(|rest| rest.iter().find(|b| !b.is_ascii_whitespace()))
                        == Some(&b':')
                    {
                        key = self.text.get(string);
                    } else if let Some(name) = key.take() {
                        self.value(name, string);
                    }
                    continue;
                }
                b'{' | b'[' => {
                    if self.open.len() >= DEEPEST {
                        return Vec::new();
                    }
                    let array = byte == b'[';
                    self.open.push(Open {
                        from: at,
                        array,
                        shape: Shape::Unknown,
                        texts: self.texts.len(),
                        text: None,
                        list: if array {
                            at
                        } else {
                            self.open.last().map_or(0, |o| o.list)
                        },
                    });
                    key = None;
                }
                b'}' | b']' => self.close(at),
                b',' => key = None,
                _ => {}
            }
            at += 1;
        }
        self.best()
    }

    fn value(&mut self, name: &str, string: Range<usize>) {
        match name {
            "type" | "_type" | "nodeType" => {
                let shape = shape(self.text.get(string).unwrap_or_default());
                if let Some(open) = self.open.last_mut() {
                    open.shape = shape;
                }
            }
            "value" | "text" => {
                if let Some(open) = self.open.last_mut() {
                    open.text = Some(string);
                }
            }
            "articleBody" => {
                let body = self.body(string);
                if length(&body) > length(&self.bodies) {
                    self.bodies = body;
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, at: usize) {
        let Some(open) = self.open.pop() else { return };
        if open.array {
            self.ends.push((open.from, at));
        }
        match open.shape {
            Shape::Leaf => self.texts.extend(open.text),
            Shape::Block(kind) => {
                let mut block = self.empty(kind);
                for text in self.texts.split_off(open.texts.min(self.texts.len())) {
                    self.write(text, &mut block);
                }
                tidy(&mut block);
                if !block.text.is_empty() {
                    self.blocks.push((block, open.from, open.list));
                }
            }
            Shape::Unknown => {}
        }
    }

    /// All blocks in the array that holds most text.
    fn best(mut self) -> Vec<Raw> {
        let mut sums: Vec<(usize, usize)> = Vec::new();
        let mut lists: Vec<(usize, usize)> = self.blocks.iter().map(|b| (b.2, b.0.text.len())).collect();
        lists.sort_unstable();
        for (list, length) in lists {
            match sums.last_mut() {
                Some(last) if last.0 == list => last.1 += length,
                _ => sums.push((list, length)),
            }
        }
        let Some(&(list, _)) = sums.iter().max_by_key(|s| (s.1, std::cmp::Reverse(s.0))) else {
            return self.bodies;
        };
        let end = self.ends.iter().find(|e| e.0 == list).map_or(usize::MAX, |e| e.1);
        self.blocks.retain(|b| (list..=end).contains(&b.1));
        self.blocks.sort_by_key(|b| b.1);
        let blocks: Vec<Raw> = self.blocks.into_iter().map(|b| b.0).collect();
        if length(&self.bodies) > length(&blocks) {
            self.bodies
        } else {
            blocks
        }
    }

    fn empty(&self, kind: BlockKind) -> Raw {
        Raw {
            text: String::new(),
            runs: Vec::new(),
            kind,
            node: self.node,
            linked: 0,
            heading: if kind == BlockKind::Heading { 2 } else { 0 },
        }
    }

    /// A plain text's lines. One with markup is left alone.
    fn body(&self, string: Range<usize>) -> Vec<Raw> {
        let mut whole = self.empty(BlockKind::Paragraph);
        let text = self.text.get(string.clone()).unwrap_or_default();
        if text.contains("</") || text.contains("<\\/") || text.contains("<p") || text.contains("u003c") {
            return Vec::new();
        }
        let mut blocks = Vec::new();
        let mut from = string.start;
        for (at, _) in text.match_indices("\\n") {
            let at = string.start + at;
            // A backslash before it: no line end.
            let escaped = self.text.as_bytes()[string.start..at]
                .iter()
                .rev()
                .take_while(|b| **b == b'\\')
                .count()
                % 2
                == 1;
            if escaped {
                continue;
            }
            self.write(from..at, &mut whole);
            blocks.push(std::mem::replace(&mut whole, self.empty(BlockKind::Paragraph)));
            from = at + 2;
        }
        self.write(from..string.end, &mut whole);
        blocks.push(whole);
        blocks.iter_mut().for_each(tidy);
        blocks.retain(|b| !b.text.is_empty());
        blocks
    }

    /// Appends a string of JSON, each character with the bytes of the decoded page that it was read from.
    fn write(&self, string: Range<usize>, block: &mut Raw) {
        let Some(text) = self.text.get(string.clone()) else {
            return;
        };
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|r| !r.is_empty()) {
            let Some((c, length)) = character(rest) else { break };
            let c = if c.is_whitespace() { ' ' } else { c };
            let from = self.range.start + string.start + at;
            at += length;
            if c == ' ' && (block.text.is_empty() || block.text.ends_with(' ')) || c.is_control() {
                continue;
            }
            let start = block.text.len();
            block.text.push(c);
            let pieces = self.tree.pieces(&(from..from + length));
            let [piece] = pieces else { continue };
            if piece.characters.len() != piece.source.len() {
                continue;
            }
            let source = piece.source.start + (from - piece.characters.start);
            let source = source..source + length;
            if let Some((text, last)) = block.runs.last_mut()
                && text.end == start
                && last.end == source.start
                && text.len() == last.len()
                && source.len() == c.len_utf8()
            {
                text.end = block.text.len();
                last.end = source.end;
                continue;
            }
            block.runs.push((start..block.text.len(), source));
        }
    }
}

/// Takes white space off the end.
fn tidy(block: &mut Raw) {
    let end = block.text.trim_end().len();
    block.text.truncate(end);
    while let Some((text, source)) = block.runs.last_mut() {
        if text.start >= end {
            block.runs.pop();
            continue;
        }
        // What is cut off is a space, which stands in a run only as one byte for one.
        let over = text.end.saturating_sub(end);
        text.end -= over;
        source.end -= over.min(source.len());
        break;
    }
}

/// Where a string ends: its closing quotation mark, or the end of all.
fn string_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The first character of a JSON string's inside, and how many bytes it is written in.
fn character(text: &str) -> Option<(char, usize)> {
    let first = text.chars().next()?;
    if first != '\\' {
        return Some((first, first.len_utf8()));
    }
    let escape = text.get(1..)?.chars().next()?;
    Some(match escape {
        'n' | 'r' | 't' | 'b' | 'f' => (' ', 2),
        'u' => {
            let unit = |from: usize| u32::from_str_radix(text.get(from..from + 4)?, 16).ok();
            let high = unit(2)?;
            let pair = (0xD800..0xDC00).contains(&high) && text.get(6..8) == Some("\\u");
            match pair.then(|| unit(8)).flatten() {
                Some(low) if (0xDC00..0xE000).contains(&low) => {
                    let code = 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                    (char::from_u32(code)?, 12)
                }
                _ => (char::from_u32(high).unwrap_or('\u{FFFD}'), 6),
            }
        }
        other => (other, 1 + other.len_utf8()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(page: &str) -> Vec<Raw> {
        longest(&crate::tree::parse(page))
    }

    #[test]
    fn paragraphs_of_rich_text_are_found_with_their_places() {
        let long = "The port of Lagos opens its second quay in May, the ministry said. ".repeat(7);
        let page = format!(
            r#"<p>x</p><script type="application/json">{{"story":{{"body":{{"type":"document","content":[
            {{"type":"paragraph","content":[{{"type":"text","value":"{long}"}},{{"type":"link","content":[{{"type":"text","value":"Two \u201cquoted\u201d\n words "}}]}}]}},
            {{"content":[{{"value":"Behind","type":"text"}}],"type":"heading"}}]}},
            "more":[{{"type":"paragraph","content":[{{"type":"text","value":"Another story."}}]}}]}}}}</script>"#
        );
        let blocks = found(&page);
        assert_eq!(blocks.len(), 2);
        assert!(blocks[0].text.ends_with("said. Two “quoted” words"));
        assert_eq!(
            (blocks[1].text.as_str(), blocks[1].kind),
            ("Behind", BlockKind::Heading)
        );
        for block in &blocks {
            for (text, source) in &block.runs {
                let (text, source) = (&block.text[text.clone()], &page[source.clone()]);
                assert!(text == source || source.starts_with('\\'), "{text:?} {source:?}");
            }
        }
    }

    #[test]
    fn lines_of_an_article_body_are_its_paragraphs() {
        let long = "The council of Tartu votes on Friday about the tram. ".repeat(9);
        let data = |body: &str| {
            format!(
                r#"<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{body}"}}</script>"#
            )
        };
        let blocks = found(&data(&format!(r"{long}\n\nNobody objected, it \\n says. \n")));
        assert_eq!(blocks.len(), 2);
        assert_eq!(blocks[1].text, r"Nobody objected, it \n says.");
        assert!(found(&data("Short.")).is_empty());
        assert!(found(&data(&format!("<p>{long}</p>"))).is_empty());
        assert!(
            found(&format!(
                "<script type=application/json>{}</script>",
                "[".repeat(999)
            ))
            .is_empty()
        );
    }
}
