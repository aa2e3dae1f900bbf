//! The forms of dates, and what holds for all of them.

#![allow(clippy::unwrap_used)]

use onrecord_stamp::{Extent, LONGEST, Zone, number, read};
use proptest::prelude::*;

/// As written, and as read; nothing for what is not to be read.
const FORMS: &[(&str, &str)] = &[
    // RFC 822 and its successors
    ("Fri, 05 May 2023 09:30:00 GMT", "2023-05-05T09:30:00Z"),
    ("Fri, 5 May 2023 09:30 +0200", "2023-05-05T09:30:00+02:00"),
    ("5 May 23 09:30:00 EST", "2023-05-05T09:30:00-05:00"),
    ("5 May 99 09:30:00 UT", "1999-05-05T09:30:00Z"),
    ("Mon, 05 May 2023 09:30:00 Z", "2023-05-05T09:30:00Z"),
    ("Fri, 05 May 2023 9:3:5 PDT", "2023-05-05T09:03:05-07:00"),
    ("Fri, 05 May 2023 09:30:00 GMT+2", "2023-05-05T09:30:00+02:00"),
    ("Fri, 05 May 2023 09:30:00 +02:00", "2023-05-05T09:30:00+02:00"),
    ("Fri, 05 May 2023 09:30:00 Etc/GMT", "2023-05-05T09:30:00Z"),
    ("Fri, 05 May 2023 09:30:00 +0000 (UTC)", "2023-05-05T09:30:00Z"),
    ("Fri,05 May 2023 09:30:00 GMT", "2023-05-05T09:30:00Z"),
    ("Friday, 05-May-23 09:30:00 GMT", "2023-05-05T09:30:00Z"),
    ("Friday, 5 September 2023 09:30:00 GMT", "2023-09-05T09:30:00Z"),
    ("Fri, 5 Sept 2023 09:30:00 GMT", "2023-09-05T09:30:00Z"),
    ("Fri, 05 May 2023", "2023-05-05"),
    ("Fri, 05 May 2023 09:30:00", "2023-05-05T09:30:00"),
    ("Fri, 30 Jun 2023 23:59:60 GMT", "2023-06-30T23:59:59Z"),
    ("May 5, 2023", "2023-05-05"),
    ("May 5, 2023 4:30 PM", "2023-05-05T16:30:00"),
    ("5th May 2023 12:00am EDT", "2023-05-05T00:00:00-04:00"),
    ("Fri May  5 09:30:00 2023", "2023-05-05T09:30:00"),
    ("Fri May 05 09:30:00 EDT 2023", "2023-05-05T09:30:00-04:00"),
    ("FRI, 05 MAY 2023 09:30:00 gmt", "2023-05-05T09:30:00Z"),
    ("05 May 2023 09:30:00 -0330", "2023-05-05T09:30:00-03:30"),
    // W3CDTF, ISO 8601
    ("2023", "2023"),
    ("2023-05", "2023-05"),
    ("2023-05-05", "2023-05-05"),
    ("20230505", "2023-05-05"),
    ("2023-125", "2023-05-05"),
    ("2024-366", "2024-12-31"),
    ("2023-05-05T09:30Z", "2023-05-05T09:30:00Z"),
    ("2023-05-05T09:30:00z", "2023-05-05T09:30:00Z"),
    ("2023-05-05 09:30:00", "2023-05-05T09:30:00"),
    ("2023-05-05 09:30:00 +0200", "2023-05-05T09:30:00+02:00"),
    ("2023-05-05 09:30:00 UTC", "2023-05-05T09:30:00Z"),
    ("2023-05-05T09:30:00.000+0200", "2023-05-05T09:30:00+02:00"),
    ("2023-05-05T09:30:00,5Z", "2023-05-05T09:30:00.5Z"),
    ("20230505T093000Z", "2023-05-05T09:30:00Z"),
    ("2023/05/05 09:30", "2023-05-05T09:30:00"),
    ("2023-5-5", "2023-05-05"),
    // what may be read in two ways, and what there is not
    ("05/06/2023", ""),
    ("2023-02-30", ""),
    ("2023-366", ""),
    ("2023-000", ""),
    ("31 April 2023", ""),
    ("Fri, 05 May 2023 25:00:00 GMT", ""),
    ("Fri, 05 May 2023 13:30 PM", ""),
    ("yesterday", ""),
    ("0000-00-00 00:00:00", ""),
    ("1683279000", ""),
    ("", ""),
];

