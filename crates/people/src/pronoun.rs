//! Whom a pronoun stands for: the nearest fitting one, where subjects and those who spoke last come before others.

use crate::people::Attributed;
use onrecord_text::{Layout, QuoteState};

/// Somebody that a pronoun may stand for.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// Token of the mention.
    pub(crate) at: usize,
    pub(crate) who: Attributed,
    /// Whether this is the source of a statement, not just a name.
    pub(crate) spoke: bool,
    /// Whether it is the first name in its sentence and no preposition governs it.
    pub(crate) subject: bool,
    /// "he" or "she" where the text prints which.
    pub(crate) pronoun: Option<&'static str>,
}

/// Sentences back in which a candidate may stand.
const REACH: usize = 9;

/// Penalties, in sentences: what makes a mention less likely to be the one.
const NOT_SUBJECT: f32 = 0.9;
const DID_NOT_SPEAK: f32 = 0.8;
const IN_QUOTATION: f32 = 1.6;

/// The best candidate for a pronoun at token `at`, and how much better it is than the next one (in sentences).
///
/// `candidates` are in text order. Those that `fits` refuses are passed over.
pub(crate) fn nearest<'c>(
    layout: &Layout<'_>,
    at: usize,
    candidates: &'c [Candidate],
    fits: impl Fn(&Candidate) -> bool,
) -> Option<(&'c Candidate, f32)> {
    let sentence = layout.sentence_of(at);
    let inside = layout.quote_states()[at] != QuoteState::Outside;
    let upto = candidates.partition_point(|c| c.at < at);
    let mut best: Option<(f32, &Candidate)> = None;
    let mut second = f32::INFINITY;
    for candidate in candidates[..upto].iter().rev() {
        let apart = sentence - layout.sentence_of(candidate.at).min(sentence);
        if apart > REACH {
            break;
        }
        if !fits(candidate) {
            continue;
        }
        let quoted =
            !inside && !candidate.spoke && layout.quote_states()[candidate.at] != QuoteState::Outside;
        let cost = apart as f32
            + if candidate.subject { 0.0 } else { NOT_SUBJECT }
            + if candidate.spoke { 0.0 } else { DID_NOT_SPEAK }
            + if quoted { IN_QUOTATION } else { 0.0 };
        match best {
            Some((least, who)) if cost >= least => {
                if who.who.entity != candidate.who.entity || who.who.entity.is_none() {
                    second = second.min(cost);
                }
            }
            Some((least, who)) => {
                if who.who.entity != candidate.who.entity || who.who.entity.is_none() {
                    second = least;
                }
                best = Some((cost, candidate));
            }
            None => best = Some((cost, candidate)),
        }
    }
    best.map(|(least, who)| (who, second - least))
}
