//! `onrecord reprocess`: reading versions again, comparing, and taking the new readings over.

mod sums;

use crate::arguments::ReprocessArguments;
use crate::inputs::WAITING;
use crate::inputs::report::counted;
use crate::ordered::in_order;
use crate::progress::Progress;
use crate::render::terminal::harmless_json;
use crate::sink::Sink;
use crate::{FAILED, PARTLY, messages};
use anyhow::Result;
use onrecord_attribution::{Engine, ReadOptions};
use onrecord_record::{Article, CheckedRecord};
use onrecord_search::{Question, Sort};
use onrecord_store::{Due, Record, StoreError, VersionKey};
use std::collections::{BTreeSet, VecDeque};
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::thread::available_parallelism;
use std::time::{Duration, Instant};
use sums::Sums;

/// Versions that are listed at once.
const AT_ONCE: u32 = 1_000;
/// Readings that are committed together, at most.
const BATCH: usize = 200;
/// How long a reading waits to be committed, at most.
const WAIT: Duration = Duration::from_secs(2);

/// Reads versions again, or does something with what was read.
pub(crate) fn reprocess(arguments: &ReprocessArguments) -> Result<ExitCode> {
    let of = asked(arguments)?;
    if arguments.swap {
        return swap(arguments, of.as_deref());
    }
    if arguments.discard {
        return discard(arguments, of.as_deref());
    }
    let failed = if arguments.show {
        Failures::default()
    } else {
        prepare(arguments, of.clone())?
    };
    compare(arguments, of.as_deref(), failed)
}

/// The versions of the articles that were asked for, by row; nothing if all were.
fn asked(arguments: &ReprocessArguments) -> Result<Option<Vec<i64>>> {
    let record = super::open(&arguments.place)?;
    let mut keys = BTreeSet::new();
    for name in &arguments.articles {
        keys.insert(record.article_key(name)?);
    }
    if let Some(query) = &arguments.query {
        let index = super::index(&arguments.place, &record, arguments.quiet)?;
        let question = Question {
            query: query.clone(),
            sort: Sort::Oldest,
            ..Question::default()
        };
        index.every(&record, &question, |hit| -> Result<()> {
            keys.insert(hit.article);
            Ok(())
        })?;
    } else if arguments.articles.is_empty() {
        return Ok(None);
    }
    let mut versions = Vec::new();
    for key in keys {
        versions.extend(record.versions_by_key(&key)?);
    }
    Ok(Some(versions))
}

/// Versions that could not be read or swapped, of all.
#[derive(Default)]
struct Failures {
    failed: u64,
    done: u64,
}

impl Failures {
    fn say(&mut self, place: &str, problem: &str) {
        self.failed += 1;
        messages::error(&format!("{place}: {problem}"), None);
    }

    fn status(&self) -> ExitCode {
        match (self.done, self.failed) {
            (_, 0) => ExitCode::SUCCESS,
            (0, _) => ExitCode::from(FAILED),
            _ => ExitCode::from(PARTLY),
        }
    }
}

