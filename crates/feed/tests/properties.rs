//! What holds for every feed, however broken.

use onrecord_feed::{Given, read};
use onrecord_record::{DeclaredField, Extent};
use onrecord_source::{Body, Found, Limit};
use proptest::prelude::*;

const PIECES: &[&str] = &[
    "<rss>",
    "<channel>",
    "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://a.example/'>",
    "<item>",
    "<entry xml:lang='en'>",
    "<title>",
    "<link>",
    "<link href='x/1'/>",
    "https://a.example/1",
    "<description>",
    "<content type='xhtml'>",
    "<content:encoded>",
    "<![CDATA[",
    "]]>",
    "<p>Rain fell.</p>",
    "</item>",
    "</entry>",
    "</title>",
    "</link>",
    "</description>",
    "</content:encoded>",
    "</channel>",
    "</rss>",
    "<pubDate>5 May 2023</pubDate>",
    "<urlset><url><loc>",
    "</loc></url>",
    "<!--",
    "-->",
    "&lt;b&gt; &amp; &eacute; &x;",
    "\u{FEFF}",
    "\n",
    "<?xml version='1.0' encoding='koi8-r'?>",
    "{\"items\": [{\"id\": 1, \"url\": \"/1\"},",
    "]}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_is_read_is_whole(pieces in proptest::collection::vec(0..PIECES.len(), 0..40)) {
        let feed: String = pieces.iter().map(|at| PIECES[*at]).collect();
        let given = Given { charset: None, address: Some("https://news.example/all".to_owned()) };
        let all = || read(feed.as_bytes(), Limit::DEFAULT, &given).collect::<Vec<_>>();
        let found = all();
        prop_assert!(!found.is_empty());
        prop_assert_eq!(&found, &all());
        for found in found {
            let Found::Entry(entry) = found else { continue };
            let address = entry.facts.iter().any(|f| f.field == DeclaredField::Url);
            prop_assert_eq!(matches!(entry.body, Body::Locator), entry.extent == Extent::Locator);
            prop_assert!(address || entry.extent != Extent::Locator);
            prop_assert!(entry.facts.iter().all(|f| !f.value.is_empty() && f.value.trim() == f.value));
        }
    }
}
