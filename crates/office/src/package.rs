//! The ZIP archive that a document comes as.

use crate::Unreadable;
use crate::form::Form;
use onrecord_xml::Reader;
use std::io::{Read, Seek};
use zip::ZipArchive;
use zip::result::ZipError;

/// Most bytes that one part may unpack to.
const PART: u64 = 64 << 20;
/// Most bytes that all the parts that are read may unpack to.
const ALL: u64 = 128 << 20;
/// Most members of an archive.
const MEMBERS: usize = 50_000;

pub(crate) struct Package<R> {
    archive: ZipArchive<R>,
    left: u64,
}

impl<R: Read + Seek> Package<R> {
    pub(crate) fn open(content: R) -> Result<Self, Unreadable> {
        let archive = ZipArchive::new(content).map_err(Unreadable::damaged)?;
        if archive.len() > MEMBERS {
            return Err(Unreadable::damaged(format!("it has more than {MEMBERS} parts")));
        }
        Ok(Self { archive, left: ALL })
    }

    pub(crate) fn form(&mut self) -> Option<Form> {
        let mimetype = self.bytes("mimetype").ok().flatten();
        let mimetype = mimetype.and_then(|bytes| String::from_utf8(bytes).ok());
        Form::of(self.archive.file_names().flatten(), mimetype.as_deref())
    }

    /// The names of all parts.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .archive
            .file_names()
            .flatten()
            .map(|name| name.into_owned())
            .collect();
        names.sort();
        names
    }

    /// A part, unpacked; nothing when there is none of that name.
    pub(crate) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let found = match self.archive.by_name(name) {
            Ok(found) => found,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(Unreadable::damaged(error)),
        };
        let allowed = PART.min(self.left);
        let mut bytes = Vec::new();
        found
            .take(allowed + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Unreadable::damaged(format!("{name}: {error}")))?;
        let size = bytes.len() as u64;
        if size > allowed {
            return Err(Unreadable::new(
                format!(
                    "this word processor's file unpacks to more than {} MiB of text and marks",
                    allowed >> 20
                ),
                "save its text as plain text (UTF-8), if you trust it, and name that",
            ));
        }
        self.left -= size;
        Ok(Some(bytes))
    }

    /// A part of XML, to be read.
    pub(crate) fn xml(
        &mut self,
        name: &str,
        spaces: onrecord_xml::Spaces,
    ) -> Result<Option<Reader>, Unreadable> {
        let Some(bytes) = self.bytes(name)? else {
            return Ok(None);
        };
        if bytes.is_empty() {
            return Ok(None);
        }
        let decoded = onrecord_xml::decode(bytes, None)
            .map_err(|problem| Unreadable::damaged(format!("{name}: {problem}")))?;
        Ok(Some(Reader::new(decoded.text, spaces, |_, _| false)))
    }
}
