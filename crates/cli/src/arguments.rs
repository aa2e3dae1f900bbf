//! What can be asked for on the command line.

use clap::builder::Styles;
use clap::builder::styling::AnsiColor;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use onrecord_attribution::{Guideline, ModelKind};
use onrecord_intake::{Columns, Kind};
use onrecord_search::{Facet, Sort};
use onrecord_source::Limit;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

/// Examples stand ahead of everything else.
const TEMPLATE: &str = "{about-with-newline}\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Keep a record of who said what, according to whom.
#[derive(Debug, Parser)]
#[command(
    name = "onrecord",
    version,
    styles = STYLES,
    help_template = TEMPLATE,
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 100,
    before_help = "Examples:\n  onrecord read story.txt\n  onrecord read *.txt --format jsonl > statements.jsonl\n  \
                   onrecord read story.txt --output story.html\n"
)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read articles and print the statements in them.
    #[command(
        help_template = TEMPLATE,
        before_help = "Examples:\n  \
            onrecord read story.html                      statements for reading\n  \
            onrecord read inbox/ > records.jsonl          a folder: one JSON object per article and line\n  \
            onrecord read *.txt --format csv -o all.csv   one row per statement\n  \
            onrecord read news.eml wire.xml -o all.html   a page with the texts, coloured\n  \
            onrecord read https://news.example/feed.xml --follow   what a feed points to\n  \
            onrecord read crawl.warc.gz -o crawl.json --state crawl.state   goes on where it was stopped\n  \
            onrecord read rows.csv --columns text=Story   a table, one article per row\n  \
            curl https://news.example/story | onrecord read -\n",
        after_help = "Exit status: 0 all read; 1 nothing could be read, or the command failed; 2 wrong usage;\n\
            3 finished, but some inputs failed (each is named on standard error)."
    )]
    Read(Box<ReadArguments>),
    /// Add articles to a record: new ones, new versions of known ones.
    #[command(
        help_template = TEMPLATE,
        before_help = "Examples:\n  \
            onrecord add inbox/                            a folder, into onrecord.db\n  \
            onrecord add https://news.example/feed.xml --follow   what a feed points to\n  \
            onrecord add crawl.warc.gz --record crawl.db   into another record\n  \
            onrecord read inbox/ -o all.json && onrecord add all.json   what was read before\n",
        after_help = "What is known already is not read again, so the same command can be given again, also after it was cut off.\n\
            Exit status: 0 all added; 1 nothing could be read, or the command failed; 2 wrong usage;\n\
            3 finished, but some inputs failed (each is named on standard error)."
    )]
    Add(Box<AddArguments>),
    /// Search the statements of a record.
    #[command(
        help_template = TEMPLATE,
        before_help = "Examples:\n  \
            onrecord search ferry                                     a word\n  \
            onrecord search '\"new ferry\" -tram'                      words in this order, without another\n  \
            onrecord search 'speaker:dorvik published:2019'           whose, from when\n  \
            onrecord search 'harbour outlet:\"Coast Daily\"' --facets speaker,year\n  \
            onrecord search 'kind:direct' --all --format csv -o direct.csv\n",
        after_help = "Words of one query all have to be there (behind -- if the first begins with -); OR, NOT (or -), brackets, \"phrases\" and prefix* are understood, and fields:\n  \
            speaker, role, org, outlet, place, via, cue, title    words of names\n  \
            said, published       2019-01-04, 2019-01, 2019, 2019-01..2019-03, 2019..\n  \
            kind, mode            direct, indirect, mixed; said, denied, asked, promised, thought, ...\n  \
            confidence            >0.8, 0.5..0.8\n  \
            review                accepted, rejected, corrected, disputed, none\n  \
            person, article, group   keys, as results have them\n  \
            version               a number, or all: without it, the newest versions are searched"
    )]
    Search(SearchArguments),
    /// Look for a quotation in a record: exact, altered, partial, or not found in it.
    #[command(
        help_template = TEMPLATE,
        before_help = "Examples:\n  \
            onrecord check 'The lamps will be lit on Monday'\n  \
            pbpaste | onrecord check -                 a quotation from the clipboard\n",
        after_help = "It says what the record holds, never what is true. Exit status: 0 found, in whatever form; 1 not found, or the\n\
            command failed; 2 wrong usage."
    )]
    Check(CheckArguments),
    /// Show an article with its history, a version, or a statement in its place.
    #[command(
        help_template = TEMPLATE,
        before_help = "Examples:\n  \
            onrecord show https://news.example/story       an article, by its address or key\n  \
            onrecord show a0123456789abcdef.v1             a version\n  \
            onrecord show a0123456789abcdef.v1.100-180     a statement, with the text around it\n"
    )]
    Show(ShowArguments),
    /// Look at people across articles, and put right who is who.
    #[command(
        help_template = TEMPLATE,
        before_help = "Examples:\n  \
            onrecord people list dorvik                      people and bodies of that name\n  \
            onrecord people show q0123456789ab               roles as printed, and statements\n  \
            onrecord people merge q0123456789ab q1123456789ab --why 'one of them was misspelt'\n  \
            onrecord people split q0123456789ab a0123456789abcdef   another person in that article\n  \
            onrecord people undo 3                           takes a ruling back\n"
    )]
    People {
        #[command(subcommand)]
        command: PeopleCommand,
    },
    /// Accept, reject or put right a statement; the engine's reading is kept, and everything can be taken back.
    #[command(
        help_template = TEMPLATE,
        before_help = "Examples:\n  \
            onrecord correct a0123456789abcdef.v1.100-180 accept\n  \
            onrecord correct a0123456789abcdef.v1.100-180 speaker 'Lene Dorvik' --why 'she is quoted before'\n  \
            onrecord correct a0123456789abcdef.v1.100-180 dispute 'the ministry says that it never said so'\n  \
            onrecord correct 3 undo                        takes correction 3 back\n"
    )]
    Correct(CorrectArguments),
    /// List the corrections of a record or of an article.
    #[command(help_template = TEMPLATE, before_help = "Examples:\n  onrecord corrections\n  onrecord corrections https://news.example/story --json\n")]
    Corrections(CorrectionsArguments),
    /// Show a statement in all its places: wordings, outlets, independent origins.
    #[command(help_template = TEMPLATE, before_help = "Examples:\n  onrecord same a0123456789abcdef.v1.100-180\n")]
    Same(SameArguments),
    /// Check that everything in a record is sound: every word cut anew from its text.
    #[command(
        help_template = TEMPLATE,
        before_help = "Examples:\n  onrecord verify\n  onrecord verify --record archive.db --json\n",
        after_help = "Exit status: 0 all is right; 1 something is wrong (each thing is named on standard output)."
    )]
    Verify(VerifyArguments),
    /// Copy a record, also while it is being added to.
    #[command(help_template = TEMPLATE, before_help = "Examples:\n  onrecord backup copies/monday.db\n")]
    Backup(BackupArguments),
    /// Give back room on the disk that a record no longer uses.
    #[command(help_template = TEMPLATE, before_help = "Examples:\n  onrecord compact\n")]
    Compact(RecordArguments),
    /// Compare statements with gold: precision, recall and every error.
    #[command(
        help_template = TEMPLATE,
        before_help = "Examples:\n  \
            onrecord eval gold/dev                          figures on a folder of annotated articles\n  \
            onrecord eval gold/dev --errors | less          what was missed, made up or got wrong\n  \
            onrecord eval polnear/dev.jsonl --model fast    PolNeAR, read by its own guidelines\n  \
            onrecord eval gold/dev --predictions records    score records written earlier\n",
        after_help = "A folder holds DOC.json with DOC.txt for each article. Figures are in per cent.\n\
            Exit status: 0 done; 1 the gold or the records could not be used; 2 wrong usage;\n\
            3 done, but some articles have no record (each is named on standard error)."
    )]
    Eval(EvalArguments),
    /// Print the JSON Schema of what `read` prints.
    #[command(
        help_template = TEMPLATE,
        before_help = "Examples:\n  onrecord schema > article.schema.json\n  onrecord schema statement-line\n"
    )]
    Schema {
        /// Which form: the object per article, or the line per statement.
        #[arg(value_enum, default_value_t = Form::Article)]
        form: Form,
    },
    /// Print a completion script for a shell.
    #[command(
        help_template = TEMPLATE,
        before_help = "Examples:\n  onrecord completions bash > ~/.local/share/bash-completion/completions/onrecord\n  \
            onrecord completions fish > ~/.config/fish/completions/onrecord.fish\n"
    )]
    Completions {
        /// Which shell.
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page, as roff.
    #[command(
        help_template = TEMPLATE,
        before_help = "Examples:\n  onrecord man | man -l -\n  onrecord man read > onrecord-read.1\n"
    )]
    Man {
        /// Of which command; of the program without one.
        command: Option<String>,
    },
}

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

