//! Versions, namespaces, languages.

use super::{Case, check};

pub(crate) const CASES: &[Case] = &[
    Case(
        "RSS 0.90",
        b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel><title>Quay News</title></channel><item><title>X</title><link>https://a.example/1</link></item></rdf:RDF>",
        &["locator | title=X | url.link=https://a.example/1 | outlet.channel/title=Quay News"],
    ),
    Case(
        "RSS 0.91 with its document type",
        b"<?xml version='1.0'?><!DOCTYPE rss PUBLIC '-//Netscape Communications//DTD RSS 0.91//EN' 'http://my.netscape.com/publish/formats/rss-0.91.dtd'><rss version='0.91'><channel><title>Quay News</title><language>en</language><copyright>Quay 2023</copyright><item><title>X</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=X | url.link=https://a.example/1 | outlet.channel/title=Quay News | language.channel/language=en | rights.channel/copyright=Quay 2023"],
    ),
    Case(
        "RSS 1.0 with odd prefixes",
        b"<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:q='http://purl.org/rss/1.0/' xmlns:d='http://purl.org/dc/elements/1.1/'><q:channel><q:title>Quay News</q:title></q:channel><q:item><q:title>X</q:title><q:link>https://a.example/1</q:link><d:creator>Asha Rao</d:creator></q:item></r:RDF>",
        &["locator | title=X | url.link=https://a.example/1 | author.dc:creator=Asha Rao | outlet.channel/title=Quay News"],
    ),
    Case(
        "RSS in one of its many namespaces",
        b"<rss xmlns='http://backend.userland.com/rss2'><channel><item><title>X</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=X | url.link=https://a.example/1"],
    ),
    Case(
        "prefixes that nothing declares",
        b"<rss><channel><item><title>X</title><link>https://a.example/1</link><dc:creator>Asha Rao</dc:creator><content:encoded>&lt;p&gt;Words.&lt;/p&gt;</content:encoded></item></channel></rss>",
        &["html <p>Words.</p> | title=X | url.link=https://a.example/1 | author.dc:creator=Asha Rao"],
    ),
    Case(
        "usual addresses under other prefixes",
        b"<rss xmlns:c='http://purl.org/rss/1.0/modules/content/'><channel><item><link>https://a.example/1</link><c:encoded>&lt;p&gt;Words.&lt;/p&gt;</c:encoded></item></channel></rss>",
        &["html <p>Words.</p> | url.link=https://a.example/1"],
    ),
    Case(
        "a namespace that is unknown is not the feed's own",
        b"<rss xmlns:x='http://x.example/'><channel><item><x:title>No</x:title><title>X</title><x:link>https://b.example/</x:link><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=X | url.link=https://a.example/1"],
    ),
    Case(
        "Atom with a prefix",
        b"<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>Quay News</a:title><a:entry><a:title>X</a:title><a:link href='https://a.example/1'/></a:entry></a:feed>",
        &["locator | title=X | url.link=https://a.example/1 | outlet.feed/title=Quay News"],
    ),
    Case(
        "Atom without a namespace",
        b"<feed><title>Quay News</title><entry><title>X</title><link href='https://a.example/1'/></entry></feed>",
        &["locator | title=X | url.link=https://a.example/1 | outlet.feed/title=Quay News"],
    ),
    Case(
        "RSS that names itself with Atom's link",
        b"<rss xmlns:atom='http://www.w3.org/2005/Atom'><channel><atom:link rel='self' href='https://a.example/rss'/><title>Quay News</title><item><title>X</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=X | url.link=https://a.example/1 | outlet.channel/title=Quay News"],
    ),
    Case(
        "xml:lang, the innermost first",
        b"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de'><entry><link href='https://a.example/1'/></entry><entry xml:lang='en'><link href='https://a.example/2'/></entry><entry><link href='https://a.example/3'/><content type='text' xml:lang='en-AU'>Words.</content></entry></feed>",
        &[
            "locator | url.link=https://a.example/1 | language.xml:lang=de",
            "locator | url.link=https://a.example/2 | language.xml:lang=en",
            "text Words. | url.link=https://a.example/3 | language.xml:lang=en-AU",
        ],
    ),
    Case(
        "languages of the channel and of an item",
        b"<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><dc:language>fr</dc:language><item><link>https://a.example/1</link></item><item><link>https://a.example/2</link><dc:language>en</dc:language></item></channel></rss>",
        &[
            "locator | url.link=https://a.example/1 | language.channel/language=fr",
            "locator | url.link=https://a.example/2 | language.dc:language=en",
        ],
    ),
    Case(
        "rights of an entry",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><rights>All</rights><entry><link href='https://a.example/1'/><rights type='html'>&amp;copy; Quay</rights></entry></feed>",
        &["locator | url.link=https://a.example/1 | rights=\u{a9} Quay"],
    ),
];

#[test]
fn as_expected() {
    check(CASES);
}
