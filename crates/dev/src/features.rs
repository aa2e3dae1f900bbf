//! Token features for the training code, computed by the same code that reads articles.

use anyhow::Context;
use onrecord_model::features::Features;
use onrecord_model::wordpiece::WordPieces;
use onrecord_record::CodePointIndex;
use onrecord_text::Layout;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};

#[derive(Deserialize)]
struct Input {
    id: String,
    text: String,
}

#[derive(Serialize)]
struct Output<'a> {
    id: &'a str,
    /// Code points.
    start: Vec<u32>,
    end: Vec<u32>,
    /// First token of each sentence.
    sentences: Vec<usize>,
    /// First token of each paragraph.
    paragraphs: Vec<usize>,
    pieces: &'a [u32],
    first: &'a [u32],
    shape: &'a [u8],
    breaks: &'a [u8],
    quote: &'a [u8],
    hashed: &'a [[u32; 4]],
}

pub(crate) fn run(input: impl BufRead, output: impl Write) -> anyhow::Result<()> {
    let words = WordPieces::new();
    let mut output = std::io::BufWriter::new(output);
    for (number, line) in input.lines().enumerate() {
        let line = line.context("standard input")?;
        let doc: Input = serde_json::from_str(&line)
            .with_context(|| format!("standard input, line {}: want {{\"id\", \"text\"}}", number + 1))?;
        let layout = Layout::new(&doc.text);
        let features = Features::new(&layout, &words);
        let index = CodePointIndex::new(&doc.text);
        let out = Output {
            id: &doc.id,
            start: layout
                .tokens()
                .iter()
                .map(|t| index.code_point(t.start as usize))
                .collect(),
            end: layout
                .tokens()
                .iter()
                .map(|t| index.code_point(t.end as usize))
                .collect(),
            sentences: layout.sentences().iter().map(|s| s.tokens.start).collect(),
            paragraphs: layout.paragraphs().iter().map(|p| p.start).collect(),
            pieces: &features.pieces,
            first: &features.first,
            shape: &features.shape,
            breaks: &features.breaks,
            quote: &features.quote,
            hashed: &features.hashed,
        };
        serde_json::to_writer(&mut output, &out)?;
        output.write_all(b"\n")?;
    }
    output.flush()?;
    Ok(())
}
