//! A page's bytes as text, and which byte each character came from.

use std::ops::Range;

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes in which a declaration of the encoding has to stand (WHATWG: 1024).
const PRESCAN: usize = 1024;
/// Bytes in which it is looked for when the page is not UTF-8: long scripts stand ahead of it.
const LATE: usize = 128 << 10;

/// A decoded page.
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) encoding: &'static Encoding,
    /// Sequences of bytes that are no characters; each stands as U+FFFD.
    pub(crate) replaced: usize,
    /// The encoding that was declared, when the bytes are in another.
    pub(crate) declared: Option<&'static Encoding>,
    map: ByteMap,
}

/// Where text and bytes run apart.
#[derive(Default)]
struct ByteMap {
    breaks: Vec<Break>,
}

/// From here on, characters are alike long.
struct Break {
    text: usize,
    page: usize,
    /// Bytes of one character, in the text and in the page.
    step: (u32, u32),
}

impl ByteMap {
    /// A character.
    fn note(&mut self, text: Range<usize>, page: Range<usize>) {
        let step = (text.len() as u32, page.len() as u32);
        if let Some(last) = self.breaks.last()
            && last.step == step
            && last.page(text.start) == page.start
        {
            return;
        }
        self.breaks.push(Break {
            text: text.start,
            page: page.start,
            step,
        });
    }

    /// From here on, text and page run alike.
    fn plain(&mut self, text: usize, page: usize) {
        if self
            .breaks
            .last()
            .is_none_or(|last| last.step != (1, 1) || last.page(text) != page)
        {
            self.breaks.push(Break {
                text,
                page,
                step: (1, 1),
            });
        }
    }

    fn page(&self, text: usize) -> usize {
        let after = self.breaks.partition_point(|b| b.text <= text);
        match after.checked_sub(1).and_then(|last| self.breaks.get(last)) {
            Some(last) => last.page(text),
            None => text,
        }
    }
}

impl Break {
    fn page(&self, text: usize) -> usize {
        self.page + (text - self.text) / self.step.0.max(1) as usize * self.step.1 as usize
    }
}

impl Decoded {
    /// The byte of the page at which the character at this byte of the text begins.
    pub(crate) fn page_byte(&self, text: usize) -> u64 {
        self.map.page(text) as u64
    }
}

/// Decodes as browsers do: byte order mark, HTTP's charset, the page's own declaration, valid UTF-8, and what the crate
/// `onrecord-source` makes of the letters.
pub(crate) fn decode(bytes: &[u8], charset: Option<&str>) -> Decoded {
    let Choice {
        encoding,
        mark,
        declared,
    } = choose(bytes, charset);
    let body = bytes.get(mark..).unwrap_or_default();
    let mut map = ByteMap::default();
    if mark > 0 {
        map.breaks.push(Break {
            text: 0,
            page: mark,
            step: (1, 1),
        });
    }
    if encoding == UTF_8
        && let Ok(text) = std::str::from_utf8(body)
    {
        return Decoded {
            text: text.to_owned(),
            encoding,
            replaced: 0,
            declared,
            map,
        };
    }
    let mut text = String::with_capacity(body.len() + body.len() / 8);
    let mut replaced = 0;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let wide = encoding == UTF_16LE || encoding == UTF_16BE || encoding == encoding_rs::ISO_2022_JP;
    let mut at = 0;
    let (mut neutral, mut begun) = (true, 0);
    while at < body.len() {
        if neutral && !wide {
            let plain = Encoding::ascii_valid_up_to(&body[at..]);
            if let Ok(run) = std::str::from_utf8(&body[at..at + plain])
                && plain > 0
            {
                map.plain(text.len(), mark + at);
                text.push_str(run);
                at += plain;
                continue;
            }
        }
        if neutral {
            begun = at;
        }
        // a byte at a time, so that every character is known by where it ends
        let before = text.len();
        let (last, mut rest) = (at + 1 == body.len(), &body[at..=at]);
        loop {
            text.reserve(16);
            let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, last);
            rest = rest.get(read..).unwrap_or_default();
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    replaced += 1;
                    text.push('\u{FFFD}');
                }
            }
        }
        at += 1;
        neutral = text.len() > before;
        if neutral {
            map.note(before..text.len(), mark + begun..mark + at);
        }
    }
    map.plain(text.len(), mark + at);
    Decoded {
        text,
        encoding,
        replaced,
        declared,
        map,
    }
}

/// An encoding, the length of a byte order mark, and what was declared instead.
struct Choice {
    encoding: &'static Encoding,
    mark: usize,
    declared: Option<&'static Encoding>,
}

impl Choice {
    fn of(encoding: &'static Encoding) -> Self {
        Self {
            encoding,
            mark: 0,
            declared: None,
        }
    }
}

