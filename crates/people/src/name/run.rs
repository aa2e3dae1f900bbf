//! Where a run of capitalised words begins and ends.

use crate::lexicon::{
    is_body, is_calendar, is_common, is_honorific, is_modifier, is_particle, is_people, is_pronoun, is_role,
    is_topic, names_somebody,
};
use onrecord_text::{Layout, Mark, Shape};
use std::collections::BTreeSet;
use std::ops::Range;

/// Words that the text prints small somewhere: capitalised at the head of a sentence they are no names.
pub(crate) struct SmallWords<'t> {
    small: BTreeSet<&'t str>,
    /// Words that are capitalised where nothing asks for it.
    capital: BTreeSet<&'t str>,
}

impl<'t> SmallWords<'t> {
    pub(crate) fn of(layout: &Layout<'t>) -> Self {
        let words = |wanted: fn(&Layout<'_>, usize) -> bool| {
            (0..layout.tokens().len())
                .filter(move |&i| wanted(layout, i))
                .map(|i| layout.word(i))
                .collect()
        };
        Self {
            small: words(|layout, i| layout.tokens()[i].shape == Shape::Lower),
            capital: words(|layout, i| {
                let inner = || {
                    i > 0
                        && begins(layout, i - 1)
                        && is_capital(layout, i - 1)
                        && !is_common(layout.word(i - 1))
                };
                let first = || begins(layout, i) && next_is_capital(layout, i) && !is_common(layout.word(i));
                layout.tokens()[i].shape == Shape::Capitalised && (!begins(layout, i) || inner() || first())
            }),
        }
    }

    fn small(&self, word: &str) -> bool {
        self.small.contains(word.to_lowercase().as_str())
    }

    fn capital(&self, word: &str) -> bool {
        self.capital.contains(word)
    }
}

fn is_capital(layout: &Layout<'_>, i: usize) -> bool {
    match layout.tokens()[i].shape {
        Shape::Capitalised | Shape::Upper | Shape::Mixed | Shape::Initial => true,
        // "TVN24"
        Shape::Digits => layout.word(i).starts_with(char::is_uppercase) && layout.word(i).len() > 2,
        _ => false,
    }
}

/// Whether a sentence, a quotation or a line begins at `i`.
fn begins(layout: &Layout<'_>, i: usize) -> bool {
    let Some(before) = i.checked_sub(1) else {
        return true;
    };
    layout.sentences()[layout.sentence_of(i)].tokens.start == i
        || Mark::of(layout.word(before)).is_some()
        || matches!(layout.word(before), ":" | "—" | "–" | "•" | "*" | "―")
}

/// A headline in which most words are capitalised says nothing about names.
pub(super) fn is_title_case(layout: &Layout<'_>, sentence: &Range<usize>) -> bool {
    // headlines have no full stop
    if sentence.clone().next_back().is_none_or(|i| layout.word(i) == ".") {
        return false;
    }
    let (mut words, mut capitals) = (0, 0);
    for i in sentence
        .clone()
        .filter(|&i| layout.tokens()[i].is_word() && layout.word(i).chars().count() > 3)
    {
        words += 1;
        capitals += usize::from(is_capital(layout, i));
    }
    words >= 5 && capitals * 10 > words * 8
}

/// Whether a name can begin with token `i`.
pub(super) fn opens(
    layout: &Layout<'_>,
    small: &SmallWords<'_>,
    sources: &BTreeSet<usize>,
    i: usize,
) -> bool {
    let word = layout.word(i);
    if !is_capital(layout, i) || is_calendar(word) {
        return false;
    }
    let acronym = layout.tokens()[i].shape == Shape::Upper;
    if is_pronoun(word) && !acronym || matches!(word, "I" | "The" | "A" | "An" | "THE") {
        return false;
    }
    if !begins(layout, i) {
        return true;
    }
    // an office or honorific before a name may begin a sentence though the text prints it small elsewhere
    if (is_honorific(word) || is_role(word) || is_modifier(word)) && next_is_capital(layout, i) {
        return true;
    }
    if is_common(word) {
        return next_is_capital(layout, i) && is_modifier(word);
    }
    let small_word = word.to_lowercase();
    if layout.tokens()[i].shape == Shape::Capitalised
        && !next_is_capital(layout, i)
        && (is_people(&small_word) || small_word.strip_suffix('s').is_some_and(is_role))
    {
        return false;
    }
    // a plural for people is no name
    acronym
        || next_is_capital(layout, i)
        || !small.small(word) && (small.capital(word) || sources.contains(&i) && !is_plural_of_people(word))
}

/// "Protesters", "Activists", not "Reuters" or "Wales".
fn is_plural_of_people(word: &str) -> bool {
    let small = word.to_lowercase();
    let one = small.strip_suffix('s');
    !is_body(&small)
        && (is_people(&small) || one.is_some_and(|w| is_role(w) || names_somebody(w) || w.ends_with("ie")))
}

