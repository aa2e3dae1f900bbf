//! Whether a quotation is in the record: where, in whose mouth, word for word or altered.
//!
//! The index names texts that may hold it: all that have its words in their order, one behind the other, and those that share most
//! of its rare words and short runs. Each of these is then compared with the text itself ([`onrecord_compare::quotation`]). So a quotation
//! that stands in a text as it is printed is always found; of altered ones, those are that rank among the first by what they share.
//!
//! What it does not do: it says nothing about what is true, only what is printed where.

use crate::earliest::Earliest;
use crate::error::SearchError;
use crate::fields::words_of;
use crate::follow::Index;
use crate::holder::{Holder, Sourceless, holders, is_suppressed, sourceless};
use crate::plan::phrase;
use onrecord_compare::Words;
use onrecord_compare::quotation::{DifferenceKind, Likeness, Match, Quotation, RUN_WORDS};
use onrecord_record::{CodePointIndex, Status};
use onrecord_store::{Held, Record, Stored};
use serde::Serialize;
use std::collections::BTreeSet;
use std::ops::Range;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query as Asked, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Searcher, Term};

/// Bytes of a quotation, at most.
const LONGEST: usize = 100_000;
/// Texts with its words in order that are compared, at least; all have the same words, so more tell nothing new.
const COMPARED: usize = 200;
/// Texts that share rare words or short runs: so many of either are compared.
const LIKELY: usize = 50;
/// Rare words that are looked for.
const RARE: usize = 16;
/// Short runs that are looked for.
const RUNS: usize = 64;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Inquiry {
    /// The quotation.
    pub quotation: String,
    /// Look at older versions of articles too.
    pub all_versions: bool,
    /// How many places, at most.
    pub limit: usize,
}

/// What was found of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// All of it, word for word.
    Exact,
    /// Most of it, with differences.
    Altered,
    /// Runs of it.
    Partial,
    /// Nothing of it.
    NotFound,
}

impl Verdict {
    /// The words for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Altered => "altered",
            Self::Partial => "partial",
            Self::NotFound => "not found in this record",
        }
    }
}

/// The answer.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    /// What was asked.
    pub quotation: String,
    /// The best that was found.
    pub verdict: Verdict,
    /// Where, the closest first, then by the day of publication. Partial ones only where there is nothing closer.
    pub places: Vec<Place>,
    /// Texts that have its words in order and were not compared, since so many have, or are not given here.
    pub more: usize,
    /// What there is in the record.
    pub held: Held,
}

/// Words of a text or of a quotation, in code points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Slice {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The words.
    pub text: String,
}

/// A place where they differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What the quotation does: `added`, `removed`, `replaced`, `punctuation`, `spelling`.
    pub kind: &'static str,
    /// The words of the quotation; none where it leaves words out.
    pub quotation: Slice,
    /// The words of the text; none where the quotation adds words.
    pub text: Slice,
    /// One of the two has a negation here that the other has not.
    pub negation: bool,
    /// Numbers differ.
    pub number: bool,
}

/// A run of words that both have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// In the quotation.
    pub quotation: Slice,
    /// In the text.
    pub text: Slice,
    /// How many words.
    pub words: usize,
}

/// A text in which it was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Place {
    /// What of it.
    pub verdict: Verdict,
    /// How it is printed, if exact: `verbatim`, `typography` (but for quotation marks, dashes and the like), `case`.
    pub likeness: Option<&'static str>,
    /// How much of it, 0 to 1; small words count less.
    pub score: f32,
    /// The article's key.
    pub article: String,
    /// The number of the version.
    pub version: u32,
    /// Whether that is the newest one.
    pub newest: bool,
    /// Who published it.
    pub outlet: Option<String>,
    /// The day or time of publication.
    pub published: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Where in the text, and the words as printed there.
    pub ranges: Vec<Slice>,
    /// How the quotation differs, if altered.
    pub differences: Vec<Difference>,
    /// The runs, if partial.
    pub runs: Vec<Run>,
    /// The statements that hold the place, innermost first. None: it is not in a statement.
    pub statements: Vec<Holder>,
    /// Quotations for which no source could be given that hold the place.
    pub sourceless: Vec<Sourceless>,
    #[serde(skip)]
    row: i64,
}

