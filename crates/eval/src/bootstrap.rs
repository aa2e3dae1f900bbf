//! Bootstrap intervals over articles.

use std::ops::AddAssign;

/// How intervals are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resampling {
    /// How many times the articles are drawn anew; 0 gives no intervals.
    pub resamples: u32,
    /// Where the generator starts.
    pub seed: u64,
}

impl Default for Resampling {
    /// 1,000 resamples.
    fn default() -> Self {
        Self {
            resamples: 1000,
            seed: 0x6f6e_7265_636f_7264,
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`; the bias of 2⁻⁶⁴·n does not matter here.
    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }
}

/// The 95 % percentile interval of each figure that `figures` computes from the summed counts of as many articles,
/// drawn with replacement. `None` where a figure never exists (it is NaN) or nothing is drawn.
pub(crate) fn intervals<C, F>(articles: &[C], resampling: Resampling, figures: F) -> Vec<Option<[f64; 2]>>
where
    C: Default,
    for<'c> C: AddAssign<&'c C>,
    F: Fn(&C) -> Vec<f64>,
{
    let mut columns: Vec<Vec<f64>> = vec![Vec::new(); figures(&C::default()).len()];
    let mut random = SplitMix64(resampling.seed);
    let draws = if articles.is_empty() {
        0
    } else {
        resampling.resamples
    };
    for _ in 0..draws {
        let mut sum = C::default();
        for _ in 0..articles.len() {
            if let Some(counts) = articles.get(random.below(articles.len())) {
                sum += counts;
            }
        }
        for (column, value) in columns.iter_mut().zip(figures(&sum)) {
            if !value.is_nan() {
                column.push(value);
            }
        }
    }
    columns.into_iter().map(percentiles).collect()
}

fn percentiles(mut values: Vec<f64>) -> Option<[f64; 2]> {
    values.sort_by(f64::total_cmp);
    let low = values.len() * 25 / 1000;
    Some([*values.get(low)?, *values.get(values.len() - 1 - low)?])
}

#[cfg(test)]
mod tests {
    use super::{Resampling, SplitMix64, intervals, percentiles};

    #[derive(Default)]
    struct Sum(f64, f64);

    impl std::ops::AddAssign<&Sum> for Sum {
        fn add_assign(&mut self, other: &Sum) {
            self.0 += other.0;
            self.1 += other.1;
        }
    }

    fn mean(sum: &Sum) -> Vec<f64> {
        vec![sum.0 / sum.1]
    }

    #[test]
    fn splitmix_gives_its_published_numbers() {
        let mut random = SplitMix64(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| random.next()).collect();
        assert_eq!(
            first,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    #[test]
    fn intervals_hold_the_mean_and_repeat() {
        // Many different values, so that different draws hardly ever have the same mean.
        let articles: Vec<Sum> = (0..40u16)
            .map(|i| Sum(f64::from(i * 37 % 101) / 100.0, 1.0))
            .collect();
        let once = intervals(&articles, Resampling::default(), mean);
        assert_eq!(once, intervals(&articles, Resampling::default(), mean));
        let [low, high] = once[0].unwrap();
        assert!(low > 0.3 && low < 0.5 && high > 0.5 && high < 0.7, "{low} {high}");
        assert_ne!(
            once,
            intervals(
                &articles,
                Resampling {
                    seed: 1,
                    ..Resampling::default()
                },
                mean
            )
        );
    }

    #[test]
    fn nothing_drawn_gives_no_interval() {
        assert_eq!(intervals(&[], Resampling::default(), mean), [None]);
        assert_eq!(
            intervals(
                &[Sum(1.0, 1.0)],
                Resampling {
                    resamples: 0,
                    seed: 0
                },
                mean
            ),
            [None]
        );
        assert_eq!(intervals(&[Sum(0.0, 0.0)], Resampling::default(), mean), [None]);
        assert_eq!(
            percentiles((0..1000).map(f64::from).collect()),
            Some([25.0, 974.0])
        );
    }
}
