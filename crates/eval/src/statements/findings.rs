//! What was missed, made up or got wrong, for reading.

use super::judge::{Document, Field};
use crate::code_points::CodePoints;
use crate::gold::{Extent, GoldArticle, GoldSpeaker, GoldStatement};
use crate::table::{ends_of, excerpt};
use onrecord_record::{ByteIndex, Speaker, Statement};
use serde::Serialize;
use std::fmt;

/// The errors in one article.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ArticleFindings {
    /// The gold document.
    pub doc: String,
    /// Gold statements that no prediction finds.
    pub missed: Vec<Finding>,
    /// Predictions that find no gold statement.
    pub spurious: Vec<Finding>,
    /// Fields on which a matched pair disagrees.
    pub mismatched: Vec<Mismatch>,
}

/// A statement, gold or predicted, in short.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// Its id.
    pub id: String,
    /// Where its content begins.
    pub start: u32,
    /// Where its content ends.
    pub end: u32,
    /// Its content, shortened.
    pub content: String,
    /// Its content in `⟦⟧`, with the text around it.
    pub around: String,
    /// Its source as printed.
    pub source: String,
    /// Its cue.
    pub cue: String,
    /// Its speakers.
    pub speakers: String,
    /// Its confidence, for predictions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
}

/// A field on which a matched pair disagrees.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mismatch {
    /// The gold statement.
    pub gold: String,
    /// The prediction that finds it.
    pub predicted: String,
    /// The field: one of [`Field`], or `content` where the extents differ (intersection over union up to 0.95).
    pub field: &'static str,
    /// What gold has.
    pub expected: String,
    /// What the prediction has.
    pub found: String,
    /// The gold content in `⟦⟧`, with the text around it.
    pub around: String,
}

/// Code points of text shown on either side of a content.
const AROUND: u32 = 60;

/// Reads the text at gold and predicted spans.
pub(crate) struct Reader<'t>(ByteIndex<'t>);

impl<'t> Reader<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self(ByteIndex::new(text))
    }

    /// The words at each extent that is in bounds.
    pub(crate) fn fragments(&self, extents: impl IntoIterator<Item = (u32, u32)>) -> Vec<&'t str> {
        extents
            .into_iter()
            .filter_map(|(start, end)| self.0.slice(start, end))
            .collect()
    }

    /// The words at each extent, on one line, shortened.
    pub(crate) fn line(&self, extents: impl IntoIterator<Item = (u32, u32)>) -> String {
        excerpt(&self.fragments(extents).join(" […] "))
    }

    /// The text around the points, each of their ranges in `⟦⟧`, on one line; what is long is shortened in its middle.
    pub(crate) fn around(&self, points: &CodePoints) -> String {
        let ranges = points.ranges();
        let (Some(&(first, _)), Some(&(_, last))) = (ranges.first(), ranges.last()) else {
            return String::new();
        };
        let slice = |start, end| self.0.slice(start, end).unwrap_or_default();
        let from = first.saturating_sub(AROUND);
        let to = last.saturating_add(AROUND).min(self.0.len());
        let mut out = String::new();
        if from > 0 {
            out.push('…');
        }
        let mut at = from;
        for &(start, end) in ranges {
            out += &ends_of(slice(at, start));
            out += &format!("⟦{}⟧", ends_of(slice(start, end)));
            at = end;
        }
        out += &ends_of(slice(at, to));
        if to < self.0.len() {
            out.push('…');
        }
        out.trim().to_owned()
    }
}

pub(crate) fn gold_ranges(extents: &[Extent]) -> impl Iterator<Item = (u32, u32)> {
    extents.iter().map(|extent| (extent.start, extent.end))
}

pub(crate) fn ranges(spans: &[onrecord_record::Span]) -> impl Iterator<Item = (u32, u32)> {
    spans.iter().map(|span| (span.start, span.end))
}

impl Finding {
    pub(crate) fn of_gold(reader: &Reader<'_>, s: &GoldStatement) -> Self {
        let points = CodePoints::from(s.content.as_slice());
        let (start, end) = ends(&points);
        Self {
            id: s.id.clone(),
            start,
            end,
            around: reader.around(&points),
            content: reader.line(gold_ranges(&s.content)),
            source: reader.line(gold_ranges(&s.source)),
            cue: reader.line(gold_ranges(&s.cue)),
            speakers: gold_speakers(&s.speakers),
            confidence: None,
        }
    }

    pub(crate) fn of_prediction(reader: &Reader<'_>, s: &Statement) -> Self {
        let points = CodePoints::of(&s.content);
        let (start, end) = ends(&points);
        Self {
            id: s.id.clone(),
            start,
            end,
            around: reader.around(&points),
            content: reader.line(ranges(&s.content)),
            source: reader.line(ranges(&s.source)),
            cue: reader.line(ranges(&s.cue)),
            speakers: who(s),
            confidence: Some(s.confidence),
        }
    }
}

pub(crate) fn ends(points: &CodePoints) -> (u32, u32) {
    let first = points.ranges().first().map_or(0, |range| range.0);
    (first, points.ranges().last().map_or(first, |range| range.1))
}

