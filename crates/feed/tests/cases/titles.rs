//! Titles: HTML written out, written twice over, or none at all.

use super::{Case, check};

pub(crate) const CASES: &[Case] = &[
    Case(
        "a plain title",
        b"<rss version='2.0'><channel><item><title>Ferry late</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=Ferry late | url.link=https://a.example/1"],
    ),
    Case(
        "white space in a title is single",
        b"<rss><channel><item><title>\n Ferry\n  late </title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=Ferry late | url.link=https://a.example/1"],
    ),
    Case(
        "CDATA",
        b"<rss><channel><item><title><![CDATA[Rain & wind in <b>Bergen</b>]]></title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=Rain & wind in Bergen | url.link=https://a.example/1"],
    ),
    Case(
        "HTML written out",
        b"<rss><channel><item><title>The &lt;i&gt;Solveig&lt;/i&gt; sails</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=The Solveig sails | url.link=https://a.example/1"],
    ),
    Case(
        "written twice over",
        b"<rss><channel><item><title>Q&amp;amp;A: caf&amp;eacute; owners</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=Q&A: caf\u{e9} owners | url.link=https://a.example/1"],
    ),
    Case(
        "names of characters that only HTML knows",
        b"<rss><channel><item><title>Caf&eacute; &ndash; &ldquo;open&rdquo;&nbsp;again</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=Caf\u{e9} \u{2013} \u{201c}open\u{201d} again | url.link=https://a.example/1"],
    ),
    Case(
        "numbers of characters, those of Windows among them",
        b"<rss><channel><item><title>Mayor&#8217;s &#x201C;no&#148;</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=Mayor\u{2019}s \u{201c}no\u{201d} | url.link=https://a.example/1"],
    ),
    Case(
        "entities that nobody knows stay",
        b"<rss><channel><item><title>AT&T and &unheard; at 5 &lt; 6</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=AT&T and &unheard; at 5 < 6 | url.link=https://a.example/1"],
    ),
    Case(
        "entities that the feed declares",
        b"<!DOCTYPE rss [<!ENTITY desk \"Harbour desk\">]><rss><channel><item><title>&desk;: closed</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=Harbour desk: closed | url.link=https://a.example/1"],
    ),
    Case(
        "what is no tag is not taken off",
        b"<rss><channel><item><title>Why &lt;stdio.h&gt; matters</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=Why <stdio.h> matters | url.link=https://a.example/1"],
    ),
    Case(
        "Atom: text is text",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>1 &lt; 2 &amp;amp; more</title><link href='https://a.example/1'/></entry></feed>",
        &["locator | title=1 < 2 &amp; more | url.link=https://a.example/1"],
    ),
    Case(
        "Atom: html is HTML",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='html'>Rain &amp;amp; &lt;b&gt;wind&lt;/b&gt;</title><link href='https://a.example/1'/></entry></feed>",
        &["locator | title=Rain & wind | url.link=https://a.example/1"],
    ),
    Case(
        "Atom: xhtml is elements",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>Rain &amp; <b>wind</b></div></title><link href='https://a.example/1'/></entry></feed>",
        &["locator | title=Rain & wind | url.link=https://a.example/1"],
    ),
    Case(
        "Atom 0.3: escaped",
        b"<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title type='text/html' mode='escaped'>Rain &amp;amp; &lt;b&gt;wind&lt;/b&gt;</title><link rel='alternate' href='https://a.example/1'/></entry></feed>",
        &["locator | title=Rain & wind | url.link=https://a.example/1"],
    ),
    Case(
        "Atom 0.3: Base64",
        b"<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title type='text/html' mode='base64'>UmFpbiAmYW1wOyA8Yj53aW5kPC9iPg==</title><link rel='alternate' href='https://a.example/1'/></entry></feed>",
        &["locator | title=Rain & wind | url.link=https://a.example/1"],
    ),
    Case(
        "no title",
        b"<rss><channel><item><title/><link>https://a.example/1</link></item></channel></rss>",
        &["locator | url.link=https://a.example/1"],
    ),
    Case(
        "the title of the entry comes first, of Dublin Core second",
        b"<rss><channel><item><dc:title xmlns:dc='http://purl.org/dc/elements/1.1/'>Long form</dc:title><title>Short</title><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=Short | title.dc:title=Long form | url.link=https://a.example/1"],
    ),
    Case(
        "the titles of images and of media are not the entry's",
        b"<rss xmlns:media='http://search.yahoo.com/mrss/'><channel><image><title>Logo</title></image><item><title>Short</title><media:content url='x'><media:title>Photo</media:title></media:content><link>https://a.example/1</link></item></channel></rss>",
        &["locator | title=Short | url.link=https://a.example/1"],
    ),
];

#[test]
fn as_expected() {
    check(CASES);
}
