//! To which mention a pronoun refers, by a small network on top of the standard tagger's states.
//!
//! The caller says what may be meant (names, noun phrases) and which mentions are one by their words; the network says how
//! probable each is, and how probable it is that none of them is meant. It was trained with every passage's gender turned
//! round half of the time, so names tell it nothing of gender.

use crate::features::{Break, Features};
use crate::tagger::{ModelError, Scratch, States, Tagger};
use crate::window::WINDOW;
use onrecord_nn::{Pairs, PairsInput, PairsScratch};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// int8 weights (see MODEL_CARD.md).
static WEIGHTS: &[u8] = include_bytes!("../data/antecedent.safetensors");

/// Word pieces kept free after a pronoun, as far as the text goes on.
const AFTER: usize = 80;
/// Rows of the features of a pair: distance, sentences, rank, count and kind, place, form (`FEATURE_ROWS` in
/// training/passages.py).
const FEATURE_ROWS: [u16; 6] = [24, 8, 9, 8, 8, 16];
/// Where the buckets of a distance in tokens end.
const DISTANCES: [usize; 11] = [1, 2, 3, 4, 5, 7, 10, 15, 23, 40, 80];

/// A form of a third-person pronoun; the genders share theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum PronounForm {
    /// "he", "she".
    Subject = 0,
    /// "him", "her" ("her car" too: the network sees which).
    Object = 1,
    /// "his", "hers".
    Possessive = 2,
    /// "himself", "herself".
    Reflexive = 3,
    /// "they".
    They = 4,
    /// "them".
    Them = 5,
    /// "their", "theirs".
    Their = 6,
    /// "themselves".
    Themselves = 7,
    /// "it".
    It = 8,
    /// "its".
    Its = 9,
    /// "itself".
    Itself = 10,
}

impl PronounForm {
    /// The form of a word, in any case; `None` where it is no pronoun that the network knows.
    pub fn of(word: &str) -> Option<Self> {
        const FORMS: [(&str, PronounForm); 16] = [
            ("he", PronounForm::Subject),
            ("she", PronounForm::Subject),
            ("him", PronounForm::Object),
            ("her", PronounForm::Object),
            ("his", PronounForm::Possessive),
            ("hers", PronounForm::Possessive),
            ("himself", PronounForm::Reflexive),
            ("herself", PronounForm::Reflexive),
            ("they", PronounForm::They),
            ("them", PronounForm::Them),
            ("their", PronounForm::Their),
            ("theirs", PronounForm::Their),
            ("themselves", PronounForm::Themselves),
            ("it", PronounForm::It),
            ("its", PronounForm::Its),
            ("itself", PronounForm::Itself),
        ];
        FORMS
            .iter()
            .find(|(form, _)| word.eq_ignore_ascii_case(form))
            .map(|&(_, form)| form)
    }
}

/// A pronoun to be resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pronoun {
    /// The token, an index into the text's tokens.
    pub token: usize,
    /// Its form.
    pub form: PronounForm,
}

/// What a pronoun may refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its tokens: a name without its title, or a noun phrase up to its head ("the new mayor").
    pub tokens: Range<usize>,
    /// Whether it is a name.
    pub is_name: bool,
    /// The same number for mentions that are one by their words ("Jane Doe", "Doe").
    pub group: u32,
}

/// What a pronoun refers to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Antecedent {
    /// Probability that it is none of the candidates within reach.
    pub none: f32,
    /// The candidates within reach, by number, with their probabilities. With `none` they sum to 1.
    pub candidates: Vec<(usize, f32)>,
}

/// The network, loaded. Shared by all workers.
#[derive(Debug)]
pub struct Antecedents {
    pairs: Pairs,
}

/// Memory that a worker uses again and again.
#[derive(Debug, Default)]
pub struct AntecedentScratch {
    pairs: PairsScratch,
}

impl Antecedents {
    /// Loads the built-in network.
    ///
    /// # Errors
    /// When the weights inside the program are damaged.
    pub fn load() -> Result<Self, ModelError> {
        Ok(Self {
            pairs: Pairs::load(WEIGHTS)?,
        })
    }

