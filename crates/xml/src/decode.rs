//! Bytes to text, by what the bytes, the transport and the declaration say.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use onrecord_source::{BinaryKind, Problem, encoding_of};

/// A text, and how it was got from bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without its byte order mark.
    pub text: String,
    /// The encoding it was read in, by its WHATWG name.
    pub encoding: &'static str,
    /// What was assumed against what was declared, and what could not be read.
    pub notes: Vec<String>,
}

/// Where a declaration may stand.
const HEAD: usize = 1024;

/// Decodes XML or JSON.
///
/// A byte order mark decides. Then valid UTF-8 with letters beyond ASCII is UTF-8, whatever single-byte encoding is declared,
/// since no text in such an encoding happens to look like it. Then `charset`, as declared by the transport, counts, then the
/// `encoding` of the XML declaration, if the bytes are valid in it. At last the encoding is judged by the bytes.
///
/// # Errors
/// [`Problem::Empty`], [`Problem::Binary`] or [`Problem::NotText`].
pub fn decode(bytes: Vec<u8>, charset: Option<&str>) -> Result<Decoded, Problem> {
    if bytes.is_empty() {
        return Err(Problem::Empty);
    }
    if let Some(kind) = BinaryKind::of(&bytes) {
        return Err(Problem::Binary { kind });
    }
    let mut notes = Vec::new();
    let (encoding, mark) = choose(&bytes, charset, &mut notes)?;
    let (text, lost) = if encoding == UTF_8 && mark == 0 {
        match String::from_utf8(bytes) {
            Ok(text) => (text, false),
            Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), true),
        }
    } else {
        let (text, lost) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        (text.into_owned(), lost)
    };
    if let Some(zero) = memchr::memchr(0, text.as_bytes()) {
        return Err(Problem::NotText {
            what: "a zero character",
            byte: zero as u64,
        });
    }
    if lost {
        let count = text.matches('\u{FFFD}').count();
        let what = if count == 1 {
            "byte sequence"
        } else {
            "byte sequences"
        };
        notes.push(format!("{count} {what} could not be read as {}", encoding.name()));
    }
    Ok(Decoded {
        text,
        encoding: encoding.name(),
        notes,
    })
}

/// The encoding, and the length of the byte order mark.
fn choose(
    bytes: &[u8],
    charset: Option<&str>,
    notes: &mut Vec<String>,
) -> Result<(&'static Encoding, usize), Problem> {
    if let Some(found) = Encoding::for_bom(bytes) {
        return Ok(found);
    }
    let zeros: Vec<bool> = bytes.iter().take(4).map(|b| *b == 0).collect();
    match zeros.as_slice() {
        [false, true, false, true] => return Ok((UTF_16LE, 0)),
        [true, false, true, false] => return Ok((UTF_16BE, 0)),
        _ => {}
    }
    let utf8 = std::str::from_utf8(bytes).is_ok();
    let declared = declared(bytes);
    for (label, by) in [(charset, "the transport"), (declared.as_deref(), "the document")] {
        let Some(label) = label.map(str::trim).filter(|label| !label.is_empty()) else {
            continue;
        };
        let Some(encoding) = Encoding::for_label(label.as_bytes()) else {
            notes.push(format!("{by} declares the unknown encoding {}", shown(label)));
            continue;
        };
        // a declaration that was read byte by byte cannot be in UTF-16
        let encoding = encoding.output_encoding();
        if utf8 && (encoding == UTF_8 || encoding.is_single_byte() || bytes.is_ascii()) {
            if encoding != UTF_8 && !bytes.is_ascii() {
                notes.push(format!(
                    "read as UTF-8, which it is, though {by} declares {}",
                    shown(label)
                ));
            }
            return Ok((UTF_8, 0));
        }
        if encoding != UTF_8
            && encoding
                .decode_without_bom_handling_and_without_replacement(bytes)
                .is_some()
        {
            return Ok((encoding, 0));
        }
        notes.push(format!("it is not in {}, though {by} declares it", shown(label)));
    }
    if utf8 {
        return Ok((UTF_8, 0));
    }
    let encoding = encoding_of(bytes)
        .and_then(|name| Encoding::for_label(name.as_bytes()))
        .ok_or(Problem::NotText {
            what: "undecodable bytes",
            byte: std::str::from_utf8(bytes).map_or_else(|e| e.valid_up_to(), |_| 0) as u64,
        })?;
    notes.push(format!("read as {}, judged by its bytes", encoding.name()));
    Ok((encoding, 0))
}

