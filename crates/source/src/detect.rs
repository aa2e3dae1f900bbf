//! Choosing an encoding for bytes that may be anything.

use crate::binary::BinaryKind;
use crate::decode::{Assumed, Sureness};
use crate::error::Problem;
use crate::utf16;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// An encoding, and how it was arrived at.
pub(crate) struct Choice {
    pub(crate) encoding: &'static Encoding,
    /// Length of the byte order mark.
    pub(crate) mark: usize,
    /// `None` when the bytes themselves say what they are.
    pub(crate) assumed: Option<Assumed>,
}

/// Non-ASCII bytes from which the detector's answer is trusted more than a guess.
const ENOUGH_EVIDENCE: usize = 16;

/// Chooses the encoding of `bytes`, or refuses them as something other than text.
///
/// `declared` is the label of the encoding that the transport declares. It counts for bytes that are not UTF-8 and are valid in it.
pub(crate) fn choose(bytes: &[u8], declared: Option<&str>) -> Result<Choice, Problem> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(Choice {
            encoding,
            mark,
            assumed: None,
        });
    }
    let assume = |encoding, reason, sureness| Choice {
        encoding,
        mark: 0,
        assumed: Some(Assumed { reason, sureness }),
    };
    if let Some(zero) = memchr::memchr(0, bytes) {
        return match utf16::guess(bytes) {
            Some(encoding) => Ok(assume(
                encoding,
                "there is no byte order mark, but it reads as two bytes a character",
                Sureness::Likely,
            )),
            None => Err(refuse(bytes, "a zero byte", zero)),
        };
    }
    if let Some(first) = too_many_controls(bytes.iter().map(|&b| char::from(b)).filter(|c| !is_c1(*c))) {
        return Err(refuse(bytes, "control characters", first));
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(Choice {
            encoding: UTF_8,
            mark: 0,
            assumed: None,
        });
    }
    let (good, bad) = utf8_sequences(bytes);
    if good > bad {
        return Ok(assume(
            UTF_8,
            "most of it is valid UTF-8, but not all",
            Sureness::Likely,
        ));
    }
    let declared = declared
        .and_then(|label| Encoding::for_label_no_replacement(label.trim().as_bytes()))
        .filter(|&encoding| encoding != UTF_8)
        .filter(|encoding| {
            encoding
                .decode_without_bom_handling_and_without_replacement(bytes)
                .is_some()
        });
    if let Some(encoding) = declared {
        return Ok(Choice {
            encoding,
            mark: 0,
            assumed: None,
        });
    }
    let high = bytes.iter().filter(|b| !b.is_ascii()).count();
    if bytes.iter().all(|&b| b.is_ascii() || is_windows_punctuation(b)) {
        return Ok(assume(
            WINDOWS_1252,
            "it is not UTF-8; quotation marks and dashes as Windows writes them",
            Sureness::Likely,
        ));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let sureness = if high >= ENOUGH_EVIDENCE {
        Sureness::Likely
    } else {
        Sureness::Guess
    };
    Ok(assume(
        detector.guess(None, Utf8Detection::Deny),
        "it is not UTF-8; judged by the letters it would give",
        sureness,
    ))
}

/// The encoding that bytes of text without a declaration are most likely in, by its WHATWG name; nothing for what is no text.
pub fn encoding_of(bytes: &[u8]) -> Option<&'static str> {
    choose(bytes, None).ok().map(|choice| choice.encoding.name())
}

fn refuse(bytes: &[u8], what: &'static str, at: usize) -> Problem {
    match BinaryKind::likely(bytes) {
        Some(kind) => Problem::Binary { kind },
        None => Problem::NotText {
            what,
            byte: at as u64,
        },
    }
}

/// Where the first control character stands, when there are more than one in twenty characters.
/// Tabs, line ends, form feeds and escapes do not count; wire copy's transmission marks stay under the bound.
pub(crate) fn too_many_controls(chars: impl Iterator<Item = char>) -> Option<usize> {
    let (mut all, mut controls, mut first) = (0usize, 0usize, None);
    for c in chars {
        if c.is_control() && !matches!(c, '\t'..='\r' | '\u{1b}') {
            first = first.or(Some(all));
            controls += 1;
        }
        all += 1;
    }
    first.filter(|_| controls * 20 > all)
}

fn is_c1(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}')
}

/// Quotation marks, dashes, the ellipsis, the trade mark sign and the hard space: the same in windows-1250 to 1258.
fn is_windows_punctuation(byte: u8) -> bool {
    matches!(byte, 0x85 | 0x91..=0x97 | 0x99 | 0xA0)
}

/// How many multi-byte sequences are valid UTF-8, and how many stretches are not.
fn utf8_sequences(bytes: &[u8]) -> (usize, usize) {
    bytes.utf8_chunks().fold((0, 0), |(good, bad), chunk| {
        let wide = chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        (good + wide, bad + usize::from(!chunk.invalid().is_empty()))
    })
}
