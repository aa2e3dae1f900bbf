//! A scorer of pairs: which of several spans a position refers to. It goes on from an encoder's states.
//!
//! A few transformer layers over the states of one sequence; then, for every asked position and every span, a hidden layer
//! over what both say, what they say together, and learned rows for features of the pair.

use crate::buffer::Buffer;
use crate::error::{LoadError, RunError};
use crate::isa::Isa;
use crate::layers::{Shape, Stack, StackScratch};
use crate::linear::{Finish, Linear};
use crate::rows;
use crate::weights::{Weights, limit, limit_width};
use serde::Deserialize;

#[derive(Deserialize)]
struct Config {
    /// Layers of the encoder that come before.
    after: usize,
    layers: usize,
    hidden: usize,
    heads: usize,
    ffn: usize,
    width: usize,
    flags: usize,
    features: usize,
}

/// A loaded scorer of pairs.
#[derive(Debug)]
pub struct Pairs {
    isa: Isa,
    after: usize,
    layers: Stack,
    hidden: usize,
    width: usize,
    flags: Vec<f32>,
    /// What an asked position adds, multiplies by, and says for "none".
    asked: Linear,
    /// What a span adds, and what is multiplied.
    span: Linear,
    features: Vec<f32>,
    score: Vec<f32>,
    none: Vec<f32>,
    biases: [f32; 2],
}

/// Memory of one worker.
#[derive(Debug, Default)]
pub struct PairsScratch {
    layers: StackScratch,
    select: Vec<usize>,
    chosen: Buffer<f32>,
    bytes: Buffer<u8>,
    asked: Buffer<f32>,
    spans: Buffer<f32>,
    hidden: Vec<f32>,
    scores: Vec<f32>,
}

/// What is asked of one sequence.
#[derive(Clone, Copy, Debug)]
pub struct PairsInput<'a> {
    /// For each position, a row of the table of flags.
    pub flags: &'a [u8],
    /// Positions.
    pub asked: &'a [usize],
    /// First and last position of each span.
    pub spans: &'a [[usize; 2]],
    /// For each asked position, for each span: `each` rows of the table of features.
    pub features: &'a [u16],
    /// Features of a pair.
    pub each: usize,
}

impl Pairs {
    /// Reads and packs the weights.
    ///
    /// # Errors
    /// When the bytes are not a safetensors file of such a network, or tensors are missing or have other shapes.
    pub fn load(bytes: &[u8]) -> Result<Self, LoadError> {
        Self::load_for(Isa::best(), bytes)
    }

    fn load_for(isa: Isa, bytes: &[u8]) -> Result<Self, LoadError> {
        let weights = Weights::read(bytes)?;
        let config: Config = weights.config("pairs")?;
        limit("after", config.after, 256)?;
        limit_width("width", config.width, 4096)?;
        limit("flags", config.flags, 256)?;
        limit("features", config.features, 65_536)?;
        let Config { hidden, width, .. } = config;
        let layers = Stack::load(
            isa,
            &weights,
            Shape {
                layers: config.layers,
                hidden,
                heads: config.heads,
                ffn: config.ffn,
            },
        )?;
        let [score_bias] = weights.floats("score.b", &[1])?[..] else {
            return Err(missing("score.b"));
        };
        let [none_bias] = weights.floats("none.b", &[1])?[..] else {
            return Err(missing("none.b"));
        };
        Ok(Self {
            isa,
            after: config.after,
            layers,
            hidden,
            width,
            flags: weights.floats("flags", &[config.flags, hidden])?,
            asked: weights.linear("pronoun", 3 * width, hidden)?,
            span: weights.linear("candidate", 2 * width, 2 * hidden)?,
            features: weights.floats("features", &[config.features, width])?,
            score: weights.floats("score.w", &[width])?,
            none: weights.floats("none.w", &[width])?,
            biases: [score_bias, none_bias],
        })
    }

    /// Layers of the encoder whose states it goes on from.
    pub fn after(&self) -> usize {
        self.after
    }

