//! What became of the inputs: said as it happens, written down where that was asked for, and summed up at the end.

use super::reader::{About, Done, Failure, Outcome, Rendered};
use crate::arguments::SourceArguments;
use crate::messages;
use crate::progress::Progress;
use crate::render::html::Listed;
use crate::sink::Sink;
use crate::{FAILED, PARTLY};
use anyhow::Result;
use onrecord_intake::{Kind, Missing, Passed, Units};
use onrecord_record::UnreadReason;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::process::ExitCode;

/// Failures that are printed as they happen; the others are counted, and stand in the report.
const SAID: u64 = 50;
/// Notes that are printed for one input.
const NOTES: usize = 6;
/// Inputs up to this number are each told what they were taken for.
const TOLD: usize = 20;

/// The work was stopped by `--strict`.
#[derive(Debug, thiserror::Error)]
#[error("stopped at the first failure, as asked")]
pub(crate) struct Strict;

/// What was counted so far.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Tally {
    /// Articles printed.
    pub(crate) read: u64,
    pub(crate) statements: u64,
    pub(crate) failed: u64,
    /// The first failure.
    first_failure: Option<String>,
    /// Articles in which no statements were looked for, and the first of them, by reason.
    unread: BTreeMap<UnreadReason, (u64, String)>,
    /// Articles of which there is only an address, and the first of them.
    #[serde(default)]
    pointers: Option<(u64, String)>,
    /// Inputs by the names of their kinds.
    opened: BTreeMap<String, u64>,
    /// What was passed over, by why and what it is: how often, and the first of them.
    skipped: BTreeMap<String, (u64, String)>,
}

/// What was passed over is told apart up to so many things.
const TOLD_APART: usize = 100;

impl Tally {
    /// The exit status that this comes to.
    pub(crate) fn status(&self, strict: bool) -> ExitCode {
        match (self.read, self.failed) {
            (_, 0) => ExitCode::SUCCESS,
            (0, _) => ExitCode::from(FAILED),
            _ if strict => ExitCode::from(FAILED),
            _ => ExitCode::from(PARTLY),
        }
    }

    fn passed(&mut self, passed: Passed) {
        for (kind, count) in passed.opened {
            *self.opened.entry(kind.name().to_owned()).or_default() += count;
        }
        for ((reason, what), count) in passed.skipped {
            // what differs everywhere is not told apart
            let named = format!("{reason}: {what}");
            let what = if self.skipped.contains_key(&named) || self.skipped.len() < TOLD_APART {
                named
            } else {
                format!("{reason}: something else")
            };
            let entry = self.skipped.entry(what).or_insert_with(|| (0, count.example));
            entry.0 += count.count;
        }
    }
}

/// A line of the report.
#[derive(Serialize)]
struct ReportLine<'a> {
    name: &'a str,
    kind: &'a str,
    /// `read`, `unread`, `failed` or `passed over`.
    result: &'static str,
    statements: usize,
    reason: Option<&'a str>,
    remedy: Option<&'a str>,
    notes: &'a [String],
}

/// An input, and what has been said of it.
#[derive(Default)]
struct Unit {
    input: String,
    named: bool,
    said: Vec<String>,
}

/// Counts what became of the inputs, and says so.
pub(crate) struct Report {
    units: usize,
    quiet: bool,
    strict: bool,
    follow: bool,
    progress: Progress,
    /// The input at hand.
    unit: Unit,
    pub(crate) tally: Tally,
    /// For the list at the end of a page, if there is to be one.
    listed: Option<Vec<Listed>>,
    pub(crate) file: Option<Sink>,
}

impl Report {
    /// Goes on from `tally`, in the report behind its first `reported` bytes; begins both if there was nothing before.
    pub(crate) fn new(
        arguments: &SourceArguments,
        asked: &Units,
        before: Option<(Tally, u64)>,
    ) -> Result<Self> {
        let file = match (&arguments.report, &before) {
            (None, _) => None,
            (Some(path), Some((_, reported))) => Some(Sink::resume(Some(path), *reported)?),
            (Some(path), None) => Some(Sink::open(Some(path))?),
        };
        Ok(Self {
            units: asked.units.len() + asked.missing.len(),
            quiet: arguments.quiet,
            strict: arguments.strict,
            follow: arguments.follow,
            progress: Progress::new(&asked.units, arguments.quiet),
            unit: Unit::default(),
            tally: before.map(|before| before.0).unwrap_or_default(),
            listed: None,
            file,
        })
    }

    /// Lists every article and failure, for [`Report::listed`].
    pub(crate) fn listing(mut self) -> Self {
        self.listed = Some(Vec::new());
        self
    }

