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

#[test]
fn a_whole_page() {
    let listed = html::Listed {
        number: 1,
        name: "ferries.txt".to_owned(),
        result: Ok(sample::record().statements.len()),
    };
    let page = html::head() + &html::article(1, "ferries.txt", &sample::record()) + &html::foot(&[listed]);
    assert_self_contained(&page);
    assert_balanced(&page);
    assert_links_lead_somewhere(&page);
    assert_accessible(&page);
}

#[test]
fn an_open_speaker_is_not_an_unnamed_one() {
    let (page, plain) = (
        html::article(1, "ferries.txt", &sample::record()),
        text("ferries.txt", &sample::record(), &options(false)),
    );
    for shown in [&page, &plain] {
        let shown: String = without_tags(shown);
        assert!(shown.contains("1 speaker left open"), "{shown}");
        assert_eq!(shown.matches("unnamed in the text").count(), 1, "{shown}");
    }
    assert!(plain.contains("s4  He [speaker left open] · repeated"), "{plain}");
    assert!(
        plain.contains("one of   Bo Reed (0.41), Ada Quill (0.38)"),
        "{plain}"
    );
    assert!(
        plain.contains("s5  An official (official, unnamed in the text) · denied [denied]"),
        "{plain}"
    );
    let candidates = "<dt>one of</dt><dd class=\"candidates\"><a class=\"name\" href=\"#a1-p3\"><bdi>Bo Reed</bdi></a> \
                      (0.41), <a class=\"name\" href=\"#a1-p1\"><bdi>Ada Quill</bdi></a> (0.38)</dd>";
    assert!(page.contains(candidates), "{page}");
}

#[test]
fn everybody_is_listed_once_with_links_both_ways() {
    let page = html::article(1, "ferries.txt", &sample::record());
    for (number, name) in [(1, "Ada Quill"), (2, "𝔽erry Board"), (3, "Bo Reed")] {
        assert_eq!(
            page.matches(&format!("<h4><bdi>{name}</bdi></h4>")).count(),
            1,
            "{name}"
        );
        assert_eq!(
            page.matches(&format!(" id=\"a1-p{number}\"")).count(),
            1,
            "{name}"
        );
    }
    let (_, quill) = page.split_once("<li id=\"a1-p1\">").unwrap();
    let (quill, _) = quill.split_once("</li>").unwrap();
    for part in [
        "<dd><bdi>Harbour Minister</bdi></dd>",
        "<dd><bdi>chair, 𝔽erry Board</bdi></dd>",
        "href=\"#a1-s1\"",
        "href=\"#a1-s2\"",
        "<dt>perhaps says</dt>",
        "href=\"#a1-s4\"",
    ] {
        assert!(quill.contains(part), "{part} in {quill}");
    }
    let (_, first) = page.split_once("<li id=\"a1-s1\">").unwrap();
    assert!(first.contains("href=\"#a1-p1\"") && first.contains("href=\"#a1-e1\""));
}

#[test]
fn lines_fit_the_terminal() {
    for width in [40, 60, 80, 100] {
        let shown = text(
            "ferries.txt",
            &sample::record(),
            &TextOptions {
                width,
                ..options(true)
            },
        );
        for line in shown.lines() {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
}

#[test]
fn hostile_names_are_only_text() {
    let hostile = "<script>\u{1b}[31m\"'&\u{202e}\n\nx";
    let mut record = sample::record();
    record.people[0].name = Some(hostile.to_owned());
    record.people[0].id = "\" onclick=\"".to_owned();
    record.people[0].roles[0].role = hostile.to_owned();
    record.people[1].roles = record.people[0].roles.clone();
    record.events[0].id = hostile.to_owned();
    record.events[0].name.text = hostile.to_owned();
    record.events[0].organisers[0].text = hostile.to_owned();
    record.article.byline = Some(hostile.to_owned());
    record.article.authors = vec![hostile.to_owned()];
    record.article.printed[0].text = hostile.to_owned();
    record.article.notes[0].text = hostile.to_owned();
    record.article.dateline.as_mut().unwrap().agency = Some(hostile.to_owned());
    let statement = &mut record.statements[3];
    statement.candidates[0].name = Some(hostile.to_owned());
    statement.event_id = Some(hostile.to_owned());
    statement.same_as = vec![hostile.to_owned()];
    record.statements[2].parent = Some("s3".to_owned());
    let page = html::article(1, hostile, &record);
    assert!(!page.contains("<script") && !page.contains(" onclick"), "{page}");
    assert_balanced(&page);
    let shown = text(hostile, &record, &options(true));
    assert!(
        !shown.contains('\u{1b}') && !shown.contains('\u{202e}'),
        "{shown}"
    );
}

fn without_tags(page: &str) -> String {
    let mut shown = String::new();
    for part in page.split('<') {
        shown += part.split_once('>').map_or(part, |(_, text)| text);
    }
    shown
}

/// Every link on a page leads to one place on it.
fn assert_links_lead_somewhere(page: &str) {
    let mut links = 0;
    for link in page.split(" href=\"#").skip(1) {
        let (id, _) = link.split_once('"').unwrap();
        assert_eq!(page.matches(&format!(" id=\"{id}\"")).count(), 1, "{id}");
        links += 1;
    }
    assert!(links > 20, "{links}");
}

/// Landmarks and sections have names, and no level of heading is left out.
fn assert_accessible(page: &str) {
    for landmark in ["<header>", "<main>", "<footer ", "<html lang=\"en\">"] {
        assert_eq!(page.matches(landmark).count(), 1, "{landmark}");
    }
    for tag in ["<nav ", "<section ", "<article "] {
        for part in page.split(tag).skip(1) {
            let (attributes, _) = part.split_once('>').unwrap();
            assert!(attributes.contains("aria-label"), "{tag}{attributes}");
        }
    }
    for part in page.split(" aria-labelledby=\"").skip(1) {
        let (id, _) = part.split_once('"').unwrap();
        assert!(page.contains(&format!(" id=\"{id}\"")), "{id}");
    }
    let mut before = 0;
    for part in page.split("<h").skip(1) {
        let Some(level) = part.chars().next().and_then(|c| c.to_digit(10)) else {
            continue;
        };
        assert!(level <= before + 1, "h{level} after h{before}");
        before = level;
    }
    assert_eq!(page.matches("<h1").count(), 1);
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
