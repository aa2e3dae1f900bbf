//! Words at either end of a quotation that the text has others for: "before the summer" of "before the winter".

use super::align::Step;
use crate::fold::is_double_quote;
use crate::word::Words;

/// Words at an end that are paired with words of the text.
const MOST_PAIRED: usize = 4;

/// Pairs words that only the quotation has, ahead of all that is shared and behind it, with the words of the same sentence that stand in
/// their place. An alignment leaves them out, for all of the text beyond the quotation's ends costs it nothing.
pub(super) fn pair(mut steps: Vec<Step>, own: &[Option<u32>], text: &str, words: &Words) -> Vec<Step> {
    let is_added = |step: &Step| matches!(step, Step::Added(_));
    let places = |steps: &[Step]| -> Option<(usize, usize)> {
        let mut words = steps.iter().filter_map(|step| match *step {
            Step::Same(_, word) | Step::Other(_, word) => Some(word),
            _ => None,
        });
        let first = words.next()?;
        Some((first, words.next_back().unwrap_or(first)))
    };
    let Some((first, last)) = places(&steps) else {
        return steps;
    };
    let behind = steps.iter().rev().take_while(|step| is_added(step)).count();
    let ahead = steps.iter().take_while(|step| is_added(step)).count();
    if behind <= MOST_PAIRED {
        let from = steps.len() - behind;
        for (step, word) in steps[from..].iter_mut().zip(last + 1..words.len()) {
            let Step::Added(unit) = *step else { break };
            if own[unit].is_none() || apart(word - 1, text, words) {
                break;
            }
            *step = Step::Other(unit, word);
        }
    }
    if ahead <= MOST_PAIRED {
        for (step, word) in steps[..ahead].iter_mut().rev().zip((0..first).rev()) {
            let Step::Added(unit) = *step else { break };
            if own[unit].is_none() || apart(word, text, words) {
                break;
            }
            *step = Step::Other(unit, word);
        }
    }
    steps
}

/// Whether a sentence or a quotation ends between word `left` and the next.
pub(super) fn apart(left: usize, text: &str, words: &Words) -> bool {
    let from = words.bytes(left..left + 1).end;
    let to = words.bytes(left + 1..left + 2).start;
    let between = text.get(from..to).unwrap_or_default();
    between.contains(['.', '!', '?', '\n']) || between.contains(is_double_quote)
}
