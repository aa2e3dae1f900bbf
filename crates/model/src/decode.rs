//! From the networks' outputs to spans: a constrained Viterbi over begin/inside/outside tags.

use std::ops::Range;

/// A run of tokens with one label.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    /// Number of the label (outside is none).
    pub(crate) label: usize,
    /// Tokens.
    pub(crate) tokens: Range<usize>,
    /// Mean probability of the chosen tags.
    pub(crate) probability: f32,
}

/// Scratch of the decoder.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    back: Vec<u8>,
    scores: Vec<f32>,
    path: Vec<u8>,
}

/// Logarithms of the softmax of `logits`, in place.
pub(crate) fn log_softmax(logits: &mut [f32]) {
    let max = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = logits.iter().map(|&x| (x - max).exp()).sum();
    let shift = max + sum.ln();
    for x in logits {
        *x -= shift;
    }
}

impl Decoder {
    /// The best tag sequence for `rows` of `tags` log probabilities (`row(i)` gives the i-th), as runs.
    ///
    /// Tag 0 is outside, 2k+1 begins label k, 2k+2 goes on with it; going on is allowed only after a tag of the same
    /// label, and not at the start.
    pub(crate) fn runs<'a>(
        &mut self,
        count: usize,
        tags: usize,
        row: impl Fn(usize) -> &'a [f32],
    ) -> Vec<Run> {
        if count == 0 {
            return Vec::new();
        }
        self.back.clear();
        self.back.resize(count * tags, 0);
        self.scores.clear();
        self.scores.extend(
            row(0)
                .iter()
                .enumerate()
                .map(|(t, &x)| if t > 0 && t % 2 == 0 { f32::NEG_INFINITY } else { x }),
        );
        let mut next = vec![0.0; tags];
        for i in 1..count {
            let emit = row(i);
            let (best, best_score) = argmax(&self.scores);
            for t in 0..tags {
                let (from, score) = if t > 0 && t % 2 == 0 {
                    let (begin, inside) = (self.scores[t - 1], self.scores[t]);
                    if inside > begin {
                        (t, inside)
                    } else {
                        (t - 1, begin)
                    }
                } else {
                    (best, best_score)
                };
                self.back[i * tags + t] = from as u8;
                next[t] = score + emit[t];
            }
            self.scores.copy_from_slice(&next);
        }
        self.path.clear();
        self.path.resize(count, 0);
        let mut tag = argmax(&self.scores).0;
        for i in (0..count).rev() {
            self.path[i] = tag as u8;
            tag = self.back[i * tags + tag] as usize;
        }
        let mut out: Vec<Run> = Vec::new();
        for (i, &tag) in self.path.iter().enumerate() {
            let tag = tag as usize;
            if tag == 0 {
                continue;
            }
            let (label, probability) = ((tag - 1) / 2, row(i)[tag].exp());
            match out.last_mut() {
                Some(run) if tag.is_multiple_of(2) && run.tokens.end == i => {
                    run.tokens.end = i + 1;
                    run.probability += probability;
                }
                _ => out.push(Run {
                    label,
                    tokens: i..i + 1,
                    probability,
                }),
            }
        }
        for run in &mut out {
            run.probability /= run.tokens.len() as f32;
        }
        out
    }
}

fn argmax(scores: &[f32]) -> (usize, f32) {
    let mut best = (0, f32::NEG_INFINITY);
    for (i, &score) in scores.iter().enumerate() {
        if score > best.1 {
            best = (i, score);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decode(rows: &[Vec<f32>]) -> Vec<Run> {
        Decoder::default().runs(rows.len(), rows.first().map_or(1, Vec::len), |i| &rows[i])
    }

    #[test]
    fn inside_needs_a_begin() {
        let mut rows = vec![vec![0.0, -1.0, 3.0], vec![0.0, -1.0, 3.0]];
        rows.iter_mut().for_each(|r| log_softmax(r));
        let runs = decode(&rows);
        assert_eq!(runs.len(), 1);
        assert_eq!(runs[0].tokens, 0..2);
    }

    proptest! {
        #[test]
        fn best_of_all_allowed(values in proptest::collection::vec(-3.0f32..3.0, 15..=15)) {
            // against trying every sequence of three tokens and five tags
            let mut rows: Vec<Vec<f32>> = values.chunks(5).map(<[f32]>::to_vec).collect();
            rows.iter_mut().for_each(|r| log_softmax(r));
            let allowed = |a: Option<usize>, b: usize| b == 0 || b % 2 == 1 || a == Some(b) || a == Some(b - 1);
            let mut best = f32::NEG_INFINITY;
            for x in 0..5 { for y in 0..5 { for z in 0..5 {
                if allowed(None, x) && allowed(Some(x), y) && allowed(Some(y), z) {
                    best = best.max(rows[0][x] + rows[1][y] + rows[2][z]);
                }
            }}}
            let runs = decode(&rows);
            let mut path = [0usize; 3];
            for run in &runs {
                for (n, i) in run.tokens.clone().enumerate() {
                    path[i] = run.label * 2 + if n == 0 { 1 } else { 2 };
                }
            }
            let score = rows[0][path[0]] + rows[1][path[1]] + rows[2][path[2]];
            prop_assert!((score - best).abs() < 1e-4);
        }
    }
}
