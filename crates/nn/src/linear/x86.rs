//! The tiles of [`super::Linear`] for x86-64.

#![allow(unsafe_code)]

use super::{GROUP, PANEL, PanelOf};
use crate::lanes::{Avx2, Avx512, Lanes};
use std::arch::x86_64::*;

/// Rows in one tile.
const TILE: usize = 12;
/// Bytes ahead of the weights in use at which others are called up from the second-level cache.
const AHEAD: usize = 1024;

/// Calls the tile function for full tiles, then for the rows left over.
macro_rules! over_rows {
    (
        $tile:ident, $most:expr, [$($rest:literal)*], $panel:ident, $gelu:ident, $input:ident, $row_scales:ident,
        $out:ident, $stride:ident
    ) => {{
        let (rows, row_bytes) = ($row_scales.len(), $panel.groups.len() * GROUP);
        debug_assert!($input.len() >= rows * row_bytes);
        debug_assert!(rows == 0 || $out.len() >= (rows - 1) * $stride + PANEL);
        let mut row = 0;
        while row < rows {
            let here = (rows - row).min($most);
            // SAFETY: the caller vouches for the slices' lengths (checked above in debug builds) and the
            // instructions; `here` rows from `row` on lie inside them.
            unsafe {
                let input = $input.as_ptr().add(row * row_bytes);
                let scales = $row_scales.as_ptr().add(row);
                let out = $out.as_mut_ptr().add(row * $stride);
                match here {
                    $($rest => $tile::<$rest>($panel, $gelu, input, scales, out, $stride),)*
                    _ => $tile::<{ $most }>($panel, $gelu, input, scales, out, $stride),
                }
            }
            row += here;
        }
    }};
}

/// # Safety
/// `input` holds `row_scales.len()` rows of the panel's groups, `out` as many rows of 32 floats `stride` apart.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma")]
pub(super) unsafe fn avx512(
    p: PanelOf<'_>,
    gelu: bool,
    input: &[u8],
    row_scales: &[f32],
    out: &mut [f32],
    stride: usize,
) {
    over_rows!(tile_512, TILE, [1 2 3 4 5 6 7 8 9 10 11], p, gelu, input, row_scales, out, stride);
}

#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma")]
unsafe fn tile_512<const ROWS: usize>(
    panel: PanelOf<'_>,
    gelu: bool,
    input: *const u8,
    row_scales: *const f32,
    out: *mut f32,
    stride: usize,
) {
    let row_bytes = panel.groups.len() * GROUP;
    // SAFETY: the slices of a panel hold 32 values each; for the rest see `avx512`.
    unsafe {
        let start = panel.starts.as_ptr();
        let starts = [
            _mm512_loadu_si512(start.cast()),
            _mm512_loadu_si512(start.add(16).cast()),
        ];
        let mut sums = [starts; ROWS];
        for (g, group) in panel.groups.iter().enumerate() {
            let weights = group.0.as_ptr();
            _mm_prefetch::<_MM_HINT_T0>(weights.wrapping_add(AHEAD));
            _mm_prefetch::<_MM_HINT_T0>(weights.wrapping_add(AHEAD + 64));
            let (low, high) = (
                _mm512_load_si512(weights.cast()),
                _mm512_load_si512(weights.add(64).cast()),
            );
            for (row, sums) in sums.iter_mut().enumerate() {
                let four = input
                    .add(row * row_bytes + g * GROUP)
                    .cast::<i32>()
                    .read_unaligned();
                let four = _mm512_set1_epi32(four);
                sums[0] = _mm512_dpbusd_epi32(sums[0], four, low);
                sums[1] = _mm512_dpbusd_epi32(sums[1], four, high);
            }
        }
        for half in 0..2 {
            let scales = _mm512_loadu_ps(panel.scales.as_ptr().add(half * 16));
            let biases = _mm512_loadu_ps(panel.biases.as_ptr().add(half * 16));
            for (row, sums) in sums.iter().enumerate() {
                let scale = _mm512_mul_ps(_mm512_set1_ps(*row_scales.add(row)), scales);
                let value = _mm512_fmadd_ps(_mm512_cvtepi32_ps(sums[half]), scale, biases);
                let value = if gelu { Avx512::assume().gelu(value) } else { value };
                _mm512_storeu_ps(out.add(row * stride + half * 16), value);
            }
        }
    }
}

/// Scales eight sums of one row, adds the biases and stores them.
///
/// # Safety
/// `column` is at most 24, `out` has room for eight floats.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn finish_8(
    panel: PanelOf<'_>,
    gelu: bool,
    column: usize,
    sums: __m256i,
    row_scale: f32,
    out: *mut f32,
) {
    // SAFETY: the slices of a panel hold 32 values each.
    unsafe {
        let lanes = Avx2::assume();
        let scales = _mm256_loadu_ps(panel.scales.as_ptr().add(column));
        let scale = _mm256_mul_ps(_mm256_set1_ps(row_scale), scales);
        let biases = _mm256_loadu_ps(panel.biases.as_ptr().add(column));
        let value = _mm256_fmadd_ps(_mm256_cvtepi32_ps(sums), scale, biases);
        _mm256_storeu_ps(out, if gelu { lanes.gelu([value; 2])[0] } else { value });
    }
}

