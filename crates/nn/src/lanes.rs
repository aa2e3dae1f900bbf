//! Sixteen floats at a time: the operations in which row operations are written, once for each set of instructions.
//!
//! Every operation is defined exactly (one rounding of a fused multiply-add, the order of sums, what a maximum does with
//! NaN), so that all implementations give the same bits.

#[cfg(target_arch = "x86_64")]
mod x86;

#[cfg(target_arch = "x86_64")]
pub(crate) use x86::{Avx2, Avx512};

/// How many floats go together.
pub(crate) const LANES: usize = 16;

/// Added to a small float, leaves it rounded to a whole number in the low bits (1.5 · 2²³).
const ROUND: f32 = 12_582_912.0;
/// The byte that stands for an activation of zero.
pub(crate) const ZERO_POINT: i32 = 128;

/// Vectors of sixteen floats.
pub(crate) trait Lanes: Copy {
    /// Sixteen floats.
    type F: Copy;

    /// The same float in all lanes.
    fn splat(self, x: f32) -> Self::F;
    fn load(self, x: &[f32; LANES]) -> Self::F;
    fn store(self, x: Self::F, to: &mut [f32; LANES]);
    fn add(self, a: Self::F, b: Self::F) -> Self::F;
    fn sub(self, a: Self::F, b: Self::F) -> Self::F;
    fn mul(self, a: Self::F, b: Self::F) -> Self::F;
    /// `a * b + c`, rounded once.
    fn fma(self, a: Self::F, b: Self::F, c: Self::F) -> Self::F;
    /// `if a > b { a } else { b }`
    fn max(self, a: Self::F, b: Self::F) -> Self::F;
    /// `if a < b { a } else { b }`
    fn min(self, a: Self::F, b: Self::F) -> Self::F;
    fn abs(self, a: Self::F) -> Self::F;
    /// Sum of the lanes; the upper half is folded onto the lower one until one is left.
    fn sum(self, a: Self::F) -> f32;
    /// Maximum of the lanes, folded as in [`Lanes::sum`].
    fn maximum(self, a: Self::F) -> f32;
    /// Adds the low bits of `power`, as an integer, to the exponents of `a`.
    fn shift_exponent(self, a: Self::F, power: Self::F) -> Self::F;
    /// Stores the low byte of each lane's bits.
    fn store_low_bytes(self, a: Self::F, to: &mut [u8; LANES]);
    /// Reads sixteen i8, given as bytes.
    fn load_signed_bytes(self, x: &[u8; LANES]) -> Self::F;

    /// Two to the power `x`, for `x` between -126 and 0 (what is below counts as -126); within 2e-7 of the exact value.
    #[inline(always)]
    fn exp2(self, x: Self::F) -> Self::F {
        let x = self.max(x, self.splat(-126.0));
        let shifted = self.add(x, self.splat(ROUND));
        let part = self.sub(x, self.sub(shifted, self.splat(ROUND)));
        let mut sum = self.splat(1.327_632_8e-3);
        sum = self.fma(sum, part, self.splat(9.675_535e-3));
        sum = self.fma(sum, part, self.splat(5.550_713_5e-2));
        sum = self.fma(sum, part, self.splat(0.240_221_2));
        sum = self.fma(sum, part, self.splat(0.693_146_94));
        sum = self.fma(sum, part, self.splat(1.0));
        self.shift_exponent(sum, shifted)
    }

    /// Stores `x * inverse` as bytes around [`ZERO_POINT`]; no product may be further from zero than 127.
    #[inline(always)]
    fn store_quantised(self, x: Self::F, inverse: Self::F, to: &mut [u8; LANES]) {
        self.store_low_bytes(self.fma(x, inverse, self.splat(ROUND + ZERO_POINT as f32)), to);
    }

    /// The function GELU, `x * Φ(x)`, within 1e-6 of the exact value, plus rounding.
    ///
    /// `x * Φ(x) = max(x, 0) - |x| / 2 + h(|x|)`, where `h(x) = x / 2 * erf(x / √2)` is smooth in `x²`: a polynomial
    /// fitted up to 5.2, from where on `h(x) - x / 2` counts as zero.
    #[inline(always)]
    fn gelu(self, x: Self::F) -> Self::F {
        const END: f32 = 5.2;
        let m = self.min(self.abs(x), self.splat(END));
        let t = self.fma(self.mul(m, m), self.splat(2.0 / (END * END)), self.splat(-1.0));
        let mut sum = self.splat(GELU[0]);
        let mut i = 1;
        while i < GELU.len() {
            sum = self.fma(sum, t, self.splat(GELU[i]));
            i += 1;
        }
        self.add(self.max(x, self.splat(0.0)), self.fma(m, self.splat(-0.5), sum))
    }
}

