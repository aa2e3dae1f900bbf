//! The transformer encoder (BERT, norms after each part, as in all-MiniLM-L6-v2).

use crate::buffer::Buffer;
use crate::error::{LoadError, RunError};
use crate::head::Head;
use crate::isa::Isa;
use crate::linear::{Finish, Layout, Linear, OutputRow, PANEL};
use crate::product::{COLUMNS, Left, ROWS, Right, product};
use crate::rows::{self, Norm};
use crate::sequences::{self, sequences};
use crate::weights::{Outputs, Table, Weights, limit, limit_width};
use serde::Deserialize;
use std::f32::consts::LOG2_E;
use std::ops::Range;

const EPSILON: f32 = 1e-12;
/// Rows that go through the parts after attention at once: what lies between those parts stays in the cache.
const BLOCK: usize = 4 * ROWS;

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
    /// Bounds that keep a damaged file from asking for the whole memory.
    fn check(&self) -> Result<(), LoadError> {
        limit("layers", self.layers, 256)?;
        limit_width("hidden", self.hidden, 16_384)?;
        limit("heads", self.heads, 256)?;
        limit_width("ffn", self.ffn, 65_536)?;
        limit("vocab", self.vocab, 1 << 24)?;
        limit("positions", self.positions, 65_536)?;
        limit("extra", self.extra, 65_536)?;
        limit("outputs", self.outputs, 4096)?;
        if !self.hidden.is_multiple_of(self.heads) {
            let what = format!("hidden = {} and heads = {}", self.hidden, self.heads);
            return Err(LoadError::Limit {
                what,
                limit: "heads share the hidden values equally".to_owned(),
            });
        }
        Ok(())
    }
}

#[derive(Debug)]
struct Layer {
    /// Queries, keys and values of all heads, each padded to whole panels; queries come scaled for powers of two.
    qkv: Linear,
    out: Linear,
    norm1: Norm,
    ffn1: Linear,
    ffn2: Linear,
    norm2: Norm,
}

/// A transformer encoder with one linear head. The table of word pieces is borrowed from the file's bytes.
#[derive(Debug)]
pub struct Encoder<'b> {
    isa: Isa,
    word: Table<'b>,
    positions: Vec<f32>,
    extra: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    head: Head,
    hidden: usize,
    heads: usize,
    /// Values of a head.
    width: usize,
    ffn: usize,
}

/// Memory of one worker, which grows to what the largest batch needs.
#[derive(Debug, Default)]
pub struct EncoderScratch {
    x: Buffer<f32>,
    /// Queries, keys and values, for each head all rows.
    qkv: Buffer<f32>,
    context: Buffer<f32>,
    attention: AttentionScratch,
    block: BlockScratch,
    /// States and contexts of the selected rows.
    chosen: [Buffer<f32>; 2],
    outputs: Buffer<f32>,
    logits: Vec<f32>,
}

#[derive(Debug, Default)]
struct AttentionScratch {
    keys: Buffer<f32>,
    scores: Buffer<f32>,
}