    /// What each of `pronouns` refers to, in their order; nothing where `tagger` is not the standard one.
    ///
    /// Both lists ascend by token. Within reach are the candidates of a window of whole sentences around the pronoun, most
    /// of it before; pronouns in one window share it, so a pronoun's figures depend a little on which others are asked.
    ///
    /// # Errors
    /// When the network refuses its input, which no text brings about.
    pub fn resolve(
        &self,
        tagger: &Tagger,
        scratch: &mut Scratch,
        own: &mut AntecedentScratch,
        features: &Features,
        pronouns: &[Pronoun],
        candidates: &[Candidate],
    ) -> Result<Vec<Antecedent>, ModelError> {
        let mut out = Vec::with_capacity(pronouns.len());
        while let Some(pronoun) = pronouns.get(out.len()) {
            if pronoun.token >= features.len() {
                out.push(Antecedent::default());
                continue;
            }
            let window = window(features, pronoun.token);
            let rest = &pronouns[out.len()..];
            let count = rest
                .iter()
                .take_while(|p| p.token < window.end && p.token >= pronoun.token)
                .count();
            self.resolve_window(
                tagger,
                scratch,
                own,
                features,
                window,
                &rest[..count.max(1)],
                candidates,
                &mut out,
            )?;
        }
        Ok(out)
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "what a window needs, each borrowed on its own"
    )]
    fn resolve_window(
        &self,
        tagger: &Tagger,
        scratch: &mut Scratch,
        own: &mut AntecedentScratch,
        features: &Features,
        window: Range<usize>,
        pronouns: &[Pronoun],
        candidates: &[Candidate],
        out: &mut Vec<Antecedent>,
    ) -> Result<(), ModelError> {
        let from = candidates.partition_point(|c| c.tokens.start < window.start);
        let inside: Vec<(usize, &Candidate)> = candidates
            .iter()
            .enumerate()
            .skip(from)
            .take_while(|(_, c)| c.tokens.start < window.end)
            .filter(|(_, c)| !c.tokens.is_empty() && c.tokens.end <= window.end)
            .collect();
        let unknown = Antecedent {
            none: 1.0,
            candidates: Vec::new(),
        };
        let tokens: Vec<usize> = window.clone().collect();
        let Some(States { rows: states, places }) =
            tagger.states(scratch, features, &tokens, self.pairs.after())?
        else {
            out.extend(pronouns.iter().map(|_| unknown.clone()));
            return Ok(());
        };
        if inside.is_empty() {
            out.extend(pronouns.iter().map(|_| unknown.clone()));
            return Ok(());
        }
        let first = |token: usize| places[token - window.start];
        let last = |token: usize| places[token - window.start + 1] - 1;
        let spans: Vec<[usize; 2]> = inside
            .iter()
            .map(|(_, c)| [first(c.tokens.start), last(c.tokens.end - 1)])
            .collect();
        let asked: Vec<usize> = pronouns.iter().map(|p| first(p.token)).collect();
        let mut flags = vec![0u8; states.len() / self.pairs.hidden()];
        spans.iter().for_each(|&[a, b]| flags[a..=b].fill(2));
        spans.iter().for_each(|&[a, _]| flags[a] = 1);
        asked.iter().for_each(|&a| flags[a] = 3);
        let rows = pair_features(features, &window, pronouns, &inside);
        let input = PairsInput {
            flags: &flags,
            asked: &asked,
            spans: &spans,
            features: &rows,
            each: FEATURE_ROWS.len(),
        };
        let scores = self.pairs.scores(&mut own.pairs, states, input)?;
        for row in scores.chunks_exact(1 + spans.len()) {
            let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let powers: Vec<f32> = row.iter().map(|x| (x - most).exp()).collect();
            let sum: f32 = powers.iter().sum();
            out.push(Antecedent {
                none: powers[0] / sum,
                candidates: inside
                    .iter()
                    .zip(&powers[1..])
                    .map(|(&(number, _), p)| (number, p / sum))
                    .collect(),
            });
        }
        Ok(())
    }
}

/// The tokens that are read for a pronoun: whole sentences where they fit.
fn window(features: &Features, token: usize) -> Range<usize> {
    let count = features.len();
    let begins = |t: usize| features.breaks[t] != Break::None as u8;
    let room = WINDOW - features.piece_count(token..count).min(AFTER);
    let mut start = token;
    while start > 0 && features.piece_count(start - 1..token) <= room {
        start -= 1;
    }
    if start > 0 {
        start = (start..=token).find(|&t| begins(t)).unwrap_or(start);
    }
    let mut end = token + 1;
    while end < count && features.piece_count(start..end + 1) <= WINDOW {
        end += 1;
    }
    if end < count {
        end = (token + 1..=end).rev().find(|&t| begins(t)).unwrap_or(end);
    }
    start..end
}

/// Rows of the table of features for every pronoun and candidate (`pair_features` in training/passages.py).
fn pair_features(
    features: &Features,
    window: &Range<usize>,
    pronouns: &[Pronoun],
    candidates: &[(usize, &Candidate)],
) -> Vec<u16> {
    let mut sentence = 0i32;
    let sentences: Vec<i32> = window
        .clone()
        .map(|t| {
            sentence += i32::from(t > window.start && features.breaks[t] != Break::None as u8);
            sentence
        })
        .collect();
    let sentence = |token: usize| sentences[token - window.start];
    let quoted = |token: usize| u16::from((1..=3).contains(&features.quote[token]));
    let mut counts = BTreeMap::<u32, u16>::new();
    for (_, candidate) in candidates {
        let count = counts.entry(candidate.group).or_default();
        *count = (*count + 1).min(4);
    }
    let mut out = Vec::with_capacity(pronouns.len() * candidates.len() * FEATURE_ROWS.len());
    for pronoun in pronouns {
        let before = candidates.partition_point(|(_, c)| c.tokens.start < pronoun.token);
        let mut ranks = vec![8u16; candidates.len()];
        let mut seen = BTreeSet::new();
        for (rank, (_, candidate)) in ranks[..before].iter_mut().zip(&candidates[..before]).rev() {
            let own = usize::from(seen.contains(&candidate.group));
            *rank = (seen.len() - own).min(7) as u16;
            seen.insert(candidate.group);
        }
        let mut last_sentence = None;
        for ((_, candidate), rank) in candidates.iter().zip(ranks) {
            let Range { start, end } = candidate.tokens;
            let after = start >= pronoun.token;
            let distance = if after {
                start - pronoun.token
            } else {
                pronoun.token.saturating_sub(end - 1)
            };
            let bucket = DISTANCES.partition_point(|&d| d <= distance) as u16;
            let own_sentence = sentence(start);
            let leads = last_sentence != Some(own_sentence);
            last_sentence = Some(own_sentence);
            let apart = (sentence(pronoun.token) - own_sentence).clamp(-2, 5) + 2;
            let count = counts.get(&candidate.group).copied().unwrap_or(1);
            let values = [
                bucket + 12 * u16::from(after),
                apart as u16,
                rank,
                count - 1 + 4 * u16::from(!candidate.is_name),
                u16::from(leads) + 2 * quoted(start) + 4 * quoted(pronoun.token),
                pronoun.form as u16,
            ];
            let mut offset = 0;
            for (value, rows) in values.into_iter().zip(FEATURE_ROWS) {
                out.push(offset + value);
                offset += rows;
            }
        }
    }
    out
}