fn next_is_capital(layout: &Layout<'_>, i: usize) -> bool {
    // "St. John", "Kimberly-Clark"
    let joined = |k: usize| layout.tokens().get(k).is_some_and(|t| !t.spaced);
    let dotted = layout.tokens().get(i + 1).is_some() && layout.word(i + 1) == ".";
    let hyphened = joined(i + 1) && joined(i + 2) && matches!(layout.word(i + 1), "-" | "‑" | "–");
    let next = if dotted || hyphened { i + 2 } else { i + 1 };
    layout.tokens().get(next).is_some_and(|t| t.is_word())
        && is_capital(layout, next)
        && !is_calendar(layout.word(next))
}

/// Longest name, in tokens.
const LONGEST: usize = 24;

/// Where the run that begins at `from` ends.
pub(super) fn run_end(layout: &Layout<'_>, from: usize, limit: usize) -> usize {
    let tokens = layout.tokens();
    let limit = limit.min(from + LONGEST);
    let mut end = from + 1;
    loop {
        let mut next = end;
        if next >= limit {
            return end;
        }
        let unspaced = !tokens[next].spaced;
        match layout.word(next) {
            // initials and shortened titles
            // "Znak.com"
            "." if unspaced
                && next + 1 < limit
                && !tokens[next + 1].spaced
                && tokens[next + 1].shape == Shape::Lower =>
            {
                next += 1
            }
            "." if unspaced => {
                let last = layout.word(end - 1);
                if tokens[end - 1].shape != Shape::Initial
                    && !is_honorific(last)
                    && !matches!(last, "St" | "Jr" | "Sr" | "Mt")
                {
                    return end;
                }
                next += 1;
                if next < limit
                    && !(is_capital(layout, next)
                        || is_particle(layout.word(next))
                        || layout.word(next) == ",")
                {
                    return if tokens[end - 1].shape == Shape::Initial && end - 1 > from {
                        next
                    } else {
                        end
                    };
                }
                if next >= limit || !is_capital(layout, next) {
                    return end;
                }
            }
            "'" | "’"
                if unspaced
                    && layout.word(end - 1).ends_with('s')
                    && next + 1 < limit
                    && tokens[next + 1].spaced
                    && is_capital(layout, next + 1)
                    && is_body(layout.word(next + 1)) =>
            {
                // "the Shipowners' Union"
                next += 1;
            }
            "'" | "’" | "-" | "‑" if unspaced => {
                let follows = next + 1 < limit && !tokens[next + 1].spaced && tokens[next + 1].is_word();
                let possessive =
                    follows && layout.word(next) != "-" && matches!(layout.word(next + 1), "s" | "S");
                if !follows || possessive {
                    return end;
                }
                next += 1;
            }
            // a nickname between two parts of a name
            mark if Mark::of(mark).is_some() => {
                let close = (next + 2..limit.min(next + 5)).find(|&k| Mark::of(layout.word(k)).is_some());
                let inside = |k: usize| (next + 1..k).all(|i| is_capital(layout, i));
                match close {
                    Some(k)
                        if inside(k)
                            && k + 1 < limit
                            && is_capital(layout, k + 1)
                            && tokens[next].spaced
                            && !is_role(layout.word(k + 1)) =>
                    {
                        next = k + 1;
                    }
                    _ => return end,
                }
            }
            "&" => next += 1,
            word if is_capital(layout, next) => {
                if is_calendar(word)
                    || (is_pronoun(word) && tokens[next].shape != Shape::Upper)
                    || matches!(word, "The" | "A" | "I")
                {
                    return end;
                }
            }
            word if tokens[next].shape == Shape::Digits => {
                // "Flight 12", "G20" but not "Paris 2019"
                if word.len() == 4 || next + 1 < limit && layout.word(next + 1) == "-" {
                    return end;
                }
            }
            "of" | "for" | "and" | "on" | "in" | "the" | "to" => {
                let so_far_body = (from..end).any(|i| is_body(layout.word(i)));
                let chained = (from..end).any(|i| matches!(layout.word(i), "of" | "for"));
                let word = layout.word(next);
                let mut after = next + 1;
                if after < limit && layout.word(after) == "the" {
                    after += 1;
                }
                // nothing follows that could belong to the name
                if after >= limit {
                    return end;
                }
                let allowed = match word {
                    "of" | "for" => {
                        so_far_body
                            || word == "of"
                                && end == from + 1
                                && tokens[from].shape == Shape::Capitalised
                                && !begins_person(layout, from)
                    }
                    // "Ministry of Trade and Industry", "State of Iraq and the Levant", "Fire and Rescue Service"
                    "and" => {
                        so_far_body
                            && chained
                            && (layout.word(next + 1) != "the" || layout.word(from) == "Islamic")
                            || matches!(layout.word(end - 1), "Extraordinary" | "Plenipotentiary")
                                && matches!(layout.word(next + 1), "Plenipotentiary" | "Extraordinary")
                            || is_topic(layout.word(end - 1))
                                && is_topic(layout.word(next + 1))
                                && !role_tail(layout, from..end)
                    }
                    "on" | "in" | "to" => false,
                    _ => false,
                };
                if !allowed || !is_capital(layout, after) || is_calendar(layout.word(after)) {
                    return end;
                }
                // "the Bank and Jane Doe": the second half is somebody, not part of the body's name
                next = after;
            }
            word if is_particle(word) => {
                let mut after = next + 1;
                while after < limit && after < next + 3 && is_particle(layout.word(after)) {
                    after += 1;
                }
                // "Abdel Fattah el-Sisi"
                if after + 1 < limit && tokens[next].spaced && matches!(layout.word(after), "-" | "‑" | "–")
                {
                    after += 1;
                }
                if after >= limit || !is_capital(layout, after) {
                    return end;
                }
                next = after;
            }
            _ => return end,
        }
        if next >= limit || !tokens[next].is_word() {
            return end;
        }
        end = next + 1;
    }
}