#[derive(Debug, Default)]
struct BlockScratch {
    bytes: Buffer<u8>,
    inner: Buffer<f32>,
    inner_bytes: Buffer<u8>,
    y: Buffer<f32>,
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
        let Config {
            hidden,
            heads,
            ffn,
            outputs,
            ..
        } = config;
        let width = hidden / heads;
        let layer = |i: usize| -> Result<Layer, LoadError> {
            let name = |part: &str| format!("layer.{i}.{part}");
            Ok(Layer {
                qkv: pack_qkv(&weights.outputs(&name("qkv"), 3 * hidden, hidden)?, hidden, width),
                out: pack_out(&weights.outputs(&name("out"), hidden, hidden)?, hidden, width),
                norm1: weights.norm(&name("norm1"), hidden, EPSILON)?,
                ffn1: weights.linear(&name("ffn1"), ffn, hidden)?,
                ffn2: weights.linear(&name("ffn2"), hidden, ffn)?,
                norm2: weights.norm(&name("norm2"), hidden, EPSILON)?,
            })
        };
        let head = weights.floats("head.w", &[outputs, hidden])?;
        Ok(Self {
            isa,
            word: weights.table("embed.word", hidden, Some(config.vocab))?,
            positions: weights.floats("embed.pos", &[config.positions, hidden])?,
            extra: weights.floats("embed.extra", &[config.extra, hidden])?,
            norm: weights.norm("embed.norm", hidden, EPSILON)?,
            layers: (0..config.layers).map(layer).collect::<Result<_, _>>()?,
            head: Head::pack(&head, hidden, weights.floats("head.b", &[outputs])?),
            hidden,
            heads,
            width,
            ffn,
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
            qkv,
            context,
            attention,
            block,
            chosen,
            outputs,
            logits,
        } = scratch;
        let (count, h, wide) = (ids.len(), self.hidden, self.heads * self.padded());
        let x = x.take(count * h);
        self.embed(ids, extras, each, ends, x)?;
        let [chosen_x, chosen_context] = chosen;
        let chosen_x = chosen_x.take(select.len() * h);
        for (number, layer) in self.layers.iter().enumerate() {
            let qkv = qkv.take(count * layer.qkv.output_stride());
            self.project(layer, block, x, qkv);
            let context = context.take(count * wide);
            for tokens in sequences(ends) {
                for head in 0..self.heads {
                    self.attend(attention, qkv, count, tokens.clone(), head, context);
                }
            }
            if number + 1 < self.layers.len() {
                self.finish_layer(layer, block, context, x);
            } else {
                // what follows works row by row, and only the selected rows are wanted
                let chosen_context = chosen_context.take(select.len() * wide);
                choose(select, x, chosen_x, h);
                choose(select, context, chosen_context, wide);
                self.finish_layer(layer, block, chosen_context, chosen_x);
            }
        }
        self.head.apply(
            self.isa,
            chosen_x,
            outputs.take(select.len() * self.head.stride()),
            logits,
        );
        Ok(logits)
    }

