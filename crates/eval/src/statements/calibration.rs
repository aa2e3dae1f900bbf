//! Whether confidences mean what they say.

use crate::figures::round1;
use crate::table::{Table, figure};
use serde::Serialize;
use std::fmt;

/// Bins of equal width from 0 to 1.
pub const BINS: usize = 10;

/// How confidences compare with how often they are right.
///
/// A statement is right when it finds a gold statement; one that finds an optional gold statement is left out. A speaker
/// or candidate is right when gold has the name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Calibration {
    /// Expected calibration error, in per cent: the mean distance between confidence and accuracy over the bins,
    /// weighted by their predictions.
    pub ece: f64,
    /// Predictions judged.
    pub n: u64,
    /// The bins that hold predictions.
    pub bins: Vec<Bin>,
}

/// Predictions of about the same confidence.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// Lowest confidence, in per cent; included.
    pub from: f64,
    /// Highest confidence, in per cent; excluded except in the last bin.
    pub to: f64,
    /// Predictions.
    pub n: u64,
    /// Their mean confidence, in per cent.
    pub confidence: f64,
    /// How many of them are right, in per cent.
    pub accuracy: f64,
}

impl Calibration {
    /// From each prediction's confidence and whether it is right; a confidence that is no number counts as 0.
    pub(crate) fn of(predictions: &[(f32, bool)]) -> Self {
        let mut sums = [(0u64, 0.0f64, 0u64); BINS];
        for &(confidence, right) in predictions {
            let confidence = f64::from(confidence);
            let confidence = if confidence.is_nan() {
                0.0
            } else {
                confidence.clamp(0.0, 1.0)
            };
            let bin = ((confidence * BINS as f64) as usize).min(BINS - 1);
            if let Some((n, sum, rights)) = sums.get_mut(bin) {
                *n += 1;
                *sum += confidence;
                *rights += u64::from(right);
            }
        }
        let total = predictions.len() as f64;
        let mut ece = 0.0;
        let mut bins = Vec::new();
        for (i, &(n, sum, rights)) in sums.iter().enumerate().filter(|(_, (n, _, _))| *n > 0) {
            let (confidence, accuracy) = (sum / n as f64, rights as f64 / n as f64);
            ece += n as f64 / total * (confidence - accuracy).abs();
            let edge = |i: usize| round1(100.0 * i as f64 / BINS as f64);
            bins.push(Bin {
                from: edge(i),
                to: edge(i + 1),
                n,
                confidence: round1(100.0 * confidence),
                accuracy: round1(100.0 * accuracy),
            });
        }
        Self {
            ece: round1(100.0 * ece),
            n: predictions.len() as u64,
            bins,
        }
    }
}

impl Calibration {
    /// The reliability table of what is called `what`, in per cent.
    pub fn table(&self, what: &str) -> String {
        let mut table = Table::new(&[what, "predictions", "mean", "right"]);
        for bin in &self.bins {
            table.row(vec![
                format!("{:.0}–{:.0}", bin.from, bin.to),
                bin.n.to_string(),
                figure(bin.confidence),
                figure(bin.accuracy),
            ]);
        }
        table.to_string()
    }
}

impl fmt::Display for Calibration {
    /// The reliability table, in per cent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.table("confidence"))
    }
}

#[cfg(test)]
mod tests {
    use super::Calibration;

    #[test]
    fn error_is_weighted_by_bin() {
        let calibration = Calibration::of(&[(0.9375, true), (1.0, false), (0.5, true), (0.5, false)]);
        assert_eq!(calibration.ece, 23.4); // half of |96.9 - 50|, half of |50 - 50|
        let bins: Vec<_> = calibration
            .bins
            .iter()
            .map(|bin| (bin.from, bin.n, bin.accuracy))
            .collect();
        assert_eq!(bins, [(50.0, 2, 50.0), (90.0, 2, 50.0)]);
    }

    #[test]
    fn strange_confidences_do_not_panic() {
        assert_eq!(Calibration::of(&[]).ece, 0.0);
        assert_eq!(
            Calibration::of(&[(f32::NAN, true), (7.0, true), (-1.0, false)])
                .bins
                .len(),
            2
        );
    }
}
