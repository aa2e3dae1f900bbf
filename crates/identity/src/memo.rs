//! What was read of printed names and roles, kept for the next time: news prints the same ones again and again, and reading one takes
//! longer than all that is then decided about it. Each thread has its own, of bounded size; what is kept changes no answer.

use crate::body::body_name;
use crate::name::PersonName;
use crate::post::Post;
use lru::LruCache;
use rustc_hash::FxBuildHasher;
use std::cell::RefCell;
use std::sync::Arc;

/// Entries of a sort; each takes some hundred bytes.
const MOST: usize = 16_384;
/// Longer ones are read each time, so that the memory is bounded.
const LONGEST: usize = 256;

/// A person's full name with what is made of it.
pub(crate) struct Named {
    pub(crate) name: PersonName,
    pub(crate) keys: Vec<String>,
    pub(crate) words: String,
}

#[derive(Default)]
struct Memo {
    names: Kept<Option<Arc<Named>>>,
    bodies: Kept<Arc<str>>,
    posts: Kept<Arc<Post>>,
}

thread_local! {
    static MEMO: RefCell<Memo> = RefCell::default();
}

/// [`PersonName::of`].
pub(crate) fn named(printed: &str) -> Option<Arc<Named>> {
    let read = || {
        PersonName::of(printed).map(|name| {
            Arc::new(Named {
                keys: name.keys(),
                words: name.to_string(),
                name,
            })
        })
    };
    MEMO.with_borrow_mut(|memo| memo.names.get(printed, read))
}

/// [`body_name`].
pub(crate) fn body(printed: &str) -> Arc<str> {
    MEMO.with_borrow_mut(|memo| memo.bodies.get(printed, || body_name(printed).into()))
}

/// A post as profiles have it: `role|organisation`.
pub(crate) fn post(printed: &str) -> Arc<Post> {
    MEMO.with_borrow_mut(|memo| memo.posts.get(printed, || Arc::new(Post::of(printed))))
}

/// What was read of the printed words that were asked for last.
struct Kept<T>(LruCache<Box<str>, T, FxBuildHasher>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(LruCache::unbounded_with_hasher(FxBuildHasher))
    }
}

impl<T: Clone> Kept<T> {
    fn get(&mut self, printed: &str, read: impl FnOnce() -> T) -> T {
        if let Some(known) = self.0.get(printed) {
            return known.clone();
        }
        let known = read();
        if printed.len() <= LONGEST {
            self.0.put(printed.into(), known.clone());
            if self.0.len() > MOST {
                self.0.pop_lru();
            }
        }
        known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_what_is_read() {
        let mut kept = Kept::default();
        for round in 0..3 {
            for n in 0..MOST * 2 {
                let printed = format!("n{n}");
                assert_eq!(kept.get(&printed, || n), n, "round {round}");
            }
        }
        assert_eq!(kept.0.len(), MOST);
        let long = "x".repeat(LONGEST + 1);
        assert_eq!(kept.get(&long, || 1), 1);
        assert_eq!(kept.get(&long, || 2), 2, "it is not kept");
    }
}