    /// Values of a head, padded to whole panels.
    fn padded(&self) -> usize {
        self.width.next_multiple_of(PANEL)
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

    /// Attention of one head inside one sequence of `count` rows in all.
    fn attend(
        &self,
        scratch: &mut AttentionScratch,
        qkv: &[f32],
        count: usize,
        tokens: Range<usize>,
        head: usize,
        context: &mut [f32],
    ) {
        let (padded, width, length) = (self.padded(), self.width, tokens.len());
        if length == 0 {
            return;
        }
        let part = |part: usize| {
            let first = ((part * self.heads + head) * count + tokens.start) * padded;
            &qkv[first..first + length * padded]
        };
        let panels = length.div_ceil(COLUMNS);
        let (stride, wide) = (panels * COLUMNS, self.heads * padded);
        let keys = scratch.keys.take(stride * width);
        rows::transpose(self.isa, part(1), padded, width, keys);
        let keys = Right {
            values: keys,
            stride: COLUMNS,
            panels,
            panel_step: width * COLUMNS,
        };
        let values = Right {
            values: part(2),
            stride: padded,
            panels: padded / COLUMNS,
            panel_step: COLUMNS,
        };
        let scores = scratch.scores.take(ROWS * stride);
        let queries = part(0);
        for first in (0..length).step_by(ROWS) {
            let rows = (length - first).min(ROWS);
            let queries = Left {
                values: &queries[first * padded..],
                stride: padded,
                rows,
                depth: width,
            };
            product(self.isa, queries, keys, scores, stride);
            let mut inverses = [0.0; ROWS];
            rows::softmax(self.isa, scores, length, stride, &mut inverses[..rows]);
            let weights = Left {
                values: scores,
                stride,
                rows,
                depth: length,
            };
            let out = &mut context[(tokens.start + first) * wide + head * padded..];
            product(self.isa, weights, values, out, wide);
            rows::scale(self.isa, out, padded, wide, &inverses[..rows]);
        }
    }

    /// Queries, keys and values of all rows in `x`.
    fn project(&self, layer: &Layer, scratch: &mut BlockScratch, x: &[f32], qkv: &mut [f32]) {
        let (h, stride, padded) = (self.hidden, layer.qkv.input_stride(), self.padded());
        let layout = Layout {
            side_by_side: padded / PANEL,
            step: x.len() / h * padded,
        };
        let bytes = scratch.bytes.take(BLOCK * stride);
        for (number, x) in x.chunks(BLOCK * h).enumerate() {
            let mut scales = [0.0; BLOCK];
            let scales = &mut scales[..x.len() / h];
            rows::quantise(self.isa, x, h, h, bytes, stride, scales);
            layer.qkv.apply(
                self.isa,
                Finish::Plain,
                bytes,
                scales,
                &mut qkv[number * BLOCK * padded..],
                layout,
            );
        }
    }

    /// What follows attention, on as many rows as there are in `x`.
    fn finish_layer(&self, layer: &Layer, scratch: &mut BlockScratch, context: &[f32], x: &mut [f32]) {
        let (isa, h, wide) = (self.isa, self.hidden, self.heads * self.padded());
        let (in_stride, inner_stride, y_stride) = (
            layer.ffn1.input_stride(),
            layer.ffn1.output_stride(),
            layer.out.output_stride(),
        );
        let bytes = scratch.bytes.take(BLOCK * in_stride.max(wide));
        let inner = scratch.inner.take(BLOCK * inner_stride);
        let inner_bytes = scratch.inner_bytes.take(BLOCK * layer.ffn2.input_stride());
        let y = scratch.y.take(BLOCK * y_stride);
        for (context, x) in context.chunks(BLOCK * wide).zip(x.chunks_mut(BLOCK * h)) {
            let mut scales = [0.0; BLOCK];
            let scales = &mut scales[..x.len() / h];
            rows::quantise(isa, context, wide, wide, bytes, wide, scales);
            layer
                .out
                .apply(isa, Finish::Plain, bytes, scales, y, layer.out.row_by_row());
            rows::add_norm(isa, x, y, y_stride, &layer.norm1);
            rows::quantise(isa, x, h, h, bytes, in_stride, scales);
            layer
                .ffn1
                .apply(isa, Finish::Gelu, bytes, scales, inner, layer.ffn1.row_by_row());
            rows::quantise(
                isa,
                inner,
                self.ffn,
                inner_stride,
                inner_bytes,
                layer.ffn2.input_stride(),
                scales,
            );
            layer
                .ffn2
                .apply(isa, Finish::Plain, inner_bytes, scales, y, layer.out.row_by_row());
            rows::add_norm(isa, x, y, y_stride, &layer.norm2);
        }
    }
}

/// Copies the rows in `select`.
fn choose(select: &[usize], from: &[f32], to: &mut [f32], width: usize) {
    for (&row, to) in select.iter().zip(to.chunks_exact_mut(width)) {
        to.copy_from_slice(&from[row * width..(row + 1) * width]);
    }
}

/// Packs queries, keys and values head by head, each padded to whole panels.
fn pack_qkv(outputs: &Outputs<'_>, hidden: usize, width: usize) -> Linear {
    let padded = width.next_multiple_of(PANEL);
    // softmax works on powers of two
    let factor = LOG2_E / (width as f32).sqrt();
    let row = |n: usize| {
        let (head, column) = (n / padded, n % padded);
        let row = outputs.row(head * width + column).filter(|_| column < width)?;
        let is_query = head < hidden / width;
        Some(if is_query {
            OutputRow {
                scale: row.scale * factor,
                bias: row.bias * factor,
                ..row
            }
        } else {
            row
        })
    };
    Linear::pack(hidden, (0..3 * hidden / width * padded).map(row))
}

/// Packs the layer after attention, with zeros for what pads the heads.
fn pack_out(outputs: &Outputs<'_>, hidden: usize, width: usize) -> Linear {
    let padded = width.next_multiple_of(PANEL);
    let wide = hidden / width * padded;
    let mut spread = vec![0; hidden * wide];
    for (n, spread) in spread.chunks_exact_mut(wide).enumerate() {
        let weights = outputs.row(n).map_or(&[][..], |row| row.weights);
        for (to, from) in spread.chunks_exact_mut(padded).zip(weights.chunks_exact(width)) {
            to[..width].copy_from_slice(from);
        }
    }
    let rows = spread.chunks_exact(wide).enumerate();
    Linear::pack(
        wide,
        rows.map(|(n, weights)| outputs.row(n).map(|row| OutputRow { weights, ..row })),
    )
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
