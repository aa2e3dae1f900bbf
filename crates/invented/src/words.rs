//! Words with the frequencies of a language.

use fastrand::Rng;

const FUNCTION: &[&str] = &[
    "the", "of", "and", "to", "in", "a", "for", "on", "with", "at", "by", "from", "as", "its", "that", "be",
    "this", "has", "new", "more", "year", "people", "state", "work", "plan", "city", "country", "week",
    "report", "time", "council", "law",
];
const SYLLABLES: &[&str] = &[
    "ba", "cor", "den", "fel", "gan", "hol", "in", "jar", "ker", "lin", "mor", "nes", "or", "pal", "quin",
    "ras", "sel", "tan", "ul", "ver", "wen", "yor", "zel", "bri", "cla", "dro", "fle", "gra", "plo", "ster",
    "tri", "shan",
];
const VOCABULARY: usize = 60_000;
/// Words that mean the same, for statements in other words. They are drawn now and then.
const SAME: &[[&str; 2]] = &[
    ["begin", "start"],
    ["increase", "raise"],
    ["agreement", "accord"],
    ["meeting", "talks"],
    ["help", "assist"],
    ["quickly", "rapidly"],
    ["large", "big"],
    ["children", "youngsters"],
    ["building", "construction"],
    ["problem", "difficulty"],
    ["important", "significant"],
    ["money", "funds"],
];

/// A vocabulary: the word of each rank.
pub(crate) struct Words {
    words: Vec<String>,
    /// Sums of frequencies, for drawing.
    sums: Vec<f64>,
}

impl Words {
    pub(crate) fn new(rng: &mut Rng) -> Self {
        let mut words: Vec<String> = FUNCTION.iter().map(|&w| w.to_owned()).collect();
        words.extend(SAME.iter().map(|pair| pair[0].to_owned()));
        while words.len() < VOCABULARY {
            let syllables = 2 + rng.usize(0..3);
            words.push(
                (0..syllables)
                    .map(|_| SYLLABLES[rng.usize(0..SYLLABLES.len())])
                    .collect(),
            );
        }
        let mut sum = 0.0;
        let sums = (0..words.len())
            .map(|rank| {
                sum += 1.0 / (rank as f64 + 2.7);
                sum
            })
            .collect();
        Self { words, sums }
    }

    pub(crate) fn draw(&self, rng: &mut Rng) -> &str {
        let at = rng.f64() * self.sums.last().copied().unwrap_or(0.0);
        let rank = self.sums.partition_point(|&sum| sum < at);
        self.words.get(rank).map_or("the", String::as_str)
    }

    /// As many words, the first of them not in capitals.
    pub(crate) fn phrase(&self, rng: &mut Rng, count: usize) -> Vec<String> {
        let word = |rng: &mut Rng| match rng.u8(0..40) {
            0 => (2 + rng.u32(0..900)).to_string(),
            _ => self.draw(rng).to_owned(),
        };
        (0..count).map(|_| word(rng)).collect()
    }
}

/// The phrase in other words: function words go or come, some words give way to others of the same meaning, of the rest one in
/// eight to a word that nobody could know to mean the same, one in twelve is left out, and halves change places.
pub(crate) fn other_words(phrase: &[String], words: &Words, rng: &mut Rng) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(phrase.len());
    for word in phrase {
        let other = SAME.iter().find(|pair| pair[0] == word);
        let small = FUNCTION.contains(&word.as_str());
        match other {
            Some(pair) => out.push(pair[1].to_owned()),
            None if small && rng.u8(0..10) < 3 => {}
            None if !small && rng.u8(0..8) == 0 => out.push(words.draw(rng).to_owned()),
            None if rng.u8(0..12) == 0 => {}
            None => out.push(word.clone()),
        }
    }
    if rng.bool() && out.len() > 8 {
        let at = out.len() / 2 + rng.usize(0..3);
        out.rotate_left(at);
    }
    if out.len() < 4 { phrase.to_vec() } else { out }
}

/// The phrase with another meaning, in nearly the same words: denied, or with another number.
pub(crate) fn twisted(phrase: &[String], rng: &mut Rng) -> Vec<String> {
    let mut out = phrase.to_vec();
    let number = out
        .iter()
        .position(|word| word.bytes().all(|b| b.is_ascii_digit()));
    match number {
        Some(at) if rng.bool() => {
            let before: u32 = out[at].parse().unwrap_or(0);
            out[at] = (before + 1 + rng.u32(0..40)).to_string();
        }
        _ => out.insert(out.len() / 2, "not".to_owned()),
    }
    out
}
