//! What a file declares of itself: the Dublin Core properties that both forms share.

use onrecord_record::{DeclaredBy, DeclaredFact, DeclaredField};
use onrecord_source::fact;
use onrecord_xml::{Event, Reader, Spaces};

pub(crate) const SPACES: Spaces = &[
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://purl.org/dc/terms/", "dcterms"),
    (
        "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        "cp",
    ),
    ("urn:oasis:names:tc:opendocument:xmlns:meta:1.0", "meta"),
    ("urn:oasis:names:tc:opendocument:xmlns:office:1.0", "office"),
];

/// Most characters of a value.
const LONGEST: usize = 2000;

/// The names that stand in fresh files, made by programs and not by writers.
const NOBODY: [&str; 8] = [
    "user",
    "windows user",
    "microsoft office user",
    "python-docx",
    "administrator",
    "admin",
    "unknown",
    "author",
];

/// The facts, in the order of the file.
pub(crate) fn read(mut reader: Reader) -> Vec<DeclaredFact> {
    let mut facts: Vec<DeclaredFact> = Vec::new();
    // in ODF `dc:date` is the last change, and `dc:creator` whoever made it
    let (mut initial, mut last) = (Vec::new(), Vec::new());
    let mut open_document = false;
    while let Some(event) = reader.next() {
        let Event::Start(tag) = event else { continue };
        if tag.is("office", "document-meta") {
            open_document = true;
        }
        let field = match (tag.space, tag.name.as_str()) {
            ("dc", "title") => DeclaredField::Title,
            ("dc", "creator") | ("meta", "initial-creator") => DeclaredField::Author,
            ("dc", "language") => DeclaredField::Language,
            ("dc", "publisher") => DeclaredField::Outlet,
            ("dc", "rights") => DeclaredField::Rights,
            ("dcterms", "created") | ("meta", "creation-date") => DeclaredField::Published,
            ("dcterms", "modified") => DeclaredField::Modified,
            ("dc", "date") if open_document => DeclaredField::Modified,
            _ => continue,
        };
        let key = format!("{}:{}", tag.space, tag.name);
        let first = tag.space == "meta";
        let Some(value) = reader.element(tag).words() else {
            continue;
        };
        let value: String = value.chars().take(LONGEST).collect();
        let of = |value: &str| fact(field, value, DeclaredBy::Properties, key.as_str());
        if field != DeclaredField::Author {
            facts.push(of(&value));
            continue;
        }
        let people = value
            .split(';')
            .map(str::trim)
            .filter(|name| !name.is_empty() && !NOBODY.contains(&name.to_ascii_lowercase().as_str()));
        match first {
            true => initial.extend(people.map(of)),
            false => last.extend(people.map(of)),
        }
    }
    // whoever began the file is more likely its writer than whoever saved it last
    facts.extend(initial);
    facts.extend(last);
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(text: &str) -> Vec<(DeclaredField, String, String)> {
        let facts = read(Reader::new(text.to_owned(), SPACES, |_, _| false));
        facts.into_iter().map(|f| (f.field, f.value, f.key)).collect()
    }

    #[test]
    fn properties_of_both_forms() {
        let core = r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
            xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title> Ferry
            back </dc:title><dc:creator>Ana Lima; Windows User;Jo Bo</dc:creator><cp:lastModifiedBy>X</cp:lastModifiedBy>
            <dcterms:created>2024-05-01T08:00:00Z</dcterms:created><dc:date>2001</dc:date></cp:coreProperties>"#;
        let of = |field, value: &str, key: &str| (field, value.to_owned(), key.to_owned());
        assert_eq!(
            facts(core),
            [
                of(DeclaredField::Title, "Ferry back", "dc:title"),
                of(
                    DeclaredField::Published,
                    "2024-05-01T08:00:00Z",
                    "dcterms:created"
                ),
                of(DeclaredField::Author, "Ana Lima", "dc:creator"),
                of(DeclaredField::Author, "Jo Bo", "dc:creator"),
            ]
        );
        let meta = r#"<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
            xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0">
            <office:meta><dc:creator>Desk</dc:creator><dc:date>2024-05-02T10:00:00</dc:date>
            <meta:initial-creator>Mia Holm</meta:initial-creator></office:meta></office:document-meta>"#;
        assert_eq!(
            facts(meta),
            [
                of(DeclaredField::Modified, "2024-05-02T10:00:00", "dc:date"),
                of(DeclaredField::Author, "Mia Holm", "meta:initial-creator"),
                of(DeclaredField::Author, "Desk", "dc:creator"),
            ]
        );
    }
}
