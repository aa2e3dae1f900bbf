//! What can be decided about statements.

use super::{By, RecordArguments};
use clap::{Args, Subcommand};
use onrecord_record::SpeakerType;

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
        /// What goes by that name, where the article has no such speaker yet.
        #[arg(long = "type", value_name = "TYPE", value_parser = speaker_type, requires = "name")]
        kind: Option<SpeakerType>,
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

/// `person` and the like: whatever has a name.
fn speaker_type(text: &str) -> Result<SpeakerType, String> {
    let mut named = SpeakerType::ALL
        .into_iter()
        .filter(|kind| *kind != SpeakerType::Unnamed);
    named
        .find(|kind| kind.as_str() == text)
        .ok_or_else(|| "expected person, organization, group, document or place".to_owned())
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
    /// Only those that hold for no statement of the present reading, or were left behind by another version, and why.
    #[arg(long)]
    pub(crate) stale: bool,
    /// Print JSON Lines.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) place: RecordArguments,
}
