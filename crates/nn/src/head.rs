//! The linear head: f32 weights, packed once, as one product over all rows.

use crate::isa::Isa;
use crate::product::{COLUMNS, Left, Right, product};

/// A packed head.
#[derive(Debug)]
pub(crate) struct Head {
    panels: Vec<f32>,
    biases: Vec<f32>,
    inputs: usize,
}

impl Head {
    /// Packs `weights`, a row of `inputs` values for each of `biases`.
    pub(crate) fn pack(weights: &[f32], inputs: usize, biases: Vec<f32>) -> Head {
        let mut panels = vec![0.0; biases.len().div_ceil(COLUMNS) * inputs * COLUMNS];
        for (n, row) in weights.chunks_exact(inputs).enumerate() {
            let panel = &mut panels[n / COLUMNS * inputs * COLUMNS..];
            for (k, &weight) in row.iter().enumerate() {
                panel[k * COLUMNS + n % COLUMNS] = weight;
            }
        }
        Head {
            panels,
            biases,
            inputs,
        }
    }

    /// Number of outputs.
    pub(crate) fn outputs(&self) -> usize {
        self.biases.len()
    }

    /// The floats that [`Head::apply`] needs for its work on each row.
    pub(crate) fn stride(&self) -> usize {
        self.outputs().next_multiple_of(COLUMNS)
    }

    /// Replaces `out` by the outputs for `rows` of as many values as there are inputs.
    pub(crate) fn apply(&self, isa: Isa, rows: &[f32], work: &mut [f32], out: &mut Vec<f32>) {
        let left = Left {
            values: rows,
            stride: self.inputs,
            rows: rows.len() / self.inputs,
            depth: self.inputs,
        };
        let right = Right {
            values: &self.panels,
            stride: COLUMNS,
            panels: self.stride() / COLUMNS,
            panel_step: self.inputs * COLUMNS,
        };
        product(isa, left, right, work, self.stride());
        out.clear();
        for row in work.chunks_exact(self.stride()).take(left.rows) {
            out.extend(row.iter().zip(&self.biases).map(|(x, bias)| x + bias));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_are_those_of_the_definition() {
        let (inputs, outputs) = (5, 35);
        let weights: Vec<f32> = (0..inputs * outputs).map(|i| (i % 13) as f32 - 6.0).collect();
        let head = Head::pack(&weights, inputs, (0..outputs).map(|n| n as f32).collect());
        let rows: Vec<f32> = (0..2 * inputs).map(|i| i as f32 * 0.5).collect();
        let (mut work, mut out) = (vec![0.0; 2 * head.stride()], Vec::new());
        head.apply(Isa::best(), &rows, &mut work, &mut out);
        assert_eq!(out.len(), 2 * outputs);
        for (i, found) in out.iter().enumerate() {
            let (row, n) = (i / outputs, i % outputs);
            let sum: f32 = (0..inputs)
                .map(|k| rows[row * inputs + k] * weights[n * inputs + k])
                .sum();
            assert!((sum + n as f32 - found).abs() < 1e-3, "{i}");
        }
    }
}
