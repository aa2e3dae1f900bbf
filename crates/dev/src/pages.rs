//! How well articles are taken out of saved pages, and how fast.

mod facts;

use anyhow::Context;
use onrecord_page::{Hints, read};
use serde::Deserialize;
use std::collections::HashMap;
use std::io::{BufRead, Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

#[derive(Deserialize)]
struct Article {
    id: String,
    text: String,
    #[serde(default)]
    title: String,
    /// Names, with commas between them.
    #[serde(default)]
    authors: String,
    /// A day.
    #[serde(default)]
    date: String,
}

/// The pages of a folder that holds `articles.jsonl` and `pages/ID.html.gz`, in the order of the former.
pub(crate) fn pages(folder: &Path) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let all = articles(folder)?.into_iter();
    all.map(|article| {
        let path = folder.join("pages").join(format!("{}.html.gz", article.id));
        let file = std::fs::File::open(&path).with_context(|| path.display().to_string())?;
        let mut page = Vec::new();
        flate2::read::MultiGzDecoder::new(file).read_to_end(&mut page)?;
        Ok((article.id, page))
    })
    .collect()
}

fn articles(folder: &Path) -> anyhow::Result<Vec<Article>> {
    let path = folder.join("articles.jsonl");
    let file = std::fs::File::open(&path).with_context(|| path.display().to_string())?;
    let lines = std::io::BufReader::new(file).lines();
    lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

/// Four words in a row, with how often they occur; shorter texts are one.
fn shingles(text: &str) -> HashMap<Vec<&str>, usize> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|w| !w.is_empty())
        .collect();
    let mut found = HashMap::new();
    if !words.is_empty() && words.len() < 4 {
        found.insert(words, 1);
        return found;
    }
    for four in words.windows(4) {
        *found.entry(four.to_vec()).or_default() += 1;
    }
    found
}

/// Precision and recall of one page's body.
fn compare(found: &str, wanted: &str) -> (f64, f64) {
    let (found, wanted) = (shingles(found), shingles(wanted));
    let both: usize = found
        .iter()
        .map(|(words, n)| wanted.get(words).map_or(0, |m| *n.min(m)))
        .sum();
    let share = |of: &HashMap<Vec<&str>, usize>| match of.values().sum::<usize>() {
        0 => 0.0,
        all => both as f64 / all as f64,
    };
    (share(&found), share(&wanted))
}

/// What to do with the pages beside measuring their bodies.
pub(crate) struct Options<'a> {
    /// How often they are read to measure the time.
    pub(crate) rounds: usize,
    /// How many of the worst are listed.
    pub(crate) worst: usize,
    /// A folder for the texts taken from them.
    pub(crate) texts: Option<&'a Path>,
    /// Whether wrong titles, days and writers are listed.
    pub(crate) errors: bool,
}

/// Writes precision, recall and F1 of the bodies, how many facts are right, and pages a second: the fastest of `rounds`.
pub(crate) fn run(folder: &Path, options: &Options, mut output: impl Write) -> anyhow::Result<()> {
    let &Options { rounds, worst, .. } = options;
    let pages = pages(folder)?;
    let wanted = articles(folder)?;
    let mut all: Vec<(f64, f64, &str)> = Vec::new();
    let mut scores = facts::Scores::default();
    for ((id, page), article) in pages.iter().zip(&wanted) {
        let document = read(page, &Hints::default()).document;
        let (precision, recall) = compare(&document.text, &article.text);
        all.push((precision, recall, id));
        scores.add(article, &document.facts);
        if let Some(folder) = options.texts {
            std::fs::create_dir_all(folder)?;
            std::fs::write(folder.join(format!("{id}.txt")), &document.text)?;
        }
    }
    let mean = |of: fn(&(f64, f64, &str)) -> f64| all.iter().map(of).sum::<f64>() / all.len().max(1) as f64;
    let (precision, recall) = (mean(|a| a.0), mean(|a| a.1));
    let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
    writeln!(
        output,
        "{} pages: P {precision:.4} R {recall:.4} F1 {f1:.4}",
        pages.len()
    )?;
    scores.write(&mut output, options.errors)?;
    let mut fastest = Duration::MAX;
    for _ in 0..rounds {
        let start = Instant::now();
        for (_, page) in &pages {
            std::hint::black_box(read(page, &Hints::default()));
        }
        fastest = fastest.min(start.elapsed());
    }
    if rounds > 0 {
        let bytes: usize = pages.iter().map(|p| p.1.len()).sum();
        let seconds = fastest.as_secs_f64();
        let (speed, size) = (pages.len() as f64 / seconds, bytes as f64 / 1e6 / seconds);
        writeln!(
            output,
            "{speed:.0} pages a second on one core, {size:.0} MB a second"
        )?;
    }
    all.sort_by(|a, b| (a.0 + a.1).total_cmp(&(b.0 + b.1)));
    for (precision, recall, id) in all.iter().take(worst) {
        writeln!(output, "{id} P {precision:.3} R {recall:.3}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn bodies_are_compared_by_four_words_in_a_row() {
        assert_eq!(compare("a b c d e", "a b c d e"), (1.0, 1.0));
        assert_eq!(compare("a b c d e", "a b c d x"), (0.5, 0.5));
        assert_eq!(compare("a b", "a b"), (1.0, 1.0));
        assert_eq!(compare("", "a b"), (0.0, 0.0));
    }
}