    /// What was listed.
    pub(crate) fn listed(&self) -> &[Listed] {
        self.listed.as_deref().unwrap_or_default()
    }

    /// How many articles and failures there were in earlier runs.
    pub(crate) fn numbered(&self) -> usize {
        usize::try_from(self.tally.read + self.tally.failed).unwrap_or(usize::MAX)
    }

    /// Inputs that come to nothing fail, once, and what was left out of folders is counted.
    pub(crate) fn asked(
        &mut self,
        missing: Vec<Missing>,
        passed: Passed,
        resumed: bool,
    ) -> ControlFlow<anyhow::Error> {
        if resumed {
            return ControlFlow::Continue(());
        }
        self.passed(passed)?;
        missing.iter().try_for_each(|missing| {
            self.failed(&Failure {
                name: missing.input.clone(),
                number: 0,
                notes: Vec::new(),
                reason: missing.problem.clone(),
                remedy: missing.remedy.clone(),
            })
        })
    }

    /// Counts what was passed over, and writes each down.
    fn passed(&mut self, mut passed: Passed) -> ControlFlow<anyhow::Error> {
        let listed = std::mem::take(&mut passed.listed);
        self.tally.passed(passed);
        for over in listed {
            self.write_down(&ReportLine {
                name: &over.name,
                kind: "",
                result: "passed over",
                statements: 0,
                reason: Some(&format!("{}: {}", over.reason, over.what)),
                remedy: None,
                notes: &[],
            })?;
        }
        ControlFlow::Continue(())
    }

    /// Takes what became of an arrival, in order, and hands what was made of it to `keep`.
    pub(crate) fn take<A>(
        &mut self,
        outcome: Outcome<A>,
        keep: impl FnOnce(A) -> Result<()>,
    ) -> ControlFlow<anyhow::Error> {
        let kind = outcome.passed.opened.keys().next().copied();
        self.passed(outcome.passed)?;
        self.enter(outcome.input, outcome.named, kind);
        if outcome.changed && !self.quiet {
            let input = &self.unit.input;
            self.progress.aside(|| {
                messages::note(&format!(
                    "{input}: its answer has changed since the work was cut off: what was kept then is not read again, all else is"
                ));
            });
        }
        match outcome.result {
            Done::Nothing => ControlFlow::Continue(()),
            Done::Unit => {
                self.progress.unit();
                ControlFlow::Continue(())
            }
            Done::Article(result) => {
                self.progress.advance();
                match *result {
                    Ok(rendered) => self.rendered(rendered, keep),
                    Err(failure) => {
                        self.notes(&failure.name, &failure.notes);
                        self.failed(&failure)
                    }
                }
            }
        }
    }

    /// Says what an input is taken for, once, when few were named.
    fn enter(&mut self, input: String, named: bool, kind: Option<Kind>) {
        if self.unit.input != input {
            self.unit = Unit {
                input,
                named,
                said: Vec::new(),
            };
        }
        let told = kind.filter(|kind| !matches!(kind, Kind::Text | Kind::Other));
        if let Some(kind) = told
            && named
            && !self.quiet
            && self.units <= TOLD
        {
            let input = &self.unit.input;
            self.progress
                .aside(|| messages::note(&format!("{input}: taken for {kind}")));
        }
    }

    /// Notes on what was named, each once for an input, and no more than a few: the report has them all.
    fn notes(&mut self, name: &str, notes: &[String]) {
        if self.quiet || !self.unit.named {
            return;
        }
        for note in notes {
            let said = &mut self.unit.said;
            if said.len() > NOTES || said.contains(note) {
                continue;
            }
            said.push(note.clone());
            let message = if said.len() > NOTES {
                format!(
                    "{}: there are more notes; --report FILE lists them all",
                    self.unit.input
                )
            } else {
                format!("{name}: {note}")
            };
            self.progress.aside(|| messages::note(&message));
        }
    }

    fn rendered<A>(
        &mut self,
        rendered: Rendered<A>,
        keep: impl FnOnce(A) -> Result<()>,
    ) -> ControlFlow<anyhow::Error> {
        let Rendered {
            name,
            number,
            kind,
            notes,
            made,
            about,
        } = rendered;
        let About {
            statements,
            unread,
            pointer,
        } = about;
        self.notes(&name, &notes);
        if let Some((_, detail)) = &unread {
            self.notes(&name, std::slice::from_ref(detail));
        }
        if let Err(error) = self.progress.aside(|| keep(made)) {
            return ControlFlow::Break(error);
        }
        self.tally.read += 1;
        self.tally.statements += statements as u64;
        let line = ReportLine {
            name: &name,
            kind: &kind,
            result: if unread.is_some() { "unread" } else { "read" },
            statements,
            reason: unread.as_ref().map(|unread| unread.1.as_str()),
            remedy: None,
            notes: &notes,
        };
        self.write_down(&line)?;
        if pointer {
            let entry = self.tally.pointers.get_or_insert((0, name.clone()));
            entry.0 += 1;
        } else if let Some((reason, _)) = unread {
            let entry = self.tally.unread.entry(reason).or_insert((0, name.clone()));
            entry.0 += 1;
        }
        self.list(number, name, Ok(statements));
        ControlFlow::Continue(())
    }

