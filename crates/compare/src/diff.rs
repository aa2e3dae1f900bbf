//! Where two texts differ, word by word, in runs that people would mark.
//!
//! The histogram algorithm of git as `gix-imara-diff` has it: bounded on hostile texts by counts, never by the clock, so that the same texts give the same
//! result. Then runs that only small coincidences part are joined (the semantic clean-up of Fraser's diff-match-patch, on words), and a
//! run that may stand in several places is moved to where a paragraph, sentence or clause begins.

use crate::word::Words;
use gix_imara_diff::{Algorithm, Diff, Token};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Words that a run may be moved to get a better place.
const MOST_SLIDING: usize = 100;

/// What became of a run of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// Both texts have it.
    Kept,
    /// Only the second text has it.
    Added,
    /// Only the first text has it.
    Removed,
    /// The second text has other words in its place.
    Replaced,
}

/// A run of words and where it stands in both texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What became of it.
    pub kind: ChangeKind,
    /// Bytes of the first text, from its first word to its last; empty for what was added.
    pub a: Range<usize>,
    /// Bytes of the second text; empty for what was removed.
    pub b: Range<usize>,
}

/// The words of two texts, run by run, in the order of both. All words of both texts are in a run.
///
/// Words are compared as [`Words`] folds them: case, diacritics and punctuation make no difference.
///
/// ```
/// use onrecord_compare::diff::{ChangeKind, words};
/// let (a, b) = ("The ferry will sail on Monday.", "The ferry will not sail on Tuesday.");
/// let changes: Vec<_> = words(a, b).into_iter().map(|c| (c.kind, &a[c.a], &b[c.b])).collect();
/// assert_eq!(changes, [
///     (ChangeKind::Kept, "The ferry will", "The ferry will"),
///     (ChangeKind::Added, "", "not"),
///     (ChangeKind::Kept, "sail on", "sail on"),
///     (ChangeKind::Replaced, "Monday", "Tuesday"),
/// ]);
/// ```
pub fn words(a: &str, b: &str) -> Vec<Change> {
    let (words_a, words_b) = (Words::of(a), Words::of(b));
    runs(a, &words_a, b, &words_b)
        .into_iter()
        .map(|run| Change {
            kind: run.kind,
            a: words_a.bytes(run.a),
            b: words_b.bytes(run.b),
        })
        .collect()
}

/// A run by the numbers of its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) kind: ChangeKind,
    pub(crate) a: Range<usize>,
    pub(crate) b: Range<usize>,
}

/// Runs of words that were read already.
pub(crate) fn runs(a: &str, words_a: &Words, b: &str, words_b: &Words) -> Vec<Run> {
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    let before = tokens_of(words_a, &mut numbers);
    let after = tokens_of(words_b, &mut numbers);
    let mut diff = Diff::default();
    diff.compute_with(Algorithm::Histogram, &before, &after, numbers.len() as u32);
    let changed: Vec<(Range<usize>, Range<usize>)> = diff
        .hunks()
        .map(|hunk| {
            let range = |r: Range<u32>| r.start as usize..r.end as usize;
            (range(hunk.before), range(hunk.after))
        })
        .collect();
    let joined = join(changed, words_a);
    let placed = slide(joined, (a, words_a, &before), (b, words_b, &after));
    fill(placed, words_a.len(), words_b.len())
}

fn tokens_of<'w>(words: &'w Words, numbers: &mut FxHashMap<&'w str, u32>) -> Vec<Token> {
    words
        .iter()
        .map(|word| {
            let next = numbers.len() as u32;
            Token(*numbers.entry(word.folded).or_insert(next))
        })
        .collect()
}

type Hunk = (Range<usize>, Range<usize>);

