//! What the program says of itself: schema, completions, manual.

use crate::arguments::{CommandLine, Form};
use crate::sink::Sink;
use anyhow::Result;
use clap::CommandFactory as _;
use clap::error::ErrorKind;
use std::process::ExitCode;

/// Prints the JSON Schema of one of the printed forms.
pub(crate) fn schema(form: Form) -> Result<ExitCode> {
    let schema = match form {
        Form::Article => onrecord_record::schema::article_schema(),
        Form::StatementLine => onrecord_record::schema::statement_line_schema(),
    };
    print(format!("{}\n", serde_json::to_string_pretty(&schema)?).as_bytes())
}

/// Prints a completion script.
pub(crate) fn completions(shell: clap_complete::Shell) -> Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut CommandLine::command(), "onrecord", &mut script);
    print(&script)
}

/// Prints a manual page.
pub(crate) fn manual(command: Option<&str>) -> Result<ExitCode> {
    let mut all = CommandLine::command();
    all.build();
    let page = match command {
        None => all,
        Some(name) => match all.find_subcommand(name) {
            Some(found) => found.clone(),
            None => {
                let message = format!("there is no command {name:?}; see onrecord --help\n");
                return Err(all.error(ErrorKind::InvalidValue, message).into());
            }
        },
    };
    let mut roff = Vec::new();
    clap_mangen::Man::new(page).render(&mut roff)?;
    print(&roff)
}

fn print(bytes: &[u8]) -> Result<ExitCode> {
    Sink::open(None)?.write(bytes)?;
    Ok(ExitCode::SUCCESS)
}
