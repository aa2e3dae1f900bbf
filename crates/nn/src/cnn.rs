//! The small network: looked-up features, a mixing layer, residual maxout convolutions.

use crate::buffer::Buffer;
use crate::error::{LoadError, RunError};
use crate::head::Head;
use crate::isa::Isa;
use crate::linear::{Finish, Linear};
use crate::rows::{self, Norm};
use crate::sequences::{self, sequences};
use crate::weights::{Table, Weights, limit, limit_width};
use serde::Deserialize;

const EPSILON: f32 = 1e-5;
/// Rows that go through a layer at once: what lies between its steps stays in the first-level cache.
const BLOCK: usize = 24;

#[derive(Deserialize)]
struct Config {
    width: usize,
    pieces: usize,
    dilations: Vec<usize>,
    features: Vec<(String, usize)>,
    outputs: usize,
}

impl Config {
    /// Bounds that keep a damaged file from asking for the whole memory.
    fn check(&self) -> Result<(), LoadError> {
        limit_width("width", self.width, 4096)?;
        limit("pieces", self.pieces, 64)?;
        limit("number of dilations", self.dilations.len(), 64)?;
        limit("number of features", self.features.len(), 64)?;
        limit("outputs", self.outputs, 4096)?;
        for &dilation in &self.dilations {
            limit("dilation", dilation, 65_536)?;
        }
        for (name, size) in &self.features {
            limit_width(&format!("size of feature {name}"), *size, 1024)?;
        }
        Ok(())
    }
}

#[derive(Debug)]
struct Convolution {
    dilation: usize,
    linear: Linear,
    norm: Norm,
}

/// A convolutional tagger with one linear head. Tables are borrowed from the file's bytes.
#[derive(Debug)]
pub struct Cnn<'b> {
    isa: Isa,
    tables: Vec<Table<'b>>,
    /// Table of each feature.
    features: Vec<usize>,
    mix: Linear,
    mix_norm: Norm,
    convolutions: Vec<Convolution>,
    head: Head,
    width: usize,
    pieces: usize,
    inputs: usize,
}

/// Memory of one worker, which grows to what the largest batch needs.
#[derive(Debug, Default)]
pub struct CnnScratch {
    joined: Buffer<f32>,
    bytes: Buffer<u8>,
    pieces: Buffer<f32>,
    states: [Buffer<f32>; 2],
    magnitudes: [Buffer<f32>; 2],
    outputs: Buffer<f32>,
    logits: Vec<f32>,
}

impl<'b> Cnn<'b> {
    /// Reads and packs the weights.
    ///
    /// # Errors
    /// When the bytes are not a safetensors file of such a network, or tensors are missing or have other shapes.
    pub fn load(bytes: &'b [u8]) -> Result<Self, LoadError> {
        Self::load_for(Isa::best(), bytes)
    }

    fn load_for(isa: Isa, bytes: &'b [u8]) -> Result<Self, LoadError> {
        let weights = Weights::read(bytes)?;
        let config: Config = weights.config("cnn")?;
        config.check()?;
        let Config {
            width,
            pieces,
            outputs,
            ..
        } = config;
        let mut tables: Vec<Table<'b>> = Vec::new();
        let mut features = Vec::new();
        for (name, size) in &config.features {
            let name = format!("table.{name}");
            let known = tables.iter().position(|t| t.name == name && t.width() == *size);
            features.push(match known {
                Some(known) => known,
                None => {
                    tables.push(weights.table(&name, *size, None)?);
                    tables.len() - 1
                }
            });
        }
        let inputs = config.features.iter().map(|f| f.1).sum();
        let convolution = |(i, &dilation): (usize, &usize)| -> Result<Convolution, LoadError> {
            let linear = weights.linear(&format!("conv.{i}"), pieces * width, 3 * width)?;
            Ok(Convolution {
                dilation,
                linear,
                norm: weights.norm(&format!("conv.{i}.norm"), width, EPSILON)?,
            })
        };
        let head = weights.floats("head.w", &[outputs, width])?;
        Ok(Self {
            isa,
            tables,
            features,
            mix: weights.linear("mix", pieces * width, inputs)?,
            mix_norm: weights.norm("mix.norm", width, EPSILON)?,
            convolutions: config
                .dilations
                .iter()
                .enumerate()
                .map(convolution)
                .collect::<Result<_, _>>()?,
            head: Head::pack(&head, width, weights.floats("head.b", &[outputs])?),
            width,
            pieces,
            inputs,
        })
    }

    /// Number of outputs for each token.
    pub fn outputs(&self) -> usize {
        self.head.outputs()
    }

    /// Number of table rows that describe a token.
    pub fn features(&self) -> usize {
        self.features.len()
    }

