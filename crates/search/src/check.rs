//! Whether a quotation is in the record, and where: word for word, altered, in part, or not.
//!
//! It never says that a quotation is true or false: only what this record holds.

use crate::error::SearchError;
use crate::fields::words_of;
use crate::follow::Index;
use crate::plan::phrase;
use onrecord_compare::Words;
use onrecord_compare::quotation::{DifferenceKind, Match, Quotation};
use onrecord_record::CodePointIndex;
use onrecord_store::{Held, Record, Stored};
use serde::Serialize;
use std::ops::Range;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, Query as Asked, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Score, Searcher, Term};

/// Texts that have the very words, at most; how many there are in all is not cut.
const EXACT: usize = 50;
/// Texts that have some of the words and are looked at.
const LOOKED_AT: usize = 40;
/// The rarest words of a quotation, by which texts that may have it are found.
const RAREST: usize = 8;
/// Results of one quotation.
const SHOWN: usize = 20;

/// How much of a quotation is somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// All of it, word for word.
    Exact,
    /// Most of it, with differences.
    Altered,
    /// Some runs of its words.
    Partial,
}

impl Verdict {
    /// The word that it is printed by.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Altered => "altered",
            Self::Partial => "partial",
        }
    }
}

/// A difference between a quotation and what is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// `added` to the quotation, `removed` from it, `replaced`, `punctuation`, `spelling`.
    pub kind: &'static str,
    /// The quotation's words.
    pub quotation: String,
    /// The words printed.
    pub printed: String,
    /// One has a negation here that the other has not.
    pub negation: bool,
    /// Numbers differ.
    pub number: bool,
}

/// A statement that holds the place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// Its key.
    pub statement: String,
    /// Who is printed as having said it.
    pub speaker: Option<String>,
    /// The source as printed.
    pub source: Option<String>,
}

/// A place where a quotation was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    /// How much of it.
    pub verdict: Verdict,
    /// 0 to 1.
    pub score: f32,
    /// The version, `article.vN`.
    pub version: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Where.
    pub url: Option<String>,
    /// Code points of the text: the exact place, in one or several parts.
    pub places: Vec<[u32; 2]>,
    /// The words printed there.
    pub printed: Vec<String>,
    /// The differences, in the order of the quotation.
    pub differences: Vec<Changed>,
    /// The statements that hold the place; none when the record found none there.
    pub statements: Vec<Holder>,
}

/// What the record holds of a quotation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Checked {
    /// The quotation.
    pub quotation: String,
    /// Where it was found, the nearest to its words first, then the first published.
    pub found: Vec<Found>,
    /// Texts that have the very words.
    pub exact: usize,
    /// What was searched.
    pub held: Held,
}

impl Index {
    /// Looks for a quotation in the texts of the newest versions, or of all. Every text that has its very words is found; those
    /// that have most of it are found by its rarest words.
    ///
    /// # Errors
    /// The quotation has no words, or the record or index cannot be read.
    pub fn check(
        &self,
        record: &Record,
        quotation: &str,
        all_versions: bool,
    ) -> Result<Checked, SearchError> {
        let words = words_of(quotation);
        if words.is_empty() {
            return Err(SearchError::Query {
                at: 0,
                problem: "the quotation has no letters or digits".to_owned(),
            });
        }
        let searcher = self.reader.searcher();
        let exact = self.limited(
            phrase(self.fields.text, &words, false).map_err(self.of())?,
            all_versions,
        );
        let (mut near, count): (Vec<(Score, DocAddress)>, usize) = searcher
            .search(
                &exact,
                &(
                    TopDocs::with_limit(EXACT).order_by_score(),
                    tantivy::collector::Count,
                ),
            )
            .map_err(self.of())?;
        if count < EXACT {
            let some = self.limited(self.rarest(&searcher, words)?, all_versions);
            near.extend(
                searcher
                    .search(&some, &TopDocs::with_limit(LOOKED_AT).order_by_score())
                    .map_err(self.of())?,
            );
        }
        let mut addresses: Vec<DocAddress> = near.into_iter().map(|(_, address)| address).collect();
        addresses.sort_unstable();
        addresses.dedup();
        let ready = Quotation::of(quotation);
        let mut found = Vec::new();
        for address in addresses {
            let column = searcher
                .segment_reader(address.segment_ord)
                .fast_fields()
                .u64("version")
                .map_err(self.of())?;
            let Some(version) = column
                .first(address.doc_id)
                .and_then(|row| i64::try_from(row).ok())
            else {
                continue;
            };
            let text = record.text(version)?;
            let matched = ready.find(&text, &Words::of(&text));
            if matched != Match::None {
                found.push(describe(quotation, &record.load(version)?, matched));
            }
        }
        found.sort_by(|a, b| {
            a.verdict
                .cmp(&b.verdict)
                .then(b.score.total_cmp(&a.score))
                .then_with(|| a.published.cmp(&b.published))
                .then_with(|| a.version.cmp(&b.version))
        });
        // runs of a few words say nothing beside the quotation itself
        if found.iter().any(|f| f.verdict == Verdict::Exact) {
            found.retain(|f| f.verdict != Verdict::Partial);
        }
        found.truncate(SHOWN);
        Ok(Checked {
            quotation: quotation.to_owned(),
            exact: count,
            found,
            held: record.extent()?,
        })
    }

