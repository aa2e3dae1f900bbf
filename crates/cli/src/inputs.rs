//! Whatever is named on the command line, down to single articles that have been read: what `read` and `add` share.

pub(crate) mod reader;
pub(crate) mod report;

use crate::arguments::SourceArguments;
use anyhow::{Context as _, Result};
use onrecord_attribution::ReadOptions;
use onrecord_intake::{Answered, Limits, Opener, Web};
use onrecord_record::{DeclaredBy, DeclaredFact, DeclaredField};
use std::thread::available_parallelism;

/// Articles that may wait for an earlier one, beside those being read.
pub(crate) const WAITING: usize = 4;

/// How the engine is to read.
pub(crate) fn options(arguments: &SourceArguments) -> ReadOptions {
    ReadOptions {
        guideline: arguments.engine.guideline.map(Into::into).unwrap_or_default(),
        min_confidence: arguments.engine.min_confidence,
        min_speaker: arguments.engine.min_speaker,
    }
}

/// How many articles are read at a time.
pub(crate) fn threads(arguments: &SourceArguments) -> usize {
    arguments
        .threads
        .or(available_parallelism().ok())
        .map_or(1, usize::from)
}

/// How files are opened.
pub(crate) fn opener(arguments: &SourceArguments) -> Opener {
    Opener {
        limits: Limits {
            article: arguments.max_size,
            ..Limits::default()
        },
        columns: arguments.columns.clone().unwrap_or_default(),
    }
}

/// Facts that were handed in; they win over all others.
pub(crate) fn given(arguments: &SourceArguments) -> Vec<DeclaredFact> {
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
pub(crate) fn web(arguments: &SourceArguments) -> Result<(Web, Answered)> {
    let known = match &arguments.validators {
        Some(path) if path.exists() => onrecord_fetch::Validators::load(path)
            .with_context(|| "what servers said in earlier runs could not be read")?,
        _ => onrecord_fetch::Validators::default(),
    };
    let options = onrecord_fetch::Options {
        contact: arguments.contact.clone(),
        delay: arguments.delay,
        allow_private: arguments.allow_private,
        ..onrecord_fetch::Options::default()
    };
    // a list or an archive is larger than an article in it; each article has its own bound when it is read
    let article = usize::try_from(arguments.max_size.bytes()).unwrap_or(usize::MAX);
    let options = onrecord_fetch::Options {
        max_bytes: options.max_bytes.max(article.saturating_mul(4)),
        ..options
    };
    let answered = Answered::new(known.clone());
    let fetcher = onrecord_fetch::Fetcher::new(options, known)?;
    Ok((Web::new(fetcher, answered.clone()), answered))
}
