//! What the file declares of itself.

use hayro_syntax::Pdf;
use hayro_syntax::object::{DateTime, Dict, String as PdfString};
use onrecord_record::{DeclaredBy, DeclaredFact, DeclaredField};
use onrecord_source::fact;

/// Most characters of a value.
const LONGEST: usize = 2000;

pub(crate) fn of(pdf: &Pdf) -> Vec<DeclaredFact> {
    let metadata = pdf.metadata();
    let mut facts = Vec::new();
    let mut say = |field, value: String, key: &str| {
        let words: Vec<&str> = value.split_whitespace().collect();
        let value: String = words.join(" ").chars().take(LONGEST).collect();
        if !value.is_empty() {
            facts.push(fact(field, value, DeclaredBy::Properties, key));
        }
    };
    if let Some(title) = metadata
        .title
        .as_deref()
        .map(text)
        .filter(|title| !is_file_name(title))
    {
        say(DeclaredField::Title, title, "Title");
    }
    if let Some(author) = metadata.author.as_deref() {
        for name in text(author).split(';') {
            say(DeclaredField::Author, name.to_owned(), "Author");
        }
    }
    if let Some(date) = metadata.creation_date.as_ref() {
        say(DeclaredField::Published, iso(date), "CreationDate");
    }
    if let Some(date) = metadata.modification_date.as_ref() {
        say(DeclaredField::Modified, iso(date), "ModDate");
    }
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    if let Some(language) = catalog.and_then(|catalog| catalog.get::<PdfString<'_>>("Lang")) {
        say(DeclaredField::Language, text(language.as_bytes()), "Lang");
    }
    facts
}

/// A text string: UTF-16 or UTF-8 with a mark, else bytes that are mostly Latin-1.
fn text(bytes: &[u8]) -> String {
    if let Some(units) = bytes.strip_prefix(b"\xfe\xff") {
        let units = units
            .chunks_exact(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        return char::decode_utf16(units)
            .map(|c| c.unwrap_or('\u{fffd}'))
            .collect();
    }
    if let Some(text) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return String::from_utf8_lossy(text).into_owned();
    }
    // PDFDocEncoding (ISO 32000-2, table D.2), where it is not Latin-1
    const LOW: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
    const HIGH: [char; 33] = [
        '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ',
        'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{fffd}', '€',
    ];
    let of = |&byte: &u8| match byte {
        0x18..=0x1f => LOW[usize::from(byte - 0x18)],
        0x80..=0xa0 => HIGH[usize::from(byte - 0x80)],
        0x7f | 0xad => '\u{fffd}',
        byte => char::from(byte),
    };
    bytes.iter().map(of).collect()
}

/// Titles that programs put there.
fn is_file_name(title: &str) -> bool {
    let title = title.trim().to_ascii_lowercase();
    let ends = [
        ".doc", ".docx", ".odt", ".rtf", ".indd", ".qxd", ".qxp", ".pdf", ".pptx", ".tex", ".dvi",
    ];
    title.starts_with("microsoft word - ")
        || title == "untitled"
        || ends.iter().any(|end| title.ends_with(end))
}

fn iso(date: &DateTime) -> String {
    let zone = match (date.utc_offset_hour, date.utc_offset_minute) {
        (0, 0) => "Z".to_owned(),
        (hours, minutes) => format!("{hours:+03}:{minutes:02}"),
    };
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{zone}",
        date.year, date.month, date.day, date.hour, date.minute, date.second
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_strings_in_all_their_encodings() {
        assert_eq!(text(b"\xfe\xff\x00Z\x00o\x00\xeb"), "Zoë");
        assert_eq!(text(b"\xef\xbb\xbfZo\xc3\xab"), "Zoë");
        assert_eq!(text(b"Zo\xeb \x84 \x85 \xa0"), "Zoë — – €");
        assert_eq!(
            text(b"\x8d\x8e\x8f\x90\x91\x96\x9e\x9f\x18\x1f"),
            "“”‘’‚Œž\u{fffd}˘˜"
        );
    }

    #[test]
    fn names_of_files_are_no_titles() {
        assert!(is_file_name("Microsoft Word - release_final.doc") && is_file_name("page3.indd"));
        assert!(!is_file_name("Ferry back in service"));
    }
}
