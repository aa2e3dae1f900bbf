//! Encodings: declared, not declared, declared wrongly.

use super::{Case, check, lines};
use onrecord_feed::Given;

pub(crate) const CASES: &[Case] = &[
    Case(
        "UTF-8 without a declaration",
        b"<rss><channel><item><title>\xc3\x85lesund</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=\u{c5}lesund | url.link=https://a.example/1"],
    ),
    Case(
        "a byte order mark",
        b"\xef\xbb\xbf<?xml version='1.0'?><rss><channel><item><title>\xc3\x85lesund</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=\u{c5}lesund | url.link=https://a.example/1"],
    ),
    Case(
        "a byte order mark against the declaration",
        b"\xef\xbb\xbf<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><item><title>\xc3\x85lesund</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=\u{c5}lesund | url.link=https://a.example/1"],
    ),
    Case(
        "Latin 1, declared",
        b"<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><item><title>\xc5lesund</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=\u{c5}lesund | url.link=https://a.example/1"],
    ),
    Case(
        "Cyrillic, declared",
        b"<?xml version=\"1.0\" encoding=\"windows-1251\"?><rss><channel><item><title>\xcc\xe8\xed\xf1\xea</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=\u{41c}\u{438}\u{43d}\u{441}\u{43a} | url.link=https://a.example/1"],
    ),
    Case(
        "Japanese, declared",
        b"<?xml version='1.0' encoding='Shift_JIS'?><rss><channel><item><title>\x93\x8c\x8b\x9e</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=\u{6771}\u{4eac} | url.link=https://a.example/1"],
    ),
    Case(
        "UTF-8, declared as Latin 1",
        b"<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><item><title>\xc3\x85lesund</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=\u{c5}lesund | url.link=https://a.example/1 | (read as UTF-8, which it is, though the document declares iso-8859-1)"],
    ),
    Case(
        "Windows-1252, declared as UTF-8",
        b"<?xml version='1.0' encoding='utf-8'?><rss><channel><item><title>\x93Caf\xe9\x94</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=\u{201c}Caf\u{e9}\u{201d} | url.link=https://a.example/1 | (it is not in utf-8, though the document declares it) | (read as windows-1252, judged by its bytes)"],
    ),
    Case(
        "an encoding that nobody knows",
        b"<?xml version='1.0' encoding='x-unheard'?><rss><channel><item><title>X</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=X | url.link=https://a.example/1 | (the document declares the unknown encoding x-unheard)"],
    ),
    Case(
        "UTF-16 with a mark",
        b"\xff\xfe<\0r\0s\0s\0>\0<\0i\0t\0e\0m\0>\0<\0t\0i\0t\0l\0e\0>\0\xc5\0<\0/\0t\0i\0t\0l\0e\0>\0<\0l\0i\0n\0k\0>\0h\0t\0t\0p\0:\0/\0/\0a\0.\0e\0x\0/\0<\0/\0l\0i\0n\0k\0>\0<\0/\0i\0t\0e\0m\0>\0<\0/\0r\0s\0s\0>\0",
        &["locator | title=\u{c5} | url.link=http://a.ex/"],
    ),
    Case(
        "UTF-16 declared, one byte a character",
        b"<?xml version='1.0' encoding='utf-16'?><rss><channel><item><title>X</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=X | url.link=https://a.example/1"],
    ),
    Case(
        "control characters",
        b"<rss><channel><item><title>Ha\x0brbour\x1f</title><link>https://a.example/\x011</link></item></channel></rss>",
        &["locator | title=Ha rbour\u{1f} | url.link=https://a.example/1"],
    ),
    Case(
        "no feed at all: bytes of an image",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        &["damaged : this is an image, not plain text"],
    ),
];

#[test]
fn as_expected() {
    check(CASES);
}

#[test]
fn the_transport_comes_before_the_declaration() {
    let feed = b"<?xml version='1.0' encoding='windows-1251'?><rss><item><title>\xf0\xd2</title><link>https://a.example/</link></item></rss>";
    let given = Given {
        charset: Some("koi8-r".to_owned()),
        address: None,
    };
    assert_eq!(
        lines(feed, &given),
        ["locator | title=\u{41f}\u{440} | url.link=https://a.example/"]
    );
}
