//! What is done to rows between the products: quantisation, layer norm, softmax, maxout.
//!
//! Widths are multiples of 16, which loading makes sure of. Loops count, rather than iterate over pairs: what the pairs
//! are made by is not always inlined into functions that enable instructions.
#![allow(unsafe_code)]
#![allow(clippy::needless_range_loop, clippy::too_many_arguments)]

use crate::isa::{Isa, Level};
#[cfg(target_arch = "x86_64")]
use crate::lanes::{Avx2, Avx512};
use crate::lanes::{LANES, Lanes, Portable, ZERO_POINT};
use crate::product::COLUMNS;

/// The largest magnitude of a quantised activation.
const MOST: f32 = 127.0;
/// Rows whose largest magnitude is below this count as zero: its inverse would overflow.
const LEAST: f32 = 1e-30;

/// Defines a function that runs `$body` compiled for the instructions at hand.
macro_rules! for_each_isa {
    ($(#[$doc:meta])* fn $name:ident($($arg:ident: $type:ty),* $(,)?) = $body:ident) => {
        $(#[$doc])*
        pub(crate) fn $name(isa: Isa, $($arg: $type),*) {
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma")]
            fn avx512($($arg: $type),*) {
                // SAFETY: whoever called this function vouches for the instructions.
                $body(unsafe { Avx512::assume() }, $($arg),*)
            }
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2,fma")]
            fn avx2($($arg: $type),*) {
                // SAFETY: whoever called this function vouches for the instructions.
                $body(unsafe { Avx2::assume() }, $($arg),*)
            }
            match isa.level() {
                Level::Scalar => $body(Portable, $($arg),*),
                // SAFETY: an `Isa` of a level exists only where the processor has its instructions.
                #[cfg(target_arch = "x86_64")]
                Level::Avx512 => unsafe { avx512($($arg),*) },
                // SAFETY: as above.
                #[cfg(target_arch = "x86_64")]
                Level::AvxVnni | Level::Avx2 => unsafe { avx2($($arg),*) },
            }
        }
    };
}

/// A layer norm's weights.
#[derive(Debug)]
pub(crate) struct Norm {
    pub(crate) weights: Vec<f32>,
    pub(crate) biases: Vec<f32>,
    pub(crate) epsilon: f32,
}

/// Vectors `from` to `from + count` of a list of floats.
#[inline(always)]
fn vectors(x: &[f32], from: usize, count: usize) -> &[[f32; LANES]] {
    &x[from..from + count * LANES].as_chunks().0[..count]
}

#[inline(always)]
fn vectors_mut(x: &mut [f32], from: usize, count: usize) -> &mut [[f32; LANES]] {
    &mut x[from..from + count * LANES].as_chunks_mut().0[..count]
}

#[inline(always)]
fn magnitude<L: Lanes>(lanes: L, row: &[[f32; LANES]]) -> f32 {
    // several maxima at a time, which need not wait for each other
    let mut most = [lanes.splat(0.0); 4];
    let (fours, rest) = row.as_chunks::<4>();
    for four in fours {
        for i in 0..4 {
            // the operand that counts where the other is NaN comes last
            most[i] = lanes.max(lanes.abs(lanes.load(&four[i])), most[i]);
        }
    }
    for x in rest {
        most[0] = lanes.max(lanes.abs(lanes.load(x)), most[0]);
    }
    lanes.maximum(lanes.max(lanes.max(most[0], most[1]), lanes.max(most[2], most[3])))
}

/// Scale and inverse scale for a row of this largest magnitude.
#[inline(always)]
fn scale_for(magnitude: f32) -> (f32, f32) {
    if magnitude > LEAST {
        (magnitude / MOST, MOST / magnitude)
    } else {
        (0.0, 0.0)
    }
}

#[inline(always)]
fn to_bytes<L: Lanes>(lanes: L, row: &[[f32; LANES]], inverse: f32, out: &mut [u8]) {
    let (inverse, out) = (
        lanes.splat(inverse),
        &mut out.as_chunks_mut::<LANES>().0[..row.len()],
    );
    for i in 0..row.len() {
        lanes.store_quantised(lanes.load(&row[i]), inverse, &mut out[i]);
    }
}

for_each_isa! {
    /// Quantises rows of `width` floats, `stride` apart, one for each of `scales`, to rows of bytes `out_stride` apart.
    fn quantise(rows: &[f32], width: usize, stride: usize, out: &mut [u8], out_stride: usize, scales: &mut [f32])
        = quantise_rows
}

#[inline(always)]
fn quantise_rows<L: Lanes>(
    lanes: L,
    rows: &[f32],
    width: usize,
    stride: usize,
    out: &mut [u8],
    out_stride: usize,
    scales: &mut [f32],
) {
    for (number, scale) in scales.iter_mut().enumerate() {
        let row = vectors(rows, number * stride, width / LANES);
        let inverse;
        (*scale, inverse) = scale_for(magnitude(lanes, row));
        to_bytes(lanes, row, inverse, &mut out[number * out_stride..][..width]);
    }
}

for_each_isa! {
    /// Turns the first `width` of each row's scores, which are in powers of two, into weights that still have to be
    /// multiplied by the row's entry of `inverses`. Values up to the next multiple of 16 are overwritten; here only,
    /// `width` need not be one.
    fn softmax(rows: &mut [f32], width: usize, stride: usize, inverses: &mut [f32]) = softmax_rows
}

#[inline(always)]
fn softmax_rows<L: Lanes>(lanes: L, rows: &mut [f32], width: usize, stride: usize, inverses: &mut [f32]) {
    for (number, inverse) in inverses.iter_mut().enumerate() {
        let count = width.div_ceil(LANES);
        rows[number * stride..][width..count * LANES].fill(f32::NEG_INFINITY);
        let row = vectors_mut(rows, number * stride, count);
        let mut most = [lanes.splat(f32::NEG_INFINITY); 4];
        for four in row.chunks(4) {
            for i in 0..four.len() {
                most[i] = lanes.max(lanes.load(&four[i]), most[i]);
            }
        }
        let most = lanes.max(lanes.max(most[0], most[1]), lanes.max(most[2], most[3]));
        let most = lanes.splat(lanes.maximum(most));
        let mut sum = lanes.splat(0.0);
        for x in row {
            let weight = lanes.exp2(lanes.sub(lanes.load(x), most));
            lanes.store(weight, x);
            sum = lanes.add(sum, weight);
        }
        *inverse = 1.0 / lanes.sum(sum);
    }
}

for_each_isa! {
    /// Multiplies the first `width` values of each row by its entry of `factors`.
    fn scale(rows: &mut [f32], width: usize, stride: usize, factors: &[f32]) = scale_rows
}

#[inline(always)]
fn scale_rows<L: Lanes>(lanes: L, rows: &mut [f32], width: usize, stride: usize, factors: &[f32]) {
    for (number, &factor) in factors.iter().enumerate() {
        let factor = lanes.splat(factor);
        for x in vectors_mut(rows, number * stride, width / LANES) {
            lanes.store(lanes.mul(lanes.load(x), factor), x);
        }
    }
}

for_each_isa! {
    /// Packs the first `width` values of each row as the columns of panels: `width` rows of 32 values for 32 rows, the
    /// last panel padded with zeros.
    fn transpose(rows: &[f32], stride: usize, width: usize, panels: &mut [f32]) = transpose_rows
}

#[inline(always)]
fn transpose_rows<L: Lanes>(_: L, rows: &[f32], stride: usize, width: usize, panels: &mut [f32]) {
    for number in 0..panels.len() / (COLUMNS * width) {
        let rows = &rows[number * COLUMNS * stride..];
        let panel = &mut panels[number * COLUMNS * width..][..COLUMNS * width];
        let count = (rows.len() / stride).min(COLUMNS);
        if count < COLUMNS {
            panel.fill(0.0);
        }
        for column in 0..count {
            let row = &rows[column * stride..][..width];
            for k in 0..width {
                panel[k * COLUMNS + column] = row[k];
            }
        }
    }
}

/// Normalises a row whose sum is given.
#[inline(always)]
fn normalise<L: Lanes>(lanes: L, row: &mut [[f32; LANES]], sum: L::F, norm: &Norm) {
    let (count, width) = (row.len(), (row.len() * LANES) as f32);
    let mean = lanes.splat(lanes.sum(sum) / width);
    let mut squares = lanes.splat(0.0);
    for x in &*row {
        let x = lanes.sub(lanes.load(x), mean);
        squares = lanes.fma(x, x, squares);
    }
    let variance = lanes.sum(squares) / width;
    let inverse = lanes.splat(1.0 / (variance + norm.epsilon).sqrt());
    let (weights, biases) = (vectors(&norm.weights, 0, count), vectors(&norm.biases, 0, count));
    for i in 0..count {
        let x = lanes.mul(lanes.sub(lanes.load(&row[i]), mean), inverse);
        lanes.store(
            lanes.fma(x, lanes.load(&weights[i]), lanes.load(&biases[i])),
            &mut row[i],
        );
    }
}

for_each_isa! {
    /// Adds rows of `other` (`other_stride` apart) to rows as wide as the norm, then normalises them.
    fn add_norm(rows: &mut [f32], other: &[f32], other_stride: usize, norm: &Norm) = add_norm_rows
}

#[inline(always)]
fn add_norm_rows<L: Lanes>(lanes: L, rows: &mut [f32], other: &[f32], other_stride: usize, norm: &Norm) {
    let width = norm.weights.len();
    let count = width / LANES;
    for number in 0..rows.len() / width {
        let row = vectors_mut(rows, number * width, count);
        let other = vectors(other, number * other_stride, count);
        let mut sum = lanes.splat(0.0);
        for i in 0..count {
            let x = lanes.add(lanes.load(&row[i]), lanes.load(&other[i]));
            lanes.store(x, &mut row[i]);
            sum = lanes.add(sum, x);
        }
        normalise(lanes, row, sum, norm);
    }
}

for_each_isa! {
    /// Normalises the rows.
    fn norm(rows: &mut [f32], norm: &Norm) = norm_rows
}

#[inline(always)]
fn norm_rows<L: Lanes>(lanes: L, rows: &mut [f32], norm: &Norm) {
    let width = norm.weights.len();
    for number in 0..rows.len() / width {
        let row = vectors_mut(rows, number * width, width / LANES);
        let mut sum = lanes.splat(0.0);
        for x in &*row {
            sum = lanes.add(sum, lanes.load(x));
        }
        normalise(lanes, row, sum, norm);
    }
}

for_each_isa! {
    /// Writes a table's row, one i8 as a byte for each value, times `scale` to `out`.
    fn expand(bytes: &[u8], scale: f32, out: &mut [f32]) = expand_row
}

#[inline(always)]
fn expand_row<L: Lanes>(lanes: L, bytes: &[u8], scale: f32, out: &mut [f32]) {
    let scale = lanes.splat(scale);
    let out = out.as_chunks_mut::<LANES>().0;
    let bytes = &bytes.as_chunks::<LANES>().0[..out.len()];
    for i in 0..out.len() {
        lanes.store(lanes.mul(lanes.load_signed_bytes(&bytes[i]), scale), &mut out[i]);
    }
}

for_each_isa! {
    /// Adds `other` to `row`.
    fn add(row: &mut [f32], other: &[f32]) = add_row
}

#[inline(always)]
fn add_row<L: Lanes>(lanes: L, row: &mut [f32], other: &[f32]) {
    let row = row.as_chunks_mut::<LANES>().0;
    let other = vectors(other, 0, row.len());
    for i in 0..row.len() {
        lanes.store(lanes.add(lanes.load(&row[i]), lanes.load(&other[i])), &mut row[i]);
    }
}

for_each_isa! {
    /// For each row of `pieces` (`stride` apart): the largest of its pieces, each as wide as the norm, normalised, plus
    /// the row of `old`, goes to the row of `new`, and its largest magnitude to `magnitudes`.
    fn maxout_norm(
        pieces: &[f32], count: usize, stride: usize, norm: &Norm, old: &[f32], new: &mut [f32], magnitudes: &mut [f32],
    ) = maxout_norm_rows
}

#[inline(always)]
fn maxout_norm_rows<L: Lanes>(
    lanes: L,
    pieces: &[f32],
    count: usize,
    stride: usize,
    norm: &Norm,
    old: &[f32],
    new: &mut [f32],
    magnitudes: &mut [f32],
) {
    // six vectors, the width in use, are worth loops unrolled
    match norm.weights.len() / LANES {
        6 => maxout_norm_vectors(lanes, 6, pieces, count, stride, norm, old, new, magnitudes),
        n => maxout_norm_vectors(lanes, n, pieces, count, stride, norm, old, new, magnitudes),
    }
}

#[inline(always)]
fn maxout_norm_vectors<L: Lanes>(
    lanes: L,
    n: usize,
    pieces: &[f32],
    count: usize,
    stride: usize,
    norm: &Norm,
    old: &[f32],
    new: &mut [f32],
    magnitudes: &mut [f32],
) {
    let width = n * LANES;
    for (number, magnitude) in magnitudes.iter_mut().enumerate() {
        let pieces = vectors(pieces, number * stride, count * n);
        let (old, new) = (
            vectors(old, number * width, n),
            vectors_mut(new, number * width, n),
        );
        let mut sum = lanes.splat(0.0);
        for i in 0..n {
            let (mut most, mut at) = (lanes.load(&pieces[i]), i + n);
            while at < pieces.len() {
                most = lanes.max(lanes.load(&pieces[at]), most);
                at += n;
            }
            lanes.store(most, &mut new[i]);
            sum = lanes.add(sum, most);
        }
        normalise(lanes, new, sum, norm);
        let mut most = lanes.splat(0.0);
        for i in 0..n {
            let x = lanes.add(lanes.load(&new[i]), lanes.load(&old[i]));
            lanes.store(x, &mut new[i]);
            most = lanes.max(lanes.abs(x), most);
        }
        *magnitude = lanes.maximum(most);
    }
}

/// Numbers of the rows a convolution looks at, before, at and after one token, `None` outside the sequence.
pub(crate) type Window = [Option<usize>; 3];

for_each_isa! {
    /// Quantises for each of `scales` a window of three rows as one row of bytes, `out_stride` apart; zeros stand for
    /// missing rows. `magnitudes` holds the rows' largest magnitudes.
    fn quantise_windows(
        rows: &[f32],
        width: usize,
        magnitudes: &[f32],
        windows: &[Window],
        out: &mut [u8],
        out_stride: usize,
        scales: &mut [f32],
    ) = quantise_windows_rows
}

#[inline(always)]
fn quantise_windows_rows<L: Lanes>(
    lanes: L,
    rows: &[f32],
    width: usize,
    magnitudes: &[f32],
    windows: &[Window],
    out: &mut [u8],
    out_stride: usize,
    scales: &mut [f32],
) {
    for (number, scale) in scales.iter_mut().enumerate() {
        let (window, out) = (&windows[number], &mut out[number * out_stride..][..3 * width]);
        let mut most = 0.0;
        for row in window {
            if let Some(row) = *row {
                most = if magnitudes[row] > most {
                    magnitudes[row]
                } else {
                    most
                };
            }
        }
        let inverse;
        (*scale, inverse) = scale_for(most);
        for part in 0..3 {
            let out = &mut out[part * width..][..width];
            match window[part] {
                Some(row) => to_bytes(lanes, vectors(rows, row * width, width / LANES), inverse, out),
                None => out.fill(ZERO_POINT as u8),
            }
        }
    }
}
