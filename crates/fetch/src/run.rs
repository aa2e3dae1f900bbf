//! Many addresses at once: threads behind an iterator.

use crate::error::{FetchError, Problem};
use crate::options::{Options, OptionsError};
use crate::outcome::Outcome;
use crate::pace::Pace;
use crate::rules::RulesStore;
use crate::transport::{Question, Transport};
use crate::validators::Validators;
use crate::visit::Visitor;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::iter::Fuse;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use url::Url;

/// Fetches addresses. Meant for one run of a program: each site's robots.txt is read once.
#[derive(Clone, Debug)]
pub struct Fetcher {
    visitor: Arc<Visitor>,
}

impl Fetcher {
    /// Makes ready to fetch. What is `known` of an address that answered in an earlier run is said when it is asked again.
    pub fn new(options: Options, known: Validators) -> Result<Self, OptionsError> {
        options.check()?;
        Ok(Self {
            visitor: Arc::new(Visitor {
                transport: Transport::new(&options),
                pace: Pace::new(options.delay),
                rules: RulesStore::default(),
                options,
                known,
            }),
        })
    }

    /// Fetches one address, on this thread.
    pub fn fetch_one(&self, url: &Url) -> Outcome {
        visit(&self.visitor, url, &AtomicBool::new(false))
    }

    /// Asks a service that is made for programs, on this thread, with a question if there is one: as politely and as carefully
    /// as a page is fetched, but that robots.txt has no say. A question that may be asked twice is tried again like a page; one
    /// that is redirected goes along with 307 and 308 alone.
    pub fn consult(&self, url: &Url, question: Option<&Question<'_>>) -> Outcome {
        self.visitor.consult(url, question, &AtomicBool::new(false))
    }

    /// Fetches addresses, from several hosts at once, and yields what came of them in their order, each with its number from 0.
    ///
    /// Addresses are taken from `urls` as they are needed. When the iterator is dropped, no further request is begun.
    pub fn run<I>(&self, urls: I) -> Run<I::IntoIter>
    where
        I: IntoIterator<Item = Url>,
    {
        Run {
            visitor: Arc::clone(&self.visitor),
            queue: Arc::new(Queue::default()),
            urls: urls.into_iter().fuse(),
            taken: 0,
            yielded: 0,
            threads: 0,
        }
    }
}

/// What came of addresses, in their order. See [`Fetcher::run`].
#[derive(Debug)]
pub struct Run<I: Iterator<Item = Url>> {
    visitor: Arc<Visitor>,
    queue: Arc<Queue>,
    urls: Fuse<I>,
    taken: usize,
    yielded: usize,
    threads: usize,
}

#[derive(Debug, Default)]
struct Queue {
    state: Mutex<State>,
    /// There may be something to do.
    work: Condvar,
    /// There is a result.
    done: Condvar,
    stopped: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    /// What is to be fetched, in its order.
    jobs: VecDeque<(usize, Url)>,
    /// Hosts that are being fetched from.
    active: BTreeSet<String>,
    /// What nobody has taken yet.
    results: BTreeMap<usize, Outcome>,
    /// Bytes in `results`.
    held: usize,
    /// The number that is taken next.
    next: usize,
}

impl<I: Iterator<Item = Url>> Iterator for Run<I> {
    type Item = (usize, Outcome);

    fn next(&mut self) -> Option<Self::Item> {
        let window = self.visitor.options.window;
        while self.taken - self.yielded < window {
            let Some(url) = self.urls.next() else {
                break;
            };
            self.queue.lock().jobs.push_back((self.taken, url));
            self.taken += 1;
            self.hire();
        }
        if self.taken == self.yielded {
            return None;
        }
        let number = self.yielded;
        let outcome = self.wait_for(number);
        self.yielded += 1;
        let mut state = self.queue.lock();
        state.held = state.held.saturating_sub(size(&outcome));
        state.next = self.yielded;
        drop(state);
        self.queue.work.notify_all();
        Some((number, outcome))
    }
}

