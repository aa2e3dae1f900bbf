//! How much an input may unpack to.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// An input may unpack to this many times its own size…
const RATIO: u64 = 200;
/// …or to this much, whichever is more.
const AT_LEAST: u64 = 1 << 30;

/// How much one input may unpack to in all. Archives inside archives draw on the same allowance, or a small one could unpack
/// to any size.
#[derive(Clone, Debug, Default)]
pub(crate) struct Allowance(Arc<Spent>);

#[derive(Debug, Default)]
struct Spent {
    /// Bytes of the input, as far as they are known or have been read.
    input: AtomicU64,
    unpacked: AtomicU64,
    /// Holds instead of what follows from the input's bytes.
    fixed: Option<u64>,
}

impl Allowance {
    /// Exactly so many bytes.
    pub(crate) fn of_bytes(bytes: u64) -> Self {
        Self(Arc::new(Spent {
            fixed: Some(bytes),
            ..Spent::default()
        }))
    }

    /// Adds to the bytes that the input has.
    pub(crate) fn grow(&self, bytes: u64) {
        self.0.input.fetch_add(bytes, Ordering::Relaxed);
    }

    /// How much it may be in all, by what is known of the input.
    pub(crate) fn most(&self) -> u64 {
        let by_input = || {
            let input = self.0.input.load(Ordering::Relaxed);
            input.saturating_mul(RATIO).max(AT_LEAST)
        };
        self.0.fixed.unwrap_or_else(by_input)
    }

    /// How much it may still be.
    pub(crate) fn left(&self) -> u64 {
        self.most()
            .saturating_sub(self.0.unpacked.load(Ordering::Relaxed))
    }

    /// Takes off what was unpacked.
    pub(crate) fn spend(&self, bytes: u64) {
        self.0.unpacked.fetch_add(bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_shared_and_grows_with_what_is_read() {
        let one = Allowance::default();
        let other = one.clone();
        assert_eq!(one.left(), AT_LEAST);
        other.spend(AT_LEAST - 1);
        assert_eq!(one.left(), 1);
        one.grow(AT_LEAST / RATIO * 2);
        assert!(other.left() > AT_LEAST / 2);
        let fixed = Allowance::of_bytes(10);
        fixed.spend(11);
        assert_eq!((fixed.left(), fixed.most()), (0, 10));
    }
}
