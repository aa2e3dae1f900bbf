//! Which vector instructions this processor has, asked once when a model is loaded.

/// A set of vector instructions the kernels are written for.
///
/// A value other than [`Isa::SCALAR`] exists only where the processor has the instructions: the kernels rely on that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Isa(Level);

/// What an [`Isa`] stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// Portable code.
    Scalar,
    /// AVX2 and FMA.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// AVX2, FMA and AVX-VNNI.
    #[cfg(target_arch = "x86_64")]
    AvxVnni,
    /// AVX-512 F, BW, DQ, VL and VNNI.
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Isa {
    /// Portable code, for any processor.
    pub(crate) const SCALAR: Isa = Isa(Level::Scalar);

    /// Every set this processor has, the fastest first; [`Isa::SCALAR`] comes last.
    pub(crate) fn available() -> Vec<Isa> {
        let mut found = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            let avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
            let avx512 = avx2
                && is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512vnni");
            if avx512 {
                found.push(Isa(Level::Avx512));
            }
            if avx2 && is_x86_feature_detected!("avxvnni") {
                found.push(Isa(Level::AvxVnni));
            }
            if avx2 {
                found.push(Isa(Level::Avx2));
            }
        }
        found.push(Isa::SCALAR);
        found
    }

    /// The fastest set this processor has.
    pub(crate) fn best() -> Isa {
        Isa::available()[0]
    }

    pub(crate) fn level(self) -> Level {
        self.0
    }
}
