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
/// A name is the answer from this probability, if it is the likelier of the two.
const LEAST: f32 = 0.3;

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
    let mut candidates: Vec<Candidate> = (0..)
        .zip(&item.names)
        .map(|(group, name)| Candidate {
            tokens: tokens(name),
            is_name: true,
            group,
        })
        .collect();
    candidates.sort_by_key(|c| c.tokens.start);
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
    let [a, b] = [probability(0), probability(1)];
    Ok([a >= LEAST && a >= b, b >= LEAST && b > a])
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
