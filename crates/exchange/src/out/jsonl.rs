//! One statement a line, JSON: the lines of [`onrecord_record::write::jsonl`], with what is known beyond the record.

use super::Out;
use crate::context::Context;
use crate::error::ExportError;
use crate::excerpt::Excerpt;
use crate::export::{Item, Summary, Writer};
use onrecord_record::write::Line;
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, Write};

pub(crate) struct Lines<'a> {
    pub(crate) out: Out<'a>,
}

/// A line, and what is known beyond the record; without that it is the record's own line.
#[derive(Serialize)]
pub(crate) struct Known<T> {
    #[serde(flatten)]
    pub(crate) line: T,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) context: Option<Context>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) excerpt: Option<Excerpt>,
}

impl Item<'_> {
    /// The policy, where it keeps anything back.
    pub(crate) fn excerpt_if_any(&self) -> Option<Excerpt> {
        Some(self.excerpt).filter(|excerpt| !excerpt.is_full())
    }

    /// The lines of the record, with no more words than may leave.
    pub(crate) fn lines(&self) -> impl Iterator<Item = Known<Line<'_>>> {
        let mut statements = self.record.statements.iter();
        let mut unattributed = self.record.unattributed.iter();
        Line::of(self.full).map(move |mut line| {
            let context = match &mut line {
                Line::Statement(line) => {
                    line.origin.title = self.record.article.title.as_deref().map(Cow::from);
                    if let Some(short) = statements.next() {
                        line.statement = Cow::Borrowed(short);
                    }
                    let speakers = line.statement.speakers.iter().chain(&line.statement.candidates);
                    let people = speakers.filter_map(|speaker| speaker.person.as_deref());
                    self.context
                        .map(|context| context.about(&line.statement.id, people))
                }
                Line::Unattributed(line) => {
                    line.origin.title = self.record.article.title.as_deref().map(Cow::from);
                    if let Some(short) = unattributed.next() {
                        line.quotation = Cow::Borrowed(short);
                    }
                    self.context.map(|context| Context {
                        version: context.version.clone(),
                        group: context.group.clone(),
                        reviewed: context.reviewed,
                        ..Context::default()
                    })
                }
            };
            Known {
                line,
                context,
                excerpt: self.excerpt_if_any(),
            }
        })
    }
}

/// Writes a value on a line of its own.
pub(super) fn line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

impl Writer for Lines<'_> {
    fn article(&mut self, item: &Item<'_>, _: &mut Summary) -> Result<(), ExportError> {
        for known in item.lines() {
            line(&mut self.out, &known)?;
        }
        Ok(())
    }

    fn end(&mut self, _: &mut Summary) -> Result<(), ExportError> {
        Ok(self.out.flush()?)
    }
}
