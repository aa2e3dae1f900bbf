//! `onrecord verify`, `backup`, `compact`: looking after a record.

use crate::arguments::{BackupArguments, RecordArguments, VerifyArguments};
use crate::progress::Progress;
use crate::sink::Sink;
use crate::{FAILED, messages};
use anyhow::Result;
use std::process::ExitCode;

/// Looks at everything in a record, and names what is wrong.
pub(crate) fn verify(arguments: &VerifyArguments) -> Result<ExitCode> {
    let path = &arguments.place.record;
    let record = super::open(&arguments.place)?;
    let mut sink = Sink::open(None)?;
    let mut progress = Progress::working("verifying", arguments.quiet);
    let mut failed = None;
    let verified = record.verify(
        |finding| {
            let line = if arguments.json {
                serde_json::to_string(&finding).unwrap_or_default()
            } else {
                format!("{}: {}", finding.place, finding.problem)
            };
            if failed.is_none() {
                failed = sink.write(format!("{line}\n").as_bytes()).err();
            }
        },
        |_| progress.advance(),
    )?;
    progress.finish();
    if let Some(error) = failed {
        return Err(error);
    }
    let what = format!(
        "{}: {} readings of versions and {} statements were cut anew from their texts",
        path.display(),
        verified.versions,
        verified.statements
    );
    if verified.findings > 0 {
        messages::error(
            &format!("{what}; {} things are wrong", verified.findings),
            Some("take a backup that verifies, or export what is right and add it to a new record"),
        );
        return Ok(ExitCode::from(FAILED));
    }
    if !arguments.quiet {
        messages::note(&format!("{what}; all is right"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Copies a record while it is in use.
pub(crate) fn backup(arguments: &BackupArguments) -> Result<ExitCode> {
    super::open(&arguments.place)?.backup(&arguments.to)?;
    Ok(ExitCode::SUCCESS)
}

/// Gives back room that a record does not use.
pub(crate) fn compact(arguments: &RecordArguments) -> Result<ExitCode> {
    super::open_to_write(arguments)?.compact()?;
    Ok(ExitCode::SUCCESS)
}
