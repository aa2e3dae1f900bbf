//! Counting values over everything that was found.

use std::collections::BTreeMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Cardinality, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// Counts the values of some fields. A document with several values counts for each of them once.
pub(crate) struct Facets {
    pub(crate) fields: Vec<&'static str>,
}

pub(crate) struct SegmentFacets {
    found: u64,
    columns: Vec<Option<Counts>>,
    /// First values of a block of documents.
    block: Vec<Option<u64>>,
}

struct Counts {
    column: StrColumn,
    /// No document has more than one value.
    single: bool,
    counts: Vec<u64>,
}

/// How many documents were found, and for each field: how often each value was.
pub(crate) type Counted = (u64, Vec<BTreeMap<String, u64>>);

impl Collector for Facets {
    type Fruit = Counted;
    type Child = SegmentFacets;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentFacets> {
        let columns: tantivy::Result<_> = self
            .fields
            .iter()
            .map(|field| {
                let column = segment.fast_fields().str(field)?;
                Ok(column.map(|column| Counts {
                    counts: vec![0; column.num_terms()],
                    single: column.ords().get_cardinality() != Cardinality::Multivalued,
                    column,
                }))
            })
            .collect();
        Ok(SegmentFacets {
            found: 0,
            columns: columns?,
            block: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Counted>>) -> tantivy::Result<Counted> {
        let mut found = 0;
        let mut all = vec![BTreeMap::new(); self.fields.len()];
        for segment in segments {
            let (of_segment, counted) = segment?;
            found += of_segment;
            for (sum, counted) in all.iter_mut().zip(counted) {
                if sum.is_empty() {
                    *sum = counted;
                    continue;
                }
                for (value, count) in counted {
                    *sum.entry(value).or_default() += count;
                }
            }
        }
        Ok((found, all))
    }
}

impl SegmentCollector for SegmentFacets {
    type Fruit = tantivy::Result<Counted>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.collect_block(&[doc]);
    }

    /// Values are fetched by the block: one by one, that takes many times as long.
    fn collect_block(&mut self, docs: &[DocId]) {
        self.found += docs.len() as u64;
        for counts in self.columns.iter_mut().flatten() {
            let mut count = |ord: u64| {
                if let Some(count) = usize::try_from(ord)
                    .ok()
                    .and_then(|ord| counts.counts.get_mut(ord))
                {
                    *count += 1;
                }
            };
            if counts.single {
                self.block.clear();
                self.block.resize(docs.len(), None);
                counts.column.ords().first_vals(docs, &mut self.block);
                self.block.iter().copied().flatten().for_each(&mut count);
                continue;
            }
            for &doc in docs {
                let mut before = None;
                for ord in counts.column.ords().values_for_doc(doc) {
                    if before != Some(ord) {
                        count(ord);
                    }
                    before = Some(ord);
                }
            }
        }
    }

    fn harvest(self) -> tantivy::Result<Counted> {
        let values: tantivy::Result<_> = self
            .columns
            .into_iter()
            .map(|counts| {
                let Some(Counts { column, counts, .. }) = counts else {
                    return Ok(BTreeMap::new());
                };
                let found: Vec<u64> = (0u64..)
                    .zip(&counts)
                    .filter(|(_, n)| **n > 0)
                    .map(|(ord, _)| ord)
                    .collect();
                let mut values = BTreeMap::new();
                let mut value = String::new();
                for ord in found {
                    value.clear();
                    if column.ord_to_str(ord, &mut value)? {
                        let count = usize::try_from(ord)
                            .ok()
                            .and_then(|ord| counts.get(ord))
                            .copied()
                            .unwrap_or(0);
                        values.insert(value.clone(), count);
                    }
                }
                Ok(values)
            })
            .collect();
        Ok((self.found, values?))
    }
}
