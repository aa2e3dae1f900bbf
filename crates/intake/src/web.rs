//! Addresses among the inputs.

use onrecord_fetch::{Fetched, Fetcher, Outcome, Run, Validators};
use onrecord_source::{Entry, Found};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use url::Url;

/// Fetches what the intake comes to, or refuses to.
pub struct Web {
    /// Nothing when nothing is to be fetched.
    fetcher: Option<Fetcher>,
    /// What is fetched ahead, in the order of the units.
    ahead: Option<Run<std::vec::IntoIter<Url>>>,
    answered: Answered,
}

/// What servers said of what they sent, to be asked with next time. Shared, since answers are noted while the work goes on:
/// each once all that came of it is kept, see [`Part`].
#[derive(Clone, Default)]
pub struct Answered(Arc<Mutex<Validators>>);

impl Answered {
    /// Begins with what is known from earlier runs.
    pub fn new(known: Validators) -> Self {
        Self(Arc::new(Mutex::new(known)))
    }

    /// What is known now.
    pub fn known(&self) -> Validators {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, fetched: &Fetched) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remember(fetched);
    }
}

/// An answer that is being read. Once nobody holds a part of it any more, it is noted, unless a part was lost.
pub(crate) struct Answer {
    /// What the server said of it, without its bytes.
    said: Fetched,
    /// The answer that pointed to it: a feed is not done with before its pages are.
    outer: Option<Part>,
    lost: AtomicBool,
    answered: Answered,
}

impl Drop for Answer {
    fn drop(&mut self) {
        if !*self.lost.get_mut() {
            self.answered.note(&self.said);
            self.outer.take().into_iter().for_each(Part::kept);
        }
    }
}

/// Something that came of an answer. Dropped without being kept, it is lost, and the answer has to be asked for again.
pub struct Part {
    answer: Arc<Answer>,
    kept: bool,
}

impl Part {
    pub(crate) fn of(answer: &Arc<Answer>) -> Self {
        Self {
            answer: answer.clone(),
            kept: false,
        }
    }

    /// It is safely where it belongs.
    pub fn kept(mut self) {
        self.kept = true;
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.kept {
            self.answer.lost.store(true, Ordering::Release);
        }
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Part").field(&self.answer.said.address).finish()
    }
}

/// What came of an address.
pub(crate) type Came = Result<(Entry, Arc<Answer>), Found>;

impl fmt::Debug for Web {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Web").finish_non_exhaustive()
    }
}

impl Web {
    /// Fetches with `fetcher`; what servers say of their answers is noted in `answered`.
    pub fn new(fetcher: Fetcher, answered: Answered) -> Self {
        Self {
            fetcher: Some(fetcher),
            ahead: None,
            answered,
        }
    }

    /// Fetches nothing: every address is a damage that says so.
    pub fn closed() -> Self {
        Self {
            fetcher: None,
            ahead: None,
            answered: Answered::default(),
        }
    }

    /// Says which addresses will be asked for with [`Web::next`], in this order.
    pub(crate) fn expect(&mut self, addresses: Vec<Url>) {
        if !addresses.is_empty() {
            self.ahead = self.fetcher.as_ref().map(|fetcher| fetcher.run(addresses));
        }
    }

    /// The next of the expected addresses.
    pub(crate) fn next(&mut self, address: &Url) -> Came {
        match self.ahead.as_mut().and_then(Iterator::next) {
            Some((_, outcome)) => self.take(outcome, None),
            None => self.one(address, None),
        }
    }

    /// Another address, which something in the answer `outer` pointed to.
    pub(crate) fn one(&mut self, address: &Url, outer: Option<&Arc<Answer>>) -> Came {
        match &self.fetcher {
            Some(fetcher) => {
                let outcome = fetcher.fetch_one(address);
                self.take(outcome, outer)
            }
            None => Err(Found::Damaged {
                within: Vec::new(),
                problem: "addresses are not fetched here".to_owned(),
                remedy: "save the page and name the file".to_owned(),
            }),
        }
    }

    fn take(&self, outcome: Outcome, outer: Option<&Arc<Answer>>) -> Came {
        match outcome {
            Outcome::Fetched(mut fetched) if !fetched.bytes.is_empty() => {
                let bytes = std::mem::take(&mut fetched.bytes);
                let said = (*fetched).clone();
                fetched.bytes = bytes;
                let answer = Answer {
                    said,
                    outer: outer.map(Part::of),
                    lost: AtomicBool::new(false),
                    answered: self.answered.clone(),
                };
                Ok(((*fetched).into(), Arc::new(answer)))
            }
            other => {
                // an empty answer may be a full one next time, so who pointed to it is asked again
                if matches!(other, Outcome::Fetched(_)) {
                    drop(outer.map(Part::of));
                }
                Err(Found::from(other))
            }
        }
    }
}
