//! NewsML-G2: items, alone or in a message.

use crate::body::Builder;
use crate::item::Item;
use crate::nitf::{self, find};
use onrecord_record::{BlockKind, DeclaredBy, DeclaredField};
use onrecord_source::{Body, Found, Problem, Skip};
use onrecord_stamp::Stamp;
use onrecord_xml::{Element, Event, Reader, decode};

/// Reads NewsML-G2, or NITF that stands by itself.
pub(crate) fn read(bytes: Vec<u8>, as_of: Option<&Stamp>) -> Result<Vec<Found>, Problem> {
    let decoded = decode(bytes, None)?;
    let breaks_off = breaks_off(&decoded.text);
    let mut reader = Reader::new(decoded.text, &[], |_, _| false);
    let mut elements = Vec::new();
    // when the message was sent
    let mut sent = None;
    while let Some(event) = reader.next() {
        let Event::Start(tag) = event else { continue };
        match tag.name.as_str() {
            "newsitem" | "packageitem" | "nitf" | "conceptitem" | "knowledgeitem" => {
                elements.push((reader.element(tag), sent.clone()));
            }
            "newsmessage" => sent = None,
            "sent" => sent = reader.element(tag).words().and_then(|d| onrecord_stamp::read(&d)),
            _ => {}
        }
    }
    let mut notes = decoded.notes;
    notes.extend(reader.take_notes());
    if breaks_off {
        notes.push("the file breaks off before its end: what is there was read".to_owned());
    }
    let several = elements.len() > 1;
    let mut found: Vec<Found> = elements
        .iter()
        .enumerate()
        .map(|(at, (element, sent))| match element.name.as_str() {
            "newsitem" => {
                let moments: Vec<Stamp> = sent.iter().chain(as_of).cloned().collect();
                item(element, at + 1, several, &moments)
            }
            "nitf" => nitf::read(element, at + 1, several),
            other => Found::Skipped {
                within: vec![format!("item {}", at + 1)],
                reason: Skip::OtherKind,
                what: other.to_owned(),
            },
        })
        .collect();
    if found.is_empty() {
        found.push(Found::Damaged {
            within: Vec::new(),
            problem: "there is no news item in it".to_owned(),
            remedy: "check that it is NewsML-G2 or NITF, and whole".to_owned(),
        });
    }
    for note in notes {
        for entry in &mut found {
            if let Found::Entry(entry) = entry {
                entry.notes.push(note.clone());
            }
        }
    }
    Ok(found)
}

/// Whether the last closing tag is not that of the outermost element.
fn breaks_off(text: &str) -> bool {
    let Some(root) = crate::root(text) else {
        return false;
    };
    let last = text.rfind("</").map(|at| &text[at + 2..]).unwrap_or_default();
    let name = last
        .split(|c: char| c.is_whitespace() || c == '>')
        .next()
        .unwrap_or_default();
    let local = name.rsplit(':').next().unwrap_or(name);
    !local.eq_ignore_ascii_case(&root) || !last.contains('>')
}

/// A name inside a property: `name`, else its literal, else what its code says.
fn name(property: &Element) -> Option<String> {
    let of = |key: &str| property.attribute(key).map(str::to_owned);
    let inner = property
        .elements()
        .find(|e| e.name == "name")
        .and_then(Element::words);
    let code = || of("qcode").map(|code| code.rsplit(':').next().unwrap_or(&code).to_owned());
    inner
        .or_else(|| of("literal"))
        .or_else(code)
        .or_else(|| property.words())
}

fn item(element: &Element, number: usize, several: bool, moments: &[Stamp]) -> Found {
    let mut item = Item::new(DeclaredBy::NewsMl, "newsml");
    item.within(number, several);
    let class = find(element, "itemclass")
        .and_then(|c| c.attribute("qcode"))
        .unwrap_or("ninat:text");
    let class = class.rsplit(':').next().unwrap_or(class);
    if !matches!(class, "text" | "composite") {
        return Found::Skipped {
            within: vec![format!("item {number}")],
            reason: Skip::OtherKind,
            what: format!("a news item of class {class}"),
        };
    }
    item.fact(DeclaredField::ProviderId, element.attribute("guid"), "guid");
    item.fact(DeclaredField::Version, element.attribute("version"), "version");
    item.fact(DeclaredField::Language, element.attribute("xml:lang"), "xml:lang");
    if let Some(meta) = element.elements().find(|e| e.name == "itemmeta") {
        item_meta(meta, &mut item);
    }
    for rights in element.elements().filter(|e| e.name == "rightsinfo") {
        for (key, part) in rights.elements().map(|e| (e.name.as_str(), e)) {
            let value = match key {
                "copyrightholder" => name(part),
                "copyrightnotice" | "usageterms" => part.words(),
                _ => None,
            };
            item.fact(DeclaredField::Rights, value, key);
        }
    }
    let mut dateline = None;
    if let Some(meta) = element.elements().find(|e| e.name == "contentmeta") {
        dateline = content_meta(meta, &mut item);
    }
    let body = body(element, &mut item, dateline);
    item.finish(body, moments)
}

