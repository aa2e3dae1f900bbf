//! Developers' commands. `onrecord-dev features` writes what the training code reads.

mod features;

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
}

fn main() -> anyhow::Result<()> {
    match Args::parse().command {
        Command::Features => features::run(std::io::stdin().lock(), std::io::stdout().lock()),
    }
}
