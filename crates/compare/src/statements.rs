//! Whether two statements say the same in other words, and keys to find those that may.
//!
//! Contents are compared by their content words, without pronouns, tenses and auxiliaries, which shift between direct and indirect speech: “I will
//! resign” and “he would resign” are the same. Numbers and names weigh more than other words. Statements with other numbers, with a negation that the other has
//! not, or with opposite words (rise, fall) are never the same, however many words they share. English only.

use crate::lexicon::{self, irregular, opposites};
use crate::sketch::mix;
use crate::word::Words;
use rustc_hash::FxHashMap;
use snowball_stemmers_rs::{Algorithm, Stemmer};
use std::borrow::Cow;
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
/// Per cent of the bits of a signature.
const SHARED_BITS: u32 = 45;
/// The same for contents that are nearly the same.
const MOST_BITS: u32 = 70;
/// Words under one key.
const ROWS: u64 = 2;

const WORD: u8 = 2;
const PALE: u8 = 1;
const NAME: u8 = 3;
const NUMBER: u8 = 3;

/// For each stem that has opposites, on which sides of which pairs it stands: a bit for each pair.
static SIDES: LazyLock<FxHashMap<u64, [u32; 2]>> = LazyLock::new(|| {
    let mut sides: FxHashMap<u64, [u32; 2]> = FxHashMap::default();
    for (pair, (one, two)) in opposites().iter().enumerate() {
        for (side, stems) in [one, two].into_iter().enumerate() {
            for stem in *stems {
                sides.entry(hash(stem)).or_default()[side] |= 1 << pair;
            }
        }
    }
    sides
});

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

/// What is compared of a statement's content: its words as hashes, eight bytes for each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// Stems in ascending order, each once.
    stems: Box<[Stem]>,
    /// Hashes in ascending order.
    numbers: Box<[u64]>,
    /// Hashes of names as they are printed, in ascending order, each with that of its stem.
    names: Box<[(u64, u64)]>,
    /// Stem of the first word, when it is printed with a capital and is no small word: a name, as like as not.
    lead: Option<u64>,
    /// On which sides of the pairs of opposites its words stand.
    sides: [u32; 2],
    negated: bool,
    weight: u32,
}

/// The hash of a stem, of which the last two bits tell its weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stem(u64);

impl Stem {
    fn new(hash: u64, weight: u8) -> Self {
        Self(hash & !3 | u64::from(weight & 3))
    }

    /// The hash, without the last two bits.
    fn hash(self) -> u64 {
        self.0 & !3
    }

    fn weight(self) -> u32 {
        (self.0 & 3) as u32
    }
}

/// A content while it is read.
#[derive(Default)]
struct Reading {
    stems: Vec<Stem>,
    numbers: Vec<u64>,
    names: Vec<(u64, u64)>,
    lead: Option<u64>,
    negations: u32,
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
    shares(a, b, SHARED_BITS)
}

/// Whether contents with these signatures may be the same in nearly the same words, with a score of 0.85 or more.
pub fn may_be_nearly_same(a: u64, b: u64) -> bool {
    shares(a, b, MOST_BITS)
}

fn shares(a: u64, b: u64, least: u32) -> bool {
    let fewer = a.count_ones().min(b.count_ones());
    (a & b).count_ones() * 100 >= fewer * least
}

/// Keys of a content; see [`Content::prints`].
pub fn prints(content: &str) -> [u64; PRINTS] {
    Content::of(content).prints()
}

impl Content {
    /// Reads a content, fragments joined by blanks. Takes time in proportion to it.
    pub fn of(text: &str) -> Self {
        let words = Words::of(text);
        let mut reading = Reading::default();
        let mut sentence = true; // the next word is the first of a sentence
        let mut end = 0;
        for word in words.iter() {
            let between = text.get(end..word.range.start).unwrap_or_default();
            sentence |= end > 0 && between.contains(['.', '!', '?', ':', '“']);
            let printed = text.get(word.range.clone()).unwrap_or_default();
            end = word.range.end;
            reading.take(word.folded, printed, sentence);
            sentence = false;
        }
        reading.done()
    }

    /// How alike this content is to another: the mean of the share of the shorter that the longer has and of the share of both that both
    /// have, by weight. In conflict at most 0.3.
    pub fn alike(&self, other: &Self) -> Alike {
        let least = self.weight.min(other.weight);
        let shared = shared(&self.stems, &other.stems);
        if least == 0 || shared == 0 {
            return Alike {
                score: 0.0,
                conflict: None,
            };
        }
        let union = self.weight + other.weight - shared;
        let mut score = (shared as f32 / least as f32 + shared as f32 / union as f32) / 2.0;
        let lone = |a: &Self, b: &Self| {
            a.names.iter().any(|&(name, stem)| {
                b.names.binary_search_by_key(&name, |name| name.0).is_err() && !b.has(stem)
            })
        };
        let led = |a: &Self, b: &Self| a.lead.is_some_and(|lead| !b.has(lead));
        if lone(self, other) && lone(other, self) || led(self, other) && led(other, self) {
            score *= OTHER_NAMES;
        }
        let conflict = self.conflict(other);
        if conflict.is_some() {
            score = score.min(CONFLICT);
        }
        Alike { score, conflict }
    }

    fn has(&self, stem: u64) -> bool {
        self.stems.binary_search_by_key(&stem, |stem| stem.hash()).is_ok()
    }

