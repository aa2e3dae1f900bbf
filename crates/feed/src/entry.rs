//! One entry of an XML feed.

use crate::address::resolve;
use crate::content::{Brought, construct, written};
use crate::facts::Facts;
use crate::head::{language, title};
use crate::spaces::is_own;
use onrecord_record::{DeclaredBy, DeclaredField as Field};
use onrecord_source::{Entry, Found, Skip};
use onrecord_xml::{Element, unescape_html};

/// What an entry stands in.
pub(crate) struct Around<'a> {
    /// What addresses start from, outermost first.
    pub(crate) bases: &'a [String],
    /// Languages, outermost first.
    pub(crate) languages: &'a [String],
    /// What the feed says of itself.
    pub(crate) feed: &'a Facts,
}

/// Reads an entry. One that brings nothing is passed over.
pub(crate) fn entry(element: &Element, within: String, around: &Around<'_>) -> Found {
    let mut facts = Facts::new(DeclaredBy::Feed);
    let mut brought = Brought::default();
    let own = |name: &'static str| {
        element
            .elements()
            .filter(move |e| is_own(e.space) && e.name == name)
    };
    for e in own("title") {
        facts.add(Field::Title, "title", Some(title(e)));
    }
    for e in element.all("dc", "title") {
        facts.add(Field::Title, "dc:title", Some(title(e)));
    }
    let bases: Vec<&str> = around
        .bases
        .iter()
        .map(String::as_str)
        .chain(element.attribute("xml:base"))
        .collect();
    addresses(element, &bases, &mut facts);
    ids(element, &mut facts);
    people(element, &mut facts);
    dates(element, &mut facts);
    source(element, &mut facts);
    for e in own("content").chain(own("summary")) {
        facts.add(Field::Language, "xml:lang", e.attribute("xml:lang").map(language));
    }
    for (key, e) in element
        .all("dc", "language")
        .map(|e| ("dc:language", e))
        .chain(own("language").map(|e| ("language", e)))
    {
        facts.add(Field::Language, key, e.words().map(language));
    }
    facts.add(
        Field::Language,
        "xml:lang",
        element.attribute("xml:lang").map(language),
    );
    if let Some(inherited) = around.languages.last().filter(|_| !facts.has(Field::Language)) {
        // a language that was taken back (`xml:lang=""`) is none
        facts.add(Field::Language, "xml:lang", Some(language(inherited)));
    }
    for (space, name, key) in [
        ("dc", "rights", "dc:rights"),
        ("media", "copyright", "media:copyright"),
    ] {
        for e in element.all(space, name) {
            facts.add(Field::Rights, key, Some(title(e)));
        }
    }
    for e in own("rights").chain(own("copyright")) {
        facts.add(Field::Rights, &e.name, Some(title(e)));
    }
    bring(element, &mut brought);
    let found = facts.has(Field::Url);
    if !found && brought.is_empty() {
        return Found::Skipped {
            within: vec![within],
            reason: Skip::NoContent,
            what: "an entry without text and address".to_owned(),
        };
    }
    let (body, extent) = brought.body(found, &mut facts);
    facts.inherit(&around.feed.facts);
    let mut entry = Entry::new(body);
    entry.extent = extent;
    entry.facts = facts.facts;
    entry.notes = facts.notes;
    entry.origin.within = vec![within];
    Found::Entry(Box::new(entry))
}

fn addresses(element: &Element, bases: &[&str], facts: &mut Facts) {
    let mut seen: Option<String> = None;
    for (space, name, key) in [
        ("feedburner", "origlink", "feedburner:origLink"),
        ("", "link", "link"),
        ("", "guid", "guid"),
    ] {
        for e in element
            .elements()
            .filter(|e| (e.space == space || (space.is_empty() && is_own(e.space))) && e.name == name)
        {
            let other = |rel: &str| {
                !matches!(
                    rel.trim().to_ascii_lowercase().as_str(),
                    "" | "alternate" | "http://www.iana.org/assignments/relation/alternate"
                )
            };
            if e.attribute("rel").is_some_and(other)
                || e.attribute("type").is_some_and(|t| {
                    t.contains("atom+xml") || t.starts_with("audio/") || t.starts_with("video/")
                })
                || (name == "guid"
                    && e.attribute("ispermalink")
                        .is_some_and(|p| p.trim().eq_ignore_ascii_case("false")))
            {
                continue;
            }
            let Some(value) = e.attribute("href").map(str::to_owned).or_else(|| e.words()) else {
                continue;
            };
            // written twice over, as from a page
            let value = if value.contains("&amp;") {
                unescape_html(&value).into_owned()
            } else {
                value
            };
            // a guid is an address only when it is a whole one
            let own = e.attribute("xml:base");
            let url = match name {
                "guid" => resolve([], &value),
                _ => resolve(bases.iter().copied().chain(own), &value),
            };
            match url {
                Some(url) => facts.add(Field::Url, key, Some(url)),
                None if name != "guid" => seen = seen.or(Some(value)),
                None => {}
            }
        }
    }
    let elsewhere = element
        .elements()
        .filter(|e| is_own(e.space) && e.name == "content" && is_page(e));
    if let Some((e, src)) = elsewhere
        .filter_map(|e| Some((e, e.attribute("src")?)))
        .next()
        .filter(|_| !facts.has(Field::Url))
    {
        let own = e.attribute("xml:base");
        let url = resolve(bases.iter().copied().chain(own), src);
        facts.add(Field::Url, "content/@src", url);
    }
    if let Some(value) = seen.filter(|_| !facts.has(Field::Url)) {
        let shown: String = value.chars().take(200).collect();
        facts
            .notes
            .push(format!("the link is no address that can be followed: {shown}"));
    }
}

