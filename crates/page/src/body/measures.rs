//! Sizes of a page's parts, and where its blocks stand in them.

use super::blocks::Raw;
use super::choose::{Ruled, is_long};
use crate::tree::{NodeId, Tree};
use rustc_hash::FxHashMap as HashMap;

pub(crate) struct Measures;

impl Measures {
    pub(crate) fn is_long(block: &Raw) -> bool {
        is_long(block)
    }
}

#[derive(Clone, Copy, Default)]
struct Part {
    words: f32,
    characters: f32,
    linked: f32,
    /// Words of long paragraphs.
    good: f32,
    blocks: f32,
}

impl Part {
    fn add(&mut self, words: f32, block: &Raw) {
        self.words += words;
        self.characters += block.text.len() as f32;
        self.linked += block.linked as f32;
        self.good += if is_long(block) { words } else { 0.0 };
        self.blocks += 1.0;
    }

    fn linked(&self) -> f32 {
        self.linked / self.characters.max(1.0)
    }
}

/// Sizes of all nodes, and lists along the blocks.
pub(crate) struct Sizes<'a> {
    parts: Vec<Part>,
    siblings: HashMap<NodeId, Part>,
    paths: HashMap<u64, Part>,
    path_of: Vec<u64>,
    texts: HashMap<&'a str, f32>,
    words: Vec<f32>,
    long: Vec<bool>,
    chosen: Vec<bool>,
    heading: Vec<bool>,
    /// Of each block: the level of the heading before it, how many titles stand before it, and how many long ones since the last
    /// of these.
    titles: Vec<[f32; 3]>,
    before: Vec<f32>,
    longs: Vec<f32>,
    h1: Option<usize>,
    articles: f32,
    inside: Vec<bool>,
    first: Vec<bool>,
    root: NodeId,
    /// The first and last of the long ones.
    long_from: usize,
    long_to: usize,
    /// Words of all that the rules choose.
    chosen_words: f32,
}

/// From so many on, titles and what stands since the last of them are not counted: pages with many look alike.
const MOST_TITLED: f32 = 3.0;

/// What stands for an element's place on the page: its name and class, and those of the two around it.
pub(super) fn path(tree: &Tree, node: NodeId) -> u64 {
    let mut parts = Vec::with_capacity(6);
    for id in std::iter::once(node).chain(tree.ancestors(node).take(2)) {
        let class = tree.attr(id, "class").unwrap_or_default();
        parts.push(tree.name(id).unwrap_or_default());
        // Read for every block in the element: classes may be of any length.
        parts.push(class.get(..class.floor_char_boundary(300)).unwrap_or_default());
    }
    super::told::hash(&parts)
}

impl<'a> Sizes<'a> {
    pub(crate) fn of(tree: &Tree, blocks: &'a [Raw], rules: &Ruled) -> Self {
        let mut sizes = Self {
            parts: vec![Part::default(); tree.len()],
            siblings: HashMap::default(),
            paths: HashMap::default(),
            path_of: Vec::new(),
            texts: HashMap::default(),
            words: Vec::new(),
            long: Vec::new(),
            chosen: Vec::new(),
            heading: Vec::new(),
            titles: Vec::new(),
            before: Vec::new(),
            longs: Vec::new(),
            h1: blocks.iter().position(|b| b.heading == 1),
            articles: 0.0,
            inside: Vec::new(),
            first: Vec::new(),
            root: rules.root,
            long_from: 0,
            long_to: 0,
            chosen_words: 0.0,
        };
        let (mut before, mut longs) = (0.0, 0.0);
        let (mut level, mut titles, mut titled) = (0u8, 0u8, None::<f32>);
        for (number, block) in blocks.iter().enumerate() {
            let words = block.text.split_whitespace().count() as f32;
            let chosen = rules.chosen.get(number).copied().unwrap_or(false);
            let mut at = Some(block.node);
            let (mut inside, mut first) = (false, rules.first.is_none());
            while let Some(id) = at {
                sizes.parts[id as usize].add(words, block);
                inside |= id == rules.root;
                first |= Some(id) == rules.first;
                at = tree.parent(id);
            }
            let path = path(tree, block.node);
            sizes.paths.entry(path).or_default().add(words, block);
            sizes.path_of.push(path);
            let parent = tree.parent(block.node).unwrap_or(block.node);
            sizes.siblings.entry(parent).or_default().add(words, block);
            *sizes.texts.entry(&block.text).or_default() += 1.0;
            sizes.words.push(words);
            sizes.long.push(is_long(block));
            sizes.chosen.push(chosen);
            sizes.chosen_words += if chosen { words } else { 0.0 };
            sizes.heading.push(block.heading > 0);
            titles = titles.saturating_add(u8::from(block.heading == 1));
            let since = titled.map_or(-1.0, |at| (longs - at).min(MOST_TITLED));
            sizes
                .titles
                .push([f32::from(level), f32::from(titles).min(MOST_TITLED), since]);
            if block.heading > 0 {
                level = block.heading;
            }
            if block.heading == 1 {
                titled = Some(longs);
            }
            sizes.before.push(before);
            sizes.longs.push(longs);
            sizes.inside.push(inside);
            sizes.first.push(first);
            before += words;
            longs += if is_long(block) { 1.0 } else { 0.0 };
        }
        sizes.long_from = sizes.long.iter().position(|l| *l).unwrap_or(0);
        sizes.long_to = sizes.long.iter().rposition(|l| *l).unwrap_or(0);
        sizes.articles = tree
            .descendants(Tree::ROOT)
            .filter(|&n| tree.name(n) == Some("article"))
            .count() as f32;
        sizes
    }

