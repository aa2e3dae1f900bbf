//! The texts that were published first, of any number.

use std::collections::BinaryHeap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// Collects the first `most` versions by day (undated last) and row, and counts all.
pub(crate) struct Earliest {
    pub(crate) most: usize,
}

/// Those of one segment.
pub(crate) struct Of {
    most: usize,
    rows: Column<u64>,
    days: Column<i64>,
    /// The last one on top.
    first: BinaryHeap<(i64, i64)>,
    found: usize,
}

impl Collector for Earliest {
    type Fruit = (Vec<(i64, i64)>, usize);
    type Child = Of;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<Of> {
        Ok(Of {
            most: self.most,
            rows: segment.fast_fields().u64("version")?,
            days: segment.fast_fields().i64("published")?,
            first: BinaryHeap::new(),
            found: 0,
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        let found = fruits.iter().map(|(_, found)| found).sum();
        let mut first: Vec<(i64, i64)> = fruits.into_iter().flat_map(|(first, _)| first).collect();
        first.sort_unstable();
        first.truncate(self.most);
        Ok((first, found))
    }
}

impl SegmentCollector for Of {
    type Fruit = (Vec<(i64, i64)>, usize);

    fn collect(&mut self, doc: DocId, _: Score) {
        let Some(row) = self.rows.first(doc).and_then(|row| i64::try_from(row).ok()) else {
            return;
        };
        self.found += 1;
        let place = (self.days.first(doc).unwrap_or(i64::MAX), row);
        if self.first.len() >= self.most {
            match self.first.peek() {
                Some(last) if place < *last => self.first.pop(),
                _ => return,
            };
        }
        self.first.push(place);
    }

    fn harvest(self) -> Self::Fruit {
        (self.first.into_vec(), self.found)
    }
}
