//! JSON Feed.

use super::{Case, check};

pub(crate) const CASES: &[Case] = &[
    Case(
        "1.1",
        br#"{"version": "https://jsonfeed.org/version/1.1", "title": "Quay News", "language": "en-NZ", "authors": [{"name": "The desk"}], "items": [
            {"id": "1", "url": "https://a.example/1", "title": "Rain &amp; wind", "content_html": "<p>Words.</p>", "summary": "Short.", "date_published": "2023-05-05T09:30:00+12:00", "date_modified": "2023-05-06T00:00:00Z", "authors": [{"name": "Asha Rao"}, {"name": "Piet Kok"}]},
            {"id": "2", "url": "https://a.example/2", "content_text": "Plain words."}]}"#,
        &[
            "html <p>Words.</p> | title=Rain & wind | url=https://a.example/1 | id=1 | author.authors=Asha Rao | author.authors=Piet Kok | published.date_published=2023-05-05T09:30:00+12:00 | modified.date_modified=2023-05-06T00:00:00Z | summary=Short. | outlet.feed/title=Quay News | language.feed/language=en-NZ",
            "text Plain words. | url=https://a.example/2 | id=2 | outlet.feed/title=Quay News | author.feed/authors=The desk | language.feed/language=en-NZ",
        ],
    ),
    Case(
        "1.0, with one author, and a summary only",
        br#"{"version": "https://jsonfeed.org/version/1", "title": "Quay News", "items": [{"id": 7, "url": "/1", "summary": "Short.", "author": {"name": "Asha Rao"}}]}"#,
        &["locator | url=https://news.example/1 | id=7 | author=Asha Rao | summary=Short. | outlet.feed/title=Quay News"],
    ),
    Case(
        "an id that is the address, and an address elsewhere",
        br#"{"items": [{"id": "https://a.example/1"}, {"id": "2", "external_url": "https://b.example/2"}]}"#,
        &[
            "locator | url.id=https://a.example/1 | id=https://a.example/1",
            "locator | url.external_url=https://b.example/2 | id=2",
        ],
    ),
    Case(
        "one bad item among others",
        br#"{"items": [{"id": "1", "url": "https://a.example/1"}, 5, {"id": "2"}, {"id": "3", "url": "https://a.example/3"}]}"#,
        &[
            "locator | url=https://a.example/1 | id=1",
            "damaged item 2: the item cannot be read: it is no object",
            "skipped item 3: an entry without text and address",
            "locator | url=https://a.example/3 | id=3",
        ],
    ),
    Case(
        "breaks off",
        br#"{"items": [{"id": "1", "url": "https://a.example/1"}, {"id": "2", "ur"#,
        &[
            "locator | url=https://a.example/1 | id=1",
            "damaged : it is no JSON from here on: EOF while parsing a string at line 1 column 69; 1 item stands ahead of that",
        ],
    ),
    Case(
        "what the feed says of itself, behind its items",
        br#"{"items": [{"id": "1", "url": "x", "content_html": "<p>Words.</p>"}], "title": "Quay News", "home_page_url": "https://a.example/"}"#,
        &["html <p>Words.</p> | url=https://news.example/feeds/x | id=1 | outlet.feed/title=Quay News"],
    ),
    Case(
        "without items",
        br#"{"version": "https://jsonfeed.org/version/1", "items": []}"#,
        &["skipped : a feed without entries"],
    ),
    Case(
        "no feed",
        br#"{"version": "https://jsonfeed.org/version/1"}"#,
        &["damaged : this is no feed: it has no `items`"],
    ),
];

#[test]
fn as_expected() {
    check(CASES);
}
