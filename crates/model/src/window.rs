//! Windows: what the networks read at a time.

use crate::features::{Break, Features};
use std::ops::Range;

/// Most word pieces in a window, as in training (`WINDOW` in training/data.py).
pub const WINDOW: usize = 252;
/// A window that is this full may end at a paragraph instead of a sentence.
const FULL_ENOUGH: usize = 150;

/// Cuts a list of tokens (ascending) into windows of whole consecutive sentences, as ranges of positions in the list.
///
/// A window ends at the last paragraph end past `FULL_ENOUGH` pieces, else at the last sentence end; a sentence longer than a
/// window is cut at the last token that fits.
pub fn windows(features: &Features, tokens: &[usize]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    while start < tokens.len() {
        let (mut pieces, mut end) = (0, start);
        let (mut sentence, mut paragraph) = (None, None);
        while end < tokens.len() {
            let token = tokens[end];
            if end > start {
                let starts = features.breaks[token];
                if starts != Break::None as u8 {
                    sentence = Some(end);
                }
                if starts == Break::Paragraph as u8 && pieces >= FULL_ENOUGH {
                    paragraph = Some(end);
                }
            }
            // one token may have many pieces; it is cut off by the network's own limit only when it alone is too long
            let count = features.piece_count(token..token + 1);
            if pieces + count > WINDOW && end > start {
                break;
            }
            pieces += count;
            end += 1;
        }
        let cut = if end == tokens.len() {
            end
        } else {
            paragraph.or(sentence).unwrap_or(end)
        };
        out.push(start..cut);
        start = cut;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wordpiece::WordPieces;
    use onrecord_text::Layout;

    #[test]
    fn windows_tile_and_end_at_sentences() {
        let text = "The board met on Monday. It rose.\n\n".repeat(80) + &"word ".repeat(700);
        let layout = Layout::new(&text);
        let features = Features::new(&layout, &WordPieces::new());
        let tokens: Vec<usize> = (0..features.len()).collect();
        let windows = windows(&features, &tokens);
        let mut at = 0;
        for w in &windows {
            assert_eq!(w.start, at);
            assert!(!w.is_empty() && features.piece_count(w.clone()) <= WINDOW);
            at = w.end;
        }
        assert_eq!(at, tokens.len());
        assert!(
            windows[..3]
                .iter()
                .all(|w| features.breaks[w.start] == Break::Paragraph as u8)
        );
    }
}
