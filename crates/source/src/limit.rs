//! How large an article may be.

use std::fmt;

/// The largest article that is read, in bytes. Larger ones are refused, never cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Limit(u32);

impl Limit {
    /// The default: 16 MiB, several times the longest novel.
    pub const DEFAULT: Self = Self(16 * 1024 * 1024);
    /// The highest that can be asked for; offsets are 32 bits wide.
    pub const HIGHEST: Self = Self(u32::MAX);

    /// A limit of `bytes`, or `None` when it is zero or above [`Limit::HIGHEST`].
    pub fn new(bytes: u64) -> Option<Self> {
        u32::try_from(bytes).ok().filter(|&b| b > 0).map(Self)
    }

    /// The limit in bytes.
    pub fn bytes(self) -> u64 {
        u64::from(self.0)
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Size(self.bytes()).fmt(f)
    }
}

/// A number of bytes, printed for people.
pub(crate) struct Size(pub(crate) u64);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [(&str, u64); 3] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];
        for (unit, size) in UNITS {
            if self.0 >= size {
                let tenths = (u128::from(self.0) * 10 / u128::from(size)) as u64;
                return match tenths % 10 {
                    0 => write!(f, "{} {unit}", tenths / 10),
                    rest => write!(f, "{}.{rest} {unit}", tenths / 10),
                };
            }
        }
        write!(f, "{} bytes", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_well() {
        assert_eq!(Size(12).to_string(), "12 bytes");
        assert_eq!(Size(1536).to_string(), "1.5 KiB");
        assert_eq!(Limit::DEFAULT.to_string(), "16 MiB");
        assert_eq!(Size(u64::MAX).to_string(), "17179869183.9 GiB");
    }

    #[test]
    fn limits_have_bounds() {
        assert_eq!(Limit::new(0), None);
        assert_eq!(Limit::new(1).map(Limit::bytes), Some(1));
        assert_eq!(Limit::new(u64::from(u32::MAX) + 1), None);
    }
}
