//! `onrecord read`: articles in, statements out.

mod printer;
mod state;

use crate::arguments::{CommandLine, Format, ReadArguments};
use crate::inputs::reader::{About, Reader};
use crate::inputs::report::{Report, Strict};
use crate::ordered::in_order;
use crate::sink::{Sink, is_closed_pipe};
use crate::{inputs, messages};
use anyhow::Result;
use clap::CommandFactory as _;
use clap::error::ErrorKind;
use onrecord_attribution::{Engine, ReadOptions, Worker};
use onrecord_intake::{Intake, Part, What, units};
use onrecord_source::InputName;
use printer::Printer;
use state::State;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Reads every input and prints what was found, in the order of the inputs.
pub(crate) fn read(arguments: &ReadArguments) -> Result<ExitCode> {
    let sources = &arguments.sources;
    let format = check(arguments)?;
    let own: Vec<PathBuf> = [
        &arguments.output,
        &arguments.state,
        &arguments.sources.report,
        &arguments.sources.validators,
    ]
    .into_iter()
    .flatten()
    .cloned()
    .collect();
    let asked = units(&arguments.sources.inputs, &own, arguments.sources.kind);
    let engine = Engine::new(arguments.sources.engine.model.into())?;
    let mut state = match &arguments.state {
        Some(path) => Some(State::open(path, arguments, &asked.units, &engine)?),
        None => None,
    };
    // what runs by the clock may run once more than there is to do
    if let (Some(tally), Some(path)) = (state.as_ref().and_then(State::finished), &arguments.state) {
        if !arguments.sources.quiet {
            let path = path.display();
            messages::note(&format!(
                "{path}: the work was finished in an earlier run; take the file away to do it again"
            ));
        }
        return Ok(tally.status(arguments.sources.strict));
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
    let printer = Printer::new(format, arguments, &sink);
    let make = |worker: &mut Worker<'_>, options: &ReadOptions, number, name: &str, article| {
        let record = worker
            .read_article(article, options)
            .map_err(|error| error.to_string())?;
        let bytes = printer
            .print(number, name, &record)
            .map_err(|error| error.to_string())?;
        Ok((bytes, About::of(&record)))
    };
    let reader = Reader {
        options: inputs::options(sources),
        given: inputs::given(sources),
        make,
    };
    let threads = inputs::threads(sources);
    let (web, answered) = inputs::web(sources)?;
    if let (Some(state), Some(path)) = (&mut state, &sources.validators) {
        state.remember(path, answered.clone());
    }
    let before = state
        .as_ref()
        .map(|state| (state.tally().clone(), state.reported()));
    let mut report = Report::new(sources, &asked, before)?;
    if format == Format::Html {
        report = report.listing();
    }
    // the first article brings what comes ahead of all
    let mut printed = report.tally.read > 0;
    let intake = Intake::new(asked.units, inputs::opener(sources), web, sources.follow, begin)
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
            threads + inputs::WAITING,
            || engine.worker(),
            |worker, _, (number, arrival)| reader.read(&engine, worker, number, arrival),
            |_, mut outcome| {
                let at = outcome.at;
                let part = outcome.take_part();
                let known_by = (outcome.key.take(), outcome.answer.take());
                report.take(outcome, |bytes: Vec<u8>| {
                    if !std::mem::replace(&mut printed, true) {
                        sink.write(&printer.begin()?)?;
                    }
                    sink.write(&bytes)
                })?;
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
        ControlFlow::Continue(()) if printed => sink.write(&printer.end(report.listed())).err(),
        ControlFlow::Continue(()) => None,
    };
    match stopped {
        Some(error) if error.is::<Strict>() => {}
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
    if let (None, Some(path)) = (&state, &arguments.sources.validators) {
        state::save_validators(path, &answered)?;
    }
    Ok(report.status())
}

/// Checks what the parser cannot, and returns the form that was asked for.
fn check(arguments: &ReadArguments) -> Result<Option<Format>> {
    let wrong = |message: &str| CommandLine::command().error(ErrorKind::ArgumentConflict, message);
    if arguments
        .sources
        .inputs
        .iter()
        .filter(|file| is_stdin(file))
        .count()
        > 1
    {
        return Err(wrong("the standard input (-) can be read only once").into());
    }
    let output = arguments.output.as_deref();
    if let Some(target) = output
        .and_then(|path| path.canonicalize().ok())
        .filter(|path| path.is_file())
        && let Some(file) = arguments
            .sources
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
        if let Some(stream) = arguments.sources.inputs.iter().find(stream) {
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
