//! Who is said to speak, judged apart: right, wrong or unknown.
//!
//! To name nobody and to name the wrong one are different mistakes: the first leaves a reader as wise as before, the
//! second misleads. Precision and recall do not tell them apart; these counts do.

use super::calibration::Calibration;
use super::names::{named, same_name};
use crate::figures::round1;
use crate::gold::{GoldSpeaker, GoldStatement};
use crate::table::{Table, figure, interval};
use onrecord_record::{Speaker, SpeakerType, Statement};
use serde::Serialize;
use std::fmt;
use std::ops::AddAssign;

/// What a matched prediction says of who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// As gold has it; so is naming nobody where gold names nobody.
    Right,
    /// It names somebody else, or too many or too few.
    Wrong,
    /// It names nobody, or leaves the speaker open, where gold names somebody.
    Unknown,
}

impl Verdict {
    /// `right` is what [`Field::Speaker`](super::Field::Speaker) says of the pair.
    pub(crate) fn of(right: bool, gold: &GoldStatement, predicted: &Statement) -> Self {
        if right {
            Self::Right
        } else if !names_somebody(predicted) && Gold::of(gold) != Gold::Nobody {
            Self::Unknown
        } else {
            Self::Wrong
        }
    }
}

/// Whom gold names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gold {
    Person,
    Other,
    Nobody,
}

impl Gold {
    fn of(statement: &GoldStatement) -> Self {
        let has_name = |s: &&GoldSpeaker| named(s.name.as_deref()).is_some();
        let mut kinds = statement.speakers.iter().filter(has_name).map(|s| s.kind);
        match kinds.next() {
            None => Self::Nobody,
            Some(first)
                if std::iter::once(first)
                    .chain(kinds)
                    .any(|k| k == Some(SpeakerType::Person)) =>
            {
                Self::Person
            }
            Some(_) => Self::Other,
        }
    }
}

/// The name that a speaker is given, unless who it is stays open.
fn name(speaker: &Speaker) -> Option<&str> {
    named(speaker.name.as_deref()).filter(|_| !speaker.open)
}

fn names_somebody(statement: &Statement) -> bool {
    statement.speakers.iter().any(|speaker| name(speaker).is_some())
}

/// Whether `name` is that of a gold speaker, by either annotator.
fn is_gold(gold: &GoldStatement, name: &str) -> bool {
    let other = gold.alt_speakers.iter().flatten();
    gold.speakers
        .iter()
        .chain(other)
        .any(|s| same_name(s.name.as_deref(), Some(name), s.kind))
}

/// Verdicts on matched pairs.
#[derive(Clone, Copy, Default)]
struct Verdicts {
    right: u64,
    wrong: u64,
    unknown: u64,
    /// Predictions that name somebody, right or wrong.
    named: u64,
}

impl Verdicts {
    fn n(&self) -> u64 {
        self.right + self.wrong + self.unknown
    }

    fn counts(&self) -> [u64; 4] {
        [self.right, self.wrong, self.unknown, self.named]
    }
}

impl AddAssign<&Verdicts> for Verdicts {
    fn add_assign(&mut self, other: &Verdicts) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.unknown += other.unknown;
        self.named += other.named;
    }
}

/// What is counted of speakers in one article, or in many.
#[derive(Clone, Copy, Default)]
pub(crate) struct SpeakerCounts {
    /// By whom gold names: a person, another body, nobody.
    groups: [Verdicts; 3],
    /// Matched predictions that list candidates.
    open: u64,
    /// Of them, those with a gold speaker among the candidates, and as the likeliest.
    among: u64,
    first: u64,
}

impl AddAssign<&SpeakerCounts> for SpeakerCounts {
    fn add_assign(&mut self, other: &SpeakerCounts) {
        for (sum, more) in self.groups.iter_mut().zip(&other.groups) {
            *sum += more;
        }
        self.open += other.open;
        self.among += other.among;
        self.first += other.first;
    }
}

/// Names of the rows: all, then one for each kind of gold.
const ROWS: [&str; 4] = [
    "all",
    "gold names a person",
    "gold names another body",
    "gold names nobody",
];

impl SpeakerCounts {
    /// Counts a matched pair.
    pub(crate) fn add(&mut self, verdict: Verdict, gold: &GoldStatement, predicted: &Statement) {
        if let Some(group) = self.groups.get_mut(Gold::of(gold) as usize) {
            match verdict {
                Verdict::Right => group.right += 1,
                Verdict::Wrong => group.wrong += 1,
                Verdict::Unknown => group.unknown += 1,
            }
            group.named += u64::from(names_somebody(predicted));
        }
        let right = |s: &Speaker| named(s.name.as_deref()).is_some_and(|name| is_gold(gold, name));
        // Of equal ones the first listed; what is no number comes last.
        let likeliest = predicted.candidates.iter().reduce(|best, s| {
            if s.confidence > best.confidence || best.confidence.is_nan() {
                s
            } else {
                best
            }
        });
        if let Some(likeliest) = likeliest {
            self.open += 1;
            self.among += u64::from(predicted.candidates.iter().any(right));
            self.first += u64::from(right(likeliest));
        }
    }

    fn rows(&self) -> [Verdicts; 4] {
        let mut all = Verdicts::default();
        for group in &self.groups {
            all += group;
        }
        let [person, other, nobody] = self.groups;
        [all, person, other, nobody]
    }

