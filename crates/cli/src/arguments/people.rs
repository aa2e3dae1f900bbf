//! Who is who, and who decided it.

use super::RecordArguments;
use clap::{Args, Subcommand, ValueEnum};

/// Who decides something, and why.
#[derive(Debug, Args)]
pub(crate) struct By {
    /// Who decides it.
    #[arg(long, value_name = "NAME", env = "ONRECORD_WHO", global = true)]
    pub(crate) who: Option<String>,
    /// Why.
    #[arg(long, value_name = "WORDS", global = true)]
    pub(crate) why: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct PeopleArguments {
    #[command(subcommand)]
    pub(crate) command: PeopleCommand,
    #[command(flatten)]
    pub(crate) by: By,
    #[command(flatten)]
    pub(crate) place: RecordArguments,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PeopleCommand {
    /// People and bodies of whom a name has these words; those with the most statements first.
    List {
        /// A part of a name, an identifier or a key; nothing lists everybody.
        #[arg(value_name = "WORDS")]
        words: Vec<String>,
        /// How many.
        #[arg(short = 'n', long, value_name = "N", default_value_t = 50)]
        limit: u32,
        /// Print JSON Lines.
        #[arg(long)]
        json: bool,
    },
    /// One person: names and roles as printed, the last statements, who else it may be.
    Show {
        /// The key, or words of a name that nobody else has.
        #[arg(value_name = "PERSON", required = true)]
        person: Vec<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Two people are one.
    Merge {
        /// The key of the one that goes.
        #[arg(value_name = "FROM")]
        from: String,
        /// The key of the one that stays.
        #[arg(value_name = "INTO")]
        into: String,
    },
    /// In these articles it is another person.
    Split {
        /// The key.
        #[arg(value_name = "PERSON")]
        person: String,
        /// The keys of the articles.
        #[arg(value_name = "ARTICLE", required = true)]
        articles: Vec<String>,
    },
    /// Somebody whom an article names is this person.
    Link {
        /// The key of the article.
        #[arg(value_name = "ARTICLE")]
        article: String,
        /// The name that it prints.
        #[arg(value_name = "NAME")]
        name: String,
        /// The key of the person.
        #[arg(value_name = "PERSON")]
        person: String,
    },
    /// Call a person otherwise; what articles print stays as it is.
    Rename {
        /// The key.
        #[arg(value_name = "PERSON")]
        person: String,
        /// The name.
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Link nothing to a person any more but by a ruling.
    Block {
        /// The key.
        #[arg(value_name = "PERSON")]
        person: String,
        /// Link again.
        #[arg(long)]
        off: bool,
    },
    /// Give a person an identifier (Q42 of Wikidata), or take it away.
    Identify {
        /// The key.
        #[arg(value_name = "PERSON")]
        person: String,
        /// The identifier; none takes it away.
        #[arg(value_name = "IDENTIFIER")]
        identifier: Option<String>,
    },
    /// Look up what people and bodies are elsewhere: print candidates, and set identifiers if asked to.
    #[command(
        help_template = super::TEMPLATE,
        before_help = "Examples:\n  \
            onrecord people reconcile --csv ids.csv                     candidates from a file\n  \
            onrecord people reconcile --csv ids.csv -f csv > all.csv    as a table\n  \
            onrecord people reconcile dorvik --csv ids.csv --accept matches\n  \
            onrecord people reconcile --service https://wikidata.reconci.link/en/api --type person=Q5\n",
        after_help = "Nothing is set without --accept. With --accept matches, a person or body gets the identifier of the one candidate that the\n\
            service calls a match, or that alone bears exactly its name in the file: never on a surname, an initial or an acronym, never when\n\
            two have the name, there or in the record. Each is a ruling that `onrecord people undo` takes back.\n\
            Those that have an identifier are left alone. Exit status: 0 done; 1 the service or the file could not be used; 2 wrong usage."
    )]
    Reconcile(ReconcileArguments),
    /// List what was decided.
    Rulings {
        /// Print JSON Lines.
        #[arg(long)]
        json: bool,
    },
    /// Take a ruling back.
    Undo {
        /// Its number.
        #[arg(value_name = "RULING")]
        ruling: i64,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ReconcileArguments {
    /// A part of a name; nothing looks up everybody.
    #[arg(value_name = "WORDS")]
    pub(crate) words: Vec<String>,
    /// The endpoint of a service that speaks the W3C Reconciliation API (0.2, or the draft of 1.0).
    #[arg(
        long,
        value_name = "URL",
        required_unless_present = "csv",
        conflicts_with = "csv"
    )]
    pub(crate) service: Option<String>,
    /// A file of identifiers: CSV with the columns id and name, and perhaps aliases (between |), description and kind.
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(crate) csv: Option<std::path::PathBuf>,
    /// How many people and bodies are looked up, those with the most statements first.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 50)]
    pub(crate) limit: u32,
    /// How many candidates of each.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=100))]
    pub(crate) take: u16,
    /// Leave out candidates with a lower score; each service has a measure of its own, the file goes from 0 to 100.
    #[arg(long, value_name = "X")]
    pub(crate) min_score: Option<f64>,
    /// Set identifiers that are beyond doubt; see below.
    #[arg(long, value_enum, value_name = "WHICH")]
    pub(crate) accept: Option<Accept>,
    /// How to print.
    #[arg(short, long, value_enum, default_value_t = CandidateFormat::Text)]
    pub(crate) format: CandidateFormat,
    /// The service's types of people and bodies: person=Q5, organization=Q43229.
    #[arg(long = "type", value_name = "KIND=ID", value_parser = pair, requires = "service")]
    pub(crate) types: Vec<(String, String)>,
    /// The service's properties for what is printed of people: role=P39, org=P108.
    #[arg(long = "property", value_name = "WHAT=ID", value_parser = pair, requires = "service")]
    pub(crate) properties: Vec<(String, String)>,
    /// The version of the API [default: what the service says that it speaks].
    #[arg(long, value_enum, value_name = "VERSION", requires = "service")]
    pub(crate) api: Option<ApiVersion>,
    /// Tell the service where you can be reached: an address or e-mail address.
    #[arg(long, value_name = "WHERE", env = "ONRECORD_CONTACT")]
    pub(crate) contact: Option<String>,
    /// Wait this long between two requests.
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = super::reading::seconds)]
    pub(crate) delay: std::time::Duration,
    /// Give up on a request that takes longer.
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = super::reading::seconds)]
    pub(crate) timeout: std::time::Duration,
    /// Ask a service on this machine or in a private network too.
    #[arg(long)]
    pub(crate) allow_private: bool,
}

/// What is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Accept {
    /// Where exactly one candidate is certain.
    Matches,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CandidateFormat {
    /// For reading.
    Text,
    /// One person or body a line.
    Jsonl,
    /// One row per candidate.
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ApiVersion {
    /// The final report of 2023.
    #[value(name = "0.2")]
    V02,
    /// The draft.
    #[value(name = "1.0")]
    V10,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let known = ["person", "organization", "role", "org"];
    text.split_once('=')
        .map(|(what, id)| (what.trim().to_owned(), id.trim().to_owned()))
        .filter(|(what, id)| known.contains(&what.as_str()) && !id.is_empty())
        .ok_or_else(|| {
            "expected person=ID or organization=ID for types, role=ID or org=ID for properties".to_owned()
        })
}
