//! Coloured spans over a text, as markup that nests properly.

use super::facts::field_label;
use super::html::{escape_into, escaped};
use super::terminal::stand_in;
use onrecord_record::FactField;
use std::fmt::Write as _;

/// What a span is in its statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Dateline,
    Note,
    /// Where the text prints a fact about the article.
    Printed(FactField),
    Content,
    Unattributed,
    Source,
    Cue,
    Addressee,
    Medium,
    Event,
    Via,
    SaidOn,
}

impl Role {
    fn class(self) -> &'static str {
        match self {
            Self::Dateline => "meta",
            Self::Note => "meta note",
            Self::Printed(_) => "meta",
            Self::Content => "content",
            Self::Unattributed => "orphan",
            Self::Source => "source",
            Self::Cue => "cue",
            Self::Addressee | Self::Medium | Self::Event | Self::Via | Self::SaidOn => "more",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Dateline => "dateline",
            Self::Note => "note on the text's history",
            Self::Printed(field) => field_label(field),
            Self::Content => "what is said",
            Self::Unattributed => "quotation without a source",
            Self::Source => "source",
            Self::Cue => "cue",
            Self::Addressee => "addressee",
            Self::Medium => "medium",
            Self::Event => "occasion",
            Self::Via => "passed on by",
            Self::SaidOn => "when it was said",
        }
    }
}

/// A coloured span.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    /// First code point.
    pub(crate) start: u32,
    /// One past the last code point.
    pub(crate) end: u32,
    pub(crate) role: Role,
    /// How deep its statement stands inside others.
    pub(crate) depth: usize,
}

/// A link from the text to the list, drawn before the code point `at`.
#[derive(Clone, Debug)]
pub(crate) struct Anchor {
    pub(crate) at: u32,
    /// Id of the anchor itself.
    pub(crate) id: String,
    /// Id of the entry that it leads to.
    pub(crate) target: String,
    /// What it is drawn as.
    pub(crate) label: String,
}

/// The text as paragraphs with coloured spans. Without its tags, the markup is the text.
///
/// The sweep goes through the text once. Spans that overlap without nesting are closed and opened again, so that
/// elements always nest; the same happens at paragraph ends.
pub(crate) fn paragraphs(text: &str, mut marks: Vec<Mark>, mut anchors: Vec<Anchor>) -> String {
    marks.retain(|mark| mark.start < mark.end);
    // Opened first at one place: what reaches furthest, then what lies lower.
    marks.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end), m.role, m.depth));
    anchors.sort_by_key(|anchor| anchor.at);
    let mut sweep = Sweep {
        out: String::with_capacity(text.len() * 2),
        marks: &marks,
        next: 0,
        open: Vec::new(),
        next_end: u32::MAX,
    };
    let mut anchors = anchors.iter().peekable();
    let split_lines = !has_empty_line(text);
    let mut at = 0u32;
    let mut rest = text;
    sweep.out.push_str("<p>");
    while let Some(c) = rest.chars().next() {
        if let Some(gap) = paragraph_gap(rest, split_lines) {
            sweep.close_all();
            let (gap, after) = rest.split_at(gap);
            sweep.out.push_str("<span class=\"gap\">");
            escape_into(&mut sweep.out, gap);
            sweep.out.push_str("</span>");
            at = at.saturating_add(gap.chars().count() as u32);
            rest = after;
            while let Some(anchor) = anchors.next_if(|anchor| anchor.at < at) {
                sweep.anchor(anchor);
            }
            if rest.is_empty() {
                sweep.open.clear();
            } else {
                sweep.out.push_str("</p><p>");
                sweep.reopen(at);
            }
            continue;
        }
        sweep.close_ended(at);
        while let Some(anchor) = anchors.next_if(|anchor| anchor.at <= at) {
            sweep.anchor(anchor);
        }
        sweep.open_started(at);
        sweep.character(c);
        at = at.saturating_add(1);
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    sweep.close_all();
    for anchor in anchors {
        sweep.anchor(anchor);
    }
    sweep.out.push_str("</p>");
    sweep.out
}