/// Reads what is to be read again, and keeps it beside what is shown.
fn prepare(arguments: &ReprocessArguments, of: Option<Vec<i64>>) -> Result<Failures> {
    let mut record = super::open_to_write(&arguments.place)?;
    let engine = Engine::new(arguments.engine.model.into())?;
    let options = ReadOptions {
        guideline: arguments.engine.guideline.map(Into::into).unwrap_or_default(),
        min_confidence: arguments.engine.min_confidence,
        min_speaker: arguments.engine.min_speaker,
    };
    let due = Due {
        engine: engine.info(),
        all: arguments.all,
        of,
    };
    let mut failures = Failures::default();
    let count = record.count_due(&due)?;
    if count == 0 {
        if !arguments.quiet {
            messages::note(&format!(
                "there is nothing to read again: all was read by {} {}{}",
                due.engine.model,
                due.engine.version,
                if arguments.all {
                    ""
                } else {
                    "; --all reads it once more"
                }
            ));
        }
        return Ok(failures);
    }
    let threads = arguments
        .threads
        .or(available_parallelism().ok())
        .map_or(1, usize::from);
    let mut progress = Progress::counting(usize::try_from(count).unwrap_or(usize::MAX), arguments.quiet);
    let versions = Versions {
        record: super::open(&arguments.place)?,
        due,
        after: 0,
        waiting: VecDeque::new(),
        ended: false,
    };
    let mut batch: Vec<(i64, CheckedRecord)> = Vec::new();
    let mut since = Instant::now();
    let flow = in_order(
        versions,
        threads,
        threads + WAITING,
        || engine.worker(),
        |worker, _, next| {
            let (version, key, article) = next?;
            let read = worker.read_article(article, &options);
            Ok((version, key, read.map_err(|error| error.to_string())))
        },
        |_, next: Result<_, StoreError>| {
            let taken = match next {
                Ok((version, key, read)) => {
                    progress.advance();
                    match read {
                        Ok(read) => {
                            failures.done += 1;
                            batch.push((version, read));
                        }
                        Err(problem) => progress.aside(|| failures.say(&key.to_string(), &problem)),
                    }
                    Ok(())
                }
                Err(StoreError::Damaged { place, problem }) => {
                    progress.aside(|| failures.say(&place, &problem));
                    Ok(())
                }
                Err(StoreError::Refused { place, source }) => {
                    progress.aside(|| failures.say(&place, &source.to_string()));
                    Ok(())
                }
                Err(error) => Err(error),
            };
            let kept = taken.and_then(|()| {
                if batch.len() >= BATCH || since.elapsed() >= WAIT {
                    since = Instant::now();
                    return keep(&mut record, &mut batch);
                }
                Ok(())
            });
            match kept {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => ControlFlow::Break(error),
            }
        },
    );
    progress.finish();
    // what was read before the work was stopped is kept
    let kept = keep(&mut record, &mut batch);
    if let ControlFlow::Break(error) = flow {
        return Err(error.into());
    }
    kept?;
    if !arguments.quiet {
        let info = engine.info();
        messages::note(&format!(
            "{} read again by {} {}",
            counted(failures.done, "version"),
            info.model,
            info.version
        ));
    }
    Ok(failures)
}

fn keep(record: &mut Record, batch: &mut Vec<(i64, CheckedRecord)>) -> Result<(), StoreError> {
    if batch.is_empty() {
        return Ok(());
    }
    let mut change = record.change("reprocess")?;
    for (version, read) in batch.drain(..) {
        change.shadow(version, &read)?;
    }
    change.commit()
}

/// The articles that are to be read again, one by one.
struct Versions {
    record: Record,
    due: Due,
    after: i64,
    waiting: VecDeque<i64>,
    ended: bool,
}

impl Iterator for Versions {
    type Item = Result<(i64, VersionKey, Article), StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        if self.waiting.is_empty() {
            match self.record.due(&self.due, self.after, AT_ONCE) {
                Ok(some) => self.waiting.extend(some),
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            }
        }
        let version = self.waiting.pop_front()?;
        self.after = version;
        Some(self.record.load(version).map(|stored| {
            let article = stored.record.into_inner().article;
            (version, stored.key, article)
        }))
    }
}

