//! Statements as others tell them, made into records.

use super::error::short;
use super::{ImportError, Imported, LARGEST};
use onrecord_record::{
    Article, ArticleRecord, ByteIndex, CheckedRecord, EngineInfo, Kind, Mode, Person, SaidOn, Span, Speaker,
    Statement, Unattributed, Via,
};
use onrecord_text::{Layout, QuoteState};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::path::Path;

/// A half-open range of code points.
pub(super) type Range = (u32, u32);

/// A statement as told.
#[derive(Default)]
pub(super) struct Draft {
    /// Its id in the file, when it is to be kept.
    pub(super) id: Option<String>,
    /// The number of the draft whose content holds it.
    pub(super) parent: Option<usize>,
    pub(super) content: Vec<Range>,
    pub(super) cue: Vec<Range>,
    pub(super) source: Vec<Range>,
    pub(super) addressee: Option<Range>,
    pub(super) medium: Option<Range>,
    pub(super) event: Option<Range>,
    pub(super) kind: Option<Kind>,
    pub(super) mode: Option<Mode>,
    pub(super) speakers: Vec<Speaker>,
    pub(super) candidates: Vec<Speaker>,
    pub(super) via: Vec<Via>,
    pub(super) said_on: Option<SaidOn>,
    pub(super) same_as: Vec<String>,
    pub(super) confidence: Option<f32>,
    pub(super) why: Vec<String>,
}

/// A text with its indexes, and where it came from.
pub(super) struct Sheet<'t> {
    pub(super) path: &'t Path,
    pub(super) index: ByteIndex<'t>,
    layout: Option<Layout<'t>>,
    pub(super) notes: Vec<String>,
    /// Code points of all ranges so far.
    spent: Cell<u64>,
}

impl<'t> Sheet<'t> {
    pub(super) fn new(path: &'t Path, text: &'t str) -> Self {
        Self {
            path,
            index: ByteIndex::new(text),
            layout: None,
            notes: Vec::new(),
            spent: Cell::new(0),
        }
    }

