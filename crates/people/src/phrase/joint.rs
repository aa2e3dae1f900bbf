//! Joint sources: which conjunctions and commas part one source from the next.

use super::{Sort, governed, sort};
use crate::lexicon::{is_determiner, is_idle, is_pronoun};
use crate::name::Name;
use onrecord_text::{Layout, Shape};
use std::ops::Range;

/// The parts of a joint source ("A, the head of X, and B, the dean"; "A and B"), each a phrase of its own.
///
/// A conjunction splits only between phrases that can each be a source, so that "the Ministry of Trade and Industry",
/// "researchers from X University and Y University" and "A, his wife and the chairwoman of Z" stay whole.
pub(crate) fn parts(layout: &Layout<'_>, tokens: &Range<usize>, names: &[Name]) -> Vec<Range<usize>> {
    let inside_name = |i: usize| names.iter().any(|n| n.tokens.contains(&i));
    let mut cuts: Vec<usize> = Vec::new();
    for i in tokens.clone() {
        let word = layout.word(i);
        let along = i > tokens.start && matches!(layout.word(i - 1), "along" | "together");
        // "the trade and industry commissioner": two small words without an article between them are one description
        let lower = |k: usize| layout.tokens().get(k).is_some_and(|t| t.shape == Shape::Lower);
        let one = i > tokens.start
            && lower(i - 1)
            && lower(i + 1)
            && !is_determiner(layout.word(i + 1))
            && !is_pronoun(layout.word(i + 1));
        if !inside_name(i) && !one && (matches!(word, "and" | "&" | "or" | "nor") || word == "with" && along)
        {
            cuts.push(i);
        }
    }
    // "A, B and C": commas between bare names, or before a name with its office
    if !cuts.is_empty() {
        let bare = |a: usize, b: usize| a < b && names.iter().any(|n| n.whole() == (a..b));
        for i in tokens.clone().filter(|&i| layout.word(i) == ",") {
            let before = (tokens.start..i)
                .rev()
                .find(|&k| matches!(layout.word(k), "," | "and"))
                .map_or(tokens.start, |k| k + 1);
            let after = (i + 1..tokens.end)
                .find(|&k| matches!(layout.word(k), "," | "and" | "&"))
                .unwrap_or(tokens.end);
            if bare(i + 1, after)
                && (bare(before, i) || names.iter().any(|n| n.tokens.end == i && n.start >= before))
            {
                cuts.push(i);
            }
        }
        cuts.sort_unstable();
    }
    let mut out = Vec::new();
    let mut start = tokens.start;
    for cut in cuts {
        let (left, right) = (trimmed(layout, start..cut), trimmed(layout, cut + 1..tokens.end));
        if !left.is_empty() && !right.is_empty() && splits(layout, names, &left, &right, cut) {
            out.push(left);
            start = cut + 1;
        }
    }
    out.push(trimmed(layout, start..tokens.end));
    out.retain(|r| !r.is_empty());
    if out.is_empty() { vec![tokens.clone()] } else { out }
}

/// Whether two phrases beside a conjunction at `cut` are two sources.
fn splits(
    layout: &Layout<'_>,
    names: &[Name],
    left: &Range<usize>,
    right: &Range<usize>,
    cut: usize,
) -> bool {
    let within = |range: &Range<usize>| {
        let range = range.clone();
        names.iter().filter(move |n| {
            n.whole().start >= range.start && n.whole().end <= range.end && !n.tokens.is_empty()
        })
    };
    let free = |range: &Range<usize>| within(range).any(|n| !governed(layout, n.whole().start, range.start));
    let pronoun = |range: &Range<usize>| range.len() == 1 && is_pronoun(layout.word(range.start));
    let determined = |range: &Range<usize>| range.len() > 1 && is_determiner(layout.word(range.start));
    let others = |range: &Range<usize>| {
        range.len() > 1
            && matches!(
                layout.word(range.start),
                "his" | "her" | "their" | "its" | "other" | "others" | "several" | "many" | "some"
            )
            && range.clone().any(|i| sort(layout.word(i)) == Sort::Group)
    };
    let named = within(left).next().is_some();
    let left_free = free(left);
    // "his daughter, and member of the union, Sharma Doe"
    let apart = layout.word(cut.saturating_sub(1)) == ",";
    let left_fits = pronoun(left) || left_free || determined(left) && !named && !apart;
    // a common noun alone: "police and county officials"
    let left_fits = left_fits
        || !named && left.len() <= 2 && matches!(sort(layout.word(left.end - 1)), Sort::Group | Sort::Body);
    let comma = left.clone().any(|i| layout.word(i) == ",");
    // "Maya Doe, his wife and the chairwoman of Z"
    let right_fits =
        pronoun(right) || free(right) || others(right) || determined(right) && !(left_free && comma);
    // "Coast Party leader and Prime Minister Ana Doe" is one person
    let complete = pronoun(left)
        || comma
        || determined(left)
        || names
            .iter()
            .any(|n| n.tokens.end == left.end && !n.tokens.is_empty())
        || !names.iter().any(|n| n.titled && n.start == right.start);
    // "Carl Hens of the Bill and Melinda Gates Foundation"
    let last_governed = within(left)
        .next_back()
        .is_some_and(|n| n.tokens.end == left.end && governed(layout, n.whole().start, left.start));
    let body = !determined(right)
        && within(right)
            .next()
            .is_some_and(|n| n.body && n.whole().start == right.start);
    left_fits && right_fits && complete && !(last_governed && body)
}

