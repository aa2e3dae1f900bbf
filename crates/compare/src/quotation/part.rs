//! Runs of words that a quotation and a text share.

use super::RUN_WORDS;
use rustc_hash::FxHashMap;

/// Places of one run of [`RUN_WORDS`] words in the quotation that are followed.
const MOST_PLACES: usize = 8;

/// Runs of at least [`RUN_WORDS`] words as (first unit, first word of the text, length), the longest first chosen, in the order of the
/// quotation, apart from each other there.
pub(super) fn runs(own: &[Option<u32>], ids: &[u32]) -> Vec<(usize, usize, usize)> {
    let mut places: FxHashMap<[u32; RUN_WORDS], Vec<usize>> = FxHashMap::default();
    for (n, run) in own.windows(RUN_WORDS).enumerate() {
        if let [Some(a), Some(b), Some(c), Some(d)] = *run {
            let places = places.entry([a, b, c, d]).or_default();
            if places.len() < MOST_PLACES {
                places.push(n);
            }
        }
    }
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    // how far a diagonal was followed, so that no word is compared twice on it
    let mut followed: FxHashMap<usize, usize> = FxHashMap::default();
    for (word, run) in ids.array_windows::<RUN_WORDS>().enumerate() {
        for &unit in places.get(run).into_iter().flatten() {
            let followed = followed.entry(word + own.len() - unit).or_default();
            if *followed > word {
                continue;
            }
            let mut length = RUN_WORDS;
            while let (Some(&Some(own)), Some(&id)) = (own.get(unit + length), ids.get(word + length)) {
                if own != id {
                    break;
                }
                length += 1;
            }
            *followed = word + length;
            found.push((unit, word, length));
        }
    }
    found.sort_by_key(|&(unit, word, length)| (std::cmp::Reverse(length), unit, word));
    let mut taken = vec![false; own.len()];
    let mut out = Vec::new();
    for (unit, word, length) in found {
        let mut skipped = unit;
        while skipped < unit + length && taken[skipped] {
            skipped += 1;
        }
        let free = taken[skipped..unit + length]
            .iter()
            .take_while(|taken| !**taken)
            .count();
        if free >= RUN_WORDS {
            taken[skipped..skipped + free].fill(true);
            out.push((skipped, word + skipped - unit, free));
        }
    }
    out.sort_unstable();
    out
}
