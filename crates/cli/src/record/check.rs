//! `onrecord check`: is a quotation in the record, and how is it printed there?

use super::card::day_of;
use crate::FAILED;
use crate::arguments::CheckArguments;
use crate::render::terminal::harmless;
use crate::sink::Sink;
use anyhow::{Context as _, Result};
use onrecord_search::{Checked, Found, Verdict};
use std::fmt::Write as _;
use std::io::Read as _;
use std::process::ExitCode;

/// Bytes of a quotation on the standard input, at most.
const LONGEST: u64 = 1 << 20;

/// Looks for quotations in the record.
pub(crate) fn check(arguments: &CheckArguments) -> Result<ExitCode> {
    let record = super::open(&arguments.place)?;
    let index = super::index(&arguments.place, &record, arguments.quiet)?;
    let mut sink = Sink::open(None)?;
    let mut found = false;
    for quotation in &arguments.quotations {
        let quotation = if quotation == "-" {
            standard_input()?
        } else {
            quotation.clone()
        };
        let checked = index.check(&record, &quotation, arguments.all_versions)?;
        found |= !checked.found.is_empty();
        let out = if arguments.json {
            let mut line = serde_json::to_string(&checked)?;
            line.push('\n');
            line
        } else {
            told(&checked)
        };
        sink.write(out.as_bytes())?;
    }
    Ok(if found {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(FAILED)
    })
}

fn standard_input() -> Result<String> {
    let mut text = String::new();
    let read = std::io::stdin().take(LONGEST).read_to_string(&mut text);
    read.context("standard input: the quotation cannot be read")?;
    anyhow::ensure!(
        text.len() as u64 != LONGEST,
        "standard input: the quotation is longer than {LONGEST} bytes"
    );
    Ok(text)
}

fn told(checked: &Checked) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "“{}”", harmless(checked.quotation.trim()));
    let held = &checked.held;
    let days = match (&held.first, &held.last) {
        (Some(first), Some(last)) => format!(", published {} to {}", day_of(first), day_of(last)),
        _ => String::new(),
    };
    if checked.found.is_empty() {
        let _ = writeln!(
            out,
            "  not found in this record ({} articles{days})",
            held.articles
        );
        return out;
    }
    for found in &checked.found {
        place(&mut out, found);
    }
    let exact = checked
        .found
        .iter()
        .filter(|f| f.verdict == Verdict::Exact)
        .count();
    if checked.exact > exact {
        let _ = writeln!(out, "  and word for word in {} more texts", checked.exact - exact);
    }
    out
}

fn place(out: &mut String, found: &Found) {
    let _ = writeln!(
        out,
        "  {} · {} · {} · {}",
        found.verdict.as_str(),
        harmless(found.outlet.as_deref().unwrap_or("no outlet")),
        found.published.as_deref().map_or("no date", day_of),
        harmless(found.title.as_deref().unwrap_or("no title")),
    );
    if found.verdict != Verdict::Exact {
        let _ = writeln!(out, "    printed: “{}”", harmless(&found.printed.join(" … ")));
    }
    for d in &found.differences {
        let what = match d.kind {
            "added" => format!("the quotation adds “{}”", harmless(&d.quotation)),
            "removed" => format!("the quotation leaves out “{}”", harmless(&d.printed)),
            "punctuation" => format!(
                "other marks: “{}” for “{}”",
                harmless(&d.quotation),
                harmless(&d.printed)
            ),
            _ => format!(
                "the quotation has “{}” for “{}”",
                harmless(&d.quotation),
                harmless(&d.printed)
            ),
        };
        let mark = match (d.negation, d.number) {
            (true, _) => " (a negation)",
            (_, true) => " (a number)",
            _ => "",
        };
        let _ = writeln!(out, "    {what}{mark}");
    }
    for holder in &found.statements {
        let who = holder.speaker.as_ref().or(holder.source.as_ref());
        let _ = writeln!(
            out,
            "    said by {}, as printed there ({})",
            harmless(who.map_or("a source that is left open", String::as_str)),
            holder.statement
        );
    }
    if found.statements.is_empty() {
        let places: Vec<String> = found
            .places
            .iter()
            .map(|[from, to]| format!("{from}-{to}"))
            .collect();
        let _ = writeln!(
            out,
            "    in no statement ({} at {})",
            found.version,
            places.join(", ")
        );
    }
    if let Some(url) = &found.url {
        let _ = writeln!(out, "    {}", harmless(url));
    }
}