/// A label as it may be shown: some are hostile.
fn shown(label: &str) -> String {
    label.chars().take(40).filter(|c| !c.is_control()).collect()
}

/// The label in the XML declaration. Something may stand ahead of it, though nothing should.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let from = memchr::memmem::find(head, b"<?xml")?;
    let end = memchr::memchr(b'>', &head[from..])?;
    let declaration = String::from_utf8_lossy(&head[from..from + end]);
    let (_, rest) = declaration.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = rest[1..].split(quote).next()?;
    Some(label.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], charset: Option<&str>) -> (String, &'static str, usize) {
        let decoded = decode(bytes.to_vec(), charset).unwrap();
        (decoded.text, decoded.encoding, decoded.notes.len())
    }

    #[test]
    fn the_bytes_come_before_the_transport_and_the_transport_before_the_declaration() {
        let declared = b"<?xml version='1.0' encoding='windows-1251'?><a>\xcc\xe8\xed\xf1\xea</a>";
        let (text, encoding, notes) = read(declared, None);
        assert!(text.ends_with("<a>Минск</a>"));
        assert_eq!((encoding, notes), ("windows-1251", 0));
        assert_eq!(read(declared, Some("koi8-r")).1, "KOI8-R");
        assert_eq!(
            read(b"\xEF\xBB\xBF<a>\xc3\xa9</a>", Some("koi8-r")),
            ("<a>é</a>".to_owned(), "UTF-8", 0)
        );
        let wrong = "<?xml version='1.0' encoding='iso-8859-1'?><a>Zoë</a>";
        let (text, encoding, notes) = read(wrong.as_bytes(), None);
        assert_eq!((text.as_str(), encoding, notes), (wrong, "UTF-8", 1));
    }

    #[test]
    fn a_wrong_declaration_is_seen_through() {
        let (text, encoding, notes) = read(
            b"<?xml version='1.0' encoding='utf-8'?><a>\x93caf\xe9\x94</a>",
            None,
        );
        assert!(text.ends_with("<a>“café”</a>"), "{text}");
        assert_eq!((encoding, notes), ("windows-1252", 2));
        assert_eq!(
            read(b"<?xml version='1.0' encoding='x-unheard'?><a>b</a>", None).2,
            1
        );
        assert_eq!(
            read(b"<?xml version='1.0' encoding='utf-16'?><a>b</a>", None).1,
            "UTF-8"
        );
        let (text, encoding, notes) = read(
            "<a>Zoë és Áron é\u{FF}</a>"
                .as_bytes()
                .split(|b| *b == 0xBF)
                .next()
                .unwrap(),
            None,
        );
        assert!(text.contains("Zoë") && encoding == "UTF-8", "{text} {notes}");
    }

    #[test]
    fn two_bytes_a_character_with_and_without_a_mark() {
        let wide = |little: bool| -> Vec<u8> {
            let units = "<?xml version='1.0'?><a>é</a>".encode_utf16();
            units
                .flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() })
                .collect()
        };
        assert_eq!(read(&wide(true), None).1, "UTF-16LE");
        assert_eq!(read(&wide(false), Some("utf-8")).1, "UTF-16BE");
        let marked: Vec<u8> = [vec![0xFF, 0xFE], wide(true)].concat();
        assert!(read(&marked, None).0.starts_with("<?xml"));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(matches!(decode(Vec::new(), None), Err(Problem::Empty)));
        assert!(matches!(
            decode(b"\x89PNG\r\n\x1A\n".to_vec(), None),
            Err(Problem::Binary { .. })
        ));
        assert!(matches!(
            decode(b"<a>\0</a>".to_vec(), None),
            Err(Problem::NotText { .. })
        ));
        // EBCDIC has no name on the web
        let ebcdic = b"\x4c\x6f\xa7\x94\x93\x40\xa5\x85\x99\xa2\x89\x96\x95\x7e\x7f\xf1\x4b\xf0";
        assert!(decode(ebcdic.to_vec(), None).is_err() || !read(ebcdic, None).0.contains('<'));
    }
}
