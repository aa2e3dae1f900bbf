//! Whether two statements say the same in other words, and keys to find those that may.
//!
//! Contents are compared by their content words, without pronouns, tenses and auxiliaries, which shift between direct and indirect speech: “I will
//! resign” and “he would resign” are the same. Numbers and names weigh more than other words. Statements with other numbers, with a negation that the other has
//! not, or with opposite words (rise, fall) are never the same, however many words they share. English only.

use crate::lexicon::{self, irregular, opposites};
use crate::sketch::mix;
use crate::word::Words;
use snowball_stemmers_rs::{Algorithm, Stemmer};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use twox_hash::XxHash3_64;

/// From this score on two contents are the same statement. Of the pairs in `tests/`, 20 of 20 that are the same are found and 1 of 20 that are not; of those
/// held out 14 of 15, and 2 of 15 (one content word for another: "sales", "prices").
pub const SAME: f32 = 0.6;
/// How many keys [`Content::prints`] gives.
pub const PRINTS: usize = 4;

/// Most that contents in conflict score.
const CONFLICT: f32 = 0.3;
/// What names that only one content has leave of the score, when both have such.
const OTHER_NAMES: f32 = 0.7;
/// Per cent.
const SHARED_BITS: u32 = 45;
/// Words under one key.
const ROWS: u64 = 2;

const WORD: u32 = 2;
const PALE: u32 = 1;
const NAME: u32 = 3;
const NUMBER: u32 = 3;

static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));

/// Why two contents are not the same statement, however alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Conflict {
    /// Each has numbers that the other has not.
    Numbers,
    /// One is negated, the other is not.
    Negation,
    /// One has a word where the other has its opposite.
    Opposite,
}

/// How alike two contents are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alike {
    /// 0 to 1; from [`SAME`] on they are taken for the same statement.
    pub score: f32,
    /// What speaks against it.
    pub conflict: Option<Conflict>,
}

impl Alike {
    /// Whether they are taken for the same statement.
    pub fn same(self) -> bool {
        self.score >= SAME
    }
}

/// What is compared of a statement's content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    stems: BTreeMap<String, u32>,
    numbers: BTreeSet<String>,
    names: BTreeSet<String>,
    /// Stem of the first word, when it is printed with a capital and is no small word: a name, as like as not.
    lead: Option<String>,
    negated: bool,
    weight: u32,
}

/// How alike two contents are. See [`Content::alike`].
///
/// ```
/// use onrecord_compare::statements::{Conflict, alike};
/// let a = "I will not close the old pier before 2027";
/// assert!(alike(a, "he would not close the old pier before 2027").same());
/// assert_eq!(alike(a, "she will close the old pier before 2027").conflict, Some(Conflict::Negation));
/// assert_eq!(alike(a, "I will not close the old pier before 2029").conflict, Some(Conflict::Numbers));
/// ```
pub fn alike(a: &str, b: &str) -> Alike {
    Content::of(a).alike(&Content::of(b))
}

/// Whether contents with these [signatures](Content::signature) may be the same: the one of fewer words shares at least this much
/// of its bits with the other. [`SAME`] asks for 0.6 of the weight of the words; of their number it may be less.
pub fn may_be_same(a: u64, b: u64) -> bool {
    let fewer = a.count_ones().min(b.count_ones());
    (a & b).count_ones() * 100 >= fewer * SHARED_BITS
}

/// Keys of a content; see [`Content::prints`].
pub fn prints(content: &str) -> [u64; PRINTS] {
    Content::of(content).prints()
}

impl Content {
    /// Reads a content, fragments joined by blanks. Takes time in proportion to it.
    pub fn of(text: &str) -> Self {
        let words = Words::of(text);
        let mut out = Self::default();
        let mut negations = 0_u32;
        let mut sentence = true; // the next word is the first of a sentence
        let mut end = 0;
        for word in words.iter() {
            let between = text.get(end..word.range.start).unwrap_or_default();
            sentence |= end > 0 && between.contains(['.', '!', '?', ':', '“']);
            let printed = text.get(word.range.clone()).unwrap_or_default();
            end = word.range.end;
            out.take(word.folded, printed, sentence, &mut negations);
            sentence = false;
        }
        out.negated = negations % 2 == 1;
        out.weight = out.stems.values().sum();
        out
    }

