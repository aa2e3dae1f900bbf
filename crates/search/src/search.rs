//! Searching: a query in, statements with their places out, page by page, and counts over all of them.

use crate::error::SearchError;
use crate::facet::Facets;
use crate::follow::Index;
use crate::plan::shown;
use crate::query::{Query, parse};
use onrecord_store::{Hit, Record};
use serde::Serialize;
use std::ops::Bound;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query as Asked, RangeQuery};
use tantivy::{DocAddress, Order, Score, Term};

/// In which order results come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The newest published first.
    #[default]
    Newest,
    /// The oldest published first.
    Oldest,
    /// The last said first; where the text does not tell, the day of publication stands in.
    Said,
    /// The first said first.
    SaidFirst,
    /// The most telling first (BM25 over the words of contents).
    Relevance,
}

/// What is counted over all results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    /// Names of speakers.
    Speaker,
    /// Roles as printed.
    Role,
    /// Bodies of roles as printed.
    Org,
    /// Outlets.
    Outlet,
    /// Places of datelines.
    Place,
    /// Bodies that passed words on.
    Via,
    /// Cues.
    Cue,
    /// Direct, indirect, mixed.
    Kind,
    /// Said, denied, ….
    Mode,
    /// Reviewed or not.
    Review,
    /// Years of publication.
    Year,
}

impl Facet {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Speaker,
        Self::Role,
        Self::Org,
        Self::Outlet,
        Self::Place,
        Self::Via,
        Self::Cue,
        Self::Kind,
        Self::Mode,
        Self::Review,
        Self::Year,
    ];

    /// The name that it is printed by.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Role => "role",
            Self::Org => "org",
            Self::Outlet => "outlet",
            Self::Place => "place",
            Self::Via => "via",
            Self::Cue => "cue",
            Self::Kind => "kind",
            Self::Mode => "mode",
            Self::Review => "review",
            Self::Year => "year",
        }
    }

    fn column(self) -> &'static str {
        match self {
            Self::Speaker => "speaker_name",
            Self::Role => "role_name",
            Self::Org => "org_name",
            Self::Outlet => "outlet_name",
            Self::Place => "place_name",
            Self::Via => "via_name",
            Self::Cue => "cue_words",
            Self::Kind => "kind",
            Self::Mode => "mode",
            Self::Review => "review",
            Self::Year => "year",
        }
    }
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// The query; see the module `query` for its language.
    pub query: String,
    /// In which order.
    pub sort: Sort,
    /// How many results at once.
    pub limit: usize,
    /// Where to go on: the `next` of an earlier answer.
    pub after: Option<String>,
    /// What to count.
    pub facets: Vec<Facet>,
    /// How many values of each facet.
    pub values: usize,
}

impl Default for Question {
    fn default() -> Self {
        Self {
            query: String::new(),
            sort: Sort::default(),
            limit: 20,
            after: None,
            facets: Vec::new(),
            values: 10,
        }
    }
}

/// A value of a facet, and how many statements have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Value {
    /// The value.
    pub value: String,
    /// How many.
    pub count: u64,
}

/// The counts of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Which facet.
    pub facet: &'static str,
    /// The most frequent values, the most frequent first.
    pub values: Vec<Value>,
    /// How many different values there are in all.
    pub different: usize,
}

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// How many statements there are in all.
    pub total: usize,
    /// These of them.
    pub hits: Vec<Hit>,
    /// Where to go on; nothing when these were the last.
    pub next: Option<String>,
    /// The counts.
    pub facets: Vec<Counts>,
}

impl Index {
    /// Answers a question. What the index has not followed yet is not found: see [`Index::follow`].
    ///
    /// Paging goes by the order of the results itself, so that what is added meanwhile neither repeats nor skips any of the
    /// others; only `Relevance`, where a new statement can change the weight of all, goes by position.
    ///
    /// # Errors
    /// The query or the cursor is not understood, or the record or index cannot be read.
    pub fn search(&self, record: &Record, question: &Question) -> Result<Answer, SearchError> {
        let query = parse(&question.query)?;
        let searcher = self.reader.searcher();
        let asked = self.asked(&query, &searcher)?;
        let counter = Facets {
            fields: question.facets.iter().map(|facet| facet.column()).collect(),
        };
        let (total, counted) = searcher.search(&asked, &counter).map_err(self.of())?;
        let facets = question
            .facets
            .iter()
            .zip(counted)
            .map(|(facet, counted)| {
                let different = counted.len();
                let mut values: Vec<Value> = counted
                    .into_iter()
                    .map(|(value, count)| Value { value, count })
                    .collect();
                values.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
                values.truncate(question.values);
                Counts {
                    facet: facet.as_str(),
                    values,
                    different,
                }
            })
            .collect();
        let (ids, next) = self.page(&searcher, asked, question)?;
        Ok(Answer {
            total: usize::try_from(total).unwrap_or(usize::MAX),
            // what was suppressed since the index followed is not shown either
            hits: record.hits(ids)?.into_iter().filter(is_shown).collect(),
            next,
            facets,
        })
    }

