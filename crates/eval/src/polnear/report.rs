//! The PolNeAR scorer's report and how it prints.

use super::spans::Role;
use super::{Counts, GroupCounts, Groups, PolnearFindings};
use crate::bootstrap::{Resampling, intervals};
use crate::figures::{Figures, Tally};
use crate::groups::{CueGroup, SourceKind};
use crate::statements::{Calibration, row};
use crate::table::{Table, figure};
use onrecord_record::Kind;
use serde::Serialize;
use std::fmt;

/// What the PolNeAR scorer finds. All figures are in per cent; definitions are in the [module](super).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PolnearReport {
    /// Gold documents.
    pub articles: u64,
    /// Gold documents without a record.
    pub missing: Vec<String>,
    /// Spans and tokens of each role.
    pub roles: Vec<RoleFigures>,
    /// Content characters, whatever attribution they belong to.
    pub characters: Figures,
    /// Contents found.
    pub content: Figures,
    /// Contents found with the right source: the headline figure, in the stricter reading.
    pub attribution: Figures,
    /// The same where a gold attribution without source asks for the content only.
    pub attribution_lenient: Figures,
    /// By the quotation marks in the content ([`kind_of`](crate::groups::kind_of)), and all with any mark together
    /// (`with marks`); recall by the gold attribution's group, precision by the prediction's. So are the next two.
    pub by_kind: Vec<PolnearGroup>,
    /// By the form of the source.
    pub by_source: Vec<PolnearGroup>,
    /// By the form of the cue.
    pub by_cue: Vec<PolnearGroup>,
    /// Whether confidences mean what they say; a prediction is right when its content finds a gold one.
    pub calibration: Calibration,
    /// Every miss, for reading; articles without any are left out. Not serialised with the figures: it is long.
    #[serde(skip)]
    pub findings: Vec<PolnearFindings>,
}

/// Figures of one role.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RoleFigures {
    /// The role.
    pub role: Role,
    /// The same fragments.
    pub exact: Figures,
    /// Fragments that begin at the same place.
    pub begin: Figures,
    /// Fragments that share a code point.
    pub overlap: Figures,
    /// Tokens in the role.
    pub token: Figures,
}

/// Figures of contents and of attributions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AttributionFigures {
    /// Contents found.
    pub content: Figures,
    /// Contents found with the right source, in the stricter reading.
    pub attribution: Figures,
}

/// Figures of one group.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PolnearGroup {
    /// Its name.
    pub name: &'static str,
    /// Its figures.
    #[serde(flatten)]
    pub figures: AttributionFigures,
}

/// Figures of each group that has gold or predictions.
fn groups<'t>(
    names: impl IntoIterator<Item = &'static str>,
    counts: impl IntoIterator<Item = &'t GroupCounts>,
) -> Vec<PolnearGroup> {
    let kept = names
        .into_iter()
        .zip(counts)
        .filter(|(_, c)| c.content.gold + c.content.predicted > 0);
    kept.map(|(name, counts)| {
        let (content, attribution) = (counts.content.figures(), counts.attribution.figures());
        PolnearGroup {
            name,
            figures: AttributionFigures { content, attribution },
        }
    })
    .collect()
}

/// What intervals are drawn for, in the order in which [`build`] takes them.
fn with_intervals(counts: &Counts) -> [&Tally; 6] {
    let [source, cue, content] = &counts.roles;
    [
        &counts.content,
        &counts.strict,
        &counts.lenient,
        &source.exact,
        &cue.exact,
        &content.exact,
    ]
}

pub(super) fn build(
    counts: &[Counts],
    by: &Groups,
    confidences: &[(f32, bool)],
    findings: Vec<PolnearFindings>,
    missing: Vec<String>,
    resampling: Resampling,
) -> PolnearReport {
    let mut sum = Counts::default();
    for count in counts {
        sum += count;
    }
    let figures = |counts: &Counts| {
        with_intervals(counts)
            .iter()
            .flat_map(|tally| tally.prf())
            .collect()
    };
    let mut drawn = intervals(counts, resampling, figures).into_iter();
    let [content, attribution, attribution_lenient, source, cue, contents] =
        with_intervals(&sum).map(|tally| tally.figures().with(&mut drawn));
    let roles = Role::ALL.into_iter().zip([source, cue, contents]).zip(&sum.roles);
    let roles = roles.map(|((role, exact), counts)| RoleFigures {
        role,
        exact,
        begin: counts.begin.figures(),
        overlap: counts.overlap.figures(),
        token: counts.token.figures(),
    });
    let kinds = Kind::ALL.map(Kind::as_str).into_iter().chain(["with marks"]);
    PolnearReport {
        articles: counts.len() as u64,
        missing,
        roles: roles.collect(),
        characters: sum.characters.figures(),
        content,
        attribution,
        attribution_lenient,
        by_kind: groups(kinds, by.kinds.iter().chain([&by.marked])),
        by_source: groups(SourceKind::ALL.map(SourceKind::as_str), &by.sources),
        by_cue: groups(CueGroup::ALL.map(CueGroup::as_str), &by.cues),
        calibration: Calibration::of(confidences),
        findings: findings
            .into_iter()
            .filter(|article| !article.is_empty())
            .collect(),
    }
}

impl fmt::Display for PolnearReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new(&[
            "PolNeAR, outermost statements",
            "P",
            "R",
            "F",
            "F 95 %",
            "gold",
            "predicted",
        ]);
        for (name, figures) in [
            (
                "attribution (content IoU >= 0.5 and source overlap)",
                &self.attribution,
            ),
            (
                "  the same, no source asked for where gold has none",
                &self.attribution_lenient,
            ),
            ("content (IoU >= 0.5)", &self.content),
            ("content characters", &self.characters),
        ] {
            table.row(row(name, figures));
        }
        for role in &self.roles {
            let name = role.role.as_str();
            table.row(row(&format!("{name} span, exact"), &role.exact));
            table.row(row(&format!("{name} span, begin"), &role.begin));
            table.row(row(&format!("{name} span, overlap"), &role.overlap));
            table.row(row(&format!("{name} tokens"), &role.token));
        }
        writeln!(f, "{table}")?;

        let all = [
            ("kind", &self.by_kind),
            ("source", &self.by_source),
            ("cue", &self.by_cue),
        ];
        for (i, (title, groups)) in all.into_iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            let header = [
                title,
                "content P",
                "R",
                "F",
                "attribution P",
                "R",
                "F",
                "gold",
                "predicted",
            ];
            let mut table = Table::new(&header);
            for group in groups {
                let (c, a) = (&group.figures.content, &group.figures.attribution);
                let figures = [c.p, c.r, c.f, a.p, a.r, a.f].map(figure);
                let counts = [c.gold.to_string(), c.predicted.to_string()];
                table.row(
                    [group.name.to_owned()]
                        .into_iter()
                        .chain(figures)
                        .chain(counts)
                        .collect(),
                );
            }
            write!(f, "{table}")?;
        }
        writeln!(f, "\nexpected calibration error {}", figure(self.calibration.ece))?;
        if !self.missing.is_empty() {
            writeln!(f, "\nno record for: {}", self.missing.join(" "))?;
        }
        Ok(())
    }
}
