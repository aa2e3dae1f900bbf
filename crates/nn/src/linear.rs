//! Linear layers: int8 weights, packed once, times u8 activations with one scale for each row.
//!
//! Weights lie in panels of 32 outputs; inside a panel, four inputs of all 32 outputs come together (128 bytes), which is
//! what `vpdpbusd` takes. Activations are bytes around the zero point 128. Sums are exact in i32 on every path, and what
//! turns them into floats is one multiplication and one fused multiply-add, so all paths give the same bits.
#![allow(unsafe_code)]

use crate::isa::{Isa, Level};
use crate::lanes::{LANES, Lanes, Portable, ZERO_POINT};

/// Outputs in one panel.
pub(crate) const PANEL: usize = 32;
/// Inputs in one group.
const GROUP: usize = 4;
/// The most inputs a layer may have: 255 * 128 times this still fits an i32.
pub(crate) const MOST_INPUTS: usize = 65_536;

/// Four inputs of the 32 outputs of a panel.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Group([i8; PANEL * GROUP]);

/// A row of weights with its scale and bias, as given to [`Linear::pack`].
#[derive(Clone, Copy)]
pub(crate) struct OutputRow<'a> {
    /// One i8, as a byte, for each input.
    pub(crate) weights: &'a [u8],
    pub(crate) scale: f32,
    pub(crate) bias: f32,
}

/// A packed layer.
#[derive(Debug)]
pub(crate) struct Linear {
    groups: Vec<Group>,
    groups_per_panel: usize,
    /// For each output, padded to whole panels.
    scales: Vec<f32>,
    biases: Vec<f32>,
    /// What a sum starts from: minus the zero point times the sum of the weights.
    starts: Vec<i32>,
}

impl std::fmt::Debug for Group {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Group")
    }
}

impl Linear {
    /// Packs a layer of `inputs` inputs (at most [`MOST_INPUTS`]); an output that is `None` is always zero.
    pub(crate) fn pack<'a>(inputs: usize, outputs: impl Iterator<Item = Option<OutputRow<'a>>>) -> Linear {
        debug_assert!(inputs <= MOST_INPUTS);
        let groups_per_panel = inputs.div_ceil(GROUP);
        let (mut groups, mut scales, mut biases, mut starts) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (n, output) in outputs.enumerate() {
            let column = n % PANEL;
            if column == 0 {
                groups.resize(groups.len() + groups_per_panel, Group([0; PANEL * GROUP]));
            }
            let Some(output) = output else {
                scales.push(0.0);
                biases.push(0.0);
                starts.push(0);
                continue;
            };
            let panel = groups.len() - groups_per_panel;
            let mut sum = 0;
            for (group, four) in groups[panel..].iter_mut().zip(output.weights.chunks(GROUP)) {
                for (to, &from) in group.0[column * GROUP..].iter_mut().zip(four) {
                    *to = from as i8;
                    sum += i32::from(*to);
                }
            }
            scales.push(output.scale);
            biases.push(output.bias);
            starts.push(-ZERO_POINT * sum);
        }
        let width = scales.len().next_multiple_of(PANEL);
        scales.resize(width, 0.0);
        biases.resize(width, 0.0);
        starts.resize(width, 0);
        Linear {
            groups,
            groups_per_panel,
            scales,
            biases,
            starts,
        }
    }

    /// The bytes between two rows of activations.
    pub(crate) fn input_stride(&self) -> usize {
        self.groups_per_panel * GROUP
    }

    /// The floats between two rows of results: the outputs, padded to whole panels.
    pub(crate) fn output_stride(&self) -> usize {
        self.scales.len()
    }

    /// Results row by row, [`Linear::output_stride`] apart.
    pub(crate) fn row_by_row(&self) -> Layout {
        Layout {
            side_by_side: self.output_stride() / PANEL,
            step: 0,
        }
    }

    /// Applies the layer to as many rows as there are `row_scales`, and `finish` to what comes out.
    ///
    /// `layout` says where the results go in `out`.
    pub(crate) fn apply(
        &self,
        isa: Isa,
        finish: Finish,
        input: &[u8],
        row_scales: &[f32],
        out: &mut [f32],
        layout: Layout,
    ) {
        let (rows, stride) = (row_scales.len(), layout.side_by_side * PANEL);
        if rows == 0 {
            return;
        }
        let input = &input[..rows * self.input_stride()];
        for panel in 0..self.output_stride() / PANEL {
            let columns = panel * PANEL..(panel + 1) * PANEL;
            let one = PanelOf {
                groups: &self.groups[panel * self.groups_per_panel..(panel + 1) * self.groups_per_panel],
                scales: &self.scales[columns.clone()],
                biases: &self.biases[columns.clone()],
                starts: &self.starts[columns],
            };
            let first = panel / layout.side_by_side * layout.step + panel % layout.side_by_side * PANEL;
            let out = &mut out[first..first + (rows - 1) * stride + PANEL];
            one.apply(isa, finish, input, row_scales, out, stride);
        }
    }
}

