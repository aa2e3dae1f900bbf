//! The bytes of a table, a window at a time, and their encoding.

use crate::error::TableError;
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use onrecord_source::Problem;
use std::borrow::Cow;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Bytes that the encoding and the kind of table are told from.
const HEAD: usize = 256 * 1024;
const STEP: usize = 64 * 1024;

/// The bytes of a table. What is in the window can be looked at again and again until it is consumed.
pub(crate) struct Input<'a> {
    reader: Box<dyn Read + Send + 'a>,
    window: Vec<u8>,
    start: usize,
    ended: bool,
    failure: Option<io::Error>,
    /// The encoding of rows that are no UTF-8, when the head told it.
    encoding: Option<&'static Encoding>,
    /// Whether bytes were met that are no UTF-16.
    replaced: Arc<AtomicBool>,
    /// What was assumed about the encoding.
    pub(crate) note: Option<String>,
}

impl<'a> Input<'a> {
    /// Reads the head, takes a byte order mark off, and turns UTF-16 to UTF-8.
    pub(crate) fn open(reader: impl Read + Send + 'a) -> Result<Self, TableError> {
        let mut input = Self {
            reader: Box::new(reader),
            window: Vec::new(),
            start: 0,
            ended: false,
            failure: None,
            encoding: None,
            replaced: Arc::default(),
            note: None,
        };
        while input.window.len() < HEAD && input.fill() {}
        if let Some(error) = input.failure.take() {
            return Err(Problem::Io(error).into());
        }
        if input.window.is_empty() {
            return Err(Problem::Empty.into());
        }
        if let Some((encoding, mark)) = Encoding::for_bom(&input.window) {
            input.start = mark;
            if encoding != UTF_8 {
                input.transcode(encoding);
            }
            return Ok(input);
        }
        let whole = if input.ended {
            input.window.as_slice()
        } else {
            whole_lines(&input.window)
        };
        if std::str::from_utf8(whole).is_ok() && !whole.contains(&0) {
            return Ok(input);
        }
        let decoded = onrecord_source::decode(whole.to_vec())?;
        let encoding = Encoding::for_label(decoded.encoding.as_bytes()).unwrap_or(UTF_8);
        input.note = decoded.assumed.map(|assumed| {
            format!(
                "read as {} ({}; {})",
                decoded.encoding, assumed.reason, assumed.sureness
            )
        });
        if encoding == UTF_16LE || encoding == UTF_16BE {
            input.transcode(encoding);
        } else if encoding != UTF_8 {
            input.encoding = Some(encoding);
        }
        Ok(input)
    }

    fn transcode(&mut self, encoding: &'static Encoding) {
        self.encoding = None;
        let head: Vec<u8> = self.window.drain(..).skip(self.start).collect();
        self.start = 0;
        let rest = std::mem::replace(&mut self.reader, Box::new(io::empty()));
        self.ended = false;
        self.reader = Box::new(Transcoder {
            reader: Box::new(io::Cursor::new(head).chain(rest)),
            decoder: encoding.new_decoder_without_bom_handling(),
            raw: Vec::new(),
            ended: false,
            finished: false,
            replaced: Arc::clone(&self.replaced),
        });
        self.fill();
    }

    /// What was read and not consumed.
    pub(crate) fn window(&self) -> &[u8] {
        self.window.get(self.start..).unwrap_or_default()
    }