    /// Runs the network over a batch of sequences, one after the other, and returns a row of outputs for every token.
    ///
    /// `rows`: [`Cnn::features`] table rows for every token. `ends`: one past the last token of each sequence. A few
    /// hundred tokens in all are fastest.
    ///
    /// # Errors
    /// When a row is out of range or lengths disagree.
    pub fn forward<'s>(
        &self,
        scratch: &'s mut CnnScratch,
        rows: &[u32],
        ends: &[usize],
    ) -> Result<&'s [f32], RunError> {
        let (each, width) = (self.features.len(), self.width);
        let count = rows.len() / each;
        if !rows.len().is_multiple_of(each) {
            return Err(RunError::Entries {
                what: "table rows",
                found: rows.len(),
                tokens: count,
                each,
            });
        }
        sequences::check(ends, count)?;
        let CnnScratch {
            joined,
            bytes,
            pieces,
            states,
            magnitudes,
            outputs,
            logits,
        } = scratch;
        let [old, new] = states;
        let (mut old, mut new) = (old.take(count * width), new.take(count * width));
        let [old_most, new_most] = magnitudes;
        let (mut old_most, mut new_most) = (old_most.take(count), new_most.take(count));
        let stride = self.mix.output_stride();
        let pieces = pieces.take(BLOCK * stride);
        let most_bytes = self
            .convolutions
            .iter()
            .map(|c| c.linear.input_stride())
            .max()
            .unwrap_or(0);
        let bytes = bytes.take(BLOCK * most_bytes.max(self.mix.input_stride()));
        let joined = joined.take(BLOCK * self.inputs);
        let mut scales = [0.0; BLOCK];

        old.fill(0.0);
        for first in (0..count).step_by(BLOCK) {
            let tokens = first..count.min(first + BLOCK);
            let (scales, states) = (
                &mut scales[..tokens.len()],
                tokens.start * width..tokens.end * width,
            );
            self.look_up(&rows[tokens.start * each..tokens.end * each], first, joined)?;
            rows::quantise(
                self.isa,
                joined,
                self.inputs,
                self.inputs,
                bytes,
                self.mix.input_stride(),
                scales,
            );
            self.mix.apply(
                self.isa,
                Finish::Plain,
                bytes,
                scales,
                pieces,
                self.mix.row_by_row(),
            );
            let (old, new) = (&old[states.clone()], &mut new[states]);
            rows::maxout_norm(
                self.isa,
                pieces,
                self.pieces,
                stride,
                &self.mix_norm,
                old,
                new,
                &mut new_most[tokens],
            );
        }
        for Convolution {
            dilation,
            linear,
            norm,
        } in &self.convolutions
        {
            std::mem::swap(&mut old, &mut new);
            std::mem::swap(&mut old_most, &mut new_most);
            let mut windows = sequences(ends).flat_map(|tokens| {
                tokens.clone().map(move |t| {
                    let before = t.checked_sub(*dilation).filter(|&t| t >= tokens.start);
                    [before, Some(t), Some(t + dilation).filter(|&t| t < tokens.end)]
                })
            });
            for first in (0..count).step_by(BLOCK) {
                let tokens = first..count.min(first + BLOCK);
                let (scales, states) = (
                    &mut scales[..tokens.len()],
                    tokens.start * width..tokens.end * width,
                );
                let mut here = [[None; 3]; BLOCK];
                here.iter_mut()
                    .zip(windows.by_ref().take(tokens.len()))
                    .for_each(|(to, window)| *to = window);
                rows::quantise_windows(
                    self.isa,
                    old,
                    width,
                    old_most,
                    &here,
                    bytes,
                    linear.input_stride(),
                    scales,
                );
                linear.apply(
                    self.isa,
                    Finish::Plain,
                    bytes,
                    scales,
                    pieces,
                    linear.row_by_row(),
                );
                let (old, new) = (&old[states.clone()], &mut new[states]);
                rows::maxout_norm(
                    self.isa,
                    pieces,
                    self.pieces,
                    stride,
                    norm,
                    old,
                    new,
                    &mut new_most[tokens],
                );
            }
        }
        self.head
            .apply(self.isa, new, outputs.take(count * self.head.stride()), logits);
        Ok(logits)
    }

    /// Writes what the tables hold for tokens from the `first` on.
    fn look_up(&self, rows: &[u32], first: usize, out: &mut [f32]) -> Result<(), RunError> {
        let tokens = rows
            .chunks_exact(self.features.len())
            .zip(out.chunks_exact_mut(self.inputs));
        for ((rows, mut out), token) in tokens.zip(first..) {
            for (&row, &feature) in rows.iter().zip(&self.features) {
                let (table, row) = (&self.tables[feature], row as usize);
                let outside = || RunError::Row {
                    token,
                    table: table.name.clone(),
                    row,
                    rows: table.rows(),
                };
                let (values, scale) = table.row(row).ok_or_else(outside)?;
                let (here, rest) = out.split_at_mut(table.width());
                rows::expand(self.isa, values, scale, here);
                out = rest;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::{CnnShape, cnn_batch};

    #[test]
    fn every_path_gives_the_same_bits() {
        let shape = CnnShape {
            width: 48,
            pieces: 3,
            dilations: vec![1, 4, 2],
            features: vec![("word", 32, 90), ("piece", 16, 50), ("piece", 16, 50)],
            outputs: 9,
        };
        let bytes = shape.model(5).bytes();
        let (rows, ends) = cnn_batch(&shape, &[3, 1, 0, 70, 25], 6);
        let run = |isa| {
            let cnn = Cnn::load_for(isa, &bytes).unwrap();
            cnn.forward(&mut CnnScratch::default(), &rows, &ends)
                .unwrap()
                .to_vec()
        };
        let wanted = run(Isa::SCALAR);
        assert!(wanted.iter().all(|x| x.is_finite()) && wanted.len() == 99 * 9);
        for isa in Isa::available() {
            assert_eq!(run(isa), wanted, "{isa:?}");
        }
    }
}
