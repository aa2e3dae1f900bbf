//! What can be seen of a block: numbers that tell whether it is the article's.

use super::above::{Above, Looker, TAGS, every_nearness, nearness};
use super::blocks::Raw;
use super::choose;
use super::hints::HINTS;
use super::measures::{Measures, Sizes};
use super::phrases::{PHRASES, said};
use super::told::{hash, pictured, share, told, words};
use crate::facts::Harvest;
use crate::tree::Tree;

/// Names of the numbers, ahead of those of the hints.
const OWN: &[&str] = &[
    "kind",
    "heading",
    "words",
    "characters",
    "word-length",
    "punctuation",
    "commas",
    "linked",
    "capitals",
    "upper",
    "stop",
    "colon",
    "quoted",
    "quotes",
    "digits",
    "call",
    "bars",
    "tag",
    "parent-tag",
    "bold",
    "in-article",
    "in-main",
    "in-aside",
    "in-footer",
    "in-nav",
    "in-header",
    "in-section",
    "in-figure",
    "in-form",
    "in-li",
    "in-table",
    "in-a",
    "in-quote",
    "in-p",
    "role",
    "depth",
    "hidden",
    "own-class",
    "articles",
    "index",
    "index-share",
    "words-before",
    "words-share",
    "from-h1",
    "after-h1",
    "words-after-h1",
    "from-first-long",
    "to-last-long",
    "longs-before",
    "longs-after",
    "inside",
    "inside-first",
    "root-share",
    "root-linked",
    "depth-in-root",
    "distance-to-root",
    "siblings",
    "siblings-words",
    "siblings-long",
    "path-share",
    "path-blocks",
    "path-words",
    "path-linked",
    "good-1",
    "good-2",
    "good-3",
    "good-4",
    "good-6",
    "linked-1",
    "linked-2",
    "linked-3",
    "short-2",
    "short-3",
    "words-1",
    "words-2",
    "words-3",
    "children-1",
    "chosen",
    "rules",
    "rules-share",
    "page-words",
    "page-long",
    "repeated",
    "json",
    "json-page",
    "description",
    "title",
    "title-words",
    "long-before-5",
    "long-behind-5",
    "chosen-before-3",
    "chosen-behind-3",
    "since-chosen",
    "until-chosen",
    "since-heading",
    "heading-before",
    "titles-before",
    "longs-since-title",
];

/// What is said of the blocks before and after.
const NEAR: &[&str] = &[
    "words",
    "linked",
    "stop",
    "chosen",
    "long",
    "shared",
    "heading",
    "json",
    "same-tag",
    "path-share",
    "siblings-words",
    "good-2",
];
const OFFSETS: &[(isize, &str)] = &[(-2, "@-2"), (-1, "@-1"), (1, "@+1"), (2, "@+2")];

/// Names of all numbers, in their order.
pub(crate) fn names() -> Vec<String> {
    let own = OWN.iter().map(|&n| n.to_owned());
    let hints = HINTS.iter().map(|(n, _)| format!("hint-{n}"));
    let near = OFFSETS
        .iter()
        .flat_map(|(_, at)| NEAR.iter().map(move |n| format!("{n}{at}")));
    own.chain(["good-hints".to_owned(), "bad-hints".to_owned()])
        .chain(hints)
        .chain(near)
        .chain(PHRASES.iter().map(|(n, _)| format!("says-{n}")))
        .chain(["says", "behind-picture", "alternative"].map(str::to_owned))
        .collect()
}

const GOOD_HINTS: &[&str] = &["body", "content", "entry", "paragraph", "text"];
const BAD_HINTS: &[&str] = &[
    "related",
    "promo",
    "share",
    "social",
    "newsletter",
    "comment",
    "caption",
    "credit",
    "byline",
    "author",
    "bio",
    "tag",
    "ad",
    "sponsor",
    "cookie",
    "subscribe",
    "footer",
    "sidebar",
    "recommended",
    "trending",
    "toolbar",
    "breadcrumb",
    "menu",
    "popup",
    "disclaimer",
];

fn mask(names: &[&str]) -> u64 {
    let bits = HINTS.iter().enumerate().filter(|(_, (n, _))| names.contains(n));
    bits.map(|(bit, _)| 1u64 << bit).sum()
}

fn tag_code(name: &str) -> f32 {
    let known = [
        "p",
        "div",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "main",
        "tr",
        "blockquote",
        "pre",
        "ul",
        "ol",
        "figcaption",
        "figure",
        "header",
        "footer",
        "aside",
        "nav",
        "form",
        "dd",
        "dt",
        "body",
        "td",
        "address",
        "table",
    ];
    known.iter().position(|k| *k == name).map_or(-1.0, |at| at as f32)
}

