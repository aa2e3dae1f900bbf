//! The annotations of an article.

use crate::error::ExportError;
use crate::export::{Item, Summary};
use crate::standoff::{breaks_line, lines_of};
use onrecord_record::{ByteIndex, Span, Speaker, Statement};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The lines so far, and the last numbers given.
struct Lines<'t> {
    text: ByteIndex<'t>,
    out: String,
    bound: usize,
    attributes: usize,
    notes: usize,
}

/// An annotation that is still to be written: its fragments, none of which runs over a line end.
type Fragments = Vec<(u32, u32)>;

pub(super) fn write(item: &Item<'_>, summary: &mut Summary) -> Result<String, ExportError> {
    let mut lines = Lines {
        text: ByteIndex::new(&item.full.article.text),
        out: String::new(),
        bound: 0,
        attributes: 0,
        notes: 0,
    };
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for statement in &item.full.statements {
        if lines.annotations(&statement.content).is_empty() {
            summary.leave_out("statements of nothing but line ends", 1);
        } else {
            numbers.insert(&statement.id, numbers.len() + 1);
        }
    }
    for statement in &item.full.statements {
        if let Some(&number) = numbers.get(statement.id.as_str()) {
            lines.statement(item, statement, number, &numbers)?;
        }
    }
    for quotation in &item.full.unattributed {
        let span = Span {
            start: quotation.start,
            end: quotation.end,
            text: String::new(),
        };
        let annotations = lines.annotations(&[span]);
        if annotations.is_empty() {
            summary.leave_out("quotations of nothing but line ends", 1);
        }
        for fragments in annotations {
            let id = lines.bind("Unattributed", &fragments);
            lines.note("Reason", &format!("T{id}"), &quotation.reason);
        }
    }
    Ok(lines.out)
}

