//! Telling files of other kinds from text, by their first bytes.

use std::fmt;

/// A kind of file that is not plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BinaryKind {
    /// PDF.
    Pdf,
    /// A word processor's or spreadsheet's ZIP (docx, odt, xlsx, epub).
    Office,
    /// The older binary Office form (doc, xls, ppt).
    OldOffice,
    /// Rich text.
    Rtf,
    /// ZIP.
    Zip,
    /// gzip, bzip2, xz, zstd, 7-Zip or RAR.
    Compressed,
    /// An image.
    Image,
    /// Sound or video.
    Media,
    /// A program.
    Program,
    /// A database.
    Database,
    /// Text in UTF-32.
    Utf32,
}

impl BinaryKind {
    /// What the user can do with such a file.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Pdf => {
                "take its text out first, for example: pdftotext -layout FILE.pdf - | onrecord read -"
            }
            Self::Office => "save it as plain text (UTF-8) in the program that made it",
            Self::OldOffice | Self::Rtf => "open it in a word processor and save it as plain text (UTF-8)",
            Self::Zip => {
                "unpack it and name the articles inside, for example: unzip -p FILE.zip | onrecord read -"
            }
            Self::Compressed => "unpack it first, for example: gzip -dc FILE.gz | onrecord read -",
            Self::Image => {
                "run text recognition on it first, for example: tesseract FILE - | onrecord read -"
            }
            Self::Media => "make a transcript first; Onrecord reads text",
            Self::Program | Self::Database => {
                "check that this is the right file; Onrecord reads articles as text"
            }
            Self::Utf32 => {
                "turn it into UTF-8 first, for example: iconv -f UTF-32 -t UTF-8 FILE | onrecord read -"
            }
        }
    }

    /// Recognises a file by bytes that no plain text opens with.
    pub(crate) fn certain(bytes: &[u8]) -> Option<Self> {
        let start = bytes
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(bytes)
            .trim_ascii_start();
        if start.starts_with(b"%PDF-") {
            return Some(Self::Pdf);
        }
        if start.starts_with(b"{\\rtf") {
            return Some(Self::Rtf);
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return Some(if is_office_zip(bytes) {
                Self::Office
            } else {
                Self::Zip
            });
        }
        const CERTAIN: [(&[u8], BinaryKind); 20] = [
            (b"PK\x05\x06", BinaryKind::Zip),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", BinaryKind::OldOffice),
            (b"\x1F\x8B\x08", BinaryKind::Compressed),
            (b"\xFD7zXZ\0", BinaryKind::Compressed),
            (b"\x28\xB5\x2F\xFD", BinaryKind::Compressed),
            (b"7z\xBC\xAF\x27\x1C", BinaryKind::Compressed),
            (b"Rar!\x1A\x07", BinaryKind::Compressed),
            (b"\x89PNG\r\n\x1A\n", BinaryKind::Image),
            (b"\xFF\xD8\xFF", BinaryKind::Image),
            (b"II*\0", BinaryKind::Image),
            (b"MM\0*", BinaryKind::Image),
            (b"\x1A\x45\xDF\xA3", BinaryKind::Media),
            (b"OggS\0", BinaryKind::Media),
            (b"fLaC\0", BinaryKind::Media),
            (b"\x7FELF", BinaryKind::Program),
            (b"\xCF\xFA\xED\xFE", BinaryKind::Program),
            (b"\0asm", BinaryKind::Program),
            (b"SQLite format 3\0", BinaryKind::Database),
            (b"\xFF\xFE\0\0", BinaryKind::Utf32),
            (b"\0\0\xFE\xFF", BinaryKind::Utf32),
        ];
        CERTAIN
            .iter()
            .find(|(magic, _)| bytes.starts_with(magic))
            .map(|&(_, kind)| kind)
    }

    /// Recognises a file by its beginning: what no text opens with, or what a text could open with and zero bytes behind it.
    pub fn of(head: &[u8]) -> Option<Self> {
        let likely = || memchr::memchr(0, head).and_then(|_| Self::likely(head));
        Self::certain(head).or_else(likely)
    }

    /// Recognises a file by letters that a text could open with too; asked only once the bytes are known not to
    /// be text.
    pub(crate) fn likely(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"RIFF") {
            return Some(if bytes.get(8..12) == Some(b"WEBP") {
                Self::Image
            } else {
                Self::Media
            });
        }
        if bytes.get(4..8) == Some(b"ftyp") {
            return Some(match bytes.get(8..12) {
                Some(b"heic" | b"avif" | b"mif1") => Self::Image,
                _ => Self::Media,
            });
        }
        const LIKELY: [(&[u8], BinaryKind); 7] = [
            (b"GIF8", BinaryKind::Image),
            (b"BM", BinaryKind::Image),
            (b"\0\0\x01\0", BinaryKind::Image),
            (b"ID3", BinaryKind::Media),
            (b"\xFF\xFB", BinaryKind::Media),
            (b"BZh", BinaryKind::Compressed),
            (b"MZ", BinaryKind::Program),
        ];
        LIKELY
            .iter()
            .find(|(magic, _)| bytes.starts_with(magic))
            .map(|&(_, kind)| kind)
    }
}

/// The names of a ZIP's entries stand in clear in its local headers; the first few tell.
fn is_office_zip(bytes: &[u8]) -> bool {
    let head = bytes.get(..4096).unwrap_or(bytes);
    const NAMES: [&[u8]; 6] = [
        b"[Content_Types].xml",
        b"word/",
        b"xl/",
        b"ppt/",
        b"mimetypeapplication/",
        b"_rels/.rels",
    ];
    NAMES
        .iter()
        .any(|name| memchr::memmem::find(head, name).is_some())
}

impl fmt::Display for BinaryKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pdf => "a PDF",
            Self::Office => "a word processor's file",
            Self::OldOffice => "an old Office file (save it as DOCX or ODT)",
            Self::Rtf => "rich text (RTF: save it as DOCX or ODT)",
            Self::Zip => "a ZIP archive",
            Self::Compressed => "a compressed file",
            Self::Image => "an image",
            Self::Media => "sound or video",
            Self::Program => "a program",
            Self::Database => "a database",
            Self::Utf32 => "text in UTF-32",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_kinds() {
        assert_eq!(BinaryKind::certain(b"%PDF-1.7\n"), Some(BinaryKind::Pdf));
        assert_eq!(
            BinaryKind::certain(b"\xEF\xBB\xBF \n%PDF-1.7\n"),
            Some(BinaryKind::Pdf)
        );
        assert_eq!(
            BinaryKind::certain(b"PK\x03\x04......word/document.xml"),
            Some(BinaryKind::Office)
        );
        assert_eq!(
            BinaryKind::certain(b"PK\x03\x04......notes.txt"),
            Some(BinaryKind::Zip)
        );
        assert_eq!(
            BinaryKind::certain(b"\x89PNG\r\n\x1A\n...."),
            Some(BinaryKind::Image)
        );
        assert_eq!(BinaryKind::certain(b"{\\rtf1\\ansi"), Some(BinaryKind::Rtf));
        assert_eq!(
            BinaryKind::certain(b"\xFF\xFE\0\0H\0\0\0"),
            Some(BinaryKind::Utf32)
        );
    }

    #[test]
    fn words_are_not_taken_for_other_kinds() {
        for text in [
            "BMW said sales rose.",
            "MZ",
            "GIF89a is a format",
            "PK said",
            "RIFF",
            "Rare birds",
            "7zip",
        ] {
            assert_eq!(BinaryKind::certain(text.as_bytes()), None, "{text}");
        }
    }
}
