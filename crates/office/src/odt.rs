//! ODT: OpenDocument text.

use crate::Unreadable;
use crate::package::Package;
use crate::properties;
use crate::style::{Role, Style, Styles};
use crate::text::{Builder, Note, Paragraph};
use onrecord_record::BlockKind;
use onrecord_source::Document;
use onrecord_xml::{Event, Reader, Spaces, Tag};
use std::io::{Read, Seek};

const SPACES: Spaces = &[
    ("urn:oasis:names:tc:opendocument:xmlns:office:1.0", "office"),
    ("urn:oasis:names:tc:opendocument:xmlns:text:1.0", "text"),
    ("urn:oasis:names:tc:opendocument:xmlns:table:1.0", "table"),
    ("urn:oasis:names:tc:opendocument:xmlns:style:1.0", "style"),
    ("urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", "draw"),
    ("urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0", "svg"),
    ("urn:oasis:names:tc:opendocument:xmlns:manifest:1.0", "manifest"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
];

/// Most spaces that `text:s` gives at once.
const SPACES_AT_ONCE: usize = 100;

pub(crate) fn read(package: &mut Package<impl Read + Seek>) -> Result<Document, Unreadable> {
    if let Some(mut manifest) = package.xml("META-INF/manifest.xml", SPACES)? {
        while let Some(event) = manifest.next() {
            if matches!(event, Event::Start(tag) if tag.is("manifest", "encryption-data")) {
                return Err(Unreadable::new(
                    "this word processor's file is encrypted",
                    "open it with its password, save it without one, and name that",
                ));
            }
        }
    }
    let mut body = Body::default();
    if let Some(reader) = package.xml("styles.xml", SPACES)? {
        body.styles(reader);
    }
    let Some(reader) = package.xml("content.xml", SPACES)? else {
        return Err(Unreadable::damaged("its text, content.xml, is missing"));
    };
    let notes = body.read(reader);
    let mut document = body.builder.finish();
    document.notes.extend(notes);
    if let Some(reader) = package.xml("meta.xml", properties::SPACES)? {
        document.facts = properties::read(reader);
    }
    Ok(document)
}

enum Frame {
    Paragraph,
    Table,
    Row,
    ListItem,
    Other,
}

#[derive(Default)]
struct Body {
    styles: Styles,
    builder: Builder,
    frames: Vec<Frame>,
    open: Vec<(Paragraph, Vec<Paragraph>)>,
}

impl Body {
    /// The styles that others refer to by name, and the headers and footers, which stand with them.
    fn styles(&mut self, mut reader: Reader) {
        while let Some(event) = reader.next() {
            let Event::Start(tag) = event else { continue };
            match (tag.space, tag.name.as_str()) {
                ("style", "style") => self.style(&tag),
                (
                    "style",
                    "header" | "footer" | "header-left" | "footer-left" | "header-first" | "footer-first",
                ) => {
                    let inside = reader.element(tag);
                    if inside.words().is_some() {
                        self.builder.count(Note::Header);
                    }
                }
                _ => {}
            }
        }
    }

    fn style(&mut self, tag: &Tag) {
        let Some(id) = tag.attribute("style:name") else {
            return;
        };
        let name = tag.attribute("style:display-name").unwrap_or_default();
        let level = tag.attribute("style:default-outline-level");
        let style = Style {
            name: name.to_owned(),
            parent: tag.attribute("style:parent-style-name").map(str::to_owned),
            heading: level.is_some_and(|level| !level.is_empty()),
            ..Style::default()
        };
        self.styles.0.insert(id.to_owned(), style);
    }

    fn read(&mut self, mut reader: Reader) -> Vec<String> {
        let mut in_text = false;
        while let Some(event) = reader.next() {
            match event {
                Event::Start(tag) if !in_text => {
                    in_text = tag.is("office", "body");
                    if tag.is("style", "style") {
                        self.style(&tag);
                    }
                    if in_text {
                        self.frames.push(Frame::Other);
                    }
                }
                Event::Start(tag) if tag.is("text", "tracked-changes") => {
                    self.changes(&mut reader, tag);
                }
                Event::Start(tag) => match self.start(&tag) {
                    Some(frame) => self.frames.push(frame),
                    None => reader.skip(),
                },
                Event::Text(text) if in_text => self.letters(&text),
                Event::End if in_text => {
                    self.end();
                    in_text = !self.frames.is_empty();
                }
                _ => {}
            }
        }
        reader.take_notes()
    }

    /// What was deleted is kept here, away from the text; what was inserted stands in the text.
    fn changes(&mut self, reader: &mut Reader, tag: Tag) {
        let inside = reader.element(tag);
        let regions = inside.all("text", "changed-region");
        for change in regions.flat_map(|region| region.elements()) {
            match change.name.as_str() {
                "deletion" => self.builder.count(Note::Deletion),
                "insertion" => self.builder.count(Note::Insertion),
                _ => {}
            }
        }
    }

    /// What begins; nothing for what is passed over.
    fn start(&mut self, tag: &Tag) -> Option<Frame> {
        match (tag.space, tag.name.as_str()) {
            ("text", name @ ("p" | "h")) => {
                let role = tag
                    .attribute("text:style-name")
                    .and_then(|id| self.styles.role(id));
                match role {
                    Some(Role::Contents) => {
                        self.builder.count(Note::Contents);
                        return None;
                    }
                    Some(Role::Hidden) => {
                        self.builder.count(Note::Hidden);
                        return None;
                    }
                    _ => {}
                }
                // a text box inside a list item is no part of the list
                let from = self.frames.iter().rposition(|f| matches!(f, Frame::Paragraph));
                let within = self.frames.get(from.map_or(0, |at| at + 1)..).unwrap_or_default();
                let listed = within.iter().any(|f| matches!(f, Frame::ListItem));
                let kind = match role {
                    _ if name == "h" => Some(BlockKind::Heading),
                    Some(Role::Block(kind)) => Some(kind),
                    _ => listed.then_some(BlockKind::ListItem),
                };
                let text = String::new();
                self.open.push((Paragraph { text, kind }, Vec::new()));
                return Some(Frame::Paragraph);
            }
            ("text", "s") => {
                let count = tag.attribute("text:c").and_then(|c| c.parse().ok()).unwrap_or(1);
                self.add(&" ".repeat(SPACES_AT_ONCE.min(count)));
            }
            ("text", "tab") => self.add("\t"),
            ("text", "line-break") => self.add("\n"),
            ("text", "list-item" | "list-header") => return Some(Frame::ListItem),
            ("text", "note") => {
                self.builder.count(Note::Footnote);
                return None;
            }
            ("office", "annotation") => {
                self.builder.count(Note::Comment);
                return None;
            }
            ("text", "hidden-text" | "hidden-paragraph") => {
                self.builder.count(Note::Hidden);
                return None;
            }
            (
                "text",
                "table-of-content" | "alphabetical-index" | "illustration-index" | "table-index"
                | "object-index" | "user-index" | "bibliography",
            ) => {
                self.builder.count(Note::Contents);
                return None;
            }
            ("text", "ruby-text" | "sequence-decls" | "variable-decls" | "user-field-decls")
            | ("svg", "title" | "desc")
            | ("office", "forms" | "binary-data" | "event-listeners" | "annotation-end") => return None,
            ("table", "table") => {
                self.builder.begin_table();
                return Some(Frame::Table);
            }
            ("table", "table-row") => return Some(Frame::Row),
            ("table", "table-cell" | "covered-table-cell") => self.builder.begin_cell(),
            _ => {}
        }
        Some(Frame::Other)
    }

    /// White space is one space; more are written as elements.
    fn letters(&mut self, text: &str) {
        let Some((paragraph, _)) = self.open.last_mut() else {
            return;
        };
        for c in text.chars() {
            match c {
                ' ' | '\t' | '\n' | '\r' => {
                    let after = paragraph.text.chars().next_back();
                    if after.is_some_and(|c| !matches!(c, ' ' | '\t' | '\n')) {
                        paragraph.text.push(' ');
                    }
                }
                c => paragraph.text.push(c),
            }
        }
    }

    fn add(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut() {
            open.0.text.push_str(text);
        }
    }

    fn end(&mut self) {
        match self.frames.pop() {
            Some(Frame::Paragraph) => {
                let Some((paragraph, boxes)) = self.open.pop() else {
                    return;
                };
                let all = std::iter::once(paragraph).chain(boxes);
                match self.open.last_mut() {
                    Some(outer) => outer.1.extend(all),
                    None => all.for_each(|paragraph| self.builder.paragraph(&paragraph)),
                }
            }
            Some(Frame::Table) => self.builder.end_table(),
            Some(Frame::Row) => self.builder.end_row(),
            _ => {}
        }
    }
}
