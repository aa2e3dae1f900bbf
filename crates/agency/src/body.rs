//! Marked-up bodies to text and blocks.

use onrecord_record::BlockKind;
use onrecord_source::{Block, Document};
use onrecord_xml::{Element, Node};

/// Text and blocks, growing.
#[derive(Default)]
pub(crate) struct Builder {
    document: Document,
}

impl Builder {
    /// Adds a paragraph or the like, unless it is empty.
    pub(crate) fn push(&mut self, kind: BlockKind, words: &str) {
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        let text = &mut self.document.text;
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(words);
        let range = start..text.len();
        self.document.blocks.push(Block { range, kind });
    }

    pub(crate) fn text(&self) -> &str {
        &self.document.text
    }

    /// Puts the line of place and date ahead, unless the text opens with it already.
    pub(crate) fn dateline(&mut self, line: Option<String>, inside: Self) {
        if let Some(line) = line.filter(|line| {
            !inside
                .text()
                .starts_with(line.trim_end_matches(['-', '–', '—', ' ', '.']))
        }) {
            self.push(BlockKind::Paragraph, &line);
        }
        let Document { text, blocks, .. } = inside.document;
        for block in blocks {
            let words = text.get(block.range).unwrap_or_default();
            self.push(block.kind, words);
        }
    }

    pub(crate) fn finish(self) -> Document {
        self.document
    }

    /// Adds what an element of NITF (or of a simple XHTML) holds.
    pub(crate) fn walk(&mut self, element: &Element, kind: BlockKind) {
        let mut loose = String::new();
        for node in &element.children {
            match node {
                Node::Text(text) => loose.push_str(text),
                Node::Element(inner) => {
                    let Some(of) = part(&inner.name, kind) else {
                        if !is_left_out(&inner.name) {
                            loose.push_str(&inner.text());
                        }
                        continue;
                    };
                    self.loose(&mut loose, kind);
                    match of {
                        Part::Words(kind) => self.words(inner, kind),
                        Part::Inside(kind) => self.walk(inner, kind),
                        Part::Row => self.row(inner),
                    }
                }
            }
        }
        self.loose(&mut loose, kind);
    }

    fn loose(&mut self, loose: &mut String, kind: BlockKind) {
        let words = loose.split_whitespace().collect::<Vec<_>>().join(" ");
        loose.clear();
        self.push(kind, &words);
    }

    fn words(&mut self, element: &Element, kind: BlockKind) {
        if kind == BlockKind::Preformatted {
            self.push(kind, element.text().trim_matches('\n'));
        } else if element.elements().any(|inner| part(&inner.name, kind).is_some()) {
            // paragraphs inside a list item or a heading
            self.walk(element, kind);
        } else {
            self.push(kind, &element.words().unwrap_or_default());
        }
    }

    /// The cells of a row, set apart by tabs.
    fn row(&mut self, row: &Element) {
        let cells: Vec<String> = row
            .elements()
            .map(|cell| cell.words().unwrap_or_default())
            .collect();
        self.push(BlockKind::TableRow, &cells.join("\t"));
    }
}

/// What an element is to a text.
enum Part {
    Words(BlockKind),
    Inside(BlockKind),
    Row,
}

fn part(name: &str, outer: BlockKind) -> Option<Part> {
    let quoted = outer == BlockKind::BlockQuote;
    Some(match name {
        "p" if quoted => Part::Words(BlockKind::BlockQuote),
        "p" if outer == BlockKind::ListItem => Part::Words(outer),
        "p" => Part::Words(BlockKind::Paragraph),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hl1" | "hl2" => Part::Words(BlockKind::Heading),
        "li" | "dt" | "dd" => Part::Words(BlockKind::ListItem),
        "pre" => Part::Words(BlockKind::Preformatted),
        "bq" | "blockquote" => Part::Inside(BlockKind::BlockQuote),
        "tr" | "nitf-table-row" => Part::Row,
        "block" | "div" | "ul" | "ol" | "dl" | "table" | "tbody" | "thead" | "nitf-table" | "section"
        | "body" | "body.content" | "credit" => Part::Inside(outer),
        _ => return None,
    })
}

/// Pictures with their captions, footnotes of the desk, and what is no text.
fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "media"
            | "media-caption"
            | "media-producer"
            | "figure"
            | "script"
            | "style"
            | "hr"
            | "caption"
            | "col"
    )
}