/// Whether what begins at `i` is rather somebody's name: "Sisi of Egypt", not "Bank of Egypt".
fn begins_person(layout: &Layout<'_>, i: usize) -> bool {
    let joined = i > 0 && !layout.tokens()[i].spaced && matches!(layout.word(i - 1), "-" | "‑");
    joined || is_role(layout.word(i)) || is_honorific(layout.word(i))
}

/// Whether the last word of the range is an office.
fn role_tail(layout: &Layout<'_>, range: Range<usize>) -> bool {
    range.end > range.start && is_role(layout.word(range.end - 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::names;

    fn found(text: &str, source: Option<usize>) -> Vec<String> {
        let layout = Layout::new(text);
        names(&layout, &SmallWords::of(&layout), &source.into_iter().collect())
            .iter()
            .map(|n| text[layout.bytes(n.tokens.clone())].to_owned())
            .collect()
    }

    #[test]
    fn a_text_may_end_with_and() {
        let ends = found("University Ana of Ana and", None);
        assert!(ends.iter().all(|name| !name.ends_with("and")), "{ends:?}");
    }

    #[test]
    fn small_words_inside_names() {
        assert_eq!(
            found("We met Adel Fathi el-Orbi there.", None),
            ["Adel Fathi el-Orbi"]
        );
        assert_eq!(found("We met Anna de la Cruz there.", None), ["Anna de la Cruz"]);
        assert_eq!(
            found("We met Jan van der Rill there.", None),
            ["Jan van der Rill"]
        );
        assert_eq!(found("We met Ana de facto.", None), ["Ana"]);
    }

    #[test]
    fn bodies_with_small_words() {
        assert_eq!(
            found(
                "We met the Institute for Harbour Metrics and Evaluation there.",
                None
            ),
            ["Institute for Harbour Metrics and Evaluation"]
        );
        assert_eq!(
            found("We met the Orta Fire and Rescue Service there.", None),
            ["Orta Fire and Rescue Service"]
        );
        assert_eq!(
            found("We met the Shipowners' Union there.", None),
            ["Shipowners' Union"]
        );
        // somebody, not a body of that place
        assert_eq!(
            found("We met Orbel and Doe for Kharva.", None),
            ["Orbel", "Doe", "Kharva"]
        );
    }

    #[test]
    fn dots_and_digits() {
        assert_eq!(
            found("We met J. K. Adeyemi on Znak.com there.", None),
            ["J. K. Adeyemi", "Znak.com"]
        );
        assert_eq!(
            found("We took Flight 12 to Orta 2019.", None),
            ["Flight 12", "Orta"]
        );
        assert_eq!(
            found("We met Orbel on Monday. Rill met Doe in May.", None)[0],
            "Orbel"
        );
    }

    #[test]
    fn nicknames_need_a_name_behind() {
        assert_eq!(
            found("We met Ana “Sparrow” Doe there.", None),
            ["Ana “Sparrow” Doe"]
        );
        assert_eq!(found("We met Ana “Sparrow” there.", None), ["Ana"]);
    }

    #[test]
    fn single_names_at_the_head_of_a_sentence() {
        // nothing else says that it is a name
        assert_eq!(found("Orbel agreed.", None), Vec::<String>::new());
        assert_eq!(found("Orbel agreed.", Some(0)), ["Orbel"]);
        assert_eq!(found("Orbel agreed. We met Orbel.", None), ["Orbel", "Orbel"]);
        // the whole source, but a plural for people
        assert_eq!(found("Protesters agreed.", Some(0)), Vec::<String>::new());
        // printed small elsewhere
        assert_eq!(
            found("Traders agreed. The traders left.", Some(0)),
            Vec::<String>::new()
        );
        assert_eq!(found("OVKR agreed.", None), ["OVKR"]);
        // a common word before a capitalised one is no part of it
        assert_eq!(found("Later Orbel agreed.", None), ["Orbel"]);
    }

    #[test]
    fn headlines_say_nothing() {
        assert_eq!(
            found("Harbour Workers Reject Latest Wages Offer", None),
            Vec::<String>::new()
        );
        assert_eq!(found("Workers reject offer from Lindal", None), ["Lindal"]);
    }

    #[test]
    fn a_run_is_bounded() {
        let text = format!("We met {}there.", "Orbel ".repeat(100));
        let layout = Layout::new(&text);
        assert_eq!(run_end(&layout, 2, layout.tokens().len()), 2 + LONGEST);
    }
}
