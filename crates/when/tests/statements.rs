//! Which expression dates which statement, in invented sentences. The text is written on Friday 4 January 2019.
//!
//! A statement is marked by hand: `[content]`, `{cue}`, `<source>`, each followed by the statement's digit.

use jiff::civil::date;
use onrecord_text::Layout;
use onrecord_when::{Anchors, Reported, date as date_statements, expressions};
use proptest::prelude::*;
use std::ops::Range;

#[derive(Default, Clone)]
struct Parts {
    content: Vec<Range<usize>>,
    cue: Vec<Range<usize>>,
    source: Vec<Range<usize>>,
}

/// The text without its marks, and the byte ranges that they mark.
fn unmark(marked: &str) -> (String, Vec<Parts>) {
    let mut text = String::new();
    let mut parts: Vec<Parts> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut chars = marked.chars();
    while let Some(c) = chars.next() {
        match c {
            '[' | '{' | '<' => open.push(text.len()),
            ']' | '}' | '>' => {
                let number = chars.next().and_then(|d| d.to_digit(10)).expect("a digit") as usize;
                let range = open.pop().expect("an opening mark")..text.len();
                if parts.len() <= number {
                    parts.resize(number + 1, Parts::default());
                }
                match c {
                    ']' => parts[number].content.push(range),
                    '}' => parts[number].cue.push(range),
                    _ => parts[number].source.push(range),
                }
            }
            c => text.push(c),
        }
    }
    (text, parts)
}

/// The date of every statement ("-" for none). `who` gives the speakers, `inside` the parents.
fn dates(marked: &str, who: &[usize], inside: &[Option<usize>]) -> Vec<String> {
    let anchors = Anchors {
        dateline: None,
        published: Some(date(2019, 1, 4)),
    };
    let (text, parts) = unmark(marked);
    let layout = Layout::new(&text);
    let tokens = |ranges: &[Range<usize>]| -> Vec<Range<usize>> {
        let at = |byte: usize| layout.tokens().partition_point(|t| (t.start as usize) < byte);
        ranges.iter().map(|r| at(r.start)..at(r.end)).collect()
    };
    let parts: Vec<[Vec<Range<usize>>; 3]> = parts
        .iter()
        .map(|p| [tokens(&p.content), tokens(&p.cue), tokens(&p.source)])
        .collect();
    let statements: Vec<Reported<'_>> = parts
        .iter()
        .enumerate()
        .map(|(n, [content, cue, source])| Reported {
            content,
            cue,
            source,
            speaker: who.get(n).copied(),
            parent: inside.get(n).copied().flatten(),
            ..Reported::default()
        })
        .collect();
    let found = expressions(&layout, &anchors);
    date_statements(&layout, &found, &anchors, &statements)
        .into_iter()
        .map(|d| {
            d.and_then(|d| {
                assert!(!d.why.is_empty());
                d.days.iso()
            })
            .unwrap_or_else(|| "-".to_owned())
        })
        .collect()
}

fn one(marked: &str) -> String {
    dates(marked, &[], &[]).pop().unwrap_or_default()
}

#[test]
fn the_expression_beside_the_cue_and_not_one_in_the_content() {
    for text in [
        "<The mayor>0 {said}0 on Wednesday [that the bridge opened on Monday]0.",
        "<The mayor>0 {told}0 reporters Wednesday [that the bridge opened on Monday]0.",
        "<The mayor>0 on Wednesday {said}0 [the bridge opened on Monday]0.",
        "On Wednesday, <the mayor>0 {said}0 [the bridge opened on Monday]0.",
        "In a statement Wednesday, <the mayor>0 {said}0 [the bridge opened on Monday]0.",
        "[“The bridge opened on Monday,”]0 <the mayor>0 {said}0 on Wednesday.",
        "[The bridge opened on Monday]0, <the mayor>0 {said}0 in a letter published on Wednesday.",
        "[The bridge opened on Monday]0, {according to}0 <a report>0 released Wednesday.",
        "Addressing a meeting in Turku on Wednesday, <the mayor>0 {said}0 [the bridge opened on Monday]0.",
        "<The mayor>0 {told}0 Wednesday's press conference [that the bridge opened on Monday]0.",
        "As of Wednesday, <the office>0 {reported}0 [nine cases since Monday]0.",
    ] {
        assert_eq!(one(text), "2019-01-02", "{text}");
    }
}

