//! How often links are right and how many are found: hand-made mentions, a portion of them held out, and a generated corpus. Figures: `../README.md`.
#![allow(missing_docs)]

mod corpus;
mod measure;

use measure::{Ablation, Figures, link};
use onrecord_identity::Newcomer;

/// A mention and who it truly is.
pub struct Mention {
    pub truth: String,
    pub newcomer: Newcomer,
}

fn read(tsv: &str) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = tsv.lines().enumerate().map(|(n, line)| measure::mention(n, line)).collect();
    mentions.sort_by(|a, b| a.newcomer.day.cmp(&b.newcomer.day));
    mentions
}

fn report(set: &str, mentions: &[Mention]) -> Figures {
    let figures = link(mentions, Ablation::None, true);
    eprintln!("{set}: {figures}");
    for ablation in Ablation::ALL {
        eprintln!("{set}, without {ablation:?}: {}", link(mentions, ablation, false));
    }
    figures
}

#[test]
fn hand_made_mentions() {
    let figures = report("hand-made", &read(include_str!("../mentions.tsv")));
    assert!(figures.precision >= 0.98 && figures.recall >= 0.85, "{figures}");
}

#[test]
fn hand_made_mentions_held_out() {
    let figures = report("held out", &read(include_str!("../mentions_held_out.tsv")));
    assert!(figures.precision >= 0.95 && figures.recall >= 0.7, "{figures}");
}

#[test]
fn generated_corpus() {
    for seed in [1, 2] {
        let figures = report(&format!("generated, seed {seed}"), &corpus::generate(seed));
        assert!(figures.precision >= 0.98 && figures.recall >= 0.85, "{figures}");
    }
}
