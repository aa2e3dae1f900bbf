//! Which article of a page is taken, and that it is taken whole.

use onrecord_page::{Hints, read};

fn text(page: &str) -> String {
    read(page.as_bytes(), &Hints::default()).document.text
}

/// Paragraphs of a story about a place.
fn paragraphs(place: &str, count: usize) -> String {
    let one = |n: usize| {
        format!(
            "<p>Ship number {n} left {place} at noon with all who had waited for it since Friday, the harbour master said on Monday.</p>"
        )
    };
    (1..=count).map(one).collect()
}

#[test]
fn of_several_articles_on_a_page_the_first_is_taken() {
    let post = |place: &str| {
        format!(
            "<article class=post><header><h1>Ships leave {place}</h1></header><div class=post-body>{}</div></article>",
            paragraphs(place, 8)
        )
    };
    // one element around them all, itself called an article
    let page = format!(
        "<!doctype html><html><head><title>Ships leave Tallinn</title></head><body><main><article class=feed><div class=posts>{}{}{}</div></article></main></body></html>",
        post("Tallinn"),
        post("Porto"),
        post("Hobart")
    );
    let text = text(&page);
    assert!(text.contains("number 8 left Tallinn"), "{text}");
    assert!(!text.contains("Porto") && !text.contains("Hobart"), "{text}");
}

#[test]
fn what_the_page_declares_to_be_the_text_is_kept() {
    let names = [
        "Ana Lopes",
        "Mart Saar",
        "Ines Rocha",
        "Juhan Kask",
        "Rosa Pires",
        "Tiit Lepp",
    ];
    let rows: Vec<String> = names
        .iter()
        .zip(2015..)
        .map(|(name, year)| format!("{year}: {name}"))
        .collect();
    let items: String = rows
        .iter()
        .map(|row| format!("<li><a href=/p>{}</a>{}</li>", &row[..4], &row[4..]))
        .collect();
    let story = paragraphs("Tallinn", 5);
    let plain = story.replace("<p>", "").replace("</p>", " ");
    let page = |declared: &str| {
        format!(
            "<!doctype html><html><head><title>Captain of the year</title>
<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"Captain of the year\",\"articleBody\":\"{declared}\",
\"comment\":{{\"articleBody\":\"Never believed it since Friday\"}}}}</script></head><body>
<main><article><h1>Captain of the year</h1><div class=story-body>{story}</div></article>
<div class=sidebar-list><ul class=menu-items>{items}</ul><p>Subscribe to the harbour news</p></div></main></body></html>"
        )
    };
    let whole = format!("{plain} {} Subscribe to the harbour news", rows.join(" "));
    let kept = text(&page(&whole));
    for row in &rows {
        assert!(kept.contains(row), "{row}: {kept}");
    }
    // calls are no text of the article, even where the declaration has them
    assert!(!kept.contains("Subscribe"), "{kept}");
    let kept = text(&page(&plain));
    assert!(
        kept.contains("number 5 left Tallinn") && !kept.contains("2015:"),
        "{kept}"
    );
}

#[test]
fn a_post_that_shows_its_own_markup_is_left_out() {
    let page = format!(
        "<!doctype html><html><head><title>Ships leave</title></head><body><article><h1>Ships leave Tallinn</h1>{}
<p>&lt;a href=\"https://social.example/harbour\"&gt;#Harbour&lt;/a&gt; master Ana Lopes says that the ferry waits for nobody on Tuesday.</p>{}</article></body></html>",
        paragraphs("Tallinn", 3),
        paragraphs("Porto", 3)
    );
    let text = text(&page);
    assert!(
        text.contains("number 3 left Porto") && !text.contains("href"),
        "{text}"
    );
}
