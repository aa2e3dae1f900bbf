//! The command line: what the program `onrecord` is made of.
//!
//! [`run`] is the whole program. [`render`] turns records into text for terminals and into pages.
//! Data goes to the standard output, everything else to the standard error; what the exit codes mean stands in
//! `docs/record.md`.

mod arguments;
mod describe;
mod eval;
mod gap;
mod inputs;
mod messages;
mod ordered;
mod progress;
mod read;
mod record;
pub mod render;
mod sink;

use arguments::{Command, CommandLine};
use clap::Parser as _;
use std::process::ExitCode;

/// The exit status when an input could not be read at all, or the command failed.
pub(crate) const FAILED: u8 = 1;
/// The exit status when the command line is wrong.
pub(crate) const USAGE: u8 = 2;
/// The exit status when some inputs failed.
pub(crate) const PARTLY: u8 = 3;

/// Reads the command line, does what it says, and returns the exit status.
pub fn run() -> ExitCode {
    let command = match CommandLine::try_parse() {
        Ok(line) => line.command,
        Err(error) => return stop(&error),
    };
    let done = match &command {
        Command::Read(arguments) => read::read(arguments),
        Command::Add(arguments) => record::add::add(arguments),
        Command::Search(arguments) => record::search::search(arguments),
        Command::People(arguments) => record::people::people(arguments),
        Command::Lists(arguments) => record::lists::lists(arguments),
        Command::Same(arguments) => record::same::same(arguments),
        Command::Check(arguments) => record::check::check(arguments),
        Command::Diff(arguments) => record::diff::diff(arguments),
        Command::Export(arguments) => record::export::export(arguments),
        Command::Import(arguments) => record::import::import(arguments),
        Command::Correct(arguments) => record::correct::correct(arguments),
        Command::Corrections(arguments) => record::correct::corrections(arguments),
        Command::Reprocess(arguments) => record::reprocess::reprocess(arguments),
        Command::Show(arguments) => record::show::show(arguments),
        Command::Verify(arguments) => record::upkeep::verify(arguments),
        Command::Backup(arguments) => record::upkeep::backup(arguments),
        Command::Compact(arguments) => record::upkeep::compact(arguments),
        Command::Eval(arguments) => eval::eval(arguments),
        Command::Schema { form } => describe::schema(*form),
        Command::Completions { shell } => describe::completions(*shell),
        Command::Man { command } => describe::manual(command.as_deref()),
    };
    match done {
        Ok(code) => code,
        Err(error) => match error.downcast::<clap::Error>() {
            Ok(usage) => stop(&usage),
            Err(error) if sink::is_closed_pipe(&error) => ExitCode::SUCCESS,
            Err(error) => {
                messages::error(&format!("{error:#}"), None);
                // as of grep: 1 says that nothing was found
                ExitCode::from(match command {
                    Command::Check(_) => USAGE,
                    _ => FAILED,
                })
            }
        },
    }
}

/// Help and version go to the standard output; wrong usage to the standard error.
fn stop(error: &clap::Error) -> ExitCode {
    // A closed pipe is no reason to complain about help.
    let _ = error.print();
    if error.use_stderr() {
        ExitCode::from(USAGE)
    } else {
        ExitCode::SUCCESS
    }
}
