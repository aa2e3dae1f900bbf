//! Names as runs of capitalised words, and the office printed at their head.

use crate::lexicon::{
    is_body, is_calendar, is_common, is_honorific, is_modifier, is_particle, is_people, is_place, is_pronoun,
    is_role, is_suffix, is_surname_too, is_topic, names_somebody,
};
use onrecord_text::{Layout, Mark, Shape};
use std::collections::BTreeSet;
use std::ops::Range;

/// A run of capitalised words, without honorifics and offices before the name proper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// The name proper; empty when the run is an office alone ("Foreign Minister").
    pub(crate) tokens: Range<usize>,
    /// The office printed at the head of the run ("Deputy Governor").
    pub(crate) role: Option<Range<usize>>,
    /// What stands before the office in the run ("Florida", "United States").
    pub(crate) before: Option<Range<usize>>,
    /// Whether an honorific or an office stands before it: somebody, not some body.
    pub(crate) titled: bool,
    /// Whether a word of it says that it is a body.
    pub(crate) body: bool,
    /// First token of the run, honorifics included.
    pub(crate) start: usize,
}

impl Name {
    /// From the first word of the run to the last.
    pub(crate) fn whole(&self) -> Range<usize> {
        self.start..self.tokens.end.max(self.role.as_ref().map_or(0, |r| r.end))
    }
}

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

/// All names in the text, in order. `sources` are tokens that are the whole source of a statement: at the head of a
/// sentence such a word is a name, though the text prints it nowhere else.
pub(crate) fn names(layout: &Layout<'_>, small: &SmallWords<'_>, sources: &BTreeSet<usize>) -> Vec<Name> {
    let mut out = Vec::new();
    for sentence in layout.sentences() {
        if is_title_case(layout, &sentence.tokens) {
            continue;
        }
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            if !opens(layout, small, sources, at) {
                at += 1;
                continue;
            }
            let end = run_end(layout, at, sentence.tokens.end);
            out.extend(
                split(layout, at..end).filter(|n| n.role.is_some() || !honorific_only(layout, &n.tokens)),
            );
            at = end.max(at + 1);
        }
    }
    join_offices(layout, out)
}

