//! Bytes to text, with an account of what was assumed and what was lost.

use crate::binary::BinaryKind;
use crate::detect::{choose, too_many_controls};
use crate::error::Problem;
use encoding_rs::{DecoderResult, Encoding, UTF_8};
use std::fmt;

/// How sure an assumption is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sureness {
    /// Much speaks for it.
    Likely,
    /// There was little to go by.
    Guess,
}

impl fmt::Display for Sureness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Likely => "likely",
            Self::Guess => "a guess: check accented letters",
        })
    }
}

/// Why an encoding was assumed that the bytes do not announce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assumed {
    /// The reason, in words.
    pub reason: &'static str,
    /// How sure it is.
    pub sureness: Sureness,
}

/// A place in a decoded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Code points before it.
    pub code_point: u32,
    /// Line, from 1.
    pub line: u32,
    /// Column in code points, from 1.
    pub column: u32,
}

/// Byte sequences that could not be read; each stands in the text as U+FFFD.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replaced {
    /// How many.
    pub count: u64,
    /// Where the first one stands.
    pub first: Option<Place>,
}

/// A text, and how it was got from bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text: line ends as they were, not normalised, without its byte order mark.
    pub text: String,
    /// The encoding it was read in, by its WHATWG name.
    pub encoding: &'static str,
    /// Why that encoding; `None` for valid UTF-8 and for what a byte order mark or the transport announces.
    pub assumed: Option<Assumed>,
    /// What could not be read.
    pub replaced: Replaced,
    /// Whether a byte order mark was taken off.
    pub byte_order_mark: bool,
    /// Whether it looks like HTML or XML, whose tags would be read as words.
    pub markup: bool,
}

/// Decodes the bytes of one article.
///
/// # Errors
/// [`Problem::Empty`], [`Problem::Blank`], [`Problem::Binary`] or [`Problem::NotText`].
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, Problem> {
    decode_declared(bytes, None)
}

/// The same for bytes whose transport declares an encoding: the `charset` of a content type. It counts where the bytes are not
/// UTF-8 and are valid in it; labels that are not known are passed over.
///
/// # Errors
/// Those of [`decode`].
pub fn decode_declared(mut bytes: Vec<u8>, charset: Option<&str>) -> Result<Decoded, Problem> {
    if bytes.is_empty() {
        return Err(Problem::Empty);
    }
    if let Some(kind) = BinaryKind::certain(&bytes) {
        return Err(Problem::Binary { kind });
    }
    let length = bytes.len() as u64;
    let choice = choose(&bytes, charset)?;
    let (text, replaced) = if choice.encoding == UTF_8 {
        if choice.mark > 0 {
            bytes.drain(..choice.mark);
        }
        match String::from_utf8(bytes) {
            Ok(text) => (text, Replaced::default()),
            Err(error) => replace_undecodable(UTF_8, error.as_bytes()),
        }
    } else {
        replace_undecodable(choice.encoding, bytes.get(choice.mark..).unwrap_or_default())
    };
    if let Some(zero) = memchr::memchr(0, text.as_bytes()) {
        return Err(Problem::NotText {
            what: "a zero character",
            byte: zero as u64,
        });
    }
    if let Some(first) = too_many_controls(text.chars()) {
        return Err(Problem::NotText {
            what: "control characters",
            byte: first as u64,
        });
    }
    if replaced.count.saturating_mul(5) > text.chars().count() as u64 {
        return Err(Problem::NotText {
            what: "undecodable bytes",
            byte: 0,
        });
    }
    if text.chars().all(is_invisible) {
        return Err(Problem::Blank { bytes: length });
    }
    let markup = is_markup(&text);
    Ok(Decoded {
        text,
        encoding: choice.encoding.name(),
        assumed: choice.assumed,
        replaced,
        byte_order_mark: choice.mark > 0,
        markup,
    })
}

/// White space, controls, and characters that draw nothing.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

fn is_markup(text: &str) -> bool {
    let head: String = text
        .trim_start()
        .chars()
        .take(14)
        .collect::<String>()
        .to_ascii_lowercase();
    ["<!doctype html", "<html", "<?xml", "<head", "<body"]
        .iter()
        .any(|opening| head.starts_with(opening))
}

/// Decodes with U+FFFD for each malformed sequence, counting them and noting where the first one stands.
fn replace_undecodable(encoding: &'static Encoding, bytes: &[u8]) -> (String, Replaced) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len());
    let mut replaced = Replaced::default();
    let mut rest = bytes;
    loop {
        let room = decoder
            .max_utf8_buffer_length_without_replacement(rest.len())
            .unwrap_or(rest.len());
        text.reserve(room.max(16));
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        rest = rest.get(read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => {
                if replaced.count == 0 {
                    replaced.first = Some(place_of_end(&text));
                }
                replaced.count += 1;
                text.push('\u{FFFD}');
            }
        }
    }
    (text, replaced)
}

/// The place right after `text`. Line ends are `\n`, `\r\n` and a lone `\r`.
fn place_of_end(text: &str) -> Place {
    let mut place = Place {
        code_point: 0,
        line: 1,
        column: 1,
    };
    let mut before = '\0';
    for c in text.chars() {
        place.code_point += 1;
        if c == '\n' && before == '\r' {
            // The carriage return has opened the line already.
        } else if matches!(c, '\n' | '\r') {
            place.line += 1;
            place.column = 1;
        } else {
            place.column += 1;
        }
        before = c;
    }
    place
}
