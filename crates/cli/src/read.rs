//! `onrecord read`: articles in, statements out.

mod printer;
mod reader;
mod report;
mod state;

use crate::arguments::{CommandLine, Format, ReadArguments};
use crate::messages;
use crate::ordered::in_order;
use crate::sink::{Sink, is_closed_pipe};
use anyhow::{Context as _, Result};
use clap::CommandFactory as _;
use clap::error::ErrorKind;
use onrecord_attribution::{Engine, ReadOptions};
use onrecord_intake::{Answered, Intake, Limits, Opener, Part, Web, What, units};
use onrecord_record::{DeclaredBy, DeclaredFact, DeclaredField};
use onrecord_source::InputName;
use printer::Printer;
use reader::Reader;
use report::Report;
use state::State;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread::available_parallelism;

/// Articles that may wait for an earlier one, beside those being read.
const WAITING: usize = 4;

/// Reads every input and prints what was found, in the order of the inputs.
pub(crate) fn read(arguments: &ReadArguments) -> Result<ExitCode> {
    let format = check(arguments)?;
    let own: Vec<PathBuf> = [
        &arguments.output,
        &arguments.state,
        &arguments.report,
        &arguments.validators,
    ]
    .into_iter()
    .flatten()
    .cloned()
    .collect();
    let asked = units(&arguments.inputs, &own, arguments.kind);
    let engine = Engine::new(arguments.engine.model.into())?;
    let mut state = match &arguments.state {
        Some(path) => Some(State::open(path, arguments, &asked.units, &engine)?),
        None => None,
    };
    // what runs by the clock may run once more than there is to do
    if let (Some(tally), Some(path)) = (state.as_ref().and_then(State::finished), &arguments.state) {
        if !arguments.quiet {
            let path = path.display();
            messages::note(&format!(
                "{path}: the work was finished in an earlier run; take the file away to do it again"
            ));
        }
        return Ok(tally.status(arguments.strict));
    }
    let begin = state.as_ref().map(State::cursor).unwrap_or_default();
    let mut sink = match &state {
        Some(state) => Sink::resume(arguments.output.as_deref(), state.written())?,
        None => Sink::open(arguments.output.as_deref())?,
    };
    let format = format.unwrap_or(if sink.is_terminal() {
        Format::Text
    } else {
        Format::Json
    });
    let reader = Reader {
        options: ReadOptions {
            guideline: arguments.engine.guideline.map(Into::into).unwrap_or_default(),
            min_confidence: arguments.engine.min_confidence,
            min_speaker: arguments.engine.min_speaker,
        },
        given: given(arguments),
        printer: Printer::new(format, arguments, &sink),
    };
    let threads = arguments
        .threads
        .or(available_parallelism().ok())
        .map_or(1, usize::from);
    let opener = Opener {
        limits: Limits {
            article: arguments.max_size,
            ..Limits::default()
        },
        columns: arguments.columns.clone().unwrap_or_default(),
    };
    let (web, answered) = web(arguments)?;
    if let (Some(state), Some(path)) = (&mut state, &arguments.validators) {
        state.remember(path, answered.clone());
    }
    let mut report = Report::new(arguments, &asked, &reader.printer, state.as_ref())?;
    let intake = Intake::new(asked.units, opener, web, arguments.follow, begin)
        .after(state.as_ref().map(State::seen).unwrap_or_default());
    let mut number = report.numbered();
    let numbered = intake.map(move |arrival| {
        number += usize::from(!matches!(arrival.what, What::End | What::Passed));
        (number, arrival)
    });
    let resumed = state.as_ref().is_some_and(State::is_resumed);
    let mut flow = report.asked(asked.missing, asked.passed, resumed);
    if flow.is_continue() {
        flow = in_order(
            numbered,
            threads,
            threads + WAITING,
            || engine.worker(),
            |worker, _, (number, arrival)| reader.read(&engine, worker, number, arrival),
            |_, mut outcome| {
                let at = outcome.at;
                let part = outcome.take_part();
                let known_by = (outcome.key.take(), outcome.answer.take());
                report.take(outcome, &mut sink)?;
                part.into_iter().for_each(Part::kept);
                match &mut state {
                    Some(state) => state.reached(at, known_by, &mut sink, &mut report),
                    None => ControlFlow::Continue(()),
                }
            },
        );
    }
    report.finish();
    let stopped = match flow {
        ControlFlow::Break(stop) => Some(stop),
        ControlFlow::Continue(()) => report.end(&mut sink).err(),
    };
    match stopped {
        Some(error) if error.is::<report::Strict>() => {}
        // nobody is there to hear the rest
        Some(error) if is_closed_pipe(&error) => return Ok(ExitCode::SUCCESS),
        Some(error) => return Err(error),
        None => {
            // all went well and there is nothing: what an earlier run found would be taken for the result
            if report.is_success() {
                sink.begin()?;
                report.begin_file()?;
            }
            if let Some(state) = &mut state {
                state.done(&mut sink, &mut report)?;
            }
        }
    }
    sink.close();
    if let (None, Some(path)) = (&state, &arguments.validators) {
        state::save_validators(path, &answered)?;
    }
    Ok(report.status())
}

