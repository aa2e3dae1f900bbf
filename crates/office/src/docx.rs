//! DOCX: Office Open XML text.

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
    (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "w",
    ),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", "w"),
    (
        "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "mc",
    ),
    ("http://schemas.openxmlformats.org/officeDocument/2006/math", "m"),
    ("http://purl.oclc.org/ooxml/officeDocument/math", "m"),
];

pub(crate) fn read(package: &mut Package<impl Read + Seek>) -> Result<Document, Unreadable> {
    let (main, core) = places(package)?;
    let folder = main.rsplit_once('/').map_or("", |place| place.0).to_owned();
    let styles = match package.xml(&format!("{folder}/styles.xml"), SPACES)? {
        Some(reader) => styles(reader),
        None => Styles::default(),
    };
    let Some(reader) = package.xml(&main, SPACES)? else {
        return Err(Unreadable::damaged(format!("its text, {main}, is missing")));
    };
    let mut body = Body::new(styles);
    let notes = body.read(reader);
    for name in package.names() {
        let Some(part) = name.strip_prefix(&folder).map(|n| n.trim_start_matches('/')) else {
            continue;
        };
        let margin = part.starts_with("header") || part.starts_with("footer");
        if margin
            && !part.contains('/')
            && part.ends_with(".xml")
            && let Some(reader) = package.xml(&name, SPACES)?
            && has_words(reader)
        {
            body.builder.count(Note::Header);
        }
    }
    let mut document = body.builder.finish();
    document.notes.extend(notes);
    if let Some(reader) = package.xml(&core, properties::SPACES)? {
        document.facts = properties::read(reader);
    }
    Ok(document)
}

/// Where the text stands, and the core properties.
fn places(package: &mut Package<impl Read + Seek>) -> Result<(String, String), Unreadable> {
    let mut main = "word/document.xml".to_owned();
    let mut core = "docProps/core.xml".to_owned();
    if let Some(mut reader) = package.xml("_rels/.rels", &[])? {
        while let Some(event) = reader.next() {
            let Event::Start(tag) = event else { continue };
            let (Some(kind), Some(target)) = (tag.attribute("type"), tag.attribute("target")) else {
                continue;
            };
            let target = target.trim_start_matches("./").trim_start_matches('/').to_owned();
            if kind.ends_with("/officeDocument") {
                main = target;
            } else if kind.ends_with("/core-properties") {
                core = target;
            }
        }
    }
    Ok((main, core))
}

/// An attribute, whatever its prefix.
fn value<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    let local = |full: &'a str| full.rsplit(':').next().unwrap_or(full);
    let found = tag.attributes.iter().find(|a| local(&a.0) == name);
    found.map(|a| a.1.as_str())
}

/// Whether a property that can be switched is on.
fn is_on(tag: &Tag) -> bool {
    !matches!(value(tag, "val"), Some("0" | "false" | "off"))
}

fn styles(mut reader: Reader) -> Styles {
    let mut styles = Styles::default();
    while let Some(event) = reader.next() {
        let Event::Start(tag) = event else { continue };
        if !tag.is("w", "style") {
            continue;
        }
        let Some(id) = value(&tag, "styleid").map(str::to_owned) else {
            continue;
        };
        let mut style = Style::default();
        let depth = reader.depth();
        while let Some(event) = reader.next() {
            match event {
                Event::End if reader.depth() < depth => break,
                Event::Start(tag) => match tag.name.as_str() {
                    "name" => style.name = value(&tag, "val").unwrap_or_default().to_owned(),
                    "basedon" => style.parent = value(&tag, "val").map(str::to_owned),
                    "outlinelvl" => style.heading = is_level(&tag),
                    "numid" => style.list = value(&tag, "val") != Some("0"),
                    "vanish" => style.hidden = is_on(&tag),
                    name if name.ends_with("prchange") => reader.skip(),
                    _ => {}
                },
                _ => {}
            }
        }
        styles.0.insert(id, style);
    }
    styles
}

/// Outline levels 0 to 8 are headings; 9 is the level of text.
fn is_level(tag: &Tag) -> bool {
    value(tag, "val").is_some_and(|level| level.len() == 1 && level < "9")
}

