//! Quotations and the texts that they are taken from.

use super::*;

const TEXT: &str = "PORT AMER — The harbour council met on Monday.\n\n“The old pier will not be closed before the winter,” said the mayor, \
Ada Quill. “We’ve spent €1,200 on repairs, and I don’t regret it.” Asked about the ferry, she said it was “a question \
for the Café Orvane owners”.\n\nThe council voted 7-2 to keep the pier. Nobody spoke against it, the clerk said.";

fn shown(quotation: &str) -> String {
    show(quotation, TEXT)
}

fn show(quotation: &str, text: &str) -> String {
    let places = |ranges: &[Range<usize>]| {
        ranges
            .iter()
            .map(|r| &text[r.clone()])
            .collect::<Vec<_>>()
            .join(" | ")
    };
    match find(quotation, text) {
        Match::Exact { likeness, ranges } => format!("{likeness:?}: {}", places(&ranges)),
        Match::Altered {
            ranges,
            differences,
            score,
        } => {
            let mut out = format!("Altered {score:.2}: {}", places(&ranges));
            for d in differences {
                out += &format!(
                    "\n  {:?} [{}] [{}]",
                    d.kind, &quotation[d.quotation], &text[d.text]
                );
                if d.negation {
                    out += " negation";
                }
                if d.number {
                    out += " number";
                }
            }
            out
        }
        Match::Partial { runs, score } => {
            let runs: Vec<String> = runs
                .iter()
                .map(|r| {
                    format!(
                        "{} [{}] [{}]",
                        r.words,
                        &quotation[r.quotation.clone()],
                        &text[r.text.clone()]
                    )
                })
                .collect();
            format!("Partial {score:.2}: {}", runs.join(" | "))
        }
        Match::None => "None".to_owned(),
    }
}

#[test]
fn word_for_word() {
    insta::assert_snapshot!(
        [
            "“The old pier will not be closed before the winter”",
            "We've spent €1,200 on repairs",
            "the  OLD pier will not be closed",
            "The old pier will not be closed before the winter. We’ve spent €1,200 on repairs",
            "unregretted",
            "repairs",
            "voted 7–2 to keep",
            "… of it […]",
        ]
        .map(shown)
        .join("\n")
    );
}

#[test]
fn marks_of_the_quoter() {
    insta::assert_snapshot!(
        [
            "The old pier will not be closed … and I don’t regret it",
            "[T]he old pier will not be closed […] I don't regret it.",
            "We’ve spent [much money] on repairs",
            "[The council has] spent €1,200 on repairs",
            "I don’t regret [the repairs]",
            "The old pier will … be closed",
            "The old pier will … before the winter",
            "The old pier [should] be closed",
            "The old pier [must never] be closed",
        ]
        .map(shown)
        .join("\n")
    );
}

#[test]
fn what_was_changed() {
    insta::assert_snapshot!(
        [
            "The old pier will be closed before the winter",
            "The old pier will not be closed before the summer",
            "The very old pier will never be closed before the winter",
            "We’ve spent €1,300 on repairs",
            "We’ve spent $1,200 on repairs",
            "We’ve spent €1200 on repairs and I don’t regret it",
            "a question for the Cafe Orvane owners",
            "We have spent €1,200 on the repairs, and I do not regret it",
            "I do regret it",
            "Nobody spoke for it",
        ]
        .map(shown)
        .join("\n")
    );
}

#[test]
fn a_part_and_nothing() {
    insta::assert_snapshot!([
        "The old pier will not be closed, and whoever says so is spreading rumours that nobody should believe in this town",
        "The town hall was empty, and no one at all wanted to say why",
        "The fish market will open again on the first day of the new month",
        "it was a",
        "“…”",
        "",
    ].map(shown).join("\n"));
}

#[test]
fn a_long_text_is_aligned_in_part() {
    let mut text: String = (0..30_000).map(|n| format!("word{} the ", n % 977)).collect();
    text.insert_str(
        150_000,
        " we will build the new lighthouse of Orvane before the next winter comes to the coast of Vardal ",
    );
    let quotation =
        "we will not build the new lighthouse of Orvane before the next winter comes to the coast of Vardal";
    let Match::Altered {
        differences, ranges, ..
    } = find(quotation, &text)
    else {
        panic!("not found")
    };
    assert_eq!((differences.len(), ranges.len()), (1, 1));
    assert!(differences[0].negation && differences[0].kind == DifferenceKind::Added);
    let long: String = (0..3_000).map(|n| format!("step{n} ")).collect();
    let altered = long.replace("step700 ", "").replace("step9 ", "stop9 ");
    let Match::Altered { differences, .. } = find(&altered, &format!("ahead of it {long} behind it")) else {
        panic!("not found")
    };
    let differences: Vec<_> = differences
        .iter()
        .map(|d| (d.kind, &altered[d.quotation.clone()]))
        .collect();
    assert_eq!(
        differences,
        [(DifferenceKind::Replaced, "stop9"), (DifferenceKind::Removed, "")]
    );
}

#[test]
fn hostile_texts_take_bounded_time() {
    let start = std::time::Instant::now();
    let text = "to be or not ".repeat(50_000);
    assert_eq!(
        find(&"not or be to ".repeat(3_000), &text),
        find(&"not or be to ".repeat(3_000), &text)
    );
    find(&"to be or ".repeat(300), &text);
    find(&"… a [b] ".repeat(5_000), &"a b ".repeat(20_000));
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

proptest::proptest! {
    /// A run of the text's own words is found exactly; with a word put in, the word is what differs.
    #[test]
    fn what_was_taken_is_found(words in proptest::collection::vec("[b-d]{2,3}", 8..40), from in 0..30_usize, length in 4..12_usize) {
        let text = words.join(" ");
        let from = from.min(words.len() - 4);
        let taken = &words[from..(from + length).min(words.len())];
        let exact = matches!(find(&taken.join(" "), &text), Match::Exact { likeness: Likeness::Verbatim, .. });
        proptest::prop_assert!(exact);
        let mut changed = taken.to_vec();
        changed.insert(2, "not".to_owned());
        let quotation = changed.join(" ");
        match find(&quotation, &text) {
            Match::Altered { differences, .. } => proptest::prop_assert!(differences.iter().any(|d| d.negation)),
            other => proptest::prop_assert!(matches!(other, Match::Partial { .. } | Match::None), "{:?}", other),
        }
    }

    /// Ranges lie in both texts, whatever they are.
    #[test]
    fn ranges_lie_in_the_texts(quotation in "[a-c not…\\[\\].,“”é]{0,40}", text in "[a-c not…\\[\\].,“”é]{0,80}") {
        match find(&quotation, &text) {
            Match::Exact { ranges, .. } => {
                proptest::prop_assert!(!ranges.is_empty() && ranges.iter().all(|r| !text[r.clone()].is_empty()));
            }
            Match::Altered { ranges, differences, score } => {
                proptest::prop_assert!((0.0..=1.0).contains(&score) && !differences.is_empty());
                proptest::prop_assert!(ranges.iter().all(|r| text.get(r.clone()).is_some()));
                for d in differences {
                    proptest::prop_assert!(quotation.get(d.quotation).is_some() && text.get(d.text).is_some());
                }
            }
            Match::Partial { runs, score } => {
                proptest::prop_assert!((0.0..=1.0).contains(&score));
                for run in runs {
                    proptest::prop_assert!(quotation.get(run.quotation).is_some() && text.get(run.text).is_some());
                }
            }
            Match::None => {}
        }
    }
}
