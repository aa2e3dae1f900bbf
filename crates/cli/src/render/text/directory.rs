//! On a terminal: who says what, and on which occasion.

use super::{LABEL, Page, Pieces, STEP};
use crate::render::directory::{Directory, Held, Listed};
use crate::render::speaker::{count, kind, words};
use crate::render::terminal::{columns, harmless};
use anstyle::Style;
use onrecord_record::{ArticleRecord, Span};

impl Page {
    /// Everybody who speaks, once, with all roles and statements.
    pub(super) fn people(&mut self, record: &ArticleRecord, directory: &Directory<'_>) {
        if directory.people.is_empty() {
            return;
        }
        self.out.push('\n');
        self.paragraph(0, "People and bodies", self.options.palette.heading);
        for listed in &directory.people {
            self.person(record, listed);
        }
    }

    fn person(&mut self, record: &ArticleRecord, listed: &Listed<'_>) {
        self.entry(&listed.person.id, listed.name(), kind(listed.person.kind));
        for role in &listed.roles {
            self.labelled(STEP, "role", role, Style::new());
        }
        for (label, statements) in [("says", &listed.says), ("perhaps", &listed.perhaps)] {
            if !statements.is_empty() {
                self.labelled(STEP, label, &ids(record, statements), Style::new());
            }
        }
        if let Some(first) = listed.person.mentions.first() {
            let (line, column) = self.lines.place(first.start);
            let times = count(listed.person.mentions.len(), "time", "times");
            let named = format!("{times}, first at {line}:{column}");
            self.labelled(STEP, "named", &named, self.options.palette.label);
        }
    }

    /// Every occasion on which something was said, once.
    pub(super) fn occasions(&mut self, record: &ArticleRecord, directory: &Directory<'_>) {
        if directory.events.is_empty() {
            return;
        }
        self.out.push('\n');
        self.paragraph(0, "Occasions", self.options.palette.heading);
        for Held { event, said } in &directory.events {
            self.entry(&event.id, &event.name.text, "");
            for (label, spans) in [
                ("held by", &event.organisers[..]),
                ("where", event.place.as_slice()),
                ("with", &event.participants[..]),
            ] {
                if !spans.is_empty() {
                    self.labelled(STEP, label, &listed(spans), Style::new());
                }
            }
            if !said.is_empty() {
                self.labelled(STEP, "said", &ids(record, said), Style::new());
            }
            if let Some(first) = event.mentions.first() {
                let (line, column) = self.lines.place(first.start);
                let times = count(event.mentions.len(), "time", "times");
                let named = format!("{times}, first at {line}:{column}");
                self.labelled(STEP, "named", &named, self.options.palette.label);
            }
        }
    }

    /// An id, a name, and a word about it.
    fn entry(&mut self, id: &str, name: &str, about: &str) {
        let palette = self.options.palette;
        let mut line = Pieces::default();
        line.push(name, palette.speaker);
        if !about.is_empty() {
            line.push(&format!(" · {about}"), palette.label);
        }
        let id = harmless(id);
        let gap = STEP.saturating_sub(columns(&id)).max(1);
        self.out.push('\n');
        self.hanging(&id, gap, &line, 0);
    }
}

fn listed(spans: &[Span]) -> String {
    let each: Vec<String> = spans
        .iter()
        .map(|span| words(std::slice::from_ref(span)))
        .collect();
    each.join("; ")
}

fn ids(record: &ArticleRecord, statements: &[usize]) -> String {
    let each: Vec<&str> = statements
        .iter()
        .filter_map(|&number| record.statements.get(number))
        .map(|statement| statement.id.as_str())
        .collect();
    each.join(", ")
}

/// The label's columns hold every word used here.
const _: () = assert!(LABEL > "held by".len());