/// The disagreement of a matched pair in one field.
pub(crate) fn mismatch(
    reader: &Reader<'_>,
    document: &Document<'_>,
    field: Option<Field>,
    a: &GoldStatement,
    b: &Statement,
) -> Mismatch {
    let or_dash = |text: Option<&str>| text.unwrap_or("—").to_owned();
    let span = |span: &Option<onrecord_record::Span>| or_dash(span.as_ref().map(|span| span.text.as_str()));
    let (expected, found) = match field {
        None => (
            reader.line(gold_ranges(&a.content)),
            reader.line(ranges(&b.content)),
        ),
        Some(Field::Speaker | Field::NamedPerson) => (gold_speakers(&a.speakers), who(b)),
        Some(Field::Source) => (
            reader.line(gold_ranges(&a.source)),
            reader.line(ranges(&b.source)),
        ),
        Some(Field::Cue) => (reader.line(gold_ranges(&a.cue)), reader.line(ranges(&b.cue))),
        Some(Field::Role) => {
            let expected: Vec<&str> = a.speakers.iter().filter_map(|s| s.role.as_deref()).collect();
            let found: Vec<&str> = b.speakers.iter().filter_map(|s| s.role.as_deref()).collect();
            (expected.join("; "), found.join("; "))
        }
        Some(Field::Mode) => (
            or_dash(a.mode.map(|mode| mode.as_str())),
            b.mode.as_str().to_owned(),
        ),
        Some(Field::Chain) => (
            document.gold_chain(a).join(" > "),
            document.predicted_chain(b).join(" > "),
        ),
        Some(Field::Parent) => (or_dash(a.parent.as_deref()), or_dash(b.parent.as_deref())),
        Some(Field::Event) => (or_dash(a.event.as_deref()), span(&b.event)),
        Some(Field::Addressee) => (or_dash(a.addressee.as_deref()), span(&b.addressee)),
        Some(Field::SaidOn) => (
            or_dash(a.said_date.as_deref()),
            or_dash(b.said_on.as_ref().map(|said| said.date.as_str())),
        ),
    };
    Mismatch {
        gold: a.id.clone(),
        predicted: b.id.clone(),
        field: field.map_or("content", Field::as_str),
        expected: excerpt(&expected),
        found: excerpt(&found),
        around: reader.around(&CodePoints::from(a.content.as_slice())),
    }
}

fn gold_speakers(speakers: &[GoldSpeaker]) -> String {
    let one = |s: &GoldSpeaker| {
        let kind = s.kind.map_or("?", |kind| kind.as_str());
        format!("{} ({kind})", s.name.as_deref().unwrap_or("—"))
    };
    speakers.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// The speakers of a prediction, and whom else it could be.
fn who(s: &Statement) -> String {
    let one = |s: &Speaker| {
        let open = if s.open { ", open" } else { "" };
        format!("{} ({}{open})", s.name.as_deref().unwrap_or("—"), s.kind.as_str())
    };
    let candidate = |s: &Speaker| format!("{} {:.2}", s.name.as_deref().unwrap_or("—"), s.confidence);
    let list = |speakers: &[Speaker], one: &dyn Fn(&Speaker) -> String| {
        speakers.iter().map(one).collect::<Vec<_>>().join("; ")
    };
    let mut out = list(&s.speakers, &one);
    if !s.candidates.is_empty() {
        out += &format!(" one of {}", list(&s.candidates, &candidate));
    }
    out.trim_start().to_owned()
}

impl ArticleFindings {
    pub(crate) fn new(article: &GoldArticle) -> Self {
        Self {
            doc: article.doc.clone(),
            missed: Vec::new(),
            spurious: Vec::new(),
            mismatched: Vec::new(),
        }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.missed.is_empty() && self.spurious.is_empty() && self.mismatched.is_empty()
    }
}

/// A miss and the text around it, as lists print it.
pub(crate) fn write_miss(f: &mut fmt::Formatter<'_>, word: &str, finding: &Finding) -> fmt::Result {
    writeln!(f, "  {word:<LABEL$}  {finding}")?;
    write_around(f, &finding.around)
}

/// A disagreement, as lists print it.
pub(crate) fn write_difference(
    f: &mut fmt::Formatter<'_>,
    word: &str,
    [gold, predicted]: [&str; 2],
    [expected, found]: [&str; 2],
) -> fmt::Result {
    let or_dash = |text: &str| {
        if text.is_empty() {
            "—".to_owned()
        } else {
            text.to_owned()
        }
    };
    let (expected, found) = (or_dash(expected), or_dash(found));
    writeln!(
        f,
        "  {word:<LABEL$}  {gold}/{predicted} expected {expected} found {found}"
    )
}

pub(crate) fn write_around(f: &mut fmt::Formatter<'_>, around: &str) -> fmt::Result {
    writeln!(f, "  {:<LABEL$}  {around}", "")
}

/// Columns of the word that opens a line.
const LABEL: usize = 9;

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}..{}", self.id, self.start, self.end)?;
        if let Some(confidence) = self.confidence {
            write!(f, " ({confidence:.2})")?;
        }
        if !self.speakers.is_empty() {
            write!(f, " {}", self.speakers)?;
        }
        for (word, printed) in [("source", &self.source), ("cue", &self.cue)] {
            if !printed.is_empty() {
                write!(f, " | {word} {printed}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for ArticleFindings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.doc)?;
        for (word, findings) in [("missed", &self.missed), ("spurious", &self.spurious)] {
            for finding in findings {
                write_miss(f, word, finding)?;
            }
        }
        for (i, m) in self.mismatched.iter().enumerate() {
            write_difference(f, m.field, [&m.gold, &m.predicted], [&m.expected, &m.found])?;
            // Several fields of one statement share the text around it.
            if self.mismatched.get(i + 1).is_none_or(|next| next.gold != m.gold) {
                write_around(f, &m.around)?;
            }
        }
        Ok(())
    }
}
