//! The statement scorer: the figures of the reference scorer, and what they are made of.
//!
//! A prediction finds a gold statement when the intersection over union of their content characters is at least 0.5
//! (greedy, best first, one to one). On matched pairs each [`Field`] is judged. All figures are sums over all articles.
//! A gold statement marked `optional` is neither asked for nor held against a prediction. Speakers are judged once more, by
//! [`Verdict`]: that nobody is named is not the mistake that somebody else is.

mod calibration;
mod findings;
mod judge;
mod names;
mod report;
mod speakers;

pub use calibration::{BINS, Bin, Calibration};
pub use findings::{ArticleFindings, Finding, Mismatch};
pub use judge::Field;
pub use report::{FieldAccuracy, Group, StatementReport};
pub use speakers::{CandidateReport, Share, SpeakerReport, SpeakerVerdicts, Verdict};

pub(crate) use findings::{Reader, ends, gold_ranges, ranges, write_around, write_difference, write_miss};
pub(crate) use report::row;

use crate::bootstrap::Resampling;
use crate::code_points::CodePoints;
use crate::figures::Tally;
use crate::gold::{GoldArticle, GoldStatement};
use crate::groups::{CueGroup, kind_of};
use crate::{ScoreError, matching, same_text};
use judge::Document;
use onrecord_record::{ArticleRecord, Kind, Mode, Statement};
use speakers::{SpeakerConfidences, SpeakerCounts};
use std::ops::AddAssign;

/// Intersection over union above which a content counts as exact.
const EXACT: f64 = 0.95;

const FIELDS: usize = Field::ALL.len();

/// What is counted in one article, or in many.
#[derive(Clone, Default)]
pub(crate) struct Counts {
    statement: Tally,
    exact: Tally,
    with_speaker: Tally,
    /// Right and judged, of each field.
    fields: [(u64, u64); FIELDS],
    speakers: SpeakerCounts,
}

impl AddAssign<&Counts> for Counts {
    fn add_assign(&mut self, other: &Counts) {
        self.statement += &other.statement;
        self.exact += &other.exact;
        self.with_speaker += &other.with_speaker;
        for (sum, more) in self.fields.iter_mut().zip(&other.fields) {
            sum.0 += more.0;
            sum.1 += more.1;
        }
        self.speakers += &other.speakers;
    }
}

/// What is gathered over all articles and never drawn anew.
#[derive(Default)]
pub(crate) struct Gathered {
    groups: Groups,
    /// Of each prediction, its confidence and whether it finds a gold statement.
    confidences: Vec<(f32, bool)>,
    speakers: SpeakerConfidences,
}

/// What is counted by group.
#[derive(Default)]
pub(crate) struct Groups {
    kinds: [Tally; 3],
    cues: [Tally; 6],
    modes: [Tally; 7],
}

/// Scores records against gold; a document without a record counts as one in which nothing was found.
///
/// # Errors
/// [`ScoreError::TextDiffers`] when a record is of another text.
pub fn score<'a>(
    articles: impl IntoIterator<Item = (&'a GoldArticle, Option<&'a ArticleRecord>)>,
    resampling: Resampling,
) -> Result<StatementReport, ScoreError> {
    let mut counts = Vec::new();
    let mut gathered = Gathered::default();
    let mut findings = Vec::new();
    let mut missing = Vec::new();
    for (gold, record) in articles {
        same_text(&gold.doc, &gold.text, record)?;
        if record.is_none() {
            missing.push(gold.doc.clone());
        }
        let predicted = record.map_or(&[][..], |record| &record.statements);
        let (count, found) = article(gold, predicted, &mut gathered);
        counts.push(count);
        findings.push(found);
    }
    Ok(report::build(&counts, &gathered, findings, missing, resampling))
}

