//! What must be kept, what must go, and the map back to the page's bytes.

use onrecord_page::{Hints, fragment, read};
use onrecord_record::BlockKind;
use proptest::prelude::*;

const PAGE: &str = "<!doctype html><html><head><meta charset=utf-8><title>Harbour</title></head><body>
<nav><a href=/>Home</a></nav><article><h1>Harbour opens again</h1><p class=byline>By Ana Silva</p>
<p>&ldquo;We are open,&rdquo; said the harbour master, Ana Silva, on Monday in the capital of the island.</p>
<figure><img src=a.jpg><figcaption>The harbour on Monday. Photo by somebody else.</figcaption></figure>
<p>The ferry to the mainland left at noon,   full of people who had waited since Friday, she said.<br><br>
It was the first one in four days, and the second is to follow on Tuesday, weather permitting.</p>
<blockquote><p>No ship was lost, and nobody was hurt in the storm, the port authority wrote.</p></blockquote>
<h2>What comes next</h2><ul><li>A new pier is to be built by the end of the coming year.</li></ul>
<p>&ldquo;That is all,&rdquo; she said.</p><div class=related-links><p>Read about the storm in our long report from Friday, with all pictures.</p></div>
</article><div id=comments><p>I do not believe a word of it, and neither should anybody else who reads this.</p></div></body></html>";

#[test]
fn the_article_is_kept_and_what_surrounds_it_is_not() {
    let document = read(PAGE.as_bytes(), &Hints::default()).document;
    let parts: Vec<_> = document.text.split("\n\n").collect();
    assert_eq!(parts.len(), document.blocks.len());
    assert!(parts[0].starts_with("“We are open,” said"));
    assert!(parts[1].ends_with("since Friday, she said."));
    assert!(parts[2].starts_with("It was the first"));
    let kinds: Vec<_> = document.blocks.iter().map(|b| b.kind).collect();
    use BlockKind::{BlockQuote, Heading, ListItem, Paragraph};
    assert_eq!(
        kinds,
        [
            Paragraph, Paragraph, Paragraph, BlockQuote, Heading, ListItem, Paragraph
        ]
    );
    assert_eq!(parts[6], "“That is all,” she said.");
    assert_eq!(document.encoding, Some("UTF-8"));
    assert_mapped(PAGE);
}

#[test]
fn an_article_in_sections_of_unlike_length_is_kept_whole() {
    let paragraph = |n: usize| {
        format!(
            "<p>The {n}th ship left the harbour at noon with all who had waited for it since Friday, said the harbour master, Ana Silva, on Monday.</p>"
        )
    };
    let section = |from: usize, to: usize| {
        let inner: String = (from..to).map(paragraph).collect();
        format!("<section class=part><div class=in>{inner}</div></section>")
    };
    let page = format!(
        "<html><head><title>Ships</title></head><body><div class=story><h1>Ships leave</h1>{}{}{}</div>
<div class=foot><p>All rights reserved</p></div></body></html>",
        section(1, 9),
        section(9, 11),
        section(11, 12)
    );
    let document = read(page.as_bytes(), &Hints::default()).document;
    for n in 1..12 {
        assert!(
            document.text.contains(&format!("The {n}th ship")),
            "{n}: {}",
            document.text
        );
    }
}

#[test]
fn dialogs_comments_and_captions_inside_the_article_are_left_out_by_name() {
    let words = "We ask whether it may keep what it knows of those who read it, said the notice of the harbour board on Monday.";
    let text = |class: &str| {
        let inner =
            format!("<div class=\"{class}\"><div><p>{words}</p></div></div><p>&ldquo;That is all,&rdquo;");
        let page = PAGE.replace("<p>&ldquo;That is all,&rdquo;", &inner);
        read(page.as_bytes(), &Hints::default()).document.text
    };
    for class in [
        "onetrust-pc-sdk",
        "privacy-modal",
        "wrap comment-list",
        "image-caption",
    ] {
        assert!(!text(class).contains(words), "{class}");
    }
    for class in ["sticky-part", "commentary", "story"] {
        assert!(text(class).contains(words), "{class}");
    }
    // a name that a page gives to all it holds says nothing
    let whole = PAGE.replace("<article>", "<article><div class=comments>");
    let whole = whole.replace("</article>", "</div></article>");
    let document = read(whole.as_bytes(), &Hints::default()).document;
    assert!(document.text.starts_with("“We are open,”"));
}

#[test]
fn fragments_are_taken_whole_and_empty_pages_say_so() {
    let document = fragment("Short.<p>Two<script>x</script> <b>three</b></p><p hidden>no</p>");
    assert_eq!(document.text, "Short.\n\nTwo three");
    assert!(document.runs.is_empty());
    let page = read(b"", &Hints::default()).document;
    assert!(page.text.is_empty() && !page.notes.is_empty());
}

/// What the page has in place of its quote, with words ahead of it.
fn with_quote(quote: &str) -> onrecord_source::Document {
    let whole = "<blockquote><p>No ship was lost, and nobody was hurt in the storm, the port authority wrote.</p></blockquote>";
    let page = PAGE.replace(whole, quote);
    assert_mapped(&page);
    read(page.as_bytes(), &Hints::default()).document
}