impl Lines<'_> {
    fn statement(
        &mut self,
        item: &Item<'_>,
        statement: &Statement,
        number: usize,
        numbers: &BTreeMap<&str, usize>,
    ) -> Result<(), ExportError> {
        let s = statement;
        let via: Vec<Span> = s.via.iter().map(|v| span(v.start, v.end)).collect();
        let time: Vec<Span> = s.said_on.iter().map(|t| span(t.start, t.end)).collect();
        let roles: [(&str, &[Span]); 8] = [
            ("Source", &s.source),
            ("Cue", &s.cue),
            ("Content", &s.content),
            ("Addressee", s.addressee.as_slice()),
            ("Medium", s.medium.as_slice()),
            ("Occasion", s.event.as_slice()),
            ("Via", &via),
            ("Time", &time),
        ];
        let mut arguments = String::new();
        for (role, spans) in roles {
            for (at, fragments) in self.annotations(spans).iter().enumerate() {
                let id = self.bind(role, fragments);
                let which = if at == 0 {
                    String::new()
                } else {
                    (at + 1).to_string()
                };
                // Writing to a string does not fail.
                let _ = write!(arguments, " {role}{which}:T{id}");
            }
        }
        let trigger = [&s.cue, &s.source, &s.content]
            .into_iter()
            .find_map(|spans| self.annotations(spans).into_iter().next())
            .unwrap_or_default();
        let trigger = self.bind("Attribution", &trigger);
        if let Some(parent) = s.parent.as_deref().and_then(|parent| numbers.get(parent)) {
            let _ = write!(arguments, " Within:E{parent}");
        }
        let _ = writeln!(self.out, "E{number}\tAttribution:T{trigger}{arguments}");

        let event = format!("E{number}");
        self.attribute("Kind", &event, s.kind.as_str());
        self.attribute("Mode", &event, s.mode.as_str());
        if s.speakers.iter().any(|speaker| speaker.open) {
            self.attribute("Open", &event, "");
        }
        let context = item.context;
        if context.and_then(|c| c.is_reviewed(&s.id)) == Some(true) {
            self.attribute("Reviewed", &event, "");
        }
        let disputes = context
            .and_then(|c| c.statement(&s.id))
            .map_or(&[][..], |c| &c.disputes);
        if !disputes.is_empty() {
            self.attribute("Disputed", &event, "");
        }
        self.note("Statement", &event, &told(s));
        for dispute in disputes {
            self.note("Dispute", &event, dispute);
        }
        let mut rest = serde_json::to_value(s).map_err(std::io::Error::from)?;
        without_words(&mut rest);
        self.note("Onrecord", &event, &rest.to_string());
        Ok(())
    }

    /// The spans as annotations: usually one; more where spans overlap.
    fn annotations(&self, spans: &[Span]) -> Vec<Fragments> {
        let mut spans: Vec<(u32, u32)> = spans.iter().map(|s| (s.start, s.end)).collect();
        spans.sort_unstable();
        let mut all: Vec<Fragments> = Vec::new();
        for (start, end) in spans {
            let mut fragments = lines_of(&self.text, start, end);
            let Some(&(first, _)) = fragments.first() else {
                continue;
            };
            let behind = |other: &&mut Fragments| other.last().is_none_or(|&(_, end)| end <= first);
            match all.iter_mut().find(behind) {
                Some(other) => other.append(&mut fragments),
                None => all.push(fragments),
            }
        }
        all
    }

    /// Writes a text-bound annotation and returns its number.
    fn bind(&mut self, kind: &str, fragments: &Fragments) -> usize {
        self.bound += 1;
        let places: Vec<String> = fragments
            .iter()
            .map(|(start, end)| format!("{start} {end}"))
            .collect();
        let words: Vec<&str> = fragments
            .iter()
            .map(|&(start, end)| self.text.slice(start, end).unwrap_or(""))
            .collect();
        let _ = writeln!(
            self.out,
            "T{}\t{kind} {}\t{}",
            self.bound,
            places.join(";"),
            words.join(" ")
        );
        self.bound
    }

    fn attribute(&mut self, kind: &str, of: &str, value: &str) {
        self.attributes += 1;
        let space = if value.is_empty() { "" } else { " " };
        let _ = writeln!(self.out, "A{}\t{kind} {of}{space}{value}", self.attributes);
    }

    fn note(&mut self, kind: &str, of: &str, words: &str) {
        self.notes += 1;
        let _ = write!(self.out, "#{}\t{kind} {of}\t", self.notes);
        for c in words.chars() {
            match c {
                // Inside JSON, and only there, this is the same character.
                c if breaks_line(c) && kind == "Onrecord" => {
                    let _ = write!(self.out, "\\u{:04x}", u32::from(c));
                }
                c if breaks_line(c) || c == '\t' => self.out.push(' '),
                c => self.out.push(c),
            }
        }
        self.out.push('\n');
    }
}

fn span(start: u32, end: u32) -> Span {
    Span {
        start,
        end,
        text: String::new(),
    }
}

/// What annotators want to see of a statement beside its marks.
fn told(s: &Statement) -> String {
    let who = |speaker: &Speaker| {
        let name = match &speaker.name {
            Some(name) => name.as_str(),
            None if speaker.open => "open",
            None => "unnamed",
        };
        let parts = [Some(name), speaker.role.as_deref(), speaker.org.as_deref()];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        format!(
            "{} ({}, {})",
            parts.join(", "),
            speaker.kind.as_str(),
            speaker.confidence
        )
    };
    let speakers: Vec<String> = s.speakers.iter().map(who).collect();
    format!(
        "{}; speaker: {}; confidence: {}",
        s.id,
        speakers.join(" and "),
        s.confidence
    )
}

/// Takes the words of spans away: the marks have them.
fn without_words(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if fields.contains_key("start") {
                fields.remove("text");
            }
            fields.values_mut().for_each(without_words);
        }
        Value::Array(values) => values.iter_mut().for_each(without_words),
        _ => {}
    }
}
