//! What is printed with an occasion: its fullest name, who holds it, where, and who takes part.

use super::Occasion;
use super::mention::Mention;
use super::nouns::Kind;
use onrecord_text::Layout;

pub(super) fn occasion(layout: &Layout<'_>, mentions: &[&Mention]) -> Occasion {
    let words = |m: &&&Mention| m.tokens.clone().filter(|&i| layout.tokens()[i].is_word()).count();
    let name = mentions
        .iter()
        .max_by_key(|m| (words(m), std::cmp::Reverse(m.tokens.start)))
        .map_or(0..0, |m| m.tokens.clone());
    let interview = mentions.iter().any(|m| m.kind == Kind::Interview);
    let brought_out = mentions
        .iter()
        .filter(|m| m.kind == Kind::Interview)
        .find_map(|m| m.holder.clone());
    Occasion {
        name,
        interview,
        brought_out,
        mentions: mentions.iter().map(|m| m.tokens.clone()).collect(),
        ..Occasion::default()
    }
}
