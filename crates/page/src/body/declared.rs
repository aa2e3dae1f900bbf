//! The article's text as the page declares it (`articleBody`): blocks that say the same are the article's, whatever they look like.

use super::blocks::Raw;
use super::phrases::asks;
use super::{choose, seen};

/// Words of the declared text that the page must show: less is a summary, or the text of something else.
const SHOWN: f32 = 100.0;
/// Which share of a block's pairs of words the declared text must have.
const SHARE: f32 = 0.95;
/// Shorter blocks say too little to be known again.
const WORDS: f32 = 3.0;

/// Adds to the chosen blocks those that the declared text has. Declared texts often leave out lists and quotes: what they lack is left
/// as it was chosen. They may also hold what surrounds articles: calls, links and what the page says twice are not added.
pub(super) fn add(blocks: &[Raw], rows: &[Vec<f32>], chosen: &mut [bool]) {
    let number = |row: &[f32], name| seen::number(row, name).unwrap_or_default();
    let same = |row: &[f32]| number(row, "json") >= SHARE;
    let shown = rows
        .iter()
        .filter(|row| same(row))
        .map(|row| number(row, "words"));
    if shown.sum::<f32>() < SHOWN {
        return;
    }
    for ((block, row), chosen) in blocks.iter().zip(rows).zip(chosen) {
        *chosen |= same(row)
            && number(row, "words") >= WORDS
            && number(row, "linked") < 0.5
            && number(row, "repeated") < 2.0
            && block.heading != 1
            && !choose::is_call(&block.text)
            && !asks(&block.text);
    }
}
