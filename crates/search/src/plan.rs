//! From a query to what the index is asked.

use crate::fields::Fields;
use crate::query::{DayField, ExactField, Query, WordField};
use std::ops::Bound;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, PhrasePrefixQuery, PhraseQuery,
    Query as Asked, RangeQuery, RegexQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

/// What is shown of statements unless the query says otherwise: those of the newest versions, not rejected.
pub(crate) fn shown(query: &Query, f: &Fields) -> tantivy::Result<Box<dyn Asked>> {
    let mut all = vec![(Occur::Must, asked(query, f)?)];
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

fn asked(query: &Query, f: &Fields) -> tantivy::Result<Box<dyn Asked>> {
    Ok(match query {
        Query::All => unscored(Box::new(AllQuery)),
        Query::And(all) => {
            let mut parts = Vec::with_capacity(all.len() + 1);
            for part in all {
                match part {
                    Query::Not(not) => parts.push((Occur::MustNot, asked(not, f)?)),
                    part => parts.push((Occur::Must, asked(part, f)?)),
                }
            }
            if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                parts.push((Occur::Must, unscored(Box::new(AllQuery))));
            }
            Box::new(BooleanQuery::new(parts))
        }
        Query::Or(any) => {
            let parts: tantivy::Result<Vec<_>> = any
                .iter()
                .map(|part| Ok((Occur::Should, asked(part, f)?)))
                .collect();
            Box::new(BooleanQuery::new(parts?))
        }
        Query::Not(_) => asked(&Query::And(vec![query.clone()]), f)?,
        Query::Words { field, words, prefix } => {
            let found = phrase(word_field(*field, f), words, *prefix)?;
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
pub(crate) fn phrase(field: Field, words: &[String], prefix: bool) -> tantivy::Result<Box<dyn Asked>> {
    let terms: Vec<Term> = words
        .iter()
        .map(|word| Term::from_field_text(field, word))
        .collect();
    Ok(match (words, prefix) {
        // the words of the index hold letters and digits alone, so nothing of them is a sign of a pattern
        ([only], true) => Box::new(RegexQuery::from_pattern(&format!("{only}.*"), field)?),
        ([_], false) => Box::new(TermQuery::new(
            terms
                .into_iter()
                .next()
                .unwrap_or_else(|| Term::from_field_text(field, "")),
            IndexRecordOption::WithFreqs,
        )),
        (_, true) => {
            let mut phrase = PhrasePrefixQuery::new(terms);
            phrase.set_max_expansions(u32::MAX);
            Box::new(phrase)
        }
        (_, false) => Box::new(PhraseQuery::new(terms)),
    })
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
