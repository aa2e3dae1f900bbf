//! `onrecord correct` and `corrections`: what people decide about statements.

use super::reviewed::by_key;
use crate::arguments::{CorrectArguments, CorrectionsArguments, FixArguments};
use crate::messages;
use crate::render::terminal::harmless;
use crate::sink::Sink;
use anyhow::{Context as _, Result, anyhow};
use onrecord_store::{CorrectionLine, Fix, StatementKey, StoreError};
use std::fmt::Write as _;
use std::process::ExitCode;

/// Corrects a statement, or takes a correction back.
pub(crate) fn correct(arguments: &CorrectArguments) -> Result<ExitCode> {
    let mut record = super::open_to_write(&arguments.place)?;
    let who = arguments.by.name();
    if let FixArguments::Undo = arguments.fix {
        let number: i64 = arguments
            .statement
            .parse()
            .with_context(|| format!("{:?} is no number of a correction", arguments.statement))?;
        let mut change = record.change("correct")?;
        let undone = change.uncorrect(number, &who)?;
        change.commit()?;
        messages::note(&format!("correction {number} is taken back"));
        for other in undone.iter().filter(|other| **other != number) {
            messages::note(&format!(
                "correction {other}, which rests on it, is taken back too"
            ));
        }
        return Ok(ExitCode::SUCCESS);
    }
    let key: StatementKey = arguments.statement.parse()?;
    let key = by_key(&record, &key)?.key;
    let mut change = record.change("correct")?;
    let id = change
        .correct(&key, &fix(&arguments.fix), &who, arguments.by.why.as_deref())
        .map_err(|error| match error {
            // what is asked for is wrong, not the record
            StoreError::Refused { source, .. } => anyhow!(
                "{key}: not corrected: {}; names and roles are given as the article prints them, `onrecord show {}` shows it",
                source.problem,
                key.at
            ),
            other => other.into(),
        })?;
    change.commit()?;
    let lines = record.corrections(Some(&key.at.article))?;
    let along: Vec<&str> = lines
        .iter()
        .filter(|line| line.origin == Some(id))
        .map(|line| line.statement.as_str())
        .collect();
    let along = if along.is_empty() {
        String::new()
    } else {
        format!(", for other versions too ({})", along.join(", "))
    };
    messages::note(&format!(
        "{key}: noted as correction {id}{along}; `onrecord correct {id} undo` takes it back"
    ));
    Ok(ExitCode::SUCCESS)
}

fn fix(arguments: &FixArguments) -> Fix {
    match arguments {
        FixArguments::Accept | FixArguments::Undo => Fix::Accept,
        FixArguments::Reject => Fix::Reject,
        FixArguments::Suppress => Fix::Suppress,
        FixArguments::Dispute { note } => Fix::Dispute { note: note.clone() },
        FixArguments::Speaker { name, kind } => Fix::Speaker {
            name: name.clone(),
            kind: *kind,
        },
        FixArguments::Role { role, org } => Fix::Role {
            role: role.clone(),
            org: org.clone(),
        },
        FixArguments::Content { ranges } => Fix::Content {
            spans: ranges.clone(),
        },
    }
}

/// Lists corrections.
pub(crate) fn corrections(arguments: &CorrectionsArguments) -> Result<ExitCode> {
    let record = super::open(&arguments.place)?;
    let article = arguments
        .article
        .as_deref()
        .map(|name| record.article_key(name))
        .transpose()?;
    let mut out = String::new();
    let all = record.corrections(article.as_deref())?;
    let is_stale = |line: &CorrectionLine| line.stale.is_some() || line.left_behind.is_some();
    let wanted = |line: &&CorrectionLine| !arguments.stale || (is_stale(line) && !line.undone);
    for line in all.iter().filter(wanted) {
        if arguments.json {
            let _ = writeln!(out, "{}", serde_json::to_string(line)?);
        } else {
            told(&mut out, line)?;
        }
    }
    if out.is_empty() && !arguments.json {
        messages::note(if arguments.stale {
            "no correction is stale, and none was left behind"
        } else {
            "nobody has corrected anything here"
        });
    }
    Sink::open(None)?.write(out.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// What was decided, in words.
fn decided(fix: &Fix) -> String {
    match fix {
        Fix::Accept => "accepted".to_owned(),
        Fix::Reject => "rejected".to_owned(),
        Fix::Suppress => "suppressed".to_owned(),
        Fix::Dispute { note } => format!("disputed: {}", harmless(note)),
        Fix::Speaker { name, kind } => {
            let kind = kind.map(|kind| format!(" ({})", kind.as_str()));
            let name = name.as_deref().map(harmless);
            let name = name.as_deref().unwrap_or("nobody who is named");
            format!("said by {name}{}", kind.unwrap_or_default())
        }
        Fix::Role { role, org } => {
            let of = [role, org].into_iter().flatten().map(|words| harmless(words));
            let of: Vec<String> = of.collect();
            match of.as_slice() {
                [] => "the role is none".to_owned(),
                of => format!("the role is {}", of.join(", ")),
            }
        }
        Fix::Content { spans } => {
            let spans: Vec<String> = spans
                .iter()
                .map(|(start, end)| format!("{start}-{end}"))
                .collect();
            format!("what is said is {}", spans.join(" "))
        }
    }
}

fn told(out: &mut String, line: &CorrectionLine) -> Result<()> {
    let why = line
        .why
        .as_ref()
        .map(|why| format!(": {}", harmless(why)))
        .unwrap_or_default();
    let mut state = match (line.undone, &line.stale) {
        (true, _) => " (taken back)".to_owned(),
        (_, Some(why)) => format!(" (stale: {})", harmless(why)),
        _ => String::new(),
    };
    if let Some(origin) = line.origin {
        state.push_str(&format!(" (went along from {origin})"));
    }
    if let Some(why) = line.left_behind.as_ref().filter(|_| !line.undone) {
        state.push_str(&format!(" (left behind: {})", harmless(why)));
    }
    let now = line.now.as_ref().map(|now| format!(" (now {now})"));
    let now = now.unwrap_or_default();
    writeln!(
        out,
        "{:>4}  {}  {}{now}: {} by {}{state}{why}",
        line.id,
        line.at,
        line.statement,
        decided(&line.fix),
        harmless(&line.who)
    )?;
    Ok(())
}