impl<I: Iterator<Item = Url>> Run<I> {
    /// Sees to it that somebody works on what was queued.
    fn hire(&mut self) {
        if self.threads < self.visitor.options.threads.min(self.taken) {
            let (visitor, queue) = (Arc::clone(&self.visitor), Arc::clone(&self.queue));
            let spawned = std::thread::Builder::new()
                .name("fetch".to_owned())
                .spawn(move || work(&visitor, &queue));
            // With fewer threads it only takes longer; with none, `wait_for` does the work.
            self.threads += usize::from(spawned.is_ok());
        }
        self.queue.work.notify_one();
    }

    fn wait_for(&mut self, number: usize) -> Outcome {
        let mut state = self.queue.lock();
        loop {
            if let Some(outcome) = state.results.remove(&number) {
                return outcome;
            }
            if self.threads == 0
                && let Some((_, url)) = state.jobs.pop_front()
            {
                drop(state);
                return visit(&self.visitor, &url, &self.queue.stopped);
            }
            state = self
                .queue
                .done
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl<I: Iterator<Item = Url>> Drop for Run<I> {
    fn drop(&mut self) {
        self.queue.stopped.store(true, Ordering::Relaxed);
        // Taken and let go, so that nobody misses the call between looking and waiting.
        drop(self.queue.lock());
        self.queue.work.notify_all();
    }
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn work(visitor: &Visitor, queue: &Queue) {
    while let Some((number, url, host)) = pick(visitor, queue) {
        let outcome = visit(visitor, &url, &queue.stopped);
        let mut state = queue.lock();
        state.active.remove(&host);
        state.held = state.held.saturating_add(size(&outcome));
        state.results.insert(number, outcome);
        drop(state);
        queue.done.notify_all();
        queue.work.notify_all();
    }
}

/// The first address whose host may be asked now; waits for one. `None` when there is nobody to work for.
fn pick(visitor: &Visitor, queue: &Queue) -> Option<(usize, Url, String)> {
    let most_held = visitor.options.max_bytes.saturating_mul(2);
    let mut state = queue.lock();
    loop {
        if queue.stopped.load(Ordering::Relaxed) {
            return None;
        }
        let now = Instant::now();
        let mut wait = Duration::from_secs(60);
        let full = state.held > most_held;
        let mut found = None;
        // Hosts earlier in the queue go first: nothing of theirs may be overtaken.
        let mut passed: BTreeSet<&str> = BTreeSet::new();
        for (place, (number, url)) in state.jobs.iter().enumerate() {
            // Where much waits to be taken, only what is waited for is fetched.
            if full && *number != state.next {
                break;
            }
            let host = url.host_str().unwrap_or_default();
            if state.active.contains(host) || !passed.insert(host) {
                continue;
            }
            match visitor.pace.ready(host, now) {
                Some(ready) if ready <= now => {
                    found = Some(place);
                    break;
                }
                Some(ready) => wait = wait.min(ready - now),
                // Somebody else's visit was led there.
                None => wait = wait.min(Duration::from_millis(50)),
            }
        }
        if let Some((number, url)) = found.and_then(|place| state.jobs.remove(place)) {
            let host = url.host_str().unwrap_or_default().to_owned();
            state.active.insert(host.clone());
            return Some((number, url, host));
        }
        state = queue
            .work
            .wait_timeout(state, wait)
            .unwrap_or_else(PoisonError::into_inner)
            .0;
    }
}

fn visit(visitor: &Visitor, url: &Url, stopped: &AtomicBool) -> Outcome {
    // A mistake in the client must not leave others waiting for this result for ever.
    catch_unwind(AssertUnwindSafe(|| visitor.visit(url, stopped)))
        .unwrap_or_else(|_| Outcome::Failed(FetchError::new(url, url, Problem::Internal, 0)))
}

fn size(outcome: &Outcome) -> usize {
    match outcome {
        Outcome::Fetched(fetched) => fetched.bytes.len(),
        _ => 0,
    }
}