fn has_words(mut reader: Reader) -> bool {
    while let Some(event) = reader.next() {
        if let Event::Start(tag) = event
            && tag.is("w", "t")
            && reader.element(tag).words().is_some()
        {
            return true;
        }
    }
    false
}

/// What is open.
enum Frame {
    Paragraph,
    Run {
        hidden: bool,
    },
    /// Letters; whether white space at the ends counts.
    Letters {
        kept: bool,
    },
    /// Properties of something.
    Properties,
    Table,
    Row,
    Alternatives {
        taken: bool,
    },
    Control {
        contents: bool,
    },
    Other,
}

#[derive(Default)]
struct Open {
    paragraph: Paragraph,
    style: Option<String>,
    heading: bool,
    list: Option<bool>,
    /// Its end was deleted: the next one runs on from it.
    runs_on: bool,
    /// The paragraphs of text boxes that are anchored to it.
    boxes: Vec<Paragraph>,
}

struct Body {
    styles: Styles,
    builder: Builder,
    frames: Vec<Frame>,
    open: Vec<Open>,
    carried: String,
}

impl Body {
    fn new(styles: Styles) -> Self {
        Self {
            styles,
            builder: Builder::default(),
            frames: Vec::new(),
            open: Vec::new(),
            carried: String::new(),
        }
    }

    fn read(&mut self, mut reader: Reader) -> Vec<String> {
        while let Some(event) = reader.next() {
            match event {
                Event::Start(tag) => match self.start(&tag) {
                    Some(frame) => self.frames.push(frame),
                    None => reader.skip(),
                },
                Event::Text(text) => self.letters(&text),
                Event::End => self.end(),
            }
        }
        self.paragraph_ended(Open::default());
        reader.take_notes()
    }

    /// What begins; nothing for what is passed over.
    fn start(&mut self, tag: &Tag) -> Option<Frame> {
        let name = tag.name.as_str();
        if tag.space == "mc" {
            return match (name, self.frames.last_mut()) {
                ("alternatecontent", _) => Some(Frame::Alternatives { taken: false }),
                (_, Some(Frame::Alternatives { taken })) => {
                    (!std::mem::replace(taken, true)).then_some(Frame::Other)
                }
                _ => Some(Frame::Other),
            };
        }
        if tag.space == "m" {
            let letters = name == "t" && !self.hidden();
            return Some(if letters {
                Frame::Letters { kept: true }
            } else {
                Frame::Other
            });
        }
        if tag.space != "w" {
            return Some(Frame::Other);
        }
        let in_properties = matches!(self.frames.last(), Some(Frame::Properties));
        let paragraph = self.open.last_mut();
        match name {
            "p" => {
                let text = std::mem::take(&mut self.carried);
                self.open.push(Open {
                    paragraph: Paragraph { text, kind: None },
                    ..Open::default()
                });
                return Some(Frame::Paragraph);
            }
            "r" => return Some(Frame::Run { hidden: false }),
            "t" => {
                let kept = tag
                    .attributes
                    .iter()
                    .any(|a| a.0 == "xml:space" && a.1 == "preserve");
                return Some(Frame::Letters { kept });
            }
            "tab" | "ptab" if !in_properties => self.add("\t"),
            "br" | "cr" => match value(tag, "type") {
                Some("page" | "column") => self.add("\n\n"),
                _ => self.add("\n"),
            },
            // set as a hyphen, whatever breaks behind it
            "nobreakhyphen" => self.add("-"),
            "del" | "movefrom" => {
                if !in_properties {
                    self.builder.count(Note::Deletion);
                } else if let Some(open) = paragraph
                    && matches!(self.frames.iter().nth_back(1), Some(Frame::Properties))
                    && matches!(self.frames.iter().nth_back(2), Some(Frame::Paragraph))
                {
                    open.runs_on = true;
                }
                return None;
            }
            "ins" | "moveto" if !in_properties => self.builder.count(Note::Insertion),
            "deltext" | "delinstrtext" | "instrtext" | "rt" => return None,
            "footnotereference" | "endnotereference" => self.builder.count(Note::Footnote),
            "commentreference" => self.builder.count(Note::Comment),
            "altchunk" | "subdoc" => self.builder.count(Note::Embedded),
            "tbl" => {
                self.builder.begin_table();
                return Some(Frame::Table);
            }
            "tr" => return Some(Frame::Row),
            "tc" => self.builder.begin_cell(),
            "sdt" => return Some(Frame::Control { contents: false }),
            "docpartgallery" => {
                let contents = value(tag, "val").is_some_and(|v| v.eq_ignore_ascii_case("table of contents"));
                let control = self.frames.iter_mut().rev().find_map(|frame| match frame {
                    Frame::Control { contents } => Some(contents),
                    _ => None,
                });
                if let Some(of) = control {
                    *of |= contents;
                }
            }
            "sdtcontent" if matches!(self.frames.last(), Some(Frame::Control { contents: true })) => {
                self.builder.count(Note::Contents);
                return None;
            }
            "vanish" if in_properties && is_on(tag) => {
                let run = self.frames.iter().rposition(|f| matches!(f, Frame::Run { .. }));
                if let Some(Frame::Run { hidden }) = run.and_then(|at| self.frames.get_mut(at)) {
                    *hidden = true;
                }
            }
            "pstyle" => {
                if let Some(open) = paragraph {
                    open.style = value(tag, "val").map(str::to_owned);
                }
            }
            "outlinelvl" => {
                if let Some(open) = paragraph {
                    open.heading = is_level(tag);
                }
            }
            "numid" => {
                if let Some(open) = paragraph {
                    open.list = Some(value(tag, "val") != Some("0"));
                }
            }
            name if name.ends_with("prchange") => return None,
            _ => {}
        }
        let properties = name.ends_with("pr") || in_properties;
        Some(if properties {
            Frame::Properties
        } else {
            Frame::Other
        })
    }

