//! A stack of transformer layers (BERT, norms after each part).

use crate::buffer::Buffer;
use crate::error::LoadError;
use crate::isa::Isa;
use crate::linear::{Finish, Layout, Linear, OutputRow, PANEL};
use crate::product::{COLUMNS, Left, ROWS, Right, product};
use crate::rows::{self, Norm};
use crate::sequences::sequences;
use crate::weights::{Outputs, Weights, limit, limit_width};
use std::f32::consts::LOG2_E;
use std::ops::Range;

pub(crate) const EPSILON: f32 = 1e-12;
/// Rows that go through the parts after attention at once: what lies between those parts stays in the cache.
const BLOCK: usize = 4 * ROWS;

/// Sizes of a stack.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) layers: usize,
    pub(crate) hidden: usize,
    pub(crate) heads: usize,
    pub(crate) ffn: usize,
}

impl Shape {
    /// Bounds that keep a damaged file from asking for the whole memory.
    pub(crate) fn check(self) -> Result<(), LoadError> {
        limit("layers", self.layers, 256)?;
        limit_width("hidden", self.hidden, 16_384)?;
        limit("heads", self.heads, 256)?;
        limit_width("ffn", self.ffn, 65_536)?;
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

/// Layers that follow each other.
#[derive(Debug)]
pub(crate) struct Stack {
    isa: Isa,
    layers: Vec<Layer>,
    hidden: usize,
    heads: usize,
    /// Values of a head.
    width: usize,
    ffn: usize,
}

/// Memory for [`Stack::run`].
#[derive(Debug, Default)]
pub(crate) struct StackScratch {
    /// Queries, keys and values, for each head all rows.
    qkv: Buffer<f32>,
    context: Buffer<f32>,
    chosen_context: Buffer<f32>,
    attention: AttentionScratch,
    block: BlockScratch,
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

impl Stack {
    /// Reads and packs the layers `layer.0` and up.
    pub(crate) fn load(isa: Isa, weights: &Weights<'_>, shape: Shape) -> Result<Self, LoadError> {
        shape.check()?;
        let Shape {
            hidden, heads, ffn, ..
        } = shape;
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
        Ok(Self {
            isa,
            layers: (0..shape.layers).map(layer).collect::<Result<_, _>>()?,
            hidden,
            heads,
            width,
            ffn,
        })
    }

    /// Number of layers.
    pub(crate) fn len(&self) -> usize {
        self.layers.len()
    }

    /// Runs the layers `layers` over the rows `x` of sequences that end at `ends`.
    pub(crate) fn run(
        &self,
        scratch: &mut StackScratch,
        layers: Range<usize>,
        ends: &[usize],
        x: &mut [f32],
    ) {
        for layer in &self.layers[layers] {
            self.mix(scratch, layer, ends, x);
            let context = scratch.context.take(x.len() / self.hidden * self.wide());
            self.finish_layer(layer, &mut scratch.block, context, x);
        }
    }

    /// Runs all layers, the last for the rows in `select` only, which it writes to `chosen`.
    pub(crate) fn run_selected(
        &self,
        scratch: &mut StackScratch,
        ends: &[usize],
        x: &mut [f32],
        select: &[usize],
        chosen: &mut [f32],
    ) {
        let Some((last, before)) = self.layers.split_last() else {
            return;
        };
        self.run(scratch, 0..before.len(), ends, x);
        self.mix(scratch, last, ends, x);
        // what follows works row by row, and only the selected rows are wanted
        let context = scratch.context.take(x.len() / self.hidden * self.wide());
        let chosen_context = scratch.chosen_context.take(select.len() * self.wide());
        choose(select, x, chosen, self.hidden);
        choose(select, context, chosen_context, self.wide());
        self.finish_layer(last, &mut scratch.block, chosen_context, chosen);
    }

    /// Attention of a layer: fills the scratch's contexts.
    fn mix(&self, scratch: &mut StackScratch, layer: &Layer, ends: &[usize], x: &[f32]) {
        let count = x.len() / self.hidden;
        let qkv = scratch.qkv.take(count * layer.qkv.output_stride());
        self.project(layer, &mut scratch.block, x, qkv);
        let context = scratch.context.take(count * self.wide());
        for tokens in sequences(ends) {
            for head in 0..self.heads {
                self.attend(&mut scratch.attention, qkv, count, tokens.clone(), head, context);
            }
        }
    }

    /// Values of a head, padded to whole panels.
    fn padded(&self) -> usize {
        self.width.next_multiple_of(PANEL)
    }

    /// Values of all heads, each padded.
    fn wide(&self) -> usize {
        self.heads * self.padded()
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
