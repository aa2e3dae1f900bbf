//! Every form of time expression, in invented sentences. The text is written on Friday 4 January 2019.

use jiff::civil::{Date, date};
use onrecord_text::Layout;
use onrecord_when::{Anchors, Kind, Precision, expressions};
use proptest::prelude::*;

fn written(day: Date) -> Anchors {
    Anchors {
        dateline: None,
        published: Some(day),
    }
}

/// Each expression with its ISO date, "-" for none; "|" before an end of a period.
fn found(text: &str, anchors: Anchors) -> Vec<String> {
    let layout = Layout::new(text);
    expressions(&layout, &anchors)
        .iter()
        .map(|e| {
            let iso = e.days.and_then(|d| d.iso()).unwrap_or_else(|| "-".to_owned());
            let bound = if e.bound { "|" } else { "" };
            format!("{bound}{} {iso}", &text[layout.bytes(e.tokens.clone())])
        })
        .collect()
}

fn on_friday(text: &str) -> Vec<String> {
    found(text, written(date(2019, 1, 4)))
}

#[test]
fn weekdays_are_past_unless_told_otherwise() {
    assert_eq!(on_friday("She left on Wednesday."), ["Wednesday 2019-01-02"]);
    assert_eq!(on_friday("She left on Friday."), ["Friday 2019-01-04"]);
    assert_eq!(on_friday("She left on Saturday."), ["Saturday 2018-12-29"]);
    assert_eq!(
        on_friday("She left late Tuesday night."),
        ["Tuesday night 2019-01-01"]
    );
    assert_eq!(on_friday("The port will open on Monday."), ["Monday 2019-01-07"]);
    assert_eq!(on_friday("It is due on Friday."), ["Friday 2019-01-04"]);
    assert_eq!(on_friday("It opens next Tuesday."), ["next Tuesday 2019-01-08"]);
    assert_eq!(on_friday("It opens next Friday."), ["next Friday 2019-01-11"]);
    assert_eq!(on_friday("It shut this Thursday."), ["this Thursday 2019-01-03"]);
    assert_eq!(
        on_friday("It shut on Monday last week."),
        ["Monday last week 2018-12-24"]
    );
    assert_eq!(on_friday("We met on Wed. with her."), ["Wed 2019-01-02"]);
}

#[test]
fn last_weekday_has_a_date_only_where_its_two_readings_agree() {
    assert_eq!(on_friday("It shut last Saturday."), ["last Saturday 2018-12-29"]);
    assert_eq!(on_friday("It shut last Friday."), ["last Friday 2018-12-28"]);
    // the Tuesday of this week or of the one before, in two years
    assert_eq!(on_friday("It shut last Tuesday."), ["last Tuesday -"]);
}

#[test]
fn calendar_dates() {
    for text in [
        "on January 2",
        "on 2 January 2019",
        "on Jan. 2, 2019,",
        "on 2nd January",
        "on the 2nd of January",
        "on Wednesday, January 2,",
        "on Wednesday 2 January",
        "on 2019-01-02",
        "on 02.01.2019",
    ] {
        let found = on_friday(&format!("The board met {text} in Porto."));
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(found[0].ends_with(" 2019-01-02"), "{text}: {found:?}");
    }
    assert_eq!(on_friday("It closed on December 30."), ["December 30 2018-12-30"]);
    assert_eq!(on_friday("It opens on January 9."), ["January 9 2019-01-09"]);
    assert_eq!(
        on_friday("It ran from 3–5 March 2018 in Turku."),
        ["|3–5 March 2018 2018-03"]
    );
    assert_eq!(on_friday("It was built in 1998."), ["1998 1998"]);
    assert_eq!(on_friday("It was sold in March."), ["March 2018-03"]);
    assert_eq!(
        on_friday("It was sold in mid-March 2017."),
        ["March 2017 2017-03"]
    );
    assert_eq!(on_friday("It was sold last April."), ["last April 2018-04"]);
    assert_eq!(
        on_friday("He may march with May and April."),
        Vec::<String>::new()
    );
}

#[test]
fn dates_that_are_not_in_the_calendar_stay_open() {
    assert_eq!(on_friday("It shut on 30 February 2018."), ["30 February 2018 -"]);
    // 2 January was no Sunday in these years
    assert_eq!(
        on_friday("It shut on Sunday, January 2."),
        ["Sunday, January 2 -"]
    );
    assert_eq!(
        on_friday("A score of 05/06/2018 is no date."),
        Vec::<String>::new()
    );
}

