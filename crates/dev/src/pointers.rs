//! What speaker resolution sees of every pronoun and description, for training its weights.

use onrecord_attribution::{Engine, ModelKind, ReadOptions};
use onrecord_record::CodePointIndex;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};

#[derive(Deserialize)]
struct Text {
    id: String,
    text: String,
}

#[derive(Serialize)]
struct Seen {
    /// First code point of the phrase.
    start: u32,
    anaphor: &'static str,
    candidates: Vec<Candidate>,
}

#[derive(Serialize)]
struct Candidate {
    names: Vec<String>,
    features: Vec<&'static str>,
}

#[derive(Serialize)]
struct Line {
    id: String,
    pointers: Vec<Seen>,
}

pub(crate) fn run(input: impl BufRead, mut output: impl Write, fast: bool) -> anyhow::Result<()> {
    let engine = Engine::new(if fast {
        ModelKind::Fast
    } else {
        ModelKind::Standard
    })?;
    let mut worker = engine.worker();
    for line in input.lines() {
        let Text { id, text } = serde_json::from_str(&line?)?;
        let index = CodePointIndex::new(&text);
        let seen = worker.observe(&text, &ReadOptions::default())?;
        let pointers = seen
            .into_iter()
            .filter_map(|o| {
                Some(Seen {
                    start: index.span(o.bytes)?.start,
                    anaphor: o.group,
                    candidates: o
                        .candidates
                        .into_iter()
                        .map(|(names, features)| Candidate { names, features })
                        .collect(),
                })
            })
            .collect();
        serde_json::to_writer(&mut output, &Line { id, pointers })?;
        output.write_all(b"\n")?;
    }
    Ok(())
}