    /// What intervals are drawn for, in the order in which [`SpeakerReport::of`] takes them.
    pub(crate) fn figures(&self) -> Vec<f64> {
        let share = |part: u64, n: u64| 100.0 * part as f64 / n as f64;
        let rows = self.rows();
        let rows = rows
            .iter()
            .flat_map(|row| row.counts().map(|part| share(part, row.n())));
        let candidates = [self.among, self.first].map(|part| share(part, self.open));
        rows.chain(candidates).collect()
    }
}

/// Confidences and whether they are right, over all articles.
#[derive(Default)]
pub(crate) struct SpeakerConfidences {
    speakers: Vec<(f32, bool)>,
    candidates: Vec<(f32, bool)>,
}

impl SpeakerConfidences {
    /// Takes note of everybody whom a matched prediction names.
    pub(crate) fn add(&mut self, gold: &GoldStatement, predicted: &Statement) {
        let speakers = predicted.speakers.iter().filter(|s| !s.open);
        for (list, speakers) in [
            (&mut self.speakers, speakers.collect::<Vec<_>>()),
            (&mut self.candidates, predicted.candidates.iter().collect()),
        ] {
            list.extend(speakers.into_iter().filter_map(|s| {
                let name = named(s.name.as_deref())?;
                Some((s.confidence, is_gold(gold, name)))
            }));
        }
    }
}

/// Who is said to speak, on matched pairs. Shares are in per cent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpeakerReport {
    /// Verdicts: over all pairs, then by whom gold names. Rows without pairs are left out.
    pub verdicts: Vec<SpeakerVerdicts>,
    /// Whether the confidences of named speakers mean what they say. One is right when gold, or the other annotator,
    /// has that name among the speakers.
    pub calibration: Calibration,
    /// Whom else it could be, where speakers are left open.
    pub candidates: CandidateReport,
}

/// How often the speakers are right, wrong or unknown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpeakerVerdicts {
    /// Which pairs: `all`, or those whose gold names a person, another body, nobody.
    pub pairs: &'static str,
    /// How many pairs.
    pub n: u64,
    /// As gold has it.
    pub right: Share,
    /// Somebody else is named, or too many or too few.
    pub wrong: Share,
    /// Nobody is named, or the speaker is left open, where gold names somebody.
    pub unknown: Share,
    /// Coverage: somebody is named, rightly or wrongly.
    pub named: Share,
}

/// How good the candidates of open speakers are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CandidateReport {
    /// Matched statements that list candidates.
    pub n: u64,
    /// A gold speaker is among the candidates.
    pub among: Share,
    /// The likeliest candidate is a gold speaker.
    pub first: Share,
    /// Whether the candidates' scores mean what they say.
    pub calibration: Calibration,
}

/// A count and its share.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// How many.
    pub count: u64,
    /// Of all, in per cent, rounded to one decimal; 0 of nothing.
    pub share: f64,
    /// 95 % bootstrap interval over articles, where it was drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<[f64; 2]>,
}

impl Share {
    fn of(count: u64, n: u64, interval: Option<[f64; 2]>) -> Self {
        let share = if n == 0 {
            0.0
        } else {
            100.0 * count as f64 / n as f64
        };
        Self {
            count,
            share: round1(share),
            interval: interval.map(|interval| interval.map(round1)),
        }
    }

    fn cells(&self) -> [String; 2] {
        [self.count.to_string(), figure(self.share)]
    }
}

impl SpeakerReport {
    pub(crate) fn of(
        counts: &SpeakerCounts,
        confidences: &SpeakerConfidences,
        intervals: &mut impl Iterator<Item = Option<[f64; 2]>>,
    ) -> Self {
        let mut verdicts = Vec::new();
        for (pairs, row) in ROWS.into_iter().zip(counts.rows()) {
            let n = row.n();
            let [right, wrong, unknown, named] = row
                .counts()
                .map(|count| Share::of(count, n, intervals.next().flatten()));
            if n > 0 {
                verdicts.push(SpeakerVerdicts {
                    pairs,
                    n,
                    right,
                    wrong,
                    unknown,
                    named,
                });
            }
        }
        let [among, first] = [counts.among, counts.first]
            .map(|count| Share::of(count, counts.open, intervals.next().flatten()));
        Self {
            verdicts,
            calibration: Calibration::of(&confidences.speakers),
            candidates: CandidateReport {
                n: counts.open,
                among,
                first,
                calibration: Calibration::of(&confidences.candidates),
            },
        }
    }
}

impl fmt::Display for SpeakerReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new(&[
            "who speaks, matched pairs",
            "right",
            "%",
            "wrong",
            "%",
            "95 %",
            "unknown",
            "%",
            "named",
            "%",
            "of",
        ]);
        for row in &self.verdicts {
            let mut cells = vec![row.pairs.to_owned()];
            cells.extend(row.right.cells());
            cells.extend(row.wrong.cells());
            cells.push(interval(row.wrong.interval));
            cells.extend(row.unknown.cells());
            cells.extend(row.named.cells());
            cells.push(row.n.to_string());
            table.row(cells);
        }
        write!(f, "{table}")?;
        let CandidateReport {
            n,
            among,
            first,
            calibration,
        } = &self.candidates;
        if *n > 0 {
            writeln!(
                f,
                "candidates listed for {n}: the right one among them {} ({} %), first {} ({} %)",
                among.count,
                figure(among.share),
                first.count,
                figure(first.share)
            )?;
        }
        for (what, calibration) in [("named speakers", &self.calibration), ("candidates", calibration)] {
            if calibration.n > 0 {
                writeln!(
                    f,
                    "expected calibration error of {} {what} {}",
                    calibration.n,
                    figure(calibration.ece)
                )?;
            }
        }
        Ok(())
    }
}
