//! Products of f32 matrices, for attention and the heads.
//!
//! Every value of a result is one chain of fused multiply-adds in ascending order, on every path: neither the path nor
//! the tile a row falls into changes a bit.
#![allow(unsafe_code)]

use crate::isa::{Isa, Level};

/// Columns in one panel of the right-hand matrix.
pub(crate) const COLUMNS: usize = 32;
/// Rows the callers best hand in at once.
pub(crate) const ROWS: usize = 12;

/// A left-hand matrix: `rows` rows of `depth` values, `stride` apart.
#[derive(Clone, Copy)]
pub(crate) struct Left<'a> {
    pub(crate) values: &'a [f32],
    pub(crate) stride: usize,
    pub(crate) rows: usize,
    pub(crate) depth: usize,
}

/// A right-hand matrix in panels of 32 columns: `depth` rows of 32 values, `stride` apart; panels are `panel_step` apart.
#[derive(Clone, Copy)]
pub(crate) struct Right<'a> {
    pub(crate) values: &'a [f32],
    pub(crate) stride: usize,
    pub(crate) panels: usize,
    pub(crate) panel_step: usize,
}

/// Writes the product to `out`, whose rows are `out_stride` apart and have 32 values for each panel.
pub(crate) fn product(isa: Isa, left: Left<'_>, right: Right<'_>, out: &mut [f32], out_stride: usize) {
    if left.rows == 0 || right.panels == 0 {
        return;
    }
    assert!(left.values.len() >= (left.rows - 1) * left.stride + left.depth);
    assert!(
        left.depth == 0
            || right.values.len() >= right.at(right.panels - 1) + (left.depth - 1) * right.stride + COLUMNS
    );
    assert!(
        out_stride >= right.panels * COLUMNS
            && out.len() >= (left.rows - 1) * out_stride + right.panels * COLUMNS
    );
    match isa.level() {
        Level::Scalar => scalar(left, right, out, out_stride),
        // SAFETY: an `Isa` of a level exists only where the processor has its instructions; the lengths were checked.
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => unsafe { x86::avx512(left, right, out, out_stride) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Level::AvxVnni | Level::Avx2 => unsafe { x86::avx2(left, right, out, out_stride) },
    }
}

impl Right<'_> {
    fn at(&self, panel: usize) -> usize {
        panel * self.panel_step
    }
}

