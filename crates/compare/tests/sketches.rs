//! How many articles alike are found by bands and by anchors, on articles made from a seed: copies with words changed, briefs cut from
//! wires, updates that add paragraphs. The exact likeness of sets of shingles is the oracle.
#![allow(missing_docs, unreachable_pub, clippy::print_stderr)]

use onrecord_compare::{Shingles, Sketch};

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

/// Words by Zipf's law, so that shingles of small words are shared by chance as in news.
fn article(dice: &mut Dice, count: usize) -> Vec<String> {
    (0..count)
        .map(|_| {
            let scale = 1 << dice.below(14);
            format!("w{}", dice.below(scale))
        })
        .collect()
}

/// Another word in place of one in `every`.
fn edited(dice: &mut Dice, words: &[String], every: usize) -> Vec<String> {
    let change = |dice: &mut Dice, word: &String| {
        if dice.below(every) == 0 {
            "changed".to_owned() + word
        } else {
            word.clone()
        }
    };
    words.iter().map(|word| change(dice, word)).collect()
}

const TRIALS: usize = 300;

/// Shares of pairs that share a band, and an anchor.
fn found(dice: &mut Dice, make: impl Fn(&mut Dice) -> (Vec<String>, Vec<String>)) -> (f64, f64) {
    let (mut bands, mut anchors) = (0, 0);
    for _ in 0..TRIALS {
        let (a, b) = make(dice);
        let (a, b) = (Sketch::of(&a.join(" ")), Sketch::of(&b.join(" ")));
        bands += usize::from(a.bands().iter().zip(b.bands()).any(|(x, y)| *x == y));
        anchors += usize::from(a.anchors().iter().any(|x| b.anchors().contains(x)));
    }
    (bands as f64 / TRIALS as f64, anchors as f64 / TRIALS as f64)
}

#[test]
fn articles_alike_are_found() {
    let mut dice = Dice(7);
    let (bands, anchors) = found(&mut dice, |dice| {
        let a = article(dice, 400);
        let b = edited(dice, &a, 60);
        (a, b)
    });
    eprintln!("one word in 60 changed: bands {bands:.3} anchors {anchors:.3}");
    assert!(bands >= 0.97 && anchors >= 0.99);
    for (share, edit, least) in [(2, 40, 0.98), (3, 40, 0.95), (4, 40, 0.9), (8, 40, 0.65)] {
        let (bands, anchors) = found(&mut dice, |dice| {
            let wire = article(dice, 800);
            let brief = edited(dice, &wire[..800 / share], edit);
            (wire, brief)
        });
        eprintln!(
            "brief of 1/{share} of a wire, one word in {edit} changed: bands {bands:.3} anchors {anchors:.3}"
        );
        assert!(anchors >= least);
    }
    let (bands, anchors) = found(&mut dice, |dice| {
        let first = article(dice, 150);
        let mut update = first.clone();
        update.splice(40..40, article(dice, 350));
        (first, update)
    });
    eprintln!("update that adds 350 words to 150: bands {bands:.3} anchors {anchors:.3}");
    assert!(anchors >= 0.97);
    let (bands, anchors) = found(&mut dice, |dice| (article(dice, 400), article(dice, 400)));
    eprintln!("nothing in common: bands {bands:.3} anchors {anchors:.3}");
    assert!(bands <= 0.01 && anchors <= 0.05);
}

#[test]
fn estimates_against_exact_figures() {
    let mut dice = Dice(3);
    let (mut sum, mut worst) = (0.0, 0.0_f64);
    for n in 0..TRIALS {
        let a = article(&mut dice, 60 + n * 3);
        let b = edited(&mut dice, &a, 5 + n % 80);
        let (a, b) = (Shingles::of(&a.join(" ")), Shingles::of(&b.join(" ")));
        let error = (a.sketch().jaccard(&b.sketch()) - a.jaccard(&b)).abs();
        sum += error;
        worst = worst.max(error);
    }
    let mean = sum / TRIALS as f64;
    eprintln!("estimate of likeness: mean error {mean:.4}, worst {worst:.4}");
    assert!(mean <= 0.045 && worst <= 0.2);
}
