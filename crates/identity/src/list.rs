//! Lists of words.

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Words that mean something, to be looked up.
pub(crate) type List = LazyLock<FxHashSet<&'static str>>;

/// The words of a text, as a [`List`].
macro_rules! list {
    ($words:expr) => {
        std::sync::LazyLock::new(|| $words.split_ascii_whitespace().collect())
    };
}
pub(crate) use list;
