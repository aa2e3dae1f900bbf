//! What is read, how, and how it is printed and scored.

use super::When;
use clap::{Args, ValueEnum, ValueHint};
use onrecord_attribution::{Guideline, ModelKind};
use onrecord_intake::{Columns, Kind};
use onrecord_source::Limit;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Debug, Args)]
pub(crate) struct ReadArguments {
    /// How to print [default: by the name of --output; else text on a terminal, json otherwise].
    #[arg(short, long, value_enum)]
    pub(crate) format: Option<Format>,
    /// Indent the JSON, for reading.
    #[arg(long)]
    pub(crate) pretty: bool,
    /// Give the reasons for each statement (text; the other forms always do).
    #[arg(long)]
    pub(crate) why: bool,
    /// Write to FILE instead of the standard output. Its ending names the form: txt, json, jsonl, csv or html.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) sources: SourceArguments,
    /// Keep in FILE how far the work has come; the same command goes on from there. Goes with --output; not with the
    /// standard input, which is read only once.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) state: Option<PathBuf>,
    /// Write the state this often; 0 is after every article.
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds, requires = "state")]
    pub(crate) state_every: Duration,
    /// Colours in text.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    pub(crate) color: When,
}

/// What is to be read, and how.
#[derive(Debug, Args)]
pub(crate) struct SourceArguments {
    /// Files, folders, patterns, addresses; `-` is the standard input. What each is shows in its bytes.
    #[arg(required = true, value_name = "INPUT", value_hint = ValueHint::AnyPath)]
    pub(crate) inputs: Vec<PathBuf>,
    /// When the articles were published (2019-01-04, or 2019-01-04T12:42Z): gives printed days their year.
    #[arg(long, value_name = "DATE", value_parser = published)]
    pub(crate) published: Option<String>,
    /// Who published them, whatever they print.
    #[arg(long, value_name = "NAME", value_parser = outlet)]
    pub(crate) outlet: Option<String>,
    #[command(flatten)]
    pub(crate) engine: EngineArguments,
    /// Take every input for this kind, whatever it looks like.
    #[arg(long = "as", value_name = "KIND", value_parser = kind())]
    pub(crate) kind: Option<Kind>,
    /// Say which columns (or keys) of tables hold what: text=Body,title=Headline,published=meta.date. The fields are text, html,
    /// title, byline, authors, outlet, published, modified, url, id, lang, version, status, located, note and rights; the
    /// others are told by their usual names.
    #[arg(long, value_name = "MAP", value_parser = columns)]
    pub(crate) columns: Option<Columns>,
    /// Fetch what feeds and sitemaps only point to.
    #[arg(long)]
    pub(crate) follow: bool,
    /// Write to FILE what became of every article, as JSON Lines.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) report: Option<PathBuf>,
    /// Stop at the first input or article that cannot be read.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Tell sites where you can be reached: an address or e-mail address.
    #[arg(
        long,
        value_name = "WHERE",
        env = "ONRECORD_CONTACT",
        help_heading = "Fetching"
    )]
    pub(crate) contact: Option<String>,
    /// Wait this long between two requests to one host.
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds, help_heading = "Fetching")]
    pub(crate) delay: Duration,
    /// Keep in FILE what servers say of their answers; next time, what has not changed is passed over.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Fetching")]
    pub(crate) validators: Option<PathBuf>,
    /// Fetch from this machine and from private networks too.
    #[arg(long, help_heading = "Fetching")]
    pub(crate) allow_private: bool,
    /// Articles read at a time [default: as many as there are processors].
    #[arg(short = 'j', long, value_name = "N", value_parser = threads)]
    pub(crate) threads: Option<NonZeroUsize>,
    /// Refuse articles larger than this; K, M and G are understood.
    #[arg(long, value_name = "BYTES", value_parser = size, default_value = "16M")]
    pub(crate) max_size: Limit,
    /// No notes and no progress on standard error; errors are still printed.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EvalArguments {
    /// Annotated articles: a folder, a file of PolNeAR as JSON Lines, or a file of GAP (pronouns).
    #[arg(value_name = "GOLD", value_hint = ValueHint::AnyPath)]
    pub(crate) gold: PathBuf,
    /// Score the records in this folder, one DOC.json each, instead of reading the articles.
    #[arg(
        short, long, value_name = "FOLDER", value_hint = ValueHint::DirPath,
        conflicts_with_all = ["model", "min_confidence", "min_speaker", "guideline", "threads"]
    )]
    pub(crate) predictions: Option<PathBuf>,
    /// How to print.
    #[arg(short, long, value_enum, default_value_t = Tables::Text)]
    pub(crate) format: Tables,
    /// List every error, with the text around it.
    #[arg(short, long)]
    pub(crate) errors: bool,
    /// Show how confidences compare with how often they are right (text; JSON always does).
    #[arg(short, long)]
    pub(crate) calibration: bool,
    #[command(flatten)]
    pub(crate) engine: EngineArguments,
    /// Articles read at a time [default: as many as there are processors].
    #[arg(short = 'j', long, value_name = "N", value_parser = threads)]
    pub(crate) threads: Option<NonZeroUsize>,
    /// How often the articles are drawn anew for the 95 % bootstrap intervals; 0 gives none.
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(..=100_000))]
    pub(crate) resamples: u32,
    /// Where the random numbers of the bootstrap begin.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) seed: u64,
    /// No progress on standard error; errors are still printed.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// How the engine is to read.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct EngineArguments {
    /// Which of the two built-in models reads.
    #[arg(short, long, value_enum, default_value_t = Model::Standard)]
    pub(crate) model: Model,
    /// Leave out statements with a lower confidence, from 0 (all) to 1; how many is counted.
    #[arg(long, value_name = "X", value_parser = probability, default_value = "0.5")]
    pub(crate) min_confidence: f32,
    /// Leave a speaker open who is less likely than this, from 0 (none) to 1; the candidates are listed.
    #[arg(long, value_name = "P", value_parser = probability, default_value = "0.5")]
    pub(crate) min_speaker: f32,
    /// Whose definition of a statement to follow [default: onrecord; that of the gold in `eval`].
    #[arg(long, value_enum)]
    pub(crate) guideline: Option<Definition>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, on a terminal.
    Text,
    /// One object per article and line.
    Json,
    /// One statement a line.
    Jsonl,
    /// One row per statement.
    Csv,
    /// One page with all articles.
    Html,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tables {
    /// Tables for reading.
    Text,
    /// One object.
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Model {
    /// The most accurate.
    Standard,
    /// Many times faster, for archives.
    Fast,
}

impl From<Model> for ModelKind {
    fn from(model: Model) -> Self {
        match model {
            Model::Standard => Self::Standard,
            Model::Fast => Self::Fast,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Definition {
    /// Onrecord's annotation guide.
    Onrecord,
    /// PolNeAR's guidelines: flat; beliefs, intentions and decrees count too.
    Polnear,
}

impl From<Definition> for Guideline {
    fn from(definition: Definition) -> Self {
        match definition {
            Definition::Onrecord => Self::Onrecord,
            Definition::Polnear => Self::Polnear,
        }
    }
}

/// The kinds by their names.
fn kind() -> impl clap::builder::TypedValueParser<Value = Kind> {
    use clap::builder::TypedValueParser as _;
    clap::builder::PossibleValuesParser::new(Kind::names()).map(|name| name.parse().unwrap_or(Kind::Text))
}

fn columns(text: &str) -> Result<Columns, String> {
    text.parse::<Columns>()
        .map_err(|error| format!("{error}; {}", error.remedy()))
}

pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    text.parse()
        .ok()
        .and_then(|seconds: f64| Duration::try_from_secs_f64(seconds).ok())
        .filter(|delay| *delay <= Duration::from_secs(3600))
        .ok_or_else(|| "expected seconds, up to 3600".to_owned())
}

fn probability(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(number) if (0.0..=1.0).contains(&number) => Ok(number),
        _ => Err("expected a number from 0 to 1".to_owned()),
    }
}

fn published(text: &str) -> Result<String, String> {
    onrecord_attribution::check_date(text)
        .map(|_| text.to_owned())
        .map_err(|error| error.to_string())
}

fn outlet(text: &str) -> Result<String, String> {
    let name = text.trim();
    if name.is_empty() {
        return Err("expected a name".to_owned());
    }
    Ok(name.to_owned())
}

pub(super) fn threads(text: &str) -> Result<NonZeroUsize, String> {
    match text.parse::<NonZeroUsize>() {
        Ok(number) if number.get() <= 1024 => Ok(number),
        _ => Err("expected a number from 1 to 1024".to_owned()),
    }
}

fn size(text: &str) -> Result<Limit, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = text.get(digits.len()..).unwrap_or_default().to_ascii_uppercase();
    let factor: u64 = match unit.as_str() {
        "" | "B" => 1,
        "K" | "KB" | "KIB" => 1 << 10,
        "M" | "MB" | "MIB" => 1 << 20,
        "G" | "GB" | "GIB" => 1 << 30,
        _ => return Err("expected a number of bytes, or one with K, M or G".to_owned()),
    };
    let number: u64 = digits
        .parse()
        .map_err(|_| "expected a number of bytes, or one with K, M or G".to_owned())?;
    let bytes = number.checked_mul(factor).and_then(Limit::new);
    bytes.ok_or_else(|| "expected from 1 byte to under 4 GiB".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_understood() {
        assert_eq!(size("16M").map(Limit::bytes), Ok(16 << 20));
        assert_eq!(size("5kb").map(Limit::bytes), Ok(5 << 10));
        assert_eq!(size("77").map(Limit::bytes), Ok(77));
        for wrong in ["", "M", "0", "-1", "4G", "1T", "99999999999999999999G", "1.5M"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn probabilities_are_checked() {
        assert_eq!(probability("0.5"), Ok(0.5));
        for wrong in ["NaN", "1.1", "-0.1", "half", ""] {
            assert!(probability(wrong).is_err(), "{wrong}");
        }
    }
}