fn kinds_of<'t>(document: &'t onrecord_source::Document, words: &str) -> Vec<(BlockKind, &'t str)> {
    let blocks = document.blocks.iter();
    let blocks = blocks.map(|b| (b.kind, &document.text[b.range.clone()]));
    blocks.filter(|(_, text)| text.contains(words)).collect()
}

#[test]
fn short_quotes_and_posts_between_blocks_of_the_article_are_kept_whole() {
    let tweet = "<blockquote class=\"twitter-tweet\"><p>We stop today.</p>&mdash; Jane Doe (@janedoe) <a href=/s>May 1, 2020</a></blockquote>";
    let document = with_quote(tweet);
    let post = BlockKind::SocialPost;
    assert_eq!(kinds_of(&document, "We stop today."), [(post, "We stop today.")]);
    let line = "— Jane Doe (@janedoe) May 1, 2020";
    assert_eq!(kinds_of(&document, "@janedoe"), [(post, line)]);

    let quote = BlockKind::BlockQuote;
    let document = with_quote("<p>She wrote:</p><blockquote><p>It is over.</p></blockquote>");
    assert_eq!(
        kinds_of(&document, "It is over."),
        [(quote, "It is over.")],
        "{}",
        document.text
    );
    // several, one after the other
    let document = with_quote(&format!("{tweet}{}", tweet.replace("today", "tomorrow")));
    assert_eq!(kinds_of(&document, "We stop").len(), 2, "{}", document.text);
    // at the end
    let end = "<p>&ldquo;That is all,&rdquo; she said.</p>";
    let page = PAGE.replace(end, &format!("{end}<blockquote><p>It is over.</p></blockquote>"));
    let document = read(page.as_bytes(), &Hints::default()).document;
    assert_eq!(kinds_of(&document, "It is over.").len(), 1, "{}", document.text);
}

#[test]
fn quotes_that_are_beside_the_article_hidden_or_said_again_stay_out() {
    for quote in [
        // says again what the article says
        "<blockquote><p>Full of people who had waited since Friday.</p></blockquote>",
        "<blockquote class=pullquote><p>People waited.</p></blockquote>",
        "<figure class=wp-block-pullquote><blockquote><p>People waited.</p></blockquote></figure>",
        "<blockquote class=instagram-media><p>People wait here</p></blockquote>",
        "<blockquote hidden><p>People waited.</p></blockquote>",
        "<aside><blockquote><p>People waited.</p></blockquote></aside>",
        "<div class=related-posts><blockquote><p>People waited.</p></blockquote></div>",
        "<blockquote class=wp-embedded-content><a href=/w>People waited</a></blockquote>",
    ] {
        let document = with_quote(quote);
        let found = kinds_of(&document, "eople");
        assert!(
            found.iter().all(|b| b.0 == BlockKind::Paragraph),
            "{quote}: {found:?}"
        );
    }
    // what readers say below the article
    let comment = |n: usize| format!("<blockquote><p>Never, says number {n}.</p></blockquote>");
    let comments: String = (0..30).map(comment).collect();
    let page = PAGE.replace(
        "</article>",
        &format!("<div><b>30 replies</b>{comments}</div></article>"),
    );
    let document = read(page.as_bytes(), &Hints::default()).document;
    assert!(!document.text.contains("Never"), "{}", document.text);
}

#[test]
fn data_tables_of_the_article_that_are_left_out_are_counted() {
    let table = "<table><tr><th>Port</th><th>Ships</th></tr><tr><td>Lyttelton</td><td>12</td></tr></table>";
    let layout = "<table><tr><td>Port</td></tr><tr><td>Ships</td></tr></table>";
    let aside = format!("<aside>{table}</aside>");
    for (tables, note) in [
        (table.repeat(2), Some("2 tables were left out")),
        (format!("{table}{layout}{aside}"), Some("1 table was left out")),
        (layout.to_owned(), None),
        (aside.clone(), None),
    ] {
        let document = with_quote(&tables);
        let found = document.notes.iter().find(|n| n.contains("table"));
        assert_eq!(found.map(String::as_str), note, "{tables}: {}", document.text);
    }
}

/// Every run is of one width, and without references its bytes are its characters.
fn assert_mapped(page: &str) {
    let document = read(page.as_bytes(), &Hints::default()).document;
    let mut covered = 0;
    for run in &document.runs {
        let text = &document.text[run.range.clone()];
        let source = &page[run.source.start as usize..run.source.end as usize];
        let width = source.len() / text.chars().count();
        assert_eq!(width * text.chars().count(), source.len(), "{text:?} {source:?}");
        covered += text.len();
        if source.len() != text.len() || text.trim().is_empty() {
            continue;
        }
        assert_eq!(text, source.replace(['\n', '\t'], " "));
    }
    let separators = document.blocks.len().saturating_sub(1) * 2;
    assert!(document.text.is_empty() || covered + separators == document.text.len());
}

proptest! {
    #[test]
    fn runs_lead_back_to_the_bytes(
        parts in prop::collection::vec("(<p>|</p>|<b>|</b>|<br>|<li>|<blockquote>|&amp;|&eacute;|&|é|“| |\n|[a-z .]{1,40}|[A-Z][a-z ,]{60,90}\\.){1,8}", 1..12)
    ) {
        assert_mapped(&parts.concat());
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let page = read(&bytes, &Hints::default()).document;
        for run in &page.runs {
            prop_assert!(page.text.is_char_boundary(run.range.start) && run.source.end <= bytes.len() as u64);
        }
    }
}
