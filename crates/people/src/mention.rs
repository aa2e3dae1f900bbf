//! Where somebody or some body is named or speaks: what pronouns and descriptions may point to.

use crate::lexicon::is_article;
use crate::people::{Attributed, People, Reading};
use onrecord_record::SpeakerType;
use onrecord_text::QuoteState;

/// A place that names somebody, or the source of a statement.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    /// Token of the mention.
    pub(crate) at: usize,
    pub(crate) who: Attributed,
    /// Whether this is the source of a statement, not just a name.
    pub(crate) spoke: bool,
    /// Whether it is the first name in its sentence and no preposition governs it.
    pub(crate) subject: bool,
    /// Whether a preposition or a possessive mark makes it part of another phrase.
    pub(crate) dependent: bool,
    /// Whether it stands inside quotation marks.
    pub(crate) quoted: bool,
    /// "he" or "she" where the text prints which.
    pub(crate) pronoun: Option<&'static str>,
}

/// More than this are a list, not a joint source.
pub(crate) const MOST_JOINT: usize = 6;

/// Several sources or names taken together.
#[derive(Clone, Debug)]
pub(crate) struct Joint {
    /// Token at which the first of them stands.
    pub(crate) at: usize,
    pub(crate) who: Vec<Attributed>,
    /// Whether they spoke together.
    pub(crate) spoke: bool,
}

impl People {
    /// Every mention by name.
    pub(crate) fn mentions(&self, reading: &Reading<'_, '_>) -> Vec<Mention> {
        let layout = reading.layout;
        let mut last_sentence = usize::MAX;
        let mut out = Vec::new();
        for (name, id) in reading.names.iter().zip(reading.ids) {
            let Some(id) = *id else { continue };
            let at = name.whole().start;
            let sentence = layout.sentence_of(at);
            let first = sentence != last_sentence;
            last_sentence = sentence;
            let before = at.checked_sub(1).map_or("", |i| layout.word(i));
            let before = if is_article(before) {
                at.checked_sub(2).map_or("", |i| layout.word(i))
            } else {
                before
            };
            let governed = matches!(
                before,
                "of" | "for"
                    | "to"
                    | "with"
                    | "by"
                    | "from"
                    | "in"
                    | "at"
                    | "on"
                    | "against"
                    | "about"
                    | "near"
                    | "into"
            );
            let possessive = name.tokens.end + 1 < layout.tokens().len()
                && matches!(layout.word(name.tokens.end), "'" | "’")
                && layout.word(name.tokens.end + 1) == "s";
            out.push(Mention {
                at,
                who: self.named(id, 0.9, None),
                spoke: false,
                subject: first && !governed && !possessive,
                dependent: governed || possessive,
                quoted: layout.quote_states()[at] != QuoteState::Outside,
                pronoun: None,
            });
        }
        out
    }

    /// People named as a pair or list ("A and B", "A, B and C").
    pub(crate) fn joints(&self, reading: &Reading<'_, '_>) -> Vec<Joint> {
        let mut out: Vec<Joint> = Vec::new();
        let mut start = 0;
        let names = reading.names;
        let kind = |n: usize| reading.ids[n].map(|id| self.entities.get(id).kind);
        for n in 1..=names.len() {
            let joined = n < names.len()
                && kind(n).is_some()
                && kind(n) == kind(start)
                && matches!(
                    kind(n),
                    Some(SpeakerType::Person | SpeakerType::Place | SpeakerType::Organization)
                )
                && {
                    let between = names[n - 1].whole().end..names[n].whole().start;
                    let words = between.clone().map(|i| reading.layout.word(i));
                    !between.is_empty()
                        && between.len() <= 2
                        && words.clone().all(|w| matches!(w, "and" | "," | "the"))
                        && words.clone().any(|w| w != "the")
                };
            if joined {
                continue;
            }
            let run = start..n;
            start = n;
            let and = run.len() >= 2
                && reading
                    .layout
                    .word(names[run.end - 1].whole().start.saturating_sub(1))
                    == "and"
                || run.len() >= 2
                    && reading
                        .layout
                        .word(names[run.end - 1].whole().start.saturating_sub(2))
                        == "and";
            if !and || run.len() > MOST_JOINT {
                continue;
            }
            let mut ids: Vec<_> = run.clone().filter_map(|k| reading.ids[k]).collect();
            ids.dedup();
            if ids.len() >= 2 {
                out.push(Joint {
                    at: names[run.start].start,
                    who: ids.into_iter().map(|id| self.named(id, 0.8, None)).collect(),
                    spoke: false,
                });
            }
        }
        out
    }
}
