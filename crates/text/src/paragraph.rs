//! Paragraphs: blank lines, single line ends, and lines that were wrapped at a fixed width.

use std::ops::Range;

/// A paragraph as a byte range without surrounding white space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Bytes of the text.
    pub range: Range<usize>,
}

struct Line {
    range: Range<usize>,
    chars: usize,
}

/// Splits `text` into paragraphs.
///
/// A blank line always ends one. A single line end does too (most sources print one paragraph a line), unless the
/// text is wrapped at a fixed width: then a line end inside a run of full lines is a space.
pub fn paragraphs(text: &str) -> Vec<Paragraph> {
    let lines = lines(text);
    let width = wrap_width(&lines);
    let mut out: Vec<Paragraph> = Vec::new();
    let mut open: Option<Range<usize>> = None;
    let mut previous: Option<&Line> = None;
    for line in &lines {
        if line.range.is_empty() {
            out.extend(open.take().map(|range| Paragraph { range }));
            previous = None;
            continue;
        }
        let joins = previous.is_some_and(|before| joins(text, before, line, width));
        match &mut open {
            Some(range) if joins => range.end = line.range.end,
            _ => {
                out.extend(open.take().map(|range| Paragraph { range }));
                open = Some(line.range.clone());
            }
        }
        previous = Some(line);
    }
    out.extend(open.map(|range| Paragraph { range }));
    out
}

fn lines(text: &str) -> Vec<Line> {
    let mut out = Vec::new();
    let mut start = 0;
    let push = |from: usize, to: usize, out: &mut Vec<Line>| {
        let piece = &text[from..to];
        let skip = |c: char| c.is_whitespace() || c == '\u{FEFF}' || c == '\u{200B}';
        let left = piece.len() - piece.trim_start_matches(skip).len();
        let inner = piece.trim_matches(skip);
        let range = from + left..from + left + inner.len();
        out.push(Line {
            range,
            chars: inner.chars().count(),
        });
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let size = match bytes[at] {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => 2,
            b'\n' | b'\r' | 0x0C | 0x0B => 1,
            0xE2 if bytes[at..].starts_with("\u{2028}".as_bytes())
                || bytes[at..].starts_with("\u{2029}".as_bytes()) =>
            {
                3
            }
            0xC2 if bytes.get(at + 1) == Some(&0x85) => 2,
            _ => {
                at += 1;
                continue;
            }
        };
        push(start, at, &mut out);
        at += size;
        start = at;
    }
    push(start, bytes.len(), &mut out);
    out
}

/// The width at which the text was wrapped: most lines that are followed by a line are almost as long as the longest,
/// and that is a width a terminal or a mail would use.
fn wrap_width(lines: &[Line]) -> Option<usize> {
    let mut followed: Vec<usize> = lines
        .windows(2)
        .filter(|pair| !pair[0].range.is_empty() && !pair[1].range.is_empty())
        .map(|pair| pair[0].chars)
        .collect();
    if followed.len() < 3 {
        return None;
    }
    followed.sort_unstable();
    let longest = followed[followed.len() - 1];
    let near = followed.iter().filter(|&&n| n + 20 >= longest).count();
    ((35..=132).contains(&longest) && near * 10 >= followed.len() * 7).then_some(longest)
}

fn joins(text: &str, before: &Line, line: &Line, width: Option<usize>) -> bool {
    let first = text[line.range.clone()].chars().next();
    let last = text[before.range.clone()].chars().next_back();
    let starts_small = first.is_some_and(char::is_lowercase);
    match width {
        Some(width) => before.chars + 20 >= width && (before.chars + 12 >= width || starts_small),
        // one stray line end in the middle of a sentence
        None => starts_small && last.is_some_and(|c| c.is_alphanumeric() || c == ',' || c == '-'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        paragraphs(text).iter().map(|p| &text[p.range.clone()]).collect()
    }

    #[test]
    fn blank_lines_and_line_ends() {
        assert_eq!(split("One.\n\n\n Two. \nThree."), ["One.", "Two.", "Three."]);
        assert_eq!(split("One.\r\n\r\nTwo.\r\nThree."), ["One.", "Two.", "Three."]);
        assert_eq!(split("\u{FEFF}  \n"), Vec::<&str>::new());
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "The harbour board said on Monday that the new quay would\nopen in spring, once the last of the four cranes had been\n\
                    tested by the inspectors, and that ships of up to two\nhundred metres could then be unloaded there.\n\n\"It is late,\" \
                    the chair said.";
        let parts = split(text);
        assert_eq!(parts.len(), 2, "{parts:?}");
        assert!(parts[0].ends_with("unloaded there."));
    }
}
