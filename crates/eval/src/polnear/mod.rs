//! The PolNeAR scorer: flat attributions of source, cue and content spans.
//!
//! PolNeAR has no nesting, so of a record only the outermost statements (`parent` is null) are held against it. A
//! document without a record counts as one in which nothing was found. All figures are sums over all
//! articles.
//!
//! **Roles.** Of each role (source, cue, content) the contiguous fragments of all attributions of an article are one
//! set on each side; fragments of one attribution with nothing but white space between them are one fragment, and a
//! source that serves several attributions counts once.
//! - exact: the same fragment on both sides;
//! - begin: a fragment with the same first code point on the other side (several such count each);
//! - overlap: a fragment that shares a code point with any on the other side;
//! - token: tokens in the role on both sides. A token is a run of letters and digits (Unicode alphanumerics), or any
//!   other single character but white space; it is in a role when any of its code points is.
//!
//! **Attributions.** A prediction finds a gold attribution when the intersection over union of their content
//! characters is at least 0.5 (greedy, best first, one to one). It is a right *attribution* when, besides, any
//! source character is shared; where gold has no source, the prediction must have none either. That is the stricter
//! of two readings of "an attribution also needs any overlap with the gold source": in the other, given as
//! [`PolnearReport::attribution_lenient`], a gold attribution without source asks for the content only.

mod report;
mod spans;

pub use report::{AttributionFigures, PolnearGroup, PolnearReport, RoleFigures};
pub use spans::Role;

use crate::bootstrap::Resampling;
use crate::code_points::CodePoints;
use crate::figures::Tally;
use crate::gold::{Extent, PolnearArticle};
use crate::groups::{CueGroup, SourceKind, kind_of};
use crate::statements::{Finding, Reader, write_around, write_difference, write_miss};
use crate::{ScoreError, matching, same_text};
use onrecord_record::{ArticleRecord, Kind, Statement};
use serde::Serialize;
use spans::{RoleCounts, Text};
use std::fmt;
use std::ops::AddAssign;

/// What is counted in one article, or in many.
#[derive(Clone, Default)]
pub(crate) struct Counts {
    roles: [RoleCounts; 3],
    characters: Tally,
    content: Tally,
    strict: Tally,
    lenient: Tally,
}

impl AddAssign<&Counts> for Counts {
    fn add_assign(&mut self, other: &Counts) {
        for (sum, more) in self.roles.iter_mut().zip(&other.roles) {
            *sum += more;
        }
        self.characters += &other.characters;
        self.content += &other.content;
        self.strict += &other.strict;
        self.lenient += &other.lenient;
    }
}

/// Content and attribution counts of one group.
#[derive(Clone, Copy, Default)]
pub(crate) struct GroupCounts {
    content: Tally,
    attribution: Tally,
}

/// What is counted by group, over all articles.
#[derive(Default)]
pub(crate) struct Groups {
    kinds: [GroupCounts; 3],
    marked: GroupCounts,
    sources: [GroupCounts; 4],
    cues: [GroupCounts; 6],
}

/// The errors in one article.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PolnearFindings {
    /// The gold document.
    pub doc: String,
    /// Gold attributions that no prediction finds; their ids are their numbers in the file, from 0.
    pub missed: Vec<Finding>,
    /// Predictions that find no gold attribution.
    pub spurious: Vec<Finding>,
    /// Pairs whose contents match and whose sources do not.
    pub wrong_source: Vec<WrongSource>,
}

/// A matched pair with different sources.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WrongSource {
    /// The gold attribution's number in the file, from 0.
    pub gold: String,
    /// The prediction's id.
    pub predicted: String,
    /// The gold source.
    pub expected: String,
    /// The predicted source.
    pub found: String,
    /// The gold content in `⟦⟧`, with the text around it.
    pub around: String,
}

/// One side's attribution.
struct Item {
    source: CodePoints,
    content: CodePoints,
    kind: Kind,
    source_kind: SourceKind,
    cue: CueGroup,
}

/// Scores records against PolNeAR.
///
/// # Errors
/// [`ScoreError::TextDiffers`] when a record is of another text.
pub fn score<'a>(
    articles: impl IntoIterator<Item = (&'a PolnearArticle, Option<&'a ArticleRecord>)>,
    resampling: Resampling,
) -> Result<PolnearReport, ScoreError> {
    let mut counts = Vec::new();
    let mut groups = Groups::default();
    let mut findings = Vec::new();
    let mut missing = Vec::new();
    let mut confidences = Vec::new();
    for (gold, record) in articles {
        same_text(&gold.doc, &gold.text, record)?;
        if record.is_none() {
            missing.push(gold.doc.clone());
        }
        let statements = record.map_or(&[][..], |record| &record.statements);
        let outermost: Vec<&Statement> = statements.iter().filter(|s| s.parent.is_none()).collect();
        let (count, found) = article(gold, &outermost, &mut groups, &mut confidences);
        counts.push(count);
        findings.push(found);
    }
    Ok(report::build(
        &counts,
        &groups,
        &confidences,
        findings,
        missing,
        resampling,
    ))
}

