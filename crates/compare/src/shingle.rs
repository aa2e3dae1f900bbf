//! Shingles: every run of five words of a text, as hashes. What two texts share of them is shared exactly.

use crate::sketch::Sketch;
use crate::word::Words;
use twox_hash::XxHash3_64;

/// Words in one shingle.
pub const SHINGLE_WORDS: usize = 5;

/// The distinct shingles of a text, as sorted XXH3-64 hashes of its folded words ([`Words`]).
///
/// A text with fewer than five words has one shingle, a text without words none. See Broder, “On the resemblance and containment of
/// documents” (1997).
///
/// ```
/// use onrecord_compare::Shingles;
/// let wire = Shingles::of("The ferry to Orvane will not sail on Monday, the harbour master said. Repairs go on.");
/// let brief = Shingles::of("The ferry to Orvane will not sail on Monday, the harbour master said.");
/// assert_eq!(brief.contained_in(&wire), 1.0);
/// assert!(wire.jaccard(&brief) < 0.9);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shingles(Vec<u64>);

impl Shingles {
    /// The shingles of a text. Takes time and memory in proportion to it (and sorts).
    pub fn of(text: &str) -> Self {
        Self::of_words(&Words::of(text))
    }

    /// The shingles of words that were read already.
    pub fn of_words(words: &Words) -> Self {
        let mut hashes = Vec::with_capacity(words.len());
        let mut joined = String::with_capacity(80);
        let runs = words.len().saturating_sub(SHINGLE_WORDS - 1).max(1);
        for first in 0..runs.min(words.len()) {
            joined.clear();
            for n in first..(first + SHINGLE_WORDS).min(words.len()) {
                joined.push_str(words.folded(n));
                joined.push(' ');
            }
            hashes.push(XxHash3_64::oneshot(joined.as_bytes()));
        }
        hashes.sort_unstable();
        hashes.dedup();
        Self(hashes)
    }

    /// How many distinct shingles there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none: the text has no words.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The hashes, in ascending order.
    pub fn hashes(&self) -> &[u64] {
        &self.0
    }

    /// How many shingles both have.
    pub fn shared(&self, other: &Self) -> usize {
        let (mut a, mut b) = (self.0.as_slice(), other.0.as_slice());
        let mut shared = 0;
        while let (Some((x, after_x)), Some((y, after_y))) = (a.split_first(), b.split_first()) {
            shared += usize::from(x == y);
            if x <= y {
                a = after_x;
            }
            if y <= x {
                b = after_y;
            }
        }
        shared
    }

    /// Share of all shingles of the two that both have, 0 to 1; 0 when one has none.
    pub fn jaccard(&self, other: &Self) -> f64 {
        let shared = self.shared(other);
        ratio(shared, self.len() + other.len() - shared)
    }

    /// Share of these shingles that the other text has too, 0 to 1; 0 when there are none.
    pub fn contained_in(&self, other: &Self) -> f64 {
        ratio(self.shared(other), self.len())
    }

    /// What is kept of them to find texts alike.
    pub fn sketch(&self) -> Sketch {
        Sketch::of_shingles(self)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts() {
        assert_eq!(Shingles::of("").len(), 0);
        assert_eq!(Shingles::of("Rain.").len(), 1);
        assert_eq!(Shingles::of("one two three four").len(), 1);
        assert_eq!(Shingles::of("one two three four five").len(), 1);
        assert_eq!(Shingles::of("one two three four five six").len(), 2);
        assert_eq!(Shingles::of("“Rain”").jaccard(&Shingles::of("RAIN!")), 1.0);
        assert_eq!(Shingles::of("").jaccard(&Shingles::of("")), 0.0);
    }

    proptest::proptest! {
        /// Figures are symmetric, between 0 and 1, and 1 for the same text.
        #[test]
        fn figures_are_shares(a in "[a-d ]{0,40}", b in "[a-d ]{0,40}") {
            let (x, y) = (Shingles::of(&a), Shingles::of(&b));
            proptest::prop_assert_eq!(x.jaccard(&y), y.jaccard(&x));
            proptest::prop_assert!((0.0..=1.0).contains(&x.contained_in(&y)));
            proptest::prop_assert!(x.jaccard(&y) <= x.contained_in(&y).max(y.contained_in(&x)));
            proptest::prop_assert!(x.is_empty() || x.jaccard(&x) == 1.0);
        }
    }
}
