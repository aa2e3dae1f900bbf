//! Addresses, and what providers call their entries.

use super::{Case, check};

pub(crate) const CASES: &[Case] = &[
    Case(
        "a guid is the address too",
        b"<rss><channel><item><guid>https://a.example/1</guid></item></channel></rss>",
        &["locator | url.guid=https://a.example/1 | id.guid=https://a.example/1"],
    ),
    Case(
        "a guid that is said to be none",
        b"<rss><channel><item><guid isPermaLink='false'>https://a.example/1</guid></item></channel></rss>",
        &["skipped item 1: an entry without text and address"],
    ),
    Case(
        "a guid that is none, beside the address",
        b"<rss><channel><item><link>https://a.example/1</link><guid isPermaLink='false'>a-4711</guid></item></channel></rss>",
        &["locator | url.link=https://a.example/1 | id.guid=a-4711"],
    ),
    Case(
        "a guid that is not said to be none, and is none",
        b"<rss><channel><item><link>https://a.example/1</link><guid>4711</guid></item></channel></rss>",
        &["locator | url.link=https://a.example/1 | id.guid=4711"],
    ),
    Case(
        "a relative link starts from where the feed was",
        b"<rss><channel><item><link>/1?a=b&amp;c=d</link></item></channel></rss>",
        &["locator | url.link=https://news.example/1?a=b&c=d"],
    ),
    Case(
        "the address of the feed comes before the page that it names",
        b"<rss><channel><link>https://a.example/</link><item><link>2023/1.html</link></item></channel></rss>",
        &["locator | url.link=https://news.example/feeds/2023/1.html"],
    ),
    Case(
        "an ampersand by itself, and one written twice over",
        b"<rss><channel><item><link>https://a.example/1?a=b&c=d</link></item><item><link>https://a.example/2?a=b&amp;amp;c=d</link></item></channel></rss>",
        &[
            "locator | url.link=https://a.example/1?a=b&c=d",
            "locator | url.link=https://a.example/2?a=b&c=d",
        ],
    ),
    Case(
        "a link that is no address of a page",
        b"<rss><channel><item><title>X</title><link>javascript:alert(1)</link><description>Words.</description></item></channel></rss>",
        &["text Words. | title=X | (the link is no address that can be followed: javascript:alert(1)) | (description is the article: there is no address)"],
    ),
    Case(
        "Atom: the alternate link, not the others",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>tag:a.example,2023:1</id><link rel='self' href='https://a.example/1.atom'/><link rel='enclosure' type='audio/mpeg' href='https://a.example/1.mp3'/><link rel='replies' href='https://a.example/1/replies'/><link rel='alternate' type='text/html' href='https://a.example/1'/></entry></feed>",
        &["locator | url.link=https://a.example/1 | id=tag:a.example,2023:1"],
    ),
    Case(
        "Atom: a link without rel is the alternate one",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='https://a.example/1'/></entry></feed>",
        &["locator | url.link=https://a.example/1"],
    ),
    Case(
        "xml:base, each relative to the one around it",
        b"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://a.example/x/'><entry xml:base='y/'><link xml:base='z/' href='1'/></entry><entry><link href='2'/></entry></feed>",
        &[
            "locator | url.link=https://a.example/x/y/z/1",
            "locator | url.link=https://a.example/x/2",
        ],
    ),
    Case(
        "xml:base in RSS, and on the channel",
        b"<rss xml:base='https://a.example/'><channel xml:base='news/'><item><link>1.html</link></item></channel></rss>",
        &["locator | url.link=https://a.example/news/1.html"],
    ),
    Case(
        "Atom: content that lies elsewhere",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='text/html' src='/full/1'/></entry></feed>",
        &["locator | url.content/@src=https://news.example/full/1"],
    ),
    Case(
        "RDF: rdf:about is the id",
        b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel rdf:about='https://a.example/'><title>Quay News</title></channel><item rdf:about='https://a.example/1'><title>X</title><link>https://a.example/1</link></item></rdf:RDF>",
        &["locator | title=X | url.link=https://a.example/1 | id.rdf:about=https://a.example/1 | outlet.channel/title=Quay News"],
    ),
    Case(
        "what a proxy replaced comes first",
        b"<rss xmlns:fb='http://rssnamespace.org/feedburner/ext/1.0'><channel><item><link>https://proxy.example/~r/1</link><fb:origLink>https://a.example/1</fb:origLink></item></channel></rss>",
        &["locator | url.feedburner:origLink=https://a.example/1 | url.link=https://proxy.example/~r/1"],
    ),
    Case(
        "an enclosure is no article",
        b"<rss><channel><item><title>Podcast</title><enclosure url='https://a.example/1.mp3' type='audio/mpeg' length='1'/></item></channel></rss>",
        &["skipped item 1: an entry without text and address"],
    ),
    Case(
        "where an entry was taken from",
        b"<rss><channel><title>Digest</title><item><link>https://a.example/1</link><source url='https://b.example/rss'>Port Gazette</source></item></channel></rss>",
        &["locator | url.link=https://a.example/1 | outlet.source=Port Gazette"],
    ),
    Case(
        "Atom: where an entry was taken from, and who wrote that",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><title>Digest</title><author><name>Digest desk</name></author><entry><link href='https://a.example/1'/><source><id>x</id><title>Port Gazette</title><author><name>Lea Brandt</name></author></source></entry></feed>",
        &["locator | url.link=https://a.example/1 | outlet.source/title=Port Gazette | author.source/author=Lea Brandt"],
    ),
];

#[test]
fn as_expected() {
    check(CASES);
}