impl Index {
    /// Looks for a quotation. What the index has not followed yet is not found: see [`Index::follow`].
    ///
    /// # Errors
    /// The quotation has no words or is longer than 100,000 bytes, or the record or index cannot be read.
    pub fn check(&self, record: &Record, inquiry: &Inquiry) -> Result<Checked, SearchError> {
        let printed = inquiry.quotation.as_str();
        let short = || printed.chars().take(60).collect::<String>();
        if printed.len() > LONGEST {
            return Err(SearchError::Quotation(
                short(),
                "is longer than 100,000 bytes; look for its parts",
            ));
        }
        let parts: Vec<Vec<String>> = segments(printed)
            .iter()
            .map(|part| words_of(part))
            .filter(|words| !words.is_empty())
            .collect();
        if parts.is_empty() {
            return Err(SearchError::Quotation(
                short(),
                "has no words that could be looked for",
            ));
        }
        let limit = inquiry.limit.max(1);
        let quotation = Quotation::of(printed);
        let searcher = self.reader.searcher();
        let most = limit.max(COMPARED);
        let (mut rows, found) = self.in_order(&searcher, &parts, inquiry.all_versions, most)?;
        let mut more = found.saturating_sub(most);
        if rows.len() < limit {
            rows.extend(self.likely(&searcher, &parts, inquiry.all_versions)?);
        }
        let mut seen = BTreeSet::new();
        rows.retain(|row| seen.insert(*row));
        let mut places = Vec::new();
        for row in rows {
            let text = record.text(row)?;
            let found = quotation.find(&text, &Words::of(&text));
            if found == Match::None {
                continue;
            }
            let stored = record.load(row)?;
            if stored.record.article.status != Status::Usable || !(stored.newest || inquiry.all_versions) {
                continue;
            }
            places.extend(place(printed, found, &stored));
        }
        places.sort_by(|a, b| {
            a.verdict
                .cmp(&b.verdict)
                .then_with(|| b.score.total_cmp(&a.score))
                .then_with(|| a.published.is_none().cmp(&b.published.is_none()))
                .then_with(|| a.published.cmp(&b.published))
                .then_with(|| a.row.cmp(&b.row))
        });
        let verdict = places.first().map_or(Verdict::NotFound, |best| best.verdict);
        if verdict < Verdict::Partial {
            places.retain(|place| place.verdict < Verdict::Partial);
        }
        more += places.len().saturating_sub(limit);
        places.truncate(limit);
        Ok(Checked {
            quotation: printed.to_owned(),
            verdict,
            places,
            more,
            held: record.extent()?,
        })
    }

    /// The first `most` texts that have the words of every part in their order, by day (undated last) and row; and how many there are.
    fn in_order(
        &self,
        searcher: &Searcher,
        parts: &[Vec<String>],
        all: bool,
        most: usize,
    ) -> Result<(Vec<i64>, usize), SearchError> {
        let phrases = parts
            .iter()
            .map(|words| (Occur::Must, phrase(self.fields.text, words)));
        let asked = self.of_versions(phrases.collect(), all);
        let (first, found) = searcher.search(&asked, &Earliest { most }).map_err(self.of())?;
        Ok((first.into_iter().map(|(_, row)| row).collect(), found))
    }

    /// The texts that share most of its short runs, and those that share most of its rare words.
    fn likely(&self, searcher: &Searcher, parts: &[Vec<String>], all: bool) -> Result<Vec<i64>, SearchError> {
        let mut rows = Vec::new();
        let runs: BTreeSet<&[String]> = parts.iter().flat_map(|words| words.windows(RUN_WORDS)).collect();
        let step = runs.len().div_ceil(RUNS).max(1);
        let runs: Vec<_> = runs
            .into_iter()
            .step_by(step)
            .map(|words| (Occur::Should, phrase(self.fields.text, words)))
            .collect();
        let mut rare = Vec::new();
        for word in parts.iter().flatten().collect::<BTreeSet<_>>() {
            let term = Term::from_field_text(self.fields.text, word);
            let texts = searcher.doc_freq(&term).map_err(self.of())?;
            if texts > 0 {
                rare.push((texts, term));
            }
        }
        rare.sort();
        let rare: Vec<(Occur, Box<dyn Asked>)> = rare
            .into_iter()
            .take(RARE)
            .map(|(_, term)| {
                let term = TermQuery::new(term, IndexRecordOption::WithFreqs);
                (Occur::Should, Box::new(term) as Box<dyn Asked>)
            })
            .collect();
        for any in [runs, rare] {
            if any.is_empty() {
                continue;
            }
            let any: Box<dyn Asked> = Box::new(BooleanQuery::new(any));
            let asked = self.of_versions(vec![(Occur::Must, any)], all);
            let found = searcher
                .search(&asked, &TopDocs::with_limit(LIKELY).order_by_score())
                .map_err(self.of())?;
            let found: Vec<DocAddress> = found.into_iter().map(|(_, address)| address).collect();
            rows.extend(self.versions(searcher, &found)?.into_iter().map(|(_, row)| row));
        }
        Ok(rows)
    }

    fn of_versions(&self, mut asked: Vec<(Occur, Box<dyn Asked>)>, all: bool) -> BooleanQuery {
        if !all {
            let newest = Term::from_field_bool(self.fields.newest, true);
            let newest = TermQuery::new(newest, IndexRecordOption::Basic);
            let newest = tantivy::query::ConstScoreQuery::new(Box::new(newest), 0.0);
            asked.push((Occur::Must, Box::new(newest)));
        }
        BooleanQuery::new(asked)
    }

    /// The day (undated last) and row of each text.
    fn versions(&self, searcher: &Searcher, found: &[DocAddress]) -> Result<Vec<(i64, i64)>, SearchError> {
        let row = |address: &DocAddress| -> tantivy::Result<Option<(i64, i64)>> {
            let columns = searcher.segment_reader(address.segment_ord).fast_fields();
            let row = columns.u64("version")?.first(address.doc_id);
            let day = columns.i64("published")?.first(address.doc_id);
            Ok(row
                .and_then(|row| i64::try_from(row).ok())
                .map(|row| (day.unwrap_or(i64::MAX), row)))
        };
        found
            .iter()
            .filter_map(|address| row(address).transpose())
            .collect::<tantivy::Result<Vec<_>>>()
            .map_err(self.of())
    }
}

