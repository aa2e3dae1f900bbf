//! The lists that users own.

use super::{By, RecordArguments};
use clap::{Args, Subcommand, ValueHint};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct ListsArguments {
    #[command(subcommand)]
    pub(crate) command: ListsCommand,
    #[command(flatten)]
    pub(crate) by: By,
    #[command(flatten)]
    pub(crate) place: RecordArguments,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ListsCommand {
    /// Write what was decided into a folder of CSV files.
    Export {
        /// The folder; it is made if it is not there, and files of lists in it are replaced.
        #[arg(value_name = "FOLDER", value_hint = ValueHint::DirPath)]
        folder: PathBuf,
    },
    /// Make the record say what the files of a folder say: rows that are new are decided, rows that are gone are taken back.
    Apply {
        /// The folder. A file that is not there has no say.
        #[arg(value_name = "FOLDER", value_hint = ValueHint::DirPath)]
        folder: PathBuf,
        /// Only print what would change.
        #[arg(long)]
        dry_run: bool,
        /// Print what changes as JSON Lines.
        #[arg(long)]
        json: bool,
    },
}
