//! `onrecord add`: articles into a record.

use super::records;
use crate::arguments::AddArguments;
use crate::inputs::reader::{About, Reader};
use crate::inputs::report::{Report, Strict, counted};
use crate::ordered::in_order;
use crate::{inputs, messages};
use anyhow::{Context as _, Result};
use onrecord_attribution::{Engine, ReadOptions, Worker};
use onrecord_intake::{Cursor, Intake, Part, What, units};
use onrecord_record::{Article, Status};
use onrecord_store::{Added, CorrectionLine, Ready, Record};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Articles that are committed together, at most.
const BATCH: usize = 1_000;
/// How long an article waits to be committed, at most.
const WAIT: Duration = Duration::from_secs(2);
/// Articles with a new version that are named at the end, at most.
const NAMED: usize = 3;

/// What was made of an article that arrived.
enum Made {
    Read(Box<Ready>),
    /// The record has this text already.
    Held(Box<Article>),
}

/// Adds every input to the record.
pub(crate) fn add(arguments: &AddArguments) -> Result<ExitCode> {
    let sources = &arguments.sources;
    let path = &arguments.place.record;
    let mut batch = Batch {
        record: Record::open(path)?,
        waiting: Vec::new(),
        since: Instant::now(),
        tally: Tally::default(),
        keep: Vec::new(),
    };
    let (records, inputs): (Vec<PathBuf>, Vec<PathBuf>) = sources
        .inputs
        .iter()
        .cloned()
        .partition(|input| arguments.records || records::are_records(input));
    let own = own_files(arguments);
    let mut asked = units(&inputs, &own, sources.kind);
    let engine = Engine::new(sources.engine.model.into())?;
    // asked by all readers, one at a time: it only looks up two rows
    let held = Mutex::new(Record::read(path)?);
    let make = |worker: &mut Worker<'_>, options: &ReadOptions, _: usize, _: &str, article: Article| {
        let is_held = held
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .holds(&article)
            .map_err(|error| error.to_string())?;
        if is_held && !arguments.again {
            let about = About {
                statements: 0,
                unread: None,
                pointer: false,
            };
            return Ok((Made::Held(Box::new(article)), about));
        }
        let record = worker
            .read_article(article, options)
            .map_err(|error| error.to_string())?;
        let about = About::of(&record);
        Ok((Made::Read(Box::new(Ready::of(record))), about))
    };
    let reader = Reader {
        options: inputs::options(sources),
        given: inputs::given(sources),
        make,
    };
    let threads = inputs::threads(sources);
    let (web, answered) = inputs::web(sources)?;
    let mut report = Report::new(sources, &asked, None)?;
    let missing = std::mem::take(&mut asked.missing);
    let passed = std::mem::take(&mut asked.passed);
    let mut flow = report.asked(missing, passed, false);
    if flow.is_continue() {
        flow = records::add(&records, threads, &mut report, |record| {
            batch.take(Made::Read(Box::new(record)), &engine, &reader.options)
        });
    }
    if flow.is_continue() {
        let intake = Intake::new(
            asked.units,
            inputs::opener(sources),
            web,
            sources.follow,
            Cursor::default(),
        );
        let mut number = report.numbered();
        let numbered = intake.map(move |arrival| {
            number += usize::from(!matches!(arrival.what, What::End | What::Passed));
            (number, arrival)
        });
        flow = in_order(
            numbered,
            threads,
            threads + inputs::WAITING,
            || engine.worker(),
            |worker, _, (number, arrival)| reader.read(&engine, worker, number, arrival),
            |_, mut outcome| {
                let part = outcome.take_part();
                report.take(outcome, |made| batch.take(made, &engine, &reader.options))?;
                // kept with the commit after its articles
                batch.keep.extend(part);
                ControlFlow::Continue(())
            },
        );
    }
    report.finish();
    let stopped = match flow {
        ControlFlow::Break(stop) if stop.is::<Strict>() => None,
        ControlFlow::Break(stop) => Some(stop),
        ControlFlow::Continue(()) => None,
    };
    // what was read before the work was stopped is kept
    let committed = batch.commit();
    if let Some(error) = stopped {
        return Err(error);
    }
    committed?;
    if let Some(path) = &sources.validators {
        let saved = answered.known().save(path);
        saved.context("what servers said could not be kept")?;
    }
    if !sources.quiet {
        batch.tally.say(path);
        batch.tally.remind(&batch.record)?;
    }
    if !arguments.no_index {
        super::index(&arguments.place, &batch.record, sources.quiet)?;
    }
    Ok(report.status())
}

