//! One request at a time per host, with a pause between them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How many hosts are remembered before those that are not in use are forgotten.
const MANY: usize = 4096;

/// Whose turn it is, host by host. A host is a name without scheme or port: the machine behind it is one.
#[derive(Debug)]
pub(crate) struct Pace {
    delay: Duration,
    hosts: Mutex<BTreeMap<String, Host>>,
    changed: Condvar,
}

#[derive(Debug)]
struct Host {
    busy: bool,
    /// When its last request ended.
    last: Option<Instant>,
    /// No request before this, whatever the pause.
    held: Instant,
    /// The pause between two requests.
    delay: Duration,
}

impl Host {
    fn ready(&self) -> Instant {
        match self.last {
            Some(last) => self.held.max(last + self.delay),
            None => self.held,
        }
    }
}

/// The right to make a request to a host. Once dropped, the pause begins.
#[derive(Debug)]
pub(crate) struct Turn<'a> {
    pace: &'a Pace,
    host: &'a str,
}

impl Pace {
    pub(crate) fn new(delay: Duration) -> Self {
        Self {
            delay,
            hosts: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// Waits until a request may be made; `None` once `stopped` is set.
    pub(crate) fn turn<'a>(&'a self, host: &'a str, stopped: &AtomicBool) -> Option<Turn<'a>> {
        let mut hosts = self.lock();
        loop {
            if stopped.load(Ordering::Relaxed) {
                return None;
            }
            let now = Instant::now();
            let state = self.host(&mut hosts, host, now);
            // Looks up now and then, for nobody may be left to tell that it was stopped.
            let mut wait = Duration::from_millis(500);
            if !state.busy {
                let ready = state.ready();
                if ready <= now {
                    state.busy = true;
                    return Some(Turn { pace: self, host });
                }
                wait = wait.min(ready - now);
            }
            hosts = self
                .changed
                .wait_timeout(hosts, wait)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    /// When a request may be made, as far as is known, `now` or later; `None` while one is being made.
    pub(crate) fn ready(&self, host: &str, now: Instant) -> Option<Instant> {
        match self.lock().get(host) {
            Some(state) if state.busy => None,
            Some(state) => Some(state.ready().max(now)),
            None => Some(now),
        }
    }

    /// Lets no request be made for a time.
    pub(crate) fn hold(&self, host: &str, time: Duration) {
        let now = Instant::now();
        let mut hosts = self.lock();
        let state = self.host(&mut hosts, host, now);
        state.held = state.held.max(now + time);
    }

    /// Makes the pauses longer.
    pub(crate) fn slow_down(&self, host: &str, delay: Duration) {
        let now = Instant::now();
        let mut hosts = self.lock();
        let state = self.host(&mut hosts, host, now);
        state.delay = state.delay.max(delay);
    }

    fn host<'a>(&self, hosts: &'a mut BTreeMap<String, Host>, host: &str, now: Instant) -> &'a mut Host {
        if hosts.len() >= MANY && !hosts.contains_key(host) {
            let delay = self.delay;
            hosts.retain(|_, state| state.busy || state.ready() > now || state.delay > delay);
        }
        hosts.entry(host.to_owned()).or_insert(Host {
            busy: false,
            last: None,
            held: now,
            delay: self.delay,
        })
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Host>> {
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut hosts = self.pace.lock();
        if let Some(state) = hosts.get_mut(self.host) {
            state.busy = false;
            state.last = Some(Instant::now());
        }
        drop(hosts);
        self.pace.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_has_one_turn_at_a_time_and_pauses_between_them() {
        let pace = Pace::new(Duration::from_millis(20));
        let go = AtomicBool::new(false);
        let turn = pace.turn("a.example", &go).unwrap();
        assert_eq!(pace.ready("a.example", Instant::now()), None);
        assert!(pace.turn("b.example", &go).is_some());
        drop(turn);
        let ended = Instant::now();
        drop(pace.turn("a.example", &go));
        assert!(ended.elapsed() >= Duration::from_millis(19));
        pace.slow_down("a.example", Duration::from_secs(100));
        assert!(pace.ready("a.example", Instant::now()).unwrap() > Instant::now() + Duration::from_secs(50));
        let stopped = AtomicBool::new(true);
        assert!(pace.turn("a.example", &stopped).is_none());
        pace.hold("c.example", Duration::from_secs(100));
        assert!(pace.ready("c.example", Instant::now()).unwrap() > Instant::now() + Duration::from_secs(50));
    }
}
