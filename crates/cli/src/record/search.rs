//! `onrecord search`: statements by words, people, places, days.

use super::card::{Look, card, day_of};
use crate::arguments::{FoundFormat, SearchArguments};
use crate::render::terminal::harmless_json;
use crate::sink::Sink;
use anyhow::Result;
use onrecord_record::write::Formulas;
use onrecord_search::{Answer, Question};
use onrecord_store::Hit;
use std::fmt::Write as _;
use std::process::ExitCode;

/// Answers a question.
pub(crate) fn search(arguments: &SearchArguments) -> Result<ExitCode> {
    let record = super::open(&arguments.place)?;
    let index = super::index(&arguments.place, &record, arguments.quiet)?;
    let mut sink = Sink::open(arguments.output.as_deref())?;
    let format = arguments
        .format
        .unwrap_or(if sink.is_terminal() || arguments.output.is_none() {
            FoundFormat::Text
        } else {
            FoundFormat::Jsonl
        });
    let question = Question {
        query: arguments.query.join(" "),
        sort: arguments.sort.into(),
        limit: arguments.limit,
        after: arguments.after.clone(),
        facets: arguments.facets.iter().map(|facet| (*facet).into()).collect(),
        values: arguments.values,
    };
    let look = super::look(&sink, arguments.color);
    let mut printer = Printer { format, look };
    if arguments.all {
        sink.write(&printer.begin()?)?;
        index.every(&record, &question, |hit| sink.write(&printer.hit(&hit)?))?;
        return Ok(ExitCode::SUCCESS);
    }
    let answer = index.search(&record, &question)?;
    if format == FoundFormat::Json {
        let mut line = serde_json::to_string(&answer)?;
        line.push('\n');
        let line = if sink.is_terminal() {
            harmless_json(&line).into_owned()
        } else {
            line
        };
        sink.write(line.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    sink.write(&printer.begin()?)?;
    for hit in &answer.hits {
        sink.write(&printer.hit(hit)?)?;
    }
    if format == FoundFormat::Text {
        sink.write(summary(&answer, &record.extent()?).as_bytes())?;
    } else if let (Some(next), false) = (&answer.next, arguments.quiet) {
        crate::messages::note(&format!(
            "{} of {} statements; --after {next} goes on, --all gives all of them",
            answer.hits.len(),
            answer.total
        ));
    }
    Ok(ExitCode::SUCCESS)
}

fn summary(answer: &Answer, held: &onrecord_store::Held) -> String {
    let mut out = String::new();
    for counts in &answer.facets {
        let values: Vec<String> = counts
            .values
            .iter()
            .map(|v| format!("{} ({})", crate::render::terminal::harmless(&v.value), v.count))
            .collect();
        let more = counts.different - counts.values.len();
        let more = if more > 0 {
            format!(", and {more} more")
        } else {
            String::new()
        };
        let _ = writeln!(out, "{}: {}{more}", counts.facet, values.join(", "));
    }
    if answer.total == 0 {
        let _ = writeln!(
            out,
            "Nothing found in this record ({} articles{}).",
            held.articles,
            match (&held.first, &held.last) {
                (Some(first), Some(last)) => format!(", published {} to {}", day_of(first), day_of(last)),
                _ => String::new(),
            }
        );
        return out;
    }
    let _ = write!(out, "{} of {} statements", answer.hits.len(), answer.total);
    if let Some(next) = &answer.next {
        let _ = write!(out, "; go on with --after {next}");
    }
    out.push('\n');
    out
}

struct Printer {
    format: FoundFormat,
    look: Look,
}

impl Printer {
    fn begin(&self) -> Result<Vec<u8>> {
        match self.format {
            FoundFormat::Csv => rows(|out| out.write_record(COLUMNS)),
            FoundFormat::Text | FoundFormat::Json | FoundFormat::Jsonl => Ok(Vec::new()),
        }
    }

    fn hit(&mut self, hit: &Hit) -> Result<Vec<u8>> {
        match self.format {
            FoundFormat::Text => {
                let mut card = card(hit, self.look);
                card.push('\n');
                Ok(card.into_bytes())
            }
            FoundFormat::Json | FoundFormat::Jsonl => {
                let mut line = serde_json::to_vec(hit)?;
                line.push(b'\n');
                Ok(line)
            }
            FoundFormat::Csv => {
                let value = serde_json::to_value(hit)?;
                let cells = COLUMNS.map(|column| match &value[column] {
                    serde_json::Value::Null => String::new(),
                    serde_json::Value::String(text) => Formulas::Guard.protect(text).into_owned(),
                    other => other.to_string(),
                });
                rows(|out| out.write_record(&cells))
            }
        }
    }
}

/// The columns of rows: the fields of a hit.
const COLUMNS: [&str; 27] = [
    "key",
    "article",
    "version",
    "outlet",
    "url",
    "title",
    "published",
    "place",
    "speaker",
    "speaker_type",
    "role",
    "org",
    "person",
    "person_name",
    "speaker_confidence",
    "source",
    "cue",
    "content",
    "kind",
    "mode",
    "said_on",
    "via",
    "start",
    "end",
    "confidence",
    "review",
    "dispute",
];

fn rows(write: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> csv::Result<()>) -> Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    write(&mut out)?;
    Ok(out.into_inner()?)
}