    /// Pushes the numbers from "articles" to "repeated".
    pub(crate) fn of_block(&self, tree: &Tree, at: usize, block: &Raw, row: &mut Vec<f32>) {
        let whole = self.parts.first().copied().unwrap_or_default();
        let part = |id: NodeId| self.parts.get(id as usize).copied().unwrap_or_default();
        let blocks = self.words.len();
        let h1 = self.h1.map_or(-1000.0, |h| at as f32 - h as f32);
        row.extend([
            self.articles,
            at as f32,
            at as f32 / blocks.max(1) as f32,
            self.before[at],
            self.before[at] / whole.words.max(1.0),
            h1,
            if self.h1.is_none() {
                -1.0
            } else {
                f32::from(u8::from(h1 > 0.0))
            },
            self.h1.map_or(-10_000.0, |h| self.before[at] - self.before[h]),
            at as f32 - self.long_from as f32,
            self.long_to as f32 - at as f32,
            self.longs[at],
            self.longs.last().copied().unwrap_or(0.0) - self.longs[at],
        ]);
        let root = part(self.root);
        let depth = tree.node(block.node).depth as f32;
        let root_depth = tree.node(self.root).depth as f32;
        let apart = self.apart(tree, block.node, self.root);
        row.extend([
            f32::from(u8::from(self.inside[at])),
            f32::from(u8::from(self.first[at])),
            root.good / whole.good.max(1.0),
            root.linked(),
            depth - root_depth,
            apart,
        ]);
        let parent = tree.parent(block.node).unwrap_or(block.node);
        let siblings = self.siblings.get(&parent).copied().unwrap_or_default();
        let path = self.paths.get(&self.path_of[at]).copied().unwrap_or_default();
        row.extend([
            siblings.blocks,
            siblings.words,
            siblings.good / whole.good.max(1.0),
            path.good / whole.good.max(1.0),
            path.blocks,
            path.words / path.blocks.max(1.0),
            path.linked(),
        ]);
        let up: Vec<Part> = std::iter::once(block.node)
            .chain(tree.ancestors(block.node))
            .take(7)
            .map(part)
            .collect();
        let level = |n: usize| up.get(n).or(up.last()).copied().unwrap_or_default();
        let good = |n: usize| level(n).good / whole.good.max(1.0);
        let short = |n: usize| 1.0 - level(n).good / level(n).words.max(1.0);
        row.extend([
            good(1),
            good(2),
            good(3),
            good(4),
            good(6),
            level(1).linked(),
            level(2).linked(),
            level(3).linked(),
            short(2),
            short(3),
            level(1).words,
            level(2).words,
            level(3).words,
            level(1).blocks,
        ]);
        row.extend([
            f32::from(u8::from(self.chosen[at])),
            self.chosen_words,
            self.chosen_words / whole.words.max(1.0),
            whole.words,
            whole.good,
            self.texts.get(block.text.as_str()).copied().unwrap_or(1.0),
        ]);
    }

    /// Pushes the numbers from "long-before-5" to "longs-since-title".
    pub(crate) fn around(&self, at: usize, row: &mut Vec<f32>) {
        let behind = at + 1..(at + 6).min(self.words.len());
        let before = at.saturating_sub(5)..at;
        let long = |range: std::ops::Range<usize>| range.filter(|&i| self.long[i]).count() as f32;
        let chosen = |range: std::ops::Range<usize>| range.filter(|&i| self.chosen[i]).count() as f32;
        let most = 30;
        let since = self.chosen[..at]
            .iter()
            .rev()
            .take(most)
            .position(|c| *c)
            .unwrap_or(most);
        let until = self.chosen[at + 1..]
            .iter()
            .take(most)
            .position(|c| *c)
            .unwrap_or(most);
        let heading = self.heading[..at]
            .iter()
            .rev()
            .take(most)
            .position(|c| *c)
            .unwrap_or(most);
        row.extend([
            long(before.clone()),
            long(behind.clone()),
            chosen(at.saturating_sub(3)..at),
            chosen(at + 1..(at + 4).min(self.words.len())),
            since as f32,
            until as f32,
            heading as f32,
        ]);
        row.extend(self.titles[at]);
    }

    /// How many steps up from `node` an element stands that is also around `other`.
    fn apart(&self, tree: &Tree, node: NodeId, other: NodeId) -> f32 {
        let (mut a, mut b, mut steps) = (node, other, 0);
        while a != b {
            if tree.node(a).depth >= tree.node(b).depth {
                steps += 1;
                match tree.parent(a) {
                    Some(p) => a = p,
                    None => break,
                }
            } else {
                match tree.parent(b) {
                    Some(p) => b = p,
                    None => break,
                }
            }
        }
        steps as f32
    }

    /// How far up from `node` its way meets that of `other`.
    pub(crate) fn shared(&self, tree: &Tree, node: NodeId, other: NodeId) -> f32 {
        self.apart(tree, node, other).min(20.0)
    }
}