/// Which record.
#[derive(Clone, Debug, Args)]
pub(crate) struct RecordArguments {
    /// The record: one file.
    #[arg(long, value_name = "FILE", env = "ONRECORD_RECORD", default_value = "onrecord.db", value_hint = ValueHint::FilePath)]
    pub(crate) record: PathBuf,
    /// The folder of the search index [default: beside the record, with .index behind its name].
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
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
pub(crate) struct CheckArguments {
    /// The quotation; `-` is the standard input.
    #[arg(value_name = "QUOTATION", required = true)]
    pub(crate) quotations: Vec<String>,
    /// Look into older versions, too.
    #[arg(long)]
    pub(crate) all_versions: bool,
    #[command(flatten)]
    pub(crate) place: RecordArguments,
    /// Print JSON, an object for each quotation.
    #[arg(long)]
    pub(crate) json: bool,
    /// No notes on standard error; errors are still printed.
    #[arg(short, long)]
    pub(crate) quiet: bool,
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
pub(crate) struct CorrectArguments {
    /// The key of the statement, or for `undo` the number of the correction.
    #[arg(value_name = "STATEMENT")]
    pub(crate) statement: String,
    #[command(subcommand)]
    pub(crate) fix: FixArguments,
    #[command(flatten)]
    pub(crate) by: By,
    #[command(flatten)]
    pub(crate) place: RecordArguments,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FixArguments {
    /// It is right.
    Accept,
    /// It is none: it leaves all results but `review:rejected`.
    Reject,
    /// Do not show or export it at all.
    Suppress,
    /// Show a note that disputes it.
    Dispute {
        /// The note.
        #[arg(value_name = "NOTE")]
        note: String,
    },
    /// Somebody else said it.
    Speaker {
        /// The name, as the article prints it; none leaves the speaker unknown.
        #[arg(value_name = "NAME")]
        name: Option<String>,
    },
    /// The speaker's role, as the article prints it.
    Role {
        /// The role; none takes it away.
        #[arg(value_name = "ROLE")]
        role: Option<String>,
        /// Its body.
        #[arg(long, value_name = "ORG")]
        org: Option<String>,
    },
    /// What was said: code points of the article's text, as 100-180.
    Content {
        /// The fragments, in text order.
        #[arg(value_name = "START-END", required = true, value_parser = code_points)]
        ranges: Vec<(u32, u32)>,
    },
    /// Take a correction back.
    Undo,
}

fn code_points(text: &str) -> Result<(u32, u32), String> {
    text.split_once('-')
        .and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)))
        .filter(|(start, end)| start < end)
        .ok_or_else(|| "expected code points, as 100-180".to_owned())
}