    pub(super) fn text(&self) -> &'t str {
        self.index.text()
    }

    /// A range that lies in the text.
    pub(super) fn range(&self, line: usize, field: &str, start: u64, end: u64) -> Result<Range, ImportError> {
        match (u32::try_from(start), u32::try_from(end)) {
            (Ok(from), Ok(to)) if from < to && to <= self.index.len() => {
                self.spend(line, to - from)?;
                Ok((from, to))
            }
            _ => Err(ImportError::Span {
                path: self.path.to_owned(),
                line,
                field: field.to_owned(),
                start,
                end,
                len: self.index.len(),
            }),
        }
    }

    /// Counts a range: a few digits of a file may ask for the whole text, again and again.
    pub(super) fn spend(&self, line: usize, points: u32) -> Result<(), ImportError> {
        self.spent.set(self.spent.get() + u64::from(points));
        if self.spent.get() > LARGEST {
            return Err(ImportError::TooMuch {
                path: self.path.to_owned(),
                line,
                limit: LARGEST,
            });
        }
        Ok(())
    }

    pub(super) fn words(&self, (start, end): Range) -> &'t str {
        self.index.slice(start, end).unwrap_or("")
    }

    /// Checks that the words of a range are those that the file gives.
    pub(super) fn agree(
        &self,
        line: usize,
        field: &str,
        expected: &str,
        found: &str,
    ) -> Result<(), ImportError> {
        if expected == found {
            return Ok(());
        }
        Err(ImportError::Words {
            path: self.path.to_owned(),
            line,
            field: field.to_owned(),
            expected: short(expected),
            found: short(found),
        })
    }

    fn span(&self, (start, end): Range) -> Span {
        Span {
            start,
            end,
            text: self.words((start, end)).to_owned(),
        }
    }

    fn spans(&self, ranges: &[Range]) -> Vec<Span> {
        ranges.iter().map(|&range| self.span(range)).collect()
    }

    /// Direct, indirect or mixed, as the quotation marks around the words of the content tell.
    fn kind(&mut self, content: &[Range]) -> Kind {
        let text = self.text();
        let layout = self.layout.get_or_insert_with(|| Layout::new(text));
        let (mut quoted, mut plain) = (false, false);
        for &(start, end) in content {
            let (Some(from), Some(to)) = (self.index.byte(start), self.index.byte(end)) else {
                continue;
            };
            let first = layout
                .tokens()
                .partition_point(|token| (token.end as usize) <= from);
            let tokens = layout.tokens().iter().zip(layout.quote_states()).skip(first);
            for (token, state) in tokens.take_while(|(token, _)| (token.start as usize) < to) {
                if token.is_word() {
                    quoted |= *state != QuoteState::Outside;
                    plain |= *state == QuoteState::Outside;
                }
            }
        }
        match (quoted, plain) {
            (true, false) => Kind::Direct,
            (true, true) => Kind::Mixed,
            (false, _) => Kind::Indirect,
        }
    }

    /// Makes the record.
    pub(super) fn record(
        mut self,
        format: &str,
        name: String,
        mut drafts: Vec<Draft>,
        unattributed: Vec<(Range, String)>,
        fill: impl FnOnce(&mut Article),
    ) -> Result<Imported, ImportError> {
        let without = drafts.iter().filter(|draft| draft.content.is_empty()).count();
        if without > 0 {
            self.notes.push(format!(
                "{without} attributions without content were not taken over"
            ));
        }
        let unknown = drafts
            .iter()
            .filter(|draft| draft.mode.is_none() && !draft.content.is_empty())
            .count();
        if unknown > 0 {
            self.notes.push(format!(
                "the mode of {unknown} statements is not given: taken as said"
            ));
        }
        let ids = self.ids(&mut drafts);
        let engine = EngineInfo {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            model: format!("imported: {format}"),
        };
        let mut article = Article::new(self.text());
        fill(&mut article);
        let mut record = ArticleRecord::of(engine, article);
        let (mut earlier, mut known) = (BTreeSet::new(), BTreeSet::new());
        let parents: Vec<Option<String>> = drafts
            .iter()
            .map(|draft| self.parent(draft, &drafts, &ids))
            .collect();
        for ((mut draft, id), parent) in drafts.into_iter().zip(ids).zip(parents) {
            let Some(id) = id else { continue };
            draft.same_as.retain(|same| earlier.contains(same));
            earlier.insert(id.clone());
            for speaker in draft.speakers.iter().chain(&draft.candidates) {
                if let Some(id) = &speaker.person
                    && known.insert(id.clone())
                {
                    record.people.push(person(id, speaker));
                }
            }
            let kind = draft.kind.unwrap_or_else(|| self.kind(&draft.content));
            record.statements.push(Statement {
                id,
                kind,
                mode: draft.mode.unwrap_or(Mode::Said),
                content: self.spans(&draft.content),
                cue: self.spans(&draft.cue),
                source: self.spans(&draft.source),
                speakers: draft.speakers,
                candidates: draft.candidates,
                addressee: draft.addressee.map(|range| self.span(range)),
                medium: draft.medium.map(|range| self.span(range)),
                event: draft.event.map(|range| self.span(range)),
                event_id: None,
                via: draft.via,
                parent,
                said_on: draft.said_on,
                same_as: draft.same_as,
                confidence: draft.confidence.unwrap_or(1.0),
                why: draft.why,
            });
        }
        record.unattributed = unattributed
            .into_iter()
            .map(|((start, end), reason)| Unattributed {
                start,
                end,
                text: self.words((start, end)).to_owned(),
                reason,
            })
            .collect();
        let record = CheckedRecord::new(record).map_err(|source| ImportError::Refused {
            path: self.path.to_owned(),
            source: Box::new(source),
        })?;
        Ok(Imported {
            name,
            record,
            notes: self.notes,
        })
    }

    /// An id for each draft that has a content: its own where all have one, else numbers in text order.
    fn ids(&self, drafts: &mut [Draft]) -> Vec<Option<String>> {
        for draft in drafts.iter_mut() {
            draft.content = in_order(std::mem::take(&mut draft.content));
        }
        let there = |draft: &&Draft| !draft.content.is_empty();
        let own: Vec<&str> = drafts
            .iter()
            .filter(there)
            .filter_map(|draft| draft.id.as_deref())
            .collect();
        let unique: BTreeSet<&str> = own.iter().copied().collect();
        if unique.len() == drafts.iter().filter(there).count() {
            return drafts
                .iter()
                .map(|draft| draft.id.clone().filter(|_| there(&draft)))
                .collect();
        }
        let mut order: Vec<usize> = (0..drafts.len()).collect();
        order.sort_by_key(|&number| {
            drafts
                .get(number)
                .and_then(|draft| draft.content.first().copied())
        });
        let mut ids = vec![None; drafts.len()];
        let with = order
            .into_iter()
            .filter(|&number| drafts.get(number).as_ref().is_some_and(there));
        for (position, number) in with.enumerate() {
            if let Some(id) = ids.get_mut(number) {
                *id = Some(format!("s{}", position + 1));
            }
        }
        ids
    }

    /// The id of the draft that holds this one, when it really does.
    fn parent(&self, draft: &Draft, drafts: &[Draft], ids: &[Option<String>]) -> Option<String> {
        let number = draft.parent?;
        let envelope = |draft: &Draft| Some((draft.content.first()?.0, draft.content.last()?.1));
        let (start, end) = envelope(draft)?;
        let (from, to) = envelope(drafts.get(number)?)?;
        (from <= start && end <= to)
            .then(|| ids.get(number).cloned().flatten())
            .flatten()
    }
}

/// Fragments in text order; what overlaps becomes one.
fn in_order(mut ranges: Vec<Range>) -> Vec<Range> {
    let overlap = |pair: &[Range]| matches!(pair, [a, b] if b.0 < a.1);
    if !ranges.windows(2).any(overlap) {
        return ranges;
    }
    ranges.sort_unstable();
    let mut out: Vec<Range> = Vec::with_capacity(ranges.len());
    for (start, end) in ranges {
        match out.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => out.push((start, end)),
        }
    }
    out
}

/// A speaker as one of the people of the record.
fn person(id: &str, speaker: &Speaker) -> Person {
    Person {
        id: id.to_owned(),
        name: speaker.name.clone(),
        kind: speaker.kind,
        roles: Vec::new(),
        mentions: Vec::new(),
    }
}
