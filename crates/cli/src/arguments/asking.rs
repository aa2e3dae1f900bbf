//! What can be asked of a record beside a search, and how articles leave and come in annotated.

use super::{RecordArguments, When};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum, ValueHint};
use onrecord_exchange::{Excerpt, Format};
use onrecord_record::SpeakerType;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// The quotations, each an argument; `-` is the standard input, taken for one.
    #[arg(value_name = "QUOTATION", required = true)]
    pub(crate) quotations: Vec<String>,
    #[command(flatten)]
    pub(crate) place: RecordArguments,
    /// Look at older versions of articles too.
    #[arg(long)]
    pub(crate) all_versions: bool,
    /// How many places of each, at most.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
    /// Print JSON: one object per quotation and line.
    #[arg(long)]
    pub(crate) json: bool,
    /// Colours in text.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    pub(crate) color: When,
    /// No notes on standard error; errors are still printed.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DiffArguments {
    /// The key or address of an article.
    #[arg(value_name = "ARTICLE")]
    pub(crate) article: String,
    /// The number of the earlier version [default: the one ahead of the later].
    #[arg(value_name = "V1", value_parser = version)]
    pub(crate) from: Option<u32>,
    /// The number of the later version [default: the newest].
    #[arg(value_name = "V2", value_parser = version)]
    pub(crate) to: Option<u32>,
    #[command(flatten)]
    pub(crate) place: RecordArguments,
    /// Show the whole text word by word too (JSON always does).
    #[arg(long)]
    pub(crate) text: bool,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// Colours in text.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    pub(crate) color: When,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    /// Which statements; nothing takes out every article in its newest version.
    #[arg(value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    #[command(flatten)]
    pub(crate) place: RecordArguments,
    /// The format [default: by the name of --output].
    #[arg(short, long, value_name = "FORMAT", value_parser = format())]
    pub(crate) format: Option<Format>,
    /// Write to FILE instead of the standard output; brat is written into a new FOLDER.
    #[arg(short, long, value_name = "FILE|FOLDER", value_hint = ValueHint::AnyPath)]
    pub(crate) output: Option<PathBuf>,
    /// How many words of the articles leave: full, offsets (none), or characters:N (the first N of each content).
    #[arg(long, value_name = "POLICY", default_value = "full", value_parser = excerpt)]
    pub(crate) excerpt: Excerpt,
    /// CSV: a byte order mark ahead, which Excel wants.
    #[arg(long)]
    pub(crate) bom: bool,
    /// All statements of the articles in which the query finds something.
    #[arg(long)]
    pub(crate) whole: bool,
    /// No notes on standard error; errors are still printed.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    /// Files and folders of annotations.
    #[arg(value_name = "FILE|FOLDER", required = true, value_hint = ValueHint::AnyPath)]
    pub(crate) inputs: Vec<PathBuf>,
    /// The tool that they come from.
    #[arg(long, value_enum, value_name = "TOOL")]
    pub(crate) from: Tool,
    /// The text that the annotations belong to, for one file of Citron's or brat's [default: .txt beside it].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) text: Option<PathBuf>,
    /// Citron: what named sources are taken for, which Citron does not tell; without it, they are no speakers.
    #[arg(long, value_name = "TYPE", value_parser = speaker())]
    pub(crate) speakers: Option<SpeakerType>,
    #[command(flatten)]
    pub(crate) place: RecordArguments,
    /// Leave the search index as it is: the next search brings it up to date.
    #[arg(long)]
    pub(crate) no_index: bool,
    /// No notes on standard error; errors are still printed.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tool {
    /// Folders of .ann beside .txt, or one .ann; PolNeAR's folders too.
    Brat,
    /// What the extractor prints, or its annotation format, JSON.
    Citron,
    /// JSON Lines; folders of .ann.
    Polnear,
}

fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::name))
        .map(|name| name.parse().unwrap_or(Format::JsonLines))
}

fn speaker() -> impl TypedValueParser<Value = SpeakerType> {
    PossibleValuesParser::new(SpeakerType::ALL.map(SpeakerType::as_str)).map(|name| {
        let named = SpeakerType::ALL.into_iter().find(|kind| kind.as_str() == name);
        named.unwrap_or(SpeakerType::Unnamed)
    })
}

fn excerpt(policy: &str) -> Result<Excerpt, String> {
    policy
        .parse()
        .map_err(|error: onrecord_exchange::UnknownExcerpt| error.to_string())
}

/// `2`, or `v2` as keys have it.
fn version(number: &str) -> Result<u32, String> {
    let digits = number.strip_prefix('v').unwrap_or(number);
    digits
        .parse()
        .ok()
        .filter(|&n| n > 0)
        .ok_or_else(|| "expected the number of a version, from 1 on".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_versions() {
        assert_eq!(version("2"), Ok(2));
        assert_eq!(version("v12"), Ok(12));
        for wrong in ["", "v", "0", "-1", "vv1", "a.v1"] {
            assert!(version(wrong).is_err(), "{wrong}");
        }
    }
}