fn article(
    gold: &GoldArticle,
    predicted: &[Statement],
    gathered: &mut Gathered,
) -> (Counts, ArticleFindings) {
    let mut counts = Counts::default();
    let mut findings = ArticleFindings::new(gold);
    let reader = Reader::new(&gold.text);
    let gold_points: Vec<CodePoints> = gold
        .statements
        .iter()
        .map(|s| CodePoints::from(s.content.as_slice()))
        .collect();
    let points: Vec<CodePoints> = predicted.iter().map(|s| CodePoints::of(&s.content)).collect();
    let mut matches = matching::greedy(&gold_points, &points);
    matches.sort_by_key(|m| m.gold);
    let document = Document::new(
        &gold.statements,
        predicted,
        matches.iter().map(|m| (m.gold, m.predicted)),
    );
    let mut found = vec![false; gold.statements.len()];
    // Of each prediction: right, wrong, or neither when it finds an optional statement.
    let mut verdicts = vec![Some(false); predicted.len()];

    let (mut exact, mut with_speaker) = (0, 0);
    for m in &matches {
        let (Some(a), Some(b)) = (gold.statements.get(m.gold), predicted.get(m.predicted)) else {
            continue;
        };
        if let (Some(found), Some(verdict)) = (found.get_mut(m.gold), verdicts.get_mut(m.predicted)) {
            *found = true;
            *verdict = if a.optional { None } else { Some(true) };
        }
        if a.optional {
            continue;
        }
        if m.iou > EXACT {
            exact += 1;
        } else {
            findings
                .mismatched
                .push(findings::mismatch(&reader, &document, None, a, b));
        }
        for (field, agrees) in document.judge(a, b) {
            if let Some((right, judged)) = counts.fields.get_mut(field as usize) {
                *right += u64::from(agrees);
                *judged += 1;
            }
            if field == Field::Speaker {
                with_speaker += u64::from(agrees);
                counts.speakers.add(Verdict::of(agrees, a, b), a, b);
                gathered.speakers.add(a, b);
            }
            if !agrees && field != Field::NamedPerson {
                findings
                    .mismatched
                    .push(findings::mismatch(&reader, &document, Some(field), a, b));
            }
        }
    }

    for (s, &found) in gold.statements.iter().zip(&found).filter(|(s, _)| !s.optional) {
        counts.statement.ask(found);
        gathered.groups.gold(&reader, s, |tally| tally.ask(found));
        if !found {
            findings.missed.push(Finding::of_gold(&reader, s));
        }
    }
    for (s, verdict) in predicted.iter().zip(&verdicts) {
        let Some(right) = *verdict else { continue };
        counts.statement.hold(right);
        gathered.groups.prediction(&reader, s, |tally| tally.hold(right));
        gathered.confidences.push((s.confidence, right));
        if !right {
            findings.spurious.push(Finding::of_prediction(&reader, s));
        }
    }
    counts.exact = Tally {
        right: exact,
        found: exact,
        ..counts.statement
    };
    counts.with_speaker = Tally {
        right: with_speaker,
        found: with_speaker,
        ..counts.statement
    };
    (counts, findings)
}

impl Groups {
    fn gold(&mut self, reader: &Reader<'_>, s: &GoldStatement, count: impl Fn(&mut Tally)) {
        let kind = kind_of(&reader.fragments(gold_ranges(&s.content)));
        let cue = CueGroup::of(&reader.fragments(gold_ranges(&s.cue)));
        self.each(kind, cue, s.mode, count);
    }

    fn prediction(&mut self, reader: &Reader<'_>, s: &Statement, count: impl Fn(&mut Tally)) {
        let kind = kind_of(&reader.fragments(ranges(&s.content)));
        let cue = CueGroup::of(&reader.fragments(ranges(&s.cue)));
        self.each(kind, cue, Some(s.mode), count);
    }

    fn each(&mut self, kind: Kind, cue: CueGroup, mode: Option<Mode>, count: impl Fn(&mut Tally)) {
        let mode = mode.and_then(|mode| self.modes.get_mut(mode as usize));
        let tallies = [
            self.kinds.get_mut(kind as usize),
            self.cues.get_mut(cue as usize),
            mode,
        ];
        tallies.into_iter().flatten().for_each(count);
    }
}
