//! `onrecord export`: articles of a record in the formats of other tools.

mod destination;
mod known;

use super::reviewed::without_hidden;
use crate::arguments::ExportArguments;
use crate::messages;
use crate::progress::Progress;
use anyhow::{Result, anyhow, bail};
use destination::Destination;
use known::Known;
use onrecord_exchange::{Around, Exporter, Format, Options, Summary};
use onrecord_record::Status;
use onrecord_search::{Question, Sort};
use onrecord_store::{Record, StatementRow, Stored, VersionKey};
use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

/// Articles that are listed at once.
const AT_ONCE: u32 = 1_000;

/// What stayed behind.
#[derive(Default)]
struct Held {
    rejected: u64,
    suppressed: u64,
}

/// Writes what is asked for.
pub(crate) fn export(arguments: &ExportArguments) -> Result<ExitCode> {
    let record = super::open(&arguments.place)?;
    let format = format(arguments)?;
    let destination = Destination::open(arguments, format)?;
    let options = Options {
        excerpt: arguments.excerpt,
        byte_order_mark: arguments.bom,
        ..Options::default()
    };
    let mut exporter = Exporter::begin(format, destination.target()?, options)?;
    let mut progress = Progress::working("exporting", arguments.quiet);
    let mut known = Known::default();
    let mut held = Held::default();
    let mut write = |stored: &Stored, wanted: Option<&BTreeSet<i64>>| -> Result<()> {
        progress.advance();
        write(&mut exporter, &record, &mut known, &mut held, stored, wanted)
    };
    let query = arguments.query.join(" ");
    if query.trim().is_empty() {
        let mut after = 0;
        loop {
            let some = record.usable_after(after, AT_ONCE)?;
            let Some(last) = some.last() else { break };
            after = last.article;
            for usable in &some {
                write(&record.load(usable.version)?, None)?;
            }
        }
    } else {
        for (key, rows) in found(arguments, &record, query)? {
            let rows = Some(&rows).filter(|_| !arguments.whole);
            write(&record.version(&key)?, rows)?;
        }
    }
    progress.finish();
    let summary = exporter.end()?;
    destination.finish()?;
    if !arguments.quiet {
        say(&summary, &held, format, arguments);
    }
    Ok(ExitCode::SUCCESS)
}

/// The format that was asked for, or that the name of the output has.
fn format(arguments: &ExportArguments) -> Result<Format> {
    if let Some(format) = arguments.format {
        return Ok(format);
    }
    let name = arguments
        .output
        .as_ref()
        .and_then(|path| path.file_name())
        .map(|name| name.to_string_lossy().to_ascii_lowercase())
        .unwrap_or_default();
    Format::ALL
        .into_iter()
        .filter(|format| !format.ending().is_empty() && name.ends_with(&format!(".{}", format.ending())))
        .max_by_key(|format| format.ending().len())
        .ok_or_else(|| {
            let all = Format::ALL.map(Format::name).join(", ");
            anyhow!("the format is not told by the name of the output; say --format with one of {all}")
        })
}

/// The rows of the statements that a query finds, by version.
fn found(
    arguments: &ExportArguments,
    record: &Record,
    query: String,
) -> Result<BTreeMap<VersionKey, BTreeSet<i64>>> {
    let index = super::index(&arguments.place, record, arguments.quiet)?;
    let question = Question {
        query,
        sort: Sort::Oldest,
        ..Question::default()
    };
    let mut found: BTreeMap<VersionKey, BTreeSet<i64>> = BTreeMap::new();
    index.every(record, &question, |hit| -> Result<()> {
        let key = VersionKey {
            article: hit.article,
            version: hit.version,
        };
        found.entry(key).or_default().insert(hit.id);
        Ok(())
    })?;
    Ok(found)
}

/// Writes one article: without what may not leave, and without what was not asked for.
fn write(
    exporter: &mut Exporter<'_>,
    record: &Record,
    known: &mut Known,
    held: &mut Held,
    stored: &Stored,
    wanted: Option<&BTreeSet<i64>>,
) -> Result<()> {
    // killed meanwhile
    if stored.record.article.status != Status::Usable {
        return Ok(());
    }
    for row in &stored.rows {
        if wanted.is_none_or(|wanted| wanted.contains(&row.id)) {
            match row.review.as_deref() {
                Some("rejected") => held.rejected += 1,
                Some("suppressed") => held.suppressed += 1,
                _ => {}
            }
        }
    }
    let around = match wanted {
        None => Around::Everything,
        Some(_) => Around::TheirsAlone,
    };
    let asked = |row: &StatementRow| wanted.is_none_or(|wanted| wanted.contains(&row.id));
    let some = without_hidden(stored, asked, around)?;
    // all that was found of it may not leave
    if wanted.is_some() && some.statements.is_empty() {
        return Ok(());
    }
    let context = known.of(record, stored, &some)?;
    exporter.article(&some, Some(&context))?;
    Ok(())
}

fn say(summary: &Summary, held: &Held, format: Format, arguments: &ExportArguments) {
    let plural = |n: u64, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    messages::note(&format!(
        "{} and {} written as {format}",
        plural(summary.articles, "article"),
        plural(summary.statements, "statement"),
    ));
    for (what, times) in &summary.left_out {
        messages::note(&format!("{format} left out: {what} ({times})"));
    }
    for (count, what) in [(held.rejected, "rejected"), (held.suppressed, "suppressed")] {
        if count > 0 {
            messages::note(&format!("{} stayed behind: {what}", plural(count, "statement")));
        }
    }
    if held.suppressed > 0 && arguments.excerpt.is_full() {
        messages::note(
            "words of suppressed statements still stand in the texts of their articles; --excerpt offsets leaves all texts behind",
        );
    }
}

/// Whether two paths name one file.
fn same_file(a: &std::path::Path, b: &std::path::Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

/// Refuses to write over the record that is read.
fn guard(arguments: &ExportArguments) -> Result<()> {
    if let Some(output) = &arguments.output
        && same_file(output, &arguments.place.record)
    {
        bail!(
            "{}: this is the record itself; name another file",
            output.display()
        );
    }
    Ok(())
}