/// Facts that were handed in; they win over all others.
fn given(arguments: &ReadArguments) -> Vec<DeclaredFact> {
    let facts = [
        (DeclaredField::Published, &arguments.published, "--published"),
        (DeclaredField::Outlet, &arguments.outlet, "--outlet"),
    ];
    let given = facts.into_iter().filter_map(|(field, value, key)| {
        let value = value.as_ref()?;
        Some(onrecord_source::fact(field, value, DeclaredBy::User, key))
    });
    given.collect()
}

/// How addresses are fetched, and where it is noted what servers say.
fn web(arguments: &ReadArguments) -> Result<(Web, Answered)> {
    let known = match &arguments.validators {
        Some(path) if path.exists() => onrecord_fetch::Validators::load(path)
            .with_context(|| "what servers said in earlier runs could not be read")?,
        _ => onrecord_fetch::Validators::default(),
    };
    let options = onrecord_fetch::Options {
        contact: arguments.contact.clone(),
        delay: arguments.delay,
        allow_private: arguments.allow_private,
        max_bytes: usize::try_from(arguments.max_size.bytes()).unwrap_or(usize::MAX),
        ..onrecord_fetch::Options::default()
    };
    let answered = Answered::new(known.clone());
    let fetcher = onrecord_fetch::Fetcher::new(options, known)?;
    Ok((Web::new(fetcher, answered.clone()), answered))
}

/// Checks what the parser cannot, and returns the form that was asked for.
fn check(arguments: &ReadArguments) -> Result<Option<Format>> {
    let wrong = |message: &str| CommandLine::command().error(ErrorKind::ArgumentConflict, message);
    if arguments.inputs.iter().filter(|file| is_stdin(file)).count() > 1 {
        return Err(wrong("the standard input (-) can be read only once").into());
    }
    let output = arguments.output.as_deref();
    if let Some(target) = output
        .and_then(|path| path.canonicalize().ok())
        .filter(|path| path.is_file())
        && let Some(file) = arguments
            .inputs
            .iter()
            .find(|f| f.canonicalize().is_ok_and(|f| f == target))
    {
        let message = format!(
            "{} is an input; writing to it would destroy it",
            InputName::from(file.as_path())
        );
        return Err(wrong(&message).into());
    }
    let ending = output.and_then(Path::extension);
    let by_name = ending.and_then(|ending| form_of(&ending.to_str()?.to_ascii_lowercase()));
    if let Some(ending) = ending
        && by_name.is_none()
        && arguments.format.is_none()
        && !arguments.pretty
    {
        let known: Vec<String> = ENDINGS.iter().map(|(known, _)| format!(".{known}")).collect();
        let message = format!(
            "--output ends in {:?}, which names no form; the endings are {}; or give --format",
            format!(".{}", ending.to_string_lossy()),
            known.join(", ")
        );
        return Err(wrong(&message).into());
    }
    let format = arguments.format.or(by_name);
    if arguments.pretty && format.is_some_and(|format| format != Format::Json) {
        return Err(wrong("--pretty goes with --format json only").into());
    }
    if arguments.state.is_some() {
        // it cannot be told whether it is the same the next time, nor be read again from its beginning
        let stream =
            |file: &&PathBuf| is_stdin(file) || file.metadata().is_ok_and(|m| !m.is_file() && !m.is_dir());
        if let Some(stream) = arguments.inputs.iter().find(stream) {
            let message = format!(
                "--state cannot go on with {}, which is read only once; save it to a file, and name that",
                InputName::from(stream.as_path())
            );
            return Err(wrong(&message).into());
        }
        let kept = output.is_some_and(|path| !path.exists() || path.is_file());
        if !kept {
            return Err(wrong(
                "--state goes with --output FILE: what was written has to be there when the work goes on",
            )
            .into());
        }
        if matches!(format, Some(Format::Html | Format::Text)) {
            return Err(wrong("--state goes with the forms json, jsonl and csv").into());
        }
    }
    Ok(if arguments.pretty {
        Some(Format::Json)
    } else {
        format
    })
}

/// What the name of an output says about its form. A name without an ending (a pipe, a device) says nothing.
const ENDINGS: [(&str, Format); 7] = [
    ("txt", Format::Text),
    ("json", Format::Json),
    ("jsonl", Format::Jsonl),
    ("ndjson", Format::Jsonl),
    ("csv", Format::Csv),
    ("html", Format::Html),
    ("htm", Format::Html),
];

fn form_of(ending: &str) -> Option<Format> {
    let of = ENDINGS.iter().find(|(known, _)| *known == ending);
    of.map(|&(_, format)| format)
}

fn is_stdin(file: &Path) -> bool {
    file.as_os_str() == "-"
}
