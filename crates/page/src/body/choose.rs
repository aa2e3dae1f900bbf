//! Which blocks are the article's.

use super::blocks::{Raw, collect};
use super::hints::finder;
use super::never::is_never;
use crate::tree::{NodeId, Tree};
use aho_corasick::AhoCorasick;
use onrecord_record::BlockKind;
use rustc_hash::FxHashSet as HashSet;
use std::sync::LazyLock;

/// Words in classes and ids of what surrounds articles.
const ASIDE: &[&str] = &[
    "comment",
    "related",
    "newsletter",
    "share",
    "sharing",
    "promo",
    "advert",
    "sponsor",
    "caption",
    "credit",
    "breadcrumb",
    "byline",
    "author",
    "cookie",
    "consent",
    "signup",
    "sign-up",
    "recirc",
    "read-more",
    "readmore",
    "readnext",
    "read-next",
    "tag-list",
    "tags",
    "timestamp",
    "dateline",
    "toolbar",
    "sidebar",
    "footer",
    "navigation",
    "menu",
    "popup",
    "modal",
    "outbrain",
    "taboola",
    "disclaimer",
    "recommend",
    "trending",
    "most-read",
    "popular",
    "social-",
    "follow",
    "donat",
    "more-stories",
    "bio",
    "topic",
    "copyright",
    "disqus",
    "carousel",
    "widget",
    "inline-link",
    "pubdate",
    "published",
    "screen-reader",
    "sr-only",
    "visually-hidden",
];

static ASIDE_WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| finder(ASIDE.iter().copied(), true));

/// What the rules say.
pub(crate) struct Ruled {
    /// Of each block, whether they choose it.
    pub(crate) chosen: Vec<bool>,
    /// The element that holds nearly all long paragraphs.
    pub(crate) root: NodeId,
    /// The first of several articles.
    pub(crate) first: Option<NodeId>,
}

/// The blocks of the whole page.
pub(crate) fn all(tree: &Tree) -> Vec<Raw> {
    let titles = tree
        .descendants(Tree::ROOT)
        .filter(|&id| tree.name(id) == Some("h1"));
    let titled = tree.with_ancestors(titles);
    let skip = |id: NodeId| {
        let name = tree.name(id).unwrap_or_default();
        let out = match name {
            "" | "nav" | "footer" | "figure" | "figcaption" | "dialog" => false,
            "span" | "small" | "time" | "label" | "sup" => is_hidden(tree, id) || is_aside(tree, id, name),
            _ => always_out(name),
        };
        // What holds a page's title is no dialog and no list of comments, whatever it is called.
        out || is_never(tree, id, name) && !titled.contains(&id)
    };
    collect(tree, Tree::ROOT, &skip)
}

/// Which of a page's blocks are the article's, by rules.
pub(crate) fn rules(tree: &Tree, blocks: &[Raw]) -> Ruled {
    let out = left_out(tree);
    let mut chosen: Vec<bool> = blocks.iter().map(|b| !out[b.node as usize]).collect();
    let mut good = vec![0usize; tree.len()];
    for (block, _) in blocks.iter().zip(&chosen).filter(|(b, c)| **c && is_long(b)) {
        for id in std::iter::once(block.node).chain(tree.ancestors(block.node)) {
            good[id as usize] += block.text.len();
        }
    }
    let all = good.first().copied().unwrap_or(0);
    if all == 0 {
        return Ruled {
            chosen,
            root: Tree::ROOT,
            first: None,
        };
    }
    let holders: HashSet<NodeId> = blocks
        .iter()
        .zip(&chosen)
        .filter(|(_, c)| **c)
        .map(|(b, _)| b.node)
        .collect();
    // The innermost element that holds nearly all long paragraphs.
    let mut root = Tree::ROOT;
    while let Some(next) = tree.children(root).find(|&c| good[c as usize] * 10 >= all * 6) {
        if !tree.is_element(next) || holders.contains(&next) || is_one_of_several(tree, next, &good) {
            break;
        }
        root = next;
    }
    let first = first_of_several(tree, root, &good);
    let root = first.unwrap_or(root);
    let inside = |block: &Raw| block.node == root || tree.ancestors(block.node).any(|a| a == root);
    for (block, chosen) in blocks.iter().zip(&mut chosen) {
        *chosen = *chosen && inside(block) && is_kept(block);
    }
    let kept: Vec<usize> = (0..blocks.len()).filter(|&at| chosen[at]).collect();
    let first_paragraph = kept.iter().position(|&at| is_paragraph(&blocks[at])).unwrap_or(0);
    let heads = kept[..first_paragraph]
        .iter()
        .rev()
        .take_while(|&&at| blocks[at].kind == BlockKind::BlockQuote)
        .count();
    let ends = |&at: &usize| is_paragraph(&blocks[at]) || is_end(&blocks[at]);
    let last = kept.iter().rposition(ends).map_or(kept.len(), |last| last + 1);
    let between = first_paragraph - heads..last;
    for (place, at) in kept.iter().enumerate() {
        chosen[*at] = between.contains(&place);
    }
    Ruled { chosen, root, first }
}

/// Whether an element is one of several that are written alike: an article's sections.
fn is_one_of_several(tree: &Tree, id: NodeId, good: &[usize]) -> bool {
    let Some(above) = tree.parent(id) else {
        return false;
    };
    let class = |id| tree.attr(id, "class");
    let alike = |&other: &NodeId| tree.name(other) == tree.name(id) && class(other) == class(id);
    let all: usize = tree
        .children(above)
        .filter(alike)
        .map(|id| good[id as usize])
        .sum();
    all * 10 > good[id as usize] * 11
}

