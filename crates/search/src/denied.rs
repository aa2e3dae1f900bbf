//! Everything but what a query finds.
//!
//! The index's own exclusion asks a query for documents that lie behind those that the query has reached, which queries for words in their
//! order do not allow, and an exclusion that stands alone excludes from nothing. Here what is denied only ever moves forward.

use tantivy::query::{EnableScoring, Explanation, Query as Asked, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

/// Finds what another query does not. Counts nothing for relevance.
#[derive(Debug)]
pub(crate) struct Denied(pub(crate) Box<dyn Asked>);

impl Clone for Denied {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Asked for Denied {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let unscored = EnableScoring::Disabled {
            schema: scoring.schema(),
            searcher_opt: scoring.searcher(),
        };
        Ok(Box::new(DeniedWeight(self.0.weight(unscored)?)))
    }
}

struct DeniedWeight(Box<dyn Weight>);

impl Weight for DeniedWeight {
    fn scorer(&self, reader: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(Others::of(
            self.0.scorer(reader, 1.0)?,
            reader.max_doc(),
        )))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut others = self.scorer(reader, 1.0)?;
        if others.doc() <= doc && others.seek(doc) == doc {
            return Ok(Explanation::new("not what is denied", 0.0));
        }
        Err(TantivyError::InvalidArgument(format!("document {doc} is denied")))
    }
}

/// The documents of a segment that `denied` does not have. Those that were taken out are among them, as everywhere in the index.
struct Others<D> {
    denied: D,
    doc: DocId,
    end: DocId,
}

impl<D: DocSet> Others<D> {
    fn of(denied: D, end: DocId) -> Self {
        let mut others = Self { denied, doc: 0, end };
        others.go(0);
        others
    }

    /// Goes to the first document from `doc` on that is not denied.
    fn go(&mut self, mut doc: DocId) -> DocId {
        let mut denied = self.denied.doc();
        while doc < self.end {
            if denied < doc {
                denied = self.denied.seek(doc);
            }
            if denied != doc {
                self.doc = doc;
                return doc;
            }
            denied = self.denied.advance();
            doc += 1;
        }
        self.doc = TERMINATED;
        TERMINATED
    }
}

impl<D: DocSet> DocSet for Others<D> {
    fn advance(&mut self) -> DocId {
        // the end is below what stands for no document, so one more is a number still
        self.go(self.doc.saturating_add(1))
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc {
            return self.doc;
        }
        self.go(target)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.end.saturating_sub(self.denied.size_hint())
    }
}

impl<D: DocSet + 'static> Scorer for Others<D> {
    fn score(&mut self) -> Score {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Documents in their order, the next one last.
    struct Few(Vec<DocId>);

    impl DocSet for Few {
        fn advance(&mut self) -> DocId {
            self.0.pop();
            self.doc()
        }

        fn doc(&self) -> DocId {
            self.0.last().copied().unwrap_or(TERMINATED)
        }

        fn size_hint(&self) -> u32 {
            0
        }
    }

    fn others(denied: &[DocId], end: DocId) -> Others<Few> {
        Others::of(Few(denied.iter().rev().copied().collect()), end)
    }

    proptest::proptest! {
        #[test]
        fn all_but_the_denied_come_in_order(
            denied in proptest::collection::btree_set(0u32..40, 0..40),
            end in 0u32..40,
            targets in proptest::collection::vec(0u32..45, 0..6),
        ) {
            let all: Vec<DocId> = denied.iter().copied().collect();
            let left: Vec<DocId> = (0..end).filter(|doc| !denied.contains(doc)).collect();
            let mut each = others(&all, end);
            for doc in &left {
                proptest::prop_assert_eq!(each.doc(), *doc);
                each.advance();
            }
            proptest::prop_assert_eq!(each.doc(), TERMINATED);
            proptest::prop_assert_eq!(each.advance(), TERMINATED);
            let mut sought = others(&all, end);
            let mut targets = targets;
            targets.sort_unstable();
            for target in targets {
                if target < sought.doc() {
                    continue;
                }
                let next = left.iter().copied().find(|doc| *doc >= target).unwrap_or(TERMINATED);
                proptest::prop_assert_eq!(sought.seek(target), next);
            }
        }
    }
}
