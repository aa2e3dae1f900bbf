//! The network for pronouns in Rust against PyTorch: the same weights (as the int8 files hold them), the same text, the same
//! probabilities (training/antecedent.py export --check). Activations are quantised here and not there.

#![allow(clippy::unwrap_used)]

use onrecord_model::{
    Antecedent, AntecedentScratch, Antecedents, Candidate, ModelName, Pronoun, PronounForm, Scratch, Tagger,
};
use onrecord_text::Layout;
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    text: String,
    windows: Vec<Window>,
}

#[derive(Deserialize)]
struct Window {
    pronouns: Vec<usize>,
    /// First token, one past the last, kind (0 for a name), group.
    candidates: Vec<[u32; 4]>,
    /// For each pronoun: of none, then of each candidate.
    probabilities: Vec<Vec<f32>>,
}

fn resolve(text: &str, tokens: &[usize], candidates: &[Candidate], model: ModelName) -> Vec<Antecedent> {
    let tagger = Tagger::load(model).unwrap();
    let antecedents = Antecedents::load().unwrap();
    let layout = Layout::new(text);
    let features = tagger.features(&layout);
    let pronouns: Vec<Pronoun> = tokens
        .iter()
        .map(|&token| Pronoun {
            token,
            form: PronounForm::of(layout.tokens()[token].text(text)).unwrap(),
        })
        .collect();
    antecedents
        .resolve(
            &tagger,
            &mut Scratch::default(),
            &mut AntecedentScratch::default(),
            &features,
            &pronouns,
            candidates,
        )
        .unwrap()
}

#[test]
fn the_probabilities_are_pytorchs() {
    let golden: Golden = serde_json::from_str(include_str!("data/antecedent.json")).unwrap();
    let (mut sum, mut count, mut same, mut pronouns) = (0.0, 0, 0, 0);
    for window in &golden.windows {
        let candidates: Vec<Candidate> = window
            .candidates
            .iter()
            .map(|&[start, end, kind, group]| Candidate {
                tokens: start as usize..end as usize,
                is_name: kind == 0,
                group,
            })
            .collect();
        let found = resolve(&golden.text, &window.pronouns, &candidates, ModelName::Standard);
        assert_eq!(found.len(), window.pronouns.len());
        for (found, wanted) in found.iter().zip(&window.probabilities) {
            let row: Vec<f32> = std::iter::once(found.none)
                .chain(found.candidates.iter().map(|&(_, p)| p))
                .collect();
            assert_eq!(row.len(), wanted.len());
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-4);
            sum += row.iter().zip(wanted).map(|(a, b)| (a - b).abs()).sum::<f32>();
            count += row.len();
            let best = |row: &[f32]| (0..row.len()).max_by(|&a, &b| row[a].total_cmp(&row[b]));
            same += usize::from(best(&row) == best(wanted));
            pronouns += 1;
        }
    }
    assert!(pronouns >= 12);
    assert!(
        sum / (count as f32) < 0.02,
        "mean difference {}",
        sum / count as f32
    );
    assert!(
        same + 1 >= pronouns,
        "the likeliest agree on {same} of {pronouns}"
    );
}

#[test]
fn without_candidates_none_is_certain() {
    let text = "The ferry left at noon. She waved.";
    let found = resolve(text, &[6], &[], ModelName::Standard);
    assert_eq!(
        found,
        [Antecedent {
            none: 1.0,
            candidates: Vec::new()
        }]
    );
}

#[test]
fn the_small_model_resolves_nothing() {
    let candidates = [Candidate {
        tokens: 0..1,
        is_name: true,
        group: 0,
    }];
    let found = resolve("Ilse left. She waved.", &[3], &candidates, ModelName::Fast);
    assert_eq!((found.len(), found[0].candidates.len()), (1, 0));
}

#[test]
fn long_texts_are_read_in_windows() {
    let one =
        "Ilse Baum met Pia Roth at the gate, and she waved to her before the rain came over the hills. ";
    let text = one.repeat(60);
    let layout = Layout::new(&text);
    let words: Vec<&str> = layout.tokens().iter().map(|t| t.text(&text)).collect();
    let tokens: Vec<usize> = (0..words.len())
        .filter(|&i| ["she", "her"].contains(&words[i]))
        .collect();
    let candidates: Vec<Candidate> = (0..words.len())
        .filter(|&i| ["Ilse", "Pia"].contains(&words[i]))
        .map(|i| Candidate {
            tokens: i..i + 2,
            is_name: true,
            group: u32::from(words[i] == "Pia"),
        })
        .collect();
    let found = resolve(&text, &tokens, &candidates, ModelName::Standard);
    assert_eq!(found.len(), tokens.len());
    for (antecedent, &token) in found.iter().zip(&tokens) {
        assert!(antecedent.candidates.len() >= 4);
        let near = antecedent.candidates.iter().any(|&(c, _)| {
            let start = candidates[c].tokens.start;
            start < token && token - start < 20
        });
        assert!(near, "the sentence's own names are within reach");
    }
    assert_eq!(found, resolve(&text, &tokens, &candidates, ModelName::Standard));
}
