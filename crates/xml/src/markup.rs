//! Lines of text in which HTML may stand.

use crate::entity::{has_known_references, unescape_html};

/// The elements of HTML that stand in titles and names.
const INLINE: [&str; 34] = [
    "a",
    "abbr",
    "acronym",
    "b",
    "big",
    "blockquote",
    "br",
    "cite",
    "code",
    "del",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "p",
    "q",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "tt",
    "u",
    "wbr",
];

/// The text of a line that is HTML (`html`), or that may be (titles in RSS are the one or the other, and nothing says which):
/// tags that are known are taken off, references replaced, and white space made single.
///
/// What may be HTML is taken for it when its tags and references are all known ones. `1 < 2`, `<stdio.h>` and `AT&T` are not.
pub fn plain(line: &str, html: bool) -> String {
    let tags = tags(line);
    let known = tags.iter().all(|t| t.2);
    let is_html = html || (known && (!tags.is_empty() || has_known_references(line)));
    let mut out = String::with_capacity(line.len());
    if is_html {
        let mut at = 0;
        for (start, end, known) in tags {
            if known {
                out.push_str(&unescape_html(&line[at..start]));
                let name = tag_name(&line[start + 1..end]);
                if matches!(
                    name.as_str(),
                    "br" | "p" | "div" | "li" | "blockquote" | "h1" | "h2" | "h3"
                ) {
                    out.push(' ');
                }
                at = end;
            }
        }
        out.push_str(&unescape_html(&line[at..]));
    } else {
        out.push_str(line);
    }
    let words: Vec<&str> = out.split_whitespace().collect();
    words.join(" ")
}

/// What looks like tags: where each begins and ends, and whether it is known.
fn tags(line: &str) -> Vec<(usize, usize, bool)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = line[at..].find('<').map(|o| at + o) {
        let inside = &line[open + 1..];
        let begins = inside.strip_prefix('/').unwrap_or(inside);
        let is_tag = begins.starts_with(|c: char| c.is_ascii_alphabetic());
        match inside.find(['>', '<']) {
            Some(close) if is_tag && inside.as_bytes().get(close) == Some(&b'>') => {
                let end = open + 1 + close + 1;
                let known = INLINE.contains(&tag_name(inside).as_str());
                found.push((open, end, known));
                at = end;
            }
            _ => at = open + 1,
        }
    }
    found
}

fn tag_name(inside: &str) -> String {
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let name = inside.chars().take_while(char::is_ascii_alphanumeric).take(16);
    name.collect::<String>().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn html_is_taken_off_where_it_is_html() {
        assert_eq!(plain("Rain &amp; <b>wind</b>", false), "Rain & wind");
        assert_eq!(plain("Port<br/>reopens", false), "Port reopens");
        assert_eq!(plain("1 < 2 and AT&T", false), "1 < 2 and AT&T");
        assert_eq!(
            plain("Why <stdio.h> matters &amp; more", false),
            "Why <stdio.h> matters &amp; more"
        );
        assert_eq!(plain("&unheard; &amp;", false), "&unheard; &amp;");
        assert_eq!(plain("&unheard; &amp;", true), "&unheard; &");
        assert_eq!(plain(" a\n b ", false), "a b");
        assert_eq!(plain("<", true), "<");
    }
}