/// As tables and mail write them, and what is wrong in both.
const MORE: &[(&str, &str)] = &[
    ("20240305102233", "2024-03-05T10:22:33"),
    ("05. 03. 2024", "2024-03-05"),
    ("25/12/2024", "2024-12-25"),
    ("12/25/2024 08:00", "2024-12-25T08:00:00"),
    ("05/05/2024", "2024-05-05"),
    ("2024 03 05 10:22", "2024-03-05T10:22:00"),
    ("05MAR2024", "2024-03-05"),
    ("5/Mar/2024", "2024-03-05"),
    ("2024-Mar-05", "2024-03-05"),
    ("March 5, 2024 at 9.05 p.m.", "2024-03-05T21:05:00"),
    ("5 March 2024, 9pm", "2024-03-05T21:00:00"),
    ("5 March 2024 9.05", "2024-03-05T09:05:00"),
    ("09:30 EST, 5 May 2023", "2023-05-05T09:30:00-05:00"),
    ("Wed Aug 27 13:08:45 -0500 2008", "2008-08-27T13:08:45-05:00"),
    ("2024-03-05T10:22:33.250+01:00", "2024-03-05T10:22:33.25+01:00"),
    ("2024-03-05 10:22:33 +0100 (CET)", "2024-03-05T10:22:33+01:00"),
    ("2023-125T09:30Z", "2023-05-05T09:30:00Z"),
    // days of XML Schema have a zone, too
    ("2023-05-05+02:00", "2023-05-05"),
    ("5 May 2023 10:00 +530", "2023-05-05T10:00:00+05:30"),
    ("5 May 2023 10:00 GMT +0200", "2023-05-05T10:00:00+02:00"),
    ("5 May 2023 10:00 +0200 CEST", "2023-05-05T10:00:00+02:00"),
    ("5 May 2023 10:00 +0300 XYZ", "2023-05-05T10:00:00+03:00"),
    ("5 May 2023 10:00 (local time)", "2023-05-05T10:00:00"),
    ("5 May 2023 10:00 AT", "2023-05-05T10:00:00-04:00"),
    ("5 May 49", "2049-05-05"),
    ("5 May 50", "1950-05-05"),
    ("5 May 123 10:00", "2023-05-05T10:00:00"),
    // what may be read in two ways, and what there is not
    ("5 May 2023 10:00 EST PST", ""),
    ("04-03-2024", ""),
    ("25/12/24", ""),
    ("05 06 May", ""),
    ("2023-05-05 10:22.5", ""),
    ("5 May 0930", ""),
    ("5-May-0930", ""),
    ("T5 May 2023", ""),
    ("5 May 2023 2024", ""),
    ("31.02.2024", ""),
    ("1.2.3.4567", ""),
    ("12/2024/25", ""),
    ("5 May 6 June 2024", ""),
    ("10:00 11:00 5 May 2024", ""),
    ("5 May 2024 10:00:00 +2400", ""),
    ("5 May 2024 10:60", ""),
    ("2024-13", ""),
    ("0000", ""),
    ("5 März 2024", ""),
    ("12:30", ""),
    ("Monday", ""),
    ("EST", ""),
    ("5 March", ""),
    ("(", ""),
];

