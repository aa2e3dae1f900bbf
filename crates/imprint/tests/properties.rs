//! What holds for every text.

use onrecord_imprint::{Given, Imprint, read};
use proptest::prelude::*;
use std::ops::Range;
use std::time::Instant;

fn ranges(imprint: &Imprint) -> Vec<Range<usize>> {
    let facts = [
        &imprint.title,
        &imprint.outlet,
        &imprint.published,
        &imprint.modified,
        &imprint.first_published,
    ];
    let mut all: Vec<Range<usize>> = facts.into_iter().flatten().filter_map(|f| f.at.clone()).collect();
    if let Some(byline) = &imprint.byline {
        all.push(byline.range.clone());
        for author in &byline.authors {
            assert!(byline.range.start <= author.start && author.end <= byline.range.end);
            all.push(author.clone());
        }
    }
    if let Some(line) = &imprint.dateline {
        all.push(line.range.clone());
        for part in line.place.iter().chain(&line.agency) {
            assert!(line.range.start <= part.start && part.end <= line.range.end);
            all.push(part.clone());
        }
    }
    all.extend(imprint.notes.iter().map(|n| n.range.clone()));
    all
}

fn holds(text: &str, given: &Given) {
    let imprint = read(text, given);
    for range in ranges(&imprint) {
        let words = text
            .get(range.clone())
            .expect("inside the text, on boundaries of characters");
        assert!(!words.is_empty() && words.trim() == words, "{words:?}");
    }
    for pair in imprint.notes.windows(2) {
        assert!(pair[0].range.end <= pair[1].range.start, "notes do not overlap");
    }
    assert!(text.is_char_boundary(imprint.body) && imprint.body <= text.len());
    assert_eq!(imprint, read(text, given), "the same again");
}

/// Pieces of which imprints are made, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "LONDON",
        "Geneva/New York",
        "BAKU, Azerbaijan",
        "WASHINGTON, D.C.",
        "São Paulo",
        "ZÜRICH",
        " (Reuters)",
        "/TASS/",
        "(AP)",
        "AKIpress",
        ", ",
        ". ",
        " - ",
        "--",
        " — ",
        ": ",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "\u{a0}",
        "March 3",
        "4 Jan 2019",
        "03/04/2019",
        "2019-01-04",
        "T12:42",
        "Friday, ",
        "12:42",
        "By ",
        "Jane Doe",
        " and ",
        " in ",
        "Updated ",
        "CORRECTION:",
        "(Adds details)",
        "This story has been updated",
        "An earlier version of this story ",
        "first published",
        "© 2020 ",
        "Source: ",
        "The lamps are lit.",
        "Old bridge to be lit again",
        "“",
        "”",
        "ß",
        "é",
        "İ",
        "ﬁ",
        "\u{feff}",
        "\u{301}",
        "北京",
        "UPDATE 2-",
        "[",
        "]",
        "|",
        "•",
        "0",
        "9999",
        "31",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|p| p.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        holds(&text, &Given::default());
    }

    #[test]
    fn any_mixture(text in pieces(), published in prop::option::of("[0-9-]{0,10}")) {
        let given = Given { published, ..Given::default() };
        holds(&text, &given);
    }
}

/// Texts that could make a reader start over and over.
#[test]
fn time_grows_with_the_text() {
    for piece in [
        "LONDON, ",
        "A ",
        "(",
        "/",
        "-",
        "\n",
        "By Jane Doe and ",
        "4 January ",
        "version of this story ",
        "earlier version of this story\n",
        "Update: ",
        "A\n\n",
        "Correction:\n",
        "|",
        "first published ",
        "NEW YORK/",
        " and ",
        "© ",
        "İ",
        "A.B.",
        "12:42 ",
    ] {
        let time = |n: usize| {
            let text = piece.repeat(n / piece.len());
            let from = Instant::now();
            holds(&text, &Given::default());
            from.elapsed()
        };
        let long = time(2 << 20);
        // twice read in a build without optimisation; a square would take hours
        assert!(long.as_secs() < 20, "{piece:?}: {long:?}");
    }
}