/// Joins runs that only a short kept run parts: one no longer, in letters, than what changed on either side of it.
fn join(hunks: Vec<Hunk>, words_a: &Words) -> Vec<Hunk> {
    let letters = |range: Range<usize>| range.map(|n| words_a.folded(n).chars().count()).sum::<usize>();
    // what was added is weighed by its number of words, at five letters each: close enough, and needs one text only
    let size = |hunk: &Hunk| letters(hunk.0.clone()).max(hunk.1.len() * 5);
    let mut out: Vec<Hunk> = Vec::with_capacity(hunks.len());
    for mut hunk in hunks {
        while let Some(last) = out.last() {
            let kept = last.0.end..hunk.0.start;
            let pure = |h: &Hunk| h.0.is_empty() || h.1.is_empty();
            // two insertions apart read better apart
            let least = size(last).min(size(&hunk));
            if kept.len() > 3 || kept.len() > 1 && pure(last) && pure(&hunk) || letters(kept) > least {
                break;
            }
            hunk = (last.0.start..hunk.0.end, last.1.start..hunk.1.end);
            out.pop();
        }
        out.push(hunk);
    }
    out
}

type Side<'t> = (&'t str, &'t Words, &'t [Token]);

/// Moves what was added or removed to where it reads best, when it may stand in several places.
fn slide(mut hunks: Vec<Hunk>, a: Side<'_>, b: Side<'_>) -> Vec<Hunk> {
    for n in 0..hunks.len() {
        let (before, rest) = hunks.split_at_mut(n);
        let Some((hunk, after)) = rest.split_first_mut() else {
            break;
        };
        let lone = hunk.0.is_empty() != hunk.1.is_empty();
        if !lone {
            continue;
        }
        let removed = hunk.1.is_empty();
        let ((text, words, tokens), side) = if removed {
            (a, hunk.0.clone())
        } else {
            (b, hunk.1.clone())
        };
        let of = |h: &Hunk| if removed { h.0.clone() } else { h.1.clone() };
        // one kept word stays on each side, so that runs remain apart
        let low = before
            .last()
            .map_or(0, |h| of(h).end + 1)
            .max(side.start.saturating_sub(MOST_SLIDING));
        let high = after
            .first()
            .map_or(tokens.len(), |h| of(h).start.saturating_sub(1))
            .min(side.end + MOST_SLIDING);
        let mut back = 0;
        while side.start - back > low && tokens[side.start - back - 1] == tokens[side.end - back - 1] {
            back += 1;
        }
        let mut forth = 0;
        while side.end + forth < high && tokens[side.start + forth] == tokens[side.end + forth] {
            forth += 1;
        }
        let best = (-(back as isize)..=forth as isize).max_by_key(|&by| {
            let start = side.start.saturating_add_signed(by);
            let end = side.end.saturating_add_signed(by);
            (gap(text, words, start) + gap(text, words, end), -by.abs(), by)
        });
        let by = best.unwrap_or(0);
        for range in [&mut hunk.0, &mut hunk.1] {
            *range = range.start.saturating_add_signed(by)..range.end.saturating_add_signed(by);
        }
    }
    hunks
}

/// How good a place to cut is ahead of word `n`: 4 at a paragraph, 3 at a sentence, 1 at a clause.
fn gap(text: &str, words: &Words, n: usize) -> u32 {
    let Some(word) = words.get(n) else { return 4 };
    let Some(before) = n.checked_sub(1).and_then(|n| words.get(n)) else {
        return 4;
    };
    let between = text.get(before.range.end..word.range.start).unwrap_or_default();
    if between.contains('\n') {
        4
    } else if between.contains(['.', '!', '?']) {
        3
    } else if between.contains([',', ';', ':', '—', '–', '(', ')', '“', '”', '"']) {
        1
    } else {
        0
    }
}

