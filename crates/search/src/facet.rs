//! Counting values over everything that was found.

use std::collections::BTreeMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// Counts the values of some fields. A document with several values counts for each of them once.
pub(crate) struct Facets {
    pub(crate) fields: Vec<&'static str>,
}

pub(crate) struct SegmentFacets {
    columns: Vec<Option<Counts>>,
}

struct Counts {
    column: StrColumn,
    counts: Vec<u64>,
}

/// For each field: how often each value was found.
pub(crate) type Counted = Vec<BTreeMap<String, u64>>;

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
                    column,
                }))
            })
            .collect();
        Ok(SegmentFacets { columns: columns? })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Counted>>) -> tantivy::Result<Counted> {
        let mut all: Counted = vec![BTreeMap::new(); self.fields.len()];
        for segment in segments {
            for (sum, counted) in all.iter_mut().zip(segment?) {
                if sum.is_empty() {
                    *sum = counted;
                    continue;
                }
                for (value, count) in counted {
                    *sum.entry(value).or_default() += count;
                }
            }
        }
        Ok(all)
    }
}

impl SegmentCollector for SegmentFacets {
    type Fruit = tantivy::Result<Counted>;

    fn collect(&mut self, doc: DocId, _: Score) {
        for counts in self.columns.iter_mut().flatten() {
            let mut before = None;
            for ord in counts.column.ords().values_for_doc(doc) {
                if before != Some(ord)
                    && let Some(count) = usize::try_from(ord)
                        .ok()
                        .and_then(|ord| counts.counts.get_mut(ord))
                {
                    *count += 1;
                }
                before = Some(ord);
            }
        }
    }

    fn harvest(self) -> tantivy::Result<Counted> {
        self.columns
            .into_iter()
            .map(|counts| {
                let Some(Counts { column, counts }) = counts else {
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
            .collect()
    }
}