/// "Mayor of Koszal Piotr Jedlin", "Secretary of State Mara Rill": an office, whose it is, and the name in one run.
fn join_offices(layout: &Layout<'_>, found: Vec<Name>) -> Vec<Name> {
    let alone: BTreeSet<String> = found
        .iter()
        .filter(|n| n.tokens.len() == 1)
        .map(|n| layout.word(n.tokens.start).to_lowercase())
        .collect();
    let mut out: Vec<Name> = Vec::with_capacity(found.len());
    for mut name in found {
        // "Prime Minister Dr. the Hon. Thaddeus Doe": titles alone belong to the name behind them
        if let Some(title) = out.last()
            && title.role.is_some()
            && (title.tokens.is_empty() || honorific_only(layout, &title.tokens))
            && title.whole().end < name.start
            && name.titled
            && name.role.is_none()
            && (title.whole().end..name.start).all(|i| matches!(layout.word(i), "." | "the"))
        {
            name.role.clone_from(&title.role);
            name.before.clone_from(&title.before);
            name.start = title.start;
            out.pop();
        }
        // "Ambassador Plenipotentiary of the Kingdom of Vardal to Mirzastan Sigrun Alsdottir"
        if let [.., office, first] = out.as_slice()
            && office.tokens.is_empty()
            && office
                .role
                .as_ref()
                .is_some_and(|r| r.end < first.start && layout.word(r.end) == "of")
            && !first.tokens.is_empty()
            && first.start <= office.whole().end + 2
            && (first.tokens.end..name.start).len() <= 2
            && (first.tokens.end..name.start).all(|i| matches!(layout.word(i), "to" | "of" | "the"))
            && (layout.word(first.tokens.end) == "to"
                || first
                    .tokens
                    .clone()
                    .all(|i| is_topic(layout.word(i)) || layout.word(i) == "and"))
            && let Some(cut) = person_after(layout, &name, &alone)
        {
            // "Minister of Foreign Affairs of Kharva Serdar Aydem"
            let portfolio = layout.word(first.tokens.end) == "of";
            let role = office.role.clone().unwrap_or(office.whole());
            name.before = Some(if portfolio {
                name.start..cut
            } else {
                first.tokens.clone()
            });
            name.role = Some(if portfolio {
                role.start..first.tokens.end
            } else {
                role
            });
            name.tokens = skip_honorifics(layout, cut..name.tokens.end);
            (name.titled, name.body, name.start) = (true, false, office.start);
            out.truncate(out.len() - 2);
            out.push(name);
            continue;
        }
        // "the Hong Kong director of Amnesty International Man-kei Tam"
        if let Some(of) = name.start.checked_sub(1)
            && name.role.is_none()
            && !name.titled
            && matches!(layout.word(of), "of" | "for" | "at")
            && of > 0
            && layout.tokens()[of - 1].shape == Shape::Lower
            && is_role(layout.word(of - 1))
            && let Some(cut) = body_cut(layout, &name)
        {
            let mut first = of - 1;
            while first > 0
                && layout.tokens()[first - 1].shape == Shape::Lower
                && (is_modifier(layout.word(first - 1)) || is_role(layout.word(first - 1)))
            {
                first -= 1;
            }
            name.before = Some(name.start..cut);
            name.role = Some(first..of);
            name.tokens = skip_honorifics(layout, cut..name.tokens.end);
            (name.titled, name.body, name.start) = (true, false, first);
            out.push(name);
            continue;
        }
        if let Some(office) = out.last()
            && office.tokens.is_empty()
            && let Some(role) = office.role.clone()
            && role.end < name.start
            && matches!(layout.word(role.end), "of" | "to" | "for" | "in" | "from")
            && (role.end + 1..name.start).all(|i| layout.word(i) == "the")
            && let Some(cut) = person_after(layout, &name, &alone)
        {
            let org = name.start..cut;
            let state = layout.word(name.start) == "State" && org.len() == 1;
            name.role = Some(if state { role.start..cut } else { role });
            // "Orvane's Ambassador to Velmaria": whose it is stands before
            let possessor = role_owner(layout, office.start, &out);
            name.before = possessor.or((!state).then_some(org));
            name.tokens = skip_honorifics(layout, cut..name.tokens.end);
            (name.titled, name.body) = (true, false);
            name.start = office.start;
            out.pop();
        }
        out.push(name);
    }
    out
}

/// The name that a possessive before an office prints.
fn role_owner(layout: &Layout<'_>, office: usize, names: &[Name]) -> Option<Range<usize>> {
    let mark = office
        .checked_sub(2)
        .filter(|&i| matches!(layout.word(i), "'" | "’") && layout.word(i + 1) == "s")?;
    names
        .iter()
        .rev()
        .take(3)
        .find(|n| n.tokens.end == mark && !n.tokens.is_empty())
        .map(|n| n.tokens.clone())
}

/// Where somebody's name of two words or more begins in a run that begins with a body's name.
fn body_cut(layout: &Layout<'_>, name: &Name) -> Option<usize> {
    let run = name.start..name.tokens.end;
    let last = run.clone().rev().find(|&i| is_body(layout.word(i)))?;
    let cut = if last + 1 < run.end && layout.word(last + 1) == "of" {
        last + 3
    } else {
        last + 1
    };
    let person = cut.min(run.end)..run.end;
    (person.len() >= 2
        && person.clone().all(|i| {
            layout.tokens()[i].shape != Shape::Upper && !matches!(layout.word(i), "of" | "for" | "and" | "&")
        }))
    .then_some(cut)
}

