//! `onrecord eval` on a file of GAP: the network for pronouns alone, asked whether a pronoun refers to either of two names.

use crate::arguments::{EvalArguments, Model, Tables};
use crate::sink::Sink;
use anyhow::{Result, bail};
use onrecord_eval::Resampling;
use onrecord_eval::gap::{self, GapFinding, GapItem, GapReport};
use onrecord_model::{
    Antecedent, AntecedentScratch, Antecedents, Candidate, ModelName, Pronoun, PronounForm, Scratch, Tagger,
};
use onrecord_text::Layout;
use serde::Serialize;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::ops::Range;
use std::path::Path;
use std::process::ExitCode;

/// Name and version of the printed object.
const SCHEMA: &str = "onrecord/eval-gap/1";
/// Whether the file begins as one of GAP does.
pub(crate) fn is_gap(path: &Path) -> bool {
    let mut line = Vec::new();
    let Ok(file) = std::fs::File::open(path) else {
        return false;
    };
    let read = BufReader::new(std::io::Read::take(file, 1024)).read_until(b'\n', &mut line);
    read.is_ok() && std::str::from_utf8(&line).is_ok_and(gap::is_gap)
}

/// What `--format json` prints.
#[derive(Serialize)]
struct Printed<'r> {
    schema: &'static str,
    gold: String,
    resamples: u32,
    seed: u64,
    figures: &'r GapReport,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<&'r [GapFinding]>,
}

/// Answers every item and prints the report.
pub(crate) fn eval(arguments: &EvalArguments) -> Result<ExitCode> {
    if arguments.predictions.is_some() {
        bail!(
            "{}: GAP is answered by the model, not by records",
            arguments.gold.display()
        );
    }
    let items = gap::load_gap(&arguments.gold)?;
    if !matches!(arguments.engine.model, Model::Standard) {
        bail!("only the standard model resolves pronouns by a network; leave --model out");
    }
    let tagger = Tagger::load(ModelName::Standard)?;
    let antecedents = Antecedents::load()?;
    let (mut scratch, mut own) = (Scratch::default(), AntecedentScratch::default());
    let mut answers = Vec::with_capacity(items.len());
    for item in &items {
        answers.push(answer(&tagger, &antecedents, &mut scratch, &mut own, item)?);
    }
    let resampling = Resampling {
        resamples: arguments.resamples,
        seed: arguments.seed,
    };
    let report = gap::score(&items, &answers, resampling);
    print(arguments, &report)?;
    Ok(ExitCode::SUCCESS)
}

fn answer(
    tagger: &Tagger,
    antecedents: &Antecedents,
    scratch: &mut Scratch,
    own: &mut AntecedentScratch,
    item: &GapItem,
) -> Result<[bool; 2]> {
    let layout = Layout::new(&item.text);
    let features = tagger.features(&layout);
    let tokens = |bytes: &Range<usize>| {
        let from = layout
            .tokens()
            .partition_point(|t| (t.end as usize) <= bytes.start);
        let to = layout
            .tokens()
            .partition_point(|t| (t.start as usize) < bytes.end);
        from..to
    };
    let printed = item.text.get(item.pronoun.clone()).unwrap_or_default();
    let Some(form) = PronounForm::of(printed) else {
        return Ok([false; 2]);
    };
    let pronoun = Pronoun {
        token: tokens(&item.pronoun).start,
        form,
    };
    let candidates = mentions(&layout, [tokens(&item.names[0]), tokens(&item.names[1])]);
    let found = antecedents.resolve(tagger, scratch, own, &features, &[pronoun], &candidates)?;
    let probability = |group: u32| -> f32 {
        found
            .first()
            .map_or(&[][..], |a: &Antecedent| &a.candidates)
            .iter()
            .filter(|(number, _)| candidates.get(*number).is_some_and(|c| c.group == group))
            .map(|(_, p)| p)
            .sum()
    };
    // the likeliest of three: the one, the other, neither
    let [a, b] = [probability(0), probability(1)];
    let none = found.first().map_or(1.0, |a| a.none);
    Ok([a >= b && a > none, b > a && b > none])
}

/// The two names (groups 0 and 1), and the other places where the passage prints them, whole or their first or last words.
fn mentions(layout: &Layout<'_>, names: [Range<usize>; 2]) -> Vec<Candidate> {
    let text = layout.text();
    let words = |tokens: &Range<usize>| -> Vec<&str> {
        let tokens = layout.tokens().get(tokens.clone()).unwrap_or_default();
        tokens.iter().map(|t| t.text(text)).collect()
    };
    let named = [words(&names[0]), words(&names[1])];
    let candidate = |tokens: Range<usize>, group| Candidate {
        tokens,
        is_name: true,
        group,
    };
    let mut out: Vec<Candidate> = (0..)
        .zip(&names)
        .map(|(group, tokens)| candidate(tokens.clone(), group))
        .collect();
    let capital = |token: usize| {
        let word = layout.tokens().get(token).map_or("", |t| t.text(text));
        word.starts_with(char::is_uppercase)
    };
    let mut start = 0;
    while start < layout.tokens().len() {
        let mut end = start;
        while capital(end) {
            end += 1;
        }
        let run = start..end;
        start = end.max(start + 1);
        if run.is_empty() || names.iter().any(|n| n.start < run.end && run.start < n.end) {
            continue;
        }
        let here = words(&run);
        let same = |name: &Vec<&str>| {
            let (long, short) = if name.len() < here.len() {
                (&here, name)
            } else {
                (name, &here)
            };
            long.starts_with(short) || long.ends_with(short)
        };
        if let Some(group) = named.iter().position(same) {
            out.push(candidate(run, group as u32));
        }
    }
    out.sort_by_key(|c| (c.tokens.start, c.tokens.end));
    out
}

fn print(arguments: &EvalArguments, report: &GapReport) -> Result<()> {
    let mut sink = Sink::open(None)?;
    let gold = arguments.gold.display().to_string();
    let out = match arguments.format {
        Tables::Text => {
            let mut out = format!("gold       {gold}, {} items of GAP\n\n{report}", report.items);
            if arguments.errors {
                for wrong in &report.wrong {
                    let GapFinding { id, refers, answered } = wrong;
                    writeln!(out, "{id}: {refers:?}, answered {answered:?}")?;
                }
            }
            out
        }
        Tables::Json => {
            let printed = Printed {
                schema: SCHEMA,
                gold,
                resamples: arguments.resamples,
                seed: arguments.seed,
                figures: report,
                errors: arguments.errors.then_some(&report.wrong),
            };
            serde_json::to_string_pretty(&printed)? + "\n"
        }
    };
    let out = if sink.is_terminal() {
        match arguments.format {
            Tables::Text => crate::render::terminal::harmless(&out),
            Tables::Json => crate::render::terminal::harmless_json(&out).into_owned(),
        }
    } else {
        out
    };
    sink.write(out.as_bytes())?;
    sink.close();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_again() {
        let text = "Ilse Baum met Pia Roth. Later Baum left; Pia stayed, and Pia Roth Lund too.";
        let layout = Layout::new(text);
        let found: Vec<(String, u32)> = mentions(&layout, [0..2, 3..5])
            .into_iter()
            .map(|c| {
                let words: Vec<&str> = layout.tokens()[c.tokens].iter().map(|t| t.text(text)).collect();
                (words.join(" "), c.group)
            })
            .collect();
        let wanted = [
            ("Ilse Baum", 0),
            ("Pia Roth", 1),
            ("Pia", 1),
            ("Pia Roth Lund", 1),
        ];
        assert_eq!(found, wanted.map(|(words, group)| (words.to_owned(), group)));
    }
}
