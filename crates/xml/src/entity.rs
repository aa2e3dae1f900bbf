//! References to characters and entities.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// How many bytes the entities that a document declares may become, in all.
const BUDGET: usize = 64 * 1024;
/// How far declared entities may lie inside one another.
const DEPTH: usize = 4;
/// How many are kept.
const COUNT: usize = 256;

/// The entities that a document declares itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entities {
    values: BTreeMap<String, String>,
    spent: usize,
    /// Whether something was left as it was because it would have become too long.
    pub(crate) refused: bool,
}

impl Entities {
    /// Reads the declarations of an internal subset. External entities and parameter entities are passed over.
    pub(crate) fn declare(&mut self, subset: &str) {
        for declaration in subset.split("<!ENTITY").skip(1) {
            let declaration = declaration.trim_start();
            let Some((name, rest)) = declaration.split_once(char::is_whitespace) else {
                continue;
            };
            let rest = rest.trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
                continue;
            };
            let Some((value, _)) = rest[1..].split_once(quote) else {
                continue;
            };
            if self.values.len() < COUNT && value.len() <= BUDGET {
                self.values
                    .entry(name.to_owned())
                    .or_insert_with(|| value.to_owned());
            }
        }
    }

    /// The text with its references replaced. What is unknown stays as it is.
    pub(crate) fn replace<'a>(&mut self, raw: &'a str) -> Cow<'a, str> {
        if !raw.contains('&') {
            return Cow::Borrowed(raw);
        }
        let mut out = String::with_capacity(raw.len());
        self.replace_into(raw, &mut out, 0);
        Cow::Owned(out)
    }

    fn replace_into(&mut self, raw: &str, out: &mut String, depth: usize) {
        let mut rest = raw;
        while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            let used = match reference(rest) {
                Some(Reference::Character(c, length)) => {
                    out.push(c);
                    length
                }
                Some(Reference::Name(name, length)) => {
                    if let Some(value) = self.values.get(name).cloned() {
                        if depth < DEPTH && self.spent + value.len() <= BUDGET {
                            self.spent += value.len();
                            self.replace_into(&value, out, depth + 1);
                        } else {
                            self.refused = true;
                            out.push_str(&rest[..length]);
                        }
                    } else {
                        match quick_xml::escape::resolve_html5_entity(name) {
                            Some(value) => out.push_str(value),
                            None => out.push_str(&rest[..length]),
                        }
                    }
                    length
                }
                None => {
                    out.push('&');
                    1
                }
            };
            rest = &rest[used..];
        }
        out.push_str(rest);
    }
}

/// Replaces the references of HTML in `text`. What is unknown stays as it is.
pub fn unescape_html(text: &str) -> Cow<'_, str> {
    Entities::default().replace(text)
}

/// Whether every reference in `text` is one that HTML knows, and there is one.
pub(crate) fn has_known_references(text: &str) -> bool {
    let mut found = false;
    for (at, _) in text.match_indices('&') {
        match reference(&text[at..]) {
            Some(Reference::Character(..)) => found = true,
            Some(Reference::Name(name, _)) if quick_xml::escape::resolve_html5_entity(name).is_some() => {
                found = true
            }
            Some(_) => return false,
            None => {}
        }
    }
    found
}

enum Reference<'a> {
    /// A character, and the length of the reference.
    Character(char, usize),
    /// A name, and the length of the reference.
    Name(&'a str, usize),
}

/// The reference that `text` begins with. It must end with a semicolon, but for numbers, where that is often forgotten.
fn reference(text: &str) -> Option<Reference<'_>> {
    let inner = text.strip_prefix('&')?;
    if let Some(number) = inner.strip_prefix('#') {
        let (digits, radix, ahead) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16, 3),
            None => (number, 10, 2),
        };
        let length = digits
            .bytes()
            .take_while(|b| char::from(*b).is_digit(radix))
            .count();
        if length == 0 {
            return None;
        }
        let semicolon = usize::from(digits.as_bytes().get(length) == Some(&b';'));
        // what is longer is out of range anyway
        let code = u32::from_str_radix(&digits[..length.min(9)], radix).unwrap_or(u32::MAX);
        return Some(Reference::Character(character(code), ahead + length + semicolon));
    }
    let length = inner
        .bytes()
        .take(40)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
        .count();
    (length > 0 && inner.as_bytes().get(length) == Some(&b';'))
        .then(|| Reference::Name(&inner[..length], length + 2))
}

/// The character of a number. The C1 controls stand for what windows-1252 has in their places, as in HTML.
fn character(code: u32) -> char {
    if let 0x80..=0x9F = code {
        let byte = [code as u8];
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
        return text.chars().next().unwrap_or('\u{FFFD}');
    }
    char::from_u32(code).filter(|c| *c != '\0').unwrap_or('\u{FFFD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_as_they_are_written() {
        let of = |raw| unescape_html(raw).into_owned();
        assert_eq!(of("a &amp; b & c &nbsp;&eacute;"), "a & b & c \u{a0}é");
        assert_eq!(of("?a=1&b=2&copy=3"), "?a=1&b=2&copy=3");
        assert_eq!(of("&#8217;&#x2019;&#X2019;&#8217 &#146;"), "’’’’ ’");
        assert_eq!(
            of("&#0;&#x110000;&#99999999999999999999;"),
            "\u{FFFD}\u{FFFD}\u{FFFD}"
        );
        assert_eq!(of("&unheard; &; &"), "&unheard; &; &");
        assert_eq!(of("&apos;&amp;lt;"), "'&lt;");
    }

    #[test]
    fn a_few_lines_do_not_become_gigabytes() {
        let mut entities = Entities::default();
        let mut subset =
            String::from("<!ENTITY a 'haha'><!ENTITY pub SYSTEM 'file:///etc/passwd'><!ENTITY % p 'x'>");
        for (name, inner) in [('b', 'a'), ('c', 'b'), ('d', 'c'), ('e', 'd'), ('f', 'e')] {
            let ten: String = (0..10).map(|_| format!("&{inner};")).collect();
            subset += &format!("<!ENTITY {name} '{ten}'>");
        }
        entities.declare(&subset);
        assert_eq!(entities.replace("&b;").len(), 40);
        assert_eq!(entities.replace("&pub;"), "&pub;");
        assert!(!entities.refused);
        let text: String = (0..10_000).map(|_| "&f;").collect();
        let long = entities.replace(&text);
        assert!(entities.refused && long.len() < 10 * BUDGET, "{}", long.len());
    }
}