/// The same steps for both encodings of the 256-bit `vpdpbusd`.
macro_rules! vnni_256 {
    ($name:ident, $tile:ident, $features:literal, $dot:ident) => {
        /// # Safety
        /// As for `avx512`.
        #[target_feature(enable = $features)]
        pub(super) unsafe fn $name(
            p: PanelOf<'_>,
            gelu: bool,
            input: &[u8],
            row_scales: &[f32],
            out: &mut [f32],
            stride: usize,
        ) {
            over_rows!($tile, 6, [1 2 3 4 5], p, gelu, input, row_scales, out, stride);
        }

        #[target_feature(enable = $features)]
        unsafe fn $tile<const ROWS: usize>(
            panel: PanelOf<'_>,
            gelu: bool,
            input: *const u8,
            row_scales: *const f32,
            out: *mut f32,
            stride: usize,
        ) {
            let row_bytes = panel.groups.len() * GROUP;
            for column in (0..PANEL).step_by(16) {
                // SAFETY: as in `tile_512`; `column` and the 16 after it lie inside the panel.
                unsafe {
                    let start = panel.starts.as_ptr().add(column);
                    let starts = [_mm256_loadu_si256(start.cast()), _mm256_loadu_si256(start.add(8).cast())];
                    let mut sums = [starts; ROWS];
                    for (g, group) in panel.groups.iter().enumerate() {
                        let weights = group.0.as_ptr().add(column * GROUP);
                        let low = _mm256_load_si256(weights.cast());
                        let high = _mm256_load_si256(weights.add(32).cast());
                        for (row, sums) in sums.iter_mut().enumerate() {
                            let four = input.add(row * row_bytes + g * GROUP).cast::<i32>().read_unaligned();
                            let four = _mm256_set1_epi32(four);
                            sums[0] = $dot(sums[0], four, low);
                            sums[1] = $dot(sums[1], four, high);
                        }
                    }
                    for (row, sums) in sums.iter().enumerate() {
                        let out = out.add(row * stride + column);
                        finish_8(panel, gelu, column, sums[0], *row_scales.add(row), out);
                        finish_8(panel, gelu, column + 8, sums[1], *row_scales.add(row), out.add(8));
                    }
                }
            }
        }
    };
}

vnni_256!(
    avx_vnni,
    tile_avx_vnni,
    "avxvnni,avx2,fma",
    _mm256_dpbusd_avx_epi32
);
// Few processors have the AVX encoding; the tests run the same steps through the AVX-512 one.
#[cfg(test)]
vnni_256!(
    avx512_vl,
    tile_avx512_vl,
    "avx512vnni,avx512vl,avx2,fma",
    _mm256_dpbusd_epi32
);

/// Widens to i16, where `vpmaddwd` is exact; `vpmaddubsw` would saturate.
///
/// # Safety
/// As for `avx512`.
#[target_feature(enable = "avx2,fma")]
pub(super) unsafe fn avx2(
    p: PanelOf<'_>,
    gelu: bool,
    input: &[u8],
    row_scales: &[f32],
    out: &mut [f32],
    stride: usize,
) {
    over_rows!(tile_avx2, 3, [1 2], p, gelu, input, row_scales, out, stride);
}

#[target_feature(enable = "avx2,fma")]
unsafe fn tile_avx2<const ROWS: usize>(
    panel: PanelOf<'_>,
    gelu: bool,
    input: *const u8,
    row_scales: *const f32,
    out: *mut f32,
    stride: usize,
) {
    let row_bytes = panel.groups.len() * GROUP;
    for column in (0..PANEL).step_by(16) {
        // SAFETY: as in `tile_512`; `column` and the 16 after it lie inside the panel.
        unsafe {
            // Two halves of each output's sum lie side by side, four outputs to a register.
            let mut sums = [[_mm256_setzero_si256(); 4]; ROWS];
            for (g, group) in panel.groups.iter().enumerate() {
                let weights = group.0.as_ptr().add(column * GROUP);
                let mut wide = [_mm256_setzero_si256(); 4];
                for (i, wide) in wide.iter_mut().enumerate() {
                    *wide = _mm256_cvtepi8_epi16(_mm_load_si128(weights.add(i * 16).cast()));
                }
                for (row, sums) in sums.iter_mut().enumerate() {
                    let four = input
                        .add(row * row_bytes + g * GROUP)
                        .cast::<i32>()
                        .read_unaligned();
                    let four = _mm256_cvtepu8_epi16(_mm_set1_epi32(four));
                    for (sum, &weights) in sums.iter_mut().zip(&wide) {
                        *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(four, weights));
                    }
                }
            }
            for (row, sums) in sums.iter().enumerate() {
                for half in 0..2 {
                    let column = column + half * 8;
                    let joined = _mm256_hadd_epi32(sums[half * 2], sums[half * 2 + 1]);
                    let joined = _mm256_permute4x64_epi64::<0b11_01_10_00>(joined);
                    let start = _mm256_loadu_si256(panel.starts.as_ptr().add(column).cast());
                    let joined = _mm256_add_epi32(joined, start);
                    finish_8(
                        panel,
                        gelu,
                        column,
                        joined,
                        *row_scales.add(row),
                        out.add(row * stride + column),
                    );
                }
            }
        }
    }
}
