//! Text with references resolved, aligned with the markup that it was written as.

use std::ops::Range;

/// Pairs stretches of `text` with stretches of `markup`: equal bytes, or one or two characters and a reference.
/// Where the two cannot be brought together, the pairs end.
pub(super) fn align(text: &str, markup: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let (mut pairs, mut at, mut from) = (Vec::new(), 0, 0);
    while at < text.len() && from < markup.len() {
        let (rest, raw) = (&text[at..], &markup[from..]);
        let same = equal(rest, raw);
        if same > 0 {
            pairs.push((at..at + same, from..from + same));
            at += same;
            from += same;
            continue;
        }
        let Some(c) = rest.chars().next() else { break };
        if raw.starts_with('\0') && c != '\u{FFFD}' {
            from += 1;
            continue;
        }
        let Some((characters, length)) = special(rest, raw) else {
            break;
        };
        pairs.push((at..at + characters, from..from + length));
        at += characters;
        from += length;
    }
    pairs
}

/// How many bytes are the same, up to the first that may begin a reference or a line end that was made one.
fn equal(text: &str, markup: &str) -> usize {
    let mut length = 0;
    for (a, b) in text.chars().zip(markup.chars()) {
        if a != b || b == '\r' {
            break;
        }
        if b == '&' && reference(&text[length..], &markup[length..]).is_some() {
            break;
        }
        length += a.len_utf8();
    }
    length
}

fn special(text: &str, markup: &str) -> Option<(usize, usize)> {
    if markup.starts_with('\r') && text.starts_with('\n') {
        return Some((1, if markup.starts_with("\r\n") { 2 } else { 1 }));
    }
    if markup.starts_with('\0') && text.starts_with('\u{FFFD}') {
        return Some((3, 1));
    }
    reference(text, markup)
}

/// Lengths of what a reference stands for and of the reference.
fn reference(text: &str, markup: &str) -> Option<(usize, usize)> {
    let body = markup.strip_prefix('&')?;
    let c = text.chars().next()?;
    if let Some(number) = body.strip_prefix('#') {
        let (digits, x) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex.bytes().take_while(u8::is_ascii_hexdigit).count(), 1),
            None => (number.bytes().take_while(u8::is_ascii_digit).count(), 0),
        };
        if digits == 0 {
            return None;
        }
        let length = 2 + x + digits;
        let closed = markup.as_bytes().get(length) == Some(&b';');
        return Some((c.len_utf8(), length + usize::from(closed)));
    }
    let run = body
        .bytes()
        .take(40)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    if run < 2 {
        return None;
    }
    // The markup taken literally comes first: `&` and the letters behind it.
    let literal = text
        .strip_prefix('&')
        .is_some_and(|t| t.starts_with(&body[..run]));
    if literal && !body[..run].to_ascii_lowercase().starts_with("amp") {
        return None;
    }
    if literal
        && !follows(&text[1..], &body[3.min(run)..])
        && !follows(&text[1..], body.get(4..).unwrap_or_default())
    {
        return None;
    }
    let closed = body.as_bytes().get(run) == Some(&b';');
    let ends = closed
        .then_some(run + 2)
        .into_iter()
        .chain((3..=run.min(7) + 1).rev());
    for end in ends {
        let behind = markup.get(end..)?;
        for characters in [1, 2] {
            let length: usize = text.chars().take(characters).map(char::len_utf8).sum();
            if text.get(length..).is_some_and(|t| follows(t, behind)) {
                return Some((length, end));
            }
        }
    }
    None
}

/// Whether text may go on as the markup does: as far as the next reference, for eight characters.
fn follows(text: &str, markup: &str) -> bool {
    let mut text = text.chars();
    for b in markup.chars().take(8) {
        match (text.next(), b) {
            (_, '&' | '\r' | '\0') => return true,
            (Some(a), b) if a == b => {}
            _ => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str, markup: &str) -> Vec<(String, String)> {
        let all = align(text, markup);
        all.into_iter()
            .map(|(t, m)| (text[t].to_owned(), markup[m].to_owned()))
            .collect()
    }

    fn own(all: &[(&str, &str)]) -> Vec<(String, String)> {
        all.iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect()
    }

    #[test]
    fn references_stand_for_their_characters() {
        assert_eq!(
            pairs("a & b“c\u{a0}", "a &amp; b&ldquo;c&#160;"),
            own(&[
                ("a ", "a "),
                ("&", "&amp;"),
                (" b", " b"),
                ("“", "&ldquo;"),
                ("c", "c"),
                ("\u{a0}", "&#160;")
            ])
        );
        assert_eq!(pairs("A&E now", "A&E now"), own(&[("A&E now", "A&E now")]));
        assert_eq!(
            pairs("x&copy", "x&amp;copy"),
            own(&[("x", "x"), ("&", "&amp;"), ("copy", "copy")])
        );
        assert_eq!(
            pairs("a\nb", "a\r\nb"),
            own(&[("a", "a"), ("\n", "\r\n"), ("b", "b")])
        );
        assert_eq!(pairs("&amp", "&amp;amp"), own(&[("&", "&amp;"), ("amp", "amp")]));
    }
}
