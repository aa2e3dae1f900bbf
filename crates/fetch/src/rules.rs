//! The robots.txt of each site, asked for once.

use crate::error::Problem;
use crate::robots::Robots;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use url::Url;

/// Bytes of rules that are kept; beyond, the oldest are forgotten and asked for again.
const MOST: usize = 64 << 20;

/// What a site lets this program do.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) ruling: Ruling,
    /// What should be known of how they were read.
    pub(crate) notes: Vec<String>,
}

#[derive(Debug)]
pub(crate) enum Ruling {
    /// What its robots.txt says; nothing, where there is none.
    Robots(Robots),
    /// Nothing, for the site has one and could not show it.
    Unavailable {
        /// The address that answered.
        at: Box<Url>,
        /// The status of the answer.
        status: u16,
        tries: u32,
    },
    /// Nothing, for the site did not answer.
    Unreachable {
        /// Where it failed.
        at: Box<Url>,
        problem: Problem,
        tries: u32,
    },
}

/// Rules by origin: scheme, host and port.
#[derive(Debug, Default)]
pub(crate) struct RulesStore {
    kept: Mutex<Kept>,
}

type Cell = Arc<OnceLock<Arc<Rules>>>;

#[derive(Debug, Default)]
struct Kept {
    by_origin: BTreeMap<String, Cell>,
    /// Origins and the size of their rules, the oldest first.
    ages: VecDeque<(String, usize)>,
    size: usize,
}

impl RulesStore {
    /// The rules of a site, read with `read` if they are not known. Others that ask meanwhile wait for them.
    pub(crate) fn of(&self, origin: &str, read: impl FnOnce() -> Rules) -> Arc<Rules> {
        let cell = Arc::clone(self.lock().by_origin.entry(origin.to_owned()).or_default());
        let mut was_read = false;
        let rules = cell.get_or_init(|| {
            was_read = true;
            Arc::new(read())
        });
        let rules = Arc::clone(rules);
        if was_read {
            self.settle(origin, &rules);
        }
        rules
    }

    fn settle(&self, origin: &str, rules: &Rules) {
        let mut kept = self.lock();
        if let Ruling::Unreachable {
            problem: Problem::Stopped,
            ..
        } = rules.ruling
        {
            kept.by_origin.remove(origin);
            return;
        }
        let size = origin.len() * 2
            + match &rules.ruling {
                Ruling::Robots(robots) => robots.size(),
                _ => 500,
            };
        kept.ages.push_back((origin.to_owned(), size));
        kept.size += size;
        while kept.size > MOST {
            let Some((oldest, size)) = kept.ages.pop_front() else {
                break;
            };
            kept.by_origin.remove(&oldest);
            kept.size -= size;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(robots: &str) -> Rules {
        Rules {
            ruling: Ruling::Robots(Robots::parse(robots.as_bytes())),
            notes: Vec::new(),
        }
    }

    #[test]
    fn rules_are_read_once_and_the_oldest_forgotten() {
        let store = RulesStore::default();
        store.of("https://a.example", || rules("user-agent: *\ndisallow: /x"));
        store.of("https://a.example", || unreachable!("read twice"));
        let long = format!("user-agent: *\n{}", "disallow: /a\n".repeat(30_000));
        for n in 0..80 {
            store.of(&format!("https://{n}.example"), || rules(&long));
        }
        assert!(store.lock().size <= MOST);
        let mut again = false;
        store.of("https://a.example", || {
            again = true;
            rules("")
        });
        assert!(again);
    }
}
