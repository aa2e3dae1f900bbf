//! From a query to what the index is asked.

use crate::denied::Denied;
use crate::error::SearchError;
use crate::fields::Fields;
use crate::query::{DayField, ExactField, Query, WordField};
use std::ops::Bound;
use std::path::Path;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, PhrasePrefixQuery, PhraseQuery,
    Query as Asked, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, TantivyError, Term};

/// Words of a segment that may begin alike, where others stand in front of them: each of them is read beside the others.
const MOST: u32 = 1_000;

/// Why the index cannot be asked.
pub(crate) enum PlanError {
    Index(TantivyError),
    /// More than [`MOST`] words begin so.
    Wide(String),
}

impl PlanError {
    pub(crate) fn into_search(self, path: &Path) -> SearchError {
        match self {
            Self::Index(error) => crate::error::of(path)(error),
            Self::Wide(prefix) => SearchError::Wide { prefix, most: MOST },
        }
    }
}

impl From<TantivyError> for PlanError {
    fn from(error: TantivyError) -> Self {
        Self::Index(error)
    }
}

type Planned = Result<Box<dyn Asked>, PlanError>;

/// What is shown of statements unless the query says otherwise: those of the newest versions, not rejected.
pub(crate) fn shown(query: &Query, f: &Fields, searcher: &Searcher) -> Planned {
    let mut all = vec![(Occur::Must, asked(query, f, searcher)?)];
    all.push((Occur::Must, unscored(exists_statement(f))));
    if !query.speaks_of(ExactField::Version) {
        let newest = Term::from_field_bool(f.newest, true);
        all.push((
            Occur::Must,
            unscored(Box::new(TermQuery::new(newest, IndexRecordOption::Basic))),
        ));
    }
    if !query.asks_for(ExactField::Review, "rejected") {
        let rejected = Term::from_field_text(f.review, "rejected");
        all.push((
            Occur::MustNot,
            Box::new(TermQuery::new(rejected, IndexRecordOption::Basic)),
        ));
    }
    Ok(Box::new(BooleanQuery::new(all)))
}

/// Statements, not texts of versions: only they have a kind.
fn exists_statement(f: &Fields) -> Box<dyn Asked> {
    let kinds = ["direct", "indirect", "mixed"].map(|kind| (Occur::Should, term(f.kind, kind)));
    Box::new(BooleanQuery::new(kinds.into()))
}

fn term(field: Field, value: &str) -> Box<dyn Asked> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, value),
        IndexRecordOption::Basic,
    ))
}

/// Does not count for relevance.
fn unscored(query: Box<dyn Asked>) -> Box<dyn Asked> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn asked(query: &Query, f: &Fields, searcher: &Searcher) -> Planned {
    let each = |all: &[Query], occur: Occur| {
        let parts: Result<Vec<_>, PlanError> = all
            .iter()
            .map(|part| Ok((occur, asked(part, f, searcher)?)))
            .collect();
        Ok::<_, PlanError>(Box::new(BooleanQuery::new(parts?)))
    };
    Ok(match query {
        Query::All => unscored(Box::new(AllQuery)),
        Query::And(all) => each(all, Occur::Must)?,
        Query::Or(any) => each(any, Occur::Should)?,
        Query::Not(not) => Box::new(Denied(asked(not, f, searcher)?)),
        Query::Words { field, words, prefix } => {
            let place = word_field(*field, f);
            let found = if *prefix {
                beginning(place, words, searcher)?
            } else {
                phrase(place, words)
            };
            // where words of the content were asked for, they tell what is relevant
            if *field == WordField::Content {
                found
            } else {
                Box::new(BoostQuery::new(found, 0.2))
            }
        }
        Query::Is { field, value } => unscored(is(*field, value, f)),
        Query::Days { field, from, to } => unscored(in_days(*field, *from, *to, f)),
        Query::Confidence { from, to } => {
            let bound = |value| Bound::Included(Term::from_field_f64(f.confidence, value));
            unscored(Box::new(RangeQuery::new(bound(*from), bound(*to))))
        }
    })
}