#[test]
fn an_expression_of_another_clause_dates_nothing() {
    for text in [
        "<The mayor>0, who took office on Wednesday, {said}0 [the bridge is safe]0.",
        "<The mayor>0 {said}0 [the bridge is safe]0 after a boat had struck it on Wednesday.",
        "<The mayor>0 {said}0 [the bridge that opened on Wednesday is safe]0.",
        "The bridge opened on Wednesday and <the mayor>0 {said}0 [it is safe]0.",
        "<The mayor>0 {praised}0 [the bridge]0, a work begun in 1998.",
        "<The mayor>0 {has said}0 [so]0 since Wednesday.",
        "<The mayor>0 will {say}0 on Monday [whether the bridge is safe]0.",
        "PORTO, Jan. 2 (Agency) — <The mayor>0 {said}0 [the bridge is safe]0.",
    ] {
        assert_eq!(one(text), "-", "{text}");
    }
}

#[test]
fn each_statement_of_a_sentence_has_its_own() {
    let text =
        "<The mayor>0 {said}0 on Tuesday [it is safe]0 and <the judge>1 {said}1 on Wednesday [it is not]1.";
    assert_eq!(dates(text, &[0, 1], &[]), ["2019-01-01", "2019-01-02"]);
    let text = "<The mayor>0 {said}0 on Tuesday [it is safe]0, but <the judge>1 {denied}1 [that]1.";
    assert_eq!(dates(text, &[0, 1], &[]), ["2019-01-01", "-"]);
}

#[test]
fn months_and_years_shorten_the_date() {
    assert_eq!(one("<The board>0 {said}0 in March [it would close]0."), "2018-03");
    assert_eq!(one("In 2017, <the board>0 {said}0 [it would close]0."), "2017");
}

#[test]
fn a_date_goes_on_with_the_speaker() {
    let text = "<Aino Salo>0 {said}0 on Wednesday [it is safe]0. <She>1 {added}1 [that ships may pass]1.\n\n\
                [“They may,”]2 <Salo>2 {said}2. <The judge>3 {disagreed with}3 [her]3.";
    assert_eq!(
        dates(text, &[0, 0, 0, 1], &[]),
        ["2019-01-02", "2019-01-02", "2019-01-02", "-"]
    );
    let far = "<Aino Salo>0 {said}0 on Wednesday [it is safe]0.\n\nOne.\n\nTwo.\n\nThree.\n\n<Salo>1 {said}1 [no]1.";
    assert_eq!(dates(far, &[0, 0], &[]), ["2019-01-02", "-"]);
}

#[test]
fn another_time_ends_it() {
    let text = "<Salo>0 {said}0 on Wednesday [it is safe]0. Earlier, <she>1 {said}1 [it was not]1. <She>2 {said}2 [so]2.";
    assert_eq!(dates(text, &[0, 0, 0], &[]), ["2019-01-02", "-", "-"]);
    let text = "<Salo>0 {said}0 on Wednesday [it is safe]0. <She>1 {had said}1 [it was not]1.";
    assert_eq!(dates(text, &[0, 0], &[]), ["2019-01-02", "-"]);
}

#[test]
fn occasions_turns_and_the_same_day() {
    let text = "The council met on Wednesday in Turku. At the meeting, <the mayor>0 {said}0 [it is safe]0. \
                In turn, <the judge>1 {said}1 [it is not]1.";
    assert_eq!(dates(text, &[0, 1], &[]), ["2019-01-02", "2019-01-02"]);
    let text = "The bridge shut on Wednesday. The same day, <the mayor>0 {said}0 [it is safe]0.";
    assert_eq!(one(text), "2019-01-02");
    let text = "The bridge shut on Wednesday. <The mayor>0 {said}0 [it is safe]0.";
    assert_eq!(one(text), "-");
}

