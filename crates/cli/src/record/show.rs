//! `onrecord show`: an article with its history, a version, a statement in its place.

use super::card::card;
use super::reviewed::{Found, is_hidden, to_show, without_hidden};
use crate::arguments::ShowArguments;
use crate::inputs::report::counted;
use crate::render::terminal::harmless;
use crate::render::text::{Palette, TextOptions, text};
use crate::sink::Sink;
use anyhow::Result;
use onrecord_exchange::Around;
use onrecord_record::write::{self, Layout};
use onrecord_record::{ArticleRecord, Statement};
use onrecord_store::{History, Record, StatementKey, StatementRow, StoreError, Stored, VersionKey};
use serde::Serialize;
use std::fmt::Write as _;
use std::process::ExitCode;

/// Code points of the text around a statement that are shown.
const AROUND: usize = 240;

/// Shows what a key or an address names.
pub(crate) fn show(arguments: &ShowArguments) -> Result<ExitCode> {
    let record = super::open(&arguments.place)?;
    let mut sink = Sink::open(None)?;
    let what = &arguments.what;
    let out = if let Ok(key) = what.parse::<StatementKey>() {
        statement(&record, &key, arguments, &sink)?
    } else if let Ok(key) = what.parse::<VersionKey>() {
        version(&record.version(&key)?, arguments, &sink)?
    } else {
        let key = record.article_key(what)?;
        let history = record.history(&key)?;
        if arguments.json {
            let mut line = serde_json::to_string(&history)?;
            line.push('\n');
            line
        } else {
            let mut out = lines(&history);
            if let Some(newest) = history.versions.iter().find(|v| v.newest) {
                let key = VersionKey {
                    article: key,
                    version: newest.version,
                };
                out.push('\n');
                out.push_str(&version(&record.version(&key)?, arguments, &sink)?);
            }
            out
        }
    };
    sink.write(out.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// What people decided about a statement that is shown.
#[derive(Serialize)]
struct Reviewed<'a> {
    key: String,
    review: Option<&'a str>,
    dispute: Option<&'a str>,
}

/// A statement, with what people decided about it.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    statement: &'a Statement,
    #[serde(flatten)]
    about: Option<Reviewed<'a>>,
}

/// A version, with what people decided.
#[derive(Serialize)]
struct Version<'a> {
    #[serde(flatten)]
    record: &'a ArticleRecord,
    reviews: Vec<Reviewed<'a>>,
}

fn version(stored: &Stored, arguments: &ShowArguments, sink: &Sink) -> Result<String> {
    let record = without_hidden(stored, |_| true, Around::Everything)?;
    let reviews: Vec<Reviewed<'_>> = stored
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !is_hidden(row))
        .filter_map(|(at, row)| Reviewed::of(stored, at, row))
        .collect();
    if arguments.json {
        let mut out = Vec::new();
        if reviews.is_empty() {
            write::json(&mut out, &record, Layout::Compact)?;
        } else {
            let version = Version {
                record: &record,
                reviews,
            };
            serde_json::to_writer(&mut out, &version)?;
        }
        out.push(b'\n');
        return Ok(String::from_utf8(out)?);
    }
    let look = super::look(sink, arguments.color);
    let options = TextOptions {
        width: look.width,
        why: arguments.why,
        palette: if look.colour {
            Palette::coloured()
        } else {
            Palette::plain()
        },
    };
    let mut out = text(&stored.key.to_string(), &record, &options);
    for about in reviews {
        if let Some(dispute) = about.dispute {
            let _ = writeln!(out, "{} disputed: {}", about.key, harmless(dispute));
        } else if let Some(review) = about.review {
            let _ = writeln!(out, "{} {review}", about.key);
        }
    }
    let hidden = stored.rows.iter().filter(|row| is_hidden(row)).count() as u64;
    if hidden > 0 {
        let _ = writeln!(
            out,
            "{} not shown: rejected or suppressed; `onrecord corrections {}` lists why",
            counted(hidden, "statement"),
            stored.key.article
        );
    }
    Ok(out)
}