#[test]
fn forms() {
    let wrong: Vec<_> = FORMS
        .iter()
        .chain(MORE)
        .map(|(written, expected)| {
            (
                written,
                expected,
                read(written).map(|stamp| stamp.to_string()).unwrap_or_default(),
            )
        })
        .filter(|(_, expected, found)| expected != &found)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn zones_are_kept_apart() {
    let zone = |text: &str| read(text).map(|stamp| stamp.zone().clone());
    let known = |minutes, letters: Option<&str>| {
        let letters = letters.map(str::to_owned);
        Some(Zone::Known { minutes, letters })
    };
    assert_eq!(zone("5 May 2023 10:00"), Some(Zone::Absent));
    assert_eq!(zone("5 May 2023"), Some(Zone::Absent));
    assert_eq!(zone("5 May 2023 10:00 cest"), known(120, Some("CEST")));
    assert_eq!(zone("5 May 2023 10:00 Etc/GMT"), known(0, Some("GMT")));
    assert_eq!(zone("5 May 2023 10:00 GMT-3:30"), known(-210, None));
    let stamp = read("5 May 2023 10:00 xyz").unwrap();
    let letters = "XYZ".to_owned();
    assert_eq!(stamp.zone(), &Zone::Unknown { letters });
    assert!(stamp.zone_left_off());
    let stamp = read("2023-05-05T10:00:00+02:00").unwrap();
    assert!(!stamp.zone_left_off());
    assert_eq!(stamp.local(), "2023-05-05T10:00:00");
}

#[test]
fn numbers_of_programs() {
    for (given, meant) in [
        (1_709_634_153, "2024-03-05T10:22:33Z"),
        (1_709_634_153_250, "2024-03-05T10:22:33.25Z"),
        (1_709_634_153_250_000, "2024-03-05T10:22:33.25Z"),
        (1_709_634_153_250_000_001, "2024-03-05T10:22:33.250000001Z"),
        (20_240_305, "2024-03-05"),
    ] {
        assert_eq!(number(given).map(|s| s.to_string()).as_deref(), Some(meant));
    }
    for given in [0, 1, -1, 2024, 45_356, 20_241_305, i64::MAX, i64::MIN] {
        assert_eq!(number(given), None, "{given}");
    }
}

#[test]
fn what_is_too_long_is_none() {
    let padded = |len: usize| format!("5 May{}2023", " ".repeat(len - 9));
    assert_eq!(padded(LONGEST).len(), LONGEST);
    assert!(read(&padded(LONGEST)).is_some());
    assert_eq!(read(&padded(LONGEST + 1)), None);
}

/// Whether what was read is read again as itself.
fn stays(text: &str) -> bool {
    read(text).is_none_or(|stamp| {
        let iso = stamp.to_string();
        // "9999-12-31T23:59:59.999999999+23:59"
        let again = read(&iso);
        iso.len() <= 35
            && again.as_ref().map(ToString::to_string).as_ref() == Some(&iso)
            && again.is_some_and(|again| again.extent() == stamp.extent())
    })
}

const PIECES: &[&str] = &[
    "5",
    "05",
    "12",
    "2023",
    "23",
    "123",
    "125",
    "20230505",
    "093000",
    "0930",
    "May",
    "september",
    "Fri",
    "T",
    "t",
    "Z",
    "EST",
    "GMT",
    "XYZ",
    "+",
    "-",
    "/",
    ".",
    ",",
    ":",
    " ",
    "_",
    "(",
    ")",
    "+02:00",
    "-0330",
    "09:30",
    ":00",
    "am",
    "p.m.",
    "th",
    "at",
    "é",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn dates_that_were_read_are_read_the_same_again(
        text in "[0-9]{1,4}[-/ ]?[0-9A-Za-z]{1,3}[-/ ]?[0-9]{1,4}[T ]?([0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)? ?([+-][0-9]{2}:?[0-9]{2}|[A-Z]{1,4})?"
    ) {
        prop_assert!(stays(&text));
    }

    #[test]
    fn so_are_dates_of_any_pieces(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..12)) {
        prop_assert!(stays(&pieces.concat()));
    }

    #[test]
    fn any_text_is_read_or_not(text in any::<String>()) {
        prop_assert!(stays(&text));
    }

    #[test]
    fn numbers_are_read_the_same_again(n in any::<i64>()) {
        prop_assert!(number(n).is_none_or(|stamp| stays(&stamp.to_string())));
    }

    #[test]
    fn every_form_of_a_moment_is_that_moment(
        year in 1950i16..2050, month in 1..=12usize, day in 1i8..=28, hour in 0i8..24, minute in 0i8..60, second in 0i8..60, zone in -14 * 60i16..14 * 60
    ) {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let name = MONTHS[month - 1];
        let sign = if zone < 0 { '-' } else { '+' };
        let (hours, minutes) = (zone.abs() / 60, zone.abs() % 60);
        let clock = format!("{hour:02}:{minute:02}:{second:02}");
        let iso = format!("{year}-{month:02}-{day:02}T{clock}");
        let offset = if zone == 0 { "Z".to_owned() } else { format!("{sign}{hours:02}:{minutes:02}") };
        let (half, twelve) = (if hour < 12 { "AM" } else { "PM" }, if hour % 12 == 0 { 12 } else { hour % 12 });
        for form in [
            format!("{iso}{sign}{hours:02}:{minutes:02}"),
            format!("{iso} {sign}{hours:02}{minutes:02}"),
            format!("{year}{month:02}{day:02}T{hour:02}{minute:02}{second:02}{sign}{hours:02}{minutes:02}"),
            format!("Mon, {day} {name} {year} {clock} {sign}{hours:02}{minutes:02} (XYZ)"),
            format!("{day}-{name}-{:02} {clock} {sign}{hours:02}{minutes:02}", year % 100),
            format!("{name} {day} {clock} {sign}{hours:02}{minutes:02} {year}"),
            format!("{day:02}.{month:02}.{year} {clock} UTC{sign}{hours}:{minutes:02}"),
            format!("{name}. {day}, {year}, {twelve}:{minute:02}:{second:02} {half} GMT{sign}{hours:02}{minutes:02}"),
        ] {
            let stamp = read(&form);
            prop_assert_eq!(stamp.as_ref().map(ToString::to_string), Some(format!("{iso}{offset}")), "{}", form);
            prop_assert!(matches!(stamp.map(|s| s.extent()), Some(Extent::Time(_))));
        }
    }
}