fn choose(bytes: &[u8], charset: Option<&str>) -> Choice {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Choice {
            mark,
            ..Choice::of(encoding)
        };
    }
    let labelled = |label: &str| Encoding::for_label(label.trim().as_bytes());
    // a declaration that could be read is not in UTF-16
    let own = |most: usize| {
        let found = prescan(bytes.get(..most).unwrap_or(bytes)).and_then(|label| labelled(&label))?;
        let wide = found == UTF_16LE || found == UTF_16BE;
        Some(if wide { UTF_8 } else { found })
    };
    if let Some(wide) = unmarked(bytes) {
        return Choice::of(wide);
    }
    let guess = || {
        let label = onrecord_source::encoding_of(bytes);
        label.and_then(labelled).unwrap_or(WINDOWS_1252)
    };
    let utf8 = std::str::from_utf8(bytes).is_ok();
    let declared = charset.and_then(labelled).or_else(|| own(PRESCAN));
    match declared {
        // many declare what their servers have long ceased to send
        Some(encoding) if encoding != UTF_8 && utf8 && declares_wrongly(bytes, encoding) => Choice {
            declared,
            ..Choice::of(UTF_8)
        },
        Some(encoding) if encoding == UTF_8 && !utf8 => {
            // where the transport errs, the page may know
            let fits = |e: &&'static Encoding| {
                *e != UTF_8
                    && e.decode_without_bom_handling_and_without_replacement(bytes)
                        .is_some()
            };
            let other = own(LATE).filter(fits);
            let encoding = match other {
                Some(other) => other,
                None if is_other(bytes) => guess(),
                None => UTF_8,
            };
            Choice {
                declared: declared.filter(|d| *d != encoding),
                ..Choice::of(encoding)
            }
        }
        Some(encoding) => Choice::of(encoding),
        None if utf8 => Choice::of(UTF_8),
        None => Choice::of(own(LATE).filter(|e| *e != UTF_8).unwrap_or_else(guess)),
    }
}

/// UTF-16 without a mark: its first two characters are markup.
fn unmarked(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<', 0, second, 0, ..] if *second != 0 => Some(UTF_16LE),
        [0, b'<', 0, second, ..] if *second != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether bytes that are declared as UTF-8 are in another encoding: letters by themselves between ASCII, as single-byte
/// encodings have them, or far more that is not UTF-8 than what is. A broken letter here and there is damage.
fn is_other(bytes: &[u8]) -> bool {
    let (mut good, mut bad, mut alone) = (0usize, 0usize, 0usize);
    let mut last = b' ';
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        last = chunk.valid().bytes().next_back().unwrap_or(last);
        let invalid = chunk.invalid();
        bad += usize::from(!invalid.is_empty());
        if invalid.len() == 1 && last.is_ascii() {
            alone += 1;
        }
        last = invalid.last().copied().unwrap_or(last);
    }
    (good == 0 && alone > 0 && alone * 10 >= bad * 9) || (bad >= 20 && bad * 2 > good)
}

/// Whether bytes that are valid UTF-8 and declared as something else are UTF-8 without doubt: with letters of several bytes.
fn declares_wrongly(bytes: &[u8], encoding: &'static Encoding) -> bool {
    encoding.is_single_byte() && !bytes.is_ascii()
}

/// The label in `charset=…` inside a `meta` element or an XML declaration.
fn prescan(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let mut rest = head.as_str();
    while let Some(at) = rest
        .find("charset=")
        .into_iter()
        .chain(rest.find("encoding="))
        .min()
    {
        let (before, found) = rest.split_at(at);
        let value = found.split_once('=')?.1.trim_start();
        let inside = |opening: &str| {
            before
                .rfind(opening)
                .is_some_and(|open| !before[open..].contains('>'))
        };
        if inside("<meta") || inside("<?xml") {
            let value = value.trim_start_matches(['"', '\'']);
            let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)));
            return Some(value[..end.unwrap_or(value.len())].to_owned());
        }
        rest = value;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legacy_bytes_are_found_again() {
        let page = b"<meta charset=windows-1252><p>caf\xe9 \x93no\x94 x";
        let decoded = decode(page, None);
        assert_eq!(decoded.encoding.name(), "windows-1252");
        assert!(decoded.text.ends_with("café “no” x"));
        for (at, c) in decoded.text.char_indices().filter(|(_, c)| c.is_ascii()) {
            assert_eq!(page[decoded.page_byte(at) as usize], c as u8);
        }
        let quote = decoded.text.find('“').unwrap();
        assert_eq!(page[decoded.page_byte(quote) as usize], 0x93);
    }

    #[test]
    fn wide_and_marked_pages() {
        let page: Vec<u8> = "\u{FEFF}añb".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let decoded = decode(&page, None);
        assert_eq!(decoded.text, "añb");
        assert_eq!(decoded.page_byte(3), 6);
        let marked = decode("\u{FEFF}añb".as_bytes(), None);
        assert_eq!((marked.text.as_str(), marked.page_byte(3)), ("añb", 6));
    }

    #[test]
    fn broken_utf8_is_shown_and_counted() {
        let decoded = decode(b"<meta charset=utf-8>a\xff\xffb", None);
        assert_eq!(decoded.replaced, 2);
        assert!(decoded.text.ends_with("a\u{FFFD}\u{FFFD}b"));
        assert_eq!(decoded.page_byte(decoded.text.len() - 1), 23);
    }

    #[test]
    fn declarations_are_heard_in_their_order() {
        assert_eq!(
            decode(b"<meta charset=koi8-r>\xc1", None).encoding.name(),
            "KOI8-R"
        );
        assert_eq!(
            decode(b"<meta charset=koi8-r>\xc1", Some("windows-1251"))
                .encoding
                .name(),
            "windows-1251"
        );
        let said = b"<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-2'>\xb1";
        assert_eq!(decode(said, None).encoding.name(), "ISO-8859-2");
        let wrong = "<meta charset=iso-8859-1>“no”".as_bytes();
        assert_eq!(decode(wrong, None).encoding.name(), "UTF-8");
        assert_eq!(
            decode(b"<p data-charset=koi8-r>\xe9 ", None).encoding.name(),
            "windows-1252"
        );
    }
}