fn trimmed(layout: &Layout<'_>, mut range: Range<usize>) -> Range<usize> {
    let idle = |i: usize| is_idle(layout.word(i));
    while range.start < range.end && idle(range.start) {
        range.start += 1;
    }
    while range.start < range.end && idle(range.end - 1) {
        range.end -= 1;
    }
    // "according to Johnson's"
    if range.len() > 2 && layout.word(range.end - 1) == "s" && matches!(layout.word(range.end - 2), "'" | "’")
    {
        range.end -= 2;
    }
    range
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{SmallWords, names};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// The parts of `phrase` as a source in the middle of a sentence.
    fn split(phrase: &str) -> Vec<String> {
        let text = format!("It was {phrase} who spoke.");
        let layout = Layout::new(&text);
        let names = names(&layout, &SmallWords::of(&layout), &BTreeSet::new());
        let tokens = 2..layout.tokens().len() - 3;
        assert_eq!(&text[layout.bytes(tokens.clone())], phrase);
        parts(&layout, &tokens, &names)
            .into_iter()
            .map(|r| text[layout.bytes(r)].to_owned())
            .collect()
    }

    #[test]
    fn names_are_parted() {
        assert_eq!(split("Ana Doe and Piet Roe"), ["Ana Doe", "Piet Roe"]);
        assert_eq!(
            split("Ana Doe, Piet Roe and Kofi Tando"),
            ["Ana Doe", "Piet Roe", "Kofi Tando"]
        );
        assert_eq!(
            split("both Ana Doe or Piet Roe, along with Kofi Tando"),
            ["Ana Doe", "Piet Roe", "Kofi Tando"]
        );
        assert_eq!(
            split("Ana Doe, the head of the harbour, and Piet Roe, the dean"),
            ["Ana Doe, the head of the harbour", "Piet Roe, the dean"]
        );
    }

    #[test]
    fn pronouns_and_descriptions_are_parted() {
        assert_eq!(split("he and Ana Doe"), ["he", "Ana Doe"]);
        assert_eq!(split("Ana Doe and others"), ["Ana Doe", "others"]);
        assert_eq!(
            split("the mayor and the harbour master"),
            ["the mayor", "the harbour master"]
        );
        assert_eq!(
            split("Ana Doe and several farmers"),
            ["Ana Doe", "several farmers"]
        );
        assert_eq!(split("police and the mayor"), ["police", "the mayor"]);
    }

    #[test]
    fn one_description_stays_whole() {
        for whole in [
            "the trade and industry commissioner",
            "the Ministry of Trade and Industry",
            "researchers from Orta University and Lindal University",
            "Carl Hens of the Bill and Marta Orbel Foundation",
            "Ana Doe with the union",
        ] {
            assert_eq!(split(whole), [whole]);
        }
    }

    #[test]
    fn what_describes_somebody_is_not_a_second_source() {
        for whole in [
            "Ana Doe, his wife and the chairwoman of the port",
            "his daughter, and member of the union, Sharma Doe",
            "party leader and Prime Minister Ana Doe",
        ] {
            assert_eq!(split(whole), [whole]);
        }
        // an article before the first office makes it somebody else's
        assert_eq!(
            split("the party leader and Prime Minister Ana Doe"),
            ["the party leader", "Prime Minister Ana Doe"]
        );
    }

    #[test]
    fn a_possessive_mark_is_no_part() {
        assert_eq!(split("Ana Doe and Piet Roe's"), ["Ana Doe", "Piet Roe"]);
        assert_eq!(split("and"), ["and"]);
    }

    proptest! {
        /// Parts are in order, apart, inside the source and never empty.
        #[test]
        fn parts_are_disjoint(words in prop::collection::vec(
            prop::sample::select(vec![
                "Ana", "Doe", "Orta", "University", "the", "his", "and", "&", ",", "with", "along", "mayor", "of",
                "he", "others", "(", ")", "'s", "Minister", "police", "both",
            ]), 1..20)) {
            let text = words.join(" ");
            let layout = Layout::new(&text);
            let names = names(&layout, &SmallWords::of(&layout), &BTreeSet::new());
            let tokens = 0..layout.tokens().len();
            let found = parts(&layout, &tokens, &names);
            prop_assert!(!found.is_empty());
            prop_assert!(found.iter().all(|r| !r.is_empty() && r.end <= tokens.end));
            prop_assert!(found.windows(2).all(|w| w[0].end <= w[1].start));
        }
    }
}