fn article(
    gold: &PolnearArticle,
    predicted: &[&Statement],
    groups: &mut Groups,
    confidences: &mut Vec<(f32, bool)>,
) -> (Counts, PolnearFindings) {
    let reader = Reader::new(&gold.text);
    let text = Text::new(&gold.text);
    let gold_spans: Vec<[CodePoints; 3]> = gold
        .attributions
        .iter()
        .map(|a| [&a.source, &a.cue, &a.content].map(|extents| CodePoints::from(extents.as_slice())))
        .collect();
    let spans: Vec<[CodePoints; 3]> = predicted
        .iter()
        .map(|s| [&s.source, &s.cue, &s.content].map(|spans| CodePoints::of(spans)))
        .collect();

    let mut counts = Counts::default();
    for (i, role) in counts.roles.iter_mut().enumerate() {
        *role = text.compare(
            gold_spans.iter().filter_map(|s| s.get(i)),
            spans.iter().filter_map(|s| s.get(i)),
        );
    }
    let all = |spans: &[[CodePoints; 3]]| CodePoints::new(spans.iter().flat_map(|s| s[2].ranges().to_vec()));
    let (covered, claimed) = (all(&gold_spans), all(&spans));
    let shared = covered.shared(&claimed);
    counts.characters = Tally {
        right: shared,
        predicted: claimed.len(),
        found: shared,
        gold: covered.len(),
    };

    let item = |[source, cue, content]: [CodePoints; 3]| {
        let read = |points: &CodePoints| reader.fragments(points.ranges().iter().copied());
        let (source_kind, cue) = (
            SourceKind::of(&read(&source), &gold.text),
            CueGroup::of(&read(&cue)),
        );
        Item {
            kind: kind_of(&read(&content)),
            source_kind,
            cue,
            source,
            content,
        }
    };
    let gold_items: Vec<Item> = gold_spans.into_iter().map(item).collect();
    let items: Vec<Item> = spans.into_iter().map(item).collect();
    let contents = |items: &[Item]| items.iter().map(|item| item.content.clone()).collect::<Vec<_>>();

    // Of each gold attribution and each prediction: is the content matched, and the source as well?
    let mut gold_verdicts = vec![Verdict::default(); gold_items.len()];
    let mut verdicts = vec![Verdict::default(); items.len()];
    let mut findings = PolnearFindings {
        doc: gold.doc.clone(),
        missed: vec![],
        spurious: vec![],
        wrong_source: vec![],
    };
    let mut matches = matching::greedy(&contents(&gold_items), &contents(&items));
    matches.sort_by_key(|m| m.gold);
    for m in matches {
        let (Some(a), Some(b)) = (gold_items.get(m.gold), items.get(m.predicted)) else {
            continue;
        };
        let overlap = a.source.overlaps(&b.source);
        let none = a.source.is_empty();
        let verdict = Verdict {
            content: true,
            strict: overlap || (none && b.source.is_empty()),
            lenient: overlap || none,
        };
        if let (Some(x), Some(y)) = (gold_verdicts.get_mut(m.gold), verdicts.get_mut(m.predicted)) {
            (*x, *y) = (verdict, verdict);
        }
        if !verdict.strict {
            let line = |points: &CodePoints| reader.line(points.ranges().iter().copied());
            findings.wrong_source.push(WrongSource {
                gold: m.gold.to_string(),
                predicted: predicted
                    .get(m.predicted)
                    .map(|s| s.id.clone())
                    .unwrap_or_default(),
                expected: line(&a.source),
                found: line(&b.source),
                around: reader.around(&a.content),
            });
        }
    }

    for (i, ((a, verdict), attribution)) in gold_items
        .iter()
        .zip(&gold_verdicts)
        .zip(&gold.attributions)
        .enumerate()
    {
        counts.content.ask(verdict.content);
        counts.strict.ask(verdict.strict);
        counts.lenient.ask(verdict.lenient);
        groups.each(a, |group| {
            group.content.ask(verdict.content);
            group.attribution.ask(verdict.strict);
        });
        if !verdict.content {
            let of = |extents: &[Extent]| reader.line(crate::statements::gold_ranges(extents));
            let (start, end) = crate::statements::ends(&a.content);
            findings.missed.push(Finding {
                id: i.to_string(),
                start,
                end,
                content: of(&attribution.content),
                around: reader.around(&a.content),
                source: of(&attribution.source),
                cue: of(&attribution.cue),
                speakers: String::new(),
                confidence: None,
            });
        }
    }
    for ((b, verdict), s) in items.iter().zip(&verdicts).zip(predicted) {
        confidences.push((s.confidence, verdict.content));
        counts.content.hold(verdict.content);
        counts.strict.hold(verdict.strict);
        counts.lenient.hold(verdict.lenient);
        groups.each(b, |group| {
            group.content.hold(verdict.content);
            group.attribution.hold(verdict.strict);
        });
        if !verdict.content {
            findings.spurious.push(Finding::of_prediction(&reader, s));
        }
    }
    (counts, findings)
}

#[derive(Clone, Copy, Default)]
struct Verdict {
    content: bool,
    strict: bool,
    lenient: bool,
}

impl Groups {
    fn each(&mut self, item: &Item, count: impl Fn(&mut GroupCounts)) {
        let marked = (item.kind != Kind::Indirect).then_some(&mut self.marked);
        let kind = self.kinds.get_mut(item.kind as usize);
        let source = self.sources.get_mut(item.source_kind as usize);
        let cue = self.cues.get_mut(item.cue as usize);
        [marked, kind, source, cue].into_iter().flatten().for_each(count);
    }
}

impl PolnearFindings {
    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.missed.is_empty() && self.spurious.is_empty() && self.wrong_source.is_empty()
    }
}

impl fmt::Display for PolnearFindings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.doc)?;
        for (word, findings) in [("missed", &self.missed), ("spurious", &self.spurious)] {
            for finding in findings {
                write_miss(f, word, finding)?;
            }
        }
        for w in &self.wrong_source {
            write_difference(f, "source", [&w.gold, &w.predicted], [&w.expected, &w.found])?;
            write_around(f, &w.around)?;
        }
        Ok(())
    }
}
