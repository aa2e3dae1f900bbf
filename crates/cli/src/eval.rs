//! `onrecord eval`: statements against gold.

use crate::arguments::{EvalArguments, Tables};
use crate::gap;
use crate::ordered::in_order;
use crate::progress::Progress;
use crate::render::terminal::{harmless, harmless_json};
use crate::sink::Sink;
use crate::{PARTLY, messages};
use anyhow::{Context as _, Result, bail};
use onrecord_attribution::{Engine, Guideline, ReadOptions};
use onrecord_eval::gold::{GoldArticle, GoldError, PolnearArticle, load_folder, load_polnear};
use onrecord_eval::polnear::{self, PolnearFindings, PolnearReport};
use onrecord_eval::statements::{self, ArticleFindings, Calibration, StatementReport};
use onrecord_eval::{PredictionError, Resampling, ScoreError, load_prediction};
use onrecord_record::{ArticleRecord, EngineInfo};
use serde::Serialize;
use std::fmt::{Display, Write as _};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::thread::available_parallelism;

/// Name and version of the printed object.
const SCHEMA: &str = "onrecord/eval/1";
/// Articles that may wait for an earlier one, beside those being read.
const WAITING: usize = 64;

/// Reads or loads a record for every gold article, scores them and prints the report.
pub(crate) fn eval(arguments: &EvalArguments) -> Result<ExitCode> {
    let path = &arguments.gold;
    if path.is_dir() {
        let gold = loaded(load_folder(path))?;
        score(arguments, Guideline::Onrecord, &gold, |pairs, resampling| {
            statements::score(pairs, resampling)
        })
    } else if gap::is_gap(path) {
        gap::eval(arguments)
    } else {
        let gold = loaded(load_polnear(path))?;
        score(arguments, Guideline::Polnear, &gold, |pairs, resampling| {
            polnear::score(pairs, resampling)
        })
    }
}

/// Gives the one kind of error that has no remedy of its own the general one.
fn loaded<T>(gold: Result<T, GoldError>) -> Result<T> {
    match gold {
        Err(error @ GoldError::Read { .. }) => bail!(
            "{error}; gold is a folder that holds DOC.json with DOC.txt for each article, a file of PolNeAR as \
             JSON Lines, or a file of GAP"
        ),
        other => Ok(other?),
    }
}

/// An annotated article of either kind.
trait Gold: Sync {
    fn doc(&self) -> &str;
    fn text(&self) -> &str;
}

impl Gold for GoldArticle {
    fn doc(&self) -> &str {
        &self.doc
    }
    fn text(&self) -> &str {
        &self.text
    }
}

impl Gold for PolnearArticle {
    fn doc(&self) -> &str {
        &self.doc
    }
    fn text(&self) -> &str {
        &self.text
    }
}