/// The numbers of all blocks, a row each, in the order of [`names`].
pub(crate) fn see(tree: &Tree, blocks: &[Raw], rules: &choose::Ruled, harvest: &Harvest) -> Vec<Vec<f32>> {
    let told = told(tree, harvest);
    let pictured = pictured(tree, blocks);
    let sizes = Sizes::of(tree, blocks, rules);
    let mut looker = Looker::new(tree);
    let (good, bad) = (mask(GOOD_HINTS), mask(BAD_HINTS));
    let mut described: Vec<f32> = Vec::with_capacity(blocks.len());
    let mut seen: Vec<Vec<f32>> = Vec::with_capacity(blocks.len());
    for (at, block) in blocks.iter().enumerate() {
        let above = looker.above(block.node);
        let mut row = own(tree, block, &above);
        sizes.of_block(tree, at, block, &mut row);
        let all: Vec<&str> = words(&block.text).collect();
        let lower = block.text.to_lowercase();
        let titled = words(&lower).filter(|w| told.title.contains(&hash(&[w]))).count() as f32;
        let json = share(&all, &told.body, 2);
        described.push(share(&all, &told.alternatives, 2));
        row.extend([
            json,
            f32::from(u8::from(!told.body.is_empty())),
            share(&all, &told.description, 2),
            titled / all.len().max(1) as f32,
            titled / told.title.len().max(1) as f32,
        ]);
        sizes.around(at, &mut row);
        debug_assert_eq!(row.len(), OWN.len());
        row.push(nearness(&above, good));
        row.push(nearness(&above, bad));
        every_nearness(&above, &mut row);
        seen.push(row);
    }
    let column = |name: &str| OWN.iter().position(|n| *n == name).unwrap_or(0);
    let taken = [
        "words",
        "linked",
        "stop",
        "chosen",
        "siblings-words",
        "good-2",
        "json",
        "path-share",
        "tag",
        "heading",
    ]
    .map(column);
    let [w, l, s, c, sw, g, j, p, t, h] = taken;
    let near: Vec<Vec<f32>> = (0..blocks.len())
        .map(|at| {
            let mut row = Vec::with_capacity(NEAR.len() * OFFSETS.len());
            for (offset, _) in OFFSETS {
                let Some((other, there)) = at
                    .checked_add_signed(*offset)
                    .and_then(|o| Some((o, seen.get(o)?)))
                else {
                    row.extend([-1.0; 12]);
                    continue;
                };
                row.extend([
                    there[w],
                    there[l],
                    there[s],
                    there[c],
                    f32::from(u8::from(Measures::is_long(&blocks[other]))),
                    sizes.shared(tree, blocks[at].node, blocks[other].node),
                    there[h],
                    there[j],
                    f32::from(u8::from(there[t] == seen[at][t])),
                    there[p],
                    there[sw],
                    there[g],
                ]);
            }
            row
        })
        .collect();
    let behind = pictured.into_iter().zip(described);
    for (((row, near), block), (pictured, described)) in seen.iter_mut().zip(near).zip(blocks).zip(behind) {
        row.extend(near);
        said(&block.text, row);
        row.extend([flag(pictured), described]);
    }
    seen
}

/// One of a block's own numbers.
pub(crate) fn number(row: &[f32], name: &str) -> Option<f32> {
    row.get(OWN.iter().position(|n| *n == name)?).copied()
}

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

fn own(tree: &Tree, block: &Raw, above: &Above) -> Vec<f32> {
    let text = &block.text;
    let (
        mut characters,
        mut letters,
        mut capitals,
        mut digits,
        mut punctuation,
        mut commas,
        mut quotes,
        mut bars,
    ) = (0, 0, 0, 0, 0, 0, 0, 0);
    for c in text.chars() {
        characters += 1;
        letters += usize::from(c.is_alphabetic());
        capitals += usize::from(c.is_uppercase());
        digits += usize::from(c.is_numeric());
        commas += usize::from(matches!(c, ',' | '،' | '，' | '、'));
        quotes += usize::from(matches!(c, '“' | '”' | '"' | '«' | '»' | '„'));
        bars += usize::from(matches!(c, '|' | '•' | '©' | '→' | '›' | '/' | '·'));
        punctuation += usize::from(matches!(
            c,
            ',' | '.' | ';' | ':' | '!' | '?' | '“' | '”' | '"' | '’' | '—' | '–' | '(' | ')'
        ));
    }
    let count = words(text).count();
    let share = |n: usize, of: usize| n as f32 / of.max(1) as f32;
    let trimmed = text.trim_end_matches(['”', '"', '’', ')', '»', ']', '\'', '“', ' ']);
    let parent = tree.parent(block.node).unwrap_or(block.node);
    let bold = {
        let mut children = tree
            .children(block.node)
            .filter(|&c| tree.is_element(c) || !tree.text(c).unwrap_or_default().trim().is_empty());
        let first = children.next().and_then(|c| tree.name(c)).unwrap_or_default();
        match first {
            "strong" | "b" => 1.0 + flag(children.next().is_none()),
            "em" | "i" => 3.0 + flag(children.next().is_none()),
            "a" => 5.0 + flag(children.next().is_none()),
            _ => 0.0,
        }
    };
    let mut row = Vec::with_capacity(OWN.len() + HINTS.len() + 96);
    row.extend([
        block.kind as u8 as f32,
        f32::from(block.heading),
        count as f32,
        characters as f32,
        share(letters, count),
        share(punctuation, count),
        share(commas, count),
        share(block.linked, text.len()),
        share(capitals, letters),
        flag(text.chars().next().is_some_and(char::is_uppercase)),
        flag(trimmed.ends_with(['.', '!', '?', '…', '。', '؟', '।'])),
        flag(trimmed.ends_with([':', ';', ','])),
        flag(text.starts_with(['“', '"', '‘', '«', '„'])),
        share(quotes, count),
        share(digits, characters),
        flag(choose::is_call(text)),
        share(bars, count),
        tag_code(tree.name(block.node).unwrap_or_default()),
        tag_code(tree.name(parent).unwrap_or_default()),
        bold,
    ]);
    row.extend((0..TAGS.len()).map(|bit| flag(above.tags & (1 << bit) != 0)));
    row.extend([
        above.role,
        tree.node(block.node).depth as f32,
        flag(above.hidden),
        flag(tree.attr(block.node, "class").is_some()),
    ]);
    row
}
