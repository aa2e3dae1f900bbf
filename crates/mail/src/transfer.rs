//! Transfer encodings: base64 and quoted-printable, read as far as they can be, with a count of what could not.

/// Bytes that were decoded, and how many of the encoded ones meant nothing.
pub(crate) struct Bytes {
    pub(crate) bytes: Vec<u8>,
    pub(crate) wrong: u64,
}

/// Decodes a body as its `Content-Transfer-Encoding` says; `None` for one that is not known.
pub(crate) fn decode(body: &[u8], encoding: &str) -> Option<Bytes> {
    // a comment may follow: "base64 (as sent)"
    let name = encoding.split(['(', ';', ' ', '\t']).next().unwrap_or_default();
    match name.to_ascii_lowercase().as_str() {
        "" | "7bit" | "8bit" | "binary" => Some(Bytes {
            bytes: body.to_vec(),
            wrong: 0,
        }),
        "base64" => Some(base64(body)),
        "quoted-printable" => Some(quoted_printable(body)),
        _ => None,
    }
}

/// Base64: white space is passed over, other letters are passed over and counted, and padding ends a run of four.
pub(crate) fn base64(body: &[u8]) -> Bytes {
    let mut out = Bytes {
        bytes: Vec::with_capacity(body.len() / 4 * 3),
        wrong: 0,
    };
    let (mut held, mut count) = (0_u32, 0_u32);
    for &byte in body {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                out.end_of_run(&mut held, &mut count);
                continue;
            }
            _ => {
                out.wrong += u64::from(!byte.is_ascii_whitespace());
                continue;
            }
        };
        held = held << 6 | u32::from(value);
        count += 1;
        if count == 4 {
            let [_, a, b, c] = held.to_be_bytes();
            out.bytes.extend([a, b, c]);
            (held, count) = (0, 0);
        }
    }
    out.end_of_run(&mut held, &mut count);
    out
}

impl Bytes {
    /// What two or three letters at the end of a run of four stand for.
    fn end_of_run(&mut self, held: &mut u32, count: &mut u32) {
        let [_, a, b, _] = (*held << (6 * (4 - (*count).min(4)))).to_be_bytes();
        match *count {
            0 => {}
            1 => self.wrong += 1,
            2 => self.bytes.push(a),
            _ => self.bytes.extend([a, b]),
        }
        (*held, *count) = (0, 0);
    }
}

/// Quoted-printable: what is no escape stays as it is written, and is counted.
fn quoted_printable(body: &[u8]) -> Bytes {
    let mut out = Bytes {
        bytes: Vec::with_capacity(body.len()),
        wrong: 0,
    };
    let mut rest = body;
    while !rest.is_empty() {
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(end);
        rest = after;
        let content = line.strip_suffix(b"\n").unwrap_or(line);
        let line_end = &line[content.len()..];
        let (content, line_end) = match content.strip_suffix(b"\r") {
            Some(content) => (content, &line[content.len()..]),
            None => (content, line_end),
        };
        // blanks at the end of a line were added on the way
        let content = content.trim_ascii_end();
        match content.strip_suffix(b"=") {
            Some(content) => escapes(content, &mut out),
            None => {
                escapes(content, &mut out);
                out.bytes.extend_from_slice(line_end);
            }
        }
    }
    out
}

/// Undoes `=3D` and its like.
pub(crate) fn escapes(content: &[u8], out: &mut Bytes) {
    let digit = |byte: Option<&u8>| byte.and_then(|b| char::from(*b).to_digit(16));
    let mut rest = content;
    while let Some(at) = memchr::memchr(b'=', rest) {
        out.bytes.extend_from_slice(&rest[..at]);
        match (digit(rest.get(at + 1)), digit(rest.get(at + 2))) {
            (Some(high), Some(low)) => {
                // two hexadecimal digits are below 256
                out.bytes.push((high * 16 + low) as u8);
                rest = &rest[at + 3..];
            }
            _ => {
                out.bytes.push(b'=');
                out.wrong += 1;
                rest = &rest[at + 1..];
            }
        }
    }
    out.bytes.extend_from_slice(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str, encoding: &str) -> (String, u64) {
        let out = decode(body.as_bytes(), encoding).unwrap();
        (String::from_utf8_lossy(&out.bytes).into_owned(), out.wrong)
    }

    #[test]
    fn base64_is_read_as_far_as_it_can_be() {
        assert_eq!(of("V\r\nGhlIHF1YXk=", "BASE64"), ("The quay".to_owned(), 0));
        assert_eq!(of("VGhlIHF1YXk", "base64 (x)"), ("The quay".to_owned(), 0));
        assert_eq!(of("VGhl!IHF1YXk=", "base64"), ("The quay".to_owned(), 1));
        assert_eq!(of("VGhlIA==cXVheQ==", "base64"), ("The quay".to_owned(), 0));
        assert_eq!(of("VGhlV", "base64"), ("The".to_owned(), 1));
    }

    #[test]
    fn quoted_printable_is_read_as_far_as_it_can_be() {
        assert_eq!(
            of("caf=C3=A9 =\r\nopen  \r\n", "quoted-printable"),
            ("café open\r\n".to_owned(), 0)
        );
        assert_eq!(of("a=3Db =ZZ =", "Quoted-Printable"), ("a=b =ZZ ".to_owned(), 1));
        assert!(decode(b"x", "x-uuencode").is_none());
    }
}
