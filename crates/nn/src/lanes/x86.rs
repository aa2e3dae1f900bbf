//! Lanes in one AVX-512 register or two AVX registers.
#![allow(unsafe_code)]

use super::{LANES, Lanes};
use std::arch::x86_64::*;

/// AVX-512 F, BW, DQ and VL exist.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Avx512(());

impl Avx512 {
    /// For functions that enable the instructions themselves.
    ///
    /// # Safety
    /// The processor has the instructions.
    pub(crate) unsafe fn assume() -> Self {
        Self(())
    }
}

/// AVX2 and FMA exist.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Avx2(());

impl Avx2 {
    /// For functions that enable the instructions themselves.
    ///
    /// # Safety
    /// The processor has the instructions.
    pub(crate) unsafe fn assume() -> Self {
        Self(())
    }
}

/// Calls intrinsics on whose instructions a value of the type vouches.
macro_rules! intrinsic {
    ($call:expr) => {
        // SAFETY: `self` exists, so the processor has the instructions; loads and stores go through references to arrays
        // of the size that is accessed, and need no alignment.
        unsafe { $call }
    };
}

impl Lanes for Avx512 {
    type F = __m512;

    #[inline(always)]
    fn splat(self, x: f32) -> Self::F {
        intrinsic!(_mm512_set1_ps(x))
    }
    #[inline(always)]
    fn load(self, x: &[f32; LANES]) -> Self::F {
        intrinsic!(_mm512_loadu_ps(x.as_ptr()))
    }
    #[inline(always)]
    fn store(self, x: Self::F, to: &mut [f32; LANES]) {
        intrinsic!(_mm512_storeu_ps(to.as_mut_ptr(), x))
    }
    #[inline(always)]
    fn add(self, a: Self::F, b: Self::F) -> Self::F {
        intrinsic!(_mm512_add_ps(a, b))
    }
    #[inline(always)]
    fn sub(self, a: Self::F, b: Self::F) -> Self::F {
        intrinsic!(_mm512_sub_ps(a, b))
    }
    #[inline(always)]
    fn mul(self, a: Self::F, b: Self::F) -> Self::F {
        intrinsic!(_mm512_mul_ps(a, b))
    }
    #[inline(always)]
    fn fma(self, a: Self::F, b: Self::F, c: Self::F) -> Self::F {
        intrinsic!(_mm512_fmadd_ps(a, b, c))
    }
    #[inline(always)]
    fn max(self, a: Self::F, b: Self::F) -> Self::F {
        intrinsic!(_mm512_max_ps(a, b))
    }
    #[inline(always)]
    fn min(self, a: Self::F, b: Self::F) -> Self::F {
        intrinsic!(_mm512_min_ps(a, b))
    }
    #[inline(always)]
    fn abs(self, a: Self::F) -> Self::F {
        intrinsic!(_mm512_abs_ps(a))
    }
    #[inline(always)]
    fn sum(self, a: Self::F) -> f32 {
        intrinsic!(sum_8(_mm256_add_ps(
            _mm512_castps512_ps256(a),
            _mm512_extractf32x8_ps::<1>(a)
        )))
    }
    #[inline(always)]
    fn maximum(self, a: Self::F) -> f32 {
        intrinsic!(maximum_8(_mm256_max_ps(
            _mm512_castps512_ps256(a),
            _mm512_extractf32x8_ps::<1>(a)
        )))
    }
    #[inline(always)]
    fn shift_exponent(self, a: Self::F, power: Self::F) -> Self::F {
        intrinsic!({
            let power = _mm512_slli_epi32::<23>(_mm512_castps_si512(power));
            _mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(a), power))
        })
    }
    #[inline(always)]
    fn store_low_bytes(self, a: Self::F, to: &mut [u8; LANES]) {
        intrinsic!(_mm_storeu_si128(
            to.as_mut_ptr().cast(),
            _mm512_cvtepi32_epi8(_mm512_castps_si512(a))
        ))
    }
    #[inline(always)]
    fn load_signed_bytes(self, x: &[u8; LANES]) -> Self::F {
        intrinsic!(_mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128(
            x.as_ptr().cast()
        ))))
    }
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn sum_8(a: __m256) -> f32 {
    let a = _mm_add_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps::<1>(a));
    let a = _mm_add_ps(a, _mm_movehl_ps(a, a));
    _mm_cvtss_f32(_mm_add_ss(a, _mm_movehdup_ps(a)))
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn maximum_8(a: __m256) -> f32 {
    let a = _mm_max_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps::<1>(a));
    let a = _mm_max_ps(a, _mm_movehl_ps(a, a));
    _mm_cvtss_f32(_mm_max_ss(a, _mm_movehdup_ps(a)))
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn shift_8(a: __m256, power: __m256) -> __m256 {
    let power = _mm256_slli_epi32::<23>(_mm256_castps_si256(power));
    _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(a), power))
}

