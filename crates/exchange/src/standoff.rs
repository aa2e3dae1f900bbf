//! Lines and fragments in standoff annotation, written and read.

use onrecord_record::ByteIndex;

/// Whether readers of text files may take a line to end at this character: those of Python's `str.splitlines`, which brat's server and many
/// readers of its files are written with.
pub(crate) fn breaks_line(c: char) -> bool {
    matches!(
        c,
        '\n' | '\u{B}' | '\u{C}' | '\r' | '\u{1C}'..='\u{1E}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// The stretches of `start..end` (code points) that no line end cuts.
pub(crate) fn lines_of(text: &ByteIndex<'_>, start: u32, end: u32) -> Vec<(u32, u32)> {
    let mut lines = Vec::new();
    let mut from = start;
    for (at, c) in (start..end).zip(text.slice(start, end).unwrap_or("").chars()) {
        if breaks_line(c) {
            if from < at {
                lines.push((from, at));
            }
            from = at + 1;
        }
    }
    if from < end {
        lines.push((from, end));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_stop_at_line_ends() {
        let text = ByteIndex::new("ab\r\n\r\ncd\u{2028}e");
        assert_eq!(lines_of(&text, 0, text.len()), [(0, 2), (6, 8), (9, 10)]);
        assert_eq!(lines_of(&text, 1, 7), [(1, 2), (6, 7)]);
        assert!(lines_of(&text, 2, 6).is_empty());
    }
}
