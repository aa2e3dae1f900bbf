//! How far the work has come, for somebody who waits at a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use onrecord_intake::{Unit, stamp};
use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

/// Work that is done sooner shows nothing.
const PATIENCE: Duration = Duration::from_millis(700);
/// A single file of at least this size takes long enough to say so.
const LONG_FILE: u64 = 1 << 20;

/// A bar for several inputs, a spinner for one long one, or nothing.
pub(crate) struct Progress {
    bar: ProgressBar,
    begun: Instant,
    waiting: bool,
    /// Whether the bar counts inputs, of which one may hold many articles.
    by_unit: bool,
    articles: u64,
}

impl Progress {
    /// Nothing is drawn when `quiet`, or when the standard error is not a terminal.
    pub(crate) fn new(units: &[Unit], quiet: bool) -> Self {
        let [only] = units else {
            return Self {
                by_unit: true,
                ..Self::counting(units.len(), quiet)
            };
        };
        let size = stamp(only).map_or(LONG_FILE, |stamp| stamp.0);
        let bar = if size >= LONG_FILE && wanted(quiet) {
            spinner()
        } else {
            ProgressBar::hidden()
        };
        Self {
            bar,
            begun: Instant::now(),
            waiting: false,
            by_unit: true,
            articles: 0,
        }
    }

    /// The same for `count` articles that are no files of their own.
    pub(crate) fn counting(count: usize, quiet: bool) -> Self {
        let wanted = wanted(quiet);
        Self {
            bar: if wanted {
                bar(count as u64)
            } else {
                ProgressBar::hidden()
            },
            begun: Instant::now(),
            waiting: wanted,
            by_unit: false,
            articles: 0,
        }
    }

    /// For work of which nobody knows how much there is; it is called `what`.
    pub(crate) fn working(what: &'static str, quiet: bool) -> Self {
        let bar = if wanted(quiet) {
            spinner()
        } else {
            ProgressBar::hidden()
        };
        bar.set_message(what);
        Self {
            bar,
            begun: Instant::now(),
            waiting: false,
            by_unit: true,
            articles: 0,
        }
    }

    /// One more article is done.
    pub(crate) fn advance(&mut self) {
        self.articles += 1;
        if self.by_unit {
            self.bar.set_message(format!("{} articles", self.articles));
        } else {
            self.unit();
        }
    }

    /// One more input is done.
    pub(crate) fn unit(&mut self) {
        if self.waiting && self.begun.elapsed() > PATIENCE {
            self.waiting = false;
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }

    /// Does `work`, which prints, with the bar out of the way.
    pub(crate) fn aside<T>(&self, work: impl FnOnce() -> T) -> T {
        self.bar.suspend(work)
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

fn wanted(quiet: bool) -> bool {
    !quiet && io::stderr().is_terminal()
}

fn bar(length: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::hidden());
    match ProgressStyle::with_template("{bar:30} {pos} of {len} {msg}, {per_sec}, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn spinner() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    bar.set_message("reading");
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}, {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(150));
    bar
}