#[test]
fn counted_from_the_day_of_writing() {
    assert_eq!(on_friday("Yesterday it rained."), ["Yesterday 2019-01-03"]);
    assert_eq!(on_friday("It rained today."), ["today 2019-01-04"]);
    assert_eq!(on_friday("It rained this morning."), ["this morning 2019-01-04"]);
    assert_eq!(on_friday("It rained last night."), ["last night 2019-01-03"]);
    assert_eq!(
        on_friday("It rained three days ago."),
        ["three days ago 2019-01-01"]
    );
    assert_eq!(on_friday("It rained a day ago."), ["a day ago 2019-01-03"]);
    assert_eq!(on_friday("It rained two years ago."), ["two years ago 2017"]);
    assert_eq!(on_friday("It rained last month."), ["last month 2018-12"]);
    assert_eq!(on_friday("It rained last year."), ["last year 2018"]);
    let march = written(date(2019, 3, 20));
    assert_eq!(found("It rained last week.", march), ["last week 2019-03"]);
    assert_eq!(found("It rained overnight.", march), ["overnight 2019-03"]);
    assert_eq!(
        found("It rained earlier this week.", march)[1],
        "this week 2019-03"
    );
    assert_eq!(on_friday("A few days ago it rained."), ["A few days ago -"]);
    assert_eq!(
        on_friday("As Coast Today wrote, it rained."),
        Vec::<String>::new()
    );
}

#[test]
fn counted_from_the_day_told_of_before() {
    let after = |text: &str| on_friday(&format!("The court sat on Wednesday. {text}")).pop();
    for (text, day) in [
        ("The same day it rose.", "2019-01-02"),
        ("Later that day it rose.", "2019-01-02"),
        ("Later in the day it rose.", "2019-01-02"),
        ("It had met the previous day.", "2019-01-01"),
        ("It had met a day earlier.", "2019-01-01"),
        ("It had met the day before.", "2019-01-01"),
        ("The next day it rose.", "2019-01-03"),
        ("It rose the following morning.", "2019-01-03"),
        ("Two days later it rose.", "2019-01-04"),
    ] {
        let found = after(text).unwrap_or_default();
        assert!(found.ends_with(day), "{text}: {found}");
    }
    assert_eq!(on_friday("The same day it rose."), ["The same day -"]);
    assert_eq!(on_friday("He said that day care is dear."), Vec::<String>::new());
}

#[test]
fn what_was_told_long_ago_or_far_away_is_not_that_day() {
    let background = "The bridge was built on 3 May 2011.\n\nThe same day it rained.";
    assert_eq!(on_friday(background)[1], "The same day -");
    let far = "It shut on Wednesday.\n\nOne.\n\nTwo.\n\nThree.\n\nThe same day it rained.";
    assert_eq!(on_friday(far)[1], "The same day -");
    let spoken = "He said: “We met on Wednesday.” The same day it rained.";
    assert_eq!(on_friday(spoken)[1], "The same day -");
}

#[test]
fn ends_of_periods_are_marked() {
    for text in [
        "since Monday",
        "until Monday",
        "by Monday",
        "from Monday",
        "before Monday",
        "as of Monday",
    ] {
        let found = on_friday(&format!("It was shut {text}."));
        assert_eq!(found, ["|Monday 2018-12-31"], "{text}");
    }
}

#[test]
fn nothing_is_made_up_without_an_anchor() {
    let text = "On Wednesday, on January 2, yesterday, last week, in March, overnight, three days ago and this year it rained.";
    let layout = Layout::new(text);
    let found = expressions(&layout, &Anchors::default());
    assert_eq!(found.len(), 8);
    for e in found {
        assert_eq!(e.days, None, "{e:?}");
        assert!(!e.why.is_empty());
    }
    assert_eq!(
        found_plain("It rained on 2 January 2019 and in 1998."),
        ["2 January 2019 2019-01-02", "1998 1998"]
    );
}

fn found_plain(text: &str) -> Vec<String> {
    found(text, Anchors::default())
}

#[test]
fn the_dateline_goes_before_the_publication() {
    let anchors = Anchors {
        dateline: Some(date(2019, 1, 2)),
        published: Some(date(2019, 1, 4)),
    };
    assert_eq!(found("It rained yesterday.", anchors), ["yesterday 2019-01-01"]);
}

#[test]
fn the_texts_own_date_is_told_apart() {
    let own = |text: &str| {
        let layout = Layout::new(text);
        expressions(&layout, &written(date(2019, 1, 4)))
            .iter()
            .map(|e| e.imprint)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        own("Harbour reopens\n\nFriday, January 4, 2019\n\nIt rained on 3 January."),
        [true, false]
    );
    assert_eq!(
        own("PORTO, Jan. 4 (Agency) — It rained on January 3."),
        [true, false]
    );
    assert_eq!(own("On January 4, the board met."), [false]);
}

