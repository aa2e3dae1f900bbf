//! Developers' commands. They write what the training code reads.

mod features;
mod pointers;

use clap::{Parser, Subcommand};

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
}

fn main() -> anyhow::Result<()> {
    match Args::parse().command {
        Command::Pointers { fast } => pointers::run(std::io::stdin().lock(), std::io::stdout().lock(), fast),
        Command::Features => features::run(std::io::stdin().lock(), std::io::stdout().lock()),
    }
}
