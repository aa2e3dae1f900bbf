//! Which of the forms that come as ZIP archives a file has.

use crate::Unreadable;
use std::fmt;

/// A form of file that is a ZIP archive of its own kind, not a bundle of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// Office Open XML text: DOCX, and its templates and forms with macros.
    Docx,
    /// OpenDocument text.
    Odt,
    /// A spreadsheet: XLSX, ODS.
    Spreadsheet,
    /// Slides: PPTX, ODP.
    Slides,
    /// A book: EPUB.
    Book,
    /// Something else in Office Open XML or OpenDocument: a drawing, a formula, a package of Apple's Pages.
    Other,
}

impl Form {
    /// The form of the archive with these members; `mimetype` is what the member of that name holds, if there is one. `None` for an
    /// ordinary archive.
    pub fn of<N: AsRef<str>>(names: impl Iterator<Item = N>, mimetype: Option<&str>) -> Option<Self> {
        if let Some(form) = mimetype.and_then(|m| Self::by_media_type(m.trim())) {
            return Some(form);
        }
        let (mut open_xml, mut part, mut apple) = (false, None, false);
        for name in names {
            let name = name.as_ref().trim_start_matches('/');
            open_xml |= name.eq_ignore_ascii_case("[Content_Types].xml");
            apple |= name.eq_ignore_ascii_case("Index/Document.iwa");
            let place = name.split_once('/').filter(|place| place.1.ends_with(".xml"));
            part = part.or(match place.map(|place| place.0) {
                Some("word") => Some(Self::Docx),
                Some("xl") => Some(Self::Spreadsheet),
                Some("ppt") => Some(Self::Slides),
                _ => None,
            });
        }
        match open_xml {
            true => part.or(Some(Self::Other)),
            false => apple.then_some(Self::Other),
        }
    }

    fn by_media_type(media: &str) -> Option<Self> {
        let Some(form) = media.strip_prefix("application/vnd.oasis.opendocument.") else {
            return (media == "application/epub+zip").then_some(Self::Book);
        };
        Some(match form.split('-').next().unwrap_or_default() {
            "text" => Self::Odt,
            "spreadsheet" => Self::Spreadsheet,
            "presentation" => Self::Slides,
            _ => Self::Other,
        })
    }

    /// Whether it is read.
    pub fn is_read(self) -> bool {
        matches!(self, Self::Docx | Self::Odt)
    }

    /// Why it is not read.
    pub fn refusal(self) -> Unreadable {
        let remedy = match self {
            Self::Spreadsheet => "save the table as CSV, and name that",
            Self::Slides => "save its text as DOCX or plain text, and name that",
            Self::Book => "take the articles out of it, as HTML or plain text, and name those",
            Self::Docx | Self::Odt | Self::Other => "save it as DOCX, ODT or plain text, and name that",
        };
        Unreadable::new(format!("this is {self}, not a text"), remedy)
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Docx => "a DOCX file",
            Self::Odt => "an ODT file",
            Self::Spreadsheet => "a spreadsheet",
            Self::Slides => "a file of slides",
            Self::Book => "a book (EPUB)",
            Self::Other => "an office file of another kind",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_by_their_members() {
        fn of(names: &[&str], mimetype: Option<&str>) -> Option<Form> {
            Form::of(names.iter(), mimetype)
        }
        let types = "[Content_Types].xml";
        assert_eq!(of(&["word/document.xml", types], None), Some(Form::Docx));
        assert_eq!(of(&[types, "xl/workbook.xml"], None), Some(Form::Spreadsheet));
        assert_eq!(of(&[types, "ppt/presentation.xml"], None), Some(Form::Slides));
        assert_eq!(of(&[types, "visio/document.xml"], None), Some(Form::Other));
        let odf = |form: &str| format!("application/vnd.oasis.opendocument.{form}\n");
        assert_eq!(of(&["mimetype"], Some(&odf("text"))), Some(Form::Odt));
        assert_eq!(of(&["mimetype"], Some(&odf("text-template"))), Some(Form::Odt));
        assert_eq!(of(&["mimetype"], Some(&odf("graphics"))), Some(Form::Other));
        assert_eq!(of(&["mimetype"], Some("application/epub+zip")), Some(Form::Book));
    }

    #[test]
    fn an_archive_with_a_folder_called_word_is_an_archive() {
        let names = ["word/a.xml", "word/b.txt"];
        assert_eq!(Form::of(names.into_iter(), None), None);
        assert_eq!(Form::of(["mimetype"].into_iter(), Some("text/plain")), None);
    }
}
