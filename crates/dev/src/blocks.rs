//! What is seen of every block of saved pages, for training which ones are the article's.

use crate::pages::pages;
use onrecord_page::{Hints, see, seen_names};
use serde::Serialize;
use std::io::Write;
use std::path::Path;

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    blocks: Vec<Block>,
}

#[derive(Serialize)]
struct Block {
    text: String,
    numbers: Vec<f32>,
    path: usize,
    siblings: usize,
}

/// A line with the names of the numbers, then one for each page.
pub(crate) fn run(folder: &Path, output: impl Write) -> anyhow::Result<()> {
    let mut output = std::io::BufWriter::new(output);
    serde_json::to_writer(&mut output, &seen_names())?;
    output.write_all(b"\n")?;
    for (id, page) in pages(folder)? {
        let blocks = see(&page, &Hints::default()).into_iter();
        let blocks = blocks
            .map(|b| Block {
                text: b.text,
                numbers: b.numbers,
                path: b.path,
                siblings: b.siblings,
            })
            .collect();
        serde_json::to_writer(&mut output, &Line { id: &id, blocks })?;
        output.write_all(b"\n")?;
    }
    output.flush()?;
    Ok(())
}
