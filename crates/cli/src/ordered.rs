//! Work on several threads whose results come back in the order of the inputs.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// What the threads share.
struct Line<T> {
    /// The next input to begin.
    next: usize,
    /// How many results have been handed on.
    taken: usize,
    /// Results that wait for an earlier one.
    done: BTreeMap<usize, T>,
    stopped: bool,
}

struct Shared<T> {
    line: Mutex<Line<T>>,
    /// A result has come, or a place has become free.
    changed: Condvar,
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, Line<T>> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Does `work` on each input, on `threads` threads, and hands the results to `take` in the order of the inputs.
///
/// `worker` makes what each thread works with. At most `window` inputs are begun whose results have not been taken,
/// which bounds the memory. `take` ends the work early by breaking. `work` must not panic.
pub(crate) fn in_order<I, W, T, B>(
    inputs: &[I],
    threads: usize,
    window: usize,
    worker: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, usize, &I) -> T + Sync,
    mut take: impl FnMut(usize, T) -> ControlFlow<B>,
) -> ControlFlow<B>
where
    I: Sync,
    T: Send,
{
    if threads <= 1 || inputs.len() <= 1 {
        let mut own = worker();
        return inputs
            .iter()
            .enumerate()
            .try_for_each(|(at, input)| take(at, work(&mut own, at, input)));
    }
    let window = window.max(1);
    let shared = Shared {
        line: Mutex::new(Line {
            next: 0,
            taken: 0,
            done: BTreeMap::new(),
            stopped: false,
        }),
        changed: Condvar::new(),
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.min(inputs.len()) {
            scope.spawn(|| {
                let mut own = worker();
                while let Some((at, input)) = begin(&shared, inputs, window) {
                    let result = work(&mut own, at, input);
                    shared.lock().done.insert(at, result);
                    shared.changed.notify_all();
                }
            });
        }
        (0..inputs.len()).try_for_each(|at| {
            let mut line = shared.lock();
            let result = loop {
                match line.done.remove(&at) {
                    Some(result) => break result,
                    None => line = shared.changed.wait(line).unwrap_or_else(PoisonError::into_inner),
                }
            };
            drop(line);
            let flow = take(at, result);
            let mut line = shared.lock();
            line.taken += 1;
            line.stopped = flow.is_break();
            shared.changed.notify_all();
            flow
        })
    })
}

/// Waits for a free place and returns the next input, or `None` when there is nothing left to do.
fn begin<'i, I, T>(shared: &Shared<T>, inputs: &'i [I], window: usize) -> Option<(usize, &'i I)> {
    let mut line = shared.lock();
    loop {
        if line.stopped {
            return None;
        }
        let at = line.next;
        let input = inputs.get(at)?;
        if at < line.taken + window {
            line.next += 1;
            return Some((at, input));
        }
        line = shared.changed.wait(line).unwrap_or_else(PoisonError::into_inner);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[test]
    fn results_come_in_order_with_any_number_of_threads() {
        let inputs: Vec<usize> = (0..200).collect();
        for threads in [1, 2, 7] {
            let mut taken = Vec::new();
            let flow: ControlFlow<()> = in_order(
                &inputs,
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
        let inputs = vec![(); 100];
        let (begun, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let flow: ControlFlow<()> = in_order(
            &inputs,
            4,
            6,
            || (),
            |(), _, ()| {
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
        let inputs = vec![(); 10_000];
        let begun = AtomicUsize::new(0);
        let flow = in_order(
            &inputs,
            4,
            8,
            || (),
            |(), _, ()| begun.fetch_add(1, Ordering::SeqCst),
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
