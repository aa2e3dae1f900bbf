//! The transformer encoder (BERT, norms after each part, as in all-MiniLM-L6-v2).

use crate::buffer::Buffer;
use crate::error::{LoadError, RunError};
use crate::head::Head;
use crate::isa::Isa;
use crate::layers::{EPSILON, Shape, Stack, StackScratch};
use crate::rows::{self, Norm};
use crate::sequences::{self, sequences};
use crate::weights::{Table, Weights, limit};
use serde::Deserialize;

#[derive(Deserialize)]
struct Config {
    layers: usize,
    hidden: usize,
    heads: usize,
    ffn: usize,
    vocab: usize,
    positions: usize,
    extra: usize,
    outputs: usize,
}

impl Config {
    fn shape(&self) -> Shape {
        Shape {
            layers: self.layers,
            hidden: self.hidden,
            heads: self.heads,
            ffn: self.ffn,
        }
    }

    /// Bounds that keep a damaged file from asking for the whole memory.
    fn check(&self) -> Result<(), LoadError> {
        self.shape().check()?;
        limit("vocab", self.vocab, 1 << 24)?;
        limit("positions", self.positions, 65_536)?;
        limit("extra", self.extra, 65_536)?;
        limit("outputs", self.outputs, 4096)
    }
}

/// A transformer encoder with one linear head. The table of word pieces is borrowed from the file's bytes.
#[derive(Debug)]
pub struct Encoder<'b> {
    isa: Isa,
    word: Table<'b>,
    positions: Vec<f32>,
    extra: Vec<f32>,
    norm: Norm,
    layers: Stack,
    head: Head,
    hidden: usize,
}

/// Memory of one worker, which grows to what the largest batch needs.
#[derive(Debug, Default)]
pub struct EncoderScratch {
    x: Buffer<f32>,
    layers: StackScratch,
    /// States of the selected rows.
    chosen: Buffer<f32>,
    outputs: Buffer<f32>,
    logits: Vec<f32>,
}

impl<'b> Encoder<'b> {
    /// Reads and packs the weights.
    ///
    /// # Errors
    /// When the bytes are not a safetensors file of an encoder, or tensors are missing or have other shapes.
    pub fn load(bytes: &'b [u8]) -> Result<Self, LoadError> {
        Self::load_for(Isa::best(), bytes)
    }

    fn load_for(isa: Isa, bytes: &'b [u8]) -> Result<Self, LoadError> {
        let weights = Weights::read(bytes)?;
        let config: Config = weights.config("encoder")?;
        config.check()?;
        let Config { hidden, outputs, .. } = config;
        let head = weights.floats("head.w", &[outputs, hidden])?;
        Ok(Self {
            isa,
            word: weights.table("embed.word", hidden, Some(config.vocab))?,
            positions: weights.floats("embed.pos", &[config.positions, hidden])?,
            extra: weights.floats("embed.extra", &[config.extra, hidden])?,
            norm: weights.norm("embed.norm", hidden, EPSILON)?,
            layers: Stack::load(isa, &weights, config.shape())?,
            head: Head::pack(&head, hidden, weights.floats("head.b", &[outputs])?),
            hidden,
        })
    }

    /// Number of outputs for each selected token.
    pub fn outputs(&self) -> usize {
        self.head.outputs()
    }

    /// Most tokens in a sequence.
    pub fn positions(&self) -> usize {
        self.positions.len() / self.hidden
    }