    fn letters(&mut self, text: &str) {
        let Some(Frame::Letters { kept }) = self.frames.last() else {
            return;
        };
        let text = if *kept {
            text
        } else {
            text.trim_matches([' ', '\t', '\n', '\r'])
        };
        if !self.hidden() {
            self.add(&text.replace(['\n', '\r'], " "));
        } else if !text.trim().is_empty() {
            self.builder.count(Note::Hidden);
        }
    }

    fn hidden(&self) -> bool {
        let run = self.frames.iter().rev().find_map(|frame| match frame {
            Frame::Run { hidden } => Some(*hidden),
            _ => None,
        });
        run.unwrap_or(false)
    }

    fn add(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut() {
            open.paragraph.text.push_str(text);
        }
    }

    fn end(&mut self) {
        match self.frames.pop() {
            Some(Frame::Paragraph) => {
                if let Some(open) = self.open.pop() {
                    self.paragraph_ended(open);
                }
            }
            Some(Frame::Table) => self.builder.end_table(),
            Some(Frame::Row) => self.builder.end_row(),
            _ => {}
        }
    }

    fn paragraph_ended(&mut self, mut open: Open) {
        if open.runs_on && open.boxes.is_empty() {
            self.carried = open.paragraph.text;
            return;
        }
        open.paragraph
            .text
            .insert_str(0, &std::mem::take(&mut self.carried));
        let of_style = open.style.as_deref().and_then(|id| self.styles.role(id));
        if open.paragraph.text.trim().is_empty() {
            open.paragraph.text.clear();
        } else if matches!(of_style, Some(Role::Contents | Role::Hidden)) {
            let note = match of_style {
                Some(Role::Hidden) => Note::Hidden,
                _ => Note::Contents,
            };
            self.builder.count(note);
            open.paragraph.text.clear();
        }
        open.paragraph.kind = match (of_style, open.list) {
            _ if open.heading => Some(BlockKind::Heading),
            // a list's style, with the list taken off this paragraph
            (Some(Role::Block(BlockKind::ListItem)), Some(false)) => None,
            (Some(Role::Block(kind)), _) => Some(kind),
            (_, Some(true)) => Some(BlockKind::ListItem),
            _ => None,
        };
        let all = std::iter::once(open.paragraph).chain(open.boxes);
        match self.open.last_mut() {
            Some(outer) => outer.boxes.extend(all),
            None => all.for_each(|paragraph| self.builder.paragraph(&paragraph)),
        }
    }
}
