//! The statement scorer's report and how it prints.

use super::calibration::Calibration;
use super::findings::ArticleFindings;
use super::judge::Field;
use super::speakers::SpeakerReport;
use super::{Counts, Gathered};
use crate::bootstrap::{Resampling, intervals};
use crate::figures::{Accuracy, Figures, Tally, round1};
use crate::groups::CueGroup;
use crate::table::{Table, figure, interval};
use onrecord_record::{Kind, Mode};
use serde::Serialize;
use std::fmt;

/// What the statement scorer finds. All figures are in per cent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StatementReport {
    /// Gold documents.
    pub articles: u64,
    /// Gold documents without a record.
    pub missing: Vec<String>,
    /// Contents found (intersection over union of characters at least 0.5).
    pub statement: Figures,
    /// Contents found nearly exactly (above 0.95).
    pub exact: Figures,
    /// Contents found whose speakers are right: the headline figure.
    pub statement_and_speaker: Figures,
    /// Fields on matched pairs; those that were never judged are left out.
    pub fields: Vec<FieldAccuracy>,
    /// Who is said to speak: right, wrong or unknown.
    pub speakers: SpeakerReport,
    /// By kind, from the quotation marks in the content ([`kind_of`](crate::groups::kind_of)); recall by the gold
    /// statement's group, precision by the prediction's. So are the next two.
    pub by_kind: Vec<Group>,
    /// By the form of the cue.
    pub by_cue: Vec<Group>,
    /// By mode.
    pub by_mode: Vec<Group>,
    /// Whether confidences mean what they say.
    pub calibration: Calibration,
    /// Every miss, for reading; articles without any are left out. Not serialised with the figures: it is long.
    #[serde(skip)]
    pub findings: Vec<ArticleFindings>,
}

/// How often a field is right on matched pairs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FieldAccuracy {
    /// The field.
    pub field: Field,
    /// How often it is right.
    #[serde(flatten)]
    pub accuracy: Accuracy,
}

/// Figures of one group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// Its name.
    pub name: &'static str,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
}

/// Figures of each group that has gold or predictions.
fn groups(names: impl IntoIterator<Item = &'static str>, tallies: &[Tally]) -> Vec<Group> {
    let kept = names
        .into_iter()
        .zip(tallies)
        .filter(|(_, tally)| tally.gold + tally.predicted > 0);
    kept.map(|(name, tally)| Group {
        name,
        figures: tally.figures(),
    })
    .collect()
}

pub(super) fn build(
    counts: &[Counts],
    gathered: &Gathered,
    findings: Vec<ArticleFindings>,
    missing: Vec<String>,
    resampling: Resampling,
) -> StatementReport {
    let mut sum = Counts::default();
    for count in counts {
        sum += count;
    }
    let mut drawn = intervals(counts, resampling, figures_of).into_iter();
    let statement = sum.statement.figures().with(&mut drawn);
    let exact = sum.exact.figures().with(&mut drawn);
    let statement_and_speaker = sum.with_speaker.figures().with(&mut drawn);
    let fields = Field::ALL
        .into_iter()
        .zip(sum.fields)
        .zip(drawn.by_ref())
        .filter(|((_, (_, n)), _)| *n > 0);
    let fields = fields.map(|((field, (right, n)), interval)| {
        let acc = round1(100.0 * right as f64 / n as f64);
        FieldAccuracy {
            field,
            accuracy: Accuracy {
                acc,
                n,
                interval: interval.map(|i| i.map(round1)),
            },
        }
    });
    let fields = fields.collect();
    let by = &gathered.groups;
    StatementReport {
        articles: counts.len() as u64,
        missing,
        statement,
        exact,
        statement_and_speaker,
        fields,
        speakers: SpeakerReport::of(&sum.speakers, &gathered.speakers, &mut drawn),
        by_kind: groups(Kind::ALL.map(Kind::as_str), &by.kinds),
        by_cue: groups(CueGroup::ALL.map(CueGroup::as_str), &by.cues),
        by_mode: groups(Mode::ALL.map(Mode::as_str), &by.modes),
        calibration: Calibration::of(&gathered.confidences),
        findings: findings
            .into_iter()
            .filter(|article| !article.is_empty())
            .collect(),
    }
}

/// What intervals are drawn for, in the order in which [`build`] takes them.
fn figures_of(counts: &Counts) -> Vec<f64> {
    let mut out = Vec::new();
    for tally in [&counts.statement, &counts.exact, &counts.with_speaker] {
        out.extend(tally.prf());
    }
    // No judgement gives 0 / 0, which is left out of the interval.
    out.extend(counts.fields.map(|(right, n)| 100.0 * right as f64 / n as f64));
    out.extend(counts.speakers.figures());
    out
}

impl fmt::Display for StatementReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new(&["statements", "P", "R", "F", "F 95 %", "gold", "predicted"]);
        for (name, figures) in [
            ("statement", &self.statement),
            ("statement exact (IoU > 0.95)", &self.exact),
            ("statement + speaker", &self.statement_and_speaker),
        ] {
            table.row(row(name, figures));
        }
        writeln!(f, "{table}")?;

        let mut table = Table::new(&["field on matched pairs", "right", "95 %", "of"]);
        for FieldAccuracy { field, accuracy } in &self.fields {
            let cells = [
                figure(accuracy.acc),
                interval(accuracy.interval),
                accuracy.n.to_string(),
            ];
            table.row([field.as_str().to_owned()].into_iter().chain(cells).collect());
        }
        writeln!(f, "{table}")?;

        writeln!(f, "{}", self.speakers)?;

        for (title, groups) in [
            ("kind", &self.by_kind),
            ("cue", &self.by_cue),
            ("mode", &self.by_mode),
        ] {
            let mut table = Table::new(&[title, "P", "R", "F", "", "gold", "predicted"]);
            for group in groups {
                table.row(row(group.name, &group.figures));
            }
            writeln!(f, "{table}")?;
        }

        writeln!(f, "expected calibration error {}", figure(self.calibration.ece))?;
        if !self.missing.is_empty() {
            writeln!(f, "\nno record for: {}", self.missing.join(" "))?;
        }
        Ok(())
    }
}

/// A row of precision, recall, F, its interval and the counts.
pub(crate) fn row(name: &str, figures: &Figures) -> Vec<String> {
    vec![
        name.to_owned(),
        figure(figures.p),
        figure(figures.r),
        figure(figures.f),
        interval(figures.intervals.map(|intervals| intervals.f)),
        figures.gold.to_string(),
        figures.predicted.to_string(),
    ]
}