    /// Runs the network over a batch of sequences, one after the other in `ids`, and returns a row of outputs for every
    /// position in `select`.
    ///
    /// `ids`: a row of the word table for every token. `extras`: `each` rows of the extra table for every token, added to
    /// it. `ends`: one past the last token of each sequence. A few hundred tokens in all are fastest.
    ///
    /// # Errors
    /// When a row or position is out of range, a sequence is too long, or lengths disagree.
    pub fn forward<'s>(
        &self,
        scratch: &'s mut EncoderScratch,
        ids: &[u32],
        extras: &[u16],
        each: usize,
        ends: &[usize],
        select: &[usize],
    ) -> Result<&'s [f32], RunError> {
        self.check(ids, extras, each, ends, select)?;
        let EncoderScratch {
            x,
            layers,
            chosen,
            outputs,
            logits,
        } = scratch;
        let x = x.take(ids.len() * self.hidden);
        self.embed(ids, extras, each, ends, x)?;
        let chosen = chosen.take(select.len() * self.hidden);
        self.layers.run_selected(layers, ends, x, select, chosen);
        self.head.apply(
            self.isa,
            chosen,
            outputs.take(select.len() * self.head.stride()),
            logits,
        );
        Ok(logits)
    }

    /// Number of layers.
    pub fn layers(&self) -> usize {
        self.layers.len()
    }

    /// The states of all tokens after the first `layers` layers (all, where there are fewer), a row of
    /// [`Encoder::hidden`] for each: what another network may go on from.
    ///
    /// The other arguments are those of [`Encoder::forward`].
    ///
    /// # Errors
    /// As for [`Encoder::forward`].
    pub fn states<'s>(
        &self,
        scratch: &'s mut EncoderScratch,
        ids: &[u32],
        extras: &[u16],
        each: usize,
        ends: &[usize],
        layers: usize,
    ) -> Result<&'s mut [f32], RunError> {
        self.check(ids, extras, each, ends, &[])?;
        let x = scratch.x.take(ids.len() * self.hidden);
        self.embed(ids, extras, each, ends, x)?;
        self.layers
            .run(&mut scratch.layers, 0..layers.min(self.layers.len()), ends, x);
        Ok(x)
    }

    /// Values of a state.
    pub fn hidden(&self) -> usize {
        self.hidden
    }

    fn check(
        &self,
        ids: &[u32],
        extras: &[u16],
        each: usize,
        ends: &[usize],
        select: &[usize],
    ) -> Result<(), RunError> {
        let tokens = ids.len();
        if Some(extras.len()) != tokens.checked_mul(each) {
            return Err(RunError::Entries {
                what: "extra rows",
                found: extras.len(),
                tokens,
                each,
            });
        }
        sequences::check(ends, tokens)?;
        if let Some((entry, &position)) = select.iter().enumerate().find(|&(_, &s)| s >= tokens) {
            return Err(RunError::Selected {
                entry,
                position,
                tokens,
            });
        }
        let positions = self.positions();
        match sequences(ends)
            .enumerate()
            .find(|(_, tokens)| tokens.len() > positions)
        {
            Some((sequence, tokens)) => Err(RunError::TooLong {
                sequence,
                length: tokens.len(),
                positions,
            }),
            None => Ok(()),
        }
    }

    fn embed(
        &self,
        ids: &[u32],
        extras: &[u16],
        each: usize,
        ends: &[usize],
        x: &mut [f32],
    ) -> Result<(), RunError> {
        let h = self.hidden;
        for tokens in sequences(ends) {
            for (token, position) in tokens.zip(0..) {
                let outside = |table: &str, row: usize, rows: usize| RunError::Row {
                    token,
                    table: table.to_owned(),
                    row,
                    rows,
                };
                let out = &mut x[token * h..(token + 1) * h];
                let id = ids[token] as usize;
                let (row, scale) = self
                    .word
                    .row(id)
                    .ok_or_else(|| outside(&self.word.name, id, self.word.rows()))?;
                rows::expand(self.isa, row, scale, out);
                rows::add(self.isa, out, &self.positions[position * h..(position + 1) * h]);
                for &extra in &extras[token * each..(token + 1) * each] {
                    let extra = usize::from(extra);
                    let row = self.extra.get(extra * h..(extra + 1) * h);
                    rows::add(
                        self.isa,
                        out,
                        row.ok_or_else(|| outside("embed.extra", extra, self.extra.len() / h))?,
                    );
                }
            }
        }
        rows::norm(self.isa, x, &self.norm);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::{EACH, EncoderBatch, EncoderShape};

    #[test]
    fn every_path_gives_the_same_bits() {
        let shape = EncoderShape {
            layers: 2,
            hidden: 96,
            heads: 2,
            ffn: 144,
            vocab: 50,
            positions: 64,
            extra: 9,
            outputs: 35,
        };
        let bytes = shape.model(3).bytes();
        let batch = EncoderBatch::new(shape, &[1, 64, 13, 0, 37, 2], 4);
        let run = |isa| {
            let encoder = Encoder::load_for(isa, &bytes).unwrap();
            let EncoderBatch {
                ids,
                extras,
                ends,
                select,
            } = &batch;
            encoder
                .forward(&mut EncoderScratch::default(), ids, extras, EACH, ends, select)
                .unwrap()
                .to_vec()
        };
        let wanted = run(Isa::SCALAR);
        assert!(wanted.iter().all(|x| x.is_finite()) && wanted.len() == batch.select.len() * 35);
        for isa in Isa::available() {
            assert_eq!(run(isa), wanted, "{isa:?}");
        }
    }
}
