//! Pages of five megabytes made to be slow or large. What they make is counted; that they end at all is the test of time.

use onrecord_page::{Hints, fragment, read, tree};

const SIZE: usize = 5 << 20;

fn fill(part: &str) -> String {
    part.repeat(SIZE / part.len())
}

/// Reads it; notes, facts and map stay in bounds.
fn bounded(page: &str) -> onrecord_source::Document {
    let hints = Hints {
        charset: None,
        address: Some("https://herald.example/a".to_owned()),
    };
    let document = read(page.as_bytes(), &hints).document;
    assert!(document.text.len() <= page.len());
    assert!(document.facts.len() < 1000, "{}", document.facts.len());
    assert!(document.facts.iter().all(|f| f.value.len() < 8000));
    assert!(document.notes.len() < 20);
    document
}

#[test]
fn millions_of_tags() {
    for part in [
        "<p>",
        "<i>x",
        "<b><p>",
        "<table><td>",
        "<a href=/x>y",
        "<li>",
        "<select><option>",
        "</p>",
        "<br>",
        "<svg><g>",
        "<form><input>",
    ] {
        let page = fill(part);
        bounded(&page);
        let tree = tree::parse(&page);
        assert!(tree.len() <= tree::MOST_NODES + 2000, "{part}: {}", tree.len());
    }
}

#[test]
fn nests_as_deep_as_the_page_is_long() {
    for part in [
        "<div>",
        "<span class=byline>By ",
        "<blockquote>",
        "<time class=date>5 May 2023 ",
        "<div class=author>Ann ",
    ] {
        let document = bounded(&fill(part));
        assert!(
            document.notes.iter().any(|n| n.contains("nested deeper")),
            "{part}"
        );
        let inner = fill(part);
        fragment(&inner);
    }
}

#[test]
fn attributes_without_end() {
    bounded(&format!("<p {}>x", fill("a b=c d='e' ")));
    let numbered: String = (0..400_000).map(|n| format!("a{n}=1 ")).collect();
    let page = format!("<p {numbered}>x");
    let tree = tree::parse(&page);
    let p = tree.first_named("p").expect("a paragraph");
    assert!(tree.attributes(p).len() <= 128);
    bounded(&format!("<p class='{}'>x", fill("byline date-x ")));
    bounded(&fill(
        "<p class='byline author date related' id=paywall itemprop='author datePublished' rel=author>By A B",
    ));
    bounded(&format!("<html>{}", fill("<html a=b c=d><body e=f>")));
}

#[test]
fn texts_without_end() {
    bounded(&format!("<p>{}", fill("word ")));
    bounded(&format!("<title>{}", fill("a - b | ")));
    bounded(&format!("<h1>{}</h1><p>x", fill("a ")));
    bounded(&fill("&amp;&lt;&eacute;&notit;&#x41;"));
    bounded(&fill("&"));
    bounded(&fill("<"));
    bounded(&format!("<!--{}", fill("-- ")));
    bounded(&fill("\u{0}\r\n"));
    bounded(&fill("<p>5/5/2023 May 5, 2023 10:00 "));
}

#[test]
fn declarations_without_end() {
    bounded(&fill("<meta name=author content='Ann Poe, Bob Roe and Cem Doe'>"));
    bounded(&fill(
        "<meta property=og:title content='A title of many words, again and again'><h1>A title of many words</h1>",
    ));
    bounded(&fill("<h2>A title of many words, again and again</h2>"));
    bounded(&fill(
        "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":[{\"@id\":\"#a\"}],\"@id\":\"#a\"}</script>",
    ));
    let nested = format!(
        "<script type=application/ld+json>{}</script>",
        "[{\"a\":".repeat(500_000)
    );
    bounded(&nested);
    let graph: String = (0..40_000)
        .map(|n| {
            format!(
                "{{\"@id\":\"#{n}\",\"@type\":\"Article\",\"author\":{{\"@id\":\"#{}\"}}}},",
                n + 1
            )
        })
        .collect();
    bounded(&format!(
        "<script type=application/ld+json>{{\"@graph\":[{graph}]}}</script>"
    ));
    let broken = format!(
        "<script type=application/ld+json>{{\"a\":\"{}",
        fill("\\\" /* // \n")
    );
    bounded(&broken);
    bounded(&fill("charset=<meta encoding="));
}
