//! Sitemaps, lists of sitemaps, and Google's for news.

use super::{Case, check};

pub(crate) const CASES: &[Case] = &[
    Case(
        "a sitemap",
        b"<?xml version='1.0' encoding='UTF-8'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://a.example/1</loc><lastmod>2023-05-05</lastmod><changefreq>daily</changefreq><priority>0.8</priority></url><url><loc> https://a.example/2?a=1&amp;b=2 </loc><lastmod>2023-05-05T09:30:00+02:00</lastmod></url></urlset>",
        &[
            "locator | url.loc=https://a.example/1 | modified.lastmod=2023-05-05",
            "locator | url.loc=https://a.example/2?a=1&b=2 | modified.lastmod=2023-05-05T09:30:00+02:00",
        ],
    ),
    Case(
        "a list of sitemaps",
        b"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>https://a.example/sitemap1.xml.gz</loc><lastmod>2023-05-05</lastmod></sitemap><sitemap><loc>https://a.example/sitemap2.xml</loc></sitemap></sitemapindex>",
        &[
            "sitemap | url.loc=https://a.example/sitemap1.xml.gz | modified.lastmod=2023-05-05",
            "sitemap | url.loc=https://a.example/sitemap2.xml",
        ],
    ),
    Case(
        "for news",
        b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>https://a.example/1</loc><news:news><news:publication><news:name>Quay News</news:name><news:language>en</news:language></news:publication><news:publication_date>2023-05-05T09:30Z</news:publication_date><news:title>Caf&#233;s &amp;amp; bars</news:title><news:keywords>x</news:keywords></news:news></url></urlset>",
        &["locator | url.loc=https://a.example/1 | outlet.news:name=Quay News | language.news:language=en | published.news:publication_date=2023-05-05T09:30:00Z | title.news:title=Caf\u{e9}s & bars"],
    ),
    Case(
        "for news, under another prefix, with an image whose address is not the page's",
        b"<urlset xmlns:n='http://www.google.com/schemas/sitemap-news/0.9' xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'><url><image:image><image:loc>https://a.example/1.jpg</image:loc></image:image><loc>https://a.example/1</loc><n:news><n:title>X</n:title></n:news></url></urlset>",
        &["locator | url.loc=https://a.example/1 | title.news:title=X"],
    ),
    Case(
        "one address that is none, among others",
        b"<urlset><url><loc>mailto:a@a.example</loc></url><url><lastmod>2023</lastmod></url><url><loc>https://a.example/3</loc></url></urlset>",
        &[
            "damaged url 1: `loc` is no address that can be followed: mailto:a@a.example",
            "damaged url 2: it has no `loc`",
            "locator | url.loc=https://a.example/3",
        ],
    ),
    Case(
        "relative addresses, a date in no known form",
        b"<urlset><url><loc>/1</loc><lastmod>soon</lastmod></url></urlset>",
        &["locator | url.loc=https://news.example/1 | modified.lastmod=soon | (lastmod: a date in no known form, left as it is)"],
    ),
    Case(
        "breaks off",
        b"<urlset><url><loc>https://a.example/1</loc></url><url><loc>https://a.exa",
        &[
            "locator | url.loc=https://a.example/1",
            "damaged : it breaks off at line 1, column 73; what stands ahead was read",
        ],
    ),
    Case(
        "without addresses",
        b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'></urlset>",
        &["skipped : a sitemap without addresses"],
    ),
    Case(
        "in plain text",
        b"https://a.example/1\nhttps://a.example/2\n\nhttp://\n",
        &[
            "locator | url.line=https://a.example/1",
            "locator | url.line=https://a.example/2",
            "damaged line 4: this is no address that can be followed",
        ],
    ),
];

#[test]
fn as_expected() {
    check(CASES);
}

#[test]
fn sitemaps_may_be_larger_than_articles_and_feeds_may_not() {
    use onrecord_feed::{Given, read};
    use onrecord_source::{Found, Limit};
    let limit = Limit::new(5000).unwrap();
    let url = "<url><loc>https://a.example/1</loc></url>";
    let map = format!("<urlset>{}</urlset>", url.repeat(500));
    assert_eq!(read(map.as_bytes(), limit, &Given::default()).count(), 500);
    let feed = format!(
        "<rss><channel>{}</channel></rss>",
        "<item><title>A</title></item>".repeat(500)
    );
    let found: Vec<_> = read(feed.as_bytes(), limit, &Given::default()).collect();
    let [Found::Damaged { problem, remedy, .. }] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert!(problem.contains("for a feed"), "{problem}");
    assert_eq!(remedy, "raise the limit: --max-size 20000");
}

#[test]
fn what_stands_ahead_of_a_break_in_the_stream_is_read() {
    use onrecord_feed::{Given, read};
    use onrecord_source::{Found, Limit};
    use std::io::Read as _;
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("corrupt deflate stream"))
        }
    }
    let item = "<item><link>https://a.example/1</link></item>";
    let feed = format!("<rss><channel>{}<item><link>https", item.repeat(200));
    let found: Vec<_> = read(feed.as_bytes().chain(Broken), Limit::DEFAULT, &Given::default()).collect();
    let entries = found.iter().filter(|f| matches!(f, Found::Entry(_))).count();
    assert_eq!(entries, 200);
    let Some(Found::Damaged { problem, .. }) = found.last() else {
        panic!("{:?}", found.last())
    };
    assert!(
        problem.starts_with("reading failed behind byte") && problem.contains("corrupt deflate"),
        "{problem}"
    );
}