/// Says what the prepared readings change.
fn compare(arguments: &ReprocessArguments, of: Option<&[i64]>, mut failures: Failures) -> Result<ExitCode> {
    let record = super::open(&arguments.place)?;
    let mut sink = Sink::open(None)?;
    let look = super::look(&sink, arguments.color);
    let count = record.count_shadows(of)?;
    let mut progress = Progress::counting(usize::try_from(count).unwrap_or(usize::MAX), arguments.quiet);
    let mut sums = Sums::default();
    let mut after = 0;
    loop {
        let some = record.shadows(of, after, AT_ONCE)?;
        let Some(last) = some.last() else { break };
        after = last.version;
        for shadow in some {
            progress.advance();
            let reread = match record.reread(shadow.version) {
                Ok(Some(reread)) => reread,
                Ok(None) => continue,
                Err(StoreError::Damaged { place, problem }) => {
                    progress.aside(|| failures.say(&place, &problem));
                    continue;
                }
                Err(StoreError::Refused { place, source }) => {
                    progress.aside(|| failures.say(&place, &source.to_string()));
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            failures.done += 1;
            sums.count(&reread);
            if arguments.show && reread.changes() {
                let out = if arguments.json {
                    json(&reread, &sink)?
                } else {
                    sums::differences(&reread, look)
                };
                progress.aside(|| sink.write(out.as_bytes()))?;
            }
        }
    }
    progress.finish();
    if arguments.json {
        if !arguments.show {
            sink.write(json(&sums, &sink)?.as_bytes())?;
        }
    } else {
        sink.write(sums.text(false).as_bytes())?;
        if sums.prepared > 0 && !arguments.quiet {
            let show = if arguments.show {
                ""
            } else {
                "--show prints each difference, "
            };
            messages::note(&format!(
                "nothing of this is shown yet: {show}--swap takes it over, --discard throws it away"
            ));
        }
    }
    Ok(failures.status())
}

fn json<T: serde::Serialize>(value: &T, sink: &Sink) -> Result<String> {
    let mut line = serde_json::to_string(value)?;
    line.push('\n');
    Ok(if sink.is_terminal() {
        harmless_json(&line).into_owned()
    } else {
        line
    })
}

/// Shows the prepared readings in place of the present ones.
fn swap(arguments: &ReprocessArguments, of: Option<&[i64]>) -> Result<ExitCode> {
    let mut record = super::open_to_write(&arguments.place)?;
    let count = record.count_shadows(of)?;
    let mut progress = Progress::counting(usize::try_from(count).unwrap_or(usize::MAX), arguments.quiet);
    let mut failures = Failures::default();
    let mut sums = Sums::default();
    let mut after = 0;
    loop {
        let some = record.shadows(of, after, u32::try_from(BATCH).unwrap_or(u32::MAX))?;
        if some.is_empty() {
            break;
        }
        let begun = Instant::now();
        let mut change = record.change("reprocess --swap")?;
        let mut done = Vec::new();
        for shadow in some {
            after = shadow.version;
            progress.advance();
            match change.swap(shadow.version, arguments.who.as_deref()) {
                Ok(swapped) => done.extend(swapped),
                // nothing was done about this one
                Err(StoreError::Damaged { place, problem }) => {
                    progress.aside(|| failures.say(&place, &problem));
                }
                Err(StoreError::Refused { place, source }) => {
                    progress.aside(|| failures.say(&place, &source.to_string()));
                }
                Err(error) => return Err(error.into()),
            }
            if begun.elapsed() >= WAIT {
                break;
            }
        }
        change.commit()?;
        for swapped in &done {
            failures.done += 1;
            sums.swapped(swapped);
        }
    }
    progress.finish();
    let mut sink = Sink::open(None)?;
    let out = if arguments.json {
        json(&sums, &sink)?
    } else {
        sums.text(true)
    };
    sink.write(out.as_bytes())?;
    if failures.done > 0 && !arguments.no_index {
        super::index(&arguments.place, &record, arguments.quiet)?;
    }
    Ok(failures.status())
}

/// Throws the prepared readings away.
fn discard(arguments: &ReprocessArguments, of: Option<&[i64]>) -> Result<ExitCode> {
    let mut record = super::open_to_write(&arguments.place)?;
    let mut discarded = 0_u64;
    loop {
        let some = record.shadows(of, 0, AT_ONCE)?;
        if some.is_empty() {
            break;
        }
        let mut change = record.change("reprocess --discard")?;
        for shadow in some {
            discarded += u64::from(change.discard(shadow.version)?);
        }
        change.commit()?;
    }
    if arguments.json {
        let mut sink = Sink::open(None)?;
        sink.write(json(&serde_json::json!({ "discarded": discarded }), &sink)?.as_bytes())?;
    } else if !arguments.quiet {
        messages::note(&format!("{} thrown away", counted(discarded, "prepared reading")));
    }
    Ok(ExitCode::SUCCESS)
}
