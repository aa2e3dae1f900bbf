//! Reading web archives: WARC (0.17, 1.0, 1.1) and ARC (1, 2), plain, gzip or zstd, record by record in bounded memory.
//!
//! Answers with status 200 that hold HTML or plain text are entries; everything else is passed over and said. Damaged records are
//! listed with their place, and reading goes on behind them: at the next record, or at the next compressed member.
//!
//! ```
//! use onrecord_source::{Found, Limit};
//! let file = b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n";
//! let found: Vec<Found> = onrecord_warc::read(&file[..], Limit::DEFAULT).collect();
//! assert!(matches!(found[..], [Found::Entry(_)]));
//! ```

mod coding;
mod digest;
mod head;
mod http;
mod payload;
mod reader;
mod record;
mod stored;
mod window;

use onrecord_source::{Limit, Reader};
use std::io::BufRead;

/// The two formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// WARC, of any version.
    Warc,
    /// ARC, which came before it.
    Arc,
}

/// Reads an archive, compressed or not. Entries above `limit` (in bytes, as stored in the archive or decoded) are refused.
pub fn read<'a>(input: impl BufRead + Send + 'a, limit: Limit) -> Reader<'a> {
    Box::new(reader::Records::new(input, limit))
}

/// Whether a file that begins with `head` is an archive; looks into gzip and zstd. Some hundred bytes are enough.
pub fn looks_like(head: &[u8]) -> Option<Kind> {
    // the dictionary that only compressed WARC files begin with may be longer than the head
    if head.starts_with(&[0x5d, 0x2a, 0x4d, 0x18])
        && matches!(
            head.get(8..12),
            Some([0x37, 0xa4, 0x30, 0xec] | [0x28, 0xb5, 0x2f, 0xfd])
        )
    {
        return Some(Kind::Warc);
    }
    if !matches!(
        head,
        [0x1f, 0x8b, ..] | [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..]
    ) {
        return of_plain(head);
    }
    let mut window = window::Window::new(head);
    window.ensure(2048);
    of_plain(window.bytes())
}

fn of_plain(bytes: &[u8]) -> Option<Kind> {
    let bytes = bytes.trim_ascii_start();
    let line = bytes.split(|&b| b == b'\n').next()?;
    if line.starts_with(b"WARC/") {
        Some(Kind::Warc)
    } else if line.starts_with(b"filedesc:") || (line.len() < bytes.len() && head::arc_line(line).is_some()) {
        Some(Kind::Arc)
    } else {
        None
    }
}
