//! Names as runs of capitalised words, and the office printed at their head.

mod join;
mod run;

pub(crate) use run::SmallWords;

use crate::lexicon::{is_body, is_honorific, is_modifier, is_role, is_suffix, is_surname_too, is_topic};
use join::join_offices;
use onrecord_text::{Layout, Shape};
use run::{is_title_case, opens, run_end};
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
    #[test]
    fn honorifics_and_letters_are_no_part() {
        assert_eq!(
            found("We met H.E. Marta Orbel and Dr. the Hon. Thaddeus Doe there."),
            ["Marta Orbel", "Thaddeus Doe"]
        );
        assert_eq!(
            found("We met Prime Minister Dr. the Hon. Thaddeus Doe there."),
            ["Prime Minister = Thaddeus Doe"]
        );
        assert_eq!(found("We met Kama Melly QC there."), ["Kama Melly"]);
        // two words are the least that a name keeps
        assert_eq!(found("We met Melly QC there."), ["Melly QC"]);
        assert_eq!(found("We met His Excellency there."), Vec::<String>::new());
    }

    #[test]
    fn surnames_that_are_offices() {
        assert_eq!(found("We met Dexter Prince there."), ["Dexter Prince"]);
        assert_eq!(found("We met Ana Maria Bishop there."), ["Ana Maria Bishop"]);
        assert_eq!(found("We met Deputy Sheriff there."), ["Deputy Sheriff = "]);
    }

    #[test]
    fn letters_that_are_an_office() {
        assert_eq!(found("We met Orvane CEO Ana Doe there."), ["CEO = Ana Doe"]);
        assert_eq!(found("The Coast Guard met us."), ["Coast Guard"]);
    }

    proptest::proptest! {
        /// Names are in order and apart, and no range leaves the text.
        #[test]
        fn names_are_disjoint(words in proptest::collection::vec(
            proptest::sample::select(vec![
                "Ana", "Doe", "Minister", "of", "to", "the", "Kingdom", "Vardal", "Foreign", "Affairs", "and", "H.E.",
                "Dr.", "Hon.", "QC", "el-Orbi", "’s", "State", "Secretary", "director", "at", ".", "“", "”", "-", "&",
                "Institute", "for", "Health", "I", "12", "CEO",
            ]), 0..40)) {
            let text = words.join(" ");
            let layout = Layout::new(&text);
            let names = names(&layout, &SmallWords::of(&layout), &BTreeSet::new());
            for name in &names {
                let whole = name.whole();
                proptest::prop_assert!(whole.start < whole.end && whole.end <= layout.tokens().len());
                proptest::prop_assert!(name.role.as_ref().is_none_or(|r| !r.is_empty() && r.start >= name.start));
            }
            proptest::prop_assert!(names.windows(2).all(|w| w[0].whole().end <= w[1].whole().start));
        }
    }
}
