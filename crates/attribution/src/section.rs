//! Long texts are read section by section, so that memory does not grow with them.

use std::ops::Range;

/// A section is cut after this many bytes, at the next good place.
const SIZE: usize = 96 * 1024;
/// A place to cut is looked for in this many bytes; then any white space will do, then any character.
const REACH: usize = 32 * 1024;

/// Cuts `text` into byte ranges that cover it: after a blank line, else after a line, else after a sentence, else at white
/// space, else between two characters.
pub(crate) fn sections(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    while text.len() - start > SIZE + REACH {
        let from = floor(text, start + SIZE);
        let reach = &text[from..floor(text, from + REACH)];
        let cut = find_end(reach, "\n\n")
            .or_else(|| find_end(reach, "\r\n\r\n"))
            .or_else(|| find_end(reach, "\n"))
            .or_else(|| find_end(reach, ". "))
            .or_else(|| {
                reach
                    .char_indices()
                    .find(|(_, c)| c.is_whitespace())
                    .map(|(at, c)| at + c.len_utf8())
            })
            .unwrap_or(reach.len());
        out.push(start..from + cut);
        start = from + cut;
    }
    out.push(start..text.len());
    out
}

fn find_end(text: &str, needle: &str) -> Option<usize> {
    text.find(needle).map(|at| at + needle.len())
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_cover_the_text() {
        let long =
            "Nothing to cut here".repeat(40_000) + &"é".repeat(200_000) + &"A line.\n\n".repeat(60_000);
        let parts = sections(&long);
        assert!(parts.len() > 10);
        let mut at = 0;
        for part in parts {
            assert_eq!(part.start, at);
            assert!(
                long.get(part.clone())
                    .is_some_and(|s| !s.is_empty() && s.len() <= SIZE + REACH + 4)
            );
            at = part.end;
        }
        assert_eq!(at, long.len());
    }

    #[test]
    fn short_texts_are_one_section() {
        assert_eq!(sections("").len(), 1);
        assert_eq!(sections("One.\n\nTwo."), vec![0..10]);
    }
}
