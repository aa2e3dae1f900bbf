//! Putting the text together.

use onrecord_record::BlockKind;
use onrecord_source::{Block, Document};

/// Counts of what was left out or taken for granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Note {
    Footnote,
    Comment,
    Deletion,
    Insertion,
    Hidden,
    Header,
    Contents,
    Embedded,
}

/// A paragraph that is being put together.
#[derive(Debug, Default)]
pub(crate) struct Paragraph {
    pub(crate) text: String,
    pub(crate) kind: Option<BlockKind>,
}

/// A table that is being put together.
#[derive(Debug, Default)]
struct Table {
    /// Cells of the row, each with its paragraphs.
    row: Vec<Vec<(String, BlockKind)>>,
}

/// The text so far.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    text: String,
    blocks: Vec<Block>,
    tables: Vec<Table>,
    counts: [usize; 8],
}

impl Builder {
    pub(crate) fn count(&mut self, what: Note) {
        self.counts[what as usize] += 1;
    }

    /// Adds a paragraph. Two line breaks in a row end it, as writers use them.
    pub(crate) fn paragraph(&mut self, paragraph: &Paragraph) {
        let kind = paragraph.kind.unwrap_or(BlockKind::Paragraph);
        for part in parts(&paragraph.text) {
            self.put(part, kind);
        }
    }

    fn put(&mut self, text: String, kind: BlockKind) {
        if let Some(cell) = self.tables.last_mut().and_then(|table| table.row.last_mut()) {
            cell.push((text, kind));
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(&text);
        let range = start..self.text.len();
        self.blocks.push(Block { range, kind });
    }

    pub(crate) fn begin_table(&mut self) {
        self.tables.push(Table::default());
    }

    pub(crate) fn end_table(&mut self) {
        self.end_row();
        self.tables.pop();
    }

    pub(crate) fn begin_cell(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.row.push(Vec::new());
        }
    }

    /// A row becomes one block, its cells set apart by tabs. A table that lays out a page has paragraphs in its cells: those stay
    /// paragraphs, cell by cell.
    pub(crate) fn end_row(&mut self) {
        let Some(row) = self.tables.last_mut().map(|table| std::mem::take(&mut table.row)) else {
            return;
        };
        let filled: Vec<&Vec<_>> = row.iter().filter(|cell| !cell.is_empty()).collect();
        let layout = filled.len() < 2 || filled.iter().any(|cell| cell.len() > 1);
        // what is inside belongs to the cell around it
        let own = self.tables.pop();
        if layout {
            for (text, kind) in row.into_iter().flatten() {
                self.put(text, kind);
            }
        } else {
            let cells = row.iter().map(|cell| cell.first().map_or("", |p| p.0.as_str()));
            let line = cells.collect::<Vec<_>>().join("\t").replace('\n', " ");
            self.put(line.trim().to_owned(), BlockKind::TableRow);
        }
        self.tables.extend(own);
    }

    /// The document, without facts.
    pub(crate) fn finish(mut self) -> Document {
        while !self.tables.is_empty() {
            self.end_table();
        }
        let notes = [
            (
                Note::Footnote,
                "footnote or endnote was left out",
                "footnotes or endnotes were left out",
            ),
            (Note::Comment, "comment was left out", "comments were left out"),
            (
                Note::Deletion,
                "tracked deletion was left out",
                "tracked deletions were left out",
            ),
            (
                Note::Insertion,
                "tracked insertion was kept",
                "tracked insertions were kept",
            ),
            (
                Note::Hidden,
                "piece of hidden text was left out",
                "pieces of hidden text were left out",
            ),
            (
                Note::Header,
                "header or footer was left out",
                "headers or footers were left out",
            ),
            (
                Note::Contents,
                "line of a table of contents or index was left out",
                "lines of a table of contents or index were left out",
            ),
            (
                Note::Embedded,
                "embedded document was left out",
                "embedded documents were left out",
            ),
        ];
        let said = notes
            .iter()
            .filter_map(|(note, one, more)| match self.counts[*note as usize] {
                0 => None,
                1 => Some(format!("1 {one}")),
                count => Some(format!("{count} {more}")),
            });
        Document {
            notes: said.collect(),
            text: self.text,
            blocks: self.blocks,
            ..Document::default()
        }
    }
}

/// The pieces of a paragraph between double line breaks, white space at the ends of their lines taken off.
fn parts(text: &str) -> impl Iterator<Item = String> {
    let mut parts: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.split('\n').map(str::trim) {
        match (line.is_empty(), open) {
            (true, _) => open = false,
            (false, true) => {
                // there is one: it was opened
                if let Some(last) = parts.last_mut() {
                    last.push('\n');
                    last.push_str(line);
                }
            }
            (false, false) => {
                parts.push(line.to_owned());
                open = true;
            }
        }
    }
    parts.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str) -> Paragraph {
        Paragraph {
            text: text.to_owned(),
            kind: None,
        }
    }

    #[test]
    fn rows_are_lines_and_layouts_are_paragraphs() {
        let mut builder = Builder::default();
        builder.begin_table();
        for cell in ["Bergen", "", "4 mm"] {
            builder.begin_cell();
            builder.paragraph(&paragraph(cell));
        }
        builder.end_row();
        builder.begin_cell();
        builder.paragraph(&paragraph("One."));
        builder.paragraph(&paragraph("Two\nlines.\n \n\nThree."));
        builder.end_table();
        let document = builder.finish();
        assert_eq!(document.text, "Bergen\t\t4 mm\n\nOne.\n\nTwo\nlines.\n\nThree.");
        let kinds: Vec<BlockKind> = document.blocks.iter().map(|b| b.kind).collect();
        use BlockKind::{Paragraph, TableRow};
        assert_eq!(kinds, [TableRow, Paragraph, Paragraph, Paragraph]);
    }
}
