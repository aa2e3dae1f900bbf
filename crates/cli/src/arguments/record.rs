//! Which record, how it is added to and searched, and its upkeep.

use super::{SourceArguments, When};
use clap::{Args, ValueEnum, ValueHint};
use onrecord_search::{Facet, Sort};
use std::path::PathBuf;

/// Which record.
#[derive(Clone, Debug, Args)]
pub(crate) struct RecordArguments {
    /// The record: one file.
    #[arg(long, value_name = "FILE", env = "ONRECORD_RECORD", default_value = "onrecord.db", global = true, value_hint = ValueHint::FilePath)]
    pub(crate) record: PathBuf,
    /// The folder of the search index [default: beside the record, with .index behind its name].
    #[arg(long, value_name = "FOLDER", global = true, value_hint = ValueHint::DirPath)]
    pub(crate) index: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct AddArguments {
    #[command(flatten)]
    pub(crate) place: RecordArguments,
    /// The inputs are records, as `onrecord read --format json` prints them (files of records are known by themselves).
    #[arg(long)]
    pub(crate) records: bool,
    /// Read articles whose text is known once more.
    #[arg(long)]
    pub(crate) again: bool,
    /// Leave the search index as it is: the next search brings it up to date.
    #[arg(long)]
    pub(crate) no_index: bool,
    #[command(flatten)]
    pub(crate) sources: SourceArguments,
}

#[derive(Debug, Args)]
pub(crate) struct SearchArguments {
    /// What to look for; see below. Nothing asks for everything.
    #[arg(value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    #[command(flatten)]
    pub(crate) place: RecordArguments,
    /// In which order.
    #[arg(short, long, value_enum, default_value_t = SortBy::Newest)]
    pub(crate) sort: SortBy,
    /// How many results.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
    /// Go on where an earlier search ended.
    #[arg(long, value_name = "CURSOR", conflicts_with = "all")]
    pub(crate) after: Option<String>,
    /// Give all results, however many.
    #[arg(long)]
    pub(crate) all: bool,
    /// Count these over all results.
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        value_name = "FACET,…",
        conflicts_with = "all"
    )]
    pub(crate) facets: Vec<FacetBy>,
    /// How many values of each facet.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) values: usize,
    /// How to print [default: text; jsonl with --output].
    #[arg(short, long, value_enum)]
    pub(crate) format: Option<FoundFormat>,
    /// Write to FILE instead of the standard output.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// Colours in text.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    pub(crate) color: When,
    /// No notes on standard error; errors are still printed.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArguments {
    /// The key or address of an article, or the key of a version or a statement.
    #[arg(value_name = "WHAT")]
    pub(crate) what: String,
    #[command(flatten)]
    pub(crate) place: RecordArguments,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// Give the reasons for each statement of an article (JSON always does).
    #[arg(long)]
    pub(crate) why: bool,
    /// Colours in text.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    pub(crate) color: When,
}

#[derive(Debug, Args)]
pub(crate) struct SameArguments {
    /// The key of the statement.
    #[arg(value_name = "STATEMENT")]
    pub(crate) statement: String,
    #[command(flatten)]
    pub(crate) place: RecordArguments,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// Colours in text.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    pub(crate) color: When,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    #[command(flatten)]
    pub(crate) place: RecordArguments,
    /// Print what is wrong as JSON Lines.
    #[arg(long)]
    pub(crate) json: bool,
    /// No notes and no progress on standard error.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct BackupArguments {
    /// The file to write; there must be none.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) to: PathBuf,
    #[command(flatten)]
    pub(crate) place: RecordArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SortBy {
    /// The newest published first.
    Newest,
    /// The oldest published first.
    Oldest,
    /// The last said first.
    Said,
    /// The first said first.
    SaidFirst,
    /// The most telling first.
    Relevance,
}

impl From<SortBy> for Sort {
    fn from(sort: SortBy) -> Self {
        match sort {
            SortBy::Newest => Self::Newest,
            SortBy::Oldest => Self::Oldest,
            SortBy::Said => Self::Said,
            SortBy::SaidFirst => Self::SaidFirst,
            SortBy::Relevance => Self::Relevance,
        }
    }
}

/// A facet, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FacetBy(Facet);

impl From<FacetBy> for Facet {
    fn from(facet: FacetBy) -> Self {
        facet.0
    }
}

impl ValueEnum for FacetBy {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [FacetBy; Facet::ALL.len()] = {
            let mut all = [FacetBy(Facet::Speaker); Facet::ALL.len()];
            let mut at = 0;
            while at < all.len() {
                all[at] = FacetBy(Facet::ALL[at]);
                at += 1;
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.as_str()))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FoundFormat {
    /// For reading.
    Text,
    /// One object with everything: results, counts, where to go on.
    Json,
    /// One statement a line.
    Jsonl,
    /// One row per statement.
    Csv,
}
