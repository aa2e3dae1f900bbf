//! The networks in Rust against PyTorch: the same weights (as the int8 files hold them), the same text, the same outputs.
//!
//! `tests/data/*.json` hold what PyTorch computes in f32 (training/export.py --check). Activations are quantised to 8 bits
//! here and not there, so the outputs differ a little.

#![allow(clippy::unwrap_used)]

use onrecord_model::features::Reading;
use onrecord_model::{ModelName, Scratch, Tagger};
use onrecord_text::Layout;
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    sample: String,
    windows: Vec<Window>,
}

#[derive(Deserialize)]
struct Window {
    reading: u8,
    tokens: Vec<usize>,
    logits: Vec<Vec<f32>>,
}

/// Tags per token that decide sources, cues and contents.
const TAGS: usize = 7;

struct Difference {
    /// Mean of the absolute differences of all outputs.
    mean: f32,
    /// Share of tokens whose best tag is the same.
    agreement: f32,
}

fn compare(name: ModelName, golden: &str) -> Difference {
    let golden: Golden = serde_json::from_str(golden).unwrap();
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../");
    let text = std::fs::read_to_string(format!("{root}{}", golden.sample)).unwrap();
    let tagger = Tagger::load(name).unwrap();
    let layout = Layout::new(&text);
    let features = tagger.features(&layout);
    let mut scratch = Scratch::default();
    let (mut sum, mut count, mut same, mut tokens) = (0.0f64, 0usize, 0usize, 0usize);
    for window in &golden.windows {
        let reading = match window.reading {
            0 => Reading::Article,
            1 => Reading::Polnear,
            _ => Reading::Content,
        };
        let found = tagger
            .outputs(&mut scratch, &features, &window.tokens, reading)
            .unwrap();
        assert_eq!(found.len(), window.tokens.len() * Tagger::OUTPUTS);
        for (found, wanted) in found.chunks_exact(Tagger::OUTPUTS).zip(&window.logits) {
            assert_eq!(wanted.len(), Tagger::OUTPUTS);
            sum += found
                .iter()
                .zip(wanted)
                .map(|(a, b)| f64::from((a - b).abs()))
                .sum::<f64>();
            count += wanted.len();
            let best = |row: &[f32]| (0..TAGS).max_by(|&a, &b| row[a].total_cmp(&row[b]));
            same += usize::from(best(found) == best(wanted));
            tokens += 1;
        }
    }
    assert!(tokens > 300);
    Difference {
        mean: (sum / count as f64) as f32,
        agreement: same as f32 / tokens as f32,
    }
}

#[test]
fn the_standard_network_gives_pytorchs_outputs() {
    let difference = compare(ModelName::Standard, include_str!("data/standard.json"));
    assert!(difference.mean < 0.15, "mean difference {}", difference.mean);
    assert!(
        difference.agreement > 0.985,
        "best tags agree on {}",
        difference.agreement
    );
}

#[test]
fn the_fast_network_gives_pytorchs_outputs() {
    let difference = compare(ModelName::Fast, include_str!("data/fast.json"));
    assert!(difference.mean < 0.15, "mean difference {}", difference.mean);
    assert!(
        difference.agreement > 0.985,
        "best tags agree on {}",
        difference.agreement
    );
}
