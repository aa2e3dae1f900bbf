//! A record of an invented archive: how fast it is added, how large it becomes.

use anyhow::{Result, anyhow};
use onrecord_invented::{Archive, Options};
use onrecord_record::CheckedRecord;
use onrecord_store::{Ready, Record};
use std::io::Write;
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

/// Articles in one transaction, as `onrecord add` commits them.
const BATCH: usize = 1_000;
/// Articles that are made up ahead; the time of this is not counted.
const AHEAD: usize = 10_000;
/// Articles between two lines of figures.
const LINE: usize = 50_000;

/// Adds `articles` articles to a new record, and says how long that took: one thread makes them ready, one writes. Making them up is not counted.
pub(crate) fn run(path: &Path, articles: usize, seed: u64, mut out: impl Write) -> Result<()> {
    let mut record = Record::open(path)?;
    let mut archive = Archive::new(Options {
        seed,
        ..Options::default()
    });
    let (mut adding, mut statements, mut text, mut done) = (Duration::ZERO, 0usize, 0usize, 0usize);
    let (mut since, mut before) = (Duration::ZERO, 0usize);
    while done < articles {
        let ahead: Vec<CheckedRecord> = archive
            .by_ref()
            .take(AHEAD.min(articles - done))
            .map(|a| a.record)
            .collect();
        for article in &ahead {
            statements += article.statements.len();
            text += article.article.text.len();
        }
        done += ahead.len();
        let line = done.is_multiple_of(LINE) || done == articles;
        let start = Instant::now();
        add(&mut record, ahead)?;
        if line {
            // opened anew, what is in the log goes to the file, as when a program ends
            drop(record);
            record = Record::open(path)?;
        }
        adding += start.elapsed();
        if line {
            let size = std::fs::metadata(path)?.len();
            writeln!(
                out,
                "{done} articles, {statements} statements: {:.0} articles/s ({:.0} since the line before), {:.0} statements/s; text {} MB, file {} MB, ratio {:.3}",
                done as f64 / adding.as_secs_f64(),
                (done - before) as f64 / (adding - since).as_secs_f64(),
                statements as f64 / adding.as_secs_f64(),
                text / 1_000_000,
                size / 1_000_000,
                size as f64 / text as f64,
            )?;
            (since, before) = (adding, done);
        }
    }
    Ok(())
}

fn add(record: &mut Record, articles: Vec<CheckedRecord>) -> Result<()> {
    let (give, take) = sync_channel(BATCH);
    let ready = std::thread::spawn(move || {
        articles
            .into_iter()
            .all(|article| give.send(Ready::of(article)).is_ok())
    });
    let mut articles = take.into_iter().peekable();
    while articles.peek().is_some() {
        let mut change = record.change("add")?;
        for article in articles.by_ref().take(BATCH) {
            change.add_ready(article)?;
        }
        change.commit()?;
    }
    match ready.join() {
        Ok(true) => Ok(()),
        _ => Err(anyhow!("the articles could not be made ready")),
    }
}
