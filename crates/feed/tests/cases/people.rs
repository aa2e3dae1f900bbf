//! Who wrote it.

use super::{Case, check};

pub(crate) const CASES: &[Case] = &[
    Case(
        "mail (name)",
        b"<rss><channel><item><link>https://a.example/1</link><author>desk@a.example (Ingrid Solheim)</author></item></channel></rss>",
        &["locator | url.link=https://a.example/1 | author=Ingrid Solheim"],
    ),
    Case(
        "name <mail>",
        b"<rss><channel><item><link>https://a.example/1</link><author>Ingrid Solheim &lt;desk@a.example&gt;</author></item></channel></rss>",
        &["locator | url.link=https://a.example/1 | author=Ingrid Solheim"],
    ),
    Case(
        "mail alone",
        b"<rss><channel><item><link>https://a.example/1</link><author>desk@a.example</author></item></channel></rss>",
        &["locator | url.link=https://a.example/1 | author=desk@a.example"],
    ),
    Case(
        "Dublin Core, several",
        b"<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><item><link>https://a.example/1</link><dc:creator>Tomas Reyes</dc:creator><dc:creator><![CDATA[Mei Tanaka]]></dc:creator></item></channel></rss>",
        &["locator | url.link=https://a.example/1 | author.dc:creator=Tomas Reyes | author.dc:creator=Mei Tanaka"],
    ),
    Case(
        "a line of names is a byline",
        b"<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><item><link>https://a.example/1</link><dc:creator>By Tomas Reyes and Mei Tanaka</dc:creator></item></channel></rss>",
        &["locator | url.link=https://a.example/1 | byline.dc:creator=By Tomas Reyes and Mei Tanaka"],
    ),
    Case(
        "Atom: a person has a name and more",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='https://a.example/1'/><author><name>Asha Rao</name><email>asha@a.example</email><uri>https://a.example/asha</uri></author></entry></feed>",
        &["locator | url.link=https://a.example/1 | author=Asha Rao"],
    ),
    Case(
        "Atom: several, and a contributor who is none",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='https://a.example/1'/><author><name>Asha Rao</name></author><author><name>Piet Kok</name></author><contributor><name>Bo Lind</name></contributor></entry></feed>",
        &["locator | url.link=https://a.example/1 | author=Asha Rao | author=Piet Kok"],
    ),
    Case(
        "Atom: the author of the feed is that of its entries",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><author><name>The desk</name></author><entry><link href='https://a.example/1'/></entry><entry><link href='https://a.example/2'/><author><name>Asha Rao</name></author></entry></feed>",
        &[
            "locator | url.link=https://a.example/1 | author.feed/author=The desk",
            "locator | url.link=https://a.example/2 | author=Asha Rao",
        ],
    ),
    Case(
        "Atom: only a mail address, and a name without element",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='https://a.example/1'/><author><email>asha@a.example</email></author></entry><entry><link href='https://a.example/2'/><author>Asha Rao</author></entry></feed>",
        &[
            "locator | url.link=https://a.example/1 | author=asha@a.example",
            "locator | url.link=https://a.example/2 | author=Asha Rao",
        ],
    ),
    Case(
        "who made a podcast, and who edits the feed, is not the writer",
        b"<rss xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel><managingEditor>ed@a.example</managingEditor><webMaster>web@a.example</webMaster><itunes:author>Studio</itunes:author><item><link>https://a.example/1</link><itunes:author>Studio</itunes:author></item></channel></rss>",
        &["locator | url.link=https://a.example/1"],
    ),
    Case(
        "RSS with the author of Atom",
        b"<rss xmlns:a='http://www.w3.org/2005/Atom'><channel><item><link>https://a.example/1</link><a:author><a:name>Asha Rao</a:name></a:author></item></channel></rss>",
        &["locator | url.link=https://a.example/1 | author=Asha Rao"],
    ),
    Case(
        "HTML in a name",
        b"<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><item><link>https://a.example/1</link><dc:creator>&lt;a href=\"/t\"&gt;Tom&amp;aacute;s Reyes&lt;/a&gt;</dc:creator></item></channel></rss>",
        &["locator | url.link=https://a.example/1 | author.dc:creator=Tom\u{e1}s Reyes"],
    ),
];

#[test]
fn as_expected() {
    check(CASES);
}
