//! `onrecord lists`: what was decided, as files that users own.

use super::people::json_lines;
use crate::arguments::{ListsArguments, ListsCommand};
use crate::inputs::report::counted;
use crate::messages;
use crate::render::terminal::harmless;
use crate::sink::Sink;
use anyhow::{Context as _, Result};
use onrecord_lists::Lists;
use onrecord_store::{By, ListChange, Sign};
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Writes lists from a record, or applies them to it.
pub(crate) fn lists(arguments: &ListsArguments) -> Result<ExitCode> {
    match &arguments.command {
        ListsCommand::Export { folder } => export(arguments, folder)?,
        ListsCommand::Apply {
            folder,
            dry_run,
            json,
        } => apply(arguments, folder, *dry_run, *json)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn export(arguments: &ListsArguments, folder: &Path) -> Result<()> {
    let record = super::open(&arguments.place)?;
    let lists = record.at_rest(|record| record.lists())?;
    let written = lists.write(folder);
    written.with_context(|| format!("{}: cannot be written to", folder.display()))?;
    let rows: usize = [
        lists.people.map_or(0, |rows| rows.len()),
        lists.aliases.map_or(0, |rows| rows.len()),
        lists.outlets.map_or(0, |rows| rows.len()),
        lists.blocked.map_or(0, |rows| rows.len()),
        lists.suppressed.map_or(0, |rows| rows.len()),
    ]
    .iter()
    .sum();
    messages::note(&format!(
        "{}: {} written",
        folder.display(),
        counted(rows as u64, "row")
    ));
    Ok(())
}

fn apply(arguments: &ListsArguments, folder: &Path, dry_run: bool, json: bool) -> Result<()> {
    let lists = Lists::read(folder)?;
    let mut record = super::open_to_write(&arguments.place)?;
    let mut change = record.change("lists")?;
    let who = arguments.by.name();
    let by = By {
        who: &who,
        why: arguments.by.why.as_deref(),
    };
    let told = change.apply_lists(&lists, by)?;
    // what changes nothing, or is only tried, leaves no trace
    if !dry_run && !told.is_empty() {
        change.commit()?;
    }
    let out = if json { json_lines(&told)? } else { shown(&told) };
    Sink::open(None)?.write(out.as_bytes())?;
    let count = |sign| told.iter().filter(|line| line.change == sign).count();
    let summary = format!(
        "{} added, {} changed, {} taken back",
        count(Sign::Added),
        count(Sign::Changed),
        count(Sign::Removed)
    );
    messages::note(&match (told.is_empty(), dry_run) {
        (true, _) => "the record says what the lists say already".to_owned(),
        (_, true) => format!("{summary} if these lists are applied without --dry-run"),
        (_, false) => {
            format!("{summary}; `onrecord people rulings` and `onrecord corrections` list what holds")
        }
    });
    Ok(())
}

/// What changes, as a diff of the files.
fn shown(told: &[ListChange]) -> String {
    let mut out = String::new();
    let mut file = "";
    for line in told {
        if line.file != file {
            file = line.file;
            let _ = writeln!(out, "{file}");
        }
        if let Some(before) = &line.before {
            let _ = writeln!(out, "- {}", row(before));
        }
        let sign = if line.change == Sign::Removed { '-' } else { '+' };
        let _ = writeln!(out, "{sign} {}", row(&line.row));
    }
    out
}

/// A row on one line, as it stands in the file but for signs that would break it.
fn row(fields: &[String]) -> String {
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let written = onrecord_lists::table::write(&fields, std::iter::empty::<Vec<&str>>());
    harmless(written.trim_end()).replace('\n', " ")
}
