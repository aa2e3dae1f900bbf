//! What stands on a page beside its text, and how much of it a block repeats.

use super::blocks::Raw;
use crate::facts::Harvest;
use crate::tree::Tree;
use rustc_hash::FxHashSet as HashSet;

/// What stands on the page beside its text: the words that it says are the article's.
pub(super) struct Told {
    pub(super) body: HashSet<u64>,
    pub(super) description: HashSet<u64>,
    pub(super) title: HashSet<u64>,
    /// What its pictures are said to show: captions often say the same.
    pub(super) alternatives: HashSet<u64>,
}

pub(crate) fn hash(words: &[&str]) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325u64;
    for word in words {
        for b in word.bytes().chain([0]) {
            h = (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    h
}

pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
}

fn pairs(text: &str) -> HashSet<u64> {
    let all: Vec<&str> = words(text).collect();
    all.windows(2).map(hash).collect()
}

pub(super) fn share(text: &[&str], of: &HashSet<u64>, length: usize) -> f32 {
    if of.is_empty() {
        return -1.0;
    }
    if text.len() < length {
        return -0.5;
    }
    let all = text.len() + 1 - length;
    text.windows(length).filter(|w| of.contains(&hash(w))).count() as f32 / all as f32
}

pub(super) fn told(tree: &Tree, harvest: &Harvest) -> Told {
    let mut body = String::new();
    for value in &harvest.data.values {
        bodies(value, &mut body);
    }
    let all = |keys: &[&str]| {
        let metas = harvest.metas.iter();
        let said = metas.filter(|m| keys.contains(&m.key.as_str()));
        said.map(|m| m.content.as_str()).collect::<Vec<_>>().join(" ")
    };
    let mut title = all(&["og:title"]);
    if title.is_empty() {
        title = harvest.head_title.clone().unwrap_or_default();
    }
    Told {
        body: pairs(&body),
        description: pairs(&all(&["description", "og:description"])),
        alternatives: alternatives(tree),
        title: words(&title.to_lowercase()).map(|w| hash(&[w])).collect(),
    }
}

/// Pairs of words that describe pictures.
fn alternatives(tree: &Tree) -> HashSet<u64> {
    let pictures = tree
        .descendants(Tree::ROOT)
        .filter(|&id| tree.name(id) == Some("img"));
    let mut all = HashSet::default();
    for alternative in pictures.filter_map(|id| tree.attr(id, "alt")) {
        all.extend(pairs(alternative));
    }
    all
}

/// Of each block: whether a picture or a film stands right ahead of it.
pub(super) fn pictured(tree: &Tree, blocks: &[Raw]) -> Vec<bool> {
    let is_picture = |id| {
        matches!(
            tree.name(id),
            Some("img" | "picture" | "video" | "iframe" | "figure")
        )
    };
    let mut places: Vec<usize> = tree
        .descendants(Tree::ROOT)
        .filter(|&id| is_picture(id))
        .map(|id| tree.span(id).start)
        .collect();
    places.sort_unstable();
    let mut before = 0;
    let pictured = blocks.iter().map(|block| {
        let from = block.runs.first().map_or(before, |run| run.1.start);
        let next = places.partition_point(|&place| place < before);
        let pictured = places.get(next).is_some_and(|&place| place < from);
        before = block.runs.last().map_or(before, |run| run.1.end);
        pictured
    });
    pictured.collect()
}

/// Collects `articleBody` wherever it stands. `serde_json` bounds the nesting.
fn bodies(value: &serde_json::Value, to: &mut String) {
    match value {
        serde_json::Value::Array(all) => all.iter().for_each(|v| bodies(v, to)),
        serde_json::Value::Object(all) => {
            // The entries of a live report and what readers wrote have bodies of their own.
            for (key, v) in all
                .iter()
                .filter(|(key, _)| !matches!(key.as_str(), "liveBlogUpdate" | "comment"))
            {
                match v.as_str() {
                    Some(text) if key == "articleBody" => {
                        to.push_str(text);
                        to.push(' ');
                    }
                    Some(_) => {}
                    None => bodies(v, to),
                }
            }
        }
        _ => {}
    }
}
