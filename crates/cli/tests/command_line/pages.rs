//! Records for people: the made-up record of `onrecord-record`'s tests, on a terminal and as a page.

use crate::support::{ended, folder, read, samples, stdout};
use onrecord_cli::render::html;
use onrecord_cli::render::text::{Palette, TextOptions, text};

#[path = "../../../record/tests/sample/mod.rs"]
mod sample;

fn options(why: bool) -> TextOptions {
    TextOptions {
        width: 80,
        why,
        palette: Palette::plain(),
    }
}

#[test]
fn a_record_on_a_terminal() {
    insta::assert_snapshot!(text("ferries.txt", &sample::record(), &options(true)));
}

#[test]
fn a_record_on_a_page() {
    insta::assert_snapshot!(html::article(1, "ferries.txt", &sample::record()));
}

/// Nothing on a page is fetched from elsewhere, and nothing runs.
fn assert_self_contained(page: &str) {
    let lower = page.to_lowercase();
    for outside in [
        "<script",
        "<link",
        "<img",
        "<iframe",
        " src=",
        "@import",
        "url(",
        "javascript:",
        " onclick",
        " onload",
    ] {
        assert!(!lower.contains(outside), "{outside}");
    }
    for link in page.split(" href=\"").skip(1) {
        assert!(
            link.starts_with('#'),
            "{}",
            link.chars().take(60).collect::<String>()
        );
    }
    assert!(page.contains("Content-Security-Policy\" content=\"default-src 'none'"));
}

#[test]
fn a_page_needs_nothing_else() {
    let output = read(
        samples(),
        &["wire.txt", "newspaper.txt", "interview.txt", "--format", "html"],
    );
    ended(&output, 0);
    let page = stdout(&output);
    assert_self_contained(&page);
    assert_eq!(page.matches("<!DOCTYPE html>").count(), 1);
    assert_eq!(page.matches("<article ").count(), 3);
    assert!(page.trim_end().ends_with("</html>"));
    assert!(page.contains("@media print"), "readable on paper too");
    assert_balanced(&page);
    for name in ["wire.txt", "newspaper.txt", "interview.txt"] {
        let text = std::fs::read_to_string(samples().join(name)).unwrap();
        assert!(
            shown_texts(&page).contains(&squeezed(&text)),
            "all of {name} is on the page"
        );
    }
}

/// Every element that is opened is closed, in order.
fn assert_balanced(page: &str) {
    const VOID: [&str; 3] = ["meta", "br", "!DOCTYPE"];
    let mut open = Vec::new();
    for tag in page.split('<').skip(1) {
        let tag = tag.split_once('>').unwrap().0;
        let name = tag.split_whitespace().next().unwrap();
        if let Some(name) = name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert_eq!(open, [""; 0]);
}

/// The texts of the articles as a reader sees them, without white space.
fn shown_texts(page: &str) -> Vec<String> {
    let texts = page.split("<div class=\"text\"").skip(1).map(|part| {
        let (_, inside) = part.split_once('>').unwrap();
        let (inside, _) = inside.split_once("</section>").unwrap();
        let mut shown = String::new();
        let mut rest = inside;
        while let Some((before, after)) = rest.split_once('<') {
            shown += before;
            rest = after.split_once('>').unwrap().1;
        }
        shown += rest;
        for (reference, c) in [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#39;", "'"),
            ("&#13;", "\r"),
            ("&amp;", "&"),
        ] {
            shown = shown.replace(reference, c);
        }
        squeezed(&shown)
    });
    texts.collect()
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn statements_inside_statements_are_nested_on_the_page() {
    let page = html::article(1, "ferries.txt", &sample::record());
    assert_balanced(&page);
    let outer = page.find("<span class=\"content d0\" title").unwrap();
    let inner = page.find("<span class=\"content d1\" title").unwrap();
    assert!(outer < inner);
    let between = &page[outer..inner];
    assert!(
        between.matches("<span").count() > between.matches("</span").count(),
        "{between}"
    );
    assert_eq!(shown_texts(&page), [squeezed(&sample::record().article.text)]);
}

#[test]
fn markup_in_a_text_is_only_text() {
    let hostile = "\"<script>alert(1)</script> & <b>&amp;</b> it's late,\" John <i>Smith</i> said.\n\n\
                   <!-- \u{1b}[31m \u{202e} --> ]]> <img src=x onerror=alert(1)>\n";
    let name = "a<b>&'\".txt";
    let place = folder(&[(name, hostile.as_bytes())]);
    let output = read(place.path(), &[name, "--format", "html"]);
    ended(&output, 0);
    let page = stdout(&output);
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("<!--"));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;&amp;amp;&lt;/b&gt;"));
    assert!(page.contains("a&lt;b&gt;&amp;&#39;&quot;.txt"));
    assert_balanced(&page);
    assert_eq!(shown_texts(&page), [squeezed(hostile)]);
}

#[test]
fn files_that_were_not_read_are_listed_on_the_page() {
    let place = folder(&[
        ("story.txt", crate::support::PLAIN.as_bytes()),
        ("empty.txt", b""),
    ]);
    let output = read(place.path(), &["empty.txt", "story.txt", "--format", "html"]);
    ended(&output, 3);
    let page = stdout(&output);
    assert!(page.contains("not read: it is empty"), "{page}");
    assert_balanced(&page);
}
