//! One-to-one matching of predicted and gold contents.

use crate::code_points::CodePoints;

/// Intersection over union from which a prediction finds a gold content.
pub(crate) const FOUND: f64 = 0.5;

/// A prediction that finds a gold content.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Match {
    pub(crate) iou: f64,
    pub(crate) gold: usize,
    pub(crate) predicted: usize,
}

/// Matches greedily, best first; of equal pairs the later gold content goes first, then the later prediction.
pub(crate) fn greedy(gold: &[CodePoints], predicted: &[CodePoints]) -> Vec<Match> {
    let mut pairs = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, p) in predicted.iter().enumerate() {
            let iou = g.iou(p);
            if iou >= FOUND {
                pairs.push(Match {
                    iou,
                    gold: i,
                    predicted: j,
                });
            }
        }
    }
    pairs.sort_by(|a, b| {
        b.iou
            .total_cmp(&a.iou)
            .then((b.gold, b.predicted).cmp(&(a.gold, a.predicted)))
    });
    let mut gold_taken = vec![false; gold.len()];
    let mut predicted_taken = vec![false; predicted.len()];
    pairs.retain(|pair| {
        match (
            gold_taken.get_mut(pair.gold),
            predicted_taken.get_mut(pair.predicted),
        ) {
            (Some(g @ false), Some(p @ false)) => {
                (*g, *p) = (true, true);
                true
            }
            _ => false,
        }
    });
    pairs
}

#[cfg(test)]
mod tests {
    use super::{CodePoints, greedy};

    fn set(start: u32, end: u32) -> CodePoints {
        CodePoints::new([(start, end)])
    }

    #[test]
    fn best_first_and_one_to_one() {
        let found = greedy(&[set(0, 10), set(0, 8)], &[set(0, 8), set(0, 10), set(20, 30)]);
        let pairs: Vec<(usize, usize)> = found.iter().map(|m| (m.gold, m.predicted)).collect();
        assert_eq!(pairs, [(1, 0), (0, 1)]);
    }

    #[test]
    fn of_equal_pairs_the_later_goes_first() {
        let found = greedy(&[set(0, 10), set(0, 10)], &[set(0, 10), set(0, 10), set(0, 10)]);
        let pairs: Vec<(usize, usize)> = found.iter().map(|m| (m.gold, m.predicted)).collect();
        assert_eq!(pairs, [(1, 2), (0, 1)]);
    }

    #[test]
    fn half_is_enough_and_less_is_not() {
        assert_eq!(greedy(&[set(0, 10)], &[set(0, 5)]).len(), 1);
        assert!(greedy(&[set(0, 11)], &[set(0, 5)]).is_empty());
        assert!(greedy(&[CodePoints::default()], &[CodePoints::default()]).is_empty());
    }
}