/// The same intrinsic on both halves.
macro_rules! halves {
    ($call:ident($($arg:ident),*)) => {
        intrinsic!([$call($($arg[0]),*), $call($($arg[1]),*)])
    };
}

impl Lanes for Avx2 {
    type F = [__m256; 2];

    #[inline(always)]
    fn splat(self, x: f32) -> Self::F {
        intrinsic!([_mm256_set1_ps(x); 2])
    }
    #[inline(always)]
    fn load(self, x: &[f32; LANES]) -> Self::F {
        intrinsic!([_mm256_loadu_ps(x.as_ptr()), _mm256_loadu_ps(x.as_ptr().add(8))])
    }
    #[inline(always)]
    fn store(self, x: Self::F, to: &mut [f32; LANES]) {
        intrinsic!({
            _mm256_storeu_ps(to.as_mut_ptr(), x[0]);
            _mm256_storeu_ps(to.as_mut_ptr().add(8), x[1]);
        })
    }
    #[inline(always)]
    fn add(self, a: Self::F, b: Self::F) -> Self::F {
        halves!(_mm256_add_ps(a, b))
    }
    #[inline(always)]
    fn sub(self, a: Self::F, b: Self::F) -> Self::F {
        halves!(_mm256_sub_ps(a, b))
    }
    #[inline(always)]
    fn mul(self, a: Self::F, b: Self::F) -> Self::F {
        halves!(_mm256_mul_ps(a, b))
    }
    #[inline(always)]
    fn fma(self, a: Self::F, b: Self::F, c: Self::F) -> Self::F {
        halves!(_mm256_fmadd_ps(a, b, c))
    }
    #[inline(always)]
    fn max(self, a: Self::F, b: Self::F) -> Self::F {
        halves!(_mm256_max_ps(a, b))
    }
    #[inline(always)]
    fn min(self, a: Self::F, b: Self::F) -> Self::F {
        halves!(_mm256_min_ps(a, b))
    }
    #[inline(always)]
    fn abs(self, a: Self::F) -> Self::F {
        let sign = self.splat(-0.0);
        halves!(_mm256_andnot_ps(sign, a))
    }
    #[inline(always)]
    fn sum(self, a: Self::F) -> f32 {
        intrinsic!(sum_8(_mm256_add_ps(a[0], a[1])))
    }
    #[inline(always)]
    fn maximum(self, a: Self::F) -> f32 {
        intrinsic!(maximum_8(_mm256_max_ps(a[0], a[1])))
    }
    #[inline(always)]
    fn shift_exponent(self, a: Self::F, power: Self::F) -> Self::F {
        halves!(shift_8(a, power))
    }
    #[inline(always)]
    fn store_low_bytes(self, a: Self::F, to: &mut [u8; LANES]) {
        intrinsic!({
            let low = _mm256_set1_epi32(0xFF);
            let first = _mm256_and_si256(_mm256_castps_si256(a[0]), low);
            let second = _mm256_and_si256(_mm256_castps_si256(a[1]), low);
            let pairs = _mm256_permute4x64_epi64::<0b11_01_10_00>(_mm256_packus_epi32(first, second));
            let bytes = _mm_packus_epi16(
                _mm256_castsi256_si128(pairs),
                _mm256_extracti128_si256::<1>(pairs),
            );
            _mm_storeu_si128(to.as_mut_ptr().cast(), bytes);
        })
    }
    #[inline(always)]
    fn load_signed_bytes(self, x: &[u8; LANES]) -> Self::F {
        intrinsic!({
            let bytes = _mm_loadu_si128(x.as_ptr().cast());
            let first = _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(bytes));
            [
                first,
                _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_unpackhi_epi64(bytes, bytes))),
            ]
        })
    }
}