    fn limited(&self, query: Box<dyn Asked>, all_versions: bool) -> BooleanQuery {
        let mut parts = vec![(Occur::Must, query)];
        if !all_versions {
            let newest = Term::from_field_bool(self.fields.newest, true);
            let newest = TermQuery::new(newest, IndexRecordOption::Basic);
            parts.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(newest), 0.0))));
        }
        BooleanQuery::new(parts)
    }

    /// Texts with the rarest words of a quotation, those with more of them first.
    fn rarest(&self, searcher: &Searcher, mut words: Vec<String>) -> Result<Box<dyn Asked>, SearchError> {
        words.sort_unstable();
        words.dedup();
        let mut terms = Vec::with_capacity(words.len());
        for word in words {
            let term = Term::from_field_text(self.fields.text, &word);
            let count = searcher.doc_freq(&term).map_err(self.of())?;
            if count > 0 {
                terms.push((count, term));
            }
        }
        terms.sort_unstable();
        terms.truncate(RAREST);
        let terms = terms.into_iter().map(|(_, term)| -> (Occur, Box<dyn Asked>) {
            (
                Occur::Should,
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)),
            )
        });
        Ok(Box::new(BooleanQuery::new(terms.collect())))
    }
}

fn describe(quotation: &str, stored: &Stored, matched: Match) -> Found {
    let article = &stored.record.article;
    let text = &article.text;
    let score = matched.score();
    let (verdict, ranges, differences) = match matched {
        Match::Exact { ranges, .. } => (Verdict::Exact, ranges, Vec::new()),
        Match::Altered {
            ranges, differences, ..
        } => (Verdict::Altered, ranges, differences),
        Match::Partial { runs, .. } => (
            Verdict::Partial,
            runs.into_iter().map(|run| run.text).collect(),
            Vec::new(),
        ),
        Match::None => (Verdict::Partial, Vec::new(), Vec::new()),
    };
    let index = CodePointIndex::new(text);
    let points = |range: &Range<usize>| [index.code_point(range.start), index.code_point(range.end)];
    let places: Vec<[u32; 2]> = ranges.iter().map(points).collect();
    let cut = |from: &str, range: &Range<usize>| from.get(range.clone()).unwrap_or_default().to_owned();
    let holds = |start: u32, end: u32| places.iter().any(|[from, to]| start < *to && *from < end);
    let statements = stored.record.statements.iter().enumerate();
    let holders = statements
        .filter(|(_, s)| s.content.iter().any(|c| holds(c.start, c.end)))
        .filter_map(|(at, s)| {
            Some(Holder {
                statement: stored.key_of(at)?.to_string(),
                speaker: s
                    .speakers
                    .first()
                    .filter(|s| !s.open)
                    .and_then(|s| s.name.clone()),
                source: s.source.first().map(|s| s.text.clone()),
            })
        })
        .collect();
    Found {
        verdict,
        score,
        version: stored.key.to_string(),
        outlet: article.outlet.clone(),
        published: article.published.clone(),
        title: article.title.clone(),
        url: article.url.clone(),
        printed: ranges.iter().map(|range| cut(text, range)).collect(),
        places,
        differences: differences
            .iter()
            .map(|d| Changed {
                kind: match d.kind {
                    DifferenceKind::Added => "added",
                    DifferenceKind::Removed => "removed",
                    DifferenceKind::Replaced => "replaced",
                    DifferenceKind::Punctuation => "punctuation",
                    DifferenceKind::Spelling => "spelling",
                },
                quotation: cut(quotation, &d.quotation),
                printed: cut(text, &d.text),
                negation: d.negation,
                number: d.number,
            })
            .collect(),
        statements: holders,
    }
}