struct Sweep<'m> {
    out: String,
    marks: &'m [Mark],
    /// First mark that has not been opened yet.
    next: usize,
    /// Marks whose elements are open, outermost first.
    open: Vec<&'m Mark>,
    /// The nearest end of an open mark.
    next_end: u32,
}

impl<'m> Sweep<'m> {
    fn push(&mut self, mark: &'m Mark) {
        let _ = match mark.role {
            Role::Content => write!(
                self.out,
                "<span class=\"content d{}\" title=\"{}\">",
                mark.depth.min(3),
                escaped(mark.role.title())
            ),
            role => write!(
                self.out,
                "<span class=\"{}\" title=\"{}\">",
                role.class(),
                escaped(role.title())
            ),
        };
        self.open.push(mark);
        self.next_end = self.next_end.min(mark.end);
    }

    fn pop(&mut self) -> Option<&'m Mark> {
        let mark = self.open.pop()?;
        self.out.push_str("</span>");
        Some(mark)
    }

    fn close_ended(&mut self, at: u32) {
        if at < self.next_end {
            return;
        }
        let Some(lowest) = self.open.iter().position(|mark| mark.end <= at) else {
            return;
        };
        let mut again = Vec::new();
        while self.open.len() > lowest {
            again.extend(self.pop().filter(|mark| mark.end > at));
        }
        self.next_end = self.open.iter().map(|mark| mark.end).min().unwrap_or(u32::MAX);
        for mark in again.into_iter().rev() {
            self.push(mark);
        }
    }

    fn open_started(&mut self, at: u32) {
        while let Some(mark) = self.marks.get(self.next).filter(|mark| mark.start <= at) {
            self.next += 1;
            if mark.end > at {
                self.push(mark);
            }
        }
    }

    /// Ends all elements; the marks stay open for [`Sweep::reopen`].
    fn close_all(&mut self) {
        for _ in &self.open {
            self.out.push_str("</span>");
        }
    }

    fn reopen(&mut self, at: u32) {
        self.next_end = u32::MAX;
        for mark in std::mem::take(&mut self.open) {
            if mark.end > at {
                self.push(mark);
            }
        }
    }

    /// A link is empty; its number is drawn by the style sheet and is no part of the text.
    fn anchor(&mut self, anchor: &Anchor) {
        let _ = write!(
            self.out,
            "<a class=\"ref\" id=\"{}\" href=\"#{}\" data-n=\"{}\" aria-label=\"statement {}\"></a>",
            anchor.id,
            anchor.target,
            escaped(&anchor.label),
            escaped(&anchor.label)
        );
    }

    /// Characters that steer are kept, fenced in, and named beside.
    fn character(&mut self, c: char) {
        match stand_in(c) {
            Some(_) if c != '\r' => {
                let _ = write!(self.out, "<span class=\"control\" data-c=\"U+{:04X}\">", c as u32);
                escape_into(&mut self.out, c.encode_utf8(&mut [0; 4]));
                self.out.push_str("</span>");
            }
            _ => escape_into(&mut self.out, c.encode_utf8(&mut [0; 4])),
        }
    }
}

/// Length in bytes of the break between paragraphs that `rest` opens with.
fn paragraph_gap(rest: &str, split_lines: bool) -> Option<usize> {
    if !rest.starts_with(['\n', '\r']) {
        return None;
    }
    // A gap is white space up to and including its last line end.
    let (mut end, mut lines, mut at) = (0, 0, 0);
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        at += c.len_utf8();
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' => {
                lines += 1;
                end = at;
            }
            ' ' | '\t' => {}
            _ => break,
        }
    }
    (split_lines || lines > 1 || end == rest.len()).then_some(end)
}

/// Whether paragraphs are set apart by empty lines; otherwise each line is one.
fn has_empty_line(text: &str) -> bool {
    let mut blank_so_far = false;
    for c in text.trim().replace("\r\n", "\n").chars() {
        match c {
            '\n' | '\r' if blank_so_far => return true,
            '\n' | '\r' => blank_so_far = true,
            ' ' | '\t' => {}
            _ => blank_so_far = false,
        }
    }
    false
}
