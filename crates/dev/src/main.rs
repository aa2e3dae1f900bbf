//! Developers' commands. They write what the training code reads.

mod archive;
mod blocks;
mod features;
mod pages;
mod pointers;
mod questions;

use clap::{Parser, Subcommand};
use std::path::PathBuf;

#[derive(Parser)]
#[command(version, about = "Developers' commands of Onrecord")]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Read JSON Lines with `id` and `text` from standard input, write one line of token features for each.
    Features,
    /// The same input; writes what speaker resolution sees of every pronoun and description.
    Pointers {
        /// Read with the fast model.
        #[arg(long)]
        fast: bool,
    },
    /// Write what is seen of every block of the pages in a folder with `articles.jsonl` and `pages/ID.html.gz`.
    Blocks {
        /// The folder.
        folder: PathBuf,
    },
    /// Add an invented archive to a new record, and measure it.
    Archive {
        /// The record to make.
        record: PathBuf,
        /// How many articles.
        #[arg(long, default_value_t = 100_000)]
        articles: usize,
        /// What the archive follows from.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Ask a record questions, and measure how long the answers take.
    Questions {
        /// The record.
        record: PathBuf,
        /// How many questions of each kind.
        #[arg(long, default_value_t = 200)]
        rounds: usize,
    },
    /// Measure the bodies and facts taken from the pages of such a folder, and the time.
    Pages {
        /// The folder.
        folder: PathBuf,
        /// How often the pages are read to measure the time.
        #[arg(long, default_value_t = 3)]
        rounds: usize,
        /// How many of the worst pages are listed.
        #[arg(long, default_value_t = 0)]
        worst: usize,
        /// Write the texts that were taken from the pages into this folder.
        #[arg(long)]
        texts: Option<PathBuf>,
        /// List wrong titles, days and writers.
        #[arg(long)]
        errors: bool,
    },
}

fn main() -> anyhow::Result<()> {
    match Args::parse().command {
        Command::Pointers { fast } => pointers::run(std::io::stdin().lock(), std::io::stdout().lock(), fast),
        Command::Blocks { folder } => blocks::run(&folder, std::io::stdout().lock()),
        Command::Pages {
            folder,
            rounds,
            worst,
            texts,
            errors,
        } => {
            let options = pages::Options {
                rounds,
                worst,
                texts: texts.as_deref(),
                errors,
            };
            pages::run(&folder, &options, std::io::stdout().lock())
        }
        Command::Archive {
            record,
            articles,
            seed,
        } => archive::run(&record, articles, seed, std::io::stdout().lock()),
        Command::Questions { record, rounds } => questions::run(&record, rounds, std::io::stdout().lock()),
        Command::Features => features::run(std::io::stdin().lock(), std::io::stdout().lock()),
    }
}