#[test]
fn kinds_and_precision() {
    let text = "On Monday, in 1998, yesterday, the same day and recently it rained.";
    let layout = Layout::new(text);
    let found = expressions(&layout, &written(date(2019, 1, 4)));
    let kinds: Vec<Kind> = found.iter().map(|e| e.kind).collect();
    assert_eq!(
        kinds,
        [
            Kind::Weekday,
            Kind::Calendar,
            Kind::Deictic,
            Kind::Anaphoric,
            Kind::Vague
        ]
    );
    assert_eq!(found[0].precision(), Some(Precision::Day));
    assert_eq!(found[1].precision(), Some(Precision::Year));
    assert_eq!(found[4].precision(), None);
}

const WORDS: &[&str] = &[
    "Monday",
    "Friday",
    "on",
    "last",
    "next",
    "this",
    "the",
    "same",
    "day",
    "week",
    "weekend",
    "month",
    "year",
    "three",
    "2",
    "31",
    "2019",
    "May",
    "Feb",
    ".",
    ",",
    "-",
    "–",
    "of",
    "ago",
    "earlier",
    "later",
    "before",
    "that",
    "in",
    "night",
    "today",
    "overnight",
    "said",
    "will",
    "by",
    "as",
    "3rd",
    "9999",
    "0",
    "12",
    "\n\n",
    "“",
    "”",
    "a",
    "few",
    "recently",
];

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,120}",
        prop::collection::vec(prop::sample::select(WORDS), 0..60).prop_map(|w| w.join(" ")),
        prop::collection::vec(prop::sample::select(WORDS), 0..60).prop_map(|w| w.concat()),
    ]
}

fn any_date() -> impl Strategy<Value = Date> {
    prop_oneof![
        Just(Date::MIN),
        Just(Date::MAX),
        (1i16..=9999, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| date(y, m, d)),
    ]
}

proptest! {
    #[test]
    fn expressions_lie_in_the_text_in_order(text in any_text(), dateline in prop::option::of(any_date()),
                                            published in prop::option::of(any_date())) {
        let layout = Layout::new(&text);
        let anchors = Anchors { dateline, published };
        let mut at = 0;
        for e in expressions(&layout, &anchors) {
            prop_assert!(e.tokens.start >= at && e.tokens.start < e.tokens.end);
            at = e.tokens.end;
            prop_assert!(at <= layout.tokens().len());
            let bytes = layout.bytes(e.tokens.clone());
            prop_assert!(text.get(bytes.clone()).is_some_and(|s| !s.trim().is_empty()));
            prop_assert!(!e.why.is_empty());
            if let Some(days) = e.days {
                prop_assert!(days.first() <= days.last());
                if e.kind == Kind::Vague {
                    prop_assert!(false, "a vague expression with days");
                }
            }
        }
    }

    #[test]
    fn a_weekday_is_that_weekday_and_near(day in 0usize..7, turn in 0usize..4, y in 1900i16..2100, m in 1i8..=12, d in 1i8..=28) {
        let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        let turn = ["on", "this", "next", "last"][turn];
        let text = format!("It rained {turn} {}.", names[day]);
        let written_on = date(y, m, d);
        let layout = Layout::new(&text);
        let found = expressions(&layout, &written(written_on));
        prop_assert_eq!(found.len(), 1);
        let Some(days) = found[0].days else { return Err(TestCaseError::fail("no days")) };
        for end in [days.first(), days.last()] {
            prop_assert_eq!(usize::try_from(end.weekday().to_monday_zero_offset()).ok(), Some(day));
        }
        if let Some(date) = days.single() {
            let away = written_on.duration_until(date).as_hours() / 24;
            prop_assert!((-7..=7).contains(&away), "{} days", away);
            prop_assert!(turn != "on" || away <= 0);
            prop_assert!(turn != "next" || away > 0);
            prop_assert!(turn != "last" || away < 0);
        }
    }

    #[test]
    fn without_anchors_only_printed_years_are_known(text in any_text()) {
        let layout = Layout::new(&text);
        let mut told = false;
        for e in expressions(&layout, &Anchors::default()) {
            if e.days.is_some() {
                prop_assert!(e.kind == Kind::Calendar || e.kind == Kind::Anaphoric && told, "{:?}", e);
                told = true;
            }
        }
    }
}