/// The parts of a quotation that stand together: it is parted by ellipses and by brackets (`[the minister]`); of `[T]he`, the letter is kept.
fn segments(printed: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut rest = printed;
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        match c {
            '…' => parts.push(String::new()),
            '.' if rest.starts_with("...") => {
                taken = rest.len() - rest.trim_start_matches('.').len();
                parts.push(String::new());
            }
            '[' => {
                let inside = rest.get(1..).and_then(|rest| rest.split_once(']'));
                match inside.map(|(inside, _)| inside) {
                    Some(inside)
                        if inside.chars().count() == 1 && inside.chars().all(char::is_alphabetic) =>
                    {
                        if let Some(part) = parts.last_mut() {
                            part.push_str(inside);
                        }
                        taken = inside.len() + 2;
                    }
                    Some(inside) if !inside.contains('[') => {
                        parts.push(String::new());
                        taken = inside.len() + 2;
                    }
                    _ => {}
                }
            }
            c => {
                if let Some(part) = parts.last_mut() {
                    part.push(c);
                }
            }
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    parts
}

/// What a text has of a quotation; nothing when that is in a suppressed statement.
fn place(printed: &str, found: Match, stored: &Stored) -> Option<Place> {
    let article = &stored.record.article;
    let text = article.text.as_str();
    let score = found.score();
    let (at, asked) = (CodePointIndex::new(text), CodePointIndex::new(printed));
    let mut differences = Vec::new();
    let mut runs = Vec::new();
    let (verdict, likeness, ranges) = match found {
        Match::None => return None,
        Match::Exact { likeness, ranges } => (Verdict::Exact, Some(likeness_word(likeness)), ranges),
        Match::Altered {
            ranges,
            differences: all,
            ..
        } => {
            differences = all
                .into_iter()
                .filter_map(|d| {
                    Some(Difference {
                        kind: difference_word(d.kind),
                        quotation: slice(&asked, d.quotation)?,
                        text: slice(&at, d.text)?,
                        negation: d.negation,
                        number: d.number,
                    })
                })
                .collect();
            (Verdict::Altered, None, ranges)
        }
        Match::Partial { runs: all, .. } => {
            let ranges = all.iter().map(|run| run.text.clone()).collect();
            runs = all
                .into_iter()
                .filter_map(|run| {
                    Some(Run {
                        quotation: slice(&asked, run.quotation)?,
                        text: slice(&at, run.text)?,
                        words: run.words,
                    })
                })
                .collect();
            (Verdict::Partial, None, ranges)
        }
    };
    if is_suppressed(stored, &ranges) {
        return None;
    }
    Some(Place {
        verdict,
        likeness,
        score,
        article: stored.key.article.clone(),
        version: stored.key.version,
        newest: stored.newest,
        outlet: article.outlet.clone(),
        published: article.published.clone(),
        title: article.title.clone(),
        url: article.url.clone(),
        statements: holders(stored, &ranges),
        sourceless: sourceless(stored, &ranges),
        ranges: ranges.into_iter().filter_map(|range| slice(&at, range)).collect(),
        differences,
        runs,
        row: stored.id,
    })
}

fn slice(text: &CodePointIndex<'_>, bytes: Range<usize>) -> Option<Slice> {
    let span = text.span(bytes)?;
    Some(Slice {
        start: span.start,
        end: span.end,
        text: span.text,
    })
}

fn likeness_word(likeness: Likeness) -> &'static str {
    match likeness {
        Likeness::Verbatim => "verbatim",
        Likeness::Typography => "typography",
        Likeness::Case => "case",
    }
}

fn difference_word(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Added => "added",
        DifferenceKind::Removed => "removed",
        DifferenceKind::Replaced => "replaced",
        DifferenceKind::Punctuation => "punctuation",
        DifferenceKind::Spelling => "spelling",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_stand_together() {
        let parts = |printed: &str| -> Vec<String> {
            segments(printed)
                .iter()
                .map(|part| part.trim().to_owned())
                .collect()
        };
        assert_eq!(parts("“The pier is safe.”"), ["“The pier is safe.”"]);
        assert_eq!(parts("The pier … is .... safe"), ["The pier", "is", "safe"]);
        assert_eq!(parts("[T]he pier [of the town] is safe"), ["The pier", "is safe"]);
        assert_eq!(parts("the pier [is"), ["the pier is"]);
        assert_eq!(parts(""), [""]);
    }

    proptest::proptest! {
        #[test]
        fn any_quotation_is_parted(printed in "\\PC{0,40}|[a\\[\\].… ]{0,30}") {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
            let kept: usize = segments(&printed).iter().map(|part| letters(part)).sum();
            proptest::prop_assert!(kept <= letters(&printed));
        }
    }
}