    /// Values of a state.
    pub fn hidden(&self) -> usize {
        self.hidden
    }

    /// Scores for every asked position, before softmax: first for none of the spans, then for each span.
    ///
    /// `states` are the encoder's states of one sequence; they are written over.
    ///
    /// # Errors
    /// When a row or position is out of range or lengths disagree.
    pub fn scores<'s>(
        &self,
        scratch: &'s mut PairsScratch,
        states: &mut [f32],
        input: PairsInput<'_>,
    ) -> Result<&'s [f32], RunError> {
        self.check(states, input)?;
        let (h, w) = (self.hidden, self.width);
        let PairsScratch {
            layers,
            select,
            chosen,
            bytes,
            asked,
            spans,
            hidden,
            scores,
        } = scratch;
        for (&flag, state) in input.flags.iter().zip(states.chunks_exact_mut(h)) {
            let flag = usize::from(flag);
            rows::add(self.isa, state, &self.flags[flag * h..(flag + 1) * h]);
        }
        select.clear();
        select.extend_from_slice(input.asked);
        select.extend(input.spans.iter().flatten());
        let chosen = chosen.take(select.len() * h);
        self.layers
            .run_selected(layers, &[input.flags.len()], states, select, chosen);
        // the two rows of a span lie side by side
        let (asked_in, spans_in) = chosen.split_at(input.asked.len() * h);
        let asked = self.apply(&self.asked, bytes, asked_in, h, asked);
        let spans = self.apply(&self.span, bytes, spans_in, 2 * h, spans);

        scores.clear();
        hidden.resize(w, 0.0);
        let (asked_stride, span_stride) = (self.asked.output_stride(), self.span.output_stride());
        let mut features = input.features.chunks_exact(input.each.max(1));
        for asked in asked.chunks_exact(asked_stride) {
            let (added, rest) = asked.split_at(w);
            let (times, none) = rest.split_at(w);
            scores.push(self.output(&none[..w], &self.none, self.biases[1]));
            for span in spans.chunks_exact(span_stride) {
                let (span_added, span_times) = span.split_at(w);
                for (i, to) in hidden.iter_mut().enumerate() {
                    *to = added[i] + span_added[i] + times[i] * span_times[i];
                }
                for &feature in features.next().unwrap_or(&[]) {
                    let feature = usize::from(feature);
                    let row = &self.features[feature * w..(feature + 1) * w];
                    hidden.iter_mut().zip(row).for_each(|(to, x)| *to += x);
                }
                scores.push(self.output(hidden, &self.score, self.biases[0]));
            }
        }
        Ok(scores)
    }

    /// One output over the positive values of a hidden layer.
    fn output(&self, hidden: &[f32], weights: &[f32], bias: f32) -> f32 {
        hidden
            .iter()
            .zip(weights)
            .fold(bias, |sum, (x, weight)| sum + x.max(0.0) * weight)
    }

    fn apply<'o>(
        &self,
        linear: &Linear,
        bytes: &mut Buffer<u8>,
        rows_in: &[f32],
        width: usize,
        out: &'o mut Buffer<f32>,
    ) -> &'o [f32] {
        let count = rows_in.len() / width;
        let stride = linear.input_stride();
        let bytes = bytes.take(count * stride);
        let mut scales = vec![0.0; count];
        rows::quantise(self.isa, rows_in, width, width, bytes, stride, &mut scales);
        let out = out.take(count * linear.output_stride());
        linear.apply(self.isa, Finish::Plain, bytes, &scales, out, linear.row_by_row());
        out
    }

    fn check(&self, states: &[f32], input: PairsInput<'_>) -> Result<(), RunError> {
        let tokens = input.flags.len();
        let entries = |what, found, tokens, each| RunError::Entries {
            what,
            found,
            tokens,
            each,
        };
        if Some(states.len()) != tokens.checked_mul(self.hidden) {
            return Err(entries("states", states.len(), tokens, self.hidden));
        }
        let pairs = input.asked.len() * input.spans.len();
        if Some(input.features.len()) != pairs.checked_mul(input.each) {
            return Err(entries("features", input.features.len(), pairs, input.each));
        }
        let positions = input.asked.iter().chain(input.spans.iter().flatten());
        if let Some((entry, &position)) = positions.enumerate().find(|&(_, &p)| p >= tokens) {
            return Err(RunError::Selected {
                entry,
                position,
                tokens,
            });
        }
        let row = |token, table: &str, row, rows| RunError::Row {
            token,
            table: table.to_owned(),
            row,
            rows,
        };
        let flags = self.flags.len() / self.hidden;
        if let Some(token) = input.flags.iter().position(|&f| usize::from(f) >= flags) {
            return Err(row(token, "flags", usize::from(input.flags[token]), flags));
        }
        let features = self.features.len() / self.width;
        if let Some(at) = input.features.iter().position(|&f| usize::from(f) >= features) {
            return Err(row(at, "features", usize::from(input.features[at]), features));
        }
        Ok(())
    }
}