    fn take(&mut self, folded: &str, printed: &str, first: bool, negations: &mut u32) {
        if lexicon::negates(folded) {
            *negations += 1;
            return;
        }
        let folded = folded.strip_suffix("'s").unwrap_or(folded).trim_end_matches('\'');
        let capital = printed.starts_with(char::is_uppercase);
        // the month is told from the auxiliary, the country from the pronoun, by their capitals
        let name =
            capital && !first && (!lexicon::is_small(folded) || matches!(printed, "May" | "US" | "U.S."));
        let shouted = printed.chars().filter(|c| c.is_uppercase()).count() > 1;
        if lexicon::is_small(folded) && !name || folded.is_empty() {
            return;
        }
        if let Some(sign) = lexicon::sign(folded) {
            self.stems.insert(sign.to_owned(), WORD);
            return;
        }
        if let Some((digits, scale)) = lexicon::scaled(folded) {
            self.take(digits, digits, false, negations);
            self.take(scale, scale, false, negations);
            return;
        }
        let digits = lexicon::number(folded).map(str::to_owned);
        if let Some(number) = digits.or_else(|| {
            folded
                .bytes()
                .any(|b| b.is_ascii_digit())
                .then(|| plain_number(folded))
        }) {
            self.stems.insert(number.clone(), NUMBER);
            // "one of them", "a second look" tell no numbers apart
            if folded != "one" {
                self.numbers.insert(number);
            }
            return;
        }
        if name || shouted {
            self.names.insert(folded.to_owned());
        }
        let stem = stem(folded);
        if first && capital && self.stems.is_empty() {
            self.lead = Some(stem.clone());
        }
        let weight = match () {
            () if name || shouted => NAME,
            () if lexicon::is_pale(&stem) => PALE,
            () => WORD,
        };
        let known = self.stems.entry(stem).or_default();
        *known = weight.max(*known);
    }

    /// How alike this content is to another: the mean of the share of the shorter that the longer has and of the share of both that both
    /// have, by weight. In conflict at most 0.3.
    pub fn alike(&self, other: &Self) -> Alike {
        let shared: u32 = self
            .stems
            .iter()
            .filter_map(|(stem, a)| Some(*a.min(other.stems.get(stem)?)))
            .sum();
        let least = self.weight.min(other.weight);
        if least == 0 || shared == 0 {
            return Alike {
                score: 0.0,
                conflict: None,
            };
        }
        let union = self.weight + other.weight - shared;
        let mut score = (shared as f32 / least as f32 + shared as f32 / union as f32) / 2.0;
        let lone = |a: &Self, b: &Self| {
            a.names
                .iter()
                .any(|name| !b.names.contains(name) && !b.stems.contains_key(&stem(name)))
        };
        let led = |a: &Self, b: &Self| a.lead.as_ref().is_some_and(|lead| !b.stems.contains_key(lead));
        if lone(self, other) && lone(other, self) || led(self, other) && led(other, self) {
            score *= OTHER_NAMES;
        }
        let conflict = self.conflict(other);
        if conflict.is_some() {
            score = score.min(CONFLICT);
        }
        Alike { score, conflict }
    }

    fn conflict(&self, other: &Self) -> Option<Conflict> {
        if !self.numbers.is_subset(&other.numbers) && !other.numbers.is_subset(&self.numbers) {
            return Some(Conflict::Numbers);
        }
        if self.negated != other.negated {
            return Some(Conflict::Negation);
        }
        let has = |content: &Self, words: &[&str]| words.iter().any(|word| content.stems.contains_key(*word));
        let opposite = opposites().iter().any(|(one, two)| {
            let (a1, a2, b1, b2) = (has(self, one), has(self, two), has(other, one), has(other, two));
            a1 && !a2 && b2 && !b1 || a2 && !a1 && b1 && !b2
        });
        opposite.then_some(Conflict::Opposite)
    }

    /// One bit for each content word, of 64: what tells most unlike contents apart without reading them. See [`may_be_same`].
    pub fn signature(&self) -> u64 {
        self.stems.keys().fold(0, |bits, stem| {
            bits | 1 << (XxHash3_64::oneshot(stem.as_bytes()) >> 58)
        })
    }

    /// Keys to file the content under: contents of which a share `J` of all content words (by weight) is in both share at least one with
    /// probability `1-(1-J²)⁴`: 0.98 for 0.8, 0.93 for 0.7, 0.68 for 0.5. Each stands for two content words, so that a key is shared by few. All are
    /// 0 for a content without content words: do not file it.
    pub fn prints(&self) -> [u64; PRINTS] {
        let mut prints = [0; PRINTS];
        if self.stems.is_empty() {
            return prints;
        }
        let hashes: Vec<(u64, u32)> = self
            .stems
            .iter()
            .map(|(stem, weight)| (XxHash3_64::oneshot(stem.as_bytes()), *weight))
            .collect();
        // MinHash with as many draws for a word as it weighs
        let least = |seed: u64| {
            let draw = |&(hash, weight): &(u64, u32)| {
                (0..u64::from(weight))
                    .map(|n| mix(hash ^ mix(seed << 8 | n)))
                    .min()
                    .map(|draw| (draw, hash))
            };
            hashes.iter().filter_map(draw).min().map_or(0, |(_, hash)| hash)
        };
        for (n, print) in (0_u64..).zip(&mut prints) {
            *print = (0..ROWS).fold(n + 1, |key, row| mix(key ^ least(n * ROWS + row)));
        }
        prints
    }
}

/// "1,50" and "1.5" are one number, "1.0" is 1.
fn plain_number(folded: &str) -> String {
    let point = folded.replace(',', ".");
    match point.split_once('.') {
        Some((_, part)) if !part.contains('.') => {
            point.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ => point,
    }
}

fn stem(folded: &str) -> String {
    if let Some(base) = irregular(folded) {
        return base.to_owned();
    }
    // the stemmer knows the letters of English alone
    if folded.len() > 40 || !folded.bytes().all(|b| b.is_ascii_lowercase()) {
        return folded.to_owned();
    }
    ENGLISH.stem(folded).into_owned()
}
