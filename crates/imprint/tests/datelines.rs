//! Opening lines of many house styles, and openings that are no datelines. `data/held_out.txt` says how they are written.

// what is wrong is listed, so that a failing test tells which lines
#![allow(clippy::print_stderr)]

use onrecord_imprint::{Given, Imprint, read};

struct Case<'t> {
    place: Option<&'t str>,
    date: Option<&'t str>,
    given: Option<&'t str>,
    agency: Option<&'t str>,
    text: String,
    /// The dateline; empty when there is none.
    line: String,
    line_no: usize,
}

fn cases(list: &str) -> Vec<Case<'_>> {
    let some = |field: &'static str| move |f: &str| f != field;
    list.lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#') && !line.is_empty())
        .map(|(at, line)| {
            let fields: Vec<&str> = line.split('\t').collect();
            let &[place, date, agency, marked] = fields.as_slice() else {
                panic!("line {}: four fields, parted by tabs", at + 1);
            };
            let marked = marked.replace("\\n", "\n");
            let none = place == "none";
            let inside = marked
                .split_once('⟦')
                .and_then(|(_, r)| r.split_once('⟧'))
                .map(|(l, _)| l.to_owned());
            assert_eq!(
                none,
                inside.is_none(),
                "line {}: a dateline stands in ⟦ ⟧",
                at + 1
            );
            let (date, given) = date.split_once('@').map_or((date, None), |(d, g)| (d, Some(g)));
            Case {
                place: Some(place).filter(|p| some("-")(p) && !none),
                date: Some(date).filter(|d| some("-")(d) && !none),
                given,
                agency: Some(agency).filter(|a| some("-")(a) && !none),
                text: marked.replace(['⟦', '⟧'], ""),
                line: inside.unwrap_or_default(),
                line_no: at + 1,
            }
        })
        .collect()
}

/// What is wrong with a reading; nothing when all of it is right.
fn wrong(case: &Case<'_>, imprint: &Imprint) -> Option<String> {
    let text = &case.text;
    // a line with a date alone is no dateline of the kind that is tested here
    let found = imprint.dateline.as_ref();
    let is = found.map(|d| {
        (
            &text[d.range.clone()],
            d.place.clone().map(|r| &text[r]),
            d.date.as_deref(),
            d.agency.clone().map(|r| &text[r]),
        )
    });
    let wanted = (!case.line.is_empty()).then_some((case.line.as_str(), case.place, case.date, case.agency));
    (is != wanted).then(|| format!("line {}: {is:?}, not {wanted:?}", case.line_no))
}

/// Prints what is wrong; how many cases, how many wrong, and how many lines taken for datelines that are none.
fn score(list: &str) -> (usize, usize, usize) {
    let cases = cases(list);
    let (mut wrongs, mut made_up) = (0, 0);
    for case in &cases {
        let given = Given {
            published: case.given.map(str::to_owned),
            ..Given::default()
        };
        if let Some(why) = wrong(case, &read(&case.text, &given)) {
            eprintln!("{why}");
            wrongs += 1;
            made_up += usize::from(case.line.is_empty());
        }
    }
    eprintln!("{} cases, {wrongs} wrong, {made_up} made up", cases.len());
    (cases.len(), wrongs, made_up)
}

#[test]
fn held_out_datelines() {
    let (cases, wrong, made_up) = score(include_str!("data/held_out.txt"));
    assert!(wrong * 50 <= cases, "98 % are right");
    assert_eq!(made_up, 0, "none is made up");
}

#[test]
fn datelines() {
    let (cases, wrong, made_up) = score(include_str!("data/datelines.txt"));
    assert!(wrong * 50 <= cases, "98 % are right");
    assert_eq!(made_up, 0, "none is made up");
}