    /// Reads more behind the window; false at the end.
    pub(crate) fn fill(&mut self) -> bool {
        if self.ended {
            return false;
        }
        self.window.drain(..self.start.min(self.window.len()));
        self.start = 0;
        let before = self.window.len();
        self.window.resize(before + STEP, 0);
        let read = loop {
            match self
                .reader
                .read(self.window.get_mut(before..).unwrap_or_default())
            {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        let read = read.unwrap_or_else(|error| {
            self.failure = Some(error);
            0
        });
        self.window.truncate(before + read);
        self.ended = read == 0;
        !self.ended
    }

    /// Gives up the first `count` bytes of the window.
    pub(crate) fn consume(&mut self, count: usize) {
        self.start = (self.start + count).min(self.window.len());
    }

    /// Why reading ended, unless it was the end.
    pub(crate) fn failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    /// The text of a row: by the encoding of the head, else of its own.
    pub(crate) fn text<'b>(&self, row: &'b [u8]) -> Result<RowText<'b>, Problem> {
        if let Some(encoding) = self.encoding
            && !row.is_ascii()
        {
            let (text, replaced) = encoding.decode_without_bom_handling(row);
            let note = replaced.then(|| format!("bytes that are no {} stand as U+FFFD", encoding.name()));
            return Ok(RowText {
                text,
                encoding: encoding.name(),
                note,
            });
        }
        let encoding = self.encoding.map_or("UTF-8", Encoding::name);
        if let Ok(text) = std::str::from_utf8(row) {
            let replaced = self.replaced.load(Ordering::Relaxed) && text.contains('\u{FFFD}');
            return Ok(RowText {
                text: Cow::Borrowed(text),
                encoding,
                note: replaced.then(|| "bytes that are no UTF-16 stand as U+FFFD".to_owned()),
            });
        }
        let decoded = onrecord_source::decode(row.to_vec())?;
        let assumed = decoded
            .assumed
            .map_or_else(String::new, |a| format!(" ({}; {})", a.reason, a.sureness));
        Ok(RowText {
            text: Cow::Owned(decoded.text),
            encoding: decoded.encoding,
            note: Some(format!("its row was read as {}{assumed}", decoded.encoding)),
        })
    }
}

/// The text of a row, the name of its encoding, and what was assumed for this row alone.
pub(crate) struct RowText<'b> {
    pub(crate) text: Cow<'b, str>,
    pub(crate) encoding: &'static str,
    pub(crate) note: Option<String>,
}

/// The lines of `head` that are whole, or all of it without line ends, short of a character that may be cut.
fn whole_lines(head: &[u8]) -> &[u8] {
    let end = head
        .iter()
        .rposition(|&b| b == b'\n')
        .map_or(head.len(), |at| at + 1);
    // Two bytes a character: the line end may be the first of them.
    let end = if head.contains(&0) { head.len() & !1 } else { end };
    let whole = head.get(..end).unwrap_or(head);
    match std::str::from_utf8(whole) {
        Err(error) if error.error_len().is_none() => whole.get(..error.valid_up_to()).unwrap_or(whole),
        _ => whole,
    }
}

/// UTF-16 to UTF-8 while reading.
struct Transcoder<'a> {
    reader: Box<dyn Read + Send + 'a>,
    decoder: Decoder,
    raw: Vec<u8>,
    ended: bool,
    /// Whether the decoder has given all that it had; it must not be asked again.
    finished: bool,
    replaced: Arc<AtomicBool>,
}

impl Read for Transcoder<'_> {
    /// `out` has room for several characters.
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while !self.finished {
            if self.raw.is_empty() && !self.ended {
                self.raw.resize(STEP / 2, 0);
                let read = self.reader.read(&mut self.raw);
                self.raw.truncate(*read.as_ref().unwrap_or(&0));
                self.ended = read? == 0;
            }
            let (result, taken, written, replaced) = self.decoder.decode_to_utf8(&self.raw, out, self.ended);
            self.raw.drain(..taken);
            self.finished = self.ended && result == CoderResult::InputEmpty;
            if replaced {
                self.replaced.store(true, Ordering::Relaxed);
            }
            if written > 0 || out.len() < 16 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: Vec<u8>) -> (String, Option<String>) {
        let mut input = Input::open(io::Cursor::new(bytes)).unwrap();
        while input.fill() {}
        let text = input.text(input.window()).unwrap().text.into_owned();
        (text, input.note.clone())
    }

    #[test]
    fn encodings() {
        let text = "name,text\nZoë,“no”\n".repeat(20_000);
        let utf16: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert!(all(utf16) == (text.clone(), None));
        let bare: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let (read, note) = all(bare);
        assert!(read == text && note.unwrap().starts_with("read as UTF-16BE"));
        assert!(all(format!("\u{FEFF}{text}").into_bytes()) == (text.clone(), None));
        // Half a character at the end, and a half of a pair.
        let mut input = Input::open(io::Cursor::new(b"\xFE\xFF\0a\xD8\x00\0b\0")).unwrap();
        while input.fill() {}
        let read = input.text(input.window()).unwrap();
        assert_eq!(read.text, "a\u{FFFD}b\u{FFFD}");
        assert!(read.note.unwrap().contains("no UTF-16"));
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(&text);
        let (read, note) = all(bytes.into_owned());
        assert!(read == text && note.unwrap().starts_with("read as windows-1252"));
    }
}
