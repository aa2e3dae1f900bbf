//! Character references inside texts that are no markup any more, as JSON-LD and twice-escaped attributes have them.

use std::borrow::Cow;

/// The references that occur in such texts; any other is left as it stands.
const NAMED: [(&str, &str); 36] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("sbquo", "‚"),
    ("bdquo", "„"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("middot", "·"),
    ("bull", "•"),
    ("pound", "£"),
    ("euro", "€"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("eacute", "é"),
    ("egrave", "è"),
    ("aacute", "á"),
    ("iacute", "í"),
    ("oacute", "ó"),
    ("uacute", "ú"),
    ("ntilde", "ñ"),
    ("ccedil", "ç"),
    ("auml", "ä"),
    ("ouml", "ö"),
    ("uuml", "ü"),
    ("szlig", "ß"),
];

/// The text with its references resolved, once or, where `&amp;` hides another, twice.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let once = pass(text);
    Cow::Owned(if text.contains("&amp;") { pass(&once) } else { once })
}

fn pass(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let name = from.get(1..).and_then(|f| f.split(';').next());
        match name.filter(|n| from.len() > n.len() + 1).and_then(resolve) {
            Some((value, length)) => {
                out.push_str(&value);
                rest = from.get(length + 2..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

fn resolve(name: &str) -> Option<(String, usize)> {
    if name.is_empty() || name.len() > 10 {
        return None;
    }
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        let c = char::from_u32(code).filter(|c| !c.is_control())?;
        return Some((c.to_string(), name.len()));
    }
    let found = NAMED.iter().find(|n| n.0 == name)?;
    Some((found.1.to_owned(), name.len()))
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn references_are_resolved_and_others_left() {
        for (text, expected) in [
            ("Food &amp; Drink", "Food & Drink"),
            ("It&#8217;s &#x2014; on", "It’s — on"),
            ("It&amp;rsquo;s", "It’s"),
            ("R&D; A&B &unknown; &", "R&D; A&B &unknown; &"),
            ("&#0; &#xD800;", "&#0; &#xD800;"),
        ] {
            assert_eq!(decode(text), expected);
        }
    }
}
