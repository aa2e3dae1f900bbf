//! The commands that work on a record: adding to it, asking it, looking after it.

pub(crate) mod add;
mod card;
pub(crate) mod check;
pub(crate) mod correct;
pub(crate) mod diff;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod lists;
pub(crate) mod people;
mod reconcile;
mod records;
pub(crate) mod reprocess;
mod reviewed;
pub(crate) mod same;
pub(crate) mod search;
pub(crate) mod show;
pub(crate) mod upkeep;

use crate::arguments::{RecordArguments, When};
use crate::messages;
use crate::progress::Progress;
use crate::render::terminal_width;
use crate::sink::Sink;
use anyhow::Result;
use card::Look;
use onrecord_search::Index;
use onrecord_store::Record;

/// Opens the record to read.
pub(crate) fn open(arguments: &RecordArguments) -> Result<Record> {
    Ok(Record::read(&arguments.record)?)
}

/// Opens the record to change it. One that is not there is not made: only adding makes a record.
pub(crate) fn open_to_write(arguments: &RecordArguments) -> Result<Record> {
    open(arguments)?;
    Ok(Record::open(&arguments.record)?)
}

/// Opens the index of a record, and brings it up to the record.
pub(crate) fn index(arguments: &RecordArguments, record: &Record, quiet: bool) -> Result<Index> {
    let folder = arguments
        .index
        .clone()
        .unwrap_or_else(|| Index::folder(&arguments.record));
    let mut index = Index::open(&folder)?;
    let mut progress = Progress::working("indexing", quiet);
    let followed = index.follow(record, |_| progress.advance())?;
    progress.finish();
    if followed.busy && !quiet {
        messages::note(
            "another process is bringing the search index up to date: what was added last may not be found yet",
        );
    }
    Ok(index)
}

/// How text looks where it goes.
fn look(sink: &Sink, color: When) -> Look {
    Look {
        width: terminal_width(sink.is_terminal()),
        colour: is_coloured(sink, color),
    }
}

/// Whether there are to be colours.
pub(crate) fn is_coloured(sink: &Sink, color: When) -> bool {
    match color {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            sink.is_terminal()
                && anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
        }
    }
}