    fn conflict(&self, other: &Self) -> Option<Conflict> {
        let within = |a: &Self, b: &Self| a.numbers.iter().all(|n| b.numbers.binary_search(n).is_ok());
        if !within(self, other) && !within(other, self) {
            return Some(Conflict::Numbers);
        }
        if self.negated != other.negated {
            return Some(Conflict::Negation);
        }
        let ([a1, a2], [b1, b2]) = (self.sides, other.sides);
        let opposite = (a1 & !a2 & b2 & !b1) | (a2 & !a1 & b1 & !b2);
        (opposite != 0).then_some(Conflict::Opposite)
    }

    /// One bit for each content word, of 64: what tells most unlike contents apart without reading them. See [`may_be_same`].
    pub fn signature(&self) -> u64 {
        self.stems
            .iter()
            .fold(0, |bits, stem| bits | 1 << (stem.hash() >> 58))
    }

    /// Keys to file the content under: contents of which a share `J` of all content words (by weight) is in both share at least one with
    /// probability `1-(1-J²)⁴`: 0.98 for 0.8, 0.93 for 0.7, 0.68 for 0.5. Each stands for two content words, so that a key is shared by few. All are
    /// 0 for a content without content words: do not file it.
    pub fn prints(&self) -> [u64; PRINTS] {
        let mut prints = [0; PRINTS];
        if self.stems.is_empty() {
            return prints;
        }
        // MinHash with as many draws for a word as it weighs
        let least = |seed: u64| {
            let draw = |stem: &Stem| {
                (0..u64::from(stem.weight()))
                    .map(|n| mix(stem.hash() ^ mix(seed << 8 | n)))
                    .min()
                    .map(|draw| (draw, stem.hash()))
            };
            self.stems
                .iter()
                .filter_map(draw)
                .min()
                .map_or(0, |(_, hash)| hash)
        };
        for (n, print) in (0_u64..).zip(&mut prints) {
            *print = (0..ROWS).fold(n + 1, |key, row| mix(key ^ least(n * ROWS + row)));
        }
        prints
    }
}

impl Reading {
    fn take(&mut self, folded: &str, printed: &str, first: bool) {
        if lexicon::negates(folded) {
            self.negations += 1;
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
            self.stems.push(Stem::new(hash(sign), WORD));
            return;
        }
        if let Some((digits, scale)) = lexicon::scaled(folded) {
            self.take(digits, digits, false);
            self.take(scale, scale, false);
            return;
        }
        let number = match lexicon::number(folded) {
            Some(number) => Some(hash(number)),
            None if folded.bytes().any(|b| b.is_ascii_digit()) => Some(hash(&plain_number(folded))),
            None => None,
        };
        if let Some(number) = number {
            self.stems.push(Stem::new(number, NUMBER));
            // "one of them", "a second look" tell no numbers apart
            if folded != "one" {
                self.numbers.push(number);
            }
            return;
        }
        let stem = stem(folded);
        let of_stem = hash(&stem);
        if name || shouted {
            self.names.push((hash(folded), of_stem));
        }
        if first && capital && self.stems.is_empty() {
            self.lead = Some(of_stem);
        }
        let weight = match () {
            () if name || shouted => NAME,
            () if lexicon::is_pale(&stem) => PALE,
            () => WORD,
        };
        self.stems.push(Stem::new(of_stem, weight));
    }

    fn done(mut self) -> Content {
        // the heaviest of each comes first, and stays
        self.stems.sort_unstable_by(|a, b| b.cmp(a));
        self.stems.dedup_by_key(|stem| stem.hash());
        self.stems.reverse();
        self.numbers.sort_unstable();
        self.numbers.dedup();
        self.names.sort_unstable();
        self.names.dedup();
        let sides = self.stems.iter().filter_map(|stem| SIDES.get(&stem.hash()));
        Content {
            sides: sides.fold([0; 2], |[a, b], [one, two]| [a | one, b | two]),
            weight: self.stems.iter().map(|stem| stem.weight()).sum(),
            stems: self.stems.into(),
            numbers: self.numbers.into(),
            names: self.names.into(),
            lead: self.lead,
            negated: self.negations % 2 == 1,
        }
    }
}

/// What the stems that are in both weigh in the one where they weigh less.
fn shared(mut a: &[Stem], mut b: &[Stem]) -> u32 {
    let mut shared = 0;
    while let (Some((x, after_x)), Some((y, after_y))) = (a.split_first(), b.split_first()) {
        let (of_x, of_y) = (x.hash(), y.hash());
        if of_x == of_y {
            shared += x.weight().min(y.weight());
        }
        if of_x <= of_y {
            a = after_x;
        }
        if of_y <= of_x {
            b = after_y;
        }
    }
    shared
}

/// The hash of a word, as [`Stem::hash`] has it.
fn hash(word: &str) -> u64 {
    XxHash3_64::oneshot(word.as_bytes()) & !3
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

fn stem(folded: &str) -> Cow<'_, str> {
    if let Some(base) = irregular(folded) {
        return base.into();
    }
    // the stemmer knows the letters of English alone
    if folded.len() > 40 || !folded.bytes().all(|b| b.is_ascii_lowercase()) {
        return folded.into();
    }
    ENGLISH.stem(folded)
}