/// Of each node, whether it stands in what is hidden or beside an article.
fn left_out(tree: &Tree) -> Vec<bool> {
    let weights = weigh(tree);
    let whole = weights.first().copied().unwrap_or(0);
    let mut out = vec![false; tree.len()];
    for id in tree.descendants(Tree::ROOT) {
        let name = tree.name(id).unwrap_or_default();
        if tree.parent(id).is_some_and(|p| out[p as usize]) {
            out[id as usize] = true;
        } else if !name.is_empty() {
            // What stands behind a paywall is often hidden, and all there is.
            let heavy = weights[id as usize] * 2 > whole;
            let beside =
                || is_hidden(tree, id) || !matches!(name, "html" | "body") && is_aside(tree, id, name);
            out[id as usize] = always_out(name) || !heavy && beside();
        }
    }
    out
}

/// The first of several articles, one after the other, each with its own title.
fn first_of_several(tree: &Tree, root: NodeId, good: &[usize]) -> Option<NodeId> {
    let (mut at, mut first, mut titled) = (root, None, 0);
    loop {
        let whole = tree.name(at) == Some("article") && at != root && good[at as usize] >= 400;
        if whole && tree.descendants(at).any(|n| tree.name(n) == Some("h1")) {
            first = first.or(Some(at));
            titled += 1;
        }
        match tree.following(at, root, !whole) {
            Some(next) => at = next,
            None => return first.filter(|_| titled > 1),
        }
    }
}

/// Bytes of paragraphs in each node.
fn weigh(tree: &Tree) -> Vec<usize> {
    let mut weights = vec![0usize; tree.len()];
    for id in tree.descendants(Tree::ROOT) {
        let length = tree.text(id).unwrap_or_default().trim().len();
        if length < 20 {
            continue;
        }
        let above: Vec<NodeId> = tree.ancestors(id).collect();
        if above
            .iter()
            .take(4)
            .any(|&a| matches!(tree.name(a), Some("p" | "blockquote")))
        {
            for a in above {
                weights[a as usize] += length;
            }
        }
    }
    weights
}

fn always_out(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "head"
            | "nav"
            | "footer"
            | "button"
            | "select"
            | "textarea"
            | "svg"
            | "iframe"
            | "figure"
            | "figcaption"
            | "video"
            | "audio"
            | "object"
            | "canvas"
            | "dialog"
            | "input"
            | "math"
            | "title"
    )
}

/// Whether the page hides it without any script or style sheet.
pub(crate) fn is_hidden(tree: &Tree, id: NodeId) -> bool {
    if tree.attr(id, "hidden").is_some() {
        return true;
    }
    // What a paywall hides from readers is still the article.
    let class = tree.attr(id, "class").unwrap_or_default();
    if ["subscriber", "paywall", "premium"]
        .iter()
        .any(|word| class.contains(word))
    {
        return false;
    }
    let style = tree.attr(id, "style").unwrap_or_default();
    style.contains("display:none") || style.contains("display: none")
}

pub(super) fn is_aside(tree: &Tree, id: NodeId, name: &str) -> bool {
    if matches!(name, "aside" | "form" | "h1") {
        return true;
    }
    let role = tree.attr(id, "role").unwrap_or_default();
    if matches!(
        role,
        "navigation" | "complementary" | "banner" | "contentinfo" | "dialog" | "search" | "alert"
    ) {
        return true;
    }
    if matches!(name, "p" | "a" | "em" | "strong" | "b" | "i") && tree.attr(id, "class").is_none() {
        return false;
    }
    if name == "p" {
        let class = tree.attr(id, "class").unwrap_or_default().to_ascii_lowercase();
        return [
            "caption",
            "credit",
            "newsletter",
            "related",
            "promo",
            "cookie",
            "consent",
        ]
        .iter()
        .any(|word| class.contains(word));
    }
    ["class", "id"].iter().any(|key| {
        tree.attr(id, key)
            .is_some_and(|value| ASIDE_WORDS.is_match(value))
    })
}

fn is_linked(block: &Raw) -> bool {
    block.linked * 2 > block.text.len()
}

pub(crate) fn is_long(block: &Raw) -> bool {
    block.text.len() >= 80 && block.linked * 3 < block.text.len() && block.heading == 0
}

/// A paragraph by its length and its end, or by the quotation mark that opens it.
fn is_paragraph(block: &Raw) -> bool {
    let quoted = block.text.starts_with(['“', '"', '‘', '«', '„']);
    let ended = block
        .text
        .trim_end_matches(['”', '"', '’', ')', '»'])
        .ends_with(['.', '!', '?', ':', '…']);
    block.heading == 0
        && !is_linked(block)
        && (block.text.len() >= 80 || (quoted || ended) && block.text.len() >= 25)
}

/// A short line that still ends a text.
fn is_end(block: &Raw) -> bool {
    matches!(
        block.kind,
        BlockKind::BlockQuote | BlockKind::SocialPost | BlockKind::TableRow
    )
}

fn is_kept(block: &Raw) -> bool {
    if block.heading == 1 || is_linked(block) {
        return false;
    }
    !is_call(&block.text)
}

/// A call to read on, to sign up, or a line about a picture.
pub(crate) fn is_call(text: &str) -> bool {
    let head: String = text.chars().take(24).collect::<String>().to_ascii_lowercase();
    let calls = [
        "read more",
        "read also",
        "more from",
        "you might like",
        "recommended",
        "©",
        "was this page",
        "this website uses",
        "accept cookies",
        "already a subscriber",
        "related:",
        "see also",
        "advertisement",
        "more:",
        "photo:",
        "image:",
        "sign up",
        "subscribe",
        "follow ",
        "watch:",
        "getty images",
    ];
    text.len() < 200 && calls.iter().any(|c| head.starts_with(c))
}
