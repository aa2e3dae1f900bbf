//! Threads that files are read on, and those that have been given up.

use crate::Unreadable;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

/// Fonts, forms and patterns may stand inside each other; the interpreter goes down into them.
const STACK: usize = 32 << 20;
/// A thread cannot be ended from outside: it keeps a processor and its memory. So many may be left behind.
pub(crate) const LOST: usize = 3;

/// Knows the threads that were waited for in vain and still run.
pub(crate) struct Workers(Mutex<Vec<JoinHandle<()>>>);

impl Workers {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    /// Does `work` on a thread of its own, and waits for it so long.
    pub(crate) fn run<T: Send + 'static>(
        &self,
        wait: Duration,
        work: impl FnOnce() -> Result<T, Unreadable> + Send + 'static,
    ) -> Result<T, Unreadable> {
        let lost = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        {
            let mut lost = lost();
            lost.retain(|thread| !thread.is_finished());
            if lost.len() >= LOST {
                return Err(Unreadable::Busy);
            }
        }
        let (send, receive) = sync_channel(1);
        let run = move || {
            // nobody waits for what took too long
            let _ = send.send(work());
        };
        let thread = Builder::new().name("pdf".to_owned()).stack_size(STACK);
        let thread = thread.spawn(run).map_err(|_| Unreadable::Failed)?;
        match receive.recv_timeout(wait) {
            Ok(done) => done,
            Err(RecvTimeoutError::Timeout) => {
                lost().push(thread);
                Err(Unreadable::TooSlow)
            }
            // the thread panicked
            Err(RecvTimeoutError::Disconnected) => Err(Unreadable::Failed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn threads_that_do_not_come_back_are_few() {
        const LONG: Duration = Duration::from_secs(600);
        let workers = Workers::new();
        let mut held = Vec::new();
        for _ in 0..LOST {
            assert_eq!(workers.run(LONG, || Ok(7)), Ok(7));
            let (release, wait) = channel::<()>();
            held.push(release);
            let never = move || wait.recv().map_err(|_| Unreadable::Empty);
            assert_eq!(workers.run(Duration::ZERO, never), Err(Unreadable::TooSlow));
        }
        assert_eq!(workers.run(LONG, || Ok(7)), Err(Unreadable::Busy));
        // one that ends after all makes room
        held.pop();
        while workers.run(LONG, || Ok(7)) == Err(Unreadable::Busy) {
            std::thread::yield_now();
        }
        assert_eq!(workers.run(LONG, || Ok(7)), Ok(7));
    }
}
