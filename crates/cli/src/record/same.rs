//! `onrecord same`: a statement in all its places, and where these have it from.

use super::card::{card, day_of};
use super::reviewed::to_show;
use crate::arguments::SameArguments;
use crate::inputs::report::counted;
use crate::render::terminal::harmless;
use crate::sink::Sink;
use anyhow::Result;
use onrecord_store::{Group, StatementKey, StoreError};
use std::fmt::Write as _;
use std::process::ExitCode;

/// Shows a statement in all its places.
pub(crate) fn same(arguments: &SameArguments) -> Result<ExitCode> {
    let record = super::open(&arguments.place)?;
    let key: StatementKey = arguments.statement.parse()?;
    let found = to_show(&record, &key)?;
    let row = found
        .stored
        .rows
        .get(found.at)
        .ok_or_else(|| StoreError::Unknown {
            what: key.to_string(),
            remedy: "`onrecord search` prints the keys of statements",
        })?;
    let group = record.group_of(row.id)?;
    let mut sink = Sink::open(None)?;
    if arguments.json {
        let mut line = serde_json::to_string(&group)?;
        line.push('\n');
        sink.write(line.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let look = super::look(&sink, arguments.color);
    let mut out = summary(&group);
    for hit in &group.statements {
        let _ = write!(out, "\n{}", card(hit, look));
    }
    sink.write(out.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn summary(group: &Group) -> String {
    let counted = |n: usize, what: &str| counted(n as u64, what);
    let day = |time: &Option<String>| time.as_deref().map_or("no date", day_of).to_owned();
    let mut out = format!(
        "{}, {}, {}; first {}, last {}; {}\n",
        counted(group.articles, "article"),
        counted(group.outlets, "outlet"),
        counted(group.origins.len(), "origin"),
        day(&group.first),
        day(&group.last),
        counted(group.wordings.len(), "wording"),
    );
    for origin in &group.origins {
        let _ = writeln!(
            out,
            "  {}: {}{}",
            harmless(origin.name.as_deref().unwrap_or("an origin without a name")),
            counted(origin.articles.len(), "article"),
            if origin.because.is_empty() {
                String::new()
            } else {
                format!(" ({})", harmless(&origin.because.join(", ")))
            }
        );
    }
    out
}
