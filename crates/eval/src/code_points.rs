//! Sets of code points, kept as ranges.

use onrecord_record::Span;

/// A set of code points of one text, as sorted ranges that neither overlap nor touch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodePoints(Vec<(u32, u32)>);

impl CodePoints {
    /// The points of all `ranges` (half-open); empty and reversed ones hold none.
    pub fn new(ranges: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut ranges: Vec<(u32, u32)> = ranges.into_iter().filter(|(start, end)| start < end).collect();
        ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (start, end) in ranges {
            match merged.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => merged.push((start, end)),
            }
        }
        Self(merged)
    }

    /// The points of all `spans`.
    pub fn of(spans: &[Span]) -> Self {
        Self::new(spans.iter().map(|span| (span.start, span.end)))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> u64 {
        self.0.iter().map(|(start, end)| u64::from(end - start)).sum()
    }

    /// The ranges, in order.
    pub fn ranges(&self) -> &[(u32, u32)] {
        &self.0
    }

    /// How many points are in both sets.
    pub fn shared(&self, other: &Self) -> u64 {
        let (mut a, mut b, mut shared) = (self.0.iter().peekable(), other.0.iter().peekable(), 0);
        while let (Some(&&(a_start, a_end)), Some(&&(b_start, b_end))) = (a.peek(), b.peek()) {
            shared += u64::from(a_end.min(b_end).saturating_sub(a_start.max(b_start)));
            if a_end <= b_end {
                a.next();
            } else {
                b.next();
            }
        }
        shared
    }

    /// Whether any point is in both sets.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.shared(other) > 0
    }

    /// Points in both sets over points in either; 0 when both are empty.
    pub fn iou(&self, other: &Self) -> f64 {
        let shared = self.shared(other);
        let either = self.len() + other.len() - shared;
        if either == 0 {
            0.0
        } else {
            shared as f64 / either as f64
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CodePoints;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn ranges() -> impl Strategy<Value = Vec<(u32, u32)>> {
        proptest::collection::vec((0u32..60, 0u32..60), 0..8)
    }

    proptest! {
        #[test]
        fn agrees_with_sets(a in ranges(), b in ranges()) {
            let set = |r: &[(u32, u32)]| r.iter().flat_map(|&(s, e)| s..e).collect::<BTreeSet<u32>>();
            let (x, y) = (set(&a), set(&b));
            let (a, b) = (CodePoints::new(a), CodePoints::new(b));
            prop_assert_eq!(a.len() as usize, x.len());
            prop_assert_eq!(a.shared(&b) as usize, x.intersection(&y).count());
            prop_assert_eq!(a.overlaps(&b), !x.is_disjoint(&y));
            let union = x.union(&y).count();
            let iou = if union == 0 { 0.0 } else { x.intersection(&y).count() as f64 / union as f64 };
            prop_assert_eq!(a.iou(&b).to_bits(), iou.to_bits());
            prop_assert!(a.ranges().windows(2).all(|pair| pair[0].1 < pair[1].0));
        }
    }

    #[test]
    fn extreme_ranges_do_not_overflow() {
        let all = CodePoints::new([(0, u32::MAX), (5, 1)]);
        assert_eq!(all.len(), u64::from(u32::MAX));
        assert_eq!(all.iou(&all), 1.0);
    }
}
