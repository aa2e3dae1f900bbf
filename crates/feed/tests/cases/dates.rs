//! Dates: which element says what. The forms of dates have their own table.

use super::{Case, check};
use onrecord_feed::date;

pub(crate) const CASES: &[Case] = &[
    Case(
        "RSS",
        b"<rss><channel><lastBuildDate>Sat, 06 May 2023 00:00:00 GMT</lastBuildDate><item><link>https://a.example/1</link><pubDate>Fri, 05 May 2023 09:30:00 GMT</pubDate></item></channel></rss>",
        &["locator | url.link=https://a.example/1 | published.pubDate=2023-05-05T09:30:00Z"],
    ),
    Case(
        "Dublin Core",
        b"<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><item><link>https://a.example/1</link><dc:date>2023-05-05T09:30+02:00</dc:date></item></channel></rss>",
        &["locator | url.link=https://a.example/1 | published.dc:date=2023-05-05T09:30:00+02:00"],
    ),
    Case(
        "the terms of Dublin Core",
        b"<rss xmlns:t='http://purl.org/dc/terms/'><channel><item><link>https://a.example/1</link><t:issued>2023-05-05</t:issued><t:modified>2023-05</t:modified></item></channel></rss>",
        &["locator | url.link=https://a.example/1 | published.dcterms:issued=2023-05-05 | modified.dcterms:modified=2023-05"],
    ),
    Case(
        "Atom",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><updated>2023-05-07T00:00:00Z</updated><entry><link href='https://a.example/1'/><updated>2023-05-06T10:00:00.25Z</updated><published>2023-05-05T09:30:00-03:30</published></entry></feed>",
        &["locator | url.link=https://a.example/1 | published=2023-05-05T09:30:00-03:30 | modified.updated=2023-05-06T10:00:00.25Z"],
    ),
    Case(
        "Atom 0.3",
        b"<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><link rel='alternate' href='https://a.example/1'/><issued>2003-12-13T08:29:29-04:00</issued><created>2003-12-12T08:00:00Z</created><modified>2003-12-13T18:30:02Z</modified></entry></feed>",
        &["locator | url.link=https://a.example/1 | published.issued=2003-12-13T08:29:29-04:00 | published.created=2003-12-12T08:00:00Z | modified=2003-12-13T18:30:02Z"],
    ),
    Case(
        "a date in no known form stays as it is",
        b"<rss><channel><item><link>https://a.example/1</link><pubDate>last Tuesday</pubDate></item></channel></rss>",
        &["locator | url.link=https://a.example/1 | published.pubDate=last Tuesday | (pubDate: a date in no known form, left as it is)"],
    ),
    Case(
        "a zone that is not known is left off",
        b"<rss><channel><item><link>https://a.example/1</link><pubDate>Fri, 05 May 2023 09:30:00 XYZ</pubDate></item></channel></rss>",
        &["locator | url.link=https://a.example/1 | published.pubDate=2023-05-05T09:30:00 | (pubDate: a time zone that is not known was left off)"],
    ),
    Case(
        "an empty date is none",
        b"<rss><channel><item><link>https://a.example/1</link><pubDate> </pubDate></item></channel></rss>",
        &["locator | url.link=https://a.example/1"],
    ),
];

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

#[test]
fn as_expected() {
    check(CASES);
}

#[test]
fn forms() {
    let wrong: Vec<_> = FORMS
        .iter()
        .map(|(written, expected)| {
            (
                written,
                expected,
                date(written).map(|d| d.iso).unwrap_or_default(),
            )
        })
        .filter(|(_, expected, found)| expected != &found)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
