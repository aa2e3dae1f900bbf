//! How far the work has come, in a file, so that it can go on after it was cut off.
//!
//! What was printed reaches the disk first, then the state that speaks of it. Whatever is in the output beyond what the state
//! speaks of was printed after it, and is cut off when the work goes on: the output is the same as if nothing had happened.

use crate::arguments::ReadArguments;
use crate::inputs::report::{Report, Tally};
use crate::sink::Sink;
use anyhow::{Context as _, Result, bail};
use onrecord_attribution::Engine;
use onrecord_intake::{Answered, Cursor, Seen, Unit, stamp};
use onrecord_record::text_sha256;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, UNIX_EPOCH};

/// The form of the file.
const FORM: &str = "onrecord/state/2";
/// What stands in the file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Kept {
    form: String,
    /// Fingerprint of what was asked for.
    asked: String,
    unit: usize,
    item: u64,
    /// The unit at which the work stands, as it was: name, size, time of change.
    at: Option<(String, u64, u64)>,
    /// What of that unit came of answers: how often each, and the hash of its own answer. See [`Seen`].
    #[serde(default)]
    seen: BTreeMap<String, u64>,
    #[serde(default)]
    answer: Option<String>,
    /// Bytes of the output.
    written: u64,
    /// Bytes of the report.
    reported: u64,
    tally: Tally,
    done: bool,
}

/// How far the work has come.
pub(super) struct State {
    path: PathBuf,
    kept: Kept,
    saved: Instant,
    every: Duration,
    units: Vec<Unit>,
    /// What servers said is kept only of what the state speaks of: the rest is fetched again.
    validators: Option<(PathBuf, Answered)>,
}