/// A report of either kind.
trait Report: Display + Serialize {
    type Findings: Display + Serialize;
    /// Each with what its confidences are called.
    fn calibrations(&self) -> Vec<(&'static str, &Calibration)>;
    fn findings(&self) -> &[Self::Findings];
}

impl Report for StatementReport {
    type Findings = ArticleFindings;
    fn calibrations(&self) -> Vec<(&'static str, &Calibration)> {
        let speakers = &self.speakers;
        vec![
            ("confidence", &self.calibration),
            ("of named speakers", &speakers.calibration),
            ("of candidates", &speakers.candidates.calibration),
        ]
    }
    fn findings(&self) -> &[ArticleFindings] {
        &self.findings
    }
}

impl Report for PolnearReport {
    type Findings = PolnearFindings;
    fn calibrations(&self) -> Vec<(&'static str, &Calibration)> {
        vec![("confidence", &self.calibration)]
    }
    fn findings(&self) -> &[PolnearFindings] {
        &self.findings
    }
}

fn score<G: Gold, R: Report>(
    arguments: &EvalArguments,
    guideline: Guideline,
    gold: &[G],
    score: impl FnOnce(Vec<(&G, Option<&ArticleRecord>)>, Resampling) -> Result<R, ScoreError>,
) -> Result<ExitCode> {
    let guideline = arguments.engine.guideline.map_or(guideline, Into::into);
    let (records, made) = match &arguments.predictions {
        Some(folder) => (
            load(folder, gold)?,
            Made::Written {
                predictions: folder.display().to_string(),
            },
        ),
        None => read(arguments, guideline, gold)?,
    };
    let missing = records.iter().any(Option::is_none);
    let resampling = Resampling {
        resamples: arguments.resamples,
        seed: arguments.seed,
    };
    let pairs = gold.iter().zip(records.iter().map(Option::as_ref)).collect();
    let report = score(pairs, resampling)?;
    print(arguments, &made, gold.len(), &report)?;
    Ok(if missing {
        ExitCode::from(PARTLY)
    } else {
        ExitCode::SUCCESS
    })
}

/// The records in `folder`, in the order of the gold. Those that are missing are named.
fn load<G: Gold>(folder: &Path, gold: &[G]) -> Result<Vec<Option<ArticleRecord>>> {
    if let Err(error) = folder.read_dir() {
        bail!(
            "{}: cannot be read: {error}; predictions are a folder of DOC.json",
            folder.display()
        );
    }
    let mut records = Vec::with_capacity(gold.len());
    let mut missing = Vec::new();
    for article in gold {
        records.push(match load_prediction(folder, article.doc()) {
            Ok(record) => Some(record),
            Err(error @ PredictionError::Missing { .. }) => {
                missing.push(error);
                None
            }
            Err(error) => return Err(error.into()),
        });
    }
    if missing.len() == gold.len() {
        bail!(
            "{}: holds no record of any of the {} articles; a record of the article DOC is expected in DOC.json",
            folder.display(),
            gold.len()
        );
    }
    for error in missing {
        messages::error(&error.to_string(), None);
    }
    Ok(records)
}

/// Reads all articles.
fn read<G: Gold>(
    arguments: &EvalArguments,
    guideline: Guideline,
    gold: &[G],
) -> Result<(Vec<Option<ArticleRecord>>, Made)> {
    let engine = Engine::new(arguments.engine.model.into())?;
    let options = ReadOptions {
        guideline,
        min_confidence: arguments.engine.min_confidence,
        min_speaker: arguments.engine.min_speaker,
    };
    let threads = arguments
        .threads
        .or(available_parallelism().ok())
        .map_or(1, usize::from);
    let mut progress = Progress::counting(gold.len(), arguments.quiet);
    let mut records = Vec::with_capacity(gold.len());
    let flow = in_order(
        gold.iter(),
        threads,
        threads + WAITING,
        || engine.worker(),
        |worker, _, article| {
            // `in_order` has no way to end a thread that panics.
            let record = catch_unwind(AssertUnwindSafe(|| worker.read(article.text(), &options)));
            match record {
                Ok(record) => record.with_context(|| article.doc().to_owned()),
                Err(_) => {
                    *worker = engine.worker();
                    bail!(
                        "{}: the program made a mistake in this article; please report this, with the article if you may",
                        article.doc()
                    )
                }
            }
        },
        |_, record| {
            progress.advance();
            match record {
                Ok(record) => {
                    records.push(Some(record.into_inner()));
                    ControlFlow::Continue(())
                }
                Err(error) => ControlFlow::Break(error),
            }
        },
    );
    progress.finish();
    if let ControlFlow::Break(error) = flow {
        return Err(error);
    }
    let made = Made::Read {
        engine: engine.info(),
        guideline: match guideline {
            Guideline::Onrecord => "onrecord",
            Guideline::Polnear => "polnear",
        },
        min_confidence: arguments.engine.min_confidence,
        min_speaker: arguments.engine.min_speaker,
    };
    Ok((records, made))
}

/// Where the records come from.
#[derive(Serialize)]
#[serde(untagged)]
enum Made {
    Written {
        predictions: String,
    },
    Read {
        engine: EngineInfo,
        guideline: &'static str,
        min_confidence: f32,
        min_speaker: f32,
    },
}

/// What `--format json` prints.
#[derive(Serialize)]
struct Printed<'r, R: Report> {
    schema: &'static str,
    gold: String,
    #[serde(flatten)]
    made: &'r Made,
    resamples: u32,
    seed: u64,
    figures: &'r R,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<&'r [R::Findings]>,
}

fn print<R: Report>(arguments: &EvalArguments, made: &Made, articles: usize, report: &R) -> Result<()> {
    let mut sink = Sink::open(None)?;
    let mut out = match arguments.format {
        Tables::Text => tables(arguments, made, articles, report)?,
        Tables::Json => {
            let errors = arguments.errors.then_some(report.findings());
            let printed = Printed {
                schema: SCHEMA,
                gold: arguments.gold.display().to_string(),
                made,
                resamples: arguments.resamples,
                seed: arguments.seed,
                figures: report,
                errors,
            };
            serde_json::to_string_pretty(&printed)? + "\n"
        }
    };
    if sink.is_terminal() {
        out = match arguments.format {
            Tables::Text => harmless(&out),
            Tables::Json => harmless_json(&out).into_owned(),
        };
    }
    sink.write(out.as_bytes())?;
    sink.close();
    Ok(())
}

fn tables<R: Report>(arguments: &EvalArguments, made: &Made, articles: usize, report: &R) -> Result<String> {
    let mut out = String::new();
    writeln!(
        out,
        "gold       {}, {articles} {}",
        arguments.gold.display(),
        if articles == 1 { "article" } else { "articles" }
    )?;
    match made {
        Made::Written { predictions } => writeln!(out, "records    {predictions}")?,
        Made::Read {
            engine,
            guideline,
            min_confidence,
            min_speaker,
        } => writeln!(
            out,
            "records    read by {} ({}), guideline {guideline}, confidence from {min_confidence}, speakers from \
             {min_speaker}",
            engine.model, engine.version
        )?,
    }
    if arguments.resamples > 0 {
        writeln!(
            out,
            "intervals  95 %, {} resamples of the articles, seed {}",
            arguments.resamples, arguments.seed
        )?;
    }
    write!(out, "\n{report}")?;
    if arguments.calibration {
        for (what, calibration) in report.calibrations().iter().filter(|(_, c)| c.n > 0) {
            write!(out, "\n{}", calibration.table(what))?;
        }
    }
    if arguments.errors {
        if report.findings().is_empty() {
            out.push_str("\nNo errors.\n");
        }
        for article in report.findings() {
            write!(out, "\n{article}")?;
        }
    }
    Ok(out)
}
