//! brat standoff, for annotators: a `.txt` that is the text, byte for byte, and a `.ann`, for each article.
//!
//! The shape is that of PolNeAR: text-bound annotations `Source`, `Cue` and `Content`, and an event `Attribution` that joins them.
//! Rules of brat (<https://brat.nlplab.org/standoff.html> and its server's own checks): an event has a trigger of its own type; the
//! words of an annotation stand on its line, fragments joined by a space, hence no fragment runs over a line end; fragments are in
//! order and do not overlap; several arguments in one role are numbered from the second (`Content2`).

mod annotations;

use crate::error::ExportError;
use crate::export::{Item, Summary, Writer};
use crate::folder::Folder;
use crate::format::Format;

/// What annotators may mark, for brat's own editor.
const CONFIGURATION: &str = include_str!("annotation.conf");
/// So many articles of one name are kept apart by numbers.
const MOST_OF_ONE_NAME: u32 = 10_000;

pub(crate) struct Files<'a> {
    folder: Box<dyn Folder + 'a>,
}

impl<'a> Files<'a> {
    pub(crate) fn begin(mut folder: Box<dyn Folder + 'a>) -> Result<Self, ExportError> {
        let format = Format::Brat;
        if !folder.is_empty()? || !folder.put("annotation.conf", CONFIGURATION.as_bytes())? {
            return Err(ExportError::FolderNotEmpty { format });
        }
        Ok(Self { folder })
    }
}

impl Writer for Files<'_> {
    fn article(&mut self, item: &Item<'_>, summary: &mut Summary) -> Result<(), ExportError> {
        let article = &item.full.article;
        let name = file_name(&article.id);
        let mut number = 1;
        let free = loop {
            let free = if number == 1 {
                name.clone()
            } else {
                format!("{name}-{number}")
            };
            if self.folder.put(&format!("{free}.txt"), article.text.as_bytes())? {
                break free;
            }
            number += 1;
            if number > MOST_OF_ONE_NAME {
                return Err(ExportError::TooManyOfOneName {
                    article: article.id.clone(),
                    name,
                    limit: MOST_OF_ONE_NAME,
                });
            }
        };
        if article.text.contains('\r') {
            summary.leave_out(
                "texts with carriage returns, which brat's own server does not count as Onrecord does",
                1,
            );
        }
        let annotations = annotations::write(item, summary)?;
        let name = format!("{free}.ann");
        if !self.folder.put(&name, annotations.as_bytes())? {
            return Err(ExportError::FolderNotEmpty { format: Format::Brat });
        }
        Ok(())
    }

    fn end(&mut self, _: &mut Summary) -> Result<(), ExportError> {
        Ok(())
    }
}

/// An id as the name of a file on every system: letters, digits and a few signs, at most 100.
fn file_name(id: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let name: String = id
        .chars()
        .take(100)
        .map(|c| if plain(c) { c } else { '_' })
        .collect();
    if name.is_empty() {
        "article".to_owned()
    } else {
        name
    }
}
