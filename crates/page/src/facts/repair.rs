//! JSON as pages carry it: comments, control characters in strings, commas too many or too few, ends cut off.

use serde_json::Value;

/// The values in a script, as many as can be read; whether something had to be mended or was left.
pub(crate) fn values(text: &str) -> (Vec<Value>, bool) {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if text.is_empty() {
        return (Vec::new(), false);
    }
    let (found, whole) = parse(text);
    if whole {
        return (found, false);
    }
    let decoded = (text.contains("&quot;") && !text.contains('"')).then(|| text.replace("&quot;", "\""));
    let (mended, _) = parse(&repair(decoded.as_deref().unwrap_or(text)));
    (
        if mended.len() >= found.len() {
            mended
        } else {
            found
        },
        true,
    )
}

/// Values that follow each other; whether that is all there is.
fn parse(text: &str) -> (Vec<Value>, bool) {
    let mut out = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        match value {
            Ok(value) => out.push(value),
            Err(_) => return (out, false),
        }
    }
    (out, true)
}

/// The same with what JSON does not allow taken out or put in. At most a few bytes longer per byte read.
pub(crate) fn repair(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut open: Vec<char> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        if let Some(skipped) = noise(rest) {
            rest = rest.get(skipped..).unwrap_or_default();
            continue;
        }
        rest = after;
        match c {
            '"' => {
                separate(&mut out);
                rest = string(rest, &mut out);
            }
            '{' | '[' => {
                separate(&mut out);
                open.push(if c == '{' { '}' } else { ']' });
                out.push(c);
            }
            '}' | ']' => {
                // one too many
                let Some(at) = open.iter().rposition(|o| *o == c) else {
                    continue;
                };
                drop_comma(&mut out);
                while open.len() > at {
                    out.extend(open.pop());
                }
            }
            ',' => {
                let last = last(&out);
                if !matches!(last, None | Some(',' | '{' | '[' | ':')) {
                    out.push(',');
                }
            }
            ';' => {}
            'u' if after.starts_with("ndefined") => {
                out.push_str("null");
                rest = after.get("ndefined".len()..).unwrap_or_default();
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    drop_comma(&mut out);
    if out.trim_end().ends_with(':') {
        out.push_str("null");
    }
    out.extend(open.into_iter().rev());
    out
}

/// How much stands here that is no JSON.
fn noise(rest: &str) -> Option<usize> {
    for mark in ["<!--", "-->", "<![CDATA[", "]]>"] {
        if rest.starts_with(mark) {
            return Some(mark.len());
        }
    }
    if rest.starts_with("//") {
        return Some(
            rest.find('\n')
                .map_or(rest.len(), |n| n + 1)
                .min(rest.find("<![CDATA[").unwrap_or(usize::MAX)),
        );
    }
    if rest.starts_with("/*") {
        return Some(rest.find("*/").map_or(rest.len(), |n| n + 2));
    }
    None
}

fn last(out: &str) -> Option<char> {
    out.chars().rev().find(|c| !c.is_whitespace())
}

/// Puts the comma between two values that lack it.
fn separate(out: &mut String) {
    if matches!(last(out), Some('"' | '}' | ']')) {
        out.push(',');
    }
}

fn drop_comma(out: &mut String) {
    let kept = out.trim_end();
    if let Some(kept) = kept.strip_suffix(',') {
        out.truncate(kept.len());
    }
}

/// Copies a string up to its end; what follows it.
fn string<'t>(text: &'t str, out: &mut String) -> &'t str {
    out.push('"');
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                let after = text.get(at + 1..).unwrap_or_default();
                let trimmed = after.trim_start();
                let gap = after.get(..after.len() - trimmed.len()).unwrap_or_default();
                let closes = match trimmed.chars().next() {
                    None | Some(',' | ':' | '}' | ']') => true,
                    Some('"') => gap.contains('\n'),
                    Some('/' | '<') => ["//", "/*", "<!--"].iter().any(|m| trimmed.starts_with(m)),
                    _ => false,
                };
                if closes {
                    out.push('"');
                    return after;
                }
                out.push_str("\\\"");
            }
            '\\' => match chars.next() {
                Some((_, e @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't'))) => {
                    out.push('\\');
                    out.push(e);
                }
                Some((at, 'u')) => {
                    let hex = text.get(at + 1..at + 5);
                    if hex.is_some_and(|h| h.bytes().all(|b| b.is_ascii_hexdigit())) {
                        out.push_str("\\u");
                    } else {
                        out.push('u');
                    }
                }
                Some((_, e)) if !e.is_control() => out.push(e),
                _ => {}
            },
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    ""
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_pages_do_to_json() {
        for (text, expected) in [
            ("{\"a\": 1,}", json!({"a": 1})),
            ("{\"a\": [1, 2,,], }", json!({"a": [1, 2]})),
            ("{\"a\": \"one\ntwo\tthree\"}", json!({"a": "one two three"})),
            ("<!-- {\"a\": 1} -->", json!({"a": 1})),
            ("//<![CDATA[\n{\"a\": 1}\n//]]>", json!({"a": 1})),
            ("/* by a plugin */ {\"a\": 1};", json!({"a": 1})),
            ("{\"a\": \"b\" // why\n, \"c\": 2}", json!({"a": "b", "c": 2})),
            (
                "{\"a\": \"it\\'s\", \"b\": \"\\x\"}",
                json!({"a": "it's", "b": "x"}),
            ),
            (
                "{\"a\": \"she said \"no\" twice\"}",
                json!({"a": "she said \"no\" twice"}),
            ),
            ("{\"a\": \"x\"\n \"b\": \"y\"}", json!({"a": "x", "b": "y"})),
            ("{\"a\": {\"b\": \"cut", json!({"a": {"b": "cut"}})),
            ("{\"a\":", json!({"a": null})),
            ("{&quot;a&quot;: &quot;b&quot;}", json!({"a": "b"})),
            ("{\"a\": undefined}}", json!({"a": null})),
        ] {
            let mended = values(text).0;
            assert_eq!(mended.first(), Some(&expected), "{text}: {}", repair(text));
        }
    }

    #[test]
    fn sound_json_is_left_alone() {
        let (values, mended) = values("{\"a\": \"http://x.example/ /* , } \"}");
        assert!(!mended);
        assert_eq!(values, [json!({"a": "http://x.example/ /* , } "})]);
        assert_eq!(super::values("{} []").0.len(), 2);
    }

    proptest::proptest! {
        #[test]
        fn mending_never_fails_and_stays_bounded(text in "[\\[\\]{}\",:;/*\\\\a1 \n<!->]{0,80}") {
            let mended = repair(&text);
            proptest::prop_assert!(mended.len() <= text.len() * 3 + 16);
            values(&text);
        }

        #[test]
        fn what_is_json_means_the_same_when_mended(words in proptest::collection::vec("[a-z0-9 ]{0,8}", 0..6)) {
            let value = json!({"a": words, "b": {"c": 1.5, "d": null}});
            let text = serde_json::to_string_pretty(&value).unwrap();
            proptest::prop_assert_eq!(serde_json::from_str::<Value>(&repair(&text)).unwrap(), value);
        }
    }
}