/// Adds the kept runs.
fn fill(hunks: Vec<Hunk>, len_a: usize, len_b: usize) -> Vec<Run> {
    let mut out = Vec::with_capacity(hunks.len() * 2 + 1);
    let (mut at_a, mut at_b) = (0, 0);
    let kept = |out: &mut Vec<Run>, a: Range<usize>, b: Range<usize>| {
        if !a.is_empty() {
            out.push(Run {
                kind: ChangeKind::Kept,
                a,
                b,
            });
        }
    };
    for (a, b) in hunks {
        kept(&mut out, at_a..a.start, at_b..b.start);
        (at_a, at_b) = (a.end, b.end);
        let kind = match (a.is_empty(), b.is_empty()) {
            (true, _) => ChangeKind::Added,
            (_, true) => ChangeKind::Removed,
            _ => ChangeKind::Replaced,
        };
        out.push(Run { kind, a, b });
    }
    kept(&mut out, at_a..len_a, at_b..len_b);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(a: &str, b: &str) -> String {
        let mut out = String::new();
        for change in words(a, b) {
            let (a, b) = (&a[change.a], &b[change.b]);
            out += &match change.kind {
                ChangeKind::Kept => format!("{a} "),
                ChangeKind::Added => format!("{{+{b}+}} "),
                ChangeKind::Removed => format!("[-{a}-] "),
                ChangeKind::Replaced => format!("[-{a}-]{{+{b}+}} "),
            };
        }
        out.trim_end().to_owned()
    }

    #[test]
    fn runs_as_people_mark_them() {
        assert_eq!(
            shown("It will sail.", "It will not sail."),
            "It will {+not+} sail"
        );
        assert_eq!(shown("“It works”", "It WORKS"), "It works");
        // small coincidences do not cut a passage that was written anew
        assert_eq!(
            shown(
                "The council met on Monday. Repairs of the pier have begun at last, it said.",
                "The council met on Monday. Nobody knows what the cost of this will be, it said."
            ),
            "The council met on Monday [-Repairs of the pier have begun at last-]{+Nobody knows what the cost of this will be+} it said"
        );
        // a sentence that was added is a sentence
        assert_eq!(
            shown(
                "The pier is old. The pier is safe.",
                "The pier is old. The pier is long. The pier is safe."
            ),
            "The pier is old {+The pier is long+} The pier is safe"
        );
        assert_eq!(shown("", "one"), "{+one+}");
        assert_eq!(shown("", ""), "");
    }

    #[test]
    fn hostile_texts_take_bounded_time() {
        let a: String = (0..60_000).map(|n| ["x ", "y "][(n * n / 7) % 2]).collect();
        let b: String = (0..60_000).map(|n| ["y ", "x "][(n * n / 5) % 2]).collect();
        let start = std::time::Instant::now();
        assert!(!words(&a, &b).is_empty());
        assert!(start.elapsed().as_secs() < 20);
    }

    proptest::proptest! {
        /// The runs hold all words of both texts, in order; kept runs say the same.
        #[test]
        fn runs_cover_both_texts(a in "[a-c .\n]{0,60}", b in "[a-c .\n]{0,60}") {
            let (x, y) = (Words::of(&a), Words::of(&b));
            let (mut at_a, mut at_b) = (0, 0);
            let mut kept = false;
            for run in runs(&a, &x, &b, &y) {
                proptest::prop_assert_eq!((run.a.start, run.b.start), (at_a, at_b));
                (at_a, at_b) = (run.a.end, run.b.end);
                if run.kind == ChangeKind::Kept {
                    proptest::prop_assert!(!kept && !run.a.is_empty());
                    proptest::prop_assert!(run.a.map(|n| x.folded(n)).eq(run.b.map(|n| y.folded(n))));
                } else {
                    proptest::prop_assert_eq!(run.a.is_empty(), run.kind == ChangeKind::Added);
                    proptest::prop_assert_eq!(run.b.is_empty(), run.kind == ChangeKind::Removed);
                }
                kept = run.kind == ChangeKind::Kept;
            }
            proptest::prop_assert_eq!((at_a, at_b), (x.len(), y.len()));
        }
    }
}