fn missing(name: &str) -> LoadError {
    LoadError::Missing {
        name: name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::{Random, pairs_model};

    const FLAGS: [u8; 7] = [0, 3, 1, 2, 0, 1, 3];

    fn states() -> Vec<f32> {
        let mut random = Random::new(5);
        (0..FLAGS.len() * 32).map(|_| random.unit()).collect()
    }

    fn input<'a>(features: &'a [u16], spans: &'a [[usize; 2]]) -> PairsInput<'a> {
        PairsInput {
            flags: &FLAGS,
            asked: &[1, 6],
            spans,
            features,
            each: 2,
        }
    }

    fn run(isa: Isa, features: &[u16], spans: &[[usize; 2]]) -> Result<Vec<f32>, RunError> {
        let pairs = Pairs::load_for(isa, &pairs_model(3).bytes()).unwrap();
        let mut scratch = PairsScratch::default();
        let found = pairs.scores(&mut scratch, &mut states(), input(features, spans))?;
        Ok(found.to_vec())
    }

    #[test]
    fn every_path_gives_the_same_bits() {
        let (features, spans) = ([0, 4, 1, 8, 3, 5, 2, 6], [[2, 3], [5, 5]]);
        let wanted = run(Isa::SCALAR, &features, &spans).unwrap();
        assert!(wanted.len() == 6 && wanted.iter().all(|x| x.is_finite()));
        for isa in Isa::available() {
            assert_eq!(run(isa, &features, &spans).unwrap(), wanted, "{isa:?}");
        }
    }

    #[test]
    fn a_pairs_score_is_its_own() {
        let both = run(Isa::best(), &[0, 4, 1, 8, 3, 5, 2, 6], &[[2, 3], [5, 5]]).unwrap();
        let one = run(Isa::best(), &[0, 4, 3, 5], &[[2, 3]]).unwrap();
        assert_eq!(one, [both[0], both[1], both[3], both[4]]);
        assert_eq!(run(Isa::best(), &[], &[]).unwrap(), [both[0], both[3]]);
        let other = run(Isa::best(), &[7, 4, 3, 5], &[[2, 3]]).unwrap();
        assert!(other[1] != one[1] && other[3] == one[3]);
    }

    #[test]
    fn what_is_out_of_range_is_refused() {
        let spans = [[2, 3]];
        assert!(matches!(
            run(Isa::best(), &[0, 4, 3, 9], &spans),
            Err(RunError::Row { row: 9, rows: 9, .. })
        ));
        assert!(matches!(
            run(Isa::best(), &[0, 4, 3], &spans),
            Err(RunError::Entries { found: 3, .. })
        ));
        assert!(matches!(
            run(Isa::best(), &[0, 4, 3, 5], &[[2, 7]]),
            Err(RunError::Selected { position: 7, .. })
        ));
    }
}
