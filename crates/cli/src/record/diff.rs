//! `onrecord diff`: what changed from one version of an article to another.

use super::card::{Look, Printed, flat, who};
use crate::arguments::DiffArguments;
use crate::render::terminal::{harmless, harmless_json, wrap};
use crate::sink::Sink;
use anstyle::{AnsiColor, Style};
use anyhow::{Result, bail};
use onrecord_record::Note;
use onrecord_store::{
    AttributionChange, Compared, History, Line, Outcome, Piece, Record, VersionKey, compare,
};
use std::fmt::Write as _;
use std::process::ExitCode;

/// Columns of the left margin.
const MARGIN: usize = 4;
/// Words of a kept run that are shown at either end, in text that is compared.
const AROUND: usize = 8;

/// Compares two versions.
pub(crate) fn diff(arguments: &DiffArguments) -> Result<ExitCode> {
    let record = super::open(&arguments.place)?;
    let article = record.article_key(&arguments.article)?;
    let history = record.history(&article)?;
    let (from, to) = which(&history, arguments)?;
    let load = |version| -> Result<_> {
        let key = VersionKey {
            article: article.clone(),
            version,
        };
        Ok(Record::version(&record, &key)?)
    };
    let compared = compare(&load(from)?, &load(to)?);
    let mut sink = Sink::open(None)?;
    let out = if arguments.json {
        let mut line = serde_json::to_string(&compared)?;
        line.push('\n');
        if sink.is_terminal() {
            harmless_json(&line).into_owned()
        } else {
            line
        }
    } else {
        text(
            &compared,
            &history,
            arguments.text,
            super::look(&sink, arguments.color),
        )
    };
    sink.write(out.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// Which two versions.
fn which(history: &History, arguments: &DiffArguments) -> Result<(u32, u32)> {
    let versions = history.in_time();
    let Some(&newest) = versions.last() else {
        bail!("{}: the article came without a text", history.article);
    };
    let to = arguments.to.unwrap_or(newest);
    if let Some(from) = arguments.from {
        return Ok((from, to));
    }
    let at = versions.iter().position(|&version| version == to).unwrap_or(0);
    match at.checked_sub(1).and_then(|at| versions.get(at)) {
        Some(&from) => Ok((from, to)),
        None => bail!(
            "{}: the record has one version of it, and nothing to compare it with; \
             `onrecord add` takes a later one in",
            history.article
        ),
    }
}

fn text(compared: &Compared, history: &History, whole: bool, look: Look) -> String {
    let bold = look.style(Style::new().bold());
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{bold}{}: v{} and v{}{bold:#}  {}",
        compared.article,
        compared.from,
        compared.to,
        harmless(history.url.as_deref().unwrap_or(""))
    );
    if history.status != "usable" {
        let _ = writeln!(
            out,
            "  {}: it is kept, and left out of all results",
            history.status
        );
    }
    for fact in &compared.facts {
        let value = |value: &Option<String>| {
            value.as_ref().map_or("nothing".to_owned(), |value| {
                format!("“{}”", harmless(&flat(value)))
            })
        };
        let _ = writeln!(
            out,
            "  {}: {}, was {}",
            fact.field,
            value(&fact.to),
            value(&fact.from)
        );
    }
    for (label, notes) in [
        ("note added", &compared.notes_added),
        ("note gone", &compared.notes_removed),
    ] {
        for note in notes {
            let _ = writeln!(out, "  {label}: {}", noted(note));
        }
    }
    for outcome in &compared.statements {
        out.push('\n');
        out.push_str(&shown(outcome, look));
    }
    let mut counts = [0_usize; 4];
    for outcome in &compared.statements {
        let at = match outcome {
            Outcome::Added { .. } => 0,
            Outcome::Removed { .. } => 1,
            Outcome::Reworded { .. } => 2,
            Outcome::Reattributed { .. } => 3,
        };
        if let Some(count) = counts.get_mut(at) {
            *count += 1;
        }
    }
    let [added, removed, reworded, reattributed] = counts;
    let _ = writeln!(
        out,
        "\nstatements: {added} added, {removed} removed, {reworded} reworded, {reattributed} re-attributed, {} unchanged",
        compared.unchanged
    );
    let text = &compared.text;
    let _ = writeln!(
        out,
        "text: {} words added, {} removed, {} kept",
        text.added, text.removed, text.kept
    );
    if whole {
        let words = marked(&text.pieces, true);
        for line in wrap(&words, look.width, 0) {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

fn noted(note: &Note) -> String {
    harmless(&flat(&note.text))
}

pub(super) fn shown(outcome: &Outcome, look: Look) -> String {
    let mut out = String::new();
    let (word, colour) = match outcome {
        Outcome::Added { .. } => ("added", AnsiColor::Green),
        Outcome::Removed { .. } => ("removed", AnsiColor::Red),
        Outcome::Reworded { .. } => ("reworded", AnsiColor::Yellow),
        Outcome::Reattributed { .. } => ("re-attributed", AnsiColor::Magenta),
    };
    let mark = look.style(Style::new().fg_color(Some(colour.into())).bold());
    let dim = look.style(Style::new().dimmed());
    let (line, content, earlier) = match outcome {
        Outcome::Added { to } => (to, flat(&to.content), None),
        Outcome::Removed { from } => (from, flat(&from.content), None),
        Outcome::Reworded {
            from,
            to,
            words,
            attribution,
        } => (to, marked(words, false), Some((from, attribution))),
        Outcome::Reattributed {
            from,
            to,
            attribution,
        } => (to, flat(&to.content), Some((from, attribution))),
    };
    let _ = writeln!(
        out,
        "{mark}{word}{mark:#} {dim}·{dim:#} {}{}",
        harmless(&whose(line)),
        put_right(line)
    );
    if let Some((from, attribution)) = earlier {
        let mode = attribution.contains(&AttributionChange::Mode);
        if attribution
            .iter()
            .any(|change| *change != AttributionChange::Mode)
        {
            let _ = writeln!(
                out,
                "{:MARGIN$}was given to {}{}",
                "",
                harmless(&whose(from)),
                put_right(from)
            );
        }
        if mode {
            let _ = writeln!(out, "{:MARGIN$}{}, was {}", "", line.mode, from.mode);
        }
    }
    for line in wrap(&harmless(&content), look.width.saturating_sub(MARGIN), 0) {
        let _ = writeln!(out, "{:MARGIN$}{line}", "");
    }
    let keys = match earlier {
        Some((from, _)) => format!("{} → {}", from.key, line.key),
        None => line.key.clone(),
    };
    let _ = writeln!(out, "{:MARGIN$}{dim}{keys}{dim:#}", "");
    out
}

/// Says what is not as it was read.
fn put_right(line: &Line) -> &'static str {
    if line.corrected { " (corrected here)" } else { "" }
}

fn whose(line: &Line) -> String {
    let printed = line.speakers.iter().map(|speaker| Printed {
        name: speaker.name.as_deref(),
        role: speaker.role.as_deref(),
        org: speaker.org.as_deref(),
        open: speaker.open,
    });
    who(printed, line.source.as_deref())
}

/// Words as `wdiff` marks them: `[-gone-] {+new+}`. Long runs that stayed are shortened if wished.
fn marked(pieces: &[Piece], short: bool) -> String {
    let mut parts = Vec::new();
    for (n, piece) in pieces.iter().enumerate() {
        if piece.change == "kept" {
            let words: Vec<&str> = piece.to.text.split_whitespace().collect();
            if short && words.len() > 2 * AROUND + 2 {
                let (begin, end) = (words.get(..AROUND), words.get(words.len() - AROUND..));
                let begin = begin.filter(|_| n > 0).unwrap_or_default();
                let end = end.filter(|_| n + 1 < pieces.len()).unwrap_or_default();
                parts.push([begin, &["…"], end].concat().join(" "));
            } else {
                parts.push(words.join(" "));
            }
            continue;
        }
        if !piece.from.text.is_empty() {
            parts.push(format!("[-{}-]", flat(&piece.from.text)));
        }
        if !piece.to.text.is_empty() {
            parts.push(format!("{{+{}+}}", flat(&piece.to.text)));
        }
    }
    harmless(&parts.join(" "))
}
