//! `onrecord check`: whether a quotation is in the record.

use super::card::{Look, Printed, day_of, flat, who};
use crate::arguments::CheckArguments;
use crate::render::terminal::{harmless, harmless_json, wrap};
use crate::sink::Sink;
use anstyle::{AnsiColor, Style};
use anyhow::{Context as _, Result};
use onrecord_search::{Checked, Difference, Holder, Inquiry, Place, Slice, Verdict};
use std::fmt::Write as _;
use std::io::Read as _;
use std::process::ExitCode;

/// Columns of the left margin.
const MARGIN: usize = 4;
/// Bytes of the standard input that are read: more than any quotation that is looked for.
const LONGEST: u64 = 1 << 20;

/// Looks for every quotation.
pub(crate) fn check(arguments: &CheckArguments) -> Result<ExitCode> {
    let record = super::open(&arguments.place)?;
    let index = super::index(&arguments.place, &record, arguments.quiet)?;
    let mut sink = Sink::open(None)?;
    let look = super::look(&sink, arguments.color);
    let mut found = false;
    for (n, quotation) in arguments.quotations.iter().enumerate() {
        let checked = index.check(
            &record,
            &Inquiry {
                quotation: given(quotation)?,
                all_versions: arguments.all_versions,
                limit: arguments.limit,
            },
        )?;
        found |= checked.verdict != Verdict::NotFound;
        let out = if arguments.json {
            let mut line = serde_json::to_string(&checked)?;
            line.push('\n');
            if sink.is_terminal() {
                harmless_json(&line).into_owned()
            } else {
                line
            }
        } else {
            let between = if n > 0 { "\n" } else { "" };
            format!("{between}{}", text(&checked, look))
        };
        sink.write(out.as_bytes())?;
    }
    Ok(ExitCode::from(u8::from(!found)))
}

fn given(quotation: &str) -> Result<String> {
    if quotation != "-" {
        return Ok(quotation.to_owned());
    }
    let mut text = String::new();
    let read = std::io::stdin().take(LONGEST).read_to_string(&mut text);
    read.context("standard input: cannot be read as UTF-8")?;
    Ok(text.trim().to_owned())
}

fn text(checked: &Checked, look: Look) -> String {
    let bold = look.style(Style::new().bold());
    let mut out = String::new();
    let asked = format!("“{}”", harmless(&flat(&checked.quotation)));
    for line in wrap(&asked, look.width, 0) {
        let _ = writeln!(out, "{bold}{line}{bold:#}");
    }
    let held = &checked.held;
    if checked.verdict == Verdict::NotFound {
        let span = match (&held.first, &held.last) {
            (Some(first), Some(last)) => format!(", published {} to {}", day_of(first), day_of(last)),
            _ => String::new(),
        };
        let _ = writeln!(
            out,
            "{} ({} article{}{span})",
            checked.verdict.as_str(),
            held.articles,
            if held.articles == 1 { "" } else { "s" }
        );
        return out;
    }
    for place in &checked.places {
        out.push('\n');
        out.push_str(&shown(place, look));
    }
    if checked.more > 0 {
        let _ = writeln!(
            out,
            "\n{} more texts have it or its words; --limit gives more of them",
            checked.more
        );
    }
    out
}

fn shown(place: &Place, look: Look) -> String {
    let mut out = String::new();
    let bold = look.style(Style::new().bold());
    let dim = look.style(Style::new().dimmed());
    let colour = match place.verdict {
        Verdict::Exact => AnsiColor::Green,
        Verdict::Altered => AnsiColor::Yellow,
        Verdict::Partial | Verdict::NotFound => AnsiColor::Magenta,
    };
    let mark = look.style(Style::new().fg_color(Some(colour.into())).bold());
    let how = match place.likeness {
        Some("typography") => ", but for quotation marks, dashes and the like",
        Some("case") => ", but for capitals",
        _ => "",
    };
    let day = place.published.as_deref().map_or("no date", day_of);
    let _ = writeln!(
        out,
        "{mark}{}{mark:#}{how} {dim}·{dim:#} {bold}{}{bold:#} {dim}·{dim:#} {}{}",
        place.verdict.as_str(),
        harmless(place.outlet.as_deref().unwrap_or("no outlet")),
        harmless(day),
        if place.newest {
            ""
        } else {
            " · in an older version"
        }
    );
    let mut line = |label: &str, words: &str| {
        let words = format!("{label}{}", harmless(&flat(words)));
        for line in wrap(&words, look.width.saturating_sub(MARGIN), 0) {
            let _ = writeln!(out, "{:MARGIN$}{line}", "");
        }
    };
    if place.runs.is_empty() {
        let printed: Vec<&str> = place.ranges.iter().map(|range| range.text.as_str()).collect();
        line("printed: ", &format!("“{}”", printed.join(" […] ")));
    }
    for difference in &place.differences {
        line("", &told(difference));
    }
    for run in &place.runs {
        line(
            "printed of it: ",
            &format!("“{}” ({} words)", run.text.text, run.words),
        );
    }
    for holder in &place.statements {
        line("", &held_by(holder));
    }
    for quotation in &place.sourceless {
        line("in a quotation without a source: ", &quotation.reason);
    }
    if place.statements.is_empty() {
        line("", "not in a statement");
    }
    for (label, value) in [("title: ", &place.title), ("address: ", &place.url)] {
        if let Some(value) = value {
            line(label, value);
        }
    }
    let _ = writeln!(
        out,
        "{:MARGIN$}{dim}{}.v{}, code points {}{dim:#}",
        "",
        place.article,
        place.version,
        offsets(&place.ranges)
    );
    out
}

fn offsets(ranges: &[Slice]) -> String {
    let ranges: Vec<String> = ranges
        .iter()
        .map(|range| format!("{}-{}", range.start, range.end))
        .collect();
    ranges.join(", ")
}

/// A difference in words.
fn told(difference: &Difference) -> String {
    let (quotation, text) = (&difference.quotation.text, &difference.text.text);
    let mut told = match difference.kind {
        "added" => format!("the quotation adds “{quotation}”"),
        "removed" => format!("the quotation leaves out “{text}”"),
        "replaced" => format!("the quotation has “{quotation}” for “{text}”"),
        "spelling" => format!("the quotation spells “{quotation}”, the text “{text}”"),
        _ => format!("other marks: the quotation has “{quotation}”, the text “{text}”"),
    };
    for (is, what) in [
        (difference.negation, "a negation"),
        (difference.number, "a number"),
    ] {
        if is {
            let _ = write!(told, " ({what})");
        }
    }
    told
}

/// Whose statement it is.
fn held_by(holder: &Holder) -> String {
    let printed = holder.speakers.iter().map(|speaker| Printed {
        name: speaker.name.as_deref(),
        role: speaker.role.as_deref(),
        org: speaker.org.as_deref(),
        open: speaker.open,
    });
    let who = who(printed, holder.source.as_deref());
    let part = if holder.whole { "" } else { "in part " };
    let dispute = holder
        .dispute
        .as_ref()
        .map(|why| format!("; disputed: {why}"))
        .unwrap_or_default();
    format!(
        "{part}in a statement ({}, {}) by {who}: {}{dispute}",
        holder.kind, holder.mode, holder.key
    )
}
