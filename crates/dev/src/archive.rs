//! A record of an invented archive: how fast it is added, how large it becomes.

use anyhow::Result;
use onrecord_invented::{Archive, Options};
use onrecord_store::Record;
use std::io::Write;
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

/// Articles in one transaction.
const BATCH: usize = 500;

/// Adds `articles` articles to a new record, and says how long that took. Making them up is not counted.
pub(crate) fn run(path: &Path, articles: usize, seed: u64, mut out: impl Write) -> Result<()> {
    let mut record = Record::open(path)?;
    let (give, take) = sync_channel(4);
    let inventor = std::thread::spawn(move || {
        let mut archive = Archive::new(Options {
            seed,
            ..Options::default()
        });
        let mut left = articles;
        while left > 0 {
            let batch: Vec<_> = archive.by_ref().take(BATCH.min(left)).map(|a| a.record).collect();
            left -= batch.len();
            if give.send(batch).is_err() {
                return;
            }
        }
    });
    let (mut adding, mut statements, mut text, mut done) = (Duration::ZERO, 0usize, 0usize, 0usize);
    for batch in take {
        let start = Instant::now();
        let mut change = record.change("add")?;
        for article in &batch {
            change.add(article)?;
            statements += article.statements.len();
            text += article.article.text.len();
        }
        change.commit()?;
        adding += start.elapsed();
        done += batch.len();
        if done.is_multiple_of(BATCH * 100) || done == articles {
            let size = std::fs::metadata(path)?.len();
            writeln!(
                out,
                "{done} articles, {statements} statements: {:.0} articles/s, {:.0} statements/s; text {} MB, file {} MB, ratio {:.2}",
                done as f64 / adding.as_secs_f64(),
                statements as f64 / adding.as_secs_f64(),
                text / 1_000_000,
                size / 1_000_000,
                size as f64 / text as f64,
            )?;
        }
    }
    inventor
        .join()
        .map_err(|_| anyhow::anyhow!("the archive could not be made up"))?;
    Ok(())
}