/// What the command writes itself: not to be read when it lies in a folder that is.
fn own_files(arguments: &AddArguments) -> Vec<PathBuf> {
    let record = &arguments.place.record;
    let beside = |ending: &str| {
        let mut name = record.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let mut own = vec![
        record.clone(),
        beside("-wal"),
        beside("-shm"),
        beside("-journal"),
        beside(".index"),
    ];
    own.extend(arguments.sources.report.clone());
    own.extend(arguments.sources.validators.clone());
    own
}

/// Articles that wait to be committed.
struct Batch {
    record: Record,
    waiting: Vec<Made>,
    since: Instant,
    tally: Tally,
    /// Parts of fetched answers that are done with once their articles are committed.
    keep: Vec<Part>,
}

impl Batch {
    fn take(&mut self, made: Made, engine: &Engine, options: &ReadOptions) -> Result<()> {
        if self.waiting.is_empty() {
            self.since = Instant::now();
        }
        // of an article that changed since it was looked up, the text was not read
        let made = match made {
            Made::Held(article) if !self.record.holds(&article)? => {
                let record = engine.worker().read_article(*article, options)?;
                Made::Read(Box::new(Ready::of(record)))
            }
            made => made,
        };
        self.waiting.push(made);
        if self.waiting.len() >= BATCH || self.since.elapsed() >= WAIT {
            self.commit()?;
        }
        Ok(())
    }

    /// Everything that waits becomes part of the record, at once.
    fn commit(&mut self) -> Result<()> {
        if self.waiting.is_empty() {
            self.keep.drain(..).for_each(Part::kept);
            return Ok(());
        }
        let mut change = self.record.change("add")?;
        let mut tally = Tally::default();
        for made in self.waiting.drain(..) {
            match made {
                Made::Read(record) => {
                    let statements = record.record().statements.len() as u64;
                    tally.count(&change.add_ready(*record)?, statements);
                }
                Made::Held(article) => {
                    if let Some(added) = change.see(&article)? {
                        tally.count(&added, 0);
                    }
                }
            }
        }
        change.commit()?;
        self.tally.add(&tally);
        self.keep.drain(..).for_each(Part::kept);
        Ok(())
    }
}

/// What became of what was added.
#[derive(Default)]
pub(super) struct Tally {
    new: u64,
    versions: u64,
    pub(super) again: u64,
    killed: u64,
    withheld: u64,
    barred: u64,
    bare: u64,
    statements: u64,
    /// Articles of which there is a newer version.
    changed: BTreeSet<String>,
}

impl Tally {
    pub(super) fn count(&mut self, added: &Added, statements: u64) {
        match added {
            Added::New { .. } => {
                self.new += 1;
                self.statements += statements;
            }
            Added::Version { article, newest, .. } => {
                self.versions += 1;
                self.statements += statements;
                if *newest {
                    self.changed.insert(article.clone());
                }
            }
            Added::Again { .. } => self.again += 1,
            Added::Barred { .. } => self.barred += 1,
            Added::Notice { status, .. } => match status {
                Status::Canceled => self.killed += 1,
                Status::Withheld => self.withheld += 1,
                Status::Usable => self.bare += 1,
            },
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.new += other.new;
        self.versions += other.versions;
        self.again += other.again;
        self.killed += other.killed;
        self.withheld += other.withheld;
        self.barred += other.barred;
        self.bare += other.bare;
        self.statements += other.statements;
        self.changed.extend(other.changed.iter().cloned());
    }

    pub(super) fn say(&self, path: &Path) {
        let mut parts = Vec::new();
        for (count, what) in [
            (self.new, "new"),
            (
                self.versions,
                if self.versions == 1 {
                    "new version of a known one"
                } else {
                    "new versions of known ones"
                },
            ),
            (self.again, "known already"),
            (self.killed, "killed by their providers"),
            (self.withheld, "withheld by their providers"),
            (self.barred, "kept out by the list of what is blocked"),
            (self.bare, "without a text"),
        ] {
            if count > 0 {
                parts.push(format!("{count} {what}"));
            }
        }
        let what = if parts.is_empty() {
            "nothing".to_owned()
        } else {
            parts.join(", ")
        };
        messages::note(&format!(
            "{}: {what}; {} added",
            path.display(),
            counted(self.statements, "statement")
        ));
        for article in self.changed.iter().take(NAMED) {
            messages::note(&format!("`onrecord diff {article}` shows what changed"));
        }
    }

    /// Says what became of corrections of articles of which there is a newer version.
    pub(super) fn remind(&self, record: &Record) -> Result<()> {
        if self.changed.is_empty() {
            return Ok(());
        }
        let corrections = record.corrections(None)?;
        let mut of: BTreeMap<&str, Vec<&CorrectionLine>> = BTreeMap::new();
        for line in corrections.iter().filter(|line| !line.undone) {
            let article = line.statement.split('.').next().unwrap_or_default();
            if self.changed.contains(article) {
                of.entry(article).or_default().push(line);
            }
        }
        for (article, lines) in of {
            let history = record.history(article)?;
            let newest = history.versions.iter().find(|line| line.newest);
            let newest = newest.map(|line| format!("{article}.v{}.", line.version));
            let is_new =
                |line: &CorrectionLine| newest.as_ref().is_some_and(|at| line.statement.starts_with(at));
            let along = lines
                .iter()
                .filter(|line| line.origin.is_some() && is_new(line))
                .count();
            let behind = lines.iter().filter(|line| line.left_behind.is_some()).count();
            for (count, what) in [
                (along, "went along into the new version"),
                (
                    behind,
                    "stayed behind: the new version prints something else there",
                ),
            ] {
                if count > 0 {
                    let count = counted(count as u64, "correction");
                    messages::note(&format!(
                        "{article}: {count} {what} (`onrecord corrections {article}`)"
                    ));
                }
            }
        }
        Ok(())
    }
}
