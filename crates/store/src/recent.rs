//! What was added last, kept at hand for comparison: in an archive that is added in its order, copies and retellings follow soon, and
//! looking up and reading each again takes most of the time.

use jiff::civil::Date;
use onrecord_compare::Shingles;
use onrecord_compare::statements::Content;
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use std::sync::Arc;

/// Statements in a generation; each takes some 350 bytes.
const STATEMENTS: usize = 100_000;
/// Texts in a generation; each takes some 5 kB.
const TEXTS: usize = 4_000;

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
    pub(crate) statements: Generations<Arc<Other>>,
    pub(crate) texts: Generations<Arc<Shingles>>,
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

    fn forget(&mut self, id: i64) {
        self.young.remove(&id);
        self.old.remove(&id);
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