fn word_field(field: WordField, f: &Fields) -> Field {
    match field {
        WordField::Content => f.content,
        WordField::Speaker => f.speaker,
        WordField::Role => f.role,
        WordField::Org => f.org,
        WordField::Outlet => f.outlet,
        WordField::Place => f.place,
        WordField::Via => f.via,
        WordField::Cue => f.cue,
        WordField::Title => f.title,
    }
}

/// Words in this order, one behind the other.
pub(crate) fn phrase(field: Field, words: &[String]) -> Box<dyn Asked> {
    match words {
        [only] => Box::new(TermQuery::new(
            Term::from_field_text(field, only),
            IndexRecordOption::WithFreqs,
        )),
        _ => Box::new(PhraseQuery::new(terms(field, words))),
    }
}

/// The same, and the last word only begins so.
fn beginning(field: Field, words: &[String], searcher: &Searcher) -> Planned {
    let mut phrase = PhrasePrefixQuery::new(terms(field, words));
    let [.., _, prefix] = words else {
        // one word alone: what begins so is gone through, and no room is kept for it
        phrase.set_max_expansions(u32::MAX);
        return Ok(Box::new(phrase));
    };
    let most = beginning_so(field, prefix, searcher)?;
    if most > MOST {
        return Err(PlanError::Wide(prefix.clone()));
    }
    // the index keeps room for so many words, whether there are any or not
    phrase.set_max_expansions(most.max(1));
    Ok(Box::new(phrase))
}

/// How many words of a segment begin like this, at most; no more than one above [`MOST`] are counted.
fn beginning_so(field: Field, prefix: &str, searcher: &Searcher) -> tantivy::Result<u32> {
    let mut most = 0;
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut words = index.terms().range().ge(prefix.as_bytes()).into_stream()?;
        let mut count = 0;
        while count <= MOST && words.advance() && words.key().starts_with(prefix.as_bytes()) {
            count += 1;
        }
        most = most.max(count);
    }
    Ok(most)
}

fn terms(field: Field, words: &[String]) -> Vec<Term> {
    words
        .iter()
        .map(|word| Term::from_field_text(field, word))
        .collect()
}

fn is(field: ExactField, value: &str, f: &Fields) -> Box<dyn Asked> {
    let number = value.parse::<u64>().unwrap_or(0);
    let of = |term: Term| -> Box<dyn Asked> { Box::new(TermQuery::new(term, IndexRecordOption::Basic)) };
    match field {
        ExactField::Kind => term(f.kind, value),
        ExactField::Mode => term(f.mode, value),
        ExactField::Person => term(f.person, value),
        ExactField::Article => term(f.key, value),
        ExactField::Review => term(f.review, value),
        ExactField::Version if value == "all" => Box::new(AllQuery),
        ExactField::Version => of(Term::from_field_u64(f.number, number)),
        ExactField::Group => of(Term::from_field_u64(f.group, number)),
    }
}

/// Days in a range; for days on which something was said, ranges that have a day in common.
fn in_days(field: DayField, from: i64, to: i64, f: &Fields) -> Box<dyn Asked> {
    let at_least = |field: Field| -> Box<dyn Asked> {
        Box::new(RangeQuery::new(
            Bound::Included(Term::from_field_i64(field, from)),
            Bound::Unbounded,
        ))
    };
    let at_most = |field: Field| -> Box<dyn Asked> {
        Box::new(RangeQuery::new(
            Bound::Unbounded,
            Bound::Included(Term::from_field_i64(field, to)),
        ))
    };
    match field {
        DayField::Published => Box::new(RangeQuery::new(
            Bound::Included(Term::from_field_i64(f.published, from)),
            Bound::Included(Term::from_field_i64(f.published, to)),
        )),
        DayField::Said => Box::new(BooleanQuery::new(vec![
            (Occur::Must, at_most(f.said_from)),
            (Occur::Must, at_least(f.said_to)),
        ])),
    }
}
