//! What was added last, kept at hand for comparison: in an archive that is added in its order, copies and retellings follow soon, and
//! looking up and reading each again takes most of the time.

use onrecord_compare::Shingles;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Statements in a generation; each takes some 400 bytes.
const STATEMENTS: usize = 30_000;
/// Texts in a generation; each takes some 5 kB.
const TEXTS: usize = 2_000;

/// What is compared of a statement that another may be the same as.
pub(crate) struct Other {
    pub(crate) id: i64,
    pub(crate) article: i64,
    pub(crate) signature: u64,
    pub(crate) content: String,
    pub(crate) person: Option<i64>,
    pub(crate) name: Option<String>,
    pub(crate) published: Option<String>,
}

/// Statements and texts that were added or looked at last.
#[derive(Default)]
pub(crate) struct Recent {
    pub(crate) statements: Generations<Arc<Other>>,
    pub(crate) texts: Generations<Arc<Shingles>>,
}

impl Recent {
    pub(crate) fn note(&mut self, other: Other) -> Arc<Other> {
        let other = Arc::new(other);
        self.statements.put(other.id, Arc::clone(&other), STATEMENTS);
        other
    }

    pub(crate) fn note_text(&mut self, article: i64, shingles: Shingles) -> Arc<Shingles> {
        let shingles = Arc::new(shingles);
        self.texts.put(article, Arc::clone(&shingles), TEXTS);
        shingles
    }
}

/// Two generations: when the young one is full, it becomes the old one, and that one is dropped.
pub(crate) struct Generations<T> {
    young: FxHashMap<i64, T>,
    old: FxHashMap<i64, T>,
}

impl<T> Default for Generations<T> {
    fn default() -> Self {
        Self {
            young: FxHashMap::default(),
            old: FxHashMap::default(),
        }
    }
}

impl<T: Clone> Generations<T> {
    pub(crate) fn get(&self, id: i64) -> Option<T> {
        self.young.get(&id).or_else(|| self.old.get(&id)).cloned()
    }

    fn put(&mut self, id: i64, of: T, most: usize) {
        if self.young.len() >= most {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(id, of);
    }

    /// Drops one, because it is about to change.
    pub(crate) fn forget(&mut self, id: i64) {
        self.young.remove(&id);
        self.old.remove(&id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_ones_are_kept() {
        let mut kept = Generations::default();
        for id in 0..25 {
            kept.put(id, id * 2, 10);
        }
        assert_eq!(kept.get(24), Some(48));
        assert_eq!(kept.get(15), Some(30));
        assert_eq!(kept.get(5), None);
        kept.forget(24);
        assert_eq!(kept.get(24), None);
        assert!(kept.young.len() + kept.old.len() <= 20);
    }
}