#[derive(Debug, Args)]
pub(crate) struct CorrectionsArguments {
    /// The key or address of an article; of all without one.
    #[arg(value_name = "ARTICLE")]
    pub(crate) article: Option<String>,
    /// Print JSON Lines.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) place: RecordArguments,
}

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
        #[command(flatten)]
        place: RecordArguments,
    },
    /// One person: names and roles as printed, the last statements, who else it may be.
    Show {
        /// The key.
        #[arg(value_name = "PERSON")]
        person: String,
        /// Print JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: RecordArguments,
    },
    /// Two people are one.
    Merge {
        /// The key of the one that goes.
        #[arg(value_name = "FROM")]
        from: String,
        /// The key of the one that stays.
        #[arg(value_name = "INTO")]
        into: String,
        #[command(flatten)]
        by: By,
        #[command(flatten)]
        place: RecordArguments,
    },
    /// In these articles it is another person.
    Split {
        /// The key.
        #[arg(value_name = "PERSON")]
        person: String,
        /// The keys of the articles.
        #[arg(value_name = "ARTICLE", required = true)]
        articles: Vec<String>,
        #[command(flatten)]
        by: By,
        #[command(flatten)]
        place: RecordArguments,
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
        #[command(flatten)]
        by: By,
        #[command(flatten)]
        place: RecordArguments,
    },
    /// Call a person otherwise; what articles print stays as it is.
    Rename {
        /// The key.
        #[arg(value_name = "PERSON")]
        person: String,
        /// The name.
        #[arg(value_name = "NAME")]
        name: String,
        #[command(flatten)]
        by: By,
        #[command(flatten)]
        place: RecordArguments,
    },
    /// Link nothing to a person any more but by a ruling.
    Block {
        /// The key.
        #[arg(value_name = "PERSON")]
        person: String,
        /// Link again.
        #[arg(long)]
        off: bool,
        #[command(flatten)]
        by: By,
        #[command(flatten)]
        place: RecordArguments,
    },
    /// Give a person an identifier (Q42 of Wikidata), or take it away.
    Identify {
        /// The key.
        #[arg(value_name = "PERSON")]
        person: String,
        /// The identifier; none takes it away.
        #[arg(value_name = "IDENTIFIER")]
        identifier: Option<String>,
        #[command(flatten)]
        by: By,
        #[command(flatten)]
        place: RecordArguments,
    },
    /// List what was decided.
    Rulings {
        /// Print JSON Lines.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: RecordArguments,
    },
    /// Take a ruling back.
    Undo {
        /// Its number.
        #[arg(value_name = "RULING")]
        ruling: i64,
        #[command(flatten)]
        by: By,
        #[command(flatten)]
        place: RecordArguments,
    },
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// On a terminal that has them, unless NO_COLOR is set.
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// The object that `--format json` prints per article.
    Article,
    /// The line that `--format jsonl` prints per statement.
    StatementLine,
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

fn seconds(text: &str) -> Result<Duration, String> {
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

fn threads(text: &str) -> Result<NonZeroUsize, String> {
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
    use clap::CommandFactory as _;

    #[test]
    fn the_definition_holds_together() {
        CommandLine::command().debug_assert();
    }

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
