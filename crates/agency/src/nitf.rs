//! NITF: one document.

use crate::body::Builder;
use crate::item::Item;
use onrecord_record::{BlockKind, DeclaredBy, DeclaredField};
use onrecord_source::{Body, Document, Found};
use onrecord_xml::Element;

/// The first element of this name, at any depth.
pub(crate) fn find<'a>(element: &'a Element, name: &str) -> Option<&'a Element> {
    element.elements().find_map(|inner| {
        (inner.name == name)
            .then_some(inner)
            .or_else(|| find(inner, name))
    })
}

fn words(element: &Element, name: &str) -> Option<String> {
    find(element, name).and_then(Element::words)
}

/// The basic form of ISO 8601 (`20230505T101500Z`) as the extended one; others stay as they are.
pub(crate) fn date(printed: &str) -> String {
    let printed = printed.trim();
    let (day, time) = printed.split_at(printed.find('T').unwrap_or(printed.len()));
    if day.len() != 8 || !day.bytes().all(|b| b.is_ascii_digit()) {
        return printed.to_owned();
    }
    let day = format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]);
    let digits = time.bytes().skip(1).take_while(u8::is_ascii_digit).count();
    let Some((clock, zone)) = time.get(1..).and_then(|t| t.split_at_checked(digits)) else {
        return day;
    };
    let clock = match clock.len() {
        6 => format!("{}:{}:{}", &clock[..2], &clock[2..4], &clock[4..]),
        4 => format!("{}:{}", &clock[..2], &clock[2..]),
        _ => return printed.to_owned(),
    };
    let zone = match zone.as_bytes() {
        [b'+' | b'-', a, b, c, d] if [a, b, c, d].iter().all(|b| b.is_ascii_digit()) => {
            format!("{}:{}", &zone[..3], &zone[3..])
        }
        _ => zone.to_owned(),
    };
    format!("{day}T{clock}{zone}")
}

/// A document that is a file of its own.
pub(crate) fn read(nitf: &Element, number: usize, of_several: bool) -> Found {
    let mut item = Item::new(DeclaredBy::Nitf, "nitf");
    item.within(number, of_several);
    let docdata = find(nitf, "docdata");
    let attribute = |name: &str, attribute: &str| {
        docdata
            .and_then(|d| find(d, name))
            .and_then(|e| e.attribute(attribute))
            .map(str::to_owned)
    };
    item.fact(
        DeclaredField::ProviderId,
        attribute("doc-id", "id-string"),
        "doc-id",
    );
    item.fact(DeclaredField::Version, attribute("du-key", "version"), "du-key");
    status(nitf, &mut item);
    item.fact(
        DeclaredField::EditorialNote,
        attribute("ed-msg", "info"),
        "ed-msg",
    );
    let holder = attribute("doc.copyright", "holder");
    let year = attribute("doc.copyright", "year");
    let rights = holder.map(|holder| match year {
        Some(year) => format!("© {year} {holder}"),
        None => holder,
    });
    item.fact(DeclaredField::Rights, rights, "doc.copyright");
    let issue = attribute("date.issue", "norm").map(|d| date(&d));
    item.first_created(
        attribute("date.release", "norm").map(|d| date(&d)).or(issue),
        "date.release",
    );
    let revision = nitf
        .elements()
        .find(|e| e.name == "head")
        .and_then(|head| head.elements().filter(|e| e.name == "revision-history").last());
    item.version_created(
        revision.and_then(|r| r.attribute("norm")).map(date),
        "revision-history",
    );
    let language = nitf.attribute("xml:lang").map(str::to_owned);
    item.fact(DeclaredField::Language, language, "xml:lang");
    let body = content(nitf, &mut item, words(nitf, "title"));
    item.finish(Body::Document(body), &[])
}

/// What the data about a document say of its use.
pub(crate) fn status(nitf: &Element, item: &mut Item) {
    let docdata = find(nitf, "docdata");
    item.status(docdata.and_then(|d| d.attribute("management-status")));
}

/// What the head of the body says, and the text of the body.
pub(crate) fn content(nitf: &Element, item: &mut Item, title: Option<String>) -> Document {
    let mut builder = Builder::default();
    let head = find(nitf, "body.head");
    let headline = head.and_then(|head| words(head, "hl1"));
    item.fact(DeclaredField::Title, headline.or(title), "hl1");
    let mut dateline = None;
    if let Some(head) = head {
        for line in head.elements().filter(|e| e.name == "byline") {
            item.fact(DeclaredField::Byline, line.words(), "byline");
            for person in line.elements().filter(|e| e.name == "person") {
                item.fact(DeclaredField::Author, person.words(), "byline/person");
            }
        }
        item.fact(DeclaredField::Outlet, words(head, "distributor"), "distributor");
        if let Some(line) = find(head, "dateline") {
            dateline = line.words();
            item.fact(
                DeclaredField::Located,
                words(line, "location"),
                "dateline/location",
            );
        }
        if let Some(note) = find(head, "note") {
            item.fact(DeclaredField::EditorialNote, note.words(), "note");
        }
    }
    let mut inside = Builder::default();
    for part in ["body.content", "body.end"] {
        let Some(part) = find(nitf, part) else {
            continue;
        };
        if part.name == "body.end" {
            item.fact(DeclaredField::EditorialNote, words(part, "tagline"), "tagline");
        } else {
            inside.walk(part, BlockKind::Paragraph);
        }
    }
    builder.dateline(dateline, inside);
    builder.finish()
}