    fn failed(&mut self, failure: &Failure) -> ControlFlow<anyhow::Error> {
        self.tally.failed += 1;
        let Failure {
            name,
            number,
            notes,
            reason,
            remedy,
        } = failure;
        self.tally.first_failure.get_or_insert_with(|| name.clone());
        if self.tally.failed <= SAID {
            self.progress
                .aside(|| messages::error(&format!("{name}: {reason}"), Some(remedy)));
        }
        let line = ReportLine {
            name,
            kind: "",
            result: "failed",
            statements: 0,
            reason: Some(reason),
            remedy: Some(remedy),
            notes,
        };
        self.write_down(&line)?;
        self.list(*number, name.clone(), Err(reason.clone()));
        if self.strict {
            return ControlFlow::Break(Strict.into());
        }
        ControlFlow::Continue(())
    }

    fn list(&mut self, number: usize, name: String, result: Result<usize, String>) {
        if let Some(listed) = &mut self.listed {
            listed.push(Listed { number, name, result });
        }
    }

    fn write_down(&mut self, line: &ReportLine<'_>) -> ControlFlow<anyhow::Error> {
        let Some(file) = &mut self.file else {
            return ControlFlow::Continue(());
        };
        let written = serde_json::to_vec(line)
            .map_err(anyhow::Error::from)
            .and_then(|mut line| {
                line.push(b'\n');
                file.write(&line)
            });
        match written {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => ControlFlow::Break(error),
        }
    }

    /// Takes the progress bar away.
    pub(crate) fn finish(&self) {
        self.progress.finish();
    }

    /// Whether nothing has failed.
    pub(crate) fn is_success(&self) -> bool {
        self.tally.failed == 0
    }

    /// Sees to it that the report's file holds nothing of an earlier run.
    pub(crate) fn begin_file(&mut self) -> Result<()> {
        self.file.as_mut().map_or(Ok(()), Sink::begin)
    }

    /// Sums up, and returns the exit status.
    pub(crate) fn status(mut self) -> ExitCode {
        let tally = &self.tally;
        let all = tally.read + tally.failed;
        // each input is one article, and has been spoken of
        let single = all == self.units as u64;
        let simple = single && self.units <= TOLD && tally.skipped.is_empty() && tally.pointers.is_none();
        if !self.quiet && !simple {
            self.sum_up();
        }
        if tally.failed > SAID {
            let more = tally.failed - SAID;
            messages::error(&format!("{more} more failed; --report FILE lists them all"), None);
        }
        if tally.failed > 0 && self.units > 1 || tally.failed > 1 {
            let first = tally.first_failure.as_deref().unwrap_or_default();
            let what = if single { "inputs" } else { "articles and inputs" };
            let message = format!("{} of {all} {what} could not be read", tally.failed);
            messages::error(&message, Some(&format!("the first: {first}")));
        }
        if let Some(file) = self.file.take() {
            file.close();
        }
        self.tally.status(self.strict)
    }

    fn sum_up(&self) {
        let tally = &self.tally;
        let kinds: Vec<String> = tally
            .opened
            .iter()
            .map(|(kind, count)| format!("{count} {kind}"))
            .collect();
        messages::note(&format!(
            "read {} with {} from {}",
            counted(tally.read, "article"),
            counted(tally.statements, "statement"),
            if kinds.is_empty() {
                "no input".to_owned()
            } else {
                kinds.join(", ")
            },
        ));
        for (reason, (count, first)) in &tally.unread {
            let why = match reason {
                UnreadReason::Language => "not in English: kept, without statements",
                UnreadReason::NoText => "without text: kept as such",
            };
            messages::note(&format!("{count} {why} (the first: {first})"));
        }
        if let Some((count, first)) = &tally.pointers {
            let why = match self.follow {
                true => "without text, and too far away to be followed: kept as such",
                false => "without text, only an address: kept as such; --follow fetches what it points to",
            };
            messages::note(&format!("{count} {why} (the first: {first})"));
        }
        for (what, (count, first)) in &tally.skipped {
            messages::note(&format!("passed over {count}: {what} (the first: {first})"));
        }
    }
}

/// `1 statement`, `2 statements`.
pub(crate) fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
