//! Which part of a long text a quotation is aligned with: where most of its rare words stand together.

use super::MOST_CELLS;
use super::printed::Unit;
use crate::lexicon;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Parts of a long text that are tried.
const MOST_WINDOWS: usize = 3;
/// Words of the quotation with more places in it than this say nothing about where it stands.
const MOST_PLACES: usize = 4;

/// Ranges of the text's words to align with, the most promising first; all of the text when the alignment has no more than
/// [`MOST_CELLS`] cells.
pub(super) fn windows(own: &[Option<u32>], units: &[Unit], ids: &[u32]) -> Vec<Range<usize>> {
    if own.len().saturating_mul(ids.len()) <= MOST_CELLS {
        return std::iter::once(0..ids.len()).collect();
    }
    let mut places: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for (n, id) in own.iter().enumerate() {
        if let Some(id) = id {
            places.entry(*id).or_default().push(n);
        }
    }
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    for &id in ids.iter().filter(|&&id| id != u32::MAX) {
        *counts.entry(id).or_default() += 1;
    }
    let width = (own.len() / 2).max(16);
    let mut votes: FxHashMap<usize, f64> = FxHashMap::default();
    for (n, id) in ids.iter().enumerate() {
        let Some(places) = places.get(id).filter(|places| places.len() <= MOST_PLACES) else {
            continue;
        };
        let count = counts.get(id).copied().unwrap_or(1);
        for &place in places {
            let Unit::Word { folded, .. } = &units[place] else {
                continue;
            };
            // diagonals are counted from the quotation's length, so that none is below zero
            let bucket = (n + own.len() - place) / width;
            *votes.entry(bucket).or_default() += f64::from(lexicon::weight(folded)) / f64::from(count);
        }
    }
    let pair = |bucket: usize| votes.get(&bucket).unwrap_or(&0.0) + votes.get(&(bucket + 1)).unwrap_or(&0.0);
    let mut order: Vec<(f64, usize)> = votes.keys().map(|&bucket| (pair(bucket), bucket)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let span = (MOST_CELLS / MOST_WINDOWS / own.len().max(1)).max(own.len() + 2 * width + 32);
    let mut out: Vec<Range<usize>> = Vec::new();
    for (_, bucket) in order {
        let middle = (bucket * width + width).saturating_sub(own.len()) + own.len() / 2;
        let start = middle.saturating_sub(span / 2).min(ids.len());
        let window = start..(start + span).min(ids.len());
        if window.is_empty() || out.iter().any(|w| w.contains(&middle)) {
            continue;
        }
        out.push(window);
        if out.len() == MOST_WINDOWS {
            break;
        }
    }
    out
}