    /// Calls `each` with every statement that is found, without a limit, in the order of the question.
    ///
    /// # Errors
    /// Those of [`Index::search`], and those of `each`.
    pub fn every<E: From<SearchError>>(
        &self,
        record: &Record,
        question: &Question,
        mut each: impl FnMut(Hit) -> Result<(), E>,
    ) -> Result<(), E> {
        let query = parse(&question.query)?;
        let searcher = self.reader.searcher();
        let mut question = Question {
            limit: 1_000,
            facets: Vec::new(),
            ..question.clone()
        };
        loop {
            let asked = self.asked(&query, &searcher)?;
            let (ids, next) = self.page(&searcher, asked, &question)?;
            for hit in record
                .hits(ids)
                .map_err(SearchError::from)?
                .into_iter()
                .filter(is_shown)
            {
                each(hit)?;
            }
            match next {
                Some(next) => question.after = Some(next),
                None => return Ok(()),
            }
        }
    }

    /// What the index is asked.
    fn asked(&self, query: &Query, searcher: &tantivy::Searcher) -> Result<Box<dyn Asked>, SearchError> {
        shown(query, &self.fields, searcher).map_err(|error| error.into_search(&self.path))
    }

    /// The rows of one page, and where the next one begins.
    fn page(
        &self,
        searcher: &tantivy::Searcher,
        asked: Box<dyn Asked>,
        question: &Question,
    ) -> Result<(Vec<i64>, Option<String>), SearchError> {
        // room is kept for as many as are asked for; one above all that there are, so that the last page is known as the last
        let held = usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX);
        let limit = question.limit.clamp(1, held.saturating_add(1));
        let (column, field, order) = match question.sort {
            Sort::Newest => ("order", self.fields.order, Order::Desc),
            Sort::Oldest => ("order", self.fields.order, Order::Asc),
            Sort::Said => ("said_order", self.fields.said_order, Order::Desc),
            Sort::SaidFirst => ("said_order", self.fields.said_order, Order::Asc),
            Sort::Relevance => return self.page_by_score(searcher, &asked, question, limit),
        };
        let asked = match &question.after {
            None => asked,
            Some(after) => {
                let last = after
                    .strip_prefix('o')
                    .and_then(|number| u64::from_str_radix(number, 16).ok())
                    .filter(|last| by_order(*last) == *after)
                    .ok_or_else(|| SearchError::Cursor(after.clone()))?;
                let last = Bound::Excluded(Term::from_field_u64(field, last));
                let rest = match order {
                    Order::Desc => RangeQuery::new(Bound::Unbounded, last),
                    Order::Asc => RangeQuery::new(last, Bound::Unbounded),
                };
                Box::new(BooleanQuery::new(vec![
                    (Occur::Must, asked),
                    (Occur::Must, Box::new(rest)),
                ]))
            }
        };
        let found = searcher
            .search(
                &asked,
                &TopDocs::with_limit(limit).order_by_fast_field::<u64>(column, order),
            )
            .map_err(self.of())?;
        let next = found
            .last()
            .filter(|_| found.len() == limit)
            .and_then(|(last, _)| last.map(by_order));
        let ids = self.rows(searcher, found.iter().map(|(_, address)| *address))?;
        Ok((ids, next))
    }

    fn page_by_score(
        &self,
        searcher: &tantivy::Searcher,
        asked: &dyn Asked,
        question: &Question,
        limit: usize,
    ) -> Result<(Vec<i64>, Option<String>), SearchError> {
        let from = match &question.after {
            None => 0,
            Some(after) => after
                .strip_prefix('p')
                .and_then(|number| number.parse::<usize>().ok())
                .filter(|from| by_position(*from) == *after)
                .ok_or_else(|| SearchError::Cursor(after.clone()))?,
        };
        if u64::try_from(from).is_ok_and(|from| from >= searcher.num_docs()) {
            return Ok((Vec::new(), None));
        }
        let found: Vec<(Score, DocAddress)> = searcher
            .search(
                asked,
                &TopDocs::with_limit(limit).and_offset(from).order_by_score(),
            )
            .map_err(self.of())?;
        let next = (found.len() == limit).then(|| by_position(from + limit));
        let ids = self.rows(searcher, found.iter().map(|(_, address)| *address))?;
        Ok((ids, next))
    }

    /// The rows of statements.
    fn rows(
        &self,
        searcher: &tantivy::Searcher,
        found: impl Iterator<Item = DocAddress>,
    ) -> Result<Vec<i64>, SearchError> {
        let row = |address: DocAddress| -> tantivy::Result<Option<i64>> {
            let column = searcher
                .segment_reader(address.segment_ord)
                .fast_fields()
                .u64("statement")?;
            Ok(column
                .first(address.doc_id)
                .and_then(|row| i64::try_from(row).ok()))
        };
        found
            .filter_map(|address| row(address).transpose())
            .collect::<tantivy::Result<Vec<i64>>>()
            .map_err(self.of())
    }
}

/// The cursor behind a place in the order.
fn by_order(last: u64) -> String {
    format!("o{last:x}")
}

/// The cursor of a position.
fn by_position(from: usize) -> String {
    format!("p{from}")
}

fn is_shown(hit: &Hit) -> bool {
    hit.review.as_deref() != Some("suppressed")
}