/// Where somebody's name begins in a run that begins with a place or body.
fn person_after(layout: &Layout<'_>, name: &Name, alone: &BTreeSet<String>) -> Option<usize> {
    let run = name.start..name.tokens.end;
    let text = |r: Range<usize>| &layout.text()[layout.bytes(r)];
    // "Leader of Opposition Smt. Kamala Dora"
    if let Some(cut) = run.clone().skip(1).find(|&i| is_honorific(layout.word(i))) {
        return (cut + 1 < run.end).then_some(cut);
    }
    if let Some(cut) = run.clone().skip(1).rev().find(|&i| {
        is_place(text(run.start..i)) || layout.word(i - 1) == "State" || is_body(layout.word(i - 1))
    }) {
        // "Republic of Morenia Davit Orbel"
        let cut = if matches!(layout.word(cut), "of" | "for") {
            cut + 2
        } else {
            cut
        };
        return (cut + 1 < run.end).then_some(cut);
    }
    // the surname stands alone elsewhere, the place has one word
    let known = alone.contains(&layout.word(run.end - 1).to_lowercase());
    (run.len() >= 3 && (known || run.len() == 3)).then_some(run.start + 1)
}

/// A headline in which most words are capitalised says nothing about names.
fn is_title_case(layout: &Layout<'_>, sentence: &Range<usize>) -> bool {
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
fn opens(layout: &Layout<'_>, small: &SmallWords<'_>, sources: &BTreeSet<usize>, i: usize) -> bool {
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
fn run_end(layout: &Layout<'_>, from: usize, limit: usize) -> usize {
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
                                && next + 1 < limit
                                && matches!(layout.word(next + 1), "Plenipotentiary" | "Extraordinary")
                            || is_topic(layout.word(end - 1))
                                && next + 1 < limit
                                && is_topic(layout.word(next + 1))
                                && !role_tail(layout, from..end)
                    }
                    "on" | "in" | "to" => false,
                    _ => false,
                };
                if !allowed || after >= limit || !is_capital(layout, after) || is_calendar(layout.word(after))
                {
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

/// Separates what stands before the office, the office, and the name proper.
fn split(layout: &Layout<'_>, run: Range<usize>) -> Option<Name> {
    let word = |i: usize| layout.word(i);
    let has_of = run.clone().any(|i| word(i) == "of" || word(i) == "for");
    // "the Coast Guard" is no guard
    let guard = |i: usize| i > run.start && matches!(word(i), "Guard" | "Guards");
    let body = run.clone().any(|i| is_body(word(i)) || guard(i));
    // the last office in the run with something after it, or the run's end
    let surname = |i: usize| {
        i + 1 == run.end
            && is_surname_too(word(i))
            && i > run.start
            && !is_modifier(word(i - 1))
            && !is_body(word(i - 1))
            && (i > run.start + 1 || !is_role(word(i - 1)) && !is_honorific(word(i - 1)))
            && layout.tokens()[i].shape != Shape::Upper
    };
    let office = if has_of {
        None
    } else {
        run.clone().rev().filter(|&i| !surname(i)).find(|&i| {
            let capitals = || run.len() > 1 && run.clone().all(|k| layout.tokens()[k].shape == Shape::Upper);
            is_role(word(i)) && (layout.tokens()[i].shape != Shape::Upper || capitals()) && !guard(i)
                || word(i) == "CEO"
                || word(i) == "MP"
        })
    };
    if let Some(last) = office {
        let mut first = last;
        while first > run.start
            && (is_modifier(word(first - 1))
                || is_role(word(first - 1))
                || word(first - 1) == "-"
                || word(first - 1) == "and" && is_topic(word(first))
                || is_topic(word(first - 1)) && layout.tokens()[first].shape != Shape::Upper
                || word(first - 1) == "and" && word(first) == "Plenipotentiary")
        {
            first -= 1;
        }
        let rest = skip_honorifics(layout, last + 1..run.end);
        let rest_is_body = rest.clone().any(|i| is_body(word(i)));
        if !rest_is_body {
            let before = (first > run.start).then_some(run.start..first);
            return Some(Name {
                tokens: without_suffix(layout, rest),
                role: Some(first..last + 1),
                before,
                titled: true,
                body: false,
                start: run.start,
            });
        }
    }
    let rest = if body && has_of {
        run.clone()
    } else {
        skip_honorifics(layout, run.clone())
    };
    if rest.is_empty() {
        return None;
    }
    let titled = rest.start > run.start;
    let rest = without_suffix(layout, rest);
    Some(Name {
        tokens: rest,
        role: None,
        before: None,
        titled,
        body: body && !titled,
        start: run.start,
    })
}

/// "Kama Melly QC": letters behind a name of two words or more.
fn without_suffix(layout: &Layout<'_>, range: Range<usize>) -> Range<usize> {
    let mut end = range.end;
    while end > range.start + 2
        && layout.tokens()[end - 1].shape == Shape::Upper
        && is_suffix(layout.word(end - 1))
        && (range.start..end - 1).all(|i| layout.tokens()[i].shape != Shape::Upper)
    {
        end -= 1;
    }
    range.start..end
}

fn skip_honorifics(layout: &Layout<'_>, range: Range<usize>) -> Range<usize> {
    let mut start = range.start;
    while start < range.end
        && (is_honorific(layout.word(start)) && start + 1 < range.end
            || matches!(layout.word(start), "." | "-")
            || is_his(layout.word(start)) && start + 1 < range.end && is_honorific(layout.word(start + 1)))
    {
        start += 1;
    }
    // "H.E. Jane Doe"
    if start + 4 < range.end
        && (start..start + 4)
            .map(|i| layout.word(i))
            .eq(["H", ".", "E", "."])
    {
        return skip_honorifics(layout, start + 4..range.end);
    }
    start..range.end
}

/// "H.E.", "Dr", "Excellency" and nothing more.
fn honorific_only(layout: &Layout<'_>, range: &Range<usize>) -> bool {
    let initials: Vec<&str> = range.clone().map(|i| layout.word(i)).collect();
    matches!(initials[..], ["H", ".", "E" | "H" | "M" | "R", ..]) && range.len() <= 4
        || range
            .clone()
            .all(|i| is_honorific(layout.word(i)) || !layout.tokens()[i].is_word())
}

/// "His Excellency", "Her Majesty".
fn is_his(word: &str) -> bool {
    matches!(word, "His" | "Her" | "Their" | "Your" | "The")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let layout = Layout::new(text);
        let show = |r: &Range<usize>| text[layout.bytes(r.clone())].to_owned();
        names(&layout, &SmallWords::of(&layout), &BTreeSet::new())
            .iter()
            .map(|n| match &n.role {
                Some(role) => format!("{} = {}", show(role), show(&n.tokens)),
                None => show(&n.tokens),
            })
            .collect()
    }

    #[test]
    fn names_with_offices() {
        assert_eq!(
            found("It was Deputy Governor Jane Doe who met Mr. J. K. Adeyemi."),
            ["Deputy Governor = Jane Doe", "J. K. Adeyemi"]
        );
        assert_eq!(
            found("United States President Donald Rowe spoke."),
            ["President = Donald Rowe"]
        );
        assert_eq!(
            found("Reports say that the Ministry of Trade and Industry met Anna de la Cruz."),
            ["Ministry of Trade and Industry", "Anna de la Cruz"]
        );
        assert_eq!(
            found("We met Peter “Sparrow” Lindqvist on Monday."),
            ["Peter “Sparrow” Lindqvist"]
        );
        assert_eq!(
            found("Asked by O’Neil, Jean-Paul Marat’s aide left."),
            ["O’Neil", "Jean-Paul Marat"]
        );
    }

    #[test]
    fn heads_of_sentences() {
        assert_eq!(
            found("Authorities said so. Emergency workers agreed. Later, Rill left."),
            ["Rill"]
        );
        assert_eq!(found("Water rose. The water is cold."), Vec::<String>::new());
    }
}
