//! Dates: which element says what. The forms of dates are those of `onrecord-stamp`.

use super::{Case, check};

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

#[test]
fn as_expected() {
    check(CASES);
}