fn item_meta(meta: &Element, item: &mut Item) {
    for part in meta.elements() {
        match part.name.as_str() {
            "provider" => item.fact(DeclaredField::Outlet, name(part), "provider"),
            "versioncreated" => item.version_created(part.words(), "versionCreated"),
            "firstcreated" => item.first_created(part.words(), "firstCreated"),
            "embargoed" => item.embargo(&part.words().unwrap_or_default()),
            "pubstatus" => item.status(part.attribute("qcode").or_else(|| part.attribute("uri"))),
            "ednote" => item.fact(DeclaredField::EditorialNote, part.words(), "edNote"),
            "signal" => {
                let code = part.attribute("qcode").map(str::to_owned);
                item.fact(DeclaredField::EditorialNote, code, "signal");
            }
            _ => {}
        }
    }
}

/// Facts about the content; its dateline is returned.
fn content_meta(meta: &Element, item: &mut Item) -> Option<String> {
    let mut dateline = None;
    for part in meta.elements() {
        match part.name.as_str() {
            "headline" => item.fact(DeclaredField::Title, part.words(), "headline"),
            "by" => item.fact(DeclaredField::Byline, part.words(), "by"),
            "creator" => item.fact(DeclaredField::Author, name(part), "creator"),
            "located" => item.fact(DeclaredField::Located, name(part), "located"),
            "infosource" => item.fact(DeclaredField::InfoSource, name(part), "infoSource"),
            "contentcreated" => item.content_created(part.words(), "contentCreated"),
            "language" => {
                let tag = part.attribute("tag").map(str::to_owned);
                item.fact(DeclaredField::Language, tag, "language");
            }
            "dateline" => dateline = dateline.or(part.words()),
            _ => {}
        }
    }
    dateline
}

fn body(element: &Element, item: &mut Item, dateline: Option<String>) -> Body {
    let Some(set) = element.elements().find(|e| e.name == "contentset") else {
        return Body::Locator;
    };
    let mut remote = false;
    for content in set.elements() {
        match content.name.as_str() {
            "inlinexml" => {
                // what is inside may have been killed by itself
                nitf::status(content, item);
                if let Some(nitf) = content.elements().find(|e| e.name == "nitf") {
                    return Body::Document(nitf::content(nitf, item, None));
                }
                if let Some(html) = content.elements().find(|e| e.name == "html") {
                    let mut inside = Builder::default();
                    let body = html.elements().find(|e| e.name == "body").unwrap_or(html);
                    inside.walk(body, BlockKind::Paragraph);
                    let mut builder = Builder::default();
                    builder.dateline(dateline, inside);
                    return Body::Document(builder.finish());
                }
                item.note("its inline XML is neither XHTML nor NITF: all its words are taken".to_owned());
                let mut builder = Builder::default();
                builder.walk(content, BlockKind::Paragraph);
                return Body::Document(builder.finish());
            }
            "inlinedata" => {
                let text = content.text();
                let html = content
                    .attribute("contenttype")
                    .is_some_and(|t| t.contains("html"));
                if html {
                    return Body::Html(text);
                }
                let mut inside = Builder::default();
                for paragraph in text.split("\n\n") {
                    inside.push(BlockKind::Paragraph, paragraph);
                }
                let mut builder = Builder::default();
                builder.dateline(dateline, inside);
                return Body::Document(builder.finish());
            }
            "remotecontent" => {
                remote = true;
                let href = content.attribute("href").map(str::to_owned);
                item.fact(
                    DeclaredField::Url,
                    href.filter(|h| h.starts_with("http")),
                    "remoteContent",
                );
            }
            _ => {}
        }
    }
    if remote {
        item.note("its text is kept elsewhere (remoteContent)".to_owned());
    }
    Body::Locator
}
