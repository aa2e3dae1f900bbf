//! What the text prints beside a name: ranks and titles, ages, common nouns, short forms.

use crate::lexicon::{is_role, pronoun_of_noun};
use crate::name::Name;
use onrecord_text::{Layout, Shape};
use std::ops::Range;

/// Whether a name is nothing but the capitals that a transcript prints for a part in the talk.
pub(crate) fn is_part(layout: &Layout<'_>, name: &Name) -> bool {
    let word = layout.word(name.tokens.start);
    name.tokens.len() == 1
        && (matches!(word, "Q" | "QUESTION" | "QUESTIONER" | "UNIDENTIFIED" | "VOICE")
            || word.len() > 4 && layout.tokens()[name.tokens.start].shape == Shape::Upper && is_role(word))
}

/// Ranks and degrees, which stand beside an office.
pub(crate) fn is_rank(role: &str) -> bool {
    let last = role
        .trim_end_matches('.')
        .rsplit(' ')
        .next()
        .unwrap_or(role)
        .to_lowercase();
    matches!(
        last.as_str(),
        "major"
            | "colonel"
            | "general"
            | "captain"
            | "lieutenant"
            | "professor"
            | "doctor"
            | "dr"
            | "prof"
            | "sir"
            | "dame"
            | "lord"
            | "lady"
            | "gen"
            | "col"
            | "lt"
            | "maj"
            | "capt"
            | "brigadier"
            | "admiral"
            | "reverend"
            | "rev"
            | "engineer"
            | "son"
            | "daughter"
            | "wife"
            | "husband"
            | "brother"
            | "sister"
            | "mother"
            | "father"
            | "widow"
            | "friend"
            | "colleague"
            | "member"
    )
}

/// An honorific printed before a name that tells an office or rank ("Rep.", "Dr."), as tokens.
pub(crate) fn title(layout: &Layout<'_>, name: &Name) -> Option<Range<usize>> {
    let at = (name.whole().start..name.tokens.start).find(|&i| {
        matches!(
            layout.word(i).to_lowercase().as_str(),
            "dr" | "prof"
                | "rev"
                | "reverend"
                | "gen"
                | "col"
                | "capt"
                | "lt"
                | "maj"
                | "sgt"
                | "cpl"
                | "sen"
                | "rep"
                | "gov"
                | "adm"
                | "supt"
                | "insp"
                | "det"
                | "sheikh"
                | "cllr"
                | "cr"
                | "father"
                | "sister"
                | "congressman"
                | "congresswoman"
        )
    })?;
    let dot = at + 1 < name.tokens.start && layout.word(at + 1) == ".";
    Some(at..at + 1 + usize::from(dot))
}

/// Ages printed beside a name: "Maja Lind, 26," and "26-year-old Maja Lind".
pub(crate) fn ages(layout: &Layout<'_>, sentence: &Range<usize>, name: &Name) -> Vec<u32> {
    let number = |i: usize| {
        layout
            .word(i)
            .parse::<u32>()
            .ok()
            .filter(|&n| (3..120).contains(&n))
    };
    let after = name.tokens.end;
    let behind = (after + 1 < sentence.end && matches!(layout.word(after), "," | "("))
        .then(|| {
            number(after + 1).or_else(|| (after + 2 < sentence.end).then(|| number(after + 2)).flatten())
        })
        .flatten();
    let from = name.whole().start.saturating_sub(8).max(sentence.start);
    let ahead = (from..name.whole().start)
        .filter(|&i| {
            i + 2 < sentence.end && layout.word(i + 1) == "-" && layout.word(i + 2).starts_with("year")
        })
        .find_map(number);
    behind.into_iter().chain(ahead).collect()
}

/// Common nouns printed with a name: "the toymaker Quillon", "Airfleets, a database".
pub(crate) fn nouns(layout: &Layout<'_>, sentence: &Range<usize>, name: &Name) -> Vec<String> {
    let lower = |i: usize| layout.tokens()[i].shape == Shape::Lower && layout.word(i).len() > 3;
    let mut out = Vec::new();
    let start = name.whole().start;
    if start > sentence.start && lower(start - 1) {
        out.push(layout.word(start - 1).to_owned());
    }
    let end = name.tokens.end;
    let article = |i: usize| matches!(layout.word(i), "a" | "an" | "the" | "one");
    if end + 2 < sentence.end && layout.word(end) == "," && article(end + 1) {
        let stop = (end + 2..sentence.end.min(end + 14)).find(|&i| {
            !layout.tokens()[i].is_word()
                || matches!(
                    layout.word(i),
                    "of" | "that" | "which" | "in" | "for" | "who" | "based"
                )
        });
        if let Some(last) = stop
            .and_then(|s| s.checked_sub(1))
            .filter(|&i| i > end + 1 && lower(i))
        {
            out.push(layout.word(last).to_owned());
        }
    }
    out
}

/// "he" or "she" where an honorific or office printed before a name says so ("Mrs", "spokesman").
pub(crate) fn honorific(layout: &Layout<'_>, name: &Name) -> Option<&'static str> {
    let start = name.whole().start;
    let sentence = &layout.sentences()[layout.sentence_of(start)].tokens;
    let said = name
        .titled
        .then(|| (start..name.tokens.start).find_map(|i| pronoun_of_noun(layout.word(i))))
        .flatten();
    let before = start.checked_sub(1).filter(|&i| i >= sentence.start);
    said.or_else(|| before.and_then(|i| pronoun_of_noun(layout.word(i))))
}

/// Whether `short` takes its letters, in order, from the name ("FSB", "Phivolcs"), the first one from the first word.
pub(crate) fn abbreviates(short: &str, layout: &Layout<'_>, full: &Range<usize>) -> bool {
    let letters = |text: &str| {
        text.to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<Vec<_>>()
    };
    let (short, long) = (
        letters(short),
        letters(&layout.text()[layout.bytes(full.clone())]),
    );
    let mut rest = long.iter();
    full.len() > 1
        && short.len() > 1
        && short.first() == long.first()
        && short.iter().all(|c| rest.any(|x| x == c))
}
