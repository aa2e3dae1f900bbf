//! What is not well-formed.

use super::{Case, check};

pub(crate) const CASES: &[Case] = &[
    Case(
        "an item beside the channel",
        b"<rss version='0.90'><channel><title>Quay News</title></channel><item><title>X</title><link>https://a.example/1</link></item></rss>",
        &["locator | title=X | url.link=https://a.example/1 | outlet.channel/title=Quay News"],
    ),
    Case(
        "what the feed says of itself, behind its items",
        b"<rss><channel><item><title>X</title><link>https://a.example/1</link></item><title>Quay News</title><language>en_GB</language></channel></rss>",
        &["locator | title=X | url.link=https://a.example/1 | outlet.channel/title=Quay News | language.channel/language=en-GB"],
    ),
    Case(
        "items that nothing closes",
        b"<rss><channel><item><title>X</title><link>https://a.example/1</link><item><title>Y</title><link>https://a.example/2</link></channel></rss>",
        &[
            "locator | title=X | url.link=https://a.example/1",
            "locator | title=Y | url.link=https://a.example/2",
        ],
    ),
    Case(
        "a title that nothing closes",
        b"<rss><channel><item><title>X<link>https://a.example/1</link></item><item><title>Y</title><link>https://a.example/2</link></item></channel></rss>",
        &[
            "locator | title=X | url.link=https://a.example/1",
            "locator | title=Y | url.link=https://a.example/2",
        ],
    ),
    Case(
        "an end too many",
        b"<rss><channel><item><title>X</title></b><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=X | url.link=https://a.example/1 | (an end tag without a beginning)"],
    ),
    Case(
        "attributes without quotes, elements in capitals",
        b"<RSS VERSION=2.0><CHANNEL><ITEM><TITLE>X</TITLE><LINK>https://a.example/1</LINK><GUID ISPERMALINK=false>7</GUID></ITEM></CHANNEL></RSS>",
        &["locator | title=X | url.link=https://a.example/1 | id.guid=7"],
    ),
    Case(
        "a feed that breaks off in an item",
        b"<rss><channel><item><title>X</title><link>https://a.example/1</link></item>\n<item><title>Y</title><description>Rain fell.</description><link>https://a.example/2",
        &[
            "locator | title=X | url.link=https://a.example/1",
            "damaged : it breaks off at line 2, column 85; what stands ahead was read",
        ],
    ),
    Case(
        "a feed that breaks off in an article",
        b"<rss><channel><item><title>X</title><link>https://a.example/1</link><description>Rain.</description><content:encoded>&lt;p&gt;Rain fell",
        &[
            "locator | title=X | url.link=https://a.example/1 | summary.description=Rain. | (the feed breaks off in it: what came last of it was left out)",
            "damaged : it breaks off at line 1, column 136; what stands ahead was read",
        ],
    ),
    Case(
        "empty lines ahead of the declaration",
        b"\r\n\n <?xml version='1.0' encoding='iso-8859-1'?><rss><channel><item><title>\xc5</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=\u{c5} | url.link=https://a.example/1"],
    ),
    Case(
        "a warning ahead of the declaration",
        b"<br />\n<b>Warning</b>: cannot modify header in line 4<br />\n<?xml version='1.0'?><rss><channel><item><title>X</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=X | url.link=https://a.example/1 | (left out what stands ahead of the XML declaration: <br /><b>Warning</b>: cannot modify header in line 4<br />)"],
    ),
    Case(
        "comments, with items in them",
        b"<!-- <rss> --><rss><channel><!-- <item><title>No</title></item> --><item><title>X<!-- no --></title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=X | url.link=https://a.example/1"],
    ),
    Case(
        "a comment that nothing closes",
        b"<rss><channel><item><title>X</title><link>https://a.example/1</link></item><!-- to be done </channel></rss>",
        &["locator | title=X | url.link=https://a.example/1"],
    ),
    Case(
        "a feed without entries",
        b"<?xml version='1.0'?><rss version='2.0'><channel><title>Quay News</title></channel></rss>",
        &["skipped : a feed without entries"],
    ),
    Case(
        "a feed that is one element",
        b"<feed xmlns='http://www.w3.org/2005/Atom'/>",
        &["skipped : a feed without entries"],
    ),
    Case(
        "a page in the place of a feed",
        b"<!DOCTYPE html><html><head><title>Not found</title></head><body>Sorry</body></html>",
        &["damaged : this is no feed and no sitemap: its first element is `html`"],
    ),
    Case(
        "nothing but words",
        b"Service unavailable",
        &["damaged : this is no feed and no sitemap: there is no element in it"],
    ),
    Case("nothing", b"", &["damaged : it is empty"]),
    Case(
        "an empty item among others",
        b"<rss><channel><item></item><item><title>Y</title><link>https://a.example/2</link></item></channel></rss>",
        &[
            "skipped item 1: an entry without text and address",
            "locator | title=Y | url.link=https://a.example/2",
        ],
    ),
    Case(
        "entities inside entities, without end",
        b"<!DOCTYPE rss [<!ENTITY a '&b;&b;'><!ENTITY b '&a;&a;'>]><rss><channel><item><title>X &a;</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=X &a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a; | url.link=https://a.example/1 | (entities that would have become too long, left as written)"],
    ),
    Case(
        "an entity that lies outside is not fetched",
        b"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel><item><title>X &x;</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=X &x; | url.link=https://a.example/1"],
    ),
];

#[test]
fn as_expected() {
    check(CASES);
}
