//! What is the article, and what is a summary of it.

use super::{Case, check, lines};
use onrecord_feed::Given;

pub(crate) const CASES: &[Case] = &[
    Case(
        "content:encoded is the article, the description a summary",
        b"<rss xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><item><link>https://a.example/1</link><description>Short.</description><content:encoded><![CDATA[<p>Long &amp; whole.</p>]]></content:encoded></item></channel></rss>",
        &["html <p>Long &amp; whole.</p> | url.link=https://a.example/1 | summary.description=Short."],
    ),
    Case(
        "a description alone is a summary",
        b"<rss><channel><item><link>https://a.example/1</link><description>&lt;p&gt;Rain &amp;amp; &lt;b&gt;wind&lt;/b&gt;.&lt;/p&gt;</description></item></channel></rss>",
        &["locator | url.link=https://a.example/1 | summary.description=Rain & wind ."],
    ),
    Case(
        "a description without an address is the article",
        b"<rss><channel><item><description>Rain fell.</description></item></channel></rss>",
        &["text Rain fell. | (description is the article: there is no address)"],
    ),
    Case(
        "and when it is cut off, a summary",
        b"<rss><channel><item><description>Rain fell, the [...]</description></item></channel></rss>",
        &["summary text Rain fell, the [...] | (description is a summary, and there is no address)"],
    ),
    Case(
        "content that points to the rest is a summary",
        b"<rss><channel><item><link>https://a.example/1</link><content:encoded>&lt;p&gt;Rain fell. &lt;a href='x'&gt;Read more&lt;/a&gt;&lt;/p&gt;</content:encoded></item></channel></rss>",
        &["locator | url.link=https://a.example/1 | summary.content:encoded=Rain fell. Read more"],
    ),
    Case(
        "content that is the same as a short description is a summary",
        b"<rss><channel><item><link>https://a.example/1</link><description>Rain fell.</description><content:encoded>&lt;p&gt;Rain fell.&lt;/p&gt;</content:encoded></item></channel></rss>",
        &["locator | url.link=https://a.example/1 | summary.content:encoded=Rain fell."],
    ),
    Case(
        "content without words is none",
        b"<rss><channel><item><link>https://a.example/1</link><description>Rain fell.</description><content:encoded>&lt;p&gt; &lt;/p&gt;</content:encoded></item></channel></rss>",
        &["locator | url.link=https://a.example/1 | summary.description=Rain fell."],
    ),
    Case(
        "xhtml:body",
        b"<rss xmlns:x='http://www.w3.org/1999/xhtml'><channel><item><link>https://a.example/1</link><x:body><x:p>Rain &amp; <x:em>wind</x:em>.</x:p><x:hr/></x:body></item></channel></rss>",
        &["html <p>Rain &amp; <em>wind</em>.</p><hr> | url.link=https://a.example/1"],
    ),
    Case(
        "HTML that was not written out",
        b"<rss><channel><item><link>https://a.example/1</link><content:encoded><p>Rain &amp; wind.<br>More.</p></content:encoded></item></channel></rss>",
        &["html <p>Rain &amp; wind.<br>More.</p> | url.link=https://a.example/1"],
    ),
    Case(
        "Atom: html",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='https://a.example/1'/><summary>Short.</summary><content type='html'>&lt;p&gt;Rain &amp;amp; wind.&lt;/p&gt;</content></entry></feed>",
        &["html <p>Rain &amp; wind.</p> | url.link=https://a.example/1 | summary=Short."],
    ),
    Case(
        "Atom: xhtml, without its div",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='https://a.example/1'/><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Rain &lt; wind.</p></div></content></entry></feed>",
        &["html <p>Rain &lt; wind.</p> | url.link=https://a.example/1"],
    ),
    Case(
        "Atom: text is not HTML",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='https://a.example/1'/><content>5 &lt; 6 &amp;amp; &lt;b&gt;</content></entry></feed>",
        &["text 5 < 6 &amp; <b> | url.link=https://a.example/1"],
    ),
    Case(
        "Atom: other media are left out",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='https://a.example/1'/><content type='image/png'>iVBORw0KGgo=</content></entry></feed>",
        &["locator | url.link=https://a.example/1"],
    ),
    Case(
        "Atom: text of a media type, in Base64",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='https://a.example/1'/><content type='text/html' mode='base64'>PHA+UmFpbiBmZWxsLjwvcD4=</content></entry></feed>",
        &["html <p>Rain fell.</p> | url.link=https://a.example/1"],
    ),
    Case(
        "Atom 0.3: escaped, and as elements",
        b"<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><link rel='alternate' href='https://a.example/1'/><content type='text/html' mode='escaped'>&lt;p&gt;Rain fell.&lt;/p&gt;</content></entry><entry><link rel='alternate' href='https://a.example/2'/><content type='application/xhtml+xml' mode='xml'><p xmlns='http://www.w3.org/1999/xhtml'>Rain fell.</p></content></entry></feed>",
        &[
            "html <p>Rain fell.</p> | url.link=https://a.example/1",
            "html <p>Rain fell.</p> | url.link=https://a.example/2",
        ],
    ),
    Case(
        "references that only HTML knows, in plain text of RSS",
        b"<rss><channel><item><link>https://a.example/1</link><content:encoded>Caf&amp;eacute; closed.</content:encoded></item></channel></rss>",
        &["html Caf&eacute; closed. | url.link=https://a.example/1"],
    ),
    Case(
        "CDATA in two pieces",
        b"<rss><channel><item><link>https://a.example/1</link><content:encoded><![CDATA[<p>Rain ]]]]><![CDATA[> fell.</p>]]></content:encoded></item></channel></rss>",
        &["html <p>Rain ]]> fell.</p> | url.link=https://a.example/1"],
    ),
    Case(
        "CDATA that nothing closes ends with its feed",
        b"<rss><channel><item><link>https://a.example/1</link><content:encoded><![CDATA[<p>Rain fell.</p></content:encoded></item><item><link>https://a.example/2</link></item></channel></rss>",
        &[
            "html <p>Rain fell. | url.link=https://a.example/1 | (an end tag without a beginning) | (a comment or CDATA section that nothing closes)",
            "locator | url.link=https://a.example/2",
        ],
    ),
];

#[test]
fn as_expected() {
    check(CASES);
}

#[test]
fn a_long_description_is_the_article_unless_it_is_cut_off() {
    let paragraph = "<p>The harbour was closed for the night, the port authority said on Friday. </p>";
    let feed = |times: usize, end: &str| {
        let text = paragraph.repeat(times) + end;
        let feed = format!(
            "<rss><channel><item><link>https://a.example/1</link><description><![CDATA[{text}]]></description></item></channel></rss>"
        );
        lines(feed.as_bytes(), &Given::default()).remove(0)
    };
    assert!(feed(9, "").starts_with("html <p>The harbour"), "{}", feed(9, ""));
    assert!(feed(9, "").ends_with("(description is long enough to be the article)"));
    assert!(feed(9, "<p>And the …</p>").starts_with("locator | "));
    assert!(feed(3, "").starts_with("locator | "));
}
