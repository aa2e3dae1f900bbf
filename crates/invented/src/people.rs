//! People, bodies and outlets of an invented archive.

use fastrand::Rng;

const ONSETS: &[&str] = &[
    "B", "D", "F", "G", "H", "J", "K", "L", "M", "N", "P", "R", "S", "T", "V", "Z", "Br", "Dr", "St", "Kr",
];
const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "ai", "ei", "o", "a", "e"];
const CODAS: &[&str] = &["n", "r", "l", "s", "m", "t", "k", "", "nd", "rt", "", "v"];
const ROLES: &[&str] = &[
    "minister",
    "deputy minister",
    "mayor",
    "spokesperson",
    "director",
    "chair",
    "governor",
    "ambassador",
    "secretary general",
    "professor",
    "coach",
    "judge",
    "chief executive",
    "general",
    "rector",
    "union leader",
];
const BODIES: &[&str] = &[
    "Ministry of",
    "Council of",
    "University of",
    "Bank of",
    "Port of",
    "Federation of",
    "Institute of",
];

/// Somebody, with the same role throughout.
#[derive(Clone, Debug)]
pub(crate) struct Somebody {
    pub(crate) given: String,
    pub(crate) family: String,
    pub(crate) role: &'static str,
    pub(crate) org: String,
}

impl Somebody {
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.given, self.family)
    }
}

fn syllables(rng: &mut Rng, count: usize) -> String {
    let mut out = String::new();
    for i in 0..count {
        let onset = ONSETS[rng.usize(0..ONSETS.len())];
        if i == 0 {
            out.push_str(onset);
        } else {
            out.push_str(&onset.to_lowercase());
        }
        out.push_str(VOWELS[rng.usize(0..VOWELS.len())]);
    }
    out.push_str(CODAS[rng.usize(0..CODAS.len())]);
    out
}

pub(crate) fn everybody(rng: &mut Rng, count: usize) -> Vec<Somebody> {
    let places: Vec<String> = (0..80).map(|_| syllables(rng, 2)).collect();
    let given: Vec<String> = (0..(count / 8).max(20)).map(|_| syllables(rng, 2)).collect();
    (0..count)
        .map(|_| {
            let long = 2 + rng.usize(0..2);
            Somebody {
                given: given[rng.usize(0..given.len())].clone(),
                family: syllables(rng, long),
                role: ROLES[rng.usize(0..ROLES.len())],
                org: format!(
                    "{} {}",
                    BODIES[rng.usize(0..BODIES.len())],
                    places[rng.usize(0..places.len())]
                ),
            }
        })
        .collect()
}

pub(crate) fn outlets(rng: &mut Rng, count: usize) -> Vec<String> {
    (0..count)
        .map(|_| {
            format!(
                "{} {}",
                syllables(rng, 2),
                ["Post", "Times", "Herald", "Daily", "News"][rng.usize(0..5)]
            )
        })
        .collect()
}

pub(crate) fn agencies(rng: &mut Rng) -> Vec<String> {
    (0..8).map(|_| format!("{} Agency", syllables(rng, 2))).collect()
}
