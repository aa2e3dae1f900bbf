//! Sitemaps: addresses, and what is said of them.

use crate::address::resolve;
use crate::facts::Facts;
use crate::head::{language, title};
use onrecord_record::{DeclaredBy, DeclaredField as Field, Extent};
use onrecord_source::{Body, Entry, Found};
use onrecord_xml::{Decoded, Element};

/// Reads a `url` or a `sitemap`.
pub(crate) fn entry(element: &Element, within: String, bases: &[String]) -> Found {
    let mut facts = Facts::new(DeclaredBy::Sitemap);
    let mut written = None;
    for e in element.elements().filter(|e| e.space.is_empty()) {
        match e.name.as_str() {
            "loc" if !facts.has(Field::Url) => {
                written = e.words();
                let url = written
                    .as_deref()
                    .and_then(|w| resolve(bases.iter().map(String::as_str), w));
                facts.add(Field::Url, "loc", url);
            }
            "lastmod" => facts.date(Field::Modified, "lastmod", e.words()),
            _ => {}
        }
    }
    for news in element.all("news", "news") {
        for e in news.elements().filter(|e| e.space == "news") {
            match e.name.as_str() {
                "title" => facts.add(Field::Title, "news:title", Some(title(e))),
                "publication_date" => facts.date(Field::Published, "news:publication_date", e.words()),
                "publication" => {
                    let of = |name| e.first("news", name).and_then(Element::words);
                    facts.add(Field::Outlet, "news:name", of("name"));
                    facts.add(Field::Language, "news:language", of("language").map(language));
                }
                _ => {}
            }
        }
    }
    if !facts.has(Field::Url) {
        let problem = match written {
            Some(written) => {
                let shown: String = written.chars().take(200).collect();
                format!("`loc` is no address that can be followed: {shown}")
            }
            None => "it has no `loc`".to_owned(),
        };
        return Found::Damaged {
            within: vec![within],
            problem,
            remedy: "nothing need be done: the others are read".to_owned(),
        };
    }
    let mut entry = Entry::new(Body::Locator);
    entry.extent = Extent::Locator;
    entry.facts = facts.facts;
    entry.notes = facts.notes;
    entry.origin.within = vec![within];
    if element.name == "sitemap" {
        "sitemap".clone_into(&mut entry.origin.kind);
    }
    Found::Entry(Box::new(entry))
}

/// Whether every line is an address: a sitemap in plain text.
pub(crate) fn is_list(text: &str) -> bool {
    let mut lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .peekable();
    lines.peek().is_some() && lines.all(|line| line.starts_with("http://") || line.starts_with("https://"))
}

/// The addresses of a sitemap in plain text.
pub(crate) fn list(decoded: Decoded) -> impl Iterator<Item = Found> + Send {
    let Decoded {
        text,
        encoding,
        notes,
    } = decoded;
    let lines: Vec<(usize, String)> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| (at + 1, line.trim().to_owned()))
        .collect();
    lines.into_iter().map(move |(line, address)| {
        let within = vec![format!("line {line}")];
        let Some(url) = resolve([], &address) else {
            return Found::Damaged {
                within,
                problem: "this is no address that can be followed".to_owned(),
                remedy: "nothing need be done: the others are read".to_owned(),
            };
        };
        let mut facts = Facts::new(DeclaredBy::Sitemap);
        facts.add(Field::Url, "line", Some(url));
        let mut entry = Entry::new(Body::Locator);
        entry.extent = Extent::Locator;
        entry.facts = facts.facts;
        entry.notes.clone_from(&notes);
        entry.origin.within = within;
        entry.origin.encoding = Some(encoding.to_owned());
        Found::Entry(Box::new(entry))
    })
}
