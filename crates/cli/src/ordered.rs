//! Work on several threads whose results come back in the order of the inputs.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// What the threads share.
struct Line<T> {
    /// How many results have been handed on.
    taken: usize,
    /// Results that wait for an earlier one.
    done: BTreeMap<usize, T>,
    /// How many inputs there were, once that is known.
    all: Option<usize>,
    stopped: bool,
    /// A thread has fallen over: its result will never come.
    fallen: bool,
}

/// Tells the others when its thread falls over, so that nobody waits for ever.
struct Standing<'s, I, T>(&'s Shared<I, T>);

impl<I, T> Drop for Standing<'_, I, T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let mut line = self.0.lock();
            (line.stopped, line.fallen) = (true, true);
            drop(line);
            self.0.changed.notify_all();
        }
    }
}

struct Shared<I, T> {
    /// Where inputs come from, and how many have come.
    inputs: Mutex<(usize, I)>,
    line: Mutex<Line<T>>,
    /// A result has come, or a place has become free.
    changed: Condvar,
}

impl<I, T> Shared<I, T> {
    fn lock(&self) -> MutexGuard<'_, Line<T>> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Does `work` on each input, on `threads` threads, and hands the results to `take` in the order of the inputs.
///
/// `worker` makes what each thread works with. Inputs are drawn one at a time, as there is room for them: at most `window` of
/// them are begun whose results have not been taken, which bounds the memory. `take` ends the work early by breaking.
///
/// # Panics
/// When `worker`, `work` or the inputs' iterator does.
pub(crate) fn in_order<I, W, T, B>(
    inputs: impl Iterator<Item = I> + Send,
    threads: usize,
    window: usize,
    worker: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, usize, I) -> T + Sync,
    mut take: impl FnMut(usize, T) -> ControlFlow<B>,
) -> ControlFlow<B>
where
    T: Send,
{
    if threads <= 1 {
        let mut own = worker();
        return inputs
            .enumerate()
            .try_for_each(|(at, input)| take(at, work(&mut own, at, input)));
    }
    let window = window.max(1);
    let shared = Shared {
        inputs: Mutex::new((0, inputs)),
        line: Mutex::new(Line {
            taken: 0,
            done: BTreeMap::new(),
            all: None,
            stopped: false,
            fallen: false,
        }),
        changed: Condvar::new(),
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let _standing = Standing(&shared);
                // made when there is something to do: a worker holds megabytes
                let mut own = None;
                while let Some((at, input)) = begin(&shared, window) {
                    let result = work(own.get_or_insert_with(&worker), at, input);
                    shared.lock().done.insert(at, result);
                    shared.changed.notify_all();
                }
            });
        }
        for at in 0.. {
            let mut line = shared.lock();
            let result = loop {
                match line.done.remove(&at) {
                    Some(result) => break result,
                    // the scope goes on to panic
                    None if line.all == Some(at) || line.fallen => return ControlFlow::Continue(()),
                    None => line = shared.changed.wait(line).unwrap_or_else(PoisonError::into_inner),
                }
            };
            drop(line);
            let flow = take(at, result);
            let mut line = shared.lock();
            line.taken += 1;
            line.stopped = flow.is_break();
            shared.changed.notify_all();
            drop(line);
            flow?;
        }
        ControlFlow::Continue(())
    })
}

/// Waits for a free place and returns the next input, or `None` when there is nothing left to do.
fn begin<I: Iterator, T>(shared: &Shared<I, T>, window: usize) -> Option<(usize, I::Item)> {
    let mut inputs = shared.inputs.lock().unwrap_or_else(PoisonError::into_inner);
    let mut line = shared.lock();
    loop {
        if line.stopped || line.all.is_some() {
            return None;
        }
        if inputs.0 < line.taken + window {
            break;
        }
        line = shared.changed.wait(line).unwrap_or_else(PoisonError::into_inner);
    }
    drop(line);
    let Some(input) = inputs.1.next() else {
        shared.lock().all = Some(inputs.0);
        shared.changed.notify_all();
        return None;
    };
    let at = inputs.0;
    inputs.0 += 1;
    Some((at, input))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[test]
    #[should_panic(expected = "scoped thread panicked")]
    fn a_thread_that_falls_over_keeps_nobody_waiting() {
        let work = |(): &mut (), at, ()| assert!(at < 3, "this one falls");
        let take = |_, ()| ControlFlow::<()>::Continue(());
        let _ = in_order(std::iter::repeat_n((), 20), 3, 5, || (), work, take);
    }

    #[test]
    fn results_come_in_order_with_any_number_of_threads() {
        let inputs: Vec<usize> = (0..200).collect();
        for threads in [1, 2, 7] {
            let mut taken = Vec::new();
            let flow: ControlFlow<()> = in_order(
                inputs.iter(),
                threads,
                threads + 2,
                || (),
                |(), at, &input| {
                    if at % 5 == 0 {
                        std::thread::sleep(Duration::from_micros(300));
                    }
                    input * 2
                },
                |at, result| {
                    taken.push((at, result));
                    ControlFlow::Continue(())
                },
            );
            assert!(flow.is_continue());
            assert_eq!(taken, inputs.iter().map(|&i| (i, i * 2)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn no_more_than_the_window_waits() {
        let inputs = [(); 100];
        let (begun, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let flow: ControlFlow<()> = in_order(
            inputs.iter(),
            4,
            6,
            || (),
            |(), _, &()| {
                let now = begun.fetch_add(1, Ordering::SeqCst) + 1;
                most.fetch_max(now, Ordering::SeqCst);
            },
            |_, ()| {
                std::thread::sleep(Duration::from_micros(200));
                begun.fetch_sub(1, Ordering::SeqCst);
                ControlFlow::Continue(())
            },
        );
        assert!(flow.is_continue());
        assert!(most.load(Ordering::SeqCst) <= 7, "{most:?}");
    }

    #[test]
    fn breaking_stops_the_work() {
        let inputs = [(); 10_000];
        let begun = AtomicUsize::new(0);
        let flow = in_order(
            inputs.iter(),
            4,
            8,
            || (),
            |(), _, &()| begun.fetch_add(1, Ordering::SeqCst),
            |at, _| {
                if at == 3 {
                    ControlFlow::Break(at)
                } else {
                    ControlFlow::Continue(())
                }
            },
        );
        assert_eq!(flow, ControlFlow::Break(3));
        assert!(begun.load(Ordering::SeqCst) < 20);
    }
}
