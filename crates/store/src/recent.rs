//! What was added last, kept at hand for comparison: in an archive that is added in its order, copies and retellings follow soon, and
//! looking up and reading each again takes most of the time.

use jiff::civil::Date;
use lru::LruCache;
use onrecord_compare::Shingles;
use onrecord_compare::statements::Content;
use rustc_hash::FxBuildHasher;
use std::collections::VecDeque;
use std::sync::Arc;

/// Statements that are kept; each takes some 350 bytes.
const STATEMENTS: usize = 200_000;
/// Texts that are kept; each takes some 5 kB.
const TEXTS: usize = 8_000;

/// What is compared of a statement that another may be the same as.
pub(crate) struct Other {
    pub(crate) id: i64,
    pub(crate) article: i64,
    pub(crate) signature: u64,
    pub(crate) content: Arc<Content>,
    pub(crate) person: Option<i64>,
    /// The last word of the speaker's name, in small letters.
    pub(crate) family: Option<Box<str>>,
    pub(crate) published: Option<Date>,
}

/// Signatures that are kept, of statements in the order of their rows.
const SIGNATURES: usize = 2_000_000;

/// Statements and texts that were added or looked at last.
#[derive(Default)]
pub(crate) struct Recent {
    pub(crate) signatures: Signatures,
    pub(crate) statements: Last<Arc<Other>>,
    pub(crate) texts: Last<Arc<Shingles>>,
}

impl Recent {
    pub(crate) fn note(&mut self, other: Arc<Other>) -> Arc<Other> {
        self.signatures.put(other.id, other.signature);
        self.statements.put(other.id, Arc::clone(&other), STATEMENTS);
        other
    }

    /// Drops a statement, because it is about to change.
    pub(crate) fn forget(&mut self, id: i64) {
        self.statements.forget(id);
        self.signatures.forget(id);
    }

    pub(crate) fn note_text(&mut self, article: i64, shingles: Shingles) -> Arc<Shingles> {
        let shingles = Arc::new(shingles);
        self.texts.put(article, Arc::clone(&shingles), TEXTS);
        shingles
    }
}

/// The signatures of statements whose rows lie together: most that are looked up can be told from the one in hand by these alone.
#[derive(Default)]
pub(crate) struct Signatures {
    first: i64,
    list: VecDeque<Option<u64>>,
}

impl Signatures {
    /// Most rows that are left out between two.
    const GAP: usize = 10_000;

    pub(crate) fn get(&self, id: i64) -> Option<u64> {
        let at = usize::try_from(id.checked_sub(self.first)?).ok()?;
        self.list.get(at).copied().flatten()
    }

    fn put(&mut self, id: i64, signature: u64) {
        let Ok(at) = usize::try_from(id.saturating_sub(self.first)) else {
            return;
        };
        match at.checked_sub(self.list.len()) {
            None => self.list[at] = Some(signature),
            Some(gap) if gap <= Self::GAP => {
                self.list.resize(at, None);
                self.list.push_back(Some(signature));
                while self.list.len() > SIGNATURES {
                    self.list.pop_front();
                    self.first += 1;
                }
            }
            Some(_) => {
                self.first = id;
                self.list = VecDeque::from([Some(signature)]);
            }
        }
    }

    fn forget(&mut self, id: i64) {
        let at = usize::try_from(id.saturating_sub(self.first));
        if let Some(signature) = at.ok().and_then(|at| self.list.get_mut(at)) {
            *signature = None;
        }
    }
}

/// Those that were put or asked for last, by row.
pub(crate) struct Last<T>(LruCache<i64, T, FxBuildHasher>);

impl<T> Default for Last<T> {
    fn default() -> Self {
        Self(LruCache::unbounded_with_hasher(FxBuildHasher))
    }
}

impl<T: Clone> Last<T> {
    pub(crate) fn get(&mut self, id: i64) -> Option<T> {
        self.0.get(&id).cloned()
    }

    fn put(&mut self, id: i64, of: T, most: usize) {
        self.0.put(id, of);
        if self.0.len() > most {
            self.0.pop_lru();
        }
    }

    fn forget(&mut self, id: i64) {
        self.0.pop(&id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_of_the_last_rows_are_kept() {
        let mut kept = Signatures::default();
        for id in (1_000_000..1_000_020).step_by(2) {
            kept.put(id, id.cast_unsigned());
        }
        assert_eq!(kept.get(1_000_004), Some(1_000_004));
        assert_eq!(
            (kept.get(1_000_005), kept.get(999_999), kept.get(1_000_019)),
            (None, None, None)
        );
        kept.put(5, 5);
        assert_eq!(kept.get(5), None, "it is of long ago");
        kept.forget(1_000_004);
        assert_eq!(kept.get(1_000_004), None);
        kept.put(3_000_000, 1);
        assert_eq!((kept.get(1_000_006), kept.get(3_000_000)), (None, Some(1)));
    }

    #[test]
    fn the_last_ones_are_kept() {
        let mut kept = Last::default();
        for id in 0..25 {
            kept.put(id, id * 2, 10);
        }
        assert_eq!(kept.get(24), Some(48));
        assert_eq!(kept.get(15), Some(30));
        assert_eq!(kept.get(5), None);
        kept.forget(24);
        assert_eq!(kept.get(24), None);
        assert!(kept.0.len() <= 10);
    }
}
