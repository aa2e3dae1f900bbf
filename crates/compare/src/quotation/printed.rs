//! A quotation taken apart: words, ellipses, and what the quoter put in brackets.

use crate::word::Words;
use std::ops::Range;

/// A part of a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// A word, as it is compared, and its bytes in the quotation.
    Word { folded: String, range: Range<usize> },
    /// Words were left out here.
    Ellipsis,
    /// Words of the quoter stand for others here; their bytes, brackets included.
    Insertion { range: Range<usize> },
}

impl Unit {
    pub(super) fn range(&self) -> Option<&Range<usize>> {
        match self {
            Self::Word { range, .. } => Some(range),
            _ => None,
        }
    }
}

/// Longest content of a pair of brackets, in bytes: what is longer is text.
const MOST_IN_BRACKETS: usize = 200;

/// All parts in order. Ellipses at the ends mean nothing and are left off.
pub(super) fn units(printed: &str) -> Vec<Unit> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < printed.len() {
        let rest = &printed[at..];
        let Some((mark, length)) = next_mark(rest) else {
            words(printed, at..printed.len(), &mut out);
            break;
        };
        let (start, end) = (at + mark, at + mark + length);
        words(printed, at..start, &mut out);
        at = end;
        let inside = printed[start..end].trim_matches(['[', ']', '(', ')']);
        if !inside.chars().any(char::is_alphanumeric) {
            if printed[start..end].contains(['.', '…']) && out.last() != Some(&Unit::Ellipsis) {
                out.push(Unit::Ellipsis);
            }
            continue;
        }
        if inside.eq_ignore_ascii_case("sic") {
            continue;
        }
        let letter = |c: char| c.is_alphanumeric();
        if printed[..start].ends_with(letter) {
            // "minister[s]": another form of the word before
            if matches!(out.last(), Some(Unit::Word { .. })) {
                out.pop();
            }
            out.push(Unit::Insertion { range: start..end });
        } else if printed[end..].starts_with(letter)
            && inside.chars().count() <= 2
            && inside.chars().all(letter)
        {
            // "[T]he": only its capital is the quoter's
            let tail = printed[end..]
                .find(|c: char| !c.is_alphanumeric())
                .map_or(printed.len(), |n| end + n);
            let joined = format!("{inside}{}", &printed[end..tail]);
            out.extend(Words::of(&joined).iter().map(|word| Unit::Word {
                folded: word.folded.to_owned(),
                range: start..tail,
            }));
            at = tail;
        } else {
            out.push(Unit::Insertion { range: start..end });
        }
    }
    let is_ellipsis = |unit: Option<&Unit>| unit == Some(&Unit::Ellipsis);
    while is_ellipsis(out.last()) {
        out.pop();
    }
    let first = out.iter().take_while(|unit| is_ellipsis(Some(unit))).count();
    out.drain(..first);
    out
}

fn words(printed: &str, range: Range<usize>, out: &mut Vec<Unit>) {
    out.extend(Words::of(&printed[range.clone()]).iter().map(|word| Unit::Word {
        folded: word.folded.to_owned(),
        range: range.start + word.range.start..range.start + word.range.end,
    }));
}

/// The first ellipsis or pair of brackets: where it begins and how long it is, in bytes.
fn next_mark(text: &str) -> Option<(usize, usize)> {
    for (at, c) in text.char_indices() {
        let rest = &text[at..];
        match c {
            '…' => return Some((at, c.len_utf8())),
            '.' => {
                let length = points(rest);
                if length > 0 {
                    return Some((at, length));
                }
            }
            '[' => {
                let end = rest
                    .char_indices()
                    .take_while(|&(n, _)| n <= MOST_IN_BRACKETS)
                    .find(|&(_, c)| c == ']');
                if let Some((end, _)) = end {
                    return Some((at, end + 1));
                }
            }
            '(' => {
                let inside = rest[1..].trim_start_matches(['.', '…', ' ']);
                let length = rest.len() - inside.len();
                if inside.starts_with(')') && rest[..length].contains(['.', '…']) {
                    return Some((at, length + 1));
                }
            }
            _ => {}
        }
    }
    None
}

/// Length of an ellipsis in points that `text` begins with: "...", ". . .", "....".
fn points(text: &str) -> usize {
    let run = text.len() - text.trim_start_matches(['.', ' ', '\u{a0}']).len();
    let run = text[..run].trim_end().len();
    if text[..run].matches('.').count() >= 3 {
        run
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(printed: &str) -> String {
        let show = |unit: &Unit| match unit {
            Unit::Word { folded, .. } => folded.clone(),
            Unit::Ellipsis => "…".to_owned(),
            Unit::Insertion { .. } => "[]".to_owned(),
        };
        units(printed).iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn marks_of_the_quoter() {
        assert_eq!(shown("“… it is […] over ... now. . . .”"), "it is … over … now");
        assert_eq!(
            shown("[T]he [old] pier[s] (…) is [sic] shut"),
            "the [] [] … is shut"
        );
        assert_eq!(shown("It is over. Now (yes) [and"), "it is over now yes and");
        assert_eq!(shown("[…]"), "");
    }

    proptest::proptest! {
        /// Words lie in the quotation, in order; nothing makes it panic.
        #[test]
        fn words_lie_in_the_quotation(printed in "[a-c\\[\\]().… é]{0,40}") {
            let mut last = 0;
            for range in units(&printed).iter().filter_map(Unit::range) {
                proptest::prop_assert!(range.start >= last && printed.get(range.clone()).is_some());
                last = range.end;
            }
        }
    }
}