#[test]
fn headlines_and_transcripts() {
    let text =
        "[Bridge is safe]0, <mayor>0 {says}0\n\n<The mayor>1 {said}1 on Wednesday [the bridge is safe]1.";
    assert_eq!(dates(text, &[0, 0], &[]), ["2019-01-02", "2019-01-02"]);
    let text = "Harbour committee, 2 January 2019\n\n<SALO>0{:}0 [It is safe.]0\n\n<LIND>1{:}1 [Is it?]1";
    assert_eq!(dates(text, &[0, 1], &[]), ["2019-01-02", "2019-01-02"]);
}

#[test]
fn inside_a_quotation_days_count_from_the_day_it_was_spoken() {
    let text =
        "[“<The judge>1 {told}1 me yesterday [that it is safe]1,”]0 <the mayor>0 {said}0 on Wednesday.";
    assert_eq!(
        dates(text, &[0, 1], &[None, Some(0)]),
        ["2019-01-02", "2019-01-01"]
    );
    let text = "[“<The judge>1 {told}1 me yesterday [that it is safe]1,”]0 <the mayor>0 {said}0.";
    assert_eq!(dates(text, &[0, 1], &[None, Some(0)]), ["-", "-"]);
    let text = "[“<I>1 {think}1 [it is safe]1,”]0 <the mayor>0 {said}0 on Wednesday.";
    assert_eq!(dates(text, &[0, 0], &[None, Some(0)]), ["2019-01-02", "-"]);
}

const WORDS: &[&str] = &[
    "On",
    "Monday",
    ",",
    "the",
    "mayor",
    "said",
    "yesterday",
    "who",
    "after",
    "In",
    "turn",
    "he",
    "“",
    "”",
    ".",
    "\n\n",
    "at",
    "meeting",
    "2019",
    "May",
    "had",
    "same",
    "day",
    "earlier",
    ":",
    "'",
    "s",
];

/// A property test came upon it.
#[test]
fn a_text_without_words_dates_nothing() {
    let layout = Layout::new("\n\n");
    let anchors = Anchors {
        dateline: None,
        published: Some(date(2019, 1, 4)),
    };
    let nothing = Reported {
        content: &[],
        cue: &[],
        source: &[],
        speaker: None,
        event: None,
        parent: None,
        turn: true,
    };
    assert_eq!(date_statements(&layout, &[], &anchors, &[nothing]), [None]);
}

proptest! {
    #[test]
    fn any_ranges_are_read_without_panic(
        words in prop::collection::vec(prop::sample::select(WORDS), 1..80),
        statements in prop::collection::vec(
            (0usize..80, 0usize..8, 0usize..80, 0usize..4, 0usize..80, 0usize..4, prop::option::of(0usize..4), prop::option::of(0usize..90)),
            0..12),
    ) {
        let text = words.join(" ");
        let layout = Layout::new(&text);
        let n = layout.tokens().len();
        let range = |at: usize, len: usize| {
            let at = at.min(n.saturating_sub(1));
            let range = at..(at + len).min(n);
            if range.is_empty() { Vec::new() } else { vec![range] }
        };
        let parts: Vec<_> = statements
            .iter()
            .map(|s| (range(s.0, s.1), range(s.2, s.3), range(s.4, s.5), s.6, s.7))
            .collect();
        let reported: Vec<Reported<'_>> = parts
            .iter()
            .enumerate()
            .map(|(i, p)| Reported {
                content: &p.0,
                cue: &p.1,
                source: &p.2,
                speaker: p.3,
                event: p.4.map(|e| e..e + 1),
                parent: p.3.filter(|&p| p < i),
                turn: i % 5 == 0,
            })
            .collect();
        let anchors = Anchors { dateline: None, published: Some(date(2019, 1, 4)) };
        let found = expressions(&layout, &anchors);
        let dated = date_statements(&layout, &found, &anchors, &reported);
        prop_assert_eq!(dated.len(), reported.len());
        for d in dated.into_iter().flatten() {
            prop_assert!(d.expression < found.len());
            prop_assert!(found[d.expression].days.is_some());
            prop_assert!(d.days.last() <= date(2019, 12, 31));
        }
        let none = expressions(&layout, &Anchors::default());
        let undated = date_statements(&layout, &none, &Anchors::default(), &reported);
        for d in undated.into_iter().flatten() {
            prop_assert!(none[d.expression].days.is_some());
        }
    }
}