impl State {
    /// Reads the state of earlier work, or begins.
    pub(super) fn open(
        path: &Path,
        arguments: &ReadArguments,
        units: &[Unit],
        engine: &Engine,
    ) -> Result<Self> {
        let name = path.display();
        let asked = fingerprint(arguments, units, engine);
        let kept = match fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .ok()
                .filter(|kept: &Kept| kept.form == FORM)
                .with_context(|| {
                    format!("{name}: this is no state of `onrecord read`; name another file, or take it away")
                })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Kept {
                form: FORM.to_owned(),
                asked: asked.clone(),
                ..Kept::default()
            },
            Err(error) => return Err(error).with_context(|| format!("{name}: cannot be read")),
        };
        if kept.asked != asked {
            bail!(
                "{name}: this is the state of other work: the inputs, the options or the program were others; give the same command, or \
                 take the file away to begin anew"
            );
        }
        let unit = units.get(kept.unit);
        if !kept.done && (kept.item > 0 || !kept.seen.is_empty()) && kept.at != unit.and_then(stamped) {
            bail!(
                "{name}: {} has changed since the work was cut off inside it; take the state file away to begin anew",
                unit.map(ToString::to_string).unwrap_or_default()
            );
        }
        Ok(Self {
            path: path.to_owned(),
            kept,
            saved: Instant::now(),
            every: arguments.state_every,
            units: units.to_vec(),
            validators: None,
        })
    }

    /// What an earlier run came to, if it came to the end.
    pub(super) fn finished(&self) -> Option<&Tally> {
        self.kept.done.then_some(&self.kept.tally)
    }

    pub(super) fn cursor(&self) -> Cursor {
        Cursor {
            unit: self.kept.unit,
            item: self.kept.item,
        }
    }

    /// What was dealt with there and is not counted.
    pub(super) fn seen(&self) -> Seen {
        Seen {
            keys: self.kept.seen.clone(),
            answer: self.kept.answer.clone(),
        }
    }

    /// Whether the work has been begun in an earlier run.
    pub(super) fn is_resumed(&self) -> bool {
        self.cursor() != Cursor::default() || !self.kept.seen.is_empty()
    }

    /// Writes down what servers said, too.
    pub(super) fn remember(&mut self, path: &Path, answered: Answered) {
        self.validators = Some((path.to_owned(), answered));
    }

    pub(super) fn written(&self) -> u64 {
        self.kept.written
    }

    pub(super) fn reported(&self) -> u64 {
        self.kept.reported
    }

    pub(super) fn tally(&self) -> &Tally {
        &self.kept.tally
    }

    /// Notes that the work stands at `at`; from time to time, that is written down.
    pub(super) fn reached(
        &mut self,
        at: Cursor,
        (key, answer): (Option<String>, Option<String>),
        sink: &mut Sink,
        report: &mut Report,
    ) -> ControlFlow<anyhow::Error> {
        if at.unit != self.kept.unit {
            self.kept.seen.clear();
        }
        if let Some(key) = key {
            *self.kept.seen.entry(key).or_default() += 1;
        }
        (self.kept.unit, self.kept.item) = (at.unit, at.item);
        // the end of a unit stands at the next one
        self.kept.answer = answer.filter(|_| !self.kept.seen.is_empty());
        if self.saved.elapsed() < self.every {
            return ControlFlow::Continue(());
        }
        match self.save(sink, report) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => ControlFlow::Break(error),
        }
    }

    /// Notes that all is done.
    pub(super) fn done(&mut self, sink: &mut Sink, report: &mut Report) -> Result<()> {
        self.kept.done = true;
        self.save(sink, report)
    }

    fn save(&mut self, sink: &mut Sink, report: &mut Report) -> Result<()> {
        self.kept.written = sink.settle()?;
        if let Some(file) = &mut report.file {
            self.kept.reported = file.settle()?;
        }
        self.kept.tally = report.tally.clone();
        self.kept.at = self.units.get(self.kept.unit).and_then(stamped);
        let save = || -> Result<()> {
            let folder = self.path.parent().filter(|p| !p.as_os_str().is_empty());
            let mut fresh = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
            fresh.write_all(&serde_json::to_vec(&self.kept)?)?;
            fresh.as_file().sync_data()?;
            fresh.persist(&self.path)?;
            // the new name reaches the disk with the folder
            if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
                let _ = folder.sync_all();
            }
            Ok(())
        };
        save().with_context(|| format!("{}: cannot be written to", self.path.display()))?;
        if let Some((path, answered)) = &self.validators {
            save_validators(path, answered)?;
        }
        self.saved = Instant::now();
        Ok(())
    }
}

/// Writes down what servers said.
pub(super) fn save_validators(path: &Path, answered: &Answered) -> Result<()> {
    let saved = answered.known().save(path);
    saved.context("what servers said could not be kept")
}

/// What must be the same for the work to go on: whatever changes what is printed. Another program, or other models in it, would
/// print the rest otherwise.
fn fingerprint(arguments: &ReadArguments, units: &[Unit], engine: &Engine) -> String {
    let about = engine.info();
    let mut all = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {} {:?} {:?}\n{} {} {} {:?}\n{} {:?}\n",
        arguments.sources.engine,
        arguments.format,
        arguments.output,
        arguments.sources.published,
        arguments.sources.outlet,
        arguments.sources.kind,
        arguments.sources.follow,
        arguments.sources.report,
        arguments.sources.columns,
        arguments.sources.max_size.bytes(),
        arguments.pretty,
        arguments.sources.allow_private,
        arguments.sources.validators,
        env!("CARGO_PKG_VERSION"),
        about,
    );
    for unit in units {
        all += &format!("{unit} {:?}\n", unit.kind);
    }
    text_sha256(&all)
}

/// A unit as it is now: name, size, and nanoseconds of its last change.
fn stamped(unit: &Unit) -> Option<(String, u64, u64)> {
    let (size, changed) = stamp(unit)?;
    let changed = changed
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| d.as_nanos() as u64);
    Some((unit.to_string(), size, changed))
}
