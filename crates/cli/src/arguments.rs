//! What can be asked for on the command line.

mod asking;
mod correct;
mod lists;
mod people;
mod reading;
mod record;
mod reprocess;

pub(crate) use asking::{CheckArguments, DiffArguments, ExportArguments, ImportArguments, Tool};
pub(crate) use correct::{CorrectArguments, CorrectionsArguments, FixArguments};
pub(crate) use lists::{ListsArguments, ListsCommand};
pub(crate) use people::{
    Accept, ApiVersion, By, CandidateFormat, PeopleArguments, PeopleCommand, ReconcileArguments,
};
pub(crate) use reading::{EvalArguments, Format, Model, ReadArguments, SourceArguments, Tables};
pub(crate) use record::{
    AddArguments, BackupArguments, FoundFormat, RecordArguments, SameArguments, SearchArguments,
    ShowArguments, VerifyArguments,
};
pub(crate) use reprocess::ReprocessArguments;

use clap::builder::Styles;
use clap::builder::styling::AnsiColor;
use clap::{Parser, Subcommand, ValueEnum};

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
            onrecord people show dorvik                      roles as printed, and statements\n  \
            onrecord people merge q0123456789ab q1123456789ab --why 'one of them was misspelt'\n  \
            onrecord people split q0123456789ab a0123456789abcdef   another person in that article\n  \
            onrecord people reconcile --csv identifiers.csv  what they are elsewhere\n  \
            onrecord people undo 3                           takes a ruling back\n"
    )]
    People(PeopleArguments),
    /// Write what was decided as files of plain text, and apply such files to a record.
    #[command(
        help_template = TEMPLATE,
        before_help = "Examples:\n  \
            onrecord lists export lists/                   people.csv, aliases.csv, outlets.csv, blocked.csv, suppressed.csv\n  \
            onrecord lists apply lists/ --dry-run          what would change, as a diff\n  \
            onrecord lists apply lists/ --who mk --why 'checked in May'\n  \
            onrecord lists apply lists/ --record new.db    the same decisions in another record\n",
        after_help = "Rows that are new are decided, rows that are gone are taken back, each as a ruling or correction with who and why;\n\
            `onrecord people undo` and `onrecord correct NUMBER undo` take them back one by one. A file that is not there has no say.\n\
            docs/lists.md tells what the columns mean.\n\
            Exit status: 0 done; 1 something in the files is wrong (everything is named, nothing is changed), or the command failed; 2 wrong usage."
    )]
    Lists(ListsArguments),
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
    #[command(
        help_template = TEMPLATE,
        before_help = "Examples:\n  \
            onrecord corrections\n  \
            onrecord corrections --stale                   those that hold for no statement any more, and why\n  \
            onrecord corrections https://news.example/story --json\n"
    )]
    Corrections(CorrectionsArguments),
    /// Read articles of a record again with this version's models: look at what would change, then take it over.
    #[command(
        help_template = TEMPLATE,
        before_help = "Examples:\n  \
            onrecord reprocess                   reads what another model has read, sums up what would change\n  \
            onrecord reprocess --show            each difference\n  \
            onrecord reprocess --swap            takes the new readings over\n  \
            onrecord reprocess --discard         or throws them away\n  \
            onrecord reprocess --where outlet:herald --model fast   some articles, another model\n",
        after_help = "What is read is kept beside what is shown, and is in no result before --swap. A run that was cut off goes on where it was; so does --swap.\n\
            Corrections go along: each holds again for its statement in the new reading, or is listed as stale. Imported annotations are not read again.\n\
            Exit status: 0 done, whether or not anything changes; 1 nothing could be read, or the command failed; 2 wrong usage;\n\
            3 finished, but some articles failed (each is named on standard error)."
    )]
    Reprocess(Box<ReprocessArguments>),
    /// Show a statement in all its places: wordings, outlets, independent origins.
    #[command(help_template = TEMPLATE, before_help = "Examples:\n  onrecord same a0123456789abcdef.v1.100-180\n")]
    Same(SameArguments),
    /// Say whether a quotation is in a record: where, in whose mouth, word for word or altered.
    #[command(
        help_template = TEMPLATE,
        before_help = "Examples:\n  \
            onrecord check 'the pier will be closed'            one quotation\n  \
            onrecord check 'the pier [...] closed' 'It is late'  several, each an argument\n  \
            pbpaste | onrecord check - --json                   what the standard input holds\n",
        after_help = "Of each text in which it is: how (exact, altered with every difference, or partial), the words as printed there, which statement\n\
            holds them and who is named as its speaker. Nothing is said of what is true: \"not found in this record\" is about the record.\n\
            Killed articles are never looked at.\n\
            In a quotation, ... and [...] stand for words left out, [words] for words of the quoter's.\n\
            Exit status, as of grep: 0 something of a quotation was found; 1 nothing was; 2 wrong usage, or the command failed."
    )]
    Check(CheckArguments),
    /// Show what changed from one version of an article to another: statements, who says them, corrections, the text.
    #[command(
        help_template = TEMPLATE,
        before_help = "Examples:\n  \
            onrecord diff https://news.example/story       the two newest versions\n  \
            onrecord diff a0123456789abcdef 1 3            two versions by number\n  \
            onrecord diff a0123456789abcdef 1 --text       one and the newest, with the whole text word by word\n",
        after_help = "Exit status: 0 compared, whether or not anything changed; 1 there are no two versions, or the command failed; 2 wrong usage."
    )]
    Diff(DiffArguments),
    /// Write articles of a record in the format of another tool.
    #[command(
        help_template = TEMPLATE,
        before_help = "Examples:\n  \
            onrecord export -o all.parquet                           everything, for data frames\n  \
            onrecord export speaker:dorvik --bom -o dorvik.csv       somebody's statements, for Excel\n  \
            onrecord export --format brat -o annotate/               for annotators, a new folder\n  \
            onrecord export --excerpt offsets -o all.anno.jsonld     no words of the articles\n",
        after_help = "A query is what `onrecord search` understands; it takes out the statements that it finds, --whole all of their articles.\n\
            Killed and withheld articles, and statements that were rejected or suppressed, do not leave.\n\
            What a format cannot hold is counted on standard error. docs/exchange.md tells what each holds.\n\
            Exit status: 0 all written; 1 the command failed; 2 wrong usage."
    )]
    Export(ExportArguments),
    /// Add articles that were annotated with another tool to a record.
    #[command(
        help_template = TEMPLATE,
        before_help = "Examples:\n  \
            onrecord import annotated/ --from brat                  a folder of .ann beside .txt\n  \
            onrecord import polnear.jsonl --from polnear\n  \
            onrecord import quotes.json --from citron --text story.txt\n",
        after_help = "Of an article whose text is in the record already, the statements stay those of the record; how many these are is said.\n\
            Exit status: 0 all added; 1 nothing could be read, or the command failed; 2 wrong usage;\n\
            3 finished, but some documents failed (each is named on standard error)."
    )]
    Import(ImportArguments),
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

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_definition_holds_together() {
        CommandLine::command().debug_assert();
    }
}
