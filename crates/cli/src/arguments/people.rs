//! Who is who, and who decided it.

use super::RecordArguments;
use clap::{Args, Subcommand};

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