/// Where results go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    /// Panels that make up a row; further panels make up matrices of their own.
    pub(crate) side_by_side: usize,
    /// Floats from the start of one such matrix to the next.
    pub(crate) step: usize,
}

/// What is done to the results of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finish {
    /// Nothing.
    Plain,
    /// The function GELU.
    Gelu,
}

/// One panel of a layer.
#[derive(Clone, Copy)]
struct PanelOf<'a> {
    groups: &'a [Group],
    scales: &'a [f32],
    biases: &'a [f32],
    starts: &'a [i32],
}

impl PanelOf<'_> {
    /// Writes rows of 32 results, `stride` apart.
    fn apply(
        self,
        isa: Isa,
        finish: Finish,
        input: &[u8],
        row_scales: &[f32],
        out: &mut [f32],
        stride: usize,
    ) {
        let rows = row_scales.len();
        assert!(self.scales.len() == PANEL && self.biases.len() == PANEL && self.starts.len() == PANEL);
        assert!(input.len() >= rows * self.groups.len() * GROUP);
        assert!(rows == 0 || out.len() >= (rows - 1) * stride + PANEL);
        let gelu = finish == Finish::Gelu;
        match isa.level() {
            Level::Scalar => scalar(self, gelu, input, row_scales, out, stride),
            // SAFETY: an `Isa` of a level exists only where the processor has its instructions; the slices hold the
            // rows, as asserted above. The same for the other levels.
            #[cfg(target_arch = "x86_64")]
            Level::Avx512 => unsafe { x86::avx512(self, gelu, input, row_scales, out, stride) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Level::AvxVnni => unsafe { x86::avx_vnni(self, gelu, input, row_scales, out, stride) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => unsafe { x86::avx2(self, gelu, input, row_scales, out, stride) },
        }
    }
}

fn scalar(panel: PanelOf<'_>, gelu: bool, input: &[u8], row_scales: &[f32], out: &mut [f32], stride: usize) {
    let row_bytes = panel.groups.len() * GROUP;
    for (row, &row_scale) in row_scales.iter().enumerate() {
        let mut sums = [0i32; PANEL];
        sums.copy_from_slice(panel.starts);
        let bytes = &input[row * row_bytes..(row + 1) * row_bytes];
        for (group, four) in panel.groups.iter().zip(bytes.chunks_exact(GROUP)) {
            for (sum, weights) in sums.iter_mut().zip(group.0.chunks_exact(GROUP)) {
                *sum += i32::from(four[0]) * i32::from(weights[0])
                    + i32::from(four[1]) * i32::from(weights[1])
                    + i32::from(four[2]) * i32::from(weights[2])
                    + i32::from(four[3]) * i32::from(weights[3]);
            }
        }
        let out = &mut out[row * stride..row * stride + PANEL];
        for (n, o) in out.iter_mut().enumerate() {
            *o = (sums[n] as f32).mul_add(row_scale * panel.scales[n], panel.biases[n]);
        }
        if gelu {
            out.as_chunks_mut::<LANES>()
                .0
                .iter_mut()
                .for_each(|o| *o = Portable.gelu(*o));
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86;

#[cfg(test)]
mod tests {
    use super::*;

    /// A cheap stream of repeatable bytes.
    fn bytes(seed: u64) -> impl Iterator<Item = u8> {
        let mut state = seed;
        std::iter::repeat_with(move || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        })
    }

    fn sample(inputs: usize, outputs: usize) -> (Linear, Vec<u8>) {
        let weights: Vec<u8> = bytes(7).take(inputs * outputs).collect();
        let rows = weights.chunks(inputs.max(1)).enumerate().map(|(n, weights)| {
            (n % 5 != 4).then_some(OutputRow {
                weights,
                scale: 0.001 * (n + 1) as f32,
                bias: n as f32 - 3.0,
            })
        });
        (Linear::pack(inputs, rows), weights)
    }

    #[test]
    fn every_path_gives_the_bits_of_the_scalar_one() {
        for (inputs, outputs, rows) in [
            (1, 1, 1),
            (7, 33, 5),
            (16, 32, 13),
            (96, 70, 29),
            (384, 64, 36),
            (1537, 32, 12),
        ] {
            let (layer, _) = sample(inputs, outputs);
            let input: Vec<u8> = bytes(3).take(rows * layer.input_stride()).collect();
            let scales: Vec<f32> = (0..rows).map(|r| 0.01 + r as f32 * 0.003).collect();
            let mut wanted = vec![0.0; rows * layer.output_stride()];
            layer.apply(
                Isa::SCALAR,
                Finish::Plain,
                &input,
                &scales,
                &mut wanted,
                layer.row_by_row(),
            );
            for isa in Isa::available() {
                let mut found = vec![f32::NAN; wanted.len()];
                layer.apply(
                    isa,
                    Finish::Plain,
                    &input,
                    &scales,
                    &mut found,
                    layer.row_by_row(),
                );
                assert_eq!(found, wanted, "{isa:?} {inputs} {outputs} {rows}");
            }
        }
    }

    #[test]
    fn extremes_do_not_saturate() {
        let weights = vec![0x80u8; 512];
        let layer = Linear::pack(
            512,
            [Some(OutputRow {
                weights: &weights,
                scale: 1.0,
                bias: 0.0,
            })]
            .into_iter(),
        );
        for isa in Isa::available() {
            for (byte, wanted) in [(255u8, -128.0 * 127.0 * 512.0), (0, 128.0 * 128.0 * 512.0)] {
                let mut out = vec![0.0; PANEL];
                layer.apply(
                    isa,
                    Finish::Plain,
                    &[byte; 512],
                    &[1.0],
                    &mut out,
                    layer.row_by_row(),
                );
                assert_eq!(out[0], wanted, "{isa:?} {byte}");
            }
        }
    }

    #[test]
    fn products_are_those_of_the_definition() {
        let (layer, weights) = sample(10, 8);
        let input: Vec<u8> = bytes(5).take(layer.input_stride()).collect();
        let mut out = vec![0.0; layer.output_stride()];
        layer.apply(
            Isa::best(),
            Finish::Plain,
            &input,
            &[0.5],
            &mut out,
            layer.row_by_row(),
        );
        for n in 0..8 {
            let sum: i32 = (0..10)
                .map(|k| (i32::from(input[k]) - 128) * i32::from(weights[n * 10 + k] as i8))
                .sum();
            let wanted = if n % 5 == 4 {
                0.0
            } else {
                sum as f32 * 0.5 * (0.001 * (n + 1) as f32) + n as f32 - 3.0
            };
            assert!((out[n] - wanted).abs() < 1e-3, "{n}: {} {wanted}", out[n]);
        }
    }

    #[cfg(target_arch = "x86_64")]
    #[test]
    fn the_256_bit_dot_products_give_the_bits_of_the_scalar_path() {
        if !(is_x86_feature_detected!("avx512vnni") && is_x86_feature_detected!("avx512vl")) {
            return;
        }
        let (layer, _) = sample(100, 32);
        let (input, scales): (Vec<u8>, _) = (bytes(11).take(17 * layer.input_stride()).collect(), [0.25; 17]);
        let (mut wanted, mut found) = (vec![0.0; 17 * PANEL], vec![0.0; 17 * PANEL]);
        layer.apply(
            Isa::SCALAR,
            Finish::Plain,
            &input,
            &scales,
            &mut wanted,
            layer.row_by_row(),
        );
        let panel = PanelOf {
            groups: &layer.groups,
            scales: &layer.scales,
            biases: &layer.biases,
            starts: &layer.starts,
        };
        // SAFETY: the instructions are there, and the slices hold 17 rows.
        unsafe { x86::avx512_vl(panel, false, &input, &scales, &mut found, PANEL) };
        assert_eq!(found, wanted);
    }
}
