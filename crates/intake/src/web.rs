//! Addresses among the inputs.

use onrecord_fetch::{Fetched, Fetcher, Outcome, Run, Validators};
use onrecord_source::{Entry, Found};
use std::fmt;
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

/// What servers said of what they sent, to be asked with next time. Shared, since answers are noted while the work goes on.
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
    pub(crate) fn next(&mut self, address: &Url) -> Result<Entry, Found> {
        match self.ahead.as_mut().and_then(Iterator::next) {
            Some((_, outcome)) => self.take(outcome),
            None => self.one(address),
        }
    }

    /// Another address.
    pub(crate) fn one(&mut self, address: &Url) -> Result<Entry, Found> {
        match &self.fetcher {
            Some(fetcher) => {
                let outcome = fetcher.fetch_one(address);
                self.take(outcome)
            }
            None => Err(Found::Damaged {
                within: Vec::new(),
                problem: "addresses are not fetched here".to_owned(),
                remedy: "save the page and name the file".to_owned(),
            }),
        }
    }

    fn take(&self, outcome: Outcome) -> Result<Entry, Found> {
        if let Outcome::Fetched(fetched) = &outcome {
            self.answered.note(fetched);
        }
        match Found::from(outcome) {
            Found::Entry(entry) => Ok(*entry),
            other => Err(other),
        }
    }
}
