//! Small feeds, each with one thing in it that feeds do, and what is read out of them.
//!
//! The shapes are those of the Universal Feed Parser's public cases; every feed is made up.

mod addresses;
mod content;
mod dates;
mod encodings;
mod ill_formed;
mod json;
mod namespaces;
mod people;
mod sitemaps;
mod titles;

use onrecord_feed::{Given, read};
use onrecord_record::{DeclaredField as Field, Extent};
use onrecord_source::{Body, Found, Limit};

/// A feed, and what is found in it, one find a line: `body | field.key=value | (note)`. A field that is called like its key is not repeated.
pub(crate) struct Case(
    pub(crate) &'static str,
    pub(crate) &'static [u8],
    pub(crate) &'static [&'static str],
);

fn field(field: Field) -> &'static str {
    match field {
        Field::Title => "title",
        Field::Byline => "byline",
        Field::Author => "author",
        Field::Outlet => "outlet",
        Field::Published => "published",
        Field::Modified => "modified",
        Field::Url => "url",
        Field::Language => "language",
        Field::ProviderId => "id",
        Field::Rights => "rights",
        Field::Summary => "summary",
        _ => "other",
    }
}

fn line(found: &Found) -> String {
    match found {
        Found::Entry(entry) => {
            let mut out = match (&entry.body, entry.extent) {
                (Body::Html(html), Extent::Full) => format!("html {html}"),
                (Body::Html(html), Extent::Summary) => format!("summary html {html}"),
                (Body::Document(document), Extent::Full) => format!("text {}", document.text),
                (Body::Document(document), Extent::Summary) => format!("summary text {}", document.text),
                (Body::Locator, Extent::Locator) if entry.origin.kind == "sitemap" => "sitemap".to_owned(),
                (Body::Locator, Extent::Locator) => "locator".to_owned(),
                other => format!("{other:?}"),
            };
            for fact in &entry.facts {
                let name = field(fact.field);
                out += " | ";
                if name != fact.key {
                    out += name;
                    out.push('.');
                }
                out += &format!("{}={}", fact.key, fact.value);
            }
            for note in &entry.notes {
                out += &format!(" | ({note})");
            }
            out
        }
        Found::Skipped { within, what, .. } => format!("skipped {}: {what}", within.join(", ")),
        Found::Damaged { within, problem, .. } => format!("damaged {}: {problem}", within.join(", ")),
    }
}

pub(crate) fn lines(feed: &[u8], given: &Given) -> Vec<String> {
    read(feed, Limit::DEFAULT, given)
        .map(|found| line(&found))
        .collect()
}

/// Reads each feed, as if fetched from `https://news.example/feeds/all.xml`.
pub(crate) fn check(cases: &[Case]) {
    let given = Given {
        charset: None,
        address: Some("https://news.example/feeds/all.xml".to_owned()),
    };
    let mut wrong = Vec::new();
    for Case(name, feed, expected) in cases {
        let found = lines(feed, &given);
        if found != *expected {
            wrong.push(format!(
                "{name}\n  found    {}\n  expected {}",
                found.join("\n           "),
                expected.join("\n           ")
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} are not as expected\n\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn there_are_enough() {
    let all = [
        addresses::CASES,
        content::CASES,
        dates::CASES,
        encodings::CASES,
        ill_formed::CASES,
        json::CASES,
        namespaces::CASES,
        people::CASES,
        sitemaps::CASES,
        titles::CASES,
    ];
    assert!(all.iter().map(|cases| cases.len()).sum::<usize>() >= 80);
}
