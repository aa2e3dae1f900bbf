//! Rows that cost a file nothing. A page says how many values it has, and a few bytes are enough to say that four million of them
//! are null, or the same.

use crate::field::Field;
use crate::mapping::Mapping;
use crate::value::{Path, is_empty};
use serde_json::Value;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// So many are read of any file: writers put a million rows into a group, and only few of them may have a text.
pub(super) const LEAST: u64 = 1 << 20;
/// And so many for each byte of a larger one: a row that someone wrote takes a bit somewhere.
const PER_BYTE: u64 = 8;

/// Counts the rows that hold nothing, or the same as the row before.
#[derive(Debug)]
pub(super) struct Idle {
    /// Where the article stands.
    texts: Vec<Path>,
    left: u64,
    before: Option<u64>,
}

impl Idle {
    /// For a file of so many bytes.
    pub(super) fn new(mapping: &Mapping, bytes: u64) -> Self {
        let texts = [Field::Text, Field::Html].into_iter();
        let texts = texts.filter_map(|field| Some(mapping.get(field)?.path.clone()));
        Self {
            texts: texts.collect(),
            left: bytes.saturating_mul(PER_BYTE).max(LEAST),
            before: None,
        }
    }

    /// Takes a row into account, `None` when it was too large; `false` when there were more such rows than the file can hold.
    pub(super) fn fits(&mut self, row: Option<&Value>) -> bool {
        let text = |path: &Path| row.is_some_and(|row| path.of(row).is_some_and(|text| !is_empty(&text)));
        if self.texts.iter().any(text) {
            let mut hasher = DefaultHasher::new();
            row.hash(&mut hasher);
            let this = Some(hasher.finish());
            if std::mem::replace(&mut self.before, this) != this {
                return true;
            }
        }
        self.left = match self.left.checked_sub(1) {
            Some(left) => left,
            None => return false,
        };
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::Columns;
    use serde_json::json;

    fn idle(bytes: u64, left: u64) -> Idle {
        let names = ["text".to_owned(), "note".to_owned()];
        let mapping = Mapping::of_columns(&Columns::default(), &names).unwrap();
        let mut idle = Idle::new(&mapping, bytes);
        assert!(idle.left >= LEAST.max(8 * bytes));
        idle.left = left;
        idle
    }

    #[test]
    fn rows_without_text_and_repeated_ones_are_counted() {
        let mut idle = idle(100, 4);
        let text = |n: u32| json!({"text": format!("Ferry {n} is back."), "note": null});
        for n in 0..100 {
            assert!(idle.fits(Some(&text(n))));
        }
        assert!(idle.fits(Some(&text(99))));
        assert!(idle.fits(Some(&json!({"text": null, "note": "x"}))));
        assert!(idle.fits(Some(&json!({"text": " "}))));
        assert!(idle.fits(None));
        // texts are read on, nothing else is
        assert!(!idle.fits(Some(&json!({}))));
        assert!(idle.fits(Some(&text(100))));
        assert!(!idle.fits(Some(&text(100))));
    }

    #[test]
    fn a_larger_file_may_have_more() {
        assert_eq!(Idle::new(&Mapping::default(), 252).left, LEAST);
        assert_eq!(Idle::new(&Mapping::default(), 1 << 30).left, 8 << 30);
        assert_eq!(Idle::new(&Mapping::default(), u64::MAX).left, u64::MAX);
        assert_eq!(idle(1 << 20, 0).left, 0);
    }
}