/// The polynomial of [`Lanes::gelu`] over `-1..=1`, highest degree first.
const GELU: [f32; 15] = [
    -0.004_917_607,
    0.010_781_059,
    -0.004_926_113_4,
    0.007_375_628,
    -0.032_763_693,
    0.051_542_327,
    -0.058_551_144,
    0.073_343_806,
    -0.089_690_66,
    0.098_338_7,
    -0.107_650_85,
    0.136_468_13,
    -0.239_543_87,
    0.922_149_96,
    1.838_043_7,
];

/// Portable lanes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Portable;

macro_rules! lanewise {
    ($i:ident => $value:expr) => {{
        let mut out = [0.0; LANES];
        let mut $i = 0;
        while $i < LANES {
            out[$i] = $value;
            $i += 1;
        }
        out
    }};
}

macro_rules! folded {
    ($a:ident, $x:ident, $y:ident => $joined:expr) => {{
        let (mut all, mut width) = ($a, LANES / 2);
        while width > 0 {
            for i in 0..width {
                let ($x, $y) = (all[i], all[i + width]);
                all[i] = $joined;
            }
            width /= 2;
        }
        all[0]
    }};
}

impl Lanes for Portable {
    type F = [f32; LANES];

    #[inline(always)]
    fn splat(self, x: f32) -> Self::F {
        [x; LANES]
    }
    #[inline(always)]
    fn load(self, x: &[f32; LANES]) -> Self::F {
        *x
    }
    #[inline(always)]
    fn store(self, x: Self::F, to: &mut [f32; LANES]) {
        *to = x;
    }
    #[inline(always)]
    fn add(self, a: Self::F, b: Self::F) -> Self::F {
        lanewise!(i => a[i] + b[i])
    }
    #[inline(always)]
    fn sub(self, a: Self::F, b: Self::F) -> Self::F {
        lanewise!(i => a[i] - b[i])
    }
    #[inline(always)]
    fn mul(self, a: Self::F, b: Self::F) -> Self::F {
        lanewise!(i => a[i] * b[i])
    }
    #[inline(always)]
    fn fma(self, a: Self::F, b: Self::F, c: Self::F) -> Self::F {
        lanewise!(i => a[i].mul_add(b[i], c[i]))
    }
    #[inline(always)]
    fn max(self, a: Self::F, b: Self::F) -> Self::F {
        lanewise!(i => if a[i] > b[i] { a[i] } else { b[i] })
    }
    #[inline(always)]
    fn min(self, a: Self::F, b: Self::F) -> Self::F {
        lanewise!(i => if a[i] < b[i] { a[i] } else { b[i] })
    }
    #[inline(always)]
    fn abs(self, a: Self::F) -> Self::F {
        lanewise!(i => a[i].abs())
    }
    #[inline(always)]
    fn sum(self, a: Self::F) -> f32 {
        folded!(a, x, y => x + y)
    }
    #[inline(always)]
    fn maximum(self, a: Self::F) -> f32 {
        folded!(a, x, y => if x > y { x } else { y })
    }
    #[inline(always)]
    fn shift_exponent(self, a: Self::F, power: Self::F) -> Self::F {
        lanewise!(i => f32::from_bits(a[i].to_bits().wrapping_add(power[i].to_bits() << 23)))
    }
    #[inline(always)]
    fn store_low_bytes(self, a: Self::F, to: &mut [u8; LANES]) {
        for (to, x) in to.iter_mut().zip(a) {
            *to = x.to_bits() as u8;
        }
    }
    #[inline(always)]
    fn load_signed_bytes(self, x: &[u8; LANES]) -> Self::F {
        lanewise!(i => f32::from(x[i] as i8))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn erf(x: f64) -> f64 {
        // a series of many terms: slow, and exact enough to check against
        let (mut sum, mut term) = (x, x);
        for n in 1..200 {
            term *= -x * x / f64::from(n);
            sum += term / f64::from(2 * n + 1);
        }
        2.0 / std::f64::consts::PI.sqrt() * sum
    }

    #[test]
    fn gelu_is_close() {
        for i in -500..500 {
            let x = i as f32 / 100.0;
            let exact = 0.5 * f64::from(x) * (1.0 + erf(f64::from(x) / 2f64.sqrt()));
            let found = Portable.gelu([x; LANES])[0];
            assert!((f64::from(found) - exact).abs() < 2e-6, "{x}: {found} {exact}");
        }
        assert_eq!(Portable.gelu([40.0; LANES])[0], 40.0);
        assert!(Portable.gelu([-40.0; LANES])[0].abs() < 2e-6);
    }

    #[test]
    fn powers_of_two_are_close() {
        for i in 0..12_600 {
            let x = -(i as f32) / 100.0;
            let ratio = f64::from(Portable.exp2([x; LANES])[0]) / f64::from(x).exp2();
            assert!((ratio - 1.0).abs() < 4e-7, "{x}: {ratio}");
        }
    }
}
