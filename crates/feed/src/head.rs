//! What a feed says of itself.

use crate::content::{Text, construct};
use crate::facts::Facts;
use crate::kind::Kind;
use crate::spaces::is_own;
use onrecord_record::{DeclaredBy, DeclaredField};
use onrecord_xml::{Element, Event, Reader, plain};

/// A feed, without its entries.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) kind: Option<Kind>,
    /// The name of its first element.
    pub(crate) root: String,
    pub(crate) facts: Facts,
    /// Its page, where nothing else says what addresses start from.
    pub(crate) home: Option<String>,
}

/// Goes through a feed once, for what stands beside its entries, wherever it stands.
pub(crate) fn head(reader: &mut Reader) -> Head {
    let mut head = Head {
        kind: None,
        root: String::new(),
        facts: Facts::new(DeclaredBy::Feed),
        home: None,
    };
    let mut said: Vec<Element> = Vec::new();
    let mut languages = Vec::new();
    while let Some(event) = reader.next() {
        let Event::Start(tag) = event else { continue };
        let own = is_own(tag.space) || tag.space == "rdf";
        match tag.name.as_str() {
            "item" | "entry" if own => reader.skip(),
            // addresses are read on the way, and a list of them says nothing of itself
            "url" | "sitemap" if head.kind.is_some_and(Kind::is_sitemap) => reader.skip(),
            name if own && Kind::of_root(name).is_some() => {
                if head.root.is_empty() {
                    name.clone_into(&mut head.root);
                    head.kind = Kind::of_root(name);
                }
                languages.extend(tag.attribute("xml:lang").map(str::to_owned));
            }
            _ if head.kind.is_some() => said.push(reader.element(tag)),
            name => {
                if head.root.is_empty() {
                    name.clone_into(&mut head.root);
                }
            }
        }
        if said.len() > 200 {
            // nothing that is said after so much matters
            break;
        }
    }
    gather(&mut head, &said, languages);
    head
}

fn gather(head: &mut Head, said: &[Element], languages: Vec<String>) {
    let prefix = match head.kind {
        Some(Kind::Atom) => "feed",
        _ => "channel",
    };
    let facts = &mut head.facts;
    let each = |space: &'static str, names: &'static [&'static str]| {
        let matches = move |e: &&Element| {
            (e.space == space || (space.is_empty() && is_own(e.space))) && names.contains(&e.name.as_str())
        };
        said.iter().filter(matches)
    };
    for element in each("", &["title"]) {
        facts.add(
            DeclaredField::Outlet,
            &format!("{prefix}/title"),
            Some(title(element)),
        );
    }
    for (space, name) in [("dc", "publisher"), ("dc", "title")] {
        let key = format!("{prefix}/{space}:{name}");
        for element in said.iter().filter(|e| e.is(space, name)) {
            facts.add(DeclaredField::Outlet, &key, Some(title(element)));
        }
    }
    for element in each("", &["author"]) {
        if let Some(name) = element.elements().find(|e| e.name == "name") {
            facts.person(&format!("{prefix}/author"), name.words());
        }
    }
    for element in each("", &["language"]).chain(each("dc", &["language"])) {
        facts.add(
            DeclaredField::Language,
            &format!("{prefix}/language"),
            element.words().map(language),
        );
    }
    for value in languages {
        facts.add(DeclaredField::Language, "xml:lang", Some(language(value)));
    }
    for element in each("", &["rights", "copyright"]).chain(each("dc", &["rights"])) {
        facts.add(
            DeclaredField::Rights,
            &format!("{prefix}/{}", element.name),
            Some(title(element)),
        );
    }
    head.home = each("", &["link"]).find_map(|link| match link.attribute("href") {
        Some(href) if matches!(link.attribute("rel"), None | Some("alternate")) => Some(href.to_owned()),
        Some(_) => None,
        None => link.words(),
    });
}

/// A line that may be HTML.
pub(crate) fn title(element: &Element) -> String {
    if element.space != "atom" || element.attribute("mode").is_some_and(|m| m != "xml") {
        let declared = element.attribute("type").is_some_and(|t| t.contains("html"));
        if element.attribute("mode") == Some("base64") {
            return construct(element).map(|text| line(&text)).unwrap_or_default();
        }
        return plain(&element.text(), declared);
    }
    match element.elements().next() {
        Some(_) => element.words().unwrap_or_default(),
        None => construct(element).map(|text| line(&text)).unwrap_or_default(),
    }
}

fn line(text: &Text) -> String {
    match text {
        Text::Html(html) => plain(html, true),
        Text::Plain(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// `en_US` as BCP 47 has it.
pub(crate) fn language(value: impl Into<String>) -> String {
    value.into().trim().replace('_', "-")
}