/// Whether what an element points to may be a page.
fn is_page(element: &Element) -> bool {
    let kind = element.attribute("type").unwrap_or_default();
    kind.is_empty() || kind.contains("html") || kind.starts_with("text/")
}

fn ids(element: &Element, facts: &mut Facts) {
    let own = |name: &'static str| {
        element
            .elements()
            .filter(move |e| is_own(e.space) && e.name == name)
    };
    for (name, e) in own("guid")
        .map(|e| ("guid", e))
        .chain(own("id").map(|e| ("id", e)))
    {
        // ids are compared letter by letter: nothing is made nicer
        facts.add(Field::ProviderId, name, Some(e.text()));
    }
    facts.add(
        Field::ProviderId,
        "rdf:about",
        element.attribute("rdf:about").map(str::to_owned),
    );
    for e in element.all("dc", "identifier") {
        facts.add(Field::ProviderId, "dc:identifier", Some(e.text()));
    }
}

fn people(element: &Element, facts: &mut Facts) {
    for e in element
        .elements()
        .filter(|e| is_own(e.space) && e.name == "author")
    {
        match e
            .elements()
            .find(|inner| matches!(inner.name.as_str(), "name" | "email"))
        {
            Some(_) => {
                let of = |name: &str| {
                    e.elements()
                        .find(|inner| inner.name == name)
                        .and_then(Element::words)
                };
                facts.person("author", of("name").or_else(|| of("email")));
            }
            None => facts.person("author", Some(title(e))),
        }
    }
    for (space, name, key) in [("dc", "creator", "dc:creator"), ("dc", "author", "dc:author")] {
        for e in element.all(space, name) {
            facts.person(key, Some(title(e)));
        }
    }
}

fn dates(element: &Element, facts: &mut Facts) {
    // the space, the name in small letters, the name as it is written
    const PUBLISHED: [(&str, &str, &str); 7] = [
        ("", "pubdate", "pubDate"),
        ("", "published", "published"),
        ("", "issued", "issued"),
        ("dcterms", "issued", "dcterms:issued"),
        ("dc", "date", "dc:date"),
        ("dcterms", "created", "dcterms:created"),
        ("", "created", "created"),
    ];
    const MODIFIED: [(&str, &str, &str); 4] = [
        ("", "updated", "updated"),
        ("", "modified", "modified"),
        ("dcterms", "modified", "dcterms:modified"),
        ("", "lastbuilddate", "lastBuildDate"),
    ];
    for (field, names) in [
        (Field::Published, PUBLISHED.as_slice()),
        (Field::Modified, MODIFIED.as_slice()),
    ] {
        for (space, name, key) in names {
            let these = element
                .elements()
                .filter(|e| (e.space == *space || (space.is_empty() && is_own(e.space))) && e.name == *name);
            for e in these {
                facts.date(field, key, e.words());
            }
        }
    }
}

/// Where the entry was taken from, when it was.
fn source(element: &Element, facts: &mut Facts) {
    for e in element
        .elements()
        .filter(|e| is_own(e.space) && e.name == "source")
    {
        match e.elements().find(|inner| inner.name == "title") {
            Some(inner) => facts.add(Field::Outlet, "source/title", Some(title(inner))),
            None if e.elements().next().is_none() => facts.add(Field::Outlet, "source", Some(title(e))),
            None => {}
        }
        if !facts.has(Field::Author) && !facts.has(Field::Byline) {
            let author = e.elements().find(|inner| inner.name == "author");
            let name = author.and_then(|a| a.elements().find(|n| n.name == "name"));
            facts.person("source/author", name.and_then(Element::words));
        }
    }
    for e in element.all("dc", "publisher") {
        facts.add(Field::Outlet, "dc:publisher", Some(title(e)));
    }
}

fn bring(element: &Element, brought: &mut Brought) {
    for e in element.all("content", "encoded") {
        brought.content("content:encoded", Some(written(e)));
    }
    for e in element
        .elements()
        .filter(|e| is_own(e.space) && e.name == "content" && e.attribute("src").is_none())
    {
        brought.content("content", construct(e));
    }
    for name in ["body", "div"] {
        for e in element.all("xhtml", name) {
            brought.content("xhtml:body", Some(written(e)));
        }
    }
    for e in element
        .elements()
        .filter(|e| is_own(e.space) && matches!(e.name.as_str(), "fullitem" | "body"))
    {
        brought.content("fullitem", Some(written(e)));
    }
    for e in element
        .elements()
        .filter(|e| is_own(e.space) && e.name == "description")
    {
        brought.summary("description", Some(written(e)));
    }
    for e in element
        .elements()
        .filter(|e| is_own(e.space) && e.name == "summary")
    {
        brought.summary("summary", construct(e));
    }
    for e in element.all("dc", "description") {
        brought.summary("dc:description", Some(written(e)));
    }
}