impl<'a> Reviewed<'a> {
    /// Nothing where nothing was decided.
    fn of(stored: &Stored, at: usize, row: &'a StatementRow) -> Option<Self> {
        let (review, dispute) = (row.review.as_deref(), row.dispute.as_deref());
        review.or(dispute)?;
        Some(Self {
            key: stored.key_of(at)?.to_string(),
            review,
            dispute,
        })
    }
}

/// What became of an article, for reading.
fn lines(history: &History) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{}  {}",
        history.article,
        harmless(history.outlet.as_deref().unwrap_or(""))
    );
    if let Some(url) = &history.url {
        let _ = writeln!(out, "  {}", harmless(url));
    }
    if history.status != "usable" {
        let _ = writeln!(
            out,
            "  {}: it is kept, and left out of all results",
            history.status
        );
    }
    for version in &history.versions {
        let newest = if version.newest && history.versions.len() > 1 {
            ", the newest"
        } else {
            ""
        };
        let again = version
            .seen_again
            .as_ref()
            .map(|at| format!(", again {at}"))
            .unwrap_or_default();
        let _ = writeln!(
            out,
            "  v{}: {} statements, added {}{again}{newest}  {}",
            version.version,
            version.statements,
            version.seen,
            harmless(version.title.as_deref().unwrap_or(""))
        );
    }
    for notice in &history.notices {
        let _ = writeln!(
            out,
            "  {}: came without a text ({}, {})",
            notice.at, notice.status, notice.extent
        );
    }
    for line in &history.audit {
        let who = line
            .who
            .as_ref()
            .map(|who| format!(" by {}", harmless(who)))
            .unwrap_or_default();
        let detail = line
            .detail
            .as_ref()
            .map(|detail| format!(": {}", harmless(detail)))
            .unwrap_or_default();
        let _ = writeln!(out, "  {}: {}{who}{detail}", line.at, line.what);
    }
    out
}

/// A statement, with the text around it and the reasons.
fn statement(record: &Record, key: &StatementKey, arguments: &ShowArguments, sink: &Sink) -> Result<String> {
    let Found { stored, at, key } = to_show(record, key)?;
    let unknown = || StoreError::Unknown {
        what: key.to_string(),
        remedy: "`onrecord show ARTICLE` lists an article's statements",
    };
    let (Some(found), Some(row)) = (stored.record.statements.get(at), stored.rows.get(at)) else {
        return Err(unknown().into());
    };
    if arguments.json {
        let shown = Shown {
            statement: found,
            about: Reviewed::of(&stored, at, row),
        };
        let mut line = serde_json::to_string(&shown)?;
        line.push('\n');
        return Ok(line);
    }
    let hit = record.hits([row.id])?.into_iter().next().ok_or_else(unknown)?;
    let look = super::look(sink, arguments.color);
    let mut out = card(&hit, look);
    for (label, value) in [
        ("title", &hit.title),
        ("address", &hit.url),
        ("source", &hit.source),
    ] {
        if let Some(value) = value {
            let _ = writeln!(out, "    {label}: {}", harmless(value));
        }
    }
    let chars: Vec<char> = stored.record.article.text.chars().collect();
    let from = (key.start as usize).saturating_sub(AROUND);
    let to = (key.end as usize + AROUND).min(chars.len());
    let around: String = chars.get(from..to).unwrap_or_default().iter().collect();
    let dots = |is: bool| if is { "…" } else { "" };
    let _ = writeln!(
        out,
        "\n{}{}{}\n",
        dots(from > 0),
        harmless(around.trim()),
        dots(to < chars.len())
    );
    if row.review.as_deref() == Some("corrected") && !found.why.is_empty() {
        out.push_str("    it was corrected; how it was read before:\n");
    }
    for why in &found.why {
        let _ = writeln!(out, "    because {}", harmless(why));
    }
    for candidate in &found.candidates {
        let name = candidate.name.as_deref().unwrap_or("somebody unnamed");
        let _ = writeln!(
            out,
            "    or {} ({:.0} %)",
            harmless(name),
            candidate.confidence * 100.0
        );
    }
    Ok(out)
}
