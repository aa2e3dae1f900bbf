//! Which of the days that a page declares and prints is that of publication.

use onrecord_page::{facts, tree};
use onrecord_record::{DeclaredBy, DeclaredField};

/// The head's declarations, and what stands around the title.
fn first(head: &str, around: &str) -> Option<(String, DeclaredBy)> {
    let page = format!(
        "<!doctype html><html lang=en-NZ><head><title>Ferry runs again | Harbour Herald</title>{head}</head><body>
<main><h1>Ferry runs again</h1>{around}<p>The ferry to the islands ran again on Monday, the port of Lyttelton said.</p></main></body></html>"
    );
    let facts = facts::facts(&tree::parse(&page), None);
    let found = facts
        .declared
        .into_iter()
        .find(|f| f.field == DeclaredField::Published);
    found.map(|f| (f.value, f.by))
}

fn json(published: &str, modified: &str) -> String {
    format!(
        r#"<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Ferry runs again",
"datePublished":"{published}","dateModified":"{modified}"}}</script>"#
    )
}

fn is(found: Option<(String, DeclaredBy)>, day: &str, by: DeclaredBy) {
    let (value, source) = found.expect("a day");
    assert_eq!((value.get(..10), source), (Some(day), by), "{value}");
}

#[test]
fn the_printed_day_wins_over_the_same_moment_elsewhere() {
    let head = json("2023-05-04T20:15:00Z", "2023-05-04T20:15:00Z");
    let printed = "<p class=timestamp>Published 8:15 am NZST, Fri May 5, 2023</p>";
    is(first(&head, printed), "2023-05-05", DeclaredBy::Visible);
    is(first(&head, ""), "2023-05-04", DeclaredBy::JsonLd);
    // two days apart is no matter of time zones
    let other = "<p class=timestamp>Published May 7, 2023</p>";
    is(first(&head, other), "2023-05-04", DeclaredBy::JsonLd);
}

#[test]
fn a_declared_day_that_is_printed_too_stays() {
    let head = json("2023-05-05T09:00:00Z", "2023-05-05T10:00:00Z");
    let around = "<details><summary><span>Fri 5 May 2023 21.00</span></summary>First published on Thu 4 May 2023 22.12</details>";
    is(first(&head, around), "2023-05-05", DeclaredBy::JsonLd);
}

#[test]
fn what_is_published_anew_has_the_day_that_is_printed() {
    let head = json("2019-03-30T08:00:00Z", "2023-05-05T09:00:00Z");
    let printed =
        "<time class=ContentHeaderPublishDate-x1 datetime=2023-05-05T09:00:00Z>May 5, 2023 9:00 AM</time>";
    is(first(&head, printed), "2023-05-05", DeclaredBy::Visible);
    let plain = "<div class=meta-date>5 May 2023</div>";
    is(first(&head, plain), "2023-05-05", DeclaredBy::Visible);
    // words that say that it is the last change
    let changed = "<div class=meta-date>Updated on 5 May 2023</div>";
    is(first(&head, changed), "2019-03-30", DeclaredBy::JsonLd);
    // words that say that it is something else than declared: the declaration counts
    let worded = "<div class=meta-date>Published 5 May 2023</div>";
    is(first(&head, worded), "2019-03-30", DeclaredBy::JsonLd);
}

#[test]
fn print_and_microdata_together_outdo_a_meta_element() {
    let head = "<meta name=x.articleFirstCreatedDate content='2023-04-20 18:00'><meta name=publish-date content='2023-04-20 18:00'>";
    let printed = "<time class=e-published-date itemprop=datePublished datetime=2023-05-05T15:54+0000>5 May 2023 • 3:54pm</time>";
    is(first(head, printed), "2023-05-05", DeclaredBy::Visible);
    is(first(head, ""), "2023-04-20", DeclaredBy::Meta);
}

#[test]
fn the_foot_of_a_heading_is_not_that_of_the_page() {
    let head = json("2023-05-04T20:15:00Z", "2023-05-04T20:15:00Z");
    let foot = "<div class=headline__footer><div class=timestamp>Published May 5, 2023</div></div>";
    is(first(&head, foot), "2023-05-05", DeclaredBy::Visible);
    let far = format!(
        "{}<div class=page-footer><div class=timestamp>Published May 5, 2023</div></div>",
        "<p>One.</p>".repeat(30)
    );
    is(first(&head, &far), "2023-05-04", DeclaredBy::JsonLd);
}

#[test]
fn days_in_captions_and_sentences_are_not_the_articles() {
    let head = json("2023-05-05T01:00:00Z", "2023-05-05T01:00:00Z");
    let caption = "<figcaption>People wait on the quay of the harbour for the first ship on 4 May 2023, as the storm ends.</figcaption>";
    is(first(&head, caption), "2023-05-05", DeclaredBy::JsonLd);
    let far = format!("{}<div>4 May 2023</div>", "<p>One.</p>".repeat(70));
    is(first(&head, &far), "2023-05-05", DeclaredBy::JsonLd);
    let near = "<div>4 May 2023</div>";
    is(first(&head, near), "2023-05-04", DeclaredBy::Visible);
}

#[test]
fn a_day_of_change_stands_for_a_missing_one_and_keeps_its_key() {
    let page = |head: &str, around: &str| {
        let page = format!(
            "<html lang=en><head><title>Ferry runs again</title>{head}</head><body><main><h1>Ferry runs again</h1>{around}
<p>The ferry to the islands ran again on Monday, the port said.</p></main></body></html>"
        );
        facts::facts(&tree::parse(&page), None)
    };
    let changed = "<meta property=article:modified_time content=2023-05-05T10:00:00Z>";
    let facts = page(changed, "");
    let day = |field| facts.declared.iter().find(|f| f.field == field).expect("a day");
    let published = day(DeclaredField::Published);
    assert_eq!(published.value, day(DeclaredField::Modified).value);
    assert_eq!(published.key, "article:modified_time");
    assert!(
        facts.notes.iter().any(|n| n.contains("the last change")),
        "{:?}",
        facts.notes
    );
    // not where the page tells its date
    let facts = page(changed, "<p class=date>Published May 3, 2023</p>");
    let first = facts
        .declared
        .iter()
        .find(|f| f.field == DeclaredField::Published);
    assert_eq!(first.map(|f| f.value.as_str()), Some("2023-05-03"));
    assert!(facts.notes.is_empty(), "{:?}", facts.notes);
}
