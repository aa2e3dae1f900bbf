//! One object per article.

use crate::checked::CheckedRecord;
use std::io::{self, Write};

/// How the object is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// On one line, for programs: several make JSON Lines.
    #[default]
    Compact,
    /// Indented, for people.
    Pretty,
}

/// Writes one article's object and a line end.
///
/// # Errors
/// Those of `out`.
pub fn json(out: &mut impl Write, record: &CheckedRecord, layout: Layout) -> io::Result<()> {
    match layout {
        Layout::Compact => serde_json::to_writer(&mut *out, record)?,
        Layout::Pretty => serde_json::to_writer_pretty(&mut *out, record)?,
    }
    out.write_all(b"\n")
}
