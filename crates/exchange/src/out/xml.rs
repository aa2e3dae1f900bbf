//! Text as XML 1.0 can hold it.

use std::borrow::Cow;

/// Escaped text, and how many characters XML cannot hold; each of these is U+FFFD in it.
pub(crate) fn escape(text: &str) -> (Cow<'_, str>, u64) {
    let plain = |c: char| (' '..='\u{7E}').contains(&c) && !matches!(c, '<' | '>' | '&' | '"' | '\'');
    if text.chars().all(plain) {
        return (Cow::Borrowed(text), 0);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut lost = 0;
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // As they are, readers would make other white space of them.
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {
                lost += 1;
                out.push('\u{FFFD}');
            }
            c => out.push(c),
        }
    }
    (Cow::Owned(out), lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_counted() {
        assert_eq!(escape("a<b\r\n\u{1}😀"), ("a&lt;b&#13;&#10;\u{FFFD}😀".into(), 1));
        assert_eq!(escape("plain"), (Cow::Borrowed("plain"), 0));
    }
}
