//! Which versions are read again, and what is done with what was read.

use super::reading::{EngineArguments, threads};
use super::{RecordArguments, When};
use clap::Args;
use std::num::NonZeroUsize;

#[derive(Debug, Args)]
pub(crate) struct ReprocessArguments {
    /// The keys or addresses of articles; all without one.
    #[arg(value_name = "ARTICLE")]
    pub(crate) articles: Vec<String>,
    /// The articles in which a query finds something; see `onrecord search --help`.
    #[arg(long = "where", value_name = "QUERY", conflicts_with = "articles")]
    pub(crate) query: Option<String>,
    /// Print each difference between what is shown and what is prepared.
    #[arg(long, group = "what")]
    pub(crate) show: bool,
    /// Show what is prepared from now on.
    #[arg(long, group = "what")]
    pub(crate) swap: bool,
    /// Throw away what is prepared.
    #[arg(long, group = "what")]
    pub(crate) discard: bool,
    /// Also read again what this version of the engine and this model have read.
    #[arg(long, conflicts_with = "what")]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) engine: EngineArguments,
    /// Articles read at a time [default: one per CPU].
    #[arg(short = 'j', long, value_name = "N", value_parser = threads)]
    pub(crate) threads: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) place: RecordArguments,
    /// Who swaps, for the article's history.
    #[arg(long, value_name = "NAME", env = "ONRECORD_WHO")]
    pub(crate) who: Option<String>,
    /// Leave the search index as it is: the next search brings it up to date.
    #[arg(long)]
    pub(crate) no_index: bool,
    /// Print JSON: the sums as one object; with --show, an object per changed version and line.
    #[arg(long)]
    pub(crate) json: bool,
    /// Colours in text.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    pub(crate) color: When,
    /// No notes and no progress on standard error; errors are still printed.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}
