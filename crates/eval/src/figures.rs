//! Precision, recall and what else is counted.

use serde::Serialize;
use std::ops::AddAssign;

/// Rounds to one decimal, as printed: correctly from the binary value, ties to even.
pub(crate) fn round1(value: f64) -> f64 {
    format!("{value:.1}").parse().unwrap_or(value)
}

/// Counts behind precision and recall.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Predictions that are right.
    pub(crate) right: u64,
    /// Predictions.
    pub(crate) predicted: u64,
    /// Gold items that are found.
    pub(crate) found: u64,
    /// Gold items.
    pub(crate) gold: u64,
}

impl AddAssign<&Tally> for Tally {
    fn add_assign(&mut self, other: &Tally) {
        self.right += other.right;
        self.predicted += other.predicted;
        self.found += other.found;
        self.gold += other.gold;
    }
}

impl Tally {
    /// Counts a gold item and whether it is found.
    pub(crate) fn ask(&mut self, found: bool) {
        self.gold += 1;
        self.found += u64::from(found);
    }

    /// Counts a prediction and whether it is right.
    pub(crate) fn hold(&mut self, right: bool) {
        self.predicted += 1;
        self.right += u64::from(right);
    }

    /// Precision, recall and F in per cent, not rounded; 0 where there is nothing to divide by.
    pub(crate) fn prf(&self) -> [f64; 3] {
        let share = |part: u64, whole: u64| {
            if whole == 0 {
                0.0
            } else {
                part as f64 / whole as f64
            }
        };
        let (p, r) = (share(self.right, self.predicted), share(self.found, self.gold));
        // The order of operations is the reference scorer's, so that rounding falls the same way.
        let f = if p + r > 0.0 { 200.0 * p * r / (p + r) } else { 0.0 };
        [100.0 * p, 100.0 * r, f]
    }

    pub(crate) fn figures(&self) -> Figures {
        let [p, r, f] = self.prf().map(round1);
        Figures {
            p,
            r,
            f,
            gold: self.gold,
            predicted: self.predicted,
            intervals: None,
        }
    }
}

/// Precision, recall and their harmonic mean, in per cent, rounded to one decimal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// Precision: right predictions among all.
    pub p: f64,
    /// Recall: gold items found among all.
    pub r: f64,
    /// Harmonic mean of both.
    pub f: f64,
    /// Gold items asked for.
    pub gold: u64,
    /// Predictions held against the gold.
    pub predicted: u64,
    /// 95 % bootstrap intervals over articles, where they were drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intervals: Option<Intervals>,
}

impl Figures {
    /// With the next three of `intervals` (precision, recall, F).
    pub(crate) fn with(mut self, intervals: &mut impl Iterator<Item = Option<[f64; 2]>>) -> Self {
        let mut next = || intervals.next().flatten().map(|interval| interval.map(round1));
        let three = (next(), next(), next());
        if let (Some(p), Some(r), Some(f)) = three {
            self.intervals = Some(Intervals { p, r, f });
        }
        self
    }
}

/// 95 % intervals, from and to, in per cent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Intervals {
    /// Of precision.
    pub p: [f64; 2],
    /// Of recall.
    pub r: [f64; 2],
    /// Of F.
    pub f: [f64; 2],
}

/// How often something is right, in per cent, rounded to one decimal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Accuracy {
    /// Per cent right.
    pub acc: f64,
    /// Of how many.
    pub n: u64,
    /// 95 % bootstrap interval over articles, where it was drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<[f64; 2]>,
}

#[cfg(test)]
mod tests {
    use super::{Tally, round1};

    #[test]
    fn rounds_as_python_does() {
        for (value, rounded) in [
            (0.25, 0.2),
            (0.35, 0.3),
            (0.75, 0.8),
            (2.5, 2.5),
            (0.05, 0.1),
            (66.666, 66.7),
            (99.95, 100.0),
        ] {
            assert_eq!(round1(value), rounded, "{value}");
        }
        assert!(round1(f64::NAN).is_nan());
    }

    #[test]
    fn nothing_to_divide_by_is_zero() {
        assert_eq!(Tally::default().prf(), [0.0; 3]);
        let tally = Tally {
            right: 1,
            predicted: 2,
            found: 1,
            gold: 4,
        };
        let figures = tally.figures();
        assert_eq!((figures.p, figures.r, figures.f), (50.0, 25.0, 33.3));
    }
}
