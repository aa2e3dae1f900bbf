//! Quotes and embedded posts of the article, whole: the trees see each block by itself, and short ones look like nothing.

use super::blocks::{Raw, is_quoting};
use super::choose::{is_aside, is_hidden};
use crate::tree::{NodeId, Tree};
use onrecord_record::BlockKind;
use std::ops::Range;

/// Bytes that are added to one quote at most: a few sentences. What the trees leave out and is longer is no quote that an
/// article leads up to, but comments of readers, or another article.
const MOST_ADDED: usize = 700;

/// Quotes that are looked for in what the article says already, at most: each search goes through the whole article.
/// Pages with more of them are lists of comments; from there on, the trees' word stands.
const MOST_SOUGHT: usize = 500;

/// Adds to the chosen blocks what is missing of quotes and posts that stand among them, inside `root`.
///
/// A quote is the article's if a part of it is, or if what stands just ahead is: words that lead up to it. Behind the last
/// chosen block, only one quote counts, and only behind a sentence. One that says again what the article says does not.
pub(super) fn complete(tree: &Tree, blocks: &[Raw], root: NodeId, chosen: &mut [bool]) {
    let Some(last) = chosen.iter().rposition(|c| *c) else {
        return;
    };
    let mut said: Option<String> = None;
    let mut sought = 0;
    let mut at = 0;
    while at < blocks.len() {
        let Some((quote, range)) = quote_at(tree, blocks, at) else {
            at += 1;
            continue;
        };
        at = range.end;
        let begun = range.clone().any(|b| chosen[b]);
        let ahead = range.start.checked_sub(1).filter(|&ahead| chosen[ahead]);
        let led_up_to =
            ahead.is_some_and(|ahead| ahead < last || ahead == last && is_sentence(&blocks[ahead].text));
        let placeholder = !begun && is_placeholder(&blocks[range.clone()]);
        let missing: Vec<usize> = range.filter(|&b| !chosen[b] && is_text(&blocks[b])).collect();
        let length: usize = missing.iter().map(|&b| blocks[b].text.len()).sum();
        if !(begun || led_up_to)
            || placeholder
            || length == 0
            || length > MOST_ADDED
            || !is_inside(tree, quote, root)
        {
            continue;
        }
        if !begun {
            sought += 1;
            if sought > MOST_SOUGHT {
                continue;
            }
            let said = said.get_or_insert_with(|| {
                let texts = blocks.iter().zip(&*chosen).filter(|(_, chosen)| **chosen);
                texts.map(|(block, _)| letters(&block.text)).collect()
            });
            let again = missing.iter().all(|&b| said.contains(&letters(&blocks[b].text)));
            if again {
                continue;
            }
        }
        for block in missing {
            chosen[block] = true;
        }
    }
}

/// Quotes behind an article's last words, at most: from there on, they are what readers say below it.
const MOST_BEHIND: usize = 3;

/// Takes out quotes that stand behind everything else that was chosen, one after the other, when they are many.
pub(super) fn without_replies(tree: &Tree, blocks: &[Raw], chosen: &mut [bool]) {
    let is_other = |(block, chosen): (&Raw, &bool)| *chosen && block.kind != BlockKind::BlockQuote;
    let Some(last) = blocks.iter().zip(&*chosen).rposition(is_other) else {
        return;
    };
    let (mut at, mut behind) = (last + 1, 0);
    while at < blocks.len() {
        match quote_at(tree, blocks, at) {
            Some((_, range)) => {
                at = range.end;
                behind += usize::from(range.clone().any(|b| chosen.get(b) == Some(&true)));
            }
            None => at += 1,
        }
    }
    if behind > MOST_BEHIND {
        chosen.iter_mut().skip(last + 1).for_each(|c| *c = false);
    }
}

/// The outermost quote around a block, and the blocks in it.
fn quote_at(tree: &Tree, blocks: &[Raw], at: usize) -> Option<(NodeId, Range<usize>)> {
    let is_quote = |block: &Raw| matches!(block.kind, BlockKind::BlockQuote | BlockKind::SocialPost);
    let block = blocks.get(at).filter(|b| is_quote(b))?;
    let around = |block: &Raw| std::iter::once(block.node).chain(tree.ancestors(block.node));
    let quote = around(block).filter(|&id| is_quoting(tree, id)).last()?;
    let others = blocks.get(at..)?.iter();
    let count = others
        .take_while(|b| is_quote(b) && around(b).any(|id| id == quote))
        .count();
    Some((quote, at..at + count))
}

/// Whether a quote stands in the article, shown, and not beside it.
fn is_inside(tree: &Tree, quote: NodeId, root: NodeId) -> bool {
    let name = |id| tree.name(id).unwrap_or_default();
    // Pull quotes say again, often in other words, what the article says.
    let pulled = |id| {
        let class = tree.attr(id, "class").unwrap_or_default();
        ["pullquote", "pull-quote", "pull_quote"]
            .iter()
            .any(|word| class.contains(word))
    };
    let beside = |id: &NodeId| pulled(*id) || is_hidden(tree, *id) || is_aside(tree, *id, name(*id));
    let mut around = std::iter::once(quote).chain(tree.ancestors(quote));
    around.find(|id| *id == root || beside(id)) == Some(root) && quote != root
}

/// Whether a block says something, and is no title and not all link.
fn is_text(block: &Raw) -> bool {
    block.heading != 1 && block.linked < block.text.len() && block.text.contains(char::is_alphanumeric)
}

/// Whether a post names nobody: it only holds the place of what a script would load.
fn is_placeholder(blocks: &[Raw]) -> bool {
    let named = |block: &Raw| block.text.contains(['@', '—']);
    let post = |block: &Raw| block.kind == BlockKind::SocialPost;
    blocks.iter().all(|block| post(block) && !named(block))
}

/// Whether a block ends as sentences do, not as the heading of a list of comments does.
fn is_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['”', '"', '’', ')', '»']);
    text.ends_with(['.', '!', '?', ':', '…', ','])
}

fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of the blocks of a page that are all chosen, how many are left.
    fn left(after: &str) -> usize {
        let tree = crate::tree::parse(&format!("<p>The ferry left Tallinn.</p>{after}"));
        let blocks = crate::body::collect(&tree, Tree::ROOT, &|_| false);
        let mut chosen = vec![true; blocks.len()];
        without_replies(&tree, &blocks, &mut chosen);
        chosen.iter().filter(|c| **c).count()
    }

    #[test]
    fn many_quotes_behind_the_end_are_what_readers_say() {
        let quote = "<blockquote><p>Never again.</p></blockquote>";
        assert_eq!(left(&quote.repeat(3)), 4);
        assert_eq!(left(&quote.repeat(4)), 1);
        // one long quote, posts, and quotes that the article goes on after
        assert_eq!(
            left(&format!("<blockquote>{}</blockquote>", "<p>Never.</p>".repeat(9))),
            10
        );
        assert_eq!(
            left(&"<blockquote class=twitter-tweet><p>Never.</p></blockquote>".repeat(9)),
            10
        );
        assert_eq!(left(&format!("{}<p>It came back.</p>", quote.repeat(9))), 11);
    }
}
