//! How well statements that say the same are told from others, on pairs written for it. `+` are the same statement in other words, `-` are not.
//! The second list was written before the first run and nothing was fitted to it.
#![allow(missing_docs, unreachable_pub, clippy::print_stderr)]

use onrecord_compare::statements::{Content, alike};

const FITTED: &str = include_str!("statements.tsv");
const HELD_OUT: &str = include_str!("statements_held_out.tsv");

struct Figures {
    precision: f32,
    recall: f32,
    /// Pairs that are the same and share a key.
    keyed: f32,
}

fn measure(name: &str, pairs: &str) -> Figures {
    let (mut hits, mut wrong, mut missed, mut keyed) = (0, 0, 0, 0);
    for line in pairs.lines().filter(|line| !line.is_empty()) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [same, a, b] = fields[..] else {
            panic!("three fields: {line}")
        };
        let found = alike(a, b);
        let (x, y) = (Content::of(a).prints(), Content::of(b).prints());
        match (same == "+", found.same()) {
            (true, true) => hits += 1,
            (false, true) => wrong += 1,
            (true, false) => missed += 1,
            (false, false) => {}
        }
        keyed += usize::from(same == "+" && x.iter().any(|key| y.contains(key)));
        if (same == "+") != found.same() {
            eprintln!("{name} {same} {:.2} {:?}: {a} / {b}", found.score, found.conflict);
        }
    }
    let figures = Figures {
        precision: hits as f32 / (hits + wrong).max(1) as f32,
        recall: hits as f32 / (hits + missed) as f32,
        keyed: keyed as f32 / (hits + missed) as f32,
    };
    eprintln!(
        "{name}: precision {:.3} recall {:.3} keyed {:.3} ({hits} found, {wrong} wrong, {missed} missed)",
        figures.precision, figures.recall, figures.keyed
    );
    figures
}

#[test]
fn statements_in_other_words() {
    let fitted = measure("fitted", FITTED);
    assert!(fitted.precision >= 0.95 && fitted.recall >= 0.8);
    let held_out = measure("held out", HELD_OUT);
    assert!(held_out.precision >= 0.85 && held_out.recall >= 0.6);
}

#[test]
fn near_identical_contents_share_a_key() {
    let words = "the harbour council would spend forty million crowns on new lights along the northern breakwater because three fishing boats ran \
                 aground there last winter while the old keeper was ill";
    let all: Vec<&str> = words.split(' ').collect();
    let mut shared = 0;
    for n in 0..all.len() {
        let mut changed = all.clone();
        changed[n] = "something";
        let (a, b) = (
            Content::of(words).prints(),
            Content::of(&changed.join(" ")).prints(),
        );
        shared += usize::from(a.iter().any(|key| b.contains(key)));
    }
    assert!(shared * 100 >= all.len() * 97, "{shared} of {}", all.len());
    assert_eq!(Content::of("they would do it").prints(), [0; 4]);
}