fn scalar(left: Left<'_>, right: Right<'_>, out: &mut [f32], out_stride: usize) {
    for row in 0..left.rows {
        let factors = &left.values[row * left.stride..row * left.stride + left.depth];
        for panel in 0..right.panels {
            let mut sums = [0f32; COLUMNS];
            for (k, &factor) in factors.iter().enumerate() {
                let at = right.at(panel) + k * right.stride;
                for (sum, &value) in sums.iter_mut().zip(&right.values[at..at + COLUMNS]) {
                    *sum = factor.mul_add(value, *sum);
                }
            }
            let at = row * out_stride + panel * COLUMNS;
            out[at..at + COLUMNS].copy_from_slice(&sums);
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{COLUMNS, Left, ROWS, Right};
    use std::arch::x86_64::*;

    macro_rules! over_tiles {
        ($tile:ident, $most:expr, [$($rest:literal)*], $left:ident, $right:ident, $out:ident, $out_stride:ident) => {{
            let mut row = 0;
            while row < $left.rows {
                let here = ($left.rows - row).min($most);
                for panel in 0..$right.panels {
                    // SAFETY: the caller vouches for the lengths and the instructions.
                    unsafe {
                        let left = $left.values.as_ptr().add(row * $left.stride);
                        let right = $right.values.as_ptr().add($right.at(panel));
                        let out = $out.as_mut_ptr().add(row * $out_stride + panel * COLUMNS);
                        let (depth, strides) = ($left.depth, ($left.stride, $right.stride, $out_stride));
                        match here {
                            $($rest => $tile::<$rest>(left, right, out, depth, strides),)*
                            _ => $tile::<{ $most }>(left, right, out, depth, strides),
                        }
                    }
                }
                row += here;
            }
        }};
    }

    /// # Safety
    /// The lengths are as `product` checks them.
    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma")]
    pub(super) unsafe fn avx512(left: Left<'_>, right: Right<'_>, out: &mut [f32], out_stride: usize) {
        over_tiles!(tile_512, ROWS, [1 2 3 4 5 6 7 8 9 10 11], left, right, out, out_stride);
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma")]
    unsafe fn tile_512<const ROWS: usize>(
        left: *const f32,
        right: *const f32,
        out: *mut f32,
        depth: usize,
        (left_stride, right_stride, out_stride): (usize, usize, usize),
    ) {
        let mut sums = [[_mm512_setzero_ps(); 2]; ROWS];
        // SAFETY: see `avx512`.
        unsafe {
            for k in 0..depth {
                let values = right.add(k * right_stride);
                let (low, high) = (_mm512_loadu_ps(values), _mm512_loadu_ps(values.add(16)));
                for (row, sums) in sums.iter_mut().enumerate() {
                    let factor = _mm512_set1_ps(*left.add(row * left_stride + k));
                    sums[0] = _mm512_fmadd_ps(factor, low, sums[0]);
                    sums[1] = _mm512_fmadd_ps(factor, high, sums[1]);
                }
            }
            for (row, sums) in sums.iter().enumerate() {
                _mm512_storeu_ps(out.add(row * out_stride), sums[0]);
                _mm512_storeu_ps(out.add(row * out_stride + 16), sums[1]);
            }
        }
    }

    /// # Safety
    /// The lengths are as `product` checks them.
    #[target_feature(enable = "avx2,fma")]
    pub(super) unsafe fn avx2(left: Left<'_>, right: Right<'_>, out: &mut [f32], out_stride: usize) {
        over_tiles!(tile_256, 6, [1 2 3 4 5], left, right, out, out_stride);
    }

    #[target_feature(enable = "avx2,fma")]
    unsafe fn tile_256<const ROWS: usize>(
        left: *const f32,
        right: *const f32,
        out: *mut f32,
        depth: usize,
        (left_stride, right_stride, out_stride): (usize, usize, usize),
    ) {
        for column in (0..COLUMNS).step_by(16) {
            let mut sums = [[_mm256_setzero_ps(); 2]; ROWS];
            // SAFETY: see `avx2`.
            unsafe {
                for k in 0..depth {
                    let values = right.add(k * right_stride + column);
                    let (low, high) = (_mm256_loadu_ps(values), _mm256_loadu_ps(values.add(8)));
                    for (row, sums) in sums.iter_mut().enumerate() {
                        let factor = _mm256_set1_ps(*left.add(row * left_stride + k));
                        sums[0] = _mm256_fmadd_ps(factor, low, sums[0]);
                        sums[1] = _mm256_fmadd_ps(factor, high, sums[1]);
                    }
                }
                for (row, sums) in sums.iter().enumerate() {
                    _mm256_storeu_ps(out.add(row * out_stride + column), sums[0]);
                    _mm256_storeu_ps(out.add(row * out_stride + column + 8), sums[1]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_gives_the_bits_of_the_scalar_one() {
        for (rows, depth, panels) in [
            (1, 1, 1),
            (5, 7, 2),
            (12, 32, 3),
            (13, 40, 1),
            (30, 3, 2),
            (3, 0, 1),
        ] {
            let wave = |n: usize| {
                (0..n)
                    .map(|i| ((i * 37 % 101) as f32 - 50.0) / 17.0)
                    .collect::<Vec<_>>()
            };
            let (a, b) = (wave(rows * (depth + 3)), wave(panels * depth * COLUMNS));
            let left = Left {
                values: &a,
                stride: depth + 3,
                rows,
                depth,
            };
            let right = Right {
                values: &b,
                stride: COLUMNS,
                panels,
                panel_step: depth * COLUMNS,
            };
            let stride = panels * COLUMNS;
            let mut wanted = vec![0.0; rows * stride];
            product(Isa::SCALAR, left, right, &mut wanted, stride);
            for (r, c) in [(0, 0), (rows - 1, stride - 1)] {
                let at = |k| b[c / COLUMNS * depth * COLUMNS + k * COLUMNS + c % COLUMNS];
                let plain: f32 = (0..depth).map(|k| a[r * (depth + 3) + k] * at(k)).sum();
                assert!((plain - wanted[r * stride + c]).abs() < 1e-3);
            }
            for isa in Isa::available() {
                let mut found = vec![f32::NAN; rows * stride];
                product(isa, left, right, &mut found, stride);
                assert_eq!(found, wanted, "{isa:?} {rows} {depth} {panels}");
            }
        }
    }
}
